from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import sacrebleu

from reviewer.errors import ReviewerError
from reviewer.metrics import METRICS, Bleu, Chrf, Ter
from reviewer.store import Store
from reviewer.workflow.importing import ReadOptions
from reviewer.workflow.scoring import Counted, Group, Plan, scores
from reviewer.workflow.scoring_reviews import (
    AGAINST,
    NO_SYSTEM,
    Against,
    By,
    count_database,
    count_systems,
    stored_pairs,
    target_language,
)
from tests.desk import bring_in, decide

PLAN = Plan((Bleu(), Chrf(), Ter()), "en")
SACRE = (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER())

TEXT = "Ministers hold a call.\n\nNATO's ban on East Asia was discussed. The security security talks go on. It ended. She left.\n"
MACHINE = (
    "Ministers hold a call.",
    "NATO's ban on East Asia was discussed.",
    "The security security talks go on.",
    "It ended.",
    "She left.",
)
TABLE = """\
article,system,kind,editor,source,machine,correction,reference
Uno,alpha,headline,kim,Eins.,The one headline here.,A headline of one.,One is the headline.
Uno,alpha,body,kim,Zwei.,The two is a body text.,The two is a body text.,Two is body text here.
Due,alpha,body,lee,Drei.,The three was the number three.,Three was a number.,Three was the third number.
Uno,beta,headline,lee,Eins.,One headline is here.,One headline was here.,One is the headline.
Uno,beta,body,lee,Zwei.,Two is a text of body.,,Two is body text here.
Uno,,body,kim,Vier.,The four goes on its own.,A four goes on its own way.,
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of a test is."""
    return tmp_path / "reviews.db"


@pytest.fixture
def story(path: Path) -> Path:
    """A database with one article of five sentences, none of them decided."""
    (path.parent / "call.txt").write_text(TEXT)
    bring_in(path, path.parent / "call.txt")
    return path


@pytest.fixture
def table(path: Path) -> Path:
    """A database with articles of two systems, and of one that nobody named."""
    (path.parent / "table.csv").write_text(TABLE)
    bring_in(path, path.parent / "table.csv")
    return path


def count(path: Path, against: Against, by: By | None = None, plan: Plan = PLAN) -> Counted:
    """What a database adds up to."""
    with Store.open(path) as store:
        return count_database(store, against, by, plan)


def systems(path: Path, against: Against, plan: Plan = PLAN) -> Counted:
    """The same for a comparison."""
    with Store.open(path) as store:
        return count_systems(store, against, plan)


def pairs(path: Path, against: Against = "corrections") -> list[tuple[str, tuple[str, ...]]]:
    """What there is to score."""
    with Store.open(path, readonly=True) as store:
        return [pair.row for pair in stored_pairs(store, against)]


def sacrebleus(rows: Sequence[tuple[str, tuple[str, ...]]]) -> list[float]:
    """BLEU, chrF and TER of these texts by sacrebleu alone."""
    references = [
        [refs[number] if number < len(refs) else None for _, refs in rows] for number in range(max(len(r) for _, r in rows))
    ]
    return [metric.corpus_score([text for text, _ in rows], references).score for metric in SACRE]


def test_corrections_are_what_the_machine_text_is_held_to(story: Path) -> None:
    """An accepted sentence is held to itself; the numbers are sacrebleu's, and said to be of post-edits."""
    decide(story, 1, "accepted")
    decide(story, 2, "corrected", "NATO's eastward expansion was discussed.")
    counted = count(story, "corrections")
    expected = [(MACHINE[0], (MACHINE[0],)), (MACHINE[1], ("NATO's eastward expansion was discussed.",))]
    assert pairs(story) == expected
    scored = scores(counted, PLAN, AGAINST["corrections"])
    assert [each.score.value for each in scored] == sacrebleus(expected)
    assert {(each.group, each.score.segments, each.score.reference) for each in scored} == {(Group(), 2, "post-edit")}


def test_scores_are_the_same_from_the_cache(story: Path) -> None:
    """Asked for again, and of a database that was opened for reading."""
    decide(story, 2, "corrected", "NATO's eastward expansion was discussed.")
    first = count(story, "corrections").tallies[Group()].values()
    assert count(story, "corrections").tallies[Group()].values() == first
    with Store.open(story, readonly=True) as store:
        assert count_database(store, "corrections", None, PLAN).tallies[Group()].values() == first


def test_a_later_correction_is_the_one_that_counts(story: Path) -> None:
    """What was kept of the text before is not taken for it."""
    for correction in ("NATO's growth was discussed.", "NATO's eastward expansion was discussed."):
        decide(story, 2, "corrected", correction)
        assert count(story, "corrections").tallies[Group()].values() == sacrebleus([(MACHINE[1], (correction,))])


def test_a_join_is_one_pair(story: Path) -> None:
    """Its machine text is that of both with the space between."""
    decide(story, (2, 3), "corrected", "NATO's expansion was discussed, and talks go on.")
    assert pairs(story) == [(f"{MACHINE[1]} {MACHINE[2]}", ("NATO's expansion was discussed, and talks go on.",))]
    assert count(story, "corrections").tallies[Group()].values() == sacrebleus(pairs(story))


@pytest.mark.parametrize("verdict", ["rejected", "cut", "reopened"])
def test_what_is_not_printed_is_not_scored(story: Path, verdict: str) -> None:
    """Neither is what was never decided, nor what is in conflict."""
    decide(story, 1, "accepted")
    decide(story, 2, verdict, "half" if verdict == "rejected" else None)
    decide(story, 3, "accepted")
    decide(story, 3, "cut", editor="desk3", unseen=True)
    assert pairs(story) == [(MACHINE[0], (MACHINE[0],))]
    assert count(story, "corrections").tallies[Group()].segments == 1


def test_a_story_in_two_versions_counts_once(story: Path) -> None:
    """What is the same in both is one pair, by the first article in which it stands."""
    (story.parent / "later.txt").write_text(TEXT.replace("She left.", "He stayed."))
    bring_in(story, story.parent / "later.txt")
    decide(story, 1, "accepted")
    decide(story, 5, "corrected", "He stayed on.", article=2)
    assert pairs(story) == [(MACHINE[0], (MACHINE[0],)), ("He stayed.", ("He stayed on.",))]
    counted = count(story, "corrections", "article")
    assert {group.article: tally.segments for group, tally in counted.tallies.items()} == {"call": 1, "later": 1}


@pytest.mark.parametrize("against", ["corrections", "references"])
def test_nothing_to_score_is_said_in_words(story: Path, against: Against) -> None:
    """Never a number."""
    words = {"corrections": "nothing reviewed yet", "references": "no segment has an independent reference"}[against]
    decide(story, 2, "rejected")
    with pytest.raises(ReviewerError, match=words):
        count(story, against)


def test_references_are_those_of_each_segment(table: Path) -> None:
    """Reviewed or not; what has none is told and left out."""
    counted = count(table, "references")
    assert len(pairs(table, "references")) == 5
    assert ("Two is a text of body.", ("Two is body text here.",)) in pairs(table, "references")
    scored = scores(counted, PLAN, AGAINST["references"])
    assert [each.score.value for each in scored] == sacrebleus(pairs(table, "references"))
    assert {each.score.reference for each in scored} == {"independent"}
    assert counted.notices == ["1 of 6 segments have no reference, or were met before, and are not scored"]


def test_segments_may_have_different_numbers_of_references(table: Path) -> None:
    """As sacrebleu scores them, with a signature that says so."""
    (table.parent / "more.csv").write_text(TABLE.replace("One is the headline.", "Headline one."))
    bring_in(table, table.parent / "more.csv")
    rows = pairs(table, "references")
    assert sorted(len(references) for _, references in rows) == [1, 1, 1, 2, 2]
    scored = scores(count(table, "references"), PLAN, AGAINST["references"])
    assert [each.score.value for each in scored] == sacrebleus(rows)
    assert all(each.score.signature.startswith("nrefs:var|") for each in scored)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("article", {"The one headline here.": (0, 1), "Due": (2,), "One headline is here.": (3,), "Uno": (4,)}),
        ("system", {"alpha": (0, 1, 2), "beta": (3,), NO_SYSTEM: (4,)}),
        ("editor", {"kim": (0, 1, 4), "lee": (2, 3)}),
        ("kind", {"headline": (0, 3), "body": (1, 2, 4)}),
    ],
)
def test_scores_by_whatever_is_asked_for(table: Path, by: By, expected: dict[str, tuple[int, ...]]) -> None:
    """Each group has the score of its own texts, and together they are all."""
    rows = pairs(table)
    tallies = count(table, "corrections", by).tallies
    found = {getattr(group, by): tally.values() for group, tally in tallies.items()}
    assert found == {name: sacrebleus([rows[number] for number in numbers]) for name, numbers in expected.items()}


def test_articles_of_one_title_are_told_apart(path: Path) -> None:
    """By their numbers."""
    (path.parent / "t.csv").write_text("article,system,machine,correction\nUno,a,One.,Uno.\nUno,b,Two.,Due.\nTre,b,Three.,Tre.\n")
    bring_in(path, path.parent / "t.csv")
    assert [group.article for group in count(path, "corrections", "article").tallies] == ["Uno (1)", "Uno (2)", "Tre"]


def test_a_title_that_looks_numbered_is_told_apart_too(path: Path) -> None:
    """Three articles are three groups, whatever they are called."""
    (path.parent / "t.csv").write_text("article,system,machine,correction\nA,a,One.,Uno.\nA,b,Two.,Due.\nA (2),b,Three.,Tre.\n")
    bring_in(path, path.parent / "t.csv")
    assert len(count(path, "corrections", "article").tallies) == 3


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_scores_a_database(table: Path, name: str) -> None:
    """As it scores the same texts anywhere else."""
    from reviewer.metrics import Texts

    measure = METRICS[name]()
    expected = measure.value(measure.statistics(Texts.of(pairs(table)), "sacrebleu").sum(0).tolist())
    for _ in range(2):
        assert count(table, "corrections", plan=Plan((measure,), "en")).tallies[Group()].values() == [expected]


def test_what_moves_a_score_comes_with_its_text(table: Path) -> None:
    """The machine texts of each group, in the order of its segments."""
    counted = count(table, "corrections", "editor", Plan((Chrf(),), "en", influence=1))
    rows = pairs(table)
    assert [place.hypothesis for place in counted.places[Group(editor="lee")]] == [rows[2][0], rows[3][0]]
    assert [place.where for place in counted.places[Group(editor="lee")]] == ["2/1", "3/1"]


def test_the_language_is_that_of_the_articles(path: Path) -> None:
    """None where nobody said; languages that one tokenizer parts may stand together, others are refused."""
    for number, language in enumerate((None, "de", "en", "ko")):
        (path.parent / f"{number}.csv").write_text(f"machine,correction\nText number {number}.,Text {number}.\n")
        bring_in(path, path.parent / f"{number}.csv", ReadOptions(target_language=language or "de"))
        with Store.open(path, readonly=True) as store:
            if language == "ko":
                with pytest.raises(ReviewerError, match=r"the articles are in de, en, ko, .* say --target-lang"):
                    target_language(store)
            else:
                assert target_language(store) == "de"


def test_systems_are_compared_over_the_same_segments(table: Path) -> None:
    """Those with the same source and references; the rest is left out, and told."""
    counted = systems(table, "references")
    assert list(counted.tallies) == [Group("alpha"), Group("beta")]
    rows = pairs(table, "references")
    assert counted.tallies[Group("alpha")].values() == sacrebleus(rows[:2])
    assert counted.tallies[Group("beta")].values() == sacrebleus(rows[3:])
    assert counted.notices == ["1 segments that not every system has were left out"]


def test_systems_are_compared_by_their_corrections(table: Path) -> None:
    """Each is held to its own; what one has not reviewed is left out of all."""
    (table.parent / "gamma.csv").write_text(
        "system,source,machine,correction\ngamma,Eins.,Headline one here.,Headline one was here.\n"
    )
    bring_in(table, table.parent / "gamma.csv")
    with Store.open(table) as store, pytest.raises(ReviewerError, match="no segment in common"):
        count_systems(store, "corrections", PLAN)  # nobody else has the fourth
    (path := table.parent / "two.db").unlink(missing_ok=True)
    (table.parent / "two.csv").write_text("\n".join(line for line in TABLE.splitlines() if "Vier" not in line))
    bring_in(path, table.parent / "two.csv")
    counted = systems(path, "corrections")
    rows = pairs(path)
    assert counted.tallies[Group("alpha")].values() == sacrebleus(rows[:1])
    assert counted.tallies[Group("beta")].values() == sacrebleus(rows[3:])
    assert counted.notices == ["2 segments that not every system has were left out"]


def test_a_source_that_occurs_again_is_paired_in_order(path: Path) -> None:
    """The first with the first, the second with the second."""
    lines = ["system,source,machine,reference"]
    lines += [f"{system},Ja.,{text} it is so,Yes indeed it is" for system in ("a", "b") for text in ("Yes", "Well", "No")]
    (path.parent / "t.csv").write_text("\n".join(lines[:-1]))
    bring_in(path, path.parent / "t.csv")
    counted = systems(path, "references")
    assert {tally.segments for tally in counted.tallies.values()} == {2}
    rows = pairs(path, "references")
    assert counted.tallies[Group("a")].values() == sacrebleus(rows[:2])


def two_systems(path: Path, *sources: str) -> None:
    """The same sources by the systems x and y, the articles 1 and 2."""
    rows = [f"{system},{source},{source} by {system}" for system in "xy" for source in sources]
    (path.parent / "two.csv").write_text("\n".join(["system,source,machine", *rows]))
    bring_in(path, path.parent / "two.csv")


def test_a_join_is_compared_with_the_same_join_only(path: Path) -> None:
    """Not with its first segment."""
    two_systems(path, "Eins", "Zwei", "Drei")
    decide(path, (1, 2), "corrected", "One, two")
    decide(path, 3, "corrected", "Three")
    for position, text in enumerate(("One", "Two", "Three"), 1):
        decide(path, position, "corrected", text, article=2)
    counted = systems(path, "corrections")
    assert [tally.segments for tally in counted.tallies.values()] == [1, 1]
    assert counted.tallies[Group("x")].values() == sacrebleus([("Drei by x", ("Three",))])


def test_which_occurrence_it_is_does_not_depend_on_what_is_reviewed(path: Path) -> None:
    """The second "Ja" of one is not compared with the first of the other."""
    two_systems(path, "Ja", "Nein", "Ja")
    for article, position, text in ((1, 3, "Yes"), (2, 1, "Yes"), (1, 2, "No"), (2, 2, "No")):
        decide(path, position, "corrected", text, article=article)
    assert systems(path, "corrections").tallies[Group("x")].values() == sacrebleus([("Nein by x", ("No",))])


def test_only_the_systems_that_are_named_have_to_have_a_segment(table: Path) -> None:
    """Another that has less takes nothing away; one that is not there is refused with those that are."""
    (table.parent / "gamma.csv").write_text("system,source,machine,reference\ngamma,Eins.,Headline.,One is the headline.\n")
    bring_in(table, table.parent / "gamma.csv")
    with Store.open(table) as store:
        assert [tally.segments for tally in count_systems(store, "references", PLAN).tallies.values()] == [1, 1, 1]
        named = count_systems(store, "references", PLAN, ["beta", "alpha"])
        assert [(group.system, tally.segments) for group, tally in named.tallies.items()] == [("beta", 2), ("alpha", 2)]
        with pytest.raises(ReviewerError, match="unknown system 'delta'; known: alpha, beta, gamma"):
            count_systems(store, "references", PLAN, ["alpha", "delta"])


def test_one_system_is_nothing_to_compare(path: Path) -> None:
    """It is said which there is."""
    (path.parent / "t.csv").write_text("system,source,machine,reference\nalpha,Ja.,Yes.,Yes indeed.\n")
    bring_in(path, path.parent / "t.csv")
    with pytest.raises(ReviewerError, match="two systems are needed, and there is only alpha"):
        systems(path, "references")


def test_segments_that_nothing_identifies_are_not_compared(story: Path) -> None:
    """Without source and reference nobody knows which are the same."""
    decide(story, 1, "accepted")
    with pytest.raises(ReviewerError, match="none whose segments have a source, by which they are found"):
        systems(story, "corrections")

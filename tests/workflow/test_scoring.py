"""Scores of line files: groups, what is kept, and what is said about the files."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sacrebleu

from reviewer.errors import FormatError, InputError
from reviewer.metrics import Bleu, Chrf, Ter, crew
from reviewer.metrics.tallies import Confidence
from reviewer.workflow.comparing import compare_files
from reviewer.workflow.scoring import Counted, Files, Group, Plan, count_files, scores
from tests.metrics.test_resampling import sentences

MEASURES = (Bleu(), Chrf(), Ter())
SACRE = (sacrebleu.BLEU(), sacrebleu.CHRF(), sacrebleu.TER())


def write(path: Path, lines: list[str]) -> str:
    """The path of a file of lines."""
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return str(path)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Two systems, two references, and articles that come in turn; more lines than are read at a time."""
    count = 503
    articles = [f"story {random.Random(line).randint(1, 3)}" for line in range(count)]
    return Files(
        (write(tmp_path / "a", sentences(count, 1)), write(tmp_path / "b", sentences(count, 2))),
        (write(tmp_path / "r", sentences(count, 3)), write(tmp_path / "s", sentences(count, 4))),
        articles=write(tmp_path / "articles", articles),
    )


def lines(path: str) -> list[str]:
    """The lines of a file."""
    return Path(path).read_text(encoding="utf-8").splitlines()


def values(counted: Counted, plan: Plan) -> dict[Group, list[float]]:
    """The numbers of each group."""
    found: dict[Group, list[float]] = {}
    for each in scores(counted, plan, "independent"):
        found.setdefault(each.group, []).append(each.score.value)
    return found


def sacrebleus(files: Files, system: str, article: str | None = None) -> list[float]:
    """BLEU, chrF and TER by sacrebleu alone, of an article or of all."""
    chosen = [at for at, name in enumerate(lines(str(files.articles))) if article in (None, name)]
    texts = [[lines(path)[at] for at in chosen] for path in (system, *files.references)]
    return [metric.corpus_score(texts[0], texts[1:]).score for metric in SACRE]


def test_each_system_is_scored_over_all_blocks(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers are sacrebleu's, whoever counts."""
    monkeypatch.setattr(crew, "_ALONE", 0.0)
    expected = {Group(path): sacrebleus(files, path) for path in files.systems}
    for jobs in (1, 2):
        plan = Plan(MEASURES, jobs=jobs)
        assert values(count_files(files, plan), plan) == expected


def test_each_article_is_scored_by_itself(files: Files) -> None:
    """Wherever its lines stand."""
    plan = Plan(MEASURES)
    found = values(count_files(files, plan, by_article=True), plan)
    assert found == {
        Group(path, article): sacrebleus(files, path, article)
        for path in files.systems
        for article in dict.fromkeys(lines(str(files.articles)))
    }


@pytest.mark.parametrize(
    ("plan", "is_needed"),
    [
        (Plan(MEASURES), False),
        (Plan(MEASURES, influence=1), True),
        (Plan(MEASURES, sentences=True), True),
        (Plan(MEASURES, confidence=Confidence()), True),
        (Plan(MEASURES, keeps_rows=True), True),
    ],
)
def test_single_segments_are_kept_where_something_needs_them(plan: Plan, is_needed: bool) -> None:
    """Else memory does not grow."""
    assert plan.needs_rows is is_needed


def test_progress_ends_near_what_was_announced(files: Files) -> None:
    """It never goes back, and is never more than all."""
    told: list[tuple[int, int]] = []
    count_files(files, Plan(MEASURES[:1]), tell=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1] > 0


def test_files_are_named_once(tmp_path: Path) -> None:
    """A system that is named twice, and none to hold it to, are refused before anything is read."""
    with pytest.raises(InputError, match="named twice"):
        Files(("a", "b", "a"), ("r",))
    with pytest.raises(InputError, match="no reference"):
        Files(("a",), ())


def test_nothing_is_given_back_of_files_that_do_not_line_up(files: Files) -> None:
    """Although five hundred lines were counted before that was seen."""
    write(Path(files.references[1]), sentences(1501, 4))
    with pytest.raises(FormatError, match=r"has 503 lines, .*has 1,501 lines"):
        count_files(files, Plan(MEASURES))


def test_white_space_at_the_end_of_a_line_is_not_scored(tmp_path: Path) -> None:
    """As on sacrebleu's command line; with it chrF of white space would differ."""
    measure = Chrf(whitespace=True)
    made = [
        Files((write(tmp_path / "a", [f"One line.{end}"]),), (write(tmp_path / "r", ["One fine line."]),))
        for end in ("", " \t\r")
    ]
    first, second = (values(count_files(files, Plan((measure,))), Plan((measure,))) for files in made)
    assert first == second


@pytest.mark.parametrize(
    ("hypotheses", "references", "source", "said"),
    [
        (["The house stands.", ""], ["The house stood.", "It fell."], None, "a:2: empty"),
        (["Das Haus steht.", "Es fiel."], ["The house stood.", ""], None, "r:2: empty"),
        (["Дом стоит на горе у самого моря."] * 30, ["The house stands on a hill at the sea."] * 30, None, "in Cyrillic script"),
        (
            [f"The house {number} stands on a hill." for number in range(30)],
            [f"The house {number} stands on a hill." for number in range(30)],
            None,
            "are the same in",
        ),
        (
            [f"Das Haus {number} steht auf einem Berg." for number in range(30)],
            [f"The house {number} stands on a hill." for number in range(30)],
            [f"Das Haus {number} steht auf einem Berg." for number in range(30)],
            "the same as the source in",
        ),
    ],
)
def test_what_is_wrong_with_files_is_said(
    tmp_path: Path, hypotheses: list[str], references: list[str], source: list[str] | None, said: str
) -> None:
    """Empty lines, the wrong script, copies of the reference or of the source."""
    files = Files(
        (write(tmp_path / "a", hypotheses),),
        (write(tmp_path / "r", references),),
        source=write(tmp_path / "src", source) if source else None,
    )
    (oddity,) = count_files(files, Plan(MEASURES)).warnings
    assert said in oddity


def test_a_language_without_spaces_is_doubted(tmp_path: Path) -> None:
    """Where nobody said which it is, the text does."""
    files = Files((write(tmp_path / "a", ["政府は昨日発表した。"]),), (write(tmp_path / "r", ["政府は昨日それを発表した。"]),))
    notices = count_files(files, Plan(MEASURES)).notices
    assert [notice.split(":")[0] for notice in notices] == ["BLEU", "TER"]


def test_a_comparison_needs_two_systems(files: Files) -> None:
    """One has nothing to be better than."""
    from reviewer.metrics.significance import Procedure

    alone = Files(files.systems[:1], files.references)
    with pytest.raises(InputError, match="name a BASELINE and at least one other SYSTEM"):
        compare_files(alone, Plan(MEASURES, keeps_rows=True), Procedure())

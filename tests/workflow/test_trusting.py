"""What editors did where a check flagged something, what follows for the check, and what no check foresaw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.checks import Check, Engine, Remark, Unit
from reviewer.core.article import Article, Segment
from reviewer.core.finding import Acceptance, Dismissal, Extent, Finding, Level
from reviewer.core.query import parse
from reviewer.core.review import Review, Verdict
from reviewer.errors import QueryError
from reviewer.store import Store
from reviewer.workflow import trusting
from reviewer.workflow.filtering import make_ready
from tests.building import fill as bring
from tests.desk import AT, decide

SENTENCES = ("The grain is dear.", "Nobody sold", "any grain.", "Grain and grain again.", "It rained.")


def finds_grain(unit: Unit) -> Iterator[Remark]:
    """Every grain, and a remark at the end of what says nothing of any."""
    at = -1
    while (at := unit.text.find("grain", at + 1)) >= 0:
        yield Remark(at, at + 5, "“grain” here")
    if at < 0 and unit.text == "It rained.":
        yield Remark(10, 10, "nothing of grain")


CHECK = Check("made-up", Level.ERROR, "Looks for a word.", "other", unit=finds_grain)
ENGINE = Engine([CHECK])


def article(number: int = 1, sentences: Sequence[str] = SENTENCES) -> Article:
    """One of these sentences."""
    return Article(tuple(Segment(text, " ") for text in sentences), title=f"Article {number}", system=f"system {number}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one article."""
    bring(tmp_path / "reviews.db", article())
    return tmp_path / "reviews.db"


def measured(path: Path, engine: Engine = ENGINE, **said: Any) -> trusting.Trust:
    """What follows from all that was decided."""
    with Store.open(path) as store:
        return trusting.trust(store, store.keep_findings, store.keep_acceptances, engine=engine, **said)


def counted(path: Path) -> tuple[int, int, int]:
    """How many places were changed, dismissed, left."""
    acceptance = measured(path).acceptances["made-up"]
    return acceptance.changed, acceptance.dismissed, acceptance.left


def cut(path: Path, position: int, reason: str) -> None:
    """As it is done on the screen."""
    with Store.open(path) as store:
        uid = store.places(1)[position - 1].uid
        name = f"01958000-0000-7000-8000-{position:012x}"
        store.save([Review(name, (uid,), (), "desk2", Verdict.CUT, AT, reason=reason, action=name)])


def dismiss(path: Path, position: int, extent: Extent = Extent.HERE, **said: str) -> Dismissal:
    """What was found first in a segment."""
    with Store.open(path) as store:
        place = store.places(1)[position - 1]
        found = ENGINE.findings(trusting_story(place.machine))[0]
        about = {
            Extent.HERE: found.digest(place.machine, said.pop("correction", place.machine)),
            Extent.ARTICLE: store.article(1).uid,
            Extent.ALWAYS: found.text,
        }[extent]
        made = Dismissal(extent, "made-up", about, place.uid, found.text, found.message, "desk2", AT, **said)
        store.dismiss([made])
    return made


def trusting_story(text: str) -> Any:
    """A story of one sentence."""
    from reviewer.checks import story_of

    return story_of([Unit(text)])


# What editors did

OUTCOMES: dict[str, tuple[Callable[[Path], object], tuple[int, int, int]]] = {
    "open": (lambda path: None, (0, 0, 0)),
    "accepted": (lambda path: decide(path, 1, "accepted"), (0, 0, 1)),
    "changed there": (lambda path: decide(path, 1, "corrected", "The corn is dear."), (1, 0, 0)),
    "changed elsewhere": (lambda path: decide(path, 1, "corrected", "The grain is cheap."), (0, 0, 1)),
    "one of two": (lambda path: decide(path, 4, "corrected", "Grain and corn again."), (1, 0, 0)),
    "put in where something is missing": (lambda path: decide(path, 5, "corrected", "It rained. Grain grew."), (1, 0, 0)),
    "in a join": (lambda path: decide(path, (2, 3), "corrected", "Nobody sold any corn."), (1, 0, 0)),
    "in a join, but not there": (lambda path: decide(path, (2, 3), "corrected", "Nobody bought any grain."), (0, 0, 1)),
    "cut as residue": (lambda path: cut(path, 1, "residue"), (0, 0, 0)),
    "cut for what it says": (lambda path: cut(path, 1, "content"), (0, 0, 0)),
    "rejected": (lambda path: decide(path, 1, "rejected"), (0, 0, 0)),
    "rejected with a draft that changes it": (lambda path: decide(path, 1, "rejected", "The corn is dear."), (1, 0, 0)),
    "rejected with a draft that does not": (lambda path: decide(path, 1, "rejected", "The grain is cheap."), (0, 0, 0)),
    "dismissed": (lambda path: dismiss(path, 1), (0, 1, 0)),
    "dismissed and accepted": (lambda path: (dismiss(path, 1), decide(path, 1, "accepted")), (0, 1, 0)),
    "dismissed beside a correction": (
        lambda path: (
            decide(path, 1, "corrected", "The grain is cheap."),
            dismiss(path, 1, correction="The grain is cheap."),
        ),
        (0, 1, 0),
    ),
    "dismissed in this article": (lambda path: (dismiss(path, 1, Extent.ARTICLE), decide(path, 4, "accepted")), (0, 1, 0)),
    "dismissed for always": (
        lambda path: (dismiss(path, 1, Extent.ALWAYS), decide(path, 4, "accepted"), decide(path, 5, "accepted")),
        (0, 1, 1),
    ),
    "dismissed and taken back": (lambda path: dismiss(path, 1, withdraws=dismiss(path, 1).id), (0, 0, 0)),
    "in conflict": (
        lambda path: (decide(path, 1, "accepted"), decide(path, 1, "rejected", editor="desk3", unseen=True)),
        (0, 0, 0),
    ),
}


@pytest.mark.parametrize(("done", "expected"), OUTCOMES.values(), ids=OUTCOMES)
def test_what_editors_did_is_counted(path: Path, done: Callable[[Path], object], expected: tuple[int, int, int]) -> None:
    """Changed, dismissed or left, by the place and not by the sentence; what says nothing of it is not counted."""
    done(path)
    assert counted(path) == expected


def test_what_was_cut_as_residue_agrees_with_the_checks_of_residue(path: Path) -> None:
    """With those alone."""
    cut(path, 1, "residue")
    engine = Engine([CHECK, replace(CHECK, name="photo-credit")])

    acceptances = measured(path, engine).acceptances
    assert (acceptances["photo-credit"].changed, acceptances["made-up"].places) == (1, 0)


def test_a_sentence_of_two_versions_counts_once(path: Path) -> None:
    """It was decided once."""
    bring(path, Article((*article().segments[:4], Segment("It snowed.", " ")), title="Later", system="system 1"))
    decide(path, 1, "accepted")
    with Store.open(path) as store:
        assert len(store.articles()) == 2
        assert store.places(2)[0].status == "accepted"
    assert counted(path) == (0, 0, 1)


# What follows


def reviewed(path: Path, changed: int, left: int) -> None:
    """So many places in articles of their own."""
    sentences = [f"Number {number} of the grain." for number in range(changed + left)]
    bring(path, article(2, sentences))
    with Store.open(path) as store:
        reviews = []
        for number, place in enumerate(store.places(2)):
            name = f"01958000-0000-7000-8000-{number:012x}"
            said = (Verdict.CORRECTED, AT, f"Number {number} of the corn.") if number < changed else (Verdict.ACCEPTED, AT)
            reviews.append(Review(name, (place.uid,), (), "desk2", *said, action=name))
        store.save(reviews)


def test_a_check_that_editors_leave_steps_down(path: Path) -> None:
    """From 50 places on; a filter for what counts finds it no more, and by its name it does."""
    reviewed(path, 5, 44)
    assert measured(path).low == frozenset()
    decide(path, 1, "accepted")
    trust = measured(path)
    assert trust.stepped_down == {"made-up"}
    assert trust.said("made-up").endswith("stepped down to info")
    with Store.open(path) as store:
        assert trusting.last_trust(store, ENGINE.checks) == trust
        trusting.look_at_all(store, engine=ENGINE)
        assert not store.view(None, parse("finding:any")).rows
        assert 50 in (kept.row for kept, *_ in store.findings_of_machine())
        assert len(store.view(None, parse("finding:info")).rows) == 48


def test_it_is_measured_again_where_there_is_more(path: Path) -> None:
    """A decision, a dismissal, another floor, other checks; else it is known."""
    written: list[str] = []

    def measure(**said: Any) -> int:
        with Store.open(path) as store:

            def keep(state: str, *measured: Any) -> None:
                written.append(state)
                store.keep_acceptances(state, *measured)

            trusting.trust(store, store.keep_findings, keep, **{"engine": ENGINE, **said})
        return len(written)

    assert [measure(), measure()] == [1, 1]
    decide(path, 1, "accepted")
    assert [measure(), measure()] == [2, 2]
    dismiss(path, 4)
    assert [measure(), measure()] == [3, 3]
    assert [measure(floor=0.5), measure(floor=0.5)] == [4, 4]
    other = Check("other", Level.INFO, "Another.", "other", unit=finds_grain)
    assert measure(engine=Engine([CHECK, other])) == 5


def test_a_check_that_flagged_nothing_is_known_too(path: Path) -> None:
    """With no places."""
    silent = Check("silent", Level.ERROR, "Finds nothing.", "other", unit=lambda _: (), starts_low=True)
    trust = measured(path, Engine([silent]))
    assert (trust.acceptances["silent"], trust.low) == (Acceptance(), {"silent"})


# What no check foresaw


def test_what_is_missed_is_found(path: Path) -> None:
    """Phrases that editors changed again and again, with what became of them; what a check flagged is none of them."""
    bring(path, article(2, [f"The grain of {name} went up in Kyiv." for name in ("Ann", "Ben", "Cy")]))
    for number, name in enumerate(("Ann", "Ben", "Cy"), 1):
        decide(path, number, "corrected", f"The corn of {name} went down in Kyiv.", article=2)
    measured(path)
    with Store.open(path) as store:
        (found,) = trusting.missed(store)
        assert (found.phrase, found.replacements, found.times, len(found.examples)) == ("up", (("down", 3),), 3, 3)
        store.forget_findings()
        assert {each.phrase for each in trusting.missed(store)} == {"up", "grain"}


def test_what_is_flagged_in_a_join_is_not_missed(path: Path) -> None:
    """Where it stands in the joined text."""
    bring(path, article(2, ["Once", "there was grain.", "Twice", "there was grain."]))
    for positions, word in (((1, 2), "Once"), ((3, 4), "Twice")):
        decide(path, positions, "corrected", f"{word} there was corn.", article=2)
    measured(path)
    with Store.open(path) as store:
        assert trusting.missed(store) == []
        store.forget_findings()
        assert [each.phrase for each in trusting.missed(store)] == ["grain"]


# Before a filter is asked


def test_a_filter_is_asked_after_everything_was_looked_at(path: Path) -> None:
    """Also by who opened the database for reading; one that asks nothing of the checks costs nothing."""
    with Store.open(path, readonly=True) as store:
        make_ready(store, parse("status:open"), engine=ENGINE)
        assert store.findings_at(1) == ()
        make_ready(store, parse("finding:any"), engine=ENGINE)
        assert list(store.view(None, parse("finding:any")).rows) == [1, 3, 4, 5]


def test_where_nothing_can_be_kept_it_is_refused(path: Path) -> None:
    """In one line: a filter that silently matches nothing is worse than none."""
    with Store.open(path, readonly=True) as store:
        path.with_name("moved.db").hardlink_to(path)
        with pytest.raises(QueryError, match=r"^filter: finding: keeps in the database what it finds: .*a second name"):
            make_ready(store, parse("-finding:error"), engine=ENGINE)


def test_a_finding_is_what_the_check_said(path: Path) -> None:
    """The tests above count what they mean to."""
    decide(path, 4, "accepted")
    measured(path)
    with Store.open(path) as store:
        found = [kept.finding for kept, *_ in store.findings_of_machine()]
    assert [finding.span for finding in found] == [(4, 9), (4, 9), (10, 15), (10, 10)]
    assert found[0] == Finding("made-up", Level.ERROR, "“grain” here", (4, 9), "grain")


def test_what_is_only_info_foresaw_nothing(path: Path) -> None:
    """It may be of a whole sentence, and nobody was shown it."""
    bring(path, article(2, [f"Number {number} of the grain." for number in range(2)]))
    for number in range(2):
        decide(path, number + 1, "corrected", f"Number {number} of the corn.", article=2)
    info = Check("made-up", Level.INFO, "Looks for a word.", "other", unit=finds_grain)
    measured(path, Engine([info]))
    with Store.open(path) as store:
        assert [each.phrase for each in trusting.missed(store)] == ["grain"]

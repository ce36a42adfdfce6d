"""What the checks find in stored articles: the same with a cache and without, and nothing is looked at twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer.checks import Check, Engine, Remark, Unit
from reviewer.checks.trust import Trust
from reviewer.core.article import Article, Kind, Segment
from reviewer.core.composition import pieces
from reviewer.core.error import Side
from reviewer.core.finding import Acceptance, Extent, Level
from reviewer.core.review import Status
from reviewer.store import Store, Writer
from reviewer.workflow.inspecting import (
    Inspection,
    every_check,
    fill,
    findings_of_article,
    inspect,
    looking,
    newsroom_checks,
    story,
)
from tests.building import fill as bring
from tests.desk import AT, decide

CREDIT = "Photo by the agency"
TALKS = Article(
    (
        Segment("Talks on grain", "\n\n", 1, Kind.HEADLINE, source="곡물 회담"),
        Segment("The grain is dear.", " ", 2),
        Segment("Nobody sold", " ", 2),
        Segment("any grain.", "\n\n", 2),
        Segment(CREDIT, "\n", 3),
    ),
    title="Talks",
    source_language="ko",
    target_language="en-GB",
    date="2026-02-27",
)
PRICES = Article(
    (*(Segment(f"Price {number} of grain.", " ") for number in range(5)), Segment(CREDIT)), title="Prices", date="not a day"
)


class Finder:
    """A check that finds a word, and remembers at which units it looked."""

    def __init__(self, word: str = "grain", **fields: object) -> None:
        self.word = word
        self.units: list[Unit] = []
        self.check = Check("made-up", Level.ERROR, "Looks for a word.", "other", unit=self._remarks)
        self.check = replace(self.check, **fields)
        self.engine = Engine([self.check])

    def _remarks(self, unit: Unit) -> Iterator[Remark]:
        self.units.append(unit)
        at = unit.text.find(self.word)
        if at >= 0:
            yield Remark(at, at + len(self.word), f"“{self.word}” here", "corn")

    @property
    def looked_at(self) -> list[str]:
        """The texts since it was asked last."""
        texts = [unit.text for unit in self.units]
        self.units.clear()
        # Another engine remembers nothing.
        self.engine = Engine([self.check])
        return texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with two articles."""
    bring(tmp_path / "reviews.db", TALKS, PRICES)
    return tmp_path / "reviews.db"


@pytest.fixture
def finder() -> Finder:
    """Finds grain."""
    return Finder()


def told(found: list[Inspection]) -> list[tuple[int, int, str, str]]:
    """Where, and in which text."""
    return [(each.article.number, each.place.position, each.piece.text or "", str(each.finding.side)) for each in found]


def filled(path: Path, finder: Finder) -> list[str]:
    """Which texts are looked at when all that is stale is."""
    with Store.open(path) as store:
        list(fill(store, store.keep_findings, engine=finder.engine))
    return finder.looked_at


# What is looked at


def test_findings_are_told_in_their_places(path: Path, finder: Finder) -> None:
    """In the order of articles and text."""
    with Store.open(path, readonly=True) as store:
        found = list(inspect(store, engine=finder.engine))
    assert told(found)[:3] == [
        (1, 1, "Talks on grain", "machine"),
        (1, 2, "The grain is dear.", "machine"),
        (1, 4, "any grain.", "machine"),
    ]
    assert [each.article.number for each in found[3:]] == [2] * 5
    assert {each.family for each in found} == {"house"}
    assert found[0].finding.suggestion == "corn"


def test_the_text_that_stands_is_looked_at(path: Path, finder: Finder) -> None:
    """A correction, a join as one unit with its machine text; what was cut is no unit, and what it had nobody's."""
    decide(path, 1, "corrected", "Talks on corn")
    decide(path, 2, "cut")
    decide(path, (3, 4), "corrected", "Nobody sold their grain.")
    with Store.open(path) as store:
        (found,) = findings_of_article(store, 1, engine=finder.engine, keep=store.keep_findings)
        assert findings_of_article(store, 1, engine=finder.engine) == [found]
    assert finder.looked_at == ["Talks on corn", "Nobody sold their grain.", CREDIT]
    assert (found.finding.side, found.piece.machine, found.place.position) == (Side.CORRECTION, "Nobody sold any grain.", 3)


def test_the_machine_text_is_looked_at_as_if_nobody_had_reviewed_it(path: Path, finder: Finder) -> None:
    """Segment by segment, cut or joined or not."""
    decide(path, 1, "cut")
    decide(path, (3, 4), "corrected", "Nobody sold anything.")
    with Store.open(path, readonly=True) as store:
        found = list(inspect(store, [1], engine=finder.engine, of="machine"))
    assert finder.looked_at == [segment.machine for segment in TALKS.segments]
    assert [(each.place.position, each.finding.side, each.piece.status) for each in found] == [
        (position, Side.MACHINE, Status.OPEN) for position in (1, 2, 4)
    ]


def test_units_know_what_there_is_to_know(path: Path, finder: Finder) -> None:
    """Languages, kinds, sources, statuses, and in how many other stories the same stands."""
    decide(path, 2, "accepted")
    decide(path, 3, "corrected", "Nobody had sold")
    with Store.open(path) as store:
        store.set_fact(store.places(1)[4].uid, "kind", "credit", "desk2", AT)
        findings_of_article(store, 1, engine=finder.engine)
    first, second, third, _, last = finder.units
    assert (first.kind, first.source, first.language, first.source_language) == (Kind.HEADLINE, "곡물 회담", "en", "ko")
    assert (second.status, second.machine, second.is_corrected) == (Status.ACCEPTED, None, False)
    assert (third.machine, third.is_corrected, third.before) == ("Nobody sold", True, "The grain is dear.")
    assert (last.kind, last.recurs, first.recurs) == (Kind.CREDIT, 1, 0)


def test_a_story_has_its_own_day(path: Path) -> None:
    """Where the article says one; what is no day is none."""
    with Store.open(path, readonly=True) as store:
        days = [story(store.article(number), pieces(store.places(number)))[0].date for number in (1, 2)]
    assert days == [date(2026, 2, 27), None]


def test_a_draft_is_looked_at_in_its_place(path: Path) -> None:
    """What is typed is a correction that nobody confirmed."""
    with Store.open(path, readonly=True) as store:
        places = store.places(1)
        looked, kept = story(store.article(1), pieces(places, drafts={places[1].uid: "The corn is dear."}))
    assert (looked.units[1].text, looked.units[1].machine, looked.units[1].status) == (
        "The corn is dear.",
        "The grain is dear.",
        Status.OPEN,
    )
    assert (looked.positions, len(kept)) == ((1, 2, 3, 4, 5), 5)


@pytest.mark.parametrize("positions", [(4, 5), (3, 4, 5), (4, 5, 6), (2, 3, 4, 5, 6, 7, 8, 9), (8, 9), (3, 4)])
def test_a_join_over_the_end_of_a_window_is_one_unit(
    path: Path, finder: Finder, monkeypatch: pytest.MonkeyPatch, positions: tuple[int, ...]
) -> None:
    """It is looked at where it begins, whole, and not again."""
    monkeypatch.setattr("reviewer.store.findings.WINDOW", 4)
    bring(path, Article(tuple(Segment(f"{number} of grain.", " ") for number in range(1, 11)), title="Long"))
    decide(path, positions, "corrected", "No more grain.", article=3)
    expected = [f"{number} of grain." for number in range(1, 11) if number not in positions]
    expected.insert(positions[0] - 1, "No more grain.")
    with Store.open(path) as store:
        list(fill(store, store.keep_findings, [3], engine=finder.engine))
        assert finder.looked_at == expected
        found = [(each.place.position, each.piece.text) for each in inspect(store, [3], engine=finder.engine)]
    assert finder.looked_at == []
    assert found == [(number, f"{number} of grain.") for number in range(1, positions[0])] + [
        (positions[0], "No more grain."),
        *((number, f"{number} of grain.") for number in range(positions[-1] + 1, 11)),
    ]


@pytest.mark.parametrize("part", [4, 5])
def test_a_join_over_an_end_that_is_none_any_more_makes_both_sides_stale(
    path: Path, finder: Finder, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """Though only a part of it, on one side, is in conflict."""
    monkeypatch.setattr("reviewer.store.findings.WINDOW", 4)
    bring(path, Article(tuple(Segment(f"{number} of grain.", " ") for number in range(1, 9)), title="Long"))
    decide(path, (4, 5), "corrected", "No more grain.", article=3)
    filled(path, finder)
    decide(path, part, "accepted", article=3, editor="desk3", unseen=True)
    assert filled(path, finder) == [f"{number} of grain." for number in range(1, 9)]


# What is not looked at again


def test_only_what_is_stale_is_looked_at_again(path: Path, finder: Finder) -> None:
    """And then nothing."""
    assert len(filled(path, finder)) == 11
    assert filled(path, finder) == []
    decide(path, 2, "corrected", "Grain is dear.")
    assert filled(path, finder) == ["Talks on grain", "Grain is dear.", "Nobody sold", "any grain.", CREDIT]


@pytest.mark.parametrize("fields", [{"version": 2}, {"name": "other"}, {"level": Level.INFO}])
def test_other_checks_look_at_everything(path: Path, finder: Finder, fields: dict[str, object]) -> None:
    """What a check of another version said is not told for what this one says."""
    filled(path, finder)
    assert len(filled(path, Finder(**fields))) == 11


def test_it_is_the_same_with_a_cache_and_without(path: Path, finder: Finder) -> None:
    """What was kept is told as it was found, after decisions too; what is stale is looked at."""
    filled(path, finder)
    decide(path, 1, "rejected")
    decide(path, 3, "accepted", article=2)
    with Store.open(path) as store:
        kept = list(inspect(store, engine=finder.engine, keep=store.keep_findings))
        assert list(inspect(store, engine=finder.engine)) == kept
        store.forget_findings()
        assert list(inspect(store, engine=finder.engine)) == kept
    assert [each.piece.status for each in kept][:1] == [Status.REJECTED]


def test_how_far_it_is_is_told(path: Path, finder: Finder) -> None:
    """In articles, for a filter over them; what was decided since is not checked any more."""
    with Store.open(path) as store:
        assert str(looking(store, engine=finder.engine)) == "0 of 2 articles checked"
        assert [each.checked for each in fill(store, store.keep_findings, engine=finder.engine)] == [0, 2]
        assert str(looking(store, engine=finder.engine)) == "2 of 2 articles checked"
        decide(path, 1, "accepted")
        assert str(looking(store, engine=finder.engine)) == "1 of 2 articles checked"
        assert str(looking(store, [2], engine=finder.engine)) == "1 of 1 articles checked"


def test_it_is_filled_by_a_reader_through_the_writer(path: Path, finder: Finder) -> None:
    """As on the screen: what looks is open for reading, and one thread writes."""
    with Writer(path) as writer, Store.open(path, readonly=True) as store:
        steps = fill(store, lambda found: writer.submit("keep_findings", found).result(), engine=finder.engine)
        assert [each.checked for each in steps] == [0, 2]
        assert looking(store, engine=finder.engine).checked == 2


# What is told of them


@pytest.mark.parametrize("extent", Extent)
def test_what_is_dismissed_says_so(path: Path, finder: Finder, extent: Extent) -> None:
    """Here alone, in the article, or everywhere."""
    with Store.open(path) as store:
        first = findings_of_article(store, 1, engine=finder.engine)[0]
        store.dismiss([first.dismissed(extent, editor="desk2", at=AT)])
        found = list(inspect(store, engine=finder.engine))
    assert sum(each.is_dismissed for each in found) == {Extent.HERE: 1, Extent.ARTICLE: 3, Extent.ALWAYS: 8}[extent]
    assert found[0].is_dismissed
    assert sum(each.counts for each in found) == 8 - sum(each.is_dismissed for each in found)


def test_a_dismissal_ends_where_the_text_is_another(path: Path, finder: Finder) -> None:
    """Corrected elsewhere in the sentence it comes again, and back it is dismissed again."""
    with Store.open(path) as store:
        store.dismiss([findings_of_article(store, 1, engine=finder.engine)[1].dismissed(Extent.HERE, editor="desk2", at=AT)])
        assert findings_of_article(store, 1, engine=finder.engine)[1].is_dismissed
        decide(path, 2, "corrected", "The grain is too dear.")
        assert not findings_of_article(store, 1, engine=finder.engine)[1].is_dismissed
        decide(path, 2, "accepted")
        assert findings_of_article(store, 1, engine=finder.engine)[1].is_dismissed


def test_the_level_is_the_measured_one(path: Path) -> None:
    """What starts low is info until it is lifted; what steps down is info too, whatever is kept."""
    low = Finder(starts_low=True)
    with Store.open(path) as store:
        found = findings_of_article(store, 1, engine=low.engine, keep=store.keep_findings)
        trust = Trust.of([low.check], {"made-up": Acceptance(50)})
        lifted = findings_of_article(store, 1, engine=low.engine, trust=trust)
    assert {each.finding.level for each in found} == {Level.INFO}
    assert not any(each.counts for each in found)
    assert {each.finding.level for each in lifted} == {Level.ERROR}


def test_the_newsroom_has_its_own_checks_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the files that the settings name; without any these are the program's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert newsroom_checks() is every_check()
    (tmp_path / "rules.toml").write_text("[[rule]]\nname = 'grain'\npattern = 'grain'\nmessage = 'odd'\nbad = ['grain']\n")
    (tmp_path / "reviewer").mkdir()
    (tmp_path / "reviewer" / "config.toml").write_text(f"[checks]\nrules = ['{tmp_path / 'rules.toml'}']\nignore = ['surface']\n")
    engine = newsroom_checks()
    assert {check.name for check in engine.checks} - {check.name for check in every_check().checks} == {"house/grain"}
    assert len(engine.checks) == len(every_check().checks) + 1

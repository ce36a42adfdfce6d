"""What is told of any history is the same with a cache, whenever it was filled, and without."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reviewer.checks import Check, Engine, Remark, Unit
from reviewer.core.article import Article, Document, Kind, Reading, Segment
from reviewer.core.finding import Extent, Level
from reviewer.core.place import Place
from reviewer.core.query import parse
from reviewer.core.review import Purpose, Review, Verdict
from reviewer.store import Store
from reviewer.workflow.inspecting import Inspection, fill, inspect
from reviewer.workflow.trusting import trust
from tests.desk import AT
from tests.machines import run_machines

STORY = tuple(f"Sentence {number} of the story." for number in range(10))
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where a write costs little: what is tried here is not the disk."""
some = st.integers(0, 10_000)


def article(texts: tuple[str, ...], **fields: str) -> Article:
    """In paragraphs of five."""
    return Article(tuple(Segment(text, " ", 1 + index // 5) for index, text in enumerate(texts)), **fields)


ARTICLES = (
    article(STORY, title="First"),
    article((*STORY[:3], *STORY[4:]), title="A version with a sentence less"),
    article((*STORY[:8], "Another end.", "At last."), title="A version with another end"),
    article((*STORY[6:], "Elsewhere."), title="Another story", system="other"),
)


def tells_all(unit: Unit) -> Iterator[Remark]:
    """All that a check can know of a unit, so that none of it can change unseen."""
    yield Remark(0, len(unit.text), repr(unit))


CHECK = Check("made-up", Level.ERROR, "Tells all.", "other", unit=tells_all, english=False)
ENGINE = Engine([CHECK])
ANEW = Engine([replace(CHECK, knows="nothing that was kept")])
"""Says the same, and what the other one kept is not taken for its own."""


class Looking(RuleBasedStateMachine):
    """Two databases; every rule makes something newer than what is kept."""

    @initialize()
    def begin(self) -> None:
        """One article in each."""
        self.folder = Path(tempfile.mkdtemp(prefix="reviewer-", dir=FOLDER))
        self.numbers = count(1)
        self.stores = [Store.open(self.folder / f"{name}.db") for name in ("here", "there")]
        for which in (0, 1):
            self.bring(which, 0)

    @rule(which=some, version=some)
    def bring(self, which: int, version: int) -> None:
        """A story, a version of it, or the same again."""
        made = ARTICLES[version % len(ARTICLES)]
        filed = Document(f"{made.title}.txt", made.text.encode(), Reading("txt"), (made,))
        self.stores[which % 2].add_document(filed, path="/desk/story.txt", importer="desk", at=AT)

    def _places(self, which: int, where: int, length: int = 1) -> list[Place]:
        store = self.stores[which % 2]
        rows = store.view(None)
        place = store.place(rows.row_at(where % len(rows)))
        return store.places(place.article, place.position, length)

    def _save(self, which: int, places: list[Place], verdict: Verdict, **fields: object) -> None:
        name = f"00000000-0000-7000-8000-{next(self.numbers):012x}"
        parents = tuple(dict.fromkeys(head.id for place in places for head in place.heads))
        made = Review(name, tuple(place.uid for place in places), parents, f"desk{which % 2}", verdict, AT, action=name)
        self.stores[which % 2].save([replace(made, **fields)])

    @rule(which=some, where=some, length=st.integers(1, 4), unseen=st.booleans())
    def decide(self, which: int, where: int, length: int, unseen: bool) -> None:
        """A segment or a join; or beside what stands, as an import does."""
        beside = {"parents": (), "purpose": Purpose.IMPORT} if unseen else {}
        self._save(which, self._places(which, where, length), Verdict.CORRECTED, correction=f"Correction {where}.", **beside)

    @rule(which=some, where=some, verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.CUT, Verdict.REJECTED, Verdict.REOPENED]))
    def decide_without_words(self, which: int, where: int, verdict: Verdict) -> None:
        """Of a join it is only this part."""
        places = self._places(which, where)
        if verdict is not Verdict.REOPENED or places[0].heads:
            self._save(which, places, verdict)

    @rule(which=some, where=some, kind=st.sampled_from(list(Kind)), language=st.sampled_from(["en", "fr"]))
    def say(self, which: int, where: int, kind: Kind, language: str) -> None:
        """What kind a segment is, or in which language an article is."""
        store, (place,) = self.stores[which % 2], self._places(which, where)
        at = f"2026-03-01T10:00:{next(self.numbers):09.3f}Z"
        store.set_fact(place.uid, "kind", kind, "desk", at)
        store.set_fact(store.article(place.article).uid, "target_language", language, "desk", at)

    @rule(which=some, where=some, extent=st.sampled_from(list(Extent)))
    def dismiss(self, which: int, where: int, extent: Extent) -> None:
        """One of the findings; again, and it is taken back."""
        found = list(inspect(self.stores[which % 2], engine=ENGINE))
        if found:
            each = found[where % len(found)]
            at = f"2026-03-01T10:00:{next(self.numbers):09.3f}Z"
            back = {"withdraws": each.dismissal.id} if each.dismissal else {}
            self.stores[which % 2].dismiss([replace(each.dismissed(extent, editor="desk", at=at), **back)])

    @rule(which=some)
    def meet(self, which: int) -> None:
        """One takes in the other."""
        self.stores[which % 2].merge([self.stores[1 - which % 2].path])

    @rule(which=some)
    def look(self, which: int) -> None:
        """What is stale is looked at and kept; then a filter finds what counts, and nothing else."""
        store = self.stores[which % 2]
        for _ in fill(store, store.keep_findings, engine=ENGINE):
            pass
        counting = sorted({each.place.row for each in inspect(store, engine=ENGINE) if each.counts})
        assert list(store.view(None, parse("finding:error")).rows) == counting

    @rule(which=some)
    def measure(self, which: int) -> None:
        """What editors did, as far as they have come."""
        store = self.stores[which % 2]
        trust(store, store.keep_findings, store.keep_acceptances, engine=ENGINE)

    @invariant()
    def is_the_same(self) -> None:
        """With what is kept and without."""
        for store in self.stores if hasattr(self, "stores") else ():
            assert told(store, ENGINE) == told(store, ANEW)
            assert told(store, ENGINE, of="machine") == told(store, ANEW, of="machine")

    def teardown(self) -> None:
        """What is measured is the same too when all that was kept is dropped."""
        if not hasattr(self, "stores"):
            return
        try:
            for which, store in enumerate(self.stores):
                self.measure(which)
                measured = store.acceptances()
                store.forget_findings()
                self.measure(which)
                assert store.acceptances() == measured
        finally:
            for store in self.stores:
                store.close()
            shutil.rmtree(self.folder)


def told(store: Store, engine: Engine, of: str = "standing") -> list[Inspection]:
    """All that is told."""
    return list(inspect(store, engine=engine, of=of))


@pytest.mark.parametrize(
    ("machines", "steps"), [pytest.param(3, 25, id="short"), pytest.param(100, 50, id="long", marks=pytest.mark.long)]
)
def test_it_is_the_same_after_any_history(machines: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows are short, so that joins go over their ends."""
    monkeypatch.setattr("reviewer.store.findings.WINDOW", 4)
    run_machines(Looking, machines, steps, phases=(Phase.generate,))

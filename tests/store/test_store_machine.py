"""A store through any history against a model of it in plain Python: what stands, what is refused, and that nothing goes away."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from newsroom import NOW, SENTENCES, article, document, edited, review

from reviewer.core.article import Article, Kind
from reviewer.core.review import Purpose, Review, Verdict, imported_review
from reviewer.errors import StaleError, StoreError
from reviewer.store import Store
from reviewer.store import reviews as saving
from reviewer.store import standing as deriving
from reviewer.store.connection import Connection
from tests.building import derived
from tests.machines import run_machines

STORIES = (article(), article(["He came.", "He saw.", "He came."], title="Short"))
TEXTS = some.sampled_from(["One.", "Two.", "\u202eé 한\x00", ""])
EDITORS = some.sampled_from(["desk1", "desk2"])
NOTES = some.sampled_from(["", "seen", "? who says so"])


class StoreMachine(RuleBasedStateMachine):
    """Every rule is something that an editor, a script or a crash does; the model is `made`, `heads` and a few counts."""

    template: Path
    """A new database, made once."""

    @initialize()
    def start(self) -> None:
        """An empty database."""
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "reviews.db"
        shutil.copyfile(self.template, self.path)
        self.store = Store.open(self.path)
        self.names = count(1)
        self.made: dict[str, Review] = {}
        self.heads: dict[str, list[str]] = {}
        self.covered: dict[str, list[str]] = {}
        self.machine: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.signed = 0
        self.articles: dict[int, list[str]] = {}
        self.bring_in(0)

    def teardown(self) -> None:
        """Nothing is damaged, and all that is derived follows from the reviews."""
        if not hasattr(self, "store"):
            return
        try:
            assert [damage for checked in self.store.check() for damage in checked.damage] == []
            self.rebuild()
        finally:
            self.store.close()
            self.folder.cleanup()

    @rule(which=some.integers(0, 1))
    def bring_in(self, which: int) -> None:
        """A story, new or not: the second time it is the same article."""
        self._file(STORIES[which])

    @rule(index=some.integers(0, 4), correction=TEXTS, editor=EDITORS)
    def bring_in_corrected(self, index: int, correction: str, editor: str) -> None:
        """A file that brings a correction: it stands beside whatever stands, once."""
        self._file(edited(STORIES[0], index, correction=correction or None, editor=editor))
        if correction:
            uid = self.articles[1][index]
            made = imported_review(uid, SENTENCES[index], correction, editor)
            said = (self.made[name] for name in self.covered[uid])
            if not any((each.editor, each.verdict, each.correction) == (editor, made.verdict, correction) for each in said):
                self._take(made)

    def _file(self, story: Article) -> None:
        (came,) = self.store.add_document(document(story, data=repr(story).encode()), path="/s.txt", importer="desk1", at=NOW)
        self.articles[came.number] = [place.uid for place in self.store.places(came.number)]
        for place in self.store.places(came.number):
            self.machine[place.uid] = place.machine
            self.heads.setdefault(place.uid, [])
            self.covered.setdefault(place.uid, [])

    @rule(data=some.data(), batch=some.integers(1, 2))
    def decide(self, data: some.DataObject, batch: int) -> None:
        """What somebody who sees what stands decides is taken; several at once likewise."""
        reviews: list[Review] = []
        for _ in range(batch):
            uids = self._run(data)
            if not any(uid in each.covers for each in reviews for uid in uids):
                reviews.append(self._review(data, uids, self._standing(uids)))
        self.store.save(reviews)
        for each in reviews:
            self._take(each)

    @precondition(lambda self: self.made)
    @rule(data=some.data(), beside=some.booleans())
    def decide_late(self, data: some.DataObject, beside: bool) -> None:
        """What somebody decides who does not see what stands is refused, and all that was handed over with it."""
        uids = self._run(data)
        parents = data.draw(some.lists(some.sampled_from(list(self.made)), unique=True, max_size=2))
        if set(parents) == set(self._standing(uids)):
            return
        late = self._review(data, uids, tuple(parents))
        others = [uid for uid in self.heads if uid not in uids][: int(beside)]
        with pytest.raises(StaleError) as stale:
            self.store.save([*(self._review(data, (uid,), self._standing((uid,))) for uid in others), late])
        assert {each.id for each in stale.value.theirs} == set(self._standing(uids))

    @precondition(lambda self: self.made)
    @rule(data=some.data())
    def save_again(self, data: some.DataObject) -> None:
        """What is there is not written twice; another review under its name is refused."""
        known = self.made[data.draw(some.sampled_from(list(self.made)))]
        self.store.save([known, known])
        with pytest.raises(StoreError, match="another review has the id"):
            self.store.save([replace(known, note=f"{known.note}!")])

    @rule(data=some.data())
    def look_again(self, data: some.DataObject) -> None:
        """A blind second look answers nothing and never stands."""
        uid = data.draw(some.sampled_from(list(self.heads)))
        look = replace(self._review(data, (uid,), ()), purpose=Purpose.CHECK)
        self.store.save([look])
        self.made[look.id] = look
        self.covered[uid].append(look.id)

    @rule(data=some.data(), kind=some.sampled_from(list(Kind)))
    def say_kind(self, data: some.DataObject, kind: Kind) -> None:
        """A segment is said to be something else."""
        uid = data.draw(some.sampled_from(list(self.heads)))
        self.store.set_fact(uid, "kind", kind.value, "desk1", f"2026-03-01T10:00:{next(self.names):09.3f}Z")
        self.kinds[uid] = kind.value

    @rule()
    def sign(self) -> None:
        """An article is signed off."""
        self.signed += 1
        self.store.sign_off(1, editor="desk1", at=NOW, text_digest=f"{self.signed:064}")

    @rule()
    def reopen(self) -> None:
        """The program ends and is started again."""
        self.store.close()
        self.store = Store.open(self.path, create=False)

    @rule()
    def rebuild(self) -> None:
        """All that is derived is made anew, and is the same."""
        before = derived(self.store)
        self.store.rebuild()
        assert derived(self.store) == before

    @invariant()
    def stands(self) -> None:
        """What stands on each segment, in which state, and of which kind."""
        for number, uids in getattr(self, "articles", {}).items():
            places = self.store.places(number)
            assert [place.uid for place in places] == uids
            assert [[head.id for head in place.heads] for place in places] == [self.heads[uid] for uid in uids]
            assert [str(place.status) for place in places] == [self._status(uid) for uid in uids]
            assert all(place.machine == self.machine[place.uid] for place in places)
            assert all(str(place.kind) == self.kinds.get(place.uid, str(Kind.BODY)) for place in places)
            tally = Counter(self._status(uid) for uid in uids)
            counts = self.store.counts(number)
            assert {status: getattr(counts, status) for status in ("open", "accepted", "conflict")} == {
                status: tally[status] for status in ("open", "accepted", "conflict")
            }

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every review that was ever saved is there as it was."""
        if hasattr(self, "store"):
            assert {each.id: each for each in self.store.every_review()} == self.made
            assert len(self.store.sign_offs(1)) == self.signed

    def _run(self, data: some.DataObject) -> tuple[str, ...]:
        uids = self.articles[data.draw(some.sampled_from(list(self.articles)))]
        first = data.draw(some.integers(0, len(uids) - 1))
        return tuple(uids[first : first + data.draw(some.integers(1, 3))])

    def _standing(self, uids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(head for uid in uids for head in self.heads[uid]))

    def _review(self, data: some.DataObject, uids: tuple[str, ...], parents: tuple[str, ...]) -> Review:
        number = f"00000000-0000-7000-8001-{next(self.names):012x}"
        verdict = data.draw(some.sampled_from(list(Verdict)))
        correction = data.draw(TEXTS) if verdict in (Verdict.CORRECTED, Verdict.REJECTED) else None
        made = review(id=number, action=number, covers=uids, parents=parents, verdict=verdict, correction=correction)
        return replace(made, editor=data.draw(EDITORS), note=data.draw(NOTES))

    def _take(self, each: Review) -> None:
        self.made[each.id] = each
        for uid in each.covers:
            self.heads[uid] = [head for head in self.heads[uid] if head not in each.parents] + [each.id]
            self.covered[uid].append(each.id)

    def _status(self, uid: str) -> str:
        said = {
            (each.verdict, each.correction, each.covers if each.verdict != "reopened" else None)
            for each in (self.made[head] for head in self.heads[uid])
        }
        if len(said) > 1:
            return "conflict"
        return "open" if not said else {"reopened": "open"}.get(next(iter(said))[0], str(next(iter(said))[0]))


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new database for the machines to begin with."""
    StoreMachine.template = tmp_path_factory.mktemp("machine") / "new.db"
    Store.open(StoreMachine.template).close()
    yield
    del StoreMachine.template


def run(machines: int, steps: int, **more: Any) -> None:
    """So many histories of so many steps; the same ones on every run."""
    run_machines(StoreMachine, machines, steps, **more)
    print(f"{machines} machines of at most {steps} steps: store and model agree")


@pytest.mark.parametrize(("machines", "steps"), [(4, 15), pytest.param(400, 50, marks=pytest.mark.long)])
def test_any_history_is_kept_and_stands_as_it_should(machines: int, steps: int) -> None:
    """Saves, late ones, repeated ones, joins, imports, checks, facts, sign-offs, restarts and rebuilds, in any order."""
    run(machines, steps)


def _no_parents(db: Connection, made: Review, segments: Any, beside: Any) -> None:
    """What stands is not looked at."""


def _as_it_was(db: Connection, segments: Any, scores: Any = None) -> None:
    """What follows is not brought up to date."""


@pytest.mark.parametrize(
    ("module", "name", "weak"),
    [(saving, "_check_parents", _no_parents), (deriving, "refresh", _as_it_was)],
    ids=["without expected parents", "nothing derived"],
)
def test_the_machine_sees_a_weak_store(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, weak: Any) -> None:
    """A store that takes what is late, or forgets what follows, is found out."""
    monkeypatch.setattr(module, name, weak)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        run(30, 20, phases=[Phase.generate], report_multiple_bugs=False)

"""Undo and redo of two editors on one article, against a model of it: whatever the order, what stood before stands again.

The model knows nothing of reviews and their parents: it remembers who said what where, what stood there before, and for each
editor a stack of what can be taken back and one of what can be done again.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reviewer.core.review import Purpose, Review
from reviewer.errors import StaleError
from reviewer.store import Store
from reviewer.workflow import undoing
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.session import Session
from tests.building import article, fill, session_on
from tests.desk import decide
from tests.machines import run_machines

EDITORS = ("desk2", "desk3")
COUNT = len(article().segments)
STEPS = (
    "accept",
    "type",
    "reject",
    "cut",
    "note",
    "join",
    "part",
    "leave a draft",
    "disagree",
    "agree",
    "undo",
    "undo",
    "redo",
    "redo",
    "start anew",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a run of segments, and stands there."""

    opinion: tuple[object, ...]
    note: str
    covers: tuple[str, ...]
    by: str
    action: str
    """Of the decision that first said it."""


@dataclass(frozen=True, slots=True)
class Done:
    """An action, and what stood before it."""

    action: str
    covers: tuple[str, ...]
    before: dict[str, tuple[Said, ...]]


class Sitting:
    """Two editors on one database, and the model.

    Args:
        folder: where the database, with its article, is.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "reviews.db"
        self.loop = asyncio.Runner()
        self.sessions = {editor: self._open(editor) for editor in EDITORS}
        self.rows = self.sessions[EDITORS[0]].store.article(1).rows
        self.stands: dict[str, tuple[Said, ...]] = {place.uid: () for place in self._places()}
        self.undoable: dict[str, list[Done]] = {editor: [] for editor in EDITORS}
        self.redoable: dict[str, list[Done]] = {editor: [] for editor in EDITORS}
        self.done: dict[str, Done] = {}
        self.steps = 0

    def close(self) -> None:
        """Let go of everything."""
        for session in self.sessions.values():
            session.close()
        self.loop.close()

    def step(self, what: str, editor: str, position: int) -> None:
        """One of `STEPS`, by `editor` at `position`."""
        self.steps += 1
        session = self.sessions[editor]
        session.lay(self.rows[position])
        match what:
            case "undo":
                self._answer(session.undo, self.undoable[editor], self._undo, editor)
            case "redo":
                self._answer(session.redo, self.redoable[editor], self._redo, editor)
            case "start anew":
                session.close()
                self.sessions[editor] = self._open(editor)
            case "disagree":
                self._stand(decide(self.path, position + 1, "corrected", f"Other {self.steps}.", editor="desk9", unseen=True))
            case "agree":
                for said in self.stands[self._places()[position].uid][:1]:
                    if len(said.covers) == 1 and said.opinion[0] in ("accepted", "corrected"):
                        verdict, correction, _ = said.opinion
                        self._stand(decide(self.path, position + 1, verdict, correction, editor="desk9", unseen=True))
            case "leave a draft":
                session.keep(f"Draft {self.steps}.", 0)
                session.flush()
            case _:
                self._decide(what, session)

    def _decide(self, what: str, session: Session) -> None:
        text = f"Text {self.steps}."
        before = session.desk
        assert before is not None
        try:
            match what:
                case "accept":
                    made = session.accept()
                case "type":
                    session.keep(text, 0)
                    made = session.confirm(text)
                case "reject":
                    made = session.reject("")
                case "cut":
                    made = session.cut("content")
                case "note":
                    made = session.annotate(text)
                case "join":
                    session.join()
                    session.keep(text, 0)
                    made = session.confirm(text)
                case _:
                    self._part(session)
                    return
        except RefusalError:
            return
        if made is None:
            return
        try:
            self.loop.run(session.save(made))
        except StaleError:
            # Only what was typed before somebody else decided is too late.
            assert before.draft is not None
            session.flush()
            session.drafts.forget(before.draft)
            return
        self._stand(session.store.review(made.id))
        self.undoable[session.editor].append(self.done[made.id])
        self.redoable[session.editor].clear()

    def _part(self, session: Session) -> None:
        heads = [said for uid in self._covers(session) for said in self.stands[uid]]
        reviews = session.unjoin()
        if not reviews:
            return
        self.loop.run(session.save(reviews))
        (action,) = {said.action for said in heads}
        taken = self.done[action]
        self._restore(taken, session.editor)
        if taken in self.undoable[session.editor]:
            self.undoable[session.editor].remove(taken)
            self.redoable[session.editor].append(taken)

    def _covers(self, session: Session) -> tuple[str, ...]:
        assert session.desk is not None
        return session.desk.covers

    def _answer(
        self, ask: Callable[[], tuple[Review, ...]], stack: list[Done], expect: Callable[[Done, str], bool], editor: str
    ) -> None:
        """What undo or redo comes to, and that it is refused where the model says so."""
        allowed = bool(stack) and expect(stack[-1], editor)
        try:
            reviews = ask()
        except RefusalError:
            assert not allowed
            return
        assert allowed
        self.loop.run(self.sessions[editor].save(reviews))
        done = stack.pop()
        if stack is self.undoable[editor]:
            self._restore(done, editor)
            self.redoable[editor].append(done)
        else:
            again = self.done[done.action]
            self._stand(*(self.sessions[editor].store.review(review.id) for review in reviews))
            assert [said.opinion for said in self.stands[again.covers[0]]] == [reviews[0].opinion]
            self.undoable[editor].append(self.done[reviews[0].action])

    def _undo(self, done: Done, editor: str) -> bool:
        return all(said.action == done.action for uid in done.covers for said in self.stands[uid])

    def _redo(self, done: Done, editor: str) -> bool:
        return all(said.by == editor for uid in done.covers for said in self.stands[uid])

    def _stand(self, *reviews: Review) -> None:
        """What a decision says stands where it decides, in place of what it answers."""
        for review in reviews:
            before = {uid: self.stands[uid] for uid in review.covers}
            said = Said(review.opinion, review.note, review.covers, review.editor, review.action)
            beside = review.purpose is Purpose.IMPORT
            for uid in review.covers:
                self.stands[uid] = (*(self.stands[uid] if beside else ()), said)
            self.done[review.action] = Done(review.action, review.covers, before)

    def _restore(self, done: Done, editor: str) -> None:
        """What stood before stands again, said by `editor`."""
        for uid in done.covers:
            opened = Said(("open",), "", (uid,), editor, "")
            self.stands[uid] = tuple(replace(said, by=editor) for said in done.before[uid]) or (opened,)

    def walk(self, steps: int, chance: random.Random) -> None:
        """So many steps at random, compared after each."""
        for _ in range(steps):
            self.step(chance.choice(STEPS), chance.choice(EDITORS), chance.randrange(COUNT))
            self.compare()

    def compare(self) -> None:
        """What stands on every segment, and what can be undone and done again."""
        found = {place.uid: [_said(head) for head in place.heads] for place in self._places()}
        wanted = {uid: [(said.opinion, said.note, said.by) for said in stands] for uid, stands in self.stands.items()}
        assert {uid: sorted(map(repr, said)) for uid, said in found.items()} == {
            uid: sorted(map(repr, said)) for uid, said in wanted.items()
        }
        for editor, session in self.sessions.items():
            history = session.store.history(1, editor)
            assert list(history.undoable) == [done.action for done in self.undoable[editor]]
            assert list(history.redoable) == [done.action for done in self.redoable[editor]]

    def replay(self) -> None:
        """Every action, saved again in the order in which they came, makes the same of a new database."""
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder) / "replayed.db")
            with Store.open(Path(folder) / "replayed.db") as replayed:
                made = self.sessions[EDITORS[0]].store.every_review()
                for _, action in groupby(made, key=lambda review: review.action):
                    replayed.save(list(action))
                assert [place.heads for place in replayed.places(1)] == [place.heads for place in self._places()]
                assert replayed.counts() == self.sessions[EDITORS[0]].store.counts()
        with Store.open(self.path, readonly=True) as store:
            assert [damage for checked in store.check() for damage in checked.damage] == []

    def _places(self) -> Sequence[Any]:
        return self.sessions[EDITORS[0]].store.places(1)

    def _open(self, editor: str) -> Session:
        return session_on(self.path, editor)


def _said(head: Review) -> tuple[object, ...]:
    return (("open",) if head.verdict == "reopened" else head.opinion, head.note, head.editor)


class UndoMachine(RuleBasedStateMachine):
    """Any steps in any order."""

    template: Path
    """A database with the article, made once."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        shutil.copyfile(self.template, Path(self.folder.name) / "reviews.db")
        self.sitting = Sitting(Path(self.folder.name))

    @rule(what=some.sampled_from(STEPS), editor=some.sampled_from(EDITORS), position=some.integers(0, COUNT - 1))
    def step(self, what: str, editor: str, position: int) -> None:
        """Whatever an editor does."""
        self.sitting.step(what, editor, position)

    @invariant()
    def agrees(self) -> None:
        """The database and the model."""
        self.sitting.compare()

    def teardown(self) -> None:
        """A history can be replayed."""
        try:
            self.sitting.replay()
        finally:
            self.sitting.close()
            self.folder.cleanup()


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A database for the machines to begin with."""
    UndoMachine.template = tmp_path_factory.mktemp("machine") / "new.db"
    fill(UndoMachine.template)
    yield
    del UndoMachine.template


def run(machines: int, steps: int) -> None:
    """So many histories of so many steps; the same ones on every run."""
    run_machines(UndoMachine, machines, steps)
    print(f"{machines} machines of at most {steps} steps: what stands is what the model says")


@pytest.mark.catalogue("F9")
@pytest.mark.parametrize(("machines", "steps"), [(3, 15), pytest.param(300, 50, marks=pytest.mark.long)])
def test_undo_and_redo_bring_back_what_stood(machines: int, steps: int) -> None:
    """Decisions, joins, drafts, conflicts and restarts of two editors, taken back and done again in any order."""
    run(machines, steps)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    """Two editors on a new database."""
    shutil.copyfile(UndoMachine.template, tmp_path / "reviews.db")
    both = Sitting(tmp_path)
    yield both
    both.close()


@pytest.mark.catalogue("F9")
@pytest.mark.parametrize("steps", [60, pytest.param(1_000, marks=pytest.mark.long)])
def test_a_long_history_is_replayed(sitting: Sitting, steps: int) -> None:
    """After so many random steps the reviews alone, saved again, come to the same."""
    sitting.walk(steps, random.Random(steps))
    sitting.replay()
    print(f"{steps} steps: {len(list(sitting.sessions[EDITORS[0]].store.every_review()))} reviews, replayed to the same")


@pytest.mark.parametrize("name", ["_standing_on", "taking_back"])
def test_the_model_sees_a_weak_undo(sitting: Sitting, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An undo that does not look who decided since, or does not bring the note back, is found out."""
    weak: dict[str, Callable[..., Any]] = {
        "_standing_on": lambda store, action: iter(()),
        "taking_back": lambda *known, real=undoing.taking_back: tuple(replace(each, note="") for each in real(*known)),
    }
    monkeypatch.setattr(undoing, name, weak[name])
    with pytest.raises(AssertionError):
        sitting.walk(300, random.Random(1))

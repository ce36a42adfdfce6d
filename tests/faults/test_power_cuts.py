"""Power cuts at any moment of a day's work: nothing that was confirmed is lost, and every state can be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

import pytest

from reviewer.store import Store, connection
from reviewer.store.opening import Steps
from reviewer.store.schema import STEPS
from tests.building import article
from tests.faults.children import Child, Say, told
from tests.faults.losses import NOTHING, is_lost, losses, of_reviews
from tests.faults.operations import (
    NAME,
    NEXT_STEPS,
    BackingUp,
    Creating,
    Grounds,
    Importing,
    Merging,
    Migrating,
    Newsroom,
    Operation,
    import_article,
    review_of,
)
from tests.faults.recording import Event, Recorder, State, states
from tests.faults.shim import needs_shim, watch

pytestmark = [pytest.mark.long, needs_shim]
SAVES = 36
ARTICLES = (article(), article("Second"))
Weakness = Callable[[], None]


def as_it_is() -> None:
    """Weakens nothing."""


def with_pragma(pragma: str) -> None:
    """Lets every connection have another setting than ours."""
    connection._PRAGMAS += f"PRAGMA {pragma};"


def a_day(folder: Path, weaken: Weakness, say: Say) -> None:
    """A database is made, articles come in, reviews are saved, the log is folded again and again; says what reached the disk."""
    weaken()
    connection.LONGEST_LOG = 90_000
    recorder = Recorder(folder)
    watch(recorder)
    store = Store.open(folder / NAME)
    for number in range(SAVES):
        if number % (SAVES // 2) == 0:
            recorder.confirm(NAME, import_article(store, ARTICLES[number // (SAVES // 2)]))
        review = review_of(store.place(1 + number % 7), number)
        store.save([review])
        recorder.confirm(NAME, of_reviews([review]))
        if number % 10 == 9:
            store.close()
            store = Store.open(folder / NAME)
    store.close()
    say(recorder.events)


def one_operation(grounds: Grounds, say: Say) -> None:
    """Says what reached the disk in an operation on a database that was there."""
    place = grounds.fresh()
    recorder = Recorder(place)
    watch(recorder)
    recorder.confirm(NAME, grounds.held)
    running = grounds.operation(place)
    for name, held in running.run().items():
        recorder.confirm(name, held)
    running.close()
    say(recorder.events)


@dataclass(slots=True)
class Figures:
    """What a survey of states found."""

    states: int = 0
    lost: int = 0
    damaged: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, state: State, found: list[str]) -> None:
        """Counts a state."""
        self.states += 1
        self.lost += any(map(is_lost, found))
        self.damaged += any(not is_lost(each) for each in found)
        self.examples += [f"cut {state.cut}: {each}" for each in found[:1]]

    def __str__(self) -> str:
        return f"{self.states} states, {self.lost} with losses, {self.damaged} damaged"


def survey(events: list[Event], folder: Path, count: int, seed: int, steps: Steps, say: Say) -> None:
    """Opens what each of `count` power cuts left."""
    figures = Figures()
    folder.mkdir(parents=True)
    for state in states(events, count, Random(seed)):
        state.write(folder)
        found = [
            each
            for name in {NAME, *state.held, *(name for name in state.files if name.endswith(".db"))}
            for each in losses(folder / name, state.held.get(name, NOTHING), steps)
        ]
        figures.add(state, found)
    say(figures)


def surveyed(events: list[Event], folder: Path, count: int, steps: Steps = STEPS, seed: int = 0) -> Figures:
    """The figures of two processes that share the states."""
    running = [Child(partial(survey, events, folder / f"{half}", count // 2, 2 * seed + half, steps)) for half in range(2)]
    total = Figures()
    for child in running:
        (half,), killed_by = child.end()
        assert not killed_by
        total.states += half.states
        total.lost += half.lost
        total.damaged += half.damaged
        total.examples += half.examples
    print(f"power cuts: {total}")
    return total


@pytest.mark.catalogue("A2")
@pytest.mark.parametrize("count", [40, pytest.param(8_000, marks=pytest.mark.long)])
def test_a_power_cut_loses_nothing_that_was_confirmed(memory: Path, count: int) -> None:
    """Whatever of the unsynced writes and names of a day is on the disk: it opens, is whole, and has every confirmed review."""
    (memory / "day").mkdir()
    (events,) = told(partial(a_day, memory / "day", as_it_is))
    figures = surveyed(events, memory, count)

    assert (figures.states, figures.lost, figures.damaged) == (count, 0, 0), figures.examples


@pytest.mark.catalogue("A2")
@pytest.mark.parametrize("operation", [Importing, Merging, BackingUp, Migrating, Creating])
@pytest.mark.parametrize("count", [4, pytest.param(500, marks=pytest.mark.long)])
def test_a_power_cut_in_an_operation_leaves_before_or_after(
    memory: Path, newsroom: Newsroom, count: int, operation: type[Operation]
) -> None:
    """What was there before is there, with what the operation said is done; a file with a database's name is a whole one."""
    (events,) = told(partial(one_operation, Grounds(memory, newsroom, operation)))
    figures = surveyed(events, memory, count, NEXT_STEPS if operation is Migrating else STEPS)

    assert (figures.states, figures.lost, figures.damaged) == (count, 0, 0), figures.examples


@pytest.mark.catalogue("A2")
@pytest.mark.parametrize("pragma", ["synchronous = NORMAL", "synchronous = OFF", "journal_mode = DELETE"])
def test_the_harness_sees_what_a_weaker_setting_loses(memory: Path, pragma: str) -> None:
    """With syncs left out, or with an unsynced delete as the commit, it reports confirmed reviews lost."""
    (memory / "day").mkdir()
    (events,) = told(partial(a_day, memory / "day", partial(with_pragma, pragma)))
    lost = (surveyed(events, memory / str(seed), 10, seed=seed).lost for seed in range(20))

    assert any(lost)

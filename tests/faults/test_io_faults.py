"""Calls to the system that fail, each in its turn: no operation falsely says that it is done, and each can be tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from reviewer.errors import StoreError
from reviewer.store import Store
from tests.faults.children import Say, told
from tests.faults.hindering import WELL, Failing, Fault, Filling, Hindrance, Limiting, Trial, counted, every_fault, sampled, tried
from tests.faults.operations import (
    OPERATIONS,
    Grounds,
    Importing,
    Merging,
    Newsroom,
    Operation,
    Recovering,
    Saving,
)
from tests.faults.shim import needs_shim, watch

pytestmark = [pytest.mark.long, needs_shim]
Weakness = Callable[[], None]


def as_it_is() -> None:
    """Weakens nothing."""


def swallow() -> None:
    """Lets a save that fails say that it is done."""
    save = Store.save

    def saved(*arguments: object) -> None:
        try:
            save(*arguments)  # type: ignore[arg-type]
        except StoreError:
            return

    Store.save = saved  # type: ignore[assignment,method-assign]


def through_faults(grounds: Grounds, count: int | None, weaken: Weakness, say: Say) -> None:
    """Says how each trial ended, of `count` faults or of all that there are."""
    weaken()
    faults = every_fault(counted(grounds).calls)
    say([(fault, tried(grounds, Failing(fault))) for fault in sampled(faults, count, Random(count))])


def trials(grounds: Grounds, count: int | None, weaken: Weakness = as_it_is) -> list[tuple[Fault, Trial]]:
    """The trials in a process of their own, and their figures."""
    (ended,) = told(partial(through_faults, grounds, count, weaken))
    failed = sum(trial.has_failed for _, trial in ended)
    said = sum(bool(trial.answer) for _, trial in ended)
    wrong = sum(bool(trial.wrong) for _, trial in ended)
    print(f"I/O faults: {grounds.operation.__name__}: {failed} faults, {said} reported, {failed - said} overcome, {wrong} wrong")
    return ended


def of_interest(ended: list[tuple[Fault, Trial]]) -> list[str]:
    """What went wrong, for whoever must mend it."""
    return [f"{fault}: {each}" for fault, trial in ended for each in trial.wrong]


@pytest.mark.catalogue("A3", "A4", "A6", "A7")
@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("count", [6, pytest.param(300, marks=pytest.mark.long)])
def test_a_failing_call_costs_nothing_that_was_confirmed(
    memory: Path, newsroom: Newsroom, operation: type[Operation], count: int
) -> None:
    """A read, write, sync, truncation, open or delete fails once or for good: reported in words of ours, or truly done."""
    ended = trials(Grounds(memory, newsroom, operation), count)

    assert of_interest(ended) == []
    assert sum(trial.has_failed for _, trial in ended) > 0.9 * len(ended)


@pytest.mark.catalogue("A3")
def test_the_harness_sees_a_save_that_only_says_so(memory: Path, newsroom: Newsroom) -> None:
    """Where an error is swallowed, it reports reviews lost."""
    assert any(": lost: review" in each for each in of_interest(trials(Grounds(memory, newsroom, Saving), 20, swallow)))


def fill_up(grounds: Grounds, hindrance: Callable[[int], Hindrance], levels: int, say: Say) -> None:
    """Says how the operation ended where there is room for nothing of what it writes, for nearly all of it, and between."""
    written = counted(grounds).bytes
    say([tried(grounds, hindrance(written * level // levels)) for level in range(levels)])


@pytest.mark.catalogue("A5")
@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each is not Recovering])
@pytest.mark.parametrize("levels", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_full_disk_is_told_and_nothing_is_lost(
    memory: Path, newsroom: Newsroom, operation: type[Operation], levels: int
) -> None:
    """However much room is left: in words about room, with nothing half done; once there is room the same process goes on."""
    (ended,) = told(partial(fill_up, Grounds(memory, newsroom, operation), Filling, levels))
    reported = [trial for trial in ended if trial.answer]
    print(f"full disk: {operation.__name__}: {levels} levels, {len(reported)} reported")

    assert [each for trial in ended for each in trial.wrong] == []
    assert all(trial.has_failed for trial in ended)
    assert reported
    assert [trial.answer for trial in reported if "no space left" not in trial.answer] == []


@pytest.mark.catalogue("A6")
@pytest.mark.parametrize("operation", [Saving, Importing, Merging])
@pytest.mark.parametrize("levels", [3, pytest.param(20, marks=pytest.mark.long)])
def test_a_limit_on_the_size_of_files_is_told(memory: Path, newsroom: Newsroom, operation: type[Operation], levels: int) -> None:
    """As over a quota, the system refuses a write for another reason than a full disk: told, and nothing is lost."""
    (ended,) = told(partial(fill_up, Grounds(memory, newsroom, operation), Limiting, levels))
    print(f"limited files: {operation.__name__}: {levels} levels, {sum(bool(trial.answer) for trial in ended)} reported")

    assert [each for trial in ended for each in trial.wrong] == []
    assert any(trial.answer for trial in ended)


class SavingMuch(Saving):
    """Reviews with notes that take megabytes of memory to save."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reviews = [replace(review, note="much " * 200_000) for review in self.reviews]


def starve(grounds: Grounds, levels: int, say: Say) -> None:
    """Says how the operation ended with less memory than it needs."""
    watch(WELL)
    grounds.operation(grounds.fresh()).run()
    say([tried(grounds, Limiting(level * (8_000_000 // levels), of_memory=True)) for level in range(levels)])


@pytest.mark.catalogue("A9")
@pytest.mark.parametrize("levels", [3, pytest.param(20, marks=pytest.mark.long)])
def test_want_of_memory_is_told_and_nothing_is_half_done(memory: Path, newsroom: Newsroom, levels: int) -> None:
    """Wherever in a save there is no more memory: in words of ours, all or nothing, and possible again with more."""
    (ended,) = told(partial(starve, Grounds(memory, newsroom, SavingMuch), levels))
    print(f"want of memory: {levels} levels, {sum(bool(trial.answer) for trial in ended)} reported")

    assert [each for trial in ended for each in trial.wrong] == []
    assert any(trial.answer for trial in ended)

"""`kill -9` at every call of an operation and at random among several writers: what was confirmed is there, once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from reviewer.core.review import Review
from reviewer.store import Store
from tests.faults.children import Say, told
from tests.faults.hindering import counted
from tests.faults.killing import MOMENTS, Toll, found_after, killed, take_stock, through_kills
from tests.faults.operations import (
    NAME,
    OPERATIONS,
    Folding,
    Grounds,
    Importing,
    Newsroom,
    Operation,
    Recovering,
    Saving,
    review_id,
    review_of,
    settle,
)
from tests.faults.shim import needs_shim

pytestmark = pytest.mark.long


def kill_all(grounds: Grounds, count: int | None, say: Say) -> None:
    """Says how many kills there were and what was wrong after them, at every call or at `count` of them."""
    calls = counted(grounds).calls.total()
    all_kills = [(nth + 1, moment) for nth in range(calls) for moment in MOMENTS]
    chosen = all_kills if count is None else Random(count).sample(all_kills, min(count, len(all_kills)))
    kills, wrong = 0, []
    for nth, moment in chosen:
        place = grounds.fresh()
        promise, was_killed = killed(place, grounds.operation, nth, moment)
        kills += was_killed
        wrong += [f"call {nth}, {moment}: {each}" for each in found_after(grounds, place, promise)]
    say((kills, len(chosen), wrong))


@needs_shim
@pytest.mark.catalogue("A1", "A4")
@pytest.mark.parametrize(
    ("operation", "count"),
    [
        *((operation, 2) for operation in OPERATIONS),
        *(pytest.param(operation, None, marks=pytest.mark.long) for operation in (Saving, Folding, Importing, Recovering)),
        *(pytest.param(operation, 60, marks=pytest.mark.long) for operation in OPERATIONS),
    ],
)
def test_a_kill_at_any_call_leaves_before_or_after(
    memory: Path, newsroom: Newsroom, operation: type[Operation], count: int | None
) -> None:
    """Before a call, after it, or with half of it written: nothing is lost, and the operation can be begun again."""
    ((kills, tries, wrong),) = told(partial(kill_all, Grounds(memory, newsroom, operation), count))
    print(f"kills at a call: {operation.__name__}: {kills} kills, {len(wrong)} wrong")

    assert wrong == []
    assert kills > 0.9 * tries


def crash_twice(grounds: Grounds, rounds: int, say: Say) -> None:
    """Kills a save, then whoever recovers from that, twice; says what is wrong after each round."""
    chance = Random(rounds)
    for _ in range(rounds):
        place = grounds.fresh()
        promise, _ = killed(place, Saving, chance.randint(1, 44), chance.choice(MOMENTS))
        for _ in range(2):
            killed(place, Recovering, chance.randint(1, 30), chance.choice(MOMENTS))
        say(found_after(grounds, place, promise))


@needs_shim
@pytest.mark.catalogue("A4")
@pytest.mark.parametrize("rounds", [1, pytest.param(100, marks=pytest.mark.long)])
def test_a_kill_while_recovering_from_a_kill_loses_nothing(memory: Path, newsroom: Newsroom, rounds: int) -> None:
    """The log is read again from the beginning, however often somebody dies over it."""
    assert told(partial(crash_twice, Grounds(memory, newsroom, Saving), rounds)) == [[]] * rounds


@pytest.mark.catalogue("A1", "A10", "B10")
@pytest.mark.parametrize("kills", [8, pytest.param(1_000, marks=pytest.mark.long)])
def test_writers_that_are_killed_at_random_lose_nothing(tmp_path: Path, kills: int) -> None:
    """Four writers, each of whom saves again what was not confirmed before a kill: all confirmed is there, and nothing twice."""
    settle(tmp_path)
    toll = through_kills(tmp_path / NAME, kills, Random(kills))
    print(f"random kills: {toll}")

    assert (toll.lost, toll.doubled) == ([], [])
    assert len(toll.confirmed) >= kills / 2


def hold_back(store: Store, review: Review) -> None:
    """Says that a review is saved which only will be."""
    waiting: list[Review] = store.__dict__.setdefault("waiting", [])
    waiting.append(review)
    if len(waiting) > 3:
        store.save(waiting[:1])
        del waiting[:1]


@pytest.mark.catalogue("A1")
def test_the_harness_sees_a_review_that_was_not_durable(tmp_path: Path) -> None:
    """Where a save is confirmed before it is done, it reports reviews lost."""
    settle(tmp_path)

    assert through_kills(tmp_path / NAME, 10, Random(1), writers=1, save=hold_back).lost


@pytest.mark.catalogue("A10")
def test_the_harness_sees_a_review_that_was_saved_twice(tmp_path: Path) -> None:
    """Where what was not confirmed is saved again under a new id, it reports it."""
    settle(tmp_path)
    with Store.open(tmp_path / NAME) as store:
        review = review_of(store.place(7), 100)
        store.save([review])
        store.save([replace(review, id=review_id(101), parents=(review.id,))])
    toll = Toll()
    take_stock(tmp_path / NAME, toll)

    assert toll.doubled == [review.correction]


@pytest.mark.catalogue("A10")
def test_a_review_that_was_stored_but_not_confirmed_is_saved_again_as_itself(tmp_path: Path) -> None:
    """Whoever is killed between the commit and the answer, and saves again, changes nothing."""
    settle(tmp_path)
    saving = Saving(tmp_path)
    saving.run()
    with Store.open(tmp_path / NAME) as store:
        before = list(store.every_review())
        store.save(saving.reviews)
        after = list(store.every_review())
    saving.close()

    assert after == before

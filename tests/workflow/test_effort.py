"""Seconds of reading, typing and idling, a thing at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.review import Effort
from reviewer.workflow.effort import IDLE_THRESHOLD, EffortClock


class Monotonic:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The seconds so far."""
        return self.now


@pytest.fixture
def time() -> Monotonic:
    """Time that stands still."""
    return Monotonic()


@pytest.fixture
def clock(time: Monotonic) -> EffortClock:
    """A clock that has not seen anything yet."""
    return EffortClock(time)


def test_looking_is_reading(time: Monotonic, clock: EffortClock) -> None:
    """What is not typing is reading."""
    clock.turn_to("a")
    time.now += 12

    assert clock.spent_on("a") == Effort(reading=12.0)


def test_time_after_a_typed_key_is_typing(time: Monotonic, clock: EffortClock) -> None:
    """The time before the first typed key was spent reading."""
    clock.turn_to("a")
    time.now += 5
    clock.did_something(typing=True)
    time.now += 3
    clock.did_something(typing=True)
    time.now += 2
    clock.did_something(typing=False)
    time.now += 7

    assert clock.spent_on("a") == Effort(reading=12.0, typing=5.0)


@pytest.mark.parametrize(
    ("pause", "wanted"),
    [
        (0.0, Effort()),
        (29.999, Effort(typing=29.999)),
        (30.0, Effort(idle=30.0)),
        (31.0, Effort(idle=31.0)),
        (86_400.0, Effort(idle=86_400.0)),
    ],
)
def test_a_pause_of_the_threshold_is_idle(time: Monotonic, clock: EffortClock, pause: float, wanted: Effort) -> None:
    """Thirty seconds without a key are idle from the first on; a moment less is work."""
    clock.turn_to("a")
    clock.did_something(typing=True)
    time.now += pause

    assert clock.spent_on("a") == wanted


def test_the_threshold_is_kept_with_the_figure(time: Monotonic) -> None:
    """Another threshold counts otherwise, and says so."""
    clock = EffortClock(time, threshold=5.0)
    clock.turn_to("a")
    time.now += 6

    assert clock.spent_on("a") == Effort(idle=6.0, idle_threshold=5.0)
    assert clock.spent_on("never seen") == Effort(idle_threshold=5.0)
    assert IDLE_THRESHOLD == 30.0


def test_time_before_the_first_thing_is_nobodys(time: Monotonic, clock: EffortClock) -> None:
    """Starting up is no effort on the first segment."""
    time.now += 10
    clock.turn_to("a")

    assert clock.spent_on("a") == Effort()


def test_coming_back_adds_up(time: Monotonic, clock: EffortClock) -> None:
    """What was left and taken up again has the seconds of both visits, and no others."""
    for thing, seconds in (("a", 2), ("b", 5), ("a", 3)):
        clock.turn_to(thing)
        time.now += seconds

    assert (clock.spent_on("a"), clock.spent_on("b")) == (Effort(reading=5.0), Effort(reading=5.0))


def test_turning_to_something_is_reading_it(time: Monotonic, clock: EffortClock) -> None:
    """Typing ends with the thing that was typed."""
    clock.turn_to("a")
    clock.did_something(typing=True)
    time.now += 4
    clock.turn_to("b")
    time.now += 6

    assert (clock.spent_on("a"), clock.spent_on("b")) == (Effort(typing=4.0), Effort(reading=6.0))


def test_what_was_written_down_is_not_counted_twice(time: Monotonic, clock: EffortClock) -> None:
    """After `take` the count begins anew, also while the thing is still looked at."""
    clock.turn_to("a")
    time.now += 4
    clock.spent_on("a")
    clock.take("a")
    time.now += 6

    assert clock.spent_on("a") == Effort(reading=6.0)


def test_asking_changes_nothing(time: Monotonic, clock: EffortClock) -> None:
    """The figure can be looked at any number of times, in the middle of typing."""
    clock.turn_to("a")
    clock.did_something(typing=True)
    for _ in range(3):
        time.now += 2
        clock.spent_on("a")

    assert clock.spent_on("a") == Effort(typing=6.0)


def test_figures_are_to_the_millisecond(time: Monotonic, clock: EffortClock) -> None:
    """No noise of binary fractions is stored."""
    clock.turn_to("a")
    for _ in range(3):
        time.now += 0.1
        clock.did_something(typing=False)

    assert clock.spent_on("a").reading == 0.3


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 60)), max_size=30))
def test_no_second_is_lost_or_counted_twice(steps: list[tuple[str, bool, int]]) -> None:
    """All seconds from the first thing on are on some thing, once."""
    time = Monotonic()
    clock = EffortClock(time)
    clock.turn_to("a")
    for thing, typing, seconds in steps:
        time.now += seconds
        clock.turn_to(thing)
        clock.did_something(typing=typing)
    spent = [clock.spent_on(thing) for thing in "abc"]

    assert sum(each.active + each.idle for each in spent) == sum(seconds for _, _, seconds in steps)
    assert sum(each.idle for each in spent) == sum(seconds for _, _, seconds in steps if seconds >= 30)

"""Whether a key can have been pressed in sight of what it decides."""

from __future__ import annotations

import pytest

from reviewer.tui.sight import REPEAT, UNANSWERED, Sight


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def sight(clock: Clock) -> Sight:
    """A terminal that has not been drawn on."""
    return Sight(lambda: None, clock)


def test_nothing_is_allowed_before_anything_was_drawn(sight: Sight) -> None:
    """A key that comes before the first picture decides nothing."""
    assert not sight.allows("a")


def test_a_key_before_the_answer_is_dropped(sight: Sight) -> None:
    """The terminal has not said yet that it shows the segment."""
    sight.drawn()

    assert not sight.allows("a")


def test_a_key_after_the_answer_is_obeyed(sight: Sight) -> None:
    """The answer came through the same pipe before the key."""
    sight.drawn()
    sight.answered()

    assert sight.allows("a")


def test_an_answer_to_an_older_picture_does_not_count(sight: Sight) -> None:
    """Two segments were drawn in a row and only the first is known to be there."""
    sight.drawn()
    sight.covered()
    sight.drawn()
    sight.answered()

    assert not sight.allows("a")


def test_what_is_about_to_be_drawn_is_not_seen(sight: Sight) -> None:
    """Between the decision and the next picture no key decides."""
    sight.drawn()
    sight.answered()
    sight.covered()

    assert not sight.allows("a")


def test_a_key_that_is_held_down_decides_once(sight: Sight, clock: Clock) -> None:
    """Repeats come faster than anyone decides, however long they come."""
    sight.drawn()
    sight.answered()
    allowed = []
    for _ in range(200):
        allowed.append(sight.allows("a"))
        clock.now += REPEAT / 4

    assert allowed == [True] + [False] * 199


def test_two_presses_a_moment_apart_both_count(sight: Sight, clock: Clock) -> None:
    """A quick editor is not held up."""
    sight.drawn()
    sight.answered()
    sight.allows("a")
    clock.now += REPEAT * 1.1

    assert sight.allows("a")


def test_a_terminal_that_never_answers_is_waited_for(sight: Sight, clock: Clock) -> None:
    """Without answers a picture counts as seen after a while."""
    sight.drawn()
    clock.now += UNANSWERED / 2
    assert not sight.allows("a")
    clock.now += UNANSWERED

    assert sight.allows("a")


def test_answers_that_nobody_asked_for_change_nothing(sight: Sight) -> None:
    """A stray report is not taken for one to come."""
    sight.answered()
    sight.answered()
    sight.drawn()

    assert not sight.allows("a")

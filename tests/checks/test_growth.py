"""What the checks cost on hostile text: time may grow with its length, and not with the square of it."""

from __future__ import annotations

from time import process_time

import pytest

from reviewer.checks import CHECKS, Engine, Unit, story_of

LENGTH = 4_000
TIMES = 4


def seconds(text: str) -> float:
    """The least that one look at `text` took, of three; every one is by an engine that knows nothing."""
    story = story_of([Unit(text, language="en")])
    taken = []
    for _ in range(3):
        started = process_time()
        Engine(CHECKS.values()).findings(story)
        taken.append(process_time() - started)
    return min(taken)


@pytest.mark.parametrize("piece", ["1 ", "5% "])
def test_time_grows_with_the_length_of_a_text(piece: str) -> None:
    """Four times the text takes far less than sixteen times the time."""
    short = piece * (LENGTH // len(piece))
    assert seconds(short * TIMES) < 2.5 * TIMES * seconds(short)

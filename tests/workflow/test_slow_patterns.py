"""A filter with a pattern that takes too long, on the screen: the keys are answered all the while."""

from __future__ import annotations

import asyncio
import time

import pytest

from reviewer.analysis import patterns
from reviewer.core.article import Article, Segment
from reviewer.errors import QueryError
from tests.building import fill, session_on

SLOW = "matches:(a+)+$"
LONGEST_WAIT = 0.1
"""Seconds for which nobody who presses a key may wait for the pattern."""


async def _longest_wait(session):
    """How long the event loop stood still, at the most, while the filter was looked for; the machine's own waits are not its."""
    longest = []
    for _ in range(5):
        narrowing = asyncio.ensure_future(session.narrow(SLOW))
        waits, last = [], time.perf_counter()
        while not narrowing.done():
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            waits.append(now - last)
            last = now
        with pytest.raises(QueryError, match="too slow"):
            await narrowing
        longest.append(max(waits))
        if longest[-1] < LONGEST_WAIT:
            break
    return min(longest)


@pytest.fixture
def session(tmp_path):
    """One article, on which the pattern is slow."""
    fill(tmp_path / "reviews.db", Article((Segment("a" * 5_000 + "!", "\n"),), title="Long", target_language="en"))
    opened = session_on(tmp_path / "reviews.db")
    yield opened
    opened.close()


@pytest.mark.catalogue("J3")
async def test_the_keys_do_not_wait_for_a_slow_pattern(session):
    """It is stopped, the filter stays as it was, and nobody has waited for more than a tenth of a second."""
    wait = await _longest_wait(session)
    print(f"a pattern that was stopped: the event loop waited {wait * 1000:.0f} ms at most")
    assert wait < LONGEST_WAIT
    assert session.scope.filter == ""


@pytest.mark.catalogue("J3")
async def test_the_watch_sees_a_pattern_that_holds_everybody_up(session, monkeypatch):
    """Where the search keeps the interpreter to itself, the wait is seen."""

    def greedy(pattern, text, seconds=0.0):
        try:
            return pattern.machine.search(text, timeout=seconds, concurrent=False) is not None
        except TimeoutError as error:
            raise QueryError("too slow") from error

    monkeypatch.setattr(patterns, "found", greedy)
    assert await _longest_wait(session) > LONGEST_WAIT

"""How long an editor spent on what: seconds of reading, typing and idling, a segment at a time.

The rule: the time between two things that the editor did belongs to what they were doing in between, reading or typing; a pause
of the threshold or more is idle from its first second to its last. Time in another program looks like a pause and is one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reviewer.core.review import Effort

IDLE_THRESHOLD = 30.0
"""Seconds of doing nothing that count as idle; stored with every figure."""


class EffortClock:
    """Adds up the effort on each of several things, one at a time.

    Args:
        now: monotonic seconds.
        threshold: the pause, in seconds, that counts as idle.
    """

    def __init__(self, now: Callable[[], float], threshold: float = IDLE_THRESHOLD) -> None:
        self._now = now
        self._threshold = threshold
        self._spent: dict[str, Effort] = {}
        self._thing = ""
        self._typing = False
        self._since = now()

    def turn_to(self, thing: str) -> None:
        """From here on it is `thing` that the editor works on, reading at first."""
        self.did_something(typing=False)
        self._thing = thing

    def did_something(self, *, typing: bool) -> None:
        """The editor pressed a key; from here on they are typing, or reading."""
        now = self._now()
        elapsed = now - self._since
        self._since = now
        spent = self._spent.get(self._thing, Effort(idle_threshold=self._threshold))
        if elapsed >= self._threshold:
            spent = replace(spent, idle=spent.idle + elapsed)
        elif self._typing:
            spent = replace(spent, typing=spent.typing + elapsed)
        else:
            spent = replace(spent, reading=spent.reading + elapsed)
        self._spent[self._thing] = spent
        self._typing = typing

    def spent_on(self, thing: str) -> Effort:
        """All effort on `thing` since it was last taken, to the millisecond."""
        if thing == self._thing:
            self.did_something(typing=self._typing)
        spent = self._spent.get(thing, Effort(idle_threshold=self._threshold))
        return replace(spent, reading=round(spent.reading, 3), typing=round(spent.typing, 3), idle=round(spent.idle, 3))

    def take(self, thing: str) -> None:
        """The effort on `thing` has been written down: count from nothing."""
        self._spent.pop(thing, None)

"""Whether the editor can have seen what they are about to decide.

Over a slow link, keys arrive for a segment whose picture is still on its way. So after each new segment the terminal is asked
where its cursor is: the answer comes back through the same pipe as the keys and in order, hence a key that comes after the
answer was pressed when the picture was there. A key that is held down repeats faster than anyone decides, and its repeats
decide nothing. A terminal that never answers is given a time in which any link would have delivered.
"""

from __future__ import annotations

from collections.abc import Callable

ASK = "\x1b[6n"
"""Device status report: every terminal answers with its cursor position."""

REPEAT = 0.15
"""Seconds: the same deciding key again within this time is a key that is held down."""

UNANSWERED = 1.5
"""Seconds after which a picture counts as seen though the terminal gave no answer."""


class Sight:
    """Tells a key that was pressed in sight of the segment from one that was not.

    Args:
        ask: sends `ASK` to the terminal, after everything that was drawn.
        now: monotonic seconds.
    """

    def __init__(self, ask: Callable[[], None], now: Callable[[], float]) -> None:
        self._ask = ask
        self._now = now
        self._asked = 0
        self._answered = 0
        self._drawn_at: float | None = None
        self._last_press: dict[str, float] = {}

    def covered(self) -> None:
        """Something new is about to be drawn: nothing has been seen of it."""
        self._drawn_at = None

    def drawn(self) -> None:
        """The picture has been sent."""
        self._drawn_at = self._now()
        self._asked += 1
        self._ask()

    def answered(self) -> None:
        """The terminal has answered one question; it answers them in order."""
        self._answered = min(self._answered + 1, self._asked)

    def allows(self, key: str) -> bool:
        """Whether `key`, pressed now, may decide."""
        now = self._now()
        held = now - self._last_press.get(key, -REPEAT) < REPEAT
        self._last_press[key] = now
        if held or self._drawn_at is None:
            return False
        if self._answered >= self._asked:
            return True
        if now - self._drawn_at < UNANSWERED:
            return False
        self._answered = self._asked
        return True

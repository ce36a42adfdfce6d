"""Whether the editor can have seen what they are about to decide.

Over a slow link, keys arrive for a segment whose picture is still on its way. So after each new segment the terminal is asked
where its cursor is: the answer comes back through the same pipe as the keys and in order, hence a key that comes after the
answer was pressed when the picture was there. A key that is held down repeats faster than anyone decides, and its repeats
decide nothing. A terminal that never answers is given a time in which any link would have delivered.

There are several pictures: of the segment, which is what is decided, and of what the checks find in it, which comes later and
changes by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

ASK = "\x1b[6n"
"""Device status report: every terminal answers with its cursor position."""

REPEAT = 0.15
"""Seconds: the same deciding key again within this time is a key that is held down."""

UNANSWERED = 1.5
"""Seconds after which a picture counts as seen though the terminal gave no answer."""


class Picture(Enum):
    """What keys are about."""

    SEGMENT = auto()
    FINDINGS = auto()


class Sight:
    """Tells a key that was pressed in sight of what it is about from one that was not.

    Args:
        ask: sends `ASK` to the terminal, after everything that was drawn.
        now: monotonic seconds.
    """

    def __init__(self, ask: Callable[[], None], now: Callable[[], float]) -> None:
        self._ask = ask
        self._now = now
        self._asked = 0
        self._answered = 0
        self._drawn: dict[Picture, tuple[float, int]] = {}
        self._last_press: dict[str, float] = {}

    def covered(self, picture: Picture = Picture.SEGMENT) -> None:
        """Something new is about to be drawn: nothing has been seen of it."""
        self._drawn.pop(picture, None)

    def drawn(self, picture: Picture = Picture.SEGMENT) -> None:
        """The picture has been sent."""
        self._asked += 1
        self._drawn[picture] = self._now(), self._asked
        self._ask()

    def is_drawn(self, picture: Picture = Picture.SEGMENT) -> bool:
        """Whether it has been sent, seen or not."""
        return picture in self._drawn

    def answered(self) -> None:
        """The terminal has answered one question; it answers them in order."""
        self._answered = min(self._answered + 1, self._asked)

    def allows(self, key: str, picture: Picture = Picture.SEGMENT) -> bool:
        """Whether `key`, pressed now, may do what it does to what is in the picture."""
        now = self._now()
        held = now - self._last_press.get(key, -REPEAT) < REPEAT
        self._last_press[key] = now
        if held or picture not in self._drawn:
            return False
        at, question = self._drawn[picture]
        if self._answered < question and now - at >= UNANSWERED:
            self._answered = self._asked
        return self._answered >= question

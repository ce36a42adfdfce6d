"""Who, when, and chance: what a session is given from outside, so that a test can give it something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reviewer.core.review import new_id, timestamp


@dataclass(frozen=True, slots=True)
class Surroundings:
    """An editor, the clocks, and random bytes."""

    editor: str
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    entropy: Callable[[int], bytes]

    def new_id(self) -> str:
        """An id for a review that begins now."""
        return new_id(self.now(), self.entropy(10))

    def at(self) -> str:
        """The time, as reviews have it."""
        return timestamp(self.now())

"""What all screens that open over the desk have in common: keys that come too early or twice do no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")

if TYPE_CHECKING:
    _Base = Screen[Result]
else:
    _Base = Generic  # as a second screen class among the bases it would hide the styles of the first from Textual


class Leaves(_Base[Result]):
    """A screen that is left once, whatever is pressed; to be named before the screen class among the bases."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave; a second time, in the same burst of keys, would take away the screen below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to see yet that a key can be meant for."""
        return self.is_mounted and self.is_active

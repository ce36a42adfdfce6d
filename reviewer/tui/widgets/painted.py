"""Knowing when a widget has been painted: the one moment after which it can be seen.

Textual tells when it has *asked* for a repaint, which may be two frames early. A widget of this kind says once, when it was told
to, that the frame with its new content is being written; whoever hears it is called after that frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    _Base = Widget
else:
    _Base = object  # as a second widget class among the bases it would hide the styles of the first from Textual


@dataclass
class Painted(Message):
    """The widget is in the frame that has just been written."""

    widget: TellsWhenPainted


class TellsWhenPainted(_Base):
    """A widget that can be asked to tell: to be named before the widget class among the bases."""

    _to_tell = False

    def tell_when_painted(self) -> None:
        """Paint anew, and post one `Painted` for it."""
        self._to_tell = True
        self.refresh()

    @property
    def is_to_tell(self) -> bool:
        """Whether the frame that it was asked about is still to come; a `Painted` that comes now is of an older one."""
        return self._to_tell

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw; called by Textual while it makes a frame."""
        if self._to_tell:
            self._to_tell = False
            self.post_message(Painted(self))
        return super().render_lines(crop)

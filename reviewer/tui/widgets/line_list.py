"""A list of any length, one line an entry, drawn a line at a time.

No stock widget serves: they build every row before the first is painted. This one asks for the lines in sight, and keeps none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment as Cells
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineList(ScrollView, can_focus=False, inherit_bindings=False):
    """Draws `count` entries; subclasses say what is on a line and how it looks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--line", "list--here"}
    DEFAULT_CSS = """
    LineList {
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        & .list--here { text-style: reverse; }
    }
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As Textual has it, but without laying out the whole screen when it changes."""

    @dataclass
    class Chosen(Message):
        """An entry was clicked."""

        index: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._count = 0
        self._here: range = range(0)

    def line(self, index: int) -> tuple[str, str]:
        """What is on the line, harmless already, and its component class."""
        raise NotImplementedError

    def present(self, count: int, here: range) -> None:
        """Draw so many entries, with the cursor on `here`, and bring the cursor into sight."""
        self._count = count
        self._here = here
        self.virtual_size = Size(self.scrollable_content_region.width, count)
        self._refresh_scrollbars()
        if here:
            around = min(3, max(0, (self.size.height - len(here)) // 2))
            first = max(0, here.start - around)
            self.scroll_to_region(Region(0, first, 1, here.stop + around - first), animate=False, force=True)
        self.refresh()

    @property
    def page_length(self) -> int:
        """How many entries a page key moves."""
        return max(1, self.size.height - 1)

    def on_click(self, event: Click) -> None:
        """Say which entry was clicked."""
        index = event.y + self.scroll_offset.y
        if index < self._count:
            self.post_message(self.Chosen(index))

    def render_line(self, y: int) -> Strip:
        """Draw one line; called by Textual."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if index >= self._count:
            return Strip.blank(width, self.rich_style)
        words, component = self.line(index)
        style = self.get_component_rich_style(component)
        if index in self._here:
            style = style + self.get_component_rich_style("list--here", partial=True)
        return Strip([Cells(words, style)]).adjust_cell_length(width, style)

"""Passages wrapped to the width and scrolled by lines: the machine text, the context, the read view, help and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment as Cells
from textual.content import Content
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from reviewer.tui.passage import Passage
from reviewer.tui.widgets.painted import TellsWhenPainted

ROLES = (
    "added", "caret", "chosen", "current", "draft", "error", "flagged", "good", "heading", "marked", "noticed", "quiet",
    "removed", "warning",
)  # fmt: skip


class Pane(TellsWhenPainted, ScrollView, can_focus=False, inherit_bindings=False):
    """Draws passages one below the other, each wrapped; knows on which line each begins."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{role}" for role in ROLES}
    DEFAULT_CSS = """
    Pane {
        height: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-size-horizontal: 0;
        & .pane--added { text-style: bold underline; color: $text-success; }
        & .pane--caret { text-style: reverse; }
        & .pane--chosen { text-style: bold underline; background: $boost; color: $text-warning; }
        & .pane--current { text-style: bold; background: $boost; }
        & .pane--draft { text-style: italic; }
        & .pane--error { text-style: bold; color: $text-error; }
        & .pane--flagged { text-style: underline; color: $text-warning; }
        & .pane--good { color: $text-success; }
        & .pane--heading { text-style: bold; color: $text-primary; }
        & .pane--marked { text-style: underline; }
        & .pane--noticed { text-style: bold underline reverse; color: $text-warning; }
        & .pane--quiet { color: $foreground-muted; }
        & .pane--removed { text-style: strike; color: $text-error; }
        & .pane--warning { text-style: bold; color: $text-warning; }
        &:nocolor .pane--flagged { text-style: bold underline; color: $text; }
        &:nocolor .pane--noticed { text-style: bold underline reverse; color: $text; }
    }
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """As Textual has it, but without laying out the whole screen when it changes: that is done where the height does."""

    @dataclass
    class Pressed(Message):
        """A passage was clicked."""

        pane: Pane
        passage: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._passages: tuple[Passage, ...] = ()
        self._lines: list[Content] = []
        self._first_lines: list[int] = []
        self._strips: dict[int, Strip] = {}
        self._wrapped_at = 0
        self._focus: tuple[int, int] | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What is shown."""
        return self._passages

    def show(self, passages: Sequence[Passage], focus: tuple[int, int] | None = None) -> None:
        """Draw `passages`; scroll so that the character `focus`, a passage and an offset in it, is in sight."""
        passages = tuple(passages)
        if passages == self._passages and focus == self._focus:
            return
        height = len(self._lines)
        self._passages = passages
        self._focus = focus
        self._wrap()
        self.refresh(layout=self.styles.auto_dimensions and len(self._lines) != height)
        self._follow()

    def shows(self, passage: int) -> bool:
        """Whether a passage begins in what is in sight."""
        line = self._first_lines[passage] - self.scroll_offset.y if passage < len(self._first_lines) else -1
        return 0 <= line < self.scrollable_content_region.height

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of wrapped lines; the scrollbar's place is always kept free."""
        width -= self.styles.scrollbar_size_vertical
        if width != self._wrapped_at:
            self._wrap(width)
        return len(self._lines)

    def on_resize(self) -> None:
        """Wrap anew for another width."""
        self._wrap()
        self._follow()

    def notify_style_update(self) -> None:
        """Draw anew in another theme."""
        super().notify_style_update()
        self._strips.clear()

    def on_click(self, event: Click) -> None:
        """Say which passage was pressed."""
        line = event.y + self.scroll_offset.y
        before = [index for index, first in enumerate(self._first_lines) if first <= line]
        if before and line < len(self._lines):
            self.post_message(self.Pressed(self, before[-1]))

    def render_line(self, y: int) -> Strip:
        """Draw one line; called by Textual."""
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        if number not in self._strips:
            self._strips[number] = self._draw(self._lines[number])
        return self._strips[number]

    def _draw(self, line: Content) -> Strip:
        base = self.visual_style
        cells = [
            Cells(text, (base + style).rich_style)
            for text, style in line.render(Style.null(), end="", parse_style=self._role_style)
        ]
        return Strip(cells, line.cell_length).adjust_cell_length(self.size.width, base.rich_style)

    def _role_style(self, role: str | Style) -> Style:
        if isinstance(role, Style):
            return role
        style = self.get_visual_style(f"pane--{role}", partial=True)
        # Textual leaves reverse out of it.
        return style + Style(reverse=True) if self.get_component_styles(f"pane--{role}").text_style.reverse else style

    def _wrap(self, width: int = 0) -> None:
        width = width or self.scrollable_content_region.width
        if not width:
            # Not shown now: what it says is wrapped when it is.
            self._lines, self._first_lines, self._wrapped_at = [], [], 0
            return
        wrapped = [passage.content().wrap(width) or [Content()] for passage in self._passages]
        self._lines = [line for lines in wrapped for line in lines]
        self._first_lines = [0, *accumulate(len(lines) for lines in wrapped)][: len(wrapped)]
        self._strips.clear()
        self._wrapped_at = width
        self.virtual_size = Size(width, len(self._lines))
        self._refresh_scrollbars()

    def _follow(self) -> None:
        """Scroll to the focus, with the lines around it where there is room."""
        if self._focus is None or not self._lines:
            return
        passage, offset = self._focus
        line = self._first_lines[passage]
        following = self._first_lines[passage + 1] if passage + 1 < len(self._first_lines) else len(self._lines)
        while line + 1 < following and offset > (length := len(self._lines[line])):
            offset -= length + 1
            line += 1
        around = max(0, (self.size.height - 3) // 2)
        target = Region(0, max(0, line - around), self._wrapped_at, 2 * around + 1)
        self.scroll_to_region(target, animate=False, force=True)

"""The line at the top that says where the editor is, and the line at the bottom that says which keys matter here.

News stands on the bottom line in place of the keys, until the next key: there is always room for it, and it is where the eye
goes for what to press.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import RenderResult
from textual.content import Content
from textual.events import Resize
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from reviewer.tui.passage import label
from reviewer.tui.widgets.painted import TellsWhenPainted

LONGEST_NAME = 30
"""Characters of an article's name or title in the status line."""
SHORTEST_NAME = 8
"""Characters of it where there is no room."""


class StatusLine(TellsWhenPainted, Widget, can_focus=False):
    """Parts joined by a dot; without room those before the last two go first: who, and whether it is saved, are always there."""

    DEFAULT_CSS = """
    StatusLine { height: 1; background: $panel; color: $text; text-style: bold; padding: 0 1; }
    StatusLine.typing { background: $primary-muted; }
    """

    parts: reactive[tuple[str, ...]] = reactive(())

    def render(self) -> RenderResult:
        """Draw as many parts as fit."""
        drawn = [label(part).plain for part in self.parts if part]
        width = self.size.width
        if len(drawn) > 1 and len(drawn[1]) > LONGEST_NAME:
            drawn[1] = drawn[1][:LONGEST_NAME].rstrip() + "…"
        while len(drawn) > 5 and Content(" · ".join(drawn)).cell_length > width:
            drawn.pop(-3)
        over = Content(" · ".join(drawn)).cell_length - width
        if over > 0 and len(drawn) > 2:
            drawn[1] = drawn[1][: max(SHORTEST_NAME, len(drawn[1]) - over - 1)].rstrip() + "…"
        return Content(" · ".join(drawn)).truncate(width, ellipsis=True)


class KeyBar(Widget, can_focus=False):
    """Keys and what they do, as many as fit; help is always one of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key", "bar--news", "bar--alert"}
    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $text-muted; padding: 0 1; }
    KeyBar .bar--key { color: $text-accent; text-style: bold; }
    KeyBar .bar--news { color: $text; text-style: bold; }
    KeyBar .bar--alert { color: $text-error; text-style: bold reverse; }
    """

    keys: reactive[Sequence[tuple[str, str]]] = reactive(())
    news: reactive[str] = reactive("")
    alert: reactive[bool] = reactive(False)

    def on_resize(self, event: Resize) -> None:
        """Another width, other keys."""
        self.refresh()

    def render(self) -> RenderResult:
        """Draw the news, or the keys in order of use."""
        if self.news:
            role = "bar--alert" if self.alert else "bar--news"
            style = self.get_visual_style(role, partial=True)
            # Textual leaves reverse out of it, and without colour nothing else tells an alert.
            style = style + Style(reverse=True) if self.alert else style
            news = Content.assemble((label(self.news).plain, style))
            return news.truncate(self.size.width, ellipsis=True)
        style = self.get_visual_style("bar--key", partial=True)
        room = self.size.width
        chosen: list[Content] = []
        for key, words in sorted(self.keys, key=lambda pair: pair[1] != "help"):
            part = Content.assemble((label(key).plain, style), " ", words)
            if part.cell_length + 2 > room:
                break
            room -= part.cell_length + 2
            chosen.append(part)
        return Content("  ").join(chosen[1:] + chosen[:1])

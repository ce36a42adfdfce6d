"""Questions that are asked over a screen: a line to type, or one of a few keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from reviewer.core.visible import visible
from reviewer.tui.keys import canonical, shown
from reviewer.tui.passage import Passage, label
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.in_turn import acts_at_once
from reviewer.tui.widgets.pane import Pane

BOX = """
    {name} { align: center middle; background: $background 60%; }
    {name} > Vertical {
        width: 90%; max-width: 100; height: auto; max-height: 90%; border: round $primary; background: $surface; padding: 0 1;
    }
    {name} Pane { height: auto; max-height: 60vh; }
    {name} Input, {name} Input:focus { border: none; height: 1; padding: 0; background: $boost; }
"""
"""How a box over a screen looks, for the class `{name}`."""


class Line(Input):
    """A line to type on, in which a text from outside is drawn as everywhere: with nothing hidden in it."""

    @property
    def _value(self) -> Text:
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    async def _on_key(self, event: Key) -> None:
        """Nothing that is typed behind Enter is part of the answer."""
        await acts_at_once(self, event)


class Question(Leaves[str | None], ModalScreen[str | None], inherit_bindings=False):
    """Asks for a line of text; Esc gives None.

    Args:
        title: what is asked.
        explanation: what stands above the line.
        answer: what the line says at first.
        replace: whether typing takes the place of `answer`, rather than going on after it.
    """

    DEFAULT_CSS = BOX.replace("{name}", "Question")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "cancel")]

    def __init__(self, title: str, explanation: Sequence[Passage] = (), answer: str = "", *, replace: bool = False) -> None:
        super().__init__()
        self._replace = replace
        self._title = title
        self._explanation = explanation
        self._answer = answer

    def compose(self) -> ComposeResult:
        """A box with an explanation and a line."""
        with Vertical() as box:
            box.border_title = label(self._title)
            box.border_subtitle = label("Enter · Esc")
            yield Pane()
            line = Line(self._answer, select_on_focus=self._replace)
            line.cursor_blink = False
            yield line

    def on_mount(self) -> None:
        """Write the explanation and wait for typing."""
        pane = self.query_one(Pane)
        pane.display = bool(self._explanation)
        pane.show(self._explanation)
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        event.stop()
        self.dismiss(event.value)


class Choice(Leaves[str | None], ModalScreen[str | None], inherit_bindings=False):
    """Asks for one of a few keys; Esc gives None.

    Args:
        title: what is asked.
        options: the answers, by the key that gives them.
        explanation: what stands above them.
    """

    DEFAULT_CSS = BOX.replace("{name}", "Choice")

    def __init__(self, title: str, options: Mapping[str, str], explanation: Sequence[Passage] = ()) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._explanation = explanation

    def compose(self) -> ComposeResult:
        """A box with the answers."""
        with Vertical() as box:
            box.border_title = label(self._title)
            box.border_subtitle = label("Esc goes back")
            yield Pane()

    def on_mount(self) -> None:
        """Write the answers under the explanation."""
        answers = [Passage.of((f"{shown(key):>6}", "heading"), "  ", words) for key, words in self._options.items()]
        between = [Passage("")] if self._explanation else []
        self.query_one(Pane).show([*self._explanation, *between, *answers])

    def on_key(self, event: Key) -> None:
        """Take the key, or leave; the arrows scroll a long explanation."""
        event.stop()
        if not self.is_ready:
            return
        key = canonical(event.key, event.character)
        if key in self._options:
            self.dismiss(key)
        elif key == "escape":
            self.dismiss(None)
        elif key in ("down", "up"):
            self.query_one(Pane).scroll_relative(y=1 if key == "down" else -1, animate=False)

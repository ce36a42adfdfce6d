"""The editor of one correction: Textual's text area, made safe for text from outside.

The widget never holds a control character, a line separator or a bidi mark: `Armour` swaps each for a private character and
back, so a text that is looked at and left comes out as it went in. What the editor added is underlined while they type. A typed
straight quote becomes the article's own; taking that back is one undo.

It always has the focus, and passes on every key while nobody is typing: moving the focus makes Textual draw the whole screen.
Every key is dealt with before the next one is looked at (`in_turn`), those that it passes on too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.events import Key, MouseDown, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from reviewer.analysis.diff import diff
from reviewer.analysis.quotes import STYLES, typed
from reviewer.core.visible import Armour
from reviewer.tui.keys import KeyTable, Mode, canonical
from reviewer.tui.widgets.in_turn import acts_at_once
from reviewer.tui.widgets.painted import TellsWhenPainted

LINE_ENDS = str.maketrans({"\r": " ", "\n": " ", "\u2028": " ", "\u2029": " ", "\x85": " "})


@dataclass(frozen=True, slots=True)
class Remark:
    """A place of the text that is to be marked."""

    start: int
    end: int
    text: str
    """What stands there."""
    is_current: bool


class Correction(TellsWhenPainted, TextArea, inherit_bindings=True):
    """Edits one text, which is always one line to it, wrapped."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"correction--added", "correction--flagged", "correction--noticed"}
    DEFAULT_CSS = """
    Correction {
        height: auto;
        border: none;
        padding: 0;
        &:focus { border: none; }
        & .correction--added { text-style: bold underline; color: $text-success; }
        & .correction--flagged { text-style: italic; color: $text-warning; }
        & .correction--noticed { text-style: italic reverse; color: $text-warning; }
        &:nocolor .correction--added { text-style: underline; color: $text; }
        &:nocolor .correction--flagged { text-style: bold underline; color: $text; }
        &:nocolor .correction--noticed { text-style: bold underline reverse; color: $text; }
    }
    """

    @dataclass
    class Edited(Message):
        """The text is now this, with the caret there."""

        text: str
        caret: int
        load: int
        """Of which text: the number that `load` gave it."""

        def can_replace(self, message: Message) -> bool:
            """A newer one makes an older one needless."""
            return isinstance(message, Correction.Edited)

    @dataclass
    class Pressed(Message):
        """The text was clicked."""

    typing: reactive[bool] = reactive(False, init=False)
    """Whether keys are text."""

    def __init__(
        self,
        keys: KeyTable,
        pass_on: Callable[[Key], Awaitable[None]],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name for it
    ) -> None:
        super().__init__(id=id, soft_wrap=True, highlight_cursor_line=False, show_line_numbers=False)
        self.cursor_blink = False
        self.read_only = True
        self.show_cursor = False
        self.match_cursor_bracket = False
        self.quotes = STYLES["straight"]
        self._keys = keys
        self._pass_on = pass_on
        self._machine = ""
        self._armour = Armour("")
        self._known = ""
        self._drawn: tuple[str, Text] | None = None
        self._remarks: tuple[Remark, ...] = ()
        self.loads = 0
        """How many texts have been edited here; the number of the present one."""

    def watch_typing(self, typing: bool) -> None:
        """Show or hide the caret."""
        self.read_only = not typing
        self.show_cursor = typing
        self.set_class(typing, "typing")

    @property
    def correction(self) -> str:
        """The text, exactly."""
        return self._armour.take_off(self.text)

    @property
    def caret(self) -> int:
        """The caret, in code points of the text."""
        return self.cursor_location[1]

    def load(self, text: str, machine: str, caret: int = 0) -> None:
        """Edit `text`, underlining what is not in `machine`; a new text has nothing to undo."""
        self._armour = Armour(machine + text)
        self._machine = machine
        self._known = self._armour.put_on(text)
        self._drawn = None
        self._remarks = ()
        self.loads += 1
        self.load_text(self._known)
        self.selection = Selection.cursor((0, min(caret, len(text))))

    def fit(self) -> None:
        """Draw anew for another width: Textual wraps the text, but does not draw all of it again."""
        self._line_cache.clear()
        self.refresh()

    def replace_all(self, text: str) -> None:
        """Put `text` in place of what is there, as one step that can be undone."""
        self.history.checkpoint()
        self.replace(self._armour.put_on(text), (0, 0), self.document.end)
        self.history.checkpoint()

    def put(self, start: int, end: int, text: str) -> None:
        """Put `text` in place of `[start, end)`, as one step that can be undone, with the caret behind it."""
        self.history.checkpoint()
        self.replace(self._armour.put_on(text), (0, start), (0, end))
        self.history.checkpoint()
        self.go_to(start + len(text))

    def go_to(self, caret: int) -> None:
        """Put the caret there."""
        self.selection = Selection.cursor((0, caret))

    def remark(self, remarks: Sequence[Remark]) -> None:
        """Mark these places, and no others."""
        if tuple(remarks) != self._remarks:
            self._remarks = tuple(remarks)
            self._drawn = None
            self._line_cache.clear()  # Textual's, of rows that are drawn
            self.refresh()

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn; called by Textual for every wrapped row of it."""
        held = self.document.get_line(line_index)
        if self._drawn is None or self._drawn[0] != held:
            self._drawn = (held, self._draw(held))
        return self._drawn[1].copy()

    def _draw(self, held: str) -> Text:
        line = Text(self._armour.draw(held), end="", no_wrap=True)
        text = self._armour.take_off(held)
        style = self.get_component_rich_style("correction--added", partial=True)
        for edit in diff(self._machine, text) if text != self._machine else ():
            start, end = edit.correction
            if edit.kind != "equal" and end > start:
                line.stylize(style, start, end)
        for remark in self._remarks:
            # While a key is on its way to whoever remarks, what stands behind the caret has moved.
            if text[remark.start : remark.end] == remark.text:
                role = "noticed" if remark.is_current else "flagged"
                line.stylize(self.get_component_rich_style(f"correction--{role}", partial=True), remark.start, remark.end)
        return line

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say what the text is now, unless it was put there by `load`."""
        event.stop()
        if self.text != self._known:
            self._known = self.text
            self.post_message(self.Edited(self.correction, self.caret, self.loads))

    def on_mouse_down(self, event: MouseDown) -> None:
        """A click into the text is a wish to type."""
        self.post_message(self.Pressed())

    async def _on_key(self, event: Key) -> None:
        """Leave the table's keys to the screen, and wait for it; make typed quotes the article's own."""
        command = self._keys.command(Mode.TYPE, canonical(event.key, event.character))
        if not self.typing or command is not None or event.key == "tab" or event.key.startswith("alt+"):
            event.prevent_default()
            event.stop()
            await self._pass_on(event)
            return
        if await acts_at_once(self, event):
            return
        if event.character in ('"', "'") and event.is_printable:
            event.prevent_default()
            event.stop()
            self._type_quote(event.character)

    def _type_quote(self, straight: str) -> None:
        start, end = sorted(self.selection)
        line = self.document.get_line(0)
        own = typed(straight, line[: start[1]], line[end[1] :], self.quotes)
        self.replace(straight, start, end)
        if own != straight:
            self.history.checkpoint()
            self.replace(own, start, (start[0], start[1] + len(straight)))
            self.history.checkpoint()
        # What takes the place of a selection is else selected itself, and the next key would take it away.
        self.selection = Selection.cursor((start[0], start[1] + len(own)))

    async def _on_paste(self, event: Paste) -> None:
        """Paste as it is, with line ends as spaces and the invisible made visible."""
        event.prevent_default()
        event.stop()
        if not self.typing:
            return
        text = self._armour.put_on(event.text.replace("\r\n", " ").translate(LINE_ENDS))
        start, end = sorted(self.selection)
        self.history.checkpoint()
        self.replace(text, start, end)
        self.history.checkpoint()
        self.selection = Selection.cursor((start[0], start[1] + len(text)))

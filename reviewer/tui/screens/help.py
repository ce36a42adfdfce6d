"""All keys, made from the table that gives them their meaning."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen

from reviewer.tui.keys import Command, KeyTable, Mode, named
from reviewer.tui.passage import Passage
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.pane import Pane

KEYS = (("↑ ↓", "scroll"), ("Esc", "back"))
_KEY_COLUMN = 20


class HelpScreen(Leaves[None], Screen[None], inherit_bindings=False):
    """Reads as a page; any of Esc, q, ? or F1 leaves it."""

    DEFAULT_CSS = "HelpScreen > Pane { height: 1fr; padding: 0 1; }"

    def __init__(self, keys: KeyTable) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """A title, the page, the keys that leave it."""
        yield StatusLine()
        yield Pane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Write the page."""
        self.query_one(StatusLine).parts = ("HELP", "all keys")
        self.query_one(KeyBar).keys = KEYS
        self.query_one(Pane).show(help_passages(self._keys))

    def on_key(self, event: Key) -> None:
        """Scroll, or leave."""
        event.stop()
        if not self.is_ready:
            return
        scroll(self.query_one(Pane), event.key)
        if event.key in ("escape", "f1", "q", "question_mark"):
            self.dismiss(None)


def scroll(pane: Pane, key: str) -> None:
    """Scroll `pane` as `key` says, if it says so."""
    page = max(1, pane.size.height - 1)
    lines = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "space": page, "pageup": -page}.get(key)
    if lines is not None:
        pane.scroll_relative(y=lines, animate=False)
    elif key in ("home", "end"):
        pane.scroll_to(y=0 if key == "home" else pane.max_scroll_y, animate=False)


def help_passages(keys: KeyTable) -> list[Passage]:
    """The page: READ by groups, then TYPE."""
    passages = [
        Passage.of(("READ", "heading"), " single keys decide and move.  ", ("TYPE", "heading"), " keys are text."),
        Passage("Marks: . open  = accepted  ~ corrected  x rejected  - cut  ! conflict  ? query  + draft  * findings"),
    ]
    groups = dict.fromkeys(command.group for command in keys.commands)
    for group in groups:
        lines = [line for command in keys.commands if command.group == group for line in _lines(command)]
        passages += [Passage(""), Passage.of((group, "heading")), *lines]
    return passages


def _lines(command: Command) -> list[Passage]:
    lines = []
    for mode in Mode:
        names = named(command.keys(mode))
        if names:
            where = "" if mode is Mode.READ else "in TYPE: "
            lines.append(Passage(f"{names:<{_KEY_COLUMN}}{where}{command.help}  ({command.name})"))
    return lines

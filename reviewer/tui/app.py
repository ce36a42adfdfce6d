"""The terminal application: themes, the palette, the answer to where the cursor is, and the way out. No logic of reviewing."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.events import CursorPosition
from textual.screen import Screen

from reviewer.metrics.live import LiveScorer
from reviewer.tui.keys import KeyTable, Mode, shown
from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.sight import ASK, Sight
from reviewer.workflow.scorekeeper import Scorekeeper
from reviewer.workflow.session import Session

THEMES = {"dark": "textual-dark", "light": "textual-light"}
"""What people call the themes; both read well without colour, and neither is the terminal's own palette, which is drawn black on
black when `NO_COLOR` is set."""


class ReviewerApp(App[None], inherit_bindings=False):
    """One sitting at the screen.

    Args:
        session: with articles open, or with none: then it asks which.
        keys: the keys of this user.
        theme: `dark` or `light`.
        remember_theme: told when the user changes it.
    """

    TITLE = "reviewer"
    BINDINGS: ClassVar[list[BindingType]] = []
    COMMAND_PALETTE_BINDING = "ctrl+o"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        session: Session,
        keys: KeyTable,
        theme: str = "dark",
        remember_theme: Callable[[str], None] = lambda name: None,
    ) -> None:
        super().__init__()
        self.session = session
        self._remember_theme = remember_theme  # before the theme, whose watcher asks for it
        self.theme = THEMES[theme]
        self._keys = keys
        self._sight = Sight(self._ask_where_the_cursor_is, time.monotonic)
        self._scorer = LiveScorer()
        self.keeper = Scorekeeper(session.store.path, lambda rows: session.writer.submit("keep_statistics", rows))

    def on_mount(self) -> None:
        """Open the desk; a signal that ends us is a way out like any other."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(number, self._end, 128 + number)
        self.push_screen(ReviewScreen(self.session, self._keys, self._sight, self._scorer, self.keeper))

    def on_unmount(self) -> None:
        """Keep what was being typed, and leave no process behind."""
        self._scorer.close()
        self.keeper.close()
        self.session.flush()

    def _end(self, status: int) -> None:
        self.session.flush()
        self.exit(return_code=status)

    def on_cursor_position(self, event: CursorPosition) -> None:
        """The terminal has drawn everything that was sent before it was asked."""
        self._sight.answered()

    def watch_theme(self, theme: str) -> None:
        """Remember what the user likes."""
        self._remember_theme(next((name for name, theirs in THEMES.items() if theirs == theme), "dark"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything in the table of keys, by name."""
        desk = next((each for each in self.screen_stack if isinstance(each, ReviewScreen)), None)
        if desk is None:
            return
        for command in self._keys.commands:
            if command.name in ("palette", "undo_typing", "redo_typing", "type_next", "type_previous", "leave", "confirm"):
                continue
            keys = " ".join(shown(key) for mode in Mode for key in command.keys(mode))
            title = f"{command.name.replace('_', ' ').capitalize()}{f'  ({keys})' if keys else ''}"
            yield SystemCommand(title, command.help, partial(self.call_later, desk.obey, command.name))

    def _ask_where_the_cursor_is(self) -> None:
        if self.is_headless or self._driver is None:
            self._sight.answered()
        else:
            self._driver.write(ASK)
            self._driver.flush()

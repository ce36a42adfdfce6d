"""The terminal application: themes, the palette, the answer to where the cursor is, and the way out. No logic of reviewing."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import ClassVar

from rich.console import RenderableType
from textual.app import App, ScreenError, SystemCommand
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.events import CursorPosition
from textual.screen import Screen
from textual.worker import WorkerFailed

from reviewer.metrics.live import LiveScorer
from reviewer.tui.keys import KeyTable, Mode, named
from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.sight import ASK, Sight
from reviewer.workflow.marking import Marking
from reviewer.workflow.scorekeeper import Scorekeeper
from reviewer.workflow.session import Session
from reviewer.workflow.settings import CheckSettings

THEMES = {"dark": "textual-dark", "light": "textual-light"}
"""What people call the themes; both read well without colour, and neither is the terminal's own palette, which is drawn black on
black when `NO_COLOR` is set."""
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""The signals that are a way out like any other."""


class ReviewerApp(App[None], inherit_bindings=False):
    """One sitting at the screen.

    Args:
        session: with articles open, or with none: then it asks which.
        keys: the keys of this user.
        theme: `dark` or `light`.
        remember_theme: told when the user changes it.
        checks: what the settings say of them.
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
        checks: CheckSettings | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self._remember_theme = remember_theme  # before the theme, whose watcher asks for it
        self.theme = THEMES[theme]
        self._keys = keys
        self.defect: Exception | None = None
        """What went wrong in our own code and ended the sitting."""
        self._is_ending = False
        self._sight = Sight(self._ask_where_the_cursor_is, time.monotonic)
        self._scorer = LiveScorer()
        self._marking = Marking(session, checks or CheckSettings())
        self.keeper = Scorekeeper(session.store.path, lambda rows: session.writer.submit("keep_statistics", rows))

    def run_to_the_end(self, closing: Callable[[], None]) -> int:
        """Run until the editor leaves, a signal says so, or the terminal is gone; the status to end with.

        Args:
            closing: what is to be closed behind the screen; no signal breaks it off.

        Raises:
            Exception: a defect in our own code, when the terminal is itself again and everything is closed.
        """
        handlers = {number: signal.getsignal(number) for number in ENDING}
        try:
            asyncio.run(self._sit(closing, [number for number in ENDING if handlers[number] is not signal.SIG_IGN]))
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler or signal.SIG_DFL)
        if self.defect is not None:
            raise self.defect
        return self.return_code or 0

    async def _sit(self, closing: Callable[[], None], signals: Iterable[signal.Signals]) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: self._missed(context.get("exception")))
        for number in signals:
            loop.add_signal_handler(number, self._end, 128 + number)
        try:
            await self.run_async()
        finally:
            closing()

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, but for a terminal one that notices when that is gone."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from reviewer.tui.driver import TerminalDriver

        return TerminalDriver

    def on_mount(self) -> None:
        """Open the desk."""
        self.push_screen(ReviewScreen(self._marking, self._keys, self._sight, self._scorer, self.keeper))

    def on_unmount(self) -> None:
        """Keep what was being typed, and leave no process behind."""
        self._scorer.close()
        self.keeper.close()
        self.session.flush()

    def on_hung_up(self) -> None:
        """The terminal is gone: end as its signal would have us end."""
        self._end(128 + signal.SIGHUP)

    def _end(self, status: int) -> None:
        """Leave, as the first who says so wants it."""
        self.session.flush()
        if not self._is_ending:
            self._is_ending = True
            self.exit(return_code=status)

    def _missed(self, error: BaseException | None) -> None:
        """What went wrong where nobody waited for it."""
        if isinstance(error, Exception):
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """Note the first defect and leave; called by Textual for what a handler, a worker or a timer did not catch."""
        cause = error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        if self._exit and isinstance(cause, NoMatches | ScreenError):
            return  # what waited for a save or a score goes on when there is nothing left to draw on
        if self.defect is None:
            self.defect = cause
            with suppress(Exception):
                self.session.flush()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Print nothing: Textual's traceback shows the texts that are in variables."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Print nothing here either."""
        self._close_messages_no_wait()

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
            keys = named(key for mode in Mode for key in command.keys(mode))
            name = command.name.replace("_", " ")
            others = f": {command.label}" if command.label and command.label not in name else ""
            title = f"{name.capitalize()}{others}{f'  ({keys})' if keys else ''}"
            # Enter before anything was typed there must decide nothing.
            is_offered = not command.decides
            yield SystemCommand(title, command.help, partial(self.call_later, desk.obey, command.name), is_offered)

    def _ask_where_the_cursor_is(self) -> None:
        if self.is_headless or self._driver is None:
            self._sight.answered()
        else:
            self._driver.write(ASK)
            self._driver.flush()

"""A terminal that may go away: a closed window, a dropped line.

Its rule: what cannot be read or written any more ends the sitting. Textual's own driver would read nothing for ever, wait for a
writer that has died, or print a traceback.
"""

from __future__ import annotations

import errno
import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from typing import IO, Any

from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_LOOK_UP = 0.1
"""Seconds without a key after which it is asked whether the application has ended."""
_AT_A_TIME = 4096


class HungUp(Message):
    """There is no terminal any more."""


class LastingFile:
    """Writes to `file` as long as that can be written to; what comes later goes nowhere."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._is_gone = False

    def write(self, text: str) -> None:
        """Write, if there is anything to write to."""
        self._attempt(lambda: self._file.write(text))

    def flush(self) -> None:
        """Let what was written go out."""
        self._attempt(self._file.flush)

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file.isatty()

    def _attempt(self, do: Callable[[], object]) -> None:
        if not self._is_gone:
            try:
                do()
            except OSError:
                self._is_gone = True


class PasteFilter:
    """Takes the escape character out of what is pasted, where Textual would take what follows it for keys."""

    def __init__(self) -> None:
        self._is_inside = False
        self._tail = ""
        """Before a paste the last characters that were passed on; within one those kept back, as they may begin its end."""

    def passed(self, text: str) -> str:
        """What of `text`, as it came from the terminal, may go on."""
        out = ""
        while text:
            if self._is_inside:
                inside, end, text = (self._tail + text).partition(_PASTE_ENDS)
                self._is_inside = not end
                self._tail = "" if end else _beginning_at_end(inside)
                out += inside[: len(inside) - len(self._tail)].replace("\x1b", " ") + end
            else:
                seen, begin, rest = (self._tail + text).partition(_PASTE_BEGINS)
                out += (seen + begin)[len(self._tail) :]
                self._is_inside = bool(begin)
                self._tail = "" if begin else seen[-len(_PASTE_BEGINS) + 1 :]
                text = rest
        return out


def _beginning_at_end(text: str) -> str:
    """As much of the end of `text` as the mark of a paste's end begins with."""
    lengths = range(len(_PASTE_ENDS) - 1, 0, -1)
    return next((_PASTE_ENDS[:length] for length in lengths if text.endswith(_PASTE_ENDS[:length])), "")


class TerminalDriver(LinuxDriver):
    """Textual's driver, which also notices that its terminal has gone, and takes whatever bytes it sends."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._file: Any = LastingFile(self._file)

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except OSError:
            self._app.post_message(HungUp())
        except Exception as error:  # noqa: BLE001  as a handler's would be
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Make events of what the terminal sends, until the application ends.

        Raises:
            OSError: the terminal is gone.
        """
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        pastes = PasteFilter()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_UP):
                    data = os.read(self.fileno, _AT_A_TIME)
                    if not data and self.input_tty:
                        raise OSError(errno.EIO, "hung up")
                    # Nothing would mean to the parser that nothing more will come.
                    if text := pastes.passed(decoder.decode(data)):
                        self._deal_with(parser.feed(text))
                self._deal_with(parser.tick())

    def _deal_with(self, events: Iterable[Message]) -> None:
        for event in events:
            self.process_message(event)

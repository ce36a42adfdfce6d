"""The signals that end a command: each becomes `SystemExit` with status 128 + n, so that whatever is open is closed on the way.

A signal that was ignored when we were started stays ignored, as `nohup` wants it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import IO

ENDING = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGTERM", "SIGINT") if hasattr(signal, name))
"""Hung up, asked to end, Ctrl-C."""
_ONE_WISH = 5.0
"""Seconds within which another signal says the same again: it shall not break off the tidying up that the first began."""


class Ending:
    """Turns signals into endings from `begin` on, and remembers the first."""

    def __init__(self) -> None:
        self.status = 0
        """128 + n after signal n, whatever became of its exception on the way; 0 while there was none."""
        self._at = 0.0

    def begin(self) -> None:
        """Listen to the signals that are not ignored."""
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._end)

    def finish(self) -> None:
        """Everything is closed: from here on a signal may end the process at once."""
        for number in ENDING:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)

    def _end(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.status and now - self._at < _ONE_WISH:
            return
        self.status = self.status or 128 + number
        self._at = now
        raise SystemExit(self.status)


def fill_closed_streams() -> None:
    """Give 0, 1 and 2 a place to lead to where they were closed, so that no file that is opened becomes one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def let_go(stream: IO[str] | None, *, unread: bool = False) -> None:
    """Let nothing wait for, or fail on, what `stream` still holds; `unread` when nobody is to read it any more."""
    if stream is None:
        return
    with suppress(OSError, ValueError):
        if not unread:
            stream.flush()
            return
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def let_go_of_output(status: int) -> None:
    """Before the process ends: after a signal nobody reads on, and a terminal may be gone."""
    let_go(sys.stdout, unread=status > 128)
    let_go(sys.stderr)

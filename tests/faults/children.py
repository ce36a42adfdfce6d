"""Forked processes that do dangerous things, and what they said before they ended.

What a child says is in the pipe before it goes on, so that it counts also when the child is killed at the next instruction.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import traceback
import warnings
from collections.abc import Callable
from typing import Any

Say = Callable[[object], None]
_LENGTH = struct.Struct("<I")


class Child:
    """A process that runs `work`, which is given a function that says something to us."""

    def __init__(self, work: Callable[[Say], None]) -> None:
        self._unread = b""
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # Python warns of threads that are not in the child; no thread of ours runs here, and the child only does `work`.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if not self.pid:
            os.close(reading)
            _run(work, writing)
        os.close(writing)
        self.pipe = reading

    def kill(self) -> None:
        """`kill -9`."""
        os.kill(self.pid, signal.SIGKILL)

    def heard(self) -> list[Any] | None:
        """What it said since we last asked, at least one thing; None at the end."""
        while not (said := self._complete()):
            read = os.read(self.pipe, 1 << 16)
            if not read:
                return None
            self._unread += read
        return said

    def end(self) -> tuple[list[Any], int]:
        """Waits for its end: all that was not yet heard, and the signal that ended it, or 0.

        Raises:
            AssertionError: it ended by an error; the message is its traceback.
        """
        said = []
        while (more := self.heard()) is not None:
            said += more
        os.close(self.pipe)
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            return said, os.WTERMSIG(status)
        if os.waitstatus_to_exitcode(status):
            raise AssertionError(said[-1] if said else f"a child ended with {status}")
        return said, 0

    def _complete(self) -> list[Any]:
        said = []
        while len(self._unread) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._unread)[0]
            if len(self._unread) < end:
                break
            said.append(pickle.loads(self._unread[_LENGTH.size : end]))
            self._unread = self._unread[end:]
        return said


def told(work: Callable[[Say], None]) -> list[Any]:
    """All that a child says that comes to its end by itself."""
    said, killed_by = Child(work).end()
    assert not killed_by, f"ended by signal {killed_by}"
    return said


def _run(work: Callable[[Say], None], pipe: int) -> None:
    status = 1

    def say(what: object) -> None:
        body = pickle.dumps(what)
        unwritten = memoryview(_LENGTH.pack(len(body)) + body)
        while unwritten:
            unwritten = unwritten[os.write(pipe, unwritten) :]

    try:
        work(say)
        status = 0
    except BaseException:  # noqa: BLE001  whatever it is, the parent shows it
        say(traceback.format_exc())
    finally:
        # Nothing of the parent's is flushed or closed here a second time.
        os._exit(status)

"""A process beside this one that is talked to in lines of JSON: both ends of it.

The rules: nobody waits for it who must not wait; what it says is heard by a thread, which also reaps it; and it is never left
behind, whatever ends the one that started it, because it ends with its standard input, in the middle of a computation too.

It is a plain `Popen` and a thread: process pools cannot be started inside a running Textual app, and asyncio's own pipes want a
child watcher or a certain event loop.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from reviewer.metrics.programs import program

Message = Mapping[str, Any]
"""What is said in one line."""


class Beside:
    """One such process.

    Args:
        module: one of ours whose `main` is called there.
        arguments: for `main`.
        hear: called with everything that it says, by a thread.
        gone: called once by that thread when the process has ended and is reaped.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(self, module: str, *arguments: str, hear: Callable[[Message], None], gone: Callable[[], None]) -> None:
        self._process = subprocess.Popen(
            program(module, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal is not for it
        )
        self._hear = hear
        self._gone = gone
        self._ear = Thread(target=self._listen, args=(self._process.stdout,), name=module, daemon=True)
        self._ear.start()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def say(self, message: Message) -> None:
        """Send `message`; where it has died, `gone` tells."""
        with suppress(OSError, ValueError):
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it, without waiting."""
        self._process.kill()

    def join(self) -> None:
        """Wait until it is gone."""
        self._ear.join()

    def _listen(self, stdout: IO[bytes]) -> None:
        for line in stdout:
            if line.endswith(b"\n"):  # else it was killed while it spoke
                self._hear(json.loads(line))
        with suppress(BrokenPipeError), self._process:
            pass  # leaving it closes the pipes and reaps it
        self._gone()


def requests() -> SimpleQueue[Message]:
    """In the process itself: what standard input says; the end of it ends the process at once."""
    heard: SimpleQueue[Message] = SimpleQueue()
    Thread(target=_heed, args=(heard,), daemon=True).start()
    return heard


def answer(message: Message) -> None:
    """In the process itself: say `message` to whoever started it; where nobody listens any more, the process ends."""
    try:
        sys.stdout.buffer.write(json.dumps(message).encode() + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(0)  # leaving politely would fail at flushing


def _heed(heard: SimpleQueue[Message]) -> None:
    """Read by a thread of its own: the main thread may be deep in a computation."""
    try:
        for line in sys.stdin.buffer:
            heard.put(json.loads(line))
    finally:
        os._exit(0)

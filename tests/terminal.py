"""A terminal to run the real program in: a pseudo-terminal, an emulator that draws, and a link as slow as one likes.

Textual's own test driver never writes a byte to a terminal, so what reaches one, and when, is only seen here. The emulator is
pyte; it answers the question for the cursor's position when it has drawn everything before it, as terminals do.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

ASKED = re.compile(rb"\x1b\[6n")
PATIENCE = 30.0
"""Seconds after which what is waited for will not come."""


class Terminal:
    """Runs `command` in a terminal of so many columns and rows.

    Args:
        command: the program and its arguments.
        environment: all of its environment.
        size: columns and rows.
        delay: seconds that every byte travels, each way.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (120, 40),
        delay: float = 0.0,
    ) -> None:
        self.received = b""
        """Every byte that the program sent, as it arrived."""
        self.sights: list[tuple[float, str]] = []
        """Every new first line of the screen, with the wall-clock time at which it was drawn."""
        self.answers = 0
        """How often the program asked where the cursor is, and was told."""
        self.status: int | None = None
        self.is_cooked: bool | None = None
        """Whether the terminal, when the program had ended, echoed and took lines again; None after a hang-up."""
        self._delay = delay
        self._hung_up = threading.Event()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._outgoing: deque[tuple[float, bytes]] = deque()
        self._lock = threading.Lock()
        self._pid, self._master = pty.fork()
        if self._pid == 0:
            for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)  # whoever runs the tests may ignore some, as nohup does
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.status is None:
            self.kill()
        self._thread.join(PATIENCE)

    @property
    def pid(self) -> int:
        """The number of the program."""
        return self._pid

    @property
    def lines(self) -> list[str]:
        """What the screen shows."""
        with self._lock:
            return [self._line(number) for number in range(self._screen.lines)]

    @property
    def text(self) -> str:
        """What the screen shows, as one text."""
        return "\n".join(self.lines)

    def press(self, keys: str) -> None:
        """Send what keys send, now."""
        self._outgoing.append((time.time() + self._delay, keys.encode()))

    def hold(self, key: str, seconds: float, interval: float = 0.03) -> None:
        """Hold a key down, as keyboards do: it repeats."""
        end = time.time() + seconds
        while time.time() < end:
            self.press(key)
            time.sleep(interval)

    def wait_for(self, holds: Callable[[str], bool] | str, patience: float = PATIENCE) -> None:
        """Wait, at most so many seconds, until the screen shows a text, or something holds of what it shows."""
        test = holds if callable(holds) else lambda shown: holds in shown
        end = time.monotonic() + patience
        while not test(self.text):
            assert time.monotonic() < end, f"never shown: {holds}\n{self.text}"
            assert self.status is None or test(self.text), f"ended with {self.status}\n{self.received[-2000:]!r}"
            time.sleep(0.01)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, of which the program is told."""
        with self._lock:
            self._screen.resize(rows, columns)
            fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the window: the program has no terminal any more."""
        self._hung_up.set()

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the program with a signal."""
        os.kill(self._pid, number)

    def wait(self, patience: float = PATIENCE) -> int:
        """Wait, at most so many seconds, until the program has ended by itself; its status."""
        self.ended_within(patience)
        assert self.status is not None, f"still running\n{self.text}"
        return self.status

    def ended_within(self, seconds: float) -> bool:
        """Wait as long, at most, for its end; whether it came."""
        self._thread.join(seconds)
        return self.status is not None

    def _run(self) -> None:
        incoming: deque[tuple[float, bytes]] = deque()
        ended = False
        while not ended or incoming:
            if self._hung_up.is_set():
                break
            is_sending = bool(self._outgoing) and self._outgoing[0][0] <= time.time()
            if not ended and select.select([self._master], [], [], 0 if is_sending else 0.002)[0]:
                try:
                    data = os.read(self._master, 65536)
                except OSError:
                    data = b""
                if data:
                    incoming.append((time.time() + self._delay, data))
                else:
                    ended = True
            now = time.time()
            while incoming and incoming[0][0] <= now:
                self._draw(incoming.popleft()[1], now)
            while self._outgoing and self._outgoing[0][0] <= now and not ended:
                at, keys = self._outgoing.popleft()
                # A terminal takes no more than the program has read, and it may be waiting for us to read.
                written = os.write(self._master, keys[:1024])
                if keys[written:]:
                    self._outgoing.appendleft((at, keys[written:]))
                    break
        if self._hung_up.is_set():
            os.close(self._master)
        self.status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        if not self._hung_up.is_set():
            local = termios.tcgetattr(self._master)[3]
            self.is_cooked = bool(local & termios.ECHO and local & termios.ICANON)
            os.close(self._master)

    def _line(self, number: int) -> str:
        """A row of the screen; pyte's own `display` fails where half of a wide character was overwritten."""
        row = self._screen.buffer[number]
        return "".join(row[column].data for column in range(self._screen.columns))

    def _draw(self, data: bytes, now: float) -> None:
        self.received += data
        with self._lock:
            self._stream.feed(data)
            first = self._line(0)
        if not self.sights or self.sights[-1][1] != first:
            self.sights.append((now, first))
        for _ in ASKED.finditer(data):
            self.answers += 1
            self.press("\x1b[1;1R")


MODES = re.compile(rb"\x1b\[\?(\d+)([hl])|\x1b\[([<>])\d*u")
NORMAL = {b"25": b"h", b"7": b"h"}
"""The cursor is seen and lines are wrapped; all other modes that a program sets are off in a terminal that is itself."""
ASKED_FOR = {b"2026"}
"""Frames that are shown at once: set and unset for each of them."""


def left_on(received: bytes) -> list[str]:
    """The modes of the terminal that a program which sent this has left otherwise than they are in one that is itself."""
    modes: dict[bytes, bytes] = {}
    for number, letter, keyboard in MODES.findall(received):
        modes[number or b"keyboard"] = letter or {b"<": b"l", b">": b"h"}[keyboard]
    return [mode.decode() for mode, letter in modes.items() if mode not in ASKED_FOR and letter != NORMAL.get(mode, b"l")]


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing of this machine's user is seen."""
    keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return {
        **keep,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "REVIEWER_EDITOR": "desk2",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        **more,
    }

"""A browser without a window, for tests of the page: what it asks for, says and runs.

It is spoken to through two pipes, so no port is open. It needs a Chromium on the path.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from typing import Any

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_START = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
_PATIENCE = 60.0
"""Seconds for one answer."""


@dataclass
class Seen:
    """What happened since it was last forgotten."""

    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    """Of the console, and of the browser about the page: errors, refusals by its policy."""
    dialogs: list[str] = field(default_factory=list)


class Browser:
    """One page in a browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._number = 0
        self._buffer = b""
        self._session: str | None = None
        self._events: list[str] = []
        self.seen = Seen()
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer of the browser; what happens until it comes is seen."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        answer: dict[str, Any] = self._until(lambda message: message.get("id") == self._number)
        assert "error" not in answer, answer
        return dict(answer["result"])

    def open(self, path: Path) -> None:
        """Load a file, to the end."""
        self._events.clear()
        self.ask("Page.navigate", url=path.as_uri())
        if "Page.loadEventFired" not in self._events:
            self._until(lambda message: message.get("method") == "Page.loadEventFired")

    def run(self, expression: str) -> Any:
        """What an expression is in the page, after it has been drawn."""
        drawn = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
        result = self.ask(
            "Runtime.evaluate", expression=f"{drawn}.then(() => ({expression}))", awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        """A key, down and up."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, text=text if kind == "keyDown" else "")

    def narrow(self, width: int) -> None:
        """The window of a telephone."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)

    def _until(self, is_wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE
        while True:
            while b"\0" in self._buffer:
                line, _, self._buffer = self._buffer.partition(b"\0")
                message = json.loads(line)
                self._notice(message)
                if is_wanted(message):
                    return dict(message)
            ready, _, _ = select([self._reading], [], [], max(0.0, end - time.monotonic()))
            assert ready, "the browser says nothing"
            read = os.read(self._reading, 1 << 20)
            assert read, "the browser is gone"
            self._buffer += read

    def _notice(self, message: dict[str, Any]) -> None:
        method, told = message.get("method", ""), message.get("params", {})
        self._events.append(method)
        if method == "Network.requestWillBeSent":
            self.seen.requests.append(told["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.seen.messages.append(str(told["args"]))
        elif method == "Runtime.exceptionThrown":
            self.seen.messages.append(str(told["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.seen.messages.append(told["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.seen.dialogs.append(told["message"])
            self._number += 1
            closing = {"id": self._number, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
            os.write(self._writing, json.dumps({**closing, "sessionId": self._session}).encode() + b"\0")


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with nothing in its `profile`, closed at the end."""
    assert CHROMIUM is not None
    to_browser, from_browser = os.pipe(), os.pipe()
    # Chromium wants the pipes as 3 and 4; copies further up cannot be run over on the way there.
    given = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_browser[0], from_browser[1])]
    os.close(to_browser[0])
    os.close(from_browser[1])
    started = subprocess.Popen(
        [sys.executable, "-c", _START, *map(str, given), CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"],
        pass_fds=given,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for end in given:
        os.close(end)
    try:
        yield Browser(from_browser[0], to_browser[1])
    finally:
        started.terminate()
        started.wait(20)
        os.close(from_browser[0])
        os.close(to_browser[1])

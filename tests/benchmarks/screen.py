"""How fast the screen is, at a real pseudo-terminal: `python tests/benchmarks/screen.py [--million]`.

Prints a table and asserts nothing. A frame is the bytes that leave the program after a key, up to the first pause of 15 ms; the
terminal's own drawing is not in it. Everything is measured beside a Textual app with nothing but a text area in the same run, for
machines differ and days differ; quote the ratios.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAUSE = 0.015
KEYS = "the quick brown fox jumps over the lazy dog and then some more "
SENTENCE = (
    "The foreign ministers of the two countries held a phone call on the 16th local time and discussed the security security "
    "negotiations in Europe including the guarantee document that Moscow has demanded from NATO since its ban on East Asia "
    "number {}."
)
EMPTY = """
from textual.app import App
from textual.widgets import TextArea
class Empty(App):
    def compose(self):
        area = TextArea(soft_wrap=True)
        area.cursor_blink = False
        yield area
Empty().run()
"""
GROUP = """
import click
@click.group()
def group(): "An empty program."
for name in {names}:
    group.command(name)(lambda: None)
group()
"""


class Program:
    """A program at a pseudo-terminal of 120x40."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def read(self, limit: float) -> bytes:
        """What comes within `limit` seconds, at once; the question for the cursor is answered."""
        if not select.select([self.terminal], [], [], limit)[0]:
            return b""
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return b""
        if b"\x1b[6n" in data:
            os.write(self.terminal, b"\x1b[1;1R")
        return data

    def until(self, text: bytes, limit: float = 60) -> float:
        """Seconds from the start until `text` was sent."""
        seen = b""
        while text not in seen and time.perf_counter() < self.started + limit:
            seen += self.read(0.01)
        assert text in seen, seen[-500:]
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.4) -> None:
        """Wait until nothing comes any more, but not for ever."""
        end = time.perf_counter() + 10 * quiet
        while self.read(quiet) and time.perf_counter() < end:
            pass

    def frame(self, keys: bytes) -> float:
        """Seconds from `keys` to the end of the frame that answers them."""
        os.write(self.terminal, keys)
        begun = last = time.perf_counter()
        while time.perf_counter() - begun < 2:
            if self.read(PAUSE):
                last = time.perf_counter()
            elif last > begun:
                break
        return last - begun

    def memory(self) -> float:
        """Megabytes resident."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024

    def end(self, keys: bytes) -> None:
        """Press `keys`, and wait for the end."""
        os.write(self.terminal, keys)
        self.settle()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def row(name: str, seconds: Sequence[float]) -> None:
    """A line of the table, in milliseconds."""
    ordered = sorted(seconds)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name:<58} n {len(ordered):>3}  p50 {1000 * statistics.median(ordered):>6.1f}  p95 {1000 * p95:>6.1f} ms")


def keys_into(program: Program, pause: float) -> list[float]:
    """The frames of single keys, typed `pause` seconds apart."""
    frames = []
    for key in KEYS * 2:
        frames.append(program.frame(key.encode()))
        program.settle(pause)
    return frames


def starts(commands: dict[str, tuple[list[str], bytes, bytes]], environment: dict[str, str], times: int) -> None:
    """First paint of several programs in turn, and their memory."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, float] = {}
    for _ in range(times):
        for name, (command, painted, leave) in commands.items():
            program = Program(command, environment)
            seconds[name].append(program.until(painted))
            program.settle()
            memory[name] = program.memory()
            program.end(leave)
    for name, each in seconds.items():
        row(f"start to first paint: {name}", each)
    for name, megabytes in memory.items():
        print(f"resident: {name:<48} {megabytes:>6.1f} MB")


FINDINGS = """
import asyncio, sys, time
from pathlib import Path
from reviewer.workflow.marking import Marking
from reviewer.workflow.opening import open_session, surroundings, warm_up
from reviewer.workflow.settings import CheckSettings
session = open_session(Path(sys.argv[1]), Path(sys.argv[2]), surroundings("bench"))
session.open_articles([int(sys.argv[3])])
session.lay(session.scope.view.row_at(0))
marking = Marking(session, CheckSettings())
warm_up()
begun = time.perf_counter()
from reviewer.workflow import look
print("loading", time.perf_counter() - begun)
begun = time.perf_counter()
asyncio.run(marking.look(lambda: None))
print("first", time.perf_counter() - begun)
for row in session.scope.view.rows:
    desk = session.lay(row)
    half = len(desk.text) // 2
    for typed in ("x", "xy", "xyz "):
        session.keep(desk.machine[:half] + typed + desk.machine[half:], 0)
        begun = time.perf_counter()
        marking.noticed(), marking.count(), marking.rows()
        print("key", time.perf_counter() - begun)
    begun = time.perf_counter()
    asyncio.run(marking.look(lambda: None))
    print("pause", time.perf_counter() - begun)
    session.keep(desk.standing, 0)
session.close()
"""
"""What the checks cost a sitting, without a screen: in a process of its own, so that loading them is in it."""


def findings(database: Path, article: int, environment: dict[str, str], times: int) -> None:
    """What the checks cost on an article, first, at a key, and when the typing pauses."""
    took: dict[str, list[float]] = {"loading": [], "first": [], "key": [], "pause": []}
    for _ in range(times):
        command = [sys.executable, "-c", FINDINGS, str(database), str(database.parent / "findings"), str(article)]
        said = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
        for line in said.splitlines():
            what, seconds = line.split()
            took[what].append(float(seconds))
    row("findings: loading the checks, beside the first picture", took["loading"])
    row("findings: the first look at the sample article", took["first"])
    row("findings: the sentence in sight again, at a key", took["key"])
    row("findings: the article again, when the typing pauses", took["pause"])


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--million", metavar="DB", help="also measure on a database of a million segments, made there if missing"
    )
    options.add_argument("--times", type=int, default=7)
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp())
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "XDG_STATE_HOME": str(folder)}
    program = [sys.executable, "-m", "reviewer"]
    article = folder / "article.txt"
    article.write_text("\n\n".join(SENTENCE.format(number) for number in range(200)), encoding="utf-8")
    database = ["--db", str(folder / "reviews.db")]
    subprocess.run([*program, "import", str(article), *database], check=True, env=environment, stdout=subprocess.DEVNULL)

    desk = Program([*program, "review", str(article), *database], environment)
    desk.until(b"Context")
    desk.settle()
    desk.frame(b"\r")
    row("key to frame in the correction, 50 words, diff and scores", keys_into(desk, 0.25))
    empty = Program([sys.executable, "-c", EMPTY], environment)
    empty.settle(1)
    row("key to frame in an empty Textual app", keys_into(empty, 0.05))
    frames = []
    for _ in range(60):
        frames.append(desk.frame(b"\r"))
        desk.settle(0.25)
        desk.frame(b"\r")
        desk.frame(b"x")
        desk.settle(0.3)
    row("Enter that confirms to the next segment drawn", frames)
    row("Down to the next segment drawn", [desk.frame(b"\x1b[B") for _ in range(1)])
    desk.end(b"\x1bq")
    empty.end(b"\x11")

    sample = ROOT / "corpora" / "nato-call.txt"
    subprocess.run([*program, "import", str(sample), *database], check=True, env=environment, stdout=subprocess.DEVNULL)
    findings(folder / "reviews.db", 2, environment, chosen.times)
    commands = {
        "an empty Textual app": ([sys.executable, "-c", EMPTY], b"\x1b[?25", b"\x11"),
        "the sample article": ([*program, "review", str(sample), *database], b"Context", b"q"),
    }
    if chosen.million:
        commands["a million segments"] = ([*program, "review", "--db", million(Path(chosen.million))], b"Context", b"q")
    starts(commands, environment, chosen.times)

    names = ["review", "import", "export", "list"]
    helps = {
        "reviewer --help": [*program, "--help"],
        "an empty click program": [sys.executable, "-c", GROUP.format(names=names), "--help"],
    }
    for name, command in helps.items():
        took = []
        for _ in range(3 * chosen.times):
            begun = time.perf_counter()
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
            took.append(time.perf_counter() - begun)
        row(name, took)


def million(database: Path) -> str:
    """A database with one article of a million segments."""
    if not database.exists():
        from reviewer.core.article import Article, Document, Reading, Segment
        from reviewer.store import Store

        segments = tuple(Segment(SENTENCE.format(number), " ", 1 + number // 8, record=number) for number in range(1_000_000))
        article = Article(segments, title="A million", target_language="en")
        with Store.open(database) as store:
            document = Document("million.txt", b"made by a benchmark", Reading("lines"), (article,))
            store.add_document(document, path="/nowhere/million.txt", importer="nobody", at="2026-01-01T00:00:00.000Z")
    return str(database)


if __name__ == "__main__":
    main()

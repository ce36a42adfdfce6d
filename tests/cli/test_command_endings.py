"""How commands end when something goes wrong that is nobody's mistake: signals, a defect of our own, no room, no streams."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

PROGRAM = (sys.executable, "-m", "reviewer")
LONG = pytest.mark.long
LINES = 5_000
LISTENS = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for signal handlers where Linux lists them")
SECRET = "The minister's secret"


ENDING = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


def start(
    arguments: Sequence[str | Path], folder: Path, around: dict[str, str], ignored: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """A command in the middle of its work; whoever runs the tests may ignore signals that it shall not."""

    def listen() -> None:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)

    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([*PROGRAM, *arguments], cwd=folder, env=around, preexec_fn=listen, **pipes)


def listens(process: subprocess.Popen[bytes], number: int) -> bool:
    """Whether a process has a handler for a signal."""
    caught = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture
def reads_on(tmp_path: Path) -> list[str]:
    """A command that reads its standard input until that ends."""
    (tmp_path / "ref.txt").write_text("One line.\n")
    return ["score", "-", "--reference", "ref.txt", "--format", "value", "--metric", "chrf"]


@LISTENS
@pytest.mark.catalogue("L3")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), pytest.param(signal.SIGINT, 130, marks=LONG), pytest.param(signal.SIGHUP, 129, marks=LONG)],
)
def test_a_signal_ends_a_command(
    tmp_path: Path, around: dict[str, str], reads_on: list[str], number: signal.Signals, status: int
) -> None:
    """Its status says which, nothing is printed, and another on its heels does not spoil that."""
    with start(reads_on, tmp_path, around) as process:
        wait_until(lambda: listens(process, signal.SIGTERM))  # Python itself listens to SIGINT
        process.send_signal(number)
        process.send_signal(number)
        data, talk = process.communicate(timeout=30)
    assert (process.returncode, data, talk.strip()) == (status, b"", b"")


@LISTENS
@pytest.mark.catalogue("L3")
def test_what_was_ignored_stays_ignored(tmp_path: Path, around: dict[str, str], reads_on: list[str]) -> None:
    """As under nohup: a hang-up does not end what was to outlive it."""
    with start(reads_on, tmp_path, around, ignored=[signal.SIGHUP]) as process:
        wait_until(lambda: listens(process, signal.SIGTERM))
        process.send_signal(signal.SIGHUP)
        data, talk = process.communicate(b"One line.\n", timeout=30)
    assert (process.returncode, data) == (0, b"100.0\n"), talk


@LISTENS
@pytest.mark.catalogue("L3")
@LONG
@pytest.mark.parametrize("rounds", [6])
def test_an_import_that_is_ended_is_whole_or_nothing(tmp_path: Path, around: dict[str, str], rounds: int) -> None:
    """At whatever moment, by whichever signal: all of the file is in the database or none of it, and no file is half made."""
    chance = Random(rounds)
    (tmp_path / "big.txt").write_text("".join(f"Sentence number {number} is here.\n" for number in range(LINES)))
    counts = {0: 0, LINES: 0}
    for number in range(rounds):
        database = tmp_path / f"{number}.db"
        arguments = ["import", "big.txt", "--input-format", "lines", "--db", str(database)]
        with start(arguments, tmp_path, around) as process:
            wait_until(lambda process=process: listens(process, signal.SIGTERM))
            time.sleep(chance.uniform(0, 3))
            process.send_signal(chance.choice(ENDING))
            _, talk = process.communicate(timeout=60)
        # After our own code has ended, the signal itself ends the process.
        assert process.returncode in {0, *(128 + number for number in ENDING), *(-number for number in ENDING)}
        assert b"Traceback" not in talk
        found = 0
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT count(*) FROM place").fetchone()[0]
        counts[found] += 1
        assert list(tmp_path.glob("*.tmp")) == []
        assert list(tmp_path.glob("*.new")) == []
    print(f"{rounds} imports ended by a signal: {counts[0]} left nothing, {counts[LINES]} were whole")


FAULT = """
from reviewer.cli.main import main
from reviewer.store import Store
def deep():
    deep()
def fail(*_, **__):
    {code}
Store.open = fail
main()
"""


def fails(code: str, tmp_path: Path, around: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`reviewer list` with a fault in it."""
    program = [sys.executable, "-c", FAULT.format(code=code), "list"]
    return subprocess.run(program, cwd=tmp_path, env=around, capture_output=True, text=True, timeout=60)


@pytest.mark.catalogue("F5", "L5", "L8", "A9")
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (f"raise KeyError({SECRET!r}) from ValueError({SECRET!r})", "KeyError"),
        pytest.param("deep()", "RecursionError", marks=LONG),
        pytest.param(f"raise MemoryError({SECRET!r})", "MemoryError", marks=LONG),
        pytest.param(f"raise ExceptionGroup({SECRET!r}, [ValueError({SECRET!r})])", "ExceptionGroup", marks=LONG),
        pytest.param(f"[].remove({SECRET!r})", "ValueError", marks=LONG),
    ],
)
def test_a_defect_in_a_command_is_one_line_and_a_log_without_text(
    tmp_path: Path, around: dict[str, str], code: str, kind: str
) -> None:
    """Status 1; the log, for its owner only, has types, places and versions, and not a word of what is in the exception."""
    ended = fails(code, tmp_path, around)
    log = tmp_path / "home" / "state" / "reviewer" / "defects.log"
    told = log.read_text()
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith("reviewer: ")
    assert str(log) in ended.stderr
    assert kind in told
    assert "reviewer/cli/" in told
    assert SECRET not in told + ended.stderr
    assert str(Path.home()) not in told
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.catalogue("F5")
@LONG
@pytest.mark.parametrize("trap", ["link", "pipe", "folder"])
def test_a_log_that_cannot_be_written_is_said(tmp_path: Path, around: dict[str, str], trap: str) -> None:
    """A link is not followed and a pipe not waited for."""
    log = tmp_path / "home" / "state" / "reviewer" / "defects.log"
    log.parent.mkdir(parents=True)
    {"link": lambda: log.symlink_to(tmp_path / "else"), "pipe": lambda: os.mkfifo(log), "folder": log.mkdir}[trap]()
    ended = fails("1 / 0", tmp_path, around)
    assert ended.returncode == 1
    assert f"its details could not be written to {log}: " in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "else").exists()


@pytest.mark.catalogue("A9")
@LONG
@pytest.mark.parametrize("megabytes", [260, 380])
def test_too_little_memory_leaves_nothing_half_done(tmp_path: Path, around: dict[str, str], megabytes: int) -> None:
    """An import that cannot have the memory it needs says so in one line, and the database is as before."""
    (tmp_path / "big.txt").write_text("".join(f"Sentence number {number} is here.\n" for number in range(240 * LINES)))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))

    arguments = ["import", "big.txt", "--input-format", "lines"]
    ended = subprocess.run([*PROGRAM, *arguments], cwd=tmp_path, env=around, capture_output=True, text=True, preexec_fn=limit)
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(f"file:{tmp_path}/reviews.db?mode=ro", uri=True)) as db:
        assert db.execute("SELECT count(*) FROM place").fetchone() == (0,)


@LONG
@pytest.mark.catalogue("C14", "F11")
@pytest.mark.parametrize(
    ("redirect", "status"),
    [
        (">&-", 1),
        ("<&-", 0),
        ("2>&-", 0),
        ("<&- >&- 2>&-", 1),
        (">/dev/full", 1),
    ],
)
def test_closed_streams_do_no_harm(tmp_path: Path, around: dict[str, str], redirect: str, status: int) -> None:
    """No traceback, and never a file that takes the place of a stream."""
    (tmp_path / "a.txt").write_text("One sentence.\n")
    program = f"{sys.executable} -m reviewer import a.txt {redirect} ; {sys.executable} -m reviewer list {redirect}"
    ended = subprocess.run(["sh", "-c", program], cwd=tmp_path, env=around, capture_output=True, text=True)
    assert ended.returncode == status, ended.stderr
    assert "Traceback" not in ended.stderr
    with closing(sqlite3.connect(tmp_path / "reviews.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM place").fetchone() == (1,)


@LONG
@pytest.mark.catalogue("C14", "L1", "L4")
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["import", b"\xff\xfe.txt"], id="import"),
        pytest.param(["list", b"\xff"], id="list"),
        pytest.param(["review", b"\xff.txt"], id="review"),
        pytest.param(["score", b"\xff.txt", "--reference", b"\xfe"], id="score"),
        pytest.param(["list", "--filter", b"\xff"], id="filter"),
        pytest.param(["list", "--db", b"\xff.db"], id="db"),
        pytest.param(["report", "-o", b"\xff\xff.html"], id="output"),
    ],
)
def test_names_that_are_no_text_are_taken_or_refused(
    tmp_path: Path, run: Callable[..., Any], arguments: list[str | bytes]
) -> None:
    """A file whose name is not UTF-8 is read, or refused in one line."""
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_text("One sentence.\n")
    ended = run(*arguments)
    assert "Traceback" not in ended.talk
    assert "defect" not in ended.talk
    assert ended.status in (0, 1, 2)

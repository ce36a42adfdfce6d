"""The program as a whole process: what it prints where, and the status that it ends with.

Most processes are forked from one that has loaded everything, because starting anew is most of the time of a command; what is
about starting, ending or a terminal starts `PROGRAM`.
"""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal import environment

PROGRAM = (sys.executable, "-m", "reviewer")
NURSERY = """
import gc, importlib, json, os, sys
from pathlib import Path
import numpy, sacrebleu, sqlite_utils
import reviewer.cli
for path in sorted(Path(reviewer.cli.__file__).parent.glob("*.py")):
    importlib.import_module(f"reviewer.cli.{path.stem}")
from reviewer.analysis.language import detect
from reviewer.cli.main import main
from reviewer.workflow import checking, trusting, trying
from reviewer.workflow.reporting import making
detect("Nobody said on Monday why the ministers went home.")
checking.check("Nobody said why the ministers went home.")
gc.freeze()
gc.disable()
for line in sys.stdin:
    arguments, folder, environment, streams, is_read = json.loads(line)
    process = os.fork()
    if not process:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        for handle, name in enumerate(streams):
            os.dup2(os.open(name, os.O_RDWR | (os.O_CREAT | os.O_TRUNC if handle else 0)), handle)
        if not is_read:
            reading, writing = os.pipe()
            os.close(reading)
            os.dup2(writing, 1)
        try:
            main(arguments)
        except SystemExit as ended:
            os._exit(ended.code or 0)  # taking down what was loaded is most of the time
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    data: bytes
    """Standard output."""
    talk: str
    """Standard error."""
    status: int

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.data.decode()


@pytest.fixture
def around(tmp_path: Path) -> dict[str, str]:
    """The environment of a command: its database is in the folder of the test."""
    return environment(tmp_path / "home", REVIEWER_DB=str(tmp_path / "reviews.db"), COLUMNS="60")


@pytest.fixture(scope="session")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """A process that becomes `reviewer` as often as it is asked."""
    around = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", NURSERY]
    with subprocess.Popen(command, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


@pytest.fixture
def run(nursery: subprocess.Popen[str], tmp_path: Path, around: dict[str, str]) -> Callable[..., Ended]:
    """Runs `reviewer` with arguments in the folder of the test; `reads` is its standard input, and perhaps nobody reads it."""
    beside = tmp_path.with_name(f"{tmp_path.name}-streams")
    beside.mkdir()
    streams = [beside / name for name in ("stdin", "stdout", "stderr")]

    def run_one(*arguments: str | bytes | Path, reads: str = "", is_read: bool = True) -> Ended:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        streams[0].write_text(reads)
        named = [*map(str, streams)] if reads else [os.devnull, *map(str, streams[1:])]
        request = [[*map(os.fsdecode, arguments)], str(tmp_path), around, named, is_read]
        print(json.dumps(request), file=nursery.stdin, flush=True)
        status = int(nursery.stdout.readline())
        return Ended(streams[1].read_bytes(), streams[2].read_bytes().decode(), status)

    return run_one


@pytest.fixture
def at_terminal(tmp_path: Path, around: dict[str, str]) -> Callable[..., tuple[bytes, int]]:
    """Runs `reviewer` with output and talk at a terminal of 60 columns; every byte that reached it, and the status."""

    def run_one(*arguments: str | Path) -> tuple[bytes, int]:
        master, slave = pty.openpty()
        process = subprocess.Popen(
            [*PROGRAM, *arguments], cwd=tmp_path, env=around, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave
        )
        os.close(slave)
        received = b""
        while chunk := _read(master):
            received += chunk
        os.close(master)
        return received, process.wait()

    return run_one


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:
        return b""

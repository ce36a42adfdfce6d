"""The program as a whole process: what it prints where, and the status that it ends with."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal import environment

PROGRAM = (sys.executable, "-m", "reviewer")


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


@pytest.fixture
def run(tmp_path: Path, around: dict[str, str]) -> Callable[..., Ended]:
    """Runs `reviewer` with arguments in the folder of the test."""

    def run_one(*arguments: str | bytes | Path) -> Ended:
        ended = subprocess.run([*PROGRAM, *arguments], cwd=tmp_path, env=around, capture_output=True, stdin=subprocess.DEVNULL)
        return Ended(ended.stdout, ended.stderr.decode(), ended.returncode)

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

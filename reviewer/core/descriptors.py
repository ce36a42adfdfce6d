"""Which descriptors of this process may be closed while it has databases open.

POSIX drops all locks that a process has on a file when it closes any descriptor of that file, those of SQLite too. Another
program that then leaves takes the log for nobody's and deletes it, and what is saved afterwards is lost. So whoever opens a
database says so here, and whatever file a person names is read through here: a descriptor that turns out to be of an open
database, by whatever name, is closed no sooner than that.
"""

from __future__ import annotations

import io
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Identity = tuple[int, int]
"""Device and number of a file: the same under all of its names."""


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    """A database that this process has open, once for each time that it has."""

    path: Path
    identity: Identity


# What is forgotten open is closed by whatever thread tidies up, also one that is in here.
_GUARD = threading.RLock()
_HELD: set[Held] = set()
_LEFT: set[int] = set()
"""Descriptors that are to be closed as soon as they may be."""


def identity(path: Path) -> Identity:
    """What the file at `path` is, with links followed."""
    return _identity(path.stat())


def hold(path: Path) -> Held:
    """Says that a database is about to be opened; `let_go` once it is closed."""
    held = Held(path, identity(path))
    with _GUARD:
        _HELD.add(held)
    return held


def let_go(held: Held) -> None:
    """Says that a database is closed, as often as one likes."""
    with _GUARD:
        _HELD.discard(held)
        _close_left()


def is_open(path: Path) -> bool:
    """Whether this process has the database at `path` open."""
    with _GUARD:
        return _is_locked(path.stat())


def reading(path: Path) -> io.BufferedReader:
    """The file at `path`, open to be read."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return io.BufferedReader(_File(descriptor))
    except OSError:
        close(descriptor)
        raise


def close(descriptor: int) -> None:
    """Closes a descriptor as soon as it may be closed."""
    with _GUARD:
        _LEFT.add(descriptor)
        _close_left()


class _File(io.FileIO):
    """A file that is closed as soon as it may be."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, closefd=False)

    def close(self) -> None:
        if not self.closed:
            descriptor = self.fileno()
            super().close()
            close(descriptor)


def _close_left() -> None:
    for descriptor in tuple(_LEFT):
        if descriptor in _LEFT and not _is_locked(os.fstat(descriptor)):
            _LEFT.discard(descriptor)
            os.close(descriptor)


def _is_locked(status: os.stat_result) -> bool:
    """Whether SQLite may have locks on a file: it has them on a database and on the shared memory beside it."""
    return any(_identity(status) in (held.identity, _shared_memory_of(held)) for held in _HELD)


def _shared_memory_of(held: Held) -> Identity | None:
    with suppress(OSError):
        return identity(held.path.with_name(f"{held.path.name}-shm"))
    return None


def _identity(status: os.stat_result) -> Identity:
    return status.st_dev, status.st_ino

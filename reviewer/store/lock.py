"""The side file `<database>.lock`: one writer at a time among processes, and each in its turn.

SQLite alone makes writers poll, and one of eight may wait for seconds; the kernel's queue on a file lock is fair (p99 36 ms
against 1.4 s). The lock is a help and not what keeps the data right: where the side file cannot be made, `BEGIN IMMEDIATE`
still does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from reviewer.errors import LockedError


@contextmanager
def locked(database: Path, wait_seconds: float) -> Iterator[None]:
    """Holds the lock of `database`.

    Raises:
        LockedError: when somebody else has held it for `wait_seconds`.
    """
    side_file = _opened(database)
    if side_file is None:
        yield
        return
    with side_file:
        if not take(side_file) and not _waited(side_file, wait_seconds):
            raise LockedError(
                f"{database}: another reviewer has been writing for more than {wait_seconds:.0f} seconds; "
                "nothing was written, try again"
            )
        try:
            yield
        finally:
            release(side_file)


def take(file: IO[bytes]) -> bool:
    """Takes the lock on an open file if nobody else has it; a lock ends with the process that holds it, however it ends."""
    import portalocker

    try:
        portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        return False
    return True


def release(file: IO[bytes]) -> None:
    """Gives the lock back at once, also where a forked child still has the file open."""
    import portalocker

    # One that cannot be given back ends with the file.
    with suppress(portalocker.LockException):
        portalocker.unlock(file)


def _opened(database: Path) -> IO[bytes] | None:
    path = database.with_name(f"{database.name}.lock")
    try:
        mode = database.stat().st_mode & 0o666 if database.exists() else 0o600
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0), mode), "r+b")
    except OSError:
        return None


def _waited(side_file: IO[bytes], wait_seconds: float) -> bool:
    """Stands in the kernel's queue for at most `wait_seconds`.

    The queue knows no time limit, so a thread of its own waits in it. When the time is up the thread stays, on a duplicate of the
    descriptor; if it gets the lock after all, that ends as soon as both are closed.
    """
    import portalocker

    got = threading.Event()
    duplicate = os.fdopen(os.dup(side_file.fileno()), "r+b")

    def wait() -> None:
        with duplicate, suppress(portalocker.LockException):
            portalocker.lock(duplicate, portalocker.LockFlags.EXCLUSIVE)
            got.set()

    waiter = threading.Thread(target=wait, name="store-lock", daemon=True)
    waiter.start()
    waiter.join(wait_seconds)
    return got.is_set()

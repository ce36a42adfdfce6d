"""The side file `<database>.lock`: one writer at a time among processes, and each in its turn.

SQLite alone makes writers poll, and one of eight may wait for seconds; the kernel's queue on a file lock is fair (p99 36 ms
against 1.4 s). The lock is a help and not what keeps the data right: where the side file cannot be made or locked, `BEGIN
IMMEDIATE` still does. Whoever has it writes down who that is, for those who wait in vain; nobody else ever believes it.
"""

from __future__ import annotations

import errno
import getpass
import os
import re
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

from reviewer.errors import LockedError
from reviewer.store.file_system import new_file_mode

_HOLDER = re.compile(r"process (\d{1,10}) \(([\w.@+-]{1,32})\) *\n?")
_LENGTH = 64
"""Bytes of the line that says who has the lock: always as many, so that the file never grows or shrinks."""


@contextmanager
def locked(database: Path, wait_seconds: float) -> Iterator[None]:
    """Holds the lock of `database`, where there can be one.

    Raises:
        LockedError: when somebody else has held it for `wait_seconds`.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(_held(database, wait_seconds))
        yield


@contextmanager
def _held(database: Path, wait_seconds: float) -> Iterator[None]:
    with _made(database) as side_file:
        if not take(side_file) and not _waited(side_file, wait_seconds):
            raise LockedError(f"{database}: busy: {_holder(side_file, wait_seconds)}; nothing was written, try again")
        try:
            _sign(side_file, f"process {os.getpid()} ({_login()[:24]})")
            yield
        finally:
            _sign(side_file, "")
            release(side_file)


def problem(database: Path) -> str:
    """Why those who write to `database` cannot take turns; empty where they can. They are kept apart all the same.

    Only looks: the side file is made by whoever writes, for it is his.
    """
    side_file = _side_file(database)
    try:
        with _opened(side_file) as file:
            if take(file):
                release(file)
        return ""
    except FileNotFoundError:
        reason = "" if os.access(side_file.parent, os.W_OK | os.X_OK) else "its folder may not be written"
    except OSError as error:
        reason = error.strerror or str(error)
    return reason and f"no turns among writers, so a save may wait long: {side_file}: {reason}"


def take(file: IO[bytes]) -> bool:
    """Takes the lock on an open file if nobody else has it; a lock ends with the process that holds it, however it ends.

    Raises:
        OSError: the file system knows no locks.
    """
    import portalocker

    try:
        portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        return False
    except portalocker.LockException as error:
        raise OSError(errno.ENOLCK, "its file system knows no locks") from error
    return True


def release(file: IO[bytes]) -> None:
    """Gives the lock back at once, also where a forked child still has the file open."""
    import portalocker

    # One that cannot be given back ends with the file.
    with suppress(portalocker.LockException):
        portalocker.unlock(file)


def _side_file(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")


def _opened(side_file: Path, more_flags: int = 0, mode: int = 0) -> IO[bytes]:
    """A side file; a link is never followed, nor a pipe waited for."""
    flags = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.fdopen(os.open(side_file, flags | more_flags, mode), "r+b", buffering=0)


def _made(database: Path) -> IO[bytes]:
    """The side file, made with the permissions of the database if it is not there."""
    path = _side_file(database)
    # In a folder like /tmp the kernel lets nobody open another's file with O_CREAT.
    with suppress(FileNotFoundError):
        return _opened(path)
    mode = 0o600 | (database.stat().st_mode & 0o066) if database.exists() else new_file_mode(database.parent)
    side_file = _opened(path, os.O_CREAT, mode)
    # The umask may have taken the group's right, and with it everybody else's turn. Windows has neither.
    with suppress(OSError, AttributeError):
        os.fchmod(side_file.fileno(), mode)
    return side_file


@cache
def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _sign(side_file: IO[bytes], holder: str) -> None:
    """Writes down who has the lock, in a file that is ours and nothing else's."""
    line = holder.encode()[: _LENGTH - 1].ljust(_LENGTH - 1) + b"\n"
    with suppress(OSError):
        status = os.fstat(side_file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size in (0, _LENGTH):
            side_file.seek(0)
            side_file.write(line)


def _holder(side_file: IO[bytes], wait_seconds: float) -> str:
    """Who has the lock, as far as is known; only for a file that is locked, for what a free one says is of yesterday."""
    with suppress(OSError):
        side_file.seek(0)
        said = _HOLDER.fullmatch(side_file.read(_LENGTH).decode("utf-8", "replace"))
        if said:
            seconds = max(time.time() - os.fstat(side_file.fileno()).st_mtime, 0)
            return f"process {said[1]} ({said[2]}) has been writing for {seconds:.0f} s"
    return f"another reviewer has been writing for more than {wait_seconds:.0f} s"


def _waited(side_file: IO[bytes], wait_seconds: float) -> bool:
    """Stands in the kernel's queue for at most `wait_seconds`.

    The queue knows no time limit, so a thread of its own waits in it. When the time is up the thread stays, on a duplicate of the
    descriptor; if it gets the lock after all, that ends as soon as both are closed.
    """
    import portalocker

    got = threading.Event()
    duplicate = os.fdopen(os.dup(side_file.fileno()), "r+b", buffering=0)

    def wait() -> None:
        with duplicate, suppress(portalocker.LockException):
            portalocker.lock(duplicate, portalocker.LockFlags.EXCLUSIVE)
            got.set()

    waiter = threading.Thread(target=wait, name="store-lock", daemon=True)
    waiter.start()
    waiter.join(wait_seconds)
    return got.is_set()

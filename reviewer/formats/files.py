"""Brings the bytes of a file in: regular files of a bounded size, and nothing that can block or never end."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reviewer.core.descriptors import close
from reviewer.errors import InputError

LIMIT = 256 << 20
"""The largest file that is read, in bytes; understanding it takes about ten times as much memory."""


def load(path: Path) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        InputError: it is not there, cannot be read, is no regular file, is larger than `LIMIT`, or changes meanwhile.
    """
    try:
        # Without O_NONBLOCK, opening a FIFO waits for somebody to write to it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise InputError(_reason(path, error), path=str(path)) from error
    except ValueError as error:
        raise InputError(str(error), path=str(path)) from error
    try:
        before = os.fstat(handle)
        _refuse_irregular(path, before.st_mode)
        with os.fdopen(handle, "rb", closefd=False) as file:
            # A file may say that it is shorter than it is, as those in /proc do; one that says it is too long is not begun.
            data = file.read(LIMIT + 1) if before.st_size <= LIMIT else b""
        after = os.fstat(handle)
    except OSError as error:
        raise InputError(_reason(path, error), path=str(path)) from error
    finally:
        close(handle)
    if max(len(data), before.st_size) > LIMIT:
        raise InputError(f"is larger than {LIMIT >> 20} MiB; part it into several files", path=str(path))
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InputError("was written to while it was read; wait until it is complete and try again", path=str(path))
    return data


def _refuse_irregular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputError("is a directory; name the files in it", path=str(path))
    if not stat.S_ISREG(mode):
        raise InputError("is no regular file; save what it gives to a file first", path=str(path))


def _reason(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return "is a link to a file that is not there"
    return (error.strerror or str(error)).lower()

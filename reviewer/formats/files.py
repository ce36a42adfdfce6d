"""Brings the bytes of a file in: regular files of a bounded size, and nothing that can block or never end."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from reviewer.errors import InputError

LIMIT = 1 << 30
"""The largest file that is read, in bytes."""


def load(path: Path) -> bytes:
    """The bytes of the file at `path`.

    Raises:
        InputError: it is not there, cannot be read, is no regular file, or is larger than `LIMIT`.
    """
    try:
        # Without O_NONBLOCK, opening a FIFO waits for somebody to write to it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise InputError(_reason(path, error), path=str(path)) from error
    except ValueError as error:
        raise InputError(str(error), path=str(path)) from error
    try:
        _refuse_irregular(path, os.fstat(handle).st_mode)
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise InputError(_reason(path, error), path=str(path)) from error
    finally:
        os.close(handle)
    if len(data) > LIMIT:
        raise InputError(f"is larger than {LIMIT >> 30} GiB; part it into several files", path=str(path))
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

"""Files that go out: whole or not at all, and never over something that came in.

A file is written beside its target under another name, made durable, and only then takes the target's name, so whoever looks
finds the old file or the new one. What a slip of the finger could destroy is refused: an input, a database, a link, a device.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.descriptors import reading
from reviewer.errors import OutputError
from reviewer.store.file_system import MAGIC, new_unfinished, sync_folder

_LONGEST_NAME = 255
"""Bytes that a file's name may have on the usual file systems."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Files that must not be replaced: by their paths, and by what is in them, wherever they were moved."""

    paths: tuple[Path, ...] = ()
    digests: frozenset[str] = frozenset()
    """SHA-256, in hexadecimal."""


def beside(path: Path, word: str) -> Path:
    """`<stem>.<word><suffix>` in the folder of `path`, or in the current directory where that folder cannot be written to."""
    ending = f".{word}{path.suffix}"
    stem = path.stem
    while stem and len(os.fsencode(stem + ending)) > _LONGEST_NAME:
        stem = stem[:-1]
    folder = path.parent
    is_writable = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return (folder if is_writable else Path.cwd()) / f"{stem}{ending}"


def write_atomically(path: Path, data: bytes, *, never: Inputs = Inputs()) -> None:
    """Make `data` the file at `path`; one that is there is replaced at once and keeps its permissions.

    Raises:
        OutputError: it must not be replaced, or cannot be written; what was there before is still there.
    """
    try:
        _write(path, data, _replaceable(path, data, never))
    except FileNotFoundError as error:
        raise OutputError(f"{path}: there is no folder {path.parent}; nothing was written") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(f"{path}: {reason}; nothing was written") from error


def _replaceable(path: Path, data: bytes, never: Inputs) -> int | None:
    """The permissions of the file at `path`, which may be replaced; None where there is none."""
    real = os.path.realpath(path)  # Path.resolve raises a RuntimeError on a link to itself
    if any(real == os.path.realpath(other) for other in never.paths):
        raise OutputError(f"{path}: is an input or the database, and is not replaced; name another file")
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(status.st_mode):
        raise OutputError(f"{path}: is a link, and is not followed; name the file itself")
    if stat.S_ISDIR(status.st_mode):
        raise OutputError(f"{path}: is a directory; name a file in it")
    if not stat.S_ISREG(status.st_mode):
        raise OutputError(f"{path}: is no regular file; leave -o out to write to standard output")
    with reading(path) as file:
        if file.read(len(MAGIC)) == MAGIC:
            raise OutputError(f"{path}: is a database, and is not replaced; name another file")
        file.seek(0)
        others = never.digests - {hashlib.sha256(data).hexdigest()}
        if others and hashlib.file_digest(file, "sha256").hexdigest() in others:
            raise OutputError(f"{path}: holds the document that was imported, and is not replaced; name another file")
    return stat.S_IMODE(status.st_mode)


def _write(path: Path, data: bytes, mode: int | None) -> None:
    handle, unfinished = new_unfinished(path.parent, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            if mode is not None:
                unfinished.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)

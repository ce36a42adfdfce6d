"""What the file system under a path can do for a database: whether its locks hold, who may write, and when a name is durable.

What a system does not tell is taken to be well: nothing is refused on a guess.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from reviewer.errors import StoreError

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "vboxsf", "virtiofs", "afs"})
"""File systems on which two machines, or a guest and its host, do not see each other's locks or shared memory."""
_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(rb"\\([0-7]{3})")


def mounts() -> bytes:
    """What Linux says of all that is mounted; empty where nobody says it."""
    try:
        return _MOUNTS.read_bytes()
    except OSError:
        return b""


def kind_of(path: Path, mounted: bytes) -> str | None:
    """The kind of file system that `path`, absolute and with links followed, is on by a text such as `mounts` gives."""
    parts = path.parts
    best, kind = 0, None
    for line in mounted.splitlines():
        before, separator, after = line.partition(b" - ")
        fields = before.split(b" ")
        if not separator or len(fields) < 6:
            continue
        point = Path(os.fsdecode(_ESCAPED.sub(lambda escape: bytes([int(escape[1], 8) & 0xFF]), fields[4]))).parts
        # Of two mounts on one folder the later one is on top.
        if parts[: len(point)] == point and len(point) >= best:
            best, kind = len(point), os.fsdecode(after.split(b" ")[0])
    return kind


def refuse_network(path: Path, mounted: bytes | None = None) -> None:
    """Lets nobody open a database where writers cannot keep out of each other's way.

    Raises:
        StoreError: `path` is on a network file system.
    """
    kind = kind_of(path, mounts() if mounted is None else mounted)
    if kind in NETWORK:
        raise StoreError(
            f"{path}: on a network file system ({kind}), where writers do not see each other's locks; "
            "work on a copy on a local disk and bring it together later with `reviewer merge`"
        )


def new_file_mode(folder: Path) -> int:
    """The permissions of a new database in `folder`: for its owner only, or for the group whose shared folder it is."""
    mode = folder.stat().st_mode
    return 0o660 if mode & stat.S_ISGID and mode & stat.S_IWGRP else 0o600


def give_mode(path: Path, mode: int) -> None:
    """Sets the permissions of a file of ours, which the umask may have taken some of."""
    if stat.S_IMODE(path.stat().st_mode) != mode:
        path.chmod(mode)


def how_to_write(path: Path) -> str:
    """Which of the files of the database at `path` this user may not write, whose it is, and what its owner can do."""
    if hasattr(os, "statvfs") and os.statvfs(path.parent).f_flag & os.ST_RDONLY:
        return "it is on a read-only medium; copy it to a disk that can be written"
    for file in (path, *(path.with_name(f"{path.name}{side}") for side in ("-wal", "-shm"))):
        if file.exists() and not os.access(file, os.W_OK):
            return f"{file} is {owner(file)}'s and may not be written; its owner can say: chmod g+rw '{file}'"
    folder = path.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"its folder {folder} is {owner(folder)}'s and may not be written; its owner can say: chmod g+rwxs '{folder}'"
    return "look at its disk, and at the permissions of the folders above it"


def owner(path: Path) -> str:
    """The name of the owner of a file, or the number where it has no name."""
    try:
        return path.owner()
    except (KeyError, NotImplementedError):
        return f"user {path.stat().st_uid}"


def sync_folder(folder: Path) -> None:
    """Makes what was made or renamed in `folder` durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

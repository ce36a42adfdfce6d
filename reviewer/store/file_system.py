"""What the file system under a path can do for our files: whether its locks hold, who may write, and when a name is durable.

What a system does not tell is taken to be well: nothing is refused on a guess. A file that is not finished has a name that nobody
looks for, and goes by its age when whoever was writing it was killed: the number of a process says nothing on a shared disk.
"""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from reviewer.errors import StoreError

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "vboxsf", "virtiofs", "afs"})
"""File systems on which two machines, or a guest and its host, do not see each other's locks or shared memory."""
MAGIC = b"SQLite format 3\x00"
"""What every database begins with."""
_MOUNTS = Path("/proc/self/mountinfo")
_UNFINISHED = re.compile(r"\.reviewer-\d+-\d+\.tmp(-wal|-shm|-journal)?")
_SECONDS_OF_A_WRITE = 3600
"""After which nobody is writing an unfinished file any more."""
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


def database_files(path: Path) -> tuple[Path, ...]:
    """The database at `path` and the files that SQLite and we keep beside it."""
    return tuple(path.with_name(f"{path.name}{side}") for side in ("", "-wal", "-shm", ".lock"))


def logs(path: Path) -> list[Path]:
    """What was written to the database at `path` and is not in its file yet."""
    sides = (path.with_name(f"{path.name}{side}") for side in ("-wal", "-journal"))
    return [side for side in sides if side.exists() and side.stat().st_size]


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


def new_unfinished(folder: Path, mode: int) -> tuple[int, Path]:
    """An empty file in `folder`, open to be written; those that somebody was killed over are deleted."""
    remove_leftovers(folder, _UNFINISHED)
    numbers = count()
    while True:
        path = folder / f".reviewer-{os.getpid()}-{next(numbers)}.tmp"
        with suppress(FileExistsError):
            return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), mode), path


def remove_leftovers(folder: Path, name: re.Pattern[str]) -> None:
    """Deletes the files in `folder` with such a name that nobody can be writing any more."""
    too_old = time.time() - _SECONDS_OF_A_WRITE
    # The folder may be closed to reading, and somebody else may own a file of it, or have deleted it.
    with suppress(OSError):
        for path in folder.iterdir():
            with suppress(OSError):
                if name.fullmatch(path.name) and path.lstat().st_mtime < too_old:
                    path.unlink()


def sync_folder(folder: Path) -> None:
    """Makes what was made or renamed in `folder` durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

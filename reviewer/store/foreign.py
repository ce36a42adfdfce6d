"""Somebody else's database, opened to be read and for nothing else: neither it nor a file beside it is changed.

It may be anything that has the name of a database. So before a row of it is used it must be whole and have a schema that this
program writes, entry by entry: then there is no view, trigger or column in it that could do anything, and its names and digests
can be held against what they are made of. All of it is of one moment, also where its editor goes on working in it.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer.errors import NotADatabaseError, StoreError
from reviewer.store import checking, opening
from reviewer.store.connection import Connection, explained
from reviewer.store.file_system import refuse_network
from reviewer.store.schema import APPLICATION_ID, STEPS

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest text or document that is taken from another database."""
_PATIENCE = 120.0
_BYTES_A_SECOND = 200_000
"""How fast it must be read, at the slowest, after `_PATIENCE` seconds; what takes longer is made to take long."""
_INSTRUCTIONS = 1_000_000
_SIDES = ("-wal", "-journal")

Entry = tuple[str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Another database, whole and of our schema."""

    name: str
    """Its path as it was given."""
    db: Connection
    _file: Path
    _stamp: tuple[int, ...] | None
    """How the file was before it was read without locks."""

    def check_unchanged(self) -> None:
        """Lets nothing be used that was read while somebody wrote.

        Raises:
            StoreError: the file changed since it was opened.
        """
        if self._stamp is not None and _stamp(self._file) != self._stamp:
            raise StoreError(f"{self.name}: was written to while it was read; nothing was merged, try again")


@contextmanager
def opened(path: Path, ours: Path) -> Iterator[Foreign]:
    """The database at `path`, to be merged into the one at `ours`.

    Raises:
        NotADatabaseError: it is something else, damaged, made by a newer version, or not as this program makes them.
        StoreError: it is not there, cannot be read, or is `ours`.
    """
    with ExitStack() as stack:
        try:
            foreign = _opened(path, ours, stack)
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
        yield foreign


def _opened(path: Path, ours: Path, stack: ExitStack) -> Foreign:
    real = path.expanduser().resolve()
    if not real.exists():
        raise StoreError(f"{path}: no such database; nothing was merged")
    if real.samefile(ours):
        raise StoreError(f"{path}: is the database that is merged into, {ours}; name another one")
    opening.recognise(real)
    stamp = None if _logs(real) else _stamp(real)
    db = stack.enter_context(closing(_connected(real, stamp is not None, stack)))
    stack.enter_context(db.snapshot())
    if _recognise(db, str(path)) < len(STEPS):
        db = stack.enter_context(closing(_brought_up_to_date(db, stack)))
        _limit(db)
    return Foreign(str(path), db, real, stamp)


def check(other: Foreign) -> None:
    """Holds every name, digest and id in it against what it is made of, but for those of reviews.

    These are looked at when they are taken: one that is known is not taken.

    Raises:
        NotADatabaseError: something is damaged, or was made to look like something else.
    """
    for checked in checking.originals(other.db, without="reviews"):
        for damage in checked.damage:
            raise damaged(other, f"{damage.what}: {damage.where}: {damage.found}")
    stray = other.db.value(_STRAY)
    if stray is not None:
        raise damaged(other, f"segments: {stray} stands in no article")


_STRAY = """
    SELECT uid FROM segment WHERE NOT EXISTS (SELECT 1 FROM place WHERE segment_id = segment.id)
        AND NOT EXISTS (SELECT 1 FROM segment_alias WHERE segment_alias.uid = segment.uid)
"""


def damaged(other: Foreign, what: str) -> NotADatabaseError:
    """The error that says what is wrong with it."""
    return NotADatabaseError(f"{other.name}: damaged: {what}; nothing was merged, `reviewer verify` there shows all of it")


def _connected(real: Path, is_alone: bool, stack: ExitStack) -> Connection:
    if is_alone:
        return Connection(real, readonly=True, immutable=True)
    if real.with_name(f"{real.name}-shm").exists():
        # Somebody has it open, or had: SQLite's own locks make it one moment.
        refuse_network(real)
        return Connection(real, readonly=True)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="reviewer-")))
    for side in ("", *_SIDES):
        original = real.with_name(f"{real.name}{side}")
        if original.exists():
            shutil.copyfile(original, folder / f"theirs.db{side}")
    return Connection(folder / "theirs.db", readonly=False)


def _brought_up_to_date(old: Connection, stack: ExitStack) -> Connection:
    """A copy of a database of an older version, with the schema of today."""
    path = Path(stack.enter_context(TemporaryDirectory(prefix="reviewer-"))) / "theirs.db"
    try:
        with closing(sqlite3.connect(path)) as copy:
            old.sqlite.backup(copy)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return opening.opened(path, create=False, readonly=False)


def _recognise(db: Connection, name: str) -> int:
    """Looks at the database through SQLite; its version."""
    _limit(db)
    version: int = db.value("PRAGMA user_version")
    if version > len(STEPS):
        raise NotADatabaseError(
            f"{name}: made by a newer reviewer (schema {version}, this one knows {len(STEPS)}); nothing was merged, "
            "install the newest: pip install --upgrade mt-reviewer"
        )
    if version < 1 or db.value("PRAGMA application_id") != APPLICATION_ID or db.value("PRAGMA encoding") != "UTF-8":
        raise NotADatabaseError(f"{name}: not a database that reviewer made; nothing was merged")
    found = frozenset(db.all(_SCHEMA))
    odd = min(found ^ _schema(version), default=None)
    if odd is not None:
        raise NotADatabaseError(f"{name}: its {odd[0]} {odd[1]} is not as reviewer makes it; nothing was merged")
    (said,) = db.one("PRAGMA quick_check(1)") or ("nothing",)
    said = " ".join(said.split())
    if "error code=" in said:
        raise StoreError(f"{name}: its disk fails ({said}); nothing was merged, try again when that is mended")
    if said != "ok":
        raise NotADatabaseError(f"{name}: damaged ({said}); nothing was merged, `reviewer verify` there shows all of it")
    return version


_SCHEMA = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema"


@lru_cache
def _schema(version: int) -> frozenset[Entry]:
    """Every entry of the schema that this program has at a version."""
    with TemporaryDirectory(prefix="reviewer-") as folder:
        path = Path(folder) / "new.db"
        with closing(opening.opened(path, create=True, readonly=False, steps=STEPS[:version])) as db:
            return frozenset(db.all(_SCHEMA))


def _limit(db: Connection) -> None:
    """Lets nothing in it take more memory or time than its size explains."""
    size = db.value("PRAGMA page_size") * db.value("PRAGMA page_count")
    end = time.monotonic() + _PATIENCE + size / _BYTES_A_SECOND
    db.sqlite.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    db.sqlite.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    db.sqlite.set_progress_handler(lambda: time.monotonic() > end, _INSTRUCTIONS)


def _logs(real: Path) -> list[Path]:
    """What of the database is not in its file."""
    sides = (real.with_name(f"{real.name}{side}") for side in _SIDES)
    return [side for side in sides if side.exists() and side.stat().st_size]


def _stamp(file: Path) -> tuple[int, ...]:
    status = file.stat()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)

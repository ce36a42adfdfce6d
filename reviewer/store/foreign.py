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

from reviewer.core.descriptors import reading
from reviewer.errors import NotADatabaseError, StoreError
from reviewer.store import opening
from reviewer.store.connection import Connection, explained
from reviewer.store.file_system import logs, refuse_network
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
    stamp = None if logs(real) else _stamp(real)
    db = stack.enter_context(closing(_connected(real, stamp is not None, stack)))
    stack.enter_context(db.snapshot())
    if _recognise(db, str(path)) < len(STEPS):
        db = stack.enter_context(closing(_brought_up_to_date(db, stack)))
        _limit(db)
    return Foreign(str(path), db, real, stamp)


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
            with reading(original) as theirs, (folder / f"theirs.db{side}").open("wb") as copy:
                shutil.copyfileobj(theirs, copy)
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
    for kind, table, _, sql in sorted(found):
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            _check_pages(db, table, name)
    return version


def _check_pages(db: Connection, table: str, name: str) -> None:
    (said,) = db.all(f"PRAGMA quick_check({table})")[0]
    said = " ".join(said.split())
    if "error code=" in said:
        raise StoreError(f"{name}: its disk fails ({said}); nothing was merged, try again when that is mended")
    if said != "ok":
        raise NotADatabaseError(f"{name}: damaged ({said}); nothing was merged, `reviewer verify` there shows all of it")


_SCHEMA = """
    SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
    WHERE NOT (tbl_name GLOB '*_fts_*' AND (type = 'table' AND rootpage > 0 OR sql IS NULL))
"""
"""All but what SQLite makes for a search index, as each version of it does: no search and no check ever reads that here."""


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


def _stamp(file: Path) -> tuple[int, ...]:
    status = file.stat()
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

"""One connection to one database file: how it is opened, how it writes, and what its errors mean.

The rules that keep confirmed reviews (measured, each of them): WAL with `synchronous=FULL`; every write inside the file lock
and `BEGIN IMMEDIATE`; every cursor read to its end before a method returns, because an open one keeps the log from being
folded in and makes the next save fail; only parameters, never values, in SQL. A `sqlite3` error is translated here; only
`opening`, `backup` and `salvaging`, which work on files that are not known to be ours or whole, catch one besides.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from reviewer.core import descriptors
from reviewer.errors import LockedError, NotADatabaseError, StoreError
from reviewer.store.file_system import how_to_write, refuse_network
from reviewer.store.lock import locked

Row = tuple[Any, ...]

WAIT_SECONDS = 10.0
"""How long a write waits for another process."""
LONGEST_LOG = 4 * 1024 * 1024
"""Bytes of write-ahead log after which a save folds it into the database."""
OLDEST_SQLITE = (3, 37, 0)
"""The first that knows strict tables."""
_CHUNK = 4096
_PASSING = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_IOERR)
"""What a disk may say once and not again."""

_PRAGMAS = """
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA foreign_keys = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA mmap_size = 0;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = 67108864;
"""


class Connection:
    """A `sqlite3` connection with our rules, bound to the thread and the process that opened it."""

    def __init__(self, path: Path, *, readonly: bool, immutable: bool = False) -> None:
        self.path = path
        self.readonly = readonly
        self.version = 0
        """The schema that was found at opening; writing stops when a newer program has changed it."""
        self._thread = threading.get_ident()
        self._process = os.getpid()
        # What is said not to change is read without locks and without a log: only where somebody looks whether it did.
        mode = ("ro" if readonly else "rw") + ("&immutable=1" if immutable else "")
        try:
            with ExitStack() as closing_all:
                self._held = descriptors.hold(path)
                closing_all.callback(descriptors.let_go, self._held)
                if not readonly:
                    _refuse_names(path)
                self.sqlite = sqlite3.connect(
                    f"{path.as_uri()}?mode={mode}", uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
                )
                closing_all.callback(self.sqlite.close)
                self.sqlite.executescript(_PRAGMAS + ("PRAGMA query_only = ON;" if readonly else ""))
                self._all = closing_all.pop_all()
        except (sqlite3.Error, OSError) as error:
            raise explained(error, path) from error

    def close(self) -> None:
        """Closes it; closing twice is closing once."""
        with suppress(sqlite3.Error):
            self._all.close()

    def all(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Every row of a query."""
        self._check_owner()
        try:
            within = self.sqlite.in_transaction
            try:
                return self.sqlite.execute(sql, parameters).fetchall()
            except sqlite3.Error as error:
                # What an error has ended is not gone on with outside of a transaction.
                if _code(error) not in _PASSING or self.sqlite.in_transaction != within:
                    raise
                # Read from the disk once more, not from what is in memory, before anything is called damaged.
                self.sqlite.execute("PRAGMA shrink_memory")
                return self.sqlite.execute(sql, parameters).fetchall()
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query."""
        rows = self.all(sql, parameters)
        return rows[0] if rows else None

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first value of the first row of a query; None where there is no row."""
        row = self.one(sql, parameters)
        return row[0] if row else None

    def chunks(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[list[Row]]:
        """The rows of a long query, some thousands at a time, for a caller that reads them to the end at once."""
        self._check_owner()
        try:
            cursor = self.sqlite.execute(sql, parameters)
            while rows := cursor.fetchmany(_CHUNK):
                yield rows
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    def run(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Runs one statement and says how many rows it changed."""
        self._check_owner()
        try:
            return self.sqlite.execute(sql, parameters).rowcount
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Runs one statement for each of `rows`."""
        self._check_owner()
        try:
            self.sqlite.executemany(sql, rows)
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that holds the only right to write; all of it is durable at the end, or none of it happened."""
        self._check_owner()
        if self.readonly:
            raise StoreError(f"{self.path}: opened for reading only")
        with locked(self.path, WAIT_SECONDS):
            self._check_same_file()
            self.run("BEGIN IMMEDIATE")
            try:
                if self.value("PRAGMA user_version") != self.version:
                    raise StoreError(
                        f"{self.path}: a newer reviewer has changed it while it was open; nothing was written, start again"
                    )
                yield
                self.run("COMMIT")
            except BaseException as error:
                with suppress(sqlite3.Error, MemoryError):
                    self.sqlite.rollback()
                if isinstance(error, UnicodeError | MemoryError):
                    raise explained(error, self.path) from error
                raise
            self._fold_log()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read within is of one moment, whatever others write meanwhile."""
        self.run("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self.sqlite.rollback()

    @contextmanager
    def roomy(self, mebibytes: int = 128) -> Iterator[None]:
        """Memory for the pages of a long import, given back after it."""
        self.run(f"PRAGMA cache_size = {int(-1024 * mebibytes)}")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self.sqlite.execute("PRAGMA cache_size = -2000")

    def _fold_log(self) -> None:
        """Folds a long log into the database while we hold the lock; a reader may keep it from being emptied, never us."""
        log = self.path.with_name(f"{self.path.name}-wal")
        # What was asked is done and durable: nothing that happens here may say otherwise.
        with suppress(sqlite3.Error, OSError, MemoryError):
            if log.stat().st_size > LONGEST_LOG:
                self.sqlite.execute("PRAGMA busy_timeout = 0")
                self.sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with suppress(sqlite3.Error, MemoryError):
            self.sqlite.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")

    def _check_owner(self) -> None:
        if self._thread != threading.get_ident() or self._process != os.getpid():
            raise StoreError(f"{self.path}: opened in another thread or process; open it where it is used")

    def _check_same_file(self) -> None:
        try:
            same = descriptors.identity(self.path) == self._held.identity
            _refuse_names(self.path)
        except OSError:
            same = False
        if not same:
            raise StoreError(f"{self.path}: the file was moved or replaced while it was open; nothing was written, open it again")


def refuse_unsafe(path: Path) -> None:
    """Lets nobody open a database where it could be damaged; `path` is absolute, with links followed.

    Raises:
        StoreError: SQLite is too old, or the file system knows no locks between machines.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE[:2]))
        raise StoreError(f"{path}: this Python's SQLite is {sqlite3.sqlite_version}, {oldest} is needed; install a newer Python")
    refuse_network(path)


def _refuse_names(path: Path) -> None:
    """Refuses to write to a file that has a second name: SQLite keeps a log for each, and one overwrites what the other saved."""
    if path.stat().st_nlink > 1:
        raise StoreError(f"{path}: has a second name (a hard link), under which saves would be lost; delete it first")


def _code(error: Exception) -> int:
    """The primary result code of SQLite; 0 of an error that is not SQLite's."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def explained(error: Exception, path: Path) -> StoreError:
    """What a library's `error` on the database at `path` means to a person."""
    name = getattr(error, "sqlite_errorname", "") or ""
    match _code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LockedError(
                f"{path}: another program holds it for more than {WAIT_SECONDS:.0f} seconds; nothing was written, try again"
            )
        case sqlite3.SQLITE_NOTADB:
            return NotADatabaseError(f"{path}: not a review database; name another file with --db")
        case sqlite3.SQLITE_CORRUPT:
            return NotADatabaseError(
                f"{path}: damaged ({error}); nothing was written; "
                "restore it from a backup, or make a new one of what is whole: reviewer verify --salvage OUT.db"
            )
        case sqlite3.SQLITE_FULL:
            return StoreError(f"{path}: no space left on its disk; nothing was written, make room and try again")
        case sqlite3.SQLITE_IOERR if name == "SQLITE_IOERR_SHMSIZE":
            return StoreError(f"{path}: no space left on its disk for the side file {path.name}-shm; make room and try again")
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                f"{path}: its disk fails ({error}): broken, taken away, made read-only or over a quota; nothing was written, "
                "try again when that is mended"
            )
        case sqlite3.SQLITE_READONLY:
            return StoreError(f"{path}: nothing was written; {how_to_write(path)}")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"{path}: cannot be opened; {how_to_write(path)}")
    if isinstance(error, UnicodeEncodeError):
        return StoreError(f"{path}: half of a surrogate pair ({error.object[error.start]!r}) is no text and cannot be kept")
    if isinstance(error, OSError):
        return StoreError(f"{path}: {error.strerror or error}")
    if isinstance(error, MemoryError):
        return StoreError(f"{path}: not enough memory; nothing was written, close something else and try again")
    return StoreError(f"{path}: {error}; nothing was written")

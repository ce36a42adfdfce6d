"""From a path to an open, recognised and up-to-date database, or to a refusal that leaves the file as it is.

A file is looked at byte by byte before SQLite sees it, so that something else with a database's name is not touched. A new
database is made complete in a file beside and then gets its name: there is never an empty or half-made one to be found.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import NotADatabaseError, StoreError
from reviewer.store.connection import WAIT_SECONDS, Connection, explained
from reviewer.store.lock import locked
from reviewer.store.schema import APPLICATION_ID, STEPS

if TYPE_CHECKING:
    from sqlite_utils import Database

Steps = Sequence[tuple[str, Callable[["Database"], None]]]

_MAGIC = b"SQLite format 3\x00"


def opened(path: Path, *, create: bool, readonly: bool, steps: Steps = STEPS) -> Connection:
    """An up-to-date connection to the database at `path`.

    Raises:
        NotADatabaseError: the file is something else, damaged, or from a newer version; its bytes are as they were.
        StoreError: there is no such file and `create` is false, or it cannot be made or read.
    """
    try:
        real = path.expanduser().resolve()
        if not real.exists():
            if not create or readonly:
                raise StoreError(f"{path}: no such database; `reviewer import FILE --db {path}` makes one")
            _make(real, steps)
        recognise(real)
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    connection = Connection(real, readonly=readonly)
    try:
        _bring_up_to_date(connection, steps)
    except BaseException:
        connection.close()
        raise
    return connection


def recognise(path: Path) -> None:
    """Looks at the file itself.

    Raises:
        NotADatabaseError: when it is no whole review database.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotADatabaseError(f"{path}: not a regular file; a review database is one file")
    if status.st_size == 0:
        raise NotADatabaseError(
            f"{path}: empty (0 bytes), as after a crash or a failed copy; restore it from a backup, or delete it to start anew"
        )
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise NotADatabaseError(f"{path}: not a review database; name another file with --db")
    page_size = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (65536 if page_size == 1 else page_size)
    # With a log beside it the file may rightly be shorter: what is missing is in the log.
    log = path.with_name(f"{path.name}-wal")
    if status.st_size < expected and not (log.exists() and log.stat().st_size):
        raise NotADatabaseError(
            f"{path}: damaged: {status.st_size:,} of {expected:,} bytes; it was not touched, restore it from a backup"
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotADatabaseError(f"{path}: a database of another program; name another file with --db")


def _make(path: Path, steps: Steps) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.new")
    with locked(path, WAIT_SECONDS):
        if path.exists():
            return
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            connection = sqlite3.connect(unfinished, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
                connection.execute("PRAGMA synchronous = FULL")
                _migrate(connection, steps)
            finally:
                connection.close()
            unfinished.rename(path)
            sync_folder(path.parent)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        finally:
            for leftover in (unfinished, *(unfinished.with_name(f"{unfinished.name}{side}") for side in ("-wal", "-shm"))):
                leftover.unlink(missing_ok=True)


def _bring_up_to_date(connection: Connection, steps: Steps) -> None:
    version = connection.value("PRAGMA user_version")
    if version > len(steps):
        raise NotADatabaseError(
            f"{connection.path}: made by a newer reviewer (schema {version}, this one knows {len(steps)}); "
            "install the newest: pip install --upgrade mt-reviewer"
        )
    if version < len(steps):
        if connection.readonly:
            raise StoreError(f"{connection.path}: made by an older reviewer; open it once for writing to bring it up to date")
        with locked(connection.path, WAIT_SECONDS):
            if connection.value("PRAGMA user_version") < len(steps):
                _back_up(connection, version)
                try:
                    _migrate(connection.sqlite, steps)
                except sqlite3.Error as error:
                    raise explained(error, connection.path) from error
    # Reads the whole schema, so that a damaged one is told here.
    connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'")
    connection.version = len(steps)


def _migrate(connection: sqlite3.Connection, steps: Steps) -> None:
    """All missing steps in one transaction; the caller holds the lock."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    db = sqlite_utils.Database(connection, execute_plugins=False)
    migrations = Migrations("reviewer")
    for name, step in steps:
        migrations(name=name)(step)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("INSERT OR IGNORE INTO meta VALUES ('db_id', ?)", (str(uuid.uuid4()),))
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise


def _back_up(connection: Connection, version: int) -> None:
    """A verified copy of an older database beside it, before anything is changed."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    copy = connection.path.with_name(f"{connection.path.name}.backup-v{version}-{moment}.db")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection.run("VACUUM INTO ?", (str(copy),))
    counts = "SELECT (SELECT count(*) FROM review), (SELECT count(*) FROM place), (SELECT count(*) FROM document)"
    try:
        backup = sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)
        try:
            whole = backup.execute("PRAGMA quick_check").fetchone() == ("ok",)
            same = backup.execute(counts).fetchone() == connection.one(counts)
        finally:
            backup.close()
    except sqlite3.Error as error:
        raise explained(error, copy) from error
    if not (whole and same):
        raise StoreError(f"{copy}: the backup before bringing the database up to date is not good; nothing was changed")
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    sync_folder(copy.parent)


def sync_folder(folder: Path) -> None:
    """Makes what was made or renamed in `folder` durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

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
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.core import descriptors
from reviewer.errors import NotADatabaseError, StoreError
from reviewer.store.backup import automatic
from reviewer.store.connection import WAIT_SECONDS, Connection, explained, refuse_unsafe
from reviewer.store.file_system import MAGIC, give_mode, logs, new_file_mode, sync_folder
from reviewer.store.lock import locked
from reviewer.store.schema import APPLICATION_ID, STEPS

if TYPE_CHECKING:
    from sqlite_utils import Database

Steps = Sequence[tuple[str, Callable[["Database"], None]]]


def opened(path: Path, *, create: bool, readonly: bool, steps: Steps = STEPS) -> Connection:
    """An up-to-date connection to the database at `path`.

    Raises:
        NotADatabaseError: the file is something else, damaged, or from a newer version; its bytes are as they were.
        StoreError: there is no such file and `create` is false, or it cannot be made or read.
    """
    try:
        real = path.expanduser().resolve()
        refuse_unsafe(real)
        if not real.exists():
            if not create or readonly:
                raise StoreError(f"{path}: no such database; `reviewer import FILE --db {path}` makes one")
            _make(real, steps)
        _refuse_newer(real, recognise(real), len(steps))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    connection = Connection(real, readonly=readonly)
    try:
        _bring_up_to_date(connection, steps)
    except NotADatabaseError:
        _leave(connection)
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def recognise(path: Path) -> int:
    """Looks at the file itself; the version of the schema that it has by itself, a log beside it may have a later one.

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
    if descriptors.is_open(path):
        return 0  # so it was looked at
    with descriptors.reading(path) as file:
        header = file.read(100)
    if not header.startswith(MAGIC) or len(header) < 100:
        raise NotADatabaseError(f"{path}: not a review database; name another file with --db")
    page_size = int.from_bytes(header[16:18], "big")
    expected = int.from_bytes(header[28:32], "big") * (65536 if page_size == 1 else page_size)
    # With a log beside it the file may rightly be shorter: what is missing is in the log.
    if status.st_size < expected and not logs(path):
        raise NotADatabaseError(
            f"{path}: damaged: {status.st_size:,} of {expected:,} bytes; it was not touched; "
            "restore it from a backup, or make a new one of what is whole: reviewer verify --salvage OUT.db"
        )
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotADatabaseError(f"{path}: a database of another program; name another file with --db")
    return int.from_bytes(header[60:64], "big", signed=True)


def _make(path: Path, steps: Steps) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_name(f"{path.name}.new")
    with locked(path, WAIT_SECONDS):
        if path.exists():
            return
        _refuse_orphans(path)
        _remove(unfinished)
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        give_mode(unfinished, new_file_mode(path.parent))
        try:
            connection = sqlite3.connect(unfinished, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
                connection.execute("PRAGMA synchronous = FULL")
                _migrate(connection, steps)
                # Closing folds the log in too, but says nothing when there is no room for it.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
            unfinished.rename(path)
            sync_folder(path.parent)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        finally:
            _remove(unfinished)


def _refuse_orphans(path: Path) -> None:
    """Makes no database beside the log of one that is gone: SQLite would take the log for the new one's."""
    for log in logs(path):
        raise StoreError(
            f"{path}: no such database, but {log.name} holds what was saved last in one; "
            "put that database back beside it, or move it away to start anew"
        )


def _remove(unfinished: Path) -> None:
    for side in ("", "-wal", "-shm"):
        unfinished.with_name(f"{unfinished.name}{side}").unlink(missing_ok=True)


def _leave(connection: Connection) -> None:
    """Closes it and leaves the file and its log as they are; the last to close would fold the log in, if it may write."""
    with suppress(StoreError), closing(Connection(connection.path, readonly=True)) as last:
        last.value("PRAGMA user_version")
        connection.close()
    connection.close()


def _bring_up_to_date(connection: Connection, steps: Steps) -> None:
    version = connection.value("PRAGMA user_version")
    if version < len(steps):
        if connection.readonly:
            raise StoreError(f"{connection.path}: made by an older reviewer; open it once for writing to bring it up to date")
        with locked(connection.path, WAIT_SECONDS):
            # Whoever had the lock before may have done it.
            version = connection.value("PRAGMA user_version")
            if version < len(steps):
                automatic(connection, f"v{version}")
                try:
                    version = _migrate(connection.sqlite, steps)
                except sqlite3.Error as error:
                    raise explained(error, connection.path) from error
    _refuse_newer(connection.path, version, len(steps))
    # Reads the whole schema, so that a damaged one is told here.
    connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'")
    connection.version = len(steps)


def _refuse_newer(path: Path, version: int, known: int) -> None:
    if version > known:
        raise NotADatabaseError(
            f"{path}: made by a newer reviewer (schema {version}, this one knows {known}); "
            "install the newest: pip install --upgrade mt-reviewer"
        )


def _migrate(connection: sqlite3.Connection, steps: Steps) -> int:
    """All missing steps in one transaction, and which version it is now; the caller holds the lock, where there can be one."""
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    db = sqlite_utils.Database(connection, execute_plugins=False)
    migrations = Migrations("reviewer")
    for name, step in steps:
        migrations(name=name)(step)
    connection.execute("BEGIN IMMEDIATE")
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if version < len(steps):
            migrations.apply(db)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(steps)}")
            connection.execute("INSERT OR IGNORE INTO meta VALUES ('db_id', ?)", (str(uuid.uuid4()),))
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise
    return max(version, len(steps))

"""A whole copy of a database while others go on saving, and the copies that are kept before something large is done to it.

A copy is made under a name that nobody looks for, read again, made durable, and only then gets its own name: a file with a
backup's name is a whole one. SQLite reads the original as of one moment, with the log; copying the file itself would lose what is
in the log.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reviewer.errors import StoreError
from reviewer.store.connection import Connection, explained
from reviewer.store.file_system import give_mode, logs, new_unfinished, sync_folder
from reviewer.store.schema import APPEND_ONLY

_KEPT = 5
"""How many automatic backups of a reason are kept where they are thinned out."""
_OF_THE_ORIGINAL = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was read again and found whole."""

    path: Path
    rows: Counts
    """How many rows each table has that is only added to."""
    size: int
    """Bytes of the file."""


def copy(connection: Connection, target: Path) -> Path:
    """A whole and durable copy at `target`, where a file is replaced; see `made`."""
    return made(connection, target).path


def automatic(connection: Connection, reason: str) -> Path:
    """A copy beside the database, `<database>.backup-<reason>-<UTC>.db`, before `reason` is begun; outside of a transaction.

    Raises:
        StoreError: it cannot be made, as where there is no room; what it was to come before must not be begun.
    """
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return copy(connection, connection.path.with_name(f"{connection.path.name}.backup-{reason}-{moment}.db"))


def made(connection: Connection, target: Path) -> Backup:
    """A copy of the database as it is at one moment, whole, durable, and in the place of a file that is at `target`.

    Raises:
        StoreError: it cannot be made, or is not what it should be; `target` is as it was.
    """
    try:
        if logs(target):
            # A log that is left beside another database would be taken for its own.
            raise StoreError(
                f"{target}: is open, or was not closed: there is a log beside it; no backup was made, name another file"
            )
        with _unfinished(target, connection.path) as copied:
            rows = _filled(connection, copied, target)
            with copied.open("rb") as file:
                os.fsync(file.fileno())
                size = os.fstat(file.fileno()).st_size
            copied.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(f"{target}: {error.strerror or error}; no backup was made, and nothing else was begun") from error
    return Backup(target, rows, size)


@contextmanager
def _unfinished(target: Path, original: Path) -> Iterator[Path]:
    """An empty file beside `target` for whoever may read the original; what is left of it at the end is taken away."""
    handle, path = new_unfinished(target.parent, 0o600)
    os.close(handle)
    try:
        status = original.stat()
        # The group of another folder may be other people.
        give_mode(path, 0o600 | (status.st_mode & 0o060 if path.stat().st_gid == status.st_gid else 0))
        yield path
    finally:
        for leftover in (path, *(path.with_name(f"{path.name}{side}") for side in ("-wal", "-shm", "-journal"))):
            leftover.unlink(missing_ok=True)


def _filled(connection: Connection, copied: Path, target: Path) -> Counts:
    """Copies into the empty file and reads it again; its rows."""
    before = _counts(connection)
    try:
        _vacuum(connection, copied)
        with closing(sqlite3.connect(f"{copied.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)) as backup:
            # SQLite leaves a copy without write-ahead log, with which we work.
            backup.execute("PRAGMA journal_mode = WAL").fetchall()
            whole = backup.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            rows = {table: backup.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in before}
            versions = [backup.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in ("application_id", "user_version")]
    except sqlite3.Error as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        raise explained(error, connection.path if code in _OF_THE_ORIGINAL else target) from error
    after = _counts(connection)
    # Rows are only added: as of the moment of the copy there are no fewer than before it and no more than after it.
    same = all(before[table] <= count <= after[table] for table, count in rows.items())
    if not (whole and same and versions == [connection.value("PRAGMA application_id"), connection.value("PRAGMA user_version")]):
        raise StoreError(f"{target}: the backup is not what it should be; it was taken away, and nothing else was begun")
    return rows


def _vacuum(connection: Connection, copied: Path) -> None:
    # A connection for reading refuses it, though only the copy is written.
    connection.run("PRAGMA query_only = OFF")
    try:
        connection.sqlite.execute("VACUUM INTO ?", (str(copied),))
    finally:
        connection.run(f"PRAGMA query_only = {int(connection.readonly)}")


def _counts(connection: Connection) -> Counts:
    """The rows of the tables that are only added to; an older database has not all of them."""
    with connection.snapshot():
        there = {name for (name,) in connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return {table: connection.value(f"SELECT count(*) FROM {table}") for table in APPEND_ONLY if table in there}


def thin_out(database: Path, reason: str, newest: Path) -> None:
    """Removes all but the newest automatic backups of a reason, once what the newest was made for is done.

    One that somebody has worked in is no backup any more and stays.
    """
    name = re.compile(rf"{re.escape(database.name)}\.backup-{re.escape(reason)}-\d{{8}}T\d{{12}}Z\.db")
    # By their names, but the one that was just made: the clock may have been set back.
    older = sorted(file for file in database.parent.iterdir() if name.fullmatch(file.name) and file != newest)
    for file in older[: max(len(older) - _KEPT + 1, 0)]:
        if not file.is_symlink() and file.is_file() and not logs(file):
            file.unlink()

"""What a database stands on besides its rows: its schema, its search indexes, its files, the file system, SQLite, the clock.

Damage is what keeps the program from working as it was written. What only should be known, as that somebody may not write, is a
note.
"""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from reviewer.errors import LockedError, StoreError
from reviewer.store.checking import Checked, Damage, held
from reviewer.store.connection import Connection
from reviewer.store.file_system import database_files, kind_of, logs, mounts, owner
from reviewer.store.lock import problem
from reviewer.store.rederiving import Compared
from reviewer.store.schema import STEPS

Entries = dict[tuple[str, str], str]
"""What is in a schema: kind and name, and how it was said."""

LARGEST_INDEXED = 256 * 1024 * 1024
"""Bytes of a database whose search indexes are still looked into: a copy of it is made in memory."""
_SAFE_LOG = (3, 51, 3)
_LONG_LOG = 64 * 1024 * 1024
_SYNCED = re.compile(
    r"(?i)dropbox|onedrive.*|google ?drive|googledrive.*|icloud.*|mobile documents|nextcloud|owncloud|cloudstorage"
)
_SYNC_MARKS = (".dropbox", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log")
_A_DAY = timedelta(days=1)
_OF_SEARCH = re.compile(r"(segment|review)_fts_(data|idx|content|docsize|config)")
_INDEXES = {
    "segment_fts": "SELECT count(*) FROM segment",
    "review_fts": "SELECT count(*) FROM review",
}
"""The search indexes, and how many texts are in them once only these are left that are indexed."""
_ONLY_INDEXED = """
    DROP TRIGGER IF EXISTS review_no_delete;
    DELETE FROM review WHERE correction IS NULL OR seq > coalesce(
        (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'corrections_indexed'), 0);
"""


def check(db: Connection, named: Path, now: datetime) -> Iterator[Checked]:
    """What the rows of `db` stand on, kind by kind.

    Args:
        db: the database.
        named: how its path was given, links and all.
        now: the time.
    """
    yield held("schema", "every table, index, view and trigger is as it was written", _schema(db))
    yield held("names", "the database has one", _meta(db))
    yield _search(db)
    yield _files(db, named)
    yield _clock(db, now)


def _schema(db: Connection) -> Iterator[Compared]:
    """Each thing that this program makes; what others added is left alone, but for triggers, which may undo a save."""
    ours = _written()
    there = _entries(db.all("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    for (kind, name), sql in ours.items():
        yield f"{kind} {name}", there.get((kind, name), "nothing"), sql
    for kind, name in there.keys() - ours.keys():
        if kind == "trigger":
            yield f"{kind} {name}", there[kind, name], "nothing"


def _written() -> Entries:
    """The schema as this program writes it."""
    from sqlite_utils import Database

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        made = Database(memory, execute_plugins=False)
        for _, step in STEPS:
            step(made)
        return _entries(memory.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall())


def _entries(rows: list[tuple[str, str, str]]) -> Entries:
    # Another version of SQLite keeps a search index in other tables.
    return {(kind, name): sql for kind, name, sql in rows if not _OF_SEARCH.fullmatch(name)}


def _meta(db: Connection) -> Iterator[Compared]:
    said: dict[str, str] = dict(db.all("SELECT key, value FROM meta"))
    name = said.get("db_id", "")
    try:
        found = str(uuid.UUID(name))
    except ValueError:
        found = "the name of a database"
    yield "db_id", name, found
    indexed = said.get("corrections_indexed", "0")
    last = db.value("SELECT coalesce(max(seq), 0) FROM review")
    fits = indexed.isascii() and indexed.isdigit() and int(indexed) <= last
    yield "corrections_indexed", indexed, indexed if fits else f"at most {last}"


def _search(db: Connection) -> Checked:
    """By SQLite's own check, which writes, in a copy in memory: every word of every text, and none besides."""
    what, holds = "search indexes", "every word is in them"
    size = db.value("PRAGMA page_count") * db.value("PRAGMA page_size")
    if size > LARGEST_INDEXED:
        return Checked(what, 0, holds, "derived", (), ((0, f"not looked into, for the database has {size / 1e6:,.0f} MB"),))
    count, damage = 0, []
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        try:
            db.sqlite.backup(memory)
            # Only the copy: it has no log that it could be in.
            memory.executescript(_ONLY_INDEXED)
            for index, counting in _INDEXES.items():
                count += memory.execute(counting).fetchone()[0]
                try:
                    memory.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
                except sqlite3.DatabaseError as error:
                    damage.append(Damage(what, index, None, f"does not fit the texts: {error}"))
        except sqlite3.Error as error:
            damage.append(Damage(what, "all", None, f"cannot be read: {error}"))
    return Checked(what, count, holds, "derived", tuple(damage))


def _files(db: Connection, named: Path) -> Checked:
    """The file, and those that SQLite and we keep beside it."""
    path = db.path
    sides = [side for side in database_files(path)[1:] if side.exists()]
    notes = [note for side in sides for note in _misfits(side, path.stat())]
    notes += [*_names(path, named), *_surroundings(path)]
    length = sum(log.stat().st_size for log in logs(path))
    if length > _LONG_LOG:
        notes.append(f"{length / 1e6:,.0f} MB of log: somebody has had the database open for reading for long")
    if sqlite3.sqlite_version_info < _SAFE_LOG:
        notes.append(
            "SQLite before 3.51.3 may damage a database that other programs write to besides; ours keep out of each other's way"
        )
    kind = kind_of(path, mounts()) or "a file system that nobody names"
    holds = f"on {kind}, SQLite {sqlite3.sqlite_version}, {length:,} bytes of log"
    return Checked("files", 1 + len(sides), holds, notes=tuple(notes))


def _names(path: Path, named: Path) -> Iterator[str]:
    names = path.stat().st_nlink
    if names > 1:
        yield f"{path} has {names} names (hard links); open it by this one only, another has its own log and lock"
    if named.is_symlink():
        yield f"{named} is a link to {path}"


def _surroundings(path: Path) -> Iterator[str]:
    if os.access(path, os.W_OK) and (said := problem(path)):
        yield said
    synced = (
        folder
        for folder in path.parents
        if _SYNCED.fullmatch(folder.name) or any((folder / mark).exists() for mark in _SYNC_MARKS)
    )
    for folder in islice(synced, 1):
        yield f"{folder} looks like a folder that is kept the same on several machines, which can damage an open database"


def _misfits(side: Path, database: os.stat_result) -> Iterator[str]:
    status = side.stat()
    mode = stat.S_IMODE(database.st_mode)
    if stat.S_IMODE(status.st_mode) != mode:
        yield f"{side} has other permissions than the database; {owner(side)} can say: chmod {mode:o} '{side}'"
    if status.st_gid != database.st_gid:
        yield f"{side} is of another group than the database; {owner(side)} can say: chgrp {database.st_gid} '{side}'"


def _clock(db: Connection, now: datetime) -> Checked:
    try:
        count, newest = db.one("SELECT count(*), max(at) FROM review") or (0, None)
    except LockedError:
        raise
    except StoreError as error:
        return Checked("times", 0, "", damage=(Damage("times", "reviews", None, f"cannot be read: {error}"),))
    limit = (now.astimezone(UTC) + _A_DAY).strftime("%Y-%m-%dT%H:%M:%S")
    ahead = newest is not None and newest[: len(limit)] > limit
    notes = (f"the newest review is of {newest}, more than a day ahead of this machine's clock",) if ahead else ()
    return Checked("times", count, "no review is of the future" if not ahead else "of reviews", notes=notes)

"""Which file a new backup may take the place of: an older backup of the same database in which nobody has worked since.

Whoever replaces a file that holds one decision more than the database loses that decision, so it is looked at first.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from reviewer.errors import NotADatabaseError, OutputError
from reviewer.store.connection import Connection
from reviewer.store.file_system import database_files
from reviewer.store.opening import recognise

_NAMES = {
    "document": "sha256",
    "article": "uid",
    "segment": "uid",
    "reference": "uid",
    "review": "id",
    "fact": "id",
    "signoff": "id",
    "sample_stratum": "id",
    "sample_draw": "id",
    "assignment": "id",
    "dismissal": "id",
}
"""What is added to, and by which column it is the same in two databases."""


def refuse_to_replace(db: Connection, target: Path, *, replace: bool) -> None:
    """Looks at what is at `target` before a backup of `db` is put there.

    Raises:
        OutputError: there is something that must not be replaced, or may not be without `replace`; nothing was changed.
    """
    if Path(os.path.realpath(target)) in database_files(db.path):
        raise OutputError(f"{target}: is the database or a part of it, and is not replaced; name another file")
    try:
        status = target.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{target}: {error.strerror}; nothing was written") from error
    if stat.S_ISLNK(status.st_mode):
        raise OutputError(f"{target}: is a link, and is not followed; name the file itself")
    if stat.S_ISDIR(status.st_mode):
        raise OutputError(f"{target}: is a directory; name a file in it")
    if target.samefile(db.path):
        raise OutputError(f"{target}: is the database under another name, and is not replaced; name another file")
    try:
        recognise(target)
    except (NotADatabaseError, OSError) as error:
        raise OutputError(f"{target}: is there, is no whole review database, and is not replaced; name another file") from error
    if not replace:
        raise OutputError(f"{target}: is there already; --replace puts the new backup in the place of an old one")
    _refuse_more(db, target)


def _refuse_more(db: Connection, target: Path) -> None:
    """Nobody has it open, and it holds nothing that `db` does not hold."""
    try:
        with closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)) as old:
            # SQLite gives up the log only where nobody else has the file open; what is in the log goes into the file.
            old.execute("PRAGMA journal_mode = DELETE").fetchall()
            old.execute("PRAGMA journal_mode = WAL").fetchall()
            there = {name for (name,) in old.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            for table, column in _NAMES.items():
                if table not in there:
                    continue
                known = {name for (name,) in db.all(f"SELECT {column} FROM {table}")}
                more = sum(name not in known for (name,) in old.execute(f"SELECT {column} FROM {table}"))
                if more:
                    raise OutputError(
                        f"{target}: holds what the database does not ({table.replace('_', ' ')}: {more:,}), and is not replaced; "
                        f"`reviewer merge {target}` brings it in"
                    )
    except sqlite3.Error as error:
        raise OutputError(f"{target}: is in use or damaged ({error}), and is not replaced; name another file") from error

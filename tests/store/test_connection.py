"""What an error of SQLite's means to a person: one line with what, where and what to do, and never an error of the library."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.errors import LockedError, NotADatabaseError, StoreError
from reviewer.store import Store
from reviewer.store.connection import Connection, explained

CALLS: dict[str, Callable[[Connection], object]] = {
    "all": lambda db: db.all("SELECT nothing"),
    "one": lambda db: db.one("SELECT nothing"),
    "value": lambda db: db.value("SELECT nothing"),
    "chunks": lambda db: list(db.chunks("SELECT nothing")),
    "run": lambda db: db.run("SELECT nothing"),
    "run_many": lambda db: db.run_many("INSERT INTO nothing VALUES (?)", [(1,)]),
    "a number that is too large": lambda db: db.run("SELECT ?", (1 << 64,)),
    "half a character": lambda db: db.all("SELECT ?", ("\ud800",)),
}

EXPLAINED = {
    "SQLITE_BUSY": (LockedError, "another program holds it"),
    "SQLITE_LOCKED": (LockedError, "another program holds it"),
    "SQLITE_NOTADB": (NotADatabaseError, "not a review database"),
    "SQLITE_CORRUPT": (NotADatabaseError, "damaged"),
    "SQLITE_FULL": (StoreError, "no space left"),
    "SQLITE_IOERR_SHMSIZE": (StoreError, "side file reviews.db-shm"),
    "SQLITE_IOERR_FSYNC": (StoreError, "its disk fails"),
    "SQLITE_READONLY": (StoreError, "nothing was written; look at its disk"),
    "SQLITE_CANTOPEN": (StoreError, "cannot be opened; look at its disk"),
    "SQLITE_ERROR": (StoreError, "said; nothing was written"),
}


@pytest.mark.parametrize("call", CALLS)
def test_every_call_translates_its_errors(store: Store, path: Path, call: str) -> None:
    """Whatever was asked for."""
    db = Connection(store.path, readonly=True)
    with pytest.raises(StoreError, match=rf"^{path}: "):
        CALLS[call](db)
    db.close()


@pytest.mark.parametrize("name", EXPLAINED)
def test_codes_of_sqlite_are_said_in_words(path: Path, name: str) -> None:
    """Each in its own, with the file and what to do."""
    error = sqlite3.OperationalError("said")
    error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name
    kind, words = EXPLAINED[name]
    said = explained(error, path)
    assert type(said) is kind
    assert str(said).startswith(f"{path}: ")
    assert words in str(said)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OSError("odd"), MemoryError()], ids=repr)
def test_other_errors_are_said_in_words(path: Path, error: Exception) -> None:
    """As the system says them."""
    assert str(explained(error, path)).startswith(f"{path}: {getattr(error, 'strerror', None) or str(error) or 'not enough'}")


def test_a_file_that_is_none_leaves_nothing_open(tmp_path: Path) -> None:
    """Neither a descriptor nor a mark that the database is open."""
    (tmp_path / "no.db").write_bytes(b"x" * 5000)
    before = set(Path("/dev/fd").iterdir())
    for name in ("no.db", "missing.db"):
        with pytest.raises(StoreError):
            Connection(tmp_path / name, readonly=False).all("SELECT 1 FROM sqlite_schema")
    assert set(Path("/dev/fd").iterdir()) == before

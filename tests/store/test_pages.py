"""Rows as they stand in pages: those that SQLite reads, and nothing that raises where the bytes make no sense."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store.pages import Values, rows

PAGE = 4096
LONG = "grain " * 1500
"""Longer than a page."""


@pytest.fixture
def table(path: Path) -> Iterator[sqlite3.Connection]:
    """An open database with a table of three columns, and a log that nobody folds in."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("CREATE TABLE t (a, b, c)")
        yield connection


def found(path: Path) -> dict[int, Values]:
    """What stands in the file and its log, by number."""
    return dict(rows(path, {3}))


def fold(table: sqlite3.Connection) -> None:
    """Puts the log into the file."""
    table.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def test_every_kind_of_value_is_read(path: Path, table: sqlite3.Connection) -> None:
    """Numbers of every size, texts and bytes of any length, and any number of a row."""
    values: list[Values] = [(None, 0, 1), (-1, 1 << 40, -(1 << 62)), (0.5, LONG, b"\x00\xff"), ("", b"", 300)]
    for number, row in zip((1, -5, 1 << 62, 70_000), values, strict=True):
        table.execute("INSERT INTO t (rowid, a, b, c) VALUES (?, ?, ?, ?)", (number, *row))
    assert found(path) == dict(zip((1, -5, 1 << 62, 70_000), values, strict=True))


def test_what_is_left_of_an_older_log_counts_no_more(path: Path, table: sqlite3.Connection, tmp_path: Path) -> None:
    """Once it is in the file the log begins anew, and what it was stays behind its end."""
    table.execute("INSERT INTO t VALUES (1, 'old', 3)")
    for number in range(200):
        table.execute("UPDATE t SET a = ?", (number,))
    table.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
    table.execute("UPDATE t SET b = 'new'")
    assert path.with_name("reviews.db-wal").stat().st_size > 100 * PAGE
    assert found(path) == {1: (199, "new", 3)}
    shutil.copyfile(path, tmp_path / "alone.db")
    assert found(tmp_path / "alone.db") == {1: (199, "old", 3)}


@pytest.mark.parametrize("left", [0, 3, 500])
def test_a_row_that_goes_on_where_nothing_is_is_none(path: Path, table: sqlite3.Connection, left: int) -> None:
    """Those before it are read; the file ends before or within the page where it goes on."""
    table.execute("INSERT INTO t VALUES (1, 2, 3)")
    table.execute("INSERT INTO t VALUES (1, 2, ?)", (LONG,))
    fold(table)
    path.write_bytes(path.read_bytes()[: 3 * PAGE + left])
    assert found(path) == {1: (1, 2, 3)}


def test_a_kind_that_there_is_not_is_no_row(path: Path, table: sqlite3.Connection) -> None:
    """Two kinds of value are SQLite's own and never in a file."""
    table.execute("INSERT INTO t VALUES ('abc', 'de', 7)")
    table.execute("INSERT INTO t VALUES ('fgh', 'ij', 7)")
    fold(table)
    # Of how many bytes the header is, and of what kinds: a text of three, a text of two, a number of one byte.
    whole = bytes([4, 19, 17, 1]) + b"abcde"
    data = path.read_bytes()
    assert data.count(whole) == 1
    path.write_bytes(data.replace(whole, bytes([4, 19, 10, 1]) + b"abcde"))
    assert found(path) == {2: ("fgh", "ij", 7)}

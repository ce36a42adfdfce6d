"""Looking at the database's file must not cost a running program its locks: what it saved next would be lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.store import Store, opening
from tests.building import fill

VISIT = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM review').fetchall(); c.close()"


def survives_a_visit(database: Path) -> bool:
    """Whether a review is there that a program saved after another one had come and gone."""
    with Store.open(database, readonly=True), Store.open(database) as writing:
        with Store.open(database, readonly=True):
            pass
        subprocess.run([sys.executable, "-c", VISIT, database], check=True)
        writing.assign([1], "desk3", by="desk1", at="2026-01-01T00:00:00.000Z")
    with closing(sqlite3.connect(database)) as apart:
        return bool(apart.execute("SELECT count(*) FROM assignment").fetchone()[0])


@pytest.mark.catalogue("A1", "C7")
def test_a_visitor_does_not_take_the_log_along(tmp_path: Path) -> None:
    """With several connections of one process, and one that was opened and closed between, the log stays that of all."""
    fill(tmp_path / "reviews.db")
    assert survives_a_visit(tmp_path / "reviews.db")


def test_the_look_for_it_sees_what_a_plain_look_at_the_file_would_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file is opened and closed beside its connections, the visitor deletes the log and the save is lost."""
    fill(tmp_path / "reviews.db")
    monkeypatch.setattr(opening, "first_bytes", lambda path, count: path.read_bytes()[:count])
    assert not survives_a_visit(tmp_path / "reviews.db")

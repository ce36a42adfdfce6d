"""`reviewer backup`: what it says, where the copy is, and the status."""

from __future__ import annotations

import pytest

from reviewer.store import Store
from tests.desk import bring_in, decide


@pytest.fixture
def database(tmp_path):
    """Three sentences, of which one is reviewed."""
    (tmp_path / "a.txt").write_text("The ban was discussed. The talks go on. It ended.\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "a.txt")
    decide(tmp_path / "reviews.db", 1, "corrected", "The ban was debated.")
    return tmp_path / "reviews.db"


def test_a_backup_says_what_is_in_it(database, run, tmp_path):
    """While a screen has the database open, with what it saved last; the copy opens as any database."""
    with Store.open(database) as screen:
        decide(database, 2, "accepted")
        ended = run("backup", "-o", "copy.db")
        screen.counts()
    assert (ended.data, ended.status) == (b"", 0)
    size = (tmp_path / "copy.db").stat().st_size / 1_000_000
    assert ended.talk == f"reviewer: copy.db: 2 reviews, 1 article, {size:.1f} MB, verified\n"
    with Store.open(tmp_path / "copy.db") as copied:
        assert [place.status for place in copied.places(1)] == ["corrected", "accepted", "open"]


def test_what_is_there_stays_unless_it_is_an_older_backup(database, run, tmp_path):
    """One line and status 1; --replace is for backups alone."""
    assert run("backup", "-o", "copy.db").status == 0
    ended = run("backup", "-o", "copy.db")
    assert (ended.status, ended.talk.count("\n")) == (1, 1)
    assert "--replace" in ended.talk
    assert run("backup", "-o", "copy.db", "--replace").status == 0
    for target in ("a.txt", "reviews.db"):
        before = (tmp_path / target).read_bytes()
        ended = run("backup", "-o", target, "--replace")
        assert (ended.status, "is not replaced" in ended.talk) == (1, True)
        assert (tmp_path / target).read_bytes() == before


def test_a_backup_is_a_file(database, run, tmp_path):
    """And goes to no standard output."""
    ended = run("backup", "-o", "-")
    assert (ended.status, ended.data) == (2, b"")
    assert "a backup is a file; name one" in ended.talk
    assert not (tmp_path / "-").exists()


def test_without_a_database_nothing_is_made(run, tmp_path):
    """Neither a database nor a backup."""
    ended = run("backup", "-o", "copy.db")
    assert (ended.status, "no such database" in ended.talk) == (1, True)
    assert not list(tmp_path.glob("*.db*"))

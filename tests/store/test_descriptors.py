"""Looking at the database's file must not cost a running program its locks: what it saved next would be lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

import reviewer
from reviewer.core import descriptors
from reviewer.errors import ReviewerError
from reviewer.mqm.scorecard import scorecard
from reviewer.store import Store
from reviewer.store.pages import rows
from reviewer.workflow.line_files import LineFile
from reviewer.workflow.writing import write_atomically
from tests.building import fill

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows drops no locks")
VISIT = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM review').fetchall(); c.close()"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with an article."""
    path = tmp_path_factory.mktemp("filled") / "reviews.db"
    fill(path)
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, filled: bytes) -> Path:
    """A copy of it."""
    path = tmp_path / "reviews.db"
    path.write_bytes(filled)
    return path


def open_again(database: Path) -> None:
    """What every command and every thread does."""
    with Store.open(database, readonly=True):
        pass


def by_a_second_name(look: Callable[[Path], object]) -> Callable[[Path], None]:
    """A look at the file under a hard link, which is gone afterwards."""

    def looked(database: Path) -> None:
        os.link(database, database.with_name("second"))
        try:
            look(database.with_name("second"))
        finally:
            database.with_name("second").unlink()

    return looked


def by_a_link(look: Callable[[Path], object]) -> Callable[[Path], None]:
    """A look at the file under a symbolic link."""

    def looked(database: Path) -> None:
        database.with_name("link").symlink_to(database)
        look(database.with_name("link"))

    return looked


def merge(database: Path) -> None:
    """Into the database what is at another name of it."""
    with Store.open(database.with_name("reviews.db"), create=False) as store:
        store.merge([database])


def back_up(database: Path) -> None:
    """The database over itself, or over another name of it."""
    with Store.open(database.with_name("reviews.db"), create=False) as store:
        store.back_up(database, replace=True)


LOOKS: dict[str, Callable[[Path], object]] = {
    "open": open_again,
    "open, by a link": by_a_link(open_again),
    "open, by a second name": by_a_second_name(open_again),
    "import": reviewer.read,
    "import, by a link": by_a_link(reviewer.read),
    "import, by a second name": by_a_second_name(reviewer.read),
    "import of the shared memory": lambda database: reviewer.read(f"{database}-shm"),
    "import of the log": lambda database: reviewer.read(f"{database}-wal"),
    "export over it": lambda database: write_atomically(database, b"text"),
    "export over a second name": by_a_second_name(lambda second: write_atomically(second, b"text")),
    "score": lambda database: LineFile(str(database)).__exit__(),
    "scorecard": lambda database: scorecard(str(database)),
    "salvage": lambda database: Store.salvage(database, database.with_name("whole.db")),
    "salvage, by a link": by_a_link(lambda link: Store.salvage(link, link.with_name("whole.db"))),
    "pages": lambda database: list(rows(database, {1})),
    "merge of itself": merge,
    "merge of a link to itself": by_a_link(merge),
    "merge of a second name": by_a_second_name(merge),
    "backup over itself": back_up,
    "backup over a second name": by_a_second_name(back_up),
}
"""Whatever a person or a program may do with the file while it is open."""


def survives(database: Path, look: Callable[[Path], object]) -> bool:
    """Whether a review is there that was saved after a look at the file, and after another program had come and gone."""
    with Store.open(database, readonly=True) as reading, Store.open(database) as writing:
        reading.counts()
        with suppress(ReviewerError):
            look(database)
        subprocess.run([sys.executable, "-c", VISIT, database], check=True)
        writing.assign([1], "desk3", by="desk1", at="2026-01-01T00:00:00.000Z")
    with closing(sqlite3.connect(database)) as apart:
        return bool(apart.execute("SELECT count(*) FROM assignment").fetchone()[0])


@pytest.mark.catalogue("A1", "C7")
@pytest.mark.parametrize("look", LOOKS)
def test_no_look_takes_the_log_along(database: Path, look: str) -> None:
    """Whatever the program reads of the database, and by whatever name, a visitor leaves the log alone."""
    assert survives(database, LOOKS[look])


@pytest.mark.parametrize("look", ["import", "import, by a second name", "import of the shared memory", "score", "salvage"])
def test_the_harness_sees_what_a_plain_look_would_cost(database: Path, monkeypatch: pytest.MonkeyPatch, look: str) -> None:
    """Where what was read is closed beside its connections, the visitor deletes the log and the save is lost."""
    monkeypatch.setattr(descriptors, "_is_locked", lambda status: False)
    assert not survives(database, LOOKS[look])


def test_descriptors_are_closed_once_nobody_needs_them(database: Path, tmp_path: Path) -> None:
    """One of a database with the last connection to it, one of anything else at once; and an open one is not opened again."""
    (tmp_path / "a.txt").write_text("Talks went on.\n")
    before = set(Path("/dev/fd").iterdir())
    with Store.open(database) as first:
        with Store.open(database) as second:
            opened = set(Path("/dev/fd").iterdir())
            looked = descriptors.reading(database).raw
            looked.close()
            looked.close()
            second.counts()
        descriptors.reading(tmp_path / "a.txt").close()
        open_again(database)
        first.counts()
        assert len(opened) > len(before)
        assert descriptors._LEFT
    assert not descriptors._LEFT
    assert set(Path("/dev/fd").iterdir()) == before


def test_what_cannot_be_read_leaves_nothing_open(tmp_path: Path) -> None:
    """A folder can be opened and not read."""
    before = set(Path("/dev/fd").iterdir())
    with pytest.raises(IsADirectoryError):
        descriptors.reading(tmp_path)
    with pytest.raises(FileNotFoundError):
        descriptors.reading(tmp_path / "nothing")
    assert set(Path("/dev/fd").iterdir()) == before

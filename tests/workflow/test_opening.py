"""Putting a session together: files, the only article, drafts."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from reviewer.core.article import Article, Segment
from reviewer.errors import InputError, StoreError
from reviewer.store import Store
from reviewer.workflow import opening
from reviewer.workflow.opening import bring_in, open_session
from tests.building import fill, surroundings


def written(folder: Path, name: str, text: str = "One sentence. Another one.\n") -> Path:
    """A file with `text`."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_files_are_brought_in(tmp_path: Path) -> None:
    """The database is made, and the numbers are those of the files in their order."""
    database = tmp_path / "reviews.db"
    files = [written(tmp_path, "b.txt", "Bee.\n"), written(tmp_path, "a.txt", "Ay.\n")]

    assert bring_in(files, database, surroundings()) == (1, 2)
    assert bring_in(files[1:], database, surroundings()) == (2,)


def test_a_file_that_is_in_is_not_brought_in_again(tmp_path: Path) -> None:
    """The same content twice is one article, under another name too."""
    database = tmp_path / "reviews.db"
    files = [written(tmp_path, "a.txt"), written(tmp_path, "b.txt")]

    assert bring_in(files, database, surroundings()) == (1,)


def test_a_file_that_cannot_be_taken_makes_no_database(tmp_path: Path) -> None:
    """A slip of the finger leaves nothing behind."""
    with pytest.raises(InputError):
        bring_in([tmp_path / "none.txt"], tmp_path / "reviews.db", surroundings())

    assert not list(tmp_path.iterdir())


def test_progress_is_told(tmp_path: Path) -> None:
    """Whoever watches is told how many segments are in, and of how many."""
    told: list[tuple[int, int]] = []
    bring_in([written(tmp_path, "a.txt")], tmp_path / "reviews.db", surroundings(), lambda *done: told.append(done))

    assert told[-1] == (2, 2)


def test_without_files_the_only_article_is_opened(database: Path) -> None:
    """Where there is just one, nobody need say which."""
    assert bring_in([], database, surroundings()) == (1,)


def test_without_files_several_articles_are_a_list(database: Path) -> None:
    """Where there are several the screen shows them."""
    fill(database, Article((Segment("Else.", "\n"),), title="Else"))

    assert bring_in([], database, surroundings()) == ()


def test_without_files_an_empty_database_is_an_error(tmp_path: Path) -> None:
    """There is nothing to open, and the message says what to do."""
    with Store.open(tmp_path / "reviews.db"):
        pass
    with pytest.raises(StoreError, match="`reviewer review FILE`"):
        bring_in([], tmp_path / "reviews.db", surroundings())


def test_without_files_and_database_nothing_is_made(tmp_path: Path) -> None:
    """A wrong path is not made into an empty database."""
    with pytest.raises(StoreError):
        bring_in([], tmp_path / "reviews.db", surroundings())

    assert not list(tmp_path.iterdir())


def test_a_session_takes_over_what_a_dead_one_left(database: Path, tmp_path: Path) -> None:
    """Typing that was never confirmed is there again, and of how many segments is said."""
    dead = open_session(database, tmp_path / "drafts", surroundings())
    dead.open_articles([1])
    dead.lay(dead.scope.view.row_at(0))
    dead.keep("Typed", 5)
    dead.close()
    session = open_session(database, tmp_path / "drafts", surroundings())
    session.open_articles([1])

    assert session.recovered == 1
    assert session.lay(session.scope.view.row_at(0)).text == "Typed"
    session.close()


def test_drafts_of_somebody_else_are_left_alone(database: Path, tmp_path: Path) -> None:
    """Each editor finds their own."""
    dead = open_session(database, tmp_path / "drafts", surroundings("desk2"))
    dead.open_articles([1])
    dead.lay(dead.scope.view.row_at(0))
    dead.keep("Typed", 5)
    dead.close()
    for editor, found in (("desk3", 0), ("desk2", 1)):
        session = open_session(database, tmp_path / "drafts", surroundings(editor))
        assert session.recovered == found
        session.close()


def test_no_session_without_a_database(tmp_path: Path) -> None:
    """A session makes no database, and leaves no drafts folder."""
    with pytest.raises(StoreError):
        open_session(tmp_path / "reviews.db", tmp_path / "drafts", surroundings())

    assert not list(tmp_path.iterdir())


def test_the_world_as_it_is() -> None:
    """The clock is in UTC, time goes on, and chance is chance."""
    around = opening.surroundings("desk2")

    assert around.editor == "desk2"
    assert around.now().tzinfo is UTC
    assert around.monotonic() <= around.monotonic()
    assert len(around.entropy(10)) == 10
    assert around.entropy(10) != around.entropy(10)

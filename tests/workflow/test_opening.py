"""Putting a session together: files, the only article, drafts, samples."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from reviewer.core.article import Article, Segment
from reviewer.errors import InputError, QueryError, StoreError
from reviewer.store import Store
from reviewer.workflow import opening
from reviewer.workflow.opening import bring_in, draw_sample, open_session
from tests.building import article, fill, surroundings
from tests.desk import decide


def written(folder: Path, name: str, text: str = "One sentence. Another one.\n") -> Path:
    """A file with `text`."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def sampled(database: Path, name: str) -> list[str]:
    """The machine texts in a sample."""
    from reviewer.core import query

    with Store.open(database, create=False, readonly=True) as store:
        return [place.machine for place in store.place_rows(store.view(None, query.parse(f'sample:"{name}"')))]


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


def test_a_sample_is_drawn_once(database: Path) -> None:
    """Asking again, also for more, shows what was drawn the first time."""
    assert draw_sample(database, (1,), "week 9", 3) == 'sample:"week 9"'
    first = sampled(database, "week 9")
    draw_sample(database, (1,), "week 9", 7)

    assert sampled(database, "week 9") == first
    assert len(first) == 3


def test_a_sample_depends_on_its_name_and_the_segments_alone(tmp_path: Path) -> None:
    """Two desks draw the same, whatever else they have and decided; another name draws otherwise."""
    one, two = tmp_path / "one" / "reviews.db", tmp_path / "two" / "reviews.db"
    for database in (one, two):
        database.parent.mkdir()
    fill(two, Article((Segment("Else.", "\n"),), title="Else"))
    fill(one)
    fill(two)
    decide(two, 1, "accepted", article=2)
    draw_sample(one, (1,), "week 9", 3)
    draw_sample(two, (2,), "week 9", 3)
    draw_sample(one, (1,), "week 10", 3)

    assert sampled(one, "week 9") == sampled(two, "week 9") != sampled(one, "week 10")


def test_a_sample_is_at_most_everything(database: Path) -> None:
    """More than there is is all of it."""
    draw_sample(database, (), "all", 100)

    assert len(sampled(database, "all")) == len(article().segments)


def test_a_unit_without_machine_text_is_not_drawn(tmp_path: Path) -> None:
    """There is nothing on it to review."""
    database = tmp_path / "reviews.db"
    fill(database, Article((Segment("", " ", source="원문"), Segment("One.", "\n")), title="Gaps"))
    draw_sample(database, (), "all", 5)

    assert sampled(database, "all") == ["One."]


def test_a_segment_in_two_versions_is_drawn_once(database: Path) -> None:
    """It takes one place in the sample, not two."""
    segments = article().segments
    fill(database, Article((*segments, Segment("New.", "\n", 5)), title="Call 2", target_language="en", source_language="ko"))
    draw_sample(database, (), "week 9", 8)

    assert len(set(sampled(database, "week 9"))) == 8


@pytest.mark.parametrize("name", ["", 'a"b', "two\nlines", "\x1b[2J", "\u202e"])
def test_what_is_no_name_of_a_sample(database: Path, name: str) -> None:
    """It must fit into a filter."""
    with pytest.raises(QueryError, match="one line without a quotation mark"):
        draw_sample(database, (1,), name, 3)

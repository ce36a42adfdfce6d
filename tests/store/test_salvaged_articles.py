"""Articles out of what is left of them: each kind of loss, what comes of it, and that it is said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from newsroom import article, imported, review

from reviewer.errors import StoreError
from reviewer.store import Salvaged, Store
from reviewer.store.checking import check
from reviewer.workflow.verifying import salvage
from tests.desk import bring_in

SHORTER = "a version of it without 1 of its 3 segments: 1 lost or damaged"
STORY = "The ban was discussed. The talks go on. It ended.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with an article of three sentences, the first of which is reviewed, and its document."""
    (tmp_path / "a.txt").write_text(STORY)
    bring_in(tmp_path / "reviews.db", tmp_path / "a.txt")
    with Store.open(tmp_path / "reviews.db") as store:
        store.save([review(store.place(1))])
    return tmp_path / "reviews.db"


def tamper(path: Path, *statements: str) -> None:
    """Changes rows as a broken disk would, past all that protects them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("PRAGMA secure_delete = ON")
        for statement in statements:
            other.execute(statement)
        # What was taken out is not to be found in a page that was given back.
        other.execute("VACUUM")


def told(path: Path, *, read_anew: bool = True, out: str = "out.db") -> dict[str, Salvaged]:
    """What comes out, kind by kind; the new database is undamaged."""
    target = path.with_name(out)
    said = salvage(path, target) if read_anew else Store.salvage(path, target)
    with Store.open(target, readonly=True) as store:
        assert not [checked for checked in check(store._db) if checked.damage]
    return {each.what: each for each in said}


@pytest.mark.catalogue("C5")
@pytest.mark.parametrize(
    ("statement", "read_anew", "left"),
    [
        ("UPDATE article SET uid = 'x'", True, ("article 1: read anew from its document",)),
        ("UPDATE article SET uid = 'x'", False, ("article 1: under a new name, for the old was damaged",)),
        ("DELETE FROM article", True, ("article 1: read anew from its document",)),
        ("DELETE FROM article", False, ("article 1: under a new name, for the old was damaged",)),
        ("UPDATE origin SET ordinal = 7; DELETE FROM article", True, ("article 1: under a new name, for the old was damaged",)),
        ("DELETE FROM place WHERE position = 2", False, (f"article 1: {SHORTER}",)),
        ("DELETE FROM place", True, ("article 1: read anew from its document",)),
        ("DELETE FROM segment WHERE id > 1", True, ("article 1: read anew from its document",)),
        ("UPDATE place SET kind = 'odd' WHERE position = 3", False, (f"article 1: {SHORTER}",)),
    ],
)  # fmt: skip
def test_of_an_article_comes_what_can(path: Path, statement: str, read_anew: bool, left: tuple[str, ...]) -> None:
    """As it was, read anew, or without what is lost; the review is there in any case."""
    tamper(path, *statement.split("; "))
    said = told(path, read_anew=read_anew)
    assert said["articles"].left == left
    assert said["reviews"].count == 1


def test_where_nothing_is_whole_nothing_is_made(path: Path) -> None:
    """And that is said."""
    tamper(path, "DELETE FROM place")
    with pytest.raises(StoreError, match="no article and no review in it is whole; nothing was written"):
        Store.salvage(path, path.with_name("out.db"))
    assert not path.with_name("out.db").exists()


def test_an_article_of_which_nothing_is_whole_is_left_behind(path: Path) -> None:
    """And others come out."""
    with Store.open(path) as store:
        imported(store, article(["Rain fell."]))
    tamper(path, "DELETE FROM place WHERE article_id = 2")
    assert told(path, read_anew=False)["articles"].left == ("article 2: left behind, nothing of it is whole",)


def test_a_document_that_cannot_be_read_is_passed_over(path: Path) -> None:
    """And one that is lost; what is left of the article is taken."""
    tamper(path, "UPDATE origin SET reading_key = '{'", "UPDATE article SET uid = 'x'")
    assert told(path)["articles"].left == ("article 1: under a new name, for the old was damaged",)
    tamper(path, "DELETE FROM document")
    assert told(path, out="again.db")["articles"].left == ("article 1: under a new name, for the old was damaged",)


def test_a_document_with_another_story_is_not_taken(path: Path) -> None:
    """Where no name fits, a reading is another article's."""
    with Store.open(path) as store:
        imported(store, article(["Rain fell.", "Snow fell."]))
    tamper(path, "UPDATE origin SET article_id = 3 - article_id", "UPDATE article SET uid = 'x' WHERE id = 2")
    assert told(path)["articles"].left == ("article 2: under a new name, for the old was damaged",)


def test_an_article_is_there_once(path: Path) -> None:
    """Also where a damaged one comes to the same as another."""
    with Store.open(path) as store:
        imported(store, article(["Rain fell.", "Snow fell."]))
        imported(store, article(["Rain fell.", "Snow fell.", "Hail fell."]))
    tamper(path, "DELETE FROM place WHERE article_id = 3 AND position = 3", "UPDATE article SET uid = 'x' WHERE id = 3")
    assert told(path, read_anew=False)["articles"].left == ("article 3: the same as another",)


def test_a_reading_that_is_there_already_is_not_taken_again(path: Path) -> None:
    """What is left of the other version stays a version."""
    with Store.open(path) as store:
        imported(store, article(["The ban was discussed.", "The talks go on."]))
    tamper(
        path,
        "UPDATE article SET uid = 'x' WHERE id = 2",
        "UPDATE origin SET document_sha256 = (SELECT document_sha256 FROM origin WHERE article_id = 1) WHERE article_id = 2",
    )
    assert told(path)["articles"].left == ("article 2: under a new name, for the old was damaged",)


def test_of_equal_sentences_the_later_lose_their_names(path: Path) -> None:
    """The name of a repeated sentence says which of them it is: without the first nothing says that of the second."""
    with Store.open(path) as store:
        imported(store, article(["Rain fell.", "Rain fell.", "Snow fell."]))
    tamper(path, "DELETE FROM place WHERE article_id = 2 AND position = 1")
    (left,) = told(path, read_anew=False)["articles"].left
    assert left.startswith("article 2: a version of it without 2 of its 3 segments: 1 lost or damaged, 1 of which nothing")


def test_sentences_that_became_one_keep_both_names(path: Path) -> None:
    """As after a merge: the other name leads to the same sentence."""
    tamper(path, "INSERT INTO segment_alias VALUES ('another name', 2)", "INSERT INTO segment_alias VALUES ('astray', 99)")
    assert told(path)["articles"].left == ()
    with closing(sqlite3.connect(path.with_name("out.db"))) as out:
        assert out.execute("SELECT * FROM segment_alias").fetchall() == [("another name", 2)]


def test_places_that_are_taken_are_not_taken_twice(path: Path) -> None:
    """Where two articles say that they begin at the same place, the second gets others."""
    with Store.open(path) as store:
        imported(store, article(["Rain fell.", "Snow fell."]))
    tamper(path, "UPDATE place SET id = 0 WHERE article_id = 2 AND position = 1")
    assert (told(path)["articles"].count, told(path, out="again.db")["articles"].left) == (2, ())

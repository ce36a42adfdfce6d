"""`reviewer merge` as a whole process: what it prints where, and its status."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.store import Store
from tests.cli.conftest import Ended
from tests.desk import decide

Run = Callable[..., Ended]
NOW = "2026-03-01T09:30:00.000Z"


def fill(path: Path, editor: str, *articles: tuple[tuple[str, str | None], ...]) -> None:
    """Articles of machine texts and corrections into a database."""
    made = tuple(Article(tuple(Segment(text, "\n", correction=new) for text, new in each)) for each in articles)
    with Store.open(path) as store:
        for number, each in enumerate(made):
            filed = Document(f"{number}.tsv", repr(each).encode(), Reading("tsv"), (each,))
            store.add_document(filed, path=f"/desk/{number}.tsv", importer=editor, at=NOW)


@pytest.fixture
def nato(tmp_path: Path) -> Path:
    """Two databases with the same article and other corrections of its first sentence; the second has another one, too."""
    fill(tmp_path / "reviews.db", "desk1", (("Him flew.", "He flew."), ("Nobody came.", None)))
    fill(tmp_path / "nato.db", "desk2", (("Him flew.", "She flew."), ("Nobody came.", None)), (("More news.", "More news."),))
    return tmp_path / "nato.db"


@pytest.mark.catalogue("E1")
def test_it_says_what_came(nato: Path, run: Run) -> None:
    """In one line a file, on standard output; a conflict is no failure, and the next time nothing is new."""
    would, came, again = run("merge", nato.name, "--dry-run"), run("merge", nato.name), run("merge", nato.name, nato.name)

    how = "in conflict: `reviewer list --filter status:conflict`, or ! on the screen\n"
    assert would.text == f"nato.db: would bring 1 new article, 2 new reviews; 1 segment would be {how}"
    assert came.text == f"nato.db: 1 new article, 2 new reviews; 1 segment is now {how}"
    assert again.text == "nato.db: nothing new, 2 reviews known already\n" * 2
    assert [each.status for each in (would, came, again)] == [0, 0, 0]
    assert "as it was before: " in came.talk
    assert (would.talk, again.talk) == ("", "")
    assert len(list(nato.parent.glob("*.backup-merge-*"))) == 1


def test_it_says_what_was_settled(nato: Path, tmp_path: Path, run: Run) -> None:
    """Where somebody else settled what is in conflict here."""
    assert run("merge", nato.name).status == 0
    assert run("backup", "-o", "other.db").status == 0
    decide(tmp_path / "other.db", 1, "corrected", "They flew.", editor="lead")
    assert run("merge", "other.db").text == ("other.db: 1 new review, 3 reviews known already; 1 conflict is settled by them\n")


def test_as_json(nato: Path, run: Run) -> None:
    """`reviewer/merge/1`: the same for programs."""
    said = json.loads(run("merge", nato.name, "--format", "json").text)
    (brought,) = said["merged"]
    assert said["schema"] == "reviewer/merge/1"
    assert said["dry_run"] is False
    assert Path(said["backup"]).exists()
    assert (brought["file"], brought["new"]["review"], brought["known"]["segment"], brought["conflicts"]) == ("nato.db", 2, 2, 1)


@pytest.mark.parametrize(
    ("others", "status", "said"),
    [(["missing.db"], 1, "missing.db: no such database; nothing was merged"), ([], 2, "Missing argument 'OTHER.db...'")],
)
def test_what_cannot_be_merged(nato: Path, run: Run, others: list[str], status: int, said: str) -> None:
    """One line on standard error, and no file appears."""
    before = {path.name for path in nato.parent.iterdir()}
    ended = run("merge", *others)
    assert (ended.status, ended.data) == (status, b"")
    assert said in ended.talk
    assert ended.talk.count("\n") == 1
    assert {path.name for path in nato.parent.iterdir() if not path.name.endswith((".lock", "home"))} <= before


@pytest.mark.catalogue("E3")
def test_a_damaged_one_brings_nothing_of_any(nato: Path, tmp_path: Path, run: Run) -> None:
    """Also where the others are good."""
    fill(tmp_path / "good.db", "desk3", (("Him flew.", "They flew."), ("Nobody came.", None)))
    with closing(sqlite3.connect(nato, isolation_level=None)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'review_no_update'").fetchone()
        connection.execute("DROP TRIGGER review_no_update")
        connection.execute("UPDATE review SET correction = 'Nobody flew.' WHERE seq = 1")
        connection.execute(sql)
    ended = run("merge", "good.db", nato.name)
    assert ended.status == 1
    assert "nato.db: damaged: reviews: " in ended.talk
    with Store.open(tmp_path / "reviews.db") as store:
        assert store.editors() == ["desk1"]


def test_one_in_which_nothing_is_decided(tmp_path: Path, run: Run) -> None:
    """Its articles come, and nothing is said of reviews."""
    (tmp_path / "news.txt").write_text("One sentence.\n")
    assert run("import", "news.txt", "--db", "other.db").status == 0
    assert run("import", "news.txt").status == 0
    ended = run("merge", "other.db")
    assert (ended.text, ended.status) == ("other.db: nothing new\n", 0)

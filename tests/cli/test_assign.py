"""`reviewer assign`, and where it is seen."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.desk import bring_in


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Three articles of one sentence."""
    (tmp_path / "t.csv").write_text("article,source,machine\nUno,Eins.,One.\nDue,Zwei.,Two.\nTre,Drei.,Three.\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "t.csv")
    return tmp_path / "reviews.db"


def listed(run, query):
    """The articles that a filter leaves, by title."""
    ended = run("list", "--articles", "--format", "json", "--filter", query)
    return [entry["title"] for entry in json.loads(ended.text)["articles"]]


def test_articles_are_assigned_and_found(database, run):
    """By number and title; the filter shows what is whose, and what is nobody's."""
    ended = run("assign", "1", "Tre", "--to", "desk2", "--editor", "lead")
    assert (ended.status, ended.data, ended.talk) == (0, b"", "reviewer: 2 articles assigned to desk2\n")
    assert listed(run, "assigned:desk2") == ["Uno", "Tre"]
    assert listed(run, "-assigned:desk2") == ["Due"]
    assert listed(run, "-has:assignment") == ["Due"]
    assert run("list", "--filter", "assigned:desk2 article:3").text.endswith("Three.\n")


def test_the_last_word_counts(database, run):
    """Another editor, or nobody."""
    for arguments in (("1", "2", "--to", "desk2"), ("2", "--to", "desk3"), ("1", "--nobody")):
        assert run("assign", *arguments).status == 0
    assert [listed(run, f"assigned:{name}") for name in ("desk2", "desk3")] == [[], ["Due"]]


def test_whose_it_is_is_listed(database, run):
    """For people, scripts and spreadsheets."""
    run("assign", "2", "--to", "desk2")
    lines = run("list", "--articles").text.splitlines()
    assert ["assigned to desk2" in line for line in lines] == [False, True, False]
    entries = json.loads(run("list", "--articles", "--format", "json").text)["articles"]
    assert [entry["assigned"] for entry in entries] == [None, "desk2", None]
    rows = list(csv.DictReader(io.StringIO(run("list", "--articles", "--format", "csv").text)))
    assert [row["assigned"] for row in rows] == ["", "desk2", ""]


@pytest.mark.parametrize(
    ("arguments", "problem", "status"),
    [
        (["1"], "--to NAME or --nobody, one of the two", 2),
        (["1", "--to", "desk2", "--nobody"], "--to NAME or --nobody, one of the two", 2),
        (["--to", "desk2"], "Missing argument 'ARTICLE...'", 2),
        (["9", "--to", "desk2"], "unknown article '9'", 1),
        (["1", "--to", " "], "no usable editor's name: give --to NAME", 1),
        (["1", "--to", "a\x1b[31m"], "no usable editor's name: give --to NAME", 1),
    ],
)
def test_what_cannot_be_assigned_is_one_line(database, run, arguments, problem, status):
    """And nothing is assigned, of several articles neither."""
    ended = run("assign", *arguments)
    assert (ended.status, ended.data) == (status, b"")
    assert problem in ended.talk
    assert ended.talk.count("\n") == 1
    assert len(listed(run, "-has:assignment")) == 3


def test_one_wrong_article_leaves_all_as_they_are(database, run):
    """All or none."""
    assert run("assign", "1", "nothing.txt", "--to", "desk2").status == 1
    assert len(listed(run, "-has:assignment")) == 3


def test_no_database_is_made_by_assigning(run, tmp_path):
    """One line says what makes one."""
    ended = run("assign", "1", "--to", "desk2")
    assert (ended.status, "no such database" in ended.talk) == (1, True)
    assert not list(tmp_path.iterdir())

"""`reviewer list`: for people, for scripts, for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk import bring_in, decide


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Four sentences, one of them hostile and one long, and a table of two."""
    long = "and so on " * 30
    (tmp_path / "a.txt").write_bytes(
        f"Number one. Number\x1b[31m two\u202e. Number three {long}.\n\n=1+1 is a formula.\n".encode()
    )
    (tmp_path / "t.csv").write_text("article,source,machine\nUno,Eins.,One.\nDue,Zwei.,Two.\n")
    for name in ("a.txt", "t.csv"):
        bring_in(tmp_path / "reviews.db", tmp_path / name)
    decide(tmp_path / "reviews.db", 1, "corrected", "The number one.", note="? sure")
    decide(tmp_path / "reviews.db", 3, "cut")
    return tmp_path / "reviews.db"


def test_segments_for_people(database, run):
    """A mark, the place, the status, the text, and what it was corrected to."""
    ended = run("list", "1")
    assert (ended.talk, ended.status) == ("", 0)
    lines = ended.text.splitlines()
    assert lines[:2] == [
        "~?    1 corrected Number one. → The number one.",
        ".     2 open      Number␛[31m two⇄.",
    ]
    assert lines[2].startswith("-     3 cut       Number three and so on")
    assert len(lines) == 4


def test_a_conflict_says_who_says_what(database, run):
    """For people every opinion is there, for spreadsheets nobody's."""
    for editor, correction in (("desk1", "Number two."), ("desk3\u202e", "The second.")):
        decide(database, 2, "corrected", correction, editor=editor, unseen=True)
    decide(database, 2, "rejected", editor="desk4", unseen=True)
    line = run("list", "1", "--filter", "status:conflict").text
    assert line == "!     2 conflict  Number␛[31m two⇄. → desk1: Number two. | desk3⇄: The second. | desk4: rejected\n"
    (row,) = csv.DictReader(io.StringIO(run("list", "--filter", "status:conflict", "--format", "csv").text))
    assert [row[key] for key in ("status", "correction", "editor", "reviewed_at")] == ["conflict", "", "", ""]


def test_with_several_articles_the_place_names_the_article(database, run):
    """As it does in messages."""
    assert [line.split()[1] for line in run("list", "--filter", "status:open").text.splitlines()] == ["1/2", "1/4", "2/1", "3/1"]


def test_on_a_terminal_a_line_is_a_line(database, at_terminal):
    """Cut to its width, and nothing in it is obeyed."""
    received, status = at_terminal("list")
    assert status == 0
    assert b"\x1b" not in received
    lines = received.decode().splitlines()
    assert len(lines) == 6
    assert max(map(len, lines)) == 60
    assert lines[2].endswith("…")


@pytest.mark.catalogue("H5")
@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("more", [(), ("--articles",)])
def test_no_form_is_obeyed_by_a_terminal(database, at_terminal, form, more):
    """C1 controls and bidi overrides are not sent either."""
    (database.parent / "c1.txt").write_text("One \x9b31m two \u202e three\x85.\n", encoding="utf-8")
    bring_in(database, database.parent / "c1.txt")
    received, status = at_terminal("list", "--format", form, *more)
    assert status == 0
    assert not {"\x1b", "\x9b", "\x85", "\u202e"} & set(received.decode())


def test_json_has_the_texts_as_they_are(database, run):
    """And parses as one document."""
    ended = run("list", "--format", "json")
    assert (ended.talk, ended.status) == ("", 0)
    listed = json.loads(ended.text)
    assert listed["schema"] == "reviewer/segments/1"
    assert set(listed["signatures"]) == {"edit_rate", "similarity"}
    assert [entry["article"] for entry in listed["segments"]] == [1, 1, 1, 1, 2, 3]
    assert listed["segments"][1]["machine"] == "Number\x1b[31m two\u202e."
    assert listed["segments"][0]["scores"]["reference"] == "post-edit"


def test_json_of_nothing_is_an_empty_list(database, run):
    """A filter that fits nothing is no error."""
    ended = run("list", "--filter", "status:conflict", "--format", "json")
    assert (json.loads(ended.text)["segments"], ended.status) == ([], 0)


def test_a_spreadsheet_sees_no_formula(database, run):
    """A cell that begins like one gets an apostrophe, and help says so."""
    rows = list(csv.DictReader(io.StringIO(run("list", "--format", "csv").text)))
    assert [row["machine"] for row in rows if row["position"] == "4"] == ["'=1+1 is a formula."]
    assert (rows[0]["status"], rows[0]["correction"], rows[0]["note"]) == ("corrected", "The number one.", "? sure")
    assert "gets a ' in front" in " ".join(run("list", "--help").text.split())


def test_articles_for_people(database, run):
    """How much of each is decided, its title and its file."""
    lines = run("list", "--articles").text.splitlines()
    assert lines[0] == f"    1 2/4, 1 queried       a  ({database.parent}/a.txt)"
    assert [line.split()[:3] for line in lines[1:]] == [["2", "0/1", "Uno"], ["3", "0/1", "Due"]]


def test_articles_as_json(database, run):
    """With counts by status."""
    listed = json.loads(run("list", "--articles", "--format", "json", "--filter", "status:corrected").text)
    assert listed["schema"] == "reviewer/articles/1"
    (entry,) = listed["articles"]
    assert (entry["article"], entry["corrected"], entry["cut"], entry["open"], entry["signed_off"]) == (1, 1, 1, 2, None)


def test_articles_as_csv(database, run):
    """One row an article."""
    rows = list(csv.DictReader(io.StringIO(run("list", "--articles", "--format", "csv").text)))
    assert [row["title"] for row in rows] == ["a", "Uno", "Due"]


def test_a_sort_key_gives_the_order(database, run):
    """Open before corrected before cut."""
    marks = [line[0] for line in run("list", "1", "--sort", "status").text.splitlines()]
    assert marks == [".", ".", "~", "-"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--filter", "colour:red"], "unknown field 'colour'; known: status"),
        (["--filter", '"open'], "a quotation that is not closed"),
        (["--sort", "colour"], "unknown key to sort by 'colour'; known: position, status, similarity, editor, reviewed_at"),
        (["--articles", "--sort", "status"], "--sort sorts segments"),
        (["--format", "xml"], "'text', 'json', 'csv'"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(database, run, arguments, problem):
    """It says what would be right."""
    ended = run("list", *arguments)
    assert (ended.status, ended.data) == (2, b"")
    assert problem in ended.talk
    assert ended.talk.count("\n") == 1


def test_no_database_is_made_by_looking(run, tmp_path):
    """One line says what makes one."""
    for arguments in (("list",), ("list", "--articles"), ("export",)):
        ended = run(*arguments)
        assert (ended.status, ended.data) == (1, b"")
        assert "no such database" in ended.talk
        assert "`reviewer import FILE" in ended.talk
        assert ended.talk.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.catalogue("I7")
def test_a_reader_that_stops_early_is_no_error(database, around, tmp_path):
    """As `head` does; there is no traceback."""
    (tmp_path / "l.tsv").write_text("machine\n" + "".join(f"Line {number} of many.\n" for number in range(5_000)))
    bring_in(database, tmp_path / "l.tsv")
    command = f"{sys.executable} -m reviewer list | head -1"
    ended = subprocess.run(["bash", "-c", command], env=around, cwd=tmp_path, capture_output=True, text=True)
    assert ended.stdout == "~?     1/1 corrected Number one. → The number one.\n"
    assert ended.stderr == ""


def test_looking_loads_nothing_heavy(database, around, tmp_path):
    """A list of what is there is quick."""
    program = (
        "import sys; from reviewer.cli.main import main\n"
        "try:\n    main(['list'])\nexcept SystemExit:\n    pass\n"
        "names = ('sqlite_utils', 'textual', 'sacrebleu', 'sentencex', 'langdetect', 'rapidfuzz', 'rich')\n"
        "print([name for name in names if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", program], env=around, cwd=tmp_path, capture_output=True, text=True)
    assert ended.stderr == "[]\n"


def test_a_filter_for_findings_looks_first(database, run):
    """Segments and articles, in every form; a check that there is not is a mistake, and all that there are, are named."""
    (database.parent / "b.txt").write_bytes(b"All is well here. The the talks went on.\n")
    bring_in(database, database.parent / "b.txt")
    assert run("list", "--filter", "finding:repeated-word").text.split()[1:5] == ["4/2", "open", "The", "the"]
    assert [line.split()[0] for line in run("list", "--articles", "--filter", "finding:repeated-word").text.splitlines()] == ["4"]
    (entry,) = json.loads(run("list", "--filter", "finding:repeated-word", "--format", "json").text)["segments"]
    assert "repeated-word" in [finding["check"] for finding in entry["findings"]]
    ended = run("list", "--filter", "finding:repeated")
    assert (ended.text, ended.status) == ("", 2)
    assert "finding:repeated is no check" in ended.talk
    assert "repeated-phrase" in ended.talk

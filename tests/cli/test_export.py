"""`reviewer export`: the file it writes, and what it will not write over."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reviewer.cli.export_command import FORMS
from reviewer.workflow import exporting
from tests.desk import accept_rest, bring_in, decide

TEXT = b"\xef\xbb\xbfNumber one. Number two.\r\n\r\nNumber \x1b[31m three.\r\n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """One article, its second sentence corrected, the others accepted."""
    (tmp_path / "a.txt").write_bytes(TEXT)
    bring_in(tmp_path / "reviews.db", tmp_path / "a.txt")
    decide(tmp_path / "reviews.db", 2, "corrected", "Two “it is”.")
    accept_rest(tmp_path / "reviews.db")
    return tmp_path / "reviews.db"


CORRECTED = TEXT.replace(b"Number two.", "Two “it is”.".encode())


def test_the_corrected_article_goes_to_standard_output(database, run):
    """Byte for byte as the file was, but for what was corrected."""
    ended = run("export")
    assert (ended.data, ended.talk, ended.status) == (CORRECTED, "", 0)


@pytest.mark.parametrize("name", ["1", "a", "a.txt", "{}/a.txt"])
def test_an_article_is_named_by_number_title_or_path(database, run, tmp_path, name):
    """A path is found from wherever the command is called."""
    assert run("export", name.format(tmp_path)).data == CORRECTED


def test_on_a_terminal_nothing_of_it_is_obeyed(database, at_terminal):
    """Control characters are shown there."""
    received, status = at_terminal("export")
    assert status == 0
    assert b"\x1b" not in received
    assert "Number ␛[31m three.".encode() in received


def test_dash_o_replaces_a_file(database, run, tmp_path):
    """And keeps its permissions."""
    path = tmp_path / "out.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    ended = run("export", "-o", "out.txt")
    assert (ended.data, ended.talk, ended.status) == (b"", "", 0)
    assert path.read_bytes() == CORRECTED
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_unfinished_article_is_refused_with_status_3(database, run, tmp_path):
    """Every reason is a line, hidden characters are shown, and the file that is there stays."""
    decide(database, 3, "reopened")
    decide(database, 2, "rejected")
    (tmp_path / "out.txt").write_bytes(b"old")
    ended = run("export", "-o", "out.txt")
    assert (ended.data, ended.status) == (b"", 3)
    assert ended.talk == (
        "2: rejected: Number two.\n"
        "3: open: Number ␛[31m three.\n"
        "reviewer: 2 segments are not ready for print; finish in `reviewer review`, or say --unfinished machine, mark or drop\n"
    )
    assert (tmp_path / "out.txt").read_bytes() == b"old"


def test_unfinished_says_how_to_print_it(database, run):
    """Here marked."""
    decide(database, 2, "rejected")
    ended = run("export", "--unfinished", "mark")
    assert (ended.data, ended.status) == (TEXT.replace(b"Number two.", b"[[rejected: Number two.]]"), 0)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a.txt", "is an input or the database"),
        ("copy.txt", "holds the document that was imported"),
        ("reviews.db", "is an input or the database"),
        ("link.txt", "is a link"),
        ("folder", "is a directory"),
        ("missing/out.txt", "there is no folder missing"),
    ],
)
def test_what_dash_o_will_not_replace(database, run, tmp_path, name, problem):
    """One line, status 1, and everything is as it was."""
    (tmp_path / "copy.txt").write_bytes(TEXT)
    (tmp_path / "link.txt").symlink_to("elsewhere.txt")
    (tmp_path / "folder").mkdir()
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    names = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("reviews.db-"))
    ended = run("export", "-o", name)
    assert (ended.data, ended.status) == (b"", 1)
    assert ended.talk.startswith(f"reviewer: {name}: {problem}")
    assert ended.talk.count("\n") == 1
    assert {path: path.read_bytes() for path in before} == before
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("reviews.db-")) == names


def test_among_several_one_must_be_named(database, run, tmp_path):
    """Status 2, and the first of them are listed."""
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text(f"Article {number}.\n")
        bring_in(database, tmp_path / f"{number}.txt")
    ended = run("export")
    assert (ended.data, ended.status) == (b"", 2)
    assert "which ARTICLE? There are 1 (a), 2 (0), 3 (1)" in ended.talk
    assert " and 3 more" in ended.talk


def test_a_name_that_is_nobodys_is_refused(database, run):
    """With a list of those that there are."""
    ended = run("export", "b")
    assert (ended.data, ended.status) == (b"", 1)
    assert ended.talk == "reviewer: unknown article 'b'; known: 1 (a)\n"


def test_an_empty_database_has_nothing_to_export(run, tmp_path):
    """It says what brings something in."""
    (tmp_path / "x.txt").write_text("One.\n")
    bring_in(tmp_path / "other.db", tmp_path / "x.txt")
    ended = run("export", "--db", "nowhere.db")
    assert (ended.data, ended.status) == (b"", 1)
    assert "no such database" in ended.talk
    assert "reviewer import FILE" in ended.talk
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize("form", ["tsv", "jsonl"])
def test_a_table_imports_again_with_its_decisions(database, run, tmp_path, form):
    """Through the commands alone, into another database."""
    path = tmp_path / f"again.{form}"
    assert run("export", "--format", form, "-o", path).status == 0
    ended = run("import", path, "--db", "other.db")
    assert "3 corrections by desk2\n                3 reviews made of them\n" in ended.text
    listed = run("list", "--db", "other.db").text.splitlines()
    assert [line[0] for line in listed] == ["=", "~", "="]


def test_the_forms_are_those_that_there_are():
    """The command knows their names without loading what writes them."""
    assert tuple(exporting.FORMS) == FORMS


def test_a_form_that_there_is_not_is_wrong_usage(database, run):
    """The message lists those that there are."""
    ended = run("export", "--format", "docx")
    assert (ended.data, ended.status) == (b"", 2)
    assert "'original', 'txt', 'tsv', 'jsonl'" in ended.talk

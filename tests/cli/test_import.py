"""`reviewer import`: what it prints, what it leaves behind, what it refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

from reviewer.formats import READERS
from reviewer.formats.columns import ROLES
from reviewer.store import Store
from tests.cli.conftest import PROGRAM

TABLE = (
    "id,source,mt,correction,reference,system,editor\n"
    "1,Рада проголосувала за новий закон про мову сьогодні ввечері.,One.,Won.,R1.,nmt,desk9\n"
    "2,Президент підписав указ про нове призначення сьогодні вранці.,Two.,Two.,,nmt,\n"
    "3,Уряд оголосив про нові заходи підтримки підприємств країни.,Three.,,R3.,nmt,\n"
)


def numbers(tmp_path):
    """The articles in the database."""
    with Store.open(tmp_path / "reviews.db", readonly=True) as store:
        return [article.number for article in store.articles()]


def test_an_import_says_what_it_understood(tmp_path, run):
    """Format, encoding, columns, kinds, languages and where they are from, references, corrections and whose they are."""
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8-sig")
    ended = run("import", "t.csv", "--target-lang", "en")
    assert (ended.status, ended.talk) == (0, "")
    assert ended.text == (
        "t.csv\n"
        "  format        csv\n"
        "  encoding      utf-8-sig\n"
        "  columns       id, source, machine (mt), correction, reference, system, editor\n"
        "  article 1     t\n"
        "                3 segments: 3 body\n"
        "                from uk (detected) into en (given)\n"
        "                system nmt\n"
        "                2 segments with a reference\n"
        "                1 correction by desk9\n"
        "                1 correction by desk2\n"
        "                2 reviews made of them\n"
    )


def test_running_text_says_what_parted_it(tmp_path, run):
    """And what should be known about the file."""
    (tmp_path / "a.txt").write_bytes(b"One.\r\nTwo\x1b.\n")
    ended = run("import", "a.txt")
    assert "  sentences     parted by sentencex" in ended.text
    assert "  notice        mixed line ends: 1 CRLF and 1 LF; each is kept as it is\n" in ended.text
    assert "                in an unknown language (--target-lang says which); no source text\n" in ended.text


def test_the_same_file_again_is_already_in(tmp_path, run):
    """It is said, and nothing is made twice; what cannot be changed is said too."""
    (tmp_path / "t.csv").write_text(TABLE)
    run("import", "t.csv", "--title", "First")
    ended = run("import", "t.csv", "--title", "Second", "--date", "2026-03-01")
    assert "already in, as article 1\n" in ended.text
    assert "its title is not changed: First\n" in ended.text
    assert "its date is not changed\n" in ended.text
    assert "0 reviews made of them; the others were in already\n" in ended.text
    assert numbers(tmp_path) == [1]


def test_a_new_version_says_how_much_is_as_before(tmp_path, run):
    """What was decided on that stands."""
    (tmp_path / "a.txt").write_text("First thing. Second thing. Third thing.\n")
    (tmp_path / "b.txt").write_text("First thing. Second thing. Fourth thing.\n")
    ended = run("import", "a.txt", "b.txt")
    assert "a new version of article 1: 2 of 3 sentences as before, what was decided on them stands\n" in ended.text


def test_a_dry_run_leaves_nothing_behind(tmp_path, run):
    """It says the same, and makes no database."""
    (tmp_path / "t.csv").write_text(TABLE)
    ended = run("import", "--dry-run", "t.csv")
    assert (ended.status, ended.talk) == (0, "")
    assert "  new           t\n                3 segments" in ended.text
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_dry_run_knows_what_is_in(tmp_path, run):
    """And changes nothing."""
    (tmp_path / "t.csv").write_text(TABLE)
    run("import", "t.csv")
    assert "  article 1     t\n                already in, as article 1\n" in run("import", "--dry-run", "t.csv").text


def test_the_first_file_that_fails_ends_it(tmp_path, run):
    """With one line that says what is in; those after it are not looked at."""
    for name in ("a.txt", "b.txt", "d.txt"):
        (tmp_path / name).write_text(f"Article {name}.\n")
    ended = run("import", "a.txt", "b.txt", "c.txt", "d.txt")
    assert ended.status == 1
    assert ended.talk == "reviewer: c.txt: no such file or directory; the 2 files before it are in\n"
    assert numbers(tmp_path) == [1, 2]
    assert run("import", "a.txt", "c.txt").talk.endswith("; a.txt is in\n")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty"),
        ("안녕하십니까 여러분, 한국어입니다.\n".encode("cp949"), "--encoding cp949 would read it"),
        (b"PK\x03\x04", "a zip archive"),
        (b"a\tb\n1\t2\n", ""),
    ],
)
def test_what_cannot_be_taken_is_one_line(tmp_path, run, data, problem):
    """With the file's name, and no database is made."""
    (tmp_path / "x.tsv").write_bytes(data)
    ended = run("import", "x.tsv")
    assert (ended.status, ended.data) == (1, b"")
    assert ended.talk.startswith("reviewer: x.tsv:")
    assert problem in ended.talk
    assert ended.talk.count("\n") == 1
    assert not (tmp_path / "reviews.db").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "FILE"),
        (["-"], "- is no file"),
        (["t.csv", "--input-format", "docx"], "known: txt, tsv, csv, jsonl, lines"),
        (["t.csv", "--encoding", "klingon"], "unknown encoding 'klingon'"),
        (["t.csv", "--column", "machine"], "'machine' is not of the form ROLE=HEADER"),
        (["t.csv", "--column", "colour=3"], "unknown column 'colour'"),
        (["t.csv", "--column", "id=1", "--column", "id=2"], "id is named twice"),
        (["t.csv", "--date", "yesterday"], "'yesterday' is no day"),
        (["t.csv", "--source-lang", "Korean!"], "'Korean!' is no language"),
        (["t.csv", "--title", "two\nlines"], "is not one line of text"),
        (["t.csv", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(tmp_path, run, arguments, problem):
    """It says what is wrong, and where help is."""
    (tmp_path / "t.csv").write_text(TABLE)
    ended = run("import", *arguments)
    assert (ended.status, ended.data) == (2, b"")
    assert problem in ended.talk
    assert ended.talk.endswith("(reviewer import --help)\n")
    assert ended.talk.count("\n") == 1


def test_lines_with_their_source_and_reference(tmp_path, run):
    """Plain text with files beside it is one segment a line."""
    (tmp_path / "m.txt").write_text("One. One.\nTwo.\n")
    (tmp_path / "s.txt").write_text("하나.\n둘.\n")
    ended = run("import", "m.txt", "--source", "s.txt", "--reference", "m.txt", "--source-lang", "ko")
    assert "  format        lines\n" in ended.text
    assert "from ko (given)" in ended.text
    assert "2 segments with a reference\n" in ended.text


def test_a_source_of_another_length_is_refused(tmp_path, run):
    """With the line counts of both."""
    (tmp_path / "m.txt").write_text("One.\nTwo.\n")
    (tmp_path / "s.txt").write_text("하나.\n")
    ended = run("import", "m.txt", "--source", "s.txt")
    assert ended.status == 1
    assert "m.txt 2" in ended.talk
    assert "s.txt 1" in ended.talk


@pytest.mark.catalogue("H6")
def test_a_hostile_name_is_shown_and_never_obeyed(tmp_path, run, at_terminal):
    """Whatever bytes a file's name has, none of them reaches a terminal as it is."""
    name = b"a\x1b]0;owned\x07\xff\xe2\x80\xae.txt"
    (tmp_path / os.fsdecode(name)).write_bytes(b"Text with \x1b[31m in it.\n")
    ended = run("import", name)
    assert ended.status == 0
    assert b"\x1b" not in ended.data
    received, status = at_terminal("import", os.fsdecode(name))
    assert status == 0
    assert b"\x1b" not in received
    assert b"already in" in received
    assert run("list", name, "--articles").text.startswith("    1 0/1")
    assert "\x1b" not in run("import", name + b"x").talk


def test_a_long_import_shows_how_far_it_is_on_a_terminal_alone(tmp_path, run, at_terminal):
    """Through a pipe nothing is said but what was understood."""
    (tmp_path / "l.tsv").write_text("machine\n" + "".join(f"Line {number}.\n" for number in range(12_000)))
    (tmp_path / "k.tsv").write_text("machine\n" + "".join(f"Another line {number}.\n" for number in range(12_000)))
    assert run("import", "l.tsv").talk == ""
    received, status = at_terminal("import", "k.tsv")
    assert status == 0
    assert b"100%" in received


@pytest.mark.catalogue("G10", "L3")
def test_ctrl_c_leaves_nothing_half_in(tmp_path, run, around):
    """The status says that it was a signal, and the next import is whole."""
    (tmp_path / "l.tsv").write_text("machine\n" + "".join(f"Line {number}.\n" for number in range(60_000)))
    process = subprocess.Popen(
        [*PROGRAM, "import", "l.tsv"], cwd=tmp_path, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    # Made once the file is understood, right before its segments go in.
    while process.poll() is None and not (tmp_path / "reviews.db").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    data, talk = process.communicate()
    assert (process.returncode, data, talk.strip()) == (130, b"", b"")
    assert numbers(tmp_path) == []
    assert run("import", "l.tsv").status == 0
    assert numbers(tmp_path) == [1]


def test_help_knows_every_format_and_role(run):
    """The page is written by hand, so that it costs nothing to load."""
    page = " ".join(run("import", "--help").text.split())
    assert all(word in page for word in (*READERS, *ROLES))


def test_the_editor_is_said_or_known(tmp_path, run):
    """Whose the corrections are is never made up of an unusable name."""
    (tmp_path / "t.csv").write_text(TABLE)
    ended = run("import", "t.csv", "--editor", "two\nlines")
    assert ended.status == 1
    assert "no usable editor's name" in ended.talk
    assert "1 correction by Zoë\n" in run("import", "t.csv", "--editor", "Zoë").text


def test_another_database_is_named_with_db(tmp_path, run):
    """The usual one is not touched."""
    (tmp_path / "t.csv").write_text(TABLE)
    assert run("import", "t.csv", "--db", "other.db").status == 0
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "reviews.db").exists()

"""`reviewer report`: the answer on standard output or in a file, bad input in one line, and nothing of it run by anybody."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.cli.report_command import BY, FORMS
from reviewer.reports import RENDERERS
from reviewer.workflow.reporting.request import BREAKDOWNS
from tests.cli.conftest import Ended
from tests.workflow.reporting import newsroom

Run = Callable[..., Ended]


@pytest.fixture
def room(tmp_path: Path) -> newsroom.Newsroom:
    """One article of five sentences, three decided."""
    database = tmp_path / "reviews.db"
    newsroom.bring_in(database, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    found = newsroom.Newsroom(database)
    found.decide(1, 1, "accepted")
    found.decide(1, 2, "corrected", "The eastward expansion costs 5 percent.", editor="desk3")
    found.decide(1, 3, "corrected", "The governor presents the plan.")
    return found


def test_the_lists_of_the_command_are_those_of_the_floors_below() -> None:
    """They stand in the command so that `--help` loads nothing."""
    assert tuple(RENDERERS) == FORMS
    assert BREAKDOWNS == BY


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("week.html", "html"),
        ("week.xlsx", "xlsx"),
        ("week.csv", "csv"),
        ("week.md", "markdown"),
        ("week.json", "json"),
        ("week.txt", "text"),
    ],
)
def test_the_suffix_chooses_the_form(run: Run, room: newsroom.Newsroom, tmp_path: Path, name: str, form: str) -> None:
    """And the file holds what standard output would."""
    ended = run("report", "-o", name)
    written = (tmp_path / name).read_bytes()

    assert (ended.status, ended.data, ended.talk) == (0, b"", "")
    assert run("report", "--format", form).data == written


def test_the_answer_is_the_first_thing_said(run: Run, room: newsroom.Newsroom) -> None:
    """As text, for people."""
    ended = run("report")

    assert ended.status == 0
    assert ended.text.splitlines()[3].startswith("Of 3 reviewed sentences the editors left 33.3 %")


@pytest.mark.parametrize("form", ["html", "xlsx", "text"])
def test_nothing_reviewed_yet(run: Run, tmp_path: Path, form: str) -> None:
    """Says so in words, with status 0."""
    newsroom.bring_in(tmp_path / "reviews.db", newsroom.article("Budget", "engine A", newsroom.BUDGET))
    ended = run("report", "--format", form)
    text = ended.data
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(ended.data)) as book:
            text = b"".join(book.read(name) for name in book.namelist())

    assert ended.status == 0
    assert b"Nothing is reviewed yet" in text


def test_json(run: Run, room: newsroom.Newsroom) -> None:
    """Has its schema, and numbers as numbers."""
    report = json.loads(run("report", "--format", "json", "--by", "editor").text)
    figures = [figure for section in report["sections"] for figure in section["figures"]]

    assert report["schema"] == "reviewer/report/1"
    assert next(figure for figure in figures if figure["name"] == "accepted_share")["n"] == 3
    assert report["scorecard"]["name"] == "mqm"


@pytest.mark.catalogue("I2")
def test_csv_harms_no_spreadsheet_unless_it_is_raw(run: Run, room: newsroom.Newsroom) -> None:
    """What a spreadsheet would run has a ' in front."""
    room.decide(1, 4, "corrected", "=cmd|' /C calc'!A0", note="? =1+1")
    harmless, raw = (run("report", "--format", "csv", *options).text for options in ((), ("--raw",)))
    cells = [[cell for row in csv.reader(io.StringIO(text)) for cell in row] for text in (harmless, raw)]

    assert not [cell for cell in cells[0] if cell.startswith(("=", "+", "-", "@")) and not is_number(cell)]
    assert "? =1+1" in " ".join(cells[1])


def is_number(cell: str) -> bool:
    """Whether it is one."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_editors_are_named_only_when_asked_for(run: Run, room: newsroom.Newsroom, tmp_path: Path) -> None:
    """Else they are letters, or pseudonyms that stay the same."""
    by_letter, by_name, by_pseudonym, again = (
        run("report", "--by", "editor", *options).text
        for options in ((), ("--show", "editors"), ("--pseudonymise",), ("--pseudonymise",))
    )

    assert ("desk3" in by_letter, "desk3" in by_name, "desk3" in by_pseudonym) == (False, True, False)
    assert "editor A" in by_letter
    assert "editor-" in by_pseudonym
    assert by_pseudonym == again


def test_seconds_are_shown_only_when_asked_for(run: Run, room: newsroom.Newsroom) -> None:
    """They tell how long somebody sat there."""
    assert "Active seconds" not in run("report").text
    assert "Active seconds" in run("report", "--show", "seconds").text


def test_what_does_not_concern_a_vendor_is_left_out(run: Run, room: newsroom.Newsroom) -> None:
    """A section or a table, by its name; the others stay."""
    room.decide(1, 4, "corrected", "The plan may go to the assembly.", note="? who says so")
    whole, part = (
        json.loads(run("report", "--format", "json", *options).text) for options in ((), ("--omit", "queries", "--omit", "cost"))
    )
    names = [
        [each["name"] for section in report["sections"] for each in (section, *section["tables"])] for report in (whole, part)
    ]

    assert [name for name in names[0] if name not in names[1]] == ["cost", "queries"]
    assert "who says so" not in json.dumps(part)


def test_explain_has_the_formulas(run: Run, room: newsroom.Newsroom) -> None:
    """And without it the text is short."""
    formula = "100 × accepted / (accepted + corrected + rejected)"

    assert formula not in " ".join(run("report").text.split())
    assert formula in " ".join(run("report", "--explain").text.split())


def test_another_scorecard_scores_the_same_reviews_anew(run: Run, room: newsroom.Newsroom, tmp_path: Path) -> None:
    """The card stands in the report, whole."""
    (tmp_path / "house.toml").write_text(
        'name = "house"\nversion = "7"\n[weights]\nneutral = 0\nminor = 3\nmajor = 4\ncritical = 8\n'
    )
    usual, house = (json.loads(run("report", "--format", "json", "--scorecard", card).text) for card in ("mqm", "house.toml"))

    assert (house["scorecard"]["name"], house["scorecard"]["version"]) == ("house", "7")
    assert penalties(usual) != penalties(house)


def penalties(report: dict[str, object]) -> object:
    """What the suggested errors weigh."""
    sections: list[dict[str, list[dict[str, object]]]] = report["sections"]  # type: ignore[assignment]
    return next(figure["value"] for section in sections for figure in section["figures"] if figure["name"] == "mqm_suggested")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--by", "colour"), 2, "'colour' is not one of"),
        (("--format", "pdf"), 2, "'pdf' is not one of"),
        (("-o", "week.pdf"), 2, "week.pdf: unknown suffix of a report '.pdf'; known: .html, .htm, .xlsx"),
        (("-o", "week"), 2, "week: unknown suffix of a report ''"),
        (("--since", "yesterday"), 2, "does not match the format"),
        (("--since", "2026-03-09", "--until", "2026-03-02"), 2, "is after --until"),
        (("--filter", "colour:red"), 2, "unknown field 'colour'"),
        (("--omit", "colour"), 2, "unknown section or table 'colour'; known: "),
        (("--filter", "sample:nope"), 1, "unknown sample 'nope'; known: none yet"),
        (("--scorecard", "none.toml"), 1, "none.toml: no such scorecard; known: mqm, google"),
        (("--scorecard", "bad.toml"), 1, "bad.toml: unknown"),
        (("--precision", "0"), 2, "range"),
        (("--show", "editors", "--pseudonymise"), 2, "one of the two"),
        (("-o", "missing/week.html"), 1, "missing/week.html: there is no folder missing; nothing was written"),
        (("-o", "reviews.db"), 2, "unknown suffix"),
        (("-o", "reviews.db", "--format", "html"), 1, "reviews.db: is an input or the database, and is not replaced"),
        (("-o", "bad.toml", "--format", "html", "--scorecard", "bad.toml"), 1, "bad.toml: "),
        (("-o", "folder", "--format", "html"), 1, "folder: is a directory"),
        (("--db", "none.db"), 1, "none.db: no such database"),
    ],
)
def test_bad_input_is_one_line(
    run: Run, room: newsroom.Newsroom, tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    """It says what, where and what to do; nothing is written."""
    (tmp_path / "bad.toml").write_text('name = "bad"\nversion = "1"\n[weights]\nterrible = 5\n')
    (tmp_path / "folder").mkdir()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file() and path.suffix == ".toml"}
    ended = run("report", *arguments)

    assert (ended.status, ended.data) == (status, b"")
    assert said in ended.talk
    assert ended.talk.count("\n") == 1, ended.talk
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_an_existing_report_stays_when_it_cannot_be_replaced(run: Run, room: newsroom.Newsroom, tmp_path: Path) -> None:
    """It is replaced whole or not at all."""
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "week.html").write_text("last week's")
    if os.geteuid() == 0:
        (folder / "week.html").unlink()
        (folder / "week.html").symlink_to(tmp_path / "elsewhere.html")
        ended = run("report", "-o", "kept/week.html")
        assert not (tmp_path / "elsewhere.html").exists()
    else:
        folder.chmod(0o500)
        ended = run("report", "-o", "kept/week.html")
        assert (folder / "week.html").read_text() == "last week's"

    assert ended.status == 1
    assert ended.talk.count("\n") == 1


@pytest.mark.catalogue("C11")
def test_a_database_that_cannot_be_written_to(run: Run, room: newsroom.Newsroom) -> None:
    """Is read all the same: nothing is kept in it."""
    wanted = run("report").data
    room.database.chmod(0o400)

    assert run("report").data == wanted


def test_a_workbook_is_not_printed_at_a_terminal(at_terminal: Callable[..., tuple[bytes, int]], room: newsroom.Newsroom) -> None:
    """It is no text."""
    received, status = at_terminal("report", "--format", "xlsx")

    assert status == 2
    assert b"name a file with -o" in received


@pytest.mark.catalogue("H5")
def test_hostile_texts_at_a_terminal(at_terminal: Callable[..., tuple[bytes, int]], room: newsroom.Newsroom) -> None:
    """No control character of theirs reaches it."""
    room.decide(1, 4, "corrected", "\x1b[31mred\x00\u202e <script>", note="? \x1b]0;owned\x07")
    received, status = at_terminal("report", "--explain", "--by", "error")

    assert status == 0
    assert b"\x1b" not in received
    assert b"\x07" not in received
    assert b"<script>" in received

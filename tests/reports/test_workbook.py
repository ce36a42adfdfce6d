"""The XLSX form: numbers that a spreadsheet counts with, and texts that it shows; read as any reader of its XML does."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.visible import legible
from reviewer.reports.renderer import Options
from reviewer.reports.sheets import LONGEST
from reviewer.reports.workbook import render
from reviewer.workflow.reporting.value import Point, Report
from tests.reports.building import NASTY, accepted, bleu, hostile, report

TEXT = st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from("=+-@'\"_x005F\0\r\n\t\ud800\ufffe<&>")))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ESCAPED = re.compile("_x([0-9A-F]{4})_")


class Book:
    """What stands in a workbook."""

    def __init__(self, made: Report) -> None:
        self.data = render(made, Options())
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            self.times = {entry.date_time for entry in archive.infolist()}
            self.parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
        shared = self.parts.get("xl/sharedStrings.xml")
        self.strings = ["".join(map(_text, item.iter(f"{MAIN}t"))) for item in shared] if shared is not None else []
        targets = {each.get("Id"): each.get("Target") for each in self.parts["xl/_rels/workbook.xml.rels"]}
        listed = self.parts["xl/workbook.xml"].iter(f"{MAIN}sheet")
        self.sheets = {each.get("name", ""): self.parts[f"xl/{targets[each.get(RELATION)]}"] for each in listed}

    def rows(self, sheet: str) -> list[dict[str, str | float]]:
        """Of each row that has cells, what stands in them by their columns."""
        found = []
        for row in self.sheets[sheet].iter(f"{MAIN}row"):
            cells = {(cell.get("r") or "").rstrip("0123456789"): self._value(cell) for cell in row.iter(f"{MAIN}c") if len(cell)}
            found += [cells] if cells else []
        return found

    def table(self, sheet: str, header: int = 2) -> list[dict[str, str | float]]:
        """The rows below a header, by what it says; `header` counts rows that have cells."""
        rows = self.rows(sheet)
        labels = {column: str(label) for column, label in rows[header].items()}
        return [{labels[column]: value for column, value in row.items()} for row in rows[header + 1 :]]

    def _value(self, cell: ElementTree.Element) -> str | float:
        value = cell.findtext(f"{MAIN}v") or ""
        return self.strings[int(value)] if cell.get("t") == "s" else float(value)


def _text(element: ElementTree.Element) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), element.text or "")


def test_there_is_a_sheet_a_table_and_a_chart() -> None:
    """After the first one, and before every figure and the scorecard."""
    assert list(Book(report()).sheets) == [
        "Report",
        "by-system",
        "chart weeks",
        "error-mix",
        "confirmed",
        "chart errors",
        "chart confirmed",
        "worst-segments",
        "Figures",
        "Scorecard",
    ]


def test_the_answer_comes_first() -> None:
    """Then what it speaks for, and what was asked for."""
    rows = Book(report()).rows("Report")

    assert [row["A"] for row in rows[:4]] == [report().title, *report().answer, report().basis]
    assert (rows[4]["A"], rows[4]["B"]) == report().about[0]


def test_a_figure_stands_on_the_first_sheet_with_all_that_belongs_to_it() -> None:
    """Its number is a number, not rounded."""
    [hter] = [row for row in Book(report()).table("Report", 7) if row["Figure"] == "HTER"]

    assert hter == {
        "Section": "How good it was",
        "Figure": "HTER",
        "Value (post-edit)": 18.75,
        "Low (post-edit)": 16.02,
        "High (post-edit)": 21.449,
        "Unit": "% of words",
        "n": 307.0,
        "of": "pairs",
        "Formula": "100 × sum of `edits` / sum of `reference_words`",
        "Signature": "TER|nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0",
        "Compared": "against the editors' corrections (post-edit)",
        "Interval": "95 %: 1,000 resamples of 12 articles, seed 12345",
        "Direction": "lower is better",
    }


def test_kinds_of_reference_have_columns_of_their_own() -> None:
    """In lists of figures, and in a table that put them in one."""
    book = Book(report())
    section = report().sections[0]
    rows = ((bleu(1.0),), (bleu(2.0, reference="independent"),))
    mixed = replace(section.tables[0], columns=section.tables[0].columns[3:], rows=rows)
    parted = Book(replace(report(), sections=(replace(section, figures=(), charts=(), tables=(mixed,)),)))

    columns = {
        name: [row for row in book.table("Figures", 0) if name in row] for name in ("Value (post-edit)", "Value (independent)")
    }
    assert {row["Figure"] for row in columns["Value (post-edit)"]} == {"HTER", "BLEU", "Edit rate"}
    assert [row["n"] for row in columns["Value (independent)"]] == [40]
    values = [{label: value for label, value in row.items() if label.endswith(")")} for row in parted.table("by-system")]
    assert values == [{"BLEU (post-edit) (post-edit)": 1.0}, {"BLEU (post-edit) (independent)": 2.0}]


def test_a_figure_of_a_table_has_its_interval_and_n_beside_it() -> None:
    """Or words in the place of its value."""
    first, second, _ = Book(report()).table("by-system")

    assert first["Accepted as it is, %"] == 50.0
    assert (first["Accepted as it is: low"], first["Accepted as it is: high"], first["Accepted as it is: n"]) == (
        36.0,
        46.8,
        200.0,
    )
    assert (second["BLEU (post-edit)"], second["BLEU (post-edit): n"]) == ("too few pairs", 0.0)


def test_headers_stay_in_sight_and_filter() -> None:
    """On every sheet that is one table with rows."""
    book = Book(report())

    for name in ("by-system", "error-mix", "worst-segments", "Figures"):
        header = 0 if name == "Figures" else 2
        pane = book.sheets[name].find(f".//{MAIN}pane")
        filtered = book.sheets[name].find(f"{MAIN}autoFilter")
        assert pane is not None
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", str(header + 1))
        assert filtered is not None
        assert str(filtered.get("ref")).startswith(f"A{header + 1}:")


def test_an_empty_table_says_so() -> None:
    """On its sheet, under its title."""
    assert Book(report()).rows("confirmed")[:2] == [{"A": "Confirmed errors"}, {"A": "Nobody confirmed any."}]


def test_a_diff_is_struck_and_underlined() -> None:
    """One that is a single part, which no cell can have two looks for, has marks."""
    book = Book(report())
    cells = [row["Text and correction"] for row in book.table("worst-segments") if "Text and correction" in row]
    looks = [
        {mark.tag.removeprefix(MAIN) for mark in run.iter() if mark.tag in (f"{MAIN}strike", f"{MAIN}u")}
        for run in book.parts["xl/sharedStrings.xml"].iter(f"{MAIN}r")
    ]

    assert cells == ["The NATO's ban on East Asiaeastward expansion of NATO angered Moscow.", "[-Gone.-]"]
    assert looks == [set(), {"strike"}, {"u"}, set()]


def test_less_than_what_is_shown_has_no_sign() -> None:
    """The number is as it is; its format has none for it."""
    book = Book(report())
    assert [row["Penalty per 1,000 words"] for row in book.table("error-mix", 1)][2] == -0.001

    formats = {each.get("formatCode") for each in book.parts["xl/styles.xml"].iter(f"{MAIN}numFmt")}
    assert "#,##0.00;#,##0.00" in formats


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_no_number_is_words_or_nothing(value: float | None) -> None:
    """In figures, tables, charts and the scorecard."""
    section = report().sections[0]
    table = replace(section.tables[0], rows=(("x", value, accepted(value, words="none yet"), None),))
    chart = replace(section.charts[0], points=(Point("x", value, value, value),))
    section = replace(section, figures=(accepted(value, words="none yet"),), tables=(table,), charts=(chart,))
    book = Book(replace(report(), sections=(section,), scorecard={"a": value}))

    [row], [point] = book.table("by-system"), book.table("chart weeks")
    assert list(row.values()) == ["x", "none yet", 312.0]
    assert list(point.values()) == ["x"]
    assert book.rows("Scorecard")[1]["B"] == "none"


@pytest.mark.catalogue("I3")
@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("[a]:b*c?d/e\\f", "_a__b_c_d_e_f"),
        ("'quoted'", "quoted"),
        ("history", "history 2"),
        ("REPORT", "REPORT 2"),
        ("", "sheet"),
        ("\0\n", "␀_"),
        ("x" * 40, "x" * 30 + "…"),
    ],
)
def test_a_name_that_no_sheet_may_have_is_made_one(name: str, valid: str) -> None:
    """And two that differ in case alone are made two."""
    section = report().sections[0]
    named = replace(section.tables[0], name=name)
    twin = replace(named, name=name.swapcase())
    names = list(Book(replace(report(), sections=(replace(section, tables=(named, twin), charts=()),))).sheets)

    assert names[1] == valid
    assert len({each.lower() for each in names}) == len(names)
    assert max(map(len, names)) <= 31


@pytest.mark.catalogue("I3")
def test_a_text_that_no_cell_holds_is_cut() -> None:
    """A character beyond the first plane counts twice and is never halved."""
    for text in ("x" * 40_000, "👩" * 20_000):
        longest = str(Book(hostile(text)).rows("Report")[1]["A"])
        assert len(longest.encode("utf-16-le")) // 2 in (LONGEST, LONGEST - 1)
        assert longest == text[: len(longest) - 1] + "…"


def test_it_says_nothing_of_when_it_was_made() -> None:
    """So the same report gives the same bytes tomorrow."""
    book = Book(report())

    assert book.times == {(1980, 1, 1, 0, 0, 0)}
    assert {each.text for each in book.parts["docProps/core.xml"] if each.tag.endswith(("created", "modified"))} == {
        "2000-01-01T00:00:00Z"
    }


@pytest.mark.catalogue("I3")
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_hostile_text_is_shown_as_text(text: str) -> None:
    """It is no formula, no link and no number, and reads as it did."""
    book = Book(hostile(text))

    for sheet in book.sheets.values():
        assert not list(sheet.iter(f"{MAIN}f"))
        assert not list(sheet.iter(f"{MAIN}hyperlink"))
    assert {each.get("TargetMode") for name, part in book.parts.items() if name.endswith(".rels") for each in part} == {None}
    expected = legible(text)
    assert not expected or any(each in (expected, f"{expected[: LONGEST - 1]}…") for each in book.strings)


@pytest.mark.catalogue("I3")
def test_the_formulas_of_charts_name_our_own_cells_alone() -> None:
    """A title that begins with = is the text of a cell."""
    book = Book(hostile("=1+1"))
    charts = [part for name, part in book.parts.items() if name.startswith("xl/charts/chart")]
    formulas = {each.text for part in charts for each in part.iter() if each.tag.endswith("}f")}

    assert charts
    assert all(
        re.fullmatch(r"'chart (weeks|errors)'!\$A\$1|'chart (weeks|errors)'!\$[AB]\$4:\$[AB]\$6", str(each)) for each in formulas
    )


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_any_text_gives_a_workbook_that_parses(text: str) -> None:
    """And is in it."""
    drawn = legible(text)

    assert not drawn or drawn in Book(hostile(text)).strings

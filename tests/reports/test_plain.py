"""The text form: what stands in lines that fit a terminal, and moves nothing on it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.visible import visible
from reviewer.core.width import text_width
from reviewer.reports.grid import tables, wrapped
from reviewer.reports.plain import render
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Column, Figure, Point, Report, Table
from tests.reports.building import GOLDEN, NASTY, accepted, bleu, hostile, report

TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(" \n\t\r\0\x1b北한é\u0301\u202e\ud800\u3000"),
        st.characters(categories=["Mn", "Me", "Cf", "Cc", "Zs", "Lo"]),
    ),
    max_size=300,
)


def lines(made: Report, width: int | None = None, *, explain: bool = False) -> list[str]:
    """The lines as a terminal gets them."""
    text = render(made, Options(width=width, explain=explain)).decode()
    assert text.endswith("\n")
    return text.removesuffix("\n").split("\n")


def with_table(table: Table) -> Report:
    """A report of one table."""
    return replace(report(), sections=(replace(report().sections[0], figures=(), charts=(), tables=(table,)),))


def test_the_answer_comes_first() -> None:
    """Under the title."""
    made = lines(report())

    assert made[0] == report().title
    assert " ".join(made[3:5]) == " ".join(report().answer)


def test_explained_is_with_all_that_made_a_figure() -> None:
    """The golden file has formula, signature, interval and exclusions, of tables too, and the scorecard."""
    assert render(report(), Options(explain=True)) == (GOLDEN / "explained.txt").read_bytes()


def test_unexplained_is_without() -> None:
    """Nor does it tell a signature."""
    assert not [line for line in lines(report()) if "nrefs" in line or "Formula" in line]


def test_figures_stand_in_columns() -> None:
    """Points below each other, the kinds of reference in lists of their own."""
    made = lines(report())
    hter = next(index for index, line in enumerate(made) if "HTER" in line)

    assert made[hter - 1] == "Against the editors' corrections (post-edit):"
    assert made[hter] == "  HTER  18.8 % of words  16.0 to 21.4  of 307 pairs"
    assert made[hter + 1] == "  BLEU  58.2             54.1 to 62.2  of 307 pairs"


def test_a_figure_without_a_value_says_its_words() -> None:
    """In the place of a number."""
    [line] = [line for line in lines(report()) if "Words an hour" in line]

    assert " ".join(line.split()) == "Words an hour no review was timed of 0 reviews"


def test_a_table_that_is_too_wide_comes_in_parts() -> None:
    """Each begins with the first column, and no number is cut."""
    names = [f"column {number}" for number in range(12)]
    table = Table(
        "wide",
        "Wide",
        (Column("name", "Name", "text"), *(Column(name, name, "number") for name in names)),
        (("total", *(1_000_000_000 + number for number in range(12))),),
    )
    made = lines(with_table(table), 80)

    assert len([line for line in made if line.startswith("  total")]) == 3
    assert all(any(f"1,000,000,{number:03}" in line for line in made) for number in range(12))


def test_a_long_text_is_wrapped_in_its_column() -> None:
    """The columns beside it stay where they are."""
    table = Table("t", "T", (Column("a", "A", "text"), Column("b", "B", "number")), (("word " * 60, 5), ("short", 12)))
    made = lines(with_table(table), 80)
    first = next(index for index, line in enumerate(made) if line.startswith("  word"))

    assert made[first].endswith("word   5")
    assert made[first + 1].endswith("word")
    assert next(line for line in made if line.startswith("  short")).endswith(" 12")


@pytest.mark.parametrize("width", [None, 1, 79])
def test_a_terminal_that_is_too_narrow_gets_eighty(width: int | None) -> None:
    """And one of unknown width a hundred."""
    assert max(map(text_width, lines(report(), width))) <= (100 if width is None else 80)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_no_number_is_words_or_a_dash(value: float | None) -> None:
    """In figures, tables and charts."""
    section = report().sections[0]
    table = replace(section.tables[0], rows=(("x", value, accepted(value, words=""), None),))
    chart = replace(section.charts[0], points=(Point("x", value, value, value),))
    figures = (accepted(value, words=""),)
    made = lines(replace(report(), sections=(replace(section, figures=figures, tables=(table,), charts=(chart,)),)))

    words = " ".join(made).split()
    assert not {"nan", "inf", "-inf", "None"}.intersection(words)
    assert words.count("value") == 2
    assert words.count("–") == 3


def test_less_than_what_is_shown_has_no_sign() -> None:
    """There is no -0."""
    assert next(line for line in lines(report()) if line.startswith("  style")).split() == ["style", "0", "0.00"]


def test_kinds_of_reference_have_columns_of_their_own() -> None:
    """Also where a table put them in one."""
    section = report().sections[0]
    rows = ((bleu(1.0, bounds=None),), (bleu(2.0, bounds=None, reference="independent"),))
    table = replace(section.tables[0], columns=(Column("bleu", "BLEU", "figure"),), rows=rows)
    made = lines(with_table(table))

    values = [line.split() for line in made if "–" in line]

    assert values == [["1.0", "–"], ["–", "2.0"]]


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_hostile_text_keeps_to_its_place(text: str, width: int) -> None:
    """No line is too wide, none ends in spaces, and nothing in it is obeyed."""
    for line in lines(hostile(text), width, explain=True):
        assert text_width(line) <= width
        assert line == line.rstrip()
        assert line == visible(line)


@settings(max_examples=60, deadline=None)
@given(TEXT, st.integers(80, 130))
def test_any_text_keeps_to_its_place(text: str, width: int) -> None:
    """And is there, as far as a terminal can show it."""
    made = lines(hostile(text), width)

    assert all(text_width(line) <= width and line == line.rstrip() and line == visible(line) for line in made)
    assert "".join("".join(made).split()).startswith("".join(visible(text).split()))


@settings(deadline=None)
@given(st.text(st.sampled_from("ab 北e\u0301,"), max_size=60), st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    """No line is too wide, and no mark is parted from its letter."""
    made = wrapped(text, width)

    assert "".join(made).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line) <= width for line in made)
    assert not [line for line in made[1:] if line.startswith("\u0301") and f" {line}" not in text]


def test_a_table_of_one_number_is_a_table() -> None:
    """Nothing is repeated where there is no first column of texts."""
    assert list(tables(["n"], [True], [["1"], ["20"]], 80)) == [" n", "--", " 1", "20"]


def test_a_unit_that_differs_stands_in_each_cell() -> None:
    """A header cannot say it."""
    other = Figure("share", "Share", 2.0, "s", 3, "reviews", "")
    table = Table("t", "T", (Column("a", "A", "text"), Column("b", "B", "figure")), (("x", accepted(1.0)), ("y", other)))
    made = " ".join(" ".join(lines(with_table(table))).split())

    assert "x 1.0 % 36.0 to 46.8 n 312 y 2.0 s n 3" in made

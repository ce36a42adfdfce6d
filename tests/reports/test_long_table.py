"""The CSV form: one table of facts that a script reads and a spreadsheet does not run."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.visible import legible
from reviewer.reports.long_table import COLUMNS, render
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Report
from tests.reports.building import NASTY, accepted, hostile, report

TEXT = st.text(st.characters(exclude_categories=()))
csv.field_size_limit(1_000_000)


def facts(made: Report, *, raw: bool = False) -> list[dict[str, str]]:
    """The rows as a reader of CSV has them."""
    text = render(made, Options(raw=raw)).decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == list(COLUMNS)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


def test_a_figure_is_one_row_with_all_that_belongs_to_it() -> None:
    """Its value unrounded."""
    [row] = [fact for fact in facts(report()) if fact["name"] == "hter"]

    assert {name: value for name, value in row.items() if value} == {
        "record": "figure",
        "section": "quality",
        "name": "hter",
        "label": "HTER",
        "value": "18.75",
        "unit": "% of words",
        "n": "307",
        "of": "pairs",
        "low": "16.02",
        "high": "21.449",
        "level": "0.95",
        "interval": "1,000 resamples of 12 articles, seed 12345",
        "reference": "post-edit",
        "higher_is_better": "false",
        "signature": "TER|nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0",
        "formula": "100 × sum of `edits` / sum of `reference_words`",
    }


def test_a_figure_in_a_table_says_where_it_stands() -> None:
    """Table, row and column, and of which group it is."""
    [row] = [fact for fact in facts(report()) if fact["group"] == "engine_b*" and fact["name"] == "bleu_post_edit"]

    assert (row["table"], row["row"], row["column"], row["group_by"]) == ("by-system", "2", "bleu_post_edit", "system")


def test_a_figure_without_a_value_has_words_and_no_number() -> None:
    """An empty field is what a script takes for missing."""
    [row] = [fact for fact in facts(report()) if fact["name"] == "words_an_hour"]

    assert (row["value"], row["words"], row["n"]) == ("", "no review was timed", "0")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_finite_number_is_empty(value: float) -> None:
    """Nor has it an interval."""
    section = replace(report().sections[0], figures=(accepted(value),), tables=(), charts=())
    [row] = [fact for fact in facts(replace(report(), sections=(section,))) if fact["record"] == "figure"]

    assert (row["value"], row["low"], row["high"]) == ("", "", "")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_field_is_what_a_spreadsheet_would_run(text: str) -> None:
    """Whatever stands before the sign; a number may be negative."""
    for fact in facts(hostile(text)):
        for name, field in fact.items():
            if name not in ("value", "low", "high"):
                assert not field.lstrip(" '\"\t\r\n").startswith(("=", "+", "-", "@", "＝")) or field.startswith("'")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_raw_texts_are_as_they_were(text: str) -> None:
    """But for what UTF-8 has not."""
    assert facts(hostile(text), raw=True)[0]["text"] == text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")


def test_a_carriage_return_is_in_quotes() -> None:
    """A reader may take it for the end of a line, and the csv module of some versions writes it bare."""
    assert b'"a\rb"' in render(hostile("a\rb"), Options(raw=True))


def test_there_is_no_byte_order_mark() -> None:
    """As in all tables that this program prints."""
    assert render(report(), Options()).startswith(b"record,section,")


@given(TEXT)
def test_any_text_is_one_field(text: str) -> None:
    """It reads as it did, a `'` before it or not."""
    read = facts(hostile(text))[0]["text"]

    assert read.replace("'", "") == legible(text).replace("'", "")


@given(TEXT)
def test_any_text_is_one_field_of_the_raw_table(text: str) -> None:
    """The table has as many rows as ever."""
    assert len(facts(hostile(text), raw=True)) == len(facts(hostile("x"), raw=True))

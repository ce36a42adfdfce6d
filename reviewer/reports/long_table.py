"""The CSV form: one tidy long table, each row one fact of the report, each column the same for all.

`record` says what a row is: `title`, `answer`, `basis`, `about`, `figure` (those in tables too, which then have `table`, `row`
and `column`), `cell` (whatever else stands in a table), `point` (of a chart, which stands in `table`) or `scorecard`. Numbers are
in `value`, unrounded; texts are in `text`. Rows of different `reference` are never to be compared, and their names differ too.

RFC 4180 with line feeds at the ends of lines, in UTF-8 without a byte order mark, as all tables that this program prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reviewer.core.spreadsheet import harmless
from reviewer.core.visible import legible
from reviewer.reports.renderer import Options
from reviewer.reports.wording import bounds_of, finite, flat, in_line
from reviewer.workflow.reporting.value import Cell, Chart, Column, Figure, Report, Section, Table

COLUMNS = (
    "record",
    "section",
    "table",
    "row",
    "column",
    "name",
    "label",
    "group_by",
    "group",
    "value",
    "text",
    "unit",
    "n",
    "of",
    "low",
    "high",
    "level",
    "interval",
    "reference",
    "higher_is_better",
    "signature",
    "formula",
    "words",
    "excluded",
)
_IN_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')
_SURROGATE = re.compile("[\ud800-\udfff]")

_Fact = dict[str, Any]


def render(report: Report, options: Options) -> bytes:
    """The table; where `options.raw`, with its texts as they are but for what UTF-8 has not."""
    lines = [",".join(COLUMNS)]
    lines += [",".join(_field(fact.get(name), options.raw) for name in COLUMNS) for fact in _facts(report)]
    return "".join(f"{line}\n" for line in lines).encode()


def _field(value: Any, raw: bool) -> str:
    """One field; the csv module is not asked, since some of its versions leave a lone carriage return without quotes."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = _SURROGATE.sub("\ufffd", value) if raw else harmless(legible(value))
    if not _IN_QUOTES.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _facts(report: Report) -> Iterator[_Fact]:
    yield {"record": "title", "text": report.title}
    for row, sentence in enumerate(report.answer, start=1):
        yield {"record": "answer", "row": row, "text": sentence}
    yield {"record": "basis", "text": report.basis}
    for row, (label, words) in enumerate(report.about, start=1):
        yield {"record": "about", "row": row, "label": label, "text": words}
    for section in report.sections:
        for fact in _of_section(section):
            yield {"section": section.name, **fact}
    for path, value in flat(report.scorecard):
        yield {"record": "scorecard", "name": path, **_value(value)}


def _of_section(section: Section) -> Iterator[_Fact]:
    yield from map(_figure, section.figures)
    for table in section.tables:
        yield from _cells(table)
    for chart in section.charts:
        yield from _points(chart)


def _figure(figure: Figure) -> _Fact:
    bounds = bounds_of(figure)
    fact: _Fact = {
        "record": "figure",
        "name": figure.name,
        "label": figure.label,
        "value": finite(figure.value),
        "unit": figure.unit,
        "n": figure.n,
        "of": figure.of,
        "reference": figure.reference,
        "higher_is_better": figure.higher_is_better,
        "signature": figure.signature,
        "formula": figure.formula,
        "words": figure.words,
        "excluded": "; ".join(f"{count} {reason}" for reason, count in figure.excluded),
    }
    if figure.group is not None:
        fact |= {"group_by": figure.group.by, "group": figure.group.name}
    if bounds is not None:
        fact |= {"low": finite(bounds.low), "high": finite(bounds.high), "level": bounds.level, "interval": bounds.method}
    return fact


def _cells(table: Table) -> Iterator[_Fact]:
    for row, cells in enumerate(table.rows, start=1):
        for column, cell in zip(table.columns, cells, strict=True):
            yield {**_cell(column, cell), "table": table.name, "row": row, "column": column.name}


def _cell(column: Column, cell: Cell) -> _Fact:
    if isinstance(cell, Figure):
        return _figure(cell)
    fact: _Fact = {"record": "cell", "name": column.name, "label": column.label}
    return fact | ({"text": in_line(cell)} if isinstance(cell, tuple) else _value(cell))


def _value(value: str | float | None) -> _Fact:
    """A value in the column where it belongs."""
    if isinstance(value, str | bool):
        return {"text": value}
    return {"value": finite(value)}


def _points(chart: Chart) -> Iterator[_Fact]:
    for row, point in enumerate(chart.points, start=1):
        yield {
            "record": "point",
            "table": chart.name,
            "row": row,
            "name": chart.name,
            "label": point.label,
            "value": finite(point.value),
            "unit": chart.unit,
            "n": point.n or None,
            "low": finite(point.low),
            "high": finite(point.high),
        }

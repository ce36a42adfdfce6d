"""The XLSX form: the answer and its figures on the first sheet, a sheet a table and a chart, then every figure and the scorecard.

Numbers are numbers, unrounded, shown with the decimals that they have in every form. Figures of different references have columns
of their own. The same report gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer.reports.renderer import Options
from reviewer.reports.sheets import Book, Number, Value, cut, number_cell
from reviewer.reports.wording import (
    REFERENCES,
    bounds_of,
    figures_of,
    flat,
    has_own_unit,
    heading,
    notes,
    remark,
    setting,
    unmixed,
    value_of,
)
from reviewer.workflow.reporting.value import Cell, Chart, Figure, Report, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001
"""Any fixed time: a workbook says when it was made, and one report must give the same bytes always."""
_ACROSS = 7
"""The last column that a text across the sheet takes."""
_HEADER = 2
"""The row of a sheet's header, below its title and note."""
_NOTES = ("Formula", "Signature", "Compared", "Interval", "Left out", "Direction")


def render(report: Report, options: Options) -> bytes:
    """The workbook."""
    from xlsxwriter import Workbook

    data = io.BytesIO()
    safely = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with Workbook(data, safely) as workbook:
        workbook.set_properties({"title": cut(report.title, 255), "created": _MADE})
        book = Book(workbook)
        _front(book, report)
        for section in report.sections:
            for table in section.tables:
                _sheet_of_table(book, unmixed(table))
            for chart in section.charts:
                _sheet_of_chart(book, chart)
        _every_figure(book, report)
        _scorecard(book, report)
    return data.getvalue()


def _front(book: Book, report: Report) -> None:
    sheet = book.sheet("Report")
    sheet.hide_gridlines(2)
    figures = [(section.title, figure) for section in report.sections for figure in section.figures]
    first = 2 + len(report.answer)
    book.grid(sheet, first + len(report.about) + 3, *_figure_grid(figures))
    sheet.write_string(0, 0, cut(report.title), book.look(bold=True, font_size=16))
    sheet.set_row(0, 24)
    for row, sentence in enumerate(report.answer, start=2):
        book.across(sheet, row, (0, _ACROSS), sentence, bold=True, font_size=12)
    book.across(sheet, first, (0, _ACROSS), report.basis, italic=True)
    for row, (label, words) in enumerate(report.about, start=first + 2):
        sheet.write_string(row, 0, cut(label), book.text(bold=True))
        book.across(sheet, row, (1, _ACROSS), words)


def _every_figure(book: Book, report: Report) -> None:
    """All of them, those in tables too, in one list that can be filtered."""
    figures = [
        (title, figure)
        for section in report.sections
        for title, held in (
            (section.title, section.figures),
            *(
                (f"{section.title}: {table.title}", [cell for row in table.rows for cell in row if isinstance(cell, Figure)])
                for table in section.tables
            ),
        )
        for figure in held
    ]
    sheet = book.sheet("Figures")
    book.grid(sheet, 0, *_figure_grid(figures))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _figure_grid(figures: Sequence[tuple[str, Figure]]) -> tuple[list[str], list[list[Value]]]:
    """Header and rows of figures; those of each kind of reference have their values in columns of their own."""
    kinds = [kind for kind in REFERENCES if any(figure.reference == kind for _, figure in figures)]
    labels = ["Section", "Figure", "Part"]
    for kind in kinds:
        labels += [f"{name} ({kind})" if kind else name for name in ("Value", "Low", "High")]
    labels += ["Unit", "n", "of", "Remarks", *_NOTES]
    rows: list[list[Value]] = []
    for title, figure in figures:
        part = f"{figure.group.by}: {figure.group.name}" if figure.group is not None else ""
        row: list[Value] = [title, figure.label, part]
        for kind in kinds:
            row += _measured(figure) if figure.reference == kind else [None] * 3
        told = dict(notes(figure))
        rows.append([*row, figure.unit, Number(figure.n, 0), figure.of, remark(figure), *(told.get(name) for name in _NOTES)])
    filled = [index for index in range(len(labels)) if index < 2 or any(row[index] for row in rows)]
    return [labels[index] for index in filled], [[row[index] for index in filled] for row in rows]


def _measured(figure: Figure) -> list[Value]:
    """Value, or words in its place, and the ends of its interval."""
    bounds, decimals = bounds_of(figure), figure.decimals
    ends = (bounds.low, bounds.high) if bounds is not None else (None, None)
    return [number_cell(figure.value, decimals) or value_of(figure), *(number_cell(end, decimals) for end in ends)]


def _sheet_of_table(book: Book, table: Table) -> None:
    sheet = book.sheet(table.name)
    columns = [part for index in range(len(table.columns)) for part in _columns(table, index)]
    rows = [[part.cell(row) for part in columns] for row in table.rows]
    book.grid(sheet, _HEADER, [part.label for part in columns], rows)
    _top(book, sheet, table.title, table.note if table.rows else table.empty)
    is_wide = any(column.kind == "figure" for column in table.columns)
    sheet.freeze_panes(_HEADER + 1, 1 if is_wide else 0)
    sheet.repeat_rows(_HEADER)


def _top(book: Book, sheet: Worksheet, title: str, note: str) -> None:
    sheet.write_string(0, 0, cut(title), book.look(bold=True, font_size=14))
    sheet.set_row(0, 21)
    if note:
        book.across(sheet, 1, (0, _ACROSS), note, italic=True)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a sheet: one of a table, or a part of one of figures."""

    label: str
    cell: Callable[[Sequence[Cell]], Value]


def _columns(table: Table, index: int) -> list[_Column]:
    """A column of figures is several: value, interval, n."""
    column, label = table.columns[index], heading(table, index)
    figures = figures_of(table, index)
    if column.kind != "figure":
        return [_Column(label, lambda row: _plain(row[index], column.decimals))]

    def part(name: str, of: Callable[[Figure], Value]) -> _Column:
        said = f"{column.label}: {name}" if name else label
        return _Column(said, lambda row: of(cell) if isinstance(cell := row[index], Figure) else _plain(cell, column.decimals))

    parts = [part("", lambda figure: _measured(figure)[0])]
    if has_own_unit(table, index):
        parts.append(part("unit", lambda figure: figure.unit))
    if any(bounds_of(figure) is not None for figure in figures):
        parts += [part("low", lambda figure: _measured(figure)[1]), part("high", lambda figure: _measured(figure)[2])]
    parts.append(part("n", lambda figure: Number(figure.n, 0)))
    if any(remark(figure) for figure in figures):
        parts.append(part("remarks", remark))
    return parts


def _plain(cell: Cell, decimals: int) -> Value:
    return number_cell(cell, decimals) if isinstance(cell, int | float) else cell if isinstance(cell, str | tuple) else None


def _sheet_of_chart(book: Book, chart: Chart) -> None:
    """Its numbers, and beside them the chart, which the spreadsheet program draws."""
    sheet = book.sheet(f"chart {chart.name}")
    rows: list[list[Value]] = [
        [
            point.label,
            *(number_cell(each, chart.decimals) for each in (point.value, point.low, point.high)),
            number_cell(point.n or None, 0),
        ]
        for point in chart.points
    ]
    book.grid(sheet, _HEADER, ["", f"Value, {chart.unit}" if chart.unit else "Value", "Low", "High", "n"], rows)
    _top(book, sheet, chart.title, chart.note)
    sheet.freeze_panes(_HEADER + 1, 0)
    if not rows:
        return
    first, last = _HEADER + 1, _HEADER + len(rows)
    drawn = book.workbook.add_chart({"type": "bar" if chart.kind == "bars" else "line"})
    drawn.add_series({
        "categories": [sheet.name, first, 0, last, 0],
        "values": [sheet.name, first, 1, last, 1],
        "marker": {"type": "circle"},
    })  # fmt: skip
    # A title given as text would be a formula if it began with `=`; the cell is ours.
    drawn.set_title({"name": [sheet.name, 0, 0], "overlay": False})
    drawn.set_legend({"none": True})
    drawn.set_y_axis({"reverse": chart.kind == "bars"})
    drawn.set_size({"width": 720, "height": 120 + 24 * min(len(rows), 20) if chart.kind == "bars" else 360})
    sheet.insert_chart(_HEADER, 6, drawn)


def _scorecard(book: Book, report: Report) -> None:
    sheet = book.sheet("Scorecard")
    rows: list[list[Value]] = []
    for path, value in flat(report.scorecard):
        rows.append([path, setting(value) if isinstance(value, str | bool) else Number(value, None)])
    book.grid(sheet, 0, ["Key", "Value"], rows)
    sheet.freeze_panes(1, 0)

"""What a workbook is made of: names of sheets, cells, their looks and widths; whatever the text, every cell is one that may be.

Texts are written as texts and as nothing else: none is ever a formula or a link, and what no sheet may hold has its stand-in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.core.visible import legible
from reviewer.core.width import text_width
from reviewer.reports.wording import finite, in_line, shown
from reviewer.workflow.reporting.value import Run

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""UTF-16 units of a cell: a spreadsheet cuts off what is more."""
_NAME = 31
"""Those of the name of a sheet."""
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\\n\t", "_"))
_RESERVED = {"history"}
_SIZE = 11
"""Points of a letter, unless it is said."""
_HIGHEST = 400
"""Points of a row: a spreadsheet takes no more than 409."""
_NUMBER_WIDTH = 12
_TEXT_WIDTHS = (10, 50)
_USUAL_WIDTH = 8.43
_LINE = 1.3
"""Points of a line for each of its letters."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and how it is shown."""

    value: float
    decimals: int | None
    """None for as many as there are."""


Value = str | Number | tuple[Run, ...] | None


def number_cell(value: float | None, decimals: int) -> Number | None:
    """A cell of a number; None where it is none."""
    shown_value = finite(value)
    return Number(shown_value, decimals) if shown_value is not None else None


def _width(label: str, values: Iterable[Value]) -> float:
    """Of a column, in characters."""
    least, most = _TEXT_WIDTHS
    widths = [min(len(label), _NUMBER_WIDTH), max(map(len, label.split(" ")))]
    for value in values:
        if isinstance(value, Number):
            widths.append(len(f"{value.value:,.{value.decimals or 0}f}"))
        elif value:
            text = value if isinstance(value, str) else in_line(value)
            widths.append(max(text_width(line[:most]) for line in text.split("\n")))
    return min(max(least, *widths), most) + 2


def cut(text: str, longest: int = LONGEST) -> str:
    """`text` as a cell may hold it: legible, and of at most `longest` UTF-16 units, with `…` where more was."""
    drawn = legible(text)
    units = drawn.encode("utf-16-le")
    if len(units) <= 2 * longest:
        return drawn
    return units[: 2 * (longest - 1)].decode("utf-16-le", "ignore") + "…"


class Book:
    """A workbook with its formats and the names that its sheets have."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.names = set(_RESERVED)
        self.formats: dict[str, Format] = {}
        self.widths: dict[str, list[float]] = {}

    def sheet(self, name: str) -> Worksheet:
        """A new sheet; its name made valid, and different from all others."""
        base = cut(name.translate(_NOT_IN_NAMES), _NAME).strip("' ") or "sheet"
        unique, number = base, 1
        while unique.lower() in self.names:
            number += 1
            end = f" {number}"
            unique = cut(base, _NAME - len(end)) + end
        self.names.add(unique.lower())
        return self.workbook.add_worksheet(unique)

    def look(self, **properties: Any) -> Format:
        """A format, made once."""
        key = repr(properties)
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format({"valign": "top", **properties})
        return self.formats[key]

    def text(self, **properties: Any) -> Format:
        """Of a text."""
        return self.look(text_wrap=True, **properties)

    def number(self, value: float, decimals: int | None) -> Format:
        """Of a number; one that is less than nothing but shown as nothing has no sign."""
        if decimals is None:
            return self.look()
        shape = "#,##0" + ("." + "0" * decimals if decimals else "")
        is_nothing = value < 0 and not f"{value:.{decimals}f}".strip("-0.")
        return self.look(num_format=f"{shape};{shape}" if is_nothing else shape)

    def put(self, sheet: Worksheet, row: int, column: int, value: Value) -> None:
        """One cell."""
        if isinstance(value, Number):
            sheet.write_number(row, column, value.value, self.number(value.value, value.decimals))
        elif isinstance(value, tuple):
            self._diff(sheet, row, column, value)
        elif value:
            sheet.write_string(row, column, cut(value), self.text())

    def _diff(self, sheet: Worksheet, row: int, column: int, runs: Sequence[Run]) -> None:
        """Struck and underlined; between marks where a cell cannot have both looks, being too long or of one run."""
        drawn = [(legible(shown(run)), run.role) for run in runs if run.text]
        if len(drawn) < 2 or sum(len(text.encode("utf-16-le")) for text, _ in drawn) > 2 * LONGEST:
            self.put(sheet, row, column, in_line(runs))
            return
        looks = {
            "kept": self.look(),
            "removed": self.look(font_strikeout=True, font_color="#B00020"),
            "added": self.look(underline=1, font_color="#00662B"),
        }
        parts = [part for text, role in drawn for part in (looks[role], text)]
        sheet.write_rich_string(row, column, *parts, self.text())

    def across(self, sheet: Worksheet, row: int, columns: tuple[int, int], text: str, **properties: Any) -> None:
        """A text over several columns of a sheet that has its grid, in a row high enough for it."""
        written, look = cut(text), self.text(**properties)
        size = properties.get("font_size", _SIZE)
        widths = self.widths[sheet.name]
        room = sum(widths[each] if each < len(widths) else _USUAL_WIDTH for each in range(columns[0], columns[1] + 1))
        # Words end before the edge does, and a bold letter is wider.
        lines = sum(1 + int(1.15 * text_width(line) * size / _SIZE / room) for line in written.split("\n"))
        sheet.merge_range(row, columns[0], row, columns[1], "", look)
        sheet.write_string(row, columns[0], written, look)
        sheet.set_row(row, min(_LINE * size * lines + 2, _HIGHEST))

    def grid(self, sheet: Worksheet, top: int, labels: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """A header that filters, and rows below it, in columns as wide as they need."""
        widths = [_width(label, [row[column] for row in rows]) for column, label in enumerate(labels)]
        self.widths[sheet.name] = widths
        header = self.text(bold=True, bottom=1, bg_color="#E8EDF3", valign="bottom")
        for column, label in enumerate(labels):
            sheet.write_string(top, column, cut(label), header)
            sheet.set_column(column, column, widths[column])
        for number, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                self.put(sheet, number, column, value)
        if rows:
            sheet.autofilter(top, 0, top + len(rows), len(labels) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

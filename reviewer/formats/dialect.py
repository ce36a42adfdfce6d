r"""Rows and cells of delimited text, to the last character: the cells of all rows and what stands between them are the text.

Python's `csv` gives values without their places, limits their length and takes an unclosed quote for the rest of the file, so
this is a scanner of our own. A row ends at `\n`, with or without `\r` before it, and at nothing else.

CSV is RFC 4180: a cell that begins with a quote ends at the quote that closes it, and a quote inside is doubled; a quote in a
cell that does not begin with one is text. The delimiter is what a first line `sep=;` says; else that of comma, semicolon and
tab under which the first line names the machine column; else the most frequent there.

TSV takes a quote for text, as research corpora do, unless the file is a spreadsheet's: every cell that begins with a quote
closes as in CSV, all rows have as many cells as the header, and there is proof of quoting, which is a quoted header, a doubled
quote inside a quoted cell, or that the rows would be uneven without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reviewer.errors import FormatError

_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)
_DELIMITERS = (",", ";", "\t")


class Row(NamedTuple):
    """One row as it is written; `delimiter.join(cells) + end` is its text."""

    line: int
    """The line on which it begins, counted from 1."""
    cells: list[str]
    end: str

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing on its line but spaces."""
        return len(self.cells) == 1 and not self.cells[0].strip()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are written in one file."""

    delimiter: str
    quoting: bool

    def rows(self, text: str, name: str, start: int = 0) -> Iterator[Row]:
        """The rows of `text` from `start` on; a FormatError where a quote does not close as it must."""
        return _quoted_rows(text, self.delimiter, name, start) if self.quoting else _plain_rows(text, self.delimiter, start)

    def value(self, cell: str) -> str:
        """What `cell` says."""
        if self.quoting and cell.startswith('"'):
            return cell[1:-1].replace('""', '"')
        return cell

    def cell(self, value: str, like: str = "") -> str | None:
        """`value` as a cell, quoted where it must be or where `like` is; None where this dialect cannot write it."""
        if not self.quoting:
            return None if any(character in value for character in (self.delimiter, "\n", "\r")) else value
        must = any(character in value for character in (self.delimiter, '"', "\n", "\r"))
        if must or like.startswith('"'):
            return '"' + value.replace('"', '""') + '"'
        return value


def preamble(text: str) -> str:
    """The line `sep=…` with which a spreadsheet says how to read its CSV; empty without one."""
    match = _SEPARATOR_LINE.match(text)
    return match[0] if match else ""


def csv_dialect(text: str, names_machine: Callable[[Sequence[str]], bool]) -> Dialect:
    """The dialect of CSV text; `names_machine` knows a header row by its names."""
    if match := _SEPARATOR_LINE.match(text):
        return Dialect(match[1], quoting=True)
    widest = Dialect(",", quoting=True)
    cells = 0
    for delimiter in _DELIMITERS:
        dialect = Dialect(delimiter, quoting=True)
        try:
            first = next(dialect.rows(text, ""), None)
        except FormatError:
            continue
        if first and names_machine([dialect.value(cell) for cell in first.cells]):
            return dialect
        if first and len(first.cells) > cells:
            widest, cells = dialect, len(first.cells)
    return widest


def tsv_dialect(text: str) -> Dialect:
    """The dialect of TSV text."""
    plain, quoting = Dialect("\t", quoting=False), Dialect("\t", quoting=True)
    if not (text.startswith('"') or '\t"' in text or '\n"' in text):
        return plain
    try:
        rows = [row for row in quoting.rows(text, "") if not row.is_blank]
    except FormatError:
        return plain
    if not rows or any(len(row.cells) != len(rows[0].cells) for row in rows):
        return plain
    is_proven = any(cell.startswith('"') for cell in rows[0].cells) or any(
        '""' in cell[1:-1] for row in rows for cell in row.cells if cell.startswith('"')
    )
    return quoting if is_proven or _is_uneven(plain, text) else plain


def _is_uneven(dialect: Dialect, text: str) -> bool:
    return len({len(row.cells) for row in dialect.rows(text, "") if not row.is_blank}) > 1


def _plain_rows(text: str, delimiter: str, start: int) -> Iterator[Row]:
    line = text.count("\n", 0, start)
    position = start
    while position < len(text):
        line += 1
        content, end, position = _line_at(text, position)
        yield Row(line, content.split(delimiter), end)


def _quoted_rows(text: str, delimiter: str, name: str, start: int) -> Iterator[Row]:
    position = start
    line = text.count("\n", 0, start) + 1
    while position < len(text):
        content, end, after = _line_at(text, position)
        if '"' in content:
            cells, end, after = _quoted_cells(text, position, line, delimiter, name)
        else:
            cells = content.split(delimiter)
        yield Row(line, cells, end)
        line += text.count("\n", position, after)
        position = after


def _line_at(text: str, position: int) -> tuple[str, str, int]:
    """The line at `position` without its end, the end, and where the next one begins."""
    stop = text.find("\n", position)
    if stop < 0:
        return text[position:], "", len(text)
    if stop > position and text[stop - 1] == "\r":
        return text[position : stop - 1], "\r\n", stop + 1
    return text[position:stop], "\n", stop + 1


def _quoted_cells(text: str, position: int, line: int, delimiter: str, name: str) -> tuple[list[str], str, int]:
    """The cells of the row at `position`, its end, and where the next one begins."""
    cells = []
    while True:
        if text.startswith('"', position):
            after = _closing(text, position, name)
        else:
            _, end, stop = _line_at(text, position)
            after = text.find(delimiter, position, stop - len(end))
            after = stop - len(end) if after < 0 else after
        cells.append(text[position:after])
        if text.startswith(delimiter, after):
            position = after + 1
            continue
        for end in ("\n", "\r\n"):
            if text.startswith(end, after):
                return cells, end, after + len(end)
        if after == len(text):
            return cells, "", after
        line = text.count("\n", 0, after) + 1
        raise FormatError(
            f"{text[after : after + 12]!r} stands after the quote that closes its cell; double the quotes inside a cell",
            path=name,
            line=line,
        )


def _closing(text: str, position: int, name: str) -> int:
    """Where the quoted cell at `position` ends."""
    search = position + 1
    while (quote := text.find('"', search)) >= 0:
        if not text.startswith('""', quote):
            return quote + 1
        search = quote + 2
    opened = text.count("\n", 0, position) + 1
    raise FormatError("a quote opens a cell here and is never closed", path=name, line=opened)

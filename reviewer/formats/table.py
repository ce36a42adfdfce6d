"""TSV and CSV: one segment a row, columns by header; how cells are written is `reviewer.formats.dialect`'s.

Values are text and stay as they are: no numbers, no dates, no trimming. Blank lines between rows are no rows. A row with more
or fewer cells than the header is refused, for nobody can say which is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from reviewer.core.article import Reading
from reviewer.core.visible import visible
from reviewer.errors import FormatError, OutputError
from reviewer.formats import columns
from reviewer.formats.dialect import Dialect, Row, csv_dialect, preamble, tsv_dialect
from reviewer.formats.notices import count
from reviewer.formats.reader import Contents, ReadOptions
from reviewer.formats.records import articles

_LINES_SHOWN = 5
_NAMES_SHOWN = 8
_NAME_SHOWN = 24


@dataclass(frozen=True, slots=True)
class _Layout:
    """A table taken apart: what stands before its rows, and the rows."""

    dialect: Dialect
    before: str
    """A `sep=` line and blank lines."""
    header: Row | None
    rows: list[Row]
    """The other rows, blank ones among them."""
    places: dict[str, int]
    """Where each role stands."""


@dataclass(frozen=True, slots=True)
class Table:
    """The reader of one form of delimited text."""

    form: str
    """`tsv` or `csv`."""

    def read(self, name: str, text: str, options: ReadOptions) -> Contents:
        """The articles in the rows of `text`."""
        wanted = columns.asked(options.columns)
        layout = self._layout(name, text, wanted)
        dialect, header = layout.dialect, layout.header
        make = columns.maker(name, layout.places)
        if dialect.quoting and '"' in text:
            records = [make(row.line, list(map(dialect.value, row.cells))) for row in layout.rows if not row.is_blank]
        else:
            records = [make(row.line, row.cells) for row in layout.rows if not row.is_blank]
        made, notices = articles(name, records, options)
        headers = [dialect.value(cell) for cell in header.cells] if header else []
        read_from = tuple((role, headers[place] if header else str(place + 1)) for role, place in layout.places.items())
        hints = (*_headless(layout), *_unread(layout, headers), *_doubtful_quotes(layout, text))
        return Contents(made, read_from, notices=(*notices, *hints))

    def rewrite(self, name: str, text: str, reading: Reading, edits: Mapping[int, str | None], keep: Set[int] | None) -> str:
        """`text` with the rows in `edits` changed or taken out."""
        wanted = dict(reading.columns)
        layout = self._layout(name, text, wanted)
        dialect = layout.dialect
        place = layout.places.get("correction", layout.places["machine"])
        kept: list[Row] = [layout.header] if layout.header else []
        number = -1
        is_kept = True
        for row in layout.rows:
            if not row.is_blank:
                number += 1
                is_kept = (keep is None or number in keep) and edits.get(number, "") is not None
            if not is_kept:
                continue
            edited = edits.get(number)
            if edited is None or row.is_blank or dialect.value(row.cells[place]) == edited:
                kept.append(row)
            else:
                kept.append(_edited(name, row, place, edited, dialect))
        ends_open = bool(layout.rows) and not layout.rows[-1].end
        rewritten = layout.before + _joined(kept, dialect, ends_open=ends_open)
        if self._dialect(rewritten, wanted) == dialect:
            return rewritten
        if self.form == "csv":
            raise OutputError(
                f"{name}: with this correction its cells would be parted by something else; export it as --format tsv"
            )
        if not dialect.quoting or layout.header is None:
            raise OutputError(f"{name}: with this correction its quotes would be read in another way; export it as --format tsv")
        # The rows that proved the quoting are gone; a quoted header proves it too.
        names = [dialect.cell(dialect.value(cell), like='"') or "" for cell in layout.header.cells]
        kept[0] = layout.header._replace(cells=names)
        return layout.before + _joined(kept, dialect, ends_open=ends_open)

    def record_lines(self, name: str, text: str, reading: Reading) -> list[int]:
        """The line on which each row of `text` begins."""
        return [row.line for row in self._layout(name, text, dict(reading.columns)).rows if not row.is_blank]

    def _dialect(self, text: str, wanted: Mapping[str, str]) -> Dialect:
        return tsv_dialect(text) if self.form == "tsv" else csv_dialect(text, lambda headers: _names_machine(headers, wanted))

    def _layout(self, name: str, text: str, wanted: dict[str, str]) -> _Layout:
        before, dialect = preamble(text) if self.form == "csv" else "", self._dialect(text, wanted)
        rows = list(dialect.rows(text, name, len(before)))
        first = next((index for index, row in enumerate(rows) if not row.is_blank), None)
        if first is None:
            raise FormatError("no rows in it", path=name)
        before += _joined(rows[:first], dialect)
        head = rows[first]
        if columns.has_header(wanted):
            headers = [dialect.value(cell) for cell in head.cells]
            places = columns.find(name, head.line, headers, wanted)
            layout = _Layout(dialect, before, head, rows[first + 1 :], places)
        else:
            headers = []
            places = columns.numbered(name, len(head.cells), wanted)
            layout = _Layout(dialect, before, None, rows[first:], places)
        _refuse_ragged(name, layout.rows, len(head.cells), headers)
        if all(row.is_blank for row in layout.rows):
            raise FormatError("a header and no rows", path=name)
        return layout


TSV = Table("tsv")
CSV = Table("csv")


def _names_machine(headers: Sequence[str], wanted: Mapping[str, str]) -> bool:
    known = (wanted["machine"].strip().casefold(),) if "machine" in wanted else columns.MACHINE_HEADERS
    return any(header.strip().casefold() in known for header in headers)


def _refuse_ragged(name: str, rows: Sequence[Row], expected: int, headers: Sequence[str]) -> None:
    ragged = [row for row in rows if len(row.cells) != expected and not row.is_blank]
    if not ragged:
        return
    first, *others = ragged
    shown = [visible(header[:_NAME_SHOWN]) for header in headers[:_NAMES_SHOWN]] + ["…"] * (len(headers) > _NAMES_SHOWN)
    names = f" ({', '.join(shown)})" if headers else ""
    lines = ", ".join(str(row.line) for row in others[:_LINES_SHOWN]) + (", …" if len(others) > _LINES_SHOWN else "")
    raise FormatError(
        f"{count(len(first.cells), 'column')}, expected {expected:,}{names}{f'; also lines {lines}' if others else ''}",
        path=name,
        line=first.line,
    )


def _edited(name: str, row: Row, place: int, edited: str, dialect: Dialect) -> Row:
    cell = dialect.cell(edited, like=row.cells[place])
    if cell is None:
        raise OutputError(
            f"{name}:{row.line}: a TSV without quoting cannot hold the tab or line break in the correction; "
            "export it as --format tsv, which quotes"
        )
    return row._replace(cells=[*row.cells[:place], cell, *row.cells[place + 1 :]])


def _joined(rows: Sequence[Row], dialect: Dialect, *, ends_open: bool = False) -> str:
    """The text of `rows`; with `ends_open` the last has no line end, as the last of the file has none."""
    text = "".join(dialect.delimiter.join(row.cells) + row.end for row in rows)
    return text[: -len(rows[-1].end)] if ends_open and rows and rows[-1].end else text


def _headless(layout: _Layout) -> Iterator[str]:
    """Says so, for who gives a number where there is a header would get it as a sentence."""
    if layout.header is None:
        yield f"columns by number: line {layout.rows[0].line} is a row like the others, not a header"


def _unread(layout: _Layout, headers: Sequence[str]) -> Iterator[str]:
    unread = columns.unread(headers, layout.places.values())
    if unread:
        yield f"not read: {columns.seen(unread)}; --column source=NAME, for example, reads one"


def _doubtful_quotes(layout: _Layout, text: str) -> Iterator[str]:
    """Says so where every cell that begins with a quote is wholly in quotes, but nothing proves that they are not text."""
    if layout.dialect.quoting or '"' not in text:
        return
    begun = [cell for row in layout.rows for cell in row.cells if cell.startswith('"')]
    if begun and all(len(cell) > 1 and cell.endswith('"') and '"' not in cell[1:-1] for cell in begun):
        yield f"{count(len(begun), 'cell')} wholly in quotes, which were taken for text; --input-format csv takes them off"

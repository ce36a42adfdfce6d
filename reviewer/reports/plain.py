"""The text form, for a terminal: the answer first, figures in columns, tables fitted to its width.

Every text from outside goes through `reviewer.core.visible`, so that nothing in it moves the cursor; no colour is used. What does
not fit is wrapped; a table whose columns of numbers do not fit beside each other is written in parts, each with the first column
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from reviewer.core.visible import visible
from reviewer.core.width import text_width
from reviewer.reports.grid import Block, beside, padded, tables, wrapped
from reviewer.reports.renderer import Options
from reviewer.reports.wording import (
    bar,
    by_reference,
    column_notes,
    finite,
    flat,
    heading,
    in_cells,
    largest,
    levels_of,
    limits,
    notes,
    remark,
    said_of,
    setting,
    standing,
    title_of,
    unmixed,
    value_of,
)
from reviewer.workflow.reporting.value import Chart, Figure, Report, Section, Table

WIDTH = 100
NARROWEST = 80
_LONGEST = 2_000
"""Characters of a text that are written."""
_LABEL = 44
"""Cells of a label in a list, at most."""
_UNIT = 16
"""Those of a unit, at most."""
_WORDS = 30
"""Those that words in the place of a value have, if they need them."""
_STANDING = 14
"""Those of what a figure stands on, at least."""
_POINT = 26
"""Those of the label of a bar, and of each thing that is said of it, at most."""
_BAR = 40
"""Those of the longest bar."""
_INDENT = "  "


def render(report: Report, options: Options) -> bytes:
    """The report in lines of at most `options.width` cells, in UTF-8."""
    page = _Page(max(options.width or WIDTH, NARROWEST), options.explain)
    return "".join(f"{line.rstrip()}\n" for line in page.lines(report)).encode()


def _text(text: str) -> str:
    return visible(text, _LONGEST)


class _Page:
    """Lays out what belongs to one report."""

    def __init__(self, width: int, explain: bool) -> None:
        self.width = width
        self.explain = explain

    def lines(self, report: Report) -> Iterator[str]:
        """All of it."""
        yield from self._title(report.title, "=")
        for sentence in (*report.answer, "", report.basis):
            yield from self._paragraph(sentence)
        yield ""
        yield from self._pairs(report.about)
        said = levels_of(report)
        if said:
            yield ""
            yield from self._paragraph(said)
        for section in report.sections:
            yield from self._section(section)
        if self.explain:
            yield from ("", "")
            yield from self._title("The scorecard", "-")
            yield from self._pairs((path, setting(value)) for path, value in flat(report.scorecard))

    def _title(self, title: str, line: str) -> Iterator[str]:
        lines = wrapped(_text(title), self.width)
        yield from lines
        yield line * max(map(text_width, lines))
        yield ""

    def _paragraph(self, text: str, indent: str = "") -> Iterator[str]:
        """A text wrapped; an empty one is an empty line."""
        yield from (indent + line for line in wrapped(_text(text), self.width - len(indent)))

    def _pairs(self, pairs: Iterable[tuple[str, str]], indent: str = _INDENT) -> Iterator[str]:
        """Labels and words in two columns."""
        listed = [(_text(label), _text(words)) for label, words in pairs]
        label_width = min(max((text_width(label) for label, _ in listed), default=0), _LABEL)
        for label, words in listed:
            left = wrapped(label, label_width)
            right = wrapped(words, self.width - len(indent) - label_width - 2)
            yield from self._beside([Block(left, label_width), Block(right, 0)], indent)

    def _section(self, section: Section) -> Iterator[str]:
        yield from ("", "")
        yield from self._title(section.title, "-")
        for index, block in enumerate(self._blocks(section)):
            if index:
                yield ""
            yield from block

    def _blocks(self, section: Section) -> Iterator[Iterator[str]]:
        if section.intro:
            yield self._paragraph(section.intro)
        for label, figures in by_reference(section.figures):
            above = self._paragraph(f"{label}:") if label not in ("", section.title) else iter(())
            yield chain(above, self._figures(figures))
        yield from (self._table(unmixed(table)) for table in section.tables)
        yield from (self._chart(chart) for chart in section.charts)

    def _figures(self, figures: Sequence[Figure]) -> Iterator[str]:
        """Label, value with unit, interval, n; words go below, or stand in the place of a value."""
        lines = [_Line.of(figure) for figure in figures]
        number_width = max(text_width(line.number) for line in lines)
        unit_width = min(max(text_width(line.unit) for line in lines), _UNIT)
        span_width = max(text_width(line.span) for line in lines)
        words_width = min(max(text_width(line.words) if not line.number else 0 for line in lines), _WORDS)
        middle = max(number_width + 1 + unit_width + (2 + span_width if span_width else 0), words_width)
        left = self.width - middle - 3 * len(_INDENT)
        label_width = min(max(text_width(line.label) for line in lines), left - _STANDING)
        for figure, line in zip(figures, lines, strict=True):
            units = wrapped(line.unit, unit_width)
            value = f"{padded(line.number, number_width, to_the_right=True)} {padded(units[0], unit_width)}  {line.span}"
            rest = [" " * (number_width + 1) + unit for unit in units[1:]]
            said = [value.rstrip(), *rest] if line.number else wrapped(line.words, middle)
            standing = wrapped(line.standing, left - label_width)
            yield from self._beside(
                [Block(wrapped(line.label, label_width), label_width), Block(said, middle), Block(standing, 0)]
            )
            if line.number and line.words:
                yield from self._paragraph(line.words, _INDENT * 2)
            if self.explain:
                yield from self._pairs(notes(figure), _INDENT * 2)

    def _beside(self, blocks: Sequence[Block], indent: str = _INDENT) -> Iterator[str]:
        yield from (indent + line for line in beside(blocks))

    def _table(self, table: Table) -> Iterator[str]:
        yield from self._paragraph(table.title)
        if table.note:
            yield from self._paragraph(table.note, _INDENT)
        yield ""
        if not table.rows:
            yield from self._paragraph(table.empty, _INDENT)
            return
        labels = [_text(heading(table, index)) for index in range(len(table.columns))]
        numeric = [column.kind in ("number", "figure") for column in table.columns]
        rows = [["\n".join(map(_text, said)) for said in row] for row in in_cells(table)]
        yield from (_INDENT + line for line in tables(labels, numeric, rows, self.width - len(_INDENT)))
        if self.explain:
            for label, words in column_notes(table):
                yield ""
                yield from self._paragraph(f"{label}:", _INDENT)
                yield from self._pairs(words, _INDENT * 2)

    def _chart(self, chart: Chart) -> Iterator[str]:
        yield from self._paragraph(chart.title)
        if chart.note:
            yield from self._paragraph(chart.note, _INDENT)
        yield ""
        if not chart.points:
            yield f"{_INDENT}Nothing to draw."
            return
        said = [[*map(_text, said_of(point, chart))] for point in chart.points]
        labels = [_text(point.label) for point in chart.points]
        label_width = min(max(map(text_width, labels)), _POINT)
        widths = [min(max(text_width(words[index]) for words in said), _POINT) for index in range(3)]
        bar_width = min(self.width - len(_INDENT) * 6 - label_width - sum(widths), _BAR)
        longest = largest(chart)
        for point, label, words in zip(chart.points, labels, said, strict=True):
            numbers = [Block(wrapped(each, wide), wide, True) for each, wide in zip(words, widths, strict=True) if wide]
            drawn = Block([bar(point.value, longest, bar_width)], bar_width)
            yield from self._beside([Block(wrapped(label, label_width), label_width), drawn, *numbers])


@dataclass(frozen=True, slots=True)
class _Line:
    """The parts of a figure in a list, visible."""

    label: str
    number: str
    unit: str
    span: str
    standing: str
    words: str

    @classmethod
    def of(cls, figure: Figure) -> _Line:
        """Number and unit are empty where there is no value."""
        has_value = finite(figure.value) is not None
        said = value_of(figure, unit=False) if has_value else ""
        return cls(
            _text(title_of(figure)),
            said,
            _text(value_of(figure).removeprefix(said).lstrip()) if has_value else "",
            " to ".join(limits(figure) or ()),
            _text(f"of {standing(figure)}"),
            _text(remark(figure) if has_value else value_of(figure)),
        )

"""The Markdown form, for a pull request or a wiki: GitHub's flavour, and plain enough to be read as it stands.

Every text from outside goes through `escaped`, which leaves nothing that Markdown, HTML or GitHub's own readers of text would
take for more: no link, mention, reference to an issue, emoji or formula. What of HTML is in it is ours: `<br>`, `<del>`, `<ins>`,
`<span>` around a character that would begin something, and `<details>` around how the figures came about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reviewer.core.visible import legible
from reviewer.reports.renderer import Options
from reviewer.reports.wording import (
    bar,
    by_reference,
    column_notes,
    flat,
    heading,
    in_cells,
    interval,
    largest,
    levels_of,
    notes,
    remark,
    said_of,
    setting,
    shown,
    standing,
    title_of,
    unmixed,
    value_of,
)
from reviewer.workflow.reporting.value import Cell, Chart, Figure, Report, Run, Section, Table

_BAR = 20
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "\n": "<br>"} | {mark: f"\\{mark}" for mark in "\\`*_[]~#"}
)
_FROM_HERE = re.compile(
    r"\$"  # a formula
    r"|@(?=\w)"  # a mention, or an address
    r"|#(?=\d)|(?<=\bGH)-(?=\d)"  # an issue
    r"|:?//|(?<=mailto):|(?<=xmpp):|(?<=\bwww)\."  # a link
    r"|:(?=[\w+-]+:)"  # an emoji
    r"|\b[0-9a-f](?=[0-9a-f]{6,39}\b)",  # a commit
    re.IGNORECASE,
)
_LINE_BEGINS = re.compile(r"^(?:[+=-]|\d{1,9}(?=[.)]))")


def render(report: Report, options: Options) -> bytes:
    """The report in Markdown, in UTF-8."""
    return ("\n\n".join(filter(None, _blocks(report))) + "\n").encode()


def escaped(text: str) -> str:
    """`text` so that it is only text inside of a line; line ends are `<br>`."""
    drawn = legible(text).replace("\t", " ").strip(" \n")
    parts: list[str] = []
    end = 0
    for found in _FROM_HERE.finditer(drawn):
        parts += [drawn[end : found.start()].translate(_ESCAPES), f"<span>{found[0]}</span>"]
        end = found.end()
    return "".join(parts) + drawn[end:].translate(_ESCAPES)


def paragraph(text: str) -> str:
    """`text` so that it is only text where a block begins."""
    said = escaped(text)
    begins = _LINE_BEGINS.match(said)
    if begins is None:
        return said
    end = begins.end()
    return f"{said[:end]}\\{said[end:]}" if begins[0].isdigit() else f"\\{said}"


def _blocks(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    yield "\n>\n".join(f"> {paragraph(sentence)}" for sentence in report.answer)
    yield paragraph(report.basis)
    yield "\n".join(f"- {paragraph(label)}: {escaped(words)}" for label, words in report.about)
    yield paragraph(levels_of(report))
    for section in report.sections:
        yield from _section(section)
    card = [(escaped(path), escaped(setting(value))) for path, value in flat(report.scorecard)]
    yield from _folded("The scorecard", _grid(("Key", "Value"), "ll", card))


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(section.title)}"
    yield paragraph(section.intro)
    for label, figures in by_reference(section.figures):
        yield f"### {escaped(label)}" if label not in ("", section.title) else ""
        yield _figures(figures)
    yield from _folded("How these figures came about", _list((title_of(figure), notes(figure)) for figure in section.figures))
    for table in section.tables:
        yield from _table(unmixed(table))
    for chart in section.charts:
        yield from _chart(chart)


def _figures(figures: Sequence[Figure]) -> str:
    rows = []
    for figure in figures:
        cells = (title_of(figure), value_of(figure), interval(figure), standing(figure), remark(figure))
        rows.append(tuple(map(escaped, cells)))
    return _grid(("Figure", "Value", "Interval", "Of", "Remarks"), "lrlrl", rows)


def _table(table: Table) -> Iterator[str]:
    yield f"### {escaped(table.title)}"
    yield paragraph(table.note)
    if not table.rows:
        yield paragraph(table.empty)
        return
    labels = [escaped(heading(table, index)) for index in range(len(table.columns))]
    sides = "".join("r" if column.kind in ("number", "figure") else "l" for column in table.columns)
    rows = [list(map(_cell, row, said)) for row, said in zip(table.rows, in_cells(table), strict=True)]
    yield _grid(labels, sides, rows)
    yield from _folded("How these figures came about", _list(column_notes(table)))


def _cell(cell: Cell, said: Sequence[str]) -> str:
    return "".join(map(_run, cell)) if isinstance(cell, tuple) else "<br>".join(map(escaped, said))


def _run(run: Run) -> str:
    """A part of a diff; the space at its ends, which `escaped` takes away, is kept."""
    text = shown(run)
    core = escaped(text)
    before, after = (" " if text[:1].isspace() else ""), (" " if core and text[-1:].isspace() else "")
    tag = {"kept": "", "removed": "del", "added": "ins"}[run.role]
    return f"<{tag}>{before}{core}{after}</{tag}>" if tag else f"{before}{core}{after}"


def _chart(chart: Chart) -> Iterator[str]:
    yield f"### {escaped(chart.title)}"
    yield paragraph(chart.note)
    if not chart.points:
        yield "Nothing to draw."
        return
    longest = largest(chart)
    rows = []
    for point in chart.points:
        value, ends, n = map(escaped, said_of(point, chart))
        rows.append((escaped(point.label), bar(point.value, longest, _BAR), value, ends, n))
    yield _grid(("", "", "Value", "Interval", "Of"), "llrll", rows)


def _grid(labels: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped, without the columns in which nothing stands."""
    listed = list(rows)
    kept = [index for index in range(len(labels)) if any(row[index] for row in listed) or index == 0]
    lines = [[labels[index] for index in kept], [{"l": "---", "r": "---:"}[sides[index]] for index in kept]]
    lines += [[row[index] for index in kept] for row in listed]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _list(told: Iterable[tuple[str, list[tuple[str, str]]]]) -> str:
    lines = []
    for label, words in told:
        lines.append(f"- {paragraph(label)}")
        lines += [f"  - {paragraph(name)}: {escaped(said)}" for name, said in words]
    return "\n".join(lines)


def _folded(summary: str, block: str) -> Iterator[str]:
    """A block that opens on a click; nothing where it is empty."""
    if block:
        yield f"<details>\n<summary>{summary}</summary>"
        yield block
        yield "</details>"

"""How the numbers of a report are said, in the same words in every renderer.

A number that is none, or no finite one, is never printed: its words are, or a dash. Nothing here makes a text harmless; that is
each renderer's own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from reviewer.core.visible import visible
from reviewer.metrics.pairs import Reference
from reviewer.workflow.reporting.value import Bounds, Cell, Chart, Column, Figure, Point, Report, Run, Section, Table

NONE = "–"
"""Where a table has no value."""
REFERENCES: dict[Reference | None, str] = {
    None: "",
    "post-edit": "Against the editors' corrections (post-edit)",
    "independent": "Against independent references",
}
"""The headings of figures by what they compare the machine with; two of them never share a column."""
_TOLD = 3
"""Different notes of one column that are told."""
_ROLES = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def finite(value: float | int | None) -> float | int | None:
    """`value`, never `-0`; None where it is no finite number."""
    return value + 0 if value is not None and math.isfinite(value) else None


def only_finite(value: Any) -> Any:
    """JSON values without the numbers that JSON has not."""
    if isinstance(value, dict):
        return {key: only_finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [only_finite(part) for part in value]
    return finite(value) if isinstance(value, float) else value


def number(value: float | int, decimals: int = 0) -> str:
    """A number for people, with separators of thousands; never `-0`."""
    said = f"{value:,.{decimals}f}"
    return said.removeprefix("-") if not said.strip("-0.,") else said


def with_unit(said: str, unit: str) -> str:
    """A number that was said, and of what it is."""
    if said == "1" and unit.isalpha():
        unit = singular(unit)
    return f"{said} {unit}".rstrip()


def value_of(figure: Figure, *, unit: bool = True) -> str:
    """The value of a figure for people, or the words that it has instead."""
    value = finite(figure.value)
    if value is None:
        return figure.words or "no value"
    said = number(value, figure.decimals)
    return with_unit(said, figure.unit) if unit else said


def remark(figure: Figure) -> str:
    """What must be said beside a value that there is."""
    return figure.words if finite(figure.value) is not None else ""


def limits(figure: Figure) -> tuple[str, str] | None:
    """The ends of the interval for people; None where there is none."""
    bounds = bounds_of(figure)
    return (number(bounds.low, figure.decimals), number(bounds.high, figure.decimals)) if bounds is not None else None


def bounds_of(figure: Figure) -> Bounds | None:
    """The interval of a figure that has a value, where both its ends are numbers."""
    bounds = figure.bounds
    is_told = bounds is not None and None not in (finite(figure.value), finite(bounds.low), finite(bounds.high))
    return bounds if is_told else None


def interval(figure: Figure) -> str:
    """The interval in plain words, or nothing."""
    ends = limits(figure)
    return f"between {ends[0]} and {ends[1]}" if ends is not None else ""


def standing(figure: Figure) -> str:
    """On how many it stands: `312 decisions`."""
    return f"{figure.n:,} {singular(figure.of) if figure.n == 1 else figure.of}"


def singular(noun: str) -> str:
    """One of what a plural in `s` counts."""
    return noun.removesuffix("s") if len(noun) > 1 else noun


def title_of(figure: Figure) -> str:
    """The label of a figure, and of which part of the whole it is."""
    return f"{figure.label} ({figure.group.by}: {figure.group.name})" if figure.group is not None else figure.label


def level_of(figure: Figure) -> str:
    """Of its interval: `95 %`."""
    return f"{100 * figure.bounds.level:g} %" if figure.bounds is not None else ""


def levels(figures: Iterable[Figure]) -> str:
    """What `between … and …` means, where it is said at all."""
    said = sorted({level_of(figure) for figure in figures if bounds_of(figure) is not None})
    return f"Between one number and another, or one to another: the {' or '.join(said)} interval." if said else ""


def direction(figure: Figure) -> str:
    """Which way is better, where one is."""
    return {True: "higher is better", False: "lower is better", None: ""}[figure.higher_is_better]


def notes(figure: Figure) -> list[tuple[str, str]]:
    """How a figure came about: what it is called, and the words."""
    bounds = bounds_of(figure)
    every = [
        ("Formula", figure.formula),
        ("Signature", figure.signature),
        ("Compared", REFERENCES[figure.reference].lower()),
        ("Interval", f"{level_of(figure)}: {bounds.method}" if bounds is not None else ""),
        ("Left out", "; ".join(f"{count:,} {reason}" for reason, count in figure.excluded)),
        ("Direction", direction(figure)),
    ]
    return [(label, words) for label, words in every if words]


def column_notes(table: Table) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """How the figures of each column came about; what differs from row to row is told of the first few."""
    for index, column in enumerate(table.columns):
        told: dict[str, dict[str, None]] = {}
        for figure in figures_of(table, index):
            for label, words in notes(figure):
                told.setdefault(label, {}).setdefault(words)
        if told:
            yield column.label, [(label, _some(list(words))) for label, words in told.items()]


def _some(words: Sequence[str]) -> str:
    more = f"; {len(words) - _TOLD:,} more, each row its own" if len(words) > _TOLD else ""
    return "; ".join(words[:_TOLD]) + more


def figures_of(table: Table, index: int) -> list[Figure]:
    """The figures of one column."""
    return [cell for row in table.rows if isinstance(cell := row[index], Figure)]


def unit_of(table: Table, index: int) -> str:
    """The unit that all figures of a column have, unless its label says it."""
    units = {figure.unit for figure in figures_of(table, index) if figure.value is not None}
    unit = units.pop() if len(units) == 1 else ""
    return "" if unit.lower() in table.columns[index].label.lower() else unit


def has_own_unit(table: Table, index: int) -> bool:
    """Whether each cell of a column must say its unit."""
    return len({figure.unit for figure in figures_of(table, index) if figure.value is not None}) > 1


def heading(table: Table, index: int) -> str:
    """The label of a column, and the unit where all its figures have the same."""
    unit = unit_of(table, index)
    return f"{table.columns[index].label}, {unit}" if unit else table.columns[index].label


def in_cells(table: Table) -> list[list[list[str]]]:
    """The lines of every cell, row by row."""
    own_units = [has_own_unit(table, index) for index in range(len(table.columns))]
    return [
        [_in_cell(cell, column, unit) for cell, column, unit in zip(row, table.columns, own_units, strict=True)]
        for row in table.rows
    ]


def _in_cell(cell: Cell, column: Column, unit: bool) -> list[str]:
    """Of a figure its value, its interval, on how many it stands, and its words, as it has them."""
    if isinstance(cell, Figure):
        value, ends = value_of(cell, unit=unit), " to ".join(limits(cell) or ())
        return [value, *filter(None, (ends, f"n {cell.n:,}", remark(cell)))]
    if isinstance(cell, str):
        return [cell]
    if isinstance(cell, tuple):
        return [in_line(cell)]
    plain = finite(cell)
    return [number(plain, column.decimals) if plain is not None else NONE]


def unmixed(table: Table) -> Table:
    """The table with a column for each kind of reference where one held figures of several: these are never compared."""
    columns: list[Column] = []
    sources: list[tuple[int, Reference | None, bool]] = []
    for index, column in enumerate(table.columns):
        held = {figure.reference for figure in figures_of(table, index)}
        if len(held) < 2:
            columns.append(column)
            sources.append((index, None, False))
            continue
        for kind in (kind for kind in REFERENCES if kind in held):
            columns.append(replace(column, name=f"{column.name}_{kind}", label=f"{column.label} ({kind})") if kind else column)
            sources.append((index, kind, True))
    if len(columns) == len(table.columns):
        return table
    rows = (
        tuple(_of_kind(row[index], kind) if is_parted else row[index] for index, kind, is_parted in sources) for row in table.rows
    )
    return replace(table, columns=tuple(columns), rows=tuple(rows))


def _of_kind(cell: Cell, kind: Reference | None) -> Cell:
    return cell if isinstance(cell, Figure) and cell.reference == kind else None


def largest(chart: Chart) -> float:
    """How long the longest bar of a chart is, in its unit."""
    return max((value for point in chart.points if (value := finite(point.value)) is not None), default=0)


def bar(value: float | None, longest: float, width: int) -> str:
    """A bar of at most `width` blocks; one of its own for all that is more than nothing."""
    length = finite(value)
    if length is None or length <= 0 or longest <= 0:
        return ""
    return "█" * max(1, round(width * length / longest))


def said_of(point: Point, chart: Chart) -> tuple[str, str, str]:
    """The value of a point with its unit, its interval, and on how many it stands unless it is just that."""
    value = finite(point.value)
    if value is None:
        return NONE, "", ""
    low, high = finite(point.low), finite(point.high)
    ends = f"{number(low, chart.decimals)} to {number(high, chart.decimals)}" if low is not None and high is not None else ""
    return with_unit(number(value, chart.decimals), chart.unit), ends, f"n {point.n:,}" if point.n and point.n != value else ""


def by_reference(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """The figures in groups that may stand in one column, each with its heading: nothing for those that compare nothing."""
    groups = [(heading, [figure for figure in figures if figure.reference == kind]) for kind, heading in REFERENCES.items()]
    return [(heading, group) for heading, group in groups if group]


def levels_of(report: Report) -> str:
    """What `between … and …` means in this report."""
    return levels(report.figures())


def has_notes(section: Section) -> bool:
    """Whether anything in a section has a formula to tell."""
    return bool(section.figures) or any(next(column_notes(table), None) for table in section.tables)


def in_line(runs: Iterable[Run]) -> str:
    """A diff in one line of plain text: `[-removed-]{+added+}`."""
    return "".join(_ROLES[run.role].format(run.text) for run in runs)


def shown(run: Run) -> str:
    """The text of a run; where a change is of nothing that has a shape, by stand-ins."""
    return visible(run.text).replace(" ", "␣") if run.role != "kept" and not visible(run.text).strip("␣¦ ") else run.text


def setting(value: str | int | float | bool) -> str:
    """A leaf of JSON values for people."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def flat(value: Any, path: str = "") -> Iterator[tuple[str, str | int | float | bool]]:
    """The leaves of JSON values, each with its path: `weights.minor`, 1."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flat(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from flat(part, f"{path}.{index}" if path else str(index))
    elif value is None or (isinstance(value, float) and not math.isfinite(value)):
        yield path, "none"
    else:
        yield path, value

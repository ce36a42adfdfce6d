"""What a report is: figures, tables and charts in sections, with the answer first.

Everything a renderer prints is in here, and nothing else is: renderers choose type and layout, never a number or a word of
meaning. Two rules are types. A figure carries what it stands on (n, formula, interval, exclusions), and one without a value says
in words why it has none; it is never 0. Texts are outside text: every renderer makes them harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from reviewer.metrics.pairs import Reference


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values a figure lies."""

    low: float
    high: float
    method: str
    """How they were made, e.g. `1,000 resamples of 12 articles, seed 12345`."""
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Group:
    """Of which part of the whole a figure is."""

    by: str
    """`system`, `article`, `editor`, `kind`, `week` or `error`."""
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with all that it means nothing without."""

    name: str
    """Stable, for scripts: `hter`, `bleu_post_edit`."""
    label: str
    """For people: `HTER`."""
    value: float | int | None
    """Never rounded; None where there is none, and then `words` says why."""
    unit: str
    """What is counted or measured, e.g. `%`, `words an hour`, `segments`; empty for a bare score."""
    n: int
    """On how many it stands."""
    of: str
    """What `n` counts: `pairs`, `segments`, `reviews`."""
    formula: str
    """How to compute it from `reviewer list --format json`."""
    words: str = ""
    """What must be said beside it, or instead of it."""
    bounds: Bounds | None = None
    signature: str = ""
    reference: Reference | None = None
    higher_is_better: bool | None = None
    excluded: tuple[tuple[str, int], ...] = ()
    """What was left out, and how many."""
    group: Group | None = None
    """None for all together."""
    decimals: int = 1
    """How many are printed for people."""


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text that is shown as a diff."""

    text: str
    role: Literal["kept", "removed", "added"]


Cell = str | int | float | None | Figure | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    """Stable, for scripts."""
    label: str
    kind: Literal["text", "number", "figure", "diff"]
    """What its cells are: `str`, `int | float`, `Figure`, or runs of a diff; any cell may be None."""
    decimals: int = 0
    """Of a number, as printed for people."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are listed, the most important first."""

    name: str
    """Stable, for scripts and the names of sheets; at most 31 characters of `a-z0-9_-`."""
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    """What it shows and how, in a sentence or two."""
    empty: str = "Nothing to list."
    """What is said where there is no row."""


@dataclass(frozen=True, slots=True)
class Point:
    """One bar, or one point of a line."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers that stand in the report in text as well."""

    name: str
    title: str
    kind: Literal["bars", "line"]
    points: tuple[Point, ...]
    unit: str
    note: str = ""
    decimals: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Figures, tables and charts on one question."""

    name: str
    title: str
    intro: str = ""
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What one database says, at one moment, of what was asked for."""

    title: str
    answer: tuple[str, ...]
    """The two sentences that a reader in a hurry needs; where nothing is reviewed, one that says so."""
    basis: str
    """Whether it estimates the whole or only tells of what was reviewed."""
    about: tuple[tuple[str, str], ...]
    """What was asked for and what it stands on: label and words."""
    sections: tuple[Section, ...]
    scorecard: dict[str, Any]
    """The card that errors were weighed by, whole, as JSON values."""

    def names(self) -> set[str]:
        """Of its sections and tables."""
        tables = {table.name for section in self.sections for table in section.tables}
        return {section.name for section in self.sections} | tables

    def without(self, names: Collection[str]) -> Report:
        """The report for somebody whom these sections and tables do not concern."""
        sections = (section for section in self.sections if section.name not in names)
        return replace(
            self,
            sections=tuple(
                replace(section, tables=tuple(table for table in section.tables if table.name not in names))
                for section in sections
            ),
        )

    def figures(self) -> Iterator[Figure]:
        """Every figure, those in tables too, in order."""
        for section in self.sections:
            yield from section.figures
            for table in section.tables:
                yield from (cell for row in table.rows for cell in row if isinstance(cell, Figure))

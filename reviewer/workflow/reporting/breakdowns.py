"""The figures again, of each article, system, editor, kind, week or category of errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reviewer.workflow.reporting.errors import by_error
from reviewer.workflow.reporting.figures import PACE, PENALTIES, QUALITY, ratio_figures, score_figures
from reviewer.workflow.reporting.ledger import Ledger
from reviewer.workflow.reporting.material import NO_TIME, Decision
from reviewer.workflow.reporting.request import By, Namer
from reviewer.workflow.reporting.value import Cell, Chart, Column, Figure, Group, Point, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_SCORED = 60
"""Groups up to which each gets BLEU and chrF too: their intervals are the slow part."""
TITLES: dict[By, str] = {
    "article": "Articles",
    "system": "Systems",
    "editor": "Editors",
    "kind": "Kinds of text",
    "week": "Weeks",
    "error": "Categories of errors",
}
NOTES: dict[By, str] = {
    "editor": "By whose decision stands. Editors get different articles: this compares their work as much as them.",
    "article": "From the highest HTER or CER on.",
    "error": "The decisions in which the edits suggest such an error; one with several stands in several rows.",
    "week": "ISO weeks, Monday to Sunday in UTC, of the decision that stands.",
}


def breakdown(ledger: Ledger, by: By, titles: dict[int, str], name: Namer) -> Table:
    """A row for each group with its figures; articles from the worst on, all others in their own order."""
    groups = _groups(ledger, by, titles, name)
    is_scored = len(groups) <= MOST_SCORED
    rows: list[list[Figure]] = []
    for label, numbers in groups:
        group = Group(by, label)
        wanted = QUALITY[1:] if by == "error" else QUALITY  # what has an error was not accepted
        pace = PACE[1:] if by != "editor" else ()  # the seconds on a segment may be of several
        figures = ratio_figures(ledger, (*wanted, PENALTIES[0], *pace), numbers, group)
        rows.append(figures + (score_figures(ledger, numbers, group) if is_scored else []))
    if by == "article":
        rows.sort(key=lambda row: (-_value(row, "hter", "cer"), str(row[0].group)))
    names = [figure.name for figure in max(rows, key=len)] if rows else []
    told = [each for each in names if any(figure.value is not None for row in rows for figure in row if figure.name == each)]
    labels = {figure.name: figure.label for row in rows for figure in row}
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        by_name = {figure.name: figure for figure in row}
        assert row[0].group is not None
        cells.append((row[0].group.name, row[0].n, *(by_name.get(each) for each in told)))
    columns = (
        Column(by, by.capitalize() if by != "error" else "Category", "text"),
        Column("decisions", "Decisions", "number"),
        *(Column(each, _short(labels[each]), "figure") for each in told),
    )
    note = NOTES.get(by, "")
    if not is_scored:
        note = f"{note} BLEU and chrF are left out of breakdowns with more than {MOST_SCORED} rows.".strip()
    return Table(f"by_{by}", TITLES[by], columns, tuple(cells), note, "Nothing reviewed yet.")


def trend(table: Table) -> list[Chart]:
    """The weeks as lines: what share was fit as it was, and how much was changed."""
    charts = []
    for name, title in (("accepted_share", "Accepted as it is, week by week"), ("hter", "HTER, week by week")):
        points = []
        for row in table.rows:
            figure = next((cell for cell in row if isinstance(cell, Figure) and cell.name == name), None)
            if figure is not None and figure.value is not None and row[0] != NO_TIME:
                bounds = figure.bounds
                low, high = (bounds.low, bounds.high) if bounds is not None else (None, None)
                points.append(Point(str(row[0]), figure.value, low, high, figure.n))
        if len(points) > 1:
            charts.append(Chart(f"trend_{name}", title, "line", tuple(points), "%" if name == "accepted_share" else "HTER"))
    return charts


def _groups(ledger: Ledger, by: By, titles: dict[int, str], name: Namer) -> list[tuple[str, NDArray[Any]]]:
    import numpy as np

    if by == "error":
        return by_error(ledger)
    keys: dict[By, Callable[[Decision], str]] = {
        "article": lambda each: titles[each.article],
        "system": lambda each: each.system,
        "editor": lambda each: name(each.editor),
        "kind": lambda each: each.kind,
        "week": lambda each: each.week,
    }
    members: dict[str, list[int]] = {}
    for number, decision in enumerate(ledger.material.decisions):
        members.setdefault(keys[by](decision), []).append(number)
    ordered = list(members) if by == "article" else sorted(members)
    return [(label, np.array(members[label])) for label in ordered]


def _value(row: list[Figure], *names: str) -> float:
    return next((figure.value for figure in row if figure.name in names and figure.value is not None), -1.0)


def _short(label: str) -> str:
    """A label for the head of a column."""
    return label.replace(" against its corrections", " (post-edit)").replace(", suggested by the edits", " (suggested)")

"""The JSON form, `reviewer/report/1`: the whole report as values for scripts; nothing rounded, nothing left out.

Its keys, in order, and always all of them:

- `schema`, `title`, `answer` (sentences), `basis`, `about` (objects of `label`, `words`), `sections`, `scorecard` (the card as it
  is).
- a section: `name`, `title`, `intro`, `figures`, `tables`, `charts`.
- a figure: `name`, `label`, `group` (null or `by`, `name`), `value` (a number, or null, and then `words` says why), `unit`, `n`,
  `of`, `words`, `bounds` (null or `low`, `high`, `level`, `method`), `reference` (`post-edit`, `independent` or null: figures of
  different references must never be compared), `higher_is_better` (true, false or null), `decimals`, `formula`, `signature`,
  `excluded` (objects of `reason`, `count`).
- a table: `name`, `title`, `note`, `empty`, `columns` (objects of `name`, `label`, `kind`, `decimals`), `rows` (arrays in the
  order of the columns). A cell is null, or by the `kind` of its column: `text` a string, `number` a number, `figure` a figure,
  `diff` an array of objects of `role` (`kept`, `removed`, `added`) and `text`.
- a chart: `name`, `title`, `kind`, `unit`, `note`, `decimals`, `points` (objects of `label`, `value`, `low`, `high`, `n`).

A number that is not finite is null. Texts are as they are; half a surrogate pair is escaped, since UTF-8 has none.
"""

from __future__ import annotations

import json
from typing import Any

from reviewer.reports.renderer import Options
from reviewer.reports.wording import only_finite
from reviewer.workflow.reporting.value import Bounds, Cell, Chart, Figure, Report, Section, Table

SCHEMA = "reviewer/report/1"


def render(report: Report, options: Options) -> bytes:
    """The document in UTF-8, indented."""
    document = {
        "schema": SCHEMA,
        "title": report.title,
        "answer": list(report.answer),
        "basis": report.basis,
        "about": [{"label": label, "words": words} for label, words in report.about],
        "sections": [_section(section) for section in report.sections],
        "scorecard": report.scorecard,
    }
    text = json.dumps(only_finite(document), ensure_ascii=False, allow_nan=False, indent=1)
    # The only characters that UTF-8 has not are in strings, and `\ud800` is what JSON calls them too.
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "title": section.title,
        "intro": section.intro,
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [_table(table) for table in section.tables],
        "charts": [_chart(chart) for chart in section.charts],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    group = figure.group
    return {
        "name": figure.name,
        "label": figure.label,
        "group": {"by": group.by, "name": group.name} if group is not None else None,
        "value": figure.value,
        "unit": figure.unit,
        "n": figure.n,
        "of": figure.of,
        "words": figure.words,
        "bounds": _bounds(figure.bounds) if figure.bounds is not None else None,
        "reference": figure.reference,
        "higher_is_better": figure.higher_is_better,
        "decimals": figure.decimals,
        "formula": figure.formula,
        "signature": figure.signature,
        "excluded": [{"reason": reason, "count": count} for reason, count in figure.excluded],
    }


def _bounds(bounds: Bounds) -> dict[str, Any]:
    return {"low": bounds.low, "high": bounds.high, "level": bounds.level, "method": bounds.method}


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "note": table.note,
        "empty": table.empty,
        "columns": [
            {"name": column.name, "label": column.label, "kind": column.kind, "decimals": column.decimals}
            for column in table.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> Any:
    if isinstance(cell, Figure):
        return _figure(cell)
    if isinstance(cell, tuple):
        return [{"role": run.role, "text": run.text} for run in cell]
    return cell


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "name": chart.name,
        "title": chart.title,
        "kind": chart.kind,
        "unit": chart.unit,
        "note": chart.note,
        "decimals": chart.decimals,
        "points": [
            {"label": point.label, "value": point.value, "low": point.low, "high": point.high, "n": point.n}
            for point in chart.points
        ],
    }

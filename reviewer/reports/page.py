"""The report as a page: one HTML file that needs nothing else, asks for nothing, and runs no script but its own.

Every expression of the template goes through one function that makes it legible, and is then escaped; only the page's own style
and script are exempt. Should markup get in all the same, the page's policy lets no style, script or request of it run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from reviewer.core.visible import legible
from reviewer.reports import charts, wording
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Chart, Figure, Report, Table

if TYPE_CHECKING:
    from jinja2 import Template

ABBREVIATIONS = {
    "HTER": "Human-targeted translation edit rate: of every 100 words of the finished text, how many had to be changed. Capitals "
    "do not count, and a phrase that moved counts once.",
    "TER": "Translation edit rate: words inserted, deleted, replaced or moved for every 100 words of the text compared with.",
    "CER": "Character error rate: as HTER, in characters, for languages written without spaces.",
    "BLEU": "How many sequences of one to four words the machine's text shares with the text it is compared with, 0 to 100. "
    "Higher is closer.",
    "chrF": "How many sequences of one to six characters the machine's text shares with the text it is compared with, 0 to 100. "
    "Higher is closer.",
    "MQM": "Multidimensional Quality Metrics: a standard list of kinds of translation errors, weighed by how bad they are.",
}
"""What abbreviations mean, for a reader who is no specialist."""
_WORDS = {
    "Edit rate": "Words inserted, deleted or replaced for every 100 words of the correction; a word that moved counts twice, "
    "in HTER once.",
    "Similarity": "How much of the characters stayed as they were; 100 means that nothing was changed.",
    "Penalties": "Each error costs points by how bad it is. They are told per 1,000 words, so that texts of different length can "
    "be compared. Lower is better.",
    "Raw": "100 less the penalties of every 100 words: what share of the words would be left if each point cost one.",
    "Calibrated": "The same on the scale of the scorecard's target: 100 is without penalties, the threshold is just acceptable, "
    "and much more than is acceptable falls below 0.",
    "Post-edit": "A correction that was made from the machine's own text. Against it a machine looks better than against a "
    "translation made without it, so the two are never to be compared.",
    "Independent reference": "A translation that was made without the machine's text.",
    "Suggested": "What the editors' changes look like by written rules; nobody has confirmed it.",
}
"""What other words mean in a report."""
_INTERVAL = (
    "Were other articles or sentences of the same kind reviewed, the figure would come out somewhere else: in about {level} of "
    "such cases between these two numbers. A wide interval means that too little was reviewed to be exact."
)
_ABBREVIATION = re.compile(rf"\b({'|'.join(ABBREVIATIONS)})(?![a-z])")


def render(report: Report, options: Options) -> bytes:
    """The page of `report` in UTF-8, the same bytes for the same report; no option has a meaning for it."""
    from markupsafe import Markup

    style, script = _own("page.css"), _own("page.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    # The two files are the package's own, and hold no end tag: nothing from outside is ever marked as safe.
    page = _template().render(report=report, style=Markup(style), script=Markup(script), policy=policy)  # noqa: S704
    return page.encode()


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.tests["figure"] = lambda value: isinstance(value, Figure)
    environment.globals.update(
        wording=wording,
        draw=charts.draw,
        described=_described,
        abbreviations=_abbreviations,
        glossary=_glossary,
        as_json=_as_json,
        is_stacked=_is_stacked,
        with_own_unit=_with_own_unit,
    )
    return environment.from_string(_own("page.html"))


def _finalized(value: Any) -> Any:
    """What an expression of the template becomes before it is escaped."""
    from markupsafe import Markup

    return value if isinstance(value, Markup) else legible(str(value))


def _own(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with what it means if it is an abbreviation."""
    for part in _ABBREVIATION.split(text):
        if part:
            yield part, ABBREVIATIONS.get(part, "")


def _glossary(report: Report) -> Iterator[tuple[str, str]]:
    """The terms that this report uses, and what they mean."""
    said = "\n".join(_said(report))
    for term, meaning in ABBREVIATIONS.items():
        if term in _ABBREVIATION.findall(said):
            yield term, meaning
    lowered = said.lower()
    for term, meaning in _WORDS.items():
        if term.lower() in lowered:
            yield term, meaning
    levels = sorted({wording.level_of(figure) for figure in report.figures() if wording.bounds_of(figure) is not None})
    if levels:
        yield "Between one number and another", _INTERVAL.format(level=" or ".join(levels))
    yield "n", "How many sentences, decisions or other things a figure stands on."


def _said(report: Report) -> Iterator[str]:
    """The texts of a report in which terms are looked for."""
    yield from (report.title, *report.answer, report.basis)
    for section in report.sections:
        yield from (section.title, section.intro)
        for figure in section.figures:
            yield from (figure.label, figure.unit, wording.REFERENCES[figure.reference])
        for table in section.tables:
            yield from (table.title, table.note, *(column.label for column in table.columns))
        for chart in section.charts:
            yield from (chart.title, chart.unit)


def _described(chart: Chart) -> str:
    """A chart in a sentence, for who cannot see it."""
    known = [point for point in chart.points if wording.finite(point.value) is not None]
    least, most = min(known, key=_height), max(known, key=_height)
    ends = [
        f"{wording.with_unit(wording.number(_height(each), chart.decimals), chart.unit)} ({each.label})" for each in (least, most)
    ]
    shape = "bars" if chart.kind == "bars" else "points on a line"
    return f"{len(known)} {shape}, from {ends[0]} to {ends[1]}. All the numbers are in the table that follows."


def _height(point: Any) -> float:
    return float(point.value)


def _is_stacked(table: Table) -> bool:
    """Whether a telephone shows each row as a block: its texts would be far out of sight beside each other."""
    kinds = [column.kind for column in table.columns]
    return "diff" in kinds or kinds.count("text") > 2


def _with_own_unit(table: Table) -> list[bool]:
    """Of each column, whether its cells must say their units."""
    return [wording.has_own_unit(table, index) for index in range(len(table.columns))]


def _as_json(value: Any) -> str:
    return json.dumps(wording.only_finite(value), ensure_ascii=False, indent=2)

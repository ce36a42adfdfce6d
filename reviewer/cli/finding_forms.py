"""Findings in the forms that `reviewer check` prints: lines for people, `reviewer/findings/1`, SARIF; and their sum in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reviewer.cli.output import json_document, to_terminal
from reviewer.core.finding import Level
from reviewer.core.visible import visible

if TYPE_CHECKING:
    from reviewer.checks import Check
    from reviewer.workflow.linting import Spot, Unseen

SCHEMA = "reviewer/findings/1"
_SHOWN = 160


def summary(spots: Sequence[Spot], shown: Sequence[Spot], level: Level, unseen: Unseen) -> str:
    """How many there are of each level; those that are not shown, below `level`, in one number."""
    counts = Counter(spot.finding.level for spot in spots)
    parts = [_count(counts[each], each) for each in reversed(Level) if counts[each] and each.reaches(level)]
    said = (
        f"{_count(len(shown), 'finding')}: {', '.join(parts)}" if shown else f"no findings in {_count(unseen.total, 'segment')}"
    )
    below = len(spots) - len(shown)
    lowest = next((each for each in Level if counts[each]), Level.INFO)
    return f"{said}; {below:,} more below {level} (--level {lowest} prints them)" if below else said


def not_run(unseen: Unseen) -> list[str]:
    """What could not be verified, so that nobody takes silence for praise."""
    said = []
    if unseen.checks and unseen.segments:
        where = "" if unseen.segments == unseen.total else f" on {unseen.segments:,} of {_count(unseen.total, 'segment')}"
        said.append(f"{_count(unseen.checks, 'check')} that need{'s' * (unseen.checks == 1)} a source did not run{where}")
    if unseen.foreign:
        said.append(
            f"{_count(unseen.foreign, 'segment')} in another language than English, which few checks know (--target-lang)"
        )
    return said


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 or noun == Level.INFO else f"{number:,} {noun}s"


def _place(spot: Spot) -> str:
    if spot.file is None or spot.start is None:
        return f"{spot.article}/{spot.finding.position}:{spot.finding.span[0] + 1}"
    return f"{spot.file}:{spot.start[0]}:{spot.start[1]}"


def _as_text(spots: Sequence[Spot], checks: Sequence[Check], notices: Sequence[str]) -> Iterator[str]:
    """A line each, and what to write instead under it."""
    from reviewer.cli.sarif import help_line

    for spot in spots:
        finding = spot.finding
        yield visible(f"{_place(spot)}: {finding.level} {finding.check}: {finding.message}") + "\n"
        if finding.suggestion is not None:
            yield f"  help: {visible(help_line(finding.text, finding.suggestion), _SHOWN)}\n"


def _as_json(spots: Sequence[Spot], checks: Sequence[Check], notices: Sequence[str]) -> Iterator[str]:
    """`reviewer/findings/1`."""
    return json_document({"schema": SCHEMA}, "findings", map(_entry, spots))


def _entry(spot: Spot) -> dict[str, Any]:
    finding = spot.finding
    line, column = spot.start or (None, None)
    return {
        "check": finding.check,
        "severity": str(finding.level),
        "message": finding.message,
        "span": list(finding.span),
        "text": finding.text,
        "side": str(finding.side),
        "suggestion": finding.suggestion,
        "file": spot.file and spot.file.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        "line": line,
        "column": column,
        "article": spot.article,
        "segment": spot.segment,
    }


def _as_sarif(spots: Sequence[Spot], checks: Sequence[Check], notices: Sequence[str]) -> Iterator[str]:
    from importlib.metadata import version

    from reviewer.cli.sarif import sarif

    log = sarif(spots, checks, version("mt-reviewer"), notices)
    yield json.dumps(log, ensure_ascii=to_terminal()) + "\n"


FORMS: dict[str, Callable[[Sequence[Spot], Sequence[Check], Sequence[str]], Iterator[str]]] = {
    "text": _as_text,
    "json": _as_json,
    "sarif": _as_sarif,
}
"""Each makes pieces of text out of the findings, the checks that ran, and what a person should know of the run."""

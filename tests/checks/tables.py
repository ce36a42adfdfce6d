"""Lines of a table as stories: units of a paragraph are joined by ` | `, paragraphs by ` || `."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reviewer.checks import CHECKS, Engine, Story, Unit, story_of
from reviewer.checks.check import Check
from reviewer.core.finding import Finding


def story(line: str, *, like: Unit | None = None, published: date | None = None) -> Story:
    """The story that `line` writes; every unit is otherwise as `like` is."""
    like = like or Unit("", language="en")
    units = [
        replace(like, text=text, paragraph=number, gap=" ")
        for number, paragraph in enumerate(line.split(" || "), 1)
        for text in paragraph.split(" | ")
    ]
    return story_of(units, published=published)


def findings(line: str, *names: str, like: Unit | None = None, published: date | None = None) -> list[Finding]:
    """What the checks of these names, or all of them, find in `line`."""
    checks: list[Check] = [CHECKS[name] for name in names] or list(CHECKS.values())
    return Engine(checks).findings(story(line, like=like, published=published))


def corrected(machine: str, correction: str, *names: str, source: str | None = None) -> list[Finding]:
    """What the checks of these names, or all of them, find in a correction of a machine text."""
    checks: list[Check] = [CHECKS[name] for name in names] or list(CHECKS.values())
    return Engine(checks).findings(story_of([Unit(correction, machine=machine, source=source, language="en")]))

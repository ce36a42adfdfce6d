"""Recall and false flags over lines that were written before the checks: the bars that a change of a check may not break."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reviewer.checks import CHECKS, FAMILY_OF, Engine, Story, Unit, story_of
from reviewer.core.finding import Finding
from tests.checks.lines import BAD, GOOD

PUBLISHED = date(2026, 3, 10)
ENGINE = Engine(CHECKS.values())


def read(line: str) -> Story:
    """The story that a line writes, with its source or its corrections."""
    source, _, text = line.rpartition(" :: ")
    units = []
    for number, paragraph in enumerate(text.split(" || "), 1):
        for part in paragraph.split(" | "):
            machine, arrow, correction = part.partition(" => ")
            unit = Unit(
                correction if arrow else part, paragraph=number, gap=" ", language="en", machine=machine if arrow else None
            )
            units.append(replace(unit, source=source or None))
    return story_of(units, published=PUBLISHED)


def flagged(line: str) -> list[Finding]:
    """What is found in a line."""
    return ENGINE.findings(read(line))


def test_what_an_editor_would_circle_is_found() -> None:
    """At least 85 % of the bad lines are flagged, by a check of the family that they are of."""
    missed = {
        line for family, lines in BAD.items() for line in lines if family not in {FAMILY_OF[each.check] for each in flagged(line)}
    }
    total = sum(map(len, BAD.values()))
    print(f"recall {total - len(missed)} of {total}:", *sorted(missed), sep="\n  missed: ")
    assert total >= 120
    assert len(missed) <= 0.15 * total


def test_what_only_looks_like_it_is_left_alone() -> None:
    """At most 3 % of the hard good lines are flagged, at the level of a warning or above."""
    false = [(line, each) for line in GOOD for each in flagged(line) if each.level.counts]
    lines = {line for line, _ in false}
    print(f"false {len(lines)} of {len(GOOD)}:", *(f"{each.check}: {each.message}: {line}" for line, each in false), sep="\n  ")
    assert len(GOOD) >= 120
    assert len(lines) <= 0.03 * len(GOOD)

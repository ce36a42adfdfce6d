"""How far a check is believed: by what editors did in the places that it flagged.

The rule is that a check earns its level. One that editors agree with too seldom steps down to info by itself, and says so; one
that starts low is lifted to its level once they agree with it often. Before `ENOUGH` places nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewer.analysis.diff import Span
from reviewer.checks.check import Check
from reviewer.core.finding import Acceptance, Finding, Level

FLOOR = 0.3
"""What is accepted more seldom steps down."""
LIFT = 0.6
"""What starts low and is accepted so often is lifted."""
ENOUGH = 50
"""Over how many places, which editors dealt with, anything is concluded."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far each check is believed."""

    acceptances: Mapping[str, Acceptance] = field(default_factory=dict)
    """By the name of the check; those of which nothing is known may be missing."""
    low: frozenset[str] = frozenset()
    """The checks of which findings are only info, whatever level they gave them."""
    stepped_down: frozenset[str] = frozenset()
    """Those of them that editors agree with too seldom; the others start low."""

    @classmethod
    def of(cls, checks: Iterable[Check], acceptances: Mapping[str, Acceptance] | None = None, *, floor: float = FLOOR) -> Trust:
        """What follows for `checks` from what editors did; `floor` is the least acceptance, 0 to 1."""
        known = dict(acceptances or {})
        stepped_down, low = set(), set()
        for check in checks:
            places = known.setdefault(check.name, Acceptance())
            rate = places.rate if places.places >= ENOUGH else None
            if rate is not None and rate < floor:
                stepped_down.add(check.name)
            elif check.starts_low and (rate is None or rate < LIFT):
                low.add(check.name)
        return cls(known, frozenset(low | stepped_down), frozenset(stepped_down))

    def level(self, finding: Finding) -> Level:
        """The level that a finding has."""
        return Level.INFO if finding.check in self.low else finding.level

    def said(self, name: str) -> str:
        """What is to be said of a check, one line: what editors did, and what follows."""
        places = self.acceptances.get(name, Acceptance())
        if places.rate is None:
            return "nobody has decided on anything that it flagged" + ("; info until then" if name in self.low else "")
        told = (
            f"changed in {places.changed:,} of {places.places:,} places ({places.rate:.0%}), "
            f"dismissed in {places.dismissed:,}, left in {places.left:,}"
        )
        if name in self.stepped_down:
            return f"{told}; stepped down to info"
        return f"{told}; info until {LIFT:.0%} are changed" if name in self.low else told


def is_touched(span: Span, edits: Iterable[Span]) -> bool:
    """Whether any of `edits`, spans of the same text, is an edit of the place `span`; what was put in at its very ends is."""
    start, end = span
    for first, last in edits:
        if first == last or start == end:
            if first <= end and start <= last:
                return True
        elif first < end and start < last:
            return True
    return False

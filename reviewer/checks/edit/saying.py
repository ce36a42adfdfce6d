"""What the screen says of an edit that was just saved, and of a decision that leaves an error standing."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.core.finding import Finding, Level
from reviewer.core.review import Status

_SHOWN = 3
_SAID = ("number-changed", "negation-changed", "polarity-changed", "name-changed", "quote-altered", "misspelling")
"""In the order of what would be worst if it was not meant."""


def summary(findings: Iterable[Finding]) -> str:
    """What the edit changed, in one line: `50 → 15 changed; “not” removed`; empty where it changed nothing worth saying.

    Args:
        findings: of one unit; those of other families are left out.
    """
    told = sorted((each for each in findings if each.check in _SAID), key=lambda each: _SAID.index(each.check))
    messages = list(dict.fromkeys(each.message for each in told))
    more = len(messages) - _SHOWN
    return "; ".join(messages[:_SHOWN]) + (f"; {more} more" if more > 0 else "")


def accepted_with_error(findings: Iterable[Finding], status: Status) -> str:
    """What to say where a unit was accepted or corrected and an error still stands in it; empty where none does.

    Args:
        findings: of one unit as it stands, without the dismissed ones.
        status: of the unit.
    """
    errors = [each.message for each in findings if each.level is Level.ERROR]
    if status not in (Status.ACCEPTED, Status.CORRECTED) or not errors:
        return ""
    more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
    return f"{status.value} with an error in it: {errors[0]}{more}"

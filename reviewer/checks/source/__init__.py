"""Checks of the family `source`: what does not agree with the source, where there is one.

`glossary` is empty here, so that its name is known; who has a glossary puts `glossary_check(terms)` in its place.
"""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.source import copying, latin, length, numbers
from reviewer.checks.source.glossary import glossary_check

CHECKS: tuple[Check, ...] = (
    copying.COPY,
    numbers.CHECK,
    latin.NAMES,
    latin.ADDRESSES,
    length.CHECK,
    copying.MARKS,
    glossary_check(()),
)
"""In display order."""

__all__ = ["CHECKS", "glossary_check"]

"""Where a page's own lines stand: at the ends of a story, and in segments that are known to be no part of it."""

from __future__ import annotations

from reviewer.checks.story import EDGE, Unit
from reviewer.core.article import Kind

APART = frozenset((Kind.CREDIT, Kind.BOILERPLATE))
"""The kinds that are no part of a story."""


def is_near_an_end(unit: Unit) -> bool:
    """Whether it is among the first or the last few of its story."""
    return unit.from_start < EDGE or unit.from_end < EDGE

"""Checks of the family `shape`: what is no whole sentence, or several in one."""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.shape.ending import MISSING_END
from reviewer.checks.shape.fragment import FRAGMENT
from reviewer.checks.shape.fused import FUSED_SENTENCES
from reviewer.checks.shape.indefinite import A_AN
from reviewer.checks.shape.negation import DOUBLE_NEGATION
from reviewer.checks.shape.size import COPIED_NEIGHBOUR, EMPTY, LENGTH
from reviewer.checks.shape.start import LOWER_CASE_START

CHECKS: tuple[Check, ...] = (
    LOWER_CASE_START,
    FRAGMENT,
    FUSED_SENTENCES,
    MISSING_END,
    LENGTH,
    EMPTY,
    COPIED_NEIGHBOUR,
    A_AN,
    DOUBLE_NEGATION,
)
"""In display order."""

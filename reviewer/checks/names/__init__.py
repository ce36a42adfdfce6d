"""Checks of the family `names`: names, titles, acronyms and phrases that do not fit each other."""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.names.acronyms import ACRONYM, TWO_EXPANSIONS
from reviewer.checks.names.corrected import CORRECTED_ELSEWHERE, CORRECTED_IN_TWO_WAYS
from reviewer.checks.names.spelling import NAME_SPELLING
from reviewer.checks.names.titles import TITLE_CONFLICT
from reviewer.checks.names.variants import TERM_VARIANT

CHECKS: tuple[Check, ...] = (
    NAME_SPELLING,
    TITLE_CONFLICT,
    ACRONYM,
    TWO_EXPANSIONS,
    TERM_VARIANT,
    CORRECTED_ELSEWHERE,
    CORRECTED_IN_TWO_WAYS,
)
"""In display order."""

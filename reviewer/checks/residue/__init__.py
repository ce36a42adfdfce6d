"""Checks of the family `residue`: what was left of the source or of its page."""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.residue.credits import AGENCY_DATELINE, BYLINE, PHOTO_CREDIT
from reviewer.checks.residue.foreign import OTHER_LANGUAGE
from reviewer.checks.residue.local_time import LOCAL_TIME
from reviewer.checks.residue.page import BOILERPLATE, NAVIGATION, RECURRING_TEXT
from reviewer.checks.residue.script import SOURCE_SCRIPT

CHECKS: tuple[Check, ...] = (
    SOURCE_SCRIPT,
    OTHER_LANGUAGE,
    PHOTO_CREDIT,
    AGENCY_DATELINE,
    BYLINE,
    BOILERPLATE,
    NAVIGATION,
    RECURRING_TEXT,
    LOCAL_TIME,
)
"""In display order."""

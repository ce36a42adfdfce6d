"""Checks of the family `names`: names, titles, acronyms and phrases that do not fit each other."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

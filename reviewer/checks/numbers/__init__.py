"""Checks of the family `numbers`: numbers, dates, percentages and conversions that cannot be right."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

"""Checks of the family `edit`: what the editor's own correction changed or brought in."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

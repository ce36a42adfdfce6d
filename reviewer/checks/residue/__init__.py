"""Checks of the family `residue`: what was left of the source or of its page."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

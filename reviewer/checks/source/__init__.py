"""Checks of the family `source`: what does not agree with the source, where there is one."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

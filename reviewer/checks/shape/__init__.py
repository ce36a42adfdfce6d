"""Checks of the family `shape`: what is no whole sentence, or several in one."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

"""Checks of the family `surface`: what is wrong on the surface of the text."""

from __future__ import annotations

from reviewer.checks.check import Check

CHECKS: tuple[Check, ...] = ()
"""In display order."""

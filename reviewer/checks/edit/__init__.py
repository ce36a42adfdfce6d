"""Checks of the family `edit`: what the editor's own correction changed or brought in.

Such edits are the job, so all are info: they are said after a save (`summary`), and those of `MEANING` are listed at sign-off.
What an edit breaks on the surface is found by the checks of the surface, which look at the correction as at any text.
"""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.edit import misspellings, names, negations, numbers, polarity, quotations
from reviewer.checks.edit.saying import accepted_with_error, summary

MEANING: tuple[str, ...] = (numbers.CHECK.name, names.CHECK.name, negations.CHECK.name, polarity.CHECK.name)
"""The checks whose findings an editor must have meant."""

CHECKS: tuple[Check, ...] = (numbers.CHECK, names.CHECK, negations.CHECK, polarity.CHECK, quotations.CHECK, misspellings.CHECK)
"""In display order."""

__all__ = ["CHECKS", "MEANING", "accepted_with_error", "summary"]

"""Checks: what is likely wrong in a machine-translated text, before anybody touched it.

Most need no source. `CHECKS` has them all by name, in display order; each is one function over a unit, a paragraph or a story
(`reviewer.checks.check`), and `Engine` runs them. Nothing here reads a file, a clock or a database: what a check has to know
comes in with the story.
"""

from __future__ import annotations

from reviewer.checks import edit, names, numbers, residue, shape, source, surface
from reviewer.checks.check import Check, Remark
from reviewer.checks.engine import Engine
from reviewer.checks.story import Paragraph, Story, Unit, story_of

_FAMILIES: dict[str, tuple[Check, ...]] = {
    "surface": surface.CHECKS,
    "residue": residue.CHECKS,
    "shape": shape.CHECKS,
    "numbers": numbers.CHECKS,
    "names": names.CHECKS,
    "edit": edit.CHECKS,
    "source": source.CHECKS,
}

CHECKS: dict[str, Check] = {check.name: check for family in _FAMILIES.values() for check in family}
"""Every check that comes with the program, by name."""

FAMILY_OF: dict[str, str] = {check.name: family for family, checks in _FAMILIES.items() for check in checks}
"""The family of each, a name of `reviewer.core.check_names.FAMILIES`."""

__all__ = ["CHECKS", "FAMILY_OF", "Check", "Engine", "Paragraph", "Remark", "Story", "Unit", "story_of"]

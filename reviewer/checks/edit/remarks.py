"""How the checks of this family say what an editor changed, added or took out."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.analysis.diff import Span
from reviewer.analysis.words import Word
from reviewer.checks.check import Remark


def changed(before: str, after: str, span: Span) -> Remark:
    """The remark on something that became something else."""
    return Remark(*span, f"{before} → {after} changed")


def added(word: str, span: Span) -> Remark:
    """The remark on something that came."""
    return Remark(*span, f"{word} added")


def removed(word: str, at: int) -> Remark:
    """The remark on something that went; it stands where it was."""
    return Remark(at, at, f"{word} removed")


def run(machine: str, parts: Iterable[Word]) -> str:
    """The words of a run as they stand in their text."""
    given = list(parts)
    return machine[given[0].start : given[-1].end]

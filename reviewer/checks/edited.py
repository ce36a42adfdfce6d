"""What an editor changed in a unit: the words of both texts, and which of them changed. All checks that ask look at this one.

Who compares, compares whole sentences and only then asks where: a word that moved is no change.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reviewer.analysis.diff import Edit, diff
from reviewer.analysis.words import Word, spoken_words
from reviewer.checks.story import Unit

_LONGEST = 3_000
"""Characters."""


@dataclass(frozen=True)
class Edited:
    """A machine text and its correction."""

    machine: tuple[Word, ...]
    """The words of the machine text, white space left out."""
    correction: tuple[Word, ...]
    changes: tuple[Edit, ...]
    """What is not the same in both."""

    def gone(self, change: Edit) -> list[Word]:
        """The words of the machine text in a change."""
        return [word for word in self.machine if change.machine[0] <= word.start < change.machine[1]]

    def came(self, change: Edit) -> list[Word]:
        """The words of the correction in a change."""
        return [word for word in self.correction if change.correction[0] <= word.start < change.correction[1]]

    def of_machine(self, start: int, end: int) -> Edit | None:
        """The change that touches that span of the machine text."""
        return next((each for each in self.changes if each.machine[0] < end and start < each.machine[1]), None)

    def of_correction(self, start: int, end: int) -> Edit | None:
        """The change that touches that span of the correction."""
        return next((each for each in self.changes if each.correction[0] < end and start < each.correction[1]), None)


def edited(unit: Unit) -> Edited:
    """The two texts of a unit, which is corrected; those of the last ones are kept, for many checks ask.

    Of texts longer than any sentence there are no words and no changes: what is compared grows with the square of them.
    """
    machine = unit.machine or ""
    return _edited(machine, unit.text) if max(len(machine), len(unit.text)) <= _LONGEST else Edited((), (), ())


@lru_cache(maxsize=256)
def _edited(machine: str, correction: str) -> Edited:
    changes = tuple(edit for edit in diff(machine, correction) if edit.kind != "equal")
    return Edited(tuple(spoken_words(machine)), tuple(spoken_words(correction)), changes)

"""Scores of many pairs of which one changes at a time: an article under an editor's hands, or a whole database.

Kept are the row of every pair and what the rows add up to, so one changed pair costs a subtraction and an addition, however many
there are. That is exact, bit for bit what counting from scratch gives, because with one reference every column is a whole
number; a row with another number is refused.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

from reviewer.errors import ReviewerError
from reviewer.metrics.measure import Measure
from reviewer.metrics.pairs import Reference, Score

Row = Sequence[float]
"""The statistics of one pair by one measure."""


@dataclass(frozen=True, slots=True)
class Account:
    """Scores that are counted piece by piece, or how far that is."""

    scores: tuple[Score, ...]
    """None until all is counted, and where nothing is reviewed."""
    done: int
    """How much has been looked at, of how much there is to look at."""
    of: int

    @property
    def is_complete(self) -> bool:
        """Whether everything is counted."""
        return self.done == self.of


class RunningScores:
    """The scores of pairs that are put in and taken out by a key.

    Args:
        measures: what is counted; a pair has one row of each, made with one reference.
    """

    def __init__(self, measures: Sequence[Measure]) -> None:
        self.measures = tuple(measures)
        self._rows: dict[Hashable, array[int]] = {}
        """All columns of a pair in one; four bytes a number, for there may be a million pairs."""
        self._sums: list[int] = []
        self._ends: list[int] = []
        """Where in a row the columns of each measure begin; the last is the end of all."""

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, key: Hashable, rows: Sequence[Row]) -> None:
        """Take the pair `key`, with one row a measure; what it had before is replaced.

        Raises:
            ReviewerError: a number is not whole, or below 0: what it adds up to would depend on the order.
        """
        try:
            row = array("I", chain.from_iterable(map(_whole, rows)))
        except (OverflowError, ValueError) as odd:
            raise ReviewerError(f"only whole numbers can be taken out of a sum again: {odd}") from odd
        self.drop(key)
        if not self._ends:
            self._ends = [0, *accumulate(map(len, rows))]
            self._sums = [0] * len(row)
        self._sums = [total + number for total, number in zip(self._sums, row, strict=True)]
        self._rows[key] = row

    def drop(self, key: Hashable) -> None:
        """Take the pair `key` out, if it is there."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._sums = [total - number for total, number in zip(self._sums, row, strict=True)]

    def scores(self, reference: Reference) -> tuple[Score, ...]:
        """One a measure, in their order; none while there is no pair."""
        if not self._rows:
            return ()
        return tuple(
            measure.score(self._sums[begin:end], len(self._rows), reference)
            for measure, (begin, end) in zip(self.measures, pairwise(self._ends), strict=True)
        )


def _whole(row: Row) -> list[int]:
    whole = [int(number) for number in row]
    if whole != list(row):
        raise ValueError(f"{list(row)}")
    return whole

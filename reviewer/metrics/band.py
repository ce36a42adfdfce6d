"""The beam of TER: which cells of an edit distance table are filled, and what the table says then.

tercom fills only a band along the diagonal, from one end of both texts to the other, so what it calls the edit distance may
exceed the true one. That is part of the metric: a TER without it differs on long texts. Rows stand for the words of the
hypothesis, columns for those of the reference, and a text is a string with one character for each word.

numpy is loaded at the first table, and most pairs never need one: the beam has no say in texts of a sentence's size.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Cells = NDArray[np.int32]
    Codes = NDArray[np.uint32]

HALF_WIDTH = 25
"""How far from the diagonal the band reaches; its upper end is excluded."""
_OUTSIDE = 1 << 29
"""The worth of a cell out of the band: no path through one wins, and no sum overflows."""


class Moves(NamedTuple):
    """By which way the best paths come to the cells of a table, one item for each row after the first.

    A bit stands for a column; what is neither sideways nor upward came along the diagonal.
    """

    sideways: list[int]
    """Where the diagonal is no best way."""
    upward: list[int]
    """Where the way from the row above is a best one; else, and if the diagonal is none, it is that from the left."""
    origins: list[int]
    """The column of the lowest bit."""


@dataclass(frozen=True)  # no slots: the spans are made when they are first asked for
class Beam:
    """The band of a table for hypotheses of `rows` words and references of `columns` words, at least one each."""

    rows: int
    columns: int

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """`[start, end)` of the columns that each row fills, from 0 for no word yet; the first row is whole."""
        slope, end = self.columns / self.rows, self.columns + 1
        # On a steep diagonal the spans of neighbouring rows would not meet.
        width = math.ceil(slope / 2 + HALF_WIDTH) if slope / 2 > HALF_WIDTH else HALF_WIDTH
        # The float and its rounding are tercom's: an exact quotient would put some spans one column further.
        middles = [math.floor(row * slope) for row in range(1, self.rows + 1)]
        return [(0, end), *[(max(0, middle - width), min(end, middle + width)) for middle in middles]]

    def is_wide_enough(self, distance: int) -> bool:
        """Whether no best path can leave the band if the true edit distance is `distance`, or less: then the band's is the same.

        If the lengths differ by d, a path of n edits is never further than (n + d) / 2 from the diagonal. One column more is
        lost by rounding the diagonal, and one by excluding the end.
        """
        return self.columns < HALF_WIDTH or distance + abs(self.rows - self.columns) <= 2 * (HALF_WIDTH - 2)

    def holds(self, first_columns: Sequence[int], first_rows: Sequence[int]) -> bool:
        """Whether a path is in the band: it comes to each row after the first, and to each column, at these places."""
        return all(start <= column for (start, _), column in zip(self.spans[1:], first_columns, strict=True)) and all(
            column < self.spans[row][1] for column, row in enumerate(first_rows)
        )


def distances(texts: Sequence[str], reference: str, beam: Beam) -> list[int]:
    """The edit distance from each text to `reference` within the band; the tables of all texts are filled at once."""
    import numpy as np

    words = np.array([_codes(text) for text in texts])
    targets, table = _targets(reference), _first_rows(len(texts), beam)
    for row in range(1, beam.rows + 1):
        _fill(table, words[:, row - 1 : row], targets, beam, row)
    return [int(value) + beam.columns for value in table[:, -1]]


def moves(text: str, reference: str, beam: Beam) -> Moves:
    """The best paths within the band."""
    import numpy as np

    words, targets, table = _codes(text), _targets(reference), _first_rows(1, beam)
    found = Moves([], [], [start for start, _ in beam.spans[1:]])
    for row in range(1, beam.rows + 1):
        diagonal, above, best = _fill(table, words[row - 1], targets, beam, row)
        for kept, choices in ((found.sideways, diagonal != best), (found.upward, above == best)):
            kept.append(int.from_bytes(np.packbits(choices, bitorder="little").tobytes(), "little"))
    return found


def _codes(text: str) -> Codes:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _targets(reference: str) -> Codes:
    """The word that stands in each column; in the first, before all words, there is one that matches nothing."""
    import numpy as np

    return np.insert(_codes(reference), 0, sys.maxunicode + 1)


def _first_rows(count: int, beam: Beam) -> Cells:
    """The first rows of `count` tables, with one cell out of the band on their left.

    A cell holds its distance minus its column, so that going right costs nothing and a running minimum does it.
    """
    import numpy as np

    table = np.zeros((count, beam.columns + 2), np.int32)
    table[:, 0] = _OUTSIDE
    return table


def _fill(table: Cells, words: Codes | np.uint32, targets: Codes, beam: Beam, row: int) -> tuple[Cells, Cells, Cells]:
    """Puts a row in place of the one before it; what its cells cost along the diagonal, from above, and by the best way."""
    import numpy as np

    start, end = beam.spans[row]
    diagonal = table[:, start:end] - (words == targets[start:end])
    above = table[:, start + 1 : end + 1] + 1
    best: Cells = np.minimum.accumulate(np.minimum(diagonal, above), axis=1)
    table[:, start + 1 : end + 1] = best
    table[:, beam.spans[row - 1][0] + 1 : start + 1] = _OUTSIDE
    if row == 1:
        table[:, end + 1 :] = _OUTSIDE
    return diagonal, above, best

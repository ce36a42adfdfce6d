"""Agreement between people, corrected for chance: Krippendorff's alpha, the one door to the library that computes it.

Alpha is 1 where all agree, 0 where they agree as often as chance would have it, and below that where they do worse (Krippendorff
2004, ch. 11). It is not defined where everybody said the same one thing: then chance would have them agree as well. Its interval
draws the units again, as many as there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reviewer.metrics.pairs import Interval
from reviewer.metrics.ratios import RESAMPLES, SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST_UNITS = 2


def nominal_alpha(counts: Sequence[Sequence[int]]) -> float | None:
    """Krippendorff's alpha of names without an order; None where it is not defined.

    Args:
        counts: of each unit how many people gave it each name.
    """
    import numpy as np

    return _alpha(np.asarray(counts, dtype=float)) if counts else None


def alpha_interval(blocks: Sequence[Sequence[Sequence[int]]]) -> Interval | None:
    """The middle 95 % of alpha over resamples of the `blocks`: units that belong together, such as the words of a segment.

    None where there are fewer than two blocks, or alpha is not defined for most resamples.
    """
    import numpy as np

    if len(blocks) < FEWEST_UNITS:
        return None
    tables = [np.asarray(block, dtype=float) for block in blocks]
    chance = np.random.default_rng(SEED)
    drawn = chance.choice(len(tables), size=(RESAMPLES, len(tables)), replace=True)
    values = [_alpha(np.concatenate([tables[number] for number in numbers])) for numbers in drawn]
    told = np.sort([value for value in values if value is not None])
    if len(told) < RESAMPLES // 2:
        return None
    cut = len(told) // 40
    low, high = float(told[cut]), float(told[-cut - 1])
    return Interval(low, high, 0.95, len(told), SEED, "segment", len(tables), float(told.mean()), (high - low) / 2)


def _alpha(table: NDArray[Any]) -> float | None:
    """Of units with at least two people; None unless at least two names were given."""
    import krippendorff

    table = table[table.sum(1) > 1]
    if (table.sum(0) > 0).sum() < FEWEST_UNITS:
        return None
    return float(krippendorff.alpha(value_counts=table, level_of_measurement="nominal"))

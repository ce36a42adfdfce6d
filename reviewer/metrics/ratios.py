"""Intervals of figures that are a sum over a sum: rates, shares, penalties per 1,000 words.

Units are drawn again with replacement, as many as there are, and the figure is made anew of each draw; the middle 95 % are its
interval (percentile bootstrap, Efron 1979). Sentences of one article are alike, so articles are drawn where there are enough of
them to draw from. A test, or anybody, can do the same:

    draws = numpy.random.default_rng(12345).choice(units, size=(1000, units), replace=True)
    values = numpy.sort(scale * above[draws].sum(1) / below[draws].sum(1))
    low, high = values[25], values[-26]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reviewer.metrics.pairs import Interval, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 12345
ARTICLES_FROM = 10
"""Articles from which on they are drawn, not segments."""
_REMEMBERED = 500
"""Units up to which the draws are remembered: the same for every group of that size."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """`scale` × Σ above / Σ below, or 100 minus that."""

    above: NDArray[Any]
    """One number a segment."""
    below: NDArray[Any]
    """One number a segment, none negative; a segment with 0 has no part in the ratio."""
    scale: float = 100.0
    is_complement: bool = False

    def value(self, above: Any, below: Any) -> Any:
        """Of the two sums, or arrays of sums."""
        share = self.scale * above / below
        return 100 - share if self.is_complement else share


def unit_of(articles: Sequence[int]) -> Unit:
    """What is drawn, by the article of each segment."""
    return "article" if len(set(articles)) >= ARTICLES_FROM else "segment"


def ratio_intervals(ratios: Sequence[Ratio], articles: Sequence[int]) -> list[Interval | None]:
    """The interval of each ratio; None where fewer than two units have a part in it.

    Args:
        ratios: over the same segments.
        articles: of each segment the number of its article.
    """
    import numpy as np

    if not ratios:
        return []
    unit = unit_of(articles)
    table = np.column_stack([column for ratio in ratios for column in (ratio.above, ratio.below)]).astype(float)
    if unit == "article":
        _, clusters = np.unique(np.asarray(articles), return_inverse=True)
        sums = np.zeros((clusters.max() + 1, table.shape[1]))
        np.add.at(sums, clusters, table)
        table = sums
    if not len(table):
        return [None] * len(ratios)
    drawn = _drawn_sums(table)
    found: list[Interval | None] = []
    for number, ratio in enumerate(ratios):
        units = int((table[:, 2 * number + 1] > 0).sum())
        above, below = drawn[:, 2 * number], drawn[:, 2 * number + 1]
        drawable = below > 0
        if units < 2 or drawable.sum() < RESAMPLES // 2:
            found.append(None)
            continue
        values = np.sort(ratio.value(above[drawable], below[drawable]))
        cut = len(values) // 40
        low, high = float(values[cut]), float(values[-cut - 1])
        found.append(
            Interval(low, high, 0.95, len(values), SEED, unit, len(table), float(values.mean()), (high - low) / 2)
        )  # fmt: skip
    return found


def _drawn_sums(table: NDArray[Any]) -> NDArray[Any]:
    """What the rows of `table` add up to in each resample."""
    from reviewer.metrics.resampling import bootstrap_sums

    if len(table) <= _REMEMBERED:
        sums: NDArray[Any] = _times(len(table)) @ table
        return sums
    return bootstrap_sums([table], RESAMPLES, SEED, single_precision=[False])[0]


@lru_cache(maxsize=8)
def _times(units: int) -> NDArray[Any]:
    """How often each unit is drawn in each resample; the draws of `bootstrap_sums`."""
    import numpy as np

    from reviewer.metrics.resampling import bootstrap_sums

    return bootstrap_sums([np.eye(units)], RESAMPLES, SEED, single_precision=[False])[0]

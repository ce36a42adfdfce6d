"""What a stratified random sample says of the whole: ratios and shares, their intervals, and how many more would be needed.

The estimator is the combined ratio of Cochran (*Sampling Techniques*, 3rd ed. 1977, §6.11): with N segments in a stratum of which
n are decided, and y and x the numerator and denominator of a segment,

    R = Σ N·mean(y) / Σ N·mean(x)
    variance of R = Σ N² · (1/n - 1/N) · s²(y - R·x) / (Σ N·mean(x))²

which is Taylor's linearisation with the finite population correction; s² has the divisor n - 1. The interval is R ± t·√variance
with Student's t of Σ (n - 1) degrees of freedom, over strata that are not decided whole. What was drawn and is not decided yet is
taken as missing at random within its stratum. A stratum with fewer than two decided segments is put together with its neighbour.

A share has the interval of Wilson (1927) with t for z and an effective sample size, as Korn and Graubard (*Survey Methodology*
24, 1998) have it: p(1 - p)/variance, but never more than this design would be worth if segments differed as much within every
stratum as they do over all. So 0 % and 100 % have an honest interval, and only a whole that is decided to the end has a point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVEL = 0.95
_EXACT_UP_TO = 200
"""Degrees of freedom up to which Student's t is computed from its distribution; beyond, the expansion is as good."""


@dataclass(frozen=True, slots=True)
class Observed:
    """A stratum, and what is known of the segments that are decided in it."""

    population: int
    above: NDArray[Any]
    """Of each decided segment its part in the numerator."""
    below: NDArray[Any]
    """Of each its part in the denominator; 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the sample says of the whole."""

    value: float
    low: float | None
    """None where no interval can be told: too few are decided, or those do not differ."""
    high: float | None
    decided: int
    strata: int
    """As many as were left when those with too few were put together."""
    freedom: int
    """Degrees of freedom; 0 where the whole is decided."""

    @property
    def half_width(self) -> float | None:
        """Half of the interval."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@dataclass(frozen=True, slots=True)
class Ratio:
    """Strata put together, and what is the same for every size of the sample."""

    value: float
    is_share: bool
    total: float
    """The denominator of the whole, as estimated."""
    populations: NDArray[Any]
    decided: NDArray[Any]
    spread: NDArray[Any]
    """Of each stratum s²(y - R·x)."""

    @property
    def is_whole(self) -> bool:
        """Whether everything is decided."""
        return bool((self.decided >= self.populations).all())

    def interval(self, decided: NDArray[Any]) -> tuple[float, float] | None:
        """Between which values the ratio lies, with so many decided in each stratum; None where that cannot be told."""
        left = self.populations / decided - 1
        if not left.any():
            return self.value, self.value
        freedom = int((decided - 1)[left > 0].sum())
        if freedom < 1:
            return None
        t = t_quantile(freedom)
        variance = float((self.populations * left * self.spread).sum()) / self.total**2
        if self.is_share:
            alike = self.total * float(self.populations.sum()) / float((self.populations * left).sum())
            return wilson(self.value, min(alike, self.value * (1 - self.value) / variance if variance else alike), t)
        if not variance:
            return None
        return max(0.0, self.value - t * math.sqrt(variance)), self.value + t * math.sqrt(variance)


def estimate(strata: Sequence[Observed], *, is_share: bool = False) -> Estimate | None:
    """The ratio of the whole; None where nothing that is decided has a part in it.

    Args:
        strata: in the order in which they are neighbours.
        is_share: whether every numerator is between 0 and its denominator, so that the ratio is between 0 and 1.
    """
    ratio = _ratio(strata, is_share=is_share)
    if ratio is None:
        return None
    low, high = ratio.interval(ratio.decided) or (None, None)
    left = ratio.decided < ratio.populations
    freedom = int((ratio.decided - 1)[left].sum())
    return Estimate(ratio.value, low, high, int(ratio.decided.sum()), len(ratio.decided), freedom)


def needed(strata: Sequence[Observed], half_width: float, *, is_share: bool = False) -> int | None:
    """How many more segments are to be decided until the interval is no wider than `half_width` to each side.

    As many more in each stratum in proportion, if they differ as those do that are decided; 0 where that is reached already, None
    where nothing can be told.
    """
    import numpy as np

    ratio = _ratio(strata, is_share=is_share)
    if ratio is None or ratio.interval(ratio.decided) is None:
        return None

    def is_enough(times: float) -> bool:
        found = ratio.interval(np.minimum(ratio.populations, ratio.decided * times))
        return found is not None and (found[1] - found[0]) / 2 <= half_width

    few, many = 1.0, float((ratio.populations / ratio.decided).max())
    if is_enough(few):
        return 0
    for _ in range(60):
        between = (few + many) / 2
        few, many = (few, between) if is_enough(between) else (between, many)
    return math.ceil(float(np.minimum(ratio.populations, ratio.decided * many).sum() - ratio.decided.sum()) - 1e-6)


def wilson(share: float, n: float, quantile: float) -> tuple[float, float]:
    """The interval of a share of `n` (Wilson 1927); `n` need not be whole."""
    if math.isinf(n):
        return share, share
    widened = 1 + quantile**2 / n
    centre = (share + quantile**2 / (2 * n)) / widened
    reach = quantile / widened * math.sqrt(share * (1 - share) / n + quantile**2 / (4 * n**2))
    return max(0.0, min(share, centre - reach)), min(1.0, max(share, centre + reach))


@lru_cache(maxsize=4096)
def t_quantile(freedom: int, level: float = LEVEL) -> float:
    """The t between which and -t the middle `level` of Student's distribution lies.

    By bisection of the finite series for whole degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4), for many of them by
    the expansion about the normal quantile (26.7.5).
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    if freedom > _EXACT_UP_TO:
        return (
            z
            + (z**3 + z) / (4 * freedom)
            + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
            + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * freedom**4)
        )
    # Sought as an angle, which has an end.
    low, high = 0.0, math.pi / 2
    for _ in range(80):
        between = (low + high) / 2
        low, high = (between, high) if _within(between, freedom) < level else (low, between)
    return math.tan(low) * math.sqrt(freedom)


def _within(angle: float, freedom: int) -> float:
    """How much of Student's distribution lies between t and -t, where tan(angle) is t over the root of `freedom`."""
    sine, cosine = math.sin(angle), math.cos(angle)
    is_odd = freedom % 2
    term = cosine if is_odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 + is_odd, freedom - 1, 2):
        term *= cosine**2 * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + sine * total) if is_odd else sine * total


def _ratio(strata: Sequence[Observed], *, is_share: bool) -> Ratio | None:
    import numpy as np

    together = _together(strata)
    if not together:
        return None
    populations = np.array([each.population for each in together], dtype=float)
    decided = np.array([len(each.above) for each in together], dtype=float)
    above = float(sum(each.population * each.above.mean() for each in together))
    below = float(sum(each.population * each.below.mean() for each in together))
    if below <= 0:
        return None
    value = above / below
    left_over = [each.above - value * each.below for each in together]
    spread = np.array([float(rest.var(ddof=1)) if len(rest) > 1 else 0.0 for rest in left_over])
    # What is left of rounding where all are alike is no variance.
    spread[spread < 1e-18 * max(1.0, value) ** 2] = 0.0
    return Ratio(min(value, 1.0) if is_share else value, is_share, below, populations, decided, spread)


def _together(strata: Sequence[Observed]) -> list[Observed]:
    """The strata, those with fewer than two decided put together with their neighbours; none where nothing is decided."""
    found: list[Observed] = []
    for stratum in strata:
        if found and not _is_enough(found[-1]):
            found[-1] = _both(found[-1], stratum)
        else:
            found.append(stratum)
    while len(found) > 1 and not _is_enough(found[-1]):
        found[-2:] = [_both(found[-2], found[-1])]
    return found if found and len(found[0].above) else []


def _is_enough(stratum: Observed) -> bool:
    return len(stratum.above) >= min(2, stratum.population)


def _both(one: Observed, other: Observed) -> Observed:
    import numpy as np

    return Observed(
        one.population + other.population,
        np.concatenate([one.above, other.above]),
        np.concatenate([one.below, other.below]),
    )

"""Estimates of a stratified sample: against hand-made examples, published tables, and draws from known populations."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.metrics import sampling
from reviewer.metrics.sampling import Observed, estimate, needed, t_quantile, wilson

Z = NormalDist().inv_cdf(0.975)


def observed(population: int, above: list[float], below: list[float] | None = None) -> Observed:
    """A stratum; without denominators every segment counts 1."""
    return Observed(population, np.array(above, dtype=float), np.array([1.0] * len(above) if below is None else below))


def test_the_combined_ratio_as_computed_by_hand() -> None:
    """Ten segments with 2 and 4 edits in 10 and 10 words, thirty with 1, 2 and 3 in 20, 10 and 30.

    R = (10·3 + 30·2) / (10·10 + 30·20) = 9/70. What is left over is 5/7 and 19/7 in one stratum, -11/7, 5/7 and -6/7 in the
    other, with s² of 2 and 1.36054; variance of R = (100·(1/2 - 1/10)·2 + 900·(1/3 - 1/30)·1.36054) / 700².
    """
    found = estimate([observed(10, [2, 4], [10, 10]), observed(30, [1, 2, 3], [20, 10, 30])])
    assert found is not None
    assert found.value == pytest.approx(9 / 70)
    second = np.array([-11 / 7, 5 / 7, -6 / 7])
    variance = (100 * 0.4 * 2 + 900 * 0.3 * ((second - second.mean()) ** 2).sum() / 2) / 700**2
    assert (found.freedom, found.strata, found.decided) == (3, 2, 5)
    assert found.high == pytest.approx(9 / 70 + 3.182446 * variance**0.5, rel=1e-6)
    assert found.low == pytest.approx(max(0, 9 / 70 - 3.182446 * variance**0.5), rel=1e-6)


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.7062047), (2, 4.3026527), (3, 3.1824463), (5, 2.5705818), (30, 2.0422725), (200, 1.9718962), (1000, 1.9623391)],
)
def test_students_t_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    """Exact where it is summed, and where it is expanded."""
    assert t_quantile(freedom) == pytest.approx(quantile, abs=1e-6)


def test_both_ways_to_students_t_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one goes over into the other there is no step."""
    exact = t_quantile(150, 0.9)
    monkeypatch.setattr(sampling, "_EXACT_UP_TO", 10)
    t_quantile.cache_clear()
    assert t_quantile(150, 0.9) == pytest.approx(exact, abs=1e-9)
    t_quantile.cache_clear()


@pytest.mark.parametrize("is_share", [False, True])
def test_a_whole_that_is_decided_is_no_estimate(is_share: bool) -> None:
    """Its value, and a point; nothing more is needed."""
    strata = [observed(3, [1, 0, 1]), observed(1, [0]), observed(2, [1, 1])]
    found = estimate(strata, is_share=is_share)
    assert found is not None
    assert (found.value, found.low, found.high, found.freedom) == (4 / 6, 4 / 6, 4 / 6, 0)
    assert needed(strata, 0.0, is_share=is_share) == 0


@pytest.mark.parametrize(("above", "share"), [([0] * 20, 0.0), ([1] * 20, 1.0)])
def test_a_share_of_none_or_all_has_an_interval(above: list[float], share: float) -> None:
    """Twenty of two hundred that are alike do not prove that all are."""
    found = estimate([observed(100, above[:10]), observed(100, above[:10])], is_share=True)
    assert found is not None
    assert found.value == share
    low, high = found.low, found.high
    assert low is not None
    assert high is not None
    assert 0.1 < high - low < 0.25
    assert low <= share <= high


def test_a_share_is_never_surer_than_its_size_allows() -> None:
    """Strata that happen to be alike within are worth no more than a simple sample of that size."""
    apart = estimate([observed(1000, [1, 1]), observed(1000, [0, 0])], is_share=True)
    assert apart is not None
    low, high = wilson(0.5, 4 / (1 - 4 / 2000), t_quantile(2))
    assert (apart.low, apart.high) == (pytest.approx(low), pytest.approx(high))


def test_a_ratio_that_does_not_vary_has_no_interval() -> None:
    """Nobody can say from it how much the others do."""
    found = estimate([observed(50, [0, 0, 0], [5, 6, 7])])
    assert found is not None
    assert (found.value, found.low, found.high) == (0.0, None, None)
    assert needed([observed(50, [0, 0, 0], [5, 6, 7])], 0.02) is None


@pytest.mark.parametrize(
    ("sizes", "strata"),
    [([2, 2], 2), ([1, 3], 1), ([3, 1], 1), ([0, 0, 2], 1), ([2, 0, 0, 3], 2), ([2, 3, 1], 2), ([0, 1, 1, 2], 2)],
)
def test_strata_with_too_few_go_together_with_their_neighbours(sizes: list[int], strata: int) -> None:
    """Nothing is lost: the populations add up."""
    found = estimate([observed(10, [float(number % 2) for number in range(size)]) for size in sizes], is_share=True)
    assert found is not None
    assert (found.strata, found.decided, found.freedom) == (strata, sum(sizes), sum(sizes) - strata)


@pytest.mark.parametrize("strata", [[], [observed(5, [])], [observed(5, []), observed(5, [])], [observed(5, [0, 0], [0, 0])]])
def test_nothing_decided_is_no_estimate(strata: list[Observed]) -> None:
    """Neither is what has no part in the figure, as segments that were all cut."""
    assert estimate(strata) is None
    assert needed(strata, 0.02) is None


def test_one_segment_gives_a_value_and_no_interval() -> None:
    """Of one nobody knows how much they differ."""
    found = estimate([observed(5, [1])], is_share=True)
    assert found is not None
    assert (found.value, found.low, found.high) == (1.0, None, None)


def test_missing_ones_count_as_those_of_their_stratum() -> None:
    """Not as those of the whole."""
    found = estimate([observed(90, [1] * 9), observed(10, [0, 0])], is_share=True)
    assert found is not None
    assert found.value == pytest.approx(0.9)


def test_as_many_as_are_needed_are_enough() -> None:
    """And one fewer is not: by drawing on, with the same spread."""
    strata = [observed(500, [1, 0, 1, 1, 0] * 4), observed(300, [1, 1, 0] * 4)]
    found = estimate(strata, is_share=True)
    more = needed(strata, 0.05, is_share=True)
    assert found is not None
    assert more is not None
    assert found.half_width is not None
    assert found.half_width > 0.05
    times = (32 + more) / 32
    for factor, is_enough in ((times, True), ((32 + 0.9 * more) / 32, False)):
        n = [20 * factor, 12 * factor]
        spread = [0.24 * 20 / 19, 2 / 9 * 12 / 11]
        variance = sum(N**2 * (1 / m - 1 / N) * s for N, m, s in zip([500, 300], n, spread, strict=True)) / 800**2
        low, high = wilson(found.value, found.value * (1 - found.value) / variance, t_quantile(int(sum(n) - 2)))
        assert ((high - low) / 2 <= 0.0502) is is_enough
    assert needed(strata, found.half_width, is_share=True) == 0
    assert needed(strata, 0.0, is_share=True) == 800 - 32


def population(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    """Forty strata of sentences: edits, and words; those of a stratum are alike."""
    strata = []
    for size in rng.integers(20, 60, size=40):
        words = rng.integers(5, 40, size=size).astype(float)
        edits = rng.binomial(words.astype(int), rng.beta(2, 10)) * (rng.random(size) < 0.6)
        strata.append(np.column_stack([edits, words, edits == 0]))
    return strata


@pytest.mark.parametrize("answered", [1.0, 0.7])
def test_intervals_cover_the_truth_as_often_as_they_say(answered: float) -> None:
    """95 % of them, of a ratio and of a share, over 600 draws from a known population; also where some are not decided."""
    rng = np.random.default_rng(7)
    whole = population(rng)
    everything = np.concatenate(whole)
    truths = everything[:, 0].sum() / everything[:, 1].sum(), everything[:, 2].mean()
    covered = np.zeros(2)
    for _ in range(600):
        drawn = [stratum[rng.permutation(len(stratum))[: max(2, len(stratum) // 6)]] for stratum in whole]
        known = [rows[rng.random(len(rows)) < answered] for rows in drawn]
        ratios = [Observed(len(stratum), rows[:, 0], rows[:, 1]) for stratum, rows in zip(whole, known, strict=True)]
        shares = [Observed(len(stratum), rows[:, 2], np.ones(len(rows))) for stratum, rows in zip(whole, known, strict=True)]
        for number, found in enumerate((estimate(ratios), estimate(shares, is_share=True))):
            assert found is not None
            assert found.low is not None
            assert found.high is not None
            covered[number] += found.low <= truths[number] <= found.high
    assert (covered / 600 >= 0.92).all()
    assert (covered / 600 <= 0.98).all()


def test_wilsons_interval_as_computed_by_hand() -> None:
    """8 of 10: centre (0.8 + 3.8415/20) / 1.38415, and so on; the whole is a point."""
    assert wilson(0.8, 10, Z) == (pytest.approx(0.4902, abs=5e-5), pytest.approx(0.9433, abs=5e-5))
    assert wilson(0.8, float("inf"), Z) == (0.8, 0.8)

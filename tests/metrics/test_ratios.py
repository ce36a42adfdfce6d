"""Intervals of ratios: those that anybody gets who does it by hand."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.metrics.ratios import ARTICLES_FROM, RESAMPLES, SEED, Ratio, ratio_intervals, unit_of


def numbers(count: int, seed: int, high: int = 9) -> NDArray[np.float64]:
    """So many whole numbers from 1 on."""
    return np.random.default_rng(seed).integers(1, high, count).astype(float)


def by_hand(above: NDArray[np.float64], below: NDArray[np.float64], scale: float) -> tuple[float, float]:
    """What the docstring of the module says anybody can do."""
    units = len(above)
    draws = np.random.default_rng(12345).choice(units, size=(1000, units), replace=True)
    values = np.sort(scale * above[draws].sum(1) / below[draws].sum(1))
    return values[25], values[-26]


@pytest.mark.parametrize("count", [2, 3, 40, 499, 500, 501, 1200])
def test_segments_are_drawn(count: int) -> None:
    """The interval is that of the snippet, below and above the number up to which draws are remembered."""
    above, below = numbers(count, 1), numbers(count, 2, 40)
    (found,) = ratio_intervals([Ratio(above, below, 1000)], [1] * count)
    assert found is not None
    assert (found.low, found.high) == pytest.approx(by_hand(above, below, 1000), rel=1e-12)
    assert (found.unit, found.units, found.resamples, found.seed, found.level) == ("segment", count, RESAMPLES, SEED, 0.95)
    assert found.half_width == pytest.approx((found.high - found.low) / 2)


def test_articles_are_drawn_where_there_are_enough() -> None:
    """Their sums are the units, wherever their segments stand."""
    articles = [number * 7 % 12 for number in range(90)]
    above, below = numbers(90, 3), numbers(90, 4, 40)
    sums = [
        np.array([column[[each == article for each in articles]].sum() for article in range(12)]) for column in (above, below)
    ]
    (found,) = ratio_intervals([Ratio(above, below)], articles)
    assert found is not None
    assert (found.low, found.high) == pytest.approx(by_hand(*sums, 100), rel=1e-12)
    assert (found.unit, found.units) == ("article", 12)


@pytest.mark.parametrize(
    ("articles", "unit"), [(0, "segment"), (1, "segment"), (ARTICLES_FROM - 1, "segment"), (ARTICLES_FROM, "article")]
)
def test_how_many_articles_are_enough(articles: int, unit: str) -> None:
    """Ten are."""
    assert unit_of([number % max(articles, 1) for number in range(3 * articles)]) == unit


def test_a_complement_is_turned_round() -> None:
    """Its low end is 100 minus the other's high end."""
    above, below = numbers(30, 5), numbers(30, 6, 40)
    plain, complement = ratio_intervals([Ratio(above, below), Ratio(above, below, is_complement=True)], [1] * 30)
    assert plain is not None
    assert complement is not None
    assert (complement.low, complement.high) == pytest.approx((100 - plain.high, 100 - plain.low))


def test_one_ratio_is_not_changed_by_another() -> None:
    """The draws are the same, and each stands alone."""
    one, other = Ratio(numbers(20, 7), numbers(20, 8)), Ratio(numbers(20, 9), numbers(20, 10))
    assert ratio_intervals([one, other], [1] * 20) == [*ratio_intervals([one], [1] * 20), *ratio_intervals([other], [1] * 20)]


def test_segments_that_have_no_part_change_the_draws_alone() -> None:
    """Where 0 is below, a draw of these alone is left out, and no number is made of it."""
    above, below = np.array([1.0, 2, 0, 0]), np.array([4.0, 4, 0, 0])
    (found,) = ratio_intervals([Ratio(above, below)], [1] * 4)
    assert found is not None
    assert 25 <= found.low <= found.high <= 50
    assert found.resamples < RESAMPLES


@pytest.mark.parametrize(
    ("above", "below"),
    [([], []), ([1], [2]), ([0, 0], [0, 0]), ([1, 0, 0], [2, 0, 0]), ([5, 5], [0, 3])],
    ids=["nothing", "one segment", "no part at all", "one that has a part", "one of two"],
)
def test_fewer_than_two_have_no_interval(above: list[float], below: list[float]) -> None:
    """None is said, and nothing is divided by 0."""
    assert ratio_intervals([Ratio(np.array(above), np.array(below))], [1] * len(above)) == [None]


def test_one_article_of_many_that_has_a_part() -> None:
    """A figure that stands on one of them has no interval either."""
    below = np.zeros(20)
    below[0] = 5
    assert ratio_intervals([Ratio(np.ones(20), below)], range(20)) == [None]


def test_no_ratios() -> None:
    """There is nothing to draw for."""
    assert ratio_intervals([], [1, 2]) == []


@pytest.mark.parametrize(("is_complement", "value"), [(False, 25.0), (True, 75.0)])
def test_the_value_of_two_sums(is_complement: bool, value: float) -> None:
    """Scale times the one over the other, or 100 minus that."""
    assert Ratio(np.zeros(1), np.zeros(1), 100, is_complement=is_complement).value(5, 20) == value

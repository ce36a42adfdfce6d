"""Krippendorff's alpha: the library's number, undefined where there is none, with an interval over what belongs together."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reviewer.metrics.agreement import alpha_interval, nominal_alpha


@pytest.mark.parametrize(
    ("counts", "alpha"),
    [
        ([[2, 0], [0, 2]], 1.0),
        ([[1, 1], [1, 1]], -0.5),
        # Of 3 units one is divided: Do = 1/3; of 6 votes 3 and 3: De = 2·3·3/(6·5) = 3/5.
        ([[2, 0], [0, 2], [1, 1]], 1 - (1 / 3) / (3 / 5)),
        # A unit that one person saw says nothing of agreement.
        ([[2, 0], [0, 2], [1, 1], [1, 0]], 1 - (1 / 3) / (3 / 5)),
        # Three people on a unit.
        ([[3, 0, 0], [0, 2, 1], [0, 0, 3]], 1 - (2 / 3 * 3 / 9) / (1 - (3 * 2 + 2 * 1 + 4 * 3) / (9 * 8))),
    ],
)
def test_alpha(counts: list[list[int]], alpha: float) -> None:
    """By hand, from what was observed and what chance would have."""
    assert nominal_alpha(counts) == pytest.approx(alpha)


@pytest.mark.parametrize("counts", [[], [[2, 0]], [[2, 0], [2, 0]], [[0, 0], [0, 0]], [[1, 0], [0, 1]]])
def test_alpha_is_not_defined(counts: list[list[int]]) -> None:
    """Where nobody is compared, or all said the same one thing."""
    assert nominal_alpha(counts) is None


def test_the_interval_holds_the_value() -> None:
    """And is the same every time."""
    blocks = [[[2, 0]], [[0, 2]], [[1, 1]], [[2, 0]], [[0, 2]]] * 6
    value = nominal_alpha([row for block in blocks for row in block])
    interval = alpha_interval(blocks)

    assert interval is not None
    assert value is not None
    assert interval.low < value < interval.high
    assert interval == alpha_interval(blocks)


def test_what_belongs_together_is_drawn_together() -> None:
    """The words of a segment are no independent witnesses: the interval is the wider."""
    rows = [[2, 0], [0, 2], [1, 1]] * 10
    apart = alpha_interval([[row] for row in sorted(rows)])
    together = alpha_interval([[row] * 3 for row in sorted(rows)[::3]])

    assert apart is not None
    assert together is not None
    assert together.high - together.low > apart.high - apart.low


@pytest.mark.parametrize("blocks", [[], [[[2, 0], [0, 2]]], [[[2, 0]], [[2, 0]]]])
def test_no_interval(blocks: list[list[list[int]]]) -> None:
    """Of fewer than two blocks, or where alpha is not defined."""
    assert alpha_interval(blocks) is None


def test_the_library_is_loaded_when_it_is_needed() -> None:
    """Importing this module is light."""
    code = "import sys, reviewer.metrics.agreement; sys.exit('krippendorff' in sys.modules or 'numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

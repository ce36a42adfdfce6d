"""Random draws over rows of statistics: bootstrap and approximate randomization, with sacrebleu's own draws and sums.

sacrebleu gathers every resampled row (a thousand times the corpus, in memory) and adds; here a resample is how often each row was
drawn, and all resamples, systems and metrics are one matrix product. The numbers are the same to the bit: the same generator
gives the same draws in pieces, whole numbers add up the same in any order as long as float32 holds them, and where it would not,
rows are added one after the other as sacrebleu adds them (`_in_order`).

What is drawn are rows; rows of articles instead of sentences make it a cluster bootstrap, and the intervals honest where
sentences of one article are alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.errors import ReviewerError
from reviewer.metrics.measure import Measure
from reviewer.metrics.pairs import Interval, Unit

SEED_VARIABLE = "SACREBLEU_SEED"
DEFAULT_SEED = 12345
LEVEL = 0.95

_DRAWS_AT_ONCE = 1 << 21
"""Indices that are in memory at once: 16 MB."""
_MASKS_AT_ONCE = 1 << 21
_WHOLE_MASKS = 32
"""Trials that are drawn together are a multiple of this: the generator hands out the bits of 32 at a time."""
_FLOAT32_WHOLE = float(1 << 24)
"""Below it float32 holds every whole number, so no addition is rounded."""


def seed_from_environment() -> int | None:
    """Sacrebleu's `SACREBLEU_SEED`: a whole number, 12345 when it is not set, or `none` for draws that nobody can repeat.

    Raises:
        ReviewerError: it is something else.
    """
    said = os.environ.get(SEED_VARIABLE, str(DEFAULT_SEED))
    if said.lower() == "none":
        return None
    if not said.isdecimal():
        raise ReviewerError(f"{SEED_VARIABLE} is {said[:40]!r}; it takes a whole number, or none")
    return int(said)


def clustered(rows: NDArray[Any], clusters: Sequence[int] | None) -> NDArray[Any]:
    """`rows`, or the sums of those of one cluster; clusters are numbered from 0 in order of appearance."""
    if clusters is None:
        return rows
    sums = np.zeros((max(clusters, default=-1) + 1, rows.shape[1]), rows.dtype)
    np.add.at(sums, np.asarray(clusters), rows)
    return sums


def bootstrap_sums(
    tables: Sequence[NDArray[Any]], resamples: int, seed: int | None, *, single_precision: Sequence[bool]
) -> list[NDArray[Any]]:
    """What the columns of each table of rows add up to in each resample: resamples × columns a table.

    As many rows are drawn as there are, with replacement; the same ones of all tables, which are of one length.

    Args:
        tables: rows of statistics, segments or articles × columns.
        resamples: how often they are drawn.
        seed: of the draws.
        single_precision: of each table, whether its sums are float32 as sacrebleu's are; else they are float64.
    """
    wide = np.hstack([table.astype(np.float64) for table in tables])
    count = len(wide)
    sums = np.empty((resamples, wide.shape[1]))
    at = 0
    for drawn in _draws(count, resamples, seed):
        times = np.empty((len(drawn), count))
        for number, indices in enumerate(drawn):
            times[number] = np.bincount(indices, minlength=count)
        sums[at : at + len(drawn)] = times @ wide
        at += len(drawn)
    parts = np.split(sums, np.cumsum([table.shape[1] for table in tables])[:-1], axis=1)
    return [
        part if not single else part.astype(np.float32) if _is_exact(table, part) else _in_order(table, resamples, seed)
        for table, part, single in zip(tables, parts, single_precision, strict=True)
    ]


def randomized_sums(
    couples: Sequence[tuple[NDArray[Any], NDArray[Any]]], trials: int, seed: int | None
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Of each couple of tables the sums of two pseudo-systems a trial, in which each row was swapped by chance.

    All tables are of one length, and the same rows are swapped in all couples; each result is trials × columns.
    """
    difference = np.hstack([first.astype(np.float64) - second for first, second in couples])
    count = len(difference)
    rng = np.random.default_rng(seed)
    swapped = np.empty((trials, difference.shape[1]))
    step = max(1, _MASKS_AT_ONCE // max(count, 1) // _WHOLE_MASKS) * _WHOLE_MASKS
    for at in range(0, trials, step):
        mask = rng.integers(2, size=(min(step, trials - at), count), dtype=bool)
        swapped[at : at + step] = mask @ difference
    parts = np.split(swapped, np.cumsum([first.shape[1] for first, _ in couples])[:-1], axis=1)
    sums = []
    for part, (first, second) in zip(parts, couples, strict=True):
        one = part + second.sum(0)
        sums.append((one, first.sum(0) + second.sum(0) - one))
    return sums


def interval(values: NDArray[Any], seed: int | None, unit: Unit, units: int) -> Interval:
    """The 95 % that lie in the middle, counted as sacrebleu counts: a fortieth is cut off at either end."""
    ordered = np.sort(values)
    cut = len(ordered) // 40
    low, high = ordered[cut], ordered[len(ordered) - cut - 1]
    return Interval(
        low=float(low),
        high=float(high),
        level=LEVEL,
        resamples=len(ordered),
        seed=seed,
        unit=unit,
        units=units,
        mean=float(mean(list(ordered))),
        half_width=float(0.5 * (high - low)),
    )


def confidence(
    measures: Sequence[Measure], tables: Sequence[NDArray[Any]], resamples: int, seed: int | None, unit: Unit = "segment"
) -> list[Interval]:
    """How far each score could have been another, had other sentences (or articles) been scored.

    Args:
        measures: the metrics.
        tables: of each its statistics, units × columns.
        resamples: how often the units are drawn.
        seed: of the draws.
        unit: what a row stands for.
    """
    singles = [measure.single_precision for measure in measures]
    sums = bootstrap_sums(tables, resamples, seed, single_precision=singles)
    units = len(tables[0])
    return [interval(measure.values(part), seed, unit, units) for measure, part in zip(measures, sums, strict=True)]


def _draws(count: int, resamples: int, seed: int | None) -> Iterator[NDArray[np.int64]]:
    """The indices of some resamples at a time; together they are sacrebleu's one draw of all."""
    rng = np.random.default_rng(seed)
    step = max(1, _DRAWS_AT_ONCE // max(count, 1))
    for at in range(0, resamples, step):
        yield rng.choice(count, size=(min(step, resamples - at), count), replace=True)


def _is_exact(rows: NDArray[Any], sums: NDArray[np.float64]) -> bool:
    """Whether float32 would have held every number on the way to `sums`: whole, half or quarter ones that stay small."""
    if rows.size == 0 or rows.min() < 0:
        return False
    fours = rows * 4
    whole = bool((rows == np.floor(rows)).all())
    quarters = whole or bool((fours == np.floor(fours)).all())
    return quarters and float(sums.max()) * (1 if whole else 4) < _FLOAT32_WHOLE


def _in_order(rows: NDArray[Any], resamples: int, seed: int | None) -> NDArray[Any]:
    """Sacrebleu's very additions: float32, row by row. For sums that float32 rounds; slow, as it is there."""
    narrow = rows.astype(np.float32)
    return np.array([narrow[indices].sum(0) for drawn in _draws(len(rows), resamples, seed) for indices in drawn])

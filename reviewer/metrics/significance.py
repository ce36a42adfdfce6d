"""Is a system better than the baseline, or could it have come out the other way: paired tests over the same segments.

The tests are sacrebleu's, with its draws and its count of extremes (Koehn 2004 for the bootstrap, Riezler and Maxwell 2005 for
approximate randomization), so p-values are its own. Five things are ours:

- the interval is that of the *difference*, from the same resamples: two systems' own intervals may overlap widely while their
  difference is certain;
- the p-value that decides counts trials that come out exactly as far apart as extreme ones (`>=`, as the tests' authors do),
  where sacrebleu counts those beyond (`>`): with few changed sentences that is most of them, and with many it is none;
- where fewer units differ than could ever tell (six, for 0.05), nothing is significant: the bootstrap cannot know;
- systems whose statistics are the same in every segment have p-value 1, where sacrebleu's says the smallest it can; the
  signature says `identical:yes` then;
- over several systems and metrics p-values are adjusted (Holm 1979), because each further test is one more chance to be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reviewer.errors import ReviewerError
from reviewer.metrics.measure import Measure, Sums, drawn
from reviewer.metrics.pairs import Interval, Reference, Unit
from reviewer.metrics.resampling import bootstrap_sums, clustered, interval, randomized_sums

Test = Literal["paired bootstrap", "paired approximate randomization"]
TRIALS: dict[Test, int] = {"paired approximate randomization": 10000, "paired bootstrap": 1000}
"""The tests, and how often each draws unless told, as in sacrebleu.

The first is the one to ask for: of pairs of systems that differ by chance alone it calls about as many different as `alpha` says,
sacrebleu's bootstrap twice as many.
"""

_KEYS: dict[Test, str] = {"paired bootstrap": "bs", "paired approximate randomization": "ar"}
ALPHA = 0.05
_AGREEMENT = {"BLEU": ((2.34, 80), (1.39, 70)), "chrF2": ((1.63, 80), (1.00, 70))}
"""From which difference on people prefer the same system in how many of 100 cases (Kocmi et al. 2024, over WMT's judgements)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One system against the baseline, by one metric."""

    metric: str
    baseline: str
    system: str
    baseline_value: float
    value: float
    delta: float
    """`value` - `baseline_value`."""
    higher_is_better: bool
    interval: Interval
    """Of `delta`."""
    p_value: float
    p_adjusted: float
    """With trials that come out exactly as far apart counted too, and after Holm where there is more than one test."""
    correction: Literal["holm"] | None
    test: Test
    """Sacrebleu's; the bootstrap's centres differences by their mean, and finds more than chance allows."""
    resamples: int
    seed: int | None
    unit: Unit
    alpha: float
    differing: int
    """The units in which the two differ; what is the same in both says nothing."""
    segments: int
    signature: str
    reference: Reference

    @property
    def has_enough(self) -> bool:
        """Whether a difference could be told: all n units that differ favour one side by chance once in 2^(n - 1)."""
        return 2.0 ** (1 - self.differing) <= self.alpha

    @property
    def significant(self) -> bool:
        """Whether chance is ruled out, at `alpha`."""
        return self.has_enough and self.p_adjusted < self.alpha

    @property
    def improvement(self) -> float:
        """`delta`, positive where the system is better."""
        return self.delta if self.higher_is_better else -self.delta

    @property
    def is_worse(self) -> bool:
        """Worse than the baseline, and not by chance."""
        return self.significant and self.improvement < 0


@dataclass(frozen=True, slots=True)
class Procedure:
    """How the tests are made."""

    test: Test = "paired approximate randomization"
    resamples: int = 10000
    seed: int | None = 12345
    alpha: float = ALPHA
    unit: Unit = "segment"
    reference: Reference = "independent"


def compare(
    measures: Sequence[Measure],
    statistics: Mapping[str, Sequence[NDArray[Any]]],
    references: int | None,
    procedure: Procedure,
    clusters: Sequence[int] | None = None,
) -> list[Comparison]:
    """Each system against the first, by each measure.

    Args:
        measures: what is compared.
        statistics: of each system, the baseline first, the rows of every measure in their order; as many rows each.
        references: how many a segment has, None when that differs.
        procedure: how.
        clusters: of each row the number of its article, where articles are drawn instead of segments.

    Raises:
        ReviewerError: there is nothing to compare.
    """
    (baseline, *systems) = statistics
    if not systems:
        raise ReviewerError("nothing to compare: say a baseline and at least one other system")
    if not len(statistics[baseline][0]):
        raise ReviewerError("nothing to compare: there is no segment")
    names = list(statistics)
    units = [[clustered(rows, clusters) for rows in statistics[name]] for name in names]
    resampled = _bootstrapped(measures, units, procedure)
    spreads = _spreads(measures, units, resampled, procedure)
    made = []
    for system, name in enumerate(names[1:], 1):
        for number, measure in enumerate(measures):
            couple = _Couple(
                measure,
                (statistics[baseline][number], statistics[name][number]),
                (units[0][number], units[system][number]),
                (resampled[0][number], resampled[system][number]),
                spreads[system - 1][number],
            )
            made.append(_comparison(couple, (baseline, name), references, procedure))
    return _adjusted(made)


class _Couple(NamedTuple):
    """A system and the baseline by one measure; of every pair the baseline is the first."""

    measure: Measure
    rows: tuple[NDArray[Any], NDArray[Any]]
    """Statistics, a row a segment."""
    units: tuple[NDArray[Any], NDArray[Any]]
    """The same, a row for what is drawn."""
    resampled: tuple[NDArray[Any], NDArray[Any]]
    """Scores of the resamples."""
    spread: NDArray[Any]
    """How far apart chance alone moves them, once a trial."""


def _comparison(couple: _Couple, names: tuple[str, str], references: int | None, procedure: Procedure) -> Comparison:
    measure = couple.measure
    before, after = (_value(measure, rows) for rows in couple.rows)
    differing = (couple.units[0] != couple.units[1]).any(1)
    identical = np.array_equal(*couple.rows)
    delta = abs(after - before)
    p_value = 1.0 if identical else _p_value(couple.spread > delta)
    honest = 1.0 if identical else _p_value(couple.spread >= delta)
    return Comparison(
        metric=measure.name,
        baseline=names[0],
        system=names[1],
        baseline_value=before,
        value=after,
        delta=after - before,
        higher_is_better=measure.higher_is_better,
        interval=interval(couple.resampled[1] - couple.resampled[0], procedure.seed, procedure.unit, len(differing)),
        p_value=p_value,
        p_adjusted=honest,
        correction=None,
        test=procedure.test,
        resamples=procedure.resamples,
        seed=procedure.seed,
        unit=procedure.unit,
        alpha=procedure.alpha,
        differing=int(differing.sum()),
        segments=len(couple.rows[0]),
        signature=_signature(measure, references, procedure, identical),
        reference=procedure.reference,
    )


def meaning(comparison: Comparison) -> str:
    """What a comparison says of the system, for somebody who does not compute p-values."""
    by = f"{abs(comparison.delta):.2f}"
    if comparison.p_value == 1 and comparison.delta == 0:
        return "the same as the baseline"
    if not comparison.has_enough:
        return f"nothing can be told: {comparison.differing} of {comparison.interval.units} {comparison.unit}s differ"
    if not comparison.significant:
        return f"no difference can be told: {by} could be chance"
    if comparison.interval.low <= 0 <= comparison.interval.high:
        return f"a difference of {by} is doubtful: the test rules chance out, but the interval holds 0"
    said = f"{'better' if comparison.improvement > 0 else 'worse'} by {by}, and not by chance"
    if comparison.metric not in _AGREEMENT:
        return said
    for least, percent in _AGREEMENT[comparison.metric]:
        if abs(comparison.delta) >= least:
            return f"{said}; of differences so large people confirm {percent} in 100 or more"
    return f"{said}; but of differences so small people confirm fewer than 70 in 100"


def _spreads(
    measures: Sequence[Measure],
    units: Sequence[Sequence[NDArray[Any]]],
    resampled: Sequence[Sequence[NDArray[Any]]],
    procedure: Procedure,
) -> list[list[NDArray[Any]]]:
    """Of each system and measure, how far chance alone moves it from the baseline, once a trial."""
    others = range(1, len(units))
    if procedure.test == "paired bootstrap":
        found = [[np.abs(resampled[system][m] - resampled[0][m]) for m in range(len(measures))] for system in others]
        return [[spread - spread.mean() for spread in each] for each in found]
    couples = [(units[0][number], units[system][number]) for system in others for number in range(len(measures))]
    pseudo = iter(randomized_sums(couples, procedure.resamples, procedure.seed))
    return [[np.abs(np.subtract(*map(measure.values, next(pseudo)))) for measure in measures] for _ in others]


def _bootstrapped(
    measures: Sequence[Measure], units: Sequence[Sequence[NDArray[Any]]], procedure: Procedure
) -> list[list[NDArray[Any]]]:
    """The resampled scores of each system by each measure, all over the same draws."""
    times = procedure.resamples if procedure.test == "paired bootstrap" else TRIALS["paired bootstrap"]
    tables = [table for each in units for table in each]
    singles = [measure.single_precision for measure in measures] * len(units)
    sums = iter(bootstrap_sums(tables, times, procedure.seed, single_precision=singles))
    return [[measure.values(next(sums)) for measure in measures] for _ in units]


def _signature(measure: Measure, references: int | None, procedure: Procedure, identical: bool) -> str:
    said = drawn(_KEYS[procedure.test], procedure.resamples, procedure.seed, procedure.unit)
    return measure.signature(references, [*said, ("identical", "yes")] if identical else said)


def _value(measure: Measure, rows: NDArray[Any]) -> float:
    sums = Sums()
    sums.add(rows)
    return measure.value(sums.columns)


def _p_value(is_extreme: NDArray[np.bool_]) -> float:
    """How often chance alone is extreme, counted as sacrebleu counts; never 0."""
    return (int(is_extreme.sum()) + 1) / (len(is_extreme) + 1)


def _adjusted(comparisons: list[Comparison]) -> list[Comparison]:
    """Holm's step-down: the smallest p-value times the number of tests, the next times one less, never falling."""
    if len(comparisons) < 2:
        return comparisons
    order = sorted(range(len(comparisons)), key=lambda number: comparisons[number].p_adjusted)
    adjusted = list(comparisons)
    least = 0.0
    for rank, number in enumerate(order):
        least = max(least, min(1.0, comparisons[number].p_adjusted * (len(order) - rank)))
        adjusted[number] = replace(comparisons[number], p_adjusted=least, correction="holm")
    return adjusted

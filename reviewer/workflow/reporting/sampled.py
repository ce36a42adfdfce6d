"""What a sample says of the whole that it was drawn from, and how much more of it a wished precision needs.

A report on a sample and nothing else is an estimate (`reviewer.metrics.sampling`); any other filter chooses, and what was chosen
speaks for nothing but itself. A decision on a join counts on each of its segments in equal shares (the weight share method,
Lavallée 2007), so a join is not met more often for being long. What was drawn and is still open, or in conflict, is taken as
missing at random within its stratum, and how much that is, is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reviewer.core.place import Place
from reviewer.core.review import Status
from reviewer.core.sample import Sample
from reviewer.metrics.sampling import Estimate, Observed, estimate, needed
from reviewer.store import Store
from reviewer.workflow.reporting.figures import PENALTIES, QUALITY, RatioFigure, ratio_figures
from reviewer.workflow.reporting.ledger import Ledger
from reviewer.workflow.reporting.request import Request
from reviewer.workflow.reporting.value import Bounds, Figure, Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

TITLE = "What does the sample say of the whole?"
SHARES = ("accepted_share",)
"""Figures of which every segment has between 0 and all."""
POINTS = ("accepted_share", "hter", "cer")
"""Figures of which the wished precision is in points."""
WEIGHTED = (
    "each stratum (`samples`: the entry of this `name`) has n segments that are decided (status accepted, corrected, rejected or "
    "cut, or of a kind that does not count) of its `population` N; neighbouring strata, by name, of which one has fewer than 2 "
    "go together; each decided segment has its decision's part of the sums, divided by the number of segments that `covers` "
    "has, times N / n"
)
INTERVAL = (
    "interval: y - R·x of each segment has the variance s² (divisor n - 1) in its stratum; variance of R = Σ N²·(1/n - 1/N)·s² / "
    "(Σ N·mean of x)²"
)


@dataclass(frozen=True, slots=True)
class Estimated:
    """The estimates, and what the report may claim to speak for."""

    section: Section
    """Without figures where nothing can be estimated; its intro says why."""
    basis: str


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The decided segments of one stratum."""

    population: int
    decisions: NDArray[Any]
    """Of each the number of its decision, -1 where it has none that is in the ledger."""
    shares: NDArray[Any]
    """Of each the part of the decision that is its own."""
    rejected: NDArray[Any]
    """Of each without a decision in the ledger, its part of one that was rejected."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A sample with all that is decided of it."""

    sample: Sample
    strata: list[_Drawn]

    @property
    def drawn(self) -> int:
        """Segments that were drawn."""
        return len(self.sample.segments)

    @property
    def decided(self) -> int:
        """Of them, those of which it is known what they add to the figures, be it nothing."""
        return sum(len(each.decisions) for each in self.strata)


def estimated(store: Store, request: Request, ledger: Ledger) -> Estimated | None:
    """The estimates of a report on a sample, on nothing but a sample; None of any other, and where nothing is decided."""
    name = request.sample
    if name is None or len(request.terms) > 1 or request.since or request.until or not len(ledger):
        return None
    sample = store.sample(name)
    if sample is None:
        return None
    if sample.is_blind and not sample.flaw:
        return _nothing(f"the sample {name} was drawn from accepted segments, for a blind second look, not from the whole")
    if sample.flaw:
        return _nothing(sample.flaw)
    whole = _Whole(sample, _decided(store, request, ledger, sample))
    figures = tuple(_figures(whole, ledger, request.precision))
    return Estimated(Section("sample", TITLE, _intro(whole), figures), _basis(whole))


def _nothing(why: str) -> Estimated:
    said = f"{why[0].upper()}{why[1:]}: nothing is estimated."
    return Estimated(Section("sample", TITLE, said), f"Of what was reviewed, not an estimate of the whole: {why}.")


def _decided(store: Store, request: Request, ledger: Ledger, sample: Sample) -> list[_Drawn]:
    """Of each stratum the segments of which it is known what they add."""
    import numpy as np

    numbers = {uid: number for number, each in enumerate(ledger.material.decisions) for uid in each.covers}
    places: dict[str, Place] = {}
    for place in store.place_rows(store.view(None, request.terms)):
        places.setdefault(place.uid, place)
    strata = []
    for part in sample.parts:
        rows = []
        for uid in part.drawn:
            place = places[uid]
            number = numbers.get(uid, -1) if uid in ledger.material.segments else -1
            if number >= 0:
                rows.append((number, 1 / len(ledger.material.decisions[number].covers), 0.0))
            elif uid not in ledger.material.segments or place.status is Status.CUT:
                rows.append((-1, 0.0, 0.0))
            elif place.status is Status.REJECTED and place.review is not None:
                rows.append((-1, 0.0, 1 / len(place.review.covers)))
        decisions, shares, rejected = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.zeros(0),) * 3
        strata.append(_Drawn(len(part.stratum.members), decisions.astype(int), shares, rejected))
    return strata


def _figures(whole: _Whole, ledger: Ledger, precision: float) -> Iterator[Figure]:
    """The estimates, what they stand on, and what is missing to the wished precision."""
    penalties = PENALTIES if ledger.is_all_confirmed() else PENALTIES[:1]
    specs = [spec for spec in (*QUALITY, *penalties) if ledger.columns[spec.denominator].any()]
    plain = {figure.name: figure for figure in ratio_figures(ledger, specs)}
    for spec in specs:
        yield _figure(spec, plain[spec.name], whole, ledger)
    yield from _counts(whole)
    for spec in specs:
        if spec.name in POINTS:
            yield _needed(spec, whole, ledger, precision)


def _figure(spec: RatioFigure, plain: Figure, whole: _Whole, ledger: Ledger) -> Figure:
    """The figure of the whole, in place of that of what was reviewed."""
    is_share = spec.name in SHARES
    found = estimate(_observed(spec, whole, ledger), is_share=is_share)
    if found is None:
        return replace(plain, value=None, bounds=None, words="nothing that was drawn has a part in it yet")
    value, low, high = (None if number is None else spec.value(number, 1.0) for number in (found.value, found.low, found.high))
    bounds = None
    if low is not None and high is not None:
        bounds = Bounds(min(low, high), max(low, high), _method(found, is_share=is_share))
    return replace(
        plain,
        value=value,
        n=found.decided,
        of="segments",
        bounds=bounds,
        words="" if bounds else "no interval can be told: those that are decided are too few, or do not differ",
        formula=f"{spec.formula}; weighted: {WEIGHTED}; {INTERVAL}",
        excluded=(("drawn segments that are open or in conflict", whole.drawn - whole.decided),) * (whole.drawn > whole.decided),
    )


def _observed(spec: RatioFigure, whole: _Whole, ledger: Ledger) -> list[Observed]:
    """Numerators and denominators of the decided segments, stratum by stratum."""
    import numpy as np

    columns = [np.append(ledger.columns[name], 0.0) for name in (spec.numerator, spec.denominator)]
    strata = []
    for each in whole.strata:
        above, below = (column[each.decisions] * each.shares for column in columns)
        strata.append(Observed(each.population, above, below + each.rejected if spec.denominator == "decision" else below))
    return strata


def _method(found: Estimate, *, is_share: bool) -> str:
    if not found.freedom:
        return "the whole is decided: there is nothing to estimate"
    way = (
        "Wilson's interval with the effective sample size of the design (Korn and Graubard 1998)"
        if is_share
        else "combined ratio estimate, linearised (Cochran 1977, chapter 6)"
    )
    strata = f"{found.strata:,} strat{'a' if found.strata > 1 else 'um'}"
    return f"{way}: {strata}, finite population correction, Student's t of {found.freedom:,} degrees of freedom"


def _counts(whole: _Whole) -> Iterator[Figure]:
    population, waiting = whole.sample.population, whole.drawn - whole.decided
    for name, label, value, formula in (
        ("sample_population", "Segments that it was drawn from", population, "Σ `population` of the strata that `samples` names"),
        ("sample_drawn", "Drawn", whole.drawn, "segments with an entry of this `name` in `samples`, each `segment` once"),
        ("sample_decided", "Decided", whole.decided, "those of status accepted, corrected, rejected, cut, or another kind now"),
        ("sample_open", "Drawn, still open or in conflict", waiting, "drawn segments that are not decided"),
    ):  # fmt: skip
        yield Figure(name, label, value, "segments", population, "segments", formula, decimals=0)


def _needed(spec: RatioFigure, whole: _Whole, ledger: Ledger, precision: float) -> Figure:
    """How many more segments are to be decided until the interval is as narrow as wished."""
    more = needed(_observed(spec, whole, ledger), precision / spec.scale, is_share=spec.name in SHARES)
    waiting = whole.drawn - whole.decided
    unit = " points"
    if more is None:
        words = "nothing can be told yet: too few segments are decided, or those that are do not differ"
    elif more == 0:
        words = "no more: that is reached"
    elif more <= waiting:
        words = f"{waiting:,} that are drawn wait to be decided"
    else:
        size = whole.drawn + more - waiting
        name = whole.sample.name
        words = (
            f'{waiting:,} that are drawn wait to be decided; `reviewer review --sample {size} --name "{name}"` draws the others'
        )
    return Figure(
        name=f"more_for_{spec.name}",
        label=f"More segments needed for {spec.label} ± {precision:g}{unit}",
        value=more,
        unit="segments",
        n=whole.decided,
        of="segments",
        formula=(
            f"the fewest more for which the interval of {spec.name}, computed with every n larger in proportion (up to N) and "
            f"the same s², is at most {precision:g} points to each side: (high - low) / 2"
        ),
        words=words,
        decimals=0,
    )


def _intro(whole: _Whole) -> str:
    waiting = whole.drawn - whole.decided
    said = (
        f"The sample {whole.sample.name}: {whole.drawn:,} of {whole.sample.population:,} segments, drawn by chance in "
        f"{len(whole.sample.parts):,} strata over articles and lengths, seed {_joined(whole.sample.seeds)}. "
    )
    if waiting:
        said += f"{waiting:,} of them are not decided yet, and taken to be like those of their stratum that are. "
    return f"{said}What was accepted, corrected or rejected there is weighed so that it speaks for all of them."


def _basis(whole: _Whole) -> str:
    said = (
        f"An estimate of all {whole.sample.population:,} segments that the sample {whole.sample.name} was drawn from, by the "
        f"{whole.decided:,} of its {whole.drawn:,} segments that are decided"
    )
    return f"{said}. The other sections tell of these segments alone."


def _joined(numbers: Sequence[int] | frozenset[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))

"""The figures of quality and cost: each is a scale times a sum over a sum, of all decisions or of some.

One table says what they are. A corpus score is never the mean of sentence scores; every interval draws the same units again, the
articles where there are enough of them; the formula of each can be carried out with `reviewer list --format json` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from reviewer.analysis.labels import UNSPACED
from reviewer.metrics.pairs import Interval, Reference
from reviewer.metrics.ratios import RESAMPLES, SEED, Ratio, ratio_intervals, unit_of
from reviewer.metrics.resampling import clustered, confidence
from reviewer.metrics.sampling import LEVEL, wilson
from reviewer.workflow.reporting.ledger import MIXED, Ledger
from reviewer.workflow.reporting.value import Bounds, Figure, Group

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class RatioFigure:
    """A figure that is `scale` × Σ numerator / Σ denominator, or 100 minus that."""

    name: str
    label: str
    """`{words}` in it is what lengths are told in."""
    unit: str
    """Likewise."""
    numerator: str
    """A column of the ledger."""
    denominator: str
    """Another one; a decision has a part in the figure where it is more than 0."""
    scale: float
    of: str
    formula: str
    is_complement: bool = False
    reference: Reference | None = None
    higher_is_better: bool | None = None
    measure: str = ""
    """Whose signature it has."""
    is_share: bool = False
    """Whether it lies between 0 and 100, every decision being in it or not."""
    decimals: int = 1

    def value(self, numerator: float, denominator: float) -> float:
        """Of the two sums."""
        share = self.scale * numerator / denominator
        return 100 - share if self.is_complement else share


_PAIRS = (
    "pairs: segments and joins that stand accepted or corrected, each once; a join is told on its first segment, and its machine "
    "text is that of its segments with each `gap` between"
)
QUALITY = (
    RatioFigure(
        "accepted_share", "Accepted as it is", "%", "accepted", "decision", 100, "decisions",
        "100 × accepted / (accepted + corrected + rejected), counting what stands on a segment or a join once",
        higher_is_better=True, is_share=True,
    ),
    RatioFigure(
        "hter", "HTER", "", "TER edits", "TER length", 100, "pairs",
        "TER of `machine` with its correction (what is accepted is its own) as the reference: 100 × Σ edits and shifts / "
        f"Σ words of the corrections (Snover et al. 2006), over {_PAIRS}; not of languages written without spaces",
        reference="post-edit", higher_is_better=False, measure="TER",
    ),
    RatioFigure(
        "cer", "CER", "", "CER edits", "CER length", 100, "pairs",
        "100 × Σ character edits / Σ characters of the corrections, of languages written without spaces, in place of HTER; over "
        f"{_PAIRS}",
        reference="post-edit", higher_is_better=False, measure="CER",
    ),
    RatioFigure(
        "edit_rate", "Edit rate", "", "edit-rate edits", "edit-rate length", 100, "pairs",
        f"100 × Σ scores.word_edits / Σ scores.words, over {_PAIRS}",
        reference="post-edit", higher_is_better=False, measure="edit-rate",
    ),
    RatioFigure(
        "similarity", "Similarity", "", "similarity edits", "similarity length", 100, "pairs",
        "100 × (1 - Σ characters inserted or deleted / Σ characters of machine text and correction), over " + _PAIRS,
        is_complement=True, reference="post-edit", higher_is_better=True, measure="similarity",
    ),
)  # fmt: skip
PENALTIES = (
    RatioFigure(
        "mqm_suggested", "Penalties per 1,000 {words}, suggested by the edits", "per 1,000 {words}",
        "suggested", "words", 1000, "pairs",
        "1000 × Σ weights of `candidates` by the scorecard / Σ words of `machine` (what stands between white space; characters "
        f"of {', '.join(UNSPACED.values())}), over {_PAIRS}",
        higher_is_better=False,
    ),
    RatioFigure(
        "mqm_confirmed", "Penalties per 1,000 {words}, confirmed by editors", "per 1,000 {words}",
        "confirmed", "words", 1000, "pairs",
        "1000 × Σ weights of `errors` by the scorecard / Σ words of `machine`, over " + _PAIRS,
        higher_is_better=False,
    ),
)  # fmt: skip
PER_SEGMENT = (
    RatioFigure(
        "mqm_suggested_segment", "Penalties per segment, suggested by the edits", "per segment", "suggested", "pair", 1, "pairs",
        "Σ weights of `candidates` by the scorecard / number of pairs, over " + _PAIRS,
        higher_is_better=False, decimals=2,
    ),
    RatioFigure(
        "mqm_confirmed_segment", "Penalties per segment, confirmed by editors", "per segment", "confirmed", "pair", 1, "pairs",
        "Σ weights of `errors` by the scorecard / number of pairs, over " + _PAIRS,
        higher_is_better=False, decimals=2,
    ),
)  # fmt: skip
PACE = (
    RatioFigure(
        "words_an_hour", "{Words} an hour, raw", "{words} an hour", "timed_words", "active", 3600, "timed decisions",
        "3600 × Σ words of `machine` / Σ reading and typing seconds of all `reviews` of purpose text, of whatever day, "
        "replaced ones too, on what stands accepted or corrected and took any time",
        higher_is_better=True, decimals=0,
    ),
    RatioFigure(
        "words_an_hour_pruned", "{Words} an hour, pruned", "{words} an hour",
        "pruned_words", "pruned_active", 3600, "timed decisions",
        "the same without decisions whose seconds a word lie more than 1.5 interquartile ranges outside of the middle half "
        "(Tukey 1977; quartiles by linear interpolation; from 8 timed decisions on)",
        higher_is_better=True, decimals=0,
    ),
)  # fmt: skip


def ratio_figures(
    ledger: Ledger, wanted: Iterable[RatioFigure], chosen: NDArray[Any] | None = None, group: Group | None = None
) -> list[Figure]:
    """The `wanted` figures of the `chosen` decisions, None for all; one that has nothing to stand on says so.

    Args:
        ledger: the numbers of all decisions.
        wanted: which figures.
        chosen: the numbers of some decisions.
        group: what these are.
    """
    import numpy as np

    numbers = np.arange(len(ledger)) if chosen is None else chosen
    specs = list(wanted)
    sums = [(ledger.columns[spec.numerator][numbers], ledger.columns[spec.denominator][numbers]) for spec in specs]
    articles = [ledger.articles[number] for number in numbers]
    intervals = ratio_intervals(
        [
            Ratio(above, below, spec.scale, is_complement=spec.is_complement)
            for spec, (above, below) in zip(specs, sums, strict=True)
        ],
        articles,
    )
    counted_in = ledger.counted_in(numbers)
    return [
        _ratio_figure(spec, above, below, interval, counted_in, group, _signature(ledger, spec))
        for spec, (above, below), interval in zip(specs, sums, intervals, strict=True)
    ]


def _ratio_figure(
    spec: RatioFigure,
    above: NDArray[Any],
    below: NDArray[Any],
    interval: Interval | None,
    counted_in: str,
    group: Group | None,
    signature: str,
) -> Figure:
    n = int((below > 0).sum())
    words = "" if n else NOTHING[spec.of]
    if n and counted_in == MIXED and "{words}" in spec.unit:
        words = "no value: words and characters do not add up; ask for one language"
    value = spec.value(float(above.sum()), float(below.sum())) if not words else None
    bounds = bounds_of(interval) if value is not None else None
    if bounds is None and value is not None and spec.is_share:
        bounds = wilson_bounds(value, n)
    return Figure(
        name=spec.name,
        label=_counted(spec.label, counted_in),
        value=value,
        unit=_counted(spec.unit, counted_in),
        n=n,
        of=spec.of,
        formula=spec.formula,
        words=words,
        bounds=bounds,
        signature=signature,
        reference=spec.reference,
        higher_is_better=spec.higher_is_better,
        group=group,
        decimals=spec.decimals,
    )


NOTHING = {"decisions": "nothing reviewed yet", "pairs": "nothing to score yet", "timed decisions": "nothing was timed"}


def score_figures(
    ledger: Ledger,
    chosen: NDArray[Any] | None = None,
    group: Group | None = None,
) -> list[Figure]:
    """BLEU and chrF against the corrections, of the `chosen` decisions."""
    import numpy as np

    is_chosen = np.ones(len(ledger), dtype=bool)
    if chosen is not None:
        is_chosen[:] = False
        is_chosen[chosen] = True
    rows = np.flatnonzero(is_chosen[ledger.pairs]) if ledger.pairs else np.zeros(0, dtype=int)
    wanted = [
        (measure, table[rows]) for measure, table in zip(ledger.measures, ledger.statistics, strict=True) if measure.columns > 2
    ]
    articles = [ledger.articles[ledger.pairs[row]] for row in rows]
    return corpus_figures([measure for measure, _ in wanted], [table for _, table in wanted], articles, "post-edit", 1, group)


def corpus_figures(
    measures: Sequence[Any],
    tables: Sequence[NDArray[Any]],
    articles: Sequence[int],
    reference: Reference,
    references: int | None,
    group: Group | None = None,
) -> list[Figure]:
    """Scores of sacrebleu's over rows of statistics, with intervals.

    Args:
        measures: what was counted.
        tables: of each measure its rows.
        articles: of each row the number of its article.
        reference: what the references are.
        references: how many a segment has, None when that differs.
        group: of which part of the whole.
    """
    if not len(articles):
        return []
    numbers: dict[int, int] = {}
    clusters = [numbers.setdefault(article, len(numbers)) for article in articles]
    unit = unit_of(clusters)
    units = [clustered(table, clusters if unit == "article" else None) for table in tables]
    drawn = confidence(measures, units, RESAMPLES, SEED, unit) if len(units[0]) > 1 else []
    figures = []
    for number, (measure, table) in enumerate(zip(measures, tables, strict=True)):
        side = "its corrections" if reference == "post-edit" else "independent references"
        figures.append(
            Figure(
                name=f"{measure.name.lower().replace('+', 'p')}_{reference.replace('-', '_')}",
                label=f"{measure.name} against {side}",
                value=measure.value(table.sum(0).tolist()),
                unit="",
                n=len(table),
                of="pairs" if reference == "post-edit" else "segments",
                formula=_SCORE_FORMULA[reference].format(name=measure.name),
                bounds=bounds_of(drawn[number]) if drawn else None,
                signature=f"{measure.name}|{measure.signature(references)}",
                reference=reference,
                higher_is_better=measure.higher_is_better,
                group=group,
            )
        )
    return figures


_SCORE_FORMULA: dict[Reference, str] = {
    "post-edit": "sacrebleu's corpus {name} of `machine` with the correction as the one reference, over " + _PAIRS,
    "independent": "sacrebleu's corpus {name} of `machine` with all `references`, over every segment with any, reviewed or not",
}


def bounds_of(interval: Interval | None) -> Bounds | None:
    """An interval with how it was made, in words; None where nothing varied that was drawn: that is no certainty."""
    if interval is None or interval.low == interval.high:
        return None
    plural = f"{interval.units:,} {interval.unit}s"
    return Bounds(
        interval.low,
        interval.high,
        f"{interval.resamples:,} bootstrap resamples of {plural}, seed {interval.seed}, the middle 95 %",
        interval.level,
    )


def wilson_bounds(percent: float, n: int) -> Bounds:
    """The interval of a share of `n` when drawing again tells nothing, because all are alike or there is one."""
    low, high = wilson(percent / 100, n, NormalDist().inv_cdf((1 + LEVEL) / 2))
    return Bounds(100 * low, 100 * high, f"Wilson's interval of a share of {n:,} (Wilson 1927)")


def _counted(said: str, counted_in: str) -> str:
    return said.format(words=counted_in, Words=counted_in.capitalize())


def _signature(ledger: Ledger, spec: RatioFigure) -> str:
    measure = next((each for each in ledger.measures if each.name == spec.measure), None)
    return f"{measure.name}|{measure.signature(1)}" if measure is not None else ""

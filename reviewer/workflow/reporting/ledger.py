"""The numbers of every decision, in columns: all figures are sums over rows of it.

A column that a decision has no part in is 0 there, in numerator and denominator alike, so one set of rows serves all figures: a
rejected sentence counts in the share accepted as it is, and in no score. Statistics of the metrics are those of `reviewer score`,
taken from the database where it has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reviewer.analysis.labels import is_unspaced
from reviewer.core.error import Category, Confirmed, Severity, TranslationError, is_looked_at
from reviewer.core.review import Verdict
from reviewer.metrics.crew import Crew, cores
from reviewer.metrics.measure import Measure
from reviewer.mqm.candidates import candidates
from reviewer.mqm.scorecard import MarkedSegment, Scorecard
from reviewer.store import Store
from reviewer.workflow.kept_statistics import KeptStatistics, Row
from reviewer.workflow.reporting.material import Decision, Material

if TYPE_CHECKING:
    from numpy.typing import NDArray

Errors = tuple[TranslationError, ...]

MIXED = "words and characters"
FENCED_FROM = 8
"""Timed decisions from which on outliers can be told."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The errors of one decision."""

    said: Errors = ()
    """All that editors said of them, `no-error` too."""
    suggested: tuple[tuple[Category, Severity], ...] = ()
    """What the edits suggest."""
    confirmed: tuple[tuple[Category, Severity], ...] = ()
    """What an editor confirmed; `no-error` is not in it."""
    is_confirmed: bool = False
    """Whether an editor said something of the place of everything that is suggested, or that there is no error."""
    is_by_all: bool = False
    """Whether everything they said, they said by the one key that confirms all."""
    unverified: tuple[int, ...] = (0, 0)
    """Of the suggested and of the confirmed, those that only a source could verify and there is none."""


@dataclass(slots=True)
class Ledger:
    """Columns over the decisions of a `Material`, in its order."""

    material: Material
    measures: tuple[Measure, ...]
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)
    """One number a decision, by name."""
    statistics: list[NDArray[Any]] = field(default_factory=list)
    """Of each measure one row a pair."""
    pairs: list[int] = field(default_factory=list)
    """Which decision each of those rows is of."""
    marked: list[Marked] = field(default_factory=list)
    """One a decision."""
    articles: list[int] = field(default_factory=list)
    """Of each decision its article, numbered from 0 in order of appearance."""
    is_unspaced: list[bool] = field(default_factory=list)
    """Of each decision whether its language puts no spaces between words, so that its length is told in characters."""

    def counted_in(self, numbers: Iterable[int] | None = None) -> str:
        """What the lengths of some decisions are told in, None for all; the two do not add up."""
        kinds = set(self.is_unspaced if numbers is None else (self.is_unspaced[number] for number in numbers))
        return MIXED if len(kinds) > 1 else "characters" if True in kinds else "words"

    def corrected(self) -> list[Marked]:
        """The errors of the corrected pairs."""
        return [self.marked[number] for number in self.pairs if not self.columns["accepted"][number]]

    def waiting(self) -> int:
        """How many corrected pairs there are whose errors nobody confirmed."""
        return sum(not each.is_confirmed for each in self.corrected())

    def is_annotated(self) -> bool:
        """Whether any editor said anything about errors."""
        return any(self.marked[number].is_confirmed for number in self.pairs)

    def is_all_confirmed(self) -> bool:
        """Whether editors confirmed the errors of every corrected pair, and there is any that they confirmed."""
        return self.is_annotated() and not self.waiting()

    def criticals(self) -> int:
        """How many critical errors editors confirmed."""
        return sum(severity is Severity.CRITICAL for each in self.marked for _, severity in each.confirmed)

    def __len__(self) -> int:
        return len(self.material.decisions)


def ledger_of(store: Store, material: Material, card: Scorecard, measures: Sequence[Measure]) -> Ledger:
    """Count every decision of `material`.

    Args:
        store: where statistics are kept.
        material: what there is to count.
        card: what errors weigh.
        measures: the metrics against the corrections.

    Raises:
        ReviewerError: counting fails.
    """
    import numpy as np

    decisions = material.decisions
    numbers: dict[int, int] = {}
    ledger = Ledger(material, tuple(measures))
    ledger.articles = [numbers.setdefault(each.article, len(numbers)) for each in decisions]
    unspaced = {language: is_unspaced(language) for language in {each.language for each in decisions}}
    ledger.is_unspaced = [unspaced[each.language] for each in decisions]
    ledger.pairs = [number for number, _ in material.pairs()]
    ledger.statistics = statistics(store, measures, _rows(material))
    columns = ledger.columns
    columns["decision"] = np.ones(len(decisions))
    columns["accepted"] = np.array([each.verdict is Verdict.ACCEPTED for each in decisions], dtype=float)
    columns["pair"] = np.array([each.final is not None for each in decisions], dtype=float)
    columns["words"] = np.array([each.words if each.final is not None else 0 for each in decisions], dtype=float)
    _mark(ledger, card)
    _take_effort(ledger)
    is_spaced = np.array([not ledger.is_unspaced[number] for number in ledger.pairs], dtype=bool)
    for measure, rows in zip(measures, ledger.statistics, strict=True):
        if measure.columns == 2:
            counts = is_spaced if measure.name == "TER" else ~is_spaced if measure.name == "CER" else True
            for side, name in enumerate(("edits", "length")):
                column = np.zeros(len(decisions))
                column[ledger.pairs] = np.where(counts, rows[:, side], 0.0) if len(rows) else []
                columns[f"{measure.name} {name}"] = column
    return ledger


def statistics(store: Store, measures: Sequence[Measure], rows: Iterable[tuple[int, Row]]) -> list[NDArray[Any]]:
    """Of each measure one row of statistics a pair, in order."""
    import numpy as np

    blocks: list[list[NDArray[Any]]] = [[] for _ in measures]
    with Crew(measures, "reviewer", cores()) as crew:
        kept: KeptStatistics[int] = KeptStatistics(store, measures, not store.is_readonly)
        for _, _, arrays in kept.statistics(rows, crew):
            for listed, array in zip(blocks, arrays, strict=True):
                listed.append(array)
    return [
        np.concatenate(listed) if listed else np.zeros((0, measure.columns), measure.dtype)
        for listed, measure in zip(blocks, measures, strict=True)
    ]


def _rows(material: Material) -> Iterator[tuple[int, Row]]:
    return ((number, (each.machine, (each.final,))) for number, each in material.pairs())


def _mark(ledger: Ledger, card: Scorecard) -> None:
    """Find the errors of every decision, and what they weigh, an article at a time: only there errors repeat."""
    import numpy as np

    penalties: dict[str, list[float]] = {"suggested": [], "confirmed": []}
    for _, those in groupby(ledger.material.decisions, key=lambda each: each.article):
        decisions = list(those)
        said = [_said(each) for each in decisions]
        errors = {"suggested": [_suggested(each) for each in decisions], "confirmed": [_confirmed(each) for each in said]}
        for name, listed in errors.items():
            segments = [
                MarkedSegment(str(each.article), each.machine, found) for each, found in zip(decisions, listed, strict=True)
            ]
            penalties[name] += card.segment_penalties(segments)
        ledger.marked += map(_marked, decisions, said, errors["suggested"], errors["confirmed"])
    for name, listed_penalties in penalties.items():
        ledger.columns[name] = np.array(listed_penalties, dtype=float)


def _suggested(decision: Decision) -> Errors:
    if decision.verdict is not Verdict.CORRECTED or decision.final is None:
        return ()
    return tuple(each.error for each in candidates(decision.machine, decision.final, source=decision.source))


def _said(decision: Decision) -> Errors:
    """What editors said of the errors of a pair; what was rejected is none."""
    return tuple(map(TranslationError.of, decision.errors)) if decision.final is not None else ()


def _confirmed(said: Errors) -> Errors:
    return tuple(error for error in said if error.category is not Category.NO_ERROR)


def _marked(decision: Decision, said: Errors, suggested: Errors, confirmed: Errors) -> Marked:
    has_source = bool(decision.source)
    return Marked(
        said=said,
        suggested=tuple((error.category, error.severity) for error in suggested),
        confirmed=tuple((error.category, error.severity) for error in confirmed),
        is_confirmed=bool(said) and all(is_looked_at(error, said) for error in suggested),
        is_by_all=bool(said) and all(error.confirmed is Confirmed.ALL for error in said),
        unverified=tuple(
            sum(not error.is_verified(has_source=has_source) for error in errors) for errors in (suggested, confirmed)
        ),
    )


def _take_effort(ledger: Ledger) -> None:
    """The seconds of every decision that was ever made on a segment, on what stands there now."""
    import numpy as np

    material = ledger.material
    number_of = {uid: number for number, each in enumerate(material.decisions) for uid in each.covers}
    active = np.zeros(len(ledger))
    for review in material.reviews:
        number = next((number_of[uid] for uid in review.covers if uid in number_of), None)
        if number is not None:
            active[number] += review.effort.active
    words = ledger.columns["words"]
    is_timed = (active > 0) & (words > 0)
    active = np.where(is_timed, active, 0.0)
    ledger.columns |= {"active": active, "timed_words": np.where(is_timed, words, 0.0)}
    kept = _unremarkable(active, ledger.columns["timed_words"])
    ledger.columns |= {
        "pruned_active": np.where(kept, active, 0.0),
        "pruned_words": np.where(kept, ledger.columns["timed_words"], 0),
    }


def _unremarkable(active: NDArray[Any], words: NDArray[Any]) -> NDArray[Any]:
    """Where seconds a word lie within the fences of Tukey (1977): 1.5 interquartile ranges around the middle half."""
    import numpy as np

    timed = words > 0
    if timed.sum() < FENCED_FROM:
        return timed
    pace = active[timed] / words[timed]
    low, high = np.quantile(pace, (0.25, 0.75))
    reach = 1.5 * (high - low)
    timed[timed] = (pace >= low - reach) & (pace <= high + reach)
    return timed

"""From statistics to scores: what many blocks of segments add up to, by whatever they are grouped by.

A `Tally` is one group: a system, an article, an editor. Rows are kept only where something needs them (an interval, sentence
scores, what moves the score most); else memory does not grow with the corpus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from reviewer.errors import ReviewerError
from reviewer.metrics.measure import Measure, Sums, drawn
from reviewer.metrics.pairs import Interval, Reference, Score, Texts, Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reviewer.metrics.measure import Statistics

MISSING = "\0"
"""What stands for a missing reference in `text_sha256`."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """How intervals are made."""

    resamples: int = 1000
    seed: int | None = 12345
    unit: Unit = "segment"


@dataclass(frozen=True, slots=True)
class Influence:
    """One segment, and what it does to the score of all."""

    segment: int
    """From 0, in the order of the tally."""
    effect: float
    """The score with it minus the score without it."""


class Tally:
    """What one group of segments adds up to by each of `measures`.

    Args:
        measures: what is counted.
        keep_rows: whether single segments will be asked for.
    """

    def __init__(self, measures: Sequence[Measure], *, keep_rows: bool = False) -> None:
        self.measures = tuple(measures)
        self._sums = [Sums() for _ in measures]
        self._keeps_rows = keep_rows
        self._rows: list[list[Statistics]] = [[] for _ in measures]
        self._digest = hashlib.sha256()
        self._reference_counts: set[int] = set()
        self.clusters: list[int] = []
        """Of each segment the number of its article; empty where nobody said."""
        self.segments = 0

    def add(self, texts: Texts, statistics: Sequence[Statistics], clusters: Sequence[int] = ()) -> None:
        """Take the next segments, with one array a measure."""
        for sums, kept, rows in zip(self._sums, self._rows, statistics, strict=True):
            sums.add(rows)
            if self._keeps_rows:
                kept.append(rows)
        self._digest.update(_lines(texts).encode("utf-8", "surrogatepass"))
        self._reference_counts |= texts.reference_counts
        if self._keeps_rows:
            self.clusters += clusters
        self.segments += len(texts)

    @property
    def text_sha256(self) -> str:
        """Of what was scored, in UTF-8: of each segment the hypothesis, then its references, each followed by a line feed."""
        return self._digest.hexdigest()

    @property
    def references(self) -> int | None:
        """How many a segment has; None when that differs."""
        return next(iter(self._reference_counts)) if len(self._reference_counts) == 1 else None

    def rows(self) -> list[NDArray[Any]]:
        """The statistics of every segment, one array a measure."""
        import numpy as np

        return [np.concatenate(kept) for kept in self._rows]

    def values(self) -> list[float]:
        """The bare numbers, one a measure."""
        return [measure.value(sums.columns) for measure, sums in zip(self.measures, self._sums, strict=True)]

    def values_with(self, change: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[float]:
        """The scores if rows that add up to the first of each couple, one a measure, were those that add up to the second."""
        return [
            measure.value([total - old + new for total, old, new in zip(sums.columns, before, after, strict=True)])
            for measure, sums, (before, after) in zip(self.measures, self._sums, change, strict=True)
        ]

    def scores(self, reference: Reference, confidence: Confidence | None = None, *, sentences: bool = False) -> list[Score]:
        """One a measure, in their order.

        Raises:
            ReviewerError: there is no segment.
        """
        if not self.segments:
            raise ReviewerError("nothing to score: there is no pair of texts")
        intervals = self._intervals(confidence)
        rows: Sequence[NDArray[Any] | None] = self.rows() if sentences else [None] * len(self.measures)
        made = []
        for measure, sums, interval, each in zip(self.measures, self._sums, intervals, rows, strict=True):
            columns = sums.columns
            resampling = drawn("bs", confidence.resamples, confidence.seed, confidence.unit) if confidence and interval else ()
            score = measure.score(columns, self.segments, reference, self.references, resampling)
            values = tuple(measure.values(each).tolist()) if each is not None else None
            made.append(replace(score, interval=interval, values=values, detail=measure.detail(columns)))
        return made

    def influence(self, number: int) -> list[list[Influence]]:
        """The `number` segments without which each score would change most, the strongest first; one list a measure."""
        found = []
        for measure, sums, rows in zip(self.measures, self._sums, self.rows(), strict=True):
            columns = sums.columns
            value = measure.value(columns)
            without = ([total - own for total, own in zip(columns, row, strict=True)] for row in rows.tolist())
            effects = [value - (measure.value(rest) if any(rest) else 0.0) for rest in without]
            order = sorted(range(len(effects)), key=lambda segment: -abs(effects[segment]))[:number]
            found.append([Influence(segment, effects[segment]) for segment in order])
        return found

    def _intervals(self, confidence: Confidence | None) -> list[Interval | None]:
        if confidence is None:
            return [None] * len(self.measures)
        from reviewer.metrics.resampling import clustered
        from reviewer.metrics.resampling import confidence as resampled

        clusters = self.clusters if confidence.unit == "article" else None
        tables = [clustered(rows, clusters) for rows in self.rows()]
        if len(tables[0]) < 2:
            return [None] * len(self.measures)  # of one there is nothing else to draw
        return list(resampled(self.measures, tables, confidence.resamples, confidence.seed, confidence.unit))


def refuse_single_article(clusters: Collection[int], whose: str = "") -> None:
    """Of one article there is nothing else to draw: an interval would be a point, as if the score were certain.

    Raises:
        ReviewerError: all `clusters` are the same; `whose` comes first in the message.
    """
    if len(set(clusters)) == 1:
        raise ReviewerError(f"{whose}all segments are of one article: there is nothing else to draw; draw segments")


@dataclass(slots=True)
class Tallies:
    """Tallies by group, in the order in which the groups were first met."""

    measures: Sequence[Measure]
    keep_rows: bool = False
    groups: dict[Any, Tally] = field(default_factory=dict)

    def __getitem__(self, group: Any) -> Tally:
        """The tally of a group, new when it is met for the first time."""
        if group not in self.groups:
            self.groups[group] = Tally(self.measures, keep_rows=self.keep_rows)
        return self.groups[group]

    def add(self, groups: Sequence[Any], texts: Texts, statistics: Sequence[Statistics], clusters: Sequence[int] = ()) -> None:
        """Take segments of several groups, `groups[i]` being that of segment i."""
        members: dict[Any, list[int]] = {}
        for segment, group in enumerate(groups):
            members.setdefault(group, []).append(segment)
        for group, chosen in members.items():
            part = Texts(
                [texts.hypotheses[segment] for segment in chosen],
                [[references[segment] for segment in chosen] for references in texts.references],
            )
            self[group].add(
                part, [rows[chosen] for rows in statistics], [clusters[segment] for segment in chosen] if clusters else ()
            )


def _lines(texts: Texts) -> str:
    sides = [texts.hypotheses, *([MISSING if text is None else text for text in side] for side in texts.references)]
    return "".join(f"{line}\n" for line in chain.from_iterable(zip(*sides, strict=True)))

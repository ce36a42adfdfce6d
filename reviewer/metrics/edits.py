"""The metrics of ours, on rapidfuzz: character error rate, edit rate and similarity; the last two for every key.

Each is a sum over pairs before it is a quotient, so the score of a corpus is made of its sentences' statistics and weighs each by
its length. The rules for what is empty or several:

- a pair with an empty side counts like any other: all of the other side is edits;
- where there is nothing to divide by, a rate is 0 if there are no edits, else 100, as sacrebleu's TER has it;
- two empty texts are alike: similarity 100;
- of several references the one with the fewest edits counts, and for a rate the mean of their lengths, as in TER; for the
  similarity the one that is most alike;
- a corpus without a pair has no score: `ReviewerError`. A number would look like a result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from reviewer.analysis.diff import edit_rate_counts
from reviewer.analysis.fuzz import character_distance, indel_distance
from reviewer.errors import ReviewerError
from reviewer.metrics.measure import Engine, Measure
from reviewer.metrics.pairs import EDIT_RATE, SIMILARITY, Pair, Reference, Score, Texts

if TYPE_CHECKING:
    from reviewer.metrics.measure import Statistics

VERSION = "0.1.0"
"""The version of these formulas and of what `reviewer.analysis.words` takes for a word; raised when any number could change."""

Counts = tuple[int, int]
"""Edits, and what they are divided by."""


class _OursMeasure(Measure):
    """Edits over a length; a signature in sacrebleu's form with a version of ours."""

    dtype: ClassVar[Literal["float64"]] = "float64"
    _fields: ClassVar[str]

    def statistics(self, texts: Texts, engine: Engine = "reviewer") -> Statistics:
        """Edits and length of each segment; the engine is ours in any case."""
        import numpy as np

        rows = [
            self._of_several([self._counts(hypothesis, reference) for reference in references if reference is not None])
            for hypothesis, *references in zip(texts.hypotheses, *texts.references, strict=True)
        ]
        return np.array(rows, dtype=self.dtype).reshape(len(texts), self.columns)

    def signature(self, references: int | None, resampling: Sequence[tuple[str, object]] = ()) -> str:
        """In sacrebleu's form: references first, version last."""
        drawn = {key: value for key, value in resampling if key in ("bs", "ar", "seed")}
        said = [f"{key}:{value}" for key, value in drawn.items()]
        own = [f"{key}:{value}" for key, value in resampling if key not in drawn]
        return "|".join([f"nrefs:{references or 'var'}", *said, self._fields, *own, f"version:{VERSION}"])

    @staticmethod
    def _counts(hypothesis: str, reference: str) -> Counts:
        raise NotImplementedError

    @staticmethod
    def _of_several(counts: Sequence[Counts]) -> tuple[float, float]:
        if len(counts) == 1:
            return counts[0]
        return min(edits for edits, _ in counts), sum(length for _, length in counts) / len(counts)


@dataclass(frozen=True, slots=True)
class Cer(_OursMeasure):
    """Character error rate: 100 × characters inserted, deleted or replaced / characters of the reference; 0 is best.

    A character is a code point, white space counts, case counts. The rate for languages without spaces between words.
    """

    name: ClassVar[str] = "CER"
    higher_is_better: ClassVar[bool] = False
    _fields: ClassVar[str] = "case:mixed|tok:char|dist:levenshtein|space:yes"

    def value(self, sums: Sequence[Any]) -> float:
        """100 × edits / length."""
        return _rate(*sums)

    @staticmethod
    def _counts(hypothesis: str, reference: str) -> Counts:
        return character_distance(hypothesis, reference), len(reference)


@dataclass(frozen=True, slots=True)
class EditRate(_OursMeasure):
    """100 × word edits / words of the reference; see `edit_rate`."""

    name: ClassVar[str] = EDIT_RATE.name
    higher_is_better: ClassVar[bool] = False
    _fields: ClassVar[str] = "case:mixed|tok:words|shift:no"

    def value(self, sums: Sequence[Any]) -> float:
        """100 × edits / words."""
        return _rate(*sums)

    @staticmethod
    def _counts(hypothesis: str, reference: str) -> Counts:
        return edit_rate_counts(hypothesis, reference)


@dataclass(frozen=True, slots=True)
class Similarity(_OursMeasure):
    """100 × (1 - character edits / characters of both sides); see `similarity`."""

    name: ClassVar[str] = SIMILARITY.name
    higher_is_better: ClassVar[bool] = True
    _fields: ClassVar[str] = "case:mixed|tok:char|dist:indel|space:yes"

    def value(self, sums: Sequence[Any]) -> float:
        """100 × (1 - edits / characters)."""
        return _alike(*sums)

    @staticmethod
    def _counts(hypothesis: str, reference: str) -> Counts:
        return indel_distance(hypothesis, reference), len(hypothesis) + len(reference)

    @staticmethod
    def _of_several(counts: Sequence[Counts]) -> Counts:
        return max(counts, key=lambda pair: _alike(*pair))


EDIT_RATE_SIGNATURE = EditRate().signature(1)
SIMILARITY_SIGNATURE = Similarity().signature(1)


def edit_rate(pairs: Iterable[Pair], reference: Reference = "post-edit") -> Score:
    """100 × word edits / words of the references, both summed over `pairs`; 0 is best, and it may exceed 100.

    A word edit inserts, deletes or replaces one word (Levenshtein distance, no shifts); a punctuation mark is a word, white
    space is none; case counts. Against post-edits it is a relative of HTER (Snover et al. 2006).

    Raises:
        ReviewerError: when there is no pair.
    """
    return _score(EditRate(), pairs, reference)


def similarity(pairs: Iterable[Pair], reference: Reference = "post-edit") -> Score:
    """100 × (1 - character edits / characters of both sides), both summed over `pairs`; 100 is best.

    A character edit inserts or deletes one code point; white space counts. Of one pair it is rapidfuzz's `fuzz.ratio`.

    Raises:
        ReviewerError: when there is no pair.
    """
    return _score(Similarity(), pairs, reference)


def _score(measure: _OursMeasure, pairs: Iterable[Pair], reference: Reference) -> Score:
    """Without numpy, which costs a screen 0.1 s at its start."""
    count: Callable[[str, str], Counts] = measure._counts
    counts = list(starmap(count, ((pair.hypothesis, pair.reference) for pair in pairs)))
    if not counts:
        raise ReviewerError("nothing to score: there is no pair of a machine text and its correction yet")
    return measure.score([sum(edits for edits, _ in counts), sum(length for _, length in counts)], len(counts), reference)


def _rate(edits: float, length: float) -> float:
    return 100 * edits / length if length else 100.0 * bool(edits)


def _alike(edits: float, characters: float) -> float:
    return 100 * (1 - edits / characters) if characters else 100.0

"""The metrics of ours: edit rate and similarity, cheap enough for every key.

Both are sums over pairs before they are a quotient, so the score of a corpus is made of its sentences' statistics and weighs
each by its length. The rules for empty sides:

- a pair with an empty side counts like any other: all of the other side is edits;
- where there is nothing to divide by, the edit rate is 0 if there are no edits, else 100, as sacrebleu's TER has it;
- two empty texts are alike: similarity 100;
- a corpus without a pair has no score: `ReviewerError`. A number would look like a result.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import starmap

from reviewer.analysis.diff import edit_rate_counts
from reviewer.analysis.fuzz import indel_distance
from reviewer.errors import ReviewerError
from reviewer.metrics.pairs import EDIT_RATE, SIMILARITY, Metric, Pair, Reference, Score

VERSION = "0.1.0"
"""The version of these formulas and of what `reviewer.analysis.words` takes for a word; raised when any number could change."""

EDIT_RATE_SIGNATURE = f"nrefs:1|case:mixed|tok:words|shift:no|version:{VERSION}"
SIMILARITY_SIGNATURE = f"nrefs:1|case:mixed|tok:char|dist:indel|space:yes|version:{VERSION}"


def edit_rate(pairs: Iterable[Pair], reference: Reference = "post-edit") -> Score:
    """100 × word edits / words of the references, both summed over `pairs`; 0 is best, and it may exceed 100.

    A word edit inserts, deletes or replaces one word (Levenshtein distance, no shifts); a punctuation mark is a word, white
    space is none; case counts. Against post-edits it is a relative of HTER (Snover et al. 2006).

    Raises:
        ReviewerError: when there is no pair.
    """
    counts = [edit_rate_counts(pair.hypothesis, pair.reference) for pair in pairs]
    edits, words = _sums(counts)
    value = 100 * edits / words if words else 100.0 * bool(edits)
    return _score(EDIT_RATE, value, EDIT_RATE_SIGNATURE, len(counts), reference)


def similarity(pairs: Iterable[Pair], reference: Reference = "post-edit") -> Score:
    """100 × (1 - character edits / characters of both sides), both summed over `pairs`; 100 is best.

    A character edit inserts or deletes one code point; white space counts. Of one pair it is rapidfuzz's `fuzz.ratio`.

    Raises:
        ReviewerError: when there is no pair.
    """
    counts = list(starmap(_character_counts, ((pair.hypothesis, pair.reference) for pair in pairs)))
    edits, characters = _sums(counts)
    value = 100 * (1 - edits / characters) if characters else 100.0
    return _score(SIMILARITY, value, SIMILARITY_SIGNATURE, len(counts), reference)


def _character_counts(hypothesis: str, reference: str) -> tuple[int, int]:
    return indel_distance(hypothesis, reference), len(hypothesis) + len(reference)


def _sums(counts: list[tuple[int, int]]) -> tuple[int, int]:
    if not counts:
        raise ReviewerError("nothing to score: there is no pair of a machine text and its correction yet")
    return sum(first for first, _ in counts), sum(second for _, second in counts)


def _score(metric: Metric, value: float, signature: str, segments: int, reference: Reference) -> Score:
    return Score(metric.name, value, metric.higher_is_better, signature, segments, reference)

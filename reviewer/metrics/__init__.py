"""Numbers: how far the machine text is from the correction.

Importing this package is light: sacrebleu and rapidfuzz are loaded when the first of the functions that need them is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reviewer.metrics.pairs import BLEU, CHRF, EDIT_RATE, SIMILARITY, TER, Metric, Pair, Reference, Score

if TYPE_CHECKING:
    from reviewer.metrics.edits import edit_rate, similarity
    from reviewer.metrics.live import LiveScorer, Outcome
    from reviewer.metrics.sacre import corpus_scores, sentence_scores

__all__ = [
    "METRICS",
    "LiveScorer",
    "Metric",
    "Outcome",
    "Pair",
    "Reference",
    "Score",
    "corpus_scores",
    "edit_rate",
    "sentence_scores",
    "similarity",
]

METRICS: dict[str, Metric] = {
    "bleu": BLEU,
    "chrf": CHRF,
    "ter": TER,
    "edit-rate": EDIT_RATE,
    "similarity": SIMILARITY,
}
"""Every metric by the name it is asked for with, in display order."""

_HOMES = {
    "LiveScorer": "reviewer.metrics.live",
    "Outcome": "reviewer.metrics.live",
    "corpus_scores": "reviewer.metrics.sacre",
    "edit_rate": "reviewer.metrics.edits",
    "sentence_scores": "reviewer.metrics.sacre",
    "similarity": "reviewer.metrics.edits",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

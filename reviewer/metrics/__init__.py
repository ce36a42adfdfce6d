"""Numbers: how far a text is from what it should have been.

Importing this package is light: sacrebleu, rapidfuzz and numpy are loaded when the first number is computed.
"""

from __future__ import annotations

from collections.abc import Callable

from reviewer.metrics.edits import Cer, EditRate, Similarity, edit_rate, similarity
from reviewer.metrics.measure import ENGINES, Engine, Measure, Sums
from reviewer.metrics.pairs import Interval, Metric, Pair, Reference, Score, Texts, Unit
from reviewer.metrics.sacre import Bleu, Chrf, Ter, corpus_scores, sentence_scores

__all__ = [
    "ENGINES",
    "METRICS",
    "Bleu",
    "Cer",
    "Chrf",
    "EditRate",
    "Engine",
    "Interval",
    "Measure",
    "Metric",
    "Pair",
    "Reference",
    "Score",
    "Similarity",
    "Sums",
    "Ter",
    "Texts",
    "Unit",
    "corpus_scores",
    "edit_rate",
    "sentence_scores",
    "similarity",
]

METRICS: dict[str, Callable[[], Measure]] = {
    "bleu": Bleu,
    "chrf": Chrf,
    "chrf++": lambda: Chrf(word_order=2),
    "ter": Ter,
    "cer": Cer,
    "edit-rate": EditRate,
    "similarity": Similarity,
}
"""Every metric by the name it is asked for with, in display order, with the options that it has unless told."""

"""What chrF and chrF++ are computed from, a row of counts a segment: sacrebleu's, to the last one.

A row has three counts for each order, of characters first and then of words: the n-grams of the hypothesis, those of the
reference, and those that match. Rows are summed over a corpus, or a sample of it, before they become a score. The rules:

- where the reference is too short to have n-grams of an order, those of the hypothesis do not count either;
- of several references that with the best score is the one, the first of equally good ones, and the others do not count;
- a missing reference (None) is none; an empty one is one.

Which reference is best is decided by floats, so `chrf_scores` does sacrebleu's operations in sacrebleu's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.metrics.bleu import WordMemo
from reviewer.metrics.ngrams import Integers, Sequences, clipped_matches, parts

Floats = NDArray[np.float64]

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_NOTHING = 1e-16
"""sacrebleu's epsilon: precision and recall of an order that has no n-grams."""


@dataclass(frozen=True, slots=True)
class _Options:
    """What `chrf_statistics` is asked for, with its meaning."""

    char_order: int
    word_order: int
    beta: int
    lowercase: bool
    whitespace: bool
    eps_smoothing: bool


def chrf_statistics(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str | None]],
    *,
    char_order: int = 6,
    word_order: int = 0,
    beta: int = 2,
    lowercase: bool = False,
    whitespace: bool = False,
    eps_smoothing: bool = False,
) -> Integers:
    """The rows of segments, one a hypothesis; shape (segments, 3 * (char_order + word_order)).

    Args:
        hypotheses: the texts that are judged.
        references: one sequence a set of references, each as long as `hypotheses`; of each segment one is not None.
        char_order: how many characters the longest n-grams have.
        word_order: how many words; 0 is chrF, 2 is chrF++.
        beta: how many times as much recall weighs as precision; it decides between references.
        lowercase: whether case does not count.
        whitespace: whether white space is a character; n-grams of words are the same either way.
        eps_smoothing: whether orders without n-grams count, as in `chrF++.py`; it decides between references.
    """
    options = _Options(char_order, word_order, beta, lowercase, whitespace, eps_smoothing)
    rows = np.empty((len(hypotheses), 3 * (char_order + word_order)), np.int64)
    for part in parts((hypotheses, *references)):
        rows[part] = _best_rows(hypotheses[part], [each[part] for each in references], options)
    return rows


def chrf_scores(rows: Integers, beta: int = 2, eps_smoothing: bool = False) -> Floats:
    """The chrF score of each row, or sum of rows, from 0 to 100: to the bit that of sacrebleu; shape (rows,)."""
    hypothesis, reference, matches = rows.reshape(len(rows), -1, 3).T
    precision = np.divide(matches, hypothesis, out=np.full(matches.shape, _NOTHING), where=hypothesis > 0)
    recall = np.divide(matches, reference, out=np.full(matches.shape, _NOTHING), where=reference > 0)
    if eps_smoothing:
        return 100 * _summed(_f(precision, recall, beta**2, _NOTHING)) / len(matches)
    counts = (hypothesis > 0) & (reference > 0)
    orders = np.maximum(np.count_nonzero(counts, axis=0), 1)
    mean_precision, mean_recall = (_summed(np.where(counts, each, 0)) / orders for each in (precision, recall))
    return 100 * _f(mean_precision, mean_recall, beta**2, 0.0)


def _best_rows(hypotheses: Sequence[str], references: Sequence[Sequence[str | None]], options: _Options) -> Integers:
    """Of each segment the row against the reference with the best score."""
    if len(references) == 1 and None not in references[0]:
        return _rows([text for pair in zip(hypotheses, references[0], strict=True) for text in pair if text is not None], options)
    best = np.full(len(hypotheses), -1.0)
    rows = np.zeros((len(hypotheses), 3 * (options.char_order + options.word_order)), np.int64)
    for each in references:
        given = {at: reference for at, reference in enumerate(each) if reference is not None}
        if not given:
            continue
        found = _rows([text for at, reference in given.items() for text in (hypotheses[at], reference)], options)
        present = np.fromiter(given, np.int64)
        scores = chrf_scores(found, options.beta, options.eps_smoothing)
        is_better = scores > best[present]
        improved = present[is_better]
        best[improved], rows[improved] = scores[is_better], found[is_better]
    return rows


def _rows(texts: Sequence[str], options: _Options) -> Integers:
    """The rows of pairs; `texts` has the hypothesis and the reference of each in turn."""
    if options.lowercase:
        texts = [text.lower() for text in texts]
    characters = texts if options.whitespace else ["".join(text.split()) for text in texts]
    rows = _counts(Sequences.of_characters(characters, 2), options.char_order)
    if options.word_order:
        rows = np.hstack((rows, _counts(Sequences.of_words(_known_words(texts), 2), options.word_order)))
    return rows


def _counts(sequences: Sequences, orders: int) -> Integers:
    """Of each order the n-grams of the hypothesis, of the reference, and of both; shape (pairs, 3 * orders)."""
    totals = sequences.totals(orders)
    hypothesis, reference = totals[:, 0], totals[:, 1]
    counts = np.stack((np.where(reference, hypothesis, 0), reference, clipped_matches(sequences, orders)), axis=2)
    return counts.reshape(len(totals), 3 * orders)


def _words(text: str) -> list[str]:
    """What stands between white space, with one punctuation mark apart: the last character, or else the first."""
    words: list[str] = []
    for word in text.split():
        if word[-1] in _PUNCTUATION and len(word) > 1:
            words += word[:-1], word[-1]
        elif word[0] in _PUNCTUATION and len(word) > 1:
            words += word[0], word[1:]
        else:
            words.append(word)
    return words


_known_words = WordMemo(lambda line: " ".join(_words(line)))


def _summed(values: Floats) -> Floats:
    """The sums over orders, added one after another: `np.sum` may add in another order, and round otherwise."""
    total = np.zeros(values.shape[1])
    for each in values:
        total += each
    return total


def _f(precision: Floats, recall: Floats, factor: int, otherwise: float) -> Floats:
    """The F score, or `otherwise` where there is nothing to divide by."""
    below = factor * precision + recall
    scores = np.full(below.shape, otherwise)
    np.divide((1 + factor) * precision * recall, below, out=scores, where=below > 0)
    return scores

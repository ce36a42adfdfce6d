"""What BLEU is computed from, a row of counts a segment: sacrebleu's, to the last one.

A row is the length of the hypothesis, the length of a reference, the n-grams of each order that match, and the n-grams of each
order that there are. Rows are summed over a corpus, or a sample of it, before they become a score; that is not done here. The
rules of several references:

- an n-gram matches as often as the one reference has it that has it most;
- the length is that of the reference closest to the hypothesis in length, of two equally close ones the shorter;
- a missing reference (None) is none; an empty one is one, of no words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from reviewer.metrics.ngrams import Integers, Sequences, clipped_matches, parts

Words = Callable[[Sequence[str]], Sequence[Sequence[str]]]
"""Gives the tokens of each of some texts."""

_FAR = np.iinfo(np.int64).max
_CLOSING = frozenset('.,!?:;)"')
_MEMORABLE_LENGTH = 40
"""A line with a longer word is tokenized whole: text without spaces is all long words, and none of them comes twice."""
_MARK = "\ue000"
"""Stands between the words that a tokenizer gets together; of private use, and a line that has it is tokenized whole."""


def bleu_statistics(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str | None]],
    words: Words,
    max_order: int = 4,
) -> Integers:
    """The rows of segments, one a hypothesis; shape (segments, 2 + 2 * max_order).

    Args:
        hypotheses: the texts that are judged.
        references: one sequence a set of references, each as long as `hypotheses`; of each segment one is not None.
        words: the tokens of each of some texts whose ends have no white space; lower case, if wanted, is up to it.
        max_order: how many words the longest n-grams have.
    """
    rows = np.empty((len(hypotheses), 2 + 2 * max_order), np.int64)
    for part in parts((hypotheses, *references)):
        texts = hypotheses[part], *(each[part] for each in references)
        rows[part] = _rows(list(zip(*texts, strict=True)), words, max_order)
    return rows


def _rows(segments: Sequence[tuple[str | None, ...]], words: Words, max_order: int) -> Integers:
    """The rows of `segments`, each a hypothesis and its references."""
    texts = [text for segment in segments for text in segment]
    tokens = iter(words([text.rstrip() for text in texts if text is not None]))
    sequences = Sequences.of_words([() if text is None else next(tokens) for text in texts], len(segments[0]))
    missing = np.fromiter((text is None for text in texts), np.bool_, len(texts)).reshape(sequences.lengths.shape)
    lengths = np.column_stack((sequences.lengths[:, 0], _closest(sequences.lengths, missing)))
    return np.hstack((lengths, clipped_matches(sequences, max_order), sequences.totals(max_order)[:, 0]))


def _closest(lengths: Integers, missing: NDArray[np.bool_]) -> Integers:
    """The length of the reference that counts, one a segment."""
    distances = np.where(missing, _FAR, np.abs(lengths - lengths[:, :1]))[:, 1:]
    is_closest = distances == distances.min(axis=1, keepdims=True)
    closest: Integers = np.where(is_closest, lengths[:, 1:], _FAR).min(axis=1)
    return closest


class WordMemo:
    """The tokens of lines, word by word and remembered: for a tokenizer that never looks across white space.

    Of sacrebleu's that is `13a`, but for line feeds: it may join the words around one, so a line with one is tokenized whole.
    `zh` and `intl` are no such tokenizers: at the ends of a line they do otherwise than within.

    Args:
        tokenize: the tokens of a line, white space between them; leaves words of letters and digits, and U+E000, as they are,
            and parts one closing punctuation mark from letters and digits before it.
        limit: how many words are remembered; when there are more all are forgotten, and those of news come back at once.
    """

    def __init__(self, tokenize: Callable[[str], str], limit: int = 1 << 17) -> None:
        self._tokenize = tokenize
        self._limit = limit
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, lines: Sequence[str]) -> list[Sequence[str]]:
        """The tokens of each line."""
        split = [None if "\n" in line or _MARK in line else line.split() for line in lines]
        self._learn(set().union(*filter(None, split)))
        return [self._tokens(line, words) for line, words in zip(lines, split, strict=True)]

    def _tokens(self, line: str, words: Sequence[str] | None) -> list[str]:
        if words is not None:
            try:
                return list(chain.from_iterable(map(self._known.__getitem__, words)))
            except KeyError:
                pass  # one that is too long to be remembered, or they are too many
        return self._tokenize(line).split()

    def _learn(self, words: set[str]) -> None:
        """Remember all `words` that are not too long, with one call of the tokenizer; none where they are too many."""
        known = self._known
        new = [word for word in words.difference(known) if len(word) <= _MEMORABLE_LENGTH]
        if len(known) + len(new) > self._limit:
            known.clear()
            new = [word for word in words if len(word) <= _MEMORABLE_LENGTH]
            if len(new) > self._limit:
                return
        strange = []
        for word in new:
            if word.isalnum():
                known[word] = (word,)
            elif word[-1] in _CLOSING and word[:-1].isalnum():
                known[word] = word[:-1], word[-1]
            else:
                strange.append(word)
        if strange:
            tokenized = self._tokenize(f" {_MARK} ".join(strange)).split(_MARK)
            known.update(zip(strange, map(tuple, map(str.split, tokenized)), strict=True))

"""What BLEU is computed from, a row of counts a segment: sacrebleu's, to the last one.

A row is the length of the hypothesis, the length of a reference, the n-grams of each order that match, and the n-grams of each
order that there are. Rows are summed over a corpus, or a sample of it, before they become a score; that is not done here. The
rules of several references:

- an n-gram matches as often as the one reference has it that has it most;
- the length is that of the reference closest to the hypothesis in length, of two equally close ones the shorter;
- a missing reference (None) is none; an empty one is one, of no words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from reviewer.metrics.ngrams import Integers, Sequences, clipped_matches, parts

_FAR = np.iinfo(np.int64).max
_MEMORABLE_LENGTH = 40
"""A line with a longer word is tokenized whole: text without spaces is all long words, and none of them comes twice."""
_MARK = "\ue000"
"""Stands between the words that a tokenizer gets together; of private use, and a line that has it is tokenized whole."""


def bleu_statistics(
    hypotheses: Sequence[str],
    references: Sequence[Sequence[str | None]],
    words: Callable[[str], Sequence[str]],
    max_order: int = 4,
) -> Integers:
    """The rows of segments, one a hypothesis; shape (segments, 2 + 2 * max_order).

    Args:
        hypotheses: the texts that are judged.
        references: one sequence a set of references, each as long as `hypotheses`; of each segment one is not None.
        words: the tokens of a text whose end has no white space; lower case, if wanted, is up to it.
        max_order: how many words the longest n-grams have.
    """
    rows = np.empty((len(hypotheses), 2 + 2 * max_order), np.int64)
    for part in parts((hypotheses, *references)):
        texts = hypotheses[part], *(each[part] for each in references)
        rows[part] = _rows(list(zip(*texts, strict=True)), words, max_order)
    return rows


def _rows(segments: Sequence[tuple[str | None, ...]], words: Callable[[str], Sequence[str]], max_order: int) -> Integers:
    """The rows of `segments`, each a hypothesis and its references."""
    texts = [text for segment in segments for text in segment]
    sequences = Sequences.of_words([() if text is None else words(text.rstrip()) for text in texts], len(segments[0]))
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
    """The tokens of a line, word by word and remembered: for a tokenizer that never looks across white space.

    Of sacrebleu's that is `13a`, but for line feeds: it may join the words around one, so a line with one is tokenized whole.
    `zh` and `intl` are no such tokenizers: at the ends of a line they do otherwise than within.

    Args:
        tokenize: the tokens of a line, white space between them; leaves words of letters and digits, and U+E000, as they are.
        limit: how many words are remembered; when there are more all are forgotten, and those of news come back at once.
    """

    def __init__(self, tokenize: Callable[[str], str], limit: int = 1 << 17) -> None:
        self._tokenize = tokenize
        self._limit = limit
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, line: str) -> list[str]:
        """The tokens of `line`."""
        if "\n" not in line and _MARK not in line:
            words = line.split()
            try:
                return self._recall(words)
            except KeyError:
                if self._learn(set(words)):
                    return self._recall(words)
        return self._tokenize(line).split()

    def _recall(self, words: Iterable[str]) -> list[str]:
        return list(chain.from_iterable(map(self._known.__getitem__, words)))

    def _learn(self, words: Set[str]) -> bool:
        """Remember all `words`, with one call of the tokenizer; unless they are too long or too many: False."""
        if len(words) > self._limit or max(map(len, words)) > _MEMORABLE_LENGTH:
            return False
        new = [word for word in words if word not in self._known]
        if len(self._known) + len(new) > self._limit:
            self._known.clear()
            new = list(words)
        self._known.update((word, (word,)) for word in new if word.isalnum())
        if punctuated := [word for word in new if not word.isalnum()]:
            tokenized = self._tokenize(f" {_MARK} ".join(punctuated)).split(_MARK)
            self._known.update(zip(punctuated, map(tuple, map(str.split, tokenized)), strict=True))
        return True

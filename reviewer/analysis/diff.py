"""What an editor changed: the word-level difference between a machine text and its correction.

The rule is that a diff is lossless: its spans tile both texts in order, whatever is in them, and what it calls equal is equal
to the character. Words alone are aligned, so that no run of spaces ever counts as something kept; the white space is put back
afterwards.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Literal

from reviewer.analysis.fuzz import word_distance, word_opcodes
from reviewer.analysis.words import spoken, tokens

Span = tuple[int, int]
"""`[start, end)` in code points."""
Kind = Literal["equal", "delete", "insert", "replace"]

MAX_WORD_PAIRS = 40_000_000
"""A middle of more words × words than this is not aligned: it is one replacement (13 ms and a few MB at the bound)."""
_REMEMBERED_LENGTH = 10_000
"""Longer texts are split anew each time: remembering some of 1 MiB would hold on to hundreds of megabytes."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of the machine text and the run of the correction that stands for it; an empty span where there is nothing."""

    kind: Kind
    machine: Span
    correction: Span


@dataclass(frozen=True, slots=True)
class _Split:
    """A text as its tokens."""

    tokens: Sequence[str]
    starts: Sequence[int]
    """Where each token starts, and at the end the length of the text."""
    words: Sequence[str]
    """The tokens that are not white space."""
    places: Sequence[int]
    """Which token each word is, and at the end the number of tokens."""


def diff(machine: str, correction: str) -> tuple[Edit, ...]:
    """The edits that turn `machine` into `correction`, what stayed included; none of two empty texts.

    Neighbouring changes are one edit, also when only white space that stayed stands between them.
    """
    if machine == correction:
        return (Edit("equal", (0, len(machine)), (0, len(machine))),) if machine else ()
    before, after = _split(machine), _split(correction)
    edits: list[Edit] = []
    for equal, m_start, m_end, c_start, c_end in _token_runs(before, after):
        spans = (before.starts[m_start], before.starts[m_end]), (after.starts[c_start], after.starts[c_end])
        edits.append(Edit(_kind(equal, *spans), *spans))
    return tuple(edits)


def edit_rate_counts(machine: str, correction: str) -> tuple[int, int]:
    """The word edits between the two, and the words of the correction; white space is no word, a punctuation mark is one.

    An edit inserts, deletes or replaces one word; there are no shifts. Past `MAX_WORD_PAIRS` the middle counts as replaced.
    """
    before = spoken(machine)
    after = spoken(correction) if machine != correction else before
    start, m_end, c_end = _trimmed(before, after)
    if (m_end - start) * (c_end - start) > MAX_WORD_PAIRS:
        return max(m_end, c_end) - start, len(after)
    return word_distance(before[start:m_end], after[start:c_end]), len(after)


def _kind(equal: bool, machine: Span, correction: Span) -> Kind:
    if equal:
        return "equal"
    if machine[0] == machine[1]:
        return "insert"
    return "delete" if correction[0] == correction[1] else "replace"


def _split(text: str) -> _Split:
    """`text` as its tokens; remembered when it is of a sentence's size: the machine text is the same at every key."""
    return _split_again(text) if len(text) <= _REMEMBERED_LENGTH else _split_now(text)


def _split_now(text: str) -> _Split:
    found = tokens(text)
    starts = array("Q", accumulate(map(len, found), initial=0))
    places = array("Q", (place for place, token in enumerate(found) if not token.isspace()))
    words = [found[place] for place in places]
    places.append(len(found))
    return _Split(found, starts, words, places)


_split_again = lru_cache(maxsize=64)(_split_now)


def _token_runs(before: _Split, after: _Split) -> Iterator[tuple[bool, int, int, int, int]]:
    """Runs of tokens that tile both texts, in order, equal and changed ones in turn: `(equal, start, end, start, end)`."""
    kept_m = kept_c = 0  # where the equal run that is being collected started
    m = c = 0  # how far both texts are read
    for m_word, c_word in chain(_kept_words(before.words, after.words), [(len(before.words), len(after.words))]):
        m_next, c_next = before.places[m_word], after.places[c_word]
        if before.tokens[m:m_next] != after.tokens[c:c_next]:
            start, m_end, c_end = _trimmed(before.tokens[m:m_next], after.tokens[c:c_next])
            if kept_m < m + start:
                yield True, kept_m, m + start, kept_c, c + start
            yield False, m + start, m + m_end, c + start, c + c_end
            kept_m, kept_c = m + m_end, c + c_end
        m, c = m_next + 1, c_next + 1
    if kept_m < len(before.tokens):
        yield True, kept_m, len(before.tokens), kept_c, len(after.tokens)


def _kept_words(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of words that stayed, by their numbers, in order."""
    start, m_end, c_end = _trimmed(before, after)
    yield from zip(range(start), range(start), strict=True)
    if (m_end - start) * (c_end - start) <= MAX_WORD_PAIRS:
        for tag, m_from, m_to, c_from, c_to in word_opcodes(before[start:m_end], after[start:c_end]):
            if tag == "equal":
                yield from zip(range(start + m_from, start + m_to), range(start + c_from, start + c_to), strict=True)
    yield from zip(range(m_end, len(before)), range(c_end, len(after)), strict=True)


def _trimmed(before: Sequence[str], after: Sequence[str]) -> tuple[int, int, int]:
    """Where the two begin to differ, and where each ends to: `(start, before's end, after's end)`."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    rest = shorter - start
    tail = next((back for back in range(rest) if before[-1 - back] != after[-1 - back]), rest)
    return start, len(before) - tail, len(after) - tail

"""Edits taken apart into the smallest changes that mean something by themselves.

A word diff gives runs: `talks , held on 15` for `talks, which were held on 16`. Inside a run, words that are the same but for
their case or form are put side by side, and punctuation is parted from words; what lies between two such is one change. The
pieces of a text are in its order and never overlap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from reviewer.analysis.diff import Edit, Span
from reviewer.analysis.fuzz import word_opcodes
from reviewer.analysis.lexicon import CONTRACTIONS
from reviewer.analysis.stems import is_punctuation, stem
from reviewer.analysis.words import Word, tokens

_CLITICS = frozenset(("s", "t", "re", "ve", "ll", "d", "m"))
_ENDS_A_SENTENCE = frozenset((".", "!", "?", ":", "…"))
_OPENS = frozenset("\"'“”‘’«»([|-–—")
_LONG_WORD = 4
"""Letters from which on a word has a capital in a title."""

Part = tuple[int, int, int, int]
"""Which tokens of the two sides of a run: start and end of the one, of the other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One change: the tokens of the machine text that went, and those of the correction that came, white space left out."""

    machine: Span
    correction: Span
    before: tuple[str, ...]
    after: tuple[str, ...]
    previous: str
    """The token of the machine text before it; empty at the beginning."""
    following: str
    """The token after it; empty at the end."""
    begins: tuple[bool, bool]
    """Whether it begins a sentence: in the machine text, in the correction."""
    beside: tuple[str, str]
    """The characters directly before and after it, in the text that has its tokens; empty at an end."""
    repeats: bool
    """Whether the tokens of the machine text stand there twice in a row."""
    in_title: bool
    """Whether the machine text is a line in which nearly every word has a capital."""


def pieces(machine: str, correction: str, edits: Sequence[Edit]) -> Iterator[Piece]:
    """The pieces of `edits`, which turn the one text into the other."""
    one, other = _Tokens(machine), _Tokens(correction)
    in_title = one.is_title
    for edit in edits:
        if edit.kind == "equal":
            continue
        before, after = one.within(edit.machine), other.within(edit.correction)
        for m_from, m_to, c_from, c_to in _parted(before, after) if before or after else [(0, 0, 0, 0)]:
            some, others = before[m_from:m_to], after[c_from:c_to]
            here = _span(some, before[m_from].start if m_from < len(before) else one.next_place(edit.machine[1]))
            there = _span(others, after[c_from].start if c_from < len(after) else other.next_place(edit.correction[1]))
            if not before and not after:
                here, there = edit.machine, edit.correction
            yield Piece(
                here,
                there,
                tuple(word.text for word in some),
                tuple(word.text for word in others),
                *one.around(here),
                begins=(one.begins(here[0]), other.begins(there[0])),
                beside=_beside(machine, here) if some else _beside(correction, there),
                repeats=bool(some) and one.repeats(here),
                in_title=in_title,
            )


class _Tokens:
    """The tokens of a text without white space, found by their places."""

    def __init__(self, text: str) -> None:
        split = tokens(text)
        places = accumulate(map(len, split), initial=0)
        found = [(start, token) for start, token in zip(places, split, strict=False) if not token.isspace()]
        self._starts = [start for start, _ in found]
        self._texts = [token for _, token in found]

    @property
    def is_title(self) -> bool:
        """Whether more than half of its longer words have a capital; the first word says nothing."""
        long = [token[0].isupper() for token in self._texts[1:] if len(token) >= _LONG_WORD and token[0].isalpha()]
        return len(long) > 1 and 2 * sum(long) > len(long)

    def within(self, span: Span) -> list[Word]:
        """Those that begin in `span`; what a tokeniser parted of `don't` is one again."""
        run = range(bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1]))
        found = [Word(self._starts[at], self._starts[at] + len(self._texts[at]), self._texts[at]) for at in run]
        return _rejoined(found) if any(word.text in "'’" for word in found) else found

    def around(self, span: Span) -> tuple[str, str]:
        """The texts of the tokens before and after `span`; empty where there is none."""
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        return self._texts[first - 1] if first else "", self._texts[last] if last < len(self._texts) else ""

    def next_place(self, place: int) -> int:
        """Where the first token from `place` on begins; `place` itself after the last."""
        at = bisect_left(self._starts, place)
        return self._starts[at] if at < len(self._starts) else place

    def repeats(self, span: Span) -> bool:
        """Whether the tokens of `span` stand again directly before or after it, or are the same ones twice."""
        first, last = bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])
        run = [token.casefold() for token in self._texts[first:last]]
        half = len(run) // 2
        around = self._texts[max(2 * first - last, 0) : first], self._texts[last : 2 * last - first]
        return run in [[token.casefold() for token in side] for side in around] or (half > 0 and run == run[:half] * 2)

    def begins(self, place: int) -> bool:
        """Whether a sentence begins there, quotation marks and brackets before it left out."""
        at = bisect_left(self._starts, place) - 1
        while at >= 0 and self._texts[at] in _OPENS:
            at -= 1
        if at < 0:
            return True
        is_initial = self._texts[at] == "." and at > 0 and len(self._texts[at - 1]) == 1
        return self._texts[at] in _ENDS_A_SENTENCE and not is_initial


def _rejoined(parts: Sequence[Word]) -> list[Word]:
    """`don 't` as `don't`, and `'s` as one token."""
    joined: list[Word] = []
    for token in parts:
        last = joined[-1] if joined else None
        if last and last.text in "'’" and last.end == token.start and token.text.casefold() in _CLITICS:
            joined[-1] = Word(last.start, token.end, f"'{token.text}")
            whole = joined[-2].text + joined[-1].text if len(joined) > 1 else ""
            if whole.casefold() in CONTRACTIONS:
                joined[-2:] = [Word(joined[-2].start, token.end, whole)]
        else:
            joined.append(token)
    return joined


def _span(run: Sequence[Word], otherwise: int) -> Span:
    return (run[0].start, run[-1].end) if run else (otherwise, otherwise)


def _beside(text: str, span: Span) -> tuple[str, str]:
    return text[max(span[0] - 1, 0) : span[0]], text[span[1] : span[1] + 1]


def _parted(before: Sequence[Word], after: Sequence[Word]) -> Iterator[Part]:
    """The run in parts: words of one stem side by side, and what lies between these."""
    if not before or not after:
        yield 0, len(before), 0, len(after)
        return
    keys = [stem(word.text) for word in before], [stem(word.text) for word in after]
    equal = [run[1:] for run in word_opcodes(*keys) if run[0] == "equal"]
    m_at = c_at = 0
    for m_from, m_to, c_from, c_to in (*equal, (len(before), len(before), len(after), len(after))):
        if m_at < m_from or c_at < c_from:
            yield from _peeled(before, after, (m_at, m_from, c_at, c_from))
        for m_one, c_one in zip(range(m_from, m_to), range(c_from, c_to), strict=True):
            if before[m_one].text != after[c_one].text:
                yield m_one, m_one + 1, c_one, c_one + 1
        m_at, c_at = m_to, c_to


def _peeled(before: Sequence[Word], after: Sequence[Word], part: Part) -> Iterator[Part]:
    """Punctuation at either end parted from the words between, where both sides have words."""
    m_from, m_to, c_from, c_to = part
    m_words = [at for at in range(m_from, m_to) if not is_punctuation(before[at].text)]
    c_words = [at for at in range(c_from, c_to) if not is_punctuation(after[at].text)]
    if not m_words or not c_words:
        yield part
        return
    if m_words[0] > m_from or c_words[0] > c_from:
        yield m_from, m_words[0], c_from, c_words[0]
    yield m_words[0], m_words[-1] + 1, c_words[0], c_words[-1] + 1
    if m_words[-1] + 1 < m_to or c_words[-1] + 1 < c_to:
        yield m_words[-1] + 1, m_to, c_words[-1] + 1, c_to

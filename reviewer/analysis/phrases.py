"""Many phrases looked for in a text at once, in any of their inflections, the longest first.

A phrase is known by its words. English ones have the same stem; Cyrillic ones the same beginning; Korean ones may have a particle
behind them. Of writing without spaces each character is a word, and a phrase must begin and end where the kind of letters
changes: nothing else tells there that it is not part of a longer word. Where that is not sure, nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reviewer.analysis.lexicon import ARTICLES
from reviewer.analysis.stems import is_punctuation, stem
from reviewer.analysis.words import Word, words

_PARTICLES = frozenset(
    """
    은 는 이 가 을 를 의 에 와 과 도 로 만 들 께 랑 나 든 라 며 고 인 란 에서 에게 께서 한테 으로 까지 부터 처럼 보다 마다 조차
    마저 이나 이라 이며 이고 이란 이든 에는 에도 에서는 에게는 으로는 로는 와는 과는 들은 들이 들을 들의 들에게 들도 이다 이었다
    였다 이라고 라고 이라는 라는 측 측은 측이
    """.split()
)
_SHORTEST_ROOT = 4
"""Letters of a Cyrillic word that no inflection changes; two syllables of a Korean one."""
_LONGEST_ENDING = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that was found."""

    phrase: int
    """Which of the given ones."""
    start: int
    end: int
    """`[start, end)` in code points of the text."""


class Phrases:
    """Phrases to look for.

    Args:
        phrases: in the order in which matches number them; those without a letter are never found.
        keep_case: whether a capital in a phrase must be one in the text.
    """

    def __init__(self, phrases: Sequence[str], *, keep_case: bool = False) -> None:
        self._keep_case = keep_case
        self._by_key: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for number, phrase in enumerate(phrases):
            tokens = tuple(word.text for word in split(phrase))
            while len(tokens) > 1 and tokens[0].casefold() in ARTICLES:
                tokens = tokens[1:]
            if tokens:
                self._by_key.setdefault(_keys(tokens)[-1], []).append((tokens, number))
        for found in self._by_key.values():
            found.sort(key=lambda each: -len("".join(each[0])))

    def all_in(self, text: str) -> Iterator[Match]:
        """Every match in `text`, those within others too."""
        tokens = split(text) if self._by_key else []
        for at in range(len(tokens)):
            yield from self._at(tokens, at)

    def longest_in(self, text: str) -> Iterator[Match]:
        """The matches in `text` from left to right, the longest at each place, without those within others."""
        end = 0
        for match in self.all_in(text):
            if match.start >= end:
                end = match.end
                yield match

    def _at(self, tokens: Sequence[Word], at: int) -> Iterator[Match]:
        ahead = [word.text for word in tokens[at : at + 2]]
        for phrase, number in [found for key in reversed(_keys(ahead)) for found in self._by_key.get(key, ())]:
            last = at + len(phrase) - 1
            if last >= len(tokens) or not all(map(self._fits, phrase, (word.text for word in tokens[at : last + 1]))):
                continue
            if not _goes_on(tokens, at, last):
                yield Match(number, tokens[at].start, tokens[last].end)

    def _fits(self, word: str, other: str) -> bool:
        if word.isupper() and len(word) > 1 and word.isascii():
            return other == word or other.removesuffix("s") == word
        is_capital = not self._keep_case or other[0].isupper() or not word[0].isupper()
        return is_capital and is_form(word, other)


def split(text: str) -> list[Word]:
    """The words of `text`, parted at hyphens too, punctuation and possessives left out."""
    found = []
    for word in words(text):
        if word.is_space or is_punctuation(word.text):
            continue
        bare = word.text.removesuffix("'s").removesuffix("’s")
        start = word.start
        for part in bare.split("-"):
            if part:
                found.append(Word(start, start + len(part), part))
            start += len(part) + 1
    return found


@lru_cache(maxsize=50_000)
def is_form(word: str, other: str) -> bool:
    """Whether `other` is the word or an inflection of it."""
    one, two = word.casefold(), other.casefold()
    if one == two or stem(one) == stem(two):
        return True
    if _kind(one[0]) == "hangul":
        return two.startswith(one) and two[len(one) :] in _PARTICLES
    if one.isascii() or len(one) < _SHORTEST_ROOT or not one[0].isalpha():
        return False
    shared = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return shared >= max(_SHORTEST_ROOT, len(one) - 2) and len(two) - shared <= _LONGEST_ENDING


def _keys(tokens: Sequence[str]) -> list[str]:
    """What the phrases are found by that begin like `tokens`: what no inflection of the first word changes.

    In writing without spaces, where a word is a character, the first alone and the first two.
    """
    first = tokens[0]
    if _is_unspaced(first[0]):
        return [first, first + tokens[1]] if len(tokens) > 1 else [first]
    if first.isascii():
        return [stem(first)]
    return [first[:2] if _kind(first[0]) == "hangul" else first.casefold()[:_SHORTEST_ROOT]]


def _goes_on(tokens: Sequence[Word], first: int, last: int) -> bool:
    """Whether letters of the same writing without spaces stand right before or behind the run."""
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return (before is not None and before.end == tokens[first].start and _are_alike(before.text[-1], tokens[first].text[0])) or (
        after is not None and after.start == tokens[last].end and _are_alike(tokens[last].text[-1], after.text[0])
    )


def _are_alike(one: str, other: str) -> bool:
    return _is_unspaced(one) and _kind(one) == _kind(other)


def _is_unspaced(character: str) -> bool:
    return _kind(character) in ("han", "katakana", "hiragana")


def _kind(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":
        return "hangul"
    if "\u30a0" <= character <= "\u30ff":
        return "katakana"
    if "\u3041" <= character <= "\u3096":
        return "hiragana"
    return "han" if "\u4e00" <= character <= "\u9fff" or character == "々" else "other"

"""What the words of a piece say: which of them have content, what they are the same as.

English alone, as its lists are (`reviewer.analysis.lexicon`); of other languages every word has content.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from reviewer.analysis.lexicon import (
    CONTRACTIONS,
    CURRENCIES,
    FUNCTION_WORDS,
    PARTICLES,
    SYNONYMS,
)
from reviewer.analysis.negation import is_negation
from reviewer.analysis.stems import is_punctuation, stem
from reviewer.analysis.words import is_unspaced
from reviewer.mqm.pieces import Piece


def net(piece: Piece) -> tuple[list[str], list[str]]:
    """The content words that went and those that came, by their stems; words in other forms did neither."""
    before, after = (Counter(stem(word) for word in side if is_content(word)) for side in (piece.before, piece.after))
    return list((before - after).elements()), list((after - before).elements())


def moving(piece: Piece) -> tuple[tuple[str, ...], bool] | None:
    """What is only taken out, or only put in, and whether it was put in: content words and negations, or one particle alone."""
    sides = []
    for tokens in (piece.before, piece.after):
        small = [word.casefold() for word in tokens if not is_punctuation(word)]
        is_particle = len(small) == 1 and small[0] in PARTICLES
        sides.append(Counter(_identity(word) for word in small if is_particle or is_content(word) or is_negation(word)))
    gone, came = sides[0] - sides[1], sides[1] - sides[0]
    if bool(gone) is bool(came) or has_unspaced(piece):
        return None
    return tuple(sorted((gone or came).elements())), bool(came)


def scripts(tokens: Sequence[str]) -> set[str]:
    """The scripts of the letters in `tokens`, by the first word of their Unicode names."""
    return {script for token in tokens for script in _scripts_of(token)}


@lru_cache(maxsize=20_000)
def is_content(word: str) -> bool:
    """Whether `word` says something by itself."""
    small = word.casefold().replace("’", "'")
    return not is_punctuation(word) and not all(each in FUNCTION_WORDS for each in CONTRACTIONS.get(small, small).split())


def weight(words: Sequence[str]) -> int:
    """How many they are; two characters of a script without spaces count as one."""
    unspaced = sum(is_unspaced(word[0]) for word in words)
    return len(words) - unspaced // 2


def has_unspaced(piece: Piece) -> bool:
    """Whether any of it is in a script without spaces."""
    return any(is_unspaced(token[0]) for token in (*piece.before, *piece.after))


def names(tokens: Sequence[str]) -> list[str]:
    """Those that have a capital, small words left out."""
    return [word for word in tokens if word[0].isupper() and is_content(word)]


def plain(tokens: Sequence[str]) -> list[str]:
    """The words in no order, contractions written out and synonyms by one name."""
    spelled = [
        CONTRACTIONS.get(word.casefold().replace("’", "'"), word.casefold()) for word in tokens if not is_punctuation(word)
    ]
    return sorted(SYNONYMS.get(word, word) for words in spelled for word in words.split())


def letters(tokens: Sequence[str]) -> str:
    """Without punctuation and spaces."""
    return "".join(character for token in tokens for character in token if character.isalnum() or character in "$€£¥₩₽₹₴%‰°")


def _identity(word: str) -> str:
    return CURRENCIES.get(word.casefold()) or stem(word)


@lru_cache(maxsize=20_000)
def _scripts_of(token: str) -> frozenset[str]:
    if token.isascii():
        return frozenset({"LATIN"}) if any(map(str.isalpha, token)) else frozenset()
    return frozenset(unicodedata.name(letter, "?").split()[0] for letter in token if letter.isalpha())

"""Which English words turn a sentence into its contrary, by themselves, by a prefix, or by what they mean."""

from __future__ import annotations

from reviewer.analysis.lexicon import NEGATIONS, NEGATIVE, NEGATIVE_PREFIXES, NOT_NEGATIVE
from reviewer.analysis.stems import stem

_NOT_NEGATIVE = frozenset(map(stem, NOT_NEGATIVE))


def is_negation(word: str) -> bool:
    """Whether `word` negates."""
    small = word.casefold().replace("’", "'")
    return small in NEGATIONS or small.endswith("n't")


def is_negative(word: str) -> bool:
    """Whether `word` can say what a negation said."""
    small = word.casefold()
    return small in NEGATIVE or any(small.startswith(prefix) and len(small) > len(prefix) + 3 for prefix in ("un", "non"))


def is_negated(short: str, long: str) -> bool:
    """Whether `long` is `short` with a prefix that negates."""
    stems = stem(short), stem(long)
    is_with_prefix = any(stems[1] == prefix + stems[0] for prefix in NEGATIVE_PREFIXES)
    return is_with_prefix and len(stems[0]) > 3 and stems[1] not in _NOT_NEGATIVE

"""The one door to rapidfuzz: how far apart two texts are.

Everything here is exact, and quadratic in the worst case however fast: whoever passes more than a sentence bounds it first, as
`reviewer.analysis.diff` does. rapidfuzz is loaded at the first call: a screen is painted sooner without it.
"""

from __future__ import annotations

from collections.abc import Sequence

Opcode = tuple[str, int, int, int, int]
"""`(tag, a_start, a_end, b_start, b_end)`; the tag is `equal`, `replace`, `delete` or `insert`."""


def word_opcodes(a: Sequence[str], b: Sequence[str]) -> list[Opcode]:
    """What turns the words `a` into the words `b` in the fewest edits, as runs that tile both."""
    from rapidfuzz.distance import Levenshtein

    return [(run.tag, run.src_start, run.src_end, run.dest_start, run.dest_end) for run in Levenshtein.opcodes(a, b)]


def word_distance(a: Sequence[str], b: Sequence[str]) -> int:
    """The fewest words to be inserted, deleted or replaced that turn `a` into `b` (Levenshtein 1966)."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b)


def distances_within(texts: Sequence[str], reference: str, limit: int) -> list[tuple[int, int]]:
    """The Levenshtein distance in code points of each text that is at most `limit` from `reference`: `(distance, its index)`."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    found = extract(reference, texts, scorer=Levenshtein.distance, processor=None, limit=None, score_cutoff=limit)
    return [(int(distance), index) for _, distance, index in found]


def character_distance(a: str, b: str) -> int:
    """The fewest code points to be inserted, deleted or replaced that turn `a` into `b` (Levenshtein 1966)."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b)


def indel_distance(a: str, b: str) -> int:
    """The fewest code points to be inserted or deleted that turn `a` into `b`; replacing one counts two."""
    from rapidfuzz.distance import Indel

    return Indel.distance(a, b)


def similarity(a: str, b: str) -> float:
    """How alike two texts are, 0 to 100: 100 × (1 - `indel_distance` / both lengths); of two empty texts 100."""
    from rapidfuzz import fuzz

    return fuzz.ratio(a, b)

"""How an acronym and the words beside it fit: by their initials, and by what is the same in two names of a body."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from reviewer.analysis.lexicon import FUNCTION_WORDS
from reviewer.analysis.stems import american, stem
from reviewer.checks.names.bodies import bodies

_LINKS = FUNCTION_WORDS | frozenset("de des du la le les del der für y e et".split())
_DEEPEST = 3
"""So many first letters of one word can be in an acronym: `MinFin`."""
_SPELT = {
    "korean": "korea", "japanese": "japan", "chinese": "china", "european": "europe", "american": "america", "russian": "russia",
    "asian": "asia", "african": "africa", "co-operation": "cooperation", "analysis": "analyses",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    small = word.casefold().replace("’", "'")
    return stem(american(_SPELT.get(small, small)))


def content(words: Sequence[str]) -> tuple[str, ...]:
    """What is left of a name when function words, endings and ways of spelling are put aside."""
    found: list[str] = []
    for word in words:
        if word.casefold() in ("un", "u.n."):
            found += ["unit", "nation"]
        elif word.casefold() in _SPELT:
            found.append(_root(word))
        else:
            found += [_root(part) for part in word.split("-") if part[:1].isalnum() and part.casefold() not in _LINKS]
    return tuple(found)


@cache
def names() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """For each known acronym its names, and their content."""
    return {
        acronym: tuple((name, content(name.replace(",", " ").split())) for name in spelt) for acronym, spelt in bodies().items()
    }


@cache
def acronyms() -> dict[tuple[str, ...], str]:
    """The first acronym of every known name of three content words and more, by its content."""
    found: dict[tuple[str, ...], str] = {}
    for acronym, spelt in names().items():
        for _, inside in spelt:
            if len(inside) >= 3:
                found.setdefault(inside, acronym)
    return found


def fits(words: Sequence[str], acronym: str) -> bool:
    """Whether the letters of `acronym` are the first ones of `words` in order, every content word giving at least one."""
    pieces: list[tuple[str, bool]] = []
    for word in words:
        if word[:1].isalnum():
            needed = word.casefold() not in _LINKS
            pieces += [(piece.casefold(), needed and place == 0) for place, piece in enumerate(_pieces(word))]
    wanted = "".join(filter(str.isalpha, acronym)).casefold()
    if not pieces or not wanted:
        return False
    reached = {0}
    for piece, needed in pieces:
        following = set() if needed else set(reached)
        for at in reached:
            for depth in range(1, _DEEPEST + 1):
                if wanted[at : at + depth] and piece.startswith(wanted[at : at + depth]) and at + depth <= len(wanted):
                    following.add(at + depth)
        reached = following
    return len(wanted) in reached


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of the longer content is in the shorter one too, 0 to 1."""
    return len(set(one) & set(other)) / max(len(set(one)), len(set(other)), 1)


def is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether all of `short` is in `long`, in order."""
    left = iter(long)
    return all(word in left for word in short)


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The parts of a word that can give a letter: what hyphens and capitals inside it part, and what it is of a prefix."""
    parts = [part for part in word.replace("’", "'").split("-") if part]
    cut: list[str] = []
    for part in parts:
        last = 0
        for at in range(1, len(part)):
            if part[at].isupper() and part[at - 1].islower():
                cut.append(part[last:at])
                last = at
        cut.append(part[last:])
    return tuple(cut)

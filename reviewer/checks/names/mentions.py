"""The names of a story: where they stand, and what stands around them.

A name is a run of capitalised words, without the title before it. Where capitals say nothing (at the beginning of a sentence, in
a headline) a word counts as part of a name only if the story has it, or a name of its consonants, within a sentence; what the
story also writes small is no name. All checks of names look at this one pass.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from reviewer.analysis.lexicon import FUNCTION_WORDS, MONTHS, WEEKDAYS
from reviewer.analysis.titles import COMPLEMENTS, RANKS, REGARD, SHORT_TITLES, rank_of
from reviewer.analysis.words import Word
from reviewer.checks.names.romanisation import skeleton
from reviewer.checks.story import Story, Unit
from reviewer.core.article import Kind

_WITHIN = frozenset(",()&/’'")
"""Signs after which a capital still says that a word is a name."""
_LONG = 6
"""Letters of a word that is a name at the beginning of a sentence too where the story has a name of the same consonants."""
_OPENING = """
    yes photo according meanwhile despite later earlier yesterday today tomorrow asked instead soon recently finally however
    only once nobody everybody officials critics police reporters aides friends fans many most several people experts sources
"""
_NO_NAME = FUNCTION_WORDS | MONTHS.keys() | WEEKDAYS.keys() | REGARD | frozenset(_OPENING.split())
"""What is no part of a name, though it stands before many at the beginning of a sentence."""


_TEXT = attrgetter("text")


class Part(NamedTuple):
    """One capitalised word, without the ending of a genitive; a tuple, as what is made for every word is."""

    text: str
    start: int
    end: int
    is_sure: bool
    """Whether its capital shows that it is a name."""


class Mention(NamedTuple):
    """A name in one place of the story."""

    at: int
    """The index of its unit."""
    parts: tuple[Part, ...]
    """Its words in order, at least one."""
    title: tuple[Part, ...] = ()
    """The title before it, what says more closely of what it is included: `Deputy Foreign Minister`."""
    rank: str = ""
    """What office that is of, see `rank_of`; empty without one."""
    before: str = ""
    """The word before title and name, in small letters."""

    @property
    def start(self) -> int:
        """Where the name begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where it ends, the ending of a genitive left out."""
        return self.parts[-1].end

    @property
    def text(self) -> str:
        """The name in one string, its words parted by one space."""
        return " ".join(part.text for part in self.parts)

    @property
    def full(self) -> str:
        """The name with its title."""
        return " ".join(part.text for part in (*self.title, *self.parts))


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a story in the order of the text."""

    mentions: tuple[Mention, ...]
    by_word: dict[str, list[tuple[Mention, int]]]
    """For each word of a name, where it is which part of it."""


def names_of(story: Story) -> Names:
    """The names of `story`; asked again for the same units, it does not look again."""
    return _names_of(story.units)


@lru_cache(maxsize=2)
def _names_of(units: tuple[Unit, ...]) -> Names:
    runs = [_runs(unit) for unit in units]
    small: set[str] = set()
    for unit in units:
        small.update(map(_TEXT, unit.words))
    sure = {part.text for found in runs for run in found for part in run.parts if part.is_sure}
    alike = {skeleton(text) for text in sure if len(text) >= _LONG}
    opening = {part.text for found in runs for run in found for part in run.parts if not part.is_sure and len(part.text) >= _LONG}
    sure.update(text for text in opening - sure if text.casefold() not in small and skeleton(text) in alike)
    mentions: list[Mention] = []
    by_word: dict[str, list[tuple[Mention, int]]] = defaultdict(list)
    for at, found in enumerate(runs):
        for run in found:
            for parts in _names_in(run.parts, sure, small):
                mention = Mention(at, parts, run.title, run.rank, run.before)
                mentions.append(mention)
                for place, part in enumerate(parts):
                    by_word[part.text].append((mention, place))
    return Names(tuple(mentions), dict(by_word))


def bare(text: str) -> str:
    """A word without the ending of a genitive."""
    if text[-2:] in ("'s", "’s"):
        return text[:-2]
    return text


def is_capitalised(word: Word) -> bool:
    """Whether it begins with a capital and is no acronym."""
    if not word.text[0].isupper():
        return False
    text = bare(word.text)
    return len(text) == 1 or not text.isupper()


class _Run(NamedTuple):
    parts: tuple[Part, ...]
    title: tuple[Part, ...]
    rank: str
    before: str


@lru_cache(maxsize=8_192)
def _runs(unit: Unit) -> tuple[_Run, ...]:
    """The capitalised runs of a text, each with the title before it, or inside it at its beginning."""
    words = unit.words
    titled = unit.kind is Kind.HEADLINE or _is_in_title_case(words)
    found: list[_Run] = []
    for start, end in _stretches(words):
        parts = [_part(words, at, titled) for at in range(start, end) if words[at].text != "."]
        first = _title_before(words, start)
        title = [_part(words, at, titled) for at in range(first, start)]
        while title and parts and parts[0].text.casefold() in COMPLEMENTS:
            title.append(parts.pop(0))
        ranked = [at for at, part in enumerate(parts) if part.text.casefold() in RANKS]
        if ranked:
            title, parts = title + parts[: ranked[-1] + 1], parts[ranked[-1] + 1 :]
        if parts:
            before = words[first - 1].text.casefold() if first else ""
            rank = rank_of([part.text for part in title]) if title else ""
            found.append(_Run(tuple(parts), tuple(title), rank, before))
    return tuple(found)


def _stretches(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The runs of capitalised words one space apart; the full stop of an initial or a short title belongs to its run."""
    at, count = 0, len(words)
    while at < count:
        if not words[at].text[0].isupper() or not is_capitalised(words[at]):
            at += 1
            continue
        start = at
        at += 1
        while at < count:
            last = words[at - 1]
            belongs = words[at].text == "." and words[at].start == last.end and _takes_stop(last.text)
            if not belongs and (words[at].start != last.end + 1 or not is_capitalised(words[at]) or bare(last.text) != last.text):
                break
            at += 1
        yield start, at


def _takes_stop(text: str) -> bool:
    return len(text) == 1 or text.casefold() in SHORT_TITLES


def _part(words: Sequence[Word], at: int, titled: bool) -> Part:
    word = words[at]
    text = bare(word.text)
    before = words[at - 1].text if at else ""
    starts = not before or not (before[-1].isalnum() or before in _WITHIN or (before == "." and _takes_stop(words[at - 2].text)))
    return Part(text, word.start, word.start + len(text), not titled and not starts)


def _title_before(words: Sequence[Word], start: int) -> int:
    """Where a title begins that ends right before `start`: written small, or with what it is over, `Secretary of State`."""
    before = words[start - 1].text if start else ""
    if before in RANKS:
        return start - 1
    if start > 1 and before.casefold() in ("of", "for") and words[start - 2].text.casefold() in RANKS:
        return start - 2 if words[start].text.casefold() in COMPLEMENTS else start
    return start


def _is_in_title_case(words: Sequence[Word]) -> bool:
    """Whether nearly every longer word has a capital, as in a headline, so that one says nothing."""
    if not words or words[-1].text in (".", "”", '"'):
        return False
    longer = [word.text for word in words if len(word.text) > 3 and word.text[0].isalpha()]
    return len(longer) >= 4 and sum(text[0].isupper() for text in longer) >= 0.7 * len(longer)


def _names_in(parts: Sequence[Part], sure: set[str], small: set[str]) -> Iterator[tuple[Part, ...]]:
    """The parts of a run that are of a name, in the stretches that are left."""
    kept: list[Part] = []
    for place, part in enumerate(parts):
        low = part.text.casefold()
        known = part.text in sure or (place + 1 < len(parts) and parts[place + 1].is_sure and low not in small)
        if low in _NO_NAME or not known or (low in small and not part.is_sure):
            if kept:
                yield tuple(kept)
            kept = []
        else:
            kept.append(part)
    if kept:
        yield tuple(kept)

"""What checks look at: the units of a story as they stand, in their paragraphs.

A unit is the text of one segment, or of a join: the correction, the draft or the machine text, whichever stands. It carries what
a check may want to know of its surroundings as plain values, so that what is said of a unit follows from the unit alone and can
be kept until it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import accumulate, groupby

from reviewer.analysis.amounts import Amount, amounts
from reviewer.analysis.dates import WrittenDay, written_days
from reviewer.analysis.words import Word, spoken_words
from reviewer.core.article import Kind
from reviewer.core.error import Side
from reviewer.core.review import Status

_DIGIT = re.compile(r"\d")
EDGE = 3
"""How near to an end of the story a unit knows that it is."""


@dataclass(frozen=True)
class Unit:
    """One text of a story, and what is around it."""

    text: str
    kind: Kind = Kind.BODY
    paragraph: int = 1
    gap: str = ""
    """The white space after it."""
    machine: str | None = None
    """What the machine wrote, where `text` is a correction or a draft; None where `text` is the machine's own."""
    source: str | None = None
    status: Status = Status.OPEN
    language: str | None = None
    """Of the text, a BCP-47 primary label; None where nobody knows."""
    source_language: str | None = None
    before: str = ""
    """The text before it in its paragraph; empty at the beginning of one."""
    after: str = ""
    """The text after it in its paragraph; empty at the end of one."""
    from_start: int = EDGE
    """How many units of the story stand before it; at most `EDGE`."""
    from_end: int = EDGE
    """How many stand after it; at most `EDGE`."""
    recurs: int = 0
    """In how many other stories the same text stands."""

    def __hash__(self) -> int:
        # What is looked up most; of the texts the hash is known already, and that of an enumeration is slow.
        return hash((self.text, self.before, self.after, self.machine, self.source, self.paragraph))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The tokens of the text in order, punctuation too, white space left out."""
        return tuple(spoken_words(self.text))

    @cached_property
    def low(self) -> tuple[str, ...]:
        """The tokens in small letters."""
        return tuple([word.text.lower() for word in self.words])

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is a digit in the text: most sentences need not be looked at for numbers."""
        return _DIGIT.search(self.text) is not None

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """How much of what the text says."""
        return tuple(amounts(self.words))

    @cached_property
    def days(self) -> tuple[WrittenDay, ...]:
        """The days that the text writes."""
        return tuple(written_days(self.words)) if self.has_digits else ()

    @property
    def is_corrected(self) -> bool:
        """Whether somebody changed what the machine wrote."""
        return self.machine is not None and self.machine != self.text

    @property
    def side(self) -> Side:
        """Whose text it is."""
        return Side.CORRECTION if self.is_corrected else Side.MACHINE


@dataclass(frozen=True)
class Paragraph:
    """Units that stand in one paragraph, in order; there is at least one."""

    units: tuple[Unit, ...]

    @cached_property
    def text(self) -> str:
        """The running text; between two units at least one space."""
        return "".join(unit.text + (unit.gap or " ") for unit in self.units[:-1]) + self.units[-1].text

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each unit begins in `text`."""
        return tuple(accumulate((len(unit.text) + len(unit.gap or " ") for unit in self.units[:-1]), initial=0))

    @property
    def language(self) -> str | None:
        """Of its text."""
        return self.units[0].language


@dataclass(frozen=True)
class Story:
    """An article, or a stretch of a very long one, as it stands."""

    units: tuple[Unit, ...]
    positions: tuple[int, ...]
    """The position in the article of the first segment of each unit."""
    date: date | None = None
    """The day it was published; None where nobody said: today is never taken for it."""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs in order."""
        return tuple(Paragraph(tuple(units)) for _, units in groupby(self.units, key=lambda unit: unit.paragraph))

    @property
    def language(self) -> str | None:
        """Of its text."""
        return self.units[0].language if self.units else None


def story_of(units: Iterable[Unit], *, published: date | None = None, positions: Sequence[int] = ()) -> Story:
    """A story of `units`, which need not know of each other yet; empty texts among them are left out of what is around."""
    given = list(units)
    count = len(given)
    told = []
    for index, unit in enumerate(given):
        before = given[index - 1] if index else None
        after = given[index + 1] if index + 1 < count else None
        told.append(
            replace(
                unit,
                before=before.text if before is not None and before.paragraph == unit.paragraph else "",
                after=after.text if after is not None and after.paragraph == unit.paragraph else "",
                from_start=min(index, EDGE),
                from_end=min(count - 1 - index, EDGE),
            )
        )
    return Story(tuple(told), tuple(positions) or tuple(range(1, count + 1)), published)

"""The days that an English text writes: `Wednesday, March 4, 2021`, `Jan. 11`, `4 March 2021`, `Friday the 10th`.

    written_days(words) -> list[WrittenDay]      `words` are a text's tokens without white space (`Unit.words`)

A day of the month stands with its month, or with its weekday; a lone number, and a lone ordinal, is no day here. Names of months
and weekdays begin with a capital: `may` and `sat` are verbs. Whether there is such a day is for others to ask (`WrittenDay.on`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reviewer.analysis.lexicon import MONTHS, WEEKDAYS
from reviewer.analysis.words import Word

MONTH_NAMES = tuple(name.title() for name in dict(zip(reversed(MONTHS.values()), reversed(MONTHS), strict=True)).values())[::-1]
"""In full, from January."""
WEEKDAY_NAMES = tuple(name.title() for name in WEEKDAYS if name.endswith("day"))
"""In full, from Monday."""
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days a month can have, from January."""
_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)?", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_SHORT_WORDS = frozenset(("Sun", "Sat", "Mon", "Wed"))
"""Short names that are words, or newspapers, too: a point or a bracket has to show that they are days."""
_FAR = 4
"""How many tokens may lie between a weekday and its day, punctuation included."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it is written, with what is written of it."""

    start: int
    end: int
    """`[start, end)` of day, month and year in code points, without the weekday."""
    day: int
    month: int | None
    year: int | None
    ordinal: bool
    """Whether the day is written as one: `31st`."""
    first: int
    last: int
    """`[first, last)` in the tokens, likewise."""
    weekday: int | None = None
    """From 1, Monday."""
    weekday_at: int | None = None
    """The token that names it."""

    def on(self, year: int) -> date | None:
        """That day of `year`; None where it has none."""
        try:
            return date(year, self.month or 1, self.day) if self.month else None
        except ValueError:
            return None


def written_days(words: Sequence[Word]) -> list[WrittenDay]:
    """The days in the tokens of a text, white space left out, in order."""
    found: list[WrittenDay] = []
    at = 0
    while at < len(words):
        read = _day(words, at)
        if read is not None:
            found.append(read)
        at = read.last if read is not None else at + 1
    return found


def month_of(word: Word) -> int | None:
    """The month that a token names."""
    return MONTHS.get(word.text.casefold()) if word.text[0].isupper() else None


def weekday_of(word: Word) -> int | None:
    """The weekday that a token names, from 1."""
    return WEEKDAYS.get(word.text.casefold()) if word.text[0].isupper() else None


def _day(words: Sequence[Word], at: int) -> WrittenDay | None:
    word = words[at]
    if month := month_of(word):
        day_at = at + 2 if _text(words, at + 1) == "." else at + 1
        return _whole(words, at, day_at, month, day_at + 1)
    if not word.text[0].isdigit():
        return None
    month_at = at + 2 if _text(words, at + 1) == "of" else at + 1
    if month_at < len(words) and (month := month_of(words[month_at])):
        after = (
            month_at + 2 if _text(words, month_at + 1) == "." and _YEAR.fullmatch(_text(words, month_at + 2)) else month_at + 1
        )
        return _whole(words, at, at, month, after)
    read = _whole(words, at, at, None, at + 1) if _DAY.fullmatch(word.text) and word.text[-1].isalpha() else None
    return read if read is not None and read.weekday else None


def _whole(words: Sequence[Word], first: int, day_at: int, month: int | None, last: int) -> WrittenDay | None:
    """The day whose number is the token `day_at`, with the year that follows and the weekday beside it."""
    found = _DAY.fullmatch(_text(words, day_at))
    if found is None or not 0 < int(found[1]) < 100:
        return None
    year = None
    for ahead in (last, last + 1) if month and _text(words, last) == "," else (last,):
        if month and _YEAR.fullmatch(_text(words, ahead)):
            year, last = int(words[ahead].text), ahead + 1
            break
    weekday_at = _weekday_before(words, first)
    if weekday_at is None:
        weekday_at = _weekday_after(words, last)
    weekday = weekday_of(words[weekday_at]) if weekday_at is not None else None
    start, end = words[first].start, words[last - 1].end
    return WrittenDay(start, end, int(found[1]), month, year, found[2] is not None, first, last, weekday, weekday_at)


def _weekday_before(words: Sequence[Word], first: int) -> int | None:
    for at in range(first - 1, max(-1, first - _FAR), -1):
        if weekday_of(words[at]):
            return at if words[at].text not in _SHORT_WORDS or _text(words, at + 1) == "." else None
        if words[at].text not in (",", ".", "the", "("):
            return None
    return None


def _weekday_after(words: Sequence[Word], last: int) -> int | None:
    """In brackets, or as an apposition: `March 4 (Thursday)`, `March 4, a Thursday,`."""
    opening, following = _text(words, last), _text(words, last + 1)
    if opening == "(" and last + 2 < len(words) and weekday_of(words[last + 1]) and words[last + 2].text in (")", "."):
        return last + 1
    if opening == "," and following == "a" and last + 2 < len(words) and weekday_of(words[last + 2]):
        return last + 2
    return None


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""

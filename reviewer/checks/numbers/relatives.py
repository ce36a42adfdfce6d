"""Days that contradict each other, or words like `tomorrow` and `last year` that contradict the day beside them.

`From June 20 to June 18` needs nothing else. What the words mean follows from the day the story was published, never from today;
where nobody said it, nothing is said of them, and a day more or less is the time zone's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from reviewer.analysis.dates import MONTH_NAMES, WrittenDay
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level

_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_YEARS = {"last": -1, "this": 0, "next": 1}
_NEAR_A_YEAR = 360
_RANGES = {"from": ("to", "through", "until"), "between": ("and",)}


def _look(story: Story) -> Iterator[Remark]:
    for at, unit in enumerate(story.units):
        text = unit.text
        said = story.date is not None and any(name in text for name in _DAYS)
        if said or "rom " in text or "etween " in text:
            days = unit.days
            yield from _backwards(at, unit, days)
            if said and story.date is not None:
                yield from _contradicted(at, unit, days, story.date)
        if story.date is not None and " year (" in text:
            yield from _years(at, unit, story.date)


def _backwards(at: int, unit: Unit, days: Sequence[WrittenDay]) -> Iterator[Remark]:
    words = unit.words
    for first, second in pairwise(days):
        if first.month is None or first.month != second.month or second.day >= first.day or not first.first:
            continue
        years = {first.year, second.year} - {None}
        joining = _RANGES.get(words[first.first - 1].text.casefold(), ())
        if len(years) < 2 and second.first == first.last + 1 and words[first.last].text in joining:
            said = unit.text[first.start : second.end]
            yield Remark(first.start, second.end, f"“{said}” ends before it begins", at=at)


def _contradicted(at: int, unit: Unit, days: Sequence[WrittenDay], published: date) -> Iterator[Remark]:
    """`tomorrow, March 9`."""
    words = unit.words
    for day in days:
        lead = [word.text.casefold() for word in words[max(0, day.first - 2) : day.first]]
        shift = _DAYS.get(lead[0]) if len(lead) == 2 and lead[1] in (",", "(") else None
        meant = day.on(day.year or published.year)
        if shift is None or meant is None:
            continue
        told = published + timedelta(shift)
        apart = abs((meant - told).days)
        if apart > 1 and (day.year is not None or apart < _NEAR_A_YEAR):
            message = f"“{lead[0]}” is {MONTH_NAMES[told.month - 1]} {told.day} by the date of the article"
            end = day.end + unit.text[day.end :].startswith(")")
            yield Remark(words[day.first - 2].start, end, message, level=Level.INFO, at=at)


def _years(at: int, unit: Unit, published: date) -> Iterator[Remark]:
    """`last year (2019)`."""
    words: Sequence[Word] = unit.words
    for place in range(len(words) - 4):
        shift = _YEARS.get(words[place].text.casefold())
        if shift is None:
            continue
        _, year, opening, number, closing = (word.text for word in words[place : place + 5])
        if (year, opening, closing) != ("year", "(", ")") or len(number) != 4 or number[:2] not in ("19", "20"):
            continue
        told = str(published.year + shift)
        if number.isdecimal() and number != told:
            start, end = words[place].start, words[place + 4].end
            message = f"“{words[place].text} year” is {told} by the date of the article"
            yield Remark(start, end, message, level=Level.INFO, at=at)


RELATIVE_DATE = Check(
    "relative-date",
    Level.WARNING,
    "A stretch of days that ends before it begins. Where it is known when the article was published, also a day or year beside a "
    "word like tomorrow or last year that means another; that is only info.",
    "inconsistency",
    story=_look,
    bad=(
        "The festival runs from June 20 to June 18.",
        "It was closed between March 9, 2021 and March 3, 2021.",
    ),
    good=(
        "The festival runs from Dec. 20 to Jan. 18.",
        "It was closed from June 20, 2019 to June 18, 2021.",
        "It was moved from June 20 to June 28.",
        "It was held last year (2019).",
    ),
)

"""Weekdays that their date does not fall on.

A date with its year is reckoned by itself. One without a year is the nearest to the day the story was published, and only when
that is near; it is never reckoned from today. There a day's difference can be the time zone's, and is only info.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reviewer.analysis.dates import WEEKDAY_NAMES, WrittenDay, weekday_of
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level

_HINTS = tuple(name[:3] for name in WEEKDAY_NAMES)
_NEAR = 100
"""How many days from the story's own a date without a year may be."""
_GREGORIAN = 1930
"""Before it some countries of the news had another calendar."""
_JOINING = frozenset(("and", "or", "to", "through", "-", "–", "—", "&", "/"))


def _look_at_weekdays(story: Story) -> Iterator[Remark]:
    for at, unit in enumerate(story.units):
        text = unit.text
        if not unit.has_digits or not any(name in text for name in _HINTS):
            continue
        words = unit.words
        for day in unit.days:
            if day.weekday is not None and not _is_shared(words, day):
                yield from _compared(at, unit, day, story.date)


def _compared(at: int, unit: Unit, day: WrittenDay, published: date | None) -> Iterator[Remark]:
    meant = _meant(unit, day, published)
    if meant is None or day.weekday is None or day.weekday_at is None or meant.isoweekday() == day.weekday:
        return
    word = unit.words[day.weekday_at]
    apart = (meant.isoweekday() - day.weekday) % 7
    mild = day.year is None and apart in (1, 6)
    said, real = unit.text[day.start : day.end], WEEKDAY_NAMES[meant.isoweekday() - 1]
    message = f"“{said}” is a {real}" if day.year is not None else f"“{said}”, {meant.year}, is a {real}"
    yield Remark(word.start, word.end, message, level=Level.INFO if mild else None, at=at)


def _meant(unit: Unit, day: WrittenDay, published: date | None) -> date | None:
    """The day in the calendar; None where that is not sure."""
    if day.year is not None:
        return day.on(day.year) if day.year >= _GREGORIAN else None
    if published is None or _has_year(unit.words):
        return None
    if day.month is None:
        near = [each for shift in (-1, 0, 1) if (each := _in_month(published, shift, day.day))]
    else:
        near = [each for shift in (-1, 0, 1) if (each := day.on(published.year + shift))]
    nearest = min(near, key=lambda each: abs(each - published), default=None)
    return nearest if nearest is not None and abs(nearest - published) <= timedelta(_NEAR if day.month else 10) else None


def _in_month(published: date, shift: int, day: int) -> date | None:
    month = published.year * 12 + published.month - 1 + shift
    return WrittenDay(0, 0, day, month % 12 + 1, None, True, 0, 0).on(month // 12)


def _has_year(words: Sequence[Word]) -> bool:
    """Whether a year is written, which may be that of a date without one."""
    return any(len(word.text) == 4 and word.text.isdecimal() and word.text[:2] in ("19", "20") for word in words)


def _is_shared(words: Sequence[Word], day: WrittenDay) -> bool:
    """Whether weekday or date is one of several: `Monday and Tuesday, March 4 and 5`."""
    at = day.weekday_at or 0
    before = words[at - 1].text if at else ""
    following = words[at + 1].text if at + 1 < len(words) else ""
    if before in _JOINING and at > 1 and weekday_of(words[at - 2]):
        return True
    if following in _JOINING:
        return True
    last = words[day.last].text if day.last < len(words) else ""
    return (
        last in _JOINING
        and day.last + 1 < len(words)
        and words[day.last + 1].text[0].isdigit()
        and day.weekday_at != day.last + 1
    )


WEEKDAY_DATE = Check(
    "weekday-date",
    Level.WARNING,
    "A weekday that its date does not fall on: by the year that is written, else by the day the article was published. Without "
    "either nothing is said, and a day's difference from a date without a year is only info.",
    "inconsistency",
    story=_look_at_weekdays,
    bad=(
        "They will meet on Wednesday, March 4, 2021.",
        "It opened on March 4, 2021 (Monday).",
        "Tuesday, 4 March 2021, was cold.",
    ),
    good=(
        "They will meet on Thursday, March 4, 2021.",
        "They will meet on Wednesday, March 4.",
        "On Monday and Tuesday, March 4 and 5, 2019, it snowed.",
        "The Sun, March 5, 2021, had the story.",
    ),
)

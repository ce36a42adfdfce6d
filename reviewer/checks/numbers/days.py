"""Days and times that there are not: Feb. 30, Sept. 31st, 2021-13-01, at 25:70, 13:30 p.m.

A number after a month need not be a day (`in June 31 people died`): what follows it has to show that it is one.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator, Sequence

from reviewer.analysis.dates import LONGEST, MONTH_NAMES, WrittenDay
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_AFTER_A_DAY = frozenset(
    "at in on to for and with when the as from after before by that is was will has had this last next until through".split()
) | frozenset(".,;:)(?!\"”'’–-")
"""What can stand right after a day of the month, and hardly after a number of things."""
_QUOTES = ('"', "“", "”", "‘", "’", "'")
_NUMERIC = re.compile(r"(?<![\w.,/-])(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4}))(?![\w/-])", re.ASCII)
_TIME = re.compile(r"(?<![\d:.,-])(?<!\d: )(\d\d?)(?::(\d\d)(?![:\d]))?(?:\s?([ap]\.m\.?|[ap]m\b|[AP]M\b|o['’]clock))?", re.ASCII)
_HINTS = (":", "clock", "am", "pm", ".m", "AM", "PM")
_BEFORE_A_TIME = ("at ", "by ", "until ")
_HOURS = range(24, 30)
"""Past midnight, as some broadcasters count; minutes of a match go on."""
_MATCH = frozenset(
    "score scored scores goal goals led lead leads lap half period quarter minute minutes mark ratio set won win lost".split()
)
_BROADCAST = frozenset(
    "tv television radio broadcast broadcasts air airs aired airing program programme channel episode anime drama".split()
)


def _look_at_days(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    if not unit.has_digits:
        return
    if "-" in text or "/" in text:
        yield from (remark for found in _NUMERIC.finditer(text) if (remark := _numeric(found)) is not None)
    if any(map(text.__contains__, _HINTS)):
        yield from _times(unit)
    if "3" in text or "29" in text:
        words = unit.words
        yield from (remark for day in unit.days if (remark := _impossible(text, words, day)) is not None)


def _impossible(text: str, words: Sequence[Word], day: WrittenDay) -> Remark | None:
    if day.month is None or day.day < 29 or day.day > 39:
        return None
    longest = LONGEST[day.month - 1]
    leap = day.day == 29 and day.month == 2 and day.year is not None and day.on(day.year) is None
    if (day.day <= longest and not leap) or not _is_day(words, day):
        return None
    name = MONTH_NAMES[day.month - 1]
    if day.month == 2 and day.year is not None and not isleap(day.year):
        longest = 28
    reason = f"{day.year} is no leap year" if leap else f"{name} has {longest} days"
    return Remark(day.start, day.end, f"there is no “{text[day.start : day.end]}”: {reason}")


def _is_day(words: Sequence[Word], day: WrittenDay) -> bool:
    """Whether the number beside a month is surely a day."""
    if day.year is not None or day.weekday is not None:
        return True
    before = words[day.first - 1].text if day.first else ""
    after = words[day.last].text if day.last < len(words) else ""
    if before in _QUOTES and after in _QUOTES:
        return False  # the title of something
    if before in ("on", "On") and words[day.first].text[0].isdigit():
        return True
    if day.day > 31 and not (day.ordinal or before == "on"):
        return False
    if before in ("In", "in", "since", "Since", "By", "by") and not day.ordinal:
        return False
    return not after or after in _AFTER_A_DAY


def _numeric(found: re.Match[str]) -> Remark | None:
    if found[1]:
        month, day = int(found[2]), int(found[3])
        wrong = 1900 <= int(found[1]) <= 2100 and not _fits(int(found[1]), month, day)
    else:
        first, second, year = int(found[4]), int(found[5]), int(found[6])
        wrong = 1900 <= year <= 2100 and not _fits(year, first, second) and not _fits(year, second, first)
    return Remark(*found.span(), f"there is no day “{found[0]}”") if wrong else None


def _fits(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12:
        return False
    return WrittenDay(0, 0, day, month, year, False, 0, 0).on(year) is not None


def _times(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    for found in _TIME.finditer(text):
        minutes, half = found[2], found[3]
        if not minutes and not half:
            continue
        if half and half.isupper() and not minutes:
            continue  # "PM" is a prime minister too
        hour, minute = int(found[1]), int(minutes or 0)
        start, end = found.start(), found.end() if half else found.end(2)
        said = text[start:end]
        late = hour in _HOURS and hour + minute != 100 and text.endswith(_BEFORE_A_TIME, 0, start)
        if (minute > 59 and (half or late)) or (half and hour > 24):
            yield Remark(start, end, f"there is no time “{said}”")
        elif late and not half and hour > 24 and not text.endswith("by ", 0, start) and _MATCH.isdisjoint(unit.low):
            shown = unit.source_language == "ja" or not _BROADCAST.isdisjoint(unit.low)
            message = f"“{said}” is {hour - 24}:{minutes} a.m. of the next day" if shown else f"there is no time “{said}”"
            yield Remark(start, end, message, None, Level.INFO if shown else Level.WARNING)
        elif half and half.endswith("clock") and hour > 12:
            yield Remark(start, end, f"English counts to 12 before o’clock: “{said}”", _afternoon(hour, ""), Level.WARNING)
        elif half and half[0] in "pP" and 12 < hour < 24:
            yield Remark(start, end, f"“{said}” says afternoon twice", _afternoon(hour, minutes), Level.WARNING)
        elif half and half[0] in "aA" and hour > 12:
            yield Remark(start, end, f"there is no time “{said}”")


def _afternoon(hour: int, minutes: str | None) -> str:
    return f"{hour - 12}:{minutes} p.m." if minutes else f"{hour - 12} p.m." if hour < 24 else "midnight"


IMPOSSIBLE_DATE = Check(
    "impossible-date",
    Level.ERROR,
    "Days that no calendar has and times that no clock shows. A number after a month that counts something, and the minutes of a "
    "match, are left alone.",
    "numbers",
    unit=_look_at_days,
    bad=(
        "The talks will be held on Feb. 30.",
        "It opened on the 31st of June.",
        "The law took effect on February 29, 2021.",
        "The train left at 25:70.",
        "They met at 15 o'clock.",
        "The file is dated 2021-13-01.",
    ),
    good=(
        "In June 31 people died.",
        "The law took effect on February 29, 2024.",
        "He scored at 75:30.",
        "The bus leaves at 12:30 p.m. and 23:59.",
        "It began on May 31 and ended on 31/12/2021.",
    ),
)

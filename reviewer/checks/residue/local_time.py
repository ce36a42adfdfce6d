"""Days without a month, as they stand where the source says `24일(현지시간)`: English gives the date, or the weekday.

An ordinal before a noun is no day (the 24th Infantry, the 24th floor), and one with its month near is a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.lexicon import MONTHS
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)"
_WEEKDAY = r"(?:\s?\([A-Z][a-z]{2,8}\))?"
_DAYS = re.compile(
    rf"\b(?P<days>(?:[Oo]n |[Ff]rom |by |until |since )?(?:the )?(?:morning |afternoon |evening |night )?{_DAY}{_WEEKDAY}"
    rf"(?:(?: and | to |, | through )(?:the )?{_DAY}{_WEEKDAY})*)"
    r"(?P<zone> ?[\[(](?:local|Korean?|Japan(?:ese)?|U\.?S\.?) (?:standard )?time[^\])]{0,20}[\])]|,? local time\b)?"
)
_ORDINAL = re.compile(r"\d(?:th|st|nd|rd)\b")
_LOCAL = re.compile(r"\s?[\[(]\s?local (?:standard )?time\s?[\])]", re.IGNORECASE)
_CLOCK = re.compile(
    r"\d\s?(?:[ap]\.?m\.?|o['’]clock)[^()]{0,25}$|\d[:.]\d\d[^()]{0,25}$|\b(?:noon|midnight|hours)[^()]{0,25}$", re.I
)
_CLOCK_NEAR = 40
_MONTH_NEAR = 15
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)\]”\"])|\s+(?:that|to|in|at|with|when|after|as|for|by|from)\b")
_NO_DAY = re.compile(r"\b(?:hole|green|tee|birdie|bogey|par|down|floor|anniversary|place)\b")


def _look(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    has_zone = "time" in text
    if not has_zone and not (unit.has_digits and _ORDINAL.search(text)):
        return
    taken = []
    for found in _DAYS.finditer(text) if unit.has_digits else ():
        remark = _day(text, found)
        if remark is not None:
            taken.append((remark.start, remark.end))
            yield remark
    if has_zone:
        for found in _LOCAL.finditer(text):
            inside = any(start <= found.start() < end for start, end in taken)
            if not inside and not _CLOCK.search(text, max(0, found.start() - _CLOCK_NEAR), found.start()):
                yield Remark(*found.span(), "“local time” where no time is given", "", Level.INFO)


def _day(text: str, found: re.Match[str]) -> Remark | None:
    start, end = found.span()
    if _has_month(text, start, end):
        return None
    if found["zone"]:
        has_clock = _CLOCK.search(text, max(0, start - _CLOCK_NEAR), start)
        return Remark(start, end, f"“{found['days']}” is a day without its month", None, Level.INFO if has_clock else None)
    if not found["days"].startswith(("on ", "On ")) or not _ENDS.match(text, end) or _NO_DAY.search(text):
        return None
    return Remark(start, end, f"“{found['days']}” is a day without its month", None, Level.INFO)


def _has_month(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _MONTH_NEAR) : start] + " " + text[end : end + _MONTH_NEAR]
    return any(word.strip(".,()").lower() in MONTHS for word in around.split()) or "month" in around


LOCAL_TIME = Check(
    "local-time",
    Level.WARNING,
    "A day without its month and `(local time)` behind it. A day alone (`on the 24th`), or with the time of day, and "
    "`(local time)` after a date are only info; a time of day, and what is no day (the 24th floor), are left alone.",
    "locale-violation",
    unit=_look,
    bad=("The ministers met on the 16th (local time) in Geneva.", "The storm hit on the 9th and 10th (local time)."),
    good=("It began at 10 a.m. (local time).", "The 24th Infantry marked the 24th anniversary on the 24th floor."),
)

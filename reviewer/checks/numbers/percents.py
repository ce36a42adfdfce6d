"""Percentages that the numbers beside them do not give, and points that are called percent.

Only the plain form is reckoned: one old value (`from 100`), one new one (`to 115`), one change, near each other and in one
unit. All are taken as rounded to what is written; years, ages and what is only about so are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reviewer.analysis.amounts import Amount
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_SHARES = ("%", "points")
_APPROXIMATE = frozenset("about around roughly approximately some nearly almost over under approx".split())
_VAGUE = frozenset(("nearly", "almost", "over", "under", "than", "least", "most", "half"))
_RISING = frozenset(
    """
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing climb climbs climbed
    jump jumps jumped jumping surge surges surged surging gain gains gained gaining soar soared soaring up higher growth
    """.split()
)
_FALLING = frozenset(
    """
    fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped dropping decline declines declined
    declining shrink shrank shrunk sink sank slump slumped plunge plunged plunging slip slipped down lower cut reduced
    """.split()
)
_FAR = 14
"""How many tokens there may be between two of the three numbers."""
_SLACK = 0.03
"""How much of a change may have been lost by rounding twice."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What a sentence says of a change."""

    old: Amount
    new: Amount
    change: Amount
    rises: bool | None
    """Whether it says up or down; None where it says neither or both."""


def _look_at_percents(unit: Unit) -> Iterator[Remark]:
    told = _change(unit)
    if told is None or _is_points_for_percent(told):
        return
    change, text = told.change, unit.text
    said, old, new = (text[each.start : each.end] for each in (change, told.old, told.new))
    if told.old.unit == "%":
        if change.unit == "points" and not _touch(_apart(told), (change.low, change.high)):
            message = f"“{said}”: “{old}” and “{new}” are {abs(told.new.value - told.old.value):.4g} apart"
            yield Remark(change.start, change.end, message)
            return
    elif not _touch(_relative(told), (change.low, change.high)):
        real = abs(told.new.value / told.old.value - 1) * 100
        message = f"“{said}”: from “{old}” to “{new}” is {real:.3g} %"
        yield Remark(change.start, change.end, message)
        return
    if told.rises is not None and told.old.value != told.new.value and told.rises != (told.new.value > told.old.value):
        start, end = min(told.old.start, told.new.start), max(told.old.end, told.new.end)
        way = "fall" if told.rises else "rise"
        message = f"from “{old}” to “{new}” is a {way}"
        yield Remark(start, end, message)


def _look_at_points(unit: Unit) -> Iterator[Remark]:
    told = _change(unit)
    if told is None or not _is_points_for_percent(told):
        return
    words, change = unit.words, told.change
    said = unit.text[change.start : change.end]
    message = f"“{said}” is a difference of percentages, which is counted in percentage points"
    number = next(at for at in range(change.first, change.last) if words[at].text[0].isdigit())
    if number + 1 == change.last:
        yield Remark(change.start, change.end, message)  # the unit is joined to it: 3-percent
        return
    start = words[number + 1].start
    gap = "" if unit.text[start - 1].isspace() else " "
    yield Remark(start, change.end, message, f"{gap}percentage point{'' if change.value == 1 else 's'}")


def _change(unit: Unit) -> _Change | None:
    """The change that a sentence says, if it says exactly one and plainly."""
    text = unit.text
    if not ("%" in text or "percent" in text or "per cent" in text) or not ("from " in text or "From " in text):
        return None
    words = unit.words
    read = unit.amounts
    shares = [each for each in read if each.unit in _SHARES]
    olds, to = ([amount for amount in read if _before(words, amount) == word] for word in ("from", "to"))
    if len(olds) != 1 or len(shares) not in (1, 3):
        return None
    old = olds[0]
    rest = [each for each in read if each is not old and (each in to or each in shares or (old.unit and each.unit == old.unit))]
    picked = _new_and_change(words, old, rest, to) if len(rest) == 2 else None
    if picked is None or not _is_plain(words, old, *picked):
        return None
    new, change = picked
    return _Change(_as_exact(old, new), _as_exact(new, old), change, _direction(words, old, new, change))


def _as_exact(amount: Amount, other: Amount) -> Amount:
    """A round amount beside a finer one of its magnitude, hardly rounded itself: `1 million` beside `1.2 million`."""
    if other.step >= 1000 and 10 * other.step <= amount.step <= 100 * other.step:
        return replace(amount, step=other.step / 2)
    return amount


def _new_and_change(
    words: Sequence[Word], old: Amount, rest: Sequence[Amount], to: Sequence[Amount]
) -> tuple[Amount, Amount] | None:
    """Which of two numbers is the new value, and which the change."""
    if len(to) == 1:
        change = rest[0] if rest[1] is to[0] else rest[1]
        return to[0], change
    points = [each for each in rest if each.unit == "points"]
    if to or len(points) > 1:
        return None
    if points:
        return (rest[0] if rest[1] is points[0] else rest[1]), points[0]
    following = words[rest[0].last : rest[1].first]
    ways = [word.text for word in following if word.text in ("up", "down")]
    return (rest[0], rest[1]) if ways and len(following) <= 3 else None


def _before(words: Sequence[Word], amount: Amount) -> str:
    """The word before an amount; words like `about` between are looked through."""
    at = amount.first - 1
    while at >= 0 and words[at].text in _APPROXIMATE:
        at -= 1
    return words[at].text.casefold() if at >= 0 else ""


def _is_plain(words: Sequence[Word], old: Amount, new: Amount, change: Amount) -> bool:
    """Whether the three can be reckoned with: one unit, near each other, no years, nothing vague, nothing else between."""
    ordered = sorted((old, new, change), key=lambda each: each.first)
    if any(second.first - first.last > _FAR for first, second in pairwise(ordered)) or change.unit not in _SHARES:
        return False
    if (old.unit == "%") != (new.unit == "%") or (old.unit and new.unit and old.unit != new.unit) or old.value <= 0:
        return False
    if old.unit != "%" and (change.unit != "%" or min(old.value, new.value) < 10 or _are_years(words, old, new)):
        return False
    span = range(ordered[0].first - 3, ordered[-1].last)
    between = {words[at].text.casefold() for at in span if at >= 0}
    return not between & _VAGUE and ";" not in between and not _is_time(words, new)


def _are_years(words: Sequence[Word], *given: Amount) -> bool:
    """Whether one of them can be a year or a day."""
    for each in given:
        before = words[each.first - 1].text if each.first else ""
        if len(words[each.last - 1].text) == 4 and 1800 <= each.value <= 2100 and not each.unit:
            return True
        if before[:1].isupper() and before.casefold() not in ("from", "to"):
            return True
    return False


def _is_time(words: Sequence[Word], new: Amount) -> bool:
    following = words[new.last].text if new.last < len(words) else ""
    return following in ("a", "p", "am", "pm", "years", "months", "days", "weeks", "hours", "minutes", "levels", ":", "-", "–")


def _direction(words: Sequence[Word], old: Amount, new: Amount, change: Amount) -> bool | None:
    first, last = min(old.first, new.first, change.first), max(old.last, new.last, change.last)
    said = {word.text.casefold() for word in words[max(0, first - 3) : last + 2]}
    rises, falls = bool(said & _RISING), bool(said & _FALLING)
    return rises if rises != falls else None


def _is_points_for_percent(told: _Change) -> bool:
    """Whether a change of percentages is called percent and is their difference, which is not their ratio."""
    if told.old.unit != "%" or told.change.unit != "%" or told.change.spelled:
        return False
    said = (told.change.low, told.change.high)
    exact = abs(abs(told.new.value - told.old.value) - told.change.value) < told.change.step / 100
    return exact and not _touch(_relative(told), said)


def _apart(told: _Change) -> tuple[float, float]:
    """The least and the most that old and new can be apart."""
    low, high = told.new.low - told.old.high, told.new.high - told.old.low
    return (min(abs(low), abs(high)), max(abs(low), abs(high))) if low * high > 0 else (0.0, max(abs(low), abs(high)))


def _relative(told: _Change) -> tuple[float, float]:
    """Likewise in percent of the old one, with some slack."""
    low, high = _apart(told)
    return low / told.old.high * 100 * (1 - _SLACK) - 0.05, high / max(told.old.low, 1e-9) * 100 * (1 + _SLACK) + 0.05


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    slack = 1e-9 * max(1.0, abs(one[1]), abs(other[1]))
    return one[0] <= other[1] + slack and other[0] <= one[1] + slack


PERCENT_ARITHMETIC = Check(
    "percent-arithmetic",
    Level.WARNING,
    "A change in percent or points that the old and the new value beside it do not give, or that goes the other way. Only where "
    "one old value, one new one and one change stand in a sentence, with room for rounding.",
    "numbers",
    unit=_look_at_percents,
    bad=(
        "Sales rose 5.2 percent from 100 to 115.",
        "Turnout was 62 percent, up from 58 percent, an increase of 6 percentage points.",
        "Output fell 15 percent from 100 to 115.",
    ),
    good=(
        "Sales rose 15 percent from 100 to 115.",
        "Turnout was 62 percent, up from 58 percent, an increase of 4 percentage points.",
        "Sales rose 40 percent from 2010 to 2020.",
        "Prices rose 10 percent from March 3 to 10.",
    ),
    starts_low=True,
)

PERCENT_OR_POINTS = Check(
    "percent-or-points",
    Level.WARNING,
    "A difference of two percentages that is called percent: from 5 to 8 percent are 3 percentage points, and 60 percent.",
    "terminology",
    unit=_look_at_points,
    bad=(
        "Support rose 3 percent, from 45 percent to 48 percent.",
        "The rate is 8 percent, up 3 percent from 5 percent.",
    ),
    good=(
        "Support rose 3 percentage points, from 45 percent to 48 percent.",
        "The rate rose 60 percent, from 5 percent to 8 percent.",
        "The tax rose by between 3 and 5 percent.",
    ),
    starts_low=True,
)

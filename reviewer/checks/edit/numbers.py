"""Numbers that the editor changed, by value: 5 million for 5,000,000 and two for 2 are no change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reviewer.analysis.readings import Manner, Reading, readings
from reviewer.checks.check import Check, Remark
from reviewer.checks.edit.remarks import added, changed, removed
from reviewer.checks.edited import edited
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_JOINED = re.compile(r"(\d[\d.,]*)[^\W\d_]{3,}$")
_SMALL = 2
"""Up to this a number in words comes and goes with the wording: one, two."""


def _look(unit: Unit) -> Iterator[Remark]:
    both = edited(unit)
    machine = unit.machine or ""
    before = [_bare(each, machine) for each in readings(both.machine)]
    after = [_bare(each, unit.text) for each in readings(both.correction)]
    gone, came = _unmatched(before, after), _unmatched(after, before)
    told = []
    for old in gone:
        change = both.of_machine(old.start, old.end)
        within = change.correction if change else (0, 0)
        new = next((each for each in came if within[0] < each.end and each.start < within[1]), None)
        if new is not None and Manner.LOOSE not in (old.manner, new.manner):
            came.remove(new)
            told.append(changed(machine[old.start : old.end], unit.text[new.start : new.end], (new.start, new.end)))
        elif _says_by_itself(old) and not any(_is_same(old, each) for each in after):
            told.append(removed(machine[old.start : old.end], within[0]))
    new_ones = (new for new in came if _says_by_itself(new) and not any(_is_same(new, each) for each in before))
    told += [added(unit.text[new.start : new.end], (new.start, new.end)) for new in new_ones]
    yield from sorted(told, key=lambda remark: remark.start)


def _bare(reading: Reading, text: str) -> Reading:
    """The reading without a word that is joined to its digits: `105minutes`."""
    joined = _JOINED.match(text, reading.start, reading.end)
    return replace(reading, end=joined.end(1)) if joined else reading


def _unmatched(some: list[Reading], others: list[Reading]) -> list[Reading]:
    """Those of `some` for which there is none in `others`, each of which stands for one."""
    left = list(others)
    found = []
    for reading in some:
        # The same reading first: another that may also fit is kept for one that needs it.
        like = next((each for each in left if each.values == reading.values), None)
        like = like or next((each for each in left if _is_same(each, reading)), None)
        if like is None:
            found.append(reading)
        else:
            left.remove(like)
    return found


def _is_same(one: Reading, other: Reading) -> bool:
    return not one.values.isdisjoint(other.values)


def _says_by_itself(reading: Reading) -> bool:
    return reading.manner is Manner.DIGITS or (reading.manner is Manner.WORDS and min(reading.values) > _SMALL)


CHECK = Check(
    name="number-changed",
    level=Level.INFO,
    about="A number that the editor changed, added or took out, by value; one that only moved or is written otherwise is none.",
    issue="numbers",
    unit=_look,
    needs_edit=True,
    bad=("About 50 people came. => About 15 people came.", "It cost 5 million won. => It cost 5 billion won."),
    good=("It cost 5 million won. => It cost 5,000,000 won.", "The 2 ministers met in 2021. => In 2021, the two ministers met."),
)

"""Numbers of the source that the text does not say, and numbers of the text that the source does not, both by value.

Silent wherever a word can stand for the number (`both`, `twice`, `July`, 二人): only digits are ever reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reviewer.analysis.amounts import rounded
from reviewer.analysis.foreign_readings import foreign_readings
from reviewer.analysis.lexicon import WEEKDAYS
from reviewer.analysis.readings import YEARS, Manner, Reading, readings
from reviewer.checks.check import Check, Remark
from reviewer.checks.source.languages import source_language
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_SMALL = 2
"""Numbers up to this are often said by the form of a word: a day, both, another."""
_SAID_IN_A_WORD = 12
_DAYS = 31
_UNITS = ("mile", "feet", "foot", "inch", "acre", "pound", "yard", "ounce", "gallon", "°F", "degrees F")
"""Those that only an English text has."""
_LONGEST = 3_000
"""Characters; in longer texts it would take too long to put each number beside each."""
_READ = ("ko", "ja", "zh", "ru")


def source_numbers(unit: Unit) -> Iterator[Remark]:
    """Where the numbers of a text are not those of its source."""
    source = unit.source or ""
    language = source_language(unit)
    if language not in _READ or max(len(source), len(unit.text)) > _LONGEST:
        return
    if not (_has_digit(source) or _has_digit(unit.text)):
        return
    theirs = foreign_readings(source, language)
    ours = readings(unit.words)
    missing = [reading for reading in theirs if _counts(reading) and not any(map(reading.is_like, ours))]
    extra = [reading for reading in ours if _counts(reading) and not any(map(reading.is_like, theirs))]
    missing = [reading for reading in missing if not (_is_day(reading, source) and _names_weekday(unit))]
    if not any(map(_is_year, missing)):
        extra = [reading for reading in extra if not _is_year(reading)]
    extra = [reading for reading in extra if not _is_converted(reading, unit.text)]
    if len(missing) == 1 and extra and not _is_day(missing[0], source) and _is_one_sum(extra, unit.text):
        yield _instead(missing[0], extra, source, unit.text)
        return
    for reading in missing:
        level = Level.INFO if _is_often_left_out(reading, source) else None
        message = f"the source says {_said(reading, source)}, which is missing here"
        yield Remark(len(unit.text), len(unit.text), message, level=level)
    for reading in extra:
        words = unit.text[reading.start : reading.end]
        yield Remark(reading.start, reading.end, f"“{words}” is not in the source", level=Level.INFO)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _counts(reading: Reading) -> bool:
    value = max(reading.values)
    return reading.manner is Manner.DIGITS and (value > _SMALL or not value.is_integer())


def _is_day(reading: Reading, source: str) -> bool:
    """Whether it is a day of the month, which may become a weekday."""
    return max(reading.values) <= _DAYS and source[reading.end : reading.end + 1] in ("日", "일", "号")


def _is_often_left_out(reading: Reading, source: str) -> bool:
    """Whether good translations leave it out or say it otherwise: days, years, and what is small enough for a word."""
    value = max(reading.values)
    return value <= _SAID_IN_A_WORD or _is_day(reading, source) or _is_year(reading)


def _is_year(reading: Reading) -> bool:
    """Whether it may be a year, which editors add and leave out."""
    return any(value in YEARS for value in reading.values)


def _names_weekday(unit: Unit) -> bool:
    return any(word.text.casefold() in WEEKDAYS and word.text[0].isupper() for word in unit.words)


def _is_converted(reading: Reading, text: str) -> bool:
    """Whether it is the same amount in another unit, or stands in brackets, as what editors add does."""
    is_in_brackets = text.rfind("(", 0, reading.start) > text.rfind(")", 0, reading.start)
    return is_in_brackets or text[reading.end :].lstrip(" -").startswith(_UNITS)


def _is_one_sum(extra: Sequence[Reading], text: str) -> bool:
    """Whether they are one number, or the parts of one with a space between: `9 trillion 4,200 billion`."""
    return all(text[one.end : other.start] == " " for one, other in pairwise(extra))


def _instead(missing: Reading, extra: Sequence[Reading], source: str, text: str) -> Remark:
    start, end = extra[0].start, extra[-1].end
    words = text[start:end]
    return Remark(start, end, f"“{words}” where the source says {_said(missing, source)}")


def _said(reading: Reading, source: str) -> str:
    """The number in the source's own signs, and its value where these are not plain."""
    words = source[reading.start : reading.end]
    value = max(reading.values) if len(reading.values) == 1 else None
    if value is None or words.isascii() or not value.is_integer() or not any(not sign.isdigit() for sign in words):
        return f"“{words}”"
    return f"“{words}” ({rounded(value, 6)})"


CHECK = Check(
    name="source-numbers",
    level=Level.WARNING,
    about=(
        "A number of the source that is missing or is another one here, by value: 5억 is 500 million. Small ones, days and years "
        "that are missing, and numbers that are only here, are info; those that a word can stand for are left alone."
    ),
    issue="numbers",
    unit=source_numbers,
    needs_source=True,
    bad=(
        "피해 규모는 5억 원이다. => The damage amounts to 5 million won.",
        "１０万人が参加した。 => 10,000 people took part.",
    ),
    good=(
        "피해 규모는 5억 원이다. => The damage amounts to 500 million won.",
        "会議は午後7時に始まった。 => The meeting began at 19:00.",
    ),
)

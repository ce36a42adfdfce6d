"""The numbers in an English text, each with its place and with every value that its words may mean.

`reviewer.analysis.numerals` says which numbers a phrase holds; this says where they stand, so that those of two texts can be put
side by side. The rule is that a doubtful reading adds a value and takes none away: `7 p.m.` is 7 and 19, `1990s` is 1990 and 90,
and whoever compares is silent as soon as one of them fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reviewer.analysis.lexicon import MAGNITUDES, MONTHS, NUMBER_WORDS, ORDINALS, SUFFIXES
from reviewer.analysis.words import Word

YEARS = range(1_800, 2_100)
"""Numbers that can be years."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[,.\s](?=\d{3}(?:\D|$))")
_TENS = {f"{word[:-1]}ies": value for word, value in NUMBER_WORDS.items() if value >= 20}
_BEHIND: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("once single sole another annual", (1.0,)),
    ("twice both couple pair twin twins double doubled doubling twofold halves halved", (2.0,)),
    ("triple tripled tripling threefold thrice thirds", (3.0,)),
    ("quadruple quadrupled", (4.0,)),
    ("half", (0.5, 2.0, 30.0, 50.0)),
    ("quarter", (0.25, 3.0, 4.0, 15.0, 25.0)),
    ("quarters", (0.25, 4.0, 75.0)),
    ("fifths", (5.0,)),
    ("week weeks", (7.0,)),
    ("tenths decade decades teens teenage teenager teenagers", (10.0,)),
    ("dozen dozens year noon", (12.0,)),
    ("midnight", (0.0, 12.0, 24.0)),
    ("fortnight", (2.0, 14.0)),
    ("century percent", (100.0,)),
)
_LOOSE: dict[str, tuple[float, ...]] = {word: values for words, values in _BEHIND for word in words.split()} | {
    word: (float(value),) for word, value in _TENS.items()
}
"""Words that a number may stand behind."""
_ROUNDED = 0.02
_HALF_PAST = 30
_TOO_LONG = 300
"""Digits past which a number is more than a float can hold."""
_CLOCK = ("p", "pm", "o'clock", "o’clock", "a", "am")


class Manner(Enum):
    """How a number is written, and so what may be made of it."""

    DIGITS = "digits"
    WORDS = "words"
    LOOSE = "loose"
    """A word or a name that a number may stand behind: `both`, `July`, `G7`, `third`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number and where it stands."""

    start: int
    end: int
    """`[start, end)` in code points of the text."""
    values: frozenset[float]
    """All that it may say."""
    manner: Manner

    def is_like(self, other: Reading) -> bool:
        """Whether both may say the same, long numbers rounded to their first digits."""
        return not self.values.isdisjoint(other.values) or any(
            _is_near(one, another) for one in self.values if one >= 1_000 for another in other.values
        )


def readings(words: Iterable[Word]) -> list[Reading]:
    """The numbers among `words`, the tokens of an English text without white space, in order."""
    parts = [part for word in words for part in _parts(word)]
    found = []
    at = 0
    while at < len(parts):
        read = _read(parts, at)
        if read is None:
            at += 1
            continue
        reading, at = read
        found.append(reading)
    return found


def number(digits: str) -> float:
    """The value of digits with what parts their thousands and decimals, in the English way; of too many, infinity."""
    plain = digits.replace(" ", ",").replace("\u00a0", ",").replace("\u202f", ",")
    if plain.count(".") == 1 or not plain.count("."):
        plain = plain.replace(",", "") if _THOUSANDS.search(plain) or "." in plain else plain.replace(",", ".")
    else:
        plain = _THOUSANDS.sub("", plain)
    try:
        return float(plain)
    except ValueError:
        return float("inf")


def parts_of(digits: str) -> set[float]:
    """The numbers in what is no single one: a date with points, a version."""
    return {float(part) for part in re.split(r"[.,]", digits) if part.isdecimal() and len(part) < _TOO_LONG}


def hours(hour: float) -> set[float]:
    """The same hour on a clock of 12 and on one of 24."""
    return {hour, hour + 12, hour - 12} if hour > 12 else {hour, hour + 12}


def _is_near(one: float, other: float) -> bool:
    """Whether the one is the other with fewer digits."""
    if abs(one - other) > _ROUNDED * max(one, other) or float("inf") in (one, other):
        return False
    short, long = sorted((one, other), key=lambda value: len(f"{value:.12g}".rstrip("0")))
    digits = len(f"{short:.0f}".rstrip("0"))
    return float(f"{long:.{digits - 1}e}") == short


def _parts(word: Word) -> Iterator[Word]:
    """The word, or what hyphens part in one that has a number in it."""
    text = word.text
    if "-" not in text and "–" not in text:
        yield word
        return
    pieces = text.replace("–", "-").split("-")
    if not any(piece[:1].isdecimal() or piece.casefold() in NUMBER_WORDS or piece[-1:].isdecimal() for piece in pieces):
        yield word
        return
    start = word.start
    name = ""
    for piece in pieces:
        # A number after a capital belongs to a name: F-16, COVID-19.
        if name and piece[:1].isdecimal():
            yield Word(start - len(name) - 1, start + len(piece), f"{name}-{piece}")
        elif piece and not _is_name(piece):
            yield Word(start, start + len(piece), piece)
        name = piece if _is_name(piece) else ""
        start += len(piece) + 1


def _is_name(piece: str) -> bool:
    return piece[:1].isupper() and piece.casefold() not in MONTHS and piece.casefold() not in NUMBER_WORDS


def _read(parts: Sequence[Word], at: int) -> tuple[Reading, int] | None:
    """The number that begins at the part `at`, and the part after it."""
    word = parts[at]
    small = word.text.casefold()
    if small[0].isdecimal():
        return _digits(parts, at)
    ahead = [part.text.casefold() for part in parts[at + 1 : at + 3]] if small in ("a", "an", "half") else []
    if small in NUMBER_WORDS or (ahead and (ahead[0] in MAGNITUDES or (ahead[0] == "a" and ahead[-1] in MAGNITUDES))):
        return _spelled(parts, at)
    values: Iterable[float] = _LOOSE.get(small, ())
    if small in MAGNITUDES:
        values = (MAGNITUDES[small],)
    elif small in ORDINALS:
        values = (ORDINALS[small],)
    elif small in MONTHS and word.text[0].isupper():
        values = (MONTHS[small],)
    elif word.text.isupper() and len(small) > 1 and not small.strip("ivx"):
        values = (float(_roman(small)),)
    elif not small.isalpha():
        values = tuple(number(found) for found in _NUMBER.findall(small))
    return (Reading(word.start, word.end, frozenset(values), Manner.LOOSE), at + 1) if values else None


def _digits(parts: Sequence[Word], at: int) -> tuple[Reading, int]:
    word = parts[at]
    small = word.text.casefold()
    found = _NUMBER.match(small)
    text, rest = (found[0], small[found.end() :]) if found else (small, "")
    after = at + 1
    while not rest and after < len(parts) and _goes_on(text, parts[after - 1], parts[after]):
        text += parts[after].text
        after += 1
    value = number(text)
    values = {value}
    after, times = _magnitude(parts, after)
    end = parts[after - 1].end
    if times:
        values = {value * times}
    elif rest in SUFFIXES:
        values.add(value * SUFFIXES[rest])
    elif value in YEARS:
        values.add(value % 100)
    following = parts[after].text.casefold() if after < len(parts) else ""
    if value <= 24 and (following in _CLOCK or following == ":" or rest in _CLOCK):
        values |= hours(value)
    if value == _HALF_PAST and at and parts[at - 1].text == ":":
        values.add(0.5)
    is_full_hour = text == "00" and at > 0 and parts[at - 1].text == ":"
    if value == float("inf"):
        values |= parts_of(text)
    is_loose = is_full_hour or value == float("inf")
    return Reading(word.start, end, frozenset(values), Manner.LOOSE if is_loose else Manner.DIGITS), after


def _goes_on(text: str, last: Word, word: Word) -> bool:
    """Whether `word` is the next three digits of a number whose thousands are parted by spaces."""
    return len(word.text) == 3 and word.text.isdecimal() and word.start == last.end + 1 and len(text) <= 3 and text.isdecimal()


def _roman(signs: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[sign] for sign in signs]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


def _magnitude(parts: Sequence[Word], at: int) -> tuple[int, float]:
    times = 1.0
    while at < len(parts) and parts[at].text.casefold() in (*MAGNITUDES, "dozen"):
        times *= MAGNITUDES.get(parts[at].text.casefold(), 12)
        at += 1
    return at, times if times > 1 else 0


def _spelled(parts: Sequence[Word], at: int) -> tuple[Reading, int]:
    start = at
    first = parts[at].text.casefold()
    total, section = 0.0, 0.5 if first == "half" else float(NUMBER_WORDS.get(first, 1))
    at += 2 if first == "half" and parts[at + 1].text.casefold() == "a" else 1
    while at < len(parts):
        small = parts[at].text.casefold()
        is_linked = small == "and" and section >= 100 and section % 100 == 0
        if is_linked and at + 1 < len(parts) and parts[at + 1].text.casefold() in NUMBER_WORDS:
            at += 1
            small = parts[at].text.casefold()
        if small in MAGNITUDES and MAGNITUDES[small] > 100:
            total, section = total + section * MAGNITUDES[small], 0.0
        elif small in MAGNITUDES:
            section *= 100
        elif small == "dozen":
            section *= 12
        elif small in NUMBER_WORDS and _may_follow(section, NUMBER_WORDS[small]):
            section += NUMBER_WORDS[small]
        elif small in ORDINALS and section % 10 == 0 and section >= 20:
            section += ORDINALS[small]
        else:
            break
        at += 1
    return Reading(parts[start].start, parts[at - 1].end, frozenset({total + section}), Manner.WORDS), at


def _may_follow(section: float, more: int) -> bool:
    return (section % 100 == 0 and 0 < more < 100) or (section % 10 == 0 and section % 100 >= 20 and 0 < more < 10)

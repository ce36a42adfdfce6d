"""The amounts that an English text says: how much, in what unit, how exactly, and where it stands.

    amounts(words) -> list[Amount]      `words` are a text's tokens without white space (`Unit.words`)
    in_english(4e10) -> "40 billion"
    rounded(1234567, 3) -> "1.23 million"

`reviewer.analysis.readings` has every value that a number may mean, so that two texts can be compared; this has the one value
that can be reckoned with. It has the magnitude in it, its unit has one spelling (`USD`, `%`, `points`, `km`; empty for what is
counted), and its step is what one more in the last written place would be. So `40,000 million won`, `40 billion won` and `₩40bn`
are one value of one unit. What is no plain number is none: ordinals, decades, scores, versions, telephone numbers, and whatever
is grouped wrongly, which a check has to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.analysis.lexicon import CURRENCIES, MAGNITUDES, NUMBER_WORDS, SUFFIXES
from reviewer.analysis.words import Word

_NUMBER = re.compile(
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}|\d+(?:\.\d+)?)([^\W\d_]*)((?:-[^\W\d_]+)*)", re.ASCII
)
"""Digits, letters that follow at once, and words that a hyphen joins to them."""
_FIRST_LETTERS = frozenset(letter for word in NUMBER_WORDS for letter in (word[0], word[0].upper()))
_LONGEST = 40
"""Past so many characters a number is none that anybody counts."""
_LARGE = (("trillion", 10**12), ("billion", 10**9), ("million", 10**6))
"""The magnitudes that news writes behind digits."""
_SIGNS = frozenset(sign for sign in CURRENCIES if not sign.isalpha())
_MEASURES = {
    name: unit
    for unit, names in {
        "km": "kilometer kilometers kilometre kilometres km kms kph", "mile": "mile miles mph",
        "m": "meter meters metre metres", "foot": "foot feet ft", "cm": "centimeter centimeters centimetre centimetres cm",
        "inch": "inch inches", "kg": "kilogram kilograms kilo kilos kg kgs", "pound": "pound pounds lb lbs", "g": "gram grams",
        "ounce": "ounce ounces oz", "hectare": "hectare hectares ha", "acre": "acre acres", "liter": "liter liters litre litres",
        "gallon": "gallon gallons", "°C": "celsius °c", "°F": "fahrenheit °f",
    }.items()
    for name in names.split()
}  # fmt: skip
_TEMPERATURES = {"c": "°C", "f": "°F"}
_PERCENT = frozenset(("%", "％", "percent", "pct", "pc"))
_POINTS = frozenset(("point", "points", "pp"))

_Read = tuple[float, float, str, bool]
"""The value and the step of a number, what is joined to it, and whether it is spelled."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of what."""

    start: int
    end: int
    """`[start, end)` in code points, with the unit and the sign of a currency."""
    value: float
    unit: str
    """A code of ISO 4217, `%`, `points`, or a measure in the singular; empty where it is none of these."""
    step: float
    """What one more in the last place that is written would be."""
    first: int
    last: int
    """`[first, last)` in the tokens."""
    spelled: bool
    """Whether it has no digits."""

    @property
    def low(self) -> float:
        """The least that is written so when it is rounded."""
        return self.value - self.step / 2

    @property
    def high(self) -> float:
        """The most."""
        return self.value + self.step / 2


def amounts(words: Sequence[Word]) -> list[Amount]:
    """The amounts in the tokens of a text, white space left out, in order."""
    found: list[Amount] = []
    at = 0
    while at < len(words):
        text = words[at].text
        if "0" <= text[0] <= "9" or (text[0] in _FIRST_LETTERS and text.casefold().partition("-")[0] in NUMBER_WORDS):
            amount = _amount(words, at)
            if amount is not None:
                found.append(amount)
                at = amount.last
                continue
        at += 1
    return found


def rounded(value: float, digits: int) -> str:
    """`value` in about so many digits, a large one with its magnitude."""
    for name, size in _LARGE:
        if value >= size:
            return f"{value / size:.{digits}g} {name}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.{digits}g}"


def in_english(value: float) -> str | None:
    """How a newspaper writes a large `value`, `40 billion`; None where that would take more than three digits after the point."""
    for name, size in _LARGE:
        if value >= size:
            told = f"{value / size:.3f}".rstrip("0").rstrip(".")
            return f"{told} {name}" if abs(float(told) * size - value) <= value / 10**9 and value < 10**15 else None
    return f"{value:,.0f}" if value == int(value) else None


def _amount(words: Sequence[Word], at: int) -> Amount | None:
    """The amount whose number is the token `at`."""
    read = _digits(words[at].text) or _spelled(words[at].text)
    if read is None:
        return None
    value, step, joined, spelled = read
    last = at + 1
    while last < len(words) and not joined and (size := MAGNITUDES.get(words[last].text.casefold())):
        value, step, last = value * size, step * size, last + 1
    value, step, last = _and_more(words, value, step, last)
    first, unit = _sign(words, at)
    unit, last = (unit or _unit_of(joined), last) if joined else _unit(words, last, unit)
    return Amount(words[first].start, words[last - 1].end, value, unit, step, first, last, spelled)


def _digits(text: str) -> _Read | None:
    found = _NUMBER.fullmatch(text)
    if found is None or len(found[1]) > _LONGEST:
        return None
    digits, letters, joined = found[1].replace(",", ""), found[2].casefold(), found[3].casefold()
    value, step = float(digits), 10.0 ** -len(digits.partition(".")[2])
    if size := SUFFIXES.get(letters):
        value, step, letters = value * size, step * size, ""
    return (value, step, letters or joined.lstrip("-"), False) if not letters or _unit_of(letters) else None


def _spelled(text: str) -> _Read | None:
    """`five`, `twenty-five`, `three-point`."""
    parts = text.casefold().split("-")
    value, following = NUMBER_WORDS.get(parts[0]), NUMBER_WORDS.get(parts[1]) if len(parts) > 1 else None
    if value is None:
        return None
    if following is None:
        return float(value), 1.0, "-".join(parts[1:]), True
    return (float(value + following), 1.0, "-".join(parts[2:]), True) if value >= 20 and 0 < following < 10 else None


def _and_more(words: Sequence[Word], value: float, step: float, last: int) -> tuple[float, float, int]:
    """Adds the smaller magnitude after a greater one: `1 trillion 200 billion`."""
    if step < 1000 or last + 1 >= len(words):
        return value, step, last
    size, more = MAGNITUDES.get(words[last + 1].text.casefold()), _digits(words[last].text)
    if more is None or size is None or more[2] or more[0] * size >= step:
        return value, step, last
    return value + more[0] * size, more[1] * size, last + 2


def _sign(words: Sequence[Word], at: int) -> tuple[int, str]:
    """The token with which a number begins, and its currency; letters before the sign are part of it: `HK$`."""
    if at == 0 or words[at - 1].text not in _SIGNS or words[at - 1].end != words[at].start:
        return at, ""
    sign = words[at - 1]
    code = CURRENCIES[sign.text]
    letters = words[at - 2] if at > 1 else sign
    if letters.end == sign.start and letters.text.isalpha() and letters.text.isupper():
        return at - 2, code if letters.text == "US" else f"{letters.text}{sign.text}"
    return at - 1, code


def _unit(words: Sequence[Word], last: int, unit: str) -> tuple[str, int]:
    """The unit of a number that ends before the token `last`, and the token after the unit; `unit` is that of its sign."""
    if last < len(words) and words[last].text in ("C", "F"):
        return _TEMPERATURES[words[last].text.casefold()], last + 1
    match [word.text.casefold() for word in words[last : last + 2]]:
        case [first, *_] if unit:
            return unit, last + (CURRENCIES.get(first) == unit)
        case ["per", "cent"]:
            return "%", last + 2
        case ["percentage" | "%" | "percent", points] if points in _POINTS:
            return "points", last + 2
        case ["us", dollars] if CURRENCIES.get(dollars) == "USD":
            return "USD", last + 2
        case ["square" | "sq" | "cubic" as power, measure] if measure in _MEASURES:
            return f"{power[:2]} {_MEASURES[measure]}", last + 2
        case ["degrees" | "°", measure] if measure in _TEMPERATURES or measure in ("celsius", "fahrenheit"):
            return _TEMPERATURES[measure[0]], last + 2
        case [first, *_] if known := _unit_of(first):
            return known, last + 1
        case _:
            return unit, last


def _unit_of(word: str) -> str:
    """The unit that a word in small letters names, or the last of several that hyphens join; empty where it names none."""
    last = word.rpartition("-")[2]
    if last in _PERCENT:
        return "%"
    if last in _POINTS:
        return "points"
    return CURRENCIES.get(last) or _MEASURES.get(last, "")

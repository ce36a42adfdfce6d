"""Conversions in brackets that disagree: `30,000 won ($250)`, `100 kilometers (160 miles)`.

Two measures have one ratio, which is known. Two currencies have one within an article: what differs from the others there
is said, and what is another magnitude than such sums have been for decades. All are taken as rounded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reviewer.analysis.amounts import Amount, rounded
from reviewer.analysis.lexicon import CURRENCIES
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level

_PER_DOLLAR = {
    "USD": 1.0,
    "EUR": 0.9,
    "GBP": 0.75,
    "JPY": 115.0,
    "KRW": 1150.0,
    "CNY": 7.0,
    "RUB": 30.0,
    "INR": 45.0,
    "UAH": 15.0,
}
"""About the middle of what a dollar was worth in forty years; they only have to have the right number of digits."""
_SIZES = {
    "km": ("length", 1000.0), "mile": ("length", 1609.344), "m": ("length", 1.0), "foot": ("length", 0.3048),
    "cm": ("length", 0.01), "inch": ("length", 0.0254), "kg": ("mass", 1.0), "pound": ("mass", 0.45359237), "g": ("mass", 0.001),
    "ounce": ("mass", 0.028349523), "hectare": ("area", 10_000.0), "acre": ("area", 4046.8564),
}  # fmt: skip
_MONEY = frozenset(CURRENCIES.values())
_ABOUT = frozenset(
    ("about", "around", "approximately", "roughly", "or", "approx", ".", "some", "equivalent", "to", "nearly", "over")
)
_PER = frozenset(("per", "an", "a", "hour", "/", "h", "second"))
_LOOSE = 0.1
"""How far two conversions may be apart."""
_FACTOR = 6.0
"""From how many times too much or too little on it is another magnitude: a decade of exchange rates makes three of it."""


@dataclass(frozen=True, slots=True)
class _Conversion:
    """An amount, and the one that stands after it in brackets."""

    unit: int
    """The index in the story."""
    said: Amount
    inside: Amount

    @property
    def ratio(self) -> float:
        """How many of the first unit make one of the second."""
        return self.said.value / self.inside.value

    def range(self, loose: float = _LOOSE) -> tuple[float, float]:
        """The least and the most that is written so, with some room."""
        low = max(self.said.low, 0.0) / self.inside.high * (1 - loose)
        return low, self.said.high / max(self.inside.low, self.inside.value / 10) * (1 + loose)

    def can_be(self, ratio: float) -> bool:
        """Whether it is rounded from a conversion at `ratio`."""
        low, high = self.range()
        return low <= ratio <= high

    def is_far(self, ratio: float) -> bool:
        """Whether it is another magnitude than at `ratio`."""
        return max(self.ratio / ratio, ratio / self.ratio) >= _FACTOR


_Disagreement = tuple[Remark, bool]
"""What is said of a conversion, and whether it is another magnitude."""


def _look_at_conversions(story: Story) -> Iterator[Remark]:
    return (remark for remark, is_far in _disagreements(story) if not is_far)


def _look_at_magnitudes(story: Story) -> Iterator[Remark]:
    return (remark for remark, is_far in _disagreements(story) if is_far)


def _disagreements(story: Story) -> Iterator[_Disagreement]:
    money: defaultdict[tuple[str, str], list[_Conversion]] = defaultdict(list)
    for at, unit in enumerate(story.units):
        text = unit.text
        if "(" not in text or not unit.has_digits:
            continue
        for said, inside in _pairs(unit):
            conversion = _Conversion(at, said, inside)
            if said.unit in _MONEY and inside.unit in _MONEY:
                money[said.unit, inside.unit].append(conversion)
            else:
                yield from _measured(text, conversion)
    for currencies, conversions in money.items():
        yield from _exchanged(story, currencies, conversions)


def _pairs(unit: Unit) -> Iterator[tuple[Amount, Amount]]:
    """An amount with another unit alone in the brackets after it."""
    words, read = unit.words, unit.amounts
    for at, (said, inside) in enumerate(pairwise(read)):
        if at and _goes_on(words, read[at - 1], said):
            continue
        if not said.unit or not inside.unit or said.unit == inside.unit or min(said.value, inside.value) <= 0:
            continue
        between = [word.text.casefold() for word in words[said.last : inside.first]]
        if "(" not in between:
            continue
        opening = between.index("(")
        closes = inside.last < len(words) and words[inside.last].text in (")", *_PER)
        if set(between[:opening]) <= _PER and set(between[opening + 1 :]) <= _ABOUT and closes:
            yield said, inside


def _goes_on(words: Sequence[Word], before: Amount, said: Amount) -> bool:
    """Whether an amount is the second part of a length or of a range: `6 feet 2 inches`, `10 to 20 miles`."""
    apart = said.first - before.last
    return (apart == 0 and before.unit != "") or (apart == 1 and words[before.last].text in ("to", "and", "or", "-", "–", ","))


def _measured(text: str, conversion: _Conversion) -> Iterator[_Disagreement]:
    said, inside = conversion.said, conversion.inside
    if {said.unit, inside.unit} == {"°C", "°F"}:
        if not _same_warmth(said, inside):
            yield _remark(text, conversion, f"it would be {_degrees(said)}"), False
        return
    real = _ratio(said.unit, inside.unit)
    if real is not None and not conversion.can_be(real):
        yield _remark(text, conversion, f"it would be {rounded(said.value / real, 3)}"), conversion.is_far(real)


def _ratio(one: str, other: str) -> float | None:
    """How many of `one` make one of `other`, where both measure the same."""
    power_of_one, _, one = one.rpartition(" ")
    power_of_other, _, other = other.rpartition(" ")
    if power_of_one != power_of_other:
        return None
    (dimension, size), (other_dimension, other_size) = _SIZES.get(one, ("", 0.0)), _SIZES.get(other, (" ", 0.0))
    exponent = {"": 1, "sq": 2, "cu": 3}[power_of_one]
    return (other_size / size) ** exponent if dimension == other_dimension else None


def _same_warmth(said: Amount, inside: Amount) -> bool:
    """Whether two temperatures, or two differences of temperature, are the same; a sign before them is not looked at."""
    celsius, fahrenheit = (said, inside) if said.unit == "°C" else (inside, said)
    room = 1 + (celsius.step * 1.8 + fahrenheit.step) / 2
    degrees, told = celsius.value * 1.8, fahrenheit.value
    return any(abs(real - told) <= room for real in (degrees + 32, degrees, 32 - degrees, degrees - 32))


def _degrees(said: Amount) -> str:
    return f"{(said.value - 32) / 1.8 if said.unit == '°F' else said.value * 1.8 + 32:.0f}"


def _exchanged(story: Story, currencies: tuple[str, str], conversions: Sequence[_Conversion]) -> Iterator[_Disagreement]:
    """What differs from the others, or from what the currencies were ever worth."""
    known = [_PER_DOLLAR.get(code) for code in currencies]
    usual = known[0] / known[1] if known[0] and known[1] else None
    near = []
    for each in conversions:
        if usual is not None and each.is_far(usual) and not each.can_be(usual):
            yield _remark(story.units[each.unit].text, each, "one of the two is wrong by a magnitude"), True
        else:
            near.append(each)
    if len(near) < 2:
        return
    middle = sorted(each.ratio for each in near)[len(near) // 2]
    is_decided = len(near) > 2 and sum(each.can_be(middle) for each in near) * 2 > len(near)
    rate = middle if is_decided else near[0].ratio
    for each in near:
        if not (each.can_be(rate) if is_decided else _meet(each, near[0])):
            real = f"at the rate of the rest of the article it would be {rounded(each.said.value / rate, 3)}"
            yield _remark(story.units[each.unit].text, each, real), each.is_far(rate)


def _meet(one: _Conversion, other: _Conversion) -> bool:
    """Whether two can have one rate; each has half of the room."""
    (low, high), (least, most) = one.range(_LOOSE / 2), other.range(_LOOSE / 2)
    return low <= most and least <= high


def _remark(text: str, conversion: _Conversion, said: str) -> Remark:
    start = conversion.said.start
    end = conversion.inside.end + text[conversion.inside.end :].startswith(")")
    return Remark(start, end, f"“{text[start:end]}”: {said}", at=conversion.unit)


CONVERSION = Check(
    "conversion",
    Level.WARNING,
    "A conversion in brackets that disagrees: miles, kilograms or degrees that are not so many, an exchange rate unlike the "
    "others in the article. Ten percent and all rounding are let pass.",
    "numbers",
    story=_look_at_conversions,
    bad=(
        "It is 100 kilometers (160 miles) away.",
        "It cost 12,000 won ($10). | The other cost 30,000 won ($25). | The third cost 24,000 won ($28).",
        "It was 30 degrees Celsius (100 degrees Fahrenheit).",
    ),
    good=(
        "It is 100 kilometers (62 miles) away.",
        "It cost 1,200 won ($1). | The other cost 1,900 won ($1.5).",
        "Temperatures rose 2 degrees Celsius (3.6 degrees Fahrenheit).",
    ),
    starts_low=True,
)

CONVERSION_MAGNITUDE = Check(
    "conversion-magnitude",
    Level.WARNING,
    "A conversion in brackets that is wrong by about ten times or more: measures by their ratio, currencies by what they were "
    "worth in decades.",
    "numbers",
    story=_look_at_magnitudes,
    bad=(
        "The fine is 30,000 won ($250).",
        "It is 100 kilometers (620 miles) away.",
    ),
    good=(
        "The fine is 30,000 won ($25).",
        "It is 100 kilometers (62 miles) away.",
        "The flat is 1.2 billion won ($1 million).",
    ),
)

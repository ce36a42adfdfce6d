"""How much of what an English text says."""

from __future__ import annotations

import pytest

from reviewer.analysis.amounts import amounts, in_english, rounded
from reviewer.analysis.words import words

ROWS: dict[str, list[tuple[str, float, str]]] = {
    "": [],
    "the talks": [],
    "5": [("5", 5, "")],
    "40,000 million won": [("40,000 million won", 4e10, "KRW")],
    "40 billion won": [("40 billion won", 4e10, "KRW")],
    "₩40bn": [("₩40bn", 4e10, "KRW")],
    "US$36 million": [("US$36 million", 3.6e7, "USD")],
    "HK$5": [("HK$5", 5, "HK$")],
    "$5 dollars": [("$5 dollars", 5, "USD")],
    "5 US dollars": [("5 US dollars", 5, "USD")],
    "12,34,567 rupees": [("12,34,567 rupees", 1234567, "INR")],
    "1 trillion 200 billion won": [("1 trillion 200 billion won", 1.2e12, "KRW")],
    "1 trillion 2,000 won": [("1 trillion", 1e12, ""), ("2,000 won", 2000, "KRW")],
    "5.2 percent and 3 per cent": [("5.2 percent", 5.2, "%"), ("3 per cent", 3, "%")],
    "0.3 percentage points": [("0.3 percentage points", 0.3, "points")],
    "a 6-point rise": [("6-point", 6, "points")],
    "twenty-five percent": [("twenty-five percent", 25, "%")],
    "100km (62 miles)": [("100km", 100, "km"), ("62 miles", 62, "mile")],
    "10 square kilometers": [("10 square kilometers", 10, "sq km")],
    "30 degrees Celsius, 5 °F, 3 C": [("30 degrees Celsius", 30, "°C"), ("5 °F", 5, "°F"), ("3 C", 3, "°C")],
    "16-year-old": [("16-year-old", 16, "")],
    "5 people": [("5", 5, "")],
    "the 5th, 1990s, 3-2, 5.2.1, 010-1234-5678, 1,0000, F-16": [],
}


@pytest.mark.parametrize(("text", "said"), ROWS.items(), ids=ROWS)
def test_amounts(text: str, said: list[tuple[str, float, str]]) -> None:
    """Digits and words, with magnitude and unit, each in its place; what is no plain number is none."""
    read = amounts([word for word in words(text) if not word.is_space])
    assert [(text[each.start : each.end], pytest.approx(each.value), each.unit) for each in read] == said


@pytest.mark.parametrize(("text", "low", "high"), [("5.2", 5.15, 5.25), ("40 billion", 39.5e9, 40.5e9), ("1,000", 999.5, 1000.5)])
def test_an_amount_is_rounded_to_its_last_place(text: str, low: float, high: float) -> None:
    """What is written may be anything that is rounded to it."""
    (read,) = amounts([word for word in words(text) if not word.is_space])
    assert (read.low, read.high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (4e10, "40 billion"),
        (1.25e12, "1.25 trillion"),
        (3e8, "300 million"),
        (50_000, "50,000"),
        (1_234_567, None),
        (0.5, None),
        (1e16, None),
    ],
)
def test_in_english(value: float, said: str | None) -> None:
    """A large value in the magnitude that it has, as long as that is short and exact."""
    assert in_english(value) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (1_234_567, 3, "1.23 million"),
        (5e8, 6, "500 million"),
        (123_456, 3, "123,456"),
        (62.137, 3, "62.1"),
        (2.5, 3, "2.5"),
    ],
)
def test_rounded(value: float, digits: int, said: str) -> None:
    """In about so many digits; below a million whole numbers are written out."""
    assert rounded(value, digits) == said

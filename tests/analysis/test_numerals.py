"""What numbers a phrase says."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.numerals import values
from reviewer.analysis.words import tokens

ROWS: dict[str, list[float | str]] = {
    "": [],
    "the talks": [],
    "5": [5],
    "5 6": [5, 6],
    "1,000.5": [1000.5],
    "1.000.000": [1e6],
    "1.5": [1.5],
    "10.000": [10],
    "10 000": [10000],
    "1 000 000": [1e6],
    "10 0000": [10, 0],
    "1,5": ["1,5"],
    "5 million": [5e6],
    "2.5 billion": [2.5e9],
    "twenty": [20],
    "twenty-five": [25],
    "twenty five": [25],
    "five six": [5, 6],
    "two hundred and five": [205],
    "two hundred thousand": [200000],
    "five and six": [5, 6],
    "millions of": ["e1000000"],
    "5 %": [5, "%"],
    "5 per cent": [5, "%"],
    "5 percent": [5, "%"],
    "a cent": [],
    "third": ["#3"],
    "16-year-old": [16],
    "1990s": [1990],
    "B-52 and F-16": [52, 16],
    "１２": [12],
}


@pytest.mark.parametrize(("text", "said"), ROWS.items(), ids=ROWS)
def test_values(text: str, said: list[float | str]) -> None:
    """Digits, words, magnitudes and percent, whatever parts them."""
    assert values([token for token in tokens(text) if not token.isspace()]) == Counter(said)


@given(st.lists(st.text(st.sampled_from("0123456789.,-%٣²½ onetwhudrd"), min_size=1, max_size=400), max_size=6))
def test_anything_has_values(run: list[str]) -> None:
    """No text is an error, not one of more digits than a number can hold either."""
    assert all(isinstance(value, float | str) for value in values(run))


@given(st.integers(0, 10**12))
def test_thousands_say_the_same(number: int) -> None:
    """With commas and without it is one number."""
    assert values([f"{number:,}"]) == values([str(number)]) == values(f"{number:,}".replace(",", " ").split())

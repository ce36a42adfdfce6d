"""The numbers of a text with their places, English ones and those of sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.foreign_readings import foreign_readings
from reviewer.analysis.readings import Manner, Reading, readings
from reviewer.analysis.words import words


def said(text: str) -> dict[str, set[float]]:
    """The values of each number of an English text, by its words."""
    found = readings(word for word in words(text) if not word.is_space)
    return {text[reading.start : reading.end]: set(reading.values) for reading in found}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("5 million won", {"5 million": {5e6}}),
        ("half a million", {"half a million": {5e5}}),
        ("a hundred", {"a hundred": {100}}),
        ("two hundred and five", {"two hundred and five": {205}}),
        ("two million five hundred thousand", {"two million five hundred thousand": {2.5e6}}),
        ("Twenty-five to 30", {"Twenty-five": {25}, "30": {30}}),
        ("10 000 men", {"10 000": {10_000}}),
        ("7 p.m.", {"7": {7, 19}}),
        ("1990s", {"1990s": {1990, 90}}),
        ("a $5-million deal", {"5-million": {5e6}}),
        ("$5m", {"5m": {5, 5e6}}),
        ("F-16 and G7", {"F-16": {16}, "G7": {7}}),
        ("Benedict XVI", {"XVI": {16}}),
        ("mid-2020", {"2020": {2020, 20}}),
        ("the news", {}),
    ],
)
def test_english(text: str, numbers: dict[str, set[float]]) -> None:
    """In digits, in words and in both."""
    assert said(text) == numbers


@pytest.mark.parametrize(
    ("language", "text", "number", "values"),
    [
        ("ko", "5억", "5억", {5e8}),
        ("ko", "1조 2,000억 원", "1조 2,000억", {1.2e12}),
        ("ko", "3천만 원", "3천만", {3e7}),
        ("ko", "5만 3천 명", "5만 3천", {53_000}),
        ("ko", "오후 3시", "3", {3, 15}),
        ("ja", "令和４年", "４", {4, 2022, 2004, 1904}),
        ("ja", "1・5メートル", "1・5", {1.5}),
        ("ja", "3割", "3", {3, 30}),
        ("zh", "3.5亿", "3.5亿", {3.5e8}),
        ("ru", "1,5 млн", "1,5 млн", {1.5e6}),
        ("ru", "25 000 человек", "25 000", {25_000}),
        ("ru", "1.200,5 тонн", "1.200,5", {1_200.5}),
    ],
)
def test_sources(language: str, text: str, number: str, values: set[float]) -> None:
    """With their magnitudes, eras and hours."""
    first = next(reading for reading in foreign_readings(text, language) if reading.manner is Manner.DIGITS)
    assert (text[first.start : first.end], set(first.values)) == (number, values)


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ja", "第二十三回", 23),
        ("ko", "열흘", 10),
        ("ru", "двадцать пять тысяч", 25_000),
        ("ru", "пятнадцать", 15),
        ("zh", "三亿", 3e8),
    ],
)
def test_words_of_sources_may_say_a_number(language: str, text: str, value: float) -> None:
    """They explain a number, and are never asked for."""
    found = foreign_readings(text, language)
    assert any(value in reading.values for reading in found)
    assert {reading.manner for reading in found} == {Manner.LOOSE}


@pytest.mark.parametrize(
    ("one", "other", "are_like"),
    [(12.34e6, 12.3e6, True), (2713, 2731, False), (10_000, 10_500, False), (2022, 2023, False), (5, 5, True), (5, 5.1, False)],
)
def test_long_numbers_may_be_rounded(one: float, other: float, are_like: bool) -> None:
    """To fewer digits, and to no other ones."""
    made = [Reading(0, 1, frozenset({value}), Manner.DIGITS) for value in (one, other)]
    assert made[0].is_like(made[1]) is made[1].is_like(made[0]) is are_like


@given(
    st.text(alphabet="0123456789,. -:年月日억만조천백万億тысмлн halfndp½٣²", max_size=40),
    st.sampled_from(["ko", "ja", "zh", "ru", None]),
)
def test_readings_lie_in_the_text(text: str, language: str | None) -> None:
    """Whatever it is, nothing is raised and every span is of the text."""
    found = [*foreign_readings(text, language), *readings(word for word in words(text) if not word.is_space)]
    assert all(0 <= reading.start < reading.end <= len(text) and reading.values for reading in found)

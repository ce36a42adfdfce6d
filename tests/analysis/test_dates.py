"""The days that an English text writes."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer.analysis.dates import written_days
from reviewer.analysis.words import words

Said = tuple[str, int, int | None, int | None, int | None]

ROWS: dict[str, list[Said]] = {
    "": [],
    "on Jan. 11 in Seoul": [("Jan. 11", 11, 1, None, None)],
    "Wednesday, March 4, 2021": [("March 4, 2021", 4, 3, 2021, 3)],
    "on 4 March 2021": [("4 March 2021", 4, 3, 2021, None)],
    "the 31st of June": [("31st of June", 31, 6, None, None)],
    "Friday the 10th": [("10th", 10, None, None, 5)],
    "the 9th (Thursday) and the 11th": [("9th", 9, None, None, 4)],
    "Monday (May 3)": [("May 3", 3, 5, None, 1)],
    "May 3, a Tuesday,": [("May 3", 3, 5, None, 2)],
    "Sat., Dec. 4": [("Dec. 4", 4, 12, None, 6)],
    "The Sun, Dec. 4": [("Dec. 4", 4, 12, None, None)],
    "they may 5 times march 6 miles": [],
    "the 24th floor, 12 people, in 2021": [],
    "May 2021": [],
}


@pytest.mark.parametrize(("text", "said"), ROWS.items(), ids=ROWS)
def test_written_days(text: str, said: list[Said]) -> None:
    """Day, month, year and weekday, whatever their order; a lone number or ordinal is none."""
    read = written_days([word for word in words(text) if not word.is_space])
    assert [(text[each.start : each.end], each.day, each.month, each.year, each.weekday) for each in read] == said


def test_a_day_in_a_year() -> None:
    """A written day is a day of a year that has it, and of no other."""
    (read,) = written_days([word for word in words("Feb. 29") if not word.is_space])
    assert read.on(2024) == date(2024, 2, 29)
    assert read.on(2023) is None

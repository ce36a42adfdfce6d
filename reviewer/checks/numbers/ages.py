"""Ages that the year of birth beside them does not give.

With the year of death both are reckoned from each other; of the living the day the story was published is needed. A year more or
less is let pass: the birthday may be to come, and Korea counted differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story
from reviewer.core.finding import Level

_BORN = re.compile(r"\bborn (?:\w+ ){0,4}?(?:on|in) (?:[A-Z]\w*\.? )?(?:\d\d?, )?(1[89]\d\d|20\d\d)\b", re.ASCII)
_DIED = re.compile(r"\bdied (?:\w+ ){0,4}?(?:on|in) (?:[A-Z]\w*\.? )?(?:\d\d?, )?(1[89]\d\d|20\d\d)\b", re.ASCII)
_AGE = re.compile(r"\b(?:aged?|age of) (\d\d)\b|\b(\d\d)(?:-| )years?(?:-| )old\b", re.ASCII)
_YEAR = re.compile(r"(?<![\d,.$-])(?:1[89]|20)\d\d(?!\d|,\d|-year)", re.ASCII)
_ELSEWHEN = ("then", "when", "was ", "were ", " ago", "since", "until")
"""What shows that an age is not that of the day."""


def _look(story: Story) -> Iterator[Remark]:
    for at, unit in enumerate(story.units):
        text = unit.text
        if "born" not in text or not ("age" in text or "old" in text):
            continue
        born, ages, years = _BORN.findall(text), list(_AGE.finditer(text)), _YEAR.findall(text)
        if len(born) != 1 or len(ages) != 1:
            continue
        year = _year_of_the_age(text, years, story)
        age = int(ages[0][1] or ages[0][2])
        if year is None:
            continue
        expected = year - int(born[0])
        if not expected - 2 <= age <= expected + 1 + (story.date is not None):
            start, end = ages[0].span()
            message = f"“{text[start:end]}”: from {born[0]} to {year} are {expected} years"
            yield Remark(start, end, message, at=at)


def _year_of_the_age(text: str, years: Sequence[str], story: Story) -> int | None:
    """The year in which somebody was so old; None where it is not sure."""
    died = _DIED.findall(text)
    if len(died) == 1 and len(years) == 2 and "year" not in text.replace("-year", "").replace(" years old", ""):
        return int(died[0])
    if story.date is None or died or len(years) != 1 or any(word in text for word in _ELSEWHEN):
        return None
    return story.date.year


AGE_ARITHMETIC = Check(
    "age-arithmetic",
    Level.INFO,
    "An age that the year of birth in the same sentence does not give, reckoned to the year of death beside it or else to the "
    "day the article was published.",
    "numbers",
    story=_look,
    bad=("The painter, born in 1930, died in 1995 at the age of 56.",),
    good=(
        "The painter, born in 1930, died in 1995 at the age of 65.",
        "The painter, born in 1930, came to Paris at the age of 20.",
    ),
)

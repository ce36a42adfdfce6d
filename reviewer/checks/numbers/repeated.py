"""One amount that an article says twice, once with a nought too many or too few: `35.8 trillion won`, `3.58 trillion won`.

Two numbers that differ can both be right. Here the digits are the same and the magnitude is not, which is what machines do to
large numbers; few digits have to be of the same thing, and of the same happening, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.analysis.amounts import Amount
from reviewer.analysis.lexicon import FUNCTION_WORDS
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story
from reviewer.core.finding import Level

_SURE = 3
"""From how many digits on they are the same number for sure."""
_HAPPENINGS = {
    form: verb
    for verb, forms in {
        "kill": "killed kills killing", "die": "died dies dead deaths", "injure": "injured injures wounded hurt",
        "arrest": "arrested detained", "miss": "missing", "evacuate": "evacuated", "flee": "fled",
        "invest": "invested invest invests", "hire": "hired hire hires",
    }.items()
    for form in forms.split()
}  # fmt: skip
_FAR = 4
"""How many tokens from a number its happening may stand."""


@dataclass(frozen=True, slots=True)
class _Saying:
    """An amount in its place."""

    unit: int
    amount: Amount
    happening: str


def _look(story: Story) -> Iterator[Remark]:
    said: dict[tuple[str, str, str], _Saying] = {}
    for at, unit in enumerate(story.units):
        if not unit.has_digits:
            continue
        words = unit.words
        is_of_one_time = None
        for amount in unit.amounts:
            digits = _digits(amount)
            thing = amount.unit or _thing(words, amount.last)
            happening = ""
            if len(digits) < _SURE:
                is_of_one_time = _is_of_one_time(words) if is_of_one_time is None else is_of_one_time
                happening = _happening(words, amount) if is_of_one_time else ""
            if not thing or thing in ("%", "points") or (len(digits) < _SURE and not happening) or _is_year(words, amount):
                continue
            first = said.setdefault((digits, thing, happening), _Saying(at, amount, happening))
            if first.amount.value != amount.value:
                earlier = story.units[first.unit].text[first.amount.start : first.amount.end]
                told = unit.text[amount.start : amount.end]
                yield Remark(amount.start, amount.end, f"“{told}” here, “{earlier}” before", at=at)


def _digits(amount: Amount) -> str:
    """The digits of a value without the noughts around them."""
    return f"{amount.value:.12e}".partition("e")[0].replace(".", "").rstrip("0")


def _thing(words: Sequence[Word], last: int) -> str:
    """What is counted: the word after the number."""
    word = words[last].text.casefold() if last < len(words) else ""
    return (
        word if word.isalpha() and len(word) > 2 and word not in FUNCTION_WORDS and word.endswith(("s", "people", "men")) else ""
    )


def _is_of_one_time(words: Sequence[Word]) -> bool:
    """Whether nothing shows that the sentence may tell of another time."""
    return not any(word.text == "another" or (len(word.text) == 4 and word.text.isdecimal()) for word in words)


def _happening(words: Sequence[Word], amount: Amount) -> str:
    """What happened to those who are counted."""
    around = (*words[max(0, amount.first - _FAR) : amount.first], *words[amount.last : amount.last + _FAR])
    return next((verb for word in around if (verb := _HAPPENINGS.get(word.text.casefold()))), "")


def _is_year(words: Sequence[Word], amount: Amount) -> bool:
    return not amount.unit and 1900 <= amount.value <= 2100 and len(words[amount.first].text) == 4


INCONSISTENT_QUANTITY = Check(
    "inconsistent-quantity",
    Level.INFO,
    "Two amounts of one thing whose digits are the same and whose magnitude is not: 35.8 trillion won and 3.58 trillion won, or "
    "100 and 10 people killed. Other numbers that differ can both be right, and are left alone.",
    "inconsistency",
    story=_look,
    bad=(
        "The fire killed 100 people. | The fire, in which 10 people were killed, began at night.",
        "The budget is 35.8 trillion won. | Of the 3.58 trillion won, half is for schools.",
    ),
    good=(
        "The fire killed 100 people. | Another fire killed 15 people.",
        "The budget is 35.8 trillion won. | Of the 35.8 trillion won, half is for schools.",
        "It has 50 seats. | The other hall has 500 seats.",
    ),
)

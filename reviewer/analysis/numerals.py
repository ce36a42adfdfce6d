"""The numbers that a phrase says, whatever their form: `5 million` and `5,000,000` are one.

A comma before three digits parts thousands, and a space does; a point does where there are two of them. A magnitude without a
number (`millions of`) and a sign for percent are said by names of their own, and so is the place in an order (`third`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from reviewer.analysis.lexicon import MAGNITUDES, NUMBER_WORDS, ORDINALS

Value = float | str

_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,])|\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[,\s](?=\d{3}(?:\D|$))")
_PERCENT = ("%", "percent", "pct")
_TOO_LONG = 300
"""Digits past which a number is a text: it is more than a float can hold."""


def values(tokens: Sequence[str]) -> Counter[Value]:
    """How often each value is said in `tokens`."""
    found: Counter[Value] = Counter()
    if not any(map(_may_say, tokens)):
        return found
    total: float | None = None
    for word in _words(tokens):
        said = _said(word, total)
        if said is not None:
            total = said
            continue
        if word == "and" and total is not None and total >= 100 and total % 100 == 0:
            continue
        if total is not None:
            found[total] += 1
        total = None
        if word in MAGNITUDES:
            found[f"e{MAGNITUDES[word]}"] += 1
        elif word in ORDINALS:
            found[f"#{ORDINALS[word]}"] += 1
        elif word in _PERCENT:
            found["%"] += 1
        elif word in NUMBER_WORDS:
            total = float(NUMBER_WORDS[word])
        elif digits := _NUMBER.findall(word):
            read = [_value(each) for each in digits]
            found.update(read[:-1])
            if isinstance(read[-1], float):
                total = read[-1]
            else:
                found[read[-1]] += 1
    if total is not None:
        found[total] += 1
    return found


def is_spelled(tokens: Sequence[str]) -> bool:
    """Whether no digit, magnitude or sign for percent is among them: what they say of numbers may be no number (`one`)."""
    return not any(character.isdigit() for token in tokens for character in token) and not any(
        token.casefold() in MAGNITUDES or token.casefold() in _PERCENT for token in tokens
    )


def digits_alone(tokens: Sequence[str]) -> list[str]:
    """The digits of each number without what parts them."""
    return ["".join(filter(str.isdigit, number)) for number in _NUMBER.findall(" ".join(tokens))]


@lru_cache(maxsize=20_000)
def _may_say(token: str) -> bool:
    """Whether a number can be in `token`, so that the rest is worth its time."""
    small = token.casefold()
    known = (NUMBER_WORDS, MAGNITUDES, ORDINALS, _PERCENT)
    has_digit = any(map(str.isdigit, small))
    return has_digit or small == "cent" or any(part in names for part in small.split("-") for names in known)


def _words(tokens: Sequence[str]) -> list[str]:
    """In small letters; groups of digits that a space parts are one, words that a hyphen joins are two."""
    found: list[str] = []
    for token in tokens:
        small = token.casefold()
        if found and re.fullmatch(r"\d{3}", small) and re.fullmatch(r"\d{1,3}(?: \d{3})*", found[-1]):
            found[-1] += f" {small}"
        elif found and small == "cent" and found[-1] == "per":
            found[-1] = "percent"
        else:
            parts = small.split("-")
            found += parts if len(parts) > 1 and all(part in NUMBER_WORDS or part in MAGNITUDES for part in parts) else [small]
    return found


def _said(word: str, total: float | None) -> float | None:
    """What the number so far becomes by `word`; None where another one begins."""
    if total is None:
        return None
    if word in MAGNITUDES:
        return total * MAGNITUDES[word]
    if word in NUMBER_WORDS and total > 0:
        more = NUMBER_WORDS[word]
        if (total % 100 == 0 and more < 100) or (total % 10 == 0 and total % 100 >= 20 and 0 < more < 10):
            return total + more
    return None


def _value(digits: str) -> Value:
    plain = _THOUSANDS.sub("", digits)
    if plain.count(".") > 1 and all(len(group) == 3 for group in plain.split(".")[1:]):
        plain = plain.replace(".", "")
    try:
        return float(plain) if len(plain) < _TOO_LONG else plain
    except ValueError:
        return plain

"""Magnitudes as the source counted them: `40,000 million won`, `3 hundred million`, `1 trillion 2,000 won`, `30 eok won`.

Korean, Japanese and Chinese count by ten thousands and by hundred millions. Where English can say the same value, that is
suggested; where digits were lost on the way, nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.analysis.amounts import Amount, in_english
from reviewer.analysis.lexicon import CURRENCIES, MAGNITUDES
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.source.numbers import source_numbers
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_EAST_ASIAN = {
    "man": 10**4, "wan": 10**4, "manwon": 10**4, "eok": 10**8, "oku": 10**8, "yi": 10**8, "eokwon": 10**8,
    "jo": 10**12, "cho": 10**12,
}  # fmt: skip
"""Names of magnitudes that English has none for."""
_ALONE = frozenset(("eok", "eokwon", "manwon"))
"""Those that are nothing else, so that no currency has to follow."""
_HINTS = ("illion", "thousand", "hundred", *_EAST_ASIAN)


def _look(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    if not any(map(text.__contains__, _HINTS)):
        return
    found = list(_oddities(unit))
    # What the source says instead is the better word on the same number.
    against = [told for told in source_numbers(unit) if told.level is None] if found and unit.source else []
    for remark in found:
        if not any(told.start < remark.end and remark.start < told.end for told in against):
            yield remark


def _oddities(unit: Unit) -> Iterator[Remark]:
    text, words, read = unit.text, unit.words, unit.amounts
    for at, amount in enumerate(read):
        following = read[at + 1] if at + 1 < len(read) else None
        remark = _too_many(text, words, amount) or _parted(text, amount, following) or _east_asian(text, words, amount)
        if remark is not None:
            yield remark


def _too_many(text: str, words: Sequence[Word], amount: Amount) -> Remark | None:
    """A number that should have climbed to the next magnitude, or two magnitudes after one number."""
    if amount.spelled or amount.value < 1000:
        return None
    number = next(at for at in range(amount.first, amount.last) if words[at].text[0].isdigit())
    named = [at for at in range(number + 1, amount.last) if words[at].text.casefold() in MAGNITUDES]
    if not named or named[0] != number + 1:
        return None
    sizes = [MAGNITUDES[words[at].text.casefold()] for at in named]
    start, end = words[number].start, words[named[-1]].end
    said, plain = text[start:end], in_english(amount.value)
    if len(named) == 1:
        count = amount.value / sizes[0]
        is_other = words[named[0]].text.endswith("s")  # in 2020 millions fled
        if is_other or count < 1000 or sizes[0] >= 10**12 or sizes[0] < 1000 or plain is None:
            return None
        if number and words[number - 1].text.casefold() in MAGNITUDES:
            sum_in = f"the rest of a sum in {words[number - 1].text.lower()}s"
            return Remark(start, end, f"“{said}” is {plain} by itself, too much for {sum_in}")
        return Remark(start, end, f"“{said}” is {plain}", plain, None if count >= 10_000 else Level.INFO)
    if named[1] - named[0] == 1:
        sure = sizes[0] < sizes[1] and sizes[0] <= 1000 and plain is not None
        return Remark(start, end, f"“{said}” is {plain}", plain) if sure else Remark(start, end, f"“{said}” has two magnitudes")
    return Remark(start, end, f"“{said}” is {plain}", plain) if plain is not None else None


def _parted(text: str, amount: Amount, following: Amount | None) -> Remark | None:
    """A sum in two pieces whose second lost its magnitude, `1 trillion 2,000 won`; or ten thousand as a unit."""
    if following is None or following.first != amount.last or amount.spelled or amount.unit:
        return None
    if following.spelled and following.value in (10**4, 10**7) and amount.step == 1:
        plain, end = in_english(amount.value * following.value), following.end
        return Remark(amount.start, end, f"“{text[amount.start : end]}” is {plain}", plain) if plain else None
    if amount.step < 10**6 or following.step != 1 or following.spelled or following.unit not in CURRENCIES.values():
        return None
    said = text[amount.start : following.end]
    return Remark(amount.start, following.end, f"in “{said}” the second number has lost its magnitude")


def _east_asian(text: str, words: Sequence[Word], amount: Amount) -> Remark | None:
    """`30 eok won`: a magnitude that was only spelled in Latin letters."""
    if amount.unit or amount.last >= len(words) or amount.step >= 1000 or amount.value == 1:
        return None
    word = words[amount.last]
    size = _EAST_ASIAN.get(word.text.casefold())
    if size is None or not word.text.islower():
        return None
    after = words[amount.last + 1].text.casefold() if amount.last + 1 < len(words) else ""
    if word.text not in _ALONE and after not in CURRENCIES:
        return None
    said, value = text[amount.start : word.end], in_english(amount.value * size)
    unit = " won" if word.text.endswith("won") else ""
    return Remark(amount.start, word.end, f"“{said}” is {value}{unit}", f"{value}{unit}" if value else None)


SOURCE_MAGNITUDE = Check(
    "source-magnitude",
    Level.WARNING,
    "Large numbers that still count as Korean, Japanese or Chinese do: thousands of millions, hundred million as a unit, man, "
    "eok and jo, a sum whose second part lost its magnitude. A few thousand millions, as accounts have them, are only info.",
    "numbers",
    unit=_look,
    bad=(
        "Aid of 40,000 million won was approved.",
        "The project cost 3 hundred million yen.",
        "The budget is 1 trillion 2,000 won.",
        "He paid 30 eok won for the house.",
        "Debt reached 1 trillion 200 billion won.",
    ),
    good=(
        "Household debt passed 1,800 trillion won.",
        "A few hundred million people watched.",
        "Five hundred thousand people fled.",
        "About 10 thousand spectators came.",
        "The firm paid $1 billion 10 years ago.",
        "She was the only 1 man won over.",
    ),
)

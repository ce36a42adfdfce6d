"""What an editor put in place of a phrase of the machine's, where the same phrase would be wrong in another sentence too.

The rule is that only what can be wrong everywhere is one: a phrase with a content word, replaced by other words. A change of
form, of a function word, a number, punctuation or capitals belongs to its sentence, and so does what is part of a rewriting; what
was only made longer or shorter is not wrong elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reviewer.analysis.diff import Edit
from reviewer.analysis.fuzz import character_distance
from reviewer.analysis.lexicon import FUNCTION_WORDS, MAGNITUDES, MONTHS, NUMBER_WORDS, ORDINALS, SYNONYMS, WEEKDAYS
from reviewer.analysis.stems import is_punctuation, stem
from reviewer.analysis.words import Word
from reviewer.checks.edited import edited
from reviewer.checks.names.initials import fits
from reviewer.checks.names.mentions import bare
from reviewer.checks.names.romanisation import letters
from reviewer.checks.names.spelling import is_derived
from reviewer.checks.story import Unit

_LONGEST = 6
"""Words of a phrase that is carried over, on either side."""
_REWRITTEN = 0.4
"""More than this share of a text in several edits is a rewriting: what stands for what in it, nobody knows."""
_SCARCE = FUNCTION_WORDS | NUMBER_WORDS.keys() | ORDINALS.keys() | MAGNITUDES.keys() | MONTHS.keys() | WEEKDAYS.keys()
"""Words that say something of their sentence only."""
_SAME_BEGINNING = 4
"""Two words written small that begin with so many letters in common, or with all but one of a short one, are forms of one."""

Phrase = tuple[str, ...]
"""Words in small letters, without the ending of a genitive."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What an editor put in place of a phrase of the machine's."""

    machine: str
    key: Phrase
    """Of the machine's phrase, to know it again."""
    correction: str
    way: Phrase
    """What makes two corrections one: the stems of their content."""
    span: tuple[int, int]
    """Of the correction, in the text as it stands."""
    before: str
    after: str
    """The words of the machine around it, in small letters; empty for function words and punctuation."""
    is_name: bool
    """Whether a name is in it, so that it needs no neighbour to be known again."""
    is_plain: bool
    """Whether it has one content word and that is written small: it may mean another thing elsewhere."""


@lru_cache(maxsize=8_192)
def replacements_in(unit: Unit) -> tuple[Replacement, ...]:
    """The phrases that an editor replaced in `unit` and that may be wrong elsewhere, in order."""
    if unit.machine is None or not unit.is_corrected:
        return ()
    both = edited(unit)
    length = sum(change.machine[1] - change.machine[0] for change in both.changes)
    if len(both.changes) > 1 and length > _REWRITTEN * len(unit.machine):
        return ()
    found = (_replacement(unit, both.machine, change) for change in both.changes if change.kind == "replace")
    return tuple(each for each in found if each is not None)


def key_of(told: Sequence[Word]) -> Phrase:
    """`told` as a phrase."""
    return tuple(bare(word.text.casefold()) for word in told)


def neighbour(told: Sequence[Word], at: int) -> str:
    """The word at `at` in small letters; empty where there is none, or one that says nothing."""
    word = told[at].text.casefold() if 0 <= at < len(told) else ""
    return "" if word in _SCARCE or is_punctuation(word) else word


def _replacement(unit: Unit, machine: Sequence[Word], change: Edit) -> Replacement | None:
    now = unit.words
    start, end = _within(machine, change.machine)
    first, last = _within(now, change.correction)
    if start == end or first == last:
        return None
    while start and first and _joins(machine, start) and machine[start - 1].text == now[first - 1].text:
        start, first = start - 1, first - 1
    while end < len(machine) and last < len(now) and _joins(machine, end) and machine[end].text == now[last].text:
        end, last = end + 1, last + 1
    if _joins(machine, start) or _joins(machine, end):
        return None
    start, end = _trimmed(machine, start, end)
    first, last = _trimmed(now, first, last)
    old, new = machine[start:end], now[first:last]
    if not _carries_over(old, new):
        return None
    stop = new[-1].start + len(bare(new[-1].text))
    phrase = unit.machine[old[0].start : old[-1].end] if unit.machine is not None else ""
    correction = unit.text[new[0].start : stop]
    is_name = _is_name(old, correction, starts=start == 0)
    return Replacement(
        machine=bare(phrase),
        key=key_of(old),
        correction=correction,
        way=tuple(_roots(new)),
        span=(new[0].start, stop),
        before=neighbour(machine, start - 1),
        after=neighbour(machine, end),
        is_name=is_name,
        is_plain=len(_roots(old)) == 1 and not is_name,
    )


def _within(told: Sequence[Word], span: tuple[int, int]) -> tuple[int, int]:
    inside = [at for at, word in enumerate(told) if word.start >= span[0] and word.end <= span[1]]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _trimmed(told: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The run without the function words at its ends."""
    while start < end - 1 and told[start].text.casefold() in FUNCTION_WORDS:
        start += 1
    while start < end - 1 and told[end - 1].text.casefold() in FUNCTION_WORDS:
        end -= 1
    return start, end


def _joins(told: Sequence[Word], at: int) -> bool:
    """Whether the words before and at `at` are side by side in a name."""
    if not 0 < at < len(told):
        return False
    one, other = told[at - 1], told[at]
    if one.text.casefold() in FUNCTION_WORDS or bare(one.text) != one.text:
        return False
    return one.end + 1 == other.start and one.text[0].isupper() and other.text[0].isupper()


def _is_name(phrase: Sequence[Word], new: str, *, starts: bool) -> bool:
    """Whether a name is in `phrase`; at the start of a text a capital shows one only if it was merely spelt anew."""
    if any(word.text[0].isupper() for word in phrase[starts:]):
        return True
    text = phrase[0].text
    return starts and text[0].isupper() and new[:1].isupper() and character_distance(text, new) <= len(text) // 2


def _carries_over(machine: Sequence[Word], correction: Sequence[Word]) -> bool:
    both = (*machine, *correction)
    if max(len(machine), len(correction)) > _LONGEST or any(is_punctuation(word.text) for word in both):
        return False
    if (bare(machine[-1].text) != machine[-1].text) != (bare(correction[-1].text) != correction[-1].text):
        return False
    before, after = key_of(machine), key_of(correction)
    if letters("".join(before)) == letters("".join(after)) or _contains(before, after) or _contains(after, before):
        return False
    if _shortens(machine, correction) or _shortens(correction, machine):
        return False
    old, new = _roots(machine), _roots(correction)
    if not old or not new or old == new or (len(old) == 1 and machine[0].text[0].islower() and len(new) > 1):
        return False
    return len(old) > 1 or len(new) > 1 or not _is_form(bare(machine[0].text), bare(correction[0].text))


def _shortens(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether `short` is the acronym of `long`: which of the two stands where is a matter of first and second mention."""
    return len(short) == 1 and short[0].text.isupper() and fits([word.text for word in long], short[0].text)


def _is_form(one: str, other: str) -> bool:
    """Whether the two are forms of one word; names are where endings tell it."""
    if one[0].islower():
        length = max(3, min(_SAME_BEGINNING, len(one) - 1, len(other) - 1))
        return one[:length] == other[:length].casefold()
    return is_derived(letters(one), letters(other))


def _roots(phrase: Sequence[Word]) -> list[str]:
    """The content of `phrase` in its stems, synonyms as one; numbers are none."""
    small = (bare(word.text.casefold()) for word in phrase)
    return [stem(SYNONYMS.get(word, word)) for word in small if word not in _SCARCE and not any(map(str.isdigit, word))]


def _contains(longer: Phrase, shorter: Phrase) -> bool:
    return any(longer[at : at + len(shorter)] == shorter for at in range(len(longer) - len(shorter) + 1))

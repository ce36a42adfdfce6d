"""Acronyms that do not fit the name beside them, and acronyms that stand for two names in one story.

The rule is that letters in order settle it: a name that spells its acronym is right, whatever else that may stand for. What does
not is compared with the bodies we know (`bodies`); only a name that is nearly one of theirs is called wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.names.initials import acronyms, content, fits, is_within, likeness, names
from reviewer.checks.names.mentions import bare
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level

_LONGEST = 8
_FARTHEST = 16
"""Words before an acronym that can be of its name."""
_INSIDE = frozenset("of for the and on in to at & , de des du la le".split())
"""What can stand inside a capitalised name."""
_HEADS = frozenset(
    """
    organization organisation agency association administration authority commission committee council ministry department
    institute union federation bureau board bank fund service society confederation alliance party forum office
    """.split()
)
"""What a body calls itself."""
_NEARLY = 0.6


@dataclass(frozen=True, slots=True)
class _Beside:
    """An acronym, and the words beside it that may be what it stands for."""

    acronym: Word
    words: tuple[Word, ...]
    is_defined: bool
    """Whether it stands in brackets after them, as what is explained does."""

    @property
    def letters(self) -> str:
        """The acronym without the ending of a plural."""
        text = self.acronym.text
        return text[:-1] if text[-1] == "s" and text[:-1].isupper() else text

    @property
    def texts(self) -> list[str]:
        return [word.text for word in self.words]


@lru_cache(maxsize=8_192)
def _pairs(unit: Unit) -> tuple[_Beside, ...]:
    found: list[_Beside] = []
    words = unit.words if "(" in unit.text or "," in unit.text else ()
    for at, word in enumerate(words):
        if not word.text[0].isupper() or not _is_acronym(word.text):
            continue
        before = words[at - 1].text if at else ""
        after = words[at + 1].text if at + 1 < len(words) else ""
        if before == "(" and after in (")", ",", ";"):
            found += _beside(word, _back(words, at - 1), is_defined=True)
        elif before == "," and after in (",", "."):
            found += _beside(word, _back(words, at - 1), is_defined=False)
        elif before == "or" and at > 1 and words[at - 2].text == ",":
            found += _beside(word, _back(words, at - 2), is_defined=False)
        elif after == "(" and at + 2 < len(words):
            inside = _until_bracket(words, at + 2)
            found += _beside(word, inside, is_defined=False)
    return tuple(found)


def _beside(acronym: Word, words: Sequence[Word], *, is_defined: bool) -> list[_Beside]:
    return [_Beside(acronym, tuple(words), is_defined)] if words else []


def _is_acronym(text: str) -> bool:
    if not 2 <= len(text) <= _LONGEST or not text[0].isupper() or not text.isascii() or not text.isalpha():
        return False
    return sum(map(str.isupper, text)) >= max(2, len(text) / 2)


def _back(words: Sequence[Word], end: int) -> Sequence[Word]:
    """The words before `end`, back to a sign that no name goes over."""
    start = end
    while start and end - start < _FARTHEST and (words[start - 1].text[-1].isalnum() or words[start - 1].text in "&,"):
        start -= 1
    while start < end and words[start].text in "&,":
        start += 1
    return words[start:end]


def _until_bracket(words: Sequence[Word], start: int) -> Sequence[Word]:
    """The words of a bracket that opens before `start`; none where something else than a name is in it."""
    end = start
    while end < len(words) and (words[end].text[-1].isalnum() or words[end].text == "&"):
        end += 1
    return words[start:end] if end < len(words) and words[end].text in (")", ",", ";") else ()


def _name(words: Sequence[Word]) -> Sequence[Word]:
    """The capitalised name at the end of `words`."""
    start = len(words)
    while start and (words[start - 1].text[0].isupper() or words[start - 1].text.casefold() in _INSIDE):
        start -= 1
    while start < len(words) and not (words[start].text[0].isupper() and words[start].text.casefold() not in _INSIDE):
        start += 1
    return words[start:]


def _acronyms(unit: Unit) -> Iterator[Remark]:
    for pair in _pairs(unit):
        remark = _verdict(pair)
        if remark is not None:
            yield remark


def _verdict(pair: _Beside) -> Remark | None:
    spelt, acronym = pair.texts, pair.letters
    known = names().get(acronym.upper(), ())
    inside = content(spelt)
    if any(inside[-len(name) :] == name for _, name in known):
        return None
    is_spelt = any(fits(spelt[start:], acronym) for start in range(len(spelt)))
    best = max((_nearest(pair.words, text, name) for text, name in known), default=None, key=lambda near: near[0])
    if best is not None and best[0] >= _NEARLY:
        return _misnamed(pair, best[1], best[2], is_spelt=is_spelt)
    if is_spelt or not pair.is_defined:
        return None
    other = next((acronyms()[inside[start:]] for start in range(len(inside)) if inside[start:] in acronyms()), None)
    if other is not None:
        return None
    told = _name(pair.words)
    if len(content([word.text for word in told])) >= 2 and len(acronym) >= 3 and _HEADS & {word.text.casefold() for word in told}:
        message = f"the letters of “{acronym}” do not fit “{_text(told)}”"
        return Remark(pair.acronym.start, pair.acronym.end, message, level=Level.INFO)
    return None


def _nearest(words: Sequence[Word], text: str, name: Sequence[str]) -> tuple[float, str, Sequence[Word]]:
    """How near the words come to the name `text`, and which of them do: of a capitalised name, capitalised ones."""
    told = _name(words) if text[0].isupper() else words
    best: tuple[float, str, Sequence[Word]] = 0.0, text, ()
    for start in range(len(told)):
        window = told[start:]
        if not content([window[0].text]):
            continue
        near = likeness(content([word.text for word in window]), name)
        if near > best[0]:
            best = near, text, window
    return best


def _misnamed(pair: _Beside, text: str, told: Sequence[Word], *, is_spelt: bool) -> Remark | None:
    """What is said of a name that is nearly, and not quite, the one that is known."""
    acronym = pair.letters
    known = next(name for name_text, name in names()[acronym.upper()] if name_text == text)
    inside = content([word.text for word in told])
    other = acronyms().get(inside)
    if other is not None and other != acronym.upper():
        if is_spelt:
            return None
        message = f"“{acronym}” is the {text}; the {_text(told)} is {other}"
        return Remark(pair.acronym.start, pair.acronym.end, message, other)
    if is_within(known, inside) or known[-len(inside) :] == inside:
        return None
    if is_spelt and not _is_slip(known, inside):
        return None
    message = f"“{acronym}” is the {text}" if text[0].isupper() else f"“{acronym}” is short for {text}"
    return Remark(told[0].start, told[-1].end, message, text, Level.WARNING if is_spelt else Level.ERROR)


def _is_slip(known: Sequence[str], inside: Sequence[str]) -> bool:
    """Whether only what the body calls itself differs, or a word by its ending, in a name long enough to be no other's."""
    differing = [at for at, pair in enumerate(zip(known, inside, strict=False)) if pair[0] != pair[1]]
    if len(known) != len(inside) or len(known) < 3 or len(differing) != 1:
        return False
    at = differing[0]
    return at == len(known) - 1 or known[at][:3] == inside[at][:3]


def _text(words: Sequence[Word]) -> str:
    """The words in one string."""
    text = ""
    for word in words:
        text += word.text if not text or word.text == "," else f" {word.text}"
    return text


def _two_expansions(story: Story) -> Iterator[Remark]:
    first: dict[str, Sequence[Word]] = {}
    for at, unit in enumerate(story.units):
        for pair in _pairs(unit):
            acronym = pair.letters
            told = _expansion(pair)
            if not told or _verdict(pair) is not None:
                continue
            if acronym not in first:
                first[acronym] = told
                continue
            before, now = content([word.text for word in first[acronym]]), content([word.text for word in told])
            if not (is_within(now, before) or is_within(before, now)):
                earlier = _text(first[acronym])
                yield Remark(told[0].start, told[-1].end, f"“{acronym}” was “{earlier}” before", earlier, at=at)


def _expansion(pair: _Beside) -> Sequence[Word]:
    """The words that `pair` explains its acronym by: the fewest that spell it."""
    spelt = pair.texts
    starts = [start for start in range(len(spelt)) if fits(spelt[start:], pair.letters) and content([bare(spelt[start])])]
    return pair.words[max(starts) :] if starts else ()


ACRONYM = Check(
    "acronym",
    Level.ERROR,
    "An acronym beside a name that it does not stand for, if the name is nearly that of a body we know; an acronym whose letters "
    "fit no name beside it is only a hint. A name that spells its acronym is left alone.",
    "terminology",
    unit=_acronyms,
    bad=(
        "They met at the Organization for European Security and Cooperation (OSCE).",
        "The World Health Organization (WTO) warned of a new wave.",
        "The OSCE (Organization for European Security and Cooperation) sent observers.",
    ),
    good=(
        "They met at the Organization for Security and Co-operation in Europe (OSCE).",
        "Doctors Without Borders (MSF) closed its clinic.",
        "The Old Savoy Choral Ensemble (OSCE) sang.",
    ),
)
"""Acronyms beside a name that is not theirs."""
TWO_EXPANSIONS = Check(
    "two-expansions",
    Level.WARNING,
    "One acronym that is explained by two different names in one story.",
    "terminology",
    story=_two_expansions,
    bad=("The National Harbor Agency (NHA) waits. | Later the National Housing Authority (NHA) agreed.",),
    good=("The National Harbor Agency (NHA) waits. | The Harbor Agency (NHA) agreed.",),
)
"""Acronyms that stand for two names."""

"""A person or body that is named twice over: title and name again, or the same words again in brackets.

The rule is that both must be the same: whatever a second mention adds may be meant, unless all of the first one is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reviewer.analysis.lexicon import NAME_PARTICLES
from reviewer.analysis.titles import RANKS
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_TITLES = RANKS.keys() - frozenset("general major chief leader coach manager cardinal justice miss".split())
"""All but those that are ordinary words as often as titles."""
_BETWEEN = frozenset(
    "the and or of a foreign prime defense defence deputy vice former interior finance justice trade state".split()
)
"""What may stand between a name and the title that begins it again, besides commas and capitalised words."""
_FAR = 6
_LISTED = 3
"""From so many brackets on, a text lists places with the region that each is in, and that may have the same name."""
_NEAR = 140
_BRACKET = re.compile(r"\(([^()]{2,100})\)")
_WORD = re.compile(r"[\w'’.&-]*\w")
_SMALL = NAME_PARTICLES | frozenset("of and the for in on to".split())
"""What is small inside of a name."""


def repeated_title(unit: Unit) -> Iterator[Remark]:
    """Title and name, and both once more; or a name between two of the same title."""
    tokens = unit.words
    heads = [at for at, word in enumerate(unit.low) if word in _TITLES]
    if len(heads) < 2:
        return
    for first, second in pairwise(heads):
        name = _name(tokens, first + 1)
        between = tokens[first + 1 + len(name) : second]
        if not name or len(between) > _FAR or tokens[first].text.lower() != tokens[second].text.lower():
            continue
        if not between:
            if not _names_another(tokens[second + 1 : second + 2]):
                start, told = tokens[first].start, f"“{tokens[second].text}” twice, before and after the name"
                yield Remark(start, tokens[second].end, told, unit.text[start : name[-1].end])
        elif between[0].text == "," and all(_joins(token) for token in between):
            again = _name(tokens, second + 1)
            if again and again[-1].text == name[-1].text and _is_part(_texts(again), _texts(name)):
                yield _again(unit, first, second, name, again, between)


def _again(unit: Unit, first: int, second: int, name: Sequence[Word], again: Sequence[Word], between: Sequence[Word]) -> Remark:
    text, start, end = unit.text, unit.words[first].start, again[-1].end
    adjectives = [word.start for word in between if word.text != ","]
    mentions = (text[start : name[-1].end], text[min([*adjectives, unit.words[second].start]) : end])
    told = f"“{unit.words[second].text} {again[-1].text}” named twice"
    return Remark(start, end, told, max(mentions, key=len))


def _is_part(one: set[str], other: set[str]) -> bool:
    """Whether one of the two is within the other."""
    return one <= other or other <= one


def _texts(tokens: Sequence[Word]) -> set[str]:
    return {token.text for token in tokens}


def _names_another(following: Sequence[Word]) -> bool:
    """Whether a title goes on with a name of its own, or with what it is the title of."""
    return following != () and (_begins_name(following[0]) or following[0].text in ("of", "for"))


def _name(tokens: Sequence[Word], at: int) -> Sequence[Word]:
    end = at
    while end < min(at + 3, len(tokens)) and _begins_name(tokens[end]):
        end += 1
    return tokens[at:end]


def _begins_name(token: Word) -> bool:
    return token.text[0].isupper() and token.text.lower() not in _TITLES


def _joins(token: Word) -> bool:
    return token.text == "," or token.text in _BETWEEN or token.text[0].isupper()


def repeated_bracket(unit: Unit) -> Iterator[Remark]:
    """A bracket that says what stands before it."""
    text = unit.text
    if "(" not in text:
        return
    for match in _BRACKET.finditer(text):
        inside = match[1].strip()
        if len(inside) > 1 and any(map(str.isalpha, inside)):
            before = text[max(0, match.start() - _NEAR) : match.start()]
            bare = before.rstrip()
            start = match.start() - (len(before) - len(bare))
            is_listed = " " not in inside and text.count("(") >= _LISTED
            remark = None if is_listed else _same(bare, start, match, inside)
            remark = remark or _one_of(bare, start, match, inside) or _fuller(text, match, inside)
            if remark is not None:
                yield remark


def _same(before: str, start: int, match: re.Match[str], inside: str) -> Remark | None:
    """The bracket repeats the words before it, or another bracket."""
    said, rest = before[-len(inside) :], before[: -len(inside)]
    if before.endswith(match[0]) or (said.casefold() == inside.casefold() and not rest[-1:].isalnum()):
        return Remark(start, match.end(), f"“{inside}” again in brackets", "")
    return None


def _one_of(before: str, start: int, match: re.Match[str], inside: str) -> Remark | None:
    """The bracket has an acronym and its meaning, and the acronym stands before it."""
    acronym = before.rsplit(None, 1)[-1] if before else ""
    parts = [part.strip() for part in inside.split(",")]
    if len(parts) < 2 or not acronym.isupper() or len(acronym) < 2 or acronym not in (parts[0], parts[-1]):
        return None
    rest = ", ".join(part for part in parts if part != acronym)
    return Remark(start - len(acronym), match.end(), f"“{acronym}” again in brackets", f"{acronym} ({rest})")


def _fuller(text: str, match: re.Match[str], inside: str) -> Remark | None:
    """The bracket has the whole name before it, and more."""
    full = inside.split()
    if len(full) < 2 or not all(word[0].isupper() or word in _SMALL for word in full):
        return None
    names: list[re.Match[str]] = []
    for word in reversed(list(_WORD.finditer(text, max(0, match.start() - 60), match.start()))):
        if not word[0][0].isupper() or text[word.end() : names[-1].start() if names else match.start()].strip():
            break
        names.append(word)
    said = [word for word in names if word[0] in full]
    if not said or names[0][0] != full[-1] or any(word[0].lower() not in _TITLES for word in names if word[0] not in full):
        return None
    before = text[max(0, names[-1].start() - 5) : names[-1].start()].lower().split()[-1:]
    sure = before not in (["of"], ["and"], ["for"])  # "the Ministry of Trade (Foreign Trade)": the name began earlier
    return Remark(names[-1].start(), match.end(), f"“{names[0][0]}” again in brackets", inside if sure else None)


REPEATED_TITLE = Check(
    name="repeated-title",
    level=Level.WARNING,
    about="A title and name that stand twice side by side, as where the source names somebody in full after the short name.",
    issue="duplication",
    unit=repeated_title,
    bad=("He met minister Anton Belik, Foreign Minister Anton Belik, on Monday.",),
    good=("President Kolar met President Novak.", "President Kolar and President Novak met."),
)
REPEATED_BRACKET = Check(
    name="repeated-bracket",
    level=Level.WARNING,
    about="A bracket that only says again what stands before it; an acronym or its meaning in brackets is right.",
    issue="duplication",
    unit=repeated_bracket,
    bad=(
        "A letter to Kolar(President Marta Kolar) was sent.",
        "The White House (White House) declined.",
        "The NATO(North Atlantic Treaty Organization, NATO) troops left.",
    ),
    good=("The North Atlantic Treaty Organization (NATO) agreed.", "NATO (North Atlantic Treaty Organization) agreed."),
)

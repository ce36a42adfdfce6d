"""One ministry under two forms of its name, `Ministry of Unification` and `Unification Ministry`: a hint: both are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.names.initials import content
from reviewer.checks.names.mentions import bare
from reviewer.checks.story import Story
from reviewer.core.finding import Level

_HEADS = frozenset(("Ministry", "Department", "Agency", "Bureau"))
_LONGEST = 9
"""Words after `Ministry of` that can be of its name."""


@dataclass(frozen=True, slots=True)
class _Body:
    at: int
    words: tuple[Word, ...]
    key: tuple[str, ...]
    owner: str
    """The country before it, empty where none is."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words).replace(" ,", ",")


def _variants(story: Story) -> Iterator[Remark]:
    groups: dict[tuple[str, ...], list[_Body]] = defaultdict(list)
    for at, unit in enumerate(story.units):
        if not any(map(unit.text.__contains__, _HEADS)):
            continue
        words = unit.words
        for place, word in enumerate(words):
            if word.text in _HEADS:
                body = _body(at, words, place)
                if body is not None:
                    groups[body.key].append(body)
    for bodies in groups.values():
        forms: dict[str, list[_Body]] = defaultdict(list)
        for body in bodies:
            forms[body.text].append(body)
        if len(forms) == 2 and len({body.owner for body in bodies if body.owner}) < 2:
            usual, other = sorted(forms, key=lambda text: -len(forms[text]))
            for body in forms[other] if len(forms[usual]) > len(forms[other]) else ():
                message = f"“{other}” here, “{usual}” {len(forms[usual])} times"
                yield Remark(body.words[0].start, body.words[-1].end, message, usual, at=body.at)


def _body(at: int, words: Sequence[Word], place: int) -> _Body | None:
    """The ministry that is named at `place`, by the word before it or the words after."""
    if [word.text for word in words[place + 1 : place + 2]] == ["of"]:
        start, end = place, _end(words, place + 2)
        told = [word.text for word in words[place + 2 : end]]
    else:
        start, end = place, place + 1
        if start and words[start - 1].text[0].isupper() and bare(words[start - 1].text) == words[start - 1].text:
            start -= 1
            if start > 1 and words[start - 1].text == "and" and words[start - 2].text[0].isupper():
                start -= 2
        told = [word.text for word in words[start:place]]
    key = tuple(sorted(word for word in content(told) if word != content(["Affairs"])[0]))
    owner = bare(words[start - 1].text) if start and words[start - 1].text[0].isupper() else ""
    return _Body(at, tuple(words[start:end]), (words[place].text, *key), owner) if key else None


def _end(words: Sequence[Word], start: int) -> int:
    end = start
    for at in range(start, min(len(words), start + _LONGEST)):
        if words[at].text[0].isupper():
            end = at + 1
            if bare(words[at].text) != words[at].text:
                break
        elif words[at].text not in ("and", ","):
            break
    return end


TERM_VARIANT = Check(
    "term-variant",
    Level.INFO,
    "A ministry or agency whose name mostly stands in one form in the story and here in the other one.",
    "terminology",
    story=_variants,
    bad=("The Unification Ministry said no. | The Unification Ministry waits. | The Ministry of Unification declined.",),
    good=("The Russian Foreign Ministry said no. | The Russian Foreign Ministry waits. | Japan's Foreign Ministry spoke.",),
)
"""Two forms of the name of a ministry."""

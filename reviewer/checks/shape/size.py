"""Sentences that are too long, are empty, or stand there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story, Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level
from reviewer.core.review import Status

_LONGEST = 60
_LETTERS_A_WORD = 3
"""At least, with the space, over a whole sentence: what is shorter than so many a word is not counted."""
_PARTED = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|;\s")
_SHORTEST_COPY = 4


def _length(unit: Unit) -> Iterator[Remark]:
    if unit.kind is not Kind.BODY or len(unit.text) < _LONGEST * _LETTERS_A_WORD:
        return
    longest = max((part.split() for part in _PARTED.split(unit.text)), key=len)
    if len(longest) > _LONGEST:
        yield Remark(0, len(unit.text), f"a sentence of {len(longest)} words")


def _empty(story: Story) -> Iterator[Remark]:
    for at, unit in enumerate(story.units):
        if not unit.text.strip() and unit.status is not Status.CUT:
            yield Remark(0, len(unit.text), "there is no text", at=at)


def _copied(story: Story) -> Iterator[Remark]:
    for at, (before, unit) in enumerate(pairwise(story.units), 1):
        if len(before.text) == len(unit.text) and before.text == unit.text and len(unit.text.split()) >= _SHORTEST_COPY:
            yield Remark(0, len(unit.text), "the same text as the one before it", at=at)


LENGTH = Check(
    "length",
    Level.INFO,
    f"A sentence of more than {_LONGEST} words; what semicolons part counts as several.",
    "length",
    unit=_length,
    bad=("The minister said that " + "the talks on the border and on trade would go on " * 6 + "until May.",),
    good=("The talks go on. " * 25,),
)
EMPTY = Check(
    "empty",
    Level.WARNING,
    "A segment without any text.",
    "omission",
    story=_empty,
    bad=("Talks go on. |   | They end in May.",),
    good=("Talks go on. | ... | They end in May.",),
    english=False,
)
COPIED_NEIGHBOUR = Check(
    "copied-neighbour",
    Level.WARNING,
    "The same sentence twice in a row. A few words that are said again (“No, no.”) are left alone.",
    "duplication",
    story=_copied,
    bad=("The talks will go on. | The talks will go on.",),
    good=("No. | No.", "The talks will go on. | The talks will go on, he said."),
    english=False,
)

"""Brackets that miss their partner in the paragraph.

The rule is that a partner is looked for near: one that would be pages away belongs to another bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Paragraph
from reviewer.core.finding import Level

_ANY = re.compile(r"[()\[\]{}（）【】［］]")
_NARROW = str.maketrans("（）【】［］", "()[][]")
_PARTNER = {")": "(", "]": "[", "}": "{"}
_CLOSING = {opening: closing for closing, opening in _PARTNER.items()}
_FAR = 1_000
_EMOTICON = re.compile(r"[:;]['-]?$")
_ITEM = re.compile(r"(?:^|[\s(])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\.?$")


def unbalanced_bracket(paragraph: Paragraph) -> Iterator[Remark]:
    """A bracket that nothing opens or closes, or that another kind closes."""
    text = paragraph.text
    if not any(sign in text for sign in "()[]{}（）【】［］"):
        return
    opened: list[tuple[int, str]] = []
    for match in _ANY.finditer(text):
        at, sign = match.start(), match[0].translate(_NARROW)
        if _EMOTICON.search(text, max(0, at - 3), at):
            continue
        if sign in _CLOSING:
            opened.append((at, sign))
            continue
        while opened and at - opened[-1][0] > _FAR:
            yield _unclosed(text, opened.pop()[0])
        if opened and opened[-1][1] == _PARTNER[sign]:
            opened.pop()
        elif not opened or not _mixed(text, opened[-1][0], at):
            if not _ITEM.search(text, max(0, at - 8), at):
                yield Remark(at, at + 1, f"“{match[0]}” closes what nothing opened")
        else:
            start, other = opened.pop()
            inside = text[start + 1 : at]
            if not inside.replace(",", "").replace(".", "").replace(" ", "").isdecimal():
                yield Remark(
                    start, at + 1, f"“{text[start]}” is closed by “{match[0]}”", f"{text[start]}{inside}{_CLOSING[other]}"
                )
    for at, _ in opened:
        yield _unclosed(text, at)


def _unclosed(text: str, at: int) -> Remark:
    return Remark(at, at + 1, f"“{text[at]}” is not closed")


def _mixed(text: str, start: int, end: int) -> bool:
    """Whether the two brackets of different kinds are meant for each other: no end of a sentence is between them."""
    return end - start < 120 and ". " not in text[start:end]


UNBALANCED_BRACKET = Check(
    name="unbalanced-bracket",
    level=Level.WARNING,
    about="A bracket without its partner in the paragraph, or with one of another kind; list items such as `1)` are right.",
    issue="typographical",
    paragraph=unbalanced_bracket,
    bad=(
        "The ministry (in Moscow did not answer.",
        "The ministry in Moscow) did not answer.",
        "The troops (1,200 of them] left.",
    ),
    good=("(The vote was on Monday. | It was close.)", "It has 1) tanks and 2) ships.", "It rained :) and he left."),
    english=False,
)

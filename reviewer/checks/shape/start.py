"""A sentence that starts in lower case, unless it goes on from what stands before it, or its first word is written so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.abbreviations import is_abbreviation
from reviewer.analysis.lexicon import NAME_PARTICLES, SAYING
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level

_FIRST = re.compile(r"[a-z][a-zà-ÿ]*(?:['’-][a-zà-ÿ]+)*(?=[ ,!?;:]|\.?$|\. )")
_LOWER = (NAME_PARTICLES - {"do"}) | frozenset("adidas vivo amazon http https www com".split())
"""What may begin a name in lower case, with whatever is behind it."""
_BEHEADED = re.compile(r"(?:ed|ing)$|^(?:which|who|whose|whom|that|is|are|was|were|has|have|had|of|than|by)$")
"""A sentence that starts so has lost its beginning, and a capital does not mend it."""
_OVER = re.compile(r"[.!?。]['\"’”)\]»]*\s*$")
_GOES_ON = re.compile(r"(?:[?!…]|\.\.\.?)['\"’”)\]»]*\s*$|[\"”’»]\s*$")
_SAYS_ON = SAYING | frozenset("read he she they it who i we and but or".split())
"""With one of these a sentence goes on after a quotation."""


def _look(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    start = len(text) - len(text.lstrip())
    if unit.kind is not Kind.BODY or not "a" <= text[start : start + 1] <= "z":
        return
    first = _FIRST.match(text, start)
    if first is None or text[first.end() : first.end() + 2].rstrip() == ")" or not _is_sentence(unit, first[0]):
        return
    if unit.before and _continues(unit.before, text[start:]):
        return
    capital = None if _BEHEADED.search(first[0]) else first[0][0].upper() + first[0][1:]
    yield Remark(*first.span(), f"the sentence starts with “{first[0]}” in lower case", capital)


def _is_sentence(unit: Unit, first: str) -> bool:
    """Whether it reads like a sentence of a story: some words with a full stop, and no list, name or address at its beginning."""
    rest = unit.text.rstrip().rstrip("\"'”’)")
    if rest[-1:] not in (".", "!", "?") or len(unit.text.split()) < 3:
        return False
    head = first.split("-")[0].split("'")[0].split("’")[0]
    return head not in _LOWER and (len(head) > 1 or first == "a" or first == "i")


def _continues(before: str, text: str) -> bool:
    bare = before.rstrip()
    if not _OVER.search(bare) or (bare[-1] == "." and is_abbreviation(bare, len(bare) - 1)):
        return True
    return bool(_GOES_ON.search(before)) and not _SAYS_ON.isdisjoint(re.split(r"[ ,.]+", text, maxsplit=4)[:4])


LOWER_CASE_START = Check(
    "lower-case-start",
    Level.WARNING,
    "A sentence of the story that starts in lower case. Names that are written so, lists, and what goes on from the sentence "
    "before are left alone.",
    "grammar",
    unit=_look,
    bad=("He asked for a written answer. | the ministry did not say how they reacted.",),
    good=("iPhone sales rose in May.", "“Why now?” | he asked.", "He named three things: | the price, the place and the day."),
)

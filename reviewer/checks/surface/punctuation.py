"""Signs that meet where only one may stand, and units that begin or end inside a sentence.

The rule is that every run of signs is judged whole: ellipses, the full stop of an abbreviation and `?!` are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.abbreviations import is_abbreviation
from reviewer.analysis.lexicon import SAYING
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_RUN = re.compile(r"[.,;:!?](?:[ \u00a0]*[.,;:!?])+")
_QUOTES = re.compile(r'(?<!")""(?!")')
_STOP_AND_COMMA = re.compile(r"(?<=[\w)])\. +,(?=\s|$)")
_BEGINS = re.compile(r"(?:[,;:.)\]?!]|[”»’](?!\w)|\"(?=[\s,.;:)]|$))[,.;:)”\"]*\s*")
_BEFORE_SPEECH = re.compile(rf"(?:\w:|\b(?:{'|'.join(SAYING)}),)$")
_LONGEST_BEFORE_SPEECH = 12
_LONE = frozenset(".,;:\"'“”‘’()[]")


def doubled_punctuation(unit: Unit) -> Iterator[Remark]:
    """Two signs where only one may stand."""
    text = unit.text
    if '""' in text:
        yield from _doubled_quotes(text)
    for match in _RUN.finditer(text):
        signs = match[0].replace(" ", "").replace("\u00a0", "")
        start, end = match.span()
        right = _is_right(text, start, end, signs) if len(signs) == end - start else _is_right_apart(text, start, end, signs)
        if signs == "..." and len(signs) < end - start:
            yield Remark(start, end, "an ellipsis with spaces in it", "...", Level.INFO)
            continue
        if right or (start == 0 and begins_inside(unit)):
            continue
        while start > 1 and text[start - 1] == " ":
            start -= 1
        following = text[end : end + 8].lstrip("\"'”’) ")[:1]
        yield Remark(start, end, f"“{match[0]}” where one sign is enough", _one_sign(signs, following))


def _doubled_quotes(text: str) -> Iterator[Remark]:
    """All of a text's doubled quotation marks in one remark: whatever wrote the file doubled them all."""
    found = [
        match
        for match in _QUOTES.finditer(text)
        if text[match.start() - 1 : match.start()].strip() or text[match.end() : match.end() + 1].strip()
    ]
    if found:
        start, end = found[0].start(), found[-1].end()
        yield Remark(start, end, "quotation marks twice", _QUOTES.sub('"', text[start:end]))


def _is_right(text: str, start: int, end: int, signs: str) -> bool:
    """Whether signs that touch each other may."""
    if set(signs) <= set("?!") or signs[0] == "!" or (signs[0] == "?" and end < len(text)):
        return True
    if "..." in signs:
        return len(signs.strip(".")) <= 1
    if signs[0] == "." and len(signs) == 2 and (is_abbreviation(text, start) or (signs[1] in ",;:" and _is_short(text, start))):
        return True
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    if signs[0] in ":." and any(sign in "/\\" for sign in around):
        return True
    return signs == "::" or (signs[0] in ":;" and text[end : end + 1] in ("(", ")"))


def _is_short(text: str, end: int) -> bool:
    """Whether the word before `end` may be an abbreviation that no list has: `sec.`, `Minn.`."""
    word = text[max(0, end - 7) : end].split()[-1:]
    return word != [] and len(word[0]) <= (5 if word[0][0].isupper() else 3)


def _is_right_apart(text: str, start: int, end: int, signs: str) -> bool:
    """Whether signs with spaces between them may stand so, or another check says it better."""
    if "..." in signs:
        return True
    following = text[end : end + 1]
    if signs[-1] == "." and following.isalnum():
        return True
    if signs[-1] in ":;" and following in ("(", ")", "-"):
        return True
    return signs == ".," and (is_abbreviation(text, start) or _STOP_AND_COMMA.match(text, start) is not None)


def _one_sign(signs: str, following: str) -> str | None:
    """The sign that is enough, where that is sure."""
    if len(set(signs)) == 1:
        return signs[0]
    if set(signs) <= set(".,;:"):
        return "," if following.islower() and "," in signs else "." if "." in signs and not following.islower() else None
    return None


def begins_inside(unit: Unit) -> re.Match[str] | None:
    """What a unit begins with that no sentence can, if it does."""
    text = unit.text
    match = _BEGINS.match(text)
    if match is None or text.startswith(("...", "..", "…")):
        return None
    following = text[match.end() : match.end() + 1]
    if match[0] in (".", "!", ":", ";", "?") and (following.isalnum() or following in ("-", "(", ")")):
        return None
    if match[0][0] in ":;" and ")" in match[0]:
        return None
    if match[0].strip() == '"' and following.isupper() and '"' in text[1:]:
        return None  # a quotation that opens with a space inside, which is a matter of spacing
    return match


def begins_early(text: str, at: int) -> bool:
    """Whether the mark at `at` may be an opening one on the wrong side of its space: `he said:" It is fine."`."""
    return (
        text[at + 1 : at + 2] == " "
        and text[at + 2 : at + 3].isalnum()
        and _BEFORE_SPEECH.search(text, max(0, at - _LONGEST_BEFORE_SPEECH), at) is not None
    )


def broken_quotation(unit: Unit) -> Iterator[Remark]:
    """What parting a text into sentences left: a sign before the first word, signs alone, a full stop before a comma."""
    text = unit.text
    if len(text) < 8 and _LONE.issuperset(text.strip()) and text.strip() not in ("...", ""):
        yield Remark(0, len(text), f"nothing but “{text.strip()}”")
        return
    begin = begins_inside(unit)
    if begin is not None:
        yield Remark(0, begin.end(), f"begins with “{begin[0].strip()}”, which belongs to the sentence before")
    if ". " in text:
        for match in _STOP_AND_COMMA.finditer(text):
            if not is_abbreviation(text, match.start()):
                yield Remark(*match.span(), "a full stop before “,”", ",")


DOUBLED_PUNCTUATION = Check(
    name="doubled-punctuation",
    level=Level.WARNING,
    about="Two full stops, commas and the like where one may stand; ellipses, `?!` and abbreviations are right.",
    issue="typographical",
    unit=doubled_punctuation,
    bad=("The vote was put off.. Nobody knew why.", "She left. . Members agreed.", "The ministry,, however, agreed."),
    good=("He was waiting... and left.", "He lives in the U.S., they say.", "They meet at 5 p.m.."),
    english=False,
)
BROKEN_QUOTATION = Check(
    name="broken-quotation",
    level=Level.WARNING,
    about="A sentence that begins with a comma or closing sign, is a lone sign, or has a full stop before a comma.",
    issue="typographical",
    unit=broken_quotation,
    bad=("The minister said. , which means no.", "Nobody answered. | , which means no.", "Nobody answered | ."),
    good=("...and nobody came.", "He lives in the U.S. , they say.", "* * *"),
)

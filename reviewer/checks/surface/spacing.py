"""White space beside signs: one too many, or one missing.

The rule is that addresses, numbers, abbreviations and formulas have spaces of their own: a sign is judged only where words
stand on both sides. Where another check of this family says more of the same place, this one is silent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.abbreviations import is_abbreviation
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.checks.surface.duplication import repeated_bracket
from reviewer.checks.surface.punctuation import begins_early, broken_quotation, doubled_punctuation
from reviewer.core.finding import Level

_BEFORE = re.compile(r"(?<![ \u00a0])[ \u00a0]+([,.;:?!)\]]+)")
_SPACED_SIGNS = tuple(f" {sign}" for sign in ",.;:?!)]")
_WORDY = frozenset("\"”’')]%.")
_AFTER_OPENING = re.compile(r"(?<!\S)[(\[] +(?=\w)")
_MISSING = re.compile(
    r"[,.;?()](?:(?<=\w[\w)],)(?=[^\W\d_]{2})"
    r"|(?<=[a-z]{2}[.;?]|\d\d[.]|[a-z]\)[.]|Mr[.]|Ms[.]|Dr[.]|St[.])(?=[A-Z][a-z])"
    r"|(?<=\w\()(?=[^()]{2,}\))"
    r"|(?<=[^\s(]\))(?=[^\W\d_]{2}))"
)
_CHUNK = re.compile(r"\S*$")
_ADDRESSES = ("/", "@", "_", "\\", "www.", "=")
_DOMAINS = re.compile(r"(?:Com|Net|Org|Ru|Io|Js|Ai|Py|Tv|Inc|Co|Jp|Kr|Cn|Uk|De|Eu)\b")
_WIDE_GAP = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_MARK = re.compile('["“”]')
_AFTER_OPENING_MARK, _BEFORE_CLOSING = "space after an opening quotation mark", "space before a closing quotation mark"
_SENTENCE_SIGNS = frozenset(",.?!;:")
_PLURAL = re.compile(r"s\b")


def spacing(unit: Unit) -> Iterator[Remark]:
    """White space before a sign or none behind it; runs of spaces are info."""
    found = [*_too_many(unit.text), *_missing(unit.text), *_beside_quotes(unit.text)]
    if found:
        others = [span for look in (doubled_punctuation, broken_quotation, repeated_bracket) for span in map(_span, look(unit))]
        for remark in found:
            if not any(start < remark.end and remark.start < end for start, end in others):
                yield remark
    if "  " in unit.text or "\u00a0 " in unit.text or " \u00a0" in unit.text:
        for match in _WIDE_GAP.finditer(unit.text):
            if not any(remark.start < match.end() and match.start() < remark.end for remark in found):
                yield Remark(*match.span(), f"{len(match[0])} spaces", " ", Level.INFO)


def _span(remark: Remark) -> tuple[int, int]:
    return remark.start, remark.end


def _too_many(text: str) -> Iterator[Remark]:
    lacks_opening = text.count("(") < text.count(")")
    for match in _BEFORE.finditer(text) if "\u00a0" in text or any(map(text.__contains__, _SPACED_SIGNS)) else ():
        signs, before = match[1], text[match.start() - 1 : match.start()]
        if (
            not (before.isalnum() or before in _WORDY)
            or signs.startswith("..")
            or text.startswith(" .", match.end())
            or (len(signs) > 1 and signs[0] in ":;" and signs[1] in ")]")
        ):
            continue
        if before == "." and (signs[0] in ".?!" or not is_abbreviation(text, match.start() - 1)):
            continue
        if ")" in signs and lacks_opening:
            continue
        following = text[match.end() : match.end() + 1]
        if following.isalnum() or following in ("(", "-", "/"):
            if signs != "," or following.isdecimal():
                continue
            signs = ", "
        level = Level.INFO if signs in (":", ";") else None
        yield Remark(*match.span(), f"space before “{signs.strip()}”", signs, level)
    if "( " in text or "[ " in text:
        for match in _AFTER_OPENING.finditer(text):
            yield Remark(*match.span(), f"space after “{match[0][0]}”", match[0][0])


def _missing(text: str) -> Iterator[Remark]:
    for match in _MISSING.finditer(text):
        start, end, sign = match.start(), match.end(), match[0]
        before = _CHUNK.search(text, max(0, start - 80), start)
        chunk = (before[0] if before else "") + text[start : start + 80].split(None, 1)[0]
        if any(mark in chunk for mark in _ADDRESSES):
            continue
        if sign == "." and (chunk.count(".") > 2 or _DOMAINS.match(text, end) or start == len(chunk[: chunk.index(".")]) < 3):
            continue
        if sign == "(" and not _needs_space(text, start, before[0] if before else ""):
            continue
        if sign == ")" and _is_inside_a_word(text, start):
            continue
        told = f"no space before “{sign}”" if sign == "(" else f"no space after “{sign}”"
        yield Remark(start, end, told, f" {sign}" if sign == "(" else f"{sign} ")


def _needs_space(text: str, start: int, before: str) -> bool:
    """Whether the bracket at `start` is no part of a word, a formula or a paragraph's number."""
    inside = text[start + 1 : text.index(")", start)]
    after = text[start + len(inside) + 2 : start + len(inside) + 3]
    if len(before.lstrip("\"'“‘([")) < 3 or after.isalnum() or (before[-1].isdecimal() and len(inside) < 4):
        return False
    return not (inside.islower() and len(inside) < 4)


def _is_inside_a_word(text: str, end: int) -> bool:
    start = text.rfind("(", 0, end)
    return (
        start < 0
        or end - start < 3
        or (text[start - 1 : start].isalnum() and text[start + 1 : end].isalpha() and end - start < 8)
    )


def _beside_quotes(text: str) -> Iterator[Remark]:
    if '"' not in text and "“" not in text and "”" not in text:
        return
    is_even, straight = text.count('"') % 2 == 0, 0
    opening: Remark | None = None
    for match in _MARK.finditer(text):
        at, opens = match.start(), match[0] == "“"
        if match[0] == '"':
            opens = straight % 2 == 0
            straight += 1
        remark = _beside(text, at, opens=opens) if (is_even if match[0] == '"' else "„" not in text) else None
        if opening is not None and remark is not None and remark.message == _BEFORE_CLOSING:
            inside = text[opening.end : remark.start]
            remark = Remark(opening.start, remark.end, "spaces inside quotation marks", f"{opening.suggestion}{inside}{match[0]}")
        elif opening is not None:
            yield opening
        opening = remark if remark is not None and remark.message == _AFTER_OPENING_MARK else None
        if remark is not None and opening is None:
            yield remark
    if opening is not None:
        yield opening


def _beside(text: str, at: int, *, opens: bool) -> Remark | None:
    """What is wrong beside the quotation mark at `at`, which opens or closes."""
    sign, before, after = text[at], text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if opens and before in " ([" and after == " " and text[at + 2 : at + 3].isalnum():
        return Remark(at, at + 2, _AFTER_OPENING_MARK, sign)
    if not opens and before == " " and at > 1 and after in " ,.;:!?)":
        start = at - 1 if text[at - 2] != " " else at - 2
        return Remark(start, at + 1, _BEFORE_CLOSING, sign)
    if opens and begins_early(text, at):
        message = "an opening quotation mark on the wrong side of the space"
        return Remark(at - 1, at + 2, message, f"{before} {sign}")
    if before in _SENTENCE_SIGNS or before.isalpha():
        start = at - 1 if before in _SENTENCE_SIGNS else at
        if opens and after.isalnum():
            return Remark(start, at + 1, "no space before an opening quotation mark", f"{text[start:at]} {sign}")
        if not opens and after.isalpha() and not _PLURAL.match(text, at + 1):
            return Remark(start, at + 1, "no space after a closing quotation mark", f"{text[start : at + 1]} ")
    return None


SPACING = Check(
    name="spacing",
    level=Level.WARNING,
    about="A space before a sign, or none where one is due; addresses, numbers and formulas are left alone, and runs of "
    "spaces are only info.",
    issue="whitespace",
    unit=spacing,
    bad=(
        "The mission has worked there for years .",
        'The minister said,"We will not sign."',
        "The aid of 40,000 won($36) was paid.",
    ),
    good=("It rose 0.5 to 1,000.50 at 10:30 a.m.", "Booking.com and the U.S.Embassy agreed.", "The player(s) left."),
)

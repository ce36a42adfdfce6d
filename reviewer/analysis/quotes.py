"""The article's own quotation marks: which it uses, and what a typed straight one becomes.

`style_of` counts; `typed` looks at the text on both sides of the caret. The rule is that what the neighbours show decides;
whether a quotation is still open is asked only where they show nothing: after a dash, in writing without spaces, and where a
single mark could as well be an apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from reviewer.analysis.words import is_unspaced


@dataclass(frozen=True, slots=True)
class QuoteStyle:
    """What stands around a quotation, around one inside it, and in place of a letter left out.

    An opening or closing mark may hold a no-break space on its inner side, as French ones do.
    """

    double_open: str
    double_close: str
    single_open: str
    single_close: str
    apostrophe: str


STYLES: dict[str, QuoteStyle] = {
    "straight": QuoteStyle('"', '"', "'", "'", "'"),
    "english": QuoteStyle("“", "”", "‘", "’", "’"),
    "german": QuoteStyle("„", "“", "‚", "‘", "’"),
    "polish": QuoteStyle("„", "”", "‚", "’", "’"),
    "french": QuoteStyle("«", "»", "‹", "›", "’"),
    "inward": QuoteStyle("»", "«", "›", "‹", "’"),
}
"""Every style that is known, by name; of two with as many marks in a text the earlier one is taken."""

_MARKS = "\"'“”„‟‘’‚‛«»‹›"
_MARK = re.compile(f"[{_MARKS}]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])(['’])(?=[^\W\d_])")
_DASHES = "-‐‑‒–—―"
_OPENING_SIGNS = "/¿¡"
_FIRST_SIGNS = "([¿¡…$€£#@"
_NO_BREAK_SPACES = "\u00a0\u202f"
_FAR_ENOUGH = 8
"""How many characters before a mark are looked at: it and the marks beside it."""


def style_of(text: str) -> QuoteStyle:
    """The style of most quotation marks in `text`, and the apostrophe of most words; straight when nothing tells."""
    opening: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for found in _MARK.finditer(text):
        (opening if _begins(text, *found.span()) else closing)[found[0]] += 1
    votes = {
        name: opening[style.double_open] + closing[style.double_close] + opening[style.single_open]
        for name, style in STYLES.items()
    }
    style = STYLES[max(votes, key=lambda name: votes[name])]
    apostrophes = Counter(_APOSTROPHE.findall(text))
    if apostrophes:
        style = replace(style, apostrophe=max("'’", key=lambda mark: apostrophes[mark]))
    return _with_inner_space(style, text)


def typed(character: str, before: str, after: str, style: QuoteStyle) -> str:
    """What `character`, typed between `before` and `after`, becomes; anything but a straight quotation mark stays itself."""
    if character == '"':
        opens = _opens(before, after, style.double_open, style.double_close)
        return style.double_open if opens else style.double_close
    if character != "'":
        return character
    last = before[-1:]
    if (_is_wordy(last) and _is_letter(after[:1])) or (not _is_wordy(last) and after[:1].isdecimal()):
        return style.apostrophe
    if _opens(before, after, style.single_open, style.single_close):
        return style.single_open
    if _is_wordy(last) and not _is_open(before, style.single_open, style.single_close):
        return style.apostrophe
    return style.single_close


def _begins(text: str, start: int, end: int) -> bool:
    """Whether the mark in `text` at `start` opens a quotation."""
    before, after = text[max(0, start - _FAR_ENOUGH) : start], text[end : end + 1]
    if not after or not _after_a_start(before):
        return False
    return _is_wordy(after) or after in _MARKS + _FIRST_SIGNS or (text[start] in "«‹" and after in _NO_BREAK_SPACES)


def _opens(before: str, after: str, opening: str, closing: str) -> bool:
    """Whether a mark between `before` and `after` opens a quotation."""
    if before.endswith(opening) and opening != closing:
        return False  # nothing is quoted yet: the mark closes the pair
    neighbour = before.rstrip(_MARKS)[-1:]
    if neighbour and (neighbour in _DASHES or is_unspaced(neighbour)):
        return not _is_open(before, opening, closing)
    return _after_a_start(before)


def _after_a_start(before: str) -> bool:
    """Whether `before` ends where a quotation may start; marks that stand there already are looked through."""
    neighbour = before.rstrip(_MARKS)[-1:]
    if not neighbour or neighbour.isspace() or neighbour in _OPENING_SIGNS or neighbour in _DASHES:
        return True
    return unicodedata.category(neighbour) == "Ps"


def _is_open(before: str, opening: str, closing: str) -> bool:
    """Whether a quotation that begins in `before` has not ended there; apostrophes inside words do not count."""
    bare = _APOSTROPHE.sub("", before)
    if opening == closing:
        return bare.count(opening) % 2 == 1
    return bare.rfind(opening.strip()) > bare.rfind(closing.strip())


def _with_inner_space(style: QuoteStyle, text: str) -> QuoteStyle:
    """`style` with the no-break space that `text` puts inside most of its guillemets."""
    if style.double_open not in "«»":
        return style
    spaces = Counter(re.findall(rf"{style.double_open}([{_NO_BREAK_SPACES}]?)", text))
    inner = spaces.most_common(1)[0][0] if spaces else ""
    return replace(style, double_open=style.double_open + inner, double_close=inner + style.double_close)


def _is_wordy(character: str) -> bool:
    """Whether `character` is a letter, a digit or a mark on one."""
    return bool(character) and (character.isalnum() or unicodedata.category(character)[0] == "M")


def _is_letter(character: str) -> bool:
    return _is_wordy(character) and not character.isnumeric()

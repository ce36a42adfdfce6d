"""The one way from outside text to something that may be drawn.

A control character, an escape sequence or a bidi override must reach the eye of the editor and never the terminal. `visible`
replaces each such character by one stand-in of one cell, so that positions stay what they were. `legible` does so for pages and
sheets, which draw more of them rightly. `Armour` does the same for text that is being edited: it swaps the characters for
private ones that survive an editor widget, and swaps them back.
"""

from __future__ import annotations

import unicodedata
from itertools import chain, islice

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u180e\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"

_STANDINS: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **dict.fromkeys(range(128, 160), "�"),
    **{ord(character): "¦" for character in ZERO_WIDTH},
    **{ord(character): "⇄" for character in BIDI},
    **{ord(character): "␣" for character in SPACES},
    **dict.fromkeys((*range(0x2061, 0x2066), *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)), "¦"),
    **dict.fromkeys((*range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)), "¦"),
    **dict.fromkeys((*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)), "¦"),
    **dict.fromkeys(range(55296, 57344), "�"),
    0x09: "→",
    0x0A: "␊",
    0x85: "␤",
    0xAD: "¬",
    0x2028: "¶",
    0x2029: "¶",
}
_DRAWN_BY_A_PAGE = frozenset(
    map(ord, ZERO_WIDTH + SPACES + "\u061c\u200e\u200f\t\n\u00ad"),
) | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
"""Spaces, joiners, marks of direction that reach no further than their neighbours, and what picks a variant of a letter."""
_PAGE_STANDINS = {code: standin for code, standin in _STANDINS.items() if code not in _DRAWN_BY_A_PAGE} | dict.fromkeys(
    (*range(0xFDD0, 0xFDF0), *(plane + end for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))), "�"
)
"""With Unicode's noncharacters, two of which no XML may hold."""
_MARKS_IN_A_ROW = 4
"""Combining marks past this many on one letter are drawn as stand-ins: more are no writing, and run over other rows."""


def visible(text: str, limit: int | None = None) -> str:
    """`text` with every character that has no shape of its own replaced by a visible one, position by position.

    Args:
        text: anything from outside.
        limit: at most so many characters; a longer text ends in ` … 1,234 more characters`.
    """
    if limit is not None and len(text) > limit:
        return f"{visible(text[:limit])} … {len(text) - limit:,} more characters"
    if text.isascii() and text.isprintable():
        return text
    return _without_towers(text.translate(_STANDINS))


def legible(text: str) -> str:
    """`text` for a page, a sheet or a file, which draw what a terminal cannot: lines, spaces, joiners, variants of letters.

    Control characters, lone surrogates, noncharacters, and what turns the direction of all that follows have their stand-ins.
    """
    if text.isascii() and text.isprintable():
        return text
    return _without_towers(text.replace("\r\n", "\n").translate(_PAGE_STANDINS))


def is_hidden(character: str) -> bool:
    """Whether `character` is drawn as a stand-in."""
    return ord(character) in _STANDINS


def _without_towers(text: str) -> str:
    if not text or max(text) < "\u0300":
        return text
    drawn = []
    height = 0
    for character in text:
        # The combining class is no help: it is 0 for enclosing marks and for the vowels of many scripts.
        height = height + 1 if character >= "\u0300" and unicodedata.category(character) in ("Mn", "Me") else 0
        drawn.append(character if height <= _MARKS_IN_A_ROW else "\u00b7")
    return "".join(drawn)


class Armour:
    """Carries the hidden characters of one text through an editor: a private character stands for each while it is edited.

    The private characters are some of Unicode's planes 16 and 15 that the text itself does not use, so taking them off gives
    back exactly what was put on.
    """

    def __init__(self, text: str) -> None:
        codes = sorted(_STANDINS)
        used = {ord(character) for character in text}
        free = (code for code in chain(range(0x100000, 0x10FFFE), range(0xF0000, 0xFFFFE)) if code not in used)
        private = tuple(islice(free, len(codes)))
        self._on = dict(zip(codes, private, strict=True)) | dict.fromkeys(private, 0xFFFD)
        self._off = dict(zip(private, codes, strict=True))
        self._draw = {held: _STANDINS[code] for held, code in self._off.items()}

    def put_on(self, text: str) -> str:
        """`text` as the editor holds it: the same length, nothing hidden; somebody else's private characters are no way in."""
        return text.translate(self._on)

    def take_off(self, text: str) -> str:
        """What the editor holds as the text that it stands for."""
        return text.translate(self._off)

    def draw(self, text: str) -> str:
        """What the editor holds as it is drawn: `visible(take_off(text))`."""
        return _without_towers(text.translate(self._draw))

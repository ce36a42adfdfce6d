"""What a word is, for diffs and edit rates.

The rule is that nothing is lost: the tokens of a text, put together again, are the text. A token is one of

- a run of white space;
- a word: letters, digits and the marks on them, with single apostrophes and hyphens inside (`don't`, `so-called`) and with the
  separators inside a number (`1,000.5`);
- one character, with its marks, of a script that is written without spaces (Han, kana, Thai, Lao, Khmer, Burmese), since
  nothing shows where a word of it ends;
- anything else, one character at a time: punctuation, symbols, controls. An emoji made of several code points is one token.

The edit rate counts these tokens, white space left out. Changing what a token is raises `reviewer.metrics.edits.VERSION`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain, groupby
from typing import NamedTuple

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\u3041-\u3096\u309d-\u30fa\u30fc-\u312f\u31a0-\u31bf\u31f0-\u31ff\uff66-\uff9f\U0001b000-\U0001b16f"  # kana, bopomofo
)
_WIDE_PUNCTUATION = "\u3000-\u3004\u3008-\u3020\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
_INSIDE_WORDS = "'’\u2010\u2011\u00ad-"
_JOINERS = "\u200c\u200d"
_INTRICATE = re.compile("[^\0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2000-\u200b\u200e-\u20cf\u2100-\u2bff]")
"""Whatever may be a mark, a joiner, part of an emoji or written without spaces, and more."""
_PLAIN_WORD = rf"\w+(?:(?:[{_INSIDE_WORDS}]|(?<=\d)[.,](?=\d))\w+)*|\S"
_PLAIN = re.compile(rf"\s+|{_PLAIN_WORD}")
_PLAIN_WORDS = re.compile(_PLAIN_WORD)
_BLOCKS_WITH_MARKS = (
    range(0x300, 0x3100),
    range(0xA600, 0xAC00),
    range(0xFB00, 0xFE30),
    range(0x10000, 0x12000),
    range(0x13400, 0x13500),
    range(0x16100, 0x17000),
    range(0x1BC00, 0x1F000),
    range(0xE0100, 0xE01F0),
)
"""Where Unicode keeps its combining marks: looking everywhere takes 120 ms, here 6."""


class Word(NamedTuple):
    """One token of a text and where it stands, in code points; a tuple, since one is made for every word that is looked at."""

    start: int
    end: int
    text: str

    @property
    def is_space(self) -> bool:
        """Whether it is a run of white space."""
        return self.text.isspace()


def words(text: str) -> list[Word]:
    """The tokens of `text` in order, white space too; they tile it."""
    return [Word(found.start(), found.end(), found[0]) for found in _pattern(text).finditer(text)]


def spoken_words(text: str) -> list[Word]:
    """The tokens of `text` that are no white space, with their places."""
    if _INTRICATE.search(text):
        return [word for word in words(text) if not word.is_space]
    return [Word(found.start(), found.end(), found[0]) for found in _PLAIN_WORDS.finditer(text)]


def tokens(text: str) -> list[str]:
    """The tokens of `text` without their places, which are their running lengths."""
    found: list[str] = _pattern(text).findall(text)
    return found


def spoken(text: str) -> list[str]:
    """The tokens of `text` that are no white space."""
    if _INTRICATE.search(text):
        return [token for token in tokens(text) if not token.isspace()]
    found: list[str] = _PLAIN_WORDS.findall(text)
    return found


def is_unspaced(character: str) -> bool:
    """Whether `character` belongs to writing that puts no spaces between words, its wide punctuation included."""
    return _unspaced().match(character) is not None


def _pattern(text: str) -> re.Pattern[str]:
    """The pattern of one token of `text`: both are the same where nothing is intricate, and the plain one takes a quarter."""
    return _token() if _INTRICATE.search(text) else _PLAIN


@cache
def _token() -> re.Pattern[str]:
    """The pattern of one token; made on first use, because finding the marks takes some milliseconds."""
    marks = _marks()
    letter = rf"(?:[^\W{_UNSPACED}][{marks}{_JOINERS}]*)"
    symbol = rf"[^\w\s][{marks}\U0001f3fb-\U0001f3ff]*"
    return re.compile(
        rf"""
        \s+
        | {letter}+ (?: (?: [{_INSIDE_WORDS}] | (?<=\d)[.,](?=\d) ) {letter}+ )*
        | [{_UNSPACED}][{marks}]*
        | [\U0001f1e6-\U0001f1ff]{{2}}
        | {symbol} (?: \u200d{symbol} )*
        | .
        """,
        re.VERBOSE | re.DOTALL,
    )


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}{_WIDE_PUNCTUATION}]")


def _marks() -> str:
    """Unicode's combining marks as the inside of a character class; the `w` of `re` leaves them out."""
    codes = [code for code in chain(*_BLOCKS_WITH_MARKS) if unicodedata.category(chr(code))[0] == "M"]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda numbered: numbered[1] - numbered[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)

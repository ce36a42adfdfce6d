"""Characters that do not belong into English text: wide signs, wrongly decoded letters, invisible ones, odd words.

The rule is that the neighbours decide: wide signs inside Chinese, Japanese or Korean words, joiners inside emoji and marks of
direction around right-to-left text are where they should be.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_WIDE = re.compile("[\u3001\u3002\u3008-\u3011\u3014\u3015\u301c\u30fb\uff01-\uff5e\uff61-\uff65\uffe0-\uffe6\u00b7]+")
_WIDE_SPACE = re.compile("\u3000+")
_NARROW = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict(zip(map(ord, "、。〈〉《》「」『』【】〔〕〜｡｢｣､￠￡￥￦"), ',.""""""""[][]~."",¢£¥₩', strict=True)),
}
_UNSURE = frozenset("・·･〜～｜")
"""Signs that stand for more than one of ours."""
_CJK = ("\u1100\u11ff", "\u3040\u30fa", "\u30fc\u318f", "\u3400\u9fff", "\uac00\ud7af", "\uf900\ufaff", "\uff66\uff9f")
"""First and last letter of each block; a pattern of them takes 8 ms to compile."""
_PAIRS = dict(zip("（［｛＜〈《「『【〔｢", "）］｝＞〉》」』】〕｣", strict=True))
_SPACED = frozenset([*"，．；：！？、。､｡", *_PAIRS.values()])
"""What is followed by a space in our texts."""

_CODE_PAGE = {
    **{code: code for code in range(0x80, 0x100)},
    **{ord(bytes([code]).decode("cp1252", "ignore") or "\x81"): code for code in range(0x80, 0xA0)},
    **{code: code for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)},
}
"""What byte each character was, when it was read as Windows-1252."""
_BROKEN = re.compile("[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}")
_LOST = re.compile("[\ufffd\u2047]+")
_ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffc]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NAMES = {
    "\u00ad": "soft hyphen", "\u200b": "zero-width space", "\u200c": "zero-width non-joiner", "\u200d": "zero-width joiner",
    "\u200e": "left-to-right mark", "\u200f": "right-to-left mark", "\u2028": "line separator", "\u2029": "paragraph separator",
    "\u2060": "word joiner", "\ufeff": "byte order mark", "\ufffc": "place of a picture",
}  # fmt: skip
_OPENING_CONTROLS, _CLOSING_CONTROLS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"

_TRIPLED = re.compile(r"([a-z])\1\1")
_DIGIT_INSIDE = re.compile(r"[01](?<=[a-z][01])(?=[a-z]{2})")
_OF_ADDRESSES = frozenset("./@_-#&")
_WORD_WITH_DIGIT = re.compile(r"[A-Za-z][a-z01]+")


def wide_punctuation(unit: Unit) -> Iterator[Remark]:
    """A Chinese or Japanese sign, or a full-width letter or digit, between words in Latin letters."""
    text = unit.text
    if text.isascii():
        return
    spans = [match.span() for match in _WIDE.finditer(text) if _is_misplaced(text, *match.span())]
    partner = -1
    for (start, end), (following, last) in pairwise([*spans, (len(text), len(text))]):
        if start == partner:
            continue
        signs, narrow = text[start:end], _narrow(text, start, end)
        if _PAIRS.get(signs) == text[following:last]:
            partner = following
            whole = f"{narrow}{text[end:following]}{_narrow(text, following, last)}"
            yield Remark(start, last, f"“{signs}” and “{text[following:last]}” are no signs of English text", whole)
        else:
            level = Level.INFO if signs in ("｜", "・", "･") else None
            yield Remark(start, end, f"“{signs}” is no sign of English text", narrow, level)
    for match in _WIDE_SPACE.finditer(text):
        yield Remark(*match.span(), "a full-width space", " ", Level.INFO)


def _is_misplaced(text: str, start: int, end: int) -> bool:
    """Whether wide signs stand beside no word of their own scripts, and are no mark of a list or letter of Catalan."""
    before, after = text[max(0, start - 4) : start].rstrip()[-1:], text[end : end + 4].lstrip()[:1]
    if _is_cjk(before) or _is_cjk(after) or (text[start] in "・·･" and not before):
        return False
    return text[start:end] != "·" or (before.isalpha() and after.isalpha() and text[start - 1] != "l")


def _is_cjk(character: str) -> bool:
    return character != "" and any(block[0] <= character <= block[1] for block in _CJK)


def _narrow(text: str, start: int, end: int) -> str | None:
    """Our signs for wide ones, with the space that they do without."""
    signs = text[start:end]
    if not _UNSURE.isdisjoint(signs):
        return None
    leading = " " if signs[0] in _PAIRS and text[start - 1 : start].isalnum() else ""
    trailing = " " if signs[-1] in _SPACED and text[end : end + 1].isalpha() else ""
    return leading + signs.translate(_NARROW) + trailing


def mojibake(unit: Unit) -> Iterator[Remark]:
    """Text that was decoded wrongly, a character that was lost on the way, or one that is still written as HTML."""
    text = unit.text
    if "&" in text:
        for match in _ENTITY.finditer(text):
            yield Remark(*match.span(), f"“{match[0]}” is HTML, not text", html.unescape(match[0]))
    if text.isascii():
        return
    for match in _LOST.finditer(text):
        yield Remark(*match.span(), f"“{match[0]}” stands where a character was lost")
    for match in _BROKEN.finditer(text):
        whole = _decoded(match[0])
        if whole is not None:
            yield Remark(*match.span(), f"“{match[0]}” is “{whole}”, decoded wrongly", whole)
        elif "â€" in match[0]:
            at = match.start() + match[0].index("â€")
            yield Remark(at, at + 2, "“â€” is a quotation mark or dash, decoded wrongly")


def _decoded(run: str) -> str | None:
    """What a run of characters was in UTF-8 before it was read as Windows-1252; None where it was not."""
    if len(run) == 2 and (run[0] not in "ÂÃ" or run[1] in "”“’‘…–—»«"):
        return None  # a capital with a sign behind it can be right: CAFÉ”
    try:
        whole = bytes(_CODE_PAGE.get(ord(character), 0) for character in run).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return whole if all(character.isprintable() or character == "\u00a0" for character in whole) else None


def invisible_character(unit: Unit) -> Iterator[Remark]:
    """A character that nobody sees, where it does nothing."""
    text = unit.text
    found = [] if text.isprintable() else list(_INVISIBLE.finditer(text))
    if not found:
        return
    has_right_to_left = _RIGHT_TO_LEFT.search(text) is not None
    broken = [match.span() for match in _BROKEN.finditer(text) if _decoded(match[0]) is not None]
    balanced = sum(text.count(sign) for sign in _OPENING_CONTROLS) == sum(text.count(sign) for sign in _CLOSING_CONTROLS)
    for match in found:
        character, at = match[0], match.start()
        if character in "\u200e\u200f\u061c" and has_right_to_left:
            continue
        if character in _OPENING_CONTROLS + _CLOSING_CONTROLS and has_right_to_left and balanced:
            continue
        if character in "\u200c\u200d" and not _is_latin(text[at - 1 : at]) and not _is_latin(text[at + 1 : at + 2]):
            continue
        if any(start <= at < end for start, end in broken):
            continue
        name = _NAMES.get(character) or ("control of direction" if character > "\x9f" else "control character")
        yield Remark(
            at, at + 1, f"an invisible character: {name} (U+{ord(character):04X})", "" if character not in "\u2028\u2029" else " "
        )


def _is_latin(character: str) -> bool:
    return not character or character.isascii() or unicodedata.name(character, "").startswith("LATIN")


def odd_word(unit: Unit) -> Iterator[Remark]:
    """A letter three times in a row inside a word, or a digit that stands for a letter."""
    text = unit.text
    tripled = [letter * 3 for letter in _TRIPLED.findall(text)]
    if not tripled and not (unit.has_digits and _DIGIT_INSIDE.search(text)):
        return
    for word in unit.words:
        mended = word.text
        for letters in tripled:
            is_inside = mended.find(letters, 0, -1) >= 0 and letters + letters[0] not in mended
            if is_inside and len(mended) > 4 and mended.isalpha() and mended.islower():
                mended = mended.replace(letters, letters[:2])
        if _DIGIT_INSIDE.search(mended) and _WORD_WITH_DIGIT.fullmatch(mended):
            mended = mended.replace("0", "o").replace("1", "l")
        before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 2]
        if mended != word.text and before not in _OF_ADDRESSES and not (after[:1] in _OF_ADDRESSES and after[1:].strip()):
            yield Remark(word.start, word.end, f"“{word.text}” for “{mended}”", mended)


WIDE_PUNCTUATION = Check(
    name="wide-punctuation",
    level=Level.WARNING,
    about="Chinese, Japanese and full-width signs, letters and digits in Latin text; beside words of those scripts they "
    "are right.",
    issue="characters",
    unit=wide_punctuation,
    bad=("Moscow closed 1.4％ higher.", "The ministry，however, agreed.", "The 「red line」 was crossed."),
    good=("・Prices rose again.", "The word 장관・차관 was left in it.", "The cel·la is closed."),
)
MOJIBAKE = Check(
    name="mojibake",
    level=Level.ERROR,
    about="Letters that were decoded wrongly, characters that were lost, and HTML that was not resolved.",
    issue="characters",
    unit=mojibake,
    bad=("The ministryâ€™s answer was short.", "The cafÃ© was closed.", "The minister\ufffds plane landed."),
    good=("They met at the “CAFÉ” in Zürich.", "The AT&T deal is off."),
    english=False,
)
INVISIBLE_CHARACTER = Check(
    name="invisible-character",
    level=Level.WARNING,
    about="Zero-width spaces, soft hyphens, controls and byte order marks; joiners in emoji and marks of direction beside "
    "right-to-left text are right, and so are no-break spaces.",
    issue="characters",
    unit=invisible_character,
    bad=("The min\u200bistry agreed.", "The ministry\u202e agreed."),
    good=("They need 10\u00a0km of pipe.", "The family \U0001f468\u200d\U0001f469\u200d\U0001f467 left."),
    english=False,
)
ODD_WORD = Check(
    name="odd-word",
    level=Level.WARNING,
    about="A letter three times in a row inside a word, or a nought or one for a letter; names and stretched words are left "
    "alone.",
    issue="misspelling",
    unit=odd_word,
    bad=("The governmmment agreed.", "The g0vernment agreed."),
    good=("World War III and www were named.", "It was soooo long.", "The G7 met near the F-16 base."),
)

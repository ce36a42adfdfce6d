"""Letters of the source inside an English sentence, and letters that only look Latin.

What is spoken of as a letter or a word is left alone, and so are the Greek letters of science. A gloss in brackets after an
English word is only info.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from reviewer.checks.check import Check, Remark
from reviewer.checks.residue.credits import byline, datelines, picture_credits
from reviewer.checks.residue.foreign import foreign_script
from reviewer.checks.residue.page import is_boilerplate
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_OTHER_LETTERS = (
    "[\u0370-\u1cff\u1f00-\u1fff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u309f\u30a1-\u30fa\u30fc-\u31ff\u3400-\u4dbf"
    "\u4e00-\ua6ff\ua800-\ud7ff\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uffdc\U00010000-\U0001bfff\U00020000-\U0003ffff]+"
)
_DOMAIN = re.compile(r"[^\W\d_a-zA-Z]+\.[^\W\d_]+\b")
_JOINTS = (" ", ".", "·", "・", "-", ", ")
_NAMES = {"CJK": "Chinese", "HANGUL": "Korean", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HALFWIDTH": "Japanese"}
_LONGEST_GREEK = 2
_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТХаеѕіјорсух", "ABESIJKMHOPCTXaesijopcyx")
_SPOKEN_OF = re.compile(
    r"\b(?:characters?|letters?|kanji|hanja|hanzi|kana|hiragana|katakana|hangul|alphabet|syllables?|ideogra\w+|glyphs?|written|spel\w+"
    r"|pronounced|meaning|means|word|words|Unicode)\b",
    re.IGNORECASE,
)
_SPOKEN_OF_NEAR = 40
_TELLING = 40
"""So many characters of a run tell its script, and are shown."""
_WORD = re.compile(r"[^\W\d_]*")
_LANGUAGES = "Russian|Korean|Japanese|Chinese|Mandarin|Ukrainian|Bulgarian|Serbian|Arabic|Hebrew|Persian|Greek|Thai|Hindi"
_IN_ITS_LANGUAGE = re.compile(rf" in (?:{_LANGUAGES})\b")
_GLOSSED = re.compile(
    rf"[,.]?[\"'“”‘’」』»],? ?(?:\(|(?:which )?mean(?:s|ing)\b|literally\b|or [\"'“‘]|[^.\"“”]{{0,40}}\bin (?:{_LANGUAGES})\b)"
)
_OPEN, _CLOSED, _QUOTES = "([（［", ")]）］", "\"'“”‘’「」『』«»"


def _look(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    if (
        text.isascii()
        or not _run().search(text)
        or (unit.language == "en" and foreign_script(text))
        or is_boilerplate(unit)
        or byline(unit)
    ):
        return
    apart = [each.span() for each in (*picture_credits(text), *datelines(text, is_first=not unit.before))]
    seen = 0
    for start, end in _runs(text):
        if start < seen or any(first <= start < last for first, last in apart):
            continue
        remark = _remark(text, start, end)
        if remark is not None:
            seen = remark.end
            yield remark


@cache
def _run() -> re.Pattern[str]:
    """A run of other letters; made on first use, because so large a set takes milliseconds."""
    return re.compile(_OTHER_LETTERS)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of other letters; those that only a space or a sign parts are one."""
    start = end = -1
    for found in _run().finditer(text):
        if start >= 0 and text[end : found.start()] in _JOINTS:
            end = found.end()
            continue
        if start >= 0:
            yield start, end
        start, end = found.span()
    if start >= 0:
        yield start, end


def _remark(text: str, start: int, end: int) -> Remark | None:
    run = text[start:end]
    script = _script(run)
    if script is None or _is_spoken_of(text, start) or _is_address(text, start):
        return None
    if script in ("Cyrillic", "Greek") and (_touches_latin(text, start, end) or run.translate(_ALIKE).isascii()):
        return _mixed(text, start, end) if script == "Cyrillic" else None
    if script == "Greek" and max(map(len, run.split())) <= _LONGEST_GREEK:
        return None
    shown = run if len(run) <= _TELLING else f"{run[:_TELLING]}…"
    return Remark(start, end, f"“{shown}” is left in {script} script", None, Level.INFO if _is_gloss(text, start, end) else None)


def _script(run: str) -> str | None:
    """The name of the script of `run`; None where no letter of a script is in it."""
    names = [
        unicodedata.name(character, "").split(" ")[0] for character in run[:_TELLING] if character.isalpha() and character != "ー"
    ]
    if not names:
        return None
    first = next((name for name in names if name != "CJK"), "CJK")
    return _NAMES.get(first, first.capitalize())


def _touches_latin(text: str, start: int, end: int) -> bool:
    return text[max(0, start - 1) : start].isalpha() or text[end : end + 1].isalpha()


def _mixed(text: str, start: int, end: int) -> Remark:
    """A remark on the word with Latin and Cyrillic letters around the run; with the Latin ones where all look alike."""
    while start and text[start - 1].isalpha():
        start -= 1
    rest = _WORD.match(text, end)
    end = rest.end() if rest else end
    word = text[start:end]
    latin = word.translate(_ALIKE)
    return Remark(start, end, f"“{word}” has Cyrillic letters for Latin ones", latin if not _run().search(latin) else None)


def _is_spoken_of(text: str, start: int) -> bool:
    return bool(_SPOKEN_OF.search(text, max(0, start - _SPOKEN_OF_NEAR), start))


def _is_address(text: str, start: int) -> bool:
    chunk = text[text.rfind(" ", 0, start) + 1 : start]
    return any(sign in chunk for sign in ("://", "@", "#", "www.")) or bool(_DOMAIN.match(text, start))


def _is_gloss(text: str, start: int, end: int) -> bool:
    """Whether the run is in brackets after Latin letters, or quoted beside how it sounds, what it means or in what language."""
    opening = max(text.rfind(sign, 0, start) for sign in _OPEN)
    closing = max(text.rfind(sign, 0, start) for sign in _CLOSED)
    if opening > closing:
        return any(character.isalpha() and character < "\u0250" for character in text[:opening].rstrip()[-2:])
    is_quoted = start > 0 and text[start - 1] in _QUOTES and _GLOSSED.match(text, end) is not None
    return is_quoted or _IN_ITS_LANGUAGE.match(text, end) is not None


SOURCE_SCRIPT = Check(
    "source-script",
    Level.ERROR,
    "Letters of another script in an English sentence: Korean, Chinese, Japanese, Cyrillic and so on; also a Cyrillic letter in "
    "place of a Latin one. A gloss in brackets, and a quoted word whose meaning or language stands beside it, is only info; "
    "Greek letters of science, and letters that are spoken of as such, are left alone.",
    "untranslated",
    unit=_look,
    bad=("The 국방부 in Moscow denied it.", "Officials of the WНO met on Monday."),
    good=("The β-carotene level rose by 5 μg.", "The Chinese character 福 hung on the door."),
)

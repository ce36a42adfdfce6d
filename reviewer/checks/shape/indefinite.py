"""`a` and `an` before a sound that asks for the other one: only where the spelling leaves no doubt of the sound.

A single `A` can be a letter (`Group A and`), a word of capitals can be spelt out or read, a name can be of any language: where
that decides, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.lexicon import FUNCTION_WORDS
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_TAKES_AN = re.compile(
    r"[ai]\w|e(?!u|w)\w|o(?!ne|nce|ui|uag)\w|hours?(?:$|-|ly)|honest|honou?r|heir(?!ar)|u(?:p|gl|lt|lc|mb|mp|tter|rg|rb(?!ain)|sher)"
    r"|un(?!i|anim|esc)|uni(?:nt|nf|nh|nv|ns|mp|mag|dent)",
    re.IGNORECASE,
)
_TAKES_A = re.compile(
    r"[bcdgkpqtvw](?:[aeiou]|[lrhw][aeiou])|[jz][aeiou]|[lmnrs][aeiou]|s[cklmnpqtwh][a-z]*[aeiou]|f[aeiou]|f[lr][aeiou]|wh[aeiou]"
    r"|yea|yo|uni(?:on|t|ver|corn|f[yio]|que|lat|sex)|us(?:e|ual|able)|util|ubiq|ukrain|euro|eulog|eucal|euph|one(?:$|-)|once",
    re.IGNORECASE,
)
_HUGE = re.compile(r"h(?:uge|igh|ouse|ead|alf|uman|and|ealth|eavy|ot\b|ome|ard|appy|undred)", re.IGNORECASE)
_EIGHTS = re.compile(r"8\d*(?:[.,]\d+)*(?:$|-|th|[%a-z])|1[18](?:,\d{3})*(?:$|-|th)")
_OTHER_NUMBERS = re.compile(r"(?:[2-79]\d*|1[02-79]|1)(?:$|-|th|st|nd|rd)")
_ARTICLES = frozenset(("a", "an", "A", "An"))
_JOINED = "'’-–/.&"
"""Signs that make what follows them part of the word before."""
_MAY_FOLLOW = FUNCTION_WORDS - frozenset("other even only each once one one's yet above under".split())
"""Words before which `a` is a letter, or part of another language; the pattern of a mistake is a noun or an adjective."""


def _look(unit: Unit) -> Iterator[Remark]:
    tokens = unit.words
    for at in [at for at, token in enumerate(tokens[:-1]) if token.text in _ARTICLES]:
        article = tokens[at].text
        word, following = tokens[at + 1], tokens[at + 1].text
        if word.start != tokens[at].end + 1 or not following.isascii() or not following[0].isalnum():
            continue
        if article in ("A", "An") and (at or following[0].isupper()):
            continue
        if at and tokens[at - 1].end == tokens[at].start and tokens[at - 1].text in _JOINED:
            continue
        wanted = _wanted(article.lower(), following)
        if wanted != article.lower():
            new = article[0] + wanted[1:]
            yield Remark(tokens[at].start, word.end, f"“{article}” before “{following}”", f"{new} {following}")


def _wanted(article: str, word: str) -> str:
    """The article that `word` asks for; the one that is there where the spelling leaves doubt."""
    if word[0].isdigit():
        if article == "a":
            return "an" if _EIGHTS.match(word) else "a"
        return "a" if _OTHER_NUMBERS.match(word) else "an"
    if len(word) == 1 or word.lower() in _MAY_FOLLOW:
        return article
    if word.isupper():
        return _of_letters(article, word)
    if article == "a":
        return "an" if _TAKES_AN.match(word) and not word.startswith(("U", "Oui")) else "a"
    return "a" if _TAKES_A.match(word) or _HUGE.match(word) else "an"


def _of_letters(article: str, word: str) -> str:
    """Of a word in capitals: right for its letters' names and for the word, or the one that is there."""
    if word[0] in "AEIO" and word[:3] not in ("ONE", "EUR"):
        return "an"
    return "a" if word[0] in "BCDGJKPQTVWYZ" or word in ("UN", "UK", "US", "USB", "UAE", "UFO", "UNESCO", "UNICEF") else article


A_AN = Check(
    "a-an",
    Level.WARNING,
    "`a` before a vowel's sound, `an` before a consonant's. What can be read in two ways (an MP, a NATO plan, an historic day) "
    "is left alone.",
    "grammar",
    unit=_look,
    bad=("It took a hour.", "She met an European minister.", "An university was closed.", "It was a 18-year-old driver."),
    good=(
        "an hour at a university with an MP, an 8-year-old and a UN envoy",
        "a one-off, a European, an honest heir, an historic day",
    ),
)

"""Checks of the family `surface`: what is wrong on the surface of the text."""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.surface.brackets import UNBALANCED_BRACKET
from reviewer.checks.surface.characters import INVISIBLE_CHARACTER, MOJIBAKE, ODD_WORD, WIDE_PUNCTUATION
from reviewer.checks.surface.duplication import REPEATED_BRACKET, REPEATED_TITLE
from reviewer.checks.surface.punctuation import BROKEN_QUOTATION, DOUBLED_PUNCTUATION
from reviewer.checks.surface.quotation import MIXED_QUOTES, QUOTE_STYLE, UNBALANCED_QUOTE
from reviewer.checks.surface.repetition import REPEATED_PHRASE, REPEATED_WORD
from reviewer.checks.surface.spacing import SPACING

CHECKS: tuple[Check, ...] = (
    REPEATED_WORD,
    REPEATED_PHRASE,
    REPEATED_TITLE,
    REPEATED_BRACKET,
    DOUBLED_PUNCTUATION,
    BROKEN_QUOTATION,
    SPACING,
    UNBALANCED_BRACKET,
    UNBALANCED_QUOTE,
    MIXED_QUOTES,
    QUOTE_STYLE,
    WIDE_PUNCTUATION,
    MOJIBAKE,
    INVISIBLE_CHARACTER,
    ODD_WORD,
)
"""In display order."""

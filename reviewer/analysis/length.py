"""How long a text is for rates: penalties per 1,000 words, words an hour.

The rule is one that anybody can count again: a word is what stands between white space. Chinese, Japanese, Thai and their like
put no spaces between words; there a character that is no white space counts instead, and every figure says so.
"""

from __future__ import annotations

from reviewer.analysis.labels import is_unspaced


def length(text: str, language: str | None) -> int:
    """Words of `text`, or characters where `language`, a BCP 47 label, is written without spaces."""
    parts = text.split()
    return sum(map(len, parts)) if is_unspaced(language) else len(parts)

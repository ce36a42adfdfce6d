"""Which language a unit's source is in, where nobody said: by its script, which is sure and costs nothing.

Letters of the Latin script alone tell no language; what needs to know is silent there.
"""

from __future__ import annotations

import re
from functools import cache

from reviewer.checks.story import Unit


def source_language(unit: Unit) -> str | None:
    """The language of the source as a BCP-47 primary label, and None where nobody said and its script does not tell."""
    if unit.source_language:
        return unit.source_language.split("-")[0].casefold()
    source = unit.source or ""
    return None if source.isascii() else _script(source)


def is_foreign_script(unit: Unit) -> bool:
    """Whether the source is in letters that are not Latin, so that Latin ones in it are names and terms."""
    source = unit.source or ""
    return not source.isascii() and _script(source) is not None


def _script(text: str) -> str | None:
    return next((label for label, pattern in _patterns().items() if pattern.search(text)), None)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Kana, Hangul, Han and Cyrillic, the surest first; made on first use, because a text without a source needs none."""
    return {
        "ja": re.compile(r"[\u3041-\u30ff]"),
        "ko": re.compile(r"[\uac00-\ud7a3]"),
        "zh": re.compile(r"[\u4e00-\u9fff]"),
        # Ukrainian or Bulgarian are read no worse than Russian: digits are the same, and only digits are reported.
        "ru": re.compile(r"[\u0400-\u04ff]"),
    }

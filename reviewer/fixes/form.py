"""What is only form: punctuation, case and spacing, and not what is said.

A sign that changes what is said is none of these: a currency, per cent, a minus, and what parts the digits of a number.
"""

from __future__ import annotations

import re
import unicodedata

_SAYS_SOMETHING = re.compile(r"(?<=\d)[.,:/](?=\d)|(?<!\w)[-–](?=\d)|[%‰]")


def is_same_but_for_form(text: str, other: str) -> bool:
    """Whether two texts differ in nothing but punctuation, case and spacing."""
    return _content(text) == _content(other)


def _content(text: str) -> str:
    """What is left of it without these."""
    signs = {found.start() for found in _SAYS_SOMETHING.finditer(text)}
    return "".join(
        character for place, character in enumerate(text) if place in signs or unicodedata.category(character)[0] not in "PZC"
    ).casefold()

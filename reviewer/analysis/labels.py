"""Labels of languages (BCP 47): which language one means, and which languages put no spaces between words."""

from __future__ import annotations

import re

from reviewer.errors import ReviewerError

UNSPACED = {"zh": "Chinese", "ja": "Japanese", "th": "Thai", "lo": "Lao", "km": "Khmer", "my": "Burmese", "bo": "Tibetan"}
"""The languages written without spaces between words, by their primary subtag."""

_SAME = {
    **dict.fromkeys(("zho", "chi", "cmn", "yue", "wuu", "nan", "hak"), "zh"),
    "jpn": "ja", "kor": "ko", "tha": "th", "lao": "lo", "khm": "km", "mya": "my", "bur": "my", "bod": "bo", "tib": "bo",
}  # fmt: skip
_LABEL = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z")


def primary(label: str | None) -> str:
    """The language of a label, in two letters where it has such: `ko-KR`, `kor` and `ko` are `ko`; of None "".

    Raises:
        ReviewerError: it is no such label: `Korean` would otherwise pass for a language that nobody knows.
    """
    if not label:
        return ""
    if not _LABEL.match(label):
        raise ReviewerError(f"{label!r} is no language label; say en, ko-KR or zh-Hant")
    first = re.split("[-_]", label, maxsplit=1)[0].lower()
    return _SAME.get(first, first)


def is_unspaced(label: str | None) -> bool:
    """Whether texts of that language have no spaces between words; of what is no label, no."""
    return bool(label) and bool(_LABEL.match(label or "")) and primary(label) in UNSPACED

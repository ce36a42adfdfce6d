"""How long a text is for rates."""

from __future__ import annotations

import pytest

from reviewer.analysis.length import length


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "en", 0),
        (" \n\u00a0", "en", 0),
        ("The talks failed.", "en", 3),
        ("The talks , failed .", "en", 5),
        ("so-called don't", "en", 2),
        ("a\u00a0b\u3000c\nd", "en", 4),
        ("북한 핵", "ko", 2),
        ("北约东扩。", "zh", 5),
        ("北约 东\u3000扩\n。", "zh-CN", 5),
        ("北约东扩。", "en", 1),
        ("NATO talks", "ja", 9),
        ("กำลัง", "th", 5),
        ("𠮷", "zh", 1),
        ("The talks", None, 2),
        ("The talks", "", 2),
        ("北约", "ZH_hant", 2),
    ],
)
def test_length(text: str, language: str | None, expected: int) -> None:
    """What stands between white space, or characters without it."""
    assert length(text, language) == expected

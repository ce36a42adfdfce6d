"""Cells of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.visible import visible
from reviewer.core.width import cell_width, cut, text_width

visible_texts = st.text(st.characters(exclude_categories=[]) | st.sampled_from("ab全가é\u0301🏳"), max_size=12).map(visible)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("全角", 4),
        ("가나", 4),
        ("e\u0301", 1),
        ("ａ", 2),
        ("🏳", 1),
        ("😀", 2),
        ("…", 1),
        ("กำ", 2),
        ("e\u20dd", 1),
    ],
)
def test_width(text: str, width: int) -> None:
    """Wide characters take two cells, marks none."""
    assert text_width(text) == width == sum(map(cell_width, text))


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("", 5, ""),
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("", 0, ""),
        ("abc", -1, ""),
        ("全角文字", 8, "全角文字"),
        ("全角文字", 7, "全角文…"),
        ("全角文字", 6, "全角…"),
        ("全角", 2, "…"),
        ("全角", 1, "…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("ab\u0301", 2, "ab\u0301"),
    ],
)
def test_cut(text: str, width: int, shown: str) -> None:
    """What fits is whole; else as much as fits with the sign that there is more, marks with their letters."""
    assert cut(text, width) == shown


@given(visible_texts, st.integers(-1, 12))
def test_what_is_cut_fits(text: str, width: int) -> None:
    """Whatever the text; and it is the beginning of it."""
    shown = cut(text, width)
    assert text_width(shown) <= max(width, 0)
    assert shown == text or text.startswith(shown.removesuffix("…"))
    assert (shown == text) is (text_width(text) <= max(width, 0))

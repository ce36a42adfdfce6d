"""Full stops that belong to the word before them."""

from __future__ import annotations

import pytest

from reviewer.analysis.abbreviations import is_abbreviation


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("He met Gov", True),
        ("at 5 p.m", True),
        ("the U.S", True),
        ("John F", True),
        ("on Jan", True),
        ("in Seoul", False),
        ("a spacecraft", False),  # it only ends like one
        ("in 2021", False),
        ("", False),
    ],
)
def test_whose_full_stop_it_is(text: str, is_one: bool) -> None:
    """That of a title, a month, an initial; not that of a sentence."""
    assert is_abbreviation(f"{text}. and more", len(text)) is is_one

"""What is only form, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.fixes.form import is_same_but_for_form


@pytest.mark.parametrize(
    ("text", "other", "is_form"),
    [
        ("", "", True),
        ("the ban", "the ban", True),
        ("the ban", "The Ban", True),
        ("the ban,", "the ban.", True),
        ("web-site", "website", True),
        ("web site", "website", True),
        ("“yes”", '"yes"', True),
        (",", "", True),
        ("ban", "view", False),
        ("ban", "", False),
        ("$5", "€5", False),
        ("5%", "5", False),
        ("1.5", "15", False),
        ("1,000", "1000", False),
        ("-5", "5", False),
        ("at - 5", "at 5", True),
        ("10:30", "1030", False),
        ("STRASSE", "straße", True),
        ("북한", "북 한", True),
    ],
)
def test_form(text: str, other: str, is_form: bool) -> None:
    """Punctuation, case and spacing, and no sign that says something."""
    assert is_same_but_for_form(text, other) is is_form
    assert is_same_but_for_form(other, text) is is_form


@given(st.text(max_size=20))
def test_every_text_is_the_same_as_itself(text: str) -> None:
    """Whatever is in it, and however it is spaced at its ends."""
    assert is_same_but_for_form(text, f" {text}\n")

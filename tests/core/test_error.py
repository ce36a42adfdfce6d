"""Errors as they are kept: there and back, and nothing taken for something else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.error import Category, Confirmed, Severity, Side, TranslationError, known
from reviewer.errors import UnknownNameError

errors = st.builds(
    TranslationError,
    st.tuples(st.integers(0, 99), st.integers(0, 99)),
    st.sampled_from(Category),
    st.sampled_from(Severity),
    st.sampled_from(Side),
    st.none() | st.sampled_from(Confirmed),
)


@given(errors)
def test_what_is_kept_comes_back(error: TranslationError) -> None:
    """Through JSON, as it was."""
    assert TranslationError.of(json.loads(json.dumps(error.fields()))) == error


def test_what_a_review_keeps() -> None:
    """Plain words, so that a reader needs no code of ours."""
    error = TranslationError((3, 7), Category.NUMBER, Severity.MAJOR, confirmed=Confirmed.ALL)
    assert error.fields() == {
        "span": [3, 7], "category": "locale/number", "severity": "major", "side": "machine", "confirmed": "all",
    }  # fmt: skip
    assert {type(value) for value in error.fields().values()} == {list, str}


def test_what_older_rows_do_not_say() -> None:
    """No side is the machine's, and nobody confirmed."""
    error = TranslationError.of({"span": [0, 1], "category": "style", "severity": "minor"})
    assert (error.side, error.confirmed) == (Side.MACHINE, None)


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("severity", "blocker", "unknown severity 'blocker'; known: neutral, minor, major, critical"),
        ("severity", "Major", "unknown severity 'Major'; known: neutral, minor, major, critical"),
        ("side", "target", "unknown side 'target'; known: machine, correction, source"),
        ("confirmed", "yes", "unknown confirmation 'yes'; known: one, all"),
        ("category", "fluency", f"unknown category 'fluency'; known: {', '.join(Category)}"),
        ("category", "", f"unknown category ''; known: {', '.join(Category)}"),
    ],
)
def test_a_name_that_there_is_not_is_refused(field: str, value: str, line: str) -> None:
    """With those that there are; it is never nothing and never another."""
    fields: dict[str, Any] = {"span": [0, 1], "category": "style", "severity": "minor"}
    with pytest.raises(UnknownNameError) as raised:
        TranslationError.of(fields | {field: value})
    assert str(raised.value) == line


def test_known_gives_the_name_back() -> None:
    """What is known is what was said."""
    assert known("side", "machine", Side) == "machine"


@pytest.mark.parametrize("category", Category)
def test_only_accuracy_needs_the_source(category: Category) -> None:
    """What is wrong with the text itself anybody can see."""
    needs = category.value.startswith("accuracy/") or category is Category.NON_TRANSLATION
    error = TranslationError((0, 1), category, Severity.MINOR)
    assert category.is_accuracy is needs
    assert error.is_verified(has_source=False) is not needs
    assert error.is_verified(has_source=True)


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("severity", Severity)
def test_taste_is_style_that_weighs_nothing(category: Category, severity: Severity) -> None:
    """And nothing else is."""
    error = TranslationError((0, 1), category, severity)
    assert error.is_preferential is ((category, severity) == (Category.STYLE, Severity.NEUTRAL))


def test_severities_are_in_order() -> None:
    """The mildest first: keys 1 to 4."""
    assert list(Severity) == ["neutral", "minor", "major", "critical"]

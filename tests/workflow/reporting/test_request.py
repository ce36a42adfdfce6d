"""Who is called what, and which days count."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer.core import query
from reviewer.workflow.reporting.request import COUNTED_KINDS, Request, letters, pseudonyms, real_names, without_names

KEY = bytes(range(32))


def test_letters_do_not_follow_the_alphabet() -> None:
    """Everybody has one, all have different ones, and the order of names does not tell whose is whose."""
    editors = [f"desk{number}" for number in range(30)]
    name = letters(editors)
    called = [name(editor) for editor in editors]

    assert sorted(set(called), key=lambda each: (len(each), each))[:3] == ["editor A", "editor B", "editor C"]
    assert len(set(called)) == 30
    assert "editor AD" in called
    assert called != sorted(called, key=lambda each: (len(each), each))


def test_pseudonyms_are_stable_and_keyed() -> None:
    """The same with the same key whoever else is there, others with another key."""
    assert pseudonyms(["desk1", "desk2"], KEY)("desk2") == pseudonyms(["desk2"], KEY)("desk2")
    assert pseudonyms(["desk2"], KEY)("desk2") != pseudonyms(["desk2"], bytes(32))("desk2")
    assert pseudonyms(["desk2"], KEY)("desk2") != pseudonyms(["desk1"], KEY)("desk1")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("? ask desk1 about it", "? ask X about it"),
        ("desk1, desk12 and desk1's", "X, Y and X's"),
        ("mydesk1", "mydesk1"),
        ("", ""),
        ("a.b", "Z"),
        ("aXb", "aXb"),
    ],
)
def test_names_in_a_text_are_replaced(text: str, said: str) -> None:
    """Where they stand as words, and never as a pattern."""
    assert without_names(text, ["desk1", "desk12", "a.b", ""], {"desk1": "X", "desk12": "Y", "a.b": "Z"}.__getitem__) == said


def test_real_names() -> None:
    """Are themselves."""
    assert real_names(["desk1"])("desk1") == "desk1"


@pytest.mark.parametrize(
    ("at", "is_held"),
    [
        ("2026-03-01T23:59:59.999Z", False),
        ("2026-03-02T00:00:00.000Z", True),
        ("2026-03-08T23:59:59.999Z", True),
        ("2026-03-09T00:00:00.000Z", False),
        ("", False),
    ],
)
def test_both_days_count(at: str, is_held: bool) -> None:
    """From the first minute of the one to the last of the other; a time that nobody knows is on no day."""
    assert Request(since=date(2026, 3, 2), until=date(2026, 3, 8)).holds(at) is is_held


def test_without_days_all_count() -> None:
    """Also what has no time."""
    assert Request().holds("")


@pytest.mark.parametrize(
    ("filter_query", "kinds", "sample"),
    [
        ("", COUNTED_KINDS, None),
        ("kind:credit", None, None),
        ("sample:week47", COUNTED_KINDS, "week47"),
        ("-sample:week47", COUNTED_KINDS, None),
        ("sample:a sample:b", COUNTED_KINDS, None),
    ],
)
def test_what_a_filter_means(filter_query: str, kinds: tuple[str, ...] | None, sample: str | None) -> None:
    """A filter on kinds replaces the default; one sample is a report on a sample."""
    request = Request(filter_query=filter_query, terms=query.parse(filter_query))

    assert (request.kinds, request.sample) == (kinds, sample)

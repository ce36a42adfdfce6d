"""The exception tree: one root, one line a message, and what a message says."""

from __future__ import annotations

import inspect
import re

import pytest

from reviewer import errors
from reviewer.errors import InputError, ReviewerError, StaleError, StoreError, UnfinishedError, UnknownNameError
from tests.core.building import review

CLASSES = {name: found for name, found in inspect.getmembers(errors, inspect.isclass) if issubclass(found, Exception)}


@pytest.mark.catalogue("L5")
def test_the_tree_in_the_docstring_is_the_tree() -> None:
    """Every class is drawn under its parent, and nothing is drawn that there is not."""
    drawn = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").split("```")[1].strip().splitlines():
        found = re.match(r"([│├└─ ]*)(\w+)", line)
        assert found is not None
        depth = len(found[1]) // 4
        path = [*path[:depth], found[2]]
        drawn[found[2]] = path[depth - 1] if depth else "Exception"

    assert drawn == {name: found.__base__.__name__ for name, found in CLASSES.items()}


def test_all_is_sorted_and_exact() -> None:
    """`__all__` has every exception once."""
    assert errors.__all__ == sorted(CLASSES)


@pytest.mark.parametrize("error", CLASSES.values(), ids=CLASSES)
def test_every_error_is_a_reviewer_error(error: type[Exception]) -> None:
    """Whoever catches the root catches all, and each says what it is for."""
    assert issubclass(error, ReviewerError)
    assert error.__doc__


@pytest.mark.parametrize(
    ("path", "line", "said"),
    [
        (None, None, "2 columns"),
        ("news.tsv", None, "news.tsv: 2 columns"),
        ("news.tsv", 17, "news.tsv:17: 2 columns"),
        (None, 17, "17: 2 columns"),
    ],
)
def test_an_input_error_says_where(path: str | None, line: int | None, said: str) -> None:
    """The path and the line, as far as they are known, come first."""
    error = InputError("2 columns", path=path, line=line)

    assert (str(error), error.problem, error.path, error.line) == (said, "2 columns", path, line)


def test_an_unknown_name_lists_the_known_ones() -> None:
    """What was asked for, and what there is, in its order."""
    error = UnknownNameError("metric", "blue", ["bleu", "ter"])

    assert str(error) == "unknown metric 'blue'; known: bleu, ter"
    assert error.name == "blue"


def test_an_unfinished_error_carries_its_reasons() -> None:
    """One line a segment that stands in the way, beside the message."""
    error = UnfinishedError("2 segments are not ready", ["1: open: One.", "2: open: Two."])

    assert (str(error), error.reasons) == ("2 segments are not ready", ("1: open: One.", "2: open: Two."))


@pytest.mark.parametrize(
    ("theirs", "who"),
    [
        ([], "an undo"),
        ([review("1", editor="desk3")], "desk3"),
        ([review("1", editor="desk4"), review("2", editor="desk3"), review("3", editor="desk4")], "desk3, desk4"),
    ],
)
def test_a_stale_error_has_both_in_hand(theirs: list[object], who: str) -> None:
    """It names who was faster, and carries what was refused and what stands."""
    mine = review("9")
    error = StaleError(mine, theirs)

    assert f"by {who};" in str(error)
    assert (error.mine, error.theirs) == (mine, tuple(theirs))
    assert isinstance(error, StoreError)

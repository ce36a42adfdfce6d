"""What the screen says after a save."""

from __future__ import annotations

import pytest

from reviewer.checks.edit import accepted_with_error, summary
from reviewer.core.finding import Finding, Level
from reviewer.core.review import Status
from tests.checks.tables import corrected

ERROR = Finding("impossible-date", Level.ERROR, "“June 31” is no date", (0, 7), "June 31")


@pytest.mark.parametrize(
    ("machine", "correction", "said"),
    [
        ("They did not send 50 men.", "They sent 15 men.", "50 → 15 changed; “not” removed"),
        ("They met in Vienna.", "They met in Geneva.", "Vienna → Geneva changed"),
        ("They met.", "They have met.", ""),
        ("It took 50 minutes.", "It took 105minutes.", "50 → 105 changed"),
        ("They lost 5 dollars.", "They lost 5 won.", ""),
    ],
)
def test_the_summary_is_one_line(machine: str, correction: str, said: str) -> None:
    """The worst first, nothing twice, and nothing where nothing of meaning changed."""
    assert summary(corrected(machine, correction)) == said


def test_a_long_summary_is_counted() -> None:
    """Three are said and the rest is a number."""
    found = corrected("1 3 rose in Vienna and did not go.", "4 5 fell in Geneva and went without it 7 times.")
    assert summary(found).count(";") == 3
    assert summary(found).endswith(" more")


def test_findings_of_other_families_are_not_in_the_summary() -> None:
    """They stand in the panel already."""
    assert summary([ERROR]) == ""


@pytest.mark.parametrize("status", Status)
def test_accepting_an_error_is_said(status: Status) -> None:
    """Of what goes to print, and only of that."""
    said = accepted_with_error([ERROR], status)
    assert bool(said) is (status in (Status.ACCEPTED, Status.CORRECTED))


def test_what_is_said_of_an_accepted_error() -> None:
    """The first, and how many more."""
    warning = Finding("repeated-word", Level.WARNING, "“the” twice in a row", (0, 3), "the")
    assert accepted_with_error([warning, ERROR], Status.ACCEPTED) == "accepted with an error in it: “June 31” is no date"
    assert accepted_with_error([ERROR, ERROR], Status.CORRECTED).endswith("no date and 1 more")
    assert accepted_with_error([warning], Status.ACCEPTED) == ""


def test_a_text_that_is_no_sentence_is_not_compared() -> None:
    """What it takes grows with the square of its length."""
    assert corrected("50 men left Vienna. " * 200, "15 men left Geneva. " * 200, "number-changed", "name-changed") == []

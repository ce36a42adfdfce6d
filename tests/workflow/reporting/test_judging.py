"""Whether the target was met, in words: by what is confirmed where all is, and only as far as an interval can tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.error import Category, Severity, TranslationError
from reviewer.mqm.scorecard import Scorecard, Target, scorecard
from reviewer.store import Store
from reviewer.workflow.reporting.judging import target
from reviewer.workflow.reporting.ledger import Ledger, ledger_of
from reviewer.workflow.reporting.material import gather
from reviewer.workflow.reporting.request import Request
from tests.workflow.reporting import newsroom

CARD = replace(scorecard("mqm"), minimum_words=0)


def ledger(database: Path, card: Scorecard = CARD) -> Ledger:
    """What is counted in a database."""
    with Store.open(database) as store:
        return ledger_of(store, gather(store, Request()), card, ())


def budget(tmp_path: Path, *decisions: tuple[int, str, str | None, tuple[TranslationError, ...]]) -> Path:
    """One article of five sentences and 31 words, decided so."""
    database = tmp_path / "reviews.db"
    newsroom.bring_in(database, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    room = newsroom.Newsroom(database)
    for position, verdict, correction, errors in decisions:
        room.decide(1, position, verdict, correction, errors=errors)
    return database


def marked(severity: Severity) -> tuple[TranslationError, ...]:
    """One confirmed error."""
    return (newsroom.error(0, 60, Category.MISTRANSLATION, severity),)


ACCEPTED = [(position, "accepted", None, ()) for position in range(1, 6)]


def test_nothing_to_judge(tmp_path: Path) -> None:
    """A rejected sentence has no text whose errors could be weighed."""
    database = budget(tmp_path, (1, "rejected", None, ()))

    assert target(ledger(database), CARD) == "Nothing can be said of the target: no sentence has a final text yet."


def test_too_little(tmp_path: Path) -> None:
    """Fewer words than the card asks for are no pass, even without an error."""
    database = budget(tmp_path, *ACCEPTED)
    said = target(ledger(database), scorecard("mqm"))

    assert said.startswith("Too little to tell whether the target was met: 31 words have a final text")
    assert said.endswith("asks for 1,000.")


@pytest.mark.parametrize(
    ("acceptable", "said"),
    [
        (
            1000,
            "By the errors that editors confirmed, the target of scorecard mqm, at most 1000 penalties per 1,000 words, was met:",
        ),
        (
            40,
            "By the errors that editors confirmed, nobody can tell yet whether the target of scorecard mqm, at most 40 penalties",
        ),
    ],
)
def test_confirmed_errors_decide_by_their_interval(tmp_path: Path, acceptable: float, said: str) -> None:
    """Met if all of it is acceptable; where only some of it is, nobody can tell."""
    card = replace(CARD, target=Target(acceptable, 90))
    decided = (2, "corrected", "The eastward expansion costs 3 percent.", marked(Severity.MAJOR))
    database = budget(tmp_path, *ACCEPTED[:1], decided, *ACCEPTED[2:])

    assert target(ledger(database, card), card).startswith(said)


def test_a_target_that_is_missed(tmp_path: Path) -> None:
    """None of the interval is acceptable."""
    card = replace(CARD, target=Target(0.5, 90))
    texts = [
        "Largest budget ever",
        "The eastward expansion costs 3 percent.",
        "The governor presents it.",
        "It goes on.",
        "Too dear.",
    ]
    decided = [(number, "corrected", text, marked(Severity.MAJOR)) for number, text in enumerate(texts, 1)]
    database = budget(tmp_path, *decided)

    assert "penalties per 1,000 words, was missed: 806.5 penalties" in target(ledger(database, card), card)


def test_what_edits_suggest_is_never_called_confirmed(tmp_path: Path) -> None:
    """One corrected pair whose errors wait, and the judgement says that nobody confirmed it."""
    decided = (3, "corrected", "The governor presents the plan.", marked(Severity.MINOR))
    database = budget(tmp_path, *ACCEPTED[:1], (2, "corrected", "The eastward expansion costs 5 percent.", ()), decided)
    card = replace(CARD, target=Target(1300, 90))

    assert target(ledger(database, card), card).startswith(
        "By what the edits suggest, which editors have not confirmed, the target of scorecard mqm, at most 1300 penalties per "
        "1,000 words, would be met: "
    )


@pytest.mark.parametrize("criticals_fail", [True, False])
def test_a_critical_error_fails_by_itself(tmp_path: Path, criticals_fail: bool) -> None:
    """However little was reviewed, if the card says so."""
    decided = (2, "corrected", "The eastward expansion costs 3 percent.", marked(Severity.CRITICAL))
    database = budget(tmp_path, decided)
    card = replace(scorecard("mqm"), criticals_fail=criticals_fail)
    said = target(ledger(database, card), card)

    assert (
        said == "The target of scorecard mqm was missed: editors confirmed 1 critical error, and one is enough."
    ) is criticals_fail
    assert said.startswith("Too little to tell") is not criticals_fail


def test_one_sentence_has_no_interval(tmp_path: Path) -> None:
    """And without one there is no judgement."""
    database = budget(tmp_path, ACCEPTED[0])

    assert "cannot be judged: how sure 0.0 penalties per 1,000 words is cannot be told" in target(ledger(database), CARD)


def test_nobody_confirmed_what_nobody_looked_for(tmp_path: Path) -> None:
    """Where all is accepted and no editor marked anything, nothing is called confirmed."""
    database = budget(tmp_path, *ACCEPTED)

    assert target(ledger(database), CARD).startswith("By what the edits suggest, which editors have not confirmed, ")


def test_a_card_without_a_target(tmp_path: Path) -> None:
    """Says what the errors weigh."""
    database = budget(tmp_path, *ACCEPTED)
    card = scorecard("google")

    assert target(ledger(database, card), card).endswith("scorecard google sets no target.")

"""Whose edits agree: only of decisions that were made apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.core.review import Purpose
from reviewer.store import Store
from reviewer.workflow.reporting.material import gather
from reviewer.workflow.reporting.people import agreement_section
from reviewer.workflow.reporting.request import Request, real_names
from reviewer.workflow.reporting.value import Figure, Section
from tests.workflow.reporting import newsroom


@pytest.fixture
def room(tmp_path: Path) -> newsroom.Newsroom:
    """One article, nothing decided."""
    database = tmp_path / "reviews.db"
    newsroom.bring_in(database, newsroom.article("Budget", "engine A", newsroom.BUDGET))
    return newsroom.Newsroom(database)


def section(room: newsroom.Newsroom) -> Section | None:
    """What is said of agreement."""
    with Store.open(room.database) as store:
        return agreement_section(store, gather(store, Request()), {1: "Budget"}, real_names(store.editors()))


def figures(room: newsroom.Newsroom) -> dict[str, Figure]:
    """Its figures by name."""
    found = section(room)
    assert found is not None
    return {figure.name: figure for figure in found.figures}


def test_nobody_decided_what_another_did(room: newsroom.Newsroom) -> None:
    """Then there is nothing to say."""
    room.decide(1, 1, "accepted", editor="desk1")
    room.decide(1, 2, "accepted", editor="desk2")

    assert section(room) is None


def test_a_decision_over_anothers_is_no_second_opinion(room: newsroom.Newsroom) -> None:
    """Who read the other's text mostly keeps it; it is counted as left out."""
    room.decide(1, 1, "corrected", "Largest budget ever", editor="desk1")
    room.decide(1, 1, "corrected", "The largest budget ever", editor="desk2")
    assert section(room) is None

    room.decide(1, 2, "accepted", editor="desk1", apart=True)
    room.decide(1, 2, "accepted", editor="desk2", apart=True)
    assert figures(room)["agreement_verdicts"].excluded == (("decisions made over another editor's", 1),)


def test_a_blind_second_look_is_no_opinion(room: newsroom.Newsroom) -> None:
    """It is taken of accepted segments alone: the first verdict would never differ."""
    room.decide(1, 1, "accepted", editor="desk1")
    room.decide(1, 1, "corrected", "Largest budget ever", editor="desk2", purpose=Purpose.CHECK)

    assert section(room) is None


def test_edits_that_both_made(room: newsroom.Newsroom) -> None:
    """Dice over spans and what stands for them: one of two edits each is shared."""
    room.decide(1, 2, "corrected", "The eastward expansion costs 5 percent.", editor="desk1", apart=True)
    room.decide(1, 2, "corrected", "The eastward expansion costs 7 percent.", editor="desk2", apart=True)
    found = figures(room)

    assert found["agreement_edits"].value == pytest.approx(50)
    assert found["agreement_edits"].n == 4
    assert found["agreement_texts"].value == 0


def test_words_that_both_changed(room: newsroom.Newsroom) -> None:
    """Alpha over the words of the machine text: here eight of nine agree."""
    room.decide(1, 2, "corrected", "The eastward expansion costs 3 percent.", editor="desk1", apart=True)
    room.decide(1, 2, "corrected", "The eastward expansion costs 7 percent.", editor="desk2", apart=True)
    figure = figures(room)["agreement_words"]
    # 9 words with the full stop: 4 changed by both, 1 by one of them, 4 by none; of 18 votes 9 are for a change.
    observed = 1 / 9
    expected = 2 * 9 * 9 / (18 * 17)

    assert figure.n == 9
    assert figure.value == pytest.approx(1 - observed / expected)


def test_alpha_is_not_defined_where_all_say_the_same(room: newsroom.Newsroom) -> None:
    """Its words say so; a 1 or a 0 would be made up."""
    room.decide(1, 1, "accepted", editor="desk1", apart=True)
    room.decide(1, 1, "accepted", editor="desk2", apart=True)
    found = figures(room)

    assert found["agreement_verdicts"].value is None
    assert found["agreement_verdicts"].words == "not defined: all verdicts are the same"
    assert found["agreement_texts"].value == 100
    assert found["agreement_edits"].value is None


def test_the_disputed_come_first(room: newsroom.Newsroom) -> None:
    """With the texts of the two as a diff, and their names."""
    room.decide(1, 1, "corrected", "Largest budget ever", editor="desk1", apart=True)
    room.decide(1, 1, "accepted", editor="desk2", apart=True)
    room.decide(1, 2, "corrected", "The eastward expansion costs 7 points.", editor="desk1", apart=True)
    room.decide(1, 2, "corrected", "The ban on East Asia costs 7 percent!", editor="desk2", apart=True)
    found = section(room)
    assert found is not None
    pairs, disputed = found.tables

    assert [(row[0], row[1], row[2]) for row in pairs.rows] == [("desk1", "desk2", 2)]
    assert [row[1:4] for row in disputed.rows] == [(2, "desk1", "desk2"), (1, "desk1", "desk2")]


def test_a_join_is_compared_as_one(room: newsroom.Newsroom) -> None:
    """Its texts are of all that it covers."""
    room.decide(1, [2, 3], "corrected", "The eastward expansion costs 3 percent, the governor says.", editor="desk1", apart=True)
    room.decide(1, [2, 3], "corrected", "The eastward expansion costs 3 percent, the governor says.", editor="desk2", apart=True)

    assert figures(room)["agreement_texts"].value == 100

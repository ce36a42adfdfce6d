"""An article as it now stands: its text, what stands in its way, and the name of the exact text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.composition import Unfinished
from reviewer.store import Store
from reviewer.workflow.manuscript import Manuscript, manuscript
from tests.building import article, fill
from tests.desk import accept_rest, decide


def now(database: Path, number: int = 1, unfinished: Unfinished = Unfinished.MACHINE) -> Manuscript:
    """The manuscript at this moment."""
    with Store.open(database, create=False, readonly=True) as store:
        return manuscript(store, number, unfinished)


def in_the_way(database: Path, number: int = 1) -> list[tuple[int, str]]:
    """Position and kind of each obstacle."""
    return [(obstacle.position, obstacle.what) for obstacle in now(database, number).obstacles]


def test_an_untouched_article_is_the_original(database: Path) -> None:
    """Its text is what came in."""
    assert now(database).text == article().text


def test_the_lead_is_part_of_the_text(tmp_path: Path) -> None:
    """White space before the first sentence is the article's own."""
    fill(tmp_path / "reviews.db", replace(article(), lead="\n\n"))

    assert now(tmp_path / "reviews.db").text == "\n\n" + article().text


def test_corrections_are_in_the_text(database: Path) -> None:
    """What was corrected, joined or cut differs, and nothing else."""
    decide(database, (2, 3), "corrected", "NATO’s expansion.")
    decide(database, 5, "cut")

    assert now(database).text == (
        "Ministers Hold Call on Guarantee\n\nNATO’s expansion. It ended . .\n\n"
        "She said “we will see” and left. Nobody answered.\n"
    )


def test_what_is_open_is_in_the_way(database: Path) -> None:
    """Every segment of a new article, in the order of the text."""
    assert in_the_way(database) == [(position, "open") for position in range(1, 8)]


def test_nothing_is_in_the_way_of_a_finished_article(database: Path) -> None:
    """Accepted, corrected and cut segments are ready."""
    decide(database, 2, "corrected", "NATO’s expansion.")
    decide(database, 3, "cut")
    accept_rest(database)

    assert in_the_way(database) == []


@pytest.mark.parametrize(
    ("verdict", "correction", "note", "obstacle"),
    [
        ("rejected", None, "", "rejected"),
        ("rejected", "half", "?why", "rejected"),
        ("accepted", None, "?who", "query"),
        ("corrected", "x", "?who", "query"),
        ("cut", None, "?really", "query"),
        ("reopened", None, "", "open"),
        ("reopened", None, "?who", "open"),
    ],
)
def test_decisions_that_are_in_the_way(database: Path, verdict: str, correction: str | None, note: str, obstacle: str) -> None:
    """One reason a segment, the graver one."""
    decide(database, 2, verdict, correction, note=note)

    assert (2, obstacle) in in_the_way(database)
    assert len([position for position, _ in in_the_way(database) if position == 2]) == 1


def test_a_note_is_not_in_the_way(database: Path) -> None:
    """Only a query asks for an answer."""
    decide(database, 2, "accepted", note="sic")
    accept_rest(database)

    assert in_the_way(database) == []


def test_a_conflict_is_in_the_way(database: Path) -> None:
    """Two editors who differ leave nothing that could be printed."""
    decide(database, 2, "corrected", "one")
    decide(database, 2, "corrected", "two", editor="desk3", unseen=True)
    accept_rest(database)

    assert in_the_way(database) == [(2, "conflict")]


def test_a_join_is_one_obstacle(database: Path) -> None:
    """It stands once, with all of its text."""
    decide(database, (2, 3), "rejected")
    accept_rest(database)
    (obstacle,) = now(database).obstacles

    assert str(obstacle) == ("2: rejected: NATO's ban on East Asia was discussed. The security security negotiations go on.")


def test_a_query_says_what_it_asks(database: Path) -> None:
    """The note, not the sentence."""
    decide(database, 2, "accepted", note="?expansion?")
    accept_rest(database)

    assert [str(obstacle) for obstacle in now(database).obstacles] == ["2: query: ?expansion?"]


def test_a_join_that_a_new_version_tore_is_in_the_way(database: Path) -> None:
    """In a version without its second half, the correction of both is not printed and must be looked at."""
    decide(database, (2, 3), "corrected", "NATO’s expansion.")
    accept_rest(database)
    segments = article().segments
    newer = replace(article("Call 2"), segments=(*segments[:2], replace(segments[2], machine="Another."), *segments[3:]))
    fill(database, newer)
    decide(database, 3, "accepted", article=2)

    assert in_the_way(database, 2) == [(2, "torn")]
    assert now(database, 2).text == newer.text
    assert "expansion" in now(database, 1).text


def test_the_digest_is_of_the_exact_text(database: Path) -> None:
    """Accepting changes no letter and keeps it; a correction changes it, and the machine's text brings it back."""
    before = now(database).digest
    decide(database, 2, "accepted")
    assert now(database).digest == before
    decide(database, 2, "corrected", "NATO’s expansion.")
    assert now(database).digest != before
    decide(database, 2, "accepted")

    assert now(database).digest == before


@pytest.mark.parametrize(
    ("unfinished", "beginning"),
    [
        (Unfinished.MACHINE, "Ministers Hold Call"),
        (Unfinished.MARK, "[[open: Ministers Hold Call on Guarantee]]\n\n"),
        (Unfinished.DROP, "x"),
    ],
)
def test_how_what_is_unfinished_is_printed(database: Path, unfinished: Unfinished, beginning: str) -> None:
    """As the caller asks for."""
    decide(database, 2, "corrected", "x")

    assert now(database, unfinished=unfinished).text.startswith(beginning)

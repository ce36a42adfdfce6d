"""`kill -9` at random moments while somebody edits: nothing confirmed is lost, and of the typing a second at most."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.killing import MACHINE, Person, edit_through_kills

pytestmark = pytest.mark.long

PROMISED = 1.0
"""Seconds of typing that a crash may cost."""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """An article that nobody comes to the end of."""
    path = tmp_path / "story.txt"
    path.write_text("\n\n".join(MACHINE) + "\n", encoding="utf-8")
    return path


@pytest.mark.catalogue("F1")
@pytest.mark.parametrize("kills", [2, pytest.param(100, marks=pytest.mark.long)])
def test_a_crash_loses_no_review_and_a_second_of_typing_at_most(story: Path, kills: int) -> None:
    """What the screen showed as confirmed is there, word for word; drafts are offered again, up to the last second."""
    figures = edit_through_kills(story, Person(Random(kills)), kills, (0.05, 3.0))

    assert not figures.lost, f"{figures}\n{figures.lost}"
    assert not figures.damaged, f"{figures}\n{figures.damaged}"
    assert figures.seconds <= PROMISED, str(figures)
    assert figures.confirmed >= kills / 2, str(figures)


SABOTAGE = """
import sys
from concurrent.futures import Future
from threading import Timer
from reviewer.cli.main import main
from reviewer.store import Store, Writer
from reviewer.workflow.session import Session

submit = Writer.submit

def in_a_minute(writer, *job, **named):
    later = Timer(60, submit, (writer, *job), named)
    later.daemon = True
    later.start()
    done = Future()
    done.set_result(None)
    return done

{0}
main()
"""


@pytest.mark.long
@pytest.mark.parametrize("weakness", ["Writer.submit = in_a_minute", "Store.save = lambda *_: None"])
def test_the_harness_sees_a_review_that_was_not_saved(story: Path, weakness: str) -> None:
    """Where the screen moves on before the review is durable, the harness reports reviews lost."""
    person = Person(Random(1), ("accept", "confirm"), (2, 3))
    figures = edit_through_kills(story, person, 1, (2.5, 2.6), ("-c", SABOTAGE.format(weakness)))

    assert len(figures.lost) == figures.confirmed > 0, str(figures)


@pytest.mark.long
def test_the_harness_sees_typing_that_was_not_kept(story: Path) -> None:
    """Where drafts are not flushed, the harness reports seconds of typing lost."""
    person = Person(Random(1), ("confirm",), (70,))
    start = ("-c", SABOTAGE.format("Session.flush = lambda session: None"))
    figures = edit_through_kills(story, person, 1, (2.5, 2.6), start)

    assert figures.seconds > 2 * PROMISED - 0.5, str(figures)
    assert not figures.lost

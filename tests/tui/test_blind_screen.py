"""The screen of a blind second look: it shows nothing of what was decided, and its keys change nothing that stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.core.review import Purpose
from reviewer.store import Store
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import COMMANDS, KeyTable
from reviewer.tui.screens.errors import ErrorsScreen
from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.pane import Pane
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.blind import REFUSED, BlindSession
from reviewer.workflow.opening import draw_sample, open_blind
from tests.building import session_on, surroundings
from tests.desk import decide

SIZE = (200, 60)
SECRETS = ("desk3", "eastward", "sure about", "accepted", "corrected", "rejected", "in conflict", "post-edit")
"""What somebody who is to look blindly must not see."""


@pytest.fixture
def session(database: Path) -> Iterator[BlindSession]:
    """Three sentences that desk3 accepted, one with a note, beside one that they corrected."""
    decide(database, 1, "accepted", editor="desk3")
    decide(database, 2, "corrected", "NATO's eastward expansion was discussed.", editor="desk3")
    decide(database, 3, "accepted", editor="desk3", note="? sure about this")
    decide(database, 4, "rejected", editor="desk3")
    decide(database, 6, "accepted", editor="desk3")
    around = surroundings()
    drawn = draw_sample(database, (), "audit47", 10, around, blind=True)
    session = open_blind(database, database.parent / "drafts", around, drawn.name)
    session.open_sample(drawn.articles, drawn.name)
    yield session
    session.close()


def shown(app: ReviewerApp) -> str:
    """Every text on the screen."""
    screen = next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))
    listed = screen.query_one(SegmentList)
    parts = [passage.text for pane in screen.query(Pane) for passage in pane.passages]
    parts += [listed.line(index)[0] for index in range(len(app.session.scope.view))]
    return "\n".join([*parts, *screen.query_one(StatusLine).parts, screen.query_one(KeyBar).news])


def news(app: ReviewerApp) -> str:
    """What the bottom line says."""
    return app.screen.query_one(KeyBar).news


def checks(app: ReviewerApp) -> list[tuple[str, str | None]]:
    """Verdict and correction of every second look in the database."""
    with Store.open(app.session.store.path, create=False, readonly=True) as store:
        return [(str(each.verdict), each.correction) for each in store.every_review() if each.purpose is Purpose.CHECK]


async def at_each(pilot: Pilot[None]) -> list[str]:
    """What is on the screen at each segment of the sample, and at those beside."""
    app = pilot.app
    assert isinstance(app, ReviewerApp)
    texts = []
    for number in ("1", "2", "3", "4", "6"):
        await pilot.press("g", number, "enter")
        await pilot.pause()
        texts.append(shown(app))
    return texts


async def test_nothing_that_was_decided_is_on_the_screen(session: BlindSession) -> None:
    """No verdict, note, correction or name, wherever one goes; the status line says what this is."""
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        texts = await at_each(pilot)
    assert len(set(texts)) == 5
    assert not [secret for secret in SECRETS for text in texts if secret in text]
    assert all("BLIND SECOND LOOK audit47" in text and "0 of 3 looked at" in text for text in texts)
    assert "NATO's ban on East Asia was discussed." in texts[1]


async def test_the_search_for_secrets_finds_them(database: Path, session: BlindSession) -> None:
    """On the screen of a plain session they are seen."""
    plain = session_on(database)
    app = ReviewerApp(plain, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        texts = "\n".join(await at_each(pilot))
    plain.close()
    assert all(secret in texts for secret in ("desk3", "eastward", "sure about", "accepted", "corrected", "rejected"))


async def test_a_second_look_by_keys(session: BlindSession) -> None:
    """Accept, correct, reject; the next one comes up each time, and what stands is what it was."""
    app = ReviewerApp(session, KeyTable())
    with Store.open(session.store.path, readonly=True) as store:
        before = [place.heads for place in store.places(1)]
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "enter")
        app.screen.query_one(Correction).replace_all("The security negotiations go on.")
        await pilot.pause()
        await pilot.press("enter", "x", "enter")
        await pilot.pause()
        assert "no more open here" in news(app)
        assert "3 of 3 looked at" in shown(app)
        assert [line[0] for line in map(str, (app.screen.query_one(SegmentList).line(at)[0] for at in range(3)))] == [
            "=",
            "~",
            "x",
        ]
    assert checks(app) == [("accepted", None), ("corrected", "The security negotiations go on."), ("rejected", None)]
    with Store.open(session.store.path, readonly=True) as store:
        assert [place.heads for place in store.places(1)] == before


async def test_errors_are_confirmed_with_the_second_look(session: BlindSession) -> None:
    """They go with the check, and to nobody's decision."""
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        app.screen.query_one(Correction).replace_all("Ministers Hold Talks on Guarantee")
        await pilot.pause()
        await pilot.press("enter", "g", "1", "enter", "m")
        await pilot.pause()
        assert isinstance(app.screen, ErrorsScreen)
        await pilot.press("A", "escape")
        await pilot.pause()
    assert [verdict for verdict, _ in checks(app)] == ["corrected"] * len(checks(app))
    with Store.open(session.store.path, readonly=True) as store:
        (head,) = store.places(1)[0].heads
        last = store.reviews(head.covers[0])[-1]
    assert (head.editor, head.errors) == ("desk3", ())
    assert last.purpose is Purpose.CHECK
    assert last.errors


async def test_keys_that_have_no_place_here_say_so(session: BlindSession) -> None:
    """In the bottom line, before they ask anything; no other screen opens."""
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        for command in (each for each in COMMANDS if each.name in REFUSED and each.read):
            await pilot.press(command.read[0])
            await pilot.pause()
            assert news(app).startswith("not in a blind second look: "), command.name
            assert isinstance(app.screen, ReviewScreen)
            app.screen.say("")
    assert checks(app) == []

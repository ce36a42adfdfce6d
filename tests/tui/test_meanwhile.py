"""What comes in while an article is on the screen, and what stays when it is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.store import Store
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable
from reviewer.tui.widgets.correction import Correction
from reviewer.workflow.session import Session
from tests.building import session_on
from tests.desk import bring_in

SIZE = (120, 40)


@pytest.mark.catalogue("F8")
async def test_leaving_with_unsaved_text_keeps_it(app: ReviewerApp, open_session: Callable[..., Session]) -> None:
    """Nothing is asked, and it is a draft in the next session."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        app.screen.query_one(Correction).replace_all("Half a thought")
        await pilot.press("escape", "q")
    app.session.close()

    assert [draft.text for draft in open_session().drafts] == ["Half a thought"]


@pytest.mark.catalogue("F10")
async def test_a_new_version_leaves_a_review_with_the_text_that_was_on_the_screen(tmp_path: Path) -> None:
    """What was typed over Monday's sentence says nothing of Tuesday's."""
    database, story = tmp_path / "reviews.db", tmp_path / "story.txt"
    story.write_text("The talks broke. Nobody answered.\n", encoding="utf-8")
    bring_in(database, story)
    session = session_on(database)
    async with ReviewerApp(session, KeyTable()).run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        pilot.app.screen.query_one(Correction).replace_all("The talks failed.")
        story.write_text("The talks ended. Nobody answered.\n", encoding="utf-8")
        bring_in(database, story)
        await pilot.press("enter")
        await pilot.pause()
    session.close()

    with Store.open(database, readonly=True) as store:
        (shown, _), (newer, _) = store.places(1), store.places(2)
        assert (shown.machine, shown.review and shown.review.correction) == ("The talks broke.", "The talks failed.")
        assert (newer.machine, newer.review) == ("The talks ended.", None)

"""What the screen says of others' work, of files that are there, and of sign-offs, without being asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.core.composition import Unfinished
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable
from reviewer.tui.screens.prompts import Question
from reviewer.tui.widgets.bars import StatusLine
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow import exporting
from reviewer.workflow.session import Session
from tests.tui.seeing import desk, news

SIZE = (80, 24)


async def test_an_idle_screen_is_told_and_what_is_typed_stays(app: ReviewerApp, open_session: Callable[..., Session]) -> None:
    """The sentence being typed was decided elsewhere: the bottom line says by whom, the text and the caret stay."""
    other = open_session("desk1")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "X")
        desk(app).look_around()
        assert news(app) == ""
        other.open_articles([1])
        other.lay(other.store.places(1)[0].row)
        review = other.accept()
        assert review is not None
        await other.save(review)
        before = desk(app).query_one(Correction).correction, desk(app).query_one(Correction).caret, desk(app).desk
        desk(app).look_around()

        assert news(app) == "desk1 has decided this sentence meanwhile"
        assert (desk(app).query_one(Correction).correction, desk(app).query_one(Correction).caret, desk(app).desk) == before


async def test_a_draft_of_an_earlier_session_is_where_the_screen_opens(open_session: Callable[..., Session]) -> None:
    """No list is needed to find it."""
    first = open_session("desk2")
    first.open_articles([1])
    first.lay(first.store.places(1)[2].row)
    first.keep("Half a thought", 4)
    first.close()
    second = open_session("desk2")
    second.open_articles([1])
    async with ReviewerApp(second, KeyTable()).run_test(size=SIZE) as pilot:
        assert desk(pilot.app).desk.first.position == 3
        assert news(pilot.app) == "1 draft of an earlier session kept: here, marked +"


async def test_ctrl_c_says_how_to_leave(app: ReviewerApp) -> None:
    """It leaves nothing and loses nothing."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+c")
        assert news(app) == "q leaves; everything is saved"


@pytest.mark.parametrize(("text", "is_said"), [("by hand\n", True), (None, False)])
async def test_a_file_that_would_be_replaced_is_said(
    app: ReviewerApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, is_said: bool
) -> None:
    """Not when it is what would be written anyway."""
    target = tmp_path / "out.txt"
    monkeypatch.setattr(exporting, "suggested_path", lambda article: target)
    async with app.run_test(size=SIZE) as pilot:
        if text is None:
            target.write_bytes(exporting.article_bytes(app.session.store, [1], "original", Unfinished.MACHINE))
        else:
            target.write_text(text, encoding="utf-8")
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("S")
        await pilot.pause()
        await pilot.press("S")
        await pilot.pause()
        assert isinstance(app.screen, Question)
        said = [passage.text for passage in app.screen.query_one(Pane).passages]
        assert any("will be replaced" in each for each in said) is is_said


async def test_a_sign_off_is_in_the_header_until_a_decision_voids_it(app: ReviewerApp) -> None:
    """Said when it happens, and shown after."""
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("r", "S", "S")
        await pilot.pause()
        app.screen.query_one("Input").value = ""  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "signed off" in desk(app).query_one(StatusLine).parts
        await pilot.press("enter")
        desk(app).query_one(Correction).replace_all("Another text.")
        await pilot.press("enter")
        await pilot.pause()
        assert "sign-off of this article does not hold" in news(app)
        assert "sign-off void" in desk(app).query_one(StatusLine).parts

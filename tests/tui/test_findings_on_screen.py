"""What the checks find on the screen: marks, the list, the keys that take, dismiss and hide, and what is said of a save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.core.review import Status
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable, Mode
from reviewer.tui.passage import Passage
from reviewer.tui.screens.dismissed import DismissedScreen
from reviewer.tui.screens.reading import ReadingScreen
from reviewer.tui.widgets.bars import StatusLine
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.pane import Pane
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.session import Session
from tests.desk import decide
from tests.tui.seeing import desk, looked, news, press
from tests.workflow.findings import rules_in

SIZE = (100, 24)
BAN = "NATO's ban on East Asia was discussed."
EXPANSION = "NATO's eastward expansion was discussed."


@pytest.fixture
def app(session: Session, tmp_path: Path) -> ReviewerApp:
    """The screen on the small article, with three rules of a newsroom."""
    return ReviewerApp(session, KeyTable(), checks=rules_in(tmp_path))


def listed(app: ReviewerApp, pane: str = "#finding") -> list[str]:
    """The list of findings."""
    return [passage.text for passage in desk(app).query_one(pane, Pane).passages]


def marked(app: ReviewerApp) -> list[tuple[str, str]]:
    """The words that are marked in the machine's text, and how."""
    passage = desk(app).query_one("#machine", Pane).passages[0]
    return [(passage.text[mark.start : mark.end], mark.role) for mark in passage.marks]


async def test_findings_are_marked_listed_counted_and_hidden(app: ReviewerApp) -> None:
    """In the text, beneath it, in the status line and in the list of segments; `h` and `h` again."""
    async with app.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await pilot.press("}")
        assert desk(app).desk.machine == BAN
        assert marked(app) == [("ban on East Asia", "noticed")]
        assert listed(app) == ["> 1 error  NATO bans nothing → eastward expansion · house/east-asia"]
        assert "2 findings" in desk(app).query_one(StatusLine).parts
        lines = [desk(app).query_one(SegmentList).line(index)[0] for index in range(4)]
        assert ["*" in line[:10] for line in lines] == [False, True, True, False]
        await pilot.press("h")
        assert (marked(app), listed(app)) == ([], ["hidden: h shows them"])
        assert "2 findings hidden" in desk(app).query_one(StatusLine).parts
        await pilot.press("tab")
        assert "h shows them" in news(app)
        await pilot.press("h")
        assert marked(app) == [("ban on East Asia", "noticed")]
        await pilot.press("tab", "tab")
        assert (desk(app).desk.machine, news(app)) == (BAN, "past the last: the first again")
        await pilot.press("f", *"-finding:error", "enter")
        await app.workers.wait_for_complete()
        await pilot.press("j")

        assert (app.session.scope.filter, news(app)) == ("-finding:error", "")


async def test_a_suggestion_is_taken_as_a_draft_that_a_confirms(app: ReviewerApp) -> None:
    """By its number; what it changed is said after the save, and Ctrl+Z in TYPE would have taken it back."""
    async with app.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await press(pilot, "}", "2")
        assert "there is 1" in news(app)
        await press(pilot, "1")
        assert (desk(app).desk.text, desk(app).mode, str(desk(app).desk.status)) == (EXPANSION, Mode.READ, "open")
        assert desk(app).desk.draft in list(app.session.drafts)
        await pilot.press("u")
        assert (desk(app).desk.text, desk(app).desk.draft, list(app.session.drafts)) == (BAN, None, [])
        await press(pilot, "1")
        await pilot.press("enter", "ctrl+z")
        assert app.screen.query_one(Correction).correction == BAN
        await press(pilot, "f2", "escape")
        await press(pilot, "a")

        assert app.session.store.places(1)[1].review.correction == EXPANSION  # type: ignore[union-attr]
        assert "u undoes" in news(app)


async def test_taking_out_all_there_is_is_a_cut(session: Session, tmp_path: Path) -> None:
    """Nothing is left to confirm then, so the key that cuts is named instead."""
    app = ReviewerApp(session, KeyTable(), checks=rules_in(tmp_path))
    async with app.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await pilot.press("g", "5", "enter")
        assert listed(app) == ["> 1 info  a credit → c cuts it · house/credit"]
        await press(pilot, "tab", "f2")

        assert "c cuts" in news(app)
        assert desk(app).desk.draft is None


async def test_in_type_keys_go_to_findings_and_take_them(app: ReviewerApp) -> None:
    """Tab puts the caret there, F2 takes what could be seen, as one step, and what an edit solves is gone."""
    async with app.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await pilot.press("g", "3", "enter", "enter")
        editor = app.screen.query_one(Correction)
        editor.replace_all("It is is the security security talk.")
        await pilot.pause()
        assert [line[:8] for line in listed(app)] == ["> 1 warn", "  2 warn"]
        await pilot.press("tab", "tab")
        assert editor.caret == editor.correction.index("security")
        desk(app).marking.step(1)  # as what comes from a thread may, between the picture and the key
        await pilot.press("f2")
        assert ("came before" in news(app), editor.correction) == (True, "It is is the security security talk.")
        await pilot.press("tab")
        await press(pilot, "f2")
        await pilot.pause()
        assert editor.correction == "It is is the security talk."
        assert len(listed(app)) == 1
        await pilot.press("shift+tab")
        assert editor.caret == 3
        await press(pilot, "f3")

        assert news(app).startswith("dismissed · ")
        assert listed(app) == ["nothing here"]


async def test_what_is_dismissed_stays_so_until_it_is_taken_back(
    app: ReviewerApp, open_session: Callable[..., Session], tmp_path: Path
) -> None:
    """By `d`; another session sees nothing of it, and takes it back by name from the palette."""
    async with app.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await press(pilot, "tab", "d")
        assert listed(app) == ["nothing here"]
        assert "u brings it back" in news(app)
        await pilot.press("tab", "u")
        assert (desk(app).desk.machine, listed(app)[0][:9]) == (BAN, "> 1 error")
        await pilot.press("u")
        assert "nothing of yours to undo" in news(app)
        await press(pilot, "d")
    later = ReviewerApp(open_session("desk3"), KeyTable(), checks=rules_in(tmp_path))
    async with later.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await pilot.press("}")
        assert desk(later).desk.first.position == 3
        await press(pilot, "D")
        assert desk(later).marking.count() == 0
        assert news(later).startswith("1 of house/twice is quiet in this article · u ")
        await desk(later).obey("dismissed")
        await pilot.pause()
        assert isinstance(later.screen, DismissedScreen)
        await pilot.press("enter")
        await pilot.pause()

        assert news(later) == "back again: NATO bans nothing"
        assert desk(later).marking.count() == 1


async def test_a_narrow_screen_shows_the_current_one(app: ReviewerApp) -> None:
    """On a line under the correction, where it takes no rows when there is none; what is accepted all the same is said."""
    async with app.run_test(size=(80, 24)) as pilot:
        await looked(pilot)
        pane = desk(app).query_one("#finding", Pane)
        assert not pane.display or pane.size.height == 0
        await pilot.press("}")
        await pilot.pause()

        assert listed(app) == ["error  NATO bans nothing → eastward expansion · house/east-asia"]
        assert pane.size.height == 1
        await press(pilot, "a")
        assert app.session.store.places(1)[1].status is Status.ACCEPTED
        assert "accepted with an error in it: NATO bans nothing" in news(app)
        await pilot.pause()
        pane.display = False
        await pilot.pause()
        pane.show([Passage("one"), Passage("two")], (1, 0))
        assert not pane.shows(1)


async def test_a_sign_off_asks_whether_changes_were_meant(app: ReviewerApp, database: Path) -> None:
    """Numbers that a correction changed are listed, and errors that are left; how much is, and what is not in it, is said."""
    for position in range(1, 8):
        decide(database, position, "accepted")
    decide(database, 7, "corrected", "Nobody answered for 15 minutes.")
    async with app.run_test(size=SIZE) as pilot:
        await looked(pilot)
        await pilot.press("enter")
        app.screen.query_one(Correction).replace_all("Ministers speak.")
        await pilot.pause()
        await pilot.press("escape", "r")
        await pilot.pause()
        assert isinstance(app.screen, ReadingScreen)
        await app.workers.wait_for_complete()
        assert "2 findings left, 1 error" in app.screen.query_one(StatusLine).parts
        assert app.screen.query_one("#drafts", StatusLine).parts == ("1 draft is not in this text",)
        await pilot.press("S")
        await pilot.pause(0.1)

        asked = "\n".join(passage.text for passage in app.screen.query_one(Pane).passages)
        assert asked.startswith("Errors left:\n2: NATO bans nothing\nNumbers, names and negations changed:\n7: ")
        assert "15" in asked

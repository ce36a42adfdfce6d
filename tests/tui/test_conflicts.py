"""Conflicts on the screen: seen, gone to, shown whole and settled by a key; what was typed beside another is never lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable, Mode
from reviewer.tui.screens.settling import SettlingScreen
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.pane import Pane
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.settling import BETWEEN
from tests.building import session_on
from tests.desk import decide
from tests.tui.seeing import desk, news, press

SMALL = (80, 24)
BAN = "NATO's ban on East Asia was discussed."
EXPANSION = "NATO's eastward expansion was discussed."
ENLARGED = "NATO's enlargement was discussed."


@pytest.fixture
def disputed(database: Path) -> Path:
    """Two sentences are in conflict: in 2 desk1 and desk3 have different texts, 4 is accepted by desk1 and cut by desk3."""
    for editor, text in (("desk1", EXPANSION), ("desk3", ENLARGED)):
        decide(database, 2, "corrected", text, editor=editor, note="? which one" if editor == "desk3" else "", unseen=True)
    decide(database, 4, "accepted", editor="desk1", unseen=True)
    decide(database, 4, "cut", editor="desk3", unseen=True)
    return database


@pytest.fixture
def app(disputed: Path) -> Iterator[ReviewerApp]:
    """desk2's screen on it."""
    session = session_on(disputed)
    yield ReviewerApp(session, KeyTable())
    session.close()


def shown(app: ReviewerApp, pane: str = "#opinions") -> str:
    """The texts of a pane of the screen in front."""
    return "\n".join(passage.text for passage in app.screen.query_one(pane, Pane).passages)


def standing(app: ReviewerApp, position: int) -> tuple[str, str | None]:
    """Where a segment stands, and its correction."""
    place = app.session.store.places(1)[position - 1]
    return str(place.status), place.review.correction if place.review else None


async def put(pilot: Pilot[None], text: str) -> None:
    """Put `text` into the editor as one edit, as typing would."""
    desk(pilot.app).query_one(Correction).replace_all(text)
    await pilot.pause()


async def test_a_conflict_is_in_sight(app: ReviewerApp) -> None:
    """A mark in the list, a number in the header, who says what beside the machine's text; and nobody's text to accept."""
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j")
        listed = desk(app).query_one(SegmentList)
        assert [str(listed.line(index)[0])[0] for index in range(4)] == [".", "!", ".", "!"]
        assert "2 in conflict" in desk(app).query_one(StatusLine).parts
        assert f"desk1: {EXPANSION}\ndesk3: {ENLARGED}" in shown(app, "#machine")
        assert desk(app).query_one(Correction).correction == BAN
        assert desk(app).query_one(KeyBar).keys[0] == ("!", "settle")
        await press(pilot, "a")
        assert "in conflict: ! shows" in news(app)
        assert standing(app, 2) == ("conflict", None)


@pytest.mark.long
async def test_the_key_goes_to_the_next_conflict(app: ReviewerApp) -> None:
    """And says which of how many it is; after the last comes the first."""
    async with app.run_test(size=SMALL) as pilot:
        for position, said in ((2, "1 of 2 in conflict"), (4, "2 of 2 in conflict"), (2, "1 of 2 in conflict")):
            await press(pilot, "!")
            assert (desk(app).desk.first.position, said in news(app)) == (position, True)
            await press(pilot, "j")


@pytest.mark.parametrize("size", [SMALL, *(pytest.param(size, marks=pytest.mark.long) for size in ((120, 40), (200, 60)))])
async def test_every_opinion_is_shown_whole(app: ReviewerApp, size: tuple[int, int]) -> None:
    """Who, what, when, the text with what it adds and removes, the note; and a key for each."""
    async with app.run_test(size=size) as pilot:
        await press(pilot, "j", "!")
        await pilot.pause()
        text = shown(app)
        for part in (f"machine: {BAN}", "1  desk1: corrected", EXPANSION, "2  desk3: corrected", ENLARGED, "note: ? which one"):
            assert part in text
        assert "removed: ban on East Asia" in text
        added = [passage.text[mark.start : mark.end] for passage in app.screen.query_one("#opinions", Pane).passages
                 for mark in passage.marks if mark.role == "added"]  # fmt: skip
        assert added == ["eastward expansion", "enlargement"]
        answers = app.screen.query_one("#answers", Pane)
        assert all(part in shown(app, "#answers") for part in ("1  desk1's stands", "2  desk3's stands", "both texts", "Esc"))
        assert answers.region.bottom <= size[1] - 1


@pytest.mark.long
async def test_long_opinions_are_scrolled(database: Path) -> None:
    """The keys stay in sight at 80x24, and the end of the last opinion can be reached."""
    for editor in ("desk1", "desk3", "desk4", "desk5", "e" * 100):
        decide(
            database, 2, "corrected", f"{editor} wrote " + "and so on and on " * 60 + "to the end.", editor=editor, unseen=True
        )
    session = session_on(database)
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "!")
        await pilot.pause()
        opinions, answers = app.screen.query_one("#opinions", Pane), app.screen.query_one("#answers", Pane)
        assert opinions.max_scroll_y > 0
        assert opinions.region.bottom <= answers.region.y
        assert answers.region.bottom <= SMALL[1] - 1
        assert "1 to 5  that one stands" in shown(app, "#answers")
        await press(pilot, "end")
        assert opinions.scroll_y == opinions.max_scroll_y
        await press(pilot, "home", "pagedown")
        assert 0 < opinions.scroll_y <= opinions.size.height
    session.close()


async def test_one_of_them_stands_and_the_next_conflict_is_shown(app: ReviewerApp) -> None:
    """Over all opinions, by who settles it; after the last conflict comes the next that is open."""
    async with app.run_test(size=SMALL) as pilot:
        before = {head.id for head in app.session.store.places(1)[1].heads}
        await press(pilot, "j", "!", "2")
        assert standing(app, 2) == ("corrected", ENLARGED)
        (head,) = app.session.store.places(1)[1].heads
        assert (head.editor, set(head.parents)) == ("desk2", before)
        assert (desk(app).desk.first.position, "1 of 1 in conflict" in news(app)) == (4, True)
        await press(pilot, "!", "2")
        assert standing(app, 4) == ("cut", None)
        assert desk(app).desk.first.status == "open"
        assert not [part for part in desk(app).query_one(StatusLine).parts if "conflict" in part]
        await press(pilot, "!")
        assert news(app) == "nothing is in conflict"


@pytest.mark.parametrize("key", ["e", pytest.param("enter", marks=pytest.mark.long)])
async def test_both_texts_come_to_the_editor(app: ReviewerApp, key: str) -> None:
    """In TYPE, one after the other; confirmed as they are they are refused, and one text settles it."""
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "!", key)
        await pilot.pause()
        assert desk(app).mode is Mode.TYPE
        assert desk(app).query_one(Correction).correction == f"{EXPANSION}{BETWEEN}{ENLARGED}"
        assert "|||" in news(app)
        await press(pilot, "enter")
        assert "delete those that shall not stand" in news(app)
        assert standing(app, 2) == ("conflict", None)
        await put(pilot, "NATO's eastward enlargement was discussed.")
        await press(pilot, "ctrl+s")
        assert standing(app, 2) == ("corrected", "NATO's eastward enlargement was discussed.")


@pytest.mark.long
async def test_esc_leaves_it_in_conflict(app: ReviewerApp) -> None:
    """Nothing is decided or drafted, also not by keys that are no answer, or came before the opinions were drawn."""
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "!", "3", "a", "x")
        await pilot.pause()
        desk(app).sight.covered()
        await pilot.press("1")
        assert isinstance(app.screen, SettlingScreen)
        await pilot.press("escape")
        assert (standing(app, 2), list(app.session.drafts)) == (("conflict", None), [])
        assert news(app) == "as it was: still in conflict"


async def test_a_settlement_is_taken_back(app: ReviewerApp) -> None:
    """`u` goes back to the conflict and says so; `U` settles it again."""
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "!", "1", "u")
        assert news(app) == "undone: 2 is in conflict again: ! settles it"
        await press(pilot, "!")
        await pilot.pause()
        assert "1  desk1: corrected" in shown(app)
        assert "2  desk3: corrected" in shown(app)
        await press(pilot, "escape", "U")
        assert standing(app, 2) == ("corrected", EXPANSION)


@pytest.mark.long
async def test_the_last_open_one_leads_to_the_conflicts(app: ReviewerApp) -> None:
    """Not all is decided while something is in conflict."""
    for position in (1, 3, 5, 6):
        decide(app.session.store.path, position, "accepted", editor="desk1")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "end", "a")
        assert news(app) == "2 in conflict: ! goes there"
        await press(pilot, "!", "!", "1", "!", "1")
        assert news(app) == "all decided, r reads it through"


@pytest.mark.long
async def test_what_others_wrote_is_only_text(database: Path) -> None:
    """Markup and control characters in an opinion, a note and a name are shown, never obeyed."""
    mark = "[b]bold[/] \x1b[31mred a\u202eb"
    for editor in ("desk1", mark):
        decide(database, 2, "corrected", f"{mark} by {editor}", editor=editor, note=mark, unseen=True)
    session = session_on(database)
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j", "!")
        await pilot.pause()
        drawn = [passage.content().plain for passage in app.screen.query_one("#opinions", Pane).passages]
        assert all(len(line) == len(passage.text) for line, passage in
                   zip(drawn, app.screen.query_one("#opinions", Pane).passages, strict=True))  # fmt: skip
        assert not {"\x1b", "\u202e"} & set("".join(drawn))
        await press(pilot, "2")
        assert standing(app, 2) == ("corrected", f"{mark} by {mark}")
    session.close()


@pytest.mark.long
@pytest.mark.parametrize(("key", "stands"), [("2", "By desk3."), ("3", "Mine.")])
async def test_a_draft_from_before_a_conflict_is_held_against_it(app: ReviewerApp, key: str, stands: str) -> None:
    """Typed before two others disagreed, it is one of three; given up it is in the history, and leaves nothing in conflict."""
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "g", "3", "enter", "e")
        await put(pilot, "Mine.")
        for editor in ("desk1", "desk3"):
            decide(app.session.store.path, 3, "corrected", f"By {editor}.", editor=editor, unseen=True)
        await press(pilot, "enter", key)
        await pilot.pause()
        assert (standing(app, 3), list(app.session.drafts)) == (("corrected", stands), [])
        assert "Mine." in [each.correction for each in app.session.store.reviews(app.session.store.places(1)[2].uid)]
        assert ("u brings yours back" in news(app)) is (stands != "Mine.")

"""Two editors at two screens on one database: what both decide is kept, each sees what the other did, who was late is asked."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.core.article import Article, Segment
from reviewer.store import Store
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable
from reviewer.tui.screens.settling import SettlingScreen
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.session import Session
from reviewer.workflow.settling import BETWEEN
from tests.building import fill
from tests.killing import drafts_of
from tests.terminal import Terminal, environment
from tests.tui.seeing import desk, news, press

MINE, THEIRS = "NATO's enlargement was discussed.", "NATO's eastward expansion was discussed."


@asynccontextmanager
async def screen(session: Session) -> AsyncIterator[Pilot[None]]:
    """The screen of `session`, on the second sentence."""
    async with ReviewerApp(session, KeyTable()).run_test(size=(120, 40)) as pilot:
        await press(pilot, "j")
        yield pilot


async def begin(pilot: Pilot[None], text: str) -> None:
    """Put `text` into the editor."""
    await press(pilot, "enter")
    desk(pilot.app).query_one(Correction).replace_all(text)
    await pilot.pause()


def opinions(pilot: Pilot[None]) -> str:
    """What the question shows that each would have stand."""
    return "\n".join(passage.text for passage in pilot.app.screen.query_one("#opinions", Pane).passages)


def key_of(pilot: Pilot[None], whose: str) -> str:
    """The key that the question names for somebody's text."""
    shown = "\n".join(passage.text for passage in pilot.app.screen.query_one("#answers", Pane).passages)
    found = re.search(rf"(\S+)  .*{whose}", shown)
    assert found, shown
    return found[1].lower()


@pytest.mark.catalogue("B3")
@pytest.mark.parametrize(
    ("answer", "stands", "draft"),
    [
        pytest.param("Esc", THEIRS, MINE, marks=pytest.mark.long, id="neither"),
        pytest.param("yours stands", MINE, None, marks=pytest.mark.long, id="mine"),
        pytest.param("desk2's stands", THEIRS, None, id="theirs"),
        pytest.param("both texts", THEIRS, f"{THEIRS}{BETWEEN}{MINE}", marks=pytest.mark.long, id="both"),
    ],
)
async def test_who_saves_second_is_asked(
    open_session: Callable[..., Session], answer: str, stands: str, draft: str | None
) -> None:
    """Both type; the first save stands, the second is shown both texts whole, and nothing of either is lost by the answer."""
    first, second = open_session("desk2"), open_session("desk3")
    async with screen(first) as one, screen(second) as two:
        await begin(one, THEIRS)
        await begin(two, MINE)
        await press(one, "enter")
        await press(two, "enter")
        await two.pause()
        assert isinstance(two.app.screen, SettlingScreen)
        assert f"1  desk2: corrected\n{THEIRS}" in opinions(two)
        assert f"2  desk3 (you): corrected · not saved\n{MINE}" in opinions(two)
        await press(two, "escape" if answer == "Esc" else key_of(two, answer))
        await two.pause()

        place = first.store.places(1)[1]
        assert [head.correction for head in place.heads] == [stands]
        history = [review.correction for review in first.store.reviews(place.uid)]
        assert THEIRS in history
        assert (MINE in history) is (draft is None)
        assert [each.text for each in second.drafts] == ([] if draft is None else [draft])
        desk(two.app).lay(place.row)
        await two.pause()
        assert desk(two.app).query_one(Correction).correction == (draft or stands)
        if answer == "desk2's stands":
            await press(two, "u", "!")
            await two.pause()
            assert MINE in opinions(two)


async def test_each_sees_what_the_other_decided_and_cannot_take_it_back(open_session: Callable[..., Session]) -> None:
    """Coming to a segment is reading it anew: nothing is decided twice by mistake; an undo is of the editor's own decisions."""
    first, second = open_session("desk2"), open_session("desk3")
    async with screen(first) as one, screen(second) as two:
        await begin(one, THEIRS)
        await press(one, "enter")
        await press(two, "k", "j")

        assert desk(two.app).query_one(Correction).correction == THEIRS
        assert desk(two.app).desk.status == "corrected"
        await press(two, "a")
        assert news(two.app) == "already decided by desk2"
        await press(two, "j", "a")
        await press(one, "u")
        assert [str(place.status) for place in first.store.places(1)][:4] == ["open", "open", "open", "accepted"]
        await press(two, "u", "u")
        assert "nothing of yours" in news(two.app)


STORY = tuple(f"Sentence number {number} of the story." for number in range(1, 9))


@pytest.mark.long
@pytest.mark.catalogue("A1", "B3")
def test_two_terminals_one_killed_and_a_copy_merged(tmp_path: Path) -> None:
    """Two edit one database, one is killed, a copy that went on elsewhere is merged: all is there, every conflict in sight."""
    database, copy = tmp_path / "reviews.db", tmp_path / "copy.db"
    fill(database, Article(tuple(Segment(text, "\n\n", number) for number, text in enumerate(STORY, 1)), title="Story"))
    shutil.copyfile(database, copy)

    with at(tmp_path, database, "desk2") as one, at(tmp_path, database, "desk3") as two:
        decide(one, 1, "One.")
        go(two, 3)
        decide(two, 3, "Three.")
        decide(two, 4, "Four of desk3.")
        decide(one, 2, "Two.")
        two.press("\r")
        two.wait_for("TYPE")
        two.press("half typ")
        two.wait_for(lambda _: any("half typ" in journal.read_text() for journal in drafts_of(tmp_path / "any").rglob("*.jsonl")))
        two.kill()
        two.wait()
        go(one, 5)
        decide(one, 5, "Five.")
        one.press("q")
        assert one.wait() == 0
    with at(tmp_path, copy, "desk4") as elsewhere:
        decide(elsewhere, 1, "One of desk4.")
        go(elsewhere, 4)
        decide(elsewhere, 4, "Four of desk4.")
        go(elsewhere, 8)
        decide(elsewhere, 8, "Eight.")
        elsewhere.press("q")
        assert elsewhere.wait() == 0
    command = [sys.executable, "-m", "reviewer", "merge", str(copy), "--db", str(database)]
    subprocess.run(command, env=environment(tmp_path), check=True, capture_output=True, timeout=60)

    with at(tmp_path, database, "desk3") as again:
        again.wait_for("1 draft of an earlier session kept")
        again.wait_for("2 in conflict")
        assert len(re.findall(r"^! +[14] ", again.text, re.MULTILINE)) == 2
        again.press("q")
        assert again.wait() == 0
    with Store.open(database, readonly=True) as store:
        said = [[head.correction for head in place.heads] for place in store.places(1)]
        assert said[:2] == [["One.", "One of desk4."], ["Two."]]
        assert said[2:] == [["Three."], ["Four of desk3.", "Four of desk4."], ["Five."], [], [], ["Eight."]]
        assert [damage for checked in store.check() for damage in checked.damage] == []


def at(home: Path, database: Path, editor: str) -> Terminal:
    """`reviewer review` at a terminal."""
    command = [sys.executable, "-m", "reviewer", "review", "--db", str(database), "--editor", editor]
    terminal = Terminal(command, environment(home), (120, 30))
    terminal.wait_for("READ")
    return terminal


def line(terminal: Terminal) -> tuple[str, int] | None:
    """The mode and the place that the screen shows."""
    found = re.search(rf"(READ|TYPE) · .* · (\d+)/{len(STORY)} ", terminal.lines[0])
    return (found[1], int(found[2])) if found else None


def go(terminal: Terminal, position: int) -> None:
    """To a segment."""
    while (here := line(terminal)) != ("READ", position):
        assert here is not None
        terminal.press("j" if here[1] < position else "k")
        terminal.wait_for(lambda _, here=here: line(terminal) not in (here, None))


def decide(terminal: Terminal, position: int, text: str) -> None:
    """Type `text` in place of what is there, and confirm it."""
    terminal.wait_for(lambda _: line(terminal) == ("READ", position))
    terminal.press("\r")
    terminal.wait_for(lambda _: line(terminal) == ("TYPE", position))
    terminal.press("\x1b[F" + "\x7f" * 40 + text)
    terminal.wait_for(text)
    while line(terminal) in (None, ("TYPE", position)):  # one that comes before the segment was seen is dropped
        terminal.press("\x13")
        with suppress(AssertionError):
            terminal.wait_for(lambda _: line(terminal) not in (None, ("TYPE", position)), 1.0)

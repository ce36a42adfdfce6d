"""What the keys of the sheet of errors do, from the desk into the database and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.core.article import Article, Segment
from reviewer.core.error import Category
from reviewer.mqm.candidates import candidates
from reviewer.store import Store
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import SAME_PHYSICAL_KEY, KeyTable, Mode
from reviewer.tui.screens.errors import ErrorsScreen
from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.showing_errors import LETTERS, SEVERITIES
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.session import Session
from tests.building import fill, session_on
from tests.desk import decide

SIZE = (80, 24)
BAN = "NATO's ban on East Asia was discussed."
GROWTH = "NATO's growth on East Asia is discussed."


def stored(app: ReviewerApp, position: int = 2) -> list[tuple[list[int], str, str, str]]:
    """The errors that stand in the database."""
    review = app.session.store.places(1)[position - 1].review
    fields = review.errors if review else ()
    return [(each["span"], each["category"], each["severity"], each["confirmed"]) for each in fields]


def suggested(confirmed: str) -> list[tuple[list[int], str, str, str]]:
    """What the edits suggest, as it is stored when it was confirmed so."""
    errors = [each.error for each in candidates(BAN, GROWTH)]
    return [(list(each.span), str(each.category), str(each.severity), confirmed) for each in errors]


def shown(app: ReviewerApp, pane: str = "#errors") -> str:
    """What a pane of the screen on top says."""
    return "\n".join(passage.text for passage in app.screen.query_one(pane, Pane).passages)


def news(app: ReviewerApp) -> str:
    """What the bottom line of the screen on top says."""
    return app.screen.query_one(KeyBar).news


async def open_sheet(pilot: Pilot[None], *, at: int = 2) -> None:
    """Go to the segment and press `m`; wait until the sheet can have been seen."""
    app = pilot.app
    assert isinstance(app, ReviewerApp)
    await pilot.press(*"g", *str(at), "enter", "m")
    await pilot.pause()
    assert isinstance(app.screen, ErrorsScreen), news(app)


@pytest.fixture
def corrected(database: Path, app: ReviewerApp) -> ReviewerApp:
    """The screen, with a corrected second sentence."""
    decide(database, 2, "corrected", GROWTH)
    return app


async def test_a_confirms_all_and_leaves(corrected: ReviewerApp) -> None:
    """By one key, which is kept in mind; the desk shows the same sentence, decided as it was."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("A")
        await pilot.pause()

        desk = app.screen
        assert isinstance(desk, ReviewScreen)
        assert (desk.desk.first.position, desk.mode, str(desk.desk.status)) == (2, Mode.READ, "corrected")
        assert stored(app) == suggested("all")
        assert "2 confirmed" in news(app)
        assert "2 errors confirmed" in shown(app, "#machine")


async def test_only_what_was_touched_is_saved_by_esc(corrected: ReviewerApp) -> None:
    """One confirmed, one changed; a suggestion that nobody touched stays one."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("enter", "escape")
        await pilot.pause()

        assert stored(app) == suggested("one")[:1]


async def test_esc_without_a_touch_saves_nothing(corrected: ReviewerApp) -> None:
    """Looking is no decision, and never stands in the way of the next."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("down", "right", "left", "escape", "a")
        await pilot.pause()

        assert len(app.session.store.reviews(app.session.store.places(1)[1].uid)) == 1
        assert app.session.desk is not None
        assert app.session.desk.first.position != 2


async def test_every_letter_sets_its_category(corrected: ReviewerApp) -> None:
    """Each kind has one letter, and every kind but those that are made otherwise has one."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        for letter, category in LETTERS.items():
            await pilot.press(letter)
            assert f"> {category.rpartition('/')[2]} " in shown(app)
        for key, severity in SEVERITIES.items():
            await pilot.press(key)
            assert f"{severity} " in shown(app).split(">")[1].splitlines()[0]

    assert set(LETTERS.values()) | {Category.OMISSION, Category.NO_ERROR} == set(Category)


def test_letters_do_not_mean_two_things() -> None:
    """None of them moves, takes back or confirms; all are reached on another layout of the keyboard."""
    assert not set(LETTERS) & {"o", "A", "a", "u", "j", "k", "q"}
    assert set(LETTERS) <= set(SAME_PHYSICAL_KEY.values())


async def test_a_span_is_marked_by_words(app: ReviewerApp, database: Path) -> None:
    """Space, arrows, a letter and a figure; `o` in front of a word; code points of the text as it is."""
    decide(database, 6, "accepted")
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot, at=6)
        await pilot.press("right", "right", "space", "right", "right", "g", "4", "end", "o", "escape")
        await pilot.pause()

        text = app.session.store.places(1)[5].machine
        assert [text[slice(*span)] for span, *_ in stored(app, 6)] == ["“we will", ""]
        assert stored(app, 6)[0][1:] == ("linguistic/grammar", "critical", "one")
        assert stored(app, 6)[1] == ([len(text)] * 2, "accuracy/omission", "minor", "one")


async def test_spans_are_code_points(tmp_path: Path) -> None:
    """What takes two units or several code points elsewhere counts as Python counts it, in a join too."""
    text = "🙂 𝒩ato 👩‍👩‍👧 says."
    path = tmp_path / "reviews.db"
    fill(path, Article((Segment("Ends.", " "), Segment(text)), title="Call", target_language="en"))
    session = session_on(path)
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("+", "a")
        await pilot.pause()
        await open_sheet(pilot, at=1)
        await pilot.press("right", "right", "right", "space", "right", "e", "escape")
        await pilot.pause()

        joined = f"Ends. {text}"
        assert [joined[slice(*span)] for span, *_ in stored(app, 1)] == ["𝒩ato 👩‍👩‍👧"]
        assert stored(app, 1)[0][1] == "locale/name"
    session.close()


async def test_dropping_everything_says_that_there_is_no_error(corrected: ReviewerApp) -> None:
    """Somebody looked: that is another thing than nothing."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("delete", "backspace", "escape")
        await pilot.pause()

        assert stored(app) == [([0, 38], "no-error", "neutral", "one")]
        assert "no error, confirmed" in shown(app, "#machine")


async def test_a_key_can_be_taken_back(corrected: ReviewerApp) -> None:
    """On the sheet by `u`, until there is nothing more; Esc gives up a span that was begun."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("delete", "g", "u", "right", "u")
        assert shown(app).splitlines()[0] == "Suggested by the edits, not confirmed (2)"
        await pilot.press("u")
        assert "nothing to take back" in news(app)
        await pilot.press("space", "right", "escape")
        assert isinstance(app.screen, ErrorsScreen)
        await pilot.press("escape")
        await pilot.pause()

        assert stored(app) == []


async def test_small_a_is_not_the_key_for_all(corrected: ReviewerApp) -> None:
    """It accepts on the desk; here it says which key was meant."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("a")

        assert isinstance(app.screen, ErrorsScreen)
        assert "Shift" in news(app)


async def test_suggested_and_confirmed_are_lists_of_their_own(corrected: ReviewerApp) -> None:
    """One that is confirmed goes over; what cannot be verified says so."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("m")
        lines = shown(app).splitlines()

        assert lines[0] == "Confirmed (1)"
        assert lines[1].split()[1:4] == ["mistranslation", "minor", "unverified"]
        assert lines[2] == "Suggested by the edits, not confirmed (1)"


async def test_with_a_source_nothing_is_unverified(tmp_path: Path) -> None:
    """Whoever has it at hand can tell."""
    path = tmp_path / "reviews.db"
    fill(path, Article((Segment("Some ban.", "", source="어떤 금지."),), title="Call", target_language="en"))
    decide(path, 1, "accepted")
    session = session_on(path)
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot, at=1)
        await pilot.press("space", "m")

        assert "mistranslation" in shown(app)
        assert "unverified" not in shown(app)
    session.close()


@pytest.mark.parametrize("verdict", [None, "cut"])
async def test_what_is_not_decided_opens_no_sheet(app: ReviewerApp, database: Path, verdict: str | None) -> None:
    """The desk says why."""
    if verdict is not None:
        decide(database, 2, verdict)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", "2", "enter", "m")
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)
        assert ("errors belong to a decision" if verdict is None else "no errors") in news(app)


async def test_a_draft_is_decided_first(corrected: ReviewerApp) -> None:
    """What is typed is kept."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", "2", "enter", "e", "X", "escape", "m")
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)
        assert "draft" in news(app)
        assert app.screen.desk.text.startswith("X")


async def test_what_was_decided_in_the_meantime_is_shown_before_it_is_saved(
    corrected: ReviewerApp, open_session: Callable[..., Session], database: Path
) -> None:
    """Mine stays on the sheet beside theirs; nothing of either is lost."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("enter")
        decide(database, 2, "corrected", "NATO's growth was on.", editor="desk3")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ErrorsScreen)
        assert "desk3" in news(app)
        assert stored(app) == []
        assert "NATO's growth was on." in shown(app, "#corrected")
        await pilot.press("escape")
        await pilot.pause()

        assert stored(app) == suggested("one")[:1]
        review = app.session.store.places(1)[1].review
        assert review is not None
        assert review.correction == "NATO's growth was on."


async def test_what_was_cut_in_the_meantime_is_said(corrected: ReviewerApp, database: Path) -> None:
    """There is no decision left to put errors on."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("enter")
        decide(database, 2, "cut", editor="desk3")
        await pilot.press("escape")
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)
        assert "NOT SAVED" in news(app)
        assert str(app.screen.desk.status) == "cut"


async def test_what_could_not_be_saved_stays_on_the_sheet(corrected: ReviewerApp) -> None:
    """It is said, Esc tries again, and `q` leaves without."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("enter", "q")
        assert isinstance(app.screen, ErrorsScreen)
        app.session.writer.close()
        await pilot.press("escape")
        await pilot.pause()
        assert "NOT SAVED" in news(app)
        assert "Confirmed (1)" in shown(app)
        await pilot.press("q")
        await pilot.pause()

        assert isinstance(app.screen, ReviewScreen)
        assert "NOT SAVED" in news(app)


async def test_a_key_that_comes_before_the_sheet_was_seen_confirms_nothing(corrected: ReviewerApp) -> None:
    """`m` and `A` in one burst over a slow link: nobody can have looked."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        app._sight.covered()
        await pilot.press("A", "enter", "g")
        await pilot.pause()

        assert isinstance(app.screen, ErrorsScreen)
        assert "press it again" in news(app)
        assert stored(app) == []
        assert "nothing to save" in app.screen.query_one(StatusLine).parts


async def test_undo_on_the_desk_takes_the_marks_back(corrected: ReviewerApp) -> None:
    """The correction stands without them."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("A")
        await pilot.pause()
        await pilot.press("u")
        await pilot.pause()

        assert stored(app) == []
        assert str(app.session.store.places(1)[1].status) == "corrected"


async def test_spans_and_the_caret_are_seen_without_colour(corrected: ReviewerApp) -> None:
    """What is marked is underlined, the current one bold too, the word with the caret reversed."""
    app = corrected
    async with app.run_test(size=SIZE) as pilot:
        await open_sheet(pilot)
        await pilot.press("right")
        pane = app.screen.query_one("#marked", Pane)
        looks = {cells.text: cells.style for cells in pane.render_line(0) if cells.style is not None}
        caret, marked = looks["on"], looks["was"]

        assert caret.reverse
        assert marked.underline
        assert not marked.reverse


async def test_hostile_text_is_only_text(tmp_path: Path) -> None:
    """Markup and escapes reach the list and the texts as characters."""
    machine = "[red]a[/b] \x1b]52;c;x\x07 end [@click=app.bell]"
    path = tmp_path / "reviews.db"
    fill(path, Article((Segment(machine),), title="Call", target_language="en"))
    decide(path, 1, "corrected", "\x1b[31m[/] done")
    session = session_on(path)
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=(200, 60)) as pilot:
        await open_sheet(pilot, at=1)
        await pilot.press("A")
        await pilot.pause()
        drawn = "".join(
            segment.text for strip in app.screen._compositor.render_strips() for segment in strip
        )  # the frame as it goes to the terminal

        assert "\x1b" not in drawn
        assert "[red]a[/b]" in drawn
    with Store.open(path, create=False, readonly=True) as store:
        review = store.places(1)[0].review
    assert review is not None
    assert review.errors
    session.close()


async def test_a_wide_screen_shows_errors_beside_the_desk(corrected: ReviewerApp) -> None:
    """Suggested while nobody confirmed them, and apart from those that are; a draft's follow when the typing pauses."""
    app = corrected
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("g", "2", "enter")
        assert shown(app).splitlines()[0] == "suggested by the edits: 2"
        await open_sheet(pilot)
        await pilot.press("enter", "escape")
        await pilot.pause()

        assert [line for line in shown(app).splitlines() if ":" in line] == ["confirmed: 1", "suggested by the edits: 1"]

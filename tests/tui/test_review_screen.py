"""What the keys of the review screen do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from reviewer.core.article import Kind
from reviewer.core.review import Status, Verdict
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable, Mode
from reviewer.tui.screens.prompts import Line
from reviewer.tui.screens.reading import ReadingScreen
from reviewer.tui.widgets.correction import Correction
from reviewer.workflow.session import Session
from tests.tui.seeing import desk, news

SIZE = (120, 40)


def statuses(app: ReviewerApp) -> list[str]:
    """The status of every segment."""
    return [str(place.status) for place in app.session.store.places(1)]


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Put `text` into the editor as one edit, as typing would."""
    editor = pilot.app.screen.query_one(Correction)
    editor.replace_all(text)
    await pilot.pause()


async def test_a_accepts_and_shows_the_next_open_one(app: ReviewerApp) -> None:
    """One key accepts the machine text and moves on."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")

        assert statuses(app)[0] == "accepted"
        assert desk(app).desk.first.position == 2
        assert desk(app).mode is Mode.READ


async def test_enter_types_and_enter_confirms(app: ReviewerApp) -> None:
    """A changed correction is confirmed by Enter, and READ shows the next one."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter")
        await type_text(pilot, "NATO's eastward expansion was discussed.")
        await pilot.press("enter")

        review = app.session.store.places(1)[1].review
        assert review is not None
        assert (review.verdict, review.correction) == (Verdict.CORRECTED, "NATO's eastward expansion was discussed.")
        assert review.editor == "desk2"
        assert desk(app).desk.first.position == 3


async def test_typing_begins_where_reading_does(app: ReviewerApp) -> None:
    """The caret is at the start of a sentence, and in a draft where it was."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter", "right", "right", "X", "escape", "j", "enter")
        assert app.screen.query_one(Correction).caret == 0
        await pilot.press("escape", "k", "enter")

        assert app.screen.query_one(Correction).caret == 3


async def test_enter_on_an_unchanged_text_decides_nothing(app: ReviewerApp) -> None:
    """Enter twice goes to TYPE and back."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "enter")

        assert statuses(app)[0] == "open"
        assert desk(app).mode is Mode.READ
        assert "nothing decided" in news(app)


async def test_a_confirms_a_draft_in_sight(app: ReviewerApp) -> None:
    """Esc keeps the draft; `a` then makes it the correction."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "Ministers Speak")
        await pilot.press("escape")
        assert statuses(app)[0] == "open"
        await pilot.press("a")

        review = app.session.store.places(1)[0].review
        assert review is not None
        assert review.correction == "Ministers Speak"


async def test_a_on_a_decided_segment_only_moves_on(app: ReviewerApp) -> None:
    """What was decided is not decided again."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "k")
        assert desk(app).desk.first.position == 1
        await pilot.press("enter", "escape", "a")

        assert len(app.session.store.reviews(app.session.store.places(1)[0].uid)) == 1
        assert desk(app).desk.first.position == 2


async def test_an_empty_correction_is_refused(app: ReviewerApp) -> None:
    """Nothing is no correction: the text stays in the editor and the way out is said."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "  ")
        await pilot.press("enter")

        assert statuses(app)[0] == "open"
        assert "c cuts" in news(app)


async def test_reject_asks_why_and_keeps_what_was_typed(app: ReviewerApp) -> None:
    """A rejection carries its reason and the draft."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "Ministers ???")
        await pilot.press("escape", "x", *"why", "enter")
        await pilot.pause()

        review = app.session.store.places(1)[0].review
        assert review is not None
        assert (review.verdict, review.reason, review.correction) == (Verdict.REJECTED, "why", "Ministers ???")


@pytest.mark.parametrize(("key", "reason"), [("1", "residue"), ("2", "content")])
async def test_cut_asks_what_it_is(app: ReviewerApp, key: str, reason: str) -> None:
    """A cut is residue or content."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("c", key)
        await pilot.pause()

        review = app.session.store.places(1)[0].review
        assert review is not None
        assert (review.verdict, review.reason) == (Verdict.CUT, reason)


async def test_escape_from_a_question_decides_nothing(app: ReviewerApp) -> None:
    """Esc takes back the wish to reject or cut."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("x", "escape", "c", "escape")

        assert statuses(app)[0] == "open"


async def test_a_join_is_decided_as_one(app: ReviewerApp) -> None:
    """`+` takes the next sentence along; the review covers both."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "+")
        assert desk(app).desk.text == ("NATO's ban on East Asia was discussed. The security security negotiations go on.")
        await pilot.press("enter")
        await type_text(pilot, "NATO's expansion was discussed in the talks.")
        await pilot.press("enter")

        places = app.session.store.places(1)
        assert [str(place.status) for place in places[1:3]] == ["corrected", "corrected"]
        assert places[1].review == places[2].review
        assert desk(app).desk.first.position == 4


async def test_a_join_is_parted(app: ReviewerApp) -> None:
    """`-` undoes a join that was decided: both sentences are open again."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "+", "a", "k")
        assert len(desk(app).desk.places) == 2
        await pilot.press("-")

        assert statuses(app)[1:3] == ["open", "open"]
        assert len(desk(app).desk.places) == 1


async def test_a_join_does_not_leave_its_paragraph(app: ReviewerApp) -> None:
    """The last sentence of a paragraph has nothing to join."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("+")

        assert len(desk(app).desk.places) == 1
        assert "last sentence of its paragraph" in news(app)


async def test_undo_and_redo_work_across_sessions(app: ReviewerApp, open_session: Callable[..., Session]) -> None:
    """The next session takes back, and does again, what this one decided."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
    later = ReviewerApp(open_session(), KeyTable())
    async with later.run_test(size=SIZE) as pilot:
        await pilot.press("u")
        assert statuses(later)[0] == "open"
        assert desk(later).desk.first.position == 1
        await pilot.press("U")

        assert statuses(later)[0] == "accepted"


async def test_undo_is_of_ones_own(app: ReviewerApp, open_session: Callable[..., Session]) -> None:
    """What somebody else decided is not taken back."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a")
    other = ReviewerApp(open_session("desk3"), KeyTable())
    async with other.run_test(size=SIZE) as pilot:
        await pilot.press("u")

        assert statuses(other)[0] == "accepted"
        assert "nothing of yours" in news(other)


async def test_a_note_on_a_decision_is_saved_at_once(app: ReviewerApp) -> None:
    """A query is a review that says the same and asks."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "k", "w", *"?who", "enter")
        await pilot.pause()

        place = app.session.store.places(1)[0]
        assert place.is_query
        assert place.status is Status.ACCEPTED


async def test_the_kind_can_be_changed(app: ReviewerApp) -> None:
    """`K` says what the segment is."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("K", "5")
        await pilot.pause()

        assert app.session.store.places(1)[0].kind is Kind.BOILERPLATE


async def test_search_goes_round(app: ReviewerApp) -> None:
    """`/` finds, `n` goes on, and after the last comes the first."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("/", *"secur", "enter")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert desk(app).desk.first.position == 3
        await pilot.press("n")

        assert desk(app).desk.first.position == 3


async def test_a_filter_narrows_the_list_and_the_way(app: ReviewerApp) -> None:
    """Only what fits is walked through; a filter that fits nothing changes nothing."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f", *"kind:credit", "enter")
        await pilot.pause()
        assert len(app.session.scope.view) == 1
        assert desk(app).desk.first.position == 5
        await pilot.press("f", "end", *" status:cut", "enter")
        await pilot.pause()

        assert len(app.session.scope.view) == 1
        assert "nothing here fits" in news(app)


async def test_a_filter_that_is_not_understood_says_why(app: ReviewerApp) -> None:
    """An unknown field is named, with the known ones."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f", *"colour:red", "enter")
        await pilot.pause()

        assert "unknown field 'colour'" in news(app)
        assert len(app.session.scope.view) == 7


async def test_go_to_a_number(app: ReviewerApp) -> None:
    """`g` goes to a segment, and says how many there are when there is no such one."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("g", "6", "enter")
        await pilot.pause()
        assert desk(app).desk.first.position == 6
        await pilot.press("g", "9", "enter")
        await pilot.pause()

        assert "there are 1 to 7" in news(app)


async def test_next_open_passes_over_what_is_decided(app: ReviewerApp) -> None:
    """`]` and `[` look for what nobody has decided."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "a", "home", "]")
        assert desk(app).desk.first.position == 3
        await pilot.press("[")

        assert desk(app).desk.first.position == 1


async def test_after_the_last_decision_the_read_view_is_offered(app: ReviewerApp) -> None:
    """When nothing is open the bottom line says what to do."""
    async with app.run_test(size=SIZE) as pilot:
        for _ in range(7):
            await desk(app).obey("accept")
        await pilot.pause()

        assert "r reads it through" in news(app)


async def test_enter_in_the_read_view_types_there_and_comes_back(app: ReviewerApp) -> None:
    """A sentence found wrong when reading is corrected and the reading goes on."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("r", "down", "enter")
        await pilot.pause()
        assert desk(app).mode is Mode.TYPE
        assert desk(app).desk.first.position == 2
        await type_text(pilot, "NATO's expansion was discussed.")
        await pilot.press("enter")
        await pilot.pause()

        assert isinstance(app.screen, ReadingScreen)


async def test_drafts_of_a_session_that_was_killed_are_there_again(
    session: Session, open_session: Callable[..., Session]
) -> None:
    """Typing that was never confirmed comes back as a draft, and `a` confirms it."""
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "Ministers Speak")
        await pilot.press("escape")
    session.drafts.close()
    later = ReviewerApp(open_session(), KeyTable())
    async with later.run_test(size=SIZE) as pilot:
        assert desk(later).desk.text == "Ministers Speak"
        await pilot.press("a")

        assert statuses(later)[0] == "corrected"


async def test_a_decision_made_elsewhere_is_not_overwritten(app: ReviewerApp, open_session: Callable[..., Session]) -> None:
    """When somebody was faster both texts are shown, and the editor says which stands."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "Mine")
        other = open_session("desk3")
        other.lay(other.scope.view.row_at(0))
        review = other.confirm("Theirs")
        assert review is not None
        await other.save(review)
        await pilot.press("enter")
        await pilot.pause()
        assert statuses(app)[0] == "corrected"
        await pilot.press("2")
        await pilot.pause()

        place = app.session.store.places(1)[0]
        assert place.review is not None
        assert place.review.correction == "Mine"
        assert len(app.session.store.reviews(place.uid)) == 2


async def test_machine_text_comes_back_and_can_be_undone(app: ReviewerApp) -> None:
    """Ctrl+R puts the machine's text back; Ctrl+Z brings the typing back."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "Ministers Speak")
        await pilot.press("ctrl+r")
        assert app.screen.query_one(Correction).correction == "Ministers Hold Call on Guarantee"
        await pilot.press("ctrl+z")

        assert app.screen.query_one(Correction).correction == "Ministers Speak"


async def test_typed_quotes_are_the_articles_own(app: ReviewerApp) -> None:
    """A straight quote becomes a curly one in an article with curly ones, and one undo makes it straight."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "end", "space", "quotation_mark")
        assert app.screen.query_one(Correction).correction.endswith(" “")
        await pilot.press("ctrl+z")

        assert app.screen.query_one(Correction).correction.endswith(' "')


@pytest.mark.parametrize("quote", ["quotation_mark", "apostrophe"])
async def test_a_quote_takes_the_place_of_a_selection(app: ReviewerApp, quote: str) -> None:
    """And stays there when typing goes on."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "home", "shift+end", quote, "a", "b")

        assert app.screen.query_one(Correction).correction[1:] == "ab"


async def test_a_paste_takes_the_place_of_a_selection(app: ReviewerApp) -> None:
    """And stays there when typing goes on."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter", "home", "shift+end")
        app.screen.query_one(Correction).post_message(Paste("new"))
        await pilot.press("s")

        assert app.screen.query_one(Correction).correction == "news"


async def test_no_key_overtakes_the_one_before(app: ReviewerApp) -> None:
    """Of keys that come all at once, each is dealt with in its turn: End, letters, Enter, and what is behind it."""
    async with app.run_test(size=SIZE) as pilot:
        for key, character in (
            ("e", "e"),
            ("end", None),
            ("space", " "),
            ("X", "X"),
            ("enter", "\r"),
            ("j", "j"),
            ("e", "e"),
            ("Y", "Y"),
        ):
            app.post_message(Key(key, character))
        await pilot.pause(0.2)

        first, second, third = app.session.store.places(1, 1, 3)
        assert (first.review and first.review.correction) == f"{first.machine} X"
        assert app.screen.query_one(Correction).correction == f"Y{third.machine}"
        assert second.review is None


async def test_what_is_typed_behind_an_answer_is_no_part_of_it(app: ReviewerApp) -> None:
    """A note ends with its Enter, however fast the next key comes."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        for key, character in (("n", "n"), ("enter", "\r"), ("j", "j")):
            app.post_message(Key(key, character))
        await pilot.pause(0.2)

        assert desk(app).desk.note == "n"


async def test_letters_of_other_layouts_are_the_same_keys(app: ReviewerApp) -> None:
    """ㅁ and ф are typed with the key of `a`."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ㅁ")
        assert statuses(app)[0] == "accepted"
        await pilot.press("г")

        assert statuses(app)[0] == "open"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 10)])
async def test_every_size_shows_both_texts(app: ReviewerApp, size: tuple[int, int]) -> None:
    """Machine text and correction are there in every terminal, and resizing keeps them."""
    async with app.run_test(size=size) as pilot:
        screen = desk(app)
        assert screen.query_one("#machine").size.height >= 1
        assert screen.query_one(Correction).size.height >= 1
        await pilot.resize_terminal(90, 30)
        await pilot.pause()

        assert screen.query_one("#machine").size.height >= 1
        assert screen.query_one("#list").display is False


async def test_everything_is_in_the_palette(app: ReviewerApp) -> None:
    """Every command that READ has can be found by name."""
    async with app.run_test(size=SIZE):
        titles = " ".join(command.title for command in app.get_system_commands(app.screen))
        for command in KeyTable().commands:
            if command.read and command.name != "palette":
                assert command.name.replace("_", " ").capitalize() in titles


async def test_nothing_is_decided_by_enter_in_an_empty_palette(app: ReviewerApp) -> None:
    """A name that was typed too fast for the palette may have been lost."""
    async with app.run_test(size=SIZE):
        deciding = {command.help for command in KeyTable().commands if command.decides}
        assert not [each for each in app.get_system_commands(app.screen) if each.discover and each.help in deciding]


async def test_saving_that_fails_is_said_and_keeps_the_text(
    app: ReviewerApp,
) -> None:
    """NOT SAVED is on the screen, and the text stays where it is."""
    app.session.writer.close()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "Ministers Speak")
        await pilot.press("enter")
        await pilot.pause()

        assert "NOT SAVED" in news(app)
        assert app.screen.query_one(Correction).correction == "Ministers Speak"


async def test_what_a_question_is_answered_with_is_drawn_harmlessly(app: ReviewerApp) -> None:
    """A pasted escape sequence is shown by its stand-in, and searched for as it is."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("/")
        await pilot.pause()
        line = app.screen.query_one(Line)
        line.value = "a\x1b]0;x\x9b\u202e"
        await pilot.pause()

        assert not {"\x1b", "\x9b", "\u202e"} & set(str(line._value))
        assert line.value == "a\x1b]0;x\x9b\u202e"


async def test_a_note_that_could_not_be_saved_says_so(app: ReviewerApp) -> None:
    """NOT SAVED is not covered up by good news."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("a", "k")
        app.session.writer.close()
        await pilot.press("w", *"why", "enter")
        await pilot.pause()

        assert "NOT SAVED" in news(app)

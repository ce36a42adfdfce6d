"""A sitting without a screen: what lies on the desk, what is decided, and that nothing is lost or overwritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.article import Article, Kind, Segment
from reviewer.core.review import Effort, Purpose, Reached, Status, Verdict
from reviewer.errors import QueryError, StaleError, StoreError
from reviewer.store import Journal, Store
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.manuscript import manuscript
from reviewer.workflow.session import Session
from tests.building import article, fill, session_on, surroundings
from tests.desk import decide

Opener = Callable[..., Session]
HEADLINE, BAN, TALKS, ENDED, CREDIT, SAID, NOBODY = (segment.machine for segment in article().segments)


def lay(session: Session, position: int) -> Desk:
    """The segment at `position` on the desk."""
    return session.lay(session.store.places(session.scope.articles[0])[position - 1].row)


def statuses(session: Session, *positions: int) -> list[str]:
    """Where segments stand."""
    places = session.store.places(1)
    return [str(places[position - 1].status) for position in positions or range(1, len(places) + 1)]


def corrections(session: Session) -> list[str | None]:
    """The correction that stands on each segment."""
    return [place.review.correction if place.review else None for place in session.store.places(1)]


async def correct(session: Session, position: int, text: str) -> None:
    """Type and confirm `text`."""
    lay(session, position)
    session.keep(text, len(text))
    review = session.confirm(text)
    assert review is not None
    await session.save(review)


async def accept(session: Session, position: int) -> None:
    """Accept what is in sight."""
    lay(session, position)
    review = session.accept()
    assert review is not None
    await session.save(review)


def journalled(database: Path, session: Session) -> list[str]:
    """The texts that would come back after a crash."""
    session.drafts.close()
    return [draft.text for draft in Journal.recover(database.parent / "drafts", session.store.db_id)]


# Decisions


async def test_accepting_is_durable(session: Session, open_session: Opener) -> None:
    """When the save returns another session sees it."""
    await accept(session, 1)

    place = open_session("desk3").store.places(1)[0]
    assert place.review is not None
    assert (place.status, place.review.editor, place.review.correction) == (Status.ACCEPTED, "desk2", None)


async def test_a_decision_says_how_it_came_about(session: Session) -> None:
    """Covers, parents, purpose, time and action are filled in."""
    desk = lay(session, 2)
    review = session.accept()
    assert review is not None
    await session.save(review)

    (saved,) = session.store.heads(desk.first.uid)
    assert (saved.covers, saved.parents, saved.purpose) == (desk.covers, (), Purpose.TEXT)
    assert saved.action == saved.id
    assert saved.at.startswith("2026-03-01T09:")


async def test_accepting_a_draft_corrects(session: Session) -> None:
    """The text in sight is the draft."""
    lay(session, 2)
    session.keep("Typed", 5)
    review = session.accept()

    assert review is not None
    assert (review.verdict, review.correction) == (Verdict.CORRECTED, "Typed")


async def test_accepting_a_draft_of_the_machines_own_text_accepts(session: Session) -> None:
    """Over a correction the machine's text, typed again, is *accepted*, and has no correction."""
    await correct(session, 2, "Typed")
    lay(session, 2)
    session.keep(BAN, 0)
    review = session.accept()

    assert review is not None
    assert (review.verdict, review.correction) == (Verdict.ACCEPTED, None)


@pytest.mark.parametrize("verdict", ["accepted", "corrected", "rejected", "cut"])
def test_what_is_decided_is_not_accepted_again(database: Path, session: Session, verdict: str) -> None:
    """There is nothing to save."""
    decide(database, 2, verdict, "x" if verdict == "corrected" else None)
    lay(session, 2)

    assert session.accept() is None


def test_a_conflict_is_not_accepted(database: Path, session: Session) -> None:
    """There is no one text in sight."""
    decide(database, 2, "corrected", "one")
    decide(database, 2, "corrected", "two", editor="desk3", unseen=True)
    lay(session, 2)

    with pytest.raises(RefusalError, match="conflict"):
        session.accept()


async def test_a_conflict_is_settled_by_what_is_typed(database: Path, session: Session) -> None:
    """Also by the text of one side, which is no change for anybody else."""
    decide(database, 2, "corrected", "one")
    decide(database, 2, "corrected", "two", editor="desk3", unseen=True)
    lay(session, 2)
    review = session.confirm("one")
    assert review is not None
    await session.save(review)

    assert (statuses(session, 2), corrections(session)[1]) == (["corrected"], "one")


@pytest.mark.parametrize("text", ["", " ", "\u3000\t"])
def test_an_empty_text_is_refused(session: Session, text: str) -> None:
    """Nothing is no correction, whether confirmed or accepted as a draft."""
    lay(session, 2)
    session.keep(text, 0)

    with pytest.raises(RefusalError, match="c cuts"):
        session.confirm(text)
    with pytest.raises(RefusalError, match="c cuts"):
        session.accept()


def test_a_unit_without_machine_text_cannot_be_accepted(tmp_path: Path) -> None:
    """It is typed, or cut; once cut, the key only moves on."""
    fill(tmp_path / "reviews.db", Article((Segment("", "\n", source="원문"),), title="Gap"))
    session = session_on(tmp_path / "reviews.db")
    lay(session, 1)
    with pytest.raises(RefusalError, match="no text here"):
        session.accept()
    decide(tmp_path / "reviews.db", 1, "cut")
    lay(session, 1)

    assert session.accept() is None
    session.close()


def test_confirming_an_unchanged_text_decides_nothing(session: Session) -> None:
    """Enter on what stands is the way back."""
    lay(session, 2)

    assert session.confirm(BAN) is None


async def test_confirming_an_unchanged_correction_decides_nothing(session: Session) -> None:
    """Neither does it over a correction."""
    await correct(session, 2, "Typed")
    lay(session, 2)

    assert session.confirm("Typed") is None


def test_typing_there_and_back_is_no_draft(session: Session) -> None:
    """A draft that says what stands is dropped."""
    lay(session, 2)
    session.keep("Typed", 5)
    session.keep(BAN, 5)
    session.flush()

    assert not list(session.drafts)
    assert session.confirm(BAN) is None


def test_a_rejection_keeps_what_was_typed(session: Session) -> None:
    """The draft is its correction, the words are its reason."""
    lay(session, 2)
    session.keep("half", 4)
    review = session.reject("needs the source")

    assert (review.verdict, review.correction, review.reason) == (Verdict.REJECTED, "half", "needs the source")


def test_a_rejection_of_the_machines_text_has_no_correction(session: Session) -> None:
    """Nothing was typed."""
    lay(session, 2)

    assert session.reject("").correction is None


def test_a_cut_has_a_reason_and_no_text(session: Session) -> None:
    """What was typed before does not matter any more."""
    lay(session, 2)
    session.keep("half", 4)
    review = session.cut("residue")

    assert (review.verdict, review.correction, review.reason) == (Verdict.CUT, None, "residue")


async def test_hostile_text_is_stored_as_it_is(tmp_path: Path) -> None:
    """Nothing is normalised on the way: what is accepted or typed comes out as it went in."""
    nasty = "[/b]\x1b[31m\u202eA\u2028\u200b\te\u0301\x00 \U00100000"
    fill(tmp_path / "reviews.db", Article((Segment(nasty, "\n"), Segment("Two.", "\n")), title="Nasty"))
    session = session_on(tmp_path / "reviews.db")
    await accept(session, 1)
    await correct(session, 2, nasty)

    assert manuscript(session.store, 1).text == f"{nasty}\n{nasty}\n"
    session.close()


def test_nothing_is_decided_without_a_desk(session: Session) -> None:
    """Before a segment is laid there is nothing to decide on."""
    with pytest.raises(RefusalError, match="no segment is open"):
        session.accept()


# Somebody else


async def test_what_somebody_else_decided_is_not_overwritten(session: Session, open_session: Opener) -> None:
    """The save is refused with both texts in hand, nothing is written, and the draft stays."""
    lay(session, 2)
    session.keep("Mine", 4)
    await correct(open_session("desk3"), 2, "Theirs")
    review = session.confirm("Mine")
    assert review is not None
    with pytest.raises(StaleError) as stale:
        await session.save(review)

    assert stale.value.mine.correction == "Mine"
    assert [head.correction for head in stale.value.theirs] == ["Theirs"]
    assert corrections(session)[1] == "Theirs"
    assert [draft.text for draft in session.drafts] == ["Mine"]


async def test_an_undo_elsewhere_is_noticed(session: Session, open_session: Opener) -> None:
    """A decision on a text that stands no more is refused."""
    other = open_session("desk3")
    await correct(other, 2, "Theirs")
    lay(session, 2)
    await other.save(other.undo())
    review = session.cut("content")

    with pytest.raises(StaleError):
        await session.save(review)
    assert statuses(session, 2) == ["open"]


async def test_looking_again_does_not_make_a_draft_newer(session: Session, open_session: Opener) -> None:
    """A draft answers what stood when it began, however often the segment is laid."""
    lay(session, 2)
    session.keep("Mine", 4)
    await correct(open_session("desk3"), 2, "Theirs")
    lay(session, 1)
    assert lay(session, 2).text == "Mine"
    review = session.accept()
    assert review is not None

    with pytest.raises(StaleError):
        await session.save(review)


async def test_joining_does_not_make_a_draft_newer(session: Session, open_session: Opener) -> None:
    """A join of a stale draft is as stale."""
    lay(session, 2)
    session.keep("Mine", 4)
    await correct(open_session("desk3"), 2, "Theirs")
    lay(session, 2)
    session.join()
    review = session.accept()
    assert review is not None

    with pytest.raises(StaleError):
        await session.save(review)


async def test_mine_over_theirs(session: Session, open_session: Opener) -> None:
    """Having seen both, the editor may decide; theirs stays in the history."""
    lay(session, 2)
    session.keep("Mine", 4)
    await correct(open_session("desk3"), 2, "Theirs")
    review = session.confirm("Mine")
    assert review is not None
    with pytest.raises(StaleError) as stale:
        await session.save(review)
    dispute = session.dispute(stale.value.mine)
    assert dispute.mine is not None
    await session.save(session.settle(dispute, dispute.mine))

    assert corrections(session)[1] == "Mine"
    assert len(session.store.reviews(session.store.places(1)[1].uid)) == 2
    assert not list(session.drafts)


async def test_mine_over_their_join(session: Session, open_session: Opener) -> None:
    """It stands over all that theirs covers, so no half of a join is left, and what mine says nothing of is not lost."""
    lay(session, 2)
    session.keep("Mine", 4)
    other = open_session("desk3")
    lay(other, 2)
    other.join()
    theirs = other.accept()
    assert theirs is not None
    await other.save(theirs)
    review = session.confirm("Mine")
    assert review is not None
    with pytest.raises(StaleError) as stale:
        await session.save(review)
    dispute = session.dispute(stale.value.mine)
    assert dispute.mine is not None
    await session.save(session.settle(dispute, dispute.mine))

    assert statuses(session, 2, 3) == ["corrected", "corrected"]
    assert manuscript(session.store, 1).text.startswith(f"{HEADLINE}\n\nMine {TALKS} {ENDED}")


async def test_saving_twice_is_saving_once(session: Session) -> None:
    """A retry after a doubtful save changes nothing."""
    lay(session, 2)
    review = session.accept()
    assert review is not None
    await session.save(review)
    await session.save(review)

    assert len(session.store.reviews(review.covers[0])) == 1


# Drafts


async def test_a_draft_is_dropped_only_after_the_save(database: Path, session: Session) -> None:
    """A save that fails leaves it in the journal; one that succeeds takes it out."""
    lay(session, 2)
    session.keep("Mine", 4)
    session.flush()
    review = session.confirm("Mine")
    assert review is not None
    session.writer.close()
    with pytest.raises(StoreError):
        await session.save(review)

    assert [draft.text for draft in session.drafts] == ["Mine"]
    assert journalled(database, session) == ["Mine"]


async def test_a_confirmed_draft_is_gone(database: Path, session: Session) -> None:
    """It does not come back in the next session."""
    await correct(session, 2, "Mine")

    assert journalled(database, session) == []


@pytest.mark.catalogue("F8")
def test_moving_on_keeps_the_draft(database: Path, session: Session) -> None:
    """Whatever was typed is safe when another segment is laid, and is there on coming back."""
    lay(session, 2)
    session.keep("Mine", 3)
    lay(session, 3)
    desk = lay(session, 2)

    assert (desk.text, desk.draft and desk.draft.caret) == ("Mine", 3)
    assert journalled(database, session) == ["Mine"]


def test_a_killed_sessions_draft_is_taken_over(session: Session, open_session: Opener) -> None:
    """It lies on the desk again, under the id that it began with."""
    lay(session, 2)
    session.keep("Mine", 4)
    session.flush()
    first = session.drafts.beginning_at(session.store.places(1)[1].uid)
    session.drafts.close()
    later = open_session()

    assert later.recovered == 1
    assert lay(later, 2).draft == first


async def test_a_draft_whose_review_was_saved_is_not_taken_over(database: Path, session: Session) -> None:
    """A crash between the save and the journal leaves no second copy."""
    lay(session, 2)
    session.keep("Mine", 4)
    session.flush()
    review = session.confirm("Mine")
    assert review is not None
    with Store.open(database) as store:
        store.save([replace(review, action=review.id)])
    session.drafts.close()
    later = session_on(database)

    assert (later.recovered, lay(later, 2).draft) == (0, None)
    later.close()


def test_of_two_drafts_the_later_is_taken_over(database: Path) -> None:
    """Two sessions of one editor died over one segment."""
    around = surroundings()
    for text in ("First", "Second"):
        session = session_on(database, around=around)
        session.drafts._drafts.clear()
        lay(session, 2)
        session.keep(text, 0)
        session.close()
    later = session_on(database, around=around)

    assert (later.recovered, lay(later, 2).text) == (1, "Second")
    later.close()


async def test_a_draft_outlives_an_undo_and_answers_what_stands_then(session: Session) -> None:
    """Undoing one's own decision under a draft does not make the draft stale."""
    await correct(session, 2, "First")
    lay(session, 2)
    session.keep("Second", 6)
    session.flush()
    await session.save(session.undo())
    assert lay(session, 2).text == "Second"
    review = session.accept()
    assert review is not None
    await session.save(review)

    assert corrections(session)[1] == "Second"


# Joins


def test_a_join_is_a_draft_over_both(session: Session) -> None:
    """Both texts with the white space between, from either of the two."""
    lay(session, 2)
    desk = session.join()

    assert (desk.text, len(desk.places)) == (f"{BAN} {TALKS}", 2)
    assert lay(session, 3) == desk


async def test_an_accepted_join_is_one_review(session: Session) -> None:
    """It covers both, and its text is the machine's."""
    lay(session, 2)
    session.join()
    review = session.accept()
    assert review is not None
    await session.save(review)

    assert (review.verdict, len(review.covers)) == (Verdict.ACCEPTED, 2)
    assert manuscript(session.store, 1).text == article().text


def test_three_are_joined(session: Session) -> None:
    """A join takes the next one after it."""
    lay(session, 2)
    session.join()

    assert session.join().text == f"{BAN} {TALKS} {ENDED}"


@pytest.mark.parametrize("position", [1, 4, 5, 7])
def test_a_join_stays_in_its_paragraph(session: Session, position: int) -> None:
    """The last sentence of a paragraph has nothing to join."""
    lay(session, position)

    with pytest.raises(RefusalError, match="last sentence of its paragraph"):
        session.join()


def test_a_join_takes_both_drafts(database: Path, session: Session) -> None:
    """What was typed on either is in the text, and there is one draft in place of two."""
    lay(session, 3)
    session.keep("Talks!", 0)
    lay(session, 2)
    session.keep("NATO!", 0)

    assert session.join().text == "NATO! Talks!"
    assert journalled(database, session) == ["NATO! Talks!"]


def test_a_join_takes_a_drafted_join(session: Session) -> None:
    """The second is a draft over two: all three are covered, and no text is there twice."""
    lay(session, 3)
    session.join()
    lay(session, 2)
    desk = session.join()

    assert (desk.text, len(desk.covers)) == (f"{BAN} {TALKS} {ENDED}", 3)
    assert len(list(session.drafts)) == 1


async def test_a_join_takes_what_stands(session: Session) -> None:
    """A correction of the second is its text, and its review is answered."""
    await correct(session, 3, "Talks!")
    lay(session, 2)
    assert session.join().text == f"{BAN} Talks!"
    review = session.accept()
    assert review is not None
    await session.save(review)

    assert statuses(session, 2, 3) == ["corrected", "corrected"]


async def test_a_join_keeps_the_query_of_its_second(session: Session) -> None:
    """A question somebody asked is still asked; a note beside it stays too."""
    await accept(session, 3)
    lay(session, 3)
    review = session.annotate("?which talks")
    assert review is not None
    await session.save(review)
    lay(session, 2)
    session.annotate("sic")
    session.join()
    joined = session.accept()

    assert joined is not None
    assert (joined.note, joined.is_query) == ("?which talks · sic", True)


def test_parting_an_untouched_draft_leaves_nothing(database: Path, session: Session) -> None:
    """Both stand as they did, and no draft is left."""
    lay(session, 2)
    session.join()

    assert session.unjoin() == ()
    assert (lay(session, 2).text, lay(session, 3).text) == (BAN, TALKS)
    assert journalled(database, session) == []


def test_parting_keeps_what_was_typed_before_joining(session: Session) -> None:
    """The first has its own draft back, without the second's text."""
    lay(session, 2)
    session.keep("NATO!", 0)
    session.join()
    session.unjoin()

    assert (lay(session, 2).text, lay(session, 3).text) == ("NATO!", TALKS)


def test_parting_keeps_what_was_typed_after_joining(session: Session) -> None:
    """It is all on the first, because nobody can say which is whose."""
    lay(session, 2)
    session.join()
    session.keep("All anew.", 9)
    session.unjoin()

    assert lay(session, 2).text == "All anew."
    assert lay(session, 3).draft is None


def test_parting_keeps_a_note(session: Session) -> None:
    """A note that waits for its decision is not lost with the join."""
    lay(session, 2)
    session.annotate("?who")
    session.join()
    session.unjoin()

    assert lay(session, 2).note == "?who"


async def test_a_parted_draft_is_as_stale_as_it_was(session: Session, open_session: Opener) -> None:
    """Joining and parting is no way round what somebody else decided."""
    lay(session, 2)
    session.keep("Mine", 4)
    await correct(open_session("desk3"), 2, "Theirs")
    lay(session, 2)
    session.join()
    session.unjoin()
    lay(session, 2)
    review = session.accept()
    assert review is not None

    with pytest.raises(StaleError):
        await session.save(review)


async def test_a_decided_join_is_parted_by_reviews(session: Session) -> None:
    """Each part stands as before it was joined."""
    await correct(session, 3, "Talks!")
    lay(session, 2)
    session.join()
    review = session.accept()
    assert review is not None
    await session.save(review)
    lay(session, 3)
    await session.save(session.unjoin())

    assert statuses(session, 2, 3) == ["open", "corrected"]
    assert corrections(session)[2] == "Talks!"


async def test_a_join_that_an_undo_brought_back_is_parted(session: Session) -> None:
    """What is undone is the join, not the undo."""
    lay(session, 2)
    session.join()
    review = session.accept()
    assert review is not None
    await session.save(review)
    lay(session, 2)
    await session.save(session.cut("content"))
    await session.save(session.undo())
    lay(session, 2)
    await session.save(session.unjoin())

    assert statuses(session, 2, 3) == ["open", "open"]


def test_what_is_not_joined_cannot_be_parted(session: Session) -> None:
    """A single segment, with a draft or without, is no join."""
    lay(session, 2)
    with pytest.raises(RefusalError, match="nothing is joined"):
        session.unjoin()
    session.keep("Mine", 4)

    with pytest.raises(RefusalError, match="nothing is joined"):
        session.unjoin()


def test_confirming_an_untouched_join_decides_nothing(session: Session) -> None:
    """Enter decides only what was changed."""
    lay(session, 2)

    assert session.confirm(session.join().text) is None


async def test_a_part_of_a_torn_join_can_be_decided(database: Path, session: Session) -> None:
    """In a version without the second half, the first is open: it is accepted, annotated and undone by itself."""
    decide(database, (2, 3), "corrected", "Both.")
    segments = article().segments
    fill(database, replace(article("Call 2"), segments=(*segments[:2], replace(segments[2], machine="Else."), *segments[3:])))
    session.open_articles([2])
    desk = lay(session, 2)
    assert (desk.status, desk.text) == (Status.OPEN, BAN)
    review = session.accept()
    assert review is not None
    await session.save(review)
    assert lay(session, 2).status is Status.ACCEPTED
    await session.save(session.undo())

    assert manuscript(session.store, 1).text.startswith(f"{HEADLINE}\n\nBoth. {ENDED}")


# Notes


@pytest.mark.parametrize(("verdict", "correction"), [("accepted", None), ("corrected", "x"), ("rejected", "half"), ("cut", None)])
async def test_a_note_keeps_the_verdict(database: Path, session: Session, verdict: str, correction: str | None) -> None:
    """The decision is said again, with the note."""
    decide(database, 2, verdict, correction)
    lay(session, 2)
    review = session.annotate("  ?who\n said  this ")
    assert review is not None
    await session.save(review)

    place = session.store.places(1)[1]
    assert place.review is not None
    assert (str(place.status), place.review.correction, place.note) == (verdict, correction, "?who said this")


def test_a_note_on_what_is_open_waits_for_the_decision(database: Path, session: Session) -> None:
    """It is in the draft, safe, and goes with what is decided."""
    lay(session, 2)
    assert session.annotate("?who") is None
    review = session.accept()

    assert review is not None
    assert (review.verdict, review.note) == (Verdict.ACCEPTED, "?who")
    assert len(journalled(database, session)) == 1


async def test_a_note_is_taken_away(database: Path, session: Session) -> None:
    """An empty note answers the query."""
    decide(database, 2, "accepted", note="?who")
    lay(session, 2)
    review = session.annotate(" ")
    assert review is not None
    await session.save(review)

    assert session.store.counts(1).queries == 0


async def test_a_changed_note_alone_can_be_confirmed(database: Path, session: Session) -> None:
    """With a draft on a correction, Enter saves the note though no letter changed."""
    decide(database, 2, "corrected", "x")
    lay(session, 2)
    session.keep("y", 1)
    session.annotate("?who")
    session.keep("x", 1)
    review = session.confirm("x")

    assert review is not None
    assert (review.correction, review.note) == ("x", "?who")


async def test_the_kind_can_be_changed(session: Session) -> None:
    """It is said of all that is joined on the desk."""
    lay(session, 2)
    session.join()
    await session.set_kind(Kind.CAPTION)

    assert [place.kind for place in session.store.places(1)[1:4]] == [Kind.CAPTION, Kind.CAPTION, Kind.BODY]


# Undo and redo


async def test_undo_and_redo_across_sessions(session: Session, open_session: Opener) -> None:
    """What one session decided the next takes back, in order, and does again."""
    await accept(session, 1)
    await correct(session, 2, "Two")
    later = open_session()
    lay(later, 7)
    await later.save(later.undo())
    assert statuses(later, 1, 2) == ["accepted", "open"]
    await later.save(later.undo())
    assert statuses(later, 1, 2) == ["open", "open"]
    last = open_session()
    lay(last, 7)
    await last.save(last.redo())
    await last.save(last.redo())

    assert (statuses(last, 1, 2), corrections(last)[1]) == (["accepted", "corrected"], "Two")


async def test_undo_twice_on_one_segment(session: Session) -> None:
    """The second undo takes back the first decision, which the first undo brought back."""
    await accept(session, 2)
    await correct(session, 2, "Two")
    await session.save(session.undo())
    assert statuses(session, 2) == ["accepted"]
    await session.save(session.undo())
    assert statuses(session, 2) == ["open"]
    await session.save(session.redo())
    await session.save(session.redo())

    assert corrections(session)[1] == "Two"


async def test_undo_says_where_it_was(session: Session) -> None:
    """The row is that of the first segment, in the article on the desk."""
    await accept(session, 2)
    lay(session, 7)

    assert session.row_of(session.undo()[0]) == session.store.places(1)[1].row


async def test_undo_is_refused_when_somebody_decided_since(session: Session, open_session: Opener) -> None:
    """Their decision would be lost."""
    await accept(session, 2)
    await correct(open_session("desk3"), 2, "Theirs")

    with pytest.raises(RefusalError, match="decided since by desk3"):
        session.undo()


async def test_undo_does_not_reach_under_what_somebody_decided_between(session: Session, open_session: Opener) -> None:
    """Taking back what I put over theirs brings theirs back, and there it ends."""
    await accept(session, 2)
    await correct(open_session("desk3"), 2, "Theirs")
    await correct(session, 2, "Mine")
    await session.save(session.undo())
    assert corrections(session)[1] == "Theirs"

    with pytest.raises(RefusalError, match="undo would lose it"):
        session.undo()


async def test_undo_leaves_to_another_what_they_said_too(session: Session) -> None:
    """Two who agreed, apart, both stand again once a later decision is taken back; one of them is not the other's to undo."""
    await accept(session, 2)
    decide(session.store.path, 2, "accepted", editor="desk9", unseen=True)
    await correct(session, 2, "Mine")
    await session.save(session.undo())
    assert [head.verdict for head in session.store.place(2).heads] == ["accepted", "accepted"]

    with pytest.raises(RefusalError, match="decided since by desk9"):
        session.undo()


async def test_redo_is_refused_when_somebody_decided_since(session: Session, open_session: Opener) -> None:
    """What was undone is not done again over somebody else's decision."""
    await accept(session, 2)
    await session.save(session.undo())
    await correct(open_session("desk3"), 2, "Theirs")

    with pytest.raises(RefusalError, match="decided since by desk3"):
        session.redo()


async def test_a_decision_made_while_undoing_is_not_overwritten(session: Session, open_session: Opener) -> None:
    """Between the undo's making and its saving somebody was faster."""
    await accept(session, 2)
    undoing = session.undo()
    await correct(open_session("desk3"), 2, "Theirs")

    with pytest.raises(StaleError):
        await session.save(undoing)
    assert corrections(session)[1] == "Theirs"


async def test_nobody_undoes_what_somebody_else_decided(session: Session, open_session: Opener) -> None:
    """Undo and redo are of one's own."""
    await accept(session, 2)
    other = open_session("desk3")
    lay(other, 2)

    with pytest.raises(RefusalError, match="nothing of yours to undo"):
        other.undo()
    with pytest.raises(RefusalError, match="nothing of yours to redo"):
        other.redo()


async def test_a_new_decision_ends_what_could_be_done_again(session: Session) -> None:
    """Redo is of the last undo alone."""
    await accept(session, 1)
    await session.save(session.undo())
    await accept(session, 2)

    with pytest.raises(RefusalError, match="nothing of yours to redo"):
        session.redo()


async def test_undoing_a_note_keeps_the_verdict(session: Session) -> None:
    """Only the note is taken back."""
    await correct(session, 2, "Two")
    lay(session, 2)
    review = session.annotate("?who")
    assert review is not None
    await session.save(review)
    await session.save(session.undo())

    place = session.store.places(1)[1]
    assert (str(place.status), place.note) == ("corrected", "")


# How it was reached, and what it cost


@pytest.mark.parametrize(
    ("filter_query", "reached", "by"),
    [
        ("", Reached.ORDER, ""),
        ("  ", Reached.ORDER, ""),
        (" kind:body ", Reached.FILTER, "kind:body"),
        ("sample:week9", Reached.SAMPLE, "week9"),
        ('status:open sample:"week 9"', Reached.SAMPLE, "week 9"),
        ("-sample:week9", Reached.FILTER, "-sample:week9"),
    ],
)
def test_how_a_segment_was_reached_is_recorded(
    database: Path, session: Session, filter_query: str, reached: Reached, by: str
) -> None:
    """In order, by a filter, or by a named sample."""
    with Store.open(database) as store:
        for name in ("week9", "week 9"):
            store.add_sample(name, [store.places(1)[2].uid])
    session.open_articles([1], filter_query)
    lay(session, 3)
    review = session.accept()

    assert review is not None
    assert (review.reached, review.reached_by) == (reached, by)


def test_effort_is_recorded_with_idle_time_apart(database: Path) -> None:
    """Reading, typing and a pause of thirty seconds or more are three figures."""
    time = [0.0]
    session = session_on(database, around=replace(surroundings(), monotonic=lambda: time[0]))
    lay(session, 2)
    for seconds, text in ((7, "N"), (2, "NA"), (30, "NAT"), (29, "NATO")):
        time[0] += seconds
        session.keep(text, len(text))
    time[0] += 1
    review = session.confirm("NATO")

    assert review is not None
    assert review.effort == Effort(reading=7.0, typing=32.0, idle=30.0, idle_threshold=30.0)
    session.close()


async def test_effort_is_counted_once(database: Path) -> None:
    """After a save the segment's clock begins anew, and undo costs nothing."""
    time = [0.0]
    session = session_on(database, around=replace(surroundings(), monotonic=lambda: time[0]))
    lay(session, 2)
    time[0] += 7
    first = session.accept()
    assert first is not None
    await session.save(first)
    (undone,) = session.undo()
    await session.save(undone)
    lay(session, 2)
    time[0] += 4
    second = session.accept()

    assert second is not None
    assert (first.effort.reading, undone.effort, second.effort.reading) == (7.0, Effort(), 4.0)
    session.close()


def test_the_effort_on_both_parts_of_a_join_counts(database: Path) -> None:
    """Time on the second before it was joined is not lost."""
    time = [0.0]
    session = session_on(database, around=replace(surroundings(), monotonic=lambda: time[0]))
    for position, seconds in ((3, 5), (2, 7)):
        lay(session, position)
        time[0] += seconds
    session.join()
    time[0] += 1
    review = session.accept()

    assert review is not None
    assert review.effort.reading == 13.0
    session.close()


async def test_sign_off_is_of_the_exact_text(database: Path) -> None:
    """Who, when, the digest, the file, and what reading it through cost."""
    time = [0.0]
    session = session_on(database, around=replace(surroundings(), monotonic=lambda: time[0]))
    read = manuscript(session.store, 1)
    session.clock.turn_to(f"read:{read.article.uid}")
    time[0] += 20
    session.clock.did_something(typing=False)
    time[0] += 40
    await session.sign_off(read, "/desk/call.reviewed.txt")
    (signed,) = session.store.sign_offs(1)

    assert (signed.editor, signed.text_digest, signed.path) == ("desk2", read.digest, "/desk/call.reviewed.txt")
    assert (signed.active_seconds, signed.idle_seconds, signed.idle_threshold) == (20.0, 40.0, 30.0)
    session.close()


# Ways


def test_a_filter_that_is_not_understood_leaves_everything_as_it_was(database: Path, session: Session) -> None:
    """Articles, view and filter stay."""
    fill(database, Article((Segment("Else.", "\n"),), title="Else"))
    with pytest.raises(QueryError):
        session.open_articles([2], "colour:red")
    with pytest.raises(StoreError):
        session.open_articles([99])

    assert (session.scope.articles, session.scope.filter, len(session.scope.view)) == ((1,), "", 7)


async def test_a_filter_that_leaves_nothing_is_refused(session: Session) -> None:
    """What was shown stays shown."""
    await session.narrow("kind:body")
    with pytest.raises(QueryError, match="nothing here fits"):
        await session.narrow("status:cut")

    assert (session.scope.filter, len(session.scope.view)) == ("kind:body", 5)


async def test_next_open_goes_round(session: Session) -> None:
    """Past the last it looks from the first; the one on the desk comes last of all."""
    await accept(session, 1)
    lay(session, 7)
    assert session.next_open() == session.store.places(1)[1].row
    lay(session, 2)

    assert session.next_open(-1) == session.store.places(1)[6].row


async def test_next_open_within_a_filter(session: Session) -> None:
    """Only what the filter shows is offered, either way round, the one on the desk last."""
    await session.narrow('"the" kind:body')
    await session.narrow("kind:body")
    rows = [place.row for place in session.store.places(1)]
    lay(session, 4)
    assert (session.next_open(), session.next_open(-1)) == (rows[5], rows[2])
    for position in (2, 3, 6, 7):
        await accept(session, position)
    lay(session, 4)
    assert session.next_open() == rows[3]
    await accept(session, 4)

    assert session.next_open() is None


@pytest.mark.parametrize(("direction", "wanted"), [(1, 6), (-1, 4)])
async def test_next_open_from_outside_the_filter(session: Session, direction: int, wanted: int) -> None:
    """From a segment that the filter does not show, the nearest that it does."""
    await session.narrow("kind:body")
    lay(session, 5)

    assert session.next_open(direction) == session.store.places(1)[wanted - 1].row


async def test_next_open_before_all_that_the_filter_shows(session: Session) -> None:
    """The first of the filter is not passed over."""
    await session.narrow("kind:body")
    lay(session, 1)

    assert session.next_open() == session.store.places(1)[1].row


async def test_when_all_is_decided_nothing_is_open(session: Session) -> None:
    """Neither next nor first."""
    for position in range(1, 8):
        await accept(session, position)

    assert (session.next_open(), session.first_open()) == (None, None)


async def test_the_first_open_of_several_articles(database: Path, session: Session) -> None:
    """It is looked for in the order of the articles, and within a filter."""
    fill(database, Article((Segment("Else.", "\n"),), title="Else"))
    session.open_articles([1, 2])
    for position in range(1, 8):
        decide(database, position, "accepted")
    else_row = session.store.places(2)[0].row
    assert session.first_open() == else_row
    session.open_articles([1, 2], "article:2")

    assert session.first_open() == else_row


async def test_moving_counts_a_join_as_one(session: Session) -> None:
    """From a join the next is after its last part, the one before is before its first."""
    rows = [place.row for place in session.store.places(1)]
    lay(session, 2)
    session.join()

    assert (session.moved(1), session.moved(-1)) == (rows[3], rows[0])


@pytest.mark.parametrize(("position", "steps", "wanted"), [(1, -1, 1), (7, 1, 7), (1, 99, 7), (7, -99, 1), (3, 2, 5)])
def test_moving_stays_in_the_list(session: Session, position: int, steps: int, wanted: int) -> None:
    """Past its ends there is nothing."""
    lay(session, position)

    assert session.moved(steps) == session.store.places(1)[wanted - 1].row


async def test_words_are_found(session: Session) -> None:
    """All of them, the last also as the beginning of a word; a bracket is only a bracket."""
    rows = [place.row for place in session.store.places(1)]

    assert await session.found("security neg", 10) == (rows[2],)
    assert await session.found("[사진=AP", 10) == (rows[4],)
    assert await session.found("nothing like it", 10) == ()


def test_the_source_of_a_join_is_both(tmp_path: Path) -> None:
    """Where one has none, the other's is shown; where none has, nothing is pretended."""
    fill(
        tmp_path / "reviews.db",
        Article((Segment("A.", " ", source="가."), Segment("B.", "\n"), Segment("C.", "\n", 2)), title="S"),
    )
    session = session_on(tmp_path / "reviews.db")
    lay(session, 1)

    assert (session.join().source, lay(session, 3).source) == ("가.", None)
    session.close()


def test_closing_keeps_what_was_typed(database: Path) -> None:
    """Leaving in the middle of a sentence loses nothing."""
    session = session_on(database)
    lay(session, 2)
    session.keep("Mine", 4)
    session.close()
    later = session_on(database)

    assert lay(later, 2).text == "Mine"
    later.close()


async def test_the_progress_of_a_sample_is_its_own(open_session: Opener, database: Path) -> None:
    """How much of it is decided, not how much of the article; it follows every decision."""
    with Store.open(database) as store:
        store.add_sample("week9", [store.places(1)[position].uid for position in (1, 2, 4)])
    session = open_session()
    session.open_articles((1,), "sample:week9")
    counts = session.store.counts(1)
    assert session.progress(counts) == "0 of 3 decided"

    await correct(session, 3, "The talks go on.")
    assert session.progress(counts) == "1 of 3 decided"

"""Errors on decisions: they go with what stands, and no later decision loses what still holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from reviewer.core.error import Category, Confirmed, Severity, Side, TranslationError
from reviewer.core.review import Review, Status
from reviewer.errors import StaleError
from reviewer.workflow.annotating import sheet_of
from reviewer.workflow.confirmed_errors import united
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.session import Session
from tests.desk import decide

Opener = Callable[..., Session]
EXPANSION = "NATO's eastward expansion was discussed."


def error(span: tuple[int, int] = (7, 10), category: Category = Category.GRAMMAR, side: Side = Side.MACHINE) -> TranslationError:
    """An error that an editor confirmed."""
    return TranslationError(span, category, Severity.MAJOR, side, Confirmed.ONE)


OF_MACHINE = error()
OF_CORRECTION = error((0, 4), side=Side.CORRECTION)
NONE = error((0, 18), Category.NO_ERROR)


def lay(session: Session, position: int = 2) -> Desk:
    """The segment at `position` on the desk."""
    return session.lay(session.store.places(1)[position - 1].row)


async def mark(session: Session, *errors: TranslationError, position: int = 2) -> Review:
    """Put errors on what stands there."""
    lay(session, position)
    review = session.mark(errors)
    await session.save(review)
    return review


async def decided(session: Session, made: Review | Sequence[Review] | None) -> None:
    """Save a decision."""
    assert made is not None
    await session.save(made)


def standing(session: Session, position: int = 2) -> list[TranslationError]:
    """The errors that stand on a segment."""
    review = session.store.places(1)[position - 1].review
    return [TranslationError.of(fields) for fields in review.errors] if review else []


@pytest.mark.parametrize(
    ("verdict", "correction"), [("accepted", None), ("corrected", EXPANSION), ("rejected", None), ("rejected", "half")]
)
async def test_marking_decides_nothing_anew(session: Session, verdict: str, correction: str | None) -> None:
    """Verdict, text and note are what they were; the errors are there; what is open next is the same."""
    decide(session.store.path, 2, verdict, correction, note="?who")
    lay(session)
    next_open = session.next_open()
    await mark(session, OF_MACHINE)

    place = session.store.places(1)[1]
    assert place.review is not None
    assert (str(place.status), place.review.correction, place.note) == (verdict, correction, "?who")
    assert standing(session) == [OF_MACHINE]
    assert session.next_open() == next_open


async def test_marking_is_undone_like_any_decision(session: Session) -> None:
    """The decision stands as before, then the one before that, and both come back."""
    lay(session)
    await decided(session, session.accept())
    await mark(session, OF_MACHINE)
    await mark(session, OF_MACHINE, error((11, 13)))
    lay(session)
    seen = []
    for again in (session.undo, session.undo, session.undo, session.redo, session.redo):
        await decided(session, again())
        seen.append((str(session.store.places(1)[1].status), len(standing(session))))

    assert seen == [("accepted", 1), ("accepted", 0), ("open", 0), ("accepted", 0), ("accepted", 1)]


@pytest.mark.parametrize(
    ("again", "kept"),
    [
        (lambda session: session.annotate("?who"), [OF_MACHINE, OF_CORRECTION]),
        (lambda session: session.reject("no source"), [OF_MACHINE, OF_CORRECTION]),
        (lambda session: session.confirm("NATO grew."), [OF_MACHINE]),
        (lambda session: session.confirm(session.desk.machine), [OF_MACHINE]),
        (lambda session: session.cut("content"), [OF_MACHINE]),
    ],
    ids=["note", "reject", "another text", "the machine's text", "cut"],
)
async def test_a_new_decision_keeps_what_still_holds(
    session: Session, again: Callable[[Session], Review | None], kept: list[TranslationError]
) -> None:
    """Errors of the machine text always do, those of a correction as long as it is the same; an undo restores all."""
    decide(session.store.path, 2, "corrected", EXPANSION)
    await mark(session, OF_MACHINE, OF_CORRECTION)
    lay(session)
    await decided(session, again(session))
    assert standing(session) == kept
    await decided(session, session.undo())

    assert standing(session) == [OF_MACHINE, OF_CORRECTION]


@pytest.mark.parametrize(("text", "kept"), [(EXPANSION, [NONE]), ("NATO grew.", [])])
async def test_that_there_is_no_error_holds_for_the_text_it_was_said_of(
    session: Session, text: str, kept: list[TranslationError]
) -> None:
    """Another correction shows other errors."""
    decide(session.store.path, 2, "corrected", EXPANSION)
    await mark(session, NONE)
    lay(session)
    await decided(session, session.annotate("?who") if text == EXPANSION else session.confirm(text))

    assert standing(session) == kept


async def test_a_join_does_not_take_errors_of_its_parts(session: Session) -> None:
    """Their spans count in another text; an undo brings them back."""
    decide(session.store.path, 2, "accepted")
    await mark(session, OF_MACHINE)
    lay(session)
    session.join()
    await decided(session, session.accept())
    assert standing(session) == []
    await decided(session, session.undo())

    assert standing(session) == [OF_MACHINE]


async def test_errors_of_a_join_count_in_the_joined_text(session: Session) -> None:
    """One review over both has them."""
    lay(session)
    session.join()
    await decided(session, session.accept())
    begin = session.store.places(1)[1].machine
    await mark(session, error((len(begin) + 1, len(begin) + 4)), position=3)

    review = session.store.places(1)[2].review
    assert review is not None
    desk = lay(session, 2)
    assert review.covers == desk.covers
    assert [desk.machine[slice(*each.span)] for each in standing(session, 3)] == ["The"]


@pytest.mark.parametrize(("verdict", "message"), [(None, "decide first"), ("cut", "cut")])
def test_what_is_not_decided_for_print_has_no_errors(session: Session, verdict: str | None, message: str) -> None:
    """It is refused in a line."""
    if verdict:
        decide(session.store.path, 2, verdict)
    lay(session)

    with pytest.raises(RefusalError, match=message):
        session.mark([OF_MACHINE])


@pytest.mark.parametrize("change", [lambda each: each.keep("x", 1), lambda each: each.annotate("?a"), Session.join])
def test_a_draft_is_decided_first(session: Session, change: Callable[[Session], object]) -> None:
    """Typing, and what goes with it, is not lost by marking."""
    decide(session.store.path, 2, "accepted")
    lay(session)
    session.keep("typed", 1)
    change(session)

    with pytest.raises(RefusalError, match="draft"):
        session.mark([OF_MACHINE])
    assert session.desk is not None
    assert session.desk.draft is not None


async def test_what_somebody_decided_in_the_meantime_is_not_overwritten(session: Session, open_session: Opener) -> None:
    """The mark is refused; mine over theirs keeps their errors too."""
    decide(session.store.path, 2, "accepted")
    lay(session)
    other = open_session("desk3")
    await mark(other, error((11, 13)))
    with pytest.raises(StaleError) as stale:
        await session.save(session.mark([OF_MACHINE]))
    assert standing(session) == [error((11, 13))]
    dispute = session.dispute(stale.value.mine)
    assert dispute.mine is not None
    await session.save(session.settle(dispute, dispute.mine))

    assert standing(session) == [OF_MACHINE, error((11, 13))]


async def test_two_who_agree_have_the_errors_of_both(session: Session) -> None:
    """One sheet shows them all, and one mark stands over both."""
    decide(session.store.path, 2, "accepted")
    await mark(session, OF_MACHINE)
    decide(session.store.path, 2, "accepted", unseen=True, editor="desk3")
    assert len(session.store.places(1)[1].heads) == 2
    sheet = sheet_of(lay(session))
    assert sheet.errors == (OF_MACHINE,)
    await mark(session, *sheet.errors, error((11, 13)))

    assert session.store.places(1)[1].status is Status.ACCEPTED
    assert len(session.store.places(1)[1].heads) == 1


def test_no_error_is_only_where_there_is_none() -> None:
    """Put together with an error, it is gone; said twice, it stands once."""
    assert united([NONE.fields(), OF_MACHINE.fields(), OF_MACHINE.fields()]) == (OF_MACHINE.fields(),)
    assert united([NONE.fields(), NONE.fields()]) == (NONE.fields(),)
    elsewhere = {**NONE.fields(), "span": [20, 24]}
    assert united([elsewhere, OF_MACHINE.fields()]) == (elsewhere, OF_MACHINE.fields())

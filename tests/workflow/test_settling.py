"""Conflicts without a screen: what each opinion would have stand, the review that settles them, and taking that back."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from reviewer.core.composition import disputed
from reviewer.core.review import Status, Verdict, heads
from reviewer.errors import StaleError
from reviewer.store import Journal
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.listing import segment_fields
from reviewer.workflow.manuscript import manuscript
from reviewer.workflow.session import Session
from reviewer.workflow.settling import BETWEEN, Dispute, Opinion, dispute
from tests.building import article, session_on
from tests.desk import decide

HEADLINE, BAN, TALKS, ENDED, CREDIT, SAID, NOBODY = (segment.machine for segment in article().segments)
Row = tuple[int | list[int], str, str | None, str]
"""What is covered, the verdict, the correction, the editor."""


def disagree(database: Path, *rows: Row) -> None:
    """Opinions of editors who had not seen each other's, as after a merge."""
    for positions, verdict, correction, editor in rows:
        decide(database, positions, verdict, correction, editor=editor, unseen=True)


def lay(session: Session, position: int) -> Desk:
    """The segment at `position` on the desk."""
    return session.lay(session.store.places(1)[position - 1].row)


def shown(session: Session) -> list[tuple[str, str, str | None]]:
    """Who says what, and the text that would be printed."""
    found = session.dispute()
    return [(", ".join(each.editors), str(each.verdict), found.text(each)) for each in found.opinions]


def statuses(session: Session, *positions: int) -> list[str]:
    """Where segments stand."""
    places = session.store.places(1)
    return [str(places[position - 1].status) for position in positions]


def standing_ids(session: Session, position: int) -> list[str]:
    """The ids of the reviews that stand on a segment."""
    return [head.id for head in session.store.places(1)[position - 1].heads]


async def settle(session: Session, number: int, found: Dispute | None = None) -> Opinion:
    """Have the opinion of this number stand."""
    found = found or session.dispute()
    opinion = found.opinions[number]
    await session.save(session.settle(found, opinion))
    return opinion


JOIN = ([2, 3], "corrected", "Both.", "desk3")
DISPUTES: dict[str, tuple[tuple[Row, ...], list[tuple[str, str, str | None]]]] = {
    "two texts": (
        ((2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3")),
        [("desk2", "corrected", "One."), ("desk3", "corrected", "Two.")],
    ),
    "agreement beside another": (
        ((2, "corrected", "One.", "desk2"), (2, "accepted", None, "desk3"), (2, "corrected", "One.", "desk4")),
        [("desk2, desk4", "corrected", "One."), ("desk3", "accepted", BAN)],
    ),
    "one editor on two machines": (
        ((2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk2")),
        [("desk2", "corrected", "One."), ("desk2", "corrected", "Two.")],
    ),
    "four that differ": (
        ((2, "rejected", "Draft.", "a"), (2, "cut", None, "b"), (2, "reopened", None, "c"), (2, "accepted", None, "d")),
        [("a", "rejected", "Draft."), ("b", "cut", None), ("c", "reopened", None), ("d", "accepted", BAN)],
    ),
    "a join and one part of it": (
        (JOIN, (2, "corrected", "One.", "desk2")),
        [("desk3", "corrected", "Both."), ("desk2", "corrected", f"One. {TALKS}")],
    ),
    "a join and both parts of it": (
        (JOIN, (2, "corrected", "One.", "desk2"), (3, "corrected", "Two.", "desk2")),
        [("desk3", "corrected", "Both."), ("desk2", "corrected", "One. Two.")],
    ),
    "a join, and one part of it cut": (
        (JOIN, (3, "cut", None, "desk2")),
        [("desk3", "corrected", "Both."), ("desk2", "corrected", BAN)],
    ),
    "a join, and one part of it rejected": (
        (JOIN, (3, "rejected", "Draft.", "desk2")),
        [("desk3", "corrected", "Both."), ("desk2", "rejected", f"{BAN} Draft.")],
    ),
    "a join, and both parts cut": (
        (JOIN, (2, "cut", None, "desk2"), (3, "cut", None, "desk2")),
        [("desk3", "corrected", "Both."), ("desk2", "cut", None)],
    ),
    "joins that overlap": (
        (JOIN, ([3, 4], "corrected", "Others.", "desk2")),
        [("desk3", "corrected", f"Both. {ENDED}"), ("desk2", "corrected", f"{BAN} Others.")],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), DISPUTES.values(), ids=DISPUTES.keys())
async def test_each_opinion_is_whole_and_can_stand(
    database: Path, session: Session, rows: tuple[Row, ...], expected: list[tuple[str, str, str | None]]
) -> None:
    """Each says what all of the text would be; whichever stands, it stands alone, over all of them and all that they cover."""
    disagree(database, *rows)
    lay(session, 3 if isinstance(rows[0][0], list) else 2)
    found = session.dispute()
    assert shown(session) == expected
    for number, (_, verdict, text) in enumerate(expected):
        lay(session, 2)
        opinion = await settle(session, number, session.dispute())
        (head,) = session.store.places(1)[1].heads
        assert (head.verdict, head.covers) == (opinion.verdict, tuple(place.uid for place in found.places))
        assert (str(head.verdict), found.text(opinion)) == (verdict, text)
        assert session.store.counts().conflict == 0
        await session.save(session.undo())
        lay(session, 2)
        assert session.store.counts().conflict > 0


def test_nothing_of_a_conflict_is_picked_silently(database: Path, session: Session) -> None:
    """Where only a part of a join is in conflict, no part is printed, scored or shown as if it were not."""
    disagree(database, JOIN, (3, "corrected", "Two.", "desk2"))
    article = manuscript(session.store, 1)
    entries = [segment_fields(session.store, place) for place in session.store.places(1)[1:3]]

    assert lay(session, 2).status is lay(session, 3).status is Status.CONFLICT
    assert lay(session, 2).text == f"{BAN} {TALKS}"
    assert "Both." not in article.text
    assert [(each.position, each.what) for each in article.obstacles if each.position in (2, 3)] == [(2, "torn"), (3, "conflict")]
    assert [(entry["scores"], entry["edits"]) for entry in entries] == [(None, []), (None, [])]
    assert [entries[1][key] for key in ("verdict", "correction", "editor")] == [None] * 3


def test_two_corrections_of_an_import_are_a_dispute(database: Path, session: Session) -> None:
    """Nobody knows when they were decided, and that is what is said."""
    disagree(database, (2, "corrected", "One.", "vendor"), (2, "corrected", "Two.", "vendor"))
    lay(session, 2)
    assert [(name, text) for name, _, text in shown(session)] == [("vendor", "One."), ("vendor", "Two.")]


async def test_a_settlement_keeps_all_notes_and_asks_on(database: Path, session: Session) -> None:
    """The question of the one whose text does not stand must still be answered."""
    decide(database, 2, "corrected", "One.", editor="desk2", unseen=True, note="checked")
    decide(database, 2, "corrected", "Two.", editor="desk3", unseen=True, note="? who said so")
    lay(session, 2)
    await settle(session, 0)
    assert session.store.places(1)[1].note == "? who said so · checked"
    assert session.store.counts().queries == 1


@pytest.mark.catalogue("B3")
async def test_both_texts_become_one_in_the_editor(database: Path, session: Session) -> None:
    """As a draft over all that was said; it is not confirmed while it is two, and then has both as its parents."""
    disagree(database, JOIN, (2, "corrected", "One.", "desk2"))
    both = [*standing_ids(session, 2)]
    lay(session, 2)
    session.compare(session.dispute())
    assert session.relay().text == f"Both.{BETWEEN}One. {TALKS}"
    for decided in (session.accept, lambda: session.confirm(session.relay().text)):
        with pytest.raises(RefusalError, match=r"delete those that shall not stand, and the \|\|\|"):
            decided()
    session.keep("Both in one.", 0)
    review = session.confirm("Both in one.")
    assert review is not None
    await session.save(review)

    assert (review.parents, len(review.covers), review.verdict) == (tuple(both), 2, Verdict.CORRECTED)
    assert statuses(session, 2, 3) == ["corrected", "corrected"]
    assert not list(session.drafts)


async def test_the_machines_text_can_be_what_is_left_of_both(database: Path, session: Session) -> None:
    """In a conflict it is a choice like another, and also kept as a draft."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "accepted", None, "desk3"))
    lay(session, 2)
    session.compare(session.dispute())
    session.keep(BAN, 0)
    session.flush()
    review = session.confirm(BAN)
    assert review is not None
    await session.save(review)
    assert statuses(session, 2) == ["accepted"]


def test_nothing_is_decided_by_what_was_not_typed(database: Path, session: Session) -> None:
    """Enter on the text that came to the desk leaves a conflict as it is."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3"))
    desk = lay(session, 2)
    assert (desk.text, session.confirm(desk.text)) == (BAN, None)


@pytest.mark.parametrize("what", ["accept", "join", "unjoin", "annotate"])
def test_what_cannot_be_done_in_a_conflict_says_what_can(database: Path, session: Session, what: str) -> None:
    """The key that settles it."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3"))
    lay(session, 2)
    with pytest.raises(RefusalError, match="in conflict: ! shows"):
        session.annotate("x") if what == "annotate" else getattr(session, what)()


def test_nothing_is_joined_with_what_is_in_conflict(database: Path, session: Session) -> None:
    """The join would stand over opinions that were not seen."""
    disagree(database, (3, "corrected", "One.", "desk2"), (3, "corrected", "Two.", "desk3"))
    lay(session, 2)
    with pytest.raises(RefusalError, match="next one is in conflict"):
        session.join()


@pytest.mark.parametrize("verdict", ["rejected", "cut"])
async def test_neither_of_them_may_be_the_answer(database: Path, session: Session, verdict: str) -> None:
    """Rejecting or cutting what is in conflict settles it, on all of it."""
    disagree(database, JOIN, (2, "corrected", "One.", "desk2"))
    lay(session, 3)
    await session.save(session.reject("neither") if verdict == "rejected" else session.cut("content"))
    assert statuses(session, 2, 3) == [verdict, verdict]


async def test_a_settlement_is_taken_back_and_done_again(database: Path, session: Session) -> None:
    """Back to the conflict, with each opinion still its editor's; other decisions about it wait until it is settled."""
    disagree(database, (2, "corrected", "Two.", "desk3"))
    lay(session, 2)
    disagree(database, (2, "corrected", "Three.", "desk4"))
    await settle(session, 0)
    await session.save(session.undo())
    lay(session, 2)
    assert shown(session) == [("desk3", "corrected", "Two."), ("desk4", "corrected", "Three.")]
    await session.save(session.redo())
    place = session.store.places(1)[1]
    assert place.review is not None
    assert (statuses(session, 2), place.review.correction) == (["corrected"], "Two.")


async def test_ones_own_opinion_in_a_conflict_is_not_taken_back(database: Path, session: Session) -> None:
    """It would take the other's with it; what settles it is said."""
    lay(session, 2)
    session.keep("Mine.", 0)
    review = session.confirm("Mine.")
    assert review is not None
    await session.save(review)
    disagree(database, (2, "corrected", "Two.", "desk3"))
    lay(session, 2)
    with pytest.raises(RefusalError, match="in conflict with what desk3 decided: !"):
        session.undo()
    assert statuses(session, 2) == ["conflict"]


async def test_what_stands_does_not_depend_on_the_order_of_arrival(database: Path, session: Session) -> None:
    """A conflict, its settlement, and that taken back and done again: the same heads in every order in which they come in."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3"))
    lay(session, 2)
    await settle(session, 1)
    await session.save(session.undo())
    await session.save(session.redo())
    uid = session.store.places(1)[1].uid
    reviews = session.store.reviews(uid)
    found = {tuple(sorted(head.id for head in heads(order, uid))) for order in permutations(reviews)}
    assert (len(reviews), found) == (6, {tuple(standing_ids(session, 2))})


async def test_two_who_settle_apart_are_in_conflict(database: Path, session: Session) -> None:
    """Neither settlement was seen by the other: the later one is told, and all opinions that stand are shown."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3"))
    other = session_on(database, "desk5")
    lay(session, 2)
    lay(other, 2)
    found = other.dispute()
    await settle(session, 0)
    with pytest.raises(StaleError) as stale:
        await settle(other, 1, found)
    again = other.dispute(stale.value.mine)
    assert [each.editors for each in again.opinions] == [("desk2",), ("desk5",)]
    assert again.mine is again.opinions[1]
    other.close()


@pytest.mark.catalogue("B3")
@pytest.mark.parametrize("choice", ["theirs", "mine", "both", "neither"])
async def test_no_text_of_a_stale_save_is_lost(database: Path, session: Session, choice: str) -> None:
    """Theirs is in the history whatever is chosen; mine stands, or is in the draft, on disk, or in the history too."""
    lay(session, 2)
    session.keep("Mine.", 5)
    decide(database, [2, 3], "corrected", "Theirs.", editor="desk3")
    review = session.confirm("Mine.")
    assert review is not None
    with pytest.raises(StaleError) as stale:
        await session.save(review)
    found = session.dispute(stale.value.mine)
    assert [found.text(each) for each in found.opinions] == ["Theirs.", f"Mine. {TALKS}"]
    if choice == "both":
        session.compare(found)
    elif choice != "neither":
        await settle(session, 1 if choice == "mine" else 0, found)
    place = session.store.places(1)[1]
    session.drafts.close()
    kept = [draft.text for draft in Journal.recover(database.parent / "drafts", session.store.db_id)]

    history = [each.correction for each in session.store.reviews(place.uid)]
    assert "Theirs." in history
    assert "Mine." in history or "Mine." in "".join(kept) or choice == "mine"
    assert place.review is not None
    assert (place.review.correction, kept) == {
        "theirs": ("Theirs.", []),
        "mine": (f"Mine. {TALKS}", []),
        "both": ("Theirs.", [f"Theirs.{BETWEEN}Mine. {TALKS}"]),
        "neither": ("Theirs.", ["Mine."]),
    }[choice]


@pytest.mark.catalogue("B3")
async def test_what_was_typed_and_given_up_comes_back(database: Path, session: Session) -> None:
    """Typed beside what others decided, there and on a neighbour: all is in the history, and an undo shows it as one of them."""
    lay(session, 3)
    session.keep("Neighbour.", 0)
    lay(session, 2)
    session.keep("Mine.", 0)
    decide(database, [2, 3], "corrected", "Theirs.", editor="desk3")
    review = session.confirm("Mine.")
    assert review is not None
    with pytest.raises(StaleError) as stale:
        await session.save(review)
    await settle(session, 0, session.dispute(stale.value.mine))
    assert (statuses(session, 2, 3), list(session.drafts)) == (["corrected", "corrected"], [])
    effort = [each.effort.active for each in session.store.reviews(session.store.places(1)[1].uid) if each.editor == "desk2"]
    assert (len(effort), effort[0]) == (2, 0.0)

    await session.save(session.undo())
    lay(session, 2)
    assert {text for _, _, text in shown(session)} == {"Theirs.", "Mine. Neighbour."}
    await session.save(session.redo())
    assert statuses(session, 2, 3) == ["corrected", "corrected"]


async def test_a_second_stale_save_loses_nothing_either(database: Path, session: Session) -> None:
    """What was chosen and came too late, and what was typed before that, are both there when yet another text stands."""
    lay(session, 2)
    session.keep("Mine.", 0)
    review = session.confirm("Mine.")
    assert review is not None
    for editor in ("desk3", "desk4"):
        decide(database, 2, "corrected", f"By {editor}.", editor=editor)
        with pytest.raises(StaleError) as stale:
            await session.save(review)
        found = session.dispute(stale.value.mine)
        review = session.settle(found, found.opinions[0])
    await session.save(review)
    place = session.store.places(1)[1]
    said = [(each.editor, each.correction) for each in session.store.reviews(place.uid)]
    assert said[:2] == [("desk3", "By desk3."), ("desk4", "By desk4.")]
    assert sorted(said[2:]) == [("desk2", "By desk3."), ("desk2", "By desk4."), ("desk2", "Mine.")]
    assert place.review is not None
    assert (place.review.correction, list(session.drafts)) == ("By desk4.", [])


@pytest.mark.catalogue("B3")
@pytest.mark.parametrize(("typed", "verdict"), [("", None), (f" {BETWEEN}mine", Verdict.REJECTED), ("ours.", Verdict.CORRECTED)])
async def test_what_was_made_of_both_texts_is_not_lost_either(
    database: Path, session: Session, typed: str, verdict: Verdict | None
) -> None:
    """Unfinished it can be chosen again only as a rejection's draft; the texts as they came to the editor are nobody's."""
    disagree(database, (2, "corrected", "One.", "desk3"), (2, "corrected", "Two.", "desk4"))
    lay(session, 2)
    session.compare(session.dispute())
    text = "ours." if verdict is Verdict.CORRECTED else session.relay().text + typed
    session.keep(text, 0)
    await settle(session, 0)
    kept = [each for each in session.store.reviews(session.store.places(1)[1].uid) if each.editor == "desk2"][:-1]
    assert [(each.verdict, each.correction) for each in kept] == ([] if verdict is None else [(verdict, text)])
    assert (statuses(session, 2), list(session.drafts)) == (["corrected"], [])


async def test_a_draft_of_more_than_was_settled_stays(database: Path, session: Session) -> None:
    """What was typed over a join goes on waiting where only its first part was decided upon."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3"))
    lay(session, 3)
    session.join()
    session.keep("Joined.", 0)
    lay(session, 2)
    await settle(session, 0)
    assert [draft.text for draft in session.drafts] == ["Joined."]


async def test_a_draft_over_an_earlier_beginning_is_still_one_draft(database: Path, session: Session) -> None:
    """Both texts of a join that begins before what was typed take the place of what was typed."""
    lay(session, 3)
    session.keep("Mine.", 5)
    decide(database, [2, 3], "corrected", "Theirs.", editor="desk3")
    review = session.confirm("Mine.")
    assert review is not None
    with pytest.raises(StaleError) as stale:
        await session.save(review)
    session.compare(session.dispute(stale.value.mine))
    assert [draft.text for draft in session.drafts] == [f"Theirs.{BETWEEN}{BAN} Mine."]
    assert session.relay().first.position == 2


async def test_what_is_typed_is_one_of_the_opinions(database: Path, session: Session) -> None:
    """So that choosing another gives it up knowingly; once it is saved no draft is left."""
    disagree(database, (2, "corrected", "One.", "desk2"), (2, "corrected", "Two.", "desk3"))
    lay(session, 2)
    session.keep("Typed.", 0)
    found = session.dispute()
    assert [found.text(each) for each in found.opinions] == ["One.", "Two.", "Typed."]
    await settle(session, 2, found)
    place = session.store.places(1)[1]
    assert place.review is not None
    assert (place.review.correction, list(session.drafts)) == ("Typed.", [])


def test_where_nothing_differs_there_is_no_dispute(session: Session) -> None:
    """It is said, and nothing is made up."""
    lay(session, 2)
    with pytest.raises(RefusalError, match="not in conflict"):
        session.dispute()


def test_what_is_in_conflict_is_found_whatever_the_filter(database: Path, session: Session) -> None:
    """In the article on the desk; and a filter of its own leaves the same."""
    assert (lay(session, 1).first.position, session.conflicts()) == (1, ())
    disagree(database, *((position, "corrected", editor, editor) for position in (2, 6) for editor in ("a", "b")))
    rows = tuple(session.store.places(1)[position - 1].row for position in (2, 6))
    session.open_articles([1], "status:open")
    lay(session, 1)
    assert session.conflicts() == rows
    session.open_articles([1], "status:conflict")
    assert tuple(session.scope.view.rows) == rows


def test_a_dispute_reaches_as_far_as_its_joins_do(database: Path, session: Session) -> None:
    """Joins that overlap are one dispute, wherever one looks at it; neighbours that are not spoken of are none of it."""
    disagree(database, JOIN, ([3, 4], "corrected", "Others.", "desk2"))
    places = session.store.places(1)
    found = {tuple(place.position for place in disputed(places, [places[position - 1].uid])) for position in (2, 3, 4)}
    assert found == {(2, 3, 4)}
    assert [place.position for place in disputed(places, [places[0].uid])] == [1]
    assert len(dispute(lay(session, 4), session.first_said).opinions) == 2

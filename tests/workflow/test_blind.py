"""A blind second look: nothing of what was decided is in sight, and nothing that is decided changes what stands."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer.core.article import Kind
from reviewer.core.review import Purpose, Reached, Status, Verdict
from reviewer.errors import StoreError
from reviewer.store import Store
from reviewer.tui.keys import COMMANDS
from reviewer.workflow.blind import REFUSED, Blindfold, BlindSession
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.opening import draw_sample, open_blind, open_session
from tests.building import surroundings
from tests.desk import decide


@pytest.fixture
def accepted(database: Path) -> Path:
    """Two sentences accepted by desk3, one by desk2, one corrected, one queried and accepted; the credit accepted too."""
    decide(database, 1, "accepted", editor="desk3")
    decide(database, 2, "corrected", "NATO's eastward expansion was discussed.", editor="desk3")
    decide(database, 3, "accepted", editor="desk3", note="? sure")
    decide(database, 4, "accepted", editor="desk2")
    decide(database, 5, "accepted", editor="desk3")
    decide(database, 6, "accepted", editor="desk3")
    return database


@pytest.fixture
def look(accepted: Path) -> Iterator[Callable[..., BlindSession]]:
    """Opens second looks and closes them."""
    opened: list[BlindSession] = []

    def open_one(editor: str = "desk2", name: str = "audit", size: int = 10) -> BlindSession:
        around = surroundings(editor)
        drawn = draw_sample(accepted, (), name, size, around, blind=True)
        session = open_blind(accepted, accepted.parent / "drafts", around, name)
        opened.append(session)
        session.open_sample(drawn.articles, name)
        return session

    yield open_one
    for session in opened:
        session.close()


def standing(database: Path) -> list[Any]:
    """All that stands."""
    with Store.open(database, create=False, readonly=True) as store:
        return [*store.place_rows(store.view(None)), store.counts(), store.articles()[0].last_review_at]


def checks(database: Path) -> list[Any]:
    """What second looks were saved."""
    with Store.open(database, create=False, readonly=True) as store:
        return [review for review in store.every_review() if review.purpose is Purpose.CHECK]


def shown(session: BlindSession) -> list[str]:
    """The status of each segment of the sample."""
    return [str(line.status) for line in session.store.page(session.scope.view.rows)]


def test_only_what_others_accepted_is_laid_out(look: Callable[..., BlindSession]) -> None:
    """Not the credit, not what was corrected, not what one accepted oneself."""
    session = look()
    assert [place.position for place in session.store.places_at(session.scope.view.rows)] == [1, 3, 6]


def test_nothing_that_was_decided_is_in_sight(look: Callable[..., BlindSession]) -> None:
    """By no way in which a session reads places: all of them are open, and nobody said anything."""
    store = look().store
    rows = list(store.view(None).rows)
    ways = [
        store.places(1),
        [store.place(row) for row in rows],
        store.places_at(rows),
        list(store.place_rows(store.view(None))),
        [place for number in (1, 2, 3, 4) for place in store.neighbours(1, number)],
    ]
    for places in ways:
        assert places
        assert {(place.status, place.heads, place.note, place.is_query) for place in places} == {(Status.OPEN, (), "", False)}
    assert {(line.status, line.is_query, line.has_note) for line in store.page(rows)} == {(Status.OPEN, False, False)}
    assert (store.counts(1).open, store.counts(1).decided, store.last_seq()) == (7, 0, 0)
    assert all(store.heads(place.uid) == () for place in store.places(1))


def test_every_way_to_read_places_is_masked() -> None:
    """Whatever a store gives places, lines or counts with, the blindfold has its own."""
    reads = {
        name
        for name, method in inspect.getmembers(Store, inspect.isfunction)
        if any(word in str(inspect.signature(method).return_annotation) for word in ("Place", "ListRow", "Counts"))
    }
    assert reads == {"place", "places", "places_at", "place_rows", "page", "counts", "neighbours"}
    assert reads <= set(vars(Blindfold))


async def test_a_second_look_changes_nothing_that_stands(look: Callable[..., BlindSession], accepted: Path) -> None:
    """Accepted, corrected and rejected; each is a check against what stood, of the sample."""
    before = standing(accepted)
    session = look()
    rows = session.scope.view.rows
    session.lay(rows[0])
    await session.save(session.accept())
    session.lay(rows[1])
    session.keep("The security negotiations go on.", 3)
    await session.save(session.confirm("The security negotiations go on."))
    session.lay(rows[2])
    await session.save(session.reject("no idea"))
    assert standing(accepted) == before
    saved = checks(accepted)
    assert [each.verdict for each in saved] == [Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.REJECTED]
    assert {(each.editor, each.reached, each.reached_by) for each in saved} == {("desk2", Reached.SAMPLE, "audit")}
    with Store.open(accepted) as store:
        assert [each.parents for each in saved] == [tuple(head.id for head in store.heads(each.covers[0])) for each in saved]
        store.rebuild()
    assert standing(accepted) == before


async def test_it_goes_on_where_it_was_left(look: Callable[..., BlindSession], accepted: Path) -> None:
    """What one looked at counts as decided for oneself, in this sample, and for nobody else."""
    session = look()
    first, second, _ = session.scope.view.rows
    session.lay(first)
    await session.save(session.accept())
    assert session.next_open() == second
    assert shown(session) == ["accepted", "open", "open"]
    assert session.progress(session.store.counts(1)) == "1 of 3 looked at"
    again = look()
    assert again.first_open() == second
    assert shown(again) == ["accepted", "open", "open"]
    assert shown(look("desk4")) == ["open"] * 3
    assert shown(look(name="audit 2")) == ["open"] * 3


async def test_the_last_word_counts(look: Callable[..., BlindSession], accepted: Path) -> None:
    """Deciding again is saved beside, and shown."""
    session = look()
    session.lay(session.scope.view.rows[0])
    await session.save(session.accept())
    assert session.relay().status is Status.ACCEPTED
    await session.save(session.reject(""))
    assert session.relay().status is Status.REJECTED
    assert [each.verdict for each in checks(accepted)] == [Verdict.ACCEPTED, Verdict.REJECTED]


async def test_a_note_goes_with_the_second_look(look: Callable[..., BlindSession], accepted: Path) -> None:
    """It is no query that anybody must answer."""
    session = look()
    session.lay(session.scope.view.rows[0])
    session.annotate("? who is this")
    await session.save(session.accept())
    assert checks(accepted)[0].note == "? who is this"
    with Store.open(accepted, readonly=True) as store:
        assert store.counts().queries == 1


def test_what_is_not_in_the_sample_is_not_decided(look: Callable[..., BlindSession]) -> None:
    """Though it can be looked at."""
    session = look()
    session.lay(session.store.row_of(1, session.store.places(1)[1].uid))
    with pytest.raises(RefusalError, match="not in the sample"):
        session.accept()


async def _done(act: Any, session: BlindSession) -> None:
    """Do it, whether that takes waiting or not."""
    done = act(session)
    if inspect.isawaitable(done):
        await done


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.join(),
        lambda session: session.unjoin(),
        lambda session: session.cut("content"),
        lambda session: session.undo(),
        lambda session: session.redo(),
        lambda session: session.open_articles([1]),
        lambda session: session.narrow("status:corrected"),
        lambda session: session.set_kind(Kind.CREDIT),
        lambda session: session.sign_off(None, None),
    ],
)
async def test_what_has_no_place_here_is_refused(look: Callable[..., BlindSession], accepted: Path, act: Any) -> None:
    """In a line, and nothing was changed."""
    session = look()
    session.lay(session.scope.view.rows[0])
    before = standing(accepted)
    with pytest.raises(RefusalError, match="not in a blind second look: "):
        await _done(act, session)
    assert standing(accepted) == before


def test_every_refused_command_is_a_command() -> None:
    """The table names what there is."""
    assert set(REFUSED) <= {command.name for command in COMMANDS}


def test_other_commands_are_allowed(look: Callable[..., BlindSession]) -> None:
    """As deciding and moving."""
    session = look()
    for command in COMMANDS:
        if command.name not in REFUSED:
            session.allow(command.name)


def test_typing_is_kept_for_the_same_second_look_only(look: Callable[..., BlindSession], accepted: Path) -> None:
    """It is no draft of a session that would change what stands."""
    session = look()
    session.lay(session.scope.view.rows[0])
    session.keep("Typed", 5)
    session.close()
    plain = open_session(accepted, accepted.parent / "drafts", surroundings("desk2"))
    assert plain.recovered == 0
    plain.close()
    assert look(name="other").recovered == 0
    again = look()
    assert again.recovered == 1
    assert again.lay(again.scope.view.rows[0]).text == "Typed"


def test_who_accepted_all_of_it_has_nothing_to_look_at(look: Callable[..., BlindSession], accepted: Path) -> None:
    """It is said."""
    look("desk4", size=4)
    for position in (1, 3, 4, 6):
        decide(accepted, position, "accepted", editor="desk2")
    with pytest.raises(StoreError, match="desk2 decided all that still stands accepted of audit"):
        look("desk2", size=4)


async def test_what_was_corrected_since_is_no_longer_laid_out(look: Callable[..., BlindSession], accepted: Path) -> None:
    """Except to whoever looked at it before."""
    session = look()
    session.lay(session.scope.view.rows[0])
    await session.save(session.accept())
    decide(accepted, 1, "corrected", "Ministers Speak", editor="desk3")
    assert shown(look()) == ["accepted", "open", "open"]
    assert len(look("desk4").scope.view) == 2


def test_the_status_line_says_what_it_is(look: Callable[..., BlindSession]) -> None:
    """By name."""
    assert look().label == "BLIND SECOND LOOK audit"

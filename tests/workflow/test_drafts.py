"""Drafts of sessions that ended: offered where they were typed, and never dropped for what another file says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.store import Draft, Journal, Store
from reviewer.workflow.drafts import Drafts
from reviewer.workflow.session import Session
from reviewer.workflow.verifying import verify_around
from tests.building import session_on


def typed(database: Path, text: str) -> None:
    """A session in which somebody types into the second segment and is then killed."""
    session = session_on(database)
    session.lay(2)
    session.keep(text, 1)
    session.close()


def offered(database: Path) -> list[str]:
    """What a new session on a database takes over."""
    session = session_on(database, opens=())
    texts = [draft.text for draft in session.drafts]
    session.close()
    return texts


def told(database: Path) -> tuple[int, tuple[str, ...]]:
    """What `verify` says of drafts: how many there are, and what besides."""
    with Store.open(database, readonly=True) as store:
        checks = verify_around(store, database, database.parent / "drafts", datetime(2026, 3, 1, tzinfo=UTC))
        (found,) = (checked for checked in checks if checked.what == "drafts")
        return found.count, found.notes


@pytest.fixture
def copy(database: Path) -> Path:
    """A copy of the database, with the same name inside."""
    path = database.with_name("backup.db")
    with Store.open(database, readonly=True) as store:
        store.back_up(path)
    return path


def test_a_draft_is_offered_in_the_file_in_which_it_was_typed(database: Path, copy: Path) -> None:
    """Not in a copy that is opened first; there `verify` only tells of it."""
    typed(database, "Typed")
    assert offered(copy) == []
    assert told(copy) == (0, ("1 more of another copy of this database, which offers them",))
    assert told(database) == (1, ())
    assert offered(database) == ["Typed"]


def test_a_draft_of_a_file_that_is_gone_is_offered_in_a_copy(database: Path, copy: Path) -> None:
    """As after a move, or when a backup is all that is left."""
    typed(database, "Typed")
    database.unlink()
    assert told(copy) == (1, ())
    assert offered(copy) == ["Typed"]


def test_a_draft_is_offered_in_a_backup_that_was_put_back(database: Path, copy: Path) -> None:
    """In the place of the file in which it was typed."""
    typed(database, "Typed")
    shutil.move(copy, database)
    assert offered(database) == ["Typed"]


def test_a_draft_without_a_place_waits(database: Path) -> None:
    """What this database has no segment for is not offered, and not dropped."""
    with Store.open(database, readonly=True) as store:
        place = store.place(2)
        journal = Journal(database.parent / "drafts", database=store.db_id, path=database, editor="desk2", clock=now)
        here = Draft("1", (place.uid,), (), "here", 0, "", "desk2", "2026-03-01T00:00:00.000Z", place.article)
        for draft in (here, replace(here, review_id="2", covers=("elsewhere",))):
            journal.keep(draft)
        journal.close()
        assert offered(database) == ["here"]
        assert len(Journal.recover(database.parent / "drafts", store.db_id)) == 2


def now() -> datetime:
    """The time."""
    return datetime(2026, 3, 1, tzinfo=UTC)


def test_a_defect_of_the_journal_is_said(database: Path, open_session: Callable[..., Session]) -> None:
    """It must not look as if drafts were kept."""

    class Defective(Journal):
        def keep(self, draft: Draft) -> None:
            raise ValueError(draft)

    session = open_session()
    session.lay(2)
    session.keep("Typed", 1)
    (draft,) = session.drafts
    journal = Defective(database.parent / "drafts", database="other", path=database, editor="desk2", clock=now)
    drafts = Drafts(journal)
    drafts.keep(draft)
    drafts.close()
    assert drafts.problem == "drafts are not kept: a defect: ValueError"

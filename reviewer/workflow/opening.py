"""Putting a session together: files in, articles open, drafts of a crash taken over."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reviewer.analysis.diff import diff
from reviewer.core.identity import digest
from reviewer.errors import StoreError
from reviewer.store import Journal, Store, Writer
from reviewer.store.documents import Progress
from reviewer.workflow.blind import Blindfold, BlindSession
from reviewer.workflow.importing import import_for_review
from reviewer.workflow.sampling import Drawn, draw, draw_blind
from reviewer.workflow.session import Session
from reviewer.workflow.surroundings import Surroundings


def surroundings(editor: str) -> Surroundings:
    """The world as it is: the real clocks and real chance."""
    return Surroundings(editor, lambda: datetime.now(UTC), time.monotonic, os.urandom)


def open_session(database: Path, drafts: Path, around: Surroundings) -> Session:
    """A session on `database`, which must exist, with the drafts of ended sessions taken over from the folder `drafts`.

    Raises:
        StoreError: when the database cannot be opened.
    """
    store = Store.open(database, create=False, readonly=True)
    writer = Writer(store.path)
    journal = Journal(drafts, database=store.db_id, path=store.path, editor=around.editor, clock=around.now)
    session = Session(store, writer, journal, around)
    session.adopt_drafts()
    return session


def bring_in(files: Sequence[Path], database: Path, around: Surroundings, progress: Progress | None = None) -> tuple[int, ...]:
    """The articles of `files`, imported where they are not in yet; without files the only article, or none of several.

    Raises:
        InputError: when a file cannot be taken.
        StoreError: when there are no files and no database.
    """
    if files:
        return import_for_review(files, database, around.editor, around.now(), progress)
    with Store.open(database, create=False, readonly=True) as store:
        numbers = [article.number for article in store.articles()]
    if not numbers:
        raise StoreError(f"{database}: there is no article yet; `reviewer review FILE` brings one in")
    return tuple(numbers) if len(numbers) == 1 else ()


def open_blind(database: Path, drafts: Path, around: Surroundings, sample: str) -> BlindSession:
    """A session of a blind second look at what `sample` holds; its drafts are no other session's.

    Raises:
        StoreError: when the database cannot be opened.
    """
    store = Blindfold.open(database, create=False, readonly=True)
    store.put_on(around.editor, sample)
    writer = Writer(store.path)
    kept_for = f"{store.db_id}-{digest(sample)[:16]}"
    journal = Journal(drafts, database=kept_for, path=store.path, editor=around.editor, clock=around.now)
    session = BlindSession(store, writer, journal, around)
    session.adopt_drafts()
    return session


def draw_sample(
    database: Path,
    articles: Sequence[int],
    name: str,
    size: int,
    around: Surroundings,
    *,
    seed: int | None = None,
    blind: bool = False,
) -> Drawn:
    """The sample `name`, drawn now, enlarged, or as it is (`reviewer.workflow.sampling`).

    Raises:
        QueryError: `name` is no name.
        StoreError: there is nothing to draw from, or what was drawn does not go together with what is asked for.
    """
    with Store.open(database, create=False) as store:
        drawing = draw_blind if blind else draw
        return drawing(store, articles, name, size, seed=seed, editor=around.editor, at=around.at())


def warm_up() -> None:
    """Load what the first diff needs, once."""
    diff("first", "diff")

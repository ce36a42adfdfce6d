"""Putting a session together: files in, articles open, drafts of a crash taken over."""

from __future__ import annotations

import heapq
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reviewer.analysis.diff import diff
from reviewer.core import query
from reviewer.core.identity import digest
from reviewer.errors import QueryError, StoreError
from reviewer.store import Journal, Store, Writer
from reviewer.store.documents import Progress
from reviewer.workflow.importing import import_for_review
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


def draw_sample(database: Path, articles: Sequence[int], name: str, size: int) -> str:
    """The filter that shows the sample `name`, which is drawn now unless it was before.

    What is drawn depends on the name and the segments alone: the segments with the lowest SHA-256 of both.
    """
    if '"' in name or not name.isprintable() or not name:
        raise QueryError(f"a sample's name is one line without a quotation mark, not {name!r}")
    term = f'sample:"{name}"'
    with Store.open(database, create=False) as store:
        if not len(store.view(articles or None, query.parse(term))):
            # A segment that stands in two versions of a story is drawn once.
            uids = {place.uid for place in store.place_rows(store.view(articles or None)) if place.machine}
            store.add_sample(name, heapq.nsmallest(size, uids, key=lambda uid: digest("sample", name, uid)))
    return term


def warm_up() -> None:
    """Load what the first diff needs, once."""
    diff("first", "diff")

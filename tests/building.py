"""A small article in a database, and sessions on it, for the tests of the session and of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from reviewer.core.article import Article, Document, Kind, Reading, Segment
from reviewer.store import Journal, Store, Writer
from reviewer.workflow.session import Session
from reviewer.workflow.surroundings import Surroundings

SENTENCES = (
    (1, Kind.HEADLINE, "Ministers Hold Call on Guarantee", "\n\n"),
    (2, Kind.BODY, "NATO's ban on East Asia was discussed.", " "),
    (2, Kind.BODY, "The security security negotiations go on.", " "),
    (2, Kind.BODY, "It ended . .", "\n\n"),
    (3, Kind.CREDIT, "[사진=AP·연합뉴스]", "\n\n"),
    (4, Kind.BODY, "She said “we will see” and left.", " "),
    (4, Kind.BODY, "Nobody answered.", "\n"),
)
_CHANCE = count(1)


def article(title: str = "Call") -> Article:
    """The article that every test of the screen is about."""
    segments = tuple(
        Segment(text, gap, paragraph, kind, record=record) for record, (paragraph, kind, text, gap) in enumerate(SENTENCES)
    )
    return Article(segments, title=title, target_language="en", source_language="ko")


def fill(database: Path, *articles: Article) -> None:
    """Put articles into a database."""
    with Store.open(database) as store:
        for each in articles or (article(),):
            text = each.text.encode()
            document = Document(f"{each.title}.txt", text, Reading("txt", segmenter="by hand"), (each,))
            store.add_document(
                document, path=str(database.parent / document.name), importer="desk", at="2026-01-01T00:00:00.000Z"
            )


def surroundings(editor: str = "desk2") -> Surroundings:
    """A clock that goes on by a second at every look, and chance that is none but never the same."""
    seconds = count()
    start = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    return Surroundings(
        editor,
        lambda: start + timedelta(seconds=next(seconds)),
        lambda: float(next(seconds)),
        lambda size: next(_CHANCE).to_bytes(size, "big"),
    )


def session_on(
    database: Path, editor: str = "desk2", around: Surroundings | None = None, *, opens: Sequence[int] = (1,)
) -> Session:
    """A session with the first article open, or others, or none."""
    around = around or surroundings(editor)
    store = Store.open(database, create=False, readonly=True)
    journal = Journal(database.parent / "drafts", database=store.db_id, path=database, editor=around.editor, clock=around.now)
    session = Session(store, Writer(database), journal, around)
    session.adopt_drafts()
    if opens:
        session.open_articles(opens)
    return session


def derived(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the derived tables."""
    return {
        table: sorted(map(repr, store._db.all(f"SELECT * FROM {table}"))) for table in ("standing", "head", "open_place", "tally")
    }

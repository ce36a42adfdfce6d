"""An editor without a screen: brings files in and decides, for tests of what comes after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from reviewer.core.review import Purpose, Review, Verdict, new_id, with_action
from reviewer.store import ImportedArticle, Store
from reviewer.workflow import importing

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
AT = "2026-03-01T09:30:00.000Z"
_CHANCE = count(1)


def bring_in(database: Path, path: Path, options: importing.ReadOptions = importing.AS_FOUND) -> tuple[ImportedArticle, ...]:
    """Import the file at `path`."""
    document = importing.understand(path, options)
    with Store.open(database) as store:
        return importing.import_file(store, path, document, options, editor="desk1", now=NOW)


def decide(
    database: Path,
    positions: int | Sequence[int],
    verdict: str,
    correction: str | None = None,
    *,
    article: int = 1,
    editor: str = "desk2",
    note: str = "",
    unseen: bool = False,
) -> Review:
    """Review a segment, or a join of several; `unseen` is without having seen what stands there, as after a merge."""
    wanted = [positions] if isinstance(positions, int) else list(positions)
    with Store.open(database) as store:
        places = [place for place in store.places(article) if place.position in wanted]
        review = Review(
            id=new_id(NOW, next(_CHANCE).to_bytes(10, "big")),
            covers=tuple(place.uid for place in places),
            parents=() if unseen else tuple(dict.fromkeys(head.id for place in places for head in place.heads)),
            editor=editor,
            verdict=Verdict(verdict),
            correction=correction,
            note=note,
            at=AT,
            # What an import decides is not held against what stands, so it can disagree.
            purpose=Purpose.IMPORT if unseen else Purpose.TEXT,
        )
        store.save(with_action([review]))
    return review


def accept_rest(database: Path, article: int = 1) -> None:
    """Accept whatever is open."""
    with Store.open(database) as store:
        open_places = [place.position for place in store.places(article) if place.status == "open"]
    for position in open_places:
        decide(database, position, "accepted", article=article)

"""Whether a review database is what it was when it was written, and whether its scores come out the same when counted again.

Nothing is written but a new database of what can be salvaged, and all that is looked at is of one moment, so others may go on
reviewing. A later check is one more function that yields `Checked`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from reviewer import formats
from reviewer.core.article import Article
from reviewer.errors import LockedError
from reviewer.metrics.measure import Engine
from reviewer.store import UNREADABLE, Checked, Damage, Journal, Salvaged, Store
from reviewer.workflow.recounting import recounted
from reviewer.workflow.scoring_reviews import Against


def verify(store: Store, *, engine: Engine = "reviewer", jobs: int = 1) -> Iterator[Checked]:
    """Each kind of thing in the database as soon as all of it was looked at.

    Args:
        store: the database, best opened for reading.
        engine: by whose code stored statistics are counted again; sacrebleu's own takes 7 ms a pair where TER was counted.
        jobs: how many processes count at most.

    Raises:
        ReviewerError: the database is held by others for too long, or texts cannot be counted.
    """
    with store.snapshot():
        has_references = False
        for checked in store.check():
            yield checked
            has_references |= checked.what == "references" and checked.count > 0
        against: tuple[Against, ...] = ("corrections", "references") if has_references else ("corrections",)
        try:
            yield from recounted(store, against, engine=engine, jobs=jobs)
        except LockedError:
            raise
        except UNREADABLE as error:
            damage = Damage("statistics", "all", None, f"cannot be counted again: {error}")
            yield Checked("statistics", 0, "", "cache", (damage,))


def verify_around(store: Store, named: Path, drafts: Path, now: datetime) -> Iterator[Checked]:
    """What is around the rows: schema, search indexes, files, clock, and drafts that nobody has taken up.

    Args:
        store: the database.
        named: how its path was given, links and all.
        drafts: the folder where drafts are kept.
        now: the time.
    """
    with store.snapshot():
        yield from store.check_premises(named, now)
        left, anywhere = (
            [draft for draft in Journal.recover(drafts, store.db_id, path) if not store.has_review(draft.review_id)]
            for path in (store.path, None)
        )
    editors = ", ".join(sorted({draft.editor for draft in left}))
    elsewhere = len(anywhere) - len(left)
    notes = (f"{elsewhere:,} more of another copy of this database, which offers them",) if elsewhere else ()
    said = f"left by sessions that ended ({editors}); `reviewer review` offers them"
    yield Checked("drafts", len(left), said, notes=notes)


def salvage(damaged: Path, target: Path) -> Sequence[Salvaged]:
    """Makes a new database of what is whole in a damaged one; articles that are not whole are read anew from their documents.

    Raises:
        ReviewerError: there is something at `target`, or the new database cannot be made.
    """
    return Store.salvage(damaged, target, _articles_of)


def _articles_of(name: str, data: bytes, reading_key: str) -> Sequence[Article]:
    """The articles of a document, read with the options that a `reading_key` tells; of files beside it there is only a digest."""
    said = json.loads(reading_key) if reading_key else {}
    options = {key: value for key, value in said.items() if key not in ("source", "references")}
    return formats.read(name, data, formats.ReadOptions(**options)).articles


def advice(checked: Iterable[Checked]) -> str:
    """What to do about damage, in a few words; empty where there is none."""
    damaged = {each.nature for each in checked if each.damage}
    if "original" in damaged:
        return "restore the file from a backup, or from where it was copied, or --salvage OUT what is whole"
    calls = {"derived": ".rebuild()", "cache": ".forget_statistics()"}
    said = [call for nature, call in calls.items() if nature in damaged]
    if not said:
        return ""
    return f"nothing that anybody wrote is lost: in Python, reviewer.open(FILE, readonly=False){' and '.join(said)} mends it"

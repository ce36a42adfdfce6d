"""Other databases into this one: the union of what was imported and of what was decided, of all files or of none.

Everything is named by what it is, so a row that is known is passed over and one that is not is added; no clock and no order of
files decides anything, and what stands follows from the union as it would have in one database. Nothing here is changed.

One name depends on more than content. A segment is named for its article's *lineage*, and which lineage an article got depends
on what its database had before. So one article may come with other segment names than it has here. Position by position they are
the same sentences, and `names` makes them one: their name becomes an alias of ours, and where here, too, it was a segment by
itself, both become one with the reviews of both. Which names mean one sentence is itself a set that is only added to: whoever has
met the same databases, in whatever order and through whomever, has the same reviews on the same sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from reviewer.errors import StoreError
from reviewer.store import backup, findings, foreign, standing, vetting
from reviewer.store.bringing import Bringing
from reviewer.store.connection import Connection
from reviewer.store.foreign import Foreign
from reviewer.store.schema import APPEND_ONLY

_ROOM = 48
"""Mebibytes for pages; of what there is more, SQLite writes to the log before the end."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one file brought."""

    name: str
    """Its path as it was given."""
    new: dict[str, int]
    """How many rows came, by what they are: articles, segments, reviews, …"""
    known: dict[str, int]
    """How many were here already."""
    conflicts: int
    """How many segments are in conflict that were not before."""
    settled: int
    """How many are no longer in conflict."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge."""

    brought: tuple[Brought, ...]
    """File by file, in the order given."""
    backup: Path | None
    """How the database was before; None where nothing was written."""


class _OnlyTriedError(Exception):
    """Ends a transaction of which nothing shall stay."""


def merge(db: Connection, paths: Sequence[Path], *, dry_run: bool = False, back_up: bool = True) -> Merged:
    """Brings the databases at `paths` into `db`, all or none of them; they are not changed.

    They are read, checked and scored before the lock is taken. A save beside it waits only while rows go in, and while it is seen
    what they are together: which segments are one, who answers whom, what stands, and how far each article is.

    Args:
        db: open for writing.
        paths: any number, in any order; one that was merged before brings what is new in it.
        dry_run: whether to say what would come, and write nothing.
        back_up: whether to make a verified copy of `db` first.

    Raises:
        StoreError: one of them cannot be taken; the message says which and why, and nothing was changed.
    """
    brought: list[Brought] = []
    with ExitStack() as stack:
        others = [stack.enter_context(foreign.opened(path, db.path)) for path in paths]
        stack.enter_context(standing.touching(db))
        unknown = [vetting.check(db, other) for other in others]
        copy = backup.automatic(db, "merge") if back_up and not dry_run else None
        is_changed = False
        try:
            with db.writing(), db.roomy(_ROOM):
                before = _counts(db)
                last = db.value("SELECT coalesce(max(seq), 0) FROM review")
                brought += [_bring(db, other, reviews) for other, reviews in zip(others, unknown, strict=True)]
                _check_ancestry(db, last)
                for other in others:
                    other.check_unchanged()
                if dry_run:
                    raise _OnlyTriedError
                after = _counts(db)
                is_changed = after != before
                if after["segment_alias"] != before["segment_alias"]:
                    # What was decided on one stands on another now, and no review is newer.
                    findings.drop(db)
        except _OnlyTriedError:
            pass
        finally:
            if copy is not None and not is_changed:
                copy.unlink(missing_ok=True)
                copy = None
        if copy is not None:
            backup.thin_out(db.path, "merge", copy)
    return Merged(tuple(brought), copy)


def _bring(db: Connection, other: Foreign, unknown: Sequence[int]) -> Brought:
    before = _counts(db)
    db.run("DELETE FROM touched")
    bringing = Bringing(db, other, unknown)
    new, known = bringing.all_of_it()
    in_conflict = _in_conflict(db)
    standing.restate(db)
    _take_stock(db, bringing.new_articles)
    still = _in_conflict(db)
    after = _counts(db)
    for table, count in new.items():
        # What was counted and what is there must add up, or something was taken for something else.
        if after[table] - before[table] != count:
            raise StoreError(
                f"{other.name}: {count:,} rows of {table} were to come, not {after[table] - before[table]:,}; nothing was merged"
            )
    return Brought(other.name, new, known, len(still - in_conflict), len(in_conflict - still))


def _counts(db: Connection) -> dict[str, int]:
    return {table: db.value(f"SELECT count(*) FROM {table}") for table in APPEND_ONLY}


def _in_conflict(db: Connection) -> set[int]:
    rows = db.all("SELECT segment_id FROM touched JOIN standing USING (segment_id) WHERE status = 'conflict'")
    return {segment for (segment,) in rows}


def _take_stock(db: Connection, new_articles: Sequence[int]) -> None:
    """Counts all articles anew in which anything changed."""
    changed = db.all("SELECT DISTINCT article_id FROM touched JOIN place USING (segment_id)")
    for article in sorted({article for (article,) in changed}.union(new_articles)):
        db.run("DELETE FROM tally WHERE article_id = ?", (article,))
        db.run("DELETE FROM open_place WHERE id IN (SELECT id FROM place WHERE article_id = ?)", (article,))
        standing.take_stock(db, article)


_EDGES = """
    FROM review AS child, json_each(child.parents) AS named JOIN review AS parent ON parent.id = named.value
    WHERE child.parents <> '[]' AND max(child.seq, parent.seq) > ?
"""


def _check_ancestry(db: Connection, last: int) -> None:
    """Looks at what the reviews that came after `last` say of parents; one whose parent is not here yet is as good as any.

    Raises:
        StoreError: a review answers one that was nowhere together with it, or itself.
    """
    if db.value("SELECT max(seq) FROM review") == last:
        return
    apart = db.one(
        f"SELECT child.id, parent.id {_EDGES} AND NOT EXISTS (SELECT 1 FROM review_cover AS here JOIN review_cover AS there "
        "USING (segment_id) WHERE here.review_seq = child.seq AND there.review_seq = parent.seq) LIMIT 1",
        (last,),
    )
    if apart:
        raise StoreError(f"review {apart[0]} answers review {apart[1]} of another segment; nothing was merged")
    # In every circle there is one that answers what came later, or itself.
    late = [review for (review,) in db.all(f"SELECT DISTINCT child.id {_EDGES} AND parent.seq >= child.seq", (last,))]
    done: set[str] = set()
    for start in late:
        path: dict[str, Iterator[str]] = {start: _parents(db, start)}
        while path:
            review = next(reversed(path))
            parent = next(path[review], None)
            if parent is None:
                done.add(review)
                del path[review]
            elif parent in path:
                raise StoreError(f"review {parent} answers itself by way of others; nothing was merged")
            elif parent not in done:
                path[parent] = _parents(db, parent)


def _parents(db: Connection, review: str) -> Iterator[str]:
    return iter(json.loads(db.value("SELECT parents FROM review WHERE id = ?", (review,)) or "[]"))

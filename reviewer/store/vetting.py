"""What another database is held against before the lock is taken: whoever works in ours does not wait for it.

Every name, digest and id in it must be made of what it stands for, and everything must be what this program can have written.
Only a review that is here already by its id is not looked at: it is not taken, whatever became of it there.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from reviewer.core.article import Kind
from reviewer.core.review import Review
from reviewer.errors import StoreError
from reviewer.store import checking, documents, standing
from reviewer.store.connection import Connection, Row
from reviewer.store.foreign import Foreign, damaged
from reviewer.store.review_rows import AS_WRITTEN, review_of, values_of

_KINDS = ", ".join(f"'{kind}'" for kind in Kind)
_ODD = {
    "segments: {} stands in no article": """
        SELECT uid FROM segment WHERE id NOT IN (SELECT segment_id FROM place)
            AND uid NOT IN (SELECT uid FROM segment_alias)""",
    "segments: {} is another name of what is none itself": """
        SELECT segment_alias.uid FROM segment_alias JOIN segment ON segment.id = segment_id
        WHERE segment.uid IN (SELECT uid FROM segment_alias)""",
    "places: {}": f"""
        SELECT 'article ' || article_id || ', position ' || position || ': no kind ' || kind FROM place
        WHERE kind NOT IN ({_KINDS})""",
    "facts: {} is of no kind": f"SELECT id FROM fact WHERE name = 'kind' AND value NOT IN ({_KINDS})",
}
"""What this program never writes, and a query for the first of it."""
_POINTING = ("origin", "reference", "segment_alias", "sample", "sample_drawn", "signoff", "assignment")
"""What points to a row that must be there; places and covers are part of what names and digests are made of."""


def check(db: Connection, other: Foreign) -> Sequence[int]:
    """Holds `other` against all that it says of itself, and scores what it may bring into `db`, within `standing.touching`.

    Returns:
        The numbers there of the reviews that are not in `db`.

    Raises:
        NotADatabaseError: something is damaged, or was made to look like something else.
        StoreError: another review is here by the id of one of its reviews.
    """
    for checked in checking.originals(other.db, without="reviews"):
        for damage in checked.damage:
            raise damaged(other, f"{damage.what}: {damage.where}: {damage.found}")
    for table in _POINTING:
        for _, row, parent, _ in other.db.all(f"PRAGMA foreign_key_check({table})"):
            raise damaged(other, f"{table}: row {row} names what is not in {parent}")
    for what, sql in _ODD.items():
        odd = other.db.value(f"{sql} LIMIT 1")
        if odd is not None:
            raise damaged(other, what.format(odd))
    for (reading,) in other.db.all("SELECT DISTINCT reading FROM origin"):
        try:
            documents.reading_of(reading)
        except checking.UNREADABLE as error:
            raise damaged(other, f"origins: cannot be read: {error}") from error
    unknown = array("q")
    for rows in other.db.chunks("SELECT seq, id, digest FROM review ORDER BY seq"):
        numbers = not_here(db, other, rows)
        standing.keep_scores(db, _scored(other, numbers))
        unknown.extend(numbers)
    return unknown


def not_here(db: Connection, other: Foreign, rows: Sequence[Row]) -> list[int]:
    """Of reviews of `other`, by number there, id and digest, the numbers of those that are not in `db`.

    Raises:
        StoreError: another review is here by the id of one of them.
    """
    ids = json.dumps([identity for _, identity, _ in rows])
    here: dict[str, str] = dict(db.all("SELECT id, digest FROM review WHERE id IN (SELECT value FROM json_each(?))", (ids,)))
    for _, identity, stored in rows:
        if here.get(identity, stored) != stored:
            raise StoreError(f"{other.name}: its review {identity} is not the one that has this id here; nothing was merged")
    return [seq for seq, identity, _ in rows if identity not in here]


_REVIEWS = f"""
    SELECT (SELECT machine FROM segment WHERE uid = json_extract(covers, '$[0]')), digest, {AS_WRITTEN}
    FROM review WHERE seq IN (SELECT value FROM json_each(?))
"""


def _scored(other: Foreign, numbers: Sequence[int]) -> Iterator[tuple[str, *standing.Score]]:
    """How far each of these reviews, all of which must be whole, is from what the machine wrote; of joins others decide."""
    for machine, stored, *row in other.db.all(_REVIEWS, (json.dumps(numbers),)):
        review = _checked(other, stored, tuple(row))
        if machine is not None and standing.is_scored(review):
            yield review.id, *standing.score_of(review, machine)


def _checked(other: Foreign, stored: str, row: Row) -> Review:
    """The review of a row, if it is one that this program can have written."""
    try:
        review = review_of(row)
        is_whole = review.digest == stored and values_of(review) == row and _is_possible(review)
    except checking.UNREADABLE as error:
        raise damaged(other, f"reviews: {row[0]} cannot be read: {error}") from error
    if not is_whole:
        raise damaged(other, f"reviews: {row[0]} is not what its digest was made of")
    return review


def _is_possible(review: Review) -> bool:
    """Whether nothing in a review would be in the way of whoever reads it."""
    effort = review.effort
    if review.at:
        datetime.fromisoformat(review.at)
    texts: tuple[Any, ...] = (*review.covers, *review.parents)
    return (
        bool(review.covers)
        and all(isinstance(each, str) for each in texts)
        and all(isinstance(error, dict) for error in review.errors)
        and all(isfinite(seconds) for seconds in (effort.reading, effort.typing, effort.idle, effort.idle_threshold))
    )

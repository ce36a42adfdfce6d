"""A review that stays behind in a damaged database, in words: where it stood, whose it is, and all that it says."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from reviewer.store import names
from reviewer.store.connection import Connection
from reviewer.store.salvaged_articles import Found


def told(db: Connection, found: Found, row: tuple[Any, ...]) -> str:
    """One line of a row of `review` as it was found, whole or not.

    Args:
        db: the new database.
        found: the damaged one.
        row: its number and the fields of a review.
    """
    _, identity, covers, _, editor, verdict, at, correction, *_ = row
    named: object = None
    with suppress(ValueError):
        named = json.loads(covers)
    where = [_place(db, found, uid) for uid in named if isinstance(uid, str)] if isinstance(named, list) else []
    text = "" if correction is None else f": “{correction}”"
    of = " and ".join(where) or "no sentence that is known"
    return f"left behind: review {identity} of {of}, {verdict} by {editor}{at and f', {at}'}{text}"


def _place(db: Connection, found: Found, uid: str) -> str:
    """Where a segment stands, in the new database or else in the damaged one."""
    number = names.segment_named(db, uid)
    place = db.one(
        "SELECT article_id, title, position FROM place JOIN article ON article.id = article_id WHERE segment_id = ?", (number,)
    )
    if place is None:
        segments = {row[0] for row in found.rows["segment"].values() if row[1] == uid}
        heads = {row[0]: row for row in found.rows["article"].values()}
        place = next(
            (
                (row[1], heads[row[1]][3] if row[1] in heads else "", row[2])
                for row in found.rows["place"].values()
                if row[3] in segments
            ),
            None,
        )
    return f"article {place[0]} “{place[1]}”, position {place[2]}" if place else f"segment {uid}, of which the place is lost"

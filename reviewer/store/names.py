"""Which segment a name means, and what becomes of two segments that turn out to be one.

The name of a segment is made of the lineage of its article, and two databases may have given one article two lineages. Where
they meet, one of the names becomes an alias of the other: nothing that says a name (a review, a fact, a stratum) is changed, only
what points to a segment by its number follows it, and the triggers of the schema let nothing else be moved.
"""

from __future__ import annotations

from reviewer.errors import StoreError
from reviewer.store.connection import Connection

SEGMENT = "coalesce((SELECT segment_id FROM segment_alias WHERE uid = {0}), (SELECT id FROM segment WHERE uid = {0}))"
"""The segment that a name means, NULL where it means none; to be formatted with an expression for the name."""
NAMES = "SELECT uid FROM segment WHERE id = {0} UNION ALL SELECT uid FROM segment_alias WHERE segment_id = {0}"
"""All names of a segment; to be formatted with an expression for its number."""
_POINTING = ("place", "review_cover", "segment_alias")
_IN_OUR_NAMES = """
    (SELECT json_group_array(uid) FROM (
        SELECT uid FROM review_cover JOIN segment ON segment.id = segment_id WHERE review_seq = review.seq ORDER BY ordinal))
"""


def segment_named(db: Connection, name: str) -> int | None:
    """The number of the segment that a name means; None where it means none."""
    number: int | None = db.value(f"SELECT {SEGMENT.format('?1')}", (name,))
    return number


def give(db: Connection, name: str, segment: int) -> None:
    """Makes `name`, which means nothing yet, mean a segment."""
    db.run("INSERT INTO segment_alias (uid, segment_id) VALUES (?, ?)", (name, segment))


def unite(db: Connection, one: int, other: int) -> tuple[int, int]:
    """Makes one of two segments; which one it is from now on, and which one it was besides.

    The reviews of both stand on it. What follows from them is for the caller.

    Raises:
        StoreError: they are not the same sentence.
    """
    kept, gone = sorted((one, other))
    same = db.value(
        "SELECT count(*) FROM segment AS a JOIN segment AS b ON a.machine = b.machine AND a.source IS b.source "
        "AND a.system IS b.system WHERE a.id = ? AND b.id = ? AND NOT EXISTS (SELECT 1 FROM place AS here "
        "JOIN place AS there ON there.article_id = here.article_id WHERE here.segment_id = a.id AND there.segment_id = b.id)",
        (kept, gone),
    )
    if not same:
        raise StoreError(f"{db.path}: two different sentences were said to be one; nothing was written")
    db.run("INSERT INTO segment_alias (uid, segment_id) SELECT uid, ? FROM segment WHERE id = ?", (kept, gone))
    for table in _POINTING:
        db.run(f"UPDATE {table} SET segment_id = ? WHERE segment_id = ?", (kept, gone))
    db.run(
        "UPDATE reference SET segment_id = ?1 WHERE segment_id = ?2 "
        "AND text NOT IN (SELECT text FROM reference WHERE segment_id = ?1)",
        (kept, gone),
    )
    for table, column in (("sample", "name"), ("sample_drawn", "stratum_id")):
        db.run(
            f"INSERT INTO {table} (segment_id, {column}) SELECT ?, {column} FROM {table} WHERE segment_id = ? "
            "ON CONFLICT DO NOTHING",
            (kept, gone),
        )
    for table in ("head", "standing"):
        db.run(f"DELETE FROM {table} WHERE segment_id = ?", (gone,))
    return kept, gone


def rename(db: Connection, reviews: str = "SELECT seq FROM review", parameters: tuple[object, ...] = ()) -> None:
    """Writes down what the reviews of a query cover by the names that stand here, where they say others."""
    db.run(f"DELETE FROM renamed WHERE review_seq IN ({reviews})", parameters)
    db.run(
        f"INSERT INTO renamed SELECT seq, {_IN_OUR_NAMES} FROM review "
        f"WHERE EXISTS (SELECT 1 FROM segment_alias) AND seq IN ({reviews}) AND covers <> {_IN_OUR_NAMES}",
        parameters,
    )

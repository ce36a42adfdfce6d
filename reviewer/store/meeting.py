"""Which of our segments each segment of another database is, by all that either knows of names.

A table `their`, which lives as long as the transaction, says it by number, so that a database of any size goes through in little
memory. Where an article is here already, its sentences are ours, position by position, whatever either calls them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby

from reviewer.store import names
from reviewer.store.connection import Connection, Row

PLACES = "SELECT article_id, segment_id, paragraph, kind, gap, key, record FROM place ORDER BY article_id, position"
_THEIRS = f"INSERT INTO their SELECT ?1, {names.SEGMENT.format('?2')}"
_BY_OTHER_NAMES = """
    SELECT their.id, place.id FROM stands JOIN their ON their.id = their_id JOIN place ON place.id = place_id
    WHERE their.segment_id IS NOT place.segment_id ORDER BY place.id
"""
_NUMBERED = """
    UPDATE their SET segment_id = numbered.number FROM (
        SELECT id, ? + row_number() OVER (ORDER BY id) AS number FROM their WHERE segment_id IS NULL) AS numbered
    WHERE their.id = numbered.id
"""


def rows(theirs: Connection, sql: str) -> Iterator[Row]:
    """The rows of a query as a stream."""
    return chain.from_iterable(theirs.chunks(sql))


def segments(db: Connection, theirs: Connection, articles: dict[int, int]) -> tuple[int, int]:
    """Fills the table `their`, puts in what is not here, and brings aliases; how many segments are new, and how many were known.

    Args:
        db: ours, within a transaction.
        theirs: the other one.
        articles: their number of each article that both have, and ours.
    """
    db.run("CREATE TEMP TABLE their (id INTEGER PRIMARY KEY, segment_id INTEGER)")
    db.run_many(_THEIRS, rows(theirs, "SELECT id, uid FROM segment WHERE uid NOT IN (SELECT uid FROM segment_alias)"))
    db.run("CREATE INDEX temp.their_segment ON their(segment_id)")
    _meet(db, theirs, articles)
    new = _put(db, theirs)
    for name, number in rows(theirs, "SELECT uid, segment_id FROM segment_alias"):
        _one_sentence(db, name, db.value("SELECT segment_id FROM their WHERE id = ?", (number,)))
    # A segment of theirs that turned out to be another one is known by its name alone.
    db.run_many(_THEIRS, rows(theirs, "SELECT id, uid FROM segment WHERE uid IN (SELECT uid FROM segment_alias)"))
    return new, db.value("SELECT count(*) FROM their") - new


def _meet(db: Connection, theirs: Connection, articles: dict[int, int]) -> None:
    """Goes through the articles that both have, place by place."""
    first = {number: db.value("SELECT first_place FROM article WHERE id = ?", (ours,)) for number, ours in articles.items()}
    db.run("CREATE TEMP TABLE stands (place_id INTEGER PRIMARY KEY, their_id INTEGER NOT NULL)")
    db.run_many(
        "INSERT INTO stands VALUES (?, ?)",
        (
            (first[article] + offset, segment)
            for article, places in groupby(rows(theirs, PLACES), key=lambda row: row[0])
            if article in first
            for offset, (_, segment, *_) in enumerate(places)
        ),
    )
    for number, place in db.all(_BY_OTHER_NAMES):
        name = theirs.value("SELECT uid FROM segment WHERE id = ?", (number,))
        # Which segment stands there is read anew each time: one may have become another.
        _one_sentence(db, name, db.value("SELECT segment_id FROM place WHERE id = ?", (place,)))
        db.run(f"UPDATE their SET segment_id = {names.SEGMENT.format('?1')} WHERE id = ?2", (name, number))
    db.run("DROP TABLE temp.stands")


def _one_sentence(db: Connection, name: str, segment: int) -> None:
    """Sees to it that `name` means `segment`, which another name of the same sentence means."""
    meant = names.segment_named(db, name)
    if meant is None:
        names.give(db, name, segment)
    elif meant != segment:
        kept, gone = names.unite(db, meant, segment)
        names.rename(db, "SELECT review_seq FROM review_cover WHERE segment_id = ?", (kept,))
        db.run("UPDATE their SET segment_id = ? WHERE segment_id = ?", (kept, gone))
        db.run("DELETE FROM touched WHERE segment_id = ?", (gone,))
        # The score of a join is that of all its parts.
        db.run(
            "INSERT OR IGNORE INTO touched SELECT beside.segment_id FROM review_cover AS own "
            "JOIN review_cover AS beside USING (review_seq) WHERE own.segment_id = ?1 UNION SELECT ?1",
            (kept,),
        )


def _put(db: Connection, theirs: Connection) -> int:
    """Puts in the segments that no name of ours means; how many."""
    last = db.value("SELECT coalesce(max(id), 0) FROM segment")
    if not (new := db.run(_NUMBERED, (last,))):
        return 0
    db.run_many(
        "INSERT INTO segment (id, uid, machine, source, system, content) "
        "SELECT segment_id, ?2, ?3, ?4, ?5, ?6 FROM their WHERE id = ?1 AND segment_id > ?7",
        ((*row, last) for row in rows(theirs, "SELECT id, uid, machine, source, system, content FROM segment")),
    )
    db.run("INSERT INTO segment_fts (rowid, machine, source) SELECT id, machine, source FROM segment WHERE id > ?", (last,))
    return new

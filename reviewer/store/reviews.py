"""Reviews in and out of the database: one append-only row each, saved all or none.

A save is refused when what stands is not what its editor saw, and repeated without harm: the id was chosen before the first
try. The row is the review; `review_cover` only finds it by segment. What follows from it is `standing`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from reviewer.core import history as core_history
from reviewer.core.review import Purpose, Review
from reviewer.errors import StaleError, StoreError
from reviewer.store import names, standing
from reviewer.store.connection import Connection
from reviewer.store.review_rows import COLUMNS, FIELDS, review_of, settled, values_of

_INSERT = f"INSERT INTO review ({', '.join(FIELDS)}, digest) VALUES ({', '.join('?' * (len(FIELDS) + 1))})"
_LONGEST_HISTORY = 5000
"""How many of an editor's latest reviews undo looks back over."""
_PAGE = 1_000


def save(db: Connection, reviews: Sequence[Review], scores: Mapping[str, standing.Score] | None) -> None:
    """Writes `reviews`, all or none; they are durable when this returns.

    One that came too late is taken only beside another that answers both it and what stands, on at least the same segments.

    Raises:
        StaleError: what stands on a segment is not what the review says it answers.
        StoreError: a segment is not known, or another review has the same id.
    """
    with db.writing():
        fresh = [(review, _segment_ids(db, review)) for review in _unknown(db, reviews)]
        answers = {parent: review for review, _ in fresh for parent in review.parents}
        for review, segments in fresh:
            is_answered = review.id in answers and set(review.covers) <= set(answers[review.id].covers)
            if review.purpose is Purpose.TEXT and not is_answered:
                _check_parents(db, review, segments, {other.id for other, _ in fresh})
        insert(db, fresh)
        standing.refresh(db, {segment for _, segments in fresh for segment in segments}, scores)


def insert(db: Connection, reviews: Iterable[tuple[Review, Sequence[int]]]) -> None:
    """Adds rows for `reviews` and the segments that they cover; what follows from them is for the caller."""
    for review, segments in reviews:
        db.run(_INSERT, (*values_of(review), review.digest))
        seq = db.value("SELECT last_insert_rowid()")
        db.run_many(
            "INSERT INTO review_cover (segment_id, review_seq, ordinal) VALUES (?, ?, ?)",
            [(segment, seq, ordinal) for ordinal, segment in enumerate(segments)],
        )
        names.rename(db, "SELECT ?", (seq,))


def by_id(db: Connection, review_id: str) -> Review:
    """The review with this id.

    Raises:
        StoreError: when there is none.
    """
    row = db.one(f"SELECT {COLUMNS} FROM review WHERE id = ?", (review_id,))
    if row is None:
        raise StoreError(f"{db.path}: no review {review_id}")
    return review_of(row)


def is_known(db: Connection, review_id: str) -> bool:
    """Whether a review with this id is here."""
    return db.one("SELECT 1 FROM review WHERE id = ?", (review_id,)) is not None


def of_action(db: Connection, action: str) -> tuple[Review, ...]:
    """What one keypress made, in order of arrival."""
    return tuple(review_of(row) for row in db.all(f"SELECT {COLUMNS} FROM review WHERE action = ? ORDER BY seq", (action,)))


def of_segment(db: Connection, uid: str) -> tuple[Review, ...]:
    """Every review that covers a segment, in order of arrival."""
    return tuple(
        review_of(row)
        for row in db.all(
            f"SELECT {COLUMNS} FROM review_cover JOIN review ON seq = review_seq WHERE segment_id = ? ORDER BY seq",
            (names.segment_named(db, uid),),
        )
    )


def through(db: Connection) -> Iterator[Review]:
    """Every review there is, in order of arrival, read a page at a time."""
    last = 0
    while page := db.all(f"SELECT seq, {COLUMNS} FROM review WHERE seq > ? ORDER BY seq LIMIT {_PAGE}", (last,)):
        yield from (review_of(tuple(row)) for _, *row in page)
        last = page[-1][0]


def checks(db: Connection, editor: str, sample: str) -> dict[str, Review]:
    """By segment, the last blind second look that `editor` took for `sample`."""
    rows = db.all(
        f"SELECT {COLUMNS} FROM review WHERE editor = ? AND purpose = 'check' AND reached_by = ? ORDER BY seq", (editor, sample)
    )
    return {uid: review for review in map(review_of, rows) for uid in review.covers}


def editors(db: Connection) -> list[str]:
    """The editors of all reviews, in the order of their names."""
    return [editor for (editor,) in db.all("SELECT DISTINCT editor FROM review ORDER BY editor")]


def heads(db: Connection, uid: str) -> tuple[Review, ...]:
    """The reviews that stand on a segment, the earliest first, in whatever order they came in."""
    return tuple(
        review_of(row)
        for row in db.all(
            f"SELECT {COLUMNS} FROM head JOIN review ON seq = review_seq WHERE segment_id = ? ORDER BY review.at, review.id",
            (names.segment_named(db, uid),),
        )
    )


def history(db: Connection, article: int, editor: str) -> core_history.History:
    """What `editor` can take back and do again in an article, out of their latest reviews."""
    # The plus keeps SQLite from walking through the whole article for each review.
    rows = db.all(
        f"""
        SELECT {COLUMNS} FROM review
        WHERE seq IN (SELECT seq FROM review WHERE editor = ? AND purpose = 'text' ORDER BY seq DESC LIMIT {_LONGEST_HISTORY})
            AND EXISTS (
                SELECT 1 FROM review_cover JOIN place ON place.segment_id = review_cover.segment_id
                WHERE review_cover.review_seq = review.seq AND +place.article_id = ?)
        ORDER BY seq
        """,
        (editor, article),
    )
    return core_history.history(review_of(row) for row in rows)


def _unknown(db: Connection, reviews: Sequence[Review]) -> list[Review]:
    """Those of `reviews` that are not in the database, each once."""
    unknown: dict[str, Review] = {}
    for given in reviews:
        review = settled(given)
        if not review.covers or len(set(review.covers)) < len(review.covers):
            raise StoreError(f"{db.path}: review {review.id} covers no segment, or one of them twice; nothing was written")
        known = db.value("SELECT digest FROM review WHERE id = ?", (review.id,))
        if known is None and review.id in unknown:
            known = unknown[review.id].digest
        if known is None:
            unknown[review.id] = review
        elif known != review.digest:
            raise StoreError(f"{db.path}: another review has the id {review.id}; nothing was written")
    return list(unknown.values())


def _segment_ids(db: Connection, review: Review) -> list[int]:
    segments = []
    for uid in review.covers:
        segment = names.segment_named(db, uid)
        if segment is None:
            raise StoreError(f"{db.path}: no segment {uid}; import its article first")
        segments.append(segment)
    return segments


def _check_parents(db: Connection, review: Review, segments: Sequence[int], beside: Set[str]) -> None:
    standing_there: dict[str, Review] = {}
    for segment in segments:
        for row in db.all(
            f"SELECT {COLUMNS} FROM head JOIN review ON seq = review_seq WHERE segment_id = ? ORDER BY seq", (segment,)
        ):
            standing_there[row[0]] = review_of(row)
    if set(standing_there) != set(review.parents) - beside:
        raise StaleError(review, tuple(standing_there.values()))

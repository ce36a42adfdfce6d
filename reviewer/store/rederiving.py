"""What is derived from reviews, derived once more and held against what is stored; nothing is written.

It is what `standing.rebuild` would write, by the same functions, one segment after the other: a database of any size is looked
through in the memory of its decided segments' statuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from math import isclose
from typing import Any

from reviewer.core.review import Status
from reviewer.store.connection import Connection
from reviewer.store.review_rows import COLUMNS, review_of
from reviewer.store.standing import SEGMENTS_OF_FACTS, STANDING_FACT, TALLIED, Score, Standing, review_score, standing_of

Compared = tuple[str, object, object]
"""Where, what is stored there, and what it should be; of two mappings only the keys that differ are told."""

_STORED = ("status", "kind", "has_note", "is_query", "similarity", "edits", "reference_words")
_COVERED = f"""
    SELECT review_cover.segment_id, segment.uid, machine, {", ".join(f"standing.{column}" for column in _STORED)},
        head.review_seq IS NOT NULL, seq, {COLUMNS}
    FROM review_cover JOIN review ON seq = review_cover.review_seq JOIN segment ON segment.id = review_cover.segment_id
        LEFT JOIN standing ON standing.segment_id = review_cover.segment_id
        LEFT JOIN head ON head.segment_id = review_cover.segment_id AND head.review_seq = review_cover.review_seq
    ORDER BY review_cover.segment_id, review_cover.review_seq
"""
_UNCOVERED = f"""
    SELECT standing.segment_id, segment.uid, {", ".join(f"standing.{column}" for column in _STORED)}
    FROM standing JOIN segment ON segment.id = standing.segment_id
    WHERE NOT EXISTS (SELECT 1 FROM review_cover WHERE review_cover.segment_id = standing.segment_id)
"""
_UNFOUNDED = """
    SELECT segment.uid, review.id FROM head JOIN segment ON segment.id = segment_id JOIN review ON seq = head.review_seq
    WHERE NOT EXISTS (SELECT 1 FROM review_cover AS cover
        WHERE cover.segment_id = head.segment_id AND cover.review_seq = head.review_seq)
"""
_UNTOUCHED: dict[str, object] = dict(zip(_STORED, ("open", None, 0, 0, None, None, None), strict=True))
"""What stands of a segment without a review: nothing, and no row needs to say so."""


class Rederived:
    """What the reviews of a database come to. `standing` goes first: the others stand on what it finds."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._status: dict[int, str] = {}
        """Of the segments that are not open."""
        self._queries: set[int] = set()
        self.is_whole = False
        """Whether `standing` was read to its end."""

    def standing(self) -> Iterator[Compared]:
        """What stands on each segment that was ever reviewed, or said to be of another kind, with its score."""
        kinds = self._kinds()
        joins: dict[str, Score] = {}
        for segment, listed in groupby((row for rows in self._db.chunks(_COVERED) for row in rows), key=lambda row: row[0]):
            rows = list(listed)
            uid, machine, *stored = rows[0][1:10]
            now = standing_of(uid, [(row[11], review_of(row[12:])) for row in rows])
            self._remember(segment, now)
            there = {**dict(zip(_STORED, stored, strict=True)), "heads": [row[12] for row in rows if row[10]]}
            should = self._fields(now, machine, joins)
            should["kind"] = kinds.pop(segment, None)
            should["heads"] = [row[12] for row in rows if row[11] in now.heads]
            yield f"segment {uid}", _as_close(there, should), should
        for segment, uid, *stored in self._db.all(_UNCOVERED):
            yield (
                f"segment {uid}",
                dict(zip(_STORED, stored, strict=True)),
                {**_UNTOUCHED, "kind": kinds.pop(segment, "no row at all")},
            )
        for segment, kind in kinds.items():
            yield f"segment {self._db.value('SELECT uid FROM segment WHERE id = ?', (segment,))}", {"kind": None}, {"kind": kind}
        for uid, review in self._db.all(_UNFOUNDED):
            yield f"segment {uid}", {"heads": [review]}, {"heads": "none that this review covers"}
        self.is_whole = True

    def open_places(self) -> Iterator[Compared]:
        """Of each place, whether it is listed as open."""
        sql = "SELECT article_id, position, segment_id, open_place.id FROM place LEFT JOIN open_place ON open_place.id = place.id"
        for rows in self._db.chunks(f"{sql} ORDER BY place.id"):
            for article, position, segment, listed in rows:
                stored = "closed" if listed is None else "open"
                found = "closed" if segment in self._status else "open"
                if found == "open" or stored != found:
                    yield f"article {article}, position {position}", stored, found

    def tallies(self) -> Iterator[Compared]:
        """Of each article, how many of its segments stand where, and when it was last reviewed."""
        counts: dict[int, Counter[str]] = {}
        for rows in self._db.chunks("SELECT article_id, segment_id FROM place"):
            for article, segment in rows:
                counted = counts.setdefault(article, Counter())
                if status := self._status.get(segment):
                    counted[status] += 1
                counted["queries"] += segment in self._queries
        last: dict[int, str | None] = dict(
            self._db.all(
                "SELECT article_id, nullif(max(at), '') FROM place JOIN review_cover USING (segment_id) "
                "JOIN review ON seq = review_seq WHERE purpose <> 'check' GROUP BY article_id"
            )
        )
        columns = (*(str(status) for status in TALLIED), "queries", "last_review_at")
        for number, *stored in self._db.all(
            f"SELECT article.id, {', '.join(columns)} FROM article LEFT JOIN tally ON article_id = article.id ORDER BY 1"
        ):
            counted = counts.get(number, Counter())
            should = {**{column: counted[column] for column in columns[:-1]}, "last_review_at": last.get(number)}
            yield f"article {number}", dict(zip(columns, stored, strict=True)), should

    def _kinds(self) -> dict[int, str]:
        """The kind that stands of what was said, by segment."""
        said = self._db.all(f"SELECT id, uid FROM segment WHERE id IN ({SEGMENTS_OF_FACTS})")
        return {segment: self._db.value(STANDING_FACT, (uid, "kind")) for segment, uid in said}

    def _remember(self, segment: int, now: Standing) -> None:
        if now.status is not Status.OPEN:
            self._status[segment] = now.status.value
        if now.is_query:
            self._queries.add(segment)

    def _fields(self, now: Standing, machine: str, joins: dict[str, Score]) -> dict[str, Any]:
        score: Score | None = None
        if now.printed:
            # Only a join is met again.
            score = review_score(self._db, now.printed, machine, joins if len(now.printed.covers) > 1 else {})
        values = (now.status.value, None, int(now.has_note), int(now.is_query), *(score or (None, None, None)))
        return dict(zip(_STORED, values, strict=True))


def _as_close(there: dict[str, Any], should: dict[str, Any]) -> dict[str, Any]:
    """`there`, without a difference that is only in the last bits: another build of rapidfuzz may divide otherwise."""
    stored, found = there["similarity"], should["similarity"]
    if isinstance(stored, float) and found is not None and isclose(stored, found, rel_tol=1e-12):
        return {**there, "similarity": found}
    return there

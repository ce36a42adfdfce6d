"""What there is to score: the machine text and the final text of everything that is decided and printed.

What a pair is depends on its own segments and on those that were ever reviewed together with them, on nothing else. So after a
save only these are looked at again (`touched`, `around`), and what comes of it is what reading everything would give.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from reviewer.core.composition import runs
from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Status
from reviewer.store import places
from reviewer.store.connection import Connection
from reviewer.store.names import SEGMENT
from reviewer.store.rows import View, packed

ReviewedPair = tuple[str, str, Review, Place]
"""Machine text, final text, the review that made the one into the other, and the first place that it covers."""

_PAGE = 1_000


def decided(db: Connection, articles: Sequence[int] | None) -> View:
    """The rows of `articles`, None for all, whose segments are covered by a review that stands on any of its segments.

    All the pairs there are, are made of these.

    Raises:
        StoreError: when there is no such article.
    """
    if articles is None:
        rows = db.all(
            "SELECT id FROM place WHERE segment_id IN "
            "(SELECT review_cover.segment_id FROM head JOIN review_cover USING (review_seq)) ORDER BY id"
        )
        return View(packed([row for (row,) in rows]))
    listed: list[int] = []
    for span in (places.span(db, article) for article in sorted(set(articles))):
        rows = db.all(
            "SELECT id FROM place WHERE id BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM review_cover JOIN head USING (review_seq) "
            "WHERE review_cover.segment_id = place.segment_id) ORDER BY id",
            (span.start, span.stop - 1),
        )
        listed += [row for (row,) in rows]
    return View(packed(listed))


def reviewed(db: Connection, view: View) -> Iterator[ReviewedPair]:
    """The reviewed pairs of a view in order; a join is one pair, and a review that stands in several articles is one pair.

    Left out is what has no final text (open, rejected, cut, in conflict), what has no machine text, and a join whose parts do
    not stand side by side here.
    """
    seen: set[tuple[str, ...]] = set()
    several = _lineages_of_several(db)
    for pair in _everywhere(db, view):
        _, _, review, place = pair
        if place.article in several:
            if review.covers in seen:
                continue
            seen.add(review.covers)
        yield pair


def with_joins(db: Connection, view: View) -> View:
    """`view` and, of every join that stands and has a part in it, the other parts."""
    joins: dict[tuple[int, int], list[int]] = {}
    for article, review, row in db.all(
        "SELECT place.article_id, head.review_seq, place.id FROM head JOIN review ON seq = head.review_seq "
        "JOIN place ON place.segment_id = head.segment_id WHERE json_array_length(covers) > 1"
    ):
        joins.setdefault((article, review), []).append(row)
    more = {row for rows in joins.values() if any(view.index_of(row) is not None for row in rows) for row in rows}
    return View(packed(sorted(more.union(view.rows)))) if more else view


def last_seq(db: Connection) -> int:
    """The last review that arrived, by the order of arrival here; 0 before the first."""
    return int(db.value("SELECT max(seq) FROM review") or 0)


def touched(db: Connection, after: int, until: int) -> frozenset[str]:
    """The uids of all segments whose pairs the reviews after `after` and up to `until` can have changed.

    Those that they cover, those that were ever reviewed together with these, and so on: where a join is parted, or a part of it
    is decided by itself, all its other parts are others than before.
    """
    rows = db.all(
        """
        WITH RECURSIVE touched (segment_id) AS (
            SELECT segment_id FROM review_cover WHERE review_seq > ? AND review_seq <= ?
            UNION
            SELECT beside.segment_id FROM touched JOIN review_cover AS own ON own.segment_id = touched.segment_id
                JOIN review_cover AS beside ON beside.review_seq = own.review_seq)
        SELECT uid FROM touched JOIN segment ON segment.id = segment_id
        """,
        (after, until),
    )
    return frozenset(uid for (uid,) in rows)


def around(db: Connection, uids: Iterable[str]) -> Iterator[ReviewedPair]:
    """The reviewed pairs of segments that `touched` gave, wherever they stand: in the order of articles, once in each."""
    rows = db.all(
        f"SELECT id FROM place WHERE segment_id IN (SELECT {SEGMENT.format('value')} FROM json_each(?)) ORDER BY id",
        (json.dumps(list(uids)),),
    )
    return _everywhere(db, View(packed([row for (row,) in rows])))


def _everywhere(db: Connection, view: View) -> Iterator[ReviewedPair]:
    """The reviewed pairs of a view in order, as often as they stand there."""
    for run in _runs(db, view):
        review = run[0].review
        if review is None or run[0].status not in (Status.ACCEPTED, Status.CORRECTED):
            continue
        machine = run_text(run)
        if not machine or tuple(place.uid for place in run) != review.covers:
            continue
        final = machine if run[0].status is Status.ACCEPTED else review.correction or ""
        yield machine, final, review, run[0]


def _lineages_of_several(db: Connection) -> frozenset[int]:
    """The articles of which there is more than one version: only there can a segment be met twice."""
    rows = db.all(
        "SELECT id FROM article WHERE lineage IN (SELECT lineage FROM article GROUP BY lineage HAVING count(*) > 1) "
        "UNION SELECT article_id FROM place WHERE segment_id IN (SELECT segment_id FROM segment_alias)"
    )
    return frozenset(number for (number,) in rows)


def _runs(db: Connection, view: View) -> Iterator[tuple[Place, ...]]:
    """The runs of a view, read in pages; a join that goes over the end of a page waits for the next."""
    waiting: list[Place] = []
    for start in range(0, len(view), _PAGE):
        waiting += places.at(db, view.slice(start, start + _PAGE))
        more = start + _PAGE < len(view)
        given = 0
        for run in chain.from_iterable(map(runs, _side_by_side(waiting))):
            review = run[0].review
            if more and review is not None and given + len(review.covers) > len(waiting):
                break
            yield run
            given += len(run)
        del waiting[:given]


def _side_by_side(those: Sequence[Place]) -> Iterator[Sequence[Place]]:
    """`those` in stretches without a hole: what a view leaves out still stands between what it shows."""
    start = 0
    for index in range(1, len(those)):
        if those[index].row != those[index - 1].row + 1:
            yield those[start:index]
            start = index
    yield those[start:]

"""What there is to score: the machine text and the final text of everything that is decided and printed."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.core.composition import runs
from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Status
from reviewer.store import places
from reviewer.store.connection import Connection
from reviewer.store.rows import View

ReviewedPair = tuple[str, str, Review, Place]
"""Machine text, final text, the review that made the one into the other, and the first place that it covers."""

_PAGE = 1_000


def reviewed(db: Connection, view: View) -> Iterator[ReviewedPair]:
    """The reviewed pairs of a view in order; a join is one pair, and a review that stands in several articles is one pair.

    Left out is what has no final text (open, rejected, cut, in conflict), what has no machine text, and a join whose parts do
    not stand side by side here.
    """
    seen: set[tuple[str, ...]] = set()
    several = _lineages_of_several(db)
    for run in _runs(db, view):
        review = run[0].review
        if review is None or run[0].status not in (Status.ACCEPTED, Status.CORRECTED):
            continue
        machine = run_text(run)
        if not machine or tuple(place.uid for place in run) != review.covers:
            continue
        if run[0].article in several:
            if review.covers in seen:
                continue
            seen.add(review.covers)
        final = machine if run[0].status is Status.ACCEPTED else review.correction or ""
        yield machine, final, review, run[0]


def _lineages_of_several(db: Connection) -> frozenset[int]:
    """The articles of which there is more than one version: only there can a segment be met twice."""
    rows = db.all("SELECT id FROM article WHERE lineage IN (SELECT lineage FROM article GROUP BY lineage HAVING count(*) > 1)")
    return frozenset(number for (number,) in rows)


def _runs(db: Connection, view: View) -> Iterator[tuple[Place, ...]]:
    """The runs of a view, read in pages; a join that goes over the end of a page waits for the next."""
    waiting: list[Place] = []
    for start in range(0, len(view), _PAGE):
        waiting += places.at(db, view.slice(start, start + _PAGE))
        more = start + _PAGE < len(view)
        given = 0
        for run in runs(waiting):
            review = run[0].review
            if more and review is not None and given + len(review.covers) > len(waiting):
                break
            yield run
            given += len(run)
        del waiting[:given]

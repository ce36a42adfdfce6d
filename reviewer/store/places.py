"""Reading places: pages, counts, and the way to the next open one.

The place rows of an article follow one another without a hole, and so do those of all articles in their order; that is why a
page, a position and a total cost the same in an article of a million segments as in one of forty.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reviewer.core.article import Kind
from reviewer.core.place import Place
from reviewer.core.review import Review, Status
from reviewer.errors import StoreError
from reviewer.store.connection import Connection, Row
from reviewer.store.names import segment_named
from reviewer.store.review_rows import COLUMNS, review_of
from reviewer.store.rows import Counts, ListRow, View

_PAGE = 1_000
_LIST_TEXT = 200
_NEIGHBOURHOOD = 60
"""How many places to each side are looked at for a paragraph and its neighbours; a table may be one paragraph."""

_PLACES = """
    SELECT place.id, article_id, position, segment.uid, paragraph, coalesce(standing.kind, place.kind), machine, gap, source,
        segment.system, key, record, coalesce(status, 'open'), place.segment_id
    FROM place JOIN segment ON segment.id = place.segment_id LEFT JOIN standing ON standing.segment_id = place.segment_id
"""


def span(db: Connection, article: int) -> range:
    """The place rows of an article.

    Raises:
        StoreError: when there is no such article.
    """
    row = db.one("SELECT first_place, segments FROM article WHERE id = ?", (article,))
    if row is None:
        raise StoreError(f"{db.path}: no article {article}; `reviewer list --articles` shows them")
    return range(row[0], row[0] + row[1])


def at(db: Connection, rows: Sequence[int]) -> list[Place]:
    """The places of `rows`, in the order given.

    Raises:
        StoreError: when one of them does not exist.
    """
    where, parameters = _these(rows)
    found = db.all(f"{_PLACES} WHERE {where}", parameters)
    heads = _heads(db, [row[13] for row in found])
    places = {row[0]: _place(row, tuple(heads.get(row[13], ()))) for row in found}
    try:
        return [places[row] for row in rows]
    except KeyError as error:
        raise StoreError(f"{db.path}: no place {error}") from error


def row_of(db: Connection, article: int, uid: str) -> int:
    """The row of the segment `uid` in an article.

    Raises:
        StoreError: when the article has no such segment.
    """
    rows = span(db, article)
    found: int | None = db.value(
        "SELECT id FROM place WHERE segment_id = ? AND id BETWEEN ? AND ?",
        (segment_named(db, uid), rows.start, rows.stop - 1),
    )
    if found is None:
        raise StoreError(f"{db.path}: article {article} has no segment {uid}")
    return found


def through(db: Connection, view: View) -> Iterator[Place]:
    """The places of a view in order, read a page at a time."""
    for start in range(0, len(view), _PAGE):
        yield from at(db, view.slice(start, start + _PAGE))


def page(db: Connection, rows: Sequence[int]) -> list[ListRow]:
    """What the list shows of `rows`, in the order given; rows that do not exist are left out."""
    where, parameters = _these(rows)
    found = db.all(
        f"""
        SELECT place.id, article_id, position, coalesce(standing.kind, place.kind), coalesce(status, 'open'), is_query,
            has_note, machine
        FROM place JOIN segment ON segment.id = place.segment_id LEFT JOIN standing ON standing.segment_id = place.segment_id
        WHERE {where}
        """,
        parameters,
    )
    lines = {
        row: ListRow(row, article, position, Kind(kind), Status(status), bool(query), bool(note), machine[:_LIST_TEXT])
        for row, article, position, kind, status, query, note, machine in found
    }
    return [lines[row] for row in rows if row in lines]


def next_open(db: Connection, article: int, position: int, direction: int) -> int | None:
    """The nearest open place after (or, with a negative `direction`, before) `position`; past the end it looks from the start.

    None when nothing in the article is open. The place at `position` itself is the last that is looked at.
    """
    rows = span(db, article)
    here = rows.start + position - 1
    if direction >= 0:
        ways = (("min", here + 1, rows.stop - 1), ("min", rows.start, here))
    else:
        ways = (("max", rows.start, here - 1), ("max", here, rows.stop - 1))
    for which, first, last in ways:
        row: int | None = db.value(f"SELECT {which}(id) FROM open_place WHERE id BETWEEN ? AND ?", (first, last))
        if row is not None:
            return row
    return None


def counts(db: Connection, article: int | None) -> Counts:
    """How many segments of an article, or of all, stand where."""
    if article is not None:
        span(db, article)
    row = db.one(
        """
        SELECT sum(accepted), sum(corrected), sum(rejected), sum(cut), sum(conflict), sum(queries), sum(segments)
        FROM article JOIN tally ON tally.article_id = article.id WHERE ?1 IS NULL OR article.id = ?1
        """,
        (article,),
    )
    return counted(row or ())


def counted(row: Sequence[int | None]) -> Counts:
    """`Counts` of accepted, corrected, rejected, cut, in conflict, queries and all."""
    accepted, corrected, rejected, cut, conflict, queries, total = (number or 0 for number in row)
    return Counts(
        open=total - accepted - corrected - rejected - cut - conflict,
        accepted=accepted,
        corrected=corrected,
        rejected=rejected,
        cut=cut,
        conflict=conflict,
        queries=queries,
        total=total,
    )


def neighbours(db: Connection, article: int, paragraph: int, around: int | None) -> list[Place]:
    """The places of a paragraph, of the one before and of the one after, near the position `around`."""
    rows = span(db, article)
    if around is None:
        around = db.value("SELECT min(position) FROM place WHERE article_id = ? AND paragraph = ?", (article, paragraph)) or 1
    here = rows.start + around - 1
    window = range(max(rows.start, here - _NEIGHBOURHOOD), min(rows.stop, here + _NEIGHBOURHOOD + 1))
    return [place for place in at(db, window) if abs(place.paragraph - paragraph) <= 1]


def _these(rows: Sequence[int]) -> tuple[str, tuple[object, ...]]:
    """A condition on places that holds for `rows`; as one parameter, because there is a limit to their number."""
    if isinstance(rows, range) and rows.step == 1:
        return "place.id BETWEEN ? AND ?", (rows.start, rows.stop - 1)
    return "place.id IN (SELECT value FROM json_each(?))", (json.dumps(list(rows)),)


def _heads(db: Connection, segments: Sequence[int]) -> dict[int, list[Review]]:
    heads: dict[int, list[Review]] = {}
    for segment, *row in db.all(
        f"SELECT segment_id, {COLUMNS} FROM head JOIN review ON seq = review_seq "
        "WHERE segment_id IN (SELECT value FROM json_each(?)) ORDER BY review.at, review.id",
        (json.dumps(segments),),
    ):
        heads.setdefault(segment, []).append(review_of(tuple(row)))
    return heads


def _place(row: Row, heads: tuple[Review, ...]) -> Place:
    number, article, position, uid, paragraph, kind, machine, gap, source, system, key, record, status, _ = row
    return Place(
        row=number,
        article=article,
        position=position,
        uid=uid,
        paragraph=paragraph,
        kind=Kind(kind),
        machine=machine,
        gap=gap,
        source=source,
        system=system,
        key=key,
        record=record,
        status=Status(status),
        heads=heads,
    )

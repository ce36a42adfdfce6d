"""From articles, filter terms and words to the rows that are looked at."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence

from reviewer.core.query import Term
from reviewer.store import filters, search
from reviewer.store.connection import Connection
from reviewer.store.places import span
from reviewer.store.rows import View, packed


def view(db: Connection, articles: Sequence[int] | None, terms: Sequence[Term], words: str | None) -> View:
    """The rows of `articles` (None for all of them) where all `terms` hold and all `words` are found."""
    if not terms and not (words and words.strip()):
        return View(_unfiltered(db, articles))
    by_term, values = filters.conditions(terms)
    by_word, more_values = search.conditions(words or "")
    with filters.matching(db, terms):
        return View(_matching(db, articles, f"{by_term} AND {by_word}", [*values, *more_values]))


def found(db: Connection, articles: Sequence[int] | None, words: str, limit: int) -> list[int]:
    """The first `limit` rows of `articles` where all of `words` are found; none for no words."""
    if not words.strip():
        return []
    sql, values = search.conditions(words)
    return list(_matching(db, articles, sql, values, limit))


def _unfiltered(db: Connection, articles: Sequence[int] | None) -> Sequence[int]:
    if articles is None:
        # Asked for in one query, the first and the last are looked for by reading everything between.
        first, last = (db.value(f"SELECT {end}(id) FROM place") for end in ("min", "max"))
        return range(first, last + 1) if first else range(0)
    spans = [span(db, article) for article in sorted(set(articles))]
    return spans[0] if len(spans) == 1 else packed([row for rows in spans for row in rows])


def _matching(
    db: Connection, articles: Sequence[int] | None, condition: str, values: Sequence[object], limit: int = -1
) -> Sequence[int]:
    where, parameters = "1", []
    if articles is not None:
        for article in articles:
            span(db, article)
        where, parameters = "place.article_id IN (SELECT value FROM json_each(?))", [json.dumps(list(articles))]
    rows = array("q")
    sql = f"SELECT place.id FROM place WHERE {where} AND {condition} ORDER BY place.id LIMIT ?"
    for chunk in db.chunks(sql, (*parameters, *values, limit)):
        rows.extend(row for (row,) in chunk)
    return rows

"""Filter queries as SQL: one condition a term, every value a parameter.

A field is one line of `_CONDITIONS`; its names are those of `core.query.FIELDS`, and a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from reviewer.core.query import Term
from reviewer.errors import QueryError
from reviewer.store import findings, search
from reviewer.store.assignments import STANDING
from reviewer.store.connection import Connection

Condition = tuple[str, list[object]]

_OF_A_HEAD = "place.segment_id IN (SELECT segment_id FROM head JOIN review ON seq = review_seq WHERE {})"
_HAS = {
    "query": _OF_A_HEAD.format("note LIKE '?%'"),
    "note": _OF_A_HEAD.format("note <> ''"),
    "correction": _OF_A_HEAD.format("correction IS NOT NULL"),
    "source": "EXISTS (SELECT 1 FROM segment WHERE segment.id = place.segment_id AND source <> '')",
    "reference": "place.segment_id IN (SELECT segment_id FROM reference)",
    "join": _OF_A_HEAD.format("json_array_length(covers) > 1"),
    "assignment": f"place.article_id IN (SELECT id FROM ({STANDING}) WHERE editor <> '')",
}
_MATCHES = """
    EXISTS (SELECT 1 FROM segment WHERE segment.id = place.segment_id AND matches(?, machine))
    OR EXISTS (SELECT 1 FROM head JOIN review ON seq = review_seq
        WHERE head.segment_id = place.segment_id AND matches(?, correction))
"""
_COMPARISONS = ("<", "<=", ">", ">=", "=")


def _similarity(term: Term) -> Condition:
    if term.operator not in _COMPARISONS:
        raise ValueError(term.operator)
    return f"place.segment_id IN (SELECT segment_id FROM standing WHERE similarity {term.operator} ?)", [float(term.value)]


def _status(term: Term) -> Condition:
    if term.value == "open":
        return "place.id IN (SELECT id FROM open_place)", []
    return "place.segment_id IN (SELECT segment_id FROM standing WHERE status = ?)", [term.value]


_CONDITIONS: dict[str, Callable[[Term], Condition]] = {
    "status": _status,
    "has": lambda term: (_HAS[term.value], []),
    "kind": lambda term: (
        "coalesce((SELECT kind FROM standing WHERE standing.segment_id = place.segment_id), place.kind) = ?",
        [term.value],
    ),
    "editor": lambda term: (_OF_A_HEAD.format("editor = ?"), [term.value]),
    "system": lambda term: ("place.article_id IN (SELECT id FROM article WHERE system = ?)", [term.value]),
    "article": lambda term: ("place.article_id = ?", [int(term.value)]),
    "matches": lambda term: (_MATCHES, [term.value, term.value]),
    "similarity": _similarity,
    "sample": lambda term: ("place.segment_id IN (SELECT segment_id FROM sample WHERE name = ?)", [term.value]),
    "assigned": lambda term: (f"place.article_id IN (SELECT id FROM ({STANDING}) WHERE editor = ?)", [term.value]),
    "finding": lambda term: findings.condition(term.value),
    "text": lambda term: search.condition(term.value),
}


def conditions(terms: Sequence[Term]) -> Condition:
    """A condition on places that holds where all of `terms` do; of none, always."""
    parts, values = [], []
    for term in terms:
        sql, parameters = _CONDITIONS[term.field](term)
        parts.append(f"NOT ({sql})" if term.negated else f"({sql})")
        values += parameters
    return " AND ".join(parts) or "1", values


@contextmanager
def matching(db: Connection, terms: Sequence[Term]) -> Iterator[None]:
    """Gives `db` the function with which it looks for the patterns among `terms`, for one query within.

    Raises:
        QueryError: a pattern cannot be used, or was too slow; what the query found is then not all.
    """
    asked = {term.value for term in terms if term.field == "matches"}
    if not asked:
        yield
        return
    # Loaded late: hardly anybody asks for one, and everybody waits for the screen.
    from reviewer.analysis.patterns import Search

    searches = {pattern: Search(pattern) for pattern in asked}

    def stopped() -> QueryError | None:
        return next(filter(None, (each.stopped for each in searches.values())), None)

    def matches(pattern: str, text: str | None) -> bool:
        return stopped() is None and searches[pattern].finds(text)

    db.sqlite.create_function("matches", 2, matches, deterministic=True)
    yield
    if (reason := stopped()) is not None:
        raise reason

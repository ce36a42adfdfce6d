"""Filter queries as SQL: one condition a term, every value a parameter.

A field is one line of `_CONDITIONS`; its names are those of `core.query.FIELDS`, and a test holds the two to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reviewer.core.query import Term
from reviewer.store import search
from reviewer.store.assignments import STANDING

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
    "similarity": _similarity,
    "sample": lambda term: ("place.segment_id IN (SELECT segment_id FROM sample WHERE name = ?)", [term.value]),
    "assigned": lambda term: (f"place.article_id IN (SELECT id FROM ({STANDING}) WHERE editor = ?)", [term.value]),
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

"""Filter queries: `status:open editor:desk2 similarity:<70 "exact words" -kind:credit`.

One grammar for the screen and for every command. Terms are joined by a space and all must hold; a `-` before a term negates it;
a word without a field, or a phrase in double quotes, is looked for in the texts. What is not understood is an error that says
what would be: a filter that silently matches nothing is worse than none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from reviewer.core.article import Kind
from reviewer.core.check_names import CHECK_NAMES, FAMILIES
from reviewer.core.finding import Level
from reviewer.core.review import Status
from reviewer.core.visible import visible
from reviewer.errors import QueryError

HAS = ("query", "note", "correction", "source", "reference", "join", "assignment")
"""What `has:` can ask for."""

FIELDS: dict[str, str] = {
    "status": "open, accepted, corrected, rejected, cut or conflict",
    "has": ", ".join(HAS),
    "kind": "headline, body, caption, credit or boilerplate",
    "editor": "the name of who decided",
    "system": "the engine that wrote the machine text",
    "article": "an article's number",
    "matches": "a regular expression, found in machine text or correction; (?i) in front takes upper and lower case for one",
    "similarity": "0 to 100 between machine text and correction, with < <= > >= or =",
    "sample": "the name of a sample",
    "assigned": "the name of the editor whose articles they are",
    "finding": "any, info, warning or error and what is above, a family of checks, or the name of a check",
}
"""Every field, and what may follow its colon."""

MOST = 300
"""How many terms, or words, may be asked for at once."""
_SHOWN = 60

_TERM = re.compile(r'(?P<not>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_COMPARISON = re.compile(r"(?P<operator><=|>=|<|>|=)?(?P<number>\d+(?:\.\d+)?)")
_CHOICES = {"status": tuple(Status), "kind": tuple(Kind), "has": HAS}
_FINDINGS = ("any", *Level, *FAMILIES, *(name for names in CHECK_NAMES.values() for name in names))
_LISTED = ", ".join(_FINDINGS)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition."""

    field: str
    """A name of `FIELDS`, or `text`."""
    value: str
    operator: str = "="
    negated: bool = False


def parse(query: str) -> tuple[Term, ...]:
    """The terms of `query`, in order; none of an empty one.

    Raises:
        QueryError: when a field or value is not known, a quotation is not closed, or there are more than `MOST` terms.
    """
    terms: list[Term] = []
    place = 0
    while place < len(query):
        if query[place].isspace():
            place += 1
            continue
        found = _TERM.match(query, place)
        if found is None or query.count('"') % 2:
            raise QueryError(f'filter: a quotation that is not closed: {visible(query[place:], _SHOWN)}; write "exact words"')
        if len(terms) == MOST:
            raise QueryError(f"filter: more than {MOST} terms; put words that stand together between quotation marks")
        terms.append(_term(found))
        place = found.end()
    return tuple(terms)


def _term(found: re.Match[str]) -> Term:
    field = (found["field"] or "text").lower()
    value = found["word"] if found["phrase"] is None else found["phrase"]
    negated = found["not"] is not None
    if not value:
        raise QueryError(f"filter: {visible(found[0], _SHOWN)} says nothing; put a value, or words, between the quotation marks")
    if found["phrase"] is None and field == "text" and value.endswith(":") and value[:-1].lower() in FIELDS:
        raise QueryError(f"filter: {value} without a value; after it comes {FIELDS[value[:-1].lower()]}")
    if field == "text":
        return Term(field, value, negated=negated)
    if field not in FIELDS:
        raise QueryError(f"filter: unknown field {field[:_SHOWN]!r}; known: {', '.join(FIELDS)}; quote it to look for the words")
    if field in _CHOICES and value not in _CHOICES[field]:
        raise QueryError(f"filter: {field}:{visible(value, _SHOWN)} means nothing; {field} is {FIELDS[field]}")
    if field == "similarity":
        comparison = _COMPARISON.fullmatch(value)
        if comparison is None or not math.isfinite(float(comparison["number"])):
            raise QueryError(f"filter: similarity:{visible(value, _SHOWN)} is no comparison; write similarity:<70")
        return Term(field, comparison["number"], comparison["operator"] or "=", negated)
    if field == "finding" and value not in _FINDINGS and not value.startswith("house/"):
        raise QueryError(f"filter: finding:{visible(value, _SHOWN)} is no check; after it comes {FIELDS[field]}: {_LISTED}")
    if field == "article" and not (value.isascii() and value.isdigit() and len(value) < 19):
        raise QueryError(f"filter: article:{visible(value, _SHOWN)} is no number; `reviewer list --articles` shows them")
    return Term(field, value, negated=negated)

"""A review as a row of its table, and back, field by field; the same in both directions, to the digest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from reviewer.core.review import Effort, Purpose, Reached, Review, Verdict
from reviewer.store.connection import Row

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
FIELDS = (
    "id",
    "covers",
    "parents",
    "editor",
    "verdict",
    "at",
    "correction",
    "reason",
    "note",
    "purpose",
    "reached",
    "reached_by",
    "reading_seconds",
    "typing_seconds",
    "idle_seconds",
    "idle_threshold",
    "errors",
    "action",
    "undoes",
    "redoes",
)
AS_WRITTEN = ", ".join(f"review.{field}" for field in FIELDS)
"""What `review_of` reads, in its order: a review as it was made, which is what its digest stands for."""
_COVERS = "coalesce((SELECT renamed.covers FROM renamed WHERE renamed.review_seq = review.seq), review.covers)"
COLUMNS = AS_WRITTEN.replace("review.covers", _COVERS)
"""The same with what it covers by the names that stand here, as all want it who look at segments."""


def review_of(row: Row) -> Review:
    """The review of a row of `COLUMNS` or `AS_WRITTEN`."""
    (
        review_id, covers, parents, editor, verdict, at, correction, reason, note, purpose, reached, reached_by, reading,
        typing, idle, idle_threshold, errors, action, undoes, redoes,
    ) = row  # fmt: skip
    return Review(
        id=review_id,
        covers=tuple(json.loads(covers)),
        parents=tuple(json.loads(parents)) if parents != "[]" else (),
        editor=editor,
        verdict=Verdict(verdict),
        at=at,
        correction=correction,
        reason=reason,
        note=note,
        purpose=Purpose(purpose),
        reached=Reached(reached),
        reached_by=reached_by,
        effort=Effort(reading, typing, idle, idle_threshold),
        errors=tuple(json.loads(errors)) if errors != "[]" else (),
        action=action,
        undoes=undoes,
        redoes=redoes,
    )


def values_of(review: Review) -> tuple[object, ...]:
    """The values of `FIELDS`."""
    effort = review.effort
    return (
        review.id, _json(review.covers), _json(review.parents), review.editor, review.verdict.value, review.at,
        review.correction, review.reason, review.note, review.purpose.value, review.reached.value, review.reached_by,
        effort.reading, effort.typing, effort.idle, effort.idle_threshold, _json(review.errors), review.action,
        review.undoes, review.redoes,
    )  # fmt: skip


def _json(values: Sequence[object]) -> str:
    return _JSON.encode(values) if values else "[]"


def settled(review: Review) -> Review:
    """`review` as the database gives it back: whole seconds are floats there, and the digest tells 1 from 1.0."""
    effort = review.effort
    return replace(
        review, effort=Effort(float(effort.reading), float(effort.typing), float(effort.idle), float(effort.idle_threshold))
    )

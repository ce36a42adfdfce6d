"""What a decision keeps of the errors that editors confirmed, and where there is a decision that can have any.

The machine text never changes, so an error in it stays one whatever becomes of the correction. What was said of a correction, and
that there is no error at all, holds only for the text it was said of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reviewer.core.error import Category, Side
from reviewer.core.review import Review, Status
from reviewer.workflow.desk import Desk, RefusalError

Fields = Mapping[str, Any]
"""An error as a review keeps it."""

_REFUSED = {
    Status.OPEN: "decide first: errors belong to a decision",
    Status.CONFLICT: "in conflict: errors wait until one text stands",
    Status.CUT: "cut: what is not for print has no errors",
}


def decided(desk: Desk) -> Review:
    """The decision on the desk that errors can be put on.

    Raises:
        RefusalError: when there is none, or what is typed would become another.
    """
    if desk.draft is not None:
        raise RefusalError("decide first: what is typed here is a draft, and errors belong to a decision")
    review = desk.first.review
    if desk.status in _REFUSED or review is None:
        raise RefusalError(_REFUSED.get(desk.status, _REFUSED[Status.OPEN]))
    if not desk.machine.strip():
        raise RefusalError("there is no machine text here that could have errors")
    return review


def carried(heads: Iterable[Review], covers: tuple[str, ...], correction: str | None) -> tuple[dict[str, Any], ...]:
    """The errors in reviews that stand which a new one with this correction keeps; none of those that cover something else."""
    kept = [
        error
        for head in heads
        if head.covers == covers
        for error in head.errors
        if head.correction == correction or (_side(error) == Side.MACHINE and error["category"] != Category.NO_ERROR)
    ]
    return united(kept)


def united(errors: Iterable[Fields]) -> tuple[dict[str, Any], ...]:
    """`errors`, each once; that there is none only where there is none."""
    each_once: list[dict[str, Any]] = []
    for error in map(dict, errors):
        if error not in each_once:
            each_once.append(error)
    spans = [error["span"] for error in each_once if error["category"] != Category.NO_ERROR]
    return tuple(
        error
        for error in each_once
        if error["category"] != Category.NO_ERROR
        or not any(error["span"][0] <= start and end <= error["span"][1] for start, end in spans)
    )


def _side(error: Fields) -> str:
    return str(error.get("side", Side.MACHINE))

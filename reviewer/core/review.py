"""What an editor decides: reviews, and what stands of them.

A review is never changed and never deleted. What stands of a segment is a review that is nobody's parent there (a *head*): one,
and the segment is reviewed; several that say the same are agreement; several that differ are a conflict. No decision depends on
a clock, so putting two histories together is putting two sets together.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from reviewer.core.identity import digest


class Verdict(StrEnum):
    """What a review says of the machine text."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    CUT = "cut"
    REOPENED = "reopened"


class Status(StrEnum):
    """Where a segment stands; derived from its heads."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    CUT = "cut"
    CONFLICT = "conflict"


MARKS = {
    Status.OPEN: ".",
    Status.ACCEPTED: "=",
    Status.CORRECTED: "~",
    Status.REJECTED: "x",
    Status.CUT: "-",
    Status.CONFLICT: "!",
}
"""How a status is written where there is one character for it; ASCII, so that it reads without colour."""


class Purpose(StrEnum):
    """Why a review was made. A `check` is a blind second look and is never a head."""

    TEXT = "text"
    IMPORT = "import"
    CHECK = "check"


class Reached(StrEnum):
    """How the editor came to the segment; what was chosen is no estimate of the whole."""

    ORDER = "order"
    NEED = "need"
    FILTER = "filter"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Effort:
    """Seconds spent, by what was done; a pause of `idle_threshold` or more is idle from its first second on."""

    reading: float = 0.0
    typing: float = 0.0
    idle: float = 0.0
    idle_threshold: float = 30.0

    @property
    def active(self) -> float:
        """Seconds of reading and typing together."""
        return self.reading + self.typing


@dataclass(frozen=True, slots=True)
class Review:
    """One editor's decision at one time on one segment, or on a run of neighbouring ones (a join)."""

    id: str
    """A UUIDv7, made when the draft starts, so that saving twice is saving once."""
    covers: tuple[str, ...]
    """The uids of the segments, in the article's order."""
    parents: tuple[str, ...]
    """The ids of the reviews that stood there when this one was made."""
    editor: str
    verdict: Verdict
    at: str
    """When, RFC 3339 in UTC; empty where an import could not know."""
    correction: str | None = None
    reason: str | None = None
    """Of a cut: `residue` or `content`; of a rejection: the editor's own words."""
    note: str = ""
    """One that begins with `?` is a query."""
    purpose: Purpose = Purpose.TEXT
    reached: Reached = Reached.ORDER
    reached_by: str = ""
    """The filter or the sample's name."""
    effort: Effort = field(default_factory=Effort)
    errors: tuple[dict[str, Any], ...] = ()
    action: str = ""
    """All reviews made by one keypress share it: the id of the first of them."""
    undoes: str | None = None
    """The action that this one takes back."""
    redoes: str | None = None
    """The action that this one does again."""

    @property
    def is_query(self) -> bool:
        """Whether somebody must answer before the article is done."""
        return self.note.startswith("?")

    @property
    def status(self) -> Status:
        """The status of a segment on which this review alone stands."""
        return Status.OPEN if self.verdict is Verdict.REOPENED else Status(self.verdict.value)

    @property
    def opinion(self) -> tuple[object, ...]:
        """What it says of the text: two reviews with the same opinion agree."""
        return (self.verdict, self.correction, self.covers if self.verdict is not Verdict.REOPENED else ())

    @property
    def digest(self) -> str:
        """A SHA-256 over all of its fields."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return digest("review", {**fields, "effort": {name: getattr(self.effort, name) for name in self.effort.__slots__}})


def standing(heads: Sequence[Review]) -> Status:
    """The status of a segment whose heads are these; none of them is a `check`."""
    if not heads:
        return Status.OPEN
    if len({review.opinion for review in heads}) > 1:
        return Status.CONFLICT
    return heads[0].status


def heads(reviews: Iterable[Review], segment: str) -> list[Review]:
    """The reviews that cover `segment` and are nobody's parent there, in the order given."""
    covering = [review for review in reviews if segment in review.covers and review.purpose is not Purpose.CHECK]
    replaced = {parent for review in covering for parent in review.parents}
    return [review for review in covering if review.id not in replaced]


def new_id(now: datetime, entropy: bytes) -> str:
    """A UUIDv7 (RFC 9562) of the time `now` and ten random bytes."""
    milliseconds = int(now.timestamp() * 1000)
    value = (milliseconds << 80) | int.from_bytes(entropy[:10], "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))


def timestamp(now: datetime) -> str:
    """`now` as RFC 3339 in UTC to the millisecond, e.g. `2026-03-01T09:30:00.000Z`."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def imported_review(segment: str, machine: str, correction: str, editor: str) -> Review:
    """The review that an imported `correction` makes; importing it twice, anywhere, makes the same one.

    Nobody knows when it was decided, so its `at` is empty.
    """
    review_id = str(uuid.UUID(digest("imported", segment, editor, correction)[:32]))
    verdict = Verdict.ACCEPTED if correction == machine else Verdict.CORRECTED
    return Review(
        id=review_id,
        action=review_id,
        covers=(segment,),
        parents=(),
        editor=editor,
        verdict=verdict,
        correction=None if verdict is Verdict.ACCEPTED else correction,
        at="",
        purpose=Purpose.IMPORT,
    )


def with_action(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """`reviews` made by one keypress: each gets the id of the first as its action."""
    return tuple(replace(review, action=reviews[0].id) for review in reviews)

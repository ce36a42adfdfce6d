"""What lies on the desk: a segment or a join with its draft, and what can be asked of it without a database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from reviewer.core.composition import is_torn, runs
from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Status
from reviewer.errors import ReviewerError
from reviewer.store import Draft


class RefusalError(ReviewerError):
    """What was asked cannot be done to this segment now; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The segment, or the join, that is being looked at."""

    places: tuple[Place, ...]
    draft: Draft | None = None

    @property
    def first(self) -> Place:
        """The first segment of it."""
        return self.places[0]

    @property
    def covers(self) -> tuple[str, ...]:
        """The uids of its segments."""
        return tuple(place.uid for place in self.places)

    @property
    def parents(self) -> tuple[str, ...]:
        """The ids of the reviews that stand on it."""
        return tuple(review.id for review in self.heads)

    @property
    def heads(self) -> tuple[Review, ...]:
        """The reviews that stand on any of it, each once."""
        return tuple({review.id: review for place in self.places for review in place.heads}.values())

    @property
    def machine(self) -> str:
        """What the machine wrote."""
        return run_text(self.places)

    @property
    def standing(self) -> str:
        """The text that stands: the correction, where there is one, else the machine's; in a conflict nobody's."""
        if self.status is Status.CONFLICT:
            return self.machine
        return "".join(
            text + (run[-1].gap if run[-1] is not self.places[-1] else "") for run, text in map(_standing, runs(self.places))
        )

    @property
    def text(self) -> str:
        """The text in sight: the draft, where there is one."""
        return self.standing if self.draft is None else self.draft.text

    @property
    def source(self) -> str | None:
        """The original text, where it is known."""
        known = [place.source for place in self.places if place.source]
        return " ".join(known) or None

    @property
    def status(self) -> Status:
        """Where it stands: in conflict where any of it is; a part of a join that is torn was not decided by itself."""
        if any(place.status is Status.CONFLICT for place in self.places):
            return Status.CONFLICT
        return Status.OPEN if is_torn(self.places) else self.first.status

    @property
    def note(self) -> str:
        """The note on it, in the draft or standing."""
        if self.draft is not None:
            return self.draft.note
        return reduce(both_notes, (head.note for head in self.heads), "") if self.status is Status.CONFLICT else self.first.note

    @property
    def is_joined_by_draft(self) -> bool:
        """Whether the draft covers more than the review that stands."""
        return (
            self.draft is not None
            and self.status is not Status.CONFLICT
            and len(next(iter(runs(self.places)))) < len(self.draft.covers)
        )


def _standing(run: tuple[Place, ...]) -> tuple[tuple[Place, ...], str]:
    heads = run[0].heads
    if heads and len(run) == len(heads[0].covers) and heads[0].correction is not None:
        return run, heads[0].correction
    return run, run_text(run)


def both_notes(note: str, following: str) -> str:
    """Two notes as one, a query first, so that it stays one."""
    notes = sorted(dict.fromkeys(filter(None, (note, following))), key=lambda each: not each.startswith("?"))
    return " · ".join(notes)

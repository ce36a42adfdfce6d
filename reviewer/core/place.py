"""A segment in its place of an article, with what stands there now."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.core.article import Kind
from reviewer.core.review import Review, Status


@dataclass(frozen=True, slots=True)
class Place:
    """What the list, the screen, the exports and the commands know of one segment."""

    row: int
    """The number of the place in its database, unique over all articles; only for this database."""
    article: int
    """The number of the article in its database."""
    position: int
    """Its place in the article, counted from 1."""
    uid: str
    paragraph: int
    kind: Kind
    machine: str
    gap: str
    source: str | None
    system: str | None
    key: str | None
    record: int
    status: Status
    heads: tuple[Review, ...]
    """The reviews that stand here: none when it was never decided, several in an agreement or a conflict."""

    @property
    def review(self) -> Review | None:
        """The one review that speaks for this segment; None while it is open or in conflict."""
        return self.heads[0] if self.heads and self.status not in (Status.OPEN, Status.CONFLICT) else None

    @property
    def note(self) -> str:
        """The notes that stand here, one a line."""
        return "\n".join(dict.fromkeys(review.note for review in self.heads if review.note))

    @property
    def is_query(self) -> bool:
        """Whether a note that stands here asks something."""
        return any(review.is_query for review in self.heads)


def run_text(places: tuple[Place, ...] | list[Place]) -> str:
    """The machine text of neighbouring `places`, with the white space between but not after them."""
    return "".join(place.machine + place.gap for place in places[:-1]) + places[-1].machine

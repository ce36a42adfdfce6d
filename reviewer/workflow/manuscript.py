"""The corrected article as a whole: its running text, what still stands in its way, and its sign-off."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.core.composition import Piece, Unfinished, pieces, running_text
from reviewer.core.identity import text_digest
from reviewer.core.review import Status
from reviewer.store import ArticleRow, Store

UNPRINTABLE = (Status.OPEN, Status.REJECTED, Status.CONFLICT)
"""Statuses that do not say what to print."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a segment is not ready for print."""

    position: int
    what: str
    """`open`, `rejected`, `conflict`, `query`, or `torn` for a part of a join whose other parts are not beside it."""
    text: str
    """The machine text, or the query."""

    def __str__(self) -> str:
        return f"{self.position}: {self.what}: {self.text}"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An article as it now stands."""

    article: ArticleRow
    lead: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The running text; what is not decided as the machine wrote it."""
        return running_text(self.lead, self.pieces)

    @property
    def digest(self) -> str:
        """The name of the exact text, which a sign-off holds on to."""
        return text_digest([self.text])

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """What is open, rejected, in conflict, torn or asked about, in the order of the text."""
        found = []
        for piece in self.pieces:
            first = piece.places[0]
            if piece.status in UNPRINTABLE:
                found.append(Obstacle(first.position, str(piece.status), piece.machine))
            elif piece.is_torn:
                found.append(Obstacle(first.position, "torn", piece.machine))
            elif first.is_query:
                found.append(Obstacle(first.position, "query", first.note))
        return tuple(found)


def manuscript(store: Store, number: int, unfinished: Unfinished = Unfinished.MACHINE) -> Manuscript:
    """Article `number` as it stands in `store`."""
    article = store.article(number)
    return Manuscript(article, article.lead, tuple(pieces(store.places(number), unfinished)))

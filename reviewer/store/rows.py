"""What the store hands out beside core types: frozen rows for lists, counts and receipts.

Nothing here knows SQL. A `View` is the one thing that may be long: it holds place rows as a range or as packed integers,
never as objects, so that a list over a million segments costs eight megabytes at most and nothing where it is unfiltered.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from reviewer.core.article import Kind, Reading
from reviewer.core.finding import Finding
from reviewer.core.review import Status

Looked = Literal["machine", "standing"]
"""Of which text findings are: the machine's, as if nobody had reviewed anything, or the one that stands."""


@dataclass(frozen=True, slots=True)
class View:
    """The rows of the places that are looked at, in the order (article, position), which is also their ascending order."""

    rows: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def row_at(self, index: int) -> int:
        """The place row that stands at `index`, counted from 0.

        Raises:
            IndexError: when there is none.
        """
        return self.rows[index]

    def index_of(self, row: int) -> int | None:
        """Where `row` stands, counted from 0; None when it is not in this view."""
        index = bisect_left(self.rows, row)
        return index if index < len(self.rows) and self.rows[index] == row else None

    def slice(self, start: int, stop: int) -> Sequence[int]:
        """The rows from `start` up to `stop`, as far as there are any."""
        return self.rows[max(start, 0) : max(stop, 0)]


def packed(rows: Sequence[int]) -> Sequence[int]:
    """Ascending `rows` in eight bytes each, or as a range where nothing is missing between the first and the last."""
    if rows and rows[-1] - rows[0] + 1 == len(rows):
        return range(rows[0], rows[-1] + 1)
    return array("q", rows)


@dataclass(frozen=True, slots=True)
class ListRow:
    """What one line of the list shows."""

    row: int
    article: int
    position: int
    kind: Kind
    status: Status
    is_query: bool
    has_note: bool
    text: str
    """The first 200 characters of the machine text."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many segments stand where; `queries` are counted beside their status."""

    open: int = 0
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    cut: int = 0
    conflict: int = 0
    queries: int = 0
    total: int = 0

    @property
    def decided(self) -> int:
        """Segments that are neither open nor in conflict."""
        return self.total - self.open - self.conflict


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody read an exact text and put their name to it; whether that text still stands is told by its digest."""

    id: str
    article: int
    editor: str
    at: str
    text_digest: str
    """`core.identity.text_digest` of what was read."""
    active_seconds: float
    idle_seconds: float
    idle_threshold: float
    path: str | None
    """The file that was written, where one was."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as a list of articles shows it."""

    number: int
    uid: str
    lineage: str
    title: str
    lead: str
    """The white space before the first segment."""
    path: str
    """Where it was first imported from."""
    system: str | None
    date: str | None
    source_language: str | None
    target_language: str | None
    segments: int
    first_row: int
    """The place row of its first segment; the others follow without a hole."""
    counts: Counts
    imported_at: str
    imported_by: str
    last_review_at: str | None
    signed_off: SignOff | None
    """The last sign-off there was; it is void where the text that stands has another digest."""
    assigned: str | None = None
    """Who is to review it."""

    @property
    def rows(self) -> range:
        """The place rows of the article, in order."""
        return range(self.first_row, self.first_row + self.segments)


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that an article was first read from: what is needed to write it in the form in which it came."""

    name: str
    sha256: str
    data: bytes = field(repr=False)
    reading: Reading
    ordinal: int
    """Which article of the document it is, counted from 0."""
    articles: int
    """How many articles the document held."""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """What an import did with one article of a document."""

    number: int
    title: str
    segments: int
    new: bool
    """Whether the article was not known before."""
    version_of: int | None
    """The article of which a new one is another version."""
    kept: int
    """Segments that were known already, with all that was decided on them."""
    reviews: int
    """Reviews made from its corrections."""
    references: int
    """Reference translations that were not known."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article that is looked at by the checks, and what there was to know when it was."""

    article: int
    first: int
    last: int
    """The place rows at both ends; a join that begins in it belongs to it as a whole."""
    of: Looked
    checks: str
    """A digest of what the checks are."""
    last_review: int
    last_fact: int
    last_segment: int


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding as it is kept."""

    row: int
    """The place row of the segment, or of the first of the join."""
    finding: Finding
    """With the level that its check gave it, whatever editors did with such."""
    family: str
    digest: str
    """What a dismissal of it holds on to."""

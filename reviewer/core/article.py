"""What is translated: documents, articles and their segments, as they came in.

The rule of this module is that nothing here is ever altered. A machine text that is shown, scored or exported is the one that
was read; all that people decide about it lives in `reviewer.core.review`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a segment is on the page."""

    HEADLINE = "headline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of an article in its place, as a reader found it."""

    machine: str
    """What the machine wrote; empty where the file has no machine text for this unit."""
    gap: str = ""
    """The white space between this segment and the next; it belongs to the article."""
    paragraph: int = 1
    """The paragraph it stands in, counted from 1 within its article."""
    kind: Kind = Kind.BODY
    source: str | None = None
    references: tuple[str, ...] = ()
    correction: str | None = None
    """What a `correction` column says; it becomes a review at import."""
    editor: str | None = None
    """Whose correction that is, where the file says so."""
    key: str | None = None
    """The file's own id of it."""
    record: int = 0
    """Which record of the document it came from, counted from 0; for plain text its own position."""


@dataclass(frozen=True, slots=True)
class Article:
    """A story: its segments in order, and the white space before the first."""

    segments: tuple[Segment, ...]
    lead: str = ""
    title: str = ""
    system: str | None = None
    source_language: str | None = None
    target_language: str | None = None
    date: str | None = None
    """The day it was published, ISO 8601."""

    @property
    def text(self) -> str:
        """The article as the machine wrote it, white space included."""
        return self.lead + "".join(segment.machine + segment.gap for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the bytes of a document were understood: enough to read them again in the same way."""

    format: str
    """A name of `reviewer.formats.READERS`."""
    encoding: str = "utf-8"
    """A Python codec; `utf-8-sig`, `utf-16` and (big-endian) `utf-16-be-sig` where the file has a byte order mark."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of tables: what is read and the header it is read from, e.g. `("machine", "mt")`."""
    segmenter: str | None = None
    """Of running text: what parted it into sentences, with its version and language, e.g. `sentencex 1.0.32 en`."""


@dataclass(frozen=True, slots=True)
class Document:
    """One imported file: its bytes as they are, how they were read, and the articles in it."""

    name: str
    """The file's name as it was given, for people; never used as a path again."""
    data: bytes = field(repr=False)
    reading: Reading
    articles: tuple[Article, ...]
    notices: tuple[str, ...] = ()
    """What a person should know about how it was read, one line each."""

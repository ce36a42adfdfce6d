"""What every reader of a format takes and gives; a reader is a module or an object with these functions.

Readers see decoded text only, and hand out all of it: what a file holds beside the machine text is found again in its bytes, so
that `rewrite` changes what an editor changed and leaves the rest as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Protocol

from reviewer.core.article import Article, Reading


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person says about a file; all that is left out is found in the file itself."""

    format: str | None = None
    """A name of `reviewer.formats.READERS`; by default the suffix of the file's name decides."""
    encoding: str | None = None
    """A Python codec; by default UTF-8, or UTF-16 with a byte order mark."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Of tables: what is to be read, and its header's name or its number, counted from 1."""
    source: tuple[str, bytes] | None = None
    """Name and bytes of a file with the source, one segment a line."""
    references: tuple[tuple[str, bytes], ...] = ()
    """Names and bytes of files with a reference each, one segment a line."""
    source_language: str | None = None
    target_language: str | None = None
    system: str | None = None
    title: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a reader found in a text."""

    articles: tuple[Article, ...]
    columns: tuple[tuple[str, str], ...] = ()
    segmenter: str | None = None
    notices: tuple[str, ...] = ()


class Reader(Protocol):
    """One format."""

    def read(self, name: str, text: str, options: ReadOptions) -> Contents:
        """The articles in `text`; a FormatError that names the line where it is not of this format."""

    def record_lines(self, name: str, text: str, reading: Reading) -> list[int]:
        """The line on which each record of `text` begins, counted from 1; not of running text."""

    def rewrite(self, name: str, text: str, reading: Reading, edits: Mapping[int, str | None], keep: Set[int] | None) -> str:
        """`text` with the records in `edits` changed or taken out, and only those in `keep` left; see `formats.write`."""

"""Everything that can go wrong in a way that a person can mend, as one tree.

```
ReviewerError            something failed; the message says what, where and what to do
├── InputError           a file that comes in cannot be taken
│   ├── EncodingError    its bytes are not the text that they were taken for
│   └── FormatError      its text does not have the form that it should have
├── OutputError          a file that goes out cannot be written
├── QueryError           a filter or search that does not say what it means
├── UnknownNameError     a name that is not in the list; the message lists the known ones
├── UnfinishedError      an article is not ready for what was asked of it
├── StoreError           the review database cannot do what was asked
│   ├── NotADatabaseError  the file is something else, damaged, or from a newer version
│   ├── LockedError      somebody else has held it for too long
│   └── StaleError       the segment was decided by somebody else in the meantime
└── ConfigError          a settings file that cannot be used
```

The exceptions know nothing of exit statuses, colours or screens: `reviewer.cli` maps them.
A library's own error is translated at the one module that imports the library, with `raise … from`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.core.review import Review

__all__ = [
    "ConfigError",
    "EncodingError",
    "FormatError",
    "InputError",
    "LockedError",
    "NotADatabaseError",
    "OutputError",
    "QueryError",
    "ReviewerError",
    "StaleError",
    "StoreError",
    "UnfinishedError",
    "UnknownNameError",
]


class ReviewerError(Exception):
    """The root of the tree: its text is one line for a person, without a full stop at its end."""


class InputError(ReviewerError):
    """A file that comes in cannot be taken; `where` is its path, and its line when that is known."""

    def __init__(self, problem: str, *, path: str | None = None, line: int | None = None) -> None:
        where = ":".join(str(part) for part in (path, line) if part is not None)
        super().__init__(f"{where}: {problem}" if where else problem)
        self.problem = problem
        self.path = path
        self.line = line


class EncodingError(InputError):
    """Bytes that are not the text they were taken for; the message names the byte offset."""


class FormatError(InputError):
    """Text that does not have the form of its format."""


class OutputError(ReviewerError):
    """A file that goes out cannot be written; what was there before is still there."""


class QueryError(ReviewerError):
    """A filter or search that cannot be understood."""


class UnknownNameError(ReviewerError):
    """A name that is not in the list of known ones."""

    def __init__(self, what: str, name: str, known: Iterable[str], *, called: str = "known", likely: str | None = None) -> None:
        meant = f"did you mean {likely}? " if likely else ""
        super().__init__(f"unknown {what} {name!r}; {meant}{called}: {', '.join(known)}")
        self.name = name


class UnfinishedError(ReviewerError):
    """An article that is not ready; `reasons` has one line a segment that stands in the way."""

    def __init__(self, problem: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.reasons = tuple(reasons)


class StoreError(ReviewerError):
    """The review database cannot do what was asked; nothing was changed."""


class NotADatabaseError(StoreError):
    """The file is not a review database, is damaged, or was made by a newer version."""


class LockedError(StoreError):
    """Another process has held the database for longer than we wait."""


class StaleError(StoreError):
    """The segment was decided by somebody else since the text on the screen was read.

    Nothing was written. `theirs` holds the reviews that stand now, `mine` the one that was refused.
    """

    def __init__(self, mine: Review, theirs: Sequence[Review]) -> None:
        editors = ", ".join(sorted({review.editor for review in theirs})) or "an undo"
        super().__init__(f"decided in the meantime by {editors}; nothing was written and your text is kept")
        self.mine = mine
        self.theirs = tuple(theirs)


class ConfigError(ReviewerError):
    """A settings file that cannot be used."""

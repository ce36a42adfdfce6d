"""Translation errors as people annotate them: a span, what kind of error it is, how bad it is.

The categories are a selection of the MQM core typology (themqm.org), one level or two, joined by `/`. A span counts code points
of the text on its `side`, `[start, end)`; an omission is an empty span between two words. What an editor confirmed is a
`TranslationError` inside a review; what edits suggest is a candidate (`reviewer.mqm`) and never stands in a review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from reviewer.errors import UnknownNameError


class Category(StrEnum):
    """What kind of error it is; in display order."""

    TERMINOLOGY = "terminology"
    MISTRANSLATION = "accuracy/mistranslation"
    OMISSION = "accuracy/omission"
    ADDITION = "accuracy/addition"
    UNTRANSLATED = "accuracy/untranslated"
    GRAMMAR = "linguistic/grammar"
    PUNCTUATION = "linguistic/punctuation"
    SPELLING = "linguistic/spelling"
    STYLE = "style"
    NUMBER = "locale/number"
    DATE = "locale/date"
    CURRENCY = "locale/currency"
    NAME = "locale/name"
    DESIGN = "design"
    NON_TRANSLATION = "non-translation"
    """The segment as a whole says nothing of its source."""
    NO_ERROR = "no-error"
    """An editor looked at the span and found none there: what distinguishes that from nobody having looked."""

    @property
    def is_accuracy(self) -> bool:
        """Whether only the source can tell for certain."""
        return self.startswith("accuracy/") or self is Category.NON_TRANSLATION


class Severity(StrEnum):
    """How bad an error is, the mildest first."""

    NEUTRAL = "neutral"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Side(StrEnum):
    """The text that a span counts in."""

    MACHINE = "machine"
    CORRECTION = "correction"
    SOURCE = "source"


class Confirmed(StrEnum):
    """How an editor confirmed an error."""

    ONE = "one"
    """By itself: made, changed or confirmed alone."""
    ALL = "all"
    """With all the others that the edits suggested, by one key."""


@dataclass(frozen=True, slots=True)
class TranslationError:
    """One error of a segment's machine text."""

    span: tuple[int, int]
    category: Category
    severity: Severity
    side: Side = Side.MACHINE
    confirmed: Confirmed | None = None
    """None for what nobody confirmed."""

    @property
    def is_preferential(self) -> bool:
        """Whether it is a matter of taste: counted apart, and never a mistake of the machine."""
        return self.category is Category.STYLE and self.severity is Severity.NEUTRAL

    def is_verified(self, *, has_source: bool) -> bool:
        """Whether it could be checked: an error of accuracy only with the source at hand."""
        return has_source or not self.category.is_accuracy

    def fields(self) -> dict[str, Any]:
        """As a review keeps it: JSON values."""
        return {**asdict(self), "span": list(self.span), "category": str(self.category), "severity": str(self.severity),
                "side": str(self.side), "confirmed": self.confirmed and str(self.confirmed)}  # fmt: skip

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> TranslationError:
        """From `fields()`.

        Raises:
            UnknownNameError: a category, severity or side that there is not; never taken for another or for nothing.
        """
        start, end = fields["span"]
        confirmed = fields.get("confirmed")
        return cls(
            span=(int(start), int(end)),
            category=Category(known("category", fields["category"], Category)),
            severity=Severity(known("severity", fields["severity"], Severity)),
            side=Side(known("side", fields.get("side", "machine"), Side)),
            confirmed=None if confirmed is None else Confirmed(known("confirmation", confirmed, Confirmed)),
        )


def is_looked_at(suggestion: TranslationError, said: Iterable[TranslationError]) -> bool:
    """Whether an editor said anything of the place of `suggestion`: an error that overlaps it, or that there is none there."""
    first, last = suggestion.span
    for error in said:
        start, end = error.span
        is_around = start <= first and last <= end
        if error.side is suggestion.side and (
            is_around or (error.category is not Category.NO_ERROR and max(first, start) < min(last, end))
        ):
            return True
    return False


def known(what: str, value: str, names: type[StrEnum]) -> str:
    """`value`, which is one of `names`.

    Raises:
        UnknownNameError: it is not.
    """
    if value not in tuple(names):
        raise UnknownNameError(what, value, tuple(names))
    return value

"""What the checks say of a text, and what editors say of that.

A finding is a remark on a span, by one check of one version. It is never stored as a fact: it can always be found again. What is
kept is an editor's dismissal, and its rule is that it holds for exactly what was seen: machine text, correction, message and
version of the check are in its digest, so it ends by itself when one of them changes. Wider ones are said by name: one check in
one article, or one check and one form of words everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from reviewer.core.error import Side
from reviewer.core.identity import digest


class Level(StrEnum):
    """How sure and how bad, the mildest first; in JSON it is called severity."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def counts(self) -> bool:
        """Whether it is marked in the list and counted: what is only info waits until somebody looks."""
        return self is not Level.INFO

    def reaches(self, other: Level) -> bool:
        """Whether it is at least `other`."""
        order = tuple(Level)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed in the text of a segment, or of a join."""

    check: str
    """A name of `reviewer.checks.CHECKS`, or `house/…`."""
    level: Level
    message: str
    span: tuple[int, int]
    """Where, `[start, end)` in code points of the text on its `side`; empty where something is missing."""
    text: str
    """What is inside the span."""
    side: Side = Side.MACHINE
    suggestion: str | None = None
    """What to put in place of the span; an empty one takes it out, None is no suggestion."""
    position: int = 1
    """The position in the article of the first segment that the text is of."""
    occurrence: int = 0
    """Which of those of one check with the same words and message in this text, from 0."""
    version: int = 1
    """Of the check."""

    def digest(self, machine: str, correction: str) -> str:
        """What a dismissal of it holds on to: itself, and the two texts (the same one twice while nothing is corrected)."""
        return digest("finding", self.check, self.version, self.message, self.text, self.occurrence, machine, correction)


def told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of one article in the order of its text, the worst first at one place.

    Of several that would put the same words in the same place the worst is enough, and of equals the first.
    """
    severity = {level: rank for rank, level in enumerate(reversed(Level))}
    ordered = sorted(findings, key=lambda each: (each.position, each.span, severity[each.level]))
    told: dict[object, Finding] = {}
    for each in ordered:
        place = (each.position, each.span, each.side, each.suggestion)
        told.setdefault(each if each.suggestion is None else place, each)
    return tuple(told.values())


class Extent(StrEnum):
    """How far a dismissal goes."""

    HERE = "here"
    """This finding, while the texts are what they are."""
    ARTICLE = "article"
    """All of this check in this article."""
    ALWAYS = "always"
    """This check on this form of words, everywhere."""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """An editor's "this finding is wrong"; it is taken back by another one that names it."""

    extent: Extent
    check: str
    about: str
    """HERE: the digest of the finding; ARTICLE: the uid of the article; ALWAYS: the words as they stood."""
    segment: str
    """The uid of the segment where it was said."""
    text: str
    """What was inside the span."""
    message: str
    editor: str
    at: str
    withdraws: str = ""
    """The id of the dismissal that this one takes back; it then dismisses nothing itself."""

    @property
    def id(self) -> str:
        """Its name, made of all that it says: saying it twice, here or in two databases that meet later, is saying it once."""
        said = (self.check, self.about, self.segment, self.text, self.message, self.editor, self.at, self.withdraws)
        return digest("dismissal", self.extent, *said)


class Dismissals:
    """The dismissals that hold, for quick looking up.

    Args:
        said: all of them in any order, those that take others back too.
    """

    def __init__(self, said: Iterable[Dismissal] = ()) -> None:
        said = tuple(said)
        withdrawn = {each.withdraws for each in said if each.withdraws}
        self._holding = {
            (each.extent, each.check, each.about): each for each in said if not each.withdraws and each.id not in withdrawn
        }

    def __len__(self) -> int:
        return len(self._holding)

    def __iter__(self) -> Iterator[Dismissal]:
        return iter(self._holding.values())

    def of(self, finding: Finding, article: str, machine: str, correction: str) -> Dismissal | None:
        """The dismissal that holds for `finding` in the article with the uid `article`, the widest first; else None."""
        return self.known(finding, article, finding.digest(machine, correction)) if self._holding else None

    def known(self, finding: Finding, article: str, name: str) -> Dismissal | None:
        """The same of a finding of which the digest is known."""
        asked = (
            (Extent.ALWAYS, finding.check, finding.text),
            (Extent.ARTICLE, finding.check, article),
            (Extent.HERE, finding.check, name),
        )
        return next((self._holding[key] for key in asked if key in self._holding), None)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What editors did in the places that a check flagged in what the machine wrote."""

    changed: int = 0
    """How often they changed that very place."""
    dismissed: int = 0
    """How often they said that the finding is wrong."""
    left: int = 0
    """How often they decided on the segment, and left that place as it was."""

    @property
    def places(self) -> int:
        """All that they dealt with."""
        return self.changed + self.dismissed + self.left

    @property
    def rate(self) -> float | None:
        """The share that was changed, 0 to 1; None of none."""
        return self.changed / self.places if self.places else None

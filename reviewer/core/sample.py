"""Samples: which part of a whole was drawn, and by which design, so that what is found in it can speak for the whole.

A design is frozen at the first draw: its strata hold all segments that could have been drawn, in the order in which they are
drawn, so a larger sample of the same name is the same sample and more. Names are made of content alone; two databases that drew
apart and meet later have both designs, and where these overlap nothing is estimated.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Literal

from reviewer.core.identity import digest

DrawnFrom = Literal["segments", "accepted"]
"""What a sample was drawn from: all segments that count, or for a blind second look those that stood accepted."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the whole from which some are drawn."""

    id: str
    """`stratum_id` of all the rest."""
    sample: str
    """The name of the sample."""
    drawn_from: DrawnFrom
    seed: int
    label: str
    """Which articles and which lengths; sorts in the order in which strata are neighbours."""
    members: tuple[str, ...]
    """The uids of all its segments, in the order in which they are drawn."""

    @property
    def name(self) -> str:
        """What it is called in lists: also where two databases met, no other has the same."""
        return stratum_name(self.label, self.id)


def stratum_id(sample: str, drawn_from: DrawnFrom, seed: int, label: str, members: tuple[str, ...]) -> str:
    """The id of a stratum, made of all that it is."""
    return str(uuid.UUID(digest("stratum", sample, drawn_from, seed, label, members)[:32]))


def stratum_name(label: str, identity: str) -> str:
    """What the stratum with this label and id is called in lists."""
    return f"{label} {identity[:8]}"


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum, and what was drawn from it."""

    stratum: Stratum
    drawn: tuple[str, ...]
    """Uids, in no order that means anything."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that is known of a sample."""

    name: str
    parts: tuple[Part, ...]
    """In the order in which they are neighbours; none of a sample that was put together without a design."""
    segments: frozenset[str]
    """The uids of all that is in it, drawn by its design or not."""

    @property
    def population(self) -> int:
        """How many segments it was drawn from."""
        return sum(len(part.stratum.members) for part in self.parts)

    @property
    def seeds(self) -> frozenset[int]:
        """The seeds of its draws: one, unless databases met that drew with different ones."""
        return frozenset(part.stratum.seed for part in self.parts)

    @property
    def is_blind(self) -> bool:
        """Whether it was drawn from accepted segments, for a second look."""
        return any(part.stratum.drawn_from == "accepted" for part in self.parts)

    @property
    def flaw(self) -> str:
        """Why nothing can be estimated from it, in words; empty where it can."""
        if not self.parts:
            return f"the sample {self.name} has no design: it was put together, or drawn by a version that kept none"
        if len({part.stratum.drawn_from for part in self.parts}) > 1:
            return f"the sample {self.name} was drawn from all segments and from accepted ones"
        if len({uid for part in self.parts for uid in part.stratum.members}) < self.population:
            return f"the sample {self.name} was drawn twice, in databases that met since, from parts that overlap"
        others = len(self.segments.difference(uid for part in self.parts for uid in part.drawn))
        if others:
            return f"{others:,} of the {len(self.segments):,} segments of the sample {self.name} were not drawn by its design"
        return ""

"""What is measured, and what comes of it: pairs in, scores out.

Two rules are types here. Texts come as pairs, never as two lists, so their numbers cannot disagree. A number comes as a
`Score`, never bare, so that it always says what it is, how it was made and what it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reference = Literal["post-edit", "independent"]
"""What the references are: corrections made from the very machine text that is scored, or translations made without it.

Scores against the one and against the other are never compared and never put together.
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text that is judged, and the text that it is judged by: mostly a machine text and its correction."""

    hypothesis: str
    reference: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A way to put a number on pairs."""

    name: str
    """As it is printed, and as `Score.metric` has it."""
    higher_is_better: bool
    tells: str
    """What its number says, for people; 0 to 100 unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Score:
    """A number, with all that it means nothing without."""

    metric: str
    value: float
    """Never rounded."""
    higher_is_better: bool
    signature: str
    """How it was computed: sacrebleu's own, or ours in the same form. Only scores of one signature can be compared."""
    segments: int
    """How many pairs it stands on."""
    reference: Reference


EDIT_RATE = Metric("edit-rate", False, "word edits per 100 words of the correction; may exceed 100")
SIMILARITY = Metric("similarity", True, "characters that stayed, of both texts")
CHRF = Metric("chrF2", True, "character sequences shared with the correction")
BLEU = Metric("BLEU", True, "word sequences shared with the correction")
TER = Metric("TER", False, "word edits and shifts per 100 words of the correction; may exceed 100")

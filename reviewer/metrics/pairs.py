"""What is measured, and what comes of it: pairs in, scores out.

Two rules are types here. Texts come as pairs, never as two lists, so their numbers cannot disagree; the engines below work on
`Texts`, the same in columns. A number comes as a `Score`, never bare, so that it always says what it is, how it was made and
what it stands on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reviewer.errors import ReviewerError

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
class Texts:
    """Segments in columns: each has one hypothesis, and at least one reference among its sets.

    sacrebleu's own orientation is in here and nowhere else: a reference set has one entry a segment, None where that set has no
    translation of it. An empty text is a text, not a missing one.
    """

    hypotheses: Sequence[str]
    references: Sequence[Sequence[str | None]]

    def __post_init__(self) -> None:
        """Refuse what would be scored wrongly in silence.

        Raises:
            ReviewerError: a reference set is shorter or longer than the hypotheses, or a segment has no reference at all.
        """
        segments = len(self.hypotheses)
        for number, references in enumerate(self.references, 1):
            if len(references) != segments:
                raise ReviewerError(f"{segments} hypotheses but {len(references)} in reference set {number}")
        if segments and not self.references:
            raise ReviewerError("there is no reference to score against")
        if any(None in references for references in self.references):
            for number, references in enumerate(zip(*self.references, strict=True), 1):
                if all(reference is None for reference in references):
                    raise ReviewerError(f"segment {number} has no reference; leave it out")

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Sequence[str | None]]]) -> Texts:
        """From rows of a hypothesis and its references, however many; what a row lacks is missing."""
        listed = list(rows)
        sets = max((len(references) for _, references in listed), default=0)
        columns = [[refs[number] if number < len(refs) else None for _, refs in listed] for number in range(sets)]
        return cls([hypothesis for hypothesis, _ in listed], columns)

    def __len__(self) -> int:
        return len(self.hypotheses)

    @property
    def reference_counts(self) -> frozenset[int]:
        """How many references segments have; more than one number makes a signature say `nrefs:var`."""
        if not any(None in references for references in self.references):
            return frozenset([len(self.references)] if self.hypotheses else [])
        rows = zip(*self.references, strict=True)
        return frozenset(sum(reference is not None for reference in row) for row in rows)


@dataclass(frozen=True, slots=True)
class Metric:
    """A way to put a number on pairs."""

    name: str
    """As it is printed, and as `Score.metric` has it."""
    higher_is_better: bool
    tells: str
    """What its number says, for people; 0 to 100 unless it says otherwise."""


Unit = Literal["segment", "article"]
"""What is drawn again and again: sentences of one article are not independent of each other, articles are."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values a score, or a difference of two, lies when what it stands on is drawn again."""

    low: float
    high: float
    level: float
    """How many of the resamples lie within: 0.95."""
    resamples: int
    seed: int | None
    """Of the random draws; None for draws that nobody can repeat."""
    unit: Unit
    units: int
    """How many segments, or articles, there are to draw."""
    mean: float
    """Of the resamples: the μ of sacrebleu's lines."""
    half_width: float
    """Half of high - low: the ± of sacrebleu's lines, which its JSON calls a variance."""


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
    interval: Interval | None = None
    values: tuple[float, ...] | None = None
    """One of each segment, in order, where they were asked for."""
    detail: str = ""
    """What sacrebleu prints after the number: of BLEU the precisions and lengths."""

    def line(self, width: int = 1) -> str:
        """As sacrebleu prints it, with `width` decimals."""
        number = f"{self.value:.{width}f}"
        if self.interval is not None:
            number += f" (μ = {self.interval.mean:.{width}f} ± {self.interval.half_width:.{width}f})"
        return f"{self.metric}|{self.signature} = {number}{' ' if self.detail else ''}{self.detail}"


EDIT_RATE = Metric("edit-rate", False, "word edits per 100 words of the correction; may exceed 100")
SIMILARITY = Metric("similarity", True, "characters that stayed, of both texts")
CHRF = Metric("chrF2", True, "character sequences shared with the correction")
BLEU = Metric("BLEU", True, "word sequences shared with the correction")
TER = Metric("TER", False, "word edits and shifts per 100 words of the correction; may exceed 100")

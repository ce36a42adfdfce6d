"""What every metric is: statistics of each segment that add up, and a formula that makes a number of their sums.

That is the one idea of this floor. The score of a corpus, an article, an editor or a resample is the formula over a sum of rows;
one changed segment is a subtraction and an addition. So a mean of sentence scores, which is another number, has no place here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from reviewer.metrics.pairs import Reference, Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reviewer.metrics.pairs import Texts, Unit

    Statistics = NDArray[Any]
    """Segments × columns, of the measure's `dtype`."""

Engine = Literal["reviewer", "sacrebleu"]
"""Whose code counts: ours, which is proved identical and is faster, or sacrebleu's own."""

ENGINES: tuple[Engine, ...] = ("reviewer", "sacrebleu")


ENGINE_VERSION = "1"
"""Of our own counting; raised when a row of statistics could come out otherwise."""


class Measure(ABC):
    """A metric with its options; a frozen dataclass, so two that measure the same are equal."""

    single_precision: ClassVar[bool] = False
    """Whether sums of resamples are float32, as sacrebleu's are: the last digits of its intervals come from that."""
    dtype: ClassVar[Literal["int64", "float64"]] = "int64"
    """Of the columns; float64 where the mean length of several references is one of them."""

    @property
    @abstractmethod
    def name(self) -> str:
        """As it is printed: `BLEU`, `chrF2++`, `edit-rate`."""

    @property
    @abstractmethod
    def higher_is_better(self) -> bool:
        """Which way is up."""

    @property
    def columns(self) -> int:
        """How many numbers a row of statistics has."""
        return 2

    @abstractmethod
    def statistics(self, texts: Texts, engine: Engine = "reviewer") -> Statistics:
        """One row a segment.

        Raises:
            ReviewerError: when sacrebleu or one of its tokenizers fails.
        """

    @abstractmethod
    def value(self, sums: Sequence[Any]) -> float:
        """The score of what the columns add up to."""

    @abstractmethod
    def signature(self, references: int | None, resampling: Sequence[tuple[str, object]] = ()) -> str:
        """How the number was made, in sacrebleu's form.

        Args:
            references: how many a segment has; None when that differs (`nrefs:var`).
            resampling: what was drawn, e.g. `(("bs", 1000), ("seed", 12345))`.
        """

    def score(
        self,
        sums: Sequence[Any],
        segments: int,
        reference: Reference,
        references: int | None = 1,
        resampling: Sequence[tuple[str, object]] = (),
    ) -> Score:
        """The score of what the columns of `segments` segments add up to; the other arguments as in `signature`."""
        return Score(
            self.name, self.value(sums), self.higher_is_better, self.signature(references, resampling), segments, reference
        )

    def of_sentences(self) -> Self:
        """The same for single sentences; BLEU differs there."""
        return self

    def values(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The score of each row of sums."""
        import numpy as np

        return np.array([self.value(row) for row in rows.tolist()])

    def detail(self, sums: Sequence[Any]) -> str:
        """What sacrebleu prints after the number: of BLEU the precisions and lengths."""
        return ""


def drawn(test: str, times: int, seed: int | None, unit: Unit) -> list[tuple[str, object]]:
    """What a signature says of draws: sacrebleu's keys, `test` being `bs` or `ar`, and ours where articles are drawn."""
    said: list[tuple[str, object]] = [(test, times), ("seed", str(seed).lower())]
    return [*said, ("unit", unit)] if unit == "article" else said


class Sums:
    """What the rows of many segments add up to, block by block; the same numbers however the blocks are cut.

    Whole numbers are exact in any order. Where a column is no whole number the sum is made from the first segment to the last, as
    sacrebleu makes it, so that the last bit is its as well.
    """

    def __init__(self) -> None:
        self._sums: list[Any] = []
        self.segments = 0

    def add(self, rows: Statistics) -> None:
        """Take the rows of the next segments."""
        import numpy as np

        if not len(rows):
            return
        if np.issubdtype(rows.dtype, np.integer):
            block = rows.sum(0).tolist()
            self._sums = [a + b for a, b in zip(self._sums, block, strict=True)] if self._sums else block
        else:
            before = np.array([self._sums]) if self._sums else rows[:0]
            self._sums = np.cumsum(np.concatenate([before, rows]), axis=0)[-1].tolist()
        self.segments += len(rows)

    @property
    def columns(self) -> list[Any]:
        """The sums; none before the first row."""
        return list(self._sums)

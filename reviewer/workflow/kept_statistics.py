"""Statistics of stored pairs: taken from the database where it has them, counted and kept where it has not.

What is kept is found by the texts themselves and by what counted them, so a changed text never gets another's numbers;
`reviewer verify` counts again and compares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reviewer.errors import StoreError
from reviewer.metrics.crew import Crew
from reviewer.metrics.measure import ENGINE_VERSION, Measure
from reviewer.metrics.pairs import Texts
from reviewer.store import Store

if TYPE_CHECKING:
    from reviewer.metrics.measure import Statistics

Label = TypeVar("Label")
Row = tuple[str, tuple[str | None, ...]]
"""A hypothesis and its references."""

_BLOCK = 500
_KEPT_AT_ONCE = 20_000
"""New rows that wait before they are written."""


def pair_key(hypothesis: str, references: Sequence[str | None]) -> bytes:
    """What a pair is found by: a digest of the digests of its texts, in order."""
    texts = (hypothesis, *references)
    return hashlib.sha256(b"".join(b"" if text is None else _digest(text) for text in texts)).digest()


def counter_of(measure: Measure) -> str:
    """Who counts: the metric, its options, sacrebleu's version and that of our engine."""
    return f"{measure.name}|{measure.signature(1)}|engine:{ENGINE_VERSION}"


def row_numbers(row: Sequence[Any]) -> tuple[float, ...]:
    """A row as it is kept: whole numbers are ints."""
    return tuple(int(number) if float(number).is_integer() else float(number) for number in row)


@dataclass(slots=True)
class KeptStatistics(Generic[Label]):
    """Counts stored pairs for some measures.

    Args:
        store: where rows are kept.
        measures: what is counted.
        keeps: whether new rows are written; not in a store that was opened for reading.
    """

    store: Store
    measures: Sequence[Measure]
    keeps: bool = True
    reads: bool = True
    """Whether what was kept is taken: not where another's code shall count."""
    _new: dict[str, dict[bytes, tuple[float, ...]]] = field(default_factory=dict)

    def statistics(self, rows: Iterable[tuple[Label, Row]], crew: Crew) -> Iterator[tuple[list[Label], Texts, list[Statistics]]]:
        """Blocks of `rows`, with their labels and one array a measure, in order.

        Raises:
            ReviewerError: when counting fails.
        """
        import numpy as np

        for block, counted in crew.statistics(self._blocks(rows)):
            arrays = []
            for number, measure in enumerate(self.measures):
                found = block.kept[number]
                fresh = iter(counted[number].tolist() if block.missing else ())
                listed = [next(fresh) if row in block.missing_rows else found[key] for row, key in enumerate(block.keys)]
                arrays.append(np.array(listed, dtype=measure.dtype))
                self._remember(counter_of(measure), [(block.keys[row], listed[row]) for row in block.missing])
            yield block.labels, block.texts, arrays
        self._write()

    def _blocks(self, rows: Iterable[tuple[Label, Row]]) -> Iterator[tuple[_Block[Label], Texts]]:
        waiting: list[tuple[Label, Row]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == _BLOCK:
                yield self._looked_up(waiting)
                waiting = []
        if waiting:
            yield self._looked_up(waiting)

    def _looked_up(self, rows: Sequence[tuple[Label, Row]]) -> tuple[_Block[Label], Texts]:
        keys = [pair_key(*pair) for _, pair in rows]
        kept = [self._known(measure, keys) for measure in self.measures]
        missing = [row for row, key in enumerate(keys) if not all(key in found for found in kept)]
        texts = Texts.of([pair for _, pair in rows])
        block = _Block([label for label, _ in rows], texts, keys, kept, missing, frozenset(missing))
        return block, Texts.of(rows[row][1] for row in missing)

    def _known(self, measure: Measure, keys: Sequence[bytes]) -> dict[bytes, tuple[float, ...]]:
        rows = self.store.statistics(counter_of(measure), keys) if self.reads else {}
        return {key: row for key, row in rows.items() if len(row) == measure.columns}

    def _remember(self, counter: str, rows: Iterable[tuple[bytes, Sequence[Any]]]) -> None:
        if self.keeps:
            self._new.setdefault(counter, {}).update((key, row_numbers(row)) for key, row in rows)
            if sum(map(len, self._new.values())) > _KEPT_AT_ONCE:
                self._write()

    def _write(self) -> None:
        try:
            if any(self._new.values()):
                self.store.keep_statistics(self._new)
        except StoreError:
            self.keeps = False  # locked, or no space: a score does not fail for want of a cache
        self._new = {}


@dataclass(frozen=True, slots=True)
class _Block(Generic[Label]):
    labels: list[Label]
    texts: Texts
    keys: list[bytes]
    kept: list[dict[bytes, tuple[float, ...]]]
    missing: list[int]
    missing_rows: frozenset[int]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()

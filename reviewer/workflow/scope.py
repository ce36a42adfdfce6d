"""What is laid out to be worked through: some articles, or what a filter leaves of them, and the way through it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from reviewer.core import query
from reviewer.core.place import Place
from reviewer.core.review import Reached, Status
from reviewer.store import Store, View
from reviewer.workflow.desk import Desk

_PAGE = 500
"""Rows of a view that are looked at in one go for the next open one."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Articles, the filter on them, and the rows that it leaves."""

    articles: tuple[int, ...]
    filter: str
    view: View

    @property
    def reached(self) -> tuple[Reached, str]:
        """How an editor comes to a segment here, and by which filter or sample: what was chosen is no estimate of the whole."""
        sample = next((term for term in query.parse(self.filter) if term.field == "sample" and not term.negated), None)
        if sample is not None:
            return Reached.SAMPLE, sample.value
        return (Reached.FILTER, self.filter) if self.filter else (Reached.ORDER, "")

    def next_open(self, store: Store, here: Place, direction: int) -> int | None:
        """The row of the next open segment after `here`: of its article, or of what the filter shows; None when there is none."""
        if not self.filter:
            return store.next_open(here.article, here.position, direction)
        start = bisect_left(self.view.rows, here.row)
        if direction > 0:
            start += self.view.index_of(here.row) is not None
            parts = [range(start, len(self.view)), range(start)]
        else:
            parts = [range(start - 1, -1, -1), range(len(self.view) - 1, start - 1, -1)]
        return next((row for part in parts for row in self._open(store, part)), None)

    def first_open(self, store: Store) -> int | None:
        """The row of the first open segment; None when all are decided."""
        if self.filter:
            return next(self._open(store, range(len(self.view))), None)
        rows = (store.next_open(article, 0) for article in self.articles)
        return next((row for row in rows if row is not None), None)

    def moved(self, desk: Desk, steps: int) -> int:
        """The row `steps` further in the list, not past its ends; a join counts as one."""
        end = desk.places[-1] if steps > 0 else desk.first
        here = self.view.index_of(end.row)
        if here is None:
            here = self.view.index_of(desk.first.row) or 0
        return self.view.row_at(min(max(here + steps, 0), len(self.view) - 1))

    def _open(self, store: Store, indexes: range) -> Iterator[int]:
        """The open ones among the rows at `indexes`, in that order, read a page at a time."""
        for start in range(0, len(indexes), _PAGE):
            rows = [self.view.row_at(index) for index in indexes[start : start + _PAGE]]
            yield from (line.row for line in store.page(rows) if line.status is Status.OPEN)

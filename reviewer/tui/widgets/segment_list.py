"""The list of segments: a mark, the number, and how the machine text begins, read from the database a page at a time.

It holds no segments, only a few pages, so a million cost what forty do. Marks are ASCII, so that it reads without colour.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import ClassVar

from reviewer.core.review import MARKS, Status
from reviewer.core.visible import visible
from reviewer.store import ListRow, Store, View
from reviewer.tui.widgets.line_list import LineList

PAGE = 128
"""Rows read at once."""
_PAGES_KEPT = 16


class SegmentList(LineList):
    """The segments of a view; `?` marks a query, `+` a draft and `*` findings."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"list--{status}" for status in Status}
    DEFAULT_CSS = """
    SegmentList {
        & .list--accepted, & .list--cut { color: $text-muted; }
        & .list--corrected { color: $text-success; }
        & .list--rejected { color: $text-warning; }
        & .list--conflict { color: $text-error; text-style: bold; }
    }
    """

    def __init__(self, store: Store, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._store = store
        self._view: View | None = None
        self._pages: OrderedDict[int, list[ListRow]] = OrderedDict()
        self._drafted: frozenset[int] = frozenset()
        self._flagged: frozenset[int] = frozenset()
        self._several = False

    def show(self, view: View, here: range, drafted: frozenset[int], *, several: bool) -> None:
        """Draw `view`, with the cursor on the indexes `here`.

        Args:
            view: the rows, in order.
            here: what is on the desk, as indexes of the view.
            drafted: rows that have a draft.
            several: whether the view is of several articles, and lines must say which.
        """
        self._view = view
        self._several = several
        self._drafted = drafted
        self._pages.clear()
        self.present(len(view), here)

    def flag(self, rows: frozenset[int]) -> None:
        """Mark `rows`, and no others, as having findings."""
        if rows != self._flagged:
            self._flagged = rows
            self.refresh()

    def reread(self) -> None:
        """Read what is drawn again, and draw it where it has changed; nothing moves."""
        before = self._pages
        self._pages = OrderedDict()
        shown = range(self.scroll_offset.y // PAGE, (self.scroll_offset.y + self.size.height) // PAGE + 1)
        if self._view is not None:
            for page in shown:
                if page in before:
                    self._pages[page] = self._store.page(self._view.slice(page * PAGE, page * PAGE + PAGE))
        if any(rows != before[page] for page, rows in self._pages.items()):
            self.refresh()

    def line(self, index: int) -> tuple[str, str]:
        """The mark, the number, the flags, and how the text begins."""
        row = self._row(index)
        place = f"{row.article}:{row.position}" if self._several else str(row.position)
        told = (("?", row.is_query), ("+", row.row in self._drafted), ("*", row.row in self._flagged))
        flags = "".join(flag if is_so else " " for flag, is_so in told)
        return f"{MARKS[row.status]} {place:>3} {flags} {visible(row.text)}", f"list--{row.status}"

    def _row(self, index: int) -> ListRow:
        assert self._view is not None
        page = index // PAGE
        if page not in self._pages:
            self._pages[page] = self._store.page(self._view.slice(page * PAGE, page * PAGE + PAGE))
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][index % PAGE]

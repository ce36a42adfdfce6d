"""What is typed and not confirmed, in memory and, a moment later, on the disk.

The disk is written to by a thread of its own, one thing after the other, so that no key waits for it. Nothing is dropped before
what it became is durable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from reviewer.errors import StoreError
from reviewer.store import Draft, Journal, Store

T = TypeVar("T")


class Drafts:
    """The drafts of one session, at most one for a segment.

    Args:
        journal: of this session, which nobody else writes to.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._disk = ThreadPoolExecutor(1, "draft-journal")
        self._drafts: dict[str, Draft] = {}
        self._defect = ""

    def __iter__(self) -> Iterator[Draft]:
        return iter(list(self._drafts.values()))

    @property
    def problem(self) -> str:
        """Why nothing is kept on the disk; empty while it is."""
        return self._journal.problem or self._defect

    def beginning_at(self, uid: str) -> Draft | None:
        """The draft whose first segment is `uid`."""
        return self._drafts.get(uid)

    def covering(self, uid: str) -> Draft | None:
        """The draft that has something to say of `uid`."""
        return next((draft for draft in self._drafts.values() if uid in draft.covers), None)

    def adopt(self, store: Store) -> int:
        """Take over what sessions left that ended without us, unless it was saved after all; how many there are.

        Of two drafts for one segment the later is shown; the other stays in the journal and is offered again another time. So
        does one for a segment that this database does not have, as when it was put back from a copy.
        """
        for draft in self._journal.adopt():
            if store.has_review(draft.review_id):
                self._send(self._journal.drop, draft.review_id)
            elif _has_place_in(store, draft):
                self._drafts[draft.covers[0]] = draft
        return len(self._drafts)

    def hold(self, draft: Draft) -> None:
        """Have `draft` in memory, in place of what it was when it began at another segment."""
        self._drafts = {uid: other for uid, other in self._drafts.items() if other.review_id != draft.review_id}
        self._drafts[draft.covers[0]] = draft

    def keep(self, draft: Draft) -> None:
        """Have `draft` in memory and send it to the disk."""
        self.hold(draft)
        self._send(self._journal.keep, draft)

    def forget(self, draft: Draft) -> None:
        """Drop `draft`: it was saved, or given up."""
        self._drafts.pop(draft.covers[0], None)
        self._send(self._journal.drop, draft.review_id)

    def _send(self, job: Callable[[T], None], what: T) -> None:
        self._disk.submit(job, what).add_done_callback(self._look_at)

    def _look_at(self, done: Future[None]) -> None:
        """A journal never raises; if it does, that is a defect, and must not look as if all were kept."""
        error = done.exception()
        if error is not None:
            self._defect = f"drafts are not kept: a defect: {type(error).__name__}"

    def close(self) -> None:
        """Wait, and let go of the journal; drafts that are left are there for the next session."""
        self._disk.shutdown()
        self._journal.close()


def _has_place_in(store: Store, draft: Draft) -> bool:
    try:
        for uid in draft.covers:
            store.row_of(draft.article, uid)
    except StoreError:
        return False
    return True

"""A blind second look: accepted segments are reviewed again by somebody who does not see that they were.

Everything that a session reads of a place it reads through the `Blindfold`, which leaves nothing on it but what this editor
decided in this second look; so no screen, list or count can show more. What is decided is a `check`: it is never a head, and
changes nothing of what stands. It names what it was held against, though its editor never saw it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NoReturn

from reviewer.core import query
from reviewer.core.article import Kind
from reviewer.core.place import Place
from reviewer.core.review import Purpose, Reached, Review, Status, Verdict
from reviewer.errors import StoreError
from reviewer.store import Counts, ListRow, Store, View
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.manuscript import Manuscript
from reviewer.workflow.sampling import is_accepted_by_others
from reviewer.workflow.scope import Scope
from reviewer.workflow.session import Session
from reviewer.workflow.sitting import Signed

REFUSED = {
    "join": "sentences are looked at one by one",
    "unjoin": "sentences are looked at one by one",
    "annotate": "a question is put where the text is edited",
    "cut": "accept, correct or reject it",
    "kind": "its kind stays as it is",
    "settle": "what stands is not shown",
    "undo_decision": "decide again: your last word counts",
    "redo_decision": "decide again: your last word counts",
    "filter": "it shows its sample and nothing else",
    "read_through": "the article as it stands is not shown, and not signed off",
    "articles": "it shows its sample and nothing else",
    "progress": "what stands is not shown",
    **dict.fromkeys(
        (
            "next_finding", "previous_finding", "take", "dismiss", "dismiss_in_article", "dismiss_always",
            "dismissed", "hide_findings", "next_flagged", "previous_flagged",
        ),
        "what the checks find is not shown: judge by yourself",
    ),
}  # fmt: skip
"""Commands that would show or change what stands, and what is said instead."""


class Blindfold(Store):
    """A store that shows of a place nothing that anybody decided, but for the second looks of one editor at one sample."""

    _editor = ""
    _sample = ""
    _seen = -1
    _checks: dict[str, Review]

    def put_on(self, editor: str, sample: str) -> None:
        """From now on show only what `editor` decided in the second look at `sample`."""
        self._editor, self._sample, self._seen = editor, sample, -1

    @property
    def looked_at(self) -> int:
        """How many segments this editor has looked at."""
        return len(self._own())

    def behind(self, uids: Iterable[str]) -> tuple[str, ...]:
        """The ids of what really stands on segments: for what is written, never for what is shown."""
        return tuple(dict.fromkeys(head.id for uid in uids for head in super(Blindfold, self).heads(uid)))

    def sampled(self) -> View:
        """The rows of the sample in which this editor has not had a part: those that they accepted themselves are no second look.

        Those that they have looked at already stay, whatever has become of them since.
        """
        checked = self._own()
        view = super().view(None, query.parse(f'sample:"{self._sample}"'))
        rows: dict[str, int] = {}
        for place in super().place_rows(view):
            if place.uid in checked or is_accepted_by_others(place, self._editor):
                rows.setdefault(place.uid, place.row)
        return View(sorted(rows.values()))

    def place(self, row: int) -> Place:
        """The place with this row, masked."""
        return self._masked(super().place(row))

    def places(self, article: int, start: int = 1, count: int | None = None) -> list[Place]:
        """The places of an article, masked."""
        return [self._masked(place) for place in super().places(article, start, count)]

    def places_at(self, rows: Sequence[int]) -> list[Place]:
        """The places of `rows`, masked."""
        return [self._masked(place) for place in super().places_at(rows)]

    def place_rows(self, view: View) -> Iterator[Place]:
        """The places of a view in order, masked."""
        return map(self._masked, super().place_rows(view))

    def neighbours(self, article: int, paragraph: int, around: int | None = None) -> list[Place]:
        """The places of a paragraph and of the ones beside it, masked."""
        return [self._masked(place) for place in super().neighbours(article, paragraph, around)]

    def page(self, rows: Sequence[int]) -> list[ListRow]:
        """What the list shows of `rows`, masked."""
        lines = super().page(rows)
        places = {place.row: place for place in self.places_at([line.row for line in lines])}
        return [
            replace(
                line,
                status=places[line.row].status,
                is_query=places[line.row].is_query,
                has_note=bool(places[line.row].note),
            )
            for line in lines
        ]

    def heads(self, uid: str) -> tuple[Review, ...]:
        """The last second look at a segment, if there was one."""
        check = self._own().get(uid)
        return () if check is None else (check,)

    def counts(self, article: int | None = None) -> Counts:
        """How many segments there are; where they stand is not shown."""
        total = super().counts(article).total
        return Counts(open=total, total=total)

    def last_seq(self) -> int:
        """0, as if nothing was decided yet: no score is shown that stands on it."""
        return 0

    def _masked(self, place: Place) -> Place:
        heads = self.heads(place.uid)
        return replace(place, heads=heads, status=heads[0].status if heads else Status.OPEN)

    def _own(self) -> dict[str, Review]:
        """The second looks of this editor, read again whenever anything was saved."""
        last = super().last_seq()
        if last != self._seen:
            self._checks, self._seen = self.checks(self._editor, self._sample), last
        return self._checks


class BlindSession(Session):
    """One editor who looks at a sample of what others accepted, as if it were open."""

    sitting = "BLIND"
    shows_findings = False
    store: Blindfold

    @property
    def label(self) -> str:
        """What the status line says that this is."""
        return f"BLIND SECOND LOOK {self.scope.reached[1]}"

    def progress(self, counts: Counts) -> str:
        """How many of the sample are looked at."""
        return f"{self.store.looked_at} of {len(self.scope.view)} looked at"

    def sign_off_of_desk(self) -> Signed:
        """Not shown."""
        return Signed.NOT

    def allow(self, command: str) -> None:
        """Refuse what would show or change what stands.

        Raises:
            RefusalError: for a command of `REFUSED`.
        """
        if command in REFUSED:
            raise RefusalError(f"not in a blind second look: {REFUSED[command]}")

    def open_sample(self, articles: Iterable[int], sample: str) -> None:
        """Lay out what there is of the sample.

        Raises:
            StoreError: when the editor has had a part in all of it.
        """
        view = self.store.sampled()
        if not len(view):
            raise StoreError(
                f"nothing to look at a second time: {self.editor} decided all that still stands accepted of {sample}"
            )
        self.scope = Scope(tuple(articles), f'sample:"{sample}"', view)

    def open_articles(self, numbers: Iterable[int], filter_query: str = "") -> None:
        """Refused: it shows its sample and nothing else."""
        self._refuse("articles")

    async def narrow(self, filter_query: str, tell: Callable[[str], object] = lambda news: None) -> None:
        """Refused: it shows its sample and nothing else."""
        self._refuse("filter")

    def join(self) -> Desk:
        """Refused: sentences are looked at one by one."""
        self._refuse("join")

    def unjoin(self) -> tuple[Review, ...]:
        """Refused, likewise."""
        self._refuse("unjoin")

    def cut(self, reason: str) -> Review:
        """Refused: nothing is printed of a second look, so nothing is cut."""
        self._refuse("cut")

    def undo(self) -> tuple[Review, ...]:
        """Refused: nothing stands that could be taken back, and the last word counts."""
        self._refuse("undo_decision")

    def redo(self) -> tuple[Review, ...]:
        """Refused, likewise."""
        self._refuse("redo_decision")

    async def set_kind(self, kind: Kind) -> None:
        """Refused: everybody would see it."""
        self._refuse("kind")

    async def sign_off(self, article: Manuscript, path: str | None) -> None:
        """Refused: what stands was not read."""
        self._refuse("read_through")

    def _refuse(self, command: str) -> NoReturn:
        self.allow(command)
        raise AssertionError(command)

    def _review(self, desk: Desk, verdict: Verdict, correction: str | None, reason: str | None = None) -> Review:
        """A check, held against what really stands.

        Raises:
            RefusalError: when the segment is not in the sample.
        """
        if self.scope.view.index_of(desk.first.row) is None:
            raise RefusalError("not in the sample: ] goes to the next that is")
        review = super()._review(desk, verdict, correction, reason)
        _, sample = self.scope.reached
        parents = self.store.behind(desk.covers)
        return replace(review, parents=parents, purpose=Purpose.CHECK, reached=Reached.SAMPLE, reached_by=sample)

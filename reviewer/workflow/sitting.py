"""What one editor has laid out, what of it lies on the desk, and what they type there; nothing here is decided.

It is read through a connection of its own, which cannot write. Its rule: what is typed is a draft from the first character on,
and answers the reviews that stood when it began, however often it is looked at again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from reviewer.core import query
from reviewer.core.composition import disputed, runs
from reviewer.core.place import Place
from reviewer.core.review import Reached, Review, Status
from reviewer.errors import QueryError
from reviewer.store import Counts, Draft, Journal, Store, View
from reviewer.workflow.desk import Desk, RefusalError, both_notes
from reviewer.workflow.drafts import Drafts
from reviewer.workflow.effort import EffortClock
from reviewer.workflow.listing import is_void
from reviewer.workflow.scope import Scope
from reviewer.workflow.surroundings import Surroundings

IN_CONFLICT = "in conflict: ! shows what each says, and settles it"
"""Why a conflict is not decided like something else."""

T = TypeVar("T")


class Signed(StrEnum):
    """Whether somebody answers for an article, in the words of the status line."""

    NOT = ""
    HOLDS = "signed off"
    VOID = "sign-off void"


class Sitting:
    """One editor at a desk.

    Args:
        store: open for reading, on the thread that uses the sitting.
        journal: where unfinished typing is kept.
        surroundings: who, when, and chance.
    """

    sitting = ""
    """What kind of sitting it is, in a word that the status line always has room for; empty for a plain one."""
    shows_findings = True
    """Whether the editor is shown what the checks find."""

    def __init__(self, store: Store, journal: Journal, surroundings: Surroundings) -> None:
        self.store = store
        self.editor = surroundings.editor
        self.clock = EffortClock(surroundings.monotonic)
        self.drafts = Drafts(journal)
        self.recovered = 0
        """How many drafts an earlier session left."""
        self.scope = Scope((), "", View(()))
        self.desk: Desk | None = None
        self.acts = 0
        """How often anything was typed or decided: another number whenever something was."""
        self._around = surroundings
        self._unkept = False
        self._counted: tuple[tuple[View, int], int] | None = None
        self._signed: tuple[tuple[int, int], Signed] | None = None

    def now(self) -> str:
        """The time, as it is written down."""
        return self._around.at()

    def open_articles(self, numbers: Iterable[int], filter_query: str = "") -> None:
        """Lay out these articles, or what `filter_query` leaves of them.

        Raises:
            QueryError: when the filter is not understood; what was open stays open.
        """
        articles = tuple(numbers)
        view = self.store.view(articles, query.parse(filter_query))
        self.scope = Scope(articles, filter_query.strip(), view)

    async def narrow(self, filter_query: str) -> None:
        """`open_articles` with another filter, without holding up whoever waits for keys.

        Raises:
            QueryError: when it is not understood, or leaves nothing; the filter stays as it was.
        """
        terms = query.parse(filter_query)
        view = await self.reading(lambda store: store.view(self.scope.articles, terms))
        if not len(view):
            raise QueryError(f"nothing here fits {filter_query.strip()}: the filter stays as it was")
        self.scope = Scope(self.scope.articles, filter_query.strip(), view)

    async def found(self, words: str, at_most: int) -> tuple[int, ...]:
        """The rows in which all of `words` occur, in order."""
        return tuple(await self.reading(lambda store: store.search(self.scope.articles, words, at_most)))

    async def reading(self, read: Callable[[Store], T]) -> T:
        """What `read` gives, read by another thread through a connection of its own: for what may take longer than a key."""

        def apart() -> T:
            with Store.open(self.store.path, create=False, readonly=True) as store:
                return read(store)

        return await asyncio.to_thread(apart)

    @property
    def label(self) -> str:
        """What is laid out, in the words of the status line."""
        return self.scope.filter or "all"

    def progress(self, counts: Counts) -> str:
        """How far the article with these counts is, or the sample that is laid out, likewise."""
        if self.scope.reached[0] is Reached.SAMPLE:
            return f"{self._decided_of_view()} of {len(self.scope.view)} decided"
        return f"{100 * counts.decided // counts.total if counts.total else 0} %"

    def _decided_of_view(self) -> int:
        """How many of what is laid out are decided; counted again after a save, not at every key."""
        now = (self.scope.view, self.store.last_seq())
        if self._counted is None or self._counted[0] != now:
            view = self.scope.view
            lines = self.store.page(view.slice(0, len(view)))
            self._counted = now, sum(line.status not in (Status.OPEN, Status.CONFLICT) for line in lines)
        return self._counted[1]

    def sign_off_of_desk(self) -> Signed:
        """Whether the article on the desk is signed off; found out again after anything was written, not at every key."""
        now = (self._on_desk().first.article, self.store.data_version())
        if self._signed is None or self._signed[0] != now:
            article = self.store.article(now[0])
            held = Signed.NOT if article.signed_off is None else Signed.VOID if is_void(self.store, article) else Signed.HOLDS
            self._signed = now, held
        return self._signed[1]

    def deciders(self) -> tuple[str, ...]:
        """Which others have decided what is on the desk since it was laid there; the desk stays as it is."""
        desk = self._on_desk()
        known = {*desk.parents, *(desk.draft.parents if desk.draft else ())}
        now = self.store.places_at([place.row for place in desk.places])
        return tuple(sorted({head.editor for place in now for head in place.heads if head.id not in known} - {self.editor}))

    def adopt_drafts(self) -> None:
        """Take over the unsaved typing of sessions that ended without us; `recovered` says how much there was."""
        self.recovered = self.drafts.adopt(self.store)

    def lay(self, row: int) -> Desk:
        """Put the segment at `row` on the desk, with all that is joined to it."""
        self.flush()
        place = self.store.place(row)
        self.desk = self._together(place, self.store.neighbours(place.article, place.paragraph, place.position))
        self.clock.turn_to(self.desk.first.uid)
        return self.desk

    def relay(self) -> Desk:
        """The same segment again, as it stands now."""
        return self.lay(self._on_desk().first.row)

    def _together(self, place: Place, around: Sequence[Place]) -> Desk:
        """`place` with all that is joined to it, by a decision or in a draft."""
        draft = self.drafts.covering(place.uid)
        run = disputed(around, [place.uid])
        if not any(each.status is Status.CONFLICT for each in run):
            run = next(run for run in runs(around) if any(each.row == place.row for each in run))
        if draft is not None:
            drafted = tuple(each for each in around if each.uid in draft.covers)
            run = drafted if tuple(each.uid for each in drafted) == draft.covers else run
        return Desk(run, draft)

    def keep(self, text: str, caret: int) -> None:
        """The text in the editor is now this; `flush` makes it safe."""
        desk = self._on_desk()
        self.clock.did_something(typing=True)
        if desk.draft is None and text == desk.standing:
            return
        draft = desk.draft or self._new_draft(desk)
        if (text, caret) == (draft.text, draft.caret) and desk.draft is not None:
            return
        self._hold(replace(draft, text=text, caret=caret, at=self._around.at()))

    def flush(self) -> None:
        """Send the typing so far to the disk, without waiting for it; a draft that says nothing new is dropped."""
        if self.desk is None or not self._unkept:
            return
        self._unkept = False
        draft = self.desk.draft
        if draft is None:
            return
        # In a conflict nothing stands: the machine's text is a choice like another.
        is_choice = self.desk.status is Status.CONFLICT or self.desk.is_joined_by_draft
        if draft.text == self.desk.standing and draft.note == self.desk.first.note and not is_choice:
            self._forget(draft)
        else:
            self.drafts.keep(draft)

    def join(self) -> Desk:
        """Take the next sentence of the paragraph to this one, as one text until it is decided.

        Raises:
            RefusalError: when it is the last, or one of them is in conflict.
        """
        desk = self._undisputed()
        following = self._after(desk)
        if following.status is Status.CONFLICT:
            raise RefusalError("the next one is in conflict: settle it first, ! there")
        joined = Desk((*desk.places, *following.places))
        draft = desk.draft or self._new_draft(desk)
        answered = (*draft.parents, *(following.draft or following).parents)
        self.desk = joined
        self._hold(
            replace(
                draft,
                covers=joined.covers,
                parents=tuple(dict.fromkeys(answered)),
                text=desk.text + desk.places[-1].gap + following.text,
                caret=len(desk.text),
                note=both_notes(desk.note, following.note),
                at=self._around.at(),
            )
        )
        self.flush()
        if following.draft is not None:
            self._forget(following.draft)
        return self.relay()

    def _part(self, desk: Desk, draft: Draft) -> None:
        """Take a drafted join apart: its first part keeps what was typed, the others stand as they did."""
        first = Desk(next(iter(runs(desk.places))))
        others = Desk(desk.places[len(first.places) :])
        text = draft.text.removesuffix(first.places[-1].gap + others.standing)
        note = first.note if draft.note == both_notes(first.note, others.first.note) else draft.note
        self._forget(draft)
        if (text, note) == (first.standing, first.note):
            return
        about_others = {parent for parent in draft.parents if first.first.uid not in self.store.review(parent).covers}
        parents = tuple(parent for parent in draft.parents if parent not in about_others)
        self.desk = first
        self._hold(replace(self._new_draft(first), text=text, note=note, caret=min(draft.caret, len(text)), parents=parents))
        self.flush()

    def _after(self, desk: Desk) -> Desk:
        last = desk.places[-1]
        around = self.store.neighbours(last.article, last.paragraph, last.position)
        for place in around:
            if place.position == last.position + 1 and place.paragraph == last.paragraph:
                return self._together(place, around)
        raise RefusalError("this is the last sentence of its paragraph: there is nothing to join it with")

    def conflicts(self) -> tuple[int, ...]:
        """The rows in conflict: of the article on the desk, where it has none of all that are open; whatever the filter."""
        terms = query.parse("status:conflict")
        here = self._on_desk().first.article
        if self.store.counts(here).conflict:
            return tuple(self.store.view([here], terms).rows)
        return tuple(self.store.view(self.scope.articles, terms).rows) if self.store.counts().conflict else ()

    def next_open(self, direction: int = 1) -> int | None:
        """The row of the next open segment: of the article, or of what the filter shows; None when all are decided."""
        return self.scope.next_open(self.store, self._on_desk().first, direction)

    def first_draft(self) -> int | None:
        """The row of the first segment of what is laid out that has a draft; None when none has."""
        drafts = [draft for draft in self.drafts if draft.article in self.scope.articles]
        rows = sorted(self.store.row_of(draft.article, draft.covers[0]) for draft in drafts)
        return next((row for row in rows if self.scope.view.index_of(row) is not None), None)

    def first_open(self) -> int | None:
        """The row of the first open segment of what is laid out; None when all are decided."""
        return self.scope.first_open(self.store)

    def moved(self, steps: int) -> int:
        """The row `steps` further in the list, not past its ends; a join counts as one."""
        return self.scope.moved(self._on_desk(), steps)

    def row_of(self, review: Review) -> int:
        """Where in the article on the desk the first segment of `review` is."""
        return self.store.row_of(self._on_desk().first.article, review.covers[0])

    def _undisputed(self) -> Desk:
        desk = self._on_desk()
        if desk.status is Status.CONFLICT:
            raise RefusalError(IN_CONFLICT)
        return desk

    def _on_desk(self) -> Desk:
        if self.desk is None:
            raise RefusalError("no segment is open")
        return self.desk

    def _new_draft(self, desk: Desk) -> Draft:
        return Draft(
            review_id=self._around.new_id(),
            covers=desk.covers,
            parents=desk.parents,
            text=desk.text,
            caret=0,
            note=desk.note,
            editor=self.editor,
            at=self._around.at(),
            article=desk.first.article,
        )

    def put_back(self, row: int, before: Draft | None) -> None:
        """Have the draft at `row` as it was `before`, or none."""
        draft = self.lay(row).draft
        if before is not None:
            self._hold(before)
            self.flush()
        elif draft is not None:
            self._forget(draft)
        self.relay()

    def _hold(self, draft: Draft) -> None:
        self.acts += 1
        self.drafts.hold(draft)
        self._unkept = True
        self.desk = replace(self._on_desk(), draft=draft)

    def _forget(self, draft: Draft) -> None:
        self.drafts.forget(draft)
        if self.desk is not None and self.desk.draft is not None and self.desk.draft.review_id == draft.review_id:
            self.desk = replace(self.desk, draft=None)

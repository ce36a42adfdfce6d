"""A sitting of one editor over one or more articles: what lies on the desk, what they decide, where they go next.

The session is everything about reviewing that is not a screen. It reads through its own read-only connection, hands every
decision to the one writer and waits until it is durable, and keeps what is being typed as a draft. Its one rule for decisions: a
review is made against the reviews that stood when the text came to the desk, so what somebody else decided in the meantime is
noticed and never overwritten.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from reviewer.core import query
from reviewer.core.article import Kind
from reviewer.core.composition import disputed, is_torn, runs
from reviewer.core.error import TranslationError
from reviewer.core.history import origin
from reviewer.core.place import Place
from reviewer.core.review import Effort, Purpose, Reached, Review, Status, Verdict, with_action
from reviewer.errors import QueryError, StoreError
from reviewer.store import Counts, Draft, Journal, Store, View, Writer
from reviewer.workflow import settling, undoing
from reviewer.workflow.confirmed_errors import carried, decided, united
from reviewer.workflow.desk import Desk, RefusalError, both_notes
from reviewer.workflow.drafts import Drafts
from reviewer.workflow.effort import EffortClock
from reviewer.workflow.manuscript import Manuscript
from reviewer.workflow.scope import Scope
from reviewer.workflow.settling import BETWEEN, Dispute, Opinion
from reviewer.workflow.surroundings import Surroundings

_IN_CONFLICT = "in conflict: ! shows what each says, and settles it"

T = TypeVar("T")


class Session:
    """One editor at work.

    Args:
        store: open for reading, on the thread that uses the session.
        writer: what makes reviews durable.
        journal: where unfinished typing is kept.
        surroundings: who, when, and chance.
    """

    sitting = ""
    """What kind of sitting it is, in a word that the status line always has room for; empty for a plain one."""

    def __init__(self, store: Store, writer: Writer, journal: Journal, surroundings: Surroundings) -> None:
        self.store = store
        self.writer = writer
        self.editor = surroundings.editor
        self.clock = EffortClock(surroundings.monotonic)
        self.drafts = Drafts(journal)
        self.recovered = 0
        """How many drafts an earlier session left."""
        self.scope = Scope((), "", View(()))
        self.desk: Desk | None = None
        self._around = surroundings
        self._unkept = False
        self._counted: tuple[tuple[View, int], int] | None = None

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

    def allow(self, command: str) -> None:
        """Refuse a command of the screen that has no place in this sitting; here all have.

        Raises:
            RefusalError: when it has none; nothing was changed.
        """

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

    def relay(self) -> Desk:
        """The same segment again, as it stands now."""
        return self.lay(self._on_desk().first.row)

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

    def discard(self) -> Desk:
        """Drop the draft on the desk."""
        desk = self._on_desk()
        if desk.draft is not None:
            self._forget(desk.draft)
        return self.relay()

    def accept(self) -> Review | None:
        """The text in sight is right; None where that was decided already.

        Raises:
            RefusalError: when there is no text in sight to decide for, or two that differ.
        """
        desk = self._on_desk()
        if desk.draft is None and desk.status is Status.CONFLICT:
            raise RefusalError(_IN_CONFLICT)
        if desk.draft is None and desk.status is not Status.OPEN:
            return None
        if not desk.text.strip():
            raise RefusalError("there is no text here to accept: Enter types one, c cuts it")
        return self._approve(desk, desk.text)

    def confirm(self, text: str) -> Review | None:
        """The correction as typed; None where it changes nothing."""
        desk = self._on_desk()
        unchanged = text == desk.standing
        if unchanged and desk.draft is None:
            return None
        if unchanged and desk.status is not Status.CONFLICT and desk.note == desk.first.note and not desk.is_joined_by_draft:
            return None
        if unchanged and desk.status is Status.OPEN and text == desk.machine:
            return None
        return self._approve(desk, text)

    def reject(self, reason: str) -> Review:
        """It cannot be mended here; what was typed is kept as its correction."""
        desk = self._on_desk()
        return self._review(desk, Verdict.REJECTED, desk.text if desk.text != desk.machine else None, reason)

    def cut(self, reason: str) -> Review:
        """It is not for print."""
        return self._review(self._on_desk(), Verdict.CUT, None, reason)

    def annotate(self, note: str) -> Review | None:
        """Put a note on the segment: with the decision that stands, or in the draft until there is one (None).

        Raises:
            RefusalError: in a conflict, where there is no decision that it could go with.
        """
        desk = self._undisputed()
        note = " ".join(note.split())
        standing = desk.first.review
        if standing is not None and desk.draft is None and not is_torn(desk.places):
            return replace(self._review(desk, standing.verdict, standing.correction, standing.reason), note=note)
        self._hold(replace(desk.draft or self._new_draft(desk), note=note, at=self._around.at()))
        self.flush()
        return None

    def mark(self, errors: Iterable[TranslationError]) -> Review:
        """Put `errors`, all that there are, on the decision that stands.

        Raises:
            RefusalError: when nothing is decided here that could have any.
        """
        desk = self._on_desk()
        standing = decided(desk)
        review = self._review(desk, standing.verdict, standing.correction, standing.reason)
        return replace(review, errors=tuple(error.fields() for error in errors))

    def _approve(self, desk: Desk, text: str) -> Review:
        if not text.strip():
            raise RefusalError("an empty correction says nothing: Esc, then c cuts the sentence")
        if BETWEEN in text and BETWEEN not in desk.machine:
            raise RefusalError(f"there are still several texts: delete those that shall not stand, and the {BETWEEN.strip()}")
        if text == desk.machine:
            return self._review(desk, Verdict.ACCEPTED, None)
        return self._review(desk, Verdict.CORRECTED, text)

    async def save(self, reviews: Review | Sequence[Review]) -> None:
        """Make `reviews` durable; their drafts are dropped only after that.

        Raises:
            StaleError: when somebody else decided in the meantime; nothing is written, the draft stays.
            StoreError: when nothing could be written.
        """
        batch = with_action([reviews] if isinstance(reviews, Review) else list(reviews))
        await self.writer.perform(lambda store: store.save(batch))
        for review in batch:
            for uid in review.covers:
                self.clock.take(uid)
                draft = self.drafts.beginning_at(uid)
                if draft is not None and review.undoes is None and review.redoes is None:
                    self._forget(draft)
        self._rebase([review for review in batch if review.undoes is not None or review.redoes is not None])
        if self.desk is not None:
            self.desk = replace(self.desk, draft=self.drafts.beginning_at(self.desk.first.uid))

    def _rebase(self, batch: Sequence[Review]) -> None:
        """Drafts that outlive `batch`, an undo or redo of one's own: they answer what stands now, where they answered the old."""
        for draft in self.drafts:
            known, covered = set(draft.parents), set(draft.covers)
            over = [each for each in batch if known.intersection(each.parents) and covered.intersection(each.covers)]
            gone = {parent for each in over for parent in each.parents}
            if over:
                parents = [parent for parent in draft.parents if parent not in gone] + [each.id for each in over]
                self.drafts.keep(replace(draft, parents=tuple(parents)))

    async def sign_off(self, article: Manuscript, path: str | None) -> None:
        """The editor has read exactly this text and answers for it."""
        thing = f"read:{article.article.uid}"
        spent = self.clock.spent_on(thing)
        await self.writer.perform(
            "sign_off",
            article.article.number,
            editor=self.editor,
            at=self._around.at(),
            text_digest=article.digest,
            active_seconds=spent.active,
            idle_seconds=spent.idle,
            idle_threshold=spent.idle_threshold,
            path=path,
        )
        self.clock.take(thing)

    async def set_kind(self, kind: Kind) -> None:
        """What is on the desk is a headline, body, caption, credit or boilerplate."""
        covers, editor, at = self._on_desk().covers, self.editor, self._around.at()

        def write(store: Store) -> None:
            for uid in covers:
                store.set_fact(uid, "kind", kind.value, editor, at)

        await self.writer.perform(write)

    def dispute(self, mine: Review | None = None) -> Dispute:
        """The opinions on what is on the desk now, beside them `mine`, which could not be saved.

        Raises:
            RefusalError: when nothing is in conflict here, and there is nothing of one's own to hold against it.
        """
        desk = self.relay()
        if mine is None:
            if desk.status is not Status.CONFLICT:
                raise RefusalError("not in conflict")
            mine = self._typed(desk)
        around = self.store.neighbours(desk.first.article, desk.first.paragraph, desk.first.position)
        covers = (*desk.covers, *(mine.covers if mine is not None else ()))
        return settling.dispute(Desk(disputed(around, covers)), self.first_said, mine)

    def _typed(self, desk: Desk) -> Review | None:
        """The draft as the opinion that it would be; both texts that are being made into one are none."""
        if desk.draft is None or BETWEEN in desk.text or not desk.text.strip():
            return None
        return self._approve(desk, desk.text)

    def first_said(self, head: Review) -> Review:
        """The review that `head` says again, where it was made by an undo; else itself."""
        return origin(head, self.store.action, self.store.review)

    def settle(self, dispute: Dispute, opinion: Opinion) -> Review:
        """`opinion` over all that was said in `dispute`, by an editor who has seen it."""
        desk = Desk(dispute.places)
        review = self._review(desk, opinion.verdict, opinion.correction, opinion.reason)
        own = [error for mine in opinion.said if mine.covers == desk.covers for error in mine.errors]
        return replace(review, note=dispute.note, errors=united([*own, *review.errors]))

    def compare(self, dispute: Dispute) -> None:
        """Put all texts of `dispute` side by side into a draft over all that was said, in place of what was typed."""
        desk = Desk(dispute.places)
        draft = self._on_desk().draft or self._new_draft(desk)
        text = dispute.side_by_side
        self._hold(replace(draft, covers=desk.covers, parents=desk.parents, text=text, caret=0, note=dispute.note))
        self.flush()

    def row_of(self, review: Review) -> int:
        """Where in the article on the desk the first segment of `review` is."""
        return self.store.row_of(self._on_desk().first.article, review.covers[0])

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

    def unjoin(self) -> tuple[Review, ...]:
        """Take a join apart: a drafted one at once (no reviews), a decided one by the reviews that are returned.

        Raises:
            RefusalError: when nothing is joined here, or it is in conflict.
        """
        desk = self._undisputed()
        if desk.draft is not None and desk.is_joined_by_draft:
            self._part(desk, desk.draft)
            return ()
        review = desk.first.review
        if review is None or len(desk.places) == 1:
            raise RefusalError("nothing is joined here")
        return undoing.take_back(self.store, [origin(review, self.store.action, self.store.review)], self._around)

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

    def undo(self) -> tuple[Review, ...]:
        """The reviews that take back this editor's last decision in the article on the desk.

        Raises:
            RefusalError: when there is none, or somebody else decided since.
        """
        return undoing.undo(self.store, self._on_desk().first.article, self._around)

    def redo(self) -> tuple[Review, ...]:
        """The reviews that do again what this editor took back last.

        Raises:
            RefusalError: when there is nothing, or somebody else decided since.
        """
        return undoing.redo(self.store, self._on_desk().first.article, self._around)

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

    def first_open(self) -> int | None:
        """The row of the first open segment of what is laid out; None when all are decided."""
        return self.scope.first_open(self.store)

    def moved(self, steps: int) -> int:
        """The row `steps` further in the list, not past its ends; a join counts as one."""
        return self.scope.moved(self._on_desk(), steps)

    def close(self) -> None:
        """Keep what was being typed and let go of everything."""
        self.flush()
        self.drafts.close()
        with suppress(StoreError):
            self.writer.submit(lambda store: store.index_corrections())
        self.writer.close()
        self.store.close()

    def _undisputed(self) -> Desk:
        desk = self._on_desk()
        if desk.status is Status.CONFLICT:
            raise RefusalError(_IN_CONFLICT)
        return desk

    def _on_desk(self) -> Desk:
        if self.desk is None:
            raise RefusalError("no segment is open")
        return self.desk

    def _review(self, desk: Desk, verdict: Verdict, correction: str | None, reason: str | None = None) -> Review:
        reached, reached_by = self.scope.reached
        return Review(
            id=desk.draft.review_id if desk.draft else self._around.new_id(),
            covers=desk.covers,
            parents=desk.draft.parents if desk.draft else desk.parents,
            editor=self.editor,
            verdict=verdict,
            correction=correction,
            reason=reason,
            note=desk.note,
            at=self._around.at(),
            purpose=Purpose.TEXT,
            reached=reached,
            reached_by=reached_by,
            effort=self._spent_on(desk),
            errors=carried(desk.heads, desk.covers, correction),
        )

    def _spent_on(self, desk: Desk) -> Effort:
        """The effort on all of it: the parts of a join were looked at before they were joined."""
        spent = [self.clock.spent_on(uid) for uid in desk.covers]
        return replace(
            spent[0],
            reading=round(sum(each.reading for each in spent), 3),
            typing=round(sum(each.typing for each in spent), 3),
            idle=round(sum(each.idle for each in spent), 3),
        )

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

    def _hold(self, draft: Draft) -> None:
        self.drafts.hold(draft)
        self._unkept = True
        self.desk = replace(self._on_desk(), draft=draft)

    def _forget(self, draft: Draft) -> None:
        self.drafts.forget(draft)
        if self.desk is not None and self.desk.draft is not None and self.desk.draft.review_id == draft.review_id:
            self.desk = replace(self.desk, draft=None)

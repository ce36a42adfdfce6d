"""A session of one editor over one or more articles: what they decide, settle and take back.

The session is everything about reviewing that is not a screen. It hands every decision to the one writer and waits until it is
durable. Its one rule for decisions: a review is made against the reviews that stood when the text came to the desk, so what
somebody else decided in the meantime is noticed and never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from reviewer.core import query
from reviewer.core.article import Kind
from reviewer.core.composition import disputed, is_torn
from reviewer.core.error import TranslationError
from reviewer.core.history import origin
from reviewer.core.review import Effort, Purpose, Review, Status, Verdict
from reviewer.errors import StoreError
from reviewer.store import Journal, Store, Writer
from reviewer.workflow import settling, undoing
from reviewer.workflow.confirmed_errors import carried, decided, united
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.filtering import look_beside
from reviewer.workflow.manuscript import Manuscript
from reviewer.workflow.settling import BETWEEN, Dispute, Opinion
from reviewer.workflow.sitting import IN_CONFLICT, Sitting
from reviewer.workflow.surroundings import Surroundings


class Session(Sitting):
    """One editor at work.

    Args:
        store: open for reading, on the thread that uses the session.
        writer: what makes reviews durable.
        journal: where unfinished typing is kept.
        surroundings: who, when, and chance.
    """

    def __init__(self, store: Store, writer: Writer, journal: Journal, surroundings: Surroundings) -> None:
        super().__init__(store, journal, surroundings)
        self.writer = writer

    def allow(self, command: str) -> None:
        """Refuse a command of the screen that has no place in this sitting; here all have.

        Raises:
            RefusalError: when it has none; nothing was changed.
        """

    async def narrow(self, filter_query: str, tell: Callable[[str], object] = lambda news: None) -> None:
        """The same as in any sitting; where it asks what the checks find, they look first at what they have not seen yet.

        Args:
            filter_query: may be empty.
            tell: is told, in another thread, how far they are.

        Raises:
            ConfigError: the checks that the settings name cannot run.
            QueryError: when it is not understood, or leaves nothing; the filter stays as it was.
            StoreError: when nothing could be written.
        """
        if any(term.field == "finding" for term in query.parse(filter_query)):
            await self.reading(lambda store: look_beside(store, self.writer, self.scope.articles, tell))
        await super().narrow(filter_query)

    def accept(self) -> Review | None:
        """The text in sight is right; None where that was decided already.

        Raises:
            RefusalError: when there is no text in sight to decide for, or two that differ.
        """
        desk = self._on_desk()
        if desk.draft is None and desk.status is Status.CONFLICT:
            raise RefusalError(IN_CONFLICT)
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

    def _approve(self, desk: Desk, text: str) -> Review:
        if not text.strip():
            raise RefusalError("an empty correction says nothing: Esc, then c cuts the sentence")
        if BETWEEN in text and BETWEEN not in desk.machine:
            raise RefusalError(f"there are still several texts: delete those that shall not stand, and the {BETWEEN.strip()}")
        if text == desk.machine:
            return self._review(desk, Verdict.ACCEPTED, None)
        return self._review(desk, Verdict.CORRECTED, text)

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

    async def set_kind(self, kind: Kind) -> None:
        """What is on the desk is a headline, body, caption, credit or boilerplate."""
        covers, editor, at = self._on_desk().covers, self.editor, self._around.at()

        def write(store: Store) -> None:
            for uid in covers:
                store.set_fact(uid, "kind", kind.value, editor, at)

        self.acts += 1
        await self.writer.perform(write)

    async def sign_off(self, article: Manuscript, path: str | None) -> None:
        """The editor has read exactly this text and answers for it."""
        thing = f"read:{article.article.uid}"
        spent = self.clock.spent_on(thing)
        self.acts += 1
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

    def first_said(self, head: Review) -> Review:
        """The review that `head` says again, where it was made by an undo; else itself."""
        return origin(head, self.store.action, self.store.review)

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

    def settle(self, dispute: Dispute, opinion: Opinion) -> tuple[Review, ...]:
        """`opinion` over all that was said in `dispute`, by an editor who has seen it.

        Before it comes what was not saved and is not to stand, to be saved with it: an undo shows it among the others again.
        """
        desk = Desk(dispute.places)
        said = {review.id for review in opinion.said}
        given_up = [review for review in self._unsaved(dispute) if review.id not in said]
        review = self._review(desk, opinion.verdict, opinion.correction, opinion.reason)
        own = [error for mine in opinion.said if mine.covers == desk.covers for error in mine.errors]
        parents = (*review.parents, *(each.id for each in given_up))
        return (*given_up, replace(review, parents=parents, note=dispute.note, errors=united([*own, *review.errors])))

    def _unsaved(self, dispute: Dispute) -> Iterator[Review]:
        """What was typed on it, or came too late; the seconds that it took are those of the review that settles it."""
        late = dispute.mine.said[0] if dispute.mine is not None else None
        if late is not None:
            yield replace(late, effort=Effort())
        for draft in self.drafts:
            desk = Desk(tuple(place for place in dispute.places if place.uid in draft.covers), draft)
            is_new = draft.text.strip() and draft.text != dispute.side_by_side and (late is None or late.id != draft.review_id)
            if is_new and desk.covers == draft.covers:
                unfinished = self._review(desk, Verdict.REJECTED, draft.text, "unfinished")
                yield replace(self._typed(desk) or unfinished, effort=Effort())

    def compare(self, dispute: Dispute) -> None:
        """Put all texts of `dispute` side by side into a draft over all that was said, in place of what was typed."""
        desk = Desk(dispute.places)
        draft = self._on_desk().draft or self._new_draft(desk)
        text = dispute.side_by_side
        self._hold(replace(draft, covers=desk.covers, parents=desk.parents, text=text, caret=0, note=dispute.note))
        self.flush()

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

    async def save(self, reviews: Review | Sequence[Review]) -> None:
        """Make `reviews` durable; their drafts are dropped only after that.

        Raises:
            StaleError: when somebody else decided in the meantime; nothing is written, the draft stays.
            StoreError: when nothing could be written.
        """
        given = [reviews] if isinstance(reviews, Review) else reviews
        batch = [review if review.action else replace(review, action=review.id) for review in given]
        await self.writer.perform(lambda store: store.save(batch))
        self.acts += 1
        travels = [review for review in batch if review.undoes is not None or review.redoes is not None]
        for review in batch:
            for uid in review.covers:
                self.clock.take(uid)
            for draft in () if review in travels else self.drafts:
                if draft.review_id == review.id or set(draft.covers) <= set(review.covers):
                    self._forget(draft)
        self._rebase(travels)
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

    def close(self) -> None:
        """Keep what was being typed and let go of everything."""
        self.flush()
        self.drafts.close()
        with suppress(StoreError):
            self.writer.submit(lambda store: store.index_corrections())
        self.writer.close()
        self.store.close()

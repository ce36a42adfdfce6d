"""A sitting of one editor over one or more articles: what lies on the desk, what they decide, where they go next.

The session is everything about reviewing that is not a screen. It reads through its own read-only connection, hands every
decision to the one writer and waits until it is durable, and keeps what is being typed in the draft journal. Its one rule for
decisions: a review is made against the reviews that stood when the text came to the desk, so what somebody else decided in the
meantime is noticed and never overwritten.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from reviewer.core import query
from reviewer.core.article import Kind
from reviewer.core.composition import is_torn, runs
from reviewer.core.history import doing_again, origin, taking_back
from reviewer.core.place import Place, run_text
from reviewer.core.review import Effort, Purpose, Reached, Review, Status, Verdict, new_id, timestamp, with_action
from reviewer.errors import QueryError, ReviewerError
from reviewer.store import Draft, Journal, Store, View, Writer
from reviewer.workflow.effort import EffortClock
from reviewer.workflow.manuscript import Manuscript

T = TypeVar("T")


class RefusalError(ReviewerError):
    """What was asked cannot be done to this segment now; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a session is given from outside: who, when, and chance."""

    editor: str
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    entropy: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Desk:
    """The segment, or the join, that is being looked at."""

    places: tuple[Place, ...]
    draft: Draft | None = None

    @property
    def first(self) -> Place:
        """The first segment of it."""
        return self.places[0]

    @property
    def covers(self) -> tuple[str, ...]:
        """The uids of its segments."""
        return tuple(place.uid for place in self.places)

    @property
    def parents(self) -> tuple[str, ...]:
        """The reviews that stand on it."""
        return tuple(dict.fromkeys(review.id for place in self.places for review in place.heads))

    @property
    def machine(self) -> str:
        """What the machine wrote."""
        return run_text(self.places)

    @property
    def standing(self) -> str:
        """The text that stands: the correction, where there is one, else the machine's."""
        return "".join(
            text + (run[-1].gap if run[-1] is not self.places[-1] else "") for run, text in map(_standing, runs(self.places))
        )

    @property
    def text(self) -> str:
        """The text in sight: the draft, where there is one."""
        return self.standing if self.draft is None else self.draft.text

    @property
    def source(self) -> str | None:
        """The original text, where it is known."""
        known = [place.source for place in self.places if place.source]
        return " ".join(known) or None

    @property
    def status(self) -> Status:
        """Where it stands; a part of a join that is torn was not decided by itself."""
        return Status.OPEN if is_torn(self.places) else self.first.status

    @property
    def note(self) -> str:
        """The note on it, in the draft or standing."""
        return self.draft.note if self.draft is not None else self.first.note


def _standing(run: tuple[Place, ...]) -> tuple[tuple[Place, ...], str]:
    heads = run[0].heads
    if heads and len(run) == len(heads[0].covers) and heads[0].correction is not None:
        return run, heads[0].correction
    return run, run_text(run)


def _both(note: str, following: str) -> str:
    """Two notes as one, a query first, so that it stays one."""
    notes = sorted(dict.fromkeys(filter(None, (note, following))), key=lambda each: not each.startswith("?"))
    return " · ".join(notes)


class Session:
    """One editor at work.

    Args:
        store: open for reading, on the thread that uses the session.
        writer: what makes reviews durable.
        journal: where unfinished typing is kept.
        surroundings: who, when, and chance.
    """

    def __init__(self, store: Store, writer: Writer, journal: Journal, surroundings: Surroundings) -> None:
        self.store = store
        self.writer = writer
        self.journal = journal
        self.editor = surroundings.editor
        self._journalling = ThreadPoolExecutor(1, "draft-journal")
        self.clock = EffortClock(surroundings.monotonic)
        self.drafts: dict[str, Draft] = {}
        """What is typed and not confirmed, by the uid of its first segment."""
        self.recovered = 0
        """How many drafts an earlier session left."""
        self.articles: tuple[int, ...] = ()
        self.filter = ""
        self.reached = Reached.ORDER
        self.reached_by = ""
        self.view: View
        self.desk: Desk | None = None
        self._surroundings = surroundings
        self._unkept: str | None = None

    def open_articles(self, numbers: Iterable[int], filter_query: str = "") -> None:
        """Lay out these articles, or what `filter_query` leaves of them.

        Raises:
            QueryError: when the filter is not understood; what was open stays open.
        """
        articles = tuple(numbers)
        view = self.store.view(articles, query.parse(filter_query))
        self.articles = articles
        self._use(view, filter_query)

    def _use(self, view: View, filter_query: str) -> None:
        self.view = view
        self.filter = filter_query.strip()
        sample = next((term for term in query.parse(self.filter) if term.field == "sample" and not term.negated), None)
        self.reached = Reached.SAMPLE if sample else Reached.FILTER if self.filter else Reached.ORDER
        self.reached_by = sample.value if sample else self.filter

    async def narrow(self, filter_query: str) -> None:
        """`open_articles` with another filter, without holding up whoever waits for keys.

        Raises:
            QueryError: when it is not understood, or leaves nothing; the filter stays as it was.
        """
        terms = query.parse(filter_query)
        view = await self.reading(lambda store: store.view(self.articles, terms))
        if not len(view):
            raise QueryError(f"nothing here fits {filter_query.strip()}: the filter stays as it was")
        self._use(view, filter_query)

    async def found(self, words: str, at_most: int) -> tuple[int, ...]:
        """The rows in which all of `words` occur, in order."""
        return tuple(await self.reading(lambda store: store.search(self.articles, words, at_most)))

    async def reading(self, read: Callable[[Store], T]) -> T:
        """What `read` gives, read by another thread through a connection of its own: for what may take longer than a key."""

        def apart() -> T:
            with Store.open(self.store.path, create=False, readonly=True) as store:
                return read(store)

        return await asyncio.to_thread(apart)

    def adopt_drafts(self) -> None:
        """Take over the unsaved typing of sessions that ended without us; `recovered` says how much there was."""
        for draft in self.journal.adopt():
            if self.store.has_review(draft.review_id):
                self._journalling.submit(self.journal.drop, draft.review_id)
                continue
            earlier = self.drafts.get(draft.covers[0])
            if earlier is not None:
                self._journalling.submit(self.journal.drop, earlier.review_id)
            self.drafts[draft.covers[0]] = draft
        self.recovered = len(self.drafts)

    def lay(self, row: int) -> Desk:
        """Put the segment at `row` on the desk, with all that is joined to it."""
        self.flush()
        place = self.store.place(row)
        self.desk = self._together(place, self.store.neighbours(place.article, place.paragraph, place.position))
        self.clock.turn_to(self.desk.first.uid)
        return self.desk

    def _together(self, place: Place, around: Sequence[Place]) -> Desk:
        """`place` with all that is joined to it, by a decision or in a draft."""
        draft = next((draft for draft in self.drafts.values() if place.uid in draft.covers), None)
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
        self._hold(replace(draft, text=text, caret=caret, at=self._at()))

    def flush(self) -> None:
        """Send the typing so far to the disk, without waiting for it; a draft that says nothing new is dropped."""
        if self.desk is None or self._unkept is None:
            return
        self._unkept = None
        draft = self.desk.draft
        if draft is None:
            return
        if draft.text == self.desk.standing and draft.note == self.desk.first.note and not self._joins(self.desk):
            self._forget(draft)
        else:
            self._journalling.submit(self.journal.keep, draft)

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
            raise RefusalError("in conflict: Enter, and type the text that shall stand")
        if desk.draft is None and desk.status is not Status.OPEN:
            return None
        if not desk.text.strip():
            raise RefusalError("there is no text here to accept: Enter types one, c cuts it")
        return self._approve(desk, desk.text)

    def confirm(self, text: str) -> Review | None:
        """The correction as typed; None where it changes nothing."""
        desk = self._on_desk()
        unchanged = text == desk.standing and desk.status is not Status.CONFLICT
        if unchanged and (desk.draft is None or (desk.note == desk.first.note and not self._joins(desk))):
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
        """Put a note on the segment: with the decision that stands, or in the draft until there is one (None)."""
        desk = self._on_desk()
        note = " ".join(note.split())
        standing = desk.first.review
        if standing is not None and desk.draft is None and not is_torn(desk.places):
            return replace(
                self._review(desk, standing.verdict, standing.correction, standing.reason), note=note, errors=standing.errors
            )
        self._hold(replace(desk.draft or self._new_draft(desk), note=note, at=self._at()))
        self.flush()
        return None

    def _approve(self, desk: Desk, text: str) -> Review:
        if not text.strip():
            raise RefusalError("an empty correction says nothing: Esc, then c cuts the sentence")
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
        await asyncio.wrap_future(self.writer.submit(lambda store: store.save(batch)))
        for review in batch:
            for uid in review.covers:
                self.clock.take(uid)
                draft = self.drafts.get(uid)
                if draft is not None and review.undoes is None and review.redoes is None:
                    self._forget(draft)
        self._rebase([review for review in batch if review.undoes is not None or review.redoes is not None])
        if self.desk is not None:
            self.desk = replace(self.desk, draft=self.drafts.get(self.desk.first.uid))

    def _rebase(self, batch: Sequence[Review]) -> None:
        """Drafts that outlive `batch`, an undo or redo of one's own: they answer what stands now, where they answered the old."""
        for uid, draft in self.drafts.items():
            known, covered = set(draft.parents), set(draft.covers)
            over = [each for each in batch if known.intersection(each.parents) and covered.intersection(each.covers)]
            gone = {parent for each in over for parent in each.parents}
            if over:
                parents = [parent for parent in draft.parents if parent not in gone] + [each.id for each in over]
                self.drafts[uid] = replace(draft, parents=tuple(parents))
                self._journalling.submit(self.journal.keep, self.drafts[uid])

    async def sign_off(self, article: Manuscript, path: str | None) -> None:
        """The editor has read exactly this text and answers for it."""
        thing = f"read:{article.article.uid}"
        spent = self.clock.spent_on(thing)
        signing = self.writer.submit(
            "sign_off",
            article.article.number,
            editor=self.editor,
            at=self._at(),
            text_digest=article.digest,
            active_seconds=spent.active,
            idle_seconds=spent.idle,
            idle_threshold=spent.idle_threshold,
            path=path,
        )
        await asyncio.wrap_future(signing)
        self.clock.take(thing)

    async def set_kind(self, kind: Kind) -> None:
        """What is on the desk is a headline, body, caption, credit or boilerplate."""
        covers, editor, at = self._on_desk().covers, self.editor, self._at()

        def write(store: Store) -> None:
            for uid in covers:
                store.set_fact(uid, "kind", kind.value, editor, at)

        await asyncio.wrap_future(self.writer.submit(write))

    def row_of(self, review: Review) -> int:
        """Where in the article on the desk the first segment of `review` is."""
        return self.store.row_of(self._on_desk().first.article, review.covers[0])

    def over(self, review: Review, theirs: Sequence[Review]) -> Review:
        """`review` made anew by an editor who has seen what `theirs` say: it stands over them, and over all they cover."""
        first = self.relay().first
        wanted = {uid for each in (review, *theirs) for uid in each.covers}
        around = self.store.neighbours(first.article, first.paragraph, first.position)
        covers = tuple(place.uid for place in around if place.uid in wanted)
        return replace(review, id=self._new_id(), covers=covers, parents=tuple(head.id for head in theirs), at=self._at())

    def join(self) -> Desk:
        """Take the next sentence of the paragraph to this one, as one text until it is decided."""
        desk = self._on_desk()
        following = self._after(desk)
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
                note=_both(desk.note, following.note),
                at=self._at(),
            )
        )
        self.flush()
        if following.draft is not None:
            self._forget(following.draft)
        return self.relay()

    def unjoin(self) -> tuple[Review, ...]:
        """Take a join apart: a drafted one at once (no reviews), a decided one by the reviews that are returned.

        Raises:
            RefusalError: when nothing is joined here.
        """
        desk = self._on_desk()
        if desk.draft is not None and self._joins(desk):
            self._part(desk, desk.draft)
            return ()
        review = desk.first.review
        if review is None or len(desk.places) == 1:
            raise RefusalError("nothing is joined here")
        return self._take_back([origin(review, self.store.action, self.store.review)])

    def _part(self, desk: Desk, draft: Draft) -> None:
        """Take a drafted join apart: its first part keeps what was typed, the others stand as they did."""
        first = Desk(next(iter(runs(desk.places))))
        others = Desk(desk.places[len(first.places) :])
        text = draft.text.removesuffix(first.places[-1].gap + others.standing)
        note = first.note if draft.note == _both(first.note, others.first.note) else draft.note
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

    @staticmethod
    def _joins(desk: Desk) -> bool:
        """Whether the draft covers more than the review that stands."""
        return desk.draft is not None and len(next(iter(runs(desk.places)))) < len(desk.draft.covers)

    def undo(self) -> tuple[Review, ...]:
        """The reviews that take back this editor's last decision in the article on the desk.

        Raises:
            RefusalError: when there is none, or somebody else decided since.
        """
        article = self._on_desk().first.article
        undoable = self.store.history(article, self.editor).undoable
        if not undoable:
            raise RefusalError("nothing of yours to undo in this article")
        return self._take_back(self.store.action(undoable[-1]))

    def redo(self) -> tuple[Review, ...]:
        """The reviews that do again what this editor took back last.

        Raises:
            RefusalError: when there is nothing, or somebody else decided since.
        """
        article = self._on_desk().first.article
        redoable = self.store.history(article, self.editor).redoable
        if not redoable:
            raise RefusalError("nothing of yours to redo in this article")
        action = self.store.action(redoable[-1])
        for head in (head for review in action for uid in review.covers for head in self.store.heads(uid)):
            if head.editor != self.editor:
                raise RefusalError(f"decided since by {head.editor}: redo would overwrite it")
        return doing_again(action, self._heads, self._new_id, self._at())

    def _take_back(self, action: Sequence[Review]) -> tuple[Review, ...]:
        names = {review.id for review in action}
        for head in (head for review in action for uid in review.covers for head in self.store.heads(uid)):
            if origin(head, self.store.action, self.store.review).id not in names:
                raise RefusalError(f"decided since by {head.editor}: undo would lose it")
        return taking_back(action, self.store.review, self.editor, self._new_id, self._at(), self._heads)

    def _heads(self, uid: str) -> list[str]:
        return [head.id for head in self.store.heads(uid)]

    def next_open(self, direction: int = 1) -> int | None:
        """The row of the next open segment: of the article, or of what the filter shows; None when all are decided."""
        first = self._on_desk().first
        if not self.filter:
            return self.store.next_open(first.article, first.position, direction)
        here = self.view.index_of(first.row)
        count = len(self.view)
        start = here if here is not None else bisect_left(self.view.rows, first.row) - (direction > 0)
        for step in range(1, count + 1):
            row = self.view.row_at((start + direction * step) % count)
            if self.store.place(row).status is Status.OPEN:
                return row
        return None

    def first_open(self) -> int | None:
        """The row of the first open segment of what is laid out; None when all are decided."""
        if not self.filter:
            for article in self.articles:
                row = self.store.next_open(article, 0)
                if row is not None:
                    return row
            return None
        return next((place.row for place in self.store.place_rows(self.view) if place.status is Status.OPEN), None)

    def moved(self, steps: int) -> int:
        """The row `steps` further in the list, not past its ends; a join counts as one."""
        desk = self._on_desk()
        end = desk.places[-1] if steps > 0 else desk.first
        here = self.view.index_of(end.row)
        if here is None:
            here = self.view.index_of(desk.first.row) or 0
        return self.view.row_at(min(max(here + steps, 0), len(self.view) - 1))

    def wait_until_kept(self) -> None:
        """Wait until the drafts that were flushed are on the disk."""
        self._journalling.submit(bool).result()

    def close(self) -> None:
        """Keep what was being typed and let go of everything."""
        self.flush()
        self._journalling.shutdown()
        self.writer.close()
        self.journal.close()
        self.store.close()

    def _on_desk(self) -> Desk:
        if self.desk is None:
            raise RefusalError("no segment is open")
        return self.desk

    def _review(self, desk: Desk, verdict: Verdict, correction: str | None, reason: str | None = None) -> Review:
        return Review(
            id=desk.draft.review_id if desk.draft else self._new_id(),
            covers=desk.covers,
            parents=desk.draft.parents if desk.draft else desk.parents,
            editor=self.editor,
            verdict=verdict,
            correction=correction,
            reason=reason,
            note=desk.note,
            at=self._at(),
            purpose=Purpose.TEXT,
            reached=self.reached,
            reached_by=self.reached_by,
            effort=self._spent_on(desk),
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
            review_id=self._new_id(),
            covers=desk.covers,
            parents=desk.parents,
            text=desk.text,
            caret=0,
            note=desk.note,
            editor=self.editor,
            at=self._at(),
            article=desk.first.article,
        )

    def _hold(self, draft: Draft) -> None:
        self.drafts[draft.covers[0]] = draft
        self._unkept = draft.covers[0]
        self.desk = replace(self._on_desk(), draft=draft)

    def _forget(self, draft: Draft) -> None:
        self.drafts.pop(draft.covers[0], None)
        self._journalling.submit(self.journal.drop, draft.review_id)
        if self.desk is not None and self.desk.draft is not None and self.desk.draft.review_id == draft.review_id:
            self.desk = replace(self.desk, draft=None)

    def _new_id(self) -> str:
        return new_id(self._surroundings.now(), self._surroundings.entropy(10))

    def _at(self) -> str:
        return timestamp(self._surroundings.now())

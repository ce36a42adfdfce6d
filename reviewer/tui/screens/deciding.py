"""What the keys that decide do: accept, confirm, reject, cut, join, note, settle, undo."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from reviewer.core.article import Kind
from reviewer.core.review import Review, Status
from reviewer.errors import ReviewerError, StaleError
from reviewer.tui.keys import Mode
from reviewer.tui.passage import Passage
from reviewer.tui.screens.desk import DeskScreen
from reviewer.tui.screens.prompts import Choice, Question
from reviewer.tui.screens.settling import SettlingScreen
from reviewer.tui.widgets.correction import Correction
from reviewer.workflow import dismissing
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.settling import BETWEEN, Dispute, Opinion
from reviewer.workflow.sitting import Signed

CUT_REASONS = {"1": "residue", "2": "content"}


class Deciding(DeskScreen, inherit_bindings=False):
    """Each method is the command of the key table that it is named after."""

    returning = False
    """Whether the read view sent the editor here and wants them back after the decision."""

    async def command_accept(self) -> None:
        """The text in sight is right."""
        review = self.session.accept()
        if review is None:
            others = ", ".join(sorted({head.editor for head in self.desk.heads} - {self.session.editor}))
            self.go_on(f"already decided by {others}" if others else "decided already")
        else:
            await self.decide(review)

    async def command_confirm(self) -> None:
        """The correction, if it changes anything."""
        review = self.session.confirm(self.query_one(Correction).correction)
        if review is None:
            self.session.flush()
            self.lay(None, news="unchanged: nothing decided")
        else:
            await self.decide(review)

    async def command_reject(self) -> None:
        """Ask why, then reject."""

        async def answered(reason: str | None) -> None:
            if reason is not None:
                await self.decide(self.session.reject(reason.strip()))

        explanation = [Passage("It needs the source, or a new translation. What you typed is kept with it.")]
        self.ask(Question("Reject: why? (may stay empty)", explanation), answered)

    async def command_cut(self) -> None:
        """Ask which kind of cut, then cut."""

        async def answered(key: str | None) -> None:
            if key is not None:
                await self.decide(self.session.cut(CUT_REASONS[key]))

        options = {
            "1": "residue: left over from the page or the source (credit, link, copyright line)",
            "2": "content: a sentence of the story that shall not be printed",
        }
        is_typed = self.desk.text != self.desk.standing
        explanation = [Passage("What you typed here is not kept with it; with x it is.")] if is_typed else []
        self.ask(Choice("Cut: what is it?", options, explanation), answered)

    async def command_join(self) -> None:
        """Take the next sentence to this one."""
        self.session.join()
        self.lay(None, news="joined: decided as one sentence; - parts them")

    async def command_unjoin(self) -> None:
        """Take a join apart."""
        reviews = self.session.unjoin()
        if reviews and not await self.save(reviews):
            return
        self.lay(None, news="parted")

    async def command_annotate(self) -> None:
        """Write or change the note."""

        async def answered(note: str | None) -> None:
            if note is None:
                return
            review = self.session.annotate(note)
            if review is not None and not await self.save(review):
                return
            self.lay(None, news="noted" if review is not None else "noted; it is saved with your decision")

        explanation = [Passage("A note that begins with ? is a query: the text stands, but somebody must answer.")]
        self.ask(Question("Note", explanation, self.desk.note), answered)

    async def command_kind(self) -> None:
        """Say what the segment is."""
        options = {str(number): kind.value for number, kind in enumerate(Kind, 1)}

        async def answered(key: str | None) -> None:
            if key is not None:
                await self.session.set_kind(Kind(options[key]))
                self.lay(None, news=f"now {options[key]}")

        self.ask(Choice(f"What is it? Now: {self.desk.first.kind}", options), answered)

    async def command_settle(self) -> None:
        """Ask which opinion stands; where nothing is in conflict, go to the next that is."""
        rows = self.session.conflicts()
        here = [rows.index(place.row) for place in self.desk.places if place.row in rows]
        if not here:
            self._lay_conflict(rows)
            return
        dispute = self.session.dispute()

        async def answered(answer: Opinion | str | None) -> None:
            await self._settled(dispute, answer, "as it was: still in conflict")

        title = f"In conflict, {here[0] + 1} of {len(rows)}"
        self.ask(SettlingScreen(title, dispute, self.session.editor, self.sight, "leave it in conflict"), answered)

    def _lay_conflict(self, rows: Sequence[int], news: str = "") -> None:
        """Go to the next of `rows` after the desk, or the first of them."""
        if not rows:
            raise RefusalError("nothing is in conflict")
        number = bisect_right(rows, self.desk.first.row) % len(rows)
        self.lay(rows[number], news=news or f"{number + 1} of {len(rows)} in conflict: ! shows what each says")

    async def _settled(self, dispute: Dispute, answer: Opinion | str | None, unsettled: str) -> None:
        if isinstance(answer, Opinion):
            reviews = self.session.settle(dispute, answer)
            await self.decide(reviews, "settled; u brings yours back" if len(reviews) > 1 else "")
        elif answer is not None:
            self.session.compare(dispute)
            several = f"delete what shall not stand, and the {BETWEEN.strip()}; "
            self.lay(None, Mode.TYPE, f"{several if BETWEEN in dispute.side_by_side else ''}Enter confirms")
        else:
            self.lay(None, news=unsettled)

    async def command_undo_decision(self) -> None:
        """Take back the last decision, and go there; or what was taken or dismissed since."""
        step, self.step = self.step, None
        if step is not None and step.acts == self.session.acts:
            await step.take_back()
            return
        await self._travel(self.session.undo(), "undone")

    async def command_redo_decision(self) -> None:
        """Do again what was taken back, and go there."""
        await self._travel(self.session.redo(), "done again")

    async def _travel(self, reviews: Sequence[Review], what: str) -> None:
        if await self.save(reviews):
            row = self.session.row_of(reviews[0])
            self.lay(row)
            is_disputed = self.desk.status is Status.CONFLICT
            now = "in conflict again: ! settles it" if is_disputed else str(self.desk.status)
            self.say(f"{what}: {self.desk.first.position} is {now}")

    async def decide(self, reviews: Review | Sequence[Review], news: str = "") -> None:
        """Save `reviews`, and when they are durable show the next conflict, where this was one, or the next open segment."""
        was_disputed = self.desk.status is Status.CONFLICT
        decision = reviews if isinstance(reviews, Review) else None
        said = self.marking.said_of(decision) if decision is not None else ""
        carried = dismissing.carried(self.marking, decision) if decision is not None else []
        signed = self.session.sign_off_of_desk()
        if await self.save(reviews):
            try:
                await dismissing.say(self.marking, carried)
            except ReviewerError as failed:  # what was decided stands, and the screen moves on
                said = f"what was dismissed here comes back: {failed}"
            is_void = signed is Signed.HOLDS and self.session.sign_off_of_desk() is Signed.VOID
            void = "the sign-off of this article does not hold any more" if is_void else ""
            news = " · ".join(filter(None, (news, said, void)))
            rows = self.session.conflicts() if was_disputed and not self.returning else ()
            if rows:
                self._lay_conflict(rows, news)
            else:
                self.go_on(news)

    async def save(self, reviews: Review | Sequence[Review]) -> bool:
        """Make `reviews` durable; whether they are. What went wrong is said, and the text stays where it is."""
        try:
            await self.session.save(reviews)
        except StaleError as stale:
            self._settle_stale(stale)
            return False
        except ReviewerError as failed:
            self.session.flush()
            self.say(f"NOT SAVED: {failed}", alert=True)
            return False
        self.follow()
        return True

    def go_on(self, news: str) -> None:
        """To the next open segment, or back to where the editor came from."""
        if self.returning:
            self.returning = False
            self.lay(None, news=news)
            self.app.call_later(self.obey, "read_through")
            return
        row = self.session.next_open()
        if row is None:
            counts = self.session.store.counts(self.desk.first.article)
            decided = f"{counts.conflict} in conflict: ! goes there" if counts.conflict else "all decided, r reads it through"
            self.lay(None, news=" · ".join(filter(None, (news, "no more open here" if counts.open else decided))))
        else:
            self.lay(row, news=news)

    async def obey(self, name: str, key: str = "") -> None:
        """Do the command `name`; the review screen says how."""
        raise NotImplementedError

    def _settle_stale(self, stale: StaleError) -> None:
        """Somebody else was faster: what each would have is shown, and the editor says which stands."""
        if stale.mine.undoes is not None or stale.mine.redoes is not None:
            self.lay(None, news=str(stale))
            return
        dispute = self.session.dispute(stale.mine)

        async def answered(answer: Opinion | str | None) -> None:
            await self._settled(dispute, answer, f"nothing decided{'; what you typed is kept' if is_typed else ''}")

        is_typed = self.desk.draft is not None
        otherwise = f"decide later: {'what you typed is kept as a draft' if is_typed else 'nothing of yours is recorded'}"
        self.ask(SettlingScreen("Decided in the meantime", dispute, self.session.editor, self.sight, otherwise), answered)

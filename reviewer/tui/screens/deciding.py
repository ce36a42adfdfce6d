"""What the keys that decide do: accept, confirm, reject, cut, join, note, undo."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.core.article import Kind
from reviewer.core.review import Review
from reviewer.errors import ReviewerError, StaleError
from reviewer.tui.passage import Passage
from reviewer.tui.screens.desk import DeskScreen
from reviewer.tui.screens.prompts import Choice, Question
from reviewer.tui.widgets.correction import Correction

CUT_REASONS = {"1": "residue", "2": "content"}


class Deciding(DeskScreen, inherit_bindings=False):
    """Each method is the command of the key table that it is named after."""

    returning = False
    """Whether the read view sent the editor here and wants them back after the decision."""

    async def command_accept(self) -> None:
        """The text in sight is right."""
        review = self.session.accept()
        if review is None:
            self.go_on("decided already")
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
        self.ask(Choice("Cut: what is it?", options), answered)

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

    async def command_undo_decision(self) -> None:
        """Take back the last decision, and go there."""
        await self._travel(self.session.undo(), "undone")

    async def command_redo_decision(self) -> None:
        """Do again what was taken back, and go there."""
        await self._travel(self.session.redo(), "done again")

    async def _travel(self, reviews: Sequence[Review], what: str) -> None:
        if await self.save(reviews):
            row = self.session.row_of(reviews[0])
            self.lay(row)
            self.say(f"{what}: {self.desk.first.position} is {self.desk.status}")

    async def decide(self, review: Review) -> None:
        """Save `review`, and when it is durable show the next open segment."""
        if await self.save(review):
            self.go_on("")

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
            remaining = self.session.store.counts(self.desk.first.article).open
            self.lay(None, news="all decided, r reads it through" if not remaining else "no more open here")
        else:
            self.lay(row, news=news)

    async def obey(self, name: str, key: str = "") -> None:
        """Do the command `name`; the review screen says how."""
        raise NotImplementedError

    def _settle_stale(self, stale: StaleError) -> None:
        """Somebody else was faster: both texts are shown, and the editor says which stands."""
        theirs = [Passage.of((f"{head.editor}: ", "heading"), head.correction or str(head.verdict)) for head in stale.theirs] or [
            Passage("It was opened again.")
        ]
        mine = Passage.of(("yours: ", "heading"), stale.mine.correction or str(stale.mine.verdict))

        async def answered(key: str | None) -> None:
            if key == "1":
                self.session.discard()
                self.lay(None, news="theirs stands")
            elif key == "2":
                await self.decide(self.session.over(stale.mine, stale.theirs))
            else:
                self.lay(None, news="nothing decided; what you typed is kept")

        options = {"1": "theirs stands", "2": "mine stands over theirs", "escape": "neither yet: keep mine as a draft"}
        self.ask(Choice("Decided in the meantime", options, [*theirs, mine]), answered)

"""What the keys that move do, and those of TYPE that are not text."""

from __future__ import annotations

import asyncio

from reviewer.errors import ReviewerError, StoreError
from reviewer.tui.keys import Mode
from reviewer.tui.passage import Passage
from reviewer.tui.screens.desk import DeskScreen
from reviewer.tui.screens.prompts import Question
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.settling import BETWEEN

FOUND_AT_MOST = 10_000
"""Places of one search that `n` goes through."""


class Moving(DeskScreen, inherit_bindings=False):
    """Each method is the command of the key table that it is named after."""

    is_waiting = False
    """Whether a filter is being made ready, so that no key is obeyed."""
    _words = ""
    _found: tuple[int, ...] = ()

    async def command_type(self) -> None:
        """Go over to typing."""
        self.switch(Mode.TYPE)

    async def command_leave(self) -> None:
        """Back to reading."""
        self.session.flush()
        confirms = "Enter goes on with it" if BETWEEN in self.desk.text else "a confirms it"
        self.lay(None, news=f"kept as a draft: {confirms}" if self.desk.draft else "")

    async def command_down(self) -> None:
        """One on."""
        self.lay(self.session.moved(1))

    async def command_up(self) -> None:
        """One back."""
        self.lay(self.session.moved(-1))

    async def command_page_down(self) -> None:
        """A page on."""
        self.lay(self.session.moved(self.query_one(SegmentList).page_length))

    async def command_page_up(self) -> None:
        """A page back."""
        self.lay(self.session.moved(-self.query_one(SegmentList).page_length))

    async def command_first(self) -> None:
        """The first of the list."""
        self.lay(self.session.scope.view.row_at(0))

    async def command_last(self) -> None:
        """The last of the list."""
        self.lay(self.session.scope.view.row_at(len(self.session.scope.view) - 1))

    async def command_next_open(self) -> None:
        """The next that nobody has decided."""
        self._lay_open(1)

    async def command_previous_open(self) -> None:
        """The one before that nobody has decided."""
        self._lay_open(-1)

    def _lay_open(self, direction: int) -> None:
        row = self.session.next_open(direction)
        if row is None:
            raise RefusalError("no other is open")
        self.lay(row)

    async def command_type_next(self) -> None:
        """The next one, the draft is kept."""
        self.lay(self.session.moved(1), Mode.TYPE)

    async def command_type_previous(self) -> None:
        """The one before, the draft is kept."""
        self.lay(self.session.moved(-1), Mode.TYPE)

    async def command_machine_text(self) -> None:
        """Put the machine's text back; one undo brings the typing back."""
        self.query_one(Correction).replace_all(self.desk.machine)

    async def command_undo_typing(self) -> None:
        """Undo typing."""
        self.query_one(Correction).undo()

    async def command_redo_typing(self) -> None:
        """Redo typing."""
        self.query_one(Correction).redo()

    async def command_go_to(self) -> None:
        """Ask for a number and go there."""
        article = self.desk.first.article
        total = self.session.store.counts(article).total

        async def answered(answer: str | None) -> None:
            if not answer:
                return
            number = int(answer) if answer.strip().isascii() and answer.strip().isdigit() and len(answer) < 10 else 0
            if not 1 <= number <= total:
                self.say(f"no segment {answer}: there are 1 to {total}")
                return
            self.lay(self.session.store.places(article, number, 1)[0].row)

        self.ask(Question(f"Go to (1 to {total})"), answered)

    async def command_search(self) -> None:
        """Ask for words and go to the first place that has them."""

        async def answered(words: str | None) -> None:
            if words is None or not words.strip():
                return
            self._words = words.strip()
            self._found = await self.session.found(self._words, FOUND_AT_MOST)
            self._lay_found(1, including_here=True)

        explanation = [Passage("In machine text, source and corrections. All words must be there; the last may be a beginning.")]
        self.ask(Question("Search", explanation, self._words, replace=True), answered)

    async def command_search_next(self) -> None:
        """The next place."""
        self._lay_found(1)

    async def command_search_previous(self) -> None:
        """The place before."""
        self._lay_found(-1)

    def _lay_found(self, direction: int, *, including_here: bool = False) -> None:
        if not self._found:
            self.say(f"not found: {self._words}" if self._words else "nothing searched for yet: /")
            return
        here = self.desk.first.row
        if direction > 0:
            later = [row for row in self._found if row > here or (including_here and row == here)]
            row = later[0] if later else self._found[0]
        else:
            earlier = [row for row in self._found if row < here]
            row = earlier[-1] if earlier else self._found[-1]
        place = self._found.index(row) + 1
        self.lay(row, news=f"{place} of {len(self._found)} with {self._words}")

    async def command_filter(self) -> None:
        """Ask for a filter and show what it leaves."""

        async def answered(query: str | None) -> None:
            if query is None:
                return
            if "finding:" not in query:
                await self.session.narrow(query)
                self._lay_narrowed()
                return
            # The checks may have to look at much first: whoever waits is told how far they are, and keys wait too.
            self.is_waiting = True
            self.say("checking …")
            self.run_worker(self._narrow(query), group="filter")

        explanation = [
            Passage("status:open  has:query  kind:headline  editor:desk2  finding:CHECK"),
            Passage('finding:warning  has:note  "exact words"'),
            Passage("All must hold; a - before one negates it; empty shows all."),
        ]
        self.ask(Question("Filter", explanation, self.session.scope.filter), answered)

    async def _narrow(self, query: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            await self.session.narrow(query, lambda far: loop.call_soon_threadsafe(self.tell, f"checking … {far}"))
        except ReviewerError as refused:
            self.say(str(refused), alert=isinstance(refused, StoreError))
        else:
            self._lay_narrowed()
        finally:
            self.is_waiting = False

    def tell(self, news: str) -> None:
        """Say how far what is waited for is, while it is."""
        if self.is_waiting and self.is_mounted:
            self.say(news)

    def _lay_narrowed(self) -> None:
        view = self.session.scope.view
        here = view.index_of(self.desk.first.row)
        self.lay(None if here is not None else view.row_at(0))

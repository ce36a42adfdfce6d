"""The picture of the review screen: what is on it, and how the session's desk is drawn there.

Everything is drawn from the session, from scratch, by `lay`; typing redraws only what follows from it. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkType

from reviewer.analysis.quotes import QuoteStyle, style_of
from reviewer.core.review import Status
from reviewer.errors import ReviewerError, StoreError
from reviewer.metrics.live import LiveScorer, Outcome, Part
from reviewer.metrics.pairs import Pair, Score
from reviewer.metrics.running import Account
from reviewer.tui import showing
from reviewer.tui.keys import KeyTable, Mode
from reviewer.tui.sight import Sight
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.painted import Painted, TellsWhenPainted
from reviewer.tui.widgets.pane import Pane
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.scorekeeper import Scorekeeper, Standing
from reviewer.workflow.session import Session

Answer = TypeVar("Answer")

QUOTES_FROM = 200
"""Segments of an article that are looked at to learn its quotation marks."""


class DeskScreen(Screen[None], inherit_bindings=False):
    """Draws the session.

    Args:
        session: what is drawn.
        keys: the keys of this user.
        sight: knows whether what is drawn can have been seen.
        scorer: scores sentences in a process of its own.
        keeper: keeps the scores of the article in another.
    """

    AUTO_FOCUS = "#correction"
    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (150, "-wide")]  # noqa: RUF012 - Textual's declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012

    is_warm = False
    """Whether the screen is there and has time for what need not be there at first."""

    def __init__(self, session: Session, keys: KeyTable, sight: Sight, scorer: LiveScorer, keeper: Scorekeeper) -> None:
        super().__init__()
        self.session = session
        self.keys = keys
        self.sight = sight
        self.scorer = scorer
        self.keeper = keeper
        self.mode = Mode.READ
        self._live: dict[str, Score] = {}
        self._waiting = False
        self._followed: int | None = None
        self._article: Account | None = None
        self._unpainted: set[TellsWhenPainted] = set()
        self.article_name = lru_cache(maxsize=64)(self._article_name)
        self.quotes_of = lru_cache(maxsize=8)(self._quotes_of)

    @property
    def desk(self) -> Desk:
        """What is on the desk."""
        if self.session.desk is None:
            raise RefusalError("no segment is open")
        return self.session.desk

    def compose(self) -> ComposeResult:
        """The list, the texts one above the other, at the side the scores and the errors."""
        yield StatusLine()
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield _titled(Pane(id="scores"), "Scores")
                yield _titled(Pane(id="errors"), "Errors")
            yield SegmentList(self.session.store, id="list")
            with Vertical(id="work"):
                yield _titled(Pane(id="source"), "Source")
                yield _titled(Pane(id="machine"), "Machine (struck = you removed)")
                yield _titled(Correction(self.keys, self.press, id="correction"), "Correction (underlined = you added)")
                yield _titled(Pane(id="context"), "Context")
        yield KeyBar()

    async def press(self, key: Key) -> None:
        """Do what a key says that is no text."""
        raise NotImplementedError

    def lay(self, row: int | None, mode: Mode = Mode.READ, news: str = "") -> None:
        """Put the segment at `row`, or the same one as it stands now, on the desk and draw it."""
        before = self.session.desk
        desk = self.session.relay() if row is None else self.session.lay(row)
        if before is None or before.places != desk.places:
            self._unsee()
        editor = self.query_one(Correction)
        editor.quotes = self.quotes_of(desk.first.article)
        editor.load(desk.text, desk.machine, desk.draft.caret if desk.draft else 0)
        self.switch(mode)
        self.say(news)
        self.draw_list()
        if desk.first.article != self._followed:
            self._article = None
            self.follow()
        self.draw_texts()
        self.settle()

    def _unsee(self) -> None:
        """Nothing of the new segment can have been seen until all that names and shows it is painted."""
        self.sight.covered()
        self._unpainted = {self.query_one(StatusLine), self.query_one("#machine", Pane), self.query_one(Correction)}
        for widget in self._unpainted:
            widget.tell_when_painted()

    def on_painted(self, event: Painted) -> None:
        """When all of it is painted, ask the terminal whether it is there."""
        event.stop()
        if event.widget in self._unpainted:
            self._unpainted.discard(event.widget)
            if not self._unpainted:
                self.sight.drawn()

    def switch(self, mode: Mode) -> None:
        """Go over to READ or TYPE."""
        self.mode = mode
        self.query_one(KeyBar).keys = self.keys.footer(mode, disputed=self.desk.status is Status.CONFLICT)
        self.query_one(StatusLine).set_class(mode is Mode.TYPE, "typing")
        self.query_one(Correction).typing = mode is Mode.TYPE
        self.draw_status()

    def say(self, news: str, *, alert: bool = False) -> None:
        """Put news where the keys are shown; it stays until the next key. Of the database's path only the name, which fits."""
        bar = self.query_one(KeyBar)
        bar.news = news.replace(str(self.session.store.path), self.session.store.path.name)
        bar.alert = alert

    def ask(self, question: Screen[Answer], answered: Callable[[Answer | None], Awaitable[None]]) -> None:
        """Put `question` over the desk; what its answer cannot do is said, and changes nothing."""

        async def guarded(answer: Answer | None) -> None:
            try:
                await answered(answer)
            except ReviewerError as failed:
                self.say(str(failed), alert=isinstance(failed, StoreError))

        self.app.push_screen(question, guarded)

    def draw_status(self) -> None:
        """The mode, the place, how much is done, who, and whether it is saved."""
        name = self.article_name(self.desk.first.article)
        self.query_one(StatusLine).parts = showing.status_parts(self.session, self.mode, name)

    def draw_list(self) -> None:
        """The list, with the cursor on what is on the desk."""
        session = self.session
        indexes = [session.scope.view.index_of(place.row) for place in self.desk.places]
        here = [index for index in indexes if index is not None]
        cursor = range(here[0], here[-1] + 1) if here else range(0)
        several = len(session.scope.articles) != 1
        self.query_one(SegmentList).show(session.scope.view, cursor, self._drafted_rows(), several=several)

    def draw_texts(self) -> None:
        """Source, machine text with what was removed, and the scores that need no waiting."""
        source = showing.source_passages(self.session, self.desk)
        pane = self.query_one("#source", Pane)
        if pane.display != bool(source):
            pane.display = bool(source)
        pane.show(source)
        self.query_one("#machine", Pane).show(showing.machine_passages(self.session, self.desk))
        self._live = {}
        self._waiting = True
        self._draw_scores()

    def settle(self) -> None:
        """Bring up to date what need not follow every key: the context, the errors, and the scores that take their time."""
        passages, focus = showing.context(self.session, self.desk)
        self.query_one("#context", Pane).show(passages, focus)
        desk = self.desk
        if self.has_class("-wide"):
            from reviewer.tui import showing_errors

            self.query_one("#errors", Pane).show(showing_errors.beside(desk))
        if desk.text != desk.machine:
            language = self.session.store.article(desk.first.article).target_language or "en"
            self._beside("score", partial(self._score, Pair(desk.machine, desk.text), language))

    async def _score(self, pair: Pair, language: str) -> None:
        """Draw the scores that take their time as they come."""

        def more(part: Part) -> None:
            self._live |= {score.metric: score for score in part}
            self._draw_scores()

        outcome = await self.scorer.score(pair, language, more)
        if outcome is not Outcome.STALE:
            self._waiting = False
            self._draw_scores()

    def follow(self) -> None:
        """Ask how the article stands after what is saved by now, where there is room to show it and anything to count."""
        has_room = self.has_class("-wide") or (self.has_class("-normal") and self.has_class("-tall"))
        desk = self.session.desk
        if has_room and self.is_warm and desk is not None and self.session.store.last_seq():
            self._followed = desk.first.article
            self._beside("article", partial(self._keep_score, self._followed))

    def _beside(self, group: str, work: WorkType[None]) -> None:
        """Do `work`, which overtakes what is still under way in `group`.

        It is what makes the coroutine, not the coroutine: one that is overtaken before its first step would never be awaited.
        """
        self.run_worker(work, group=group, exclusive=True)

    async def _keep_score(self, article: int) -> None:
        """Draw the scores of the article, in place of those before the last decision."""

        def take(standing: Standing) -> None:
            self._article = standing.of_article
            self._draw_scores()

        if await self.keeper.ask(article, take) is Outcome.FAILED:
            self._article = None
            self._draw_scores()

    def _draw_scores(self) -> None:
        sentence = showing.score_passages(self.desk, self._live, waiting=self._waiting)
        for pane in self.query("#scores").results(Pane):  # none is left where scores come while the screen is being closed
            pane.show([*sentence, *showing.article_passages(self._article)])

    def _drafted_rows(self) -> frozenset[int]:
        article = self.desk.first.article
        return frozenset(
            self.session.store.row_of(article, uid)
            for draft in self.session.drafts
            if draft.article == article
            for uid in draft.covers
        )

    def _article_name(self, number: int) -> str:
        return showing.article_name(self.session.store.article(number))

    def _quotes_of(self, number: int) -> QuoteStyle:
        return style_of("\n".join(place.machine for place in self.session.store.places(number, 1, QUOTES_FROM)))


def _titled(widget: Widget, title: str) -> Widget:
    widget.border_title = title
    return widget

"""The picture of the review screen: what is on it, and how the session's desk is drawn there.

Everything is drawn from the session, from scratch, by `lay`; typing redraws only what follows from it. Nothing here decides.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.events import Key, Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkType

from reviewer.analysis.quotes import QuoteStyle, style_of
from reviewer.core.review import Status
from reviewer.errors import ReviewerError, StoreError
from reviewer.metrics.live import LiveScorer
from reviewer.tui import showing, showing_findings
from reviewer.tui.keys import KeyTable, Mode
from reviewer.tui.screens.scoring import Scoring
from reviewer.tui.sight import Picture, Sight
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.painted import Painted, TellsWhenPainted
from reviewer.tui.widgets.pane import Pane
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.marking import NOTHING_HERE, Marking, Noticed
from reviewer.workflow.scorekeeper import Scorekeeper

Answer = TypeVar("Answer")

QUOTES_FROM = 200
"""Segments of an article that are looked at to learn its quotation marks."""


@dataclass(frozen=True, slots=True)
class Step:
    """The last thing that was done and is no decision, which `u` takes back while nothing was typed or decided since."""

    acts: int
    """How often anything had been, by the session's count."""
    take_back: Callable[[], Awaitable[None]]


class DeskScreen(Scoring, inherit_bindings=False):
    """Draws the session.

    Args:
        marking: of the session that is drawn, and what the checks find in it.
        keys: the keys of this user.
        sight: knows whether what is drawn can have been seen.
        scorer: scores sentences in a process of its own.
        keeper: keeps the scores of the article in another.
    """

    AUTO_FOCUS = "#correction"
    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (150, "-wide")]  # noqa: RUF012 - Textual's declaration
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-tall")]  # noqa: RUF012

    def __init__(self, marking: Marking, keys: KeyTable, sight: Sight, scorer: LiveScorer, keeper: Scorekeeper) -> None:
        super().__init__(marking.session, scorer, keeper)
        self.marking = marking
        self.keys = keys
        self.sight = sight
        self.mode = Mode.READ
        self.step: Step | None = None
        self._unpainted: set[TellsWhenPainted] = set()
        self._listed: tuple[object, ...] = ()
        self.article_name = lru_cache(maxsize=64)(self._article_name)
        self.quotes_of = lru_cache(maxsize=8)(self._quotes_of)

    def compose(self) -> ComposeResult:
        """The list, the texts one above the other, at the side findings, scores and errors."""
        yield StatusLine()
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield _titled(Pane(id="findings"), "Findings")
                yield _titled(Pane(id="scores"), "Scores")
                yield _titled(Pane(id="errors"), "Errors")
            yield SegmentList(self.session.store, id="list")
            with Vertical(id="work"):
                yield _titled(Pane(id="source"), "Source")
                yield _titled(Pane(id="machine"), "Machine (struck = you removed)")
                yield _titled(Correction(self.keys, self.press, id="correction"), "Correction (underlined = you added)")
                yield _titled(Pane(id="finding"), "Findings")
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
            self.unsee()
        editor = self.query_one(Correction)
        editor.quotes = self.quotes_of(desk.first.article)
        editor.load(desk.text, desk.machine, desk.draft.caret if desk.draft else 0)
        self.switch(mode)
        self.say(news)
        self.draw_list()
        self.follow_to(desk.first.article)
        self.draw_texts()
        self.settle()

    def unsee(self) -> None:
        """Nothing of what is laid now can have been seen until all that names and shows it is painted."""
        self.sight.covered()
        self._unpainted = {self.query_one(StatusLine), self.query_one("#machine", Pane), self.query_one(Correction)}
        for widget in self._unpainted:
            widget.tell_when_painted()

    def on_painted(self, event: Painted) -> None:
        """When all of it is painted, ask the terminal whether it is there."""
        event.stop()
        if event.widget.is_to_tell:
            return
        if event.widget in self._unpainted:
            self._unpainted.discard(event.widget)
            if not self._unpainted:
                self.sight.drawn()
        elif event.widget is self.findings_pane:
            self.sight.drawn(Picture.FINDINGS)

    def switch(self, mode: Mode) -> None:
        """Go over to READ or TYPE."""
        self.mode = mode
        self.draw_keys()
        self.query_one(StatusLine).set_class(mode is Mode.TYPE, "typing")
        self.query_one(Correction).typing = mode is Mode.TYPE
        self.draw_status()

    def draw_keys(self) -> None:
        """The keys that matter here."""
        is_disputed, is_flagged = self.desk.status is Status.CONFLICT, bool(self.marking.noticed().findings)
        self.query_one(KeyBar).keys = self.keys.footer(self.mode, disputed=is_disputed, flagged=is_flagged)

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
        self.query_one(StatusLine).parts = showing.status_parts(
            self.session, self.mode, name, showing_findings.counted(self.marking)
        )

    def draw_list(self) -> None:
        """The list, with the cursor on what is on the desk."""
        session = self.session
        indexes = [session.scope.view.index_of(place.row) for place in self.desk.places]
        here = [index for index in indexes if index is not None]
        cursor = range(here[0], here[-1] + 1) if here else range(0)
        several = len(session.scope.articles) != 1
        self.query_one(SegmentList).show(session.scope.view, cursor, self._drafted_rows(), several=several)

    def draw_texts(self) -> None:
        """Source, machine text with what was removed, findings, and the scores that need no waiting."""
        source = showing.source_passages(self.session, self.desk)
        pane = self.query_one("#source", Pane)
        if pane.display != bool(source):
            pane.display = bool(source)
        pane.show(source)
        self.draw_findings()
        self.begin_to_score()

    def draw_findings(self) -> None:
        """What the checks find: marked in texts and list, listed or the current one alone, and the keys for it."""
        desk, marking = self.desk, self.marking
        noticed = marking.noticed()
        marks = showing_findings.machine_marks(desk, noticed)
        self.query_one("#machine", Pane).show(showing.machine_passages(self.session, desk, marks))
        is_typed = self.mode is Mode.TYPE
        self.query_one(Correction).remark(showing_findings.remarks(desk, noticed, typing=is_typed))
        self.query_one(SegmentList).flag(marking.rows())
        bar = self.query_one(KeyBar)
        if noticed.findings and bar.news == NOTHING_HERE:
            bar.news = ""
        pane = self.findings_pane
        current = showing_findings.current(marking, noticed)
        pane.set_class(not current, "nothing")
        pane.show(*((current,) if self.has_class("-narrow") else showing_findings.listing(marking, noticed)))
        picture = (pane, noticed.picture)
        if picture != self._listed:
            self._listed = picture
            self.sight.covered(Picture.FINDINGS)
            pane.tell_when_painted()
        self.draw_keys()

    @property
    def findings_pane(self) -> Pane:
        """Where findings are listed, or the current one alone."""
        return self.query_one("#findings" if self.has_class("-wide") else "#finding", Pane)

    def has_listed(self, noticed: Noticed) -> bool:
        """Whether the last list that was drawn is this one."""
        return self._listed == (self.findings_pane, noticed.picture)

    def on_resize(self, event: Resize) -> None:
        """Another width has another place for findings."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self.query_one(Correction).fit()
        if self.session.desk is not None:
            self.draw_findings()

    def look_over(self) -> None:
        """Have the checks look at the article again, where anything changed."""

        def show() -> None:
            with suppress(NoMatches):  # no widget is left where they end while the screen is being closed
                self.draw_findings()
                self.draw_status()

        async def look() -> None:
            await self.marking.look(show)
            await self.marking.measure()

        if self.is_warm:
            work: WorkType[None] = look
            self.run_worker(work, group="findings")

    def settle(self) -> None:
        """Bring up to date what need not follow every key: the context, the errors, and the scores that take their time."""
        passages, focus = showing.context(self.session, self.desk)
        self.query_one("#context", Pane).show(passages, focus)
        self.look_over()
        desk = self.desk
        if self.has_class("-wide"):
            from reviewer.tui import showing_errors

            self.query_one("#errors", Pane).show(showing_errors.beside(desk))
        self.score()

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

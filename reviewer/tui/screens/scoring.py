"""The scores on the review screen: of the sentence while it is typed, and of the article after each decision.

Those that take their time come from processes of their own, and are drawn as they come; the newest text overtakes older ones.
"""

from __future__ import annotations

from functools import partial

from textual.screen import Screen
from textual.worker import WorkType

from reviewer.metrics.live import LiveScorer, Outcome, Part
from reviewer.metrics.pairs import Pair, Score
from reviewer.metrics.running import Account
from reviewer.tui import showing
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.desk import Desk, RefusalError
from reviewer.workflow.scorekeeper import Scorekeeper, Standing
from reviewer.workflow.session import Session


class Scoring(Screen[None], inherit_bindings=False):
    """Draws the scores.

    Args:
        session: of whose desk.
        scorer: scores sentences in a process of its own.
        keeper: keeps the scores of the article in another.
    """

    is_warm = False
    """Whether the screen is there and has time for what need not be there at first."""

    def __init__(self, session: Session, scorer: LiveScorer, keeper: Scorekeeper) -> None:
        super().__init__()
        self.session = session
        self.scorer = scorer
        self.keeper = keeper
        self._live: dict[str, Score] = {}
        self._waiting = False
        self._followed: int | None = None
        self._article: Account | None = None

    @property
    def desk(self) -> Desk:
        """What is on the desk."""
        if self.session.desk is None:
            raise RefusalError("no segment is open")
        return self.session.desk

    def begin_to_score(self) -> None:
        """Draw the scores that need no waiting; the others are waited for."""
        self._live = {}
        self._waiting = True
        self._draw_scores()

    def score(self) -> None:
        """Ask for the scores that take their time, where the text is another than the machine's."""
        desk = self.desk
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

    def follow_to(self, article: int) -> None:
        """Where another article is on the desk now, ask how that one stands."""
        if article != self._followed:
            self._article = None
            self.follow()

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

"""The checks look at the article that is being worked on, beside the sitting and in another thread, whenever it changed.

Its rules: one look is under way at a time, and the last one is an answer to how the article stands, or another follows; nothing
of the checks is imported before the first look, for which the first picture does not wait; and what goes wrong in them stands in
nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reviewer.core.finding import Dismissal, Dismissals
from reviewer.errors import ReviewerError
from reviewer.store import Draft, Store
from reviewer.workflow.session import Session
from reviewer.workflow.settings import CheckSettings

if TYPE_CHECKING:
    from reviewer.checks import Engine
    from reviewer.workflow.changes import Proof
    from reviewer.workflow.look import Look
    from reviewer.workflow.manuscript import Manuscript

STRETCH = 2_000
"""Segments that are looked at together: all of an article, or those around the desk."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a look is about."""

    article: int
    start: int
    """The position of the first segment that is looked at."""
    drafts: tuple[Draft, ...]
    written: int
    """Another one whenever anybody wrote anything."""
    spells: bool = False
    """Whether the words that spelling goes by are there."""


class Watching:
    """Has the checks look for one sitting.

    Args:
        session: what is being worked on.
        settings: which checks run.
    """

    def __init__(self, session: Session, settings: CheckSettings) -> None:
        self.session = session
        self.problem = ""
        """Why nothing can be looked at; empty while it can."""
        self._settings = settings
        self._look: Look | None = None
        self._engine: Engine | None = None
        self._is_looking = False
        self._is_measured = False
        self._spells: Callable[[], bool] = lambda: False

    async def look(self, show: Callable[[], None]) -> None:
        """Look at the article on the desk until the last look is an answer to how it stands; `show` is called after each.

        Where one is under way already, it goes on to what changed meanwhile.
        """
        if self._is_looking:
            return
        self._is_looking = True
        try:
            while (asked := self._asked()) is not None and not self._is_answered(asked):
                self._look = await self.session.reading(partial(self._look_at, asked))
                self.problem = ""
                self.hold(self._look.said)
                show()
        except Exception as failed:  # noqa: BLE001  a defect of a check stands between nobody and their work
            self.go_without(failed)
            show()
        finally:
            self._is_looking = False

    @property
    def is_up_to_date(self) -> bool:
        """Whether the last look is an answer to how the article on the desk stands now."""
        asked = self._asked()
        return asked is None or self._is_answered(asked)

    def _is_answered(self, asked: Asked) -> bool:
        return self._look is not None and self._look.asked == asked

    def _asked(self) -> Asked | None:
        session = self.session
        if session.desk is None or not session.shows_findings:
            return None
        first, half = session.desk.first, STRETCH // 2
        is_short = session.store.counts(first.article).total <= STRETCH
        start = 1 if is_short else max(0, first.position // half - 1) * half + 1
        drafts = tuple(draft for draft in session.drafts if draft.article == first.article)
        return Asked(first.article, start, drafts, session.store.data_version(), self._spells())

    def _look_at(self, asked: Asked, store: Store) -> Look:
        """In another thread; what is imported here is what the first picture does not wait for."""
        from reviewer.workflow.look import look_at

        return look_at(asked, STRETCH, self._engine_here(), self._settings, store)

    def _engine_here(self) -> Engine:
        """Likewise."""
        from reviewer.analysis import spelling
        from reviewer.workflow.look import engine_for

        if self._engine is None:
            engine = engine_for(self._settings)
            if any(check.name == "misspelling" for check in engine.checks):
                # No look waits for the words: what is spelt wrongly is found by the first one after they are there.
                spelling.warm_up()
                self._spells = spelling.is_ready
            self._engine = engine
        return self._engine

    async def proof(self, article: Manuscript) -> Proof | None:
        """What is to be read once more in a text before it is signed off; None where the checks cannot say."""
        try:
            return await self.session.reading(partial(self._read_over, article))
        except Exception as failed:  # noqa: BLE001  likewise, and between nobody and a sign-off
            self.go_without(failed)
            return None

    def _read_over(self, article: Manuscript, store: Store) -> Proof:
        """Likewise."""
        from reviewer.checks.trust import FLOOR
        from reviewer.workflow.changes import proof
        from reviewer.workflow.trusting import last_trust

        engine: Engine | None = None
        try:
            engine = self._engine_here()
        except ReviewerError as failed:  # what was changed is known all the same
            self.go_without(failed)
        floor = FLOOR if self._settings.floor is None else self._settings.floor
        trust = last_trust(store, engine.checks if engine is not None else (), floor=floor)
        return proof(article, engine, trust, Dismissals(store.dismissals()), store.recurring(article.article.number))

    async def measure(self) -> None:
        """Measure beside the sitting, once and after the first look, how far the checks are believed; later looks go by it."""
        if self._look is None or self._is_measured:
            return
        self._is_measured = True
        with suppress(Exception):  # nobody waits for it, and then what was measured before holds
            await self.session.reading(self._measure)

    def _measure(self, store: Store) -> None:
        """In another thread, which does not write: what is found goes to the writer."""
        from reviewer.checks.trust import FLOOR
        from reviewer.workflow.inspecting import kept_by
        from reviewer.workflow.trusting import trust_beside

        def keep(what: str, *given: object) -> None:
            self.session.writer.submit(what, *given).result()

        floor = FLOOR if self._settings.floor is None else self._settings.floor
        keeps = partial(keep, "keep_findings"), partial(keep, "keep_acceptances")
        trust_beside(store, *keeps, engine=kept_by(self._settings), floor=floor)

    def hold(self, said: Iterable[Dismissal]) -> None:
        """From now on these dismissals hold, and no others."""
        raise NotImplementedError

    def go_without(self, failed: Exception) -> None:
        """Say why the checks find nothing now."""
        is_ours = isinstance(failed, ReviewerError)
        self.problem = str(failed) if is_ours else f"the checks are off: a defect in one of them: {type(failed).__name__}"

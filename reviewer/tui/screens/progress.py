"""How far the article is and how the machine did in it, every figure with what it stands on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen

from reviewer.errors import ReviewerError
from reviewer.metrics.live import LiveScorer, Part
from reviewer.metrics.pairs import Score
from reviewer.tui.passage import Passage
from reviewer.tui.screens.help import scroll
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.progress import Progress, progress
from reviewer.workflow.session import Session

KEYS = (("↑ ↓", "scroll"), ("Esc", "back"))
CORPUS_DEADLINE = 60.0
"""Seconds that sacrebleu may take over an article before its scores are given up."""
BAR = 40
"""Cells of the longest bar."""


class ProgressScreen(Leaves[None], Screen[None], inherit_bindings=False):
    """Counts and quick scores at once; sacrebleu's when they are there."""

    DEFAULT_CSS = "ProgressScreen > Pane { height: 1fr; padding: 0 2; }"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._scorer = LiveScorer(CORPUS_DEADLINE)
        self._progress: Progress | None = None
        self._scores: list[Score] = []
        self._waiting = True

    def compose(self) -> ComposeResult:
        """A title, the figures, the keys."""
        yield StatusLine()
        yield Pane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to count."""
        self.query_one(StatusLine).parts = ("SCORES AND PROGRESS", self._session.editor)
        self.query_one(KeyBar).keys = KEYS
        self.query_one(Pane).show([Passage.of(("counting …", "quiet"))])
        self.run_worker(self._count(), exclusive=True)

    def on_unmount(self) -> None:
        """Leave no process behind."""
        self._scorer.close()

    async def _count(self) -> None:
        desk = self._session.desk
        if desk is None:
            return
        number = desk.first.article
        title = self._session.store.article(number).title
        try:
            self._progress = await self._session.reading(lambda store: progress(store, [number], title))
        except ReviewerError as failed:
            self.query_one(Pane).show([Passage.of((str(failed), "warning"))])
            return
        self._draw()
        if self._progress.pairs:
            await self._scorer.score_corpus(self._progress.pairs, self._progress.language, self._take)
        self._waiting = False
        self._draw()

    def _take(self, part: Part) -> None:
        self._scores += part
        self._draw()

    def _draw(self) -> None:
        assert self._progress is not None
        passages = progress_passages(self._progress, self._scores, waiting=self._waiting)
        self.query_one(Pane).show(passages)

    def on_key(self, event: Key) -> None:
        """Scroll, or leave."""
        event.stop()
        if not self.is_ready:
            return
        scroll(self.query_one(Pane), event.key)
        if event.key in ("escape", "q", "s"):
            self.dismiss(None)


def progress_passages(figures: Progress, scores: Sequence[Score], *, waiting: bool) -> list[Passage]:
    """The page: where the segments stand, what they cost, what the machine's text is worth."""
    counts = figures.counts
    rows = [(name, getattr(counts, name)) for name in ("open", "accepted", "corrected", "rejected", "cut", "conflict")]
    page = [Passage.of((figures.title, "heading")), Passage("")]
    page += [Passage.of(f"{name:<10}{count:>7}  ", ("█" * _bar(count, counts.total), "good")) for name, count in rows]
    page.append(Passage(f"{'of':<10}{counts.total:>7}  segments, {_share(counts.decided, counts.total)} decided"))
    if counts.queries:
        page.append(Passage.of((f"{'queries':<10}{counts.queries:>7}  wait for an answer", "warning")))
    page += [Passage(""), Passage.of(("Time", "heading"))]
    page.append(
        Passage(
            f"{_clock(figures.active_seconds)} active, {_clock(figures.idle_seconds)} idle"
            f" (a pause of {figures.idle_threshold:.0f} s or more is idle)"
            if figures.idle_threshold
            else "nothing was timed yet"
        )
    )
    page += [Passage(""), Passage.of(("The machine's text, against its corrections (post-edit references)", "heading"))]
    if not figures.pairs:
        return [*page, Passage("Nothing reviewed yet: there is no score.")]
    page.append(
        Passage(f"{len(figures.pairs)} pairs reviewed, {_share(figures.unchanged, len(figures.pairs))} accepted as they are")
    )
    page.append(Passage(""))
    page += [line for score in (*figures.quick_scores, *scores) for line in _score_lines(score)]
    if waiting:
        page.append(Passage.of(("sacrebleu is counting …", "quiet")))
    elif len(scores) < 3:
        page.append(Passage.of(("some of sacrebleu's scores took too long for the screen", "quiet")))
    page.append(Passage("Of what was reviewed, not an estimate of the rest; not comparable with independent references."))
    return page


def _score_lines(score: Score) -> list[Passage]:
    better = "higher is better" if score.higher_is_better else "lower is better"
    return [
        Passage.of(f"{score.metric:<11}{score.value:>7.2f}  ", (f"{better}, n = {score.segments}", "quiet")),
        Passage.of((f"{'':<11}{'':>7}  {score.signature}", "quiet")),
    ]


def _bar(count: int, total: int) -> int:
    return max(1, round(BAR * count / total)) if count else 0


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

"""How far the article is and how the machine did in it, every figure with what it stands on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.worker import WorkType

from reviewer.errors import ReviewerError
from reviewer.metrics.live import Outcome
from reviewer.metrics.pairs import BLEU, Score
from reviewer.metrics.running import Account
from reviewer.tui.passage import Passage
from reviewer.tui.screens.help import scroll
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.progress import Progress, progress
from reviewer.workflow.scorekeeper import Scorekeeper, Standing
from reviewer.workflow.session import Session

KEYS = (("↑ ↓", "scroll"), ("Esc", "back"))
NOTHING_COUNTED = Account((), 0, 0)
NOTHING = "Nothing reviewed yet: there is no score."
BAR = 40
"""Cells of the longest bar."""


class ProgressScreen(Leaves[None], Screen[None], inherit_bindings=False):
    """Counts and quick scores at once; sacrebleu's when they are there."""

    DEFAULT_CSS = "ProgressScreen > Pane { height: 1fr; padding: 0 2; }"

    def __init__(self, session: Session, keeper: Scorekeeper) -> None:
        super().__init__()
        self._session = session
        self._keeper = keeper
        self._progress: Progress | None = None
        self._standing: Standing | None = None
        self._missing = ""

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
        counting: WorkType[None] = self._count
        self.run_worker(counting, exclusive=True)

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
        if not self._session.store.last_seq():
            self._take(Standing(number, NOTHING_COUNTED, NOTHING_COUNTED))
        elif await self._keeper.ask(number, self._take, everything=True) is Outcome.FAILED:
            self._missing = self._keeper.problem or "the process that counts them ended"
            self._draw()

    def _take(self, standing: Standing) -> None:
        self._standing = standing
        self._draw()

    def _draw(self) -> None:
        assert self._progress is not None
        self.query_one(Pane).show(progress_passages(self._progress, self._standing, self._missing))

    def on_key(self, event: Key) -> None:
        """Scroll, or leave."""
        event.stop()
        if not self.is_ready:
            return
        scroll(self.query_one(Pane), event.key)
        if event.key in ("escape", "q", "s"):
            self.dismiss(None)


def progress_passages(figures: Progress, standing: Standing | None, missing: str) -> list[Passage]:
    """The page: where the segments stand, what they cost, what the machine's text is worth.

    Args:
        figures: what is known at once.
        standing: sacrebleu's scores, as soon as there are any.
        missing: why there are none, or no more.
    """
    page = [Passage.of((figures.title, "heading")), Passage(""), *_work_lines(figures)]
    page += [Passage(""), Passage.of(("The machine's text, against its corrections (post-edit references)", "heading"))]
    if figures.pairs:
        page.append(
            Passage(f"{len(figures.pairs)} pairs reviewed, {_share(figures.unchanged, len(figures.pairs))} accepted as they are")
        )
        page.append(Passage(""))
        page += [line for score in figures.quick_scores for line in _score_lines(score)]
        page += _account_lines(standing.of_article if standing else None, missing)
    else:
        page.append(Passage(NOTHING))
    page += [
        Passage(""),
        Passage.of(("All articles of this database, against their corrections (post-edit references)", "heading")),
    ]
    page += _account_lines(standing.of_all if standing else None, missing)
    if figures.pairs or (standing and standing.of_all.scores):
        page.append(Passage(""))
        page.append(Passage("Of what was reviewed, not an estimate of the rest; not comparable with independent references."))
    return page


def _work_lines(figures: Progress) -> list[Passage]:
    """Where the segments stand, and what they cost."""
    counts = figures.counts
    rows = [(name, getattr(counts, name)) for name in ("open", "accepted", "corrected", "rejected", "cut", "conflict")]
    page = [Passage.of(f"{name:<10}{count:>7}  ", ("█" * _bar(count, counts.total), "good")) for name, count in rows]
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
    return page


def _account_lines(account: Account | None, missing: str) -> list[Passage]:
    """The scores that sacrebleu makes, or what became of them."""
    if account is not None and account.is_complete:
        if not account.scores:
            return [Passage(NOTHING)]
        lines = [line for score in account.scores for line in _score_lines(score)]
        if BLEU.name not in {score.metric for score in account.scores}:
            lines.append(Passage.of(("no BLEU of all: their languages are parted into words in different ways", "quiet")))
        return lines
    if missing:
        return [Passage.of((f"sacrebleu's scores are missing: {missing}", "warning"))]
    how_far = f": {account.done:,} of {account.of:,} decided segments" if account is not None and account.done else ""
    return [Passage.of((f"sacrebleu is counting …{how_far}", "quiet"))]


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

"""How far an article is, what it cost, and how the machine did in it so far.

Every figure says what it stands on. The scores take the corrections as references (*post-edit*): they tell how much had to be
changed, and are never to be compared with scores against an independent reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.metrics.edits import edit_rate, similarity
from reviewer.metrics.pairs import Pair, Score
from reviewer.store import Counts, Store


@dataclass(frozen=True, slots=True)
class Progress:
    """One article, or several together."""

    title: str
    counts: Counts
    active_seconds: float
    """Reading and typing, over all reviews that stand."""
    idle_seconds: float
    idle_threshold: float
    pairs: tuple[Pair, ...]
    """Machine text and what is printed of it; a join is one, and what was cut, rejected or is open is none."""
    unchanged: int
    """How many of the pairs were accepted as they are."""

    @property
    def quick_scores(self) -> tuple[Score, ...]:
        """Edit rate and similarity; none where nothing is reviewed."""
        return (edit_rate(self.pairs), similarity(self.pairs)) if self.pairs else ()


def progress(store: Store, articles: Sequence[int], title: str) -> Progress:
    """What is known of `articles` now."""
    pairs = [Pair(machine, final) for machine, final, _, _ in store.reviewed_pairs(articles)]
    standing = {head.id: head.effort for place in store.place_rows(store.view(articles)) for head in place.heads}
    counts = [store.counts(article) for article in articles]
    total = Counts(*(sum(getattr(each, name) for each in counts) for name in Counts.__slots__))
    unchanged = sum(pair.hypothesis == pair.reference for pair in pairs)
    return Progress(
        title=title,
        counts=total,
        active_seconds=sum(effort.active for effort in standing.values()),
        idle_seconds=sum(effort.idle for effort in standing.values()),
        idle_threshold=max((effort.idle_threshold for effort in standing.values()), default=0.0),
        pairs=tuple(pairs),
        unchanged=unchanged,
    )

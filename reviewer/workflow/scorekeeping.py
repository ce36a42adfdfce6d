"""Running scores of a review database while people decide: of the article at hand, and of all articles together.

Both stand on the pairs of `Store.reviewed_pairs`, against corrections (*post-edit*). They are first read in blocks, so that
somebody who asks in between is answered. Then reviews that arrived since, whoever made them, change only what they touch. One
rule keeps both the same as counting from scratch: what a review touched is taken from where it is read after that review, never
from a block that may have been read before it.

This is the work of the process beside the screen, `reviewer.workflow.scorekeeper_process`. It reads; nothing here writes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice

from reviewer.metrics.languages import installed_tokenizer
from reviewer.metrics.measure import Measure
from reviewer.metrics.pairs import Texts
from reviewer.metrics.running import Account, RunningScores
from reviewer.metrics.sacre import ALL, Bleu
from reviewer.store import ReviewedPair, Store, View
from reviewer.workflow.kept_statistics import counter_of, pair_key, row_numbers

BLOCK = 200
"""Pairs that are read at once: about as many as are counted in the time of a keypress."""
ANEW_FROM = 2_000
"""Touched segments, as after an import, from which on all is read anew, in blocks."""
_REMEMBERED = 2_000
_UNKEPT_AT_MOST = 20_000
"""Rows that wait to be kept, beyond which they are not: a cache that lacks some is still a cache."""

Numbers = tuple[float, ...]


class Scorekeeping:
    """Keeps the scores of one article and of all; a store that is open for reading is all it needs."""

    _number: int
    _article: _Ledger
    _all: _Ledger
    _seen: int
    """The last review that the scores know of."""
    _said: tuple[int, int]
    _languages: frozenset[str | None]

    def __init__(self, store: Store, article: int) -> None:
        self._store = store
        self._counter = _Counter(store)
        self._begin(article)

    def turn_to(self, article: int) -> None:
        """Keep the scores of this article from now on, and take in what arrived since it was last asked."""
        said = self._store.last_said()
        if said != self._said and self._store.target_languages() != self._languages:
            self._begin(article)
        elif article != self._number or self._measures_of(article) != self._article.measures:
            self._number = article
            self._article = self._ledger([article])
        self._said = said
        self._catch_up()

    @property
    def article(self) -> Account:
        """The article at hand."""
        return self._article.account()

    @property
    def everything(self) -> Account:
        """All articles; without BLEU where not all of them are parted into words by one tokenizer."""
        return self._all.account()

    @property
    def is_article_counted(self) -> bool:
        """Whether the scores of the article are there."""
        return self._article.is_complete

    @property
    def is_counted(self) -> bool:
        """Whether all scores are there."""
        return self._article.is_complete and self._all.is_complete

    def count_some(self) -> None:
        """Read and count a block of what is left, the article first."""
        (self._all if self._article.is_complete else self._article).count_some()

    @property
    def has_unkept(self) -> bool:
        """Whether there are rows to be kept."""
        return bool(self._counter.unkept)

    def take_unkept(self, at_most: int) -> list[tuple[str, bytes, Numbers]]:
        """New rows of statistics, each given once: who counted, the digest of the pair, the numbers."""
        unkept = self._counter.unkept
        return [unkept.popleft() for _ in range(min(at_most, len(unkept)))]

    def _begin(self, article: int) -> None:
        self._seen = self._store.last_seq()
        self._said = self._store.last_said()
        self._languages = self._store.target_languages()
        self._number = article
        self._article = self._ledger([article])
        self._all = self._ledger(None)

    def _catch_up(self) -> None:
        last = self._store.last_seq()
        if last == self._seen:
            return
        touched = self._store.touched(self._seen, last)
        if len(touched) >= ANEW_FROM:
            self._begin(self._number)
            return
        self._seen = last
        pairs = list(self._store.reviewed_around(touched))
        self._article.change(touched, [pair for pair in pairs if pair[3].article == self._number])
        self._all.change(touched, pairs)

    def _ledger(self, articles: list[int] | None) -> _Ledger:
        measures = self._measures_of(articles[0]) if articles else measures_of_all(self._languages)
        view = self._store.decided(articles)
        return _Ledger(measures, view, self._store.reviewed_in(view), self._counter)

    def _measures_of(self, article: int) -> tuple[Measure, ...]:
        return measures_of_all([self._store.article(article).target_language])


class _Ledger:
    """The running scores of the pairs of a view, of which some are still to be read."""

    def __init__(self, measures: tuple[Measure, ...], view: View, pairs: Iterator[ReviewedPair], counter: _Counter) -> None:
        self.measures = measures
        self._running = RunningScores(measures)
        self._view = view
        self._coming = pairs
        self._done = 0
        self._touched: set[str] = set()
        """What is known better than by the pairs that are still coming, which may have been read long ago."""
        self._counter = counter

    @property
    def is_complete(self) -> bool:
        return self._done == len(self._view)

    def account(self) -> Account:
        return Account(self._running.scores("post-edit") if self.is_complete else (), self._done, len(self._view))

    def count_some(self) -> None:
        """Read and count a block; where none is left, nothing."""
        block = list(islice(self._coming, BLOCK))
        self._done = bisect_right(self._view.rows, block[-1][3].row) if len(block) == BLOCK else len(self._view)
        self._put(pair for pair in block if self._touched.isdisjoint(pair[2].covers))
        if self.is_complete:
            self._touched.clear()

    def change(self, touched: Set[str], pairs: Sequence[ReviewedPair]) -> None:
        """Instead of what was known of `touched` take `pairs`, of which the first counts where a segment stands several times."""
        for uid in touched:
            self._running.drop(uid)
        if not self.is_complete:
            self._touched |= touched
        self._put({pair[2].covers[0]: pair for pair in reversed(pairs)}.values())

    def _put(self, pairs: Iterable[ReviewedPair]) -> None:
        listed = list(pairs)
        rows = self._counter.rows([(machine, final) for machine, final, _, _ in listed], self.measures)
        for (_, _, review, _), each in zip(listed, rows, strict=True):
            # What a review covers begins with a segment on which no other pair stands.
            self._running.put(review.covers[0], each)


class _Counter:
    """Rows of statistics: remembered, else kept in the database, else counted."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._remembered: dict[Measure, dict[bytes, Numbers]] = {}
        self.unkept: deque[tuple[str, bytes, Numbers]] = deque(maxlen=_UNKEPT_AT_MOST)

    def rows(self, pairs: Sequence[tuple[str, str]], measures: Sequence[Measure]) -> list[tuple[Numbers, ...]]:
        """Of each pair one row a measure."""
        keys = [pair_key(machine, [final]) for machine, final in pairs]
        by_key = dict(zip(keys, pairs, strict=True))
        columns = [self._column(by_key, measure) for measure in measures]
        return [tuple(column[key] for column in columns) for key in keys]

    def _column(self, pairs: dict[bytes, tuple[str, str]], measure: Measure) -> dict[bytes, Numbers]:
        known = self._remembered.setdefault(measure, {})
        if len(known) > _REMEMBERED:
            known.clear()
        counter = counter_of(measure)
        kept = self._store.statistics(counter, [key for key in pairs if key not in known])
        known |= {key: row for key, row in kept.items() if len(row) == measure.columns}
        missing = [key for key in pairs if key not in known]
        if missing:
            texts = Texts([pairs[key][0] for key in missing], [[pairs[key][1] for key in missing]])
            fresh = dict(zip(missing, map(row_numbers, measure.statistics(texts).tolist()), strict=True))
            known |= fresh
            self.unkept += [(counter, key, row) for key, row in fresh.items()]
        return known


def measures_of_all(languages: Iterable[str | None]) -> tuple[Measure, ...]:
    """What machine text of these languages is scored with; BLEU only where one tokenizer fits all."""
    tokenizers = {installed_tokenizer(language) for language in languages}
    return tuple(
        replace(measure, tokenize=min(tokenizers)) if isinstance(measure, Bleu) else measure
        for measure in ALL
        if len(tokenizers) == 1 or not isinstance(measure, Bleu)
    )

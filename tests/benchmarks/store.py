"""How fast the store is: imports, saves, and reading from a database of a million segments. Prints a table and asserts nothing.

    python tests/benchmarks/store.py [--segments 1000000] [--saves 500] [--folder DIR]

The folder should be on the disk that you want to know about: a save waits for it.
"""

from __future__ import annotations

import argparse
import functools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.query import parse
from reviewer.core.review import Review, Verdict, new_id, timestamp
from reviewer.store import Store

# The same texts on every run.
_CHANCE = random.Random(7)
_WORDS = ["".join(_CHANCE.choices("etaoinshrdlucmfwypvbgk", k=_CHANCE.randint(2, 9))) for _ in range(20_000)]
_NOW = timestamp(datetime(2026, 1, 1, tzinfo=UTC))


def sentence() -> str:
    """Some twenty words, the frequent ones more often, as in news."""
    picks = (_WORDS[min(int(_CHANCE.paretovariate(0.6)), len(_WORDS)) - 1] for _ in range(_CHANCE.randint(12, 30)))
    return " ".join(picks).capitalize() + "."


def document(segments: int, articles: int = 1, corrected: bool = False) -> Document:
    """A table of rows, in as many articles as asked for."""
    each = segments // articles
    made = []
    for number in range(articles):
        rows = []
        for record in range(each):
            text = sentence()
            correction = text.replace(" ", ", ", 1) if corrected else None
            rows.append(Segment(text, "\n", record=record, correction=correction))
        made.append(Article(tuple(rows), title=f"Story {number}", target_language="en"))
    return Document("rows.tsv", b"", Reading("tsv"), tuple(made))


def timed(work: Callable[[], object], times: int = 1) -> list[float]:
    """Milliseconds of each of so many calls."""
    spans = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spans.append((time.perf_counter() - start) * 1000)
    return spans


def told(what: str, spans: Iterable[float]) -> None:
    """One line of the table."""
    ordered = sorted(spans)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"{what:<58} p50 {statistics.median(ordered):10.2f} ms   p99 {p99:10.2f} ms   n {len(ordered)}")


def imports(folder: Path, segments: int) -> None:
    """A hundred thousand rows at once, as one article and as 2,500."""
    for what, filed in (
        (f"import {segments:,} rows, one article", document(segments)),
        (f"import {segments:,} rows, {segments // 40:,} articles", document(segments, segments // 40)),
        (f"import {segments // 5:,} rows with corrections", document(segments // 5, corrected=True)),
    ):
        with Store.open(folder / f"{what}.db") as store:
            (span,) = timed(
                lambda store=store, filed=filed: store.add_document(filed, path="/rows.tsv", importer="desk", at=_NOW)
            )
            rows = sum(len(article.segments) for article in filed.articles)
        print(f"{what:<58} {span / 1000:8.2f} s   {rows / span * 1000:,.0f} segments/s")


def saves(store: Store, number: int) -> None:
    """One review after the other, each durable, in an article of the size of the database."""
    total = store.counts().total
    spans = []
    for _ in range(number):
        place = store.place(_CHANCE.randint(1, total))
        review_id = new_id(datetime.now(UTC), _CHANCE.randbytes(10))
        review = Review(
            id=review_id,
            action=review_id,
            covers=(place.uid,),
            parents=tuple(head.id for head in place.heads),
            editor="desk",
            verdict=Verdict.CORRECTED,
            at=_NOW,
            correction=place.machine.replace(" ", ", ", 1),
        )
        spans += timed(lambda review=review: store.save([review], {review.id: (98.0, 1, 20)}))
    told("save one review", spans)
    told("index its corrections", timed(store.index_corrections))


def reading(store: Store) -> None:
    """What the screen asks for, all the time."""
    total = store.counts().total
    told("open", timed(lambda: Store.open(store.path).close(), 50))
    told("counts of everything", timed(store.counts, 200))
    told("page of 128 rows", timed(lambda: store.page(range(first := _CHANCE.randint(1, total - 128), first + 128)), 300))
    told("one place", timed(lambda: store.place(_CHANCE.randint(1, total)), 300))
    told("neighbours", timed(lambda: store.neighbours(1, 1, _CHANCE.randint(1, total)), 300))
    told("next open", timed(lambda: store.next_open(1, _CHANCE.randint(1, total)), 300))
    told("view of everything", timed(lambda: store.view(None), 100))
    told("articles", timed(store.articles, 20))
    told("history", timed(lambda: store.history(1, "desk"), 20))
    for query in (
        "status:corrected",
        "status:open",
        "similarity:<99",
        "editor:desk",
        "kind:body",
        "has:query",
        "-status:corrected",
    ):
        told(f"view {query}", timed(lambda query=query: store.view([1], parse(query)), 5))
    for words in (_WORDS[0], _WORDS[15_000], f"{_WORDS[0]} {_WORDS[1]}", _WORDS[300][:3], "정부", "ab…"):
        found = len(store.search([1], words))
        told(f"search {words!r}, {found:,} found", timed(lambda words=words: store.search([1], words), 5))


def main() -> None:
    """Runs it all in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--segments", type=int, default=1_000_000)
    parser.add_argument("--saves", type=int, default=500)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        imports(Path(folder), min(100_000, options.segments))
        with Store.open(Path(folder) / "big.db") as store:
            filed = document(options.segments)
            (span,) = timed(functools.partial(store.add_document, filed, path="/rows.tsv", importer="desk", at=_NOW))
            del filed
            print(f"{f'import {options.segments:,} rows':<58} {span / 1000:8.2f} s, {store.path.stat().st_size / 2**20:,.0f} MiB")
            saves(store, options.saves)
            reading(store)


if __name__ == "__main__":
    main()

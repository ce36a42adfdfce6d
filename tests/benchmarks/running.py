"""What one changed segment costs: the scores of all the others with it, and the article's line on the screen.

    python tests/benchmarks/running.py [--segments 100000] [--folder DIR]

Prints tables and asserts nothing. The first is the counting alone, in one process: the changed pair is counted, put in, and BLEU,
chrF and TER of all are made. The second is the process beside the screen, with a database of so many corrected segments.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.review import Review, Verdict
from reviewer.metrics import Texts
from reviewer.metrics.running import RunningScores
from reviewer.metrics.sacre import ALL
from reviewer.store import Store, Writer
from reviewer.workflow.scorekeeper import Scorekeeper, Standing

NOW = "2026-01-01T00:00:00.000Z"
ARTICLE = 40
"""Segments of an article."""
BLOCK = 500
_CHANCE = random.Random(7)
_WORDS = ["".join(_CHANCE.choices("etaoinshrdlucmfwypvbgk", k=_CHANCE.randint(2, 9))) for _ in range(20_000)]


def sentence() -> str:
    """Some twenty words, the frequent ones more often, as in news."""
    picks = (_WORDS[min(int(_CHANCE.paretovariate(0.6)), len(_WORDS)) - 1] for _ in range(_CHANCE.randint(12, 30)))
    return " ".join(picks).capitalize() + "."


def edited(text: str) -> str:
    """`text` after an editor: one word in eight is another."""
    return " ".join(_CHANCE.choice(_WORDS) if _CHANCE.random() < 1 / 8 else word for word in text.split())


def told(what: str, seconds: Sequence[float]) -> None:
    """One line of the table."""
    ranked = sorted(seconds)
    p50, p95, p100 = (ranked[round(share * (len(ranked) - 1))] * 1e3 for share in (0.5, 0.95, 1))
    print(f"{what:<62} n {len(ranked):>4}  p50 {p50:>8.2f}  p95 {p95:>8.2f}  max {p100:>8.2f} ms")


def one_changed_among(segments: int) -> None:
    """Count, put, and score: what the requirement of 2 ms is about."""
    running = RunningScores(ALL)
    pairs = [(text := sentence(), edited(text)) for _ in range(segments)]
    began = perf_counter()
    for start in range(0, segments, BLOCK):
        block = pairs[start : start + BLOCK]
        texts = Texts([machine for machine, _ in block], [[final for _, final in block]])
        rows = [measure.statistics(texts).tolist() for measure in ALL]
        for number, row in enumerate(zip(*rows, strict=True), start):
            running.put(number, row)
    print(f"{f'{segments:,} segments counted and put in':<62} {perf_counter() - began:>8.1f} s")
    counts, puts, scores, wholes = [], [], [], []
    for _ in range(1_000):
        key = _CHANCE.randrange(segments)
        machine, final = pairs[key][0], edited(pairs[key][0])
        marks = [perf_counter()]
        texts = Texts([machine], [[final]])
        row = [measure.statistics(texts)[0].tolist() for measure in ALL]
        marks.append(perf_counter())
        running.put(key, row)
        marks.append(perf_counter())
        running.scores("post-edit")
        marks.append(perf_counter())
        for spans, begin, end in ((counts, 0, 1), (puts, 1, 2), (scores, 2, 3), (wholes, 0, 3)):
            spans.append(marks[end] - marks[begin])
    told(f"one changed among {segments:,}: BLEU, chrF and TER of all", wholes)
    for what, spans in (("  its statistics", counts), ("  put in", puts), ("  the scores", scores)):
        told(what, spans)


def fill(database: Path, segments: int) -> None:
    """A database with so many corrected segments, in articles of 40."""
    articles = []
    for number in range(segments // ARTICLE):
        texts = [sentence() for _ in range(ARTICLE)]
        rows = tuple(Segment(text, "\n", record=record, correction=edited(text)) for record, text in enumerate(texts))
        articles.append(Article(rows, title=f"Story {number}", target_language="en"))
    with Store.open(database) as store:
        store.add_document(Document("rows.tsv", b"", Reading("tsv"), tuple(articles)), path="/rows.tsv", importer="desk", at=NOW)


def decide(store: Store, position: int, number: int) -> None:
    """Another correction of a segment of the first article."""
    place = store.places(1, position, 1)[0]
    review_id = f"019caba1-68c0-7000-8000-{number:012x}"
    parents = tuple(head.id for head in place.heads)
    review = Review(review_id, (place.uid,), parents, "desk2", Verdict.CORRECTED, NOW, edited(place.machine), action=review_id)
    store.save([review])


def memory(pid: int | None) -> str:
    """The resident memory of a process, where the system tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "unknown"
    return next(line.split(":")[1].strip() for line in status.read_text().splitlines() if line.startswith("VmRSS"))


async def beside(database: Path, segments: int) -> None:
    """From the end of a save to the scores of the article and of all, through the process and back; twice: unknown and kept."""
    number = 0
    for what in ("nothing kept", "statistics kept"):
        with Writer(database) as writer, Store.open(database) as store:
            keeper = Scorekeeper(database, lambda rows, writer=writer: writer.submit("keep_statistics", rows))
            began = perf_counter()
            first: list[float] = []
            news: list[Standing] = []

            def take(standing: Standing, first: list[float] = first, began: float = began) -> None:
                first.append(perf_counter() - began)

            await keeper.ask(1, take, everything=True)
            print(f"{f'{segments:,} segments, {what}: the article':<62} {first[0]:>8.2f} s")
            print(f"{f'{segments:,} segments, {what}: all':<62} {perf_counter() - began:>8.2f} s, {memory(keeper.pid)}")
            spans = []
            for _ in range(100):
                number += 1
                decide(store, 1 + number % ARTICLE, number)
                began_one = perf_counter()
                await keeper.ask(1, news.append)
                spans.append(perf_counter() - began_one)
            told("  saved to scores of the article and of all", spans)
            keeper.close()


def main() -> None:
    """Run it all in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--segments", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    one_changed_among(options.segments)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for segments in (ARTICLE, options.segments):
            database = Path(folder) / f"{segments}.db"
            fill(database, segments)
            asyncio.run(beside(database, segments))


if __name__ == "__main__":
    main()

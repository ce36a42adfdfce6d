"""What a report on many reviews costs: seconds, memory and the size of the page. Prints a table and asserts nothing.

    python tests/benchmarks/report.py [--reviews 100000] [--folder DIR]

The database is made once in the folder: articles of 40 sentences by two systems, reviewed over ten weeks; one in three was
accepted as it is. The first report counts every pair, the second finds what the first one kept.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.review import Effort, Review, Verdict, new_id, timestamp
from reviewer.store import Store

ARTICLE = 40
"""Segments of an article."""
WEEKS = 10
_CHANCE = random.Random(7)
_WORDS = ["".join(_CHANCE.choices("etaoinshrdlucmfwypvbgk", k=_CHANCE.randint(2, 9))) for _ in range(20_000)]
_START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def sentence() -> str:
    """Some twenty words, the frequent ones more often, as in news."""
    picks = (_WORDS[min(int(_CHANCE.paretovariate(0.6)), len(_WORDS)) - 1] for _ in range(_CHANCE.randint(12, 30)))
    return " ".join(picks).capitalize() + "."


def edited(text: str) -> str:
    """`text` after an editor: one word in eight is another."""
    return " ".join(_CHANCE.choice(_WORDS) if _CHANCE.random() < 1 / 8 else word for word in text.split())


def fill(database: Path, reviews: int) -> None:
    """A database of so many reviewed segments."""
    articles = [
        Article(
            tuple(Segment(sentence(), "\n", record=record) for record in range(ARTICLE)),
            title=f"Story {number}", target_language="en", system=f"engine {number % 2 + 1}",
        )
        for number in range(reviews // ARTICLE)
    ]  # fmt: skip
    with Store.open(database) as store:
        document = Document("rows.tsv", b"", Reading("tsv"), tuple(articles))
        store.add_document(document, path="/rows.tsv", importer="desk", at=timestamp(_START))
        step = timedelta(weeks=WEEKS) / reviews
        batch: list[Review] = []
        for number, place in enumerate(store.place_rows(store.view(None))):
            batch.append(review(place.uid, place.machine, _START + number * step, number))
            if len(batch) == 2_000:
                store.save(batch)
                batch = []
        store.save(batch)


def review(uid: str, machine: str, now: datetime, number: int) -> Review:
    """One decision, on one of three as it is."""
    accepted = number % 3 == 0
    return Review(
        id=new_id(now, number.to_bytes(10, "big")),
        covers=(uid,),
        parents=(),
        editor=f"desk{number % 4}",
        verdict=Verdict.ACCEPTED if accepted else Verdict.CORRECTED,
        correction=None if accepted else edited(machine),
        at=timestamp(now),
        effort=Effort(reading=4 + _CHANCE.random() * 4, typing=0 if accepted else 10 * _CHANCE.random()),
    )


def report(database: Path, page: Path) -> str:
    """A report in a process of its own: seconds and the most memory it held."""
    began = perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "reviewer", "report", "--db", str(database), "-o", str(page)])
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    return f"{perf_counter() - began:7.1f} s   {usage.ru_maxrss // 1024:,} MiB   {page.stat().st_size / 1024:,.0f} KiB"


def main() -> None:
    """Make the database unless it is there, and report on it twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        database = folder / f"report-{options.reviews}.db"
        if not database.exists():
            fill(database, options.reviews)
        for what in ("nothing kept yet", "again"):
            print(f"{options.reviews:,} reviews, {what:<18} {report(database, folder / 'report.html')}")


if __name__ == "__main__":
    main()

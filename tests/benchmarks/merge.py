"""How long it takes to merge a hundred thousand reviews, and in how much memory. Prints a table and asserts nothing.

    python tests/benchmarks/merge.py [--reviews 100000] [--folder DIR]

Two newsrooms have the same articles: one decided all of it, the other half of it. The folder should be on the disk that you want
to know about.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.review import Review, Verdict
from reviewer.store import Store
from reviewer.store.reviews import insert

# The same texts on every run.
_CHANCE = random.Random(7)
_WORDS = ["".join(_CHANCE.choices("etaoinshrdlucmfwypvbgk", k=_CHANCE.randint(2, 9))) for _ in range(5_000)]
_NOW = "2026-03-01T09:30:00.000Z"


def sentence() -> str:
    """Some twenty words."""
    return " ".join(_CHANCE.choices(_WORDS, k=_CHANCE.randint(12, 30))).capitalize() + "."


def imported(path: Path, segments: int) -> None:
    """Articles of forty segments."""
    articles = tuple(
        Article(tuple(Segment(sentence(), "\n", record=record) for record in range(40)), title=f"Story {number}")
        for number in range(segments // 40)
    )
    with Store.open(path) as store:
        store.add_document(Document("rows.tsv", b"", Reading("tsv"), articles), path="/rows.tsv", importer="desk", at=_NOW)


def decided(path: Path, start: int, stop: int, editor: str) -> None:
    """One review of each segment, every fifth of them corrected."""
    with Store.open(path) as store:
        rows = store._db.all("SELECT id, uid, machine FROM segment WHERE id BETWEEN ? AND ?", (start, stop - 1))
        with store._db.writing(), store._db.roomy():
            insert(store._db, _reviews(rows, editor))
        store.rebuild()


def _reviews(rows: list[tuple[int, str, str]], editor: str) -> Iterator[tuple[Review, list[int]]]:
    for number, uid, machine in rows:
        identity = str(uuid.UUID(int=_CHANCE.getrandbits(128)))
        verdict = Verdict.CORRECTED if number % 5 == 0 else Verdict.ACCEPTED
        correction = machine.replace(" ", ", ", 1) if verdict is Verdict.CORRECTED else None
        yield (
            Review(identity, (uid,), (), editor, verdict, _NOW, correction=correction, action=identity),
            [number],
        )


def merged(into: Path, other: Path) -> None:
    """In a process of its own, for its memory."""
    with Store.open(into) as store:
        before = time.perf_counter()
        (brought,) = store.merge([other]).brought
        span = time.perf_counter() - before
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{brought.new['review']:>9,} new {brought.known['review']:>9,} known {span:8.2f} s "
        f"(the program {used.ru_utime:6.2f} s, the system {used.ru_stime:5.2f} s) {used.ru_maxrss / 1024:6.0f} MiB",
        flush=True,
    )


def main() -> None:
    """Makes the databases and merges them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--merge", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.merge:
        merged(*given.merge)
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        theirs, half, empty = (folder / f"{each}.db" for each in ("theirs", "half", "empty"))
        imported(theirs, given.reviews)
        shutil.copyfile(theirs, half)
        decided(half, 1, given.reviews // 2 + 1, "desk1")
        shutil.copyfile(half, theirs)
        decided(theirs, given.reviews // 2 + 1, given.reviews + 1, "desk2")
        Store.open(empty).close()
        for what, into in (("into an empty one", empty), ("into one with half of it", half), ("again", empty)):
            print(f"{what:<26}", end="", flush=True)
            subprocess.run([sys.executable, __file__, "--merge", into, theirs], check=True)


if __name__ == "__main__":
    main()

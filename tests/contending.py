"""Processes that save into one database at once, and what became of their saves.

The workers are forked by a process of their own (`python -m tests.contending`), which has no threads, begin together, and report
through pipes; what they say they saved is held against what is there. There are three kinds: `reviews` saves as the program does,
`plain` inserts rows of the same size with nothing around them, `naive` reads and writes back, which loses.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import portalocker  # noqa: F401  a worker's first save does not measure how long it takes to load

from reviewer.analysis import diff, fuzz  # noqa: F401
from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.review import Review, Verdict
from reviewer.errors import ReviewerError, StaleError
from reviewer.store import Store
from reviewer.store import reviews as saving
from tests.building import derived

AT = "2026-03-01T09:30:00.000Z"
EACH = 25
"""Segments that each process has for itself."""
TIME_TAKEN = 0.001
"""Seconds between reading and saving, where a harness must see that others came between."""
PATIENCE = 30.0
"""Seconds that `plain` and `naive` wait for others, as SQLite lets them."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is done to a database."""

    processes: int
    saves: int
    """Of each process."""
    kind: str = "reviews"
    on_one: bool = False
    """Whether all decide on the first segment; else each has its own."""
    think: float = 0.0
    """Seconds between two saves, on average."""
    reopens: bool = False
    """Whether the database is opened for each save and closed after it."""
    weakness: str = ""
    """`no parents`: what stands is not looked at, though the editor took their time."""


@dataclass(slots=True)
class Figures:
    """What came of it."""

    confirmed: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    stale: int = 0
    errors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What does not hold of the database afterwards."""

    def quantile(self, part: float) -> float:
        """So many of the saves took no longer; in milliseconds."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]

    def __str__(self) -> str:
        return (
            f"{len(self.confirmed):,} saves, {len(self.lost)} lost, {len(self.errors)} errors, {self.stale:,} told stale; "
            f"p50 {self.quantile(0.5):.1f} ms, p99 {self.quantile(0.99):.1f} ms, max {max(self.milliseconds):.1f} ms"
        )


def prepare(path: Path, load: Load) -> None:
    """The database that the workers of `load` need."""
    if load.kind == "reviews":
        segments = tuple(Segment(f"The machine wrote sentence {number}.", " ") for number in range(load.processes * EACH))
        document = Document("story.txt", b"story", Reading("txt"), (Article(segments, title="Story"),))
        with Store.open(path) as store:
            store.add_document(document, path="/story.txt", importer="desk1", at=AT)
        return
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("CREATE TABLE saved (id TEXT PRIMARY KEY, segment INTEGER, body TEXT)")
        connection.executemany("INSERT INTO saved VALUES (?, ?, '')", [(f"segment {n}", n) for n in range(load.processes)])
    connection.close()


def contend(path: Path, load: Load) -> Figures:
    """Lets the workers of `load` at the database, and holds what they say against it."""
    command = [sys.executable, "-m", "tests.contending", str(path), json.dumps(asdict(load))]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, check=True)
    figures = Figures(**json.loads(done.stdout))
    there = stored(path, load)
    figures.lost = [name for name in figures.confirmed if name not in there]
    if load.kind == "reviews":
        figures.wrong = judged(path, load)
    return figures


def stored(path: Path, load: Load) -> set[str]:
    """The ids of everything that was saved."""
    connection = sqlite3.connect(path)
    column, table = ("body", "saved") if load.kind == "naive" else ("id", "review" if load.kind == "reviews" else "saved")
    rows = [value for (value,) in connection.execute(f"SELECT {column} FROM {table}")]
    connection.close()
    return {name for row in rows for name in row.split()}


def judged(path: Path, load: Load) -> list[str]:
    """What does not hold: integrity, one chain a segment, and that what is derived is what the reviews make it."""
    with Store.open(path, create=False) as store:
        wrong = [f"{damage.what}: {damage.where}" for checked in store.check() for damage in checked.damage]
        for place in store.places(1):
            made = store.reviews(place.uid)
            chain = [(), *((review.id,) for review in made)][: len(made)]
            if [review.parents for review in made] != chain or len(place.heads) != bool(made):
                wrong.append(f"position {place.position}: {len(place.heads)} heads, no one chain of {len(made)} reviews")
        before = derived(store)
        store.rebuild()
        wrong += [table for table, rows in derived(store).items() if rows != before[table]]
    return wrong


def _reviews(path: Path, number: int, load: Load) -> Callable[[int], tuple[str, float, int]]:
    if load.weakness == "no parents":
        saving._check_parents = lambda *_: None
    store = Store.open(path, create=False)
    rows = store.article(1).rows
    mine = rows[:1] if load.on_one else rows[number * EACH : (number + 1) * EACH]
    if load.reopens:
        store.close()

    def save(turn: int) -> tuple[str, float, int]:
        if not load.reopens:
            return save_into(store, turn)
        with Store.open(path, create=False) as opened:
            return save_into(opened, turn)

    def save_into(store: Store, turn: int) -> tuple[str, float, int]:
        spent, stale = 0.0, 0
        while True:
            place = store.place(mine[turn % len(mine)])
            review = Review(
                id=str(uuid.uuid4()),
                covers=(place.uid,),
                parents=tuple(head.id for head in place.heads),
                editor=f"desk{number}",
                verdict=Verdict.CORRECTED,
                correction=f"{number} corrected it for the time {turn}.",
                at=AT,
            )
            time.sleep(TIME_TAKEN if load.weakness else 0)
            begun = time.perf_counter()
            try:
                store.save([review])
            except StaleError:
                stale += 1
                continue
            finally:
                spent = (time.perf_counter() - begun) * 1000
            return review.id, spent, stale

    return save


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _plain(path: Path, number: int, load: Load) -> Callable[[int], tuple[str, float, int]]:
    connection = _connected(path)

    def save(turn: int) -> tuple[str, float, int]:
        name = str(uuid.uuid4())
        begun = time.perf_counter()
        connection.execute("INSERT INTO saved VALUES (?, ?, ?)", (name, number, "a review is half a thousand characters " * 12))
        return name, (time.perf_counter() - begun) * 1000, 0

    return save


def _naive(path: Path, number: int, load: Load) -> Callable[[int], tuple[str, float, int]]:
    connection = _connected(path)
    row = "segment 0" if load.on_one else f"segment {number}"

    def save(turn: int) -> tuple[str, float, int]:
        name = uuid.uuid4().hex
        begun = time.perf_counter()
        (body,) = connection.execute("SELECT body FROM saved WHERE id = ?", (row,)).fetchone()
        time.sleep(TIME_TAKEN)
        connection.execute("UPDATE saved SET body = ? WHERE id = ?", (f"{body} {name}", row))
        return name, (time.perf_counter() - begun) * 1000, 0

    return save


WORKERS = {"reviews": _reviews, "plain": _plain, "naive": _naive}


def _work(path: Path, number: int, load: Load) -> Figures:
    """All saves of one process."""
    figures = Figures()
    pauses = random.Random(number)
    save = WORKERS[load.kind](path, number, load)
    for turn in range(load.saves):
        if load.think:
            time.sleep(pauses.expovariate(1 / load.think))
        try:
            name, spent, stale = save(turn)
        except (ReviewerError, sqlite3.Error) as error:
            figures.errors.append(str(error))
            continue
        figures.confirmed.append(name)
        figures.milliseconds.append(spent)
        figures.stale += stale
    return figures


def _fork(path: Path, load: Load) -> Figures:
    """Starts the workers together and adds up what they report."""
    start, go = os.pipe()
    pipes = []
    for number in range(load.processes):
        here, there = os.pipe()
        if os.fork() == 0:
            os.close(go)
            os.read(start, 1)
            with os.fdopen(there, "w") as report:
                json.dump(asdict(_work(path, number, load)), report)
            os._exit(0)
        os.close(there)
        pipes.append(here)
    os.close(go)
    total = Figures()
    for pipe in pipes:
        with os.fdopen(pipe) as report:
            part = Figures(**json.load(report))
        total.confirmed += part.confirmed
        total.milliseconds += part.milliseconds
        total.errors += part.errors
        total.stale += part.stale
    return total


if __name__ == "__main__":
    print(json.dumps(asdict(_fork(Path(sys.argv[1]), Load(**json.loads(sys.argv[2]))))))

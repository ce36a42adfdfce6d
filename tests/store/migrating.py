"""Processes that bring an old database up to date at once, or are killed at it, and what became of the database.

A program of its own, for it forks: `migrating.py race|kill FOLDER TIMES PROCESSES WAY DATABASE...` prints its figures as JSON.
WAY is ours, or one that is known to fail; without a DATABASE a new one is made.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

import sqlite_utils
from sqlite_utils.migrations import Migrations

from reviewer.errors import ReviewerError
from reviewer.store import Store, schema

NEW = len(schema.STEPS)


def ours(path: Path) -> None:
    """Opens it as every command does."""
    Store.open(path).close()


def without_lock(path: Path) -> None:
    """As the library is used by itself: nobody is kept out, and every step is a transaction of its own."""
    migrations = Migrations("reviewer")
    for name, step in schema.STEPS:
        migrations(name=name)(step)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] < NEW:
            migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {NEW}")


WAYS: dict[str, Callable[[Path], None]] = {"ours": ours, "without lock": without_lock}


@dataclass
class Figures:
    """What came of it."""

    rounds: int = 0
    errors: list[str] = field(default_factory=list)
    """What a process said that could not open the database."""
    bad: list[str] = field(default_factory=list)
    """Databases and backups that are not what they should be."""
    old: int = 0
    """Databases that a kill left as they were."""
    new: int = 0
    unfinished: int = 0
    """Files that a kill left under no name that anybody looks for."""


def table_rows(path: Path, tables: tuple[str, ...] = schema.APPEND_ONLY) -> dict[str, list[str]]:
    """Every row of those tables that are there."""
    with closing(sqlite3.connect(path)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        return {table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in tables if table in there}


def shape(path: Path) -> tuple[int, list[tuple[str, str]]]:
    """The version that a database says it has, and all that is in its schema."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        made = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
        return connection.execute("PRAGMA user_version").fetchone()[0], sorted(made)


class Trials:
    """One old database, or none, that is copied again and again and brought up to date."""

    def __init__(self, folder: Path, old: Path | None, way: Callable[[Path], None], figures: Figures) -> None:
        self._folder = folder
        self._old = old
        self._way = way
        self._figures = figures
        self._path = folder / "reviews.db"
        self._begin()
        start = time.perf_counter()
        way(self._path)
        self._lasts = time.perf_counter() - start
        self._begin()
        ours(self._path)
        self._shapes = [*([shape(old)] if old else []), shape(self._path)]
        self._rows = table_rows(old) if old else {}

    def race(self, processes: int) -> None:
        """All of them open it at the same moment."""
        self._begin()
        gate, starter = os.pipe()
        told, teller = os.pipe()
        running = [self._child(lambda: os.read(gate, 1), starter, teller) for _ in range(processes)]
        os.close(starter)
        os.close(teller)
        for child in running:
            os.waitpid(child, 0)
        with os.fdopen(told) as said:
            self._figures.errors += said.read().splitlines()
        os.close(gate)
        if self._look() != self._shapes[-1]:
            self._figures.bad.append("not brought up to date")
        backups = list(self._folder.glob("reviews.db.backup-*"))
        if self._way is ours and len(backups) != len(self._shapes) - 1:
            self._figures.bad.append(f"{len(backups)} backups")
        self._figures.rounds += 1

    def kill(self, chance: random.Random) -> None:
        """One opens it and is killed at any moment, and the next one opens it as if nothing had been."""
        self._begin()
        child = self._child(lambda: None)
        time.sleep(chance.uniform(0, self._lasts * 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = self._look()
        self._figures.old += found is None or found == self._shapes[0] != self._shapes[-1]
        self._figures.new += found == self._shapes[-1]
        if found is not None and found not in self._shapes:
            self._figures.bad.append(f"between: version {found[0]}, {len(found[1])} objects")
        self._figures.unfinished += len([*self._folder.glob(".reviewer-*.tmp"), *self._folder.glob("reviews.db.new")])
        try:
            ours(self._path)
        except ReviewerError as error:
            self._figures.bad.append(f"cannot be opened: {error}")
        else:
            if self._look() != self._shapes[-1]:
                self._figures.bad.append("not brought up to date after a kill")
        self._figures.rounds += 1

    def _begin(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir()
        if self._old:
            shutil.copyfile(self._old, self._path)

    def _child(self, wait: Callable[[], object], starter: int = -1, teller: int = -1) -> int:
        child = os.fork()
        if child:
            return child
        try:
            if starter >= 0:
                os.close(starter)
            wait()
            self._way(self._path)
        finally:
            # Whatever it is, it must not go on as the parent.
            error = sys.exception()
            if error and teller >= 0:
                os.write(teller, f"{type(error).__name__}: {error}\n".encode())
            os._exit(0)

    def _look(self) -> tuple[int, list[tuple[str, str]]] | None:
        """What the database is now; what is wrong with it or its backups is noted."""
        try:
            for backup in self._folder.glob("reviews.db.backup-*.db"):
                if shape(backup) != self._shapes[0] or table_rows(backup) != self._rows:
                    self._figures.bad.append("a backup that is not the old database")
            if not self._path.exists():
                return None
            if self._rows and any(table_rows(self._path).get(table) != rows for table, rows in self._rows.items()):
                self._figures.bad.append("rows that are not the old database's")
            return shape(self._path)
        except (sqlite3.Error, AssertionError) as error:
            self._figures.bad.append(f"damaged: {error}")
            return None


def run(what: str, folder: Path, times: int, processes: int, way: Callable[[Path], None], databases: list[Path]) -> Figures:
    """So many rounds over all `databases` in turn; over none, of making one. A way that fails is left at its first failure."""
    figures = Figures()
    chance = random.Random(times)
    trials = [Trials(folder, path, way, figures) for path in databases] or [Trials(folder, None, way, figures)]
    for trial in islice(_in_turn(trials), times):
        trial.race(processes) if what == "race" else trial.kill(chance)
        if way is not ours and (figures.errors or figures.bad):
            break
    return figures


def _in_turn(trials: list[Trials]) -> Iterator[Trials]:
    while True:
        yield from trials


if __name__ == "__main__":
    kind, directory, count, number, manner, *paths = sys.argv[1:]
    print(json.dumps(asdict(run(kind, Path(directory), int(count), int(number), WAYS[manner], list(map(Path, paths))))))

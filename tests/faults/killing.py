"""`kill -9`: at a chosen call of an operation, and at random while several people save in one database."""

from __future__ import annotations

import os
import select
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from reviewer.core.review import Review
from reviewer.errors import StaleError
from reviewer.store import Store
from tests.faults.children import Child, Say
from tests.faults.hindering import WELL
from tests.faults.losses import Held, losses
from tests.faults.operations import Grounds, Operation, Promise, review_of
from tests.faults.shim import Call, Watcher, watch

MOMENTS = ("before", "half", "after")
LONGEST_LIFE = 12
"""How often a writer may have said something when it is picked out, at most."""
LONGEST_WAIT = 0.004
"""Seconds until it is killed then, at most: the time of two saves."""
_NUMBERS = 1 << 20
"""How many reviews a writer can make before its numbers are another's."""


class Killing(Watcher):
    """Kills the process before or after its `nth` call, or when half of it was written."""

    def __init__(self, nth: int, moment: str) -> None:
        self._left = nth
        self._moment = moment

    def before(self, call: Call) -> int:
        """Kills before it, or in the middle of it."""
        self._left -= 1
        if not self._left and self._moment == "half" and call.data:
            with Path(call.path).open("r+b") as file:
                file.seek(call.offset)
                file.write(call.data[: len(call.data) // 2])
        if not self._left and self._moment != "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def after(self, call: Call) -> None:
        """Kills after it."""
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def killed(folder: Path, operation: type[Operation], nth: int, moment: str) -> tuple[Promise, bool]:
    """What somebody was promised who was killed at that call, and whether it came to that call at all."""

    def work(say: Say) -> None:
        watch(WELL)
        running = operation(folder)
        watch(Killing(nth, moment))
        say(running.run())
        running.close()

    said, killed_by = Child(work).end()
    return (said[0] if said else {}), bool(killed_by)


def found_after(grounds: Grounds, folder: Path, promise: Promise) -> list[str]:
    """What is missing, and what goes wrong when the operation is begun again."""
    wrong = grounds.losses(folder, promise)
    again = grounds.operation(folder)
    promise = again.run()
    again.close()
    return wrong + grounds.losses(folder, promise)


@dataclass(slots=True)
class Toll:
    """What kills at random cost."""

    kills: int = 0
    confirmed: dict[str, str] = field(default_factory=dict)
    unconfirmed: int = 0
    """Stored, though the writer was killed before it could say so."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {len(self.confirmed)} confirmed, {self.unconfirmed} stored but unconfirmed, "
            f"{len(self.lost)} lost or damaged, {len(self.doubled)} twice"
        )


Save = Callable[[Store, Review], None]


def save_one(store: Store, review: Review) -> None:
    """Saves as everybody does."""
    store.save([review])


def write(path: Path, number: int, unfinished: Review | None, save: Save, say: Say) -> None:
    """Saves without end, on a segment of its own and on one that all share; first what a dead predecessor left unfinished."""
    with Store.open(path, create=False) as store:
        rows = store.article(1).rows
        for turn in count():
            row = rows[0] if turn % 2 else rows[number // _NUMBERS]
            review = unfinished or review_of(store.place(row), number + turn, f"desk{number // _NUMBERS}")
            unfinished = None
            while True:
                say(review)
                try:
                    save(store, review)
                    break
                except StaleError as error:
                    review = replace(review, parents=tuple(each.id for each in error.theirs))
            say((review.id, review.digest))


class Writer:
    """One who saves and is killed again and again."""

    def __init__(self, path: Path, place: int, save: Save) -> None:
        self._path = path
        self._save = save
        self._next = (place + 1) * _NUMBERS
        self.unfinished: Review | None = None
        self.start()

    def start(self) -> None:
        """Begins, with what was not confirmed before."""
        self.heard = 0
        self.child = Child(partial(write, self._path, self._next, self.unfinished, self._save))

    def hear(self, said: list[object], confirmed: dict[str, str]) -> None:
        """Notes what it tried and what it was told is saved."""
        self.heard += len(said)
        for each in said:
            if isinstance(each, Review):
                self._next = max(self._next, int(each.id[-12:], 16) + 1)
                self.unfinished = each
            elif isinstance(each, str):
                raise AssertionError(each)
            elif isinstance(each, tuple):
                confirmed[each[0]] = each[1]
                self.unfinished = None

    def kill(self, confirmed: dict[str, str]) -> None:
        """Kills it."""
        self.child.kill()
        said, _ = self.child.end()
        self.hear(said, confirmed)


def through_kills(path: Path, kills: int, chance: Random, writers: int = 4, save: Save = save_one) -> Toll:
    """Kills one of several writers at random, again and again, each of whom goes on where it was."""
    toll = Toll()
    running = [Writer(path, place, save) for place in range(writers)]
    while toll.kills < kills:
        victim, end = chance.choice(running), chance.randint(0, LONGEST_LIFE)
        while victim.heard < end:
            _listen(running, toll, None)
        last = time.monotonic() + chance.uniform(0.0, LONGEST_WAIT)
        while (left := last - time.monotonic()) > 0:
            _listen(running, toll, left)
        victim.kill(toll.confirmed)
        toll.kills += 1
        if victim.unfinished:
            with Store.open(path, create=False, readonly=True) as store:
                toll.unconfirmed += store.has_review(victim.unfinished.id)
        victim.start()
    for writer in running:
        writer.kill(toll.confirmed)
    take_stock(path, toll)
    return toll


def _listen(running: list[Writer], toll: Toll, seconds: float | None) -> None:
    """Hears what is said in this time, or the next that is said."""
    ready = select.select([writer.child.pipe for writer in running], [], [], seconds)[0]
    for writer in running:
        if writer.child.pipe in ready and (said := writer.child.heard()):
            writer.hear(said, toll.confirmed)


def take_stock(path: Path, toll: Toll) -> None:
    """Looks for what was lost, and for what is there twice."""
    toll.lost = losses(path, Held(toll.confirmed))
    with Store.open(path, create=False) as store:
        texts = Counter(review.correction for review in store.every_review())
    toll.doubled = [str(text) for text, times in texts.items() if times > 1]

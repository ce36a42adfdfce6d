"""Statistics of many blocks of segments, by several processes where that pays.

Work begins in this process. Only when it has gone on for a while are others started, and only when they are ready is work given
to them, so that small input never waits for a process and large input never waits for the first. Answers come in the order of the
blocks, whoever gave them, so that numbers do not depend on who was faster.

Plain processes of `reviewer.metrics.worker`: a pool of `multiprocessing` would fork threads, or import a caller's script again,
and leave its processes behind when this one is killed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar, cast

from reviewer.errors import ReviewerError
from reviewer.metrics.measure import Engine, Measure
from reviewer.metrics.pairs import Texts
from reviewer.metrics.programs import program

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from reviewer.metrics.measure import Statistics

_ALONE = 0.4
"""Seconds of work before others are started: twice what starting one costs."""

Block = TypeVar("Block")


def cores() -> int:
    """How many processes can run at a time here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Crew:
    """Counts for one set of measures; a context manager, which leaves no process behind.

    Args:
        measures: what is counted of every block.
        engine: by whose code.
        jobs: how many processes at most; 1 never starts any.
    """

    def __init__(self, measures: Sequence[Measure], engine: Engine = "reviewer", jobs: int = 1) -> None:
        self._measures = measures
        self._engine = engine
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._worked = 0.0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()

    def statistics(self, blocks: Iterable[tuple[Block, Texts]]) -> Iterator[tuple[Block, list[Statistics]]]:
        """Each block as it was given, with the statistics of its texts, one array a measure; in the order of the blocks.

        Raises:
            ReviewerError: when counting fails, or a process is killed.
        """
        done: dict[int, tuple[Block, list[Statistics]]] = {}
        away: dict[int, Block] = {}
        following = count()
        wanted = next(following)
        for number, (block, texts) in enumerate(blocks):
            if (worker := self._free_worker(done, away)) is None:
                done[number] = block, self._count(texts)
            else:
                away[number] = block
                worker.give(number, texts)
            while wanted in done:
                yield done.pop(wanted)
                wanted = next(following)
        while away or done:
            while wanted in done:
                yield done.pop(wanted)
                wanted = next(following)
            if away:
                self._collect(done, away)

    def _count(self, texts: Texts) -> list[Statistics]:
        began = time.monotonic()
        rows = [measure.statistics(texts, self._engine) for measure in self._measures]
        self._worked += time.monotonic() - began
        if self._jobs > 1 and not self._workers and self._worked > _ALONE:
            self._start_others()
        return rows

    def _start_others(self) -> None:
        """Start the others; where the system has no room for them, this one goes on alone."""
        try:
            for _ in range(self._jobs):
                self._workers.append(_Worker(self._measures, self._engine))
        except OSError:
            while self._workers:
                self._workers.pop().kill()
            self._jobs = 1

    def _free_worker(self, done: dict[int, tuple[Block, list[Statistics]]], away: dict[int, Block]) -> _Worker | None:
        """A process to give work to, waiting for one; None while they are not ready yet, and this one had better work."""
        if not self._workers or not all(worker.is_ready() for worker in self._workers):
            return None
        while not (free := [worker for worker in self._workers if worker.task is None]):
            self._collect(done, away)
        return free[0]

    def _collect(self, done: dict[int, tuple[Block, list[Statistics]]], away: dict[int, Block]) -> None:
        """Take what is answered, waiting for one answer at least."""
        from multiprocessing.connection import wait

        busy = {worker.connection: worker for worker in self._workers if worker.task is not None}
        for connection in wait(list(busy)):
            number, rows = busy[cast("Connection", connection)].answer()
            done[number] = away.pop(number), rows


class _Worker:
    def __init__(self, measures: Sequence[Measure], engine: Engine) -> None:
        # Loaded here: small input never needs them, and they take a tenth of its time.
        import subprocess
        from multiprocessing.connection import Pipe

        self.connection, theirs = Pipe()
        self._process = subprocess.Popen(
            program("reviewer.metrics.worker", str(theirs.fileno())),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C in the terminal is for the one that started it
        )
        theirs.close()
        self._ready = False
        self.task: int | None = None
        self.connection.send((tuple(measures), engine))

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_ready(self) -> bool:
        if not self._ready and self.connection.poll():
            self._receive()
            self._ready = True
        return self._ready

    def give(self, task: int, texts: Texts) -> None:
        self.task = task
        try:
            self.connection.send(texts)
        except OSError as gone:
            raise _killed() from gone

    def answer(self) -> tuple[int, list[Statistics]]:
        answer = self._receive()
        if isinstance(answer, ReviewerError):
            raise answer
        task, self.task = self.task, None
        assert task is not None
        return task, answer

    def kill(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.wait()

    def _receive(self) -> Any:
        try:
            return self.connection.recv()
        except (EOFError, OSError) as gone:
            raise _killed() from gone


def _killed() -> ReviewerError:
    return ReviewerError("a process that was counting was killed, perhaps for want of memory; try --jobs 1")

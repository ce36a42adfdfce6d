"""Scores of the sentence that is being typed, without ever holding up a key.

`LiveScorer` owns one process of `reviewer.metrics.scorer`, started on first use. The rules: only the newest request is
answered; a request that takes longer than its deadline costs the process its life, and the parts that had come stay; and no
process is left behind, whatever ends this one, because the scorer ends with its standard input.

`tests/benchmarks/diff.py` measures it; on two cores the first answer comes after 0.12 s, later ones of 40 words after 1.4 ms
(BLEU, chrF2) and 3.3 ms (TER), and the process takes 31 MB.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

from reviewer.metrics.beside import Beside, Message
from reviewer.metrics.pairs import Pair, Score

_START_LIMIT = 20.0
"""Seconds after which a process that has not come up is given up."""
_PATIENCE = 0.3
"""Seconds that a request waits for the one before it to end: about what a new process takes to start."""


class Outcome(StrEnum):
    """How a request ended."""

    COMPLETE = "complete"
    LATE = "late"
    """The deadline came first: what had not been told is missing."""
    STALE = "stale"
    """A newer request took its place."""
    FAILED = "failed"
    """There is no process to ask: it could not be started, or died, or the scorer was closed."""


Part = tuple[Score, ...]
"""Scores that are told together: BLEU and chrF2 first, then TER."""
_Tell = Callable[[Part | Outcome], None]


class LiveScorer:
    """Scores pairs in a process beside this one; for one event loop, and one text at a time.

    Args:
        deadline: seconds that one request may take once the process has it.
    """

    def __init__(self, deadline: float = 2.0) -> None:
        self._deadline = deadline
        self._child: _Child | None = None
        self._newest: asyncio.Queue[Part | Outcome] | None = None
        self._requests = 0
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process that is running now, if any."""
        return self._child.pid if self._child else None

    async def score(self, pair: Pair, language: str | None, on_part: Callable[[Part], None]) -> Outcome:
        """Score `pair`, a machine text and its correction so far, and call `on_part` in this task with each part as it comes.

        May be cancelled at any time. Never raises for what the process does; `on_part` is not called once a newer request came.
        """
        if self._newest is not None:
            self._newest.put_nowait(Outcome.STALE)
        answers = self._newest = asyncio.Queue()
        self._requests += 1
        child = await self._idle_child(answers)
        if self._newest is not answers:
            return Outcome.STALE
        if child is None:
            return Outcome.FAILED
        request = {"id": self._requests, "pair": (pair.hypothesis, pair.reference), "language": language}
        await child.ask(request, answers.put_nowait, self._deadline)
        while not isinstance(answer := await answers.get(), Outcome):
            if self._newest is answers:
                on_part(answer)
        return answer

    def close(self) -> None:
        """End the process and wait until it is gone; a request under way ends as `FAILED`, and so does any later one."""
        self._closed = True
        if self._child:
            self._child.kill()
            self._child.join()
            self._child = None
        if self._newest is not None:
            self._newest.put_nowait(Outcome.FAILED)

    async def _idle_child(self, answers: asyncio.Queue[Part | Outcome]) -> _Child | None:
        """A process that waits for a request, started if need be; of no use when `answers` is not the newest any more."""
        child = self._child
        if child and child.was_ready and not await child.settles(_PATIENCE):
            self._drop(child)  # it computes for nobody: a new one is sooner there
        if self._closed or self._newest is not answers:
            return None
        if self._child is None:
            try:
                self._child = _Child()
            except OSError:
                return None
        child = self._child
        if await child.settles(_START_LIMIT):
            return child
        self._drop(child)
        return None

    def _drop(self, child: _Child) -> None:
        child.kill()
        if self._child is child:
            self._child = None


class _Child:
    """One scorer process and what it was asked; all but its hearing happens in the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._settled = asyncio.Event()
        self._tell: _Tell | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._end = Outcome.FAILED
        self._alive = True
        self.was_ready = False
        self._process = Beside(
            "reviewer.metrics.scorer",
            hear=lambda answer: self._in_loop(self._hear, answer),
            gone=lambda: self._in_loop(self._gone),
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    async def settles(self, within: float) -> bool:
        """Whether it is alive and waits for a request, after at most `within` seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._settled.wait()
        return self._alive and self._settled.is_set()

    async def ask(self, request: Message, tell: _Tell, deadline: float) -> None:
        """Send `request`; `tell` gets its parts and at last how it ended, after at most `deadline` seconds."""
        self._settled.clear()
        self._tell = tell
        self._timer = self._loop.call_later(deadline, self._cut_off)
        await asyncio.to_thread(self._process.say, request)  # a long text does not fit into a pipe at once

    def kill(self) -> None:
        self._alive = False
        self._process.kill()

    def join(self) -> None:
        self._process.join()

    def _cut_off(self) -> None:
        self._end = Outcome.LATE
        self.kill()

    def _in_loop(self, call: Callable[..., None], *arguments: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is interested any more
            self._loop.call_soon_threadsafe(call, *arguments)

    def _hear(self, answer: Message) -> None:
        if "ready" in answer:
            self.was_ready = True
            self._settled.set()
        elif self._tell is not None:
            self._tell(tuple(Score(**score) for score in answer["scores"]))
            if answer["last"]:
                self._finish(Outcome.COMPLETE)

    def _gone(self) -> None:
        self._alive = False
        self._finish(self._end)

    def _finish(self, end: Outcome) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._tell is not None:
            self._tell(end)
        self._tell = None
        self._settled.set()

"""The scores of the article at hand and of all articles, as they stand after every decision, without ever holding up a key.

`Scorekeeper` owns one process of `reviewer.workflow.scorekeeper_process`, started when it is first asked for something. The
rules: this process never counts, and loads neither numpy nor sacrebleu; what the other one counted goes to the session's one
writer, and losing it is harmless; where the process is missing only its scores are missing; and no process is left behind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.errors import StoreError
from reviewer.metrics.beside import Beside, Message
from reviewer.metrics.live import Outcome
from reviewer.metrics.pairs import Score
from reviewer.metrics.running import Account

Rows = Mapping[str, Mapping[bytes, tuple[float, ...]]]
"""Statistics by who counted and by the digest of the pair, as `Store.keep_statistics` takes them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the machine's text does at one moment, against what editors made of it."""

    article: int
    of_article: Account
    of_all: Account
    request: int = 0
    """Which request it answers."""


class Scorekeeper:
    """Asks the process beside this one; for one event loop.

    Args:
        database: where the reviews are.
        keep: takes statistics that were counted; called by another thread.
    """

    def __init__(self, database: Path, keep: Callable[[Rows], object]) -> None:
        self._database = database
        self._keep = keep
        self._child: Beside | None = None
        self._listeners: set[asyncio.Queue[Standing | None]] = set()
        self._requests = 0
        self._has_spoken = True
        self._is_closed = False
        self.problem = ""
        """Why there are no scores, where the process said so."""

    @property
    def pid(self) -> int | None:
        """The process that is running now, if any."""
        return self._child.pid if self._child else None

    async def ask(self, article: int, on_news: Callable[[Standing], None], *, everything: bool = False) -> Outcome:
        """Call `on_news` in this task with how `article` stands after all that is saved by now, and again when more is counted.

        Ends when the article is counted, or with `everything` when all is. May be cancelled at any time; what is asked about
        another article makes it stale. Never raises for what the process does.
        """
        child = self._running()
        if child is None:
            return Outcome.FAILED
        self._requests += 1
        number = self._requests
        news: asyncio.Queue[Standing | None] = asyncio.Queue()
        self._listeners.add(news)
        try:
            child.say({"id": number, "article": article})
            while (standing := await news.get()) is not None:
                if standing.request < number:
                    continue
                if standing.article != article:
                    return Outcome.STALE
                on_news(standing)
                if (standing.of_all if everything else standing.of_article).is_complete:
                    return Outcome.COMPLETE
            return Outcome.FAILED
        finally:
            self._listeners.discard(news)

    def close(self) -> None:
        """End the process and wait until it is gone; what is being asked fails, and so does all that is asked later."""
        self._is_closed = True
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.join()
        self._tell(None)

    def _running(self) -> Beside | None:
        """The process, started if need be; one that ended before it said a word is not started again."""
        if self._child is None and self._has_spoken and not self._is_closed:
            loop = asyncio.get_running_loop()
            self._has_spoken = False

            def in_loop(call: Callable[..., None], *arguments: object) -> None:
                with suppress(RuntimeError):  # the loop is closed: nobody is interested any more
                    loop.call_soon_threadsafe(call, *arguments)

            with suppress(OSError):
                self._child = Beside(
                    "reviewer.workflow.scorekeeper_process",
                    str(self._database),
                    hear=lambda message: in_loop(self._hear, self._understood(message)),
                    gone=lambda: in_loop(self._gone),
                )
        return self._child

    def _understood(self, message: Message) -> Standing | str:
        """What the process said; the rows in it are handed over here, by the thread that hears."""
        if "problem" in message:
            return str(message["problem"])
        if message["rows"]:
            rows = {
                counter: {bytes.fromhex(key): tuple(numbers) for key, numbers in each}
                for counter, each in message["rows"].items()
            }
            with suppress(StoreError):  # the writer is closed: they are counted again another time
                self._keep(rows)
        return Standing(message["article"], _account(message["of_article"]), _account(message["of_all"]), message["id"])

    def _hear(self, said: Standing | str) -> None:
        if isinstance(said, str):
            self.problem = said
            return
        self._has_spoken = True
        self.problem = ""
        self._tell(said)

    def _gone(self) -> None:
        self._child = None
        self._tell(None)

    def _tell(self, standing: Standing | None) -> None:
        for listener in self._listeners:
            listener.put_nowait(standing)


def _account(said: Mapping[str, Any]) -> Account:
    return Account(tuple(Score(**score) for score in said["scores"]), said["done"], said["of"])

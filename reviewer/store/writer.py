"""The one thread of a process that writes.

A save is awaited before the screen moves on, but never by the thread that draws: it is handed over here, and its result, or
what went wrong, comes back as a future. What was handed over is done, also when nobody waits for it any more.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from reviewer.errors import ReviewerError, StoreError
from reviewer.store.lock import problem
from reviewer.store.store import Store

Job = tuple[Future[Any], Callable[[Store], Any]]


class Writer:
    """A thread with a `Store` of its own that does one thing after the other.

    Raises:
        ReviewerError: when the database cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closing = Lock()
        self._closed = False
        opened: Future[None] = Future()
        self._thread = Thread(target=self._work, args=(path, opened), name="store-writer", daemon=True)
        self._thread.start()
        opened.result()
        self.problem = problem(path.expanduser().resolve())
        """Why a save may wait long for others; empty where it need not."""
        # A thread that must end would keep a program alive that died without closing us; one that need not would lose saves.
        atexit.register(self.close)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, what: str | Callable[..., Any], *arguments: Any, **named: Any) -> Future[Any]:
        """Hands over a call: the name of a method of `Store`, or a function that takes the writer's store first.

        Raises:
            StoreError: when the writer is closed; nothing was handed over.
        """
        future: Future[Any] = Future()
        # A save under way cannot be cancelled: whoever asks would be told that it did not happen when it did.
        future.set_running_or_notify_cancel()

        def job(store: Store) -> Any:
            if isinstance(what, str):
                return getattr(store, what)(*arguments, **named)
            return what(store, *arguments, **named)

        with self._closing:
            if self._closed:
                raise StoreError("the writer is closed; nothing was written")
            self._jobs.put((future, job))
        return future

    async def perform(self, what: str | Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Hands over a call and gives its result.

        Whoever is called off meanwhile learns first what came of it: what is shown afterwards is the truth, never "unknown".
        """
        # 40 ms that only a screen needs.
        import asyncio

        done = asyncio.wrap_future(self.submit(what, *arguments, **named))
        is_called_off = False
        while not done.done():
            try:
                await asyncio.wait([done])
            except asyncio.CancelledError:
                is_called_off = True
        if is_called_off and (task := asyncio.current_task()) is not None:
            # It takes effect where the caller waits next.
            task.cancel()
        return done.result()

    def close(self) -> None:
        """Does what is still to do, closes the store and ends the thread; closing twice is closing once."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()
        atexit.unregister(self.close)

    def _work(self, path: Path, opened: Future[None]) -> None:
        try:
            store = Store.open(path, create=False)
        except ReviewerError as error:
            opened.set_exception(error)
            return
        opened.set_result(None)
        with store:
            while (job := self._jobs.get()) is not None:
                future, work = job
                try:
                    future.set_result(work(store))
                except BaseException as error:  # noqa: BLE001  whatever it is belongs to whoever waits for the result
                    future.set_exception(error)

"""A process that counts statistics for another: `reviewer.metrics.crew` starts it and talks to it over one connection.

```
(measures, engine)            first, to it: what is counted
None                          from it, when it is ready
texts                         to it, any number of times
[statistics, …] or an error   from it, one array a measure
```

It never outlives whoever started it: the connection ends with that process, and a thread that hears the end stops this one in
the middle of a computation too.
"""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from reviewer.errors import ReviewerError


def main(handle: str) -> None:
    """Answer over the connection with that number until it ends; does not return."""
    connection = Connection(int(handle))
    asked: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(connection, asked), daemon=True).start()
    measures, engine = asked.get()
    import numpy as np  # noqa: F401 - loaded before it says that it is ready

    connection.send(None)
    while True:
        texts = asked.get()
        try:
            answer: object = [measure.statistics(texts, engine) for measure in measures]
        except ReviewerError as failure:
            answer = failure
        connection.send(answer)


def _listen(connection: Connection, asked: SimpleQueue[Any]) -> None:
    try:
        while True:
            asked.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)

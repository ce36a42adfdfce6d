"""The process beside a screen that keeps the scores of the article at hand and of all: `reviewer.workflow.scorekeeper` starts it.

It opens the database for reading only. It is talked to in lines of JSON (`reviewer.metrics.beside`):

```
{"id": 1, "article": 3}                  to it: how do this article and all stand now? only the newest request is answered
{"id": 1, "article": 3, "of_article": ACCOUNT, "of_all": ACCOUNT, "rows": {COUNTER: [[DIGEST, [NUMBER, …]], …]}}
                                         from it: at once, and again while there is more to count or to keep
{"problem": "…"}                         from it, at the end, where it cannot go on
```

An ACCOUNT is `{"scores": [SCORE, …], "done": 12000, "of": 100000}`, its scores given when all is counted. The rows are statistics
that the database does not have yet; whoever started the process may keep them. At most `ROWS` come at a time and with a pause
between, so that whoever keeps them is never held up by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from reviewer.errors import ReviewerError
from reviewer.metrics import beside
from reviewer.store import Store
from reviewer.workflow.scorekeeping import Numbers, Scorekeeping

PAUSE = 0.1
"""Seconds between two messages that nobody asked for."""
ROWS = 600
"""Rows of statistics in one message: 200 pairs by three metrics."""


def main(database: str) -> None:
    """Answer until standard input ends; does not return."""
    asked = beside.requests()
    request = asked.get()
    try:
        with Store.open(Path(database), create=False, readonly=True) as store:
            _keep_scores(Scorekeeping(store, request["article"]), request, asked)
    except ReviewerError as failed:
        beside.answer({"problem": str(failed)})


def _keep_scores(keeping: Scorekeeping, request: beside.Message, asked: SimpleQueue[beside.Message]) -> None:
    """Answer the newest request as soon as its article is counted; between requests count and tell what is left."""
    answered, has_news, next_word = 0, True, monotonic() + PAUSE
    while True:
        is_idle = keeping.is_counted
        is_answer = keeping.is_article_counted and answered != request["id"]
        if is_answer or (has_news and is_idle) or (monotonic() >= next_word and (has_news or keeping.has_unkept)):
            _answer(keeping, request)
            answered = request["id"] if keeping.is_article_counted else answered
            has_news, next_word = False, monotonic() + PAUSE
        if not is_idle:
            keeping.count_some()
            has_news = True
        newer = _newest(asked, 0 if not is_idle else PAUSE if keeping.has_unkept else None)
        if newer is not None:
            request = newer
            keeping.turn_to(request["article"])


def _newest(asked: SimpleQueue[beside.Message], patience: float | None) -> beside.Message | None:
    """The newest request, waited for as long as `patience` says, None for ever."""
    request = None
    with suppress(Empty):
        request = asked.get(timeout=patience) if patience != 0 else asked.get_nowait()
        while True:
            request = asked.get_nowait()
    return request


def _answer(keeping: Scorekeeping, request: beside.Message) -> None:
    beside.answer(
        {
            "id": request["id"],
            "article": request["article"],
            "of_article": asdict(keeping.article),
            "of_all": asdict(keeping.everything),
            "rows": _by_counter(keeping.take_unkept(ROWS)),
        }
    )


def _by_counter(rows: Sequence[tuple[str, bytes, Numbers]]) -> dict[str, list[tuple[str, Numbers]]]:
    listed: dict[str, list[tuple[str, Numbers]]] = {}
    for counter, pair, numbers in rows:
        listed.setdefault(counter, []).append((pair.hex(), numbers))
    return listed

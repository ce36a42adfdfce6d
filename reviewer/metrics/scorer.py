"""The process beside a screen that scores what is being typed: `python -m reviewer.metrics.scorer`.

TER of a long text in another order computes for seconds in pure Python, so it runs where it can be killed: `LiveScorer` owns
this process and talks to it in lines of JSON.

```
{"ready": true}                                     once, when sacrebleu is loaded
{"id": 1, "pairs": [["…", "…"]], "corpus": false, "language": "en"}
                                                    a request: one pair as a sentence, or all as a corpus; the language
                                                    may be null
{"id": 1, "last": false, "scores": [BLEU, chrF2]}   its two answers; a score is all fields of `Score`,
{"id": 1, "last": true, "scores": [TER]}            one that cannot be computed is missing
```

The rule is that it never outlives whoever started it: standard input is read by a thread of its own, and its end ends the
process at once, in the middle of a computation too.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from queue import SimpleQueue
from threading import Thread
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.metrics.pairs import BLEU, CHRF, TER, Metric, Pair, Score
from reviewer.metrics.sacre import corpus_scores, sentence_scores

PARTS = ((BLEU, CHRF), (TER,))
"""What is answered together: first what is quick, then what may take long."""


def main() -> None:
    """Answer requests until standard input ends; does not return."""
    requests: SimpleQueue[Mapping[str, Any]] = SimpleQueue()
    Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        sentence_scores(Pair("warm", "up"))
        _say({"ready": True})
        while True:
            _answer(requests.get())
    except BrokenPipeError:
        os._exit(0)  # nobody listens any more; leaving politely would fail at flushing


def _listen(requests: SimpleQueue[Mapping[str, Any]]) -> None:
    """Queue what standard input says, and end the process with it: the main thread may be deep in a computation."""
    try:
        for line in sys.stdin.buffer:
            requests.put(json.loads(line))
    finally:
        os._exit(0)


def _answer(request: Mapping[str, Any]) -> None:
    pairs = [Pair(hypothesis, reference) for hypothesis, reference in request["pairs"]]
    for number, metrics in enumerate(PARTS, 1):
        scores = [asdict(score) for score in _scores(pairs, request, metrics)]
        _say({"id": request["id"], "last": number == len(PARTS), "scores": scores})


def _scores(pairs: Sequence[Pair], request: Mapping[str, Any], metrics: tuple[Metric, ...]) -> tuple[Score, ...]:
    try:
        if request["corpus"]:
            return corpus_scores(pairs, request["language"], metrics=metrics)
        return sentence_scores(pairs[0], request["language"], metrics=metrics)
    except ReviewerError:
        return ()  # told as what is missing: the screen has no room for why


def _say(answer: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

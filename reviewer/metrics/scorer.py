"""The process beside a screen that scores what is being typed: `python -m reviewer.metrics.scorer`.

TER of a long text in another order may compute for long, so it runs where it can be killed: `LiveScorer` owns this process and
talks to it in lines of JSON (`reviewer.metrics.beside`).

```
{"ready": true}                                     once, when sacrebleu is loaded
{"id": 1, "pair": ["…", "…"], "language": "en"}     a request; the language may be null
{"id": 1, "last": false, "scores": [BLEU, chrF2]}   its two answers; a score is all fields of `Score`,
{"id": 1, "last": true, "scores": [TER]}            one that cannot be computed is missing
```
"""

from __future__ import annotations

from dataclasses import asdict

from reviewer.errors import ReviewerError
from reviewer.metrics import beside
from reviewer.metrics.pairs import Pair, Score
from reviewer.metrics.sacre import ALL, SacreMeasure, sentence_scores

PARTS = (ALL[:-1], ALL[-1:])
"""What is answered together: first what is quick, then TER, which may take long."""


def main() -> None:
    """Answer requests until standard input ends; does not return."""
    asked = beside.requests()
    sentence_scores(Pair("warm", "up"))
    beside.answer({"ready": True})
    while True:
        _answer(asked.get())


def _answer(request: beside.Message) -> None:
    pair = Pair(*request["pair"])
    for number, measures in enumerate(PARTS, 1):
        scores = [asdict(score) for score in _scores(pair, request["language"], measures)]
        beside.answer({"id": request["id"], "last": number == len(PARTS), "scores": scores})


def _scores(pair: Pair, language: str | None, measures: tuple[SacreMeasure, ...]) -> tuple[Score, ...]:
    try:
        return sentence_scores(pair, language, measures=measures)
    except ReviewerError:
        return ()  # told as what is missing: the screen has no room for why


if __name__ == "__main__":
    main()

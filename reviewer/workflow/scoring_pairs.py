"""`reviewer.score` and `reviewer.compare`: the numbers of the command line, from Python.

Texts come as pairs, never as parallel lists: lists of different lengths, or references the wrong way round, cannot be written.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any, Literal, get_args

from reviewer.errors import ReviewerError, UnknownNameError
from reviewer.metrics import ENGINES, METRICS, Bleu, Measure, Pair, Reference, Score, Texts, Unit
from reviewer.metrics.crew import Crew
from reviewer.metrics.measure import Engine
from reviewer.metrics.significance import TRIALS, Comparison, Procedure, Test
from reviewer.metrics.significance import compare as compared
from reviewer.metrics.tallies import Confidence, Tally, refuse_single_article

References = str | Sequence[str | None]
"""One reference, or several, of which some may be missing (None)."""
ScoredPair = Pair | tuple[str, References] | tuple[str, References, Hashable]
"""What was written, what it is held to, and maybe the article that it is of."""
ComparedRow = tuple[Sequence[str], References] | tuple[Sequence[str], References, Hashable]
"""What each system wrote, the baseline first; what it is held to; and maybe the article."""

_BLOCK = 500
_RESAMPLES = range(40, 1_000_001)
"""Of fewer there is no 2.5 % to cut off at either end, and more are a mistake."""
_TESTS: dict[str, Test] = {"bootstrap": "paired bootstrap", "randomization": "paired approximate randomization"}


def score(
    pairs: Iterable[ScoredPair],
    metrics: Iterable[str | Measure] = ("bleu", "chrf", "ter"),
    *,
    target_language: str | None = None,
    confidence: bool | int = False,
    unit: Unit = "segment",
    sentence_level: bool = False,
    reference: Reference = "independent",
    engine: Engine = "reviewer",
    jobs: int = 1,
) -> tuple[Score, ...]:
    """The scores of all pairs together: sacrebleu's numbers, with its signatures.

    ```python
    import reviewer

    pairs = [("NATO's ban on East Asia", "NATO's eastward expansion"), ("Talks broke.", ["The talks failed.", "Talks failed."])]
    for score in reviewer.score(pairs, metrics=["bleu", "chrf"], confidence=True):
        print(score.metric, score.value, score.interval, score.signature, score.segments)
    ```

    Args:
        pairs: `(hypothesis, reference)`, `(hypothesis, [references])`, or either with the article as a third; read once.
        metrics: names of `reviewer.metrics.METRICS`, or measures with options, e.g. `reviewer.metrics.Chrf(beta=3)`.
        target_language: a BCP-47 label; it decides the tokenizer of BLEU.
        confidence: whether there is an interval, of 1000 resamples or as many as it says.
        unit: what is resampled; `article` needs the third member of each pair.
        sentence_level: whether there are `values` too, one a segment; BLEU has effective order then.
        reference: `post-edit` where the references were made from the hypotheses; it goes into each score.
        engine: whose code counts; the numbers are the same.
        jobs: processes for large input; small input starts none.

    Returns:
        One score a metric, in the order asked for.

    Raises:
        ReviewerError: there is no pair, a pair is none or has no reference, all are of the one article of which articles should
            be drawn, or a tokenizer is missing.
        UnknownNameError: a metric that there is not, or another name.
    """
    _refuse_unknown(unit=unit, reference=reference, engine=engine)
    drawn = _confidence(confidence, unit)
    measures = _measures(metrics, target_language)
    if sentence_level:
        measures = [measure.of_sentences() for measure in measures]
    tally = Tally(measures, keep_rows=bool(confidence) or sentence_level)
    articles: dict[Hashable, int] = {}
    with Crew(measures, engine, jobs) as crew:
        for (texts, numbers), rows in crew.statistics(_blocks(pairs, articles, unit)):
            tally.add(texts, rows, numbers)
    if drawn is not None:
        refuse_single_article(articles.values())
    return tuple(tally.scores(reference, drawn, sentences=sentence_level))


def compare(
    rows: Iterable[ComparedRow],
    metrics: Iterable[str | Measure] = ("bleu", "chrf", "ter"),
    *,
    systems: Sequence[str] = (),
    target_language: str | None = None,
    test: Literal["randomization", "bootstrap"] = "randomization",
    resamples: int | None = None,
    unit: Unit = "segment",
    alpha: float = 0.05,
    reference: Reference = "independent",
    engine: Engine = "reviewer",
    jobs: int = 1,
) -> tuple[Comparison, ...]:
    """Each system against the first, over the same segments.

    ```python
    import reviewer

    rows = [(("The talks broke.", "The talks failed."), "The talks failed."), (("He go.", "He went."), "He went.")]
    for found in reviewer.compare(rows, metrics=["chrf"], systems=["old", "new"]):
        print(found.system, found.delta, found.interval.low, found.interval.high, found.p_value, found.significant)
    ```

    Args:
        rows: `(texts of all systems, reference or references)`, or that with the article as a third.
        metrics: as in `score`.
        systems: what they are called, the baseline first; else `system 1`, `system 2` and so on.
        target_language: as in `score`.
        test: sacrebleu's paired approximate randomization, or its paired bootstrap.
        resamples: how often is drawn; 10000, of the bootstrap 1000.
        unit: what is drawn; `article` needs the third member of each row.
        alpha: below which p-value a difference is called significant.
        reference: as in `score`.
        engine: as in `score`.
        jobs: as in `score`.

    Returns:
        One comparison a system and metric; where there are several, p-values are adjusted after Holm.

    Raises:
        ReviewerError: there are no two systems or no row, two systems have one name, the rows have different numbers of systems,
            or all are of the one article of which articles should be drawn.
        UnknownNameError: a metric that there is not, or another name.
    """
    if test not in _TESTS:
        raise UnknownNameError("test", test, _TESTS)
    _refuse_unknown(unit=unit, reference=reference, engine=engine)
    if not 0 < alpha < 1:
        raise ReviewerError(f"alpha={alpha!r} is no probability between 0 and 1")
    kind = _TESTS[test]
    times = TRIALS[kind] if resamples is None else _resamples(resamples)
    measures = _measures(metrics, target_language)
    listed = list(rows)
    names = _names(listed, systems)
    articles: dict[Hashable, int] = {}
    tallies = {name: Tally(measures, keep_rows=True) for name in names}
    with Crew(measures, engine, jobs) as crew:
        for system, tally in enumerate(tallies.values()):
            own = ((row[0][system], *row[1:]) for row in listed)
            for (texts, numbers), counted in crew.statistics(_blocks(own, articles, unit)):
                tally.add(texts, counted, numbers)
    from reviewer.metrics.resampling import seed_from_environment

    procedure = Procedure(kind, times, seed_from_environment(), alpha, unit, reference)
    if unit == "article":
        refuse_single_article(articles.values())
    first = next(iter(tallies.values()))
    clusters = first.clusters if unit == "article" else None
    return tuple(
        compared(measures, {name: tally.rows() for name, tally in tallies.items()}, first.references, procedure, clusters)
    )


def _names(rows: Sequence[ComparedRow], systems: Sequence[str]) -> list[str]:
    """What the systems are called; a ReviewerError where the rows are not all of so many."""
    names = list(systems)
    for number, row in enumerate(rows, 1):
        if not (isinstance(row, tuple | list) and len(row) in (2, 3) and isinstance(row[0], tuple | list)):
            raise ReviewerError(f"row {number} is not (texts of all systems, reference), maybe with the article as a third")
        names = names or [f"system {system}" for system in range(1, len(row[0]) + 1)]
        if len(row[0]) != len(names):
            raise ReviewerError(f"row {number} has texts of {len(row[0])} systems, and there are {len(names)}")
    if not rows:
        raise ReviewerError("nothing to compare: there is no row")
    if twice := [name for name in names if names.count(name) > 1]:
        raise ReviewerError(f"two systems are called {twice[0]!r}")
    if len(names) < 2:
        raise ReviewerError("nothing to compare: say a baseline and at least one other system")
    return names


def _measures(metrics: Iterable[str | Measure], target_language: str | None) -> list[Measure]:
    made = [_measure(metric, target_language) for metric in ([metrics] if isinstance(metrics, str) else metrics)]
    if not made:
        raise ReviewerError(f"no metric; known: {', '.join(METRICS)}")
    return made


def _measure(metric: str | Measure, target_language: str | None) -> Measure:
    if isinstance(metric, Measure):
        return metric
    if metric not in METRICS:
        raise UnknownNameError("metric", str(metric), METRICS)
    return Bleu.of_language(target_language) if metric == "bleu" else METRICS[metric]()


def _confidence(confidence: bool | int, unit: Unit) -> Confidence | None:
    if not confidence:
        return None
    from reviewer.metrics.resampling import seed_from_environment

    return Confidence(1000 if confidence is True else _resamples(confidence), seed_from_environment(), unit)


def _resamples(wanted: int) -> int:
    if not isinstance(wanted, int) or wanted not in _RESAMPLES:
        raise ReviewerError(f"{wanted!r} resamples; it takes a whole number from {_RESAMPLES[0]} to {_RESAMPLES[-1]:,}")
    return wanted


def _refuse_unknown(*, unit: str, reference: str, engine: str) -> None:
    for what, name, known in (
        ("unit", unit, get_args(Unit)),
        ("reference", reference, get_args(Reference)),
        ("engine", engine, ENGINES),
    ):
        if name not in known:
            raise UnknownNameError(what, str(name), known)


def _blocks(pairs: Iterable[Any], articles: dict[Hashable, int], unit: Unit) -> Iterator[tuple[tuple[Texts, list[int]], Texts]]:
    """Texts in blocks, with the number of each segment's article where articles are drawn."""
    rest = iter(pairs)
    number = count(1)
    while some := [_checked(pair, at) for pair, at in zip(islice(rest, _BLOCK), number, strict=False)]:
        texts = Texts.of((hypothesis, references) for hypothesis, references, *_ in some)
        if unit == "article" and any(len(row) < 3 for row in some):
            raise ReviewerError("unit='article' needs the article as the third member of each pair")
        numbers = [articles.setdefault(row[2], len(articles)) for row in some] if unit == "article" else []
        yield (texts, numbers), texts


def _checked(pair: Any, number: int) -> Any:
    """A pair as a hypothesis, its references and maybe its article.

    Raises:
        ReviewerError: it is no pair; the message says which one, and what it should be.
    """
    if isinstance(pair, Pair):
        pair = (pair.hypothesis, pair.reference)
    if not isinstance(pair, tuple | list) or len(pair) not in (2, 3):
        raise ReviewerError(f"pair {number} is not (hypothesis, reference), maybe with the article as a third")
    hypothesis, references, *article = pair
    references = (references,) if isinstance(references, str) else references
    if not isinstance(hypothesis, str):
        raise ReviewerError(f"pair {number}: the hypothesis is {type(hypothesis).__name__}, not a text")
    if not isinstance(references, tuple | list) or any(not isinstance(text, str | None) for text in references):
        raise ReviewerError(f"pair {number}: the reference is neither a text nor a list of texts, of which some may be None")
    if not any(isinstance(text, str) for text in references):
        raise ReviewerError(f"pair {number} has no reference; leave it out")
    if article and not isinstance(article[0], Hashable):
        raise ReviewerError(f"pair {number}: the article is {type(article[0]).__name__}; give its name or number")
    return hypothesis, references, *article

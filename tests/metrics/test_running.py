"""Scores that change one pair at a time are those that are counted from scratch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Cer, Chrf, EditRate, Measure, Pair, Similarity, Ter, Texts, corpus_scores
from reviewer.metrics.running import RunningScores
from reviewer.metrics.sacre import ALL

MEASURES: tuple[Measure, ...] = (*ALL, Chrf(word_order=2), Bleu("char"), Ter(normalized=True), Cer(), EditRate(), Similarity())
WORDS = st.lists(st.sampled_from(["the", "talks", "NATO's", "ban", ".", "“we", "Nobody", "정부"]), max_size=6).map(" ".join)
PAIRS = st.builds(Pair, WORDS, WORDS)


def put(running: RunningScores, key: object, pair: Pair) -> None:
    """Count `pair` and put it in."""
    texts = Texts([pair.hypothesis], [[pair.reference]])
    running.put(key, [measure.statistics(texts)[0].tolist() for measure in running.measures])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.none() | PAIRS), max_size=25))
def test_whatever_was_put_and_dropped_the_scores_are_those_of_what_is_there(changes: list[tuple[int, Pair | None]]) -> None:
    """Every number is the same to the last bit, signature and n too."""
    running = RunningScores(ALL)
    there: dict[int, Pair] = {}
    for key, pair in changes:
        if pair is None:
            running.drop(key)
            there.pop(key, None)
        else:
            put(running, key, pair)
            there[key] = pair
        assert running.scores("post-edit") == (corpus_scores(list(there.values())) if there else ())


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.signature(1))
def test_every_measure_can_run(measure: Measure) -> None:
    """With one reference the columns of each are whole numbers, and taking a pair out leaves what was before it."""
    running = RunningScores([measure])
    put(running, "a", Pair("NATO's ban was discussed.", "NATO's expansion was discussed."))
    before = running.scores("independent")
    put(running, "b", Pair("", "something"))
    running.drop("b")

    assert running.scores("independent") == before
    assert (before[0].metric, before[0].segments, before[0].reference) == (measure.name, 1, "independent")


def test_nothing_is_no_score() -> None:
    """Neither before the first pair nor after the last, and dropping what is not there is nothing."""
    running = RunningScores(ALL)
    running.drop("a")
    put(running, "a", Pair("x", "y"))
    running.drop("a")

    assert (running.scores("post-edit"), len(running)) == ((), 0)


@pytest.mark.parametrize("number", [0.5, -1.0, float("nan"), float("inf"), 2.0**32])
def test_what_is_no_whole_number_is_refused_and_changes_nothing(number: float) -> None:
    """A mean of several lengths would make sums that depend on their order."""
    running = RunningScores([Ter()])
    running.put("a", [(1.0, 3.0)])
    before = running.scores("post-edit")
    with pytest.raises(ReviewerError, match="whole numbers"):
        running.put("a", [(1.0, number)])

    assert running.scores("post-edit") == before


def test_several_references_can_be_of_different_lengths_and_are_refused() -> None:
    """TER's mean length of two references is half a word."""
    rows = Ter().statistics(Texts(["a b"], [["a b"], ["a b c"]]))
    with pytest.raises(ReviewerError, match="whole numbers"):
        RunningScores([Ter()]).put("a", rows.tolist())

"""Edit rate and similarity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.diff import edit_rate_counts
from reviewer.analysis.fuzz import similarity as sentence_similarity
from reviewer.errors import ReviewerError
from reviewer.metrics import Pair, Score, edit_rate, similarity
from reviewer.metrics.edits import EDIT_RATE_SIGNATURE, SIMILARITY_SIGNATURE

pairs = st.builds(Pair, st.text(st.sampled_from("ab .,日"), max_size=15), st.text(st.sampled_from("ab .,日"), max_size=15))

ROWS = {
    "the same": (Pair("The talks.", "The talks."), 0, 100),
    "one word of four": (Pair("the ban on it", "the view on it"), 25, None),
    "white space only": (Pair("a  b", "a b"), 0, 100 * (1 - 1 / 7)),
    "case counts": (Pair("nato", "NATO"), 100, 0),
    "all gone": (Pair("a b c", ""), 100, 0),
    "out of nothing": (Pair("", "a b c"), 100, 0),
    "both empty": (Pair("", ""), 0, 100),
    "white space against nothing": (Pair(" ", ""), 0, 0),
    "more than all": (Pair("a b c d", "x"), 400, 0),
}


@pytest.mark.parametrize(("pair", "rate", "alike"), ROWS.values(), ids=ROWS)
def test_one_pair(pair: Pair, rate: float, alike: float | None) -> None:
    """Each row follows the formula, or the written rule where a side is empty."""
    assert edit_rate([pair]).value == pytest.approx(rate)
    if alike is not None:
        assert similarity([pair]).value == pytest.approx(alike)


@given(st.lists(pairs, min_size=1, max_size=6))
def test_the_edit_rate_of_a_corpus_is_the_quotient_of_sums(corpus: list[Pair]) -> None:
    """Long sentences weigh more: it is no mean of means."""
    counts = [edit_rate_counts(pair.hypothesis, pair.reference) for pair in corpus]
    edits, words = sum(first for first, _ in counts), sum(second for _, second in counts)
    assert edit_rate(corpus).value == (100 * edits / words if words else 100 * min(edits, 1))


@given(pairs)
def test_the_similarity_of_one_pair_is_rapidfuzz_own(pair: Pair) -> None:
    """The same number that a list or a filter computes of the two texts, to the bit."""
    assert similarity([pair]).value == sentence_similarity(pair.hypothesis, pair.reference)


def test_the_similarity_of_a_corpus_weighs_by_length() -> None:
    """One character of ten differs on one side, whichever sentence it is in."""
    assert similarity([Pair("abcd", "abcd"), Pair("e", "f")]).value == pytest.approx(80)


@pytest.mark.parametrize("metric", [edit_rate, similarity])
def test_no_pair_has_no_score(metric: object) -> None:
    """Nothing reviewed yet is an error that says so, never a number."""
    assert callable(metric)
    with pytest.raises(ReviewerError, match="nothing to score"):
        metric([])


def test_a_score_travels_with_all_that_it_means() -> None:
    """Metric, direction, signature, number of pairs and kind of reference are in it."""
    corpus = [Pair("a b", "a c"), Pair("d", "d")]
    assert edit_rate(corpus) == Score("edit-rate", 100 / 3, False, EDIT_RATE_SIGNATURE, 2, "post-edit")
    assert similarity(corpus, "independent") == Score("similarity", 75, True, SIMILARITY_SIGNATURE, 2, "independent")


@pytest.mark.parametrize("signature", [EDIT_RATE_SIGNATURE, SIMILARITY_SIGNATURE])
def test_signatures_have_the_form_of_sacrebleu(signature: str) -> None:
    """`key:value` joined by bars, references first and version last."""
    keys = [part.split(":")[0] for part in signature.split("|")]
    assert keys[0] == "nrefs"
    assert keys[-1] == "version"
    assert all(part.count(":") == 1 for part in signature.split("|"))

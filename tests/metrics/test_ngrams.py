"""The kernel under BLEU and chrF: clipped n-gram matches of many segments at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.metrics import ngrams
from reviewer.metrics.ngrams import Sequences, clipped_matches, parts

ORDERS = 7
NARROWEST = 24
"""Bits enough for the segments below, one symbol at a time."""

texts = st.text("ab\0\ud83d\ude00😀日", max_size=12) | st.text(st.characters(exclude_categories=()), max_size=12)


@st.composite
def segments(draw: st.DrawFn) -> list[list[str]]:
    """Segments, each a hypothesis and as many references as the others."""
    sides = draw(st.integers(2, 5))
    return draw(st.lists(st.lists(texts, min_size=sides, max_size=sides), min_size=1, max_size=8))


def ngrams_of(sequence: Sequence[str], order: int) -> Counter[tuple[str, ...]]:
    """How often each n-gram is in it."""
    return Counter(tuple(sequence[start : start + order]) for start in range(len(sequence) - order + 1))


def counted(segment: Sequence[Sequence[str]], order: int) -> int:
    """The definition, counted one by one."""
    hypothesis, *references = (ngrams_of(sequence, order) for sequence in segment)
    return sum(min(times, max(each[ngram] for each in references)) for ngram, times in hypothesis.items())


def of_characters(corpus: list[list[str]]) -> Sequences:
    """The segments as code points."""
    return Sequences.of_characters([text for segment in corpus for text in segment], len(corpus[0]))


def of_words(corpus: list[list[str]]) -> Sequences:
    """The segments as words, each a character here."""
    return Sequences.of_words([list(text) for segment in corpus for text in segment], len(corpus[0]))


ROWS = {
    "the same": (["abc", "abc"], [3, 2, 1, 0]),
    "nothing in common": (["abc", "xyz"], [0, 0, 0, 0]),
    "no hypothesis": (["", "abc"], [0, 0, 0, 0]),
    "no reference": (["abc", ""], [0, 0, 0, 0]),
    "nothing at all": (["", ""], [0, 0, 0, 0]),
    "clipped to the reference": (["aaaa", "aa"], [2, 1, 0, 0]),
    "clipped to the hypothesis": (["aa", "aaaa"], [2, 1, 0, 0]),
    "an end that is alike": (["xbc", "ybc"], [2, 1, 0, 0]),
    "a reference that goes on": (["ab", "abab"], [2, 1, 0, 0]),
    "of two references the one that has most": (["aaa", "aa", "a"], [2, 1, 0, 0]),
    "references are not added up": (["aaa", "a", "a"], [1, 0, 0, 0]),
    "each n-gram from its own reference": (["abcd", "ab", "cd"], [4, 2, 0, 0]),
    "NUL is a character": (["\0\0a", "\0a"], [2, 1, 0, 0]),
    "two lone surrogates are no astral character": (["\ud83d\ude00", "😀"], [0, 0, 0, 0]),
}


@pytest.mark.parametrize(("segment", "expected"), ROWS.values(), ids=ROWS)
def test_one_segment(segment: list[str], expected: list[int]) -> None:
    """Each row is what one counts by hand."""
    assert clipped_matches(of_characters([segment]), 4).tolist() == [expected]


@given(segments())
def test_characters_are_counted_by_the_definition(corpus: list[list[str]]) -> None:
    """Of any text, and any number of references, beside any other segments."""
    expected = [[counted(segment, order) for order in range(1, ORDERS + 1)] for segment in corpus]
    assert clipped_matches(of_characters(corpus), ORDERS).tolist() == expected


@given(segments())
def test_words_are_counted_as_characters_are(corpus: list[list[str]]) -> None:
    """What the symbols are makes no difference, only which are the same."""
    assert (clipped_matches(of_words(corpus), ORDERS) == clipped_matches(of_characters(corpus), ORDERS)).all()


@given(segments(), st.integers(NARROWEST, 61))
def test_the_width_of_the_integers_makes_no_difference(corpus: list[list[str]], key_bits: int) -> None:
    """All orders with one sort, or one order after another on ranks: the matches are the same."""
    sequences = of_characters(corpus)
    assert (clipped_matches(sequences, ORDERS, key_bits) == clipped_matches(sequences, ORDERS)).all()


def test_an_alphabet_that_fills_an_integer_is_counted_too() -> None:
    """Of 20,000 different characters, four have no room in one integer."""
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 20_000)))
    assert clipped_matches(of_characters([[text, text[::-1]], [text, text]]), 6).tolist() == [
        [20_000, 0, 0, 0, 0, 0],
        [20_000, 19_999, 19_998, 19_997, 19_996, 19_995],
    ]


def test_a_long_repetition_is_counted_too() -> None:
    """One n-gram of each order, many times, in an order higher than any integer has room for."""
    assert clipped_matches(of_characters([["a" * 9_000, "a" * 10_000]]), 70).tolist() == [
        [9_000 - short for short in range(70)],
    ]


def test_what_does_not_fit_is_an_error() -> None:
    """Never a number that is wrong."""
    with pytest.raises(OverflowError, match="too many"):
        clipped_matches(of_characters([["abcdef", "abcdef"]]), 4, key_bits=3)


def test_the_inputs_stay_as_they_are() -> None:
    """The same sequences may be asked again."""
    sequences = of_characters([["abcabc", "bca"], ["x", "xyz"]])
    assert (clipped_matches(sequences, 3) == clipped_matches(sequences, 3)).all()


def test_totals_are_of_every_sequence() -> None:
    """As many n-grams as there are positions with room for one."""
    assert of_characters([["abc", "a"], ["", "abcd"]]).totals(3).tolist() == [[[3, 2, 1], [1, 0, 0]], [[0, 0, 0], [4, 3, 2]]]


@given(st.lists(st.tuples(texts, st.none() | texts), max_size=30), st.integers(1, 40))
def test_parts_tile_the_segments(corpus: list[tuple[str, str | None]], chunk: int) -> None:
    """Every segment is in one part, in order, and a part without its last segment is below the bound."""
    hypotheses, references = [hypothesis for hypothesis, _ in corpus], [reference for _, reference in corpus]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "CHUNK", chunk)
        found = list(parts((hypotheses, references)))
    assert [at for part in found for at in range(part.start, part.stop)] == list(range(len(corpus)))
    assert all(
        sum(len(hypothesis) + len(reference or "") + 2 for hypothesis, reference in corpus[part][:-1]) < chunk for part in found
    )


def test_sides_of_different_length_are_an_error() -> None:
    """No segment is dropped in silence."""
    with pytest.raises(ValueError, match="shorter"):
        list(parts((["a", "b"], ["a"])))

"""chrF statistics are sacrebleu's, to the last count."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics.chrf import CHRF

from reviewer.metrics import ngrams
from reviewer.metrics.chrf import chrf_scores, chrf_statistics


class Options(TypedDict, total=False):
    """What both are asked for."""

    char_order: int
    word_order: int
    beta: int
    lowercase: bool
    whitespace: bool
    eps_smoothing: bool


Corpus = tuple[list[str], list[list[str | None]]]

ODD = "aabB .,-('\"\n\t\x1f\x85\xa0\u2028\u3000Σİß日本。“\0\ud800😀"
odd_texts = st.text("ab c.", max_size=12) | st.text(ODD, max_size=25) | st.text(st.characters(exclude_categories=()), max_size=15)
options = st.fixed_dictionaries(
    {
        "char_order": st.integers(1, 8),
        "word_order": st.integers(0, 3),
        "beta": st.integers(0, 4),
        "lowercase": st.booleans(),
        "whitespace": st.booleans(),
        "eps_smoothing": st.booleans(),
    }
)


def any_given(references: list[str | None]) -> bool:
    """Whether there is a reference."""
    return any(reference is not None for reference in references)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Hypotheses, and one to four sets of references of which some are missing, but never all of a segment."""
    sets = draw(st.integers(1, 4))
    references = st.lists(st.none() | odd_texts, min_size=sets, max_size=sets).filter(any_given)
    rows = draw(st.lists(st.tuples(odd_texts, references), min_size=1, max_size=5))
    return [hypothesis for hypothesis, _ in rows], [[given[each] for _, given in rows] for each in range(sets)]


def sacrebleu(corpus: Corpus, options: Options) -> list[list[int]]:
    """What sacrebleu counts."""
    return [list(row) for row in CHRF(**options)._extract_corpus_statistics(*corpus)]


ROWS: dict[str, tuple[str, list[str | None]]] = {
    "the same": ("The talks ended.", ["The talks ended."]),
    "nothing": ("", [""]),
    "no hypothesis": ("", ["The talks ended."]),
    "an empty reference": ("The talks ended.", [""]),
    "white space": (" \t\u3000 ", ["\n"]),
    "a reference too short for high orders": ("The talks ended.", ["The"]),
    "a hypothesis too short for high orders": ("The", ["The talks ended."]),
    "a character again and again": ("aaaaaaaa", ["aaa aaa"]),
    "punctuation on both sides": ("(hi) ,hi hi, ... . ?! “hi”", ["( hi ) hi , .. . ? !"]),
    "letters that grow when lower": ("İSTANBUL ΟΔΟΣ STRASSE", ["i̇stanbul οδος straße"]),
    "separators that are white space": ("a\x1cb\x85c\u2028d\xa0e", ["a b c d e"]),
    "Japanese": ("今日は天気がいい。", ["今日の天気は、とてもいい。"]),
    "astral characters and surrogates": ("😀😁\ud83d\ude00", ["\ud83d\ude00😀"]),
    "NUL": ("a\0b", ["a\0\0b"]),
    "the best reference is not the first": ("the talks ended", ["other words", "the talks end", "talks the"]),
    "two references that are equally bad": ("abc", ["xy", "uvwxyz"]),
    "two references that are equally good": ("ab cd", ["ab xx", "yy cd"]),
    "a missing reference": ("the talks", [None, "the talk", None]),
}


@pytest.mark.parametrize(
    "asked", [Options(), Options(word_order=2), Options(lowercase=True, whitespace=True, eps_smoothing=True)]
)
@pytest.mark.parametrize(("hypothesis", "references"), ROWS.values(), ids=ROWS)
def test_one_segment(hypothesis: str, references: list[str | None], asked: Options) -> None:
    """Each row is what sacrebleu makes of it."""
    corpus: Corpus = [hypothesis], [[reference] for reference in references]
    assert chrf_statistics(*corpus, **asked).tolist() == sacrebleu(corpus, asked)


@given(corpora(), options)
def test_any_corpus(corpus: Corpus, asked: Options) -> None:
    """Any text, any number of references and any option: the rows are sacrebleu's."""
    assert chrf_statistics(*corpus, **asked).tolist() == sacrebleu(corpus, asked)


@given(corpora(), options, st.integers(1, 60))
def test_a_corpus_in_parts(corpus: Corpus, asked: Options, chunk: int) -> None:
    """How many segments are worked on at once makes no difference."""
    whole = chrf_statistics(*corpus, **asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "CHUNK", chunk)
        assert (chrf_statistics(*corpus, **asked) == whole).all()


counts = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)) | st.tuples(*[st.integers(0, 10**9)] * 3)


@given(st.lists(st.lists(counts, min_size=8, max_size=8), min_size=1, max_size=5), st.integers(0, 5), st.booleans())
def test_scores_are_the_same_to_the_bit(drawn: list[list[tuple[int, int, int]]], beta: int, eps_smoothing: bool) -> None:
    """Two references would else be equally good here and not there."""
    rows = [[count for ours, theirs, both in row for count in (ours, theirs, min(ours, theirs, both))] for row in drawn]
    metric = CHRF(word_order=2, beta=beta, eps_smoothing=eps_smoothing)
    assert chrf_scores(np.array(rows), beta, eps_smoothing).tolist() == [metric._compute_f_score(row) for row in rows]


CHOICES = {
    "beta": ("aabb", ["aab", "aabbcc"], Options(beta=0), Options(beta=3)),
    "eps_smoothing": ("adbacd", ["cc", "acacad"], Options(eps_smoothing=False), Options(eps_smoothing=True)),
}


@pytest.mark.parametrize(("hypothesis", "references", "one", "other"), CHOICES.values(), ids=CHOICES)
def test_an_option_decides_between_references(
    hypothesis: str, references: list[str | None], one: Options, other: Options
) -> None:
    """It changes no count, only which reference is the best, and as in sacrebleu."""
    corpus: Corpus = [hypothesis], [[reference] for reference in references]
    rows = [chrf_statistics(*corpus, **asked).tolist() for asked in (one, other)]
    assert rows == [sacrebleu(corpus, one), sacrebleu(corpus, other)]
    assert rows[0] != rows[1]


def test_of_equally_good_references_the_first_counts() -> None:
    """Both scores are 0, and the lengths tell them apart."""
    assert chrf_statistics(["abc"], [["xy"], ["vwxyz"]], char_order=1).tolist() == [[3, 2, 0]]


def test_words_alone() -> None:
    """No order of characters is a metric too."""
    corpus: Corpus = ["the talks, ended"], [["the talks ended"]]
    asked = Options(char_order=0, word_order=2)
    assert chrf_statistics(*corpus, **asked).tolist() == sacrebleu(corpus, asked) == [[4, 3, 3, 3, 2, 1]]


def test_a_row_by_hand() -> None:
    """Of each order the n-grams of the hypothesis, of the reference, and of both; none where the reference has none."""
    assert chrf_statistics(["ab cab"], [["ca b"]], char_order=4).tolist() == [[5, 3, 3, 4, 2, 2, 3, 1, 1, 0, 0, 0]]


def test_a_long_text_with_a_large_alphabet() -> None:
    """No order fits beside the others, and the counts are sacrebleu's."""
    text = "".join(chr(0x4E00 + at * at % 5003) for at in range(9000))
    corpus: Corpus = [text, "short"], [[text[500:] + text[:300], "shirt"]]
    asked = Options(char_order=7)
    assert chrf_statistics(*corpus, **asked).tolist() == sacrebleu(corpus, asked)


def test_no_segment_has_no_row() -> None:
    """The shape says how wide a row would have been."""
    rows = chrf_statistics([], [[]], word_order=2)
    assert rows.shape == (0, 24)
    assert rows.dtype == np.int64

"""BLEU statistics are sacrebleu's, to the last count."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

from reviewer.metrics import ngrams
from reviewer.metrics.bleu import WordMemo, Words, bleu_statistics

TOKENIZERS = ("13a", "none", "char", "zh", "intl")
ODD = "aB .,-&5'\"<>;%\n\t\x1f\x85\xa0\u2028\u3000Σİß日本。“\0\ud800😀"
PIECES = (
    "<skipped>",
    "&quot;",
    "&amp;lt;",
    "-\n",
    "1,000.5",
    "...",
    "U.S.",
    "5-",
    "don't",
    "the",
    "of",
    "Saporò",
    " ",
    "  ",
    "\r\n",
)

odd_texts = (
    st.text(ODD, max_size=25)
    | st.lists(st.sampled_from(PIECES) | st.text(ODD, max_size=2), max_size=12).map("".join)
    | st.text(st.characters(exclude_categories=()), max_size=15)
)


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[str], list[list[str | None]]]:
    """Hypotheses, and one to three sets of references of which some are missing, but never all of a segment."""
    sets = draw(st.integers(1, 3))
    rows = draw(
        st.lists(
            st.tuples(odd_texts, st.lists(st.none() | odd_texts, min_size=sets, max_size=sets).filter(any_given)),
            min_size=1,
            max_size=5,
        )
    )
    return [hypothesis for hypothesis, _ in rows], [[references[each] for _, references in rows] for each in range(sets)]


def any_given(references: list[str | None]) -> bool:
    """Whether there is a reference."""
    return any(reference is not None for reference in references)


def sacrebleu(
    hypotheses: Sequence[str], references: Sequence[Sequence[str | None]], tokenize: str, lowercase: bool, max_order: int = 4
) -> list[list[int]]:
    """What sacrebleu counts."""
    metric = BLEU(tokenize=tokenize, lowercase=lowercase, max_ngram_order=max_order, force=True)
    return [list(row) for row in metric._extract_corpus_statistics(hypotheses, references)]


def words(tokenize: str, lowercase: bool) -> Words:
    """The words of a text by a tokenizer of sacrebleu's, as the door to it gives them."""
    tokenizer = BLEU(tokenize=tokenize).tokenizer
    split: Words = WordMemo(tokenizer) if tokenize == "13a" else lambda texts: [tokenizer(text).split() for text in texts]
    return (lambda texts: split([text.lower() for text in texts])) if lowercase else split


def at_spaces(texts: Sequence[str]) -> list[list[str]]:
    """What stands between spaces."""
    return [text.split() for text in texts]


ROWS: dict[str, tuple[str, list[str | None]]] = {
    "the same": ("The talks ended.", ["The talks ended."]),
    "one word": ("talks", ["talks"]),
    "nothing": ("", [""]),
    "no hypothesis": ("", ["The talks ended."]),
    "an empty reference": ("The talks ended.", [""]),
    "white space": (" \t\u3000 ", ["\n"]),
    "a word again and again": ("the the the the the the the", ["the cat is on the mat"]),
    "numbers": ("It cost 1,000.5 in 1990-91.", ["It cost 1.000,5 in 1990 - 91 ."]),
    "entities": ("&quot;AT&amp;T&quot; &lt;b&gt;", ['"AT&T" <b>']),
    "a hyphen at the end of a line": ("a post-\nedit", ["a postedit"]),
    "a hyphen and a line feed at the end": ("a post-\n", ["a post-"]),
    "what was skipped at the end of a line": ("a post-<skipped>\nedit <skipped>", ["a postedit"]),
    "a final sigma": ("ΟΔΟΣ \u2003", ["οδος"]),
    "Chinese": ("今天北京天气很好。", ["今天，北京的天气很好。"]),
    "the closest length": ("a b c d", ["a b c d e f", "a b c", "a"]),
    "of equally close lengths the shorter": ("a b c", ["a b c d", "a b", None]),
    "an empty reference is the closest": ("a", ["", "a b c"]),
    "a missing reference is no empty one": ("a", [None, "a b c"]),
    "counts of several references": ("a a a b b", ["a a b", "b b a", "c"]),
}


@pytest.mark.parametrize("lowercase", [False, True], ids=["mixed", "lower"])
@pytest.mark.parametrize("tokenize", TOKENIZERS)
@pytest.mark.parametrize(("hypothesis", "references"), ROWS.values(), ids=ROWS)
def test_one_segment(hypothesis: str, references: list[str | None], tokenize: str, lowercase: bool) -> None:
    """Each row is what sacrebleu makes of it."""
    corpus = [hypothesis], [[reference] for reference in references]
    assert bleu_statistics(*corpus, words(tokenize, lowercase)).tolist() == sacrebleu(*corpus, tokenize, lowercase)


@given(corpora(), st.sampled_from(TOKENIZERS), st.booleans(), st.integers(1, 6))
def test_any_corpus(corpus: tuple[list[str], list[list[str | None]]], tokenize: str, lowercase: bool, max_order: int) -> None:
    """Any text, any number of references and any option: the rows are sacrebleu's."""
    found = bleu_statistics(*corpus, words(tokenize, lowercase), max_order)
    assert found.tolist() == sacrebleu(*corpus, tokenize, lowercase, max_order)


@given(corpora(), st.integers(1, 60))
def test_a_corpus_in_parts(corpus: tuple[list[str], list[list[str | None]]], chunk: int) -> None:
    """How many segments are worked on at once makes no difference."""
    whole = bleu_statistics(*corpus, at_spaces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "CHUNK", chunk)
        assert (bleu_statistics(*corpus, at_spaces) == whole).all()


def test_no_segment_has_no_row() -> None:
    """The shape says how wide a row would have been."""
    rows = bleu_statistics([], [[]], at_spaces)
    assert rows.shape == (0, 10)
    assert rows.dtype == np.int64


def test_a_row_by_hand() -> None:
    """Length, reference length, matches by order, n-grams by order."""
    assert bleu_statistics(["the cat sat on"], [["the cat sat down here"]], at_spaces).tolist() == [
        [4, 5, 3, 2, 1, 0, 4, 3, 2, 1]
    ]


@given(odd_texts)
def test_13a_never_looks_across_white_space(text: str) -> None:
    """Word by word it finds the same tokens, and the memo knows the lines of which that is not true."""
    tokenizer = Tokenizer13a()
    assert WordMemo(tokenizer)([text, "as well", text]) == [tokenizer(each).split() for each in (text, "as well", text)]


@given(st.lists(odd_texts, max_size=12), st.integers(1, 5))
def test_a_memo_that_forgets_says_the_same(lines: list[str], limit: int) -> None:
    """However little it remembers, line after line."""
    tokenizer = Tokenizer13a()
    memo = WordMemo(tokenizer, limit)
    expected = [tokenizer(line).split() for line in lines]
    assert [memo([line]) for line in lines] == [[tokens] for tokens in expected]
    assert memo(lines) == expected


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        (["a- b-", "b- a-"], 1),
        (["a- b-", "b- c-", "c- b-"], 2),
        (["a- b- c-", "a- b- c-"], 2),
        (["a-", "b-", "c-", "a-", "c-"], 4),
        (["a b", "c d"], 0),
        (["a, b.", 'c" 7.'], 0),
        (["x" * 1000, "x" * 1000], 2),
        (["a\nb", "a\nb"], 2),
        (["a \ue000", "a \ue000"], 2),
    ],
    ids=["words again", "a new word", "past the limit", "forgotten", "letters", "closed", "a long word", "a line feed", "a mark"],
)
def test_what_is_remembered(lines: list[str], asked: int) -> None:
    """Two words here, none of them long, so memory is bounded; letters, closed or not, are not even asked about."""
    questions: list[str] = []

    def tokenize(text: str) -> str:
        questions.append(text)
        return text

    memo = WordMemo(tokenize, limit=2)
    for line in lines:
        assert memo([line])[0] == re.sub(r'([.,"])', r" \1", line).split()
    assert len(questions) == asked

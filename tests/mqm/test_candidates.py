"""Candidates: where they stand, and that any two texts have some or none."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.analysis.words import words
from reviewer.core.error import Category, Confirmed, Severity, Side
from reviewer.mqm.candidates import MOVED, RULES, candidates

WORDS = [
    "the", "The", "dog", "barks", "barked", "5", "10,000", "million", "%", "$", "€", "not", "don't", "don", "'", ",",
    ".", '"', "“", "May", "may", "北", "约", "город", "É", "e\u0301", "🏳️‍🌈", "-", "1990", "US", "us", "'t",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from([*WORDS, " ", "  ", "\n"]), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=[]), max_size=25),
)


def shown(machine: str, correction: str) -> str:
    """The machine text with each candidate in brackets, what stands for it behind a bar."""
    parts, at = [], 0
    for each in candidates(machine, correction):
        start, end = each.error.span
        parts.append(f"{machine[at:start]}[{machine[start:end]}|{correction[slice(*each.correction)]}]")
        at = end
    return "".join(parts) + machine[at:]


SPANS = {
    "a word": ("NATO's ban on it", "NATO's view on it", "NATO's [ban|view] on it"),
    "a phrase": ("NATO's ban on East Asia.", "NATO's eastward expansion.", "NATO's [ban on East Asia|eastward expansion]."),
    "an omission stands before a word": ("the dog", "the big dog", "the [|big]dog"),
    "an omission at the end": ("the dog", "the dog barks", "the dog[|barks]"),
    "an omission at the start": ("dogs bark", "All dogs bark", "[|All]dogs bark"),
    "an omission inside a run": ("He go there .", "He goes only there .", "He [go|goes] [|only]there ."),
    "an addition without the space beside it": ("the big dog", "the dog", "the [big|] dog"),
    "punctuation parted from words": ("talks, ban", "talks; view", "talks[,|;] [ban|view]"),
    "a mark alone inside what was put in": ("He left.", "He left, crying.", "He left[|, crying]."),
    "one stem parts a run": ("big dog", "large dogs", "[big|large] [dog|dogs]"),
    "a small word for content is no error alone": ("in a shed now", "in Rashka now", "in [a shed|Rashka] now"),
    "a parted contraction is one word": ("You won 't look", "You cannot look", "You [won 't|cannot] look"),
    "an apostrophe alone": ("the dogs ' food", "the dogs food", "the dogs ['|] food"),
    "half of a parted contraction": ("they don 't", "they don t", "they don ['|]t"),
    "white space": ("a  b", "a b", "a[  | ]b"),
    "astral": ("𠮷𠮷 fell 🏳️‍🌈 low", "𠮷𠮷 rose 🏳️‍🌈 low", "𠮷𠮷 [fell|rose] 🏳️‍🌈 low"),
    "han": ("北约东亚禁令。", "北约东扩。", "北约东[亚禁令|扩]。"),
    "decomposed": ("cafe\u0301 fell", "café fell", "[cafe\u0301|café] fell"),
    "nothing left": ("dogs bark", "", "[dogs bark|]"),
    "out of nothing": ("", "dogs bark", "[|dogs bark]"),
    "joins": ("It fell.\nIt rose.", "It fell and rose.", "It fell[.|]\n[It|and] rose."),
    "controls": ("a\x1b[0m b", "a b", "a[\x1b[0m|] b"),
    "all of a sentence": ("Dogs run after cats and so do foxes.", "Nine.", "[Dogs run after cats and so do foxes.|Nine.]"),
}  # fmt: skip


@pytest.mark.parametrize(("machine", "correction", "expected"), SPANS.values(), ids=SPANS)
def test_spans(machine: str, correction: str, expected: str) -> None:
    """Each stands where an editor would put it, in code points of the machine text and of the correction."""
    assert shown(machine, correction) == expected


@pytest.mark.parametrize("text", ["", " ", "The talks failed.", "北约", "e\u0301\ud800"])
def test_what_stayed_has_none(text: str) -> None:
    """Where nothing was changed nothing is suggested."""
    assert candidates(text, text) == ()


@given(texts, texts)
@example("'' s", "' 's")
@example("don 't", "don t 't")
def test_spans_are_in_order_and_never_overlap(machine: str, correction: str) -> None:
    """Any two texts: every span lies inside of its text and begins where the one before has ended."""
    found = candidates(machine, correction)
    for spans, text in (([each.error.span for each in found], machine), ([each.correction for each in found], correction)):
        assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert all(one.error.span[1] <= other.error.span[0] for one, other in pairwise(found))


@given(texts, texts)
def test_spans_begin_and_end_with_tokens(machine: str, correction: str) -> None:
    """No candidate begins or ends inside of a word."""
    edges = {edge for word in words(machine) for edge in (word.start, word.end)} | {0}
    assert all(set(each.error.span) <= edges for each in candidates(machine, correction))


@given(texts, texts)
def test_what_is_suggested_is_nobodys_error(machine: str, correction: str) -> None:
    """It is of the machine's text, confirmed by nobody, by a rule that is told, and never critical nor `no-error`."""
    for each in candidates(machine, correction):
        assert each.error.side is Side.MACHINE
        assert each.error.confirmed is None
        assert each.rule in RULES
        assert 0 < each.confidence < 1
        assert each.error.severity is not Severity.CRITICAL
        assert each.error.category not in (Category.NO_ERROR, Category.NON_TRANSLATION)


@given(texts, texts)
def test_the_source_changes_nothing_that_is_suggested(machine: str, correction: str) -> None:
    """Whether an error can be verified depends on it, not what it is."""
    assert candidates(machine, correction) == candidates(machine, correction, source="Переговоры")


@given(st.sampled_from(["5", "16", "300", "1,000", "2.5"]), st.sampled_from(["7", "61", "3,000", "1.5"]))
def test_a_number_that_changed_is_at_least_major(number: str, other: str) -> None:
    """Whatever the number."""
    (only,) = candidates(f"They sent {number} men.", f"They sent {other} men.")
    assert (only.error.category, only.error.severity) == (Category.NUMBER, Severity.MAJOR)


@pytest.mark.parametrize("negation", ["not", "never", "no longer"])
def test_a_negation_that_went_is_major_in_any_place(negation: str) -> None:
    """At the beginning, in the middle and at the end."""
    for text in (f"{negation} they go", f"they {negation} go", f"they go {negation}"):
        (only,) = candidates(text, " ".join(text.replace(negation, "").split()))
        assert only.error.severity is Severity.MAJOR, text


MOVES = {
    "in front": ("In May they met.", "They met in May."),
    "with other small words": ("a contract of employment", "an employment contract"),
    "a particle": ("turn the light on", "turn on the light"),
    "with its negation": ("Without salt, it is bad", "It is bad without salt"),
    "a currency by its sign": ("paid 5 dollars", "paid $5"),
}


@pytest.mark.parametrize(("machine", "correction"), MOVES.values(), ids=MOVES)
def test_what_was_moved_is_a_matter_of_taste(machine: str, correction: str) -> None:
    """The same words elsewhere are one candidate, neutral, and nothing is omitted or added."""
    found = candidates(machine, correction)
    assert [each.error.is_preferential for each in found if each.rule == MOVED] == [True]
    assert not {each.error.category for each in found} & {Category.OMISSION, Category.ADDITION, Category.MISTRANSLATION}


@pytest.mark.parametrize(
    ("machine", "correction"),
    [("He saw the dogs and cats", "He saw dogs and the cats"), ("He went to Seoul and met", "He went Seoul and met to")],
)
def test_small_words_are_not_moved(machine: str, correction: str) -> None:
    """An article or a preposition that goes and one that comes are two matters of grammar."""
    assert [each.rule for each in candidates(machine, correction)] == ["grammar", "grammar"]


def test_a_negation_that_came_into_what_was_moved_is_no_move() -> None:
    """What is said is not the same."""
    found = candidates("With salt it is good today", "It is good today without salt")
    assert Severity.MAJOR in {each.error.severity for each in found}


def test_a_rewritten_sentence_is_one_error() -> None:
    """Nearly nothing stayed, so there is nothing to tell apart."""
    (only,) = candidates("A bird has wings and every man has a mind.", "Wings suit birds; thinking suits people.")
    assert (only.rule, only.error.span, str(only.error.severity)) == ("rewritten", (0, 42), "major")


def test_a_sentence_in_another_script_was_never_translated() -> None:
    """It is no mistranslation."""
    (only,) = candidates(
        "Они сказали что переговоры не будут скоро закончены там.", "They said that the talks would not end soon."
    )
    assert only.error.category is Category.UNTRANSLATED


def test_seven_words_are_too_few_to_be_rewritten() -> None:
    """Each change is told by itself."""
    assert candidates("One two three four five six seven.", "Nine.")[0].rule != "rewritten"


def test_candidates_are_not_confirmed_by_being_computed() -> None:
    """What they say of an error has nothing of `Confirmed`."""
    (only,) = candidates("the ban", "the view")
    assert only.error.confirmed not in tuple(Confirmed)


def test_decomposed_letters_alone_are_no_content() -> None:
    """Only the form of the letters changed: nobody sees it, and nothing is mistranslated."""
    (only,) = candidates("The " + unicodedata.normalize("NFD", "café") + " burned", "The café burned")
    assert only.error.severity is not Severity.MAJOR

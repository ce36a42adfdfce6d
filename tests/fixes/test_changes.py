"""Edits as places among the words of the machine text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewer.fixes.changes import Corrected, Splitter, changed_texts

texts = st.text(st.sampled_from("ab .,'-\u00a0\n日É"), max_size=25) | st.text(st.characters(exclude_categories=[]), max_size=25)


def corrected(machine: str, final: str) -> Corrected:
    """One of an article."""
    return Corrected(machine, final, "a", "desk2", "s1")


@given(texts, texts)
def test_changes_and_what_was_left_alone_tile_the_words(machine: str, final: str) -> None:
    """In order; what was changed differs, and what is between is as it was."""
    (text,) = changed_texts([corrected(machine, final)])
    places = sorted([(each.start, each.end) for each in text.changes] + list(text.untouched()))
    assert [end for _, end in places[:-1]] == [start for start, _ in places[1:]]
    assert (places[0][0], places[-1][1]) == (0, len(text.words))
    assert all(each.removed.split() != each.added.split() or each.start == each.end for each in text.changes)


@given(texts)
def test_what_was_left_as_it_is_has_no_changes(text: str) -> None:
    """None at all."""
    assert changed_texts([corrected(text, text)])[0].changes == ()


@given(texts)
def test_a_split_text_is_the_text_but_for_its_spaces(text: str) -> None:
    """Each run of white space is one space."""
    split = Splitter().split(text)
    whole = split.text(0, len(split.words))
    assert "".join(whole.split()) == "".join(text.split())
    assert "  " not in whole


def test_what_was_seen_once_is_split_the_same_again() -> None:
    """The memory of a splitter changes nothing."""
    splitter = Splitter()
    assert splitter.split("don't, don't") == Splitter().split("don't, don't") == splitter.split("don't, don't")


def test_a_change_has_what_stood_there_and_stands_there() -> None:
    """With the space to the words beside it."""
    (text,) = changed_texts([corrected("NATO's ban on East Asia.", "NATO's eastward  expansion.")])
    assert [(each.start, each.end, each.removed, each.added) for each in text.changes] == [
        (1, 5, " ban on East Asia", " eastward expansion")
    ]


def test_a_capital_that_begins_both_texts_is_none_where_the_word_is_written_small() -> None:
    """`The` is read as `the`, `NATO` stays what it is."""
    small, own = changed_texts([corrected("The ban on the law", "A ban on the law"), corrected("NATO met", "They met")])
    assert (small.words[0], own.words[0]) == ("the", "NATO")

"""The door to rapidfuzz gives plain values."""

from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.fuzz import indel_distance, similarity, word_distance, word_opcodes

word_lists = st.lists(st.sampled_from(["a", "b", "the", "ban", "日", ""]), max_size=12)


@given(word_lists, word_lists)
def test_opcodes_tile_both_sides_and_rebuild_the_second(a: list[str], b: list[str]) -> None:
    """Following the opcodes over `a` gives `b`, and no word is skipped."""
    rebuilt: list[str] = []
    read: list[str] = []
    for tag, a_start, a_end, b_start, b_end in word_opcodes(a, b):
        assert (tag == "equal") == (a[a_start:a_end] == b[b_start:b_end])
        read += a[a_start:a_end]
        rebuilt += a[a_start:a_end] if tag == "equal" else b[b_start:b_end]
    assert (read, rebuilt) == (a, b)


@given(word_lists, word_lists)
def test_the_distance_is_the_cost_of_the_opcodes(a: list[str], b: list[str]) -> None:
    """Both come from one alignment, so an edit rate and a diff never disagree."""
    runs = [max(a_end - a_start, b_end - b_start) for tag, a_start, a_end, b_start, b_end in word_opcodes(a, b) if tag != "equal"]
    assert word_distance(a, b) == sum(runs)


def test_opcodes_are_plain_tuples() -> None:
    """Nothing of rapidfuzz's own types comes through the door."""
    assert word_opcodes(["a", "b"], ["a"]) == [("equal", 0, 1, 0, 1), ("delete", 1, 2, 1, 1)]


def test_two_empty_texts_are_alike() -> None:
    """The end of the scale is 100 also where there is nothing to compare."""
    assert similarity("", "") == 100


@given(st.text(), st.text())
def test_similarity_follows_its_formula(a: str, b: str) -> None:
    """The value is 100 × (1 - indel distance / both lengths), to the bit."""
    length = len(a) + len(b)
    assert similarity(a, b) == (100 * (1 - indel_distance(a, b) / length) if length else 100)


def test_a_lone_surrogate_is_compared_as_a_character() -> None:
    """Text that no codec takes is measured all the same."""
    assert similarity("\ud800a", "\ud800b") == 50

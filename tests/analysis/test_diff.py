"""What was changed, word by word."""

import random
import subprocess
import sys
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis.diff import MAX_WORD_PAIRS, Edit, diff, edit_rate_counts

texts = st.text(st.sampled_from("ab .,'-\u00a0\n日é"), max_size=25) | st.text(st.characters(exclude_categories=[]), max_size=25)

ROWS = {
    "nothing changed": ("The talks.", "The talks.", "The talks."),
    "a word": ("NATO's ban on it", "NATO's view on it", "NATO's [ban|view] on it"),
    "a phrase": ("NATO's ban on East Asia.", "NATO's eastward expansion.", "NATO's [ban on East Asia|eastward expansion]."),
    "a deletion takes the space after it": ("the big dog", "the dog", "the [big |]dog"),
    "an insertion brings the space after it": ("the dog", "the big dog", "the [|big ]dog"),
    "a deletion at the end": ("the dog barks", "the dog", "the dog[ barks|]"),
    "a deletion at the start": ("So the dog", "the dog", "[So |]the dog"),
    "space alone between changes is no island": ("a b", "c d", "[a b|c d]"),
    "a kept word between changes is one": ("a x b", "c x d", "[a|c] x [b|d]"),
    "white space": ("a  b", "a b", "a[  | ]b"),
    "a no-break space": ("5\u00a0km", "5 km", "5[\u00a0| ]km"),
    "edge white space": (" a", "a ", "[ |]a[| ]"),
    "punctuation": ("No, he said.", "No he said!", "No[,|] he said[.|!]"),
    "a compound is one word": ("the so-called ban", "the so called ban", "the [so-called|so called] ban"),
    "han by characters": ("北约东亚禁令", "北约东扩", "北约东[亚禁令|扩]"),
    "a comma becomes a full stop": ("He came, he saw.", "He came. He saw.", "He came[, he|. He] saw."),
    "all of it": ("abc", "", "[abc|]"),
    "out of nothing": ("", "abc", "[|abc]"),
    "a repeated word": ("the the dog", "the dog", "the [the |]dog"),
    "controls": ("a\x1b[0m b", "a b", "a[\x1b[0m|] b"),
}


def shown(machine: str, correction: str) -> str:
    """The diff as one line: what stayed, and `[machine|correction]`."""
    parts = []
    for edit in diff(machine, correction):
        before, after = machine[slice(*edit.machine)], correction[slice(*edit.correction)]
        parts.append(before if edit.kind == "equal" else f"[{before}|{after}]")
    return "".join(parts)


@pytest.mark.parametrize(("machine", "correction", "expected"), ROWS.values(), ids=ROWS)
def test_diff(machine: str, correction: str, expected: str) -> None:
    """Each row is marked as an editor would mark it."""
    assert shown(machine, correction) == expected


def test_two_empty_texts_have_no_edits() -> None:
    """There is no empty edit."""
    assert diff("", "") == ()


def test_an_edit_names_its_spans() -> None:
    """Spans are code points of the text that they belong to, and empty where there is nothing."""
    assert diff("𠮷 a", "𠮷") == (Edit("equal", (0, 1), (0, 1)), Edit("delete", (1, 3), (1, 1)))


@given(texts, texts)
def test_spans_tile_both_texts(machine: str, correction: str) -> None:
    """Nothing is lost on either side, and an edit without length does not exist."""
    edits = diff(machine, correction)
    assert "".join(machine[slice(*edit.machine)] for edit in edits) == machine
    assert "".join(correction[slice(*edit.correction)] for edit in edits) == correction
    assert all(edit.machine[0] < edit.machine[1] or edit.correction[0] < edit.correction[1] for edit in edits)


@given(texts, texts)
def test_kinds_are_true(machine: str, correction: str) -> None:
    """An edit is called equal exactly when its two sides are, and a side that is empty says delete or insert."""
    for edit in diff(machine, correction):
        before, after = machine[slice(*edit.machine)], correction[slice(*edit.correction)]
        expected = "equal" if before == after else "insert" if not before else "replace" if after else "delete"
        assert edit.kind == expected


@given(texts, texts)
def test_equal_and_changed_runs_take_turns(machine: str, correction: str) -> None:
    """Neighbours are merged, and no equal run between two changes is only white space."""
    edits = diff(machine, correction)
    kinds = [edit.kind == "equal" for edit in edits]
    assert all(one is not other for one, other in pairwise(kinds))
    assert not any(edit.kind == "equal" and machine[slice(*edit.machine)].isspace() for edit in edits[1:-1])


@pytest.mark.parametrize(
    ("machine", "correction", "expected"),
    [
        ("the big dog", "the dog", (1, 2)),
        ("the dog", "the  dog", (0, 2)),
        ("Yes.", "Yes!", (1, 2)),
        ("a b c", "", (3, 0)),
        ("", "a b c", (3, 3)),
        ("", "", (0, 0)),
        (" ", "\n", (0, 0)),
        ("北约禁令", "北约东扩", (2, 4)),
    ],
)
def test_edit_rate_counts(machine: str, correction: str, expected: tuple[int, int]) -> None:
    """Words and punctuation marks count, white space does not; the second number is the correction's length."""
    assert edit_rate_counts(machine, correction) == expected


def test_past_the_bound_the_middle_is_one_replacement() -> None:
    """What would take too long is trimmed at both ends and not aligned: the word that stayed in the middle is not found."""
    side = int(MAX_WORD_PAIRS**0.5) // 2 + 1
    machine = " ".join(["same", *["a"] * side, "stays", *["a"] * side, "end"])
    correction = " ".join(["same", *["b"] * side, "stays", *["b"] * side, "end"])
    assert [edit.kind for edit in diff(machine, correction)] == ["equal", "replace", "equal"]
    assert edit_rate_counts(machine, correction) == (2 * side + 1, 2 * side + 3)


def test_a_sentence_takes_well_below_a_millisecond() -> None:
    """The diff runs at every key: the best of many runs is far from being felt."""
    machine = " ".join(f"word{number}" for number in range(40))

    def run(number: int) -> float:
        started = perf_counter()
        diff(machine, machine.replace("word20", f"other{number}"))
        return perf_counter() - started

    assert min(run(number) for number in range(50)) < 0.001


_LONG = """
import random, resource
from reviewer.analysis.diff import diff
draw = random.Random(7)
line = lambda: " ".join("".join(draw.choices("abcdefghij", k=5)) for _ in range(174_762))
machine, correction = line(), line()
assert len(machine) > 2**20 - 10
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
assert diff(machine, correction)
print(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before, flush=True)
"""
_AROUND = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
"""
"""A small process that says how much memory another took; to Linux what the process was before it began counts too."""


@pytest.mark.skipif(sys.platform == "win32", reason="the resource module")
def test_a_line_of_a_mebibyte_ends_soon_and_small() -> None:
    """Two lines of 1 MiB without a word in common take less than 2 s and 300 MB."""
    answer = subprocess.run([sys.executable, "-c", _AROUND, _LONG], capture_output=True, text=True, check=True, timeout=60)
    seconds, megabytes = map(float, answer.stdout.split())
    assert seconds < 2
    assert megabytes < 300


def test_shuffled_words_are_all_accounted_for() -> None:
    """The worst case of an alignment, the same words in another order, still tiles."""
    machine = " ".join(f"w{number}" for number in range(2000))
    shuffled = machine.split()
    random.Random(3).shuffle(shuffled)
    correction = " ".join(shuffled)
    assert "".join(correction[slice(*edit.correction)] for edit in diff(machine, correction)) == correction

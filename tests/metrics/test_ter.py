"""The edits of TER: sacrebleu's own numbers, computed beside ours, for whatever two texts there are."""

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import lib_ter

from reviewer.metrics import band, ter
from reviewer.metrics.ter import ter_edits

Words = list[str]

NUMBERED = [f"w{number}" for number in range(2_000)]


def theirs(hypothesis: Sequence[str], reference: Sequence[str]) -> int:
    """What sacrebleu counts."""
    return lib_ter.translation_edit_rate(list(hypothesis), list(reference))[0]


def shuffled(words: Sequence[str], seed: int = 1) -> Words:
    """All of `words` in another order."""
    return random.Random(seed).sample(words, len(words))


def drawn(kinds: int, count: int, seed: int) -> Words:
    """A text of `count` words, each one of `kinds`."""
    return random.Random(seed).choices(NUMBERED[:kinds], k=count)


ROWS: dict[str, tuple[Words, Words]] = {
    "both empty": ([], []),
    "no hypothesis": ([], [*"abc"]),
    "no reference": ([*"abc"], []),
    "the same": ([*"abc"], [*"abc"]),
    "nothing in common": ([*"abc"], [*"de"]),
    "a word moved to the front": ([*"bca"], [*"abc"]),
    "a phrase moved to the end": ([*"deabc"], [*"abcde"]),
    "a phrase of ten words": (NUMBERED[5:15] + NUMBERED[:5], NUMBERED[:15]),
    "a phrase of eleven words": (NUMBERED[5:16] + NUMBERED[:5], NUMBERED[:16]),
    "two phrases": ([*"efgabcdxy"], [*"abcdefgyx"]),
    "two words in the wrong order": ([*"ba"], [*"ab"]),
    "repeated words": ([*"abaca"], [*"aaabc"]),
    "an empty word is a word": (["", "a", ""], ["a", "", ""]),
    "a surrogate is a word": (["\ud800", "a"], ["a", "\ud800"]),
    "words that look like the inner marks": (["\0", "\1", "a"], ["\1", "a", "\0"]),
    "one word against many": (["w7"], NUMBERED[:300]),
    "many words against one": (NUMBERED[:300], ["w7"]),
    "fifty words too far": ([*NUMBERED[1:51], "w0"], NUMBERED[:51]),
    "fifty-one words too far": ([*NUMBERED[1:52], "w0"], NUMBERED[:52]),
    "a beam wider than usual": (["w9", "w8", "w70"], drawn(90, 250, 2)),
    "far shorter, two kinds of words": (drawn(2, 20, 3), drawn(2, 400, 4)),
    "far longer, two kinds of words": (drawn(2, 300, 5), drawn(2, 40, 6)),
    "out of the beam": (NUMBERED[40:80], NUMBERED[:80]),
    "out of the beam, with shifts": ([*NUMBERED[30:50], *drawn(60, 6, 7), *["x"] * 24], shuffled(NUMBERED[:8]) + NUMBERED[8:50]),
    "ties within the beam": ([*"abcdefcghijklmnogpqlorbjss"], [*"bdtubvtqwxqywblpqhmdvekjhzolzgabcdefcghiqlorbjklmnogpj"]),
    "a diagonal that a float rounds down": (
        [*"abcdefgghijklmnbopqkqrstiu"],
        [*"vwxyzAabcdefklmnbogghijpqkqrstiuBuCDEFrGFAqHmIJKLMNOPQRoOSTF"],
    ),
    "a diagonal just too steep for the usual beam": (["w7"], NUMBERED[:51]),
    "one shift met twice counts twice": ([*"aabaaabbbbbbabbabbbbaab"], [*"bbbbbbbabbaabababaababbb"]),
    "more than 1,000 shifts at once": (drawn(2, 40, 8), drawn(2, 40, 9)),
    "1,000 shifts in several rounds": (drawn(4, 40, 104), drawn(4, 36, 604)),
    "shuffled": (shuffled(NUMBERED[:40]), NUMBERED[:40]),
}


@pytest.mark.parametrize(("hypothesis", "reference"), ROWS.values(), ids=ROWS)
def test_nasty_rows(hypothesis: Words, reference: Words) -> None:
    """Each row counts as in sacrebleu, in both directions."""
    assert ter_edits(hypothesis, reference) == theirs(hypothesis, reference)
    assert ter_edits(reference, hypothesis) == theirs(reference, hypothesis)


def test_the_limits_are_those_of_sacrebleu() -> None:
    """A release of sacrebleu with other limits is noticed here first."""
    assert (ter.MAX_PHRASE, ter.MAX_LEAP, ter.MAX_SHIFTS, band.HALF_WIDTH) == (
        lib_ter._MAX_SHIFT_SIZE,
        lib_ter._MAX_SHIFT_DIST,
        lib_ter._MAX_SHIFT_CANDIDATES,
        lib_ter._BEAM_WIDTH,
    )


def test_any_sequence_of_words_will_do() -> None:
    """A tuple counts as the list of the same words."""
    assert ter_edits(("b", "a", "c"), ["a", "b", "c"]) == ter_edits(["b", "a", "c"], ("a", "b", "c")) == 1
    assert ter_edits(("a", "b"), ["a", "b"]) == 0


def texts(kinds: str, longest: int) -> st.SearchStrategy[Words]:
    """Texts of these one-letter words."""
    return st.lists(st.sampled_from(kinds), max_size=longest)


@st.composite
def shifted_pairs(draw: st.DrawFn, longest: int = 30) -> tuple[Words, Words]:
    """A text in which phrases were moved, replaced or lost, and the text itself."""
    reference = draw(st.lists(st.sampled_from("abcdefghijklmnopqrst"), min_size=1, max_size=longest))
    hypothesis = reference[:]
    for _ in range(draw(st.integers(1, 5))):
        start, to = (draw(st.integers(0, len(hypothesis))) for _ in range(2))
        end = start + draw(st.integers(1, 12))
        phrase, hypothesis = hypothesis[start:end], hypothesis[:start] + hypothesis[end:]
        put_back = draw(st.sampled_from([phrase, phrase, phrase, ["x"] * len(phrase), []]))
        hypothesis[to:to] = put_back
    return hypothesis, reference


@settings(max_examples=150, deadline=None)
@given(texts("abc", 14), texts("abcd", 14))
def test_texts_of_few_words_count_as_in_sacrebleu(hypothesis: Words, reference: Words) -> None:
    """Ties are everywhere, and each is broken the same way."""
    assert ter_edits(hypothesis, reference) == theirs(hypothesis, reference)


@settings(max_examples=150, deadline=None)
@given(shifted_pairs())
def test_shifted_phrases_count_as_in_sacrebleu(pair: tuple[Words, Words]) -> None:
    """The same shifts are found, in the same order."""
    assert ter_edits(*pair) == theirs(*pair)


@settings(max_examples=400, deadline=None)
@given(
    pair=st.one_of(shifted_pairs(), st.tuples(texts("abcd", 25), texts("abcde", 25))),
    half_width=st.integers(2, 8),
    shifts=st.sampled_from([5, 30, 100, 1_000]),
    leap=st.sampled_from([3, 10, 50]),
    phrase=st.sampled_from([1, 3, 10]),
    cells=st.sampled_from([0, 10**8]),
    chunk=st.sampled_from([1, 2, 64]),
)
def test_the_limits_mean_what_they_mean_in_sacrebleu(
    pair: tuple[Words, Words], half_width: int, shifts: int, leap: int, phrase: int, cells: int, chunk: int
) -> None:
    """With every limit so small on both sides that it binds in short texts, the counts are still the same."""
    own = {"MAX_SHIFTS": shifts, "MAX_LEAP": leap, "MAX_PHRASE": phrase, "_MAX_CELLS": cells, "_CHUNK": chunk}
    limits = {"_MAX_SHIFT_CANDIDATES": shifts, "_MAX_SHIFT_DIST": leap, "_MAX_SHIFT_SIZE": phrase, "_BEAM_WIDTH": half_width}
    with patch.multiple(ter, **own), patch.object(band, "HALF_WIDTH", half_width), patch.multiple(lib_ter, **limits):
        assert ter_edits(*pair) == theirs(*pair)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([3, 30, 1_000]), st.integers(36, 46), st.integers(30, 40))
def test_long_texts_out_of_the_beam_count_as_in_sacrebleu(seed: int, kinds: int, length: int, gap: int) -> None:
    """A gap at either end pushes the matching words to the border of the band, or over it."""
    reference = drawn(kinds, length, seed)
    lost = reference[gap // 2 :] + ["x"] * (seed % gap)
    moved = lost[: length // 3] + lost[length // 3 + 4 :] + lost[length // 3 : length // 3 + 4]
    assert ter_edits(moved, reference) == theirs(moved, reference)


def test_the_beam_is_part_of_the_count() -> None:
    """Where the matching words are out of the band, both count more edits than the words need."""
    hypothesis, reference = NUMBERED[52:170] + ["x"] * 52, NUMBERED[:170]
    assert ter_edits(hypothesis, reference) == theirs(hypothesis, reference) > 2 * 52


def test_so_many_different_words_that_letters_run_into_surrogates() -> None:
    """60,000 words, one phrase of them moved: one edit, and no letter that cannot be encoded."""
    words = [str(number) for number in range(60_000)]
    assert ter_edits([*words[:100], *words[103:110], *words[100:103], *words[110:]], words) == 1


def test_a_long_shuffled_text_takes_no_time_to_speak_of() -> None:
    """2,000 words in disorder keep sacrebleu for minutes."""
    began = time.process_time()
    assert 1_000 < ter_edits(shuffled(NUMBERED), NUMBERED) <= 2_000
    assert time.process_time() - began < 5


def test_a_sentence_needs_no_numpy() -> None:
    """It is loaded for texts that the beam may cut, and a sentence is scored sooner without it."""
    code = "import sys; from reviewer.metrics.ter import ter_edits; ter_edits('bca', 'abc'); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0

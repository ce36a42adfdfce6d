"""Words that are no words."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reviewer.analysis.spelling import misspelled


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("goverment", "government"),
        ("recieve", "receive"),
        ("untill", "until"),
        ("occured", "occurred"),
        ("negociations", "negotiations"),
    ],
)
def test_a_misspelling_and_what_was_meant(word: str, meant: str) -> None:
    """The likeliest word a letter away."""
    assert misspelled([word]) == {word: meant}


KNOWN = (
    "colour color organise organize labour centre theatre defence licence programme analyse travelled traveled favour grey "
    "aluminium tyre kilometre fulfil instalment cheque jewellery pyjamas judgement rouble neighbours mobilisation apps "
    "unvaccinated denuclearisation hydroelectric counteroffensive airstrikes ceasefire livestream"
)


@pytest.mark.parametrize("word", KNOWN.split(" "))
def test_words_of_the_news_are_known(word: str) -> None:
    """British and American ones, and new ones that are near no other."""
    assert misspelled([word]) == {}


@pytest.mark.parametrize("word", ["Goverment", "GOVERMENT", "teh", "goverment's", "회의", "recieve2", ""])
def test_what_is_no_small_word_is_left_out(word: str) -> None:
    """Names, short words, other scripts."""
    assert misspelled([word]) == {}


def test_nothing_is_loaded_until_asked_and_nobody_waits_for_it() -> None:
    """Importing loads no library; while it is warming up, nothing is found; afterwards it is."""
    program = (
        "import sys, time\n"
        "from reviewer.analysis import spelling\n"
        "assert 'spellchecker' not in sys.modules\n"
        "spelling.warm_up()\n"
        "first = spelling.misspelled(['recieve']) if not spelling.is_ready() else {}\n"
        "while not spelling.is_ready(): time.sleep(0.01)\n"
        "print(first, spelling.misspelled(['recieve']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "{} {'recieve': 'receive'}\n"

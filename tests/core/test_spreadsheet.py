"""What no spreadsheet may run, and what it must not be made of."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.spreadsheet import harmless

ROWS = [
    ("", ""),
    ("plain words", "plain words"),
    ("=cmd()", "'=cmd()"),
    ("+1", "'+1"),
    ("-1", "'-1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("＝1", "'＝1"),
    ("＋1", "'＋1"),
    ("－1", "'－1"),
    ("＠a", "'＠a"),
    ("  =1", "'  =1"),
    ("'=1", "''=1"),
    ('"=1', "'\"=1"),
    ("\u00a0=1", "'\u00a0=1"),
    ("\t=1", "'\t'=1"),
    ("\tx", "'\tx"),
    ("\rx", "'\rx"),
    ("\nx", "\nx"),
    ("a=1", "a=1"),
    ("a - b", "a - b"),
    ("a, =1", "a, =1"),
    ("a;=1", "a;'=1"),
    ("a; =1", "a;' =1"),
    ('a";"=1', 'a";\'"=1'),
    ("a\n=1", "a\n'=1"),
    ("a\r\n=1", "a\r\n'=1"),
    ("a\n\n- b", "a\n\n'- b"),
    ("a\t-1\t-2", "a\t'-1\t'-2"),
    ("=1;=2", "'=1;'=2"),
    ("12:30 = half past", "12:30 = half past"),
    ("ends with ;", "ends with ;"),
]


@pytest.mark.catalogue("I2")
@pytest.mark.parametrize(("text", "cell"), ROWS)
def test_harmless(text: str, cell: str) -> None:
    """A formula is a text, wherever a cell may begin; everything else stays."""
    assert harmless(text) == cell


@pytest.mark.catalogue("I2")
@given(st.text(st.sampled_from("=+-@＝;\t\r\n '\"ab1,"), max_size=20))
def test_no_cell_begins_with_a_formula(text: str) -> None:
    """However the text is parted into cells; and nothing but quotes was put in."""
    made = harmless(text)
    for cell in (made, *re.split(r"[;\t\r\n]", made)):
        assert not re.match(r"[=+\-@＝]", cell)
        assert not re.match(r"[\s\"]+[=+\-@＝]", cell)
    assert made[:1] not in ("\t", "\r")
    assert made.replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["\n", "; ", "'", ' "', "\t"])
def test_a_long_run_takes_no_longer_than_it_is_long(text: str) -> None:
    """A mebibyte of what may stand before a formula is looked at once."""
    started = perf_counter()
    harmless("a" + text * (2**20 // len(text)) + "b")
    assert perf_counter() - started < 2

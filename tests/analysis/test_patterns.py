"""Patterns that a person types: what is taken, what is refused before it is compiled, and that no search takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis import patterns
from reviewer.analysis.patterns import Search, compiled, found
from reviewer.errors import QueryError

A = "a" * 10_000 + "!"
EVIL: tuple[tuple[str, str], ...] = (
    (r"(a+)+$", A),
    (r"(a*)*$", A),
    (r"(a|a)*$", A),
    (r"(a|aa)+$", A),
    (r"(a|a?)+$", A),
    (r"([a-zA-Z]+)*$", A),
    (r"(.*a){12}$", A),
    (r"(.*a){30}x", A),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", A),
    (r"(x+x+)+y", "x" * 10_000),
    (r"(x*)*y", "x" * 10_000),
    (r"^(\w+\s?)*$", "word " * 2_000 + "!"),
    (r"^([^,]*,)*[^,]*;$", "a," * 5_000),
    (r"(\d+)*[^\d]$", "1" * 10_000),
    (r"^(\d+|\d+\.)+$", "1." * 5_000 + "x"),
    (r"(?:\w+[.-]?)+@", "a." * 5_000),
    (r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$", A),
    (r"^(\s*\S+)+\s*$!", "a " * 5_000),
    (r"\s+$", " " * 10_000 + "x"),
    (r".*.*.*=x", "=" * 10_000),
    (r".*?.*?.*?.*?x$", "y" * 10_000),
    (r"(?:.|\s)*?x$", "y" * 10_000),
    (r"(?=(a+))\1*b", A),
    (r"(?:(?=a)a|a)+$", A),
    (r"(?!(a+)+b)c", A),
    (r"(a+)\1+b", A),
    (r"(a+)(a+)(a+)(a+)\4\3\2\1b", A),
    (r"(?:(a)|b)*\1c", "ab" * 5_000),
    (r"((a{1,30}){1,30}){1,1}b", A),
    (r"(a?){500}a{500}b", A),
    (r"a{0,900}a{0,900}b", A),
    (r"(?:a?){900}b", A),
    (r"(?i)(ß+|ss+|SS)+$", "ss" * 5_000 + "!"),
    (r"(?i)(ſ|s|S)+x$", "s" * 10_000),
    (r"(\p{L}+\p{M}*)+\d$", "e\u0301" * 5_000),
    (r"(\X+)+x", "e\u0301" * 5_000),
    (r"(\w*\W*)*\d", "한글 " * 3_000),
    (r"(?s)(.+)+\Z\n", "a\n" * 5_000),
    (r"(?m)(^.*$\n?)+x", "a\n" * 5_000),
    (r"(\b\w*\b)*!x", A),
    (r"<([a-z]+)[^>]*>.*</\1>", "<a>" * 3_000),
    (r"<!--(.|\n)*-->", "<!--" + "-" * 9_000),
    (r'"(?:[^"\\]|\\.|\\\n)*"x', '"' + "\\a" * 5_000),
    (r"^(?:(?:ab|a)(?:b|))+c$", "ab" * 5_000),
    (r"(?:a|b|ab)*(?:bc|c)$", "ab" * 5_000),
    (r"((((((((a*)*)*)*)*)*)*)*)b", A),
    (r"(a{1,1000}){1,1000}", A),
    (r"((a{50}){50}){50}", A),
    (r"(?R)?a|b", A),
    (r"(a(?1)?b)", A),
    (r"(?<=(a+)+)b", A),
    (r"(?:fire){e<=9}", A),
    (r"(?|(a+)|(aa+))+$", A),
    (r"(?P<x>a+)(?(x)a|b)+$", A),
    ("(" * 200 + "a" + ")*" * 200, A),
    ("|".join("abcdefgh") * 40, A),
)
"""Patterns of which somewhere a program stood still, and a text of 10 kB for each."""


@pytest.mark.catalogue("J3")
@pytest.mark.parametrize("seconds", [0.02, pytest.param(0.25, marks=pytest.mark.long)])
def test_no_pattern_takes_longer_than_it_may(monkeypatch, seconds):
    """Each is refused before it is compiled, gives an answer, or is stopped in time."""
    monkeypatch.setattr(patterns, "SECONDS", seconds)
    figures = {"refused": 0, "answered": 0, "stopped": 0}
    slowest = 0.0
    for pattern, text in EVIL:
        started = time.process_time()
        try:
            search = Search(pattern)
            search.finds(text)
            figures["answered" if search.stopped is None else "stopped"] += 1
        except QueryError:
            figures["refused"] += 1
        slowest = max(slowest, time.process_time() - started)
    print(f"{len(EVIL)} patterns on 10 kB: {figures}, the slowest took {slowest:.3f} s of at most {seconds} s")
    assert slowest < seconds + 0.1
    assert figures["stopped"] > 10


@pytest.mark.catalogue("J3")
def test_the_table_holds_patterns_that_do_take_longer():
    """With more time most of those that were stopped would use it up: the limit is what stops them."""
    pattern, text = EVIL[0]
    started = time.process_time()
    with pytest.raises(QueryError, match="is too slow"):
        found(compiled(pattern), text, 0.3)
    assert time.process_time() - started > 0.2


@pytest.mark.parametrize(
    ("pattern", "text", "is_found"),
    [
        ("ban", "urban", True),
        (r"\bban\b", "urban", False),
        ("Ban", "ban", False),
        ("(?i)Ban", "ban", True),
        ("(?i:B)an", "bAn", False),
        (r"colou?r{1,2}", "color", True),
        (r"(?P<mark>['’]).*(?P=mark)", "a 'word' here", True),
        (r"\p{Hangul}+", "정부", True),
        ("[[:upper:]]{2}", "an EU law", True),
        (r"[]x]", "]", True),
        (r"[^\]x]", "]x", False),
        (r"\{e\}", "{e}", True),
        (r"\N{SNOWMAN}", "☃", True),
        (r"(?<!un)related", "unrelated", False),
        ("(?>a+)ab", "aaab", False),
        ("", "", True),
        ("^$", "", True),
    ],
)
def test_what_a_pattern_finds(pattern, text, is_found):
    """The usual ways to write one are taken."""
    assert found(compiled(pattern), text) is is_found


@pytest.mark.catalogue("J3")
@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a" * 501, "a pattern of 501 characters; at most 500"),
        ("a{1001}", "more than 1,000 repeats; write"),
        ("a{9" + "9" * 400 + "}", "more than 1,000 repeats"),
        ("(a{100}){11}", "more than 1,000 repeats"),
        ("((a{10}b{2}){10}){11}", "more than 1,000 repeats"),
        ("(" * 21 + ")" * 21, "more than 20 groups within groups"),
        ("(?R)", "'(?R)' is not taken"),
        ("(a(?1)?)", "is not taken"),
        ("(?&name)", "is not taken"),
        ("(?<=a*)b", "repeats in (?<=…)"),
        ("(?<!(a{2}))b", "repeats in (?<=…)"),
        ("(?:a){e<=3}", "'{e<=' is not taken"),
        ("(?x)a", "'(?x)' is not taken"),
        ("(?V1)[a--b]", "is not taken"),
        ("(*SKIP)", "is not taken"),
        (r"\L<names>", "is not taken"),
        ("a)", "a ) without its ("),
        ("(a", "missing )"),
        ("[a", "'[a' is not taken"),
        ("a**", "multiple repeat"),
        ("*", "nothing to repeat, at character 1"),
        ("\\", "is not taken"),
        (r"\p{Nope}", "unknown property"),
        (r"\2", "invalid group reference"),
        ("{", "a sign itself has a \\ before it"),
    ],
)
def test_what_is_refused(pattern, said):
    """In one line that says why, before any text is looked at."""
    with pytest.raises(QueryError) as refusal:
        compiled(pattern)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.catalogue("J3")
def test_any_text_is_a_pattern_or_refused():
    """Nothing that is typed ends in another error, or is compiled for long."""
    signs = st.sampled_from(
        ["(", ")", "[", "]", "{2}", "{,3}", "*", "+?", "|", "^", "$", ".", "\\", "\\d", "(?i)", "(?:", "(?<=", "-"]
    )

    @settings(max_examples=300, deadline=None)
    @given(st.lists(signs | st.text(max_size=3), max_size=20).map("".join))
    def is_understood(pattern):
        started = time.process_time()
        said = ""
        try:
            Search(pattern).finds("the ban {2} of ((2024)) [sic]")
        except QueryError as refusal:
            said = str(refusal)
        assert "\n" not in said
        assert time.process_time() - started < 0.5

    is_understood()


def test_the_texts_of_a_batch_share_its_time(monkeypatch):
    """Many that are a little slow use it up together; the next batch has its own."""
    monkeypatch.setattr(patterns, "SECONDS", 0.02)
    text = "a" * 12 + "!"
    together, apart = Search("(a+)+$"), Search("(a+)+$")
    texts = 0
    while together.stopped is None and texts < 100_000:
        together.finds(text)
        texts += 1
    assert 1 < texts < 100_000
    assert not together.finds("aaa")
    monkeypatch.setattr(patterns, "BATCH", 1)
    for _ in range(2 * texts):
        apart.finds(text)
    assert apart.stopped is None

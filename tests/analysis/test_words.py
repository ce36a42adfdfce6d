"""What a word is."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.analysis import words as module
from reviewer.analysis.words import Word, is_unspaced, spoken, tokens, words

ROWS = {
    "apostrophes inside": ("don't l’école", "don't| |l’école"),
    "apostrophes outside": ("'dogs' bones", "'|dogs|'| |bones"),
    "hyphens": ("so-called -- e-mail- 'em", "so-called| |-|-| |e-mail|-| |'|em"),
    "no-break hyphen and soft hyphen": ("co\u2011op co\u00adop", "co\u2011op| |co\u00adop"),
    "numbers": ("1,000.5 3.5% 1,5. 5,a", "1,000.5| |3.5|%| |1,5|.| |5|,|a"),
    "a number with its unit": ("20-year-old 5km", "20-year-old| |5km"),
    "abbreviations": ("U.S. AT&T", "U|.|S|.| |AT|&|T"),
    "each mark alone": ("“Yes!?”…", "“|Yes|!|?|”|…"),
    "runs of white space": ("a \t b\u00a0c\u2028d", "a| \t |b|\u00a0|c|\u2028|d"),
    "han and kana": ("日本語はカー2025年", "日|本|語|は|カ|ー|2025|年"),
    "hangul": ("안녕하세요 나토의 동진", "안녕하세요| |나토의| |동진"),
    "han inside hangul": ("北한", "北|한"),
    "han outside the basic plane": ("𠮷野", "𠮷|野"),
    "decomposed letters": ("e\u0301te\u0301", "e\u0301te\u0301"),
    "decomposed kana": ("か\u3099", "か\u3099"),
    "vowel signs": ("नमस्ते दुनिया", "नमस्ते| |दुनिया"),
    "joiners in persian": ("می\u200cخواهم", "می\u200cخواهم"),
    "thai by clusters": ("ก็ดี", "ก็|ดี"),
    "a mark alone": (" \u0301a", " |\u0301|a"),
    "emoji": ("👩‍👩‍👧👍🏽🇰🇷🇯🇵", "👩‍👩‍👧|👍🏽|🇰🇷|🇯🇵"),
    "controls": ("\x1b[31m\u202e", "\x1b|[|31m|\u202e"),
    "zero width": ("a\u200bb\ufeff", "a|\u200b|b|\ufeff"),
    "a lone surrogate": ("a\ud800b", "a|\ud800|b"),
    "markup": ("[@click=app.quit]x[/]", "[|@|click|=|app|.|quit|]|x|[|/|]"),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), ROWS.values(), ids=ROWS)
def test_tokens(text: str, expected: str) -> None:
    """Each row is parted where a reader would part it."""
    assert "|".join(tokens(text)) == expected


@given(st.text(st.characters(exclude_categories=[])))
def test_nothing_is_lost(text: str) -> None:
    """The tokens together are the text, whatever it holds, and none of them is empty."""
    assert "".join(tokens(text)) == text
    assert all(tokens(text))


def test_no_text_is_plain_that_is_not() -> None:
    """The quicker pattern is taken only for characters of which both patterns say the same."""
    plain = "".join(character for character in map(chr, range(sys.maxunicode + 1)) if not module._INTRICATE.match(character))
    around = "".join(f"{character}a{character}1{character}2 {character}" for character in plain)
    assert len(plain) > 4_000
    assert tokens(around) == module._token().findall(around)
    assert tokens(plain) == module._token().findall(plain)


@given(st.text())
def test_what_is_spoken_is_all_but_white_space(text: str) -> None:
    """Whichever pattern finds it."""
    for each in (text, "".join(character for character in text if not module._INTRICATE.match(character))):
        assert spoken(each) == [token for token in tokens(each) if not token.isspace()]


@given(st.text())
def test_white_space_never_shares_a_token(text: str) -> None:
    """A token is white space from end to end or has none in it."""
    assert all(token.isspace() or not any(map(str.isspace, token)) for token in tokens(text))


def test_every_combining_mark_stays_on_its_letter() -> None:
    """No mark of this Python's Unicode is outside the blocks that are looked through."""
    marks = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)).startswith("M")]
    assert len(marks) > 2000
    assert [hex(ord(mark)) for mark in marks if not is_unspaced(mark) and len(tokens(f"a{mark}b")) > 1] == []


def test_words_know_their_place() -> None:
    """Spans are code points of the text, and white space is told apart."""
    assert words("日 ok") == [Word(0, 1, "日"), Word(1, 2, " "), Word(2, 4, "ok")]
    assert [word.is_space for word in words("日 ok")] == [False, True, False]


@pytest.mark.parametrize(
    ("character", "expected"), [("本", True), ("：", True), ("カ", True), ("a", False), ("한", False), ("", False)]
)
def test_writing_without_spaces_is_known(character: str, expected: bool) -> None:
    """Han, kana and their wide punctuation are; Latin and Hangul are not."""
    assert is_unspaced(character) is expected

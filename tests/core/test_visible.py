"""What may be drawn: nothing hidden, nothing that steers a terminal, and positions as they were."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.visible import BIDI, SPACES, ZERO_WIDTH, Armour, is_hidden, legible, visible

SHAPED_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Format characters that have a shape of their own: signs that stand round or under numbers."""
VARIATION_SELECTORS = [*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]
NASTY = "\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\u200b\u200d\u2028\u2029\u202e\u2066\ufeff\ufe0f\u00ad\u0301\ud800"
PRIVATE = [0x100000, 0x100001, 0x1007FF, 0x10FFFD, 0xF0000, 0xE000, 0xF8FF]

anything = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "Mn", "Me", "Co"]),
        st.sampled_from(NASTY + "".join(map(chr, PRIVATE))),
    ),
    max_size=60,
)


def is_harmful(character: str) -> bool:
    """Whether a terminal would obey it, or an eye not see it."""
    if character in SHAPED_FORMATS:
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        or character in ZERO_WIDTH + BIDI
        or ord(character) in VARIATION_SELECTORS
    )


@pytest.mark.catalogue("H4")
@given(anything)
def test_nothing_harmful_is_drawn(text: str) -> None:
    """No control, bidi or zero-width character comes through."""
    assert not [character for character in visible(text) if is_harmful(character)]


@given(anything)
def test_every_position_stays_what_it_was(text: str) -> None:
    """One character is drawn for each, and one that can be seen is drawn as itself."""
    drawn = visible(text)

    assert len(drawn) == len(text)
    for was, now in zip(text, drawn, strict=True):
        assert now == was or is_hidden(was) or unicodedata.category(was) in ("Mn", "Me")


@given(anything)
def test_what_is_drawn_is_drawn_the_same_again(text: str) -> None:
    """A stand-in needs no stand-in."""
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    "code", [code if code in (0x0, 0x1, 0xE) else pytest.param(code, marks=pytest.mark.long) for code in range(0x110000 >> 16)]
)
def test_every_character_that_there_is(code: int) -> None:
    """Not one of Unicode's characters is harmful when drawn; planes without any of note are looked through with `--long`."""
    block = "".join(map(chr, range(code << 16, (code + 1) << 16)))

    assert not [hex(ord(character)) for character in visible(block) if is_harmful(character)]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("", ""),
        ("Plain words.", "Plain words."),
        ("[사진=AP·연합뉴스] [/b] 全角　空白", "[사진=AP·연합뉴스] [/b] 全角　空白"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x9b31m", "�31m"),
        ("a\tb\r\nc", "a→b␍␊c"),
        ("a\u2028b\u2029c\x85d", "a¶b¶c␤d"),
        ("user\u202etxt.exe", "user⇄txt.exe"),
        ("in\u200bvisible\ufeff", "in¦visible¦"),
        ("a\u2062b", "a¦b"),
        ("1\u00a0000", "1␣000"),
        ("soft\u00adhyphen", "soft¬hyphen"),
        ("\U000e0041\U000e007f", "¦¦"),
        ("\U000e0101", "¦"),
        ("\x7f\x00", "␡␀"),
        ("\ud800", "�"),
        ("café e\u0301", "café e\u0301"),
        ("กำลังที่", "กำลังที่"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_stand_ins(text: str, drawn: str) -> None:
    """What has no shape has a stand-in, and writing of every script is shown as it is."""
    assert visible(text) == drawn


@pytest.mark.catalogue("F11", "H4")
@pytest.mark.parametrize("mark", ["\u0301", "\u0e49", "\u20dd", "\u0e31", "\u0488", "\u0941"])
def test_towers_of_marks_are_cut_down(mark: str) -> None:
    """No more than four marks are drawn on one letter, of whatever combining class."""
    drawn = visible("e" + mark * 50 + "x" + mark)

    assert drawn == "e" + mark * 4 + "·" * 46 + "x" + mark


@pytest.mark.catalogue("H4")
@pytest.mark.parametrize("character", ZERO_WIDTH + BIDI + SPACES)
def test_is_hidden_names_what_has_a_stand_in(character: str) -> None:
    """Every character of the three lists is hidden."""
    assert is_hidden(character)
    assert visible(character) != character


def test_a_long_text_says_how_much_more_there_is() -> None:
    """The limit is a limit on what is drawn, and the rest is counted."""
    assert visible("x" * 2_234, 1_000) == "x" * 1_000 + " … 1,234 more characters"


def test_a_text_as_long_as_the_limit_is_whole() -> None:
    """Nothing is left out, so nothing is said."""
    assert visible("ab\x00", 3) == "ab␀"


LASTING_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What turns the direction of all that follows."""


def is_harmful_on_a_page(character: str) -> bool:
    """Whether a page or sheet cannot hold it, or would draw what follows otherwise."""
    code = ord(character)
    is_kept = character in "\t\n"
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code < 0xFDF0
    return (not is_kept and unicodedata.category(character) in ("Cc", "Cs")) or is_noncharacter or character in LASTING_BIDI


@pytest.mark.parametrize(
    "code", [code if code in (0x0, 0x1, 0xE) else pytest.param(code, marks=pytest.mark.long) for code in range(0x110000 >> 16)]
)
def test_every_character_on_a_page(code: int) -> None:
    """Not one of Unicode's characters is harmful in what `legible` gives."""
    block = "".join(map(chr, range(code << 16, (code + 1) << 16)))

    assert not [hex(ord(character)) for character in legible(block) if is_harmful_on_a_page(character)]


@given(anything)
def test_what_is_legible_is_legible_again(text: str) -> None:
    """Nothing harmful is left, UTF-8 can hold it, and a stand-in needs no stand-in."""
    made = legible(text)

    assert not [character for character in made if is_harmful_on_a_page(character)]
    assert made.encode("utf-8").decode("utf-8") == made
    assert legible(made) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ""),
        ("Plain words.", "Plain words."),
        ("<b>=cmd()|`", "<b>=cmd()|`"),
        ("\x1b[31mred\x00", "␛[31mred␀"),
        ("\x9b31m", "�31m"),
        ("a\tb\r\nc\nd", "a\tb\nc\nd"),
        ("a\rb", "a␍b"),
        ("a\u2028b", "a¶b"),
        ("user\u202etxt.exe", "user⇄txt.exe"),
        ("\u2067a\u2069", "⇄a⇄"),
        ("a\u200fb\u061c", "a\u200fb\u061c"),
        ("1\u00a0000\u202f5", "1\u00a0000\u202f5"),
        ("नी\u200dम 👨\u200d👩\u200d👧", "नी\u200dम 👨\u200d👩\u200d👧"),
        ("❤\ufe0f 葛\U000e0100", "❤\ufe0f 葛\U000e0100"),
        ("soft\u00adhyphen", "soft\u00adhyphen"),
        ("\ufffe\uffff\ufdd0\U0001ffff\ud800", "�����"),
        ("\U000e0041", "¦"),
        ("e" + "\u0301" * 9, "e" + "\u0301" * 4 + "·" * 5),
        ("cafe\u0301 กำลังที่", "cafe\u0301 กำลังที่"),
    ],
)
def test_what_a_page_is_given(text: str, made: str) -> None:
    """Lines, spaces, joiners and variants of letters as they are, and stand-ins for what would do harm."""
    assert legible(text) == made


@given(anything)
def test_armour_comes_off_as_it_went_on(text: str) -> None:
    """Any text comes out of the editor as it went in, private characters of its own too."""
    armour = Armour(text)

    assert armour.take_off(armour.put_on(text)) == text


@given(anything, anything)
def test_armour_holds_nothing_hidden(article: str, pasted: str) -> None:
    """What the editor holds has the length of the text and no hidden character, pasted text too."""
    held = Armour(article).put_on(pasted)

    assert len(held) == len(pasted)
    assert not any(map(is_hidden, held))


@given(anything)
def test_armour_draws_what_is_visible(text: str) -> None:
    """The editor shows what every other place shows."""
    armour = Armour(text)

    assert armour.draw(armour.put_on(text)) == visible(text)


def test_private_characters_that_are_pasted_are_no_way_in() -> None:
    """Somebody who knows the private characters cannot smuggle an escape sequence through them."""
    armour = Armour("")
    smuggled = armour.put_on("\x1b")
    assert smuggled != "\x1b"

    assert armour.take_off(armour.put_on(smuggled)) == "\ufffd"


def test_a_text_of_private_characters_leaves_room() -> None:
    """A text that uses one private character of every stretch of the plane still gets its armour."""
    text = "".join(map(chr, range(0x100000, 0x10FFFE, 500))) + "\x1b\u202e"
    armour = Armour(text)

    assert armour.take_off(armour.put_on(text)) == text


def test_a_whole_plane_of_private_characters_leaves_room() -> None:
    """When all of plane 16 is taken, plane 15 serves."""
    text = "".join(map(chr, range(0x100000, 0x10FFFE))) + "\x00"
    armour = Armour(text)

    assert armour.take_off(armour.put_on(text)) == text

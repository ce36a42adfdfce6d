"""Bytes to text and back, and what is said of bytes that are something else."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer.errors import EncodingError, OutputError, UnknownNameError
from reviewer.formats.encoding import decode, encode

KOREAN = "정부는 화요일 예산안을 국회에 제출하겠다고 밝혔다.\n야당은 반대했다.\n"
JAPANESE = "政府は火曜日、予算案を国会に提出すると発表した。\n野党は反対している。\n"
CHINESE = "政府星期二表示，将在月底之前向议会提交预算案。\n反对党不同意。\n"
RUSSIAN = "Правительство сообщило во вторник, что внесёт бюджет в парламент.\n"
FRENCH = "Le gouvernement a déclaré mardi qu’il présenterait le budget – « avant l’été ».\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (KOREAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + KOREAN.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + KOREAN.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + KOREAN.encode("utf-16-be"), "utf-16-be-sig"),
    ],
)
def test_unicode_files_are_read_and_written_again(data, encoding):
    """The byte order mark is no part of the text, and is there again when it is written."""
    assert decode("a.txt", data) == (KOREAN, encoding)
    assert encode(KOREAN, encoding) == data


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "cp949"),
        ("똠방각하 펲시콜라 햏", "cp949"),
        (JAPANESE, "shift_jis"),
        ("①ロシア㈱の表能ソは政府の発表", "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (RUSSIAN, "cp1251"),
        (FRENCH, "cp1252"),
        (KOREAN, "utf-16-le"),
        (KOREAN, "utf-16-be"),
        ("The government said so on Tuesday.\n", "utf-16-le"),
        ("Уряд повідомив про це у вівторок.\n", "utf-16-be"),
    ],
)
def test_a_legacy_file_is_refused_with_the_option_that_reads_it(text, encoding):
    """The message names the encoding, and with that encoding the file is read and written again."""
    data = text.encode(encoding)
    with pytest.raises(EncodingError, match=f"--encoding {encoding} would read it"):
        decode("a.txt", data)
    assert decode("a.txt", data, encoding)[0] == text
    assert encode(*decode("a.txt", data, encoding)) == data


@pytest.mark.catalogue("G2")
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"one\ntwo\nth\xffree\n", "a.txt:3: byte 10 (0xFF) is no UTF-8"),
        ("정부는\n".encode()[:-2], "a.txt:1: byte 6 (0xEB) is no UTF-8: the file ends inside a character; get it again, whole"),
        (b"ok \xed\xa0\xbd\xed\xb8\x80 ok", "a.txt:1: byte 3 (0xED) is no UTF-8: half a surrogate pair (CESU-8)"),
        (KOREAN.encode() + b"\xc0\xaf" + KOREAN.encode(), "a.txt:3: byte 97 (0xC0) is no UTF-8, though the rest is"),
        (codecs.BOM_UTF32_LE + "ab".encode("utf-32-le"), "a.txt:1: UTF-32 at byte 0; --encoding utf-32 would read it"),
        (codecs.BOM_UTF16_LE + b"a\0\x00\xd8", "a.txt:1: byte 4 (0x00) is no utf-16"),
        (bytes(range(32)) * 20, "a.txt: looks like binary data, no text"),
    ],
)
def test_a_damaged_file_is_refused_where_it_is_damaged(data, message):
    """Offset and line are named, and no encoding is offered that would only hide the damage."""
    with pytest.raises(EncodingError) as refusal:
        decode("a.txt", data)
    assert str(refusal.value).startswith(message)


@pytest.mark.catalogue("G3")
@pytest.mark.parametrize("data", ["a\0b", "\0", "\x1b[31mred\x1b[0m \x07", "\ufeffa\ufeff", "\uffff\ufdd0"])
def test_strange_characters_are_text(data):
    """Few control characters make no file binary."""
    text = f"{data} and so on, for a while"
    assert decode("a.txt", text.encode("utf-8"))[0] == text.removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "zlib", "idna", "punycode", "", "a\0b", "k" * 5_000])
def test_an_unknown_encoding_is_refused_with_known_ones(encoding):
    """What is no text codec of Python is no encoding."""
    with pytest.raises(UnknownNameError, match="utf-8, utf-16-le") as refused:
        decode("a.txt", b"a", encoding)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"+ACE-", "utf-7"),
        (rb"\ud83d and \x41", "unicode_escape"),
        (b"\xff\xfea", "utf-16"),
        (b"a\0", "utf-16"),
        (b"ab", "undefined"),
        (b"\x1b$B", "iso2022_jp"),
    ],
)
def test_what_cannot_be_written_again_is_not_read(data, encoding):
    """An encoding that the user names must give the same bytes back."""
    with pytest.raises(EncodingError):
        decode("a.txt", data, encoding)


@pytest.mark.parametrize(
    ("data", "asked", "found"),
    [
        (codecs.BOM_UTF8 + b"a", "utf-8", "utf-8-sig"),
        (b"a", "utf-8-sig", "utf-8"),
        (codecs.BOM_UTF16_BE + b"\0a", "UTF-16", "utf-16-be-sig"),
        (codecs.BOM_UTF16_LE + b"a\0", "utf-16-le", "utf-16"),
        (b"a", "latin1", "iso8859-1"),
    ],
)
def test_the_byte_order_mark_is_settled_by_the_file(data, asked, found):
    """Whoever names an encoding need not know whether there is a mark."""
    assert decode("a.txt", data, asked) == ("a", found)


def test_a_character_without_a_place_is_named():
    """A correction may hold what the file's encoding cannot say."""
    with pytest.raises(OutputError, match=r"cp949 cannot write 'ğ' \(U\+011F\); mend 'Erdoğan said'"):
        encode("Erdoğan said", "cp949")


@given(st.binary() | st.text().map(str.encode), st.sampled_from([None, "utf-8", "cp949", "utf-16", "cp1252", "shift_jis"]))
@example(codecs.BOM_UTF8, None)
def test_what_is_taken_comes_back_byte_for_byte(data, encoding):
    """Bytes are refused, or decoding can be undone."""
    try:
        text, found = decode("a.txt", data, encoding)
    except EncodingError:
        return
    assert encode(text, found) == data

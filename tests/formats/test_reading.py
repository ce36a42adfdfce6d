"""Which format a file is taken for, and what is refused as none of ours."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reviewer import formats
from reviewer.errors import FormatError, InputError, UnknownNameError
from reviewer.formats import READERS, ReadOptions

STORY = b"The council met on Monday.\n\nIt decided nothing.\n"


@pytest.mark.parametrize(
    ("name", "options", "form"),
    [
        ("a.txt", {}, "txt"),
        ("a.TSV", {}, "tsv"),
        ("dir.csv/a.Csv", {}, "csv"),
        ("a.jsonl", {}, "jsonl"),
        ("news.mt.en", {}, "txt"),
        ("no_suffix", {}, "txt"),
        ("-rf.en", {}, "txt"),
        (".hidden", {}, "txt"),
        ("new\nline [b].en", {}, "txt"),
        ("a.txt", {"source": ("s", b"x")}, "lines"),
        ("a.en", {"references": (("r", b"x"),)}, "lines"),
        ("a.csv", {"format": "lines"}, "lines"),
        ("a.txt", {"format": "tsv"}, "tsv"),
    ],
)
def test_the_suffix_or_the_user_decides(name, options, form):
    """Any other suffix is text, and text with files beside it is lines."""
    assert formats.format_of(name, ReadOptions(**options)) == form


def test_an_unknown_format_is_refused_with_the_known_ones():
    """The list is that of the registry."""
    with pytest.raises(UnknownNameError, match=f"known: {', '.join(READERS)}"):
        formats.read("a.txt", STORY, ReadOptions(format="docx"))


@pytest.mark.catalogue("G1", "G7", "G8", "G9", "G11")
@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "a.txt: the file is empty"),
        ("a.txt", b"\xef\xbb\xbf", "a.txt: the file is empty but for its byte order mark"),
        ("a.tsv", b"\xff\xfe", "a.tsv: the file is empty but for its byte order mark"),
        ("a.xlsx", b"PK\x03\x04", "a.xlsx: .xlsx is not read; save the sheet as .csv or .tsv"),
        ("a.json", b'{"mt": "a"}', "a.json: .json is not read; write one object a line into a .jsonl"),
        ("a.csv", b"PK\x03\x04\0\0", "a.csv: looks like a zip archive (.xlsx, .docx or the like)"),
        ("a.txt", b"%PDF-1.7\n", "a.txt: looks like a PDF"),
        ("a.txt", b"SQLite format 3\0" * 9, "a.txt: looks like an SQLite database"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.csv: looks like an old or encrypted Office file"),
        ("a.tsv", b"\n<!DOCTYPE html><html>", "a.tsv:1: looks like a web page; save its text"),
        ("a.en", b"<?xml version='1.0'?><a/>", "a.en:1: looks like XML"),
        ("a.txt", b"One.\rTwo.\r", "a.txt: lines end in a carriage return alone"),
        ("a.csv", b"id,mt\r1,a\r", "a.csv: lines end in a carriage return alone"),
    ],
)
def test_what_is_no_text_of_ours_is_refused_in_one_line(name, data, problem):
    """The line says what it looks like and what to do."""
    with pytest.raises(InputError) as refusal:
        formats.read(name, data)
    assert str(refusal.value).startswith(problem)
    assert "\n" not in str(refusal.value)


def test_a_table_with_files_beside_it_is_refused():
    """Nobody could say which of the two sources counts."""
    with pytest.raises(FormatError, match="a table brings its own source"):
        formats.read("a.tsv", b"mt\nx\n", ReadOptions(source=("s", b"x")))


def test_markup_is_read_where_the_user_insists():
    """The text of a web page is text."""
    assert formats.read("a.txt", b"<html>\n", ReadOptions(format="txt")).articles[0].text == "<html>\n"


def test_a_name_that_is_no_unicode_is_made_some():
    """File names are bytes; what is kept of them can be stored and shown."""
    assert formats.read("caf\udce9.txt", STORY).name == "caf\ufffd.txt"


def test_a_document_is_read_again_in_the_same_way():
    """What is stored of a reading is enough."""
    data = b"\xff\xfe" + "Src;Out\r\n가;One.\r\n".encode("utf-16-le")
    document = formats.read("a.csv", data, ReadOptions(columns={"machine": "2", "source": "src"}))
    reading = document.reading
    assert reading.columns == (("machine", "Out"), ("source", "Src"))
    again = ReadOptions(format=reading.format, encoding=reading.encoding, columns=dict(reading.columns))
    assert formats.read("b", data, again).reading == reading


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("One.\r\n\r\nTwo.\n", "mixed line ends: 2 CRLF and 1 LF; each is kept as it is"),
        ("One.\n\nT\rwo.\n", "1 carriage return without a line feed, first on line 3; text, and no line end"),
        ("One.\n\ufeffTwo.\n", "1 byte order mark inside the text, first on line 2: files were put together; they are kept"),
        (
            "One.\n\nT\ufffd\ufffd.",
            "2 replacement characters (U+FFFD), first on line 3: letters were lost before this file was made",
        ),
        ("One.\0\n\x1b[2J", "2 control or invisible characters (U+0000, U+001B), first on line 1; kept, and shown as stand-ins"),
        ("a\u202eb\u2066", "2 control or invisible characters (U+202E, U+2066), first on line 1; kept, and shown as stand-ins"),
        ("정부는 발표".encode().decode("latin-1"), "looks double-encoded: UTF-8 was read as something else and saved again,"),
        ("caf\u00c3\u00a9 \u00e2\u20ac\u201cso", "looks double-encoded: UTF-8 was read as something else and saved again,"),
        (
            "\u1100\u1161\u1102\u1161 \u1103\u1161",
            "letters are written in parts (NFD), as macOS does; compared with composed text,",
        ),
    ],
)
def test_what_is_worth_a_look_is_said(text, notice):
    """One line each, with a number and the first place."""
    assert any(line.startswith(notice) for line in formats.read("a.txt", text.encode()).notices)


@pytest.mark.parametrize(
    "text",
    [
        "Caf\u00e9 \u00c9t\u00e9 \u2013 na\u00efve.\n",
        "정부는 발표했다.\r\n\r\n끝.\r\n",
        "👨\u200d👩\u200d👧 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 co\u00adop\u00a0x\tend\n",
        "Vie\u0323\u0302t\n",
        "\ufeffStart.\n",
    ],
)
def test_what_is_as_it_should_be_has_no_notice(text):
    """Joiners, soft hyphens, no-break spaces, tabs and accents are writing."""
    assert formats.read("a.txt", text.encode()).notices == ()


@pytest.mark.catalogue("G2")
@settings(suppress_health_check=[HealthCheck.filter_too_much])  # most of it is refused, and is passed over for more that is taken
@given(
    st.binary() | st.text(alphabet='{}[]":,;\t\n\r\0ab1<mt\ufeff', max_size=60).map(lambda text: ("mt\tid\n" + text).encode()),
    st.sampled_from(list(READERS)),
    st.sampled_from([{}, {"machine": "1"}, {"machine": "mt"}]),
)
def test_any_bytes_are_taken_or_refused(data, form, columns):
    """There is no third way out, and what is taken is written again as it was."""
    refusal = ""
    try:
        document = formats.read(f"a.{form}", data, ReadOptions(format=form, columns=columns))
    except InputError as error:
        refusal = str(error)
    assert "\n" not in refusal
    assume(not refusal)
    assert document.articles
    if form != "txt":
        assert formats.write(data, document.reading, {}) == data


def test_the_columns_of_text_need_not_be_said():
    """What only tables have is of no concern to text."""
    assert formats.read("a.txt", STORY).reading.columns == ()

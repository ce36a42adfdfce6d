"""Files that are hostile or odd in a way that has a name, and what must come of each.

Every row makes its file anew, so that nothing strange lies in the repository. Formats that are not read yet (XML, PO, workbooks)
are here as what must be refused without being opened.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reviewer import formats
from reviewer.errors import InputError
from reviewer.formats import ReadOptions, files, load
from tests.fuzzing import at_most

NEWS = ("서울 회담 열려", "정부는 12일 밝혔다.", "아무도 묻지 않았다.", "“왜냐”고 했다.")
LINES = "\n".join(NEWS) + "\n"
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def table(*rows: str, header: str = "id,mt", end: str = "\n") -> bytes:
    """A CSV of rows."""
    return (end.join((header, *rows)) + end).encode()


def archive() -> bytes:
    """A zip file whose members would like to be somewhere else."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../../PWNED.txt", "x")
        made.writestr("xl/workbook.xml", "0" * 1_000_000)
    return held.getvalue()


ACCEPTED = {
    "G2 UTF-8 with a mark": ("a.lines", LINES.encode("utf-8-sig"), 4, ""),
    "G2 UTF-16 little-endian": ("a.lines", LINES.encode("utf-16"), 4, ""),
    "G2 UTF-16 big-endian": ("a.lines", b"\xfe\xff" + LINES.encode("utf-16-be"), 4, ""),
    "G2 marks in every line": (
        "a.lines",
        b"\xef\xbb\xbf" + LINES.replace("\n", "\n\ufeff").encode(),
        5,
        "byte order marks inside",
    ),
    "G2 encoded twice": ("a.lines", LINES.encode().decode("latin-1").encode(), 4, "looks double-encoded"),
    "G3 no characters": ("a.lines", "a\ufffe\uffff\ufdd0\U0010ffffb\n".encode(), 1, ""),
    "G3 letters that were lost": ("a.lines", "a\ufffdb\n".encode(), 1, "letters were lost"),
    "G3 NUL": ("a.lines", b"One\0two\nthree\nfour\n", 3, "U+0000"),
    "G3 escape sequences": ("a.lines", b"a\x1b]52;c;eA==\x07b\x9b\n".replace(b"\x9b", b"\xc2\x9b"), 1, "U+001B"),
    "G3 directions": ("a.lines", "a\u202eb\u2066c\n".encode(), 1, "U+202E"),
    "G3 letters in parts": (
        "a.lines",
        "é".join("abcdef").encode().replace(b"\xc3\xa9", b"e\xcc\x81") + b"\n",
        1,
        "in parts (NFD)",
    ),
    "G3 line ends of Unicode": ("a.lines", "a\u2028b\u2029c\x85d\x0be\x0cf\n".encode(), 1, ""),
    "G3 mixed line ends": ("a.lines", b"a\r\nb\nc\rd\n", 3, "mixed line ends"),
    "G3 no line end at the end": ("a.lines", b"a\nb", 2, ""),
    "G3 only line ends": ("a.lines", b"\n" * 1_000, 1_000, "without machine text"),
    "G3 only spaces": ("a.lines", b" \n\t\n\n", 3, "without machine text"),
    "G5 a field beyond 128 KiB": ("a.csv", table("1," + "x" * 200_000), 1, ""),
    "G5 empty headers": ("a.csv", table("1,a,,", header="id,mt,,"), 1, ""),
    "G5 10,000 headers": (
        "a.csv",
        table("1,a" + ",z" * 9_998, header="id,mt," + ",".join(f"c{n}" for n in range(9_998))),
        1,
        "not read",
    ),
    "G5 quotes in a TSV": ("a.tsv", b'mt\tx\n"a\tb\nc "d" e\tf\n', 2, ""),
    "G5 a NUL": ("a.csv", table("1,a\0b"), 1, "U+0000"),
    "G5 a header called rowid": (
        "a.csv",
        table("1,a,b", header='rowid,mt,"x"; drop table segment; --'.replace('"x"', "x")),
        1,
        "not read",
    ),
    "G5 headers of SQL": ("a.csv", table("1,a", header='"""; drop table segment; --",mt'), 1, "not read"),
    "G5 formulas": ("a.csv", table("1,=1+1", '2,"@SUM(A1:A9)"', "3,-x", "4,+x"), 4, ""),
    "G5 numbers and dates": ("a.csv", table("007,1e5", "008,2026-03-01", "009,NULL", "010,nan"), 4, ""),
    "G5 line ends in cells": ("a.csv", table('1,"a\r\nb\nc"', '2,"d ""e"""', end="\r\n"), 2, ""),
    "G5 semicolons": ("a.csv", table("1;a", header="id;mt"), 1, ""),
    "G5 a line that says sep": ("a.csv", b"sep=|\nid|mt\n1|a\n", 1, ""),
    "G6 numbers beyond a double": ("a.jsonl", b'{"mt":"a","id":9007199254740993,"x":-0.0}\n', 1, ""),
    "G6 U+2028 in a string": ("a.jsonl", '{"mt":"a\u2028b"}\n'.encode(), 1, ""),
    "G6 a pair of surrogates": ("a.jsonl", b'{"mt":"\\ud83d\\ude00"}\n', 1, ""),
    "G6 with a mark": ("a.jsonl", b'\xef\xbb\xbf{"mt":"a"}\n', 1, ""),
    "G12 a language that is none": ("a.lines", b"One.\n", 1, ""),
}
REFUSED = {
    "G1 empty": ("a.txt", b"", "is empty"),
    "G1 only a mark": ("a.txt", b"\xef\xbb\xbf", "empty but for its byte order mark"),
    "G1 only blank lines": ("a.txt", b"\n \n\t\n", "only white space"),
    "G1 only a header": ("a.csv", table(), "a header and no rows"),
    "G1 only blank lines in JSON": ("a.jsonl", b"\n\n", "no objects in it"),
    "G1 no rows": ("a.tsv", b"\n\n", "no rows in it"),
    "G2 a byte that is none": ("a.txt", LINES.encode()[:30] + b"\xff" + LINES.encode()[30:] * 9, ":2: byte 30"),
    "G2 cut in a character": ("a.txt", LINES.encode()[:-3], "ends inside a character"),
    "G2 CESU-8": ("a.txt", b"an emoji \xed\xa0\xbd\xed\xb8\x80\n", "half a surrogate pair"),
    "G2 overlong": ("a.txt", b"a \xc0\xaf b\n", "is no UTF-8"),
    "G2 CP949": ("a.txt", LINES.encode("cp949", "ignore"), "--encoding cp949"),
    "G2 Shift JIS": ("a.txt", "政府は表を発表した。\n".encode("shift_jis"), "--encoding shift_jis"),
    "G2 CP1252": ("a.txt", "He said “no”.\n".encode("cp1252"), "--encoding cp1252"),
    "G2 UTF-16 without a mark": ("a.txt", LINES.encode("utf-16-le"), "--encoding utf-16-le"),
    "G2 UTF-32": ("a.txt", LINES.encode("utf-32"), "--encoding utf-32"),
    "G2 binary": ("a.txt", bytes(range(32)) * 20, "binary data"),
    "G3 a carriage return alone": ("a.txt", b"a\rb\r", "old Macintosh"),
    "G5 an open quote": ("a.csv", table('1,"a', "2,b"), ":2: a quote opens a cell here"),
    "G5 text after a quote": ("a.csv", table('1,"a"b'), ":2: 'b"),
    "G5 a header twice": ("a.csv", table("1,a,b", header="id,mt,MT"), ":1: two columns are named"),
    "G5 machine and mt": ("a.csv", table("1,a,b", header="id,mt,machine"), "both"),
    "G5 ragged": ("a.csv", table("1,a", "2", "3,b,c"), ":3: 1 column, expected 2 (id, mt); also lines 4"),
    "G5 no header": ("a.csv", table("1,a"[::-1], header="x,y"), "no column is named machine"),
    "G5 another delimiter": ("a.csv", table("1|a", header="id|mt"), "no column is named machine"),
    "G5 a kind that is none": ("a.csv", table("a,photo", header="mt,kind"), ":2: kind 'photo' is none"),
    "G6 NaN": ("a.jsonl", b'{"mt":"a","x":NaN}\n', ":1: NaN is no JSON"),
    "G6 infinity": ("a.jsonl", b'{"mt":"a"}\n{"mt":"a","x":-Infinity}\n', ":2: -Infinity"),
    "G6 1e400": ("a.jsonl", b'{"mt":"a","x":1e400}\n', "is too large"),
    "G6 5,000 digits": ("a.jsonl", b'{"mt":"a","x":' + b"9" * 5_000 + b"}\n", "a number of 5,000 digits"),
    "G6 depth 100,000": ("a.jsonl", b'{"mt":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "too deep"),
    "G6 a key twice": ("a.jsonl", b'{"mt":"a","mt":"b"}\n', "stands twice"),
    "G6 an array": ("a.jsonl", b'["a"]\n', "an array, expected an object"),
    "G6 a scalar": ("a.jsonl", b'{"mt":"a"}\nnull\n7\n', ":2: null, expected an object {…} a line; also wrong: lines 3"),
    "G6 a comma too many": ("a.jsonl", b'{"mt":"a",}\n', "no JSON"),
    "G6 the last line cut": ("a.jsonl", b'{"mt":"a"}\n{"mt":"b', ":2: no JSON"),
    "G6 half a pair": ("a.jsonl", b'{"mt":"\\ud83d"}\n', "half a surrogate pair"),
    "G6 other types": (
        "a.jsonl",
        b'{"mt":5}\n{"mt":null}\n{"mt":true}\n',
        ":1: a number for 'mt', expected a string; also wrong: lines 2, 3",
    ),
    "G7 XML with entities": ("a.txt", b"<?xml version='1.0'?>" + ENTITY.encode(), "looks like XML"),
    "G7 XLIFF": ("a.xlf", ENTITY.encode(), ".xlf is not read"),
    "G7 TMX": ("a.tmx", ENTITY.encode(), ".tmx is not read"),
    "G8 PO": ("a.po", b'msgid "a"\nmsgstr "b"\n', ".po is not read"),
    "G9 gzip": ("a.txt", b"\x1f\x8b\x08\0" + b"\0" * 20, "looks like a gzip file"),
    "G9 a zip archive": ("a.csv", archive(), "looks like a zip archive"),
    "G9 xz": ("a.txt.xz", b"\xfd7zXZ\0\0", ".xz is not read; unpack it first"),
    "G9 zstd": ("a.tsv", b"\x28\xb5\x2f\xfd" + b"\0" * 20, "looks like a zstd file"),
    "G11 a workbook": ("a.csv", archive(), "looks like a zip archive (.xlsx"),
    "G11 an old workbook": ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504, "looks like an old or encrypted Office"),
    "G11 a web page": ("a.txt", b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "looks like a web page"),
    "G11 a web page as a table": ("a.tsv", b"\n <html><body>mt\t502</body></html>", "looks like a web page"),
    "G11 a database": ("a.txt", b"SQLite format 3\0" + b"\0" * 84, "looks like an SQLite database"),
    "G11 a PDF": ("a.txt", b"%PDF-1.7\n", "looks like a PDF"),
}


LONG_LINE = """
import sys, tracemalloc
from reviewer import formats

form, length = sys.argv[1], int(sys.argv[2]) * 1_000_000
before = {"jsonl": b'{"mt":"', "csv": b"mt\\n", "tsv": b"mt\\n"}.get(form, b"")
data = before + b"words; and " * (length // 11) + (b'"}' if form == "jsonl" else b"")
said = formats.ReadOptions(format=form, target_language="en", source_language="ko")
formats.read("a", b"A line.\\n", formats.ReadOptions(format="txt", target_language="en"))
tracemalloc.start()
document = formats.read("a", data, said)
print(tracemalloc.get_traced_memory()[1] / len(data))
"""


def read(name: str, data: bytes):
    """The document, in time."""
    form = "lines" if name.endswith(".lines") else None
    language = "en" if form else None
    with at_most(5):
        return formats.read(name, data, ReadOptions(format=form, source_language=language, target_language=language))


@pytest.mark.catalogue("G2", "G3", "G5", "G6", "G12")
@pytest.mark.parametrize(("name", "data", "segments", "notice"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_odd_but_text_is_taken_as_it_is(name, data, segments, notice):
    """With as many segments as there are, a notice where a person should know, and every byte again."""
    document = read(name, data)
    assert sum(len(article.segments) for article in document.articles) == segments
    assert notice in "\n".join(document.notices)
    assert formats.write(data, document.reading, {}) == data


@pytest.mark.catalogue("G1", "G2", "G3", "G5", "G6", "G7", "G8", "G9", "G11")
@pytest.mark.parametrize(("name", "data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_text_of_ours_is_refused(name, data, said):
    """In one line that names the file, and says what it is."""
    with pytest.raises(InputError) as refusal:
        read(name, data)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(name)
    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.catalogue("G4")
def test_a_file_that_says_it_is_too_long_is_not_begun(tmp_path):
    """A hole of 10 GB costs neither time nor memory."""
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    with at_most(1), pytest.raises(InputError, match="is larger than 256 MiB; part it into several files"):
        load(path)


@pytest.mark.catalogue("G4")
@pytest.mark.parametrize("megabytes", [3, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.parametrize("form", ["txt", "lines", "tsv", "csv", "jsonl"])
def test_a_long_line_takes_no_more_than_a_few_times_its_length(form, megabytes):
    """One line of words without an end: read in a process of its own, whose memory is looked at."""
    with at_most(120):
        ended = subprocess.run(
            [sys.executable, "-c", LONG_LINE, form, str(megabytes)], capture_output=True, text=True, check=True
        )
    times = float(ended.stdout)
    print(f"{form}: a line of {megabytes} MB takes {times:.1f} times its length in memory")
    assert times < 6


@pytest.mark.catalogue("G10")
def test_a_file_that_is_written_to_meanwhile_is_refused(tmp_path, monkeypatch):
    """Half of an old and half of a new text is nobody's text."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"One.\n" * 100)
    opened = os.fdopen

    def opened_late(handle, *arguments, **options):
        with path.open("ab") as writer:
            writer.write(b"Two.\n")
        return opened(handle, *arguments, **options)

    monkeypatch.setattr(files.os, "fdopen", opened_late)
    with pytest.raises(InputError, match="was written to while it was read"):
        load(path)


@pytest.mark.catalogue("G10")
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc here")
def test_a_file_of_the_kernel_is_read_or_refused():
    """Its length is 0 until it is read, which is no reason to take it for empty, or to wait."""
    with at_most(2):
        assert load(Path("/proc/self/status")).startswith(b"Name:")
        with pytest.raises(InputError, match="/proc/self/mem: input/output error"):
            load(Path("/proc/self/mem"))


@pytest.mark.catalogue("G10")
@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    """With the reason."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"One.\n")
    path.chmod(0)
    with pytest.raises(InputError, match="permission denied"):
        load(path)

"""Line files: what a line is, what is no text, and files that do not line up."""

from __future__ import annotations

import gzip
import io
import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import EncodingError, FormatError, InputError, ReviewerError, UnknownNameError
from reviewer.workflow.line_files import LineFile, open_all, side_by_side, total_size


def written(folder: Path, data: bytes, name: str = "lines.txt") -> str:
    """The path of a file with these bytes."""
    (folder / name).write_bytes(data)
    return str(folder / name)


def read(path: str, encoding: str = "utf-8", count: int = 3) -> list[str]:
    """All of its lines, read a few at a time."""
    found: list[str] = []
    with LineFile(path, encoding) as file:
        while some := file.read(count):
            found += some
        assert file.lines == len(found)
    return found


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"one", ["one"]),
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\n\n\n", ["one", "", ""]),
        (b"one\r\ntwo\rthree\n", ["one\r", "two\rthree"]),
        ("\ufeffone\u2028two\x85three\x0b\x0c\x1c\n".encode(), ["\ufeffone\u2028two\x85three\x0b\x0c\x1c"]),
        (b"one \t\n", ["one \t"]),
        ("e\u0301 \U0001f5de \ud55c\n".encode(), ["e\u0301 \U0001f5de \ud55c"]),
        (b"".join(b"%d\n" % number for number in range(10)), list("0123456789")),
    ],
)
@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
def test_a_line_ends_at_a_line_feed_alone(tmp_path: Path, data: bytes, lines: list[str], is_packed: bool) -> None:
    """And comes as it is, gzipped or not, whatever the file is called."""
    assert read(written(tmp_path, gzip.compress(data, mtime=0) if is_packed else data)) == lines


@given(st.lists(st.text(st.characters(exclude_characters="\n\0", exclude_categories=["Cs"]), max_size=20)), st.integers(1, 7))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "gb18030"])
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, encoding: str, lines: list[str], count: int) -> None:
    """In any encoding and in blocks of any size."""
    folder = tmp_path_factory.getbasetemp()
    data = "".join(f"{line}\n" for line in lines).encode(encoding)
    if not data.startswith(b"\x1f\x8b"):
        assert read(written(folder, data, "any.txt"), encoding, count) == lines


@pytest.mark.parametrize(
    ("data", "encoding", "error", "problem"),
    [
        (b"ok\nok\ncaf\xe9\n", "utf-8", EncodingError, ":3: byte 0xE9 is no utf-8: name its encoding"),
        (b"ok\n" * 5 + b"\xff\n", "utf-8", EncodingError, ":6: byte 0xFF"),
        (b"ok\n" * 4 + b"a\0b\n", "utf-8", FormatError, ":5: a NUL byte: this is binary data, or UTF-16"),
        ("ok\n".encode("utf-16-le"), "utf-8", FormatError, ":1: a NUL byte"),
        ("ok\n".encode("utf-16"), "utf-8", EncodingError, ":1: UTF-16; save it as UTF-8, or say --encoding utf-16"),
        ("ok\n".encode("utf-16-le"), "utf-16", EncodingError, ": say what --encoding all files have, without a byte order mark"),
        ("ok\n".encode("utf-16")[:-1], "utf-16", EncodingError, "truncated data"),
        (b"\x81\x7f\n", "cp949", EncodingError, ":1: byte 0x81 is no cp949"),
        (
            gzip.compress(b"ok\n" * 999, mtime=0)[:-9],
            "utf-8",
            FormatError,
            ": damaged gzip data; fetch or compress the file again: ",
        ),
        (b"\x1f\x8b", "utf-8", FormatError, ": damaged gzip data"),
        (gzip.compress(b"ok\n" * 9, mtime=0)[:-8] + b"\0" * 8, "utf-8", FormatError, ": damaged gzip data"),
        (b"ok\n", "undefined", EncodingError, ": no undefined ("),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, encoding: str, error: type[InputError], problem: str) -> None:
    """With the file, and the line where it is known."""
    path = written(tmp_path, data)
    with pytest.raises(error) as caught:
        read(path, encoding)
    assert str(caught.value).startswith(path)
    assert problem in str(caught.value)


@pytest.mark.parametrize("encoding", ["klingon", "", "hex", "rot13", "utf-8\0", "../utf-8"])
def test_an_encoding_that_there_is_not(tmp_path: Path, encoding: str) -> None:
    """Codecs of bytes are none either."""
    with pytest.raises(UnknownNameError, match="known: utf-8, utf-16, cp949"):
        LineFile(written(tmp_path, b"ok\n"), encoding)


def test_a_device_is_refused() -> None:
    """It may be one line without an end."""
    with pytest.raises(InputError, match="/dev/zero: is a device; name a file"):
        LineFile("/dev/zero")


def test_a_path_that_is_no_file(tmp_path: Path) -> None:
    """The message says what it is."""
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        LineFile(str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="is a folder; name a file"):
        LineFile(str(tmp_path))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no file that opens and cannot be read")
def test_a_file_that_cannot_be_read() -> None:
    """Although it opens."""
    with pytest.raises(InputError, match="/proc/self/mem: cannot be read: "):
        LineFile("/proc/self/mem")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_named_pipe_is_read_as_a_file(tmp_path: Path) -> None:
    """As a shell's `<(…)` makes it."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"one\ntwo\n",))
    writer.start()
    assert read(str(path)) == ["one", "two"]
    writer.join()


def test_files_come_side_by_side(tmp_path: Path) -> None:
    """In blocks of the same lines of each."""
    paths = [written(tmp_path, b"1\n2\n3\n", "a"), written(tmp_path, b"x\ny\nz\n", "b")]
    with ExitStack() as stack:
        blocks = list(side_by_side(open_all(paths, "utf-8", stack), 2))
    assert blocks == [[["1", "2"], ["x", "y"]], [["3"], ["z"]]]


@pytest.mark.parametrize("count", [1, 2, 500])
def test_files_that_do_not_line_up_are_refused_with_all_counts(tmp_path: Path, count: int) -> None:
    """However many lines are read at a time."""
    lengths = {"a": 1203, "b": 1203, "c": 1199}
    paths = [written(tmp_path, b"x\n" * length, name) for name, length in lengths.items()]
    with ExitStack() as stack:
        blocks = side_by_side(open_all(paths, "utf-8", stack), count)
        with pytest.raises(FormatError) as caught:
            list(blocks)
    counts = ", ".join(f"{path} has {length:,} lines" for path, length in zip(paths, lengths.values(), strict=True))
    assert str(caught.value) == f"the files do not line up: {counts}"


def test_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice would be nothing the second time."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b"one\ntwo\n"))))
    assert read("-") == ["one", "two"]
    with ExitStack() as stack, pytest.raises(InputError, match="standard input can be read once only"):
        open_all(["-", "-"], "utf-8", stack)


def test_standard_input_may_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `<&-` leaves it."""
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ReviewerError, match="standard input: is closed; name a file"):
        LineFile("-")


def test_how_far_it_is_is_known_of_files_alone(tmp_path: Path) -> None:
    """The size of a pipe is nobody's guess."""
    path = written(tmp_path, b"12345\n")
    assert total_size([path, path]) == 12
    assert total_size([path, "-"]) == 0
    with LineFile(path) as file:
        file.read(1)
        assert file.position == 6

r"""Line files of any size, read side by side: line n of one is about the same segment as line n of the others.

The files of `sacrebleu`: a line parts at `\n` and at nothing else, and comes as it is, a byte order mark and `\r` included,
because both change a score and somebody has to say so. Nothing is held but the block that is looked at, so a million lines are
no more than a thousand.
"""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO

from reviewer.core.descriptors import reading
from reviewer.errors import EncodingError, FormatError, InputError, UnknownNameError

STANDARD_INPUT = "-"
_GZIP = b"\x1f\x8b"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class LineFile:
    """One file, gzipped or not, or standard input; a context manager.

    Args:
        path: of the file; `-` is standard input.
        encoding: a Python codec.

    Raises:
        InputError: it is not there, or is a folder, or cannot be opened.
        UnknownNameError: `encoding` is no codec.
    """

    def __init__(self, path: str, encoding: str = "utf-8") -> None:
        self.name = "standard input" if path == STANDARD_INPUT else path
        self.lines = 0
        """How many were read so far."""
        try:
            self._codec = codecs.lookup(encoding).name
            io.TextIOWrapper(io.BytesIO(), self._codec)  # refuses the codecs that are of bytes, as `hex`
        except (LookupError, ValueError):
            raise UnknownNameError("encoding", encoding[:40], ("utf-8", "utf-16", "cp949", "any other codec of Python")) from None
        self._plain = self._open(path)
        try:
            self._is_gzipped = self._plain.peek(2)[:2] == _GZIP
        except OSError as failure:
            self._plain.close()
            raise InputError(f"cannot be read: {failure.strerror}", path=self.name) from failure
        self._file: IO[bytes] = self._plain
        if self._is_gzipped:
            self._file = gzip.GzipFile(fileobj=self._plain)  # type: ignore[assignment]

    def __enter__(self) -> LineFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._plain.close()  # which gzip leaves open

    @property
    def position(self) -> int:
        """How many bytes of it were read, compressed ones where it is compressed."""
        return self._plain.tell() if self._plain.seekable() else 0

    def read(self, count: int) -> list[str]:
        r"""The next `count` lines without their `\n`; fewer at the end of the file.

        Raises:
            EncodingError: bytes that are no text in the encoding.
            FormatError: binary data, or damaged gzip data.
        """
        try:
            lines = self._wide(count) if self._codec.startswith(("utf-16", "utf-32")) else self._narrow(count)
        except (OSError, EOFError, zlib.error) as failure:
            problem = "damaged gzip data; fetch or compress the file again" if self._is_gzipped else "cannot be read"
            raise FormatError(f"{problem}: {failure}", path=self.name) from failure
        self.lines += len(lines)
        return lines

    def _narrow(self, count: int) -> list[str]:
        raw = list(islice(self._file, count))
        data = b"".join(raw)
        if not self.lines and data.startswith(_UTF16):
            raise EncodingError("UTF-16; save it as UTF-8, or say --encoding utf-16 if all files are", path=self.name, line=1)
        if b"\0" in data:
            line = self.lines + data.count(b"\n", 0, data.index(b"\0")) + 1
            raise FormatError("a NUL byte: this is binary data, or UTF-16 (--encoding utf-16)", path=self.name, line=line)
        try:
            text = data.decode(self._codec)
        except UnicodeDecodeError as wrong:
            line = self.lines + data.count(b"\n", 0, wrong.start) + 1
            hint = "name its encoding with --encoding, or save it as UTF-8"
            raise EncodingError(
                f"byte 0x{data[wrong.start]:02X} is no {self._codec}: {hint}", path=self.name, line=line
            ) from None
        except UnicodeError as wrong:
            raise EncodingError(f"no {self._codec} ({wrong}): say what --encoding all files have", path=self.name) from None
        return _parted(text)

    def _wide(self, count: int) -> list[str]:
        if not isinstance(self._file, io.TextIOWrapper):
            self._file = io.TextIOWrapper(self._file, encoding=self._codec, newline="\n")  # type: ignore[assignment]
        try:
            return _parted("".join(islice(self._file, count)))  # type: ignore[arg-type]
        except UnicodeError as wrong:
            unmarked = f", without a byte order mark {self._codec}-le or -be" if self._codec in ("utf-16", "utf-32") else ""
            hint = f"say what --encoding all files have{unmarked}"
            raise EncodingError(f"no {self._codec} ({wrong}): {hint}", path=self.name) from None

    def _open(self, path: str) -> io.BufferedReader:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise InputError("is closed; name a file", path=self.name)
            return sys.stdin.buffer  # type: ignore[return-value]
        if Path(path).is_dir():
            raise InputError("is a folder; name a file with one segment a line", path=path)
        try:
            # A pipe is as good as a file; a device may be one line without an end.
            if Path(path).is_char_device():
                raise InputError("is a device; name a file with one segment a line", path=path)
            return reading(Path(path))
        except OSError as failure:
            raise InputError(str(failure.strerror or failure).lower(), path=path) from failure


def side_by_side(files: Sequence[LineFile], count: int = 500) -> Iterator[list[list[str]]]:
    """Blocks of up to `count` lines of each file; the block has one list a file.

    Raises:
        FormatError: one file has more lines than another; the message has all the line counts.
    """
    while True:
        blocks = [file.read(count) for file in files]
        lengths = {len(block) for block in blocks}
        if len(lengths) > 1:
            raise FormatError(f"the files do not line up: {_line_counts(files)}")
        if not lengths or lengths == {0}:
            return
        yield blocks


def open_all(paths: Sequence[str], encoding: str, stack: ExitStack) -> list[LineFile]:
    """Each of `paths`, open until `stack` ends.

    Raises:
        InputError: one cannot be opened, or standard input is named twice.
    """
    if paths.count(STANDARD_INPUT) > 1:
        raise InputError("standard input can be read once only; name a file")
    return [stack.enter_context(LineFile(path, encoding)) for path in paths]


def _parted(text: str) -> list[str]:
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def total_size(paths: Sequence[str]) -> int:
    """The bytes of all files together, or 0 where one is no plain file."""
    if not all(Path(path).is_file() for path in paths):
        return 0
    return sum(Path(path).stat().st_size for path in paths)


def _line_counts(files: Sequence[LineFile]) -> str:
    for file in files:
        while file.read(10_000):
            pass
    return ", ".join(f"{file.name} has {file.lines:,} lines" for file in files)

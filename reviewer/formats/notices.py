"""What a person should know about a text that could be taken all the same: one line each, and only what is worth a look."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.formats.encoding import line_of

_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069]")
_DECOMPOSED = re.compile(r"[\u1100-\u1112][\u1161-\u1175]|[A-Za-z\u0400-\u04ff][\u0300-\u030c]")
_FEW_DECOMPOSED = 3
_SAMPLE = 1 << 20


def about(text: str) -> Iterator[str]:
    """The notices on `text` that hold for every format."""
    yield from _line_ends(text)
    yield from _characters(text)
    if _looks_double_encoded(text[:_SAMPLE]):
        yield "looks double-encoded: UTF-8 was read as something else and saved again, before this file was made"
    if sum(1 for _ in _DECOMPOSED.finditer(text[:_SAMPLE])) >= _FEW_DECOMPOSED:
        yield "letters are written in parts (NFD), as macOS does; compared with composed text, scores come out too low"


def count(number: int, noun: str) -> str:
    """`number` and `noun`, in the plural where it must be, e.g. `1,200 rows`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _line_ends(text: str) -> Iterator[str]:
    windows = text.count("\r\n")
    unix = text.count("\n") - windows
    alone = text.count("\r") - windows
    if alone:
        where = line_of(text, re.search(r"\r(?!\n)", text).start())  # type: ignore[union-attr]
        yield f"{count(alone, 'carriage return')} without a line feed, first on line {where}; text, and no line end"
    if windows and unix:
        yield f"mixed line ends: {windows:,} CRLF and {unix:,} LF; each is kept as it is"


def _characters(text: str) -> Iterator[str]:
    if (first := text.find("\ufeff")) >= 0:
        marks = count(text.count("\ufeff"), "byte order mark")
        yield f"{marks} inside the text, first on line {line_of(text, first)}: files were put together; they are kept"
    if (first := text.find("\ufffd")) >= 0:
        lost = count(text.count("\ufffd"), "replacement character")
        yield f"{lost} (U+FFFD), first on line {line_of(text, first)}: letters were lost before this file was made"
    hidden = [match.start() for match in _HIDDEN.finditer(text)]
    if hidden:
        kinds = sorted({text[position] for position in hidden})
        names = ", ".join(f"U+{ord(kind):04X}" for kind in kinds[:4]) + (", …" if len(kinds) > 4 else "")
        invisible = count(len(hidden), "control or invisible character")
        yield f"{invisible} ({names}), first on line {line_of(text, hidden[0])}; kept, and shown as stand-ins"


def _looks_double_encoded(text: str) -> bool:
    """Whether most lines with letters beyond ASCII are valid UTF-8 when their characters are taken for bytes."""
    double = single = 0
    for line in text.split("\n"):
        if line.isascii():
            continue
        if any(_is_utf8_of(line, codec) for codec in ("latin-1", "cp1252")):
            double += 1
        else:
            single += 1
    return double > single


def _is_utf8_of(line: str, codec: str) -> bool:
    try:
        return bool(line.encode(codec).decode("utf-8"))
    except UnicodeError:
        return False

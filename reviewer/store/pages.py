"""The rows that stand in the pages of a database file, read without SQLite, which refuses a file that is damaged in one place.

Every page of a table that is whole gives up its rows, whether or not anything still leads to it. What they are rows of, and
whether they are true, is for the caller to say: a page that was given back may hold what stood there before. The form is that of
"Database File Format" of SQLite's documentation.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

from reviewer.core.descriptors import reading

Value = int | float | str | bytes | None
Values = tuple[Value, ...]

_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a value by its serial type, up to 9."""
_LEAF = 13
_USUAL = (4096, 0)
"""Bytes of a page, and how many of them are not used, as SQLite makes them."""
_LOG_HEADER = 32
_FRAME_HEADER = 24


def rows(path: Path, widths: Collection[int]) -> Iterator[tuple[int, Values]]:
    """Number and values of each readable row of as many columns as `widths` has, first those that stand where they should.

    A database's log counts as far as it was committed. A row may come more than once.
    """
    with reading(path) as file:
        header = file.read(100).ljust(100, b"\0")
        size = int.from_bytes(header[16:18], "big")
        said = (65536 if size == 1 else size if size >= 512 and size & (size - 1) == 0 else _USUAL[0], header[20])
        # What the header says of all pages may itself be damaged.
        for form in dict.fromkeys((said, _USUAL)):
            pages = _Pages(file, path.with_name(f"{path.name}-wal"), *form)
            for look in (_proper, _stray):
                for number in range(1, pages.count + 1):
                    page = pages.page(number)
                    for at in look(pages, page, 100 if number == 1 else 0):
                        row, _ = _read(pages, page, at, widths)
                        if row is not None:
                            yield row


def _proper(pages: _Pages, page: bytes, start: int) -> Iterator[int]:
    """Where the rows of a table's page begin, as the page says."""
    if len(page) > start + 8 and page[start] == _LEAF:
        yield from _pointers(page, start)


def _stray(pages: _Pages, page: bytes, start: int) -> Iterator[int]:
    """Where rows may begin in a page that says that it has none, or that contradicts itself."""
    if len(page) <= start + 8:
        return
    pointers = _pointers(page, start)
    if page[start] != _LEAF:
        yield from pointers
        return
    # Rows stand close together, up to the page's end: where one does not begin at the end of another, a pointer may be wrong.
    end = int.from_bytes(page[start + 5 : start + 7], "big")
    for at in sorted(pointers):
        _, after = _read(pages, page, at, ())
        if at != end or not after:
            break
        end = after
    if end != pages.usable:
        yield from range(start + 8, len(page))


def _pointers(page: bytes, start: int) -> tuple[int, ...]:
    count = min(int.from_bytes(page[start + 3 : start + 5], "big"), (len(page) - start - 8) // 2)
    return struct.unpack_from(f">{count}H", page, start + 8)


class _Pages:
    """The pages of a file, each as of the last commit."""

    def __init__(self, file: IO[bytes], log: Path, size: int, reserved: int) -> None:
        self._file = file
        self.size = size
        self.usable = size - reserved
        length = file.seek(0, 2)
        self._logged = _committed(log, size)
        self.bytes = length + size * len(self._logged)
        self.count = max(-(-length // size), *self._logged, 0)

    def page(self, number: int) -> bytes:
        if number in self._logged:
            return self._logged[number]
        self._file.seek((number - 1) * self.size)
        return self._file.read(self.size)


def _committed(log: Path, size: int) -> dict[int, bytes]:
    """The pages of a write-ahead log up to its last commit."""
    try:
        with reading(log) as file:
            data = file.read()
    except OSError:
        return {}
    pages: dict[int, bytes] = {}
    open_pages: dict[int, bytes] = {}
    for start in range(_LOG_HEADER, len(data) - size - _FRAME_HEADER + 1, size + _FRAME_HEADER):
        number, committed = struct.unpack(">II", data[start : start + 8])
        # What is left from before the log was begun anew has another salt.
        if data[start + 8 : start + 16] != data[16:24]:
            break
        open_pages[number] = data[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        if committed:
            pages |= open_pages
            open_pages = {}
    return pages


def _read(pages: _Pages, page: bytes, at: int, widths: Collection[int]) -> tuple[tuple[int, Values] | None, int]:
    """The row at a place, if there is one of such a width, and where in the page it ends; 0 where that is no row."""
    try:
        length, start = _varint(page, at)
        rowid, start = _varint(page, start)
        if not 0 < length <= pages.bytes or at < 8:
            return None, 0
        local = _local(pages, length)
        end = start + local + (4 if local < length else 0)
        if end > pages.usable:
            return None, 0
        return (_row(pages, page, start, length, rowid, widths) if widths else None), end
    except (ValueError, IndexError, struct.error):
        return None, 0


def _row(pages: _Pages, page: bytes, at: int, length: int, rowid: int, widths: Collection[int]) -> tuple[int, Values] | None:
    payload = _payload(pages, page, at, length)
    end, position = _varint(payload, 0)
    most = max(widths)
    kinds: list[int] = []
    # A longer one is no row that is looked for, but what may be anything.
    while position < end and len(kinds) <= most:
        kind, position = _varint(payload, position)
        kinds.append(kind)
    if len(kinds) not in widths:
        return None
    values = []
    for kind in kinds:
        # Of the two kinds that there are not it is less than nothing.
        size = _SIZES[kind] if kind < len(_SIZES) else (kind - 12) // 2
        if size < 0 or position + size > len(payload):
            return None
        values.append(_value(kind, payload[position : position + size]))
        position += size
    return (rowid if rowid < 1 << 63 else rowid - (1 << 64)), tuple(values)


def _payload(pages: _Pages, page: bytes, at: int, length: int) -> bytes:
    """The bytes of a cell, with those that found no room in its page."""
    local = _local(pages, length)
    parts = [page[at : at + local]]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    rest = length - local
    while rest > 0:
        if not 0 < following <= pages.count:
            raise ValueError("a page that belongs to the row is not there")
        overflow = pages.page(following)
        part = overflow[4 : min(4 + rest, pages.usable)]
        if not part:
            raise ValueError("a page that belongs to the row is not whole")
        following = int.from_bytes(overflow[:4], "big")
        parts.append(part)
        rest -= len(part)
    return b"".join(parts)


def _local(pages: _Pages, length: int) -> int:
    """How many bytes of a cell are in the page itself."""
    most = pages.usable - 35
    if length <= most:
        return length
    least = (pages.usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (pages.usable - 4)
    return local if local <= most else least


def _value(kind: int, data: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind == 7:
        number: float = struct.unpack(">d", data)[0]
        return number
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    return data.decode() if kind % 2 else data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes at a place, and the place after it."""
    value = 0
    for index in range(8):
        byte = data[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | data[at + 8], at + 9

r"""JSON lines: one object a line, keys as the columns of a table.

The text of every key that is read is a string; `id`, `article` and `paragraph` may be whole numbers, and null is as good as a
key that is not there, except for the machine text. What JSON allows but readers disagree on (a key twice, NaN, numbers beyond
all measure, half a surrogate pair) is refused with its line. Lines end at `\n` only: U+2028 is text inside a string.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from reviewer.core.article import Reading
from reviewer.errors import FormatError
from reviewer.formats import columns
from reviewer.formats.lines import lines
from reviewer.formats.reader import Contents, ReadOptions
from reviewer.formats.records import Record, articles

_LABELS = ("id", "article", "paragraph")
_DIGITS = 300
_LINES_SHOWN = 5
_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JSON_SPACE = " \t\r"


def read(name: str, text: str, options: ReadOptions) -> Contents:
    """The articles in the lines of `text`."""
    keys = _Keys(name, columns.asked(options.columns))
    records: list[Record] = []
    wrong: list[FormatError] = []
    for line, (row, _) in enumerate(lines(text), start=1):
        if not row.strip(_JSON_SPACE):
            continue
        try:
            records.append(keys.record(line, _object(name, line, row)))
        except FormatError as error:
            wrong.append(error)
    if wrong:
        raise _with_others(name, wrong)
    if not records:
        raise FormatError("no objects in it, only blank lines", path=name)
    read_from, unread = keys.used()
    made, notices = articles(name, records, options)
    hint = (f"not read: {columns.seen(unread)}; --column source=KEY, for example, reads one",) if unread else ()
    return Contents(made, read_from, notices=(*notices, *hint))


def record_lines(name: str, text: str, reading: Reading) -> list[int]:
    """The line of each object in `text`."""
    return [line for line, (row, _) in enumerate(lines(text), start=1) if row.strip(_JSON_SPACE)]


def rewrite(name: str, text: str, reading: Reading, edits: Mapping[int, str | None], keep: Set[int] | None) -> str:
    """`text` with the objects in `edits` changed or taken out."""
    keys = dict(reading.columns)
    escaped = text.isascii() and "\\u" in text
    rows = lines(text)
    kept: list[tuple[str, str]] = []
    number = -1
    is_kept = True
    for row, end in rows:
        is_blank = not row.strip(_JSON_SPACE)
        if not is_blank:
            number += 1
            is_kept = (keep is None or number in keep) and edits.get(number, "") is not None
        if is_kept:
            edited = None if is_blank else edits.get(number)
            kept.append((row if edited is None else _edited(row, keys, edited, escaped), end))
    if kept and rows and not rows[-1][1]:
        kept[-1] = (kept[-1][0], "")
    return "".join(row + end for row, end in kept)


@dataclass(slots=True)
class _Keys:
    """Which keys of the objects of one file are read, found once for each set of keys."""

    name: str
    wanted: dict[str, str]
    _makers: dict[tuple[str, ...], tuple[dict[str, int], Callable[[int, Sequence[str]], Record]]] = field(default_factory=dict)
    _first: dict[str, str] = field(default_factory=dict)
    """The key under which each role was first seen: what is written back must find it in every object."""

    def record(self, line: int, values: dict[str, Any]) -> Record:
        """The record that the object on `line` is."""
        names = tuple(values)
        if names not in self._makers:
            places = self._places(line, names)
            self._makers[names] = places, columns.maker(self.name, places)
        places, make = self._makers[names]
        cells = [""] * len(names)
        for role, place in places.items():
            cells[place] = _text(self.name, line, role, names[place], values[names[place]])
        return make(line, cells)

    def used(self) -> tuple[tuple[tuple[str, str], ...], list[str]]:
        """What was read from which key, and the keys that were not read."""
        read = {role: names[place] for names, (places, _) in self._makers.items() for role, place in places.items()}
        unread = dict.fromkeys(
            key for names, (places, _) in self._makers.items() for key in columns.unread(names, places.values())
        )
        for role, key in self.wanted.items():
            if role not in read:
                raise FormatError(f"no object has the key {key!r} for {role}; seen: {columns.seen(list(unread))}", path=self.name)
        return tuple(read.items()), list(unread)

    def _places(self, line: int, names: tuple[str, ...]) -> dict[str, int]:
        there = {key.strip().casefold() for key in names}
        present = {role: key for role, key in self.wanted.items() if key.strip().casefold() in there}
        if "machine" in self.wanted and "machine" not in present:
            raise FormatError(f"no key {self.wanted['machine']!r}; seen: {columns.seen(names)}", path=self.name, line=line)
        places = columns.find(self.name, line, names, present, hint="")
        for role, place in places.items():
            before = self._first.setdefault(role, names[place])
            if before != names[place]:
                raise FormatError(
                    f"{role} is under {names[place]!r} here and under {before!r} before; write one key in all objects",
                    path=self.name,
                    line=line,
                )
        return places


def _object(name: str, line: int, row: str) -> dict[str, Any]:
    try:
        value = _DECODER.decode(row.strip(_JSON_SPACE))
    except json.JSONDecodeError as error:
        raise FormatError(f"no JSON: {error.msg.lower()} at column {error.colno:,}", path=name, line=line) from None
    except RecursionError:
        raise FormatError("nested too deep to be read", path=name, line=line) from None
    except ValueError as error:
        raise FormatError(str(error), path=name, line=line) from None
    if not isinstance(value, dict):
        raise FormatError(f"{_described(value)}, expected an object {{…}} a line", path=name, line=line)
    return value


def _text(name: str, line: int, role: str, key: str, value: Any) -> str:
    if value is None and role != "machine":
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and role in _LABELS:
        return str(value)
    if not isinstance(value, str):
        raise FormatError(f"{_described(value)} for {key!r}, expected a string", path=name, line=line)
    if _SURROGATE.search(value):
        raise FormatError(f"half a surrogate pair in {key!r}, which is no character; mend or delete it", path=name, line=line)
    return value


def _described(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _with_others(name: str, wrong: list[FormatError]) -> FormatError:
    first, *others = wrong
    if not others:
        return first
    lines = ", ".join(str(error.line) for error in others[:_LINES_SHOWN]) + (", …" if len(others) > _LINES_SHOWN else "")
    return FormatError(f"{first.problem}; also wrong: lines {lines}", path=name, line=first.line)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return values


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits; write it as a string")
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"the number {digits[:20]} is too large; write it as a string")
    return number


def _constant(word: str) -> float:
    raise ValueError(f"{word} is no JSON; write null, or leave the key out")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_int=_whole, parse_float=_real, parse_constant=_constant)
_SKIPPER = json.JSONDecoder()


def _edited(row: str, keys: Mapping[str, str], edited: str, escaped: bool) -> str:
    """`row` with `edited` for the text that an editor decides; a correction that is not there yet follows the machine text."""
    spans = _spans(row)
    text = json.dumps(edited, ensure_ascii=escaped)
    key = keys.get("correction", keys["machine"])
    if key not in spans:
        _, after = spans[keys["machine"]]
        return f"{row[:after]}, {json.dumps(key, ensure_ascii=escaped)}: {text}{row[after:]}"
    start, end = spans[key]
    return row if json.loads(row[start:end]) == edited else row[:start] + text + row[end:]


def _spans(row: str) -> dict[str, tuple[int, int]]:
    """Where the value of each key of the object in `row` stands, which is known to be valid JSON."""
    spans: dict[str, tuple[int, int]] = {}
    position = row.index("{") + 1
    while True:
        position = _after_space(row, position)
        if row[position] == "}":
            return spans
        key, position = _SKIPPER.raw_decode(row, position)
        start = _after_space(row, _after_space(row, position) + 1)
        _, position = _SKIPPER.raw_decode(row, start)
        spans[key] = (start, position)
        position = _after_space(row, position)
        position += row[position] == ","


def _after_space(row: str, position: int) -> int:
    match = _SPACE.match(row, position)
    return match.end() if match else position

"""Which column says what: by its header, whatever its case, or as the user says.

A value of `--column` is a header's name or else a column's number, counted from 1. Where all of them are numbers the file has
no header, and its first line is a row like the others. A column that nobody named is known by the header of the same name; `mt`
is short for machine, and further references are `reference2`, `reference3` and so on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from reviewer.core.article import Kind
from reviewer.errors import FormatError, UnknownNameError
from reviewer.formats.records import Record

ROLES = ("source", "machine", "correction", "reference", "article", "id", "system", "editor", "kind", "paragraph")
"""What can be read from a column."""
MACHINE_HEADERS = ("machine", "mt")
BY_NUMBER = ", or --column machine=2 its number, where there is no header"
WRITTEN = ("verdict", "note", "active_seconds", "idle_seconds", "reviewed_at")
"""Headers of our own exports that are not read."""

_REFERENCE = re.compile(r"reference(?:[2-9]|[1-9]\d)?")
_SHOWN = 8
_SHOWN_LENGTH = 24


def asked(columns: Mapping[str, str]) -> dict[str, str]:
    """What the user said of columns, by role."""
    found = {}
    for role, header in columns.items():
        plain = "machine" if role.casefold() == "mt" else role.casefold()
        if plain not in ROLES and not _REFERENCE.fullmatch(plain):
            raise UnknownNameError("column", role, ROLES)
        found[plain] = header
    return found


def has_header(wanted: Mapping[str, str]) -> bool:
    """Whether the first line is a header: unless every column is given by number."""
    return not wanted or not all(map(_is_number, wanted.values()))


def find(name: str, line: int, headers: Sequence[str], wanted: Mapping[str, str], hint: str = BY_NUMBER) -> dict[str, int]:
    """Where each role stands among `headers`, which stand on `line` of the file; `hint` is what else the user may try.

    Raises:
        FormatError: no column is known to hold machine text, a name stands twice, or one that the user named is not there.
    """
    names = [header.strip().casefold() for header in headers]
    _refuse_twins(name, line, headers, names)
    found = {role: _asked_for(name, line, headers, names, role, header) for role, header in wanted.items()}
    taken = set(found.values())
    for index, header in enumerate(names):
        role = "machine" if header in MACHINE_HEADERS and "machine" not in wanted else header
        if (role not in ROLES and not _REFERENCE.fullmatch(role)) or role in wanted or index in taken:
            continue
        if role in found:
            raise FormatError("columns 'machine' and 'mt' both; --column machine=NAME says which it is", path=name, line=line)
        found[role] = index
    if "machine" not in found:
        raise FormatError(
            f"no column is named machine or mt; seen: {seen(headers)}; --column machine=NAME says which it is{hint}",
            path=name,
            line=line,
        )
    return found


def numbered(name: str, count: int, wanted: Mapping[str, str]) -> dict[str, int]:
    """Where each role stands in a file of `count` columns without a header."""
    found = {role: int(number) - 1 for role, number in wanted.items()}
    for role, index in found.items():
        if not 0 <= index < count:
            raise FormatError(f"--column {role}={index + 1}, but there are {count:,} columns", path=name, line=1)
    if "machine" not in found:
        raise FormatError("no column is known to hold machine text; add --column machine=NUMBER", path=name)
    return found


def unread(headers: Iterable[str], read: Iterable[int]) -> list[str]:
    """The headers of columns that are not read and that somebody may want."""
    skip = set(read)
    return [
        header for index, header in enumerate(headers) if index not in skip and header.strip().casefold() not in ("", *WRITTEN)
    ]


def seen(headers: Sequence[str]) -> str:
    """`headers` for a message: the first few, cut short, with hidden characters escaped."""
    shown = [repr(header if len(header) <= _SHOWN_LENGTH else header[:_SHOWN_LENGTH] + "…") for header in headers[:_SHOWN]]
    more = f" and {len(headers) - _SHOWN:,} more" if len(headers) > _SHOWN else ""
    return ", ".join(shown) + more


def maker(name: str, places: Mapping[str, int]) -> Callable[[int, Sequence[str]], Record]:
    """What makes a record of a row's line and its cells, for columns that stand in `places`."""
    machine = places["machine"]
    references = [places[role] for role in sorted(places, key=_order) if role.startswith("reference")]
    source, correction, editor, key, article, system, kind, paragraph = (
        places.get(role, -1) for role in ("source", "correction", "editor", "id", "article", "system", "kind", "paragraph")
    )

    def make(line: int, row: Sequence[str]) -> Record:
        # A cell more, so that the place of a column that is not there, -1, finds an empty one.
        cells = (*row, "")
        return Record(
            line,
            cells[machine],
            cells[source] or None,
            tuple(filter(None, [cells[index] for index in references])) if references else (),
            cells[correction] or None,
            cells[editor] or None,
            cells[key] or None,
            cells[article] or None,
            cells[system] or None,
            kind_named(name, line, cells[kind]),
            cells[paragraph] or None,
        )

    return make


def kind_named(name: str, line: int, value: str) -> Kind | None:
    """The kind that a cell names; None where it is empty."""
    if not value:
        return None
    try:
        return Kind(value.strip().casefold())
    except ValueError:
        raise FormatError(f"kind {value[:40]!r} is none of {', '.join(Kind)}", path=name, line=line) from None


def _order(role: str) -> int:
    return int(role.removeprefix("reference") or 1) if role.startswith("reference") else 0


def _refuse_twins(name: str, line: int, headers: Sequence[str], names: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for index, header in enumerate(names):
        if header and first.setdefault(header, index) != index:
            raise FormatError(
                f"two columns are named {headers[index][:40]!r} ({first[header] + 1} and {index + 1}); give each its own name",
                path=name,
                line=line,
            )


def _asked_for(name: str, line: int, headers: Sequence[str], names: Sequence[str], role: str, header: str) -> int:
    plain = header.strip().casefold()
    if plain in names:
        return names.index(plain)
    if _is_number(plain) and 1 <= int(plain) <= len(names):
        return int(plain) - 1
    raise FormatError(f"no column {header!r} for {role}; seen: {seen(headers)}", path=name, line=line)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10

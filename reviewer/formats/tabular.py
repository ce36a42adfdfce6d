"""Reviewed segments as tables that import again: `tsv` and `jsonl`.

A TSV is written without quoting where no cell needs it, so that `cut` and a corpus tool read it; else with a quoted header, and
quotes around each cell that needs them, which our own reader and a spreadsheet understand. The cell `correction` holds what
stands: the machine text where it was accepted, nothing where the segment is open, rejected, cut or in conflict, so an import
makes the decisions again that can be printed. The other columns are for people and are not read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.core.article import Kind
from reviewer.errors import OutputError
from reviewer.formats.dialect import Dialect

_PLAIN = Dialect("\t", quoting=False)
_QUOTED = Dialect("\t", quoting=True)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One segment, or a join, as a table holds it."""

    article: str
    id: str | None
    kind: Kind
    paragraph: int
    machine: str
    source: str | None = None
    correction: str | None = None
    """The editor's text; needed only where the verdict is `corrected`."""
    verdict: str = "open"
    """A status or a verdict."""
    editor: str | None = None
    references: tuple[str, ...] = ()
    system: str | None = None
    note: str = ""
    active_seconds: float | None = None
    idle_seconds: float | None = None
    reviewed_at: str = ""
    """RFC 3339 in UTC; empty where nobody knows."""

    @property
    def standing(self) -> str | None:
        """What the `correction` column says."""
        match self.verdict:
            case "accepted":
                return self.machine
            case "corrected":
                return self.correction
            case _:
                return None


def tsv(rows: Sequence[ExportRow]) -> bytes:
    """`rows` as TSV in UTF-8, with as many reference columns as they need."""
    references = max((len(row.references) for row in rows), default=0)
    records = [_record(row, references) for row in rows]
    header = list(_record(ExportRow("", None, Kind.BODY, 1, ""), references))
    cells = [["" if value is None else str(value) for value in record.values()] for record in records]
    if all(_PLAIN.cell(value) is not None and not value.startswith('"') for row in cells for value in row):
        lines = [header, *cells]
    else:
        lines = [[f'"{name}"' for name in header], *([_QUOTED.cell(value) or "" for value in row] for row in cells)]
    return _encoded("".join("\t".join(line) + "\n" for line in lines))


def jsonl(rows: Sequence[ExportRow]) -> bytes:
    """`rows` as one JSON object a line, in UTF-8; what is not known is null."""
    references = max((len(row.references) for row in rows), default=0)
    return _encoded("".join(json.dumps(_record(row, references), ensure_ascii=False) + "\n" for row in rows))


WRITERS: dict[str, Callable[[Sequence[ExportRow]], bytes]] = {"tsv": tsv, "jsonl": jsonl}
"""The tables that reviewed segments can be written as."""


def _record(row: ExportRow, references: int) -> dict[str, str | int | float | None]:
    numbered = {
        "reference" if index == 0 else f"reference{index + 1}": row.references[index] if index < len(row.references) else None
        for index in range(references)
    }
    return {
        "article": row.article,
        "id": row.id,
        "kind": row.kind.value,
        "paragraph": row.paragraph,
        "system": row.system,
        "source": row.source,
        "machine": row.machine,
        "correction": row.standing,
        "verdict": row.verdict,
        "editor": row.editor,
        **numbered,
        "note": row.note,
        "active_seconds": row.active_seconds,
        "idle_seconds": row.idle_seconds,
        "reviewed_at": row.reviewed_at,
    }


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise OutputError(f"UTF-8 cannot write U+{ord(text[error.start]):04X}, which is no character") from None

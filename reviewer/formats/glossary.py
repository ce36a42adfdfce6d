"""Glossaries: TSV with a header, and TBX of versions 2 and 3.

A TSV has the columns `source` and `target`, and maybe `forbidden`; or, for phrases to be avoided in the text whatever the source
says, `forbidden` and maybe `replacement`. Several in one cell are parted by `;`, and rows with the same source are one term.
Other columns are not read. Of a TBX the terms of one target language are read, and deprecated or superseded ones are forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reviewer.core.term import Term
from reviewer.core.visible import visible
from reviewer.errors import FormatError
from reviewer.formats.encoding import decode
from reviewer.formats.files import load
from reviewer.formats.markup import Element, parse
from reviewer.formats.notices import count

_PART = ";"
_COLUMNS = ("source", "target", "forbidden", "replacement")
_ENTRIES = ("termEntry", "conceptEntry")
_LANGUAGES = ("langSet", "langSec")
_TERMS = ("tig", "ntig", "termSec")
_STATUSES = ("administrativeStatus", "normativeAuthorization")
_AVOIDED = ("deprecated", "superseded", "forbidden", "obsolete", "notrecommended")
_SHOWN = 40


def read_glossary(path: Path, target: str = "en", source: str | None = None) -> tuple[Term, ...]:
    """The terms of the glossary at `path`, in its order.

    Args:
        path: a `.tbx` or `.xml` file is TBX, any other TSV.
        target: for TBX, the primary label of the language of the text.
        source: for TBX, that of the source; None takes every other language.

    Raises:
        InputError: it cannot be read, or is no such file; the message names the line.
    """
    data = load(path)
    if path.suffix.casefold() in (".tbx", ".xml"):
        return _tbx(str(path), data, target, source)
    text, _ = decode(str(path), data)
    return _tsv(str(path), text)


def _tsv(name: str, text: str) -> tuple[Term, ...]:
    lines = [(number, line.split("\t")) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    if not lines:
        raise FormatError("no terms in it", path=name)
    (first, head), *rows = lines
    header = [cell.strip().casefold() for cell in head]
    places = {column: header.index(column) for column in _COLUMNS if column in header}
    is_bilingual = {"source", "target"} <= places.keys()
    if not is_bilingual and ("forbidden" not in places or "source" in places):
        seen = ", ".join(visible(cell[:_SHOWN]) for cell in header[: len(_COLUMNS)])
        needed = "the columns source and target, or forbidden and replacement"
        raise FormatError(f"its first line must name {needed}; it has {seen}", path=name, line=first)
    if not rows:
        raise FormatError("a header and no terms", path=name)
    return _merged([_row(name, number, cells, places, len(header)) for number, cells in rows])


def _row(name: str, line: int, cells: list[str], places: dict[str, int], width: int) -> Term:
    if len(cells) > width:
        raise FormatError(f"{count(len(cells), 'column')}, expected {width}", path=name, line=line)
    said = {column: _parts(cells[place]) if place < len(cells) else () for column, place in places.items()}
    source, forbidden = said.get("source", ()), said.get("forbidden", ())
    targets = said["target"] if "source" in places else said.get("replacement", ())
    if "source" in places and not source:
        raise FormatError("no source term in this row", path=name, line=line)
    if not forbidden and not (targets and source):
        raise FormatError(f"no {'target' if source else 'forbidden'} term in this row", path=name, line=line)
    return Term(source, targets, forbidden)


def _parts(cell: str) -> tuple[str, ...]:
    """The terms in a cell, each once, its white space single spaces."""
    return tuple(dict.fromkeys(" ".join(part.split()) for part in cell.split(_PART) if part.strip()))


def _tbx(name: str, data: bytes, target: str, source: str | None) -> tuple[Term, ...]:
    root = parse(name, data)
    if root.name not in ("tbx", "martif"):
        raise FormatError(f"its root is <{visible(root.name[:_SHOWN])}>, not <tbx> or <martif>", path=name, line=root.line)
    terms = [term for entry in root.all(*_ENTRIES) if (term := _entry(entry, target, source)) is not None]
    if not terms:
        languages = sorted({visible(_language(each)[:_SHOWN]) for each in root.all(*_LANGUAGES)})
        raise FormatError(f"no {target} terms with a source in it; its languages: {', '.join(languages) or 'none'}", path=name)
    return _merged(terms)


def _entry(entry: Element, target: str, source: str | None) -> Term | None:
    theirs: list[str] = []
    ours: list[str] = []
    avoided: list[str] = []
    for part in entry.all(*_LANGUAGES):
        language = _language(part)
        if language == target:
            for term, is_avoided in _terms(part):
                (avoided if is_avoided else ours).append(term)
        elif language == (source or language):
            theirs += (term for term, _ in _terms(part))
    if not (avoided or (ours and theirs)):
        return None
    return Term(tuple(dict.fromkeys(theirs)), tuple(dict.fromkeys(ours)), tuple(dict.fromkeys(avoided)))


def _terms(part: Element) -> Iterator[tuple[str, bool]]:
    """The terms of one language, and whether each is to be avoided: a note says so, or in DCT an element of that name."""
    for section in part.all(*_TERMS):
        notes = section.all("termNote", *_STATUSES)
        statuses = [note.text for note in notes if note.attributes.get("type", note.name) in _STATUSES]
        is_avoided = any(status.casefold().startswith(_AVOIDED) for status in statuses)
        yield from ((term.text, is_avoided) for term in section.all("term") if term.text)


def _language(part: Element) -> str:
    return part.attributes.get("lang", "").split("-")[0].casefold()


def _merged(terms: list[Term]) -> tuple[Term, ...]:
    """Those with the same source as one; those without a source as they are."""
    merged: dict[object, tuple[tuple[str, ...], dict[str, None], dict[str, None]]] = {}
    for number, term in enumerate(terms):
        key = tuple(word.casefold() for word in term.source) or number
        _, targets, forbidden = merged.setdefault(key, (term.source, {}, {}))
        targets.update(dict.fromkeys(term.targets))
        forbidden.update(dict.fromkeys(term.forbidden))
    return tuple(Term(source, tuple(targets), tuple(forbidden)) for source, targets, forbidden in merged.values())

"""Files to articles, and back: one module a format, each line of a registry one format.

What comes in is bytes and a name; a path is never opened here but by `load`. What goes out is bytes. Text that nobody changed
comes out byte for byte as it came in: readers keep every character, and an encoding is accepted only where it can be undone.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import PurePath

from reviewer.core.article import Document, Reading
from reviewer.errors import FormatError, InputError, OutputError, UnknownNameError
from reviewer.formats import encoding, jsonl, lines, text
from reviewer.formats.files import load
from reviewer.formats.foreign import refuse_foreign_bytes, refuse_foreign_suffix, refuse_foreign_text
from reviewer.formats.notices import about
from reviewer.formats.reader import Reader, ReadOptions
from reviewer.formats.table import CSV, TSV
from reviewer.formats.tabular import WRITERS, ExportRow

__all__ = ["READERS", "WRITERS", "ExportRow", "ReadOptions", "encode", "format_of", "load", "read", "record_lines", "write"]

READERS: dict[str, Reader] = {"txt": text, "tsv": TSV, "csv": CSV, "jsonl": jsonl, "lines": lines}
"""What can be read, by the name that `--input-format` takes."""

_AS_FOUND = ReadOptions()


def format_of(name: str, options: ReadOptions = _AS_FOUND) -> str:
    """The format of the file `name`: what the user says, else what its suffix says; any other file is text.

    Text with a source or references beside it is `lines`, for they must line up.
    """
    if options.format is not None:
        if options.format not in READERS:
            raise UnknownNameError("input format", options.format, READERS)
        return options.format
    suffix = PurePath(name).suffix.casefold().removeprefix(".")
    has_company = options.source is not None or options.references
    if suffix in ("tsv", "csv", "jsonl"):
        if has_company:
            raise FormatError("a table brings its own source and references; --input-format lines reads its lines", path=name)
        return suffix
    refuse_foreign_suffix(name, suffix)
    return "lines" if has_company else "txt"


def read(name: str, data: bytes, options: ReadOptions = _AS_FOUND) -> Document:
    """The document that the bytes `data` of a file called `name` are.

    Raises:
        EncodingError: they are not the text that they were taken for.
        FormatError: the text is not of its format, or has no segment.
        UnknownNameError: an option names a format, an encoding or a column that there is not.
    """
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    form = format_of(name, options)
    if not data:
        raise FormatError("the file is empty", path=name)
    refuse_foreign_bytes(name, data)
    content, codec = encoding.decode(name, data, options.encoding)
    if not content:
        raise FormatError("the file is empty but for its byte order mark", path=name)
    refuse_foreign_text(name, content, options)
    with _no_collection():
        contents = READERS[form].read(name, content, options)
    return Document(
        name=name,
        data=data,
        reading=Reading(form, codec, contents.columns, contents.segmenter),
        articles=contents.articles,
        notices=(*about(content), *contents.notices),
    )


def write(document: bytes, reading: Reading, edits: Mapping[int, str | None], keep: Set[int] | None = None) -> bytes:
    """The bytes of a document in the form that it came in, with only what was decided changed.

    A record's text goes where the file has a place for it: its `correction` column or key, else in place of the machine text.
    A record that already says so, or that is not named, stays byte for byte. White space after a record that is taken out goes
    with it, and a file without a line end at its end stays so.

    Args:
        document: the bytes that were read.
        reading: how they were read; not running text, which is composed (`reviewer.core.composition`) and then encoded.
        edits: by the number of its record, the text that stands there now; None takes the record out.
        keep: the only records that stay, for one article of several; a header always stays.

    Raises:
        OutputError: the file's form or encoding cannot hold the text.
    """
    content, _ = encoding.decode("the document", document, reading.encoding)
    rewritten = READERS[reading.format].rewrite("the document", content, reading, edits, keep)
    data = encode(rewritten, reading)
    _refuse_unreadable(rewritten, data, reading)
    return data


def record_lines(document: Document) -> list[int]:
    """The line of the file on which each record of a document begins, counted from 1; not of running text."""
    content, _ = encoding.decode(document.name, document.data, document.reading.encoding)
    return READERS[document.reading.format].record_lines(document.name, content, document.reading)


def encode(text: str, reading: Reading) -> bytes:
    """`text` in the encoding that a document was read in, byte order mark included; an OutputError where it has no place."""
    return encoding.encode(text, reading.encoding)


def _refuse_unreadable(text: str, data: bytes, reading: Reading) -> None:
    """Raises OutputError where a correction makes `data` look like something else, e.g. with a byte order mark at its start."""
    if not text:
        return
    try:
        refuse_foreign_bytes("the document", data)
        refuse_foreign_text("the document", text, ReadOptions(format=reading.format))
        is_same = encoding.decode("the document", data, reading.encoding) == (text, reading.encoding)
    except InputError:
        is_same = False
    if not is_same:
        raise OutputError("with its corrections it would not be read as this text again; export it as --format jsonl")


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keeps the garbage collector still: none of 100,000 rows is garbage, and walking them all takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

"""Refuses what is no text of ours, saying what it looks like and what to do: archives, office files, web pages."""

from __future__ import annotations

import re

from reviewer.errors import FormatError
from reviewer.formats.reader import ReadOptions

_SIGNATURES = {
    b"PK\x03\x04": "a zip archive (.xlsx, .docx or the like); save it as .csv, .tsv or .txt",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or encrypted Office file (.xls, .doc); save it as .csv, .tsv or .txt",
    b"%PDF-": "a PDF; export its text first",
    b"SQLite format 3\0": "an SQLite database; --db opens a review database",
    b"{\\rtf": "rich text (.rtf); save it as .txt",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"BZh": "a bzip2 file; unpack it first",
    b"\xfd7zXZ\0": "an xz file; unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd file; unpack it first",
    b"7z\xbc\xaf\x27\x1c": "a 7-zip archive; unpack it first",
    b"\x89PNG\r\n": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x7fELF": "a program",
}
_SUFFIXES = {
    **dict.fromkeys(("xlsx", "xlsm", "xls", "ods", "numbers"), "save the sheet as .csv or .tsv"),
    **dict.fromkeys(("docx", "doc", "odt", "rtf", "pages", "pdf"), "save its text as .txt"),
    **dict.fromkeys(("xlf", "xliff", "tmx", "po", "sdlxliff", "sgm", "xml"), "export .tsv, .csv or .txt"),
    **dict.fromkeys(("html", "htm"), "save the article's text as .txt"),
    **dict.fromkeys(("json",), "write one object a line into a .jsonl"),
    **dict.fromkeys(("gz", "bz2", "xz", "zst", "zip", "7z", "tar"), "unpack it first"),
    **dict.fromkeys(("db", "sqlite", "sqlite3"), "--db opens a review database"),
}
_MARKUP = re.compile(r"\s*<(?:\?xml\b|!doctype\b|html\b)", re.IGNORECASE)


def refuse_foreign_suffix(name: str, suffix: str) -> None:
    """Raises FormatError where the suffix of `name` is that of a format which is not read."""
    if suffix in _SUFFIXES:
        raise FormatError(f".{suffix} is not read; {_SUFFIXES[suffix]}", path=name)


def refuse_foreign_bytes(name: str, data: bytes) -> None:
    """Raises FormatError where `data` begins as some other kind of file does."""
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise FormatError(f"looks like {kind}", path=name)


def refuse_foreign_text(name: str, text: str, options: ReadOptions) -> None:
    """Raises FormatError where `text` is a web page, XML, or has the line ends of an old Macintosh."""
    if options.format is None and (match := _MARKUP.match(text)):
        raise FormatError(
            f"looks like {'XML' if '?xml' in match[0].lower() else 'a web page'}; save its text, "
            "or say --input-format txt to read it as it stands",
            path=name,
            line=1,
        )
    if "\r" in text and "\n" not in text:
        raise FormatError("lines end in a carriage return alone, as on an old Macintosh; save it with LF or CRLF", path=name)

"""Bytes to text and back: UTF-8, UTF-16 with a byte order mark, or what the user names; nothing is ever replaced.

Text is taken only where encoding it again gives the very same bytes, so an export can promise that what nobody changed is as it
was. The byte order mark is no part of the text; which one a file has is part of the name of its encoding.
"""

from __future__ import annotations

import codecs

from reviewer.errors import EncodingError, OutputError, UnknownNameError
from reviewer.formats.guess import guess, looks_binary

_MARKS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE, "utf-16-be-sig": codecs.BOM_UTF16_BE}
"""Encodings with a byte order mark. Python's `utf-16` has the byte order of its machine; here it is the little-endian one."""
_BODIES = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-16-be-sig": "utf-16-be"}
_WITH_MARK = {
    "utf-8": ("utf-8-sig",),
    "utf-16": ("utf-16", "utf-16-be-sig"),
    "utf-16-le": ("utf-16",),
    "utf-16-be": ("utf-16-be-sig",),
}
_NAMED_IN_MESSAGES = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "cp949",
    "shift_jis",
    "gb18030",
    "cp1252",
    "any other text codec of Python",
)
_FOR_NAMES = ("idna", "punycode")
"""Codecs of host names, which Python counts among those of texts."""
_NAME_SHOWN = 40


def decode(name: str, data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text of `data`, and the name of its encoding as `Reading` keeps it.

    Args:
        name: of the file, for messages.
        data: all of its bytes.
        encoding: a Python codec that it must be; None finds out.

    Raises:
        EncodingError: it is something else; the message names the offset and what would read it.
        UnknownNameError: `encoding` is no text codec.
    """
    if encoding is not None:
        return _decode_as(name, data, _marked(data, _codec(encoding)), asked=True)
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and len(data) % 4 == 0:
        raise EncodingError("UTF-32 at byte 0; --encoding utf-32 would read it", path=name, line=1)
    marked = next((encoding for encoding, mark in _MARKS.items() if data.startswith(mark)), "utf-8")
    text, encoding = _decode_as(name, data, marked)
    if looks_binary(text):
        likely = guess(data)
        hint = f"; --encoding {likely} would read it" if likely else ""
        raise EncodingError(f"looks like binary data, no text{hint}", path=name)
    return text, encoding


def encode(text: str, encoding: str) -> bytes:
    """`text` as bytes in `encoding`, a name that `decode` gave.

    Raises:
        OutputError: the encoding has no place for a character of it.
    """
    try:
        return _MARKS.get(encoding, b"") + text.encode(_BODIES.get(encoding, encoding))
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise OutputError(
            f"{encoding} cannot write {character!r} (U+{ord(character):04X}); mend {_around(text, error.start)!r}, "
            "or export as TSV or JSONL, which are UTF-8"
        ) from None


def line_of(text: str, position: int) -> int:
    """The line of `text` that `position` is in, counted from 1."""
    return text.count("\n", 0, position) + 1


def _around(text: str, position: int) -> str:
    return text[max(0, position - 12) : position + 12].strip()


def _codec(encoding: str) -> str:
    """The canonical name of a text codec."""
    if encoding in _MARKS:
        return encoding
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        raise UnknownNameError("encoding", encoding[:_NAME_SHOWN], _NAMED_IN_MESSAGES) from None
    # Python marks those that are no text (hex, zlib, rot13) with an attribute that has kept its underscore since 3.4.
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _FOR_NAMES:
        raise UnknownNameError("encoding", encoding, _NAMED_IN_MESSAGES)
    return codec.name


def _marked(data: bytes, encoding: str) -> str:
    """`encoding`, as the byte order mark at the start of `data`, or its absence, makes it."""
    for marked in _WITH_MARK.get(encoding, ()):
        if data.startswith(_MARKS[marked]):
            return marked
    return "utf-8" if encoding == "utf-8-sig" and not data.startswith(codecs.BOM_UTF8) else encoding


def _decode_as(name: str, data: bytes, encoding: str, *, asked: bool = False) -> tuple[str, str]:
    mark, codec = _MARKS.get(encoding, b""), _BODIES.get(encoding, encoding)
    if not data.startswith(mark):
        raise EncodingError(
            f"no {encoding}: it has no byte order mark; --encoding utf-16-le or utf-16-be says which it is", path=name
        )
    body = data[len(mark) :]
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        raise _refusal(name, data, encoding, len(mark) + error.start, codec, asked) from None
    except (UnicodeError, ValueError) as error:
        raise EncodingError(f"no {encoding}: {error}", path=name) from None
    if not _is_exact(text, codec, body):
        raise EncodingError(f"{encoding} reads it but would not write the same bytes again; convert it to UTF-8", path=name)
    return text, encoding


def _is_exact(text: str, codec: str, body: bytes) -> bool:
    """Whether `text` can be stored, and written as the same bytes again; UTF-7 and `unicode_escape` can fail here."""
    try:
        text.encode("utf-8")
        return text.encode(codec) == body
    except UnicodeError:
        return False


def _refusal(name: str, data: bytes, encoding: str, offset: int, codec: str, asked: bool) -> EncodingError:
    before = data[:offset].decode(codec, "ignore")
    problem = f"byte {offset:,} (0x{data[offset]:02X}) is no {'UTF-8' if codec == 'utf-8' else encoding}"
    if offset + 4 > len(data) and codec == "utf-8" and data[offset] >= 0xC2:
        problem += ": the file ends inside a character; get it again, whole"
    elif codec == "utf-8" and data[offset] == 0xED:
        problem += ": half a surrogate pair (CESU-8), as Java and MySQL write it; convert it to UTF-8"
    elif codec == "utf-8" and _mostly_utf8(data):
        problem += ", though the rest is: the file is damaged there; mend it or get it again"
    elif not asked:
        problem += _hint(data, guess(data))
    return EncodingError(problem, path=name, line=before.count("\n") + 1)


def _mostly_utf8(data: bytes) -> bool:
    """Whether characters of several bytes are there, and at least ten for each byte that is none."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) - broken >= broken * 10


def _hint(data: bytes, encoding: str | None) -> str:
    if encoding is not None:
        return f"; --encoding {encoding} would read it"
    return "" if b"\0" in data else "; name its encoding with --encoding, or save it as UTF-8"

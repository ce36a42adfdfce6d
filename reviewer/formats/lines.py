r"""One segment a line, with files that line up beside it: the form of research corpora and of `sacrebleu`.

A line ends at `\n`, with or without `\r` before it, and at nothing else: U+2028, form feeds and the like are text. Line ends
are the gaps, so the article is the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from reviewer.core.article import Reading
from reviewer.errors import EncodingError, FormatError, OutputError
from reviewer.formats.encoding import decode
from reviewer.formats.reader import Contents, ReadOptions
from reviewer.formats.records import Record, articles

_SHOWN_LENGTH = 40


def read(name: str, text: str, options: ReadOptions) -> Contents:
    """The one article in `text`, with the source and the references that the options bring."""
    rows = lines(text)
    sources = _companion(options.source, options) if options.source else None
    references = [(other, _companion((other, data), options)) for other, data in options.references]
    beside = [(options.source[0], sources)] if options.source and sources is not None else []
    _refuse_uneven(name, [(name, [line for line, _ in rows]), *beside, *references])
    records = [
        Record(
            line=index + 1,
            machine=machine,
            source=sources[index] or None if sources is not None else None,
            references=tuple(filter(None, (reference[index] for _, reference in references))),
            gap=end,
        )
        for index, (machine, end) in enumerate(rows)
    ]
    made, notices = articles(name, records, options)
    return Contents(made, notices=notices)


def rewrite(name: str, text: str, reading: Reading, edits: Mapping[int, str | None], keep: Set[int] | None) -> str:
    """`text` with the lines in `edits` changed or taken out."""
    kept: list[tuple[str, str]] = []
    rows = lines(text)
    for number, (line, end) in enumerate(rows):
        edited = edits.get(number, line)
        if edited is None or (keep is not None and number not in keep):
            continue
        if edited != line and ("\n" in edited or edited.endswith("\r")):
            raise OutputError(f"{name}:{number + 1}: a line break in the correction would make two lines of it; join the text")
        kept.append((edited, end))
    if kept and not rows[-1][1]:
        kept[-1] = (kept[-1][0], "")
    return "".join(line + end for line, end in kept)


def record_lines(name: str, text: str, reading: Reading) -> list[int]:
    """The line of each segment: its own."""
    return list(range(1, len(lines(text)) + 1))


def lines(text: str) -> list[tuple[str, str]]:
    """Each line of `text` with its end; only the last can be without one."""
    bodies = text.split("\n")
    last = bodies.pop()
    rows = [(body[:-1], "\r\n") if body.endswith("\r") else (body, "\n") for body in bodies]
    return [*rows, (last, "")] if last else rows


def _companion(file: tuple[str, bytes], options: ReadOptions) -> list[str]:
    """The lines of a file beside the machine text: in UTF-8 if it is that, else in the encoding that the user named."""
    name, data = file
    try:
        text, _ = decode(name, data)
    except EncodingError:
        if options.encoding is None:
            raise
        text, _ = decode(name, data, options.encoding)
    return [line for line, _ in lines(text)]


def _refuse_uneven(name: str, files: list[tuple[str, list[str]]]) -> None:
    fewest = min(len(rows) for _, rows in files)
    longer = next(((other, rows) for other, rows in files if len(rows) > fewest), None)
    if longer is None:
        return
    other, rows = longer
    counts = ", ".join(f"{file} {len(rows):,}" for file, rows in files)
    surplus = rows[fewest][:_SHOWN_LENGTH]
    raise FormatError(
        f"the files do not line up, in lines: {counts}; the first without a partner is {other}:{fewest + 1}, {surplus!r}",
        path=name,
    )

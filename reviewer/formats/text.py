"""Running text: an article as it is printed. Blank lines part its paragraphs, sentencex its sentences.

Paragraphs are parted here, and sentencex sees one at a time: it would keep white space at their edges and cut inside CRLF.
Lead, segments and gaps, put together, are the text to the last character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from reviewer.analysis import sentences
from reviewer.analysis.language import detect
from reviewer.core.article import Article, Reading, Segment
from reviewer.errors import FormatError
from reviewer.formats.columns import MACHINE_HEADERS
from reviewer.formats.kinds import kinds
from reviewer.formats.notices import count
from reviewer.formats.reader import Contents, ReadOptions
from reviewer.formats.records import completed

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_UNPARTED_LINES = 4


def read(name: str, text: str, options: ReadOptions) -> Contents:
    """The one article in `text`."""
    if not text or text.isspace():
        raise FormatError("no text in it, only white space", path=name)
    if options.format is None:
        _refuse_table(name, text)
    language = options.target_language or detect(text) or "en"
    lead, parts = paragraphs(text)
    parted = [(sentences.split(paragraph, language), gap) for paragraph, gap in parts]
    found = kinds([[sentence for sentence, _ in split] for split, _ in parted])
    segments: list[Segment] = []
    for paragraph, ((split, end), kind) in enumerate(zip(parted, found, strict=True), start=1):
        for index, (sentence, gap) in enumerate(split, start=1):
            after = gap + end if index == len(split) else gap
            segments.append(Segment(sentence, after, paragraph, kind, record=len(segments)))
    article = Article(tuple(segments), lead, system=options.system)
    return Contents(completed(name, [article], options), segmenter=sentences.segmenter(language), notices=tuple(_notices(parts)))


def rewrite(name: str, text: str, reading: Reading, edits: Mapping[int, str | None], keep: Set[int] | None) -> str:
    """Not possible: a sentence has no place of its own in running text, which is composed (`reviewer.core.composition`)."""
    raise ValueError(f"{name}: running text is composed, not rewritten")


def record_lines(name: str, text: str, reading: Reading) -> list[int]:
    """Not possible: a sentence may begin within a line, and is found by where it stands in the article's own text."""
    raise ValueError(f"{name}: the sentences of running text are no records")


def paragraphs(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The white space before the first paragraph of `text`, and each paragraph with the white space after it."""
    body = text.lstrip()
    blocks: list[list[str]] = []
    after_blank = True
    for line in _LINE.findall(body):
        is_blank = line.isspace()
        if after_blank and not is_blank:
            blocks.append([])
        blocks[-1].append(line)
        after_blank = is_blank
    parted: list[tuple[str, str]] = []
    for block in map("".join, blocks):
        indented = block.lstrip()
        if parted:
            previous, gap = parted[-1]
            parted[-1] = (previous, gap + block[: len(block) - len(indented)])
        paragraph = indented.rstrip()
        parted.append((paragraph, indented[len(paragraph) :]))
    return text[: len(text) - len(body)], parted


def _refuse_table(name: str, text: str) -> None:
    header = text[: text.find("\n")].strip().casefold().split("\t")
    if len(header) > 1 and any(cell.strip() in MACHINE_HEADERS for cell in header):
        raise FormatError("looks like a table; --input-format tsv reads it as one, --input-format txt as text", path=name, line=1)


def _notices(parts: list[tuple[str, str]]) -> Iterator[str]:
    lines = parts[0][0].count("\n") + 1
    if len(parts) == 1 and lines >= _UNPARTED_LINES:
        yield f"no blank line in {count(lines, 'line')}: read as one paragraph; --input-format lines makes each line a segment"

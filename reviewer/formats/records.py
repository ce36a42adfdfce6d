"""Rows to articles: what tables, JSON lines and plain lines have in common once their syntax is gone.

A row is a segment as it is and never parted again. Rows that name the same article and system are one article wherever they
stand, in the order in which they came. The white space between them is ours: a space in a paragraph, a blank line between two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from reviewer.analysis.language import detect
from reviewer.core.article import Article, Kind, Segment
from reviewer.formats.kinds import kinds
from reviewer.formats.notices import count
from reviewer.formats.reader import ReadOptions

_TITLE_LENGTH = 200
_ASKED = 24


class Record(NamedTuple):
    """One row of a file: its line, and what its columns say; an empty cell is None, except in `machine`."""

    line: int
    machine: str
    source: str | None = None
    references: tuple[str, ...] = ()
    correction: str | None = None
    editor: str | None = None
    key: str | None = None
    article: str | None = None
    system: str | None = None
    kind: Kind | None = None
    paragraph: str | None = None
    gap: str | None = None
    """The white space that the file itself has after it, where it has any meaning there."""


def articles(name: str, records: Sequence[Record], options: ReadOptions) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    """The articles that `records` make, and what a person should know about them."""
    groups: dict[tuple[str | None, str | None], list[tuple[int, Record]]] = {}
    for number, record in enumerate(records):
        groups.setdefault((record.article, record.system), []).append((number, record))
    made = [
        Article(tuple(_segments(rows)), title=article or "", system=system or options.system)
        for (article, system), rows in groups.items()
    ]
    return completed(name, made, options), tuple(_notices(records, made, options))


def completed(name: str, made: Sequence[Article], options: ReadOptions) -> tuple[Article, ...]:
    """`made` with title, date and languages: what the user says, else what the text looks like.

    Of a file with many articles, 24 spread over it are asked for their language; the others too where these do not agree.
    """
    sources = _languages(
        options.source_language, ["\n".join(segment.source or "" for segment in article.segments) for article in made]
    )
    targets = _languages(
        options.target_language, ["\n".join(segment.machine for segment in article.segments) for article in made]
    )
    said = options.title if len(made) == 1 else None
    return tuple(
        replace(
            article,
            title=said or _title(name, article),
            date=options.date,
            source_language=source,
            target_language=target,
        )
        for article, source, target in zip(made, sources, targets, strict=True)
    )


def _title(name: str, article: Article) -> str:
    first = article.segments[0]
    said = first.machine if first.kind is Kind.HEADLINE else article.title
    words = said.split(maxsplit=_TITLE_LENGTH)[:_TITLE_LENGTH]
    return " ".join(words or PurePath(name).stem.split())[:_TITLE_LENGTH]


def _languages(given: str | None, texts: Sequence[str]) -> list[str | None]:
    if given:
        return [given] * len(texts)
    asked = texts[:: max(1, len(texts) // _ASKED)]
    answers = {detect(text) for text in asked}
    if len(answers) == 1:
        return list(answers) * len(texts)
    return [detect(text) for text in texts]


def _segments(rows: Sequence[tuple[int, Record]]) -> Iterator[Segment]:
    """The segments of one article, whose rows are given with their numbers in the file."""
    guessed = kinds([[record.machine] for _, record in rows])
    paragraphs = _paragraphs([record.paragraph for _, record in rows])
    following = [*paragraphs[1:], 0]
    for (number, record), kind, paragraph, next_paragraph in zip(rows, guessed, paragraphs, following, strict=True):
        gap = " " if next_paragraph == paragraph else "\n\n" if next_paragraph else "\n"
        yield Segment(
            machine=record.machine,
            gap=gap if record.gap is None else record.gap,
            paragraph=paragraph,
            kind=record.kind or kind,
            source=record.source,
            references=record.references,
            correction=record.correction,
            editor=record.editor,
            key=record.key,
            record=number,
        )


def _paragraphs(labels: Sequence[str | None]) -> list[int]:
    """The paragraph of each row, counted from 1: one begins wherever the label is another; an empty one goes on."""
    numbers: list[int] = []
    number = 1
    current = None
    for label in labels:
        if label is not None and label != current:
            number += bool(numbers)
            current = label
        numbers.append(number)
    return numbers


def _notices(records: Sequence[Record], made: Sequence[Article], options: ReadOptions) -> Iterator[str]:
    blank = [record.line for record in records if not record.machine or record.machine.isspace()]
    if blank:
        yield f"{count(len(blank), 'segment')} without machine text, first on line {blank[0]}; kept, and never scored"
    repeated = [key for key, times in Counter(record.key for record in records if record.key is not None).items() if times > 1]
    if repeated and len(made) == 1:
        lines = [str(record.line) for record in records if record.key == repeated[0]]
        more = f", and {count(len(repeated) - 1, 'other')}" if len(repeated) > 1 else ""
        yield f"id {repeated[0][:40]!r} stands on lines {', '.join(lines[:4])}{more}; they are told apart by their place"
    if options.title and len(made) > 1:
        yield f"the title is not used: there are {len(made):,} articles"

r"""The checks as a linter: files to stories, stories to findings, and each finding to its line and column in the file.

Nothing is stored, and nothing of a database is needed. What a file brings as a correction is what is looked at, against its
machine text. Lines end at `\n`, columns count code points from 1, and a byte order mark is none. In running text and in files of
lines a place is exact; of a table and of JSON lines the line is the record's first and the column counts in the text itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, groupby

from reviewer import formats
from reviewer.checks import Check, Engine, Story, Unit, story_of
from reviewer.checks.trust import Trust
from reviewer.core.article import Article, Document, Segment
from reviewer.core.finding import Finding, told_once
from reviewer.core.identity import article_uid, segment_uids
from reviewer.core.query import Term
from reviewer.core.review import Status
from reviewer.store import Store
from reviewer.workflow.inspecting import Keep, inspect

WINDOW = 2_000
"""Units of a story that are looked at together, at the most: checks of a whole story take more time for more."""

Tell = Callable[[int, int], None]
Position = tuple[int, int]
"""Line and column, both counted from 1."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding, and where it is."""

    finding: Finding
    article: int
    """The number of its article: in the file, from 1, or in the database."""
    segment: str
    """The uid of its segment, of a join that of the first."""
    digest: str
    """What it is recognised by, as long as it says the same of the same texts."""
    file: str | None = None
    start: Position | None = None
    end: Position | None = None
    """After the last character; None where the file's columns are not those of the text."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What could not be looked at, so that nobody takes silence for praise."""

    checks: int = 0
    """Checks that compare with a source."""
    segments: int = 0
    """Segments without one, of `total`."""
    total: int = 0
    foreign: int = 0
    """Segments in other languages than English, which most checks do not know."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An article of a file, ready to be looked at."""

    file: str
    number: int
    article: Article
    story: Story
    uids: Sequence[str]
    starts: Sequence[int]
    """Where each segment begins in the text of the file; empty where it is found by its record."""
    line_starts: Sequence[int]
    lines: Sequence[int]
    """The line of each record of the file; empty for running text."""
    is_exact: bool


class Linter:
    """Some checks, and files to look at.

    Args:
        files: each with the path that it was given by.
        checks: in display order.
    """

    def __init__(self, files: Iterable[tuple[str, Document]], checks: Sequence[Check]) -> None:
        self._checks = checks
        files = list(files)
        stands_in: Counter[str] = Counter()
        for _, document in files:
            for article in document.articles:
                stands_in.update({segment.machine for segment in article.segments})
        self._sheets = [sheet for path, document in files for sheet in _sheets(path, document, stands_in)]

    @property
    def unseen(self) -> Unseen:
        """What cannot be looked at."""
        units = [unit for sheet in self._sheets for unit in sheet.story.units]
        return Unseen(
            checks=sum(check.needs_source for check in self._checks),
            segments=sum(not unit.source for unit in units),
            total=len(units),
            foreign=sum(unit.language not in (None, "en") for unit in units),
        )

    def spots(self, tell: Tell | None = None) -> Iterator[Spot]:
        """What the checks find, in the order of the files and of their text; `tell` is told how many segments are done."""
        engine = Engine(self._checks)
        total, done = sum(len(sheet.story.units) for sheet in self._sheets), 0
        for sheet in self._sheets:
            for stretch in stretches(sheet.story):
                yield from (_spot(sheet, finding) for finding in findings(engine, stretch))
                done += len(stretch.units)
                if tell is not None:
                    tell(done, total)


def findings(engine: Engine, story: Story) -> tuple[Finding, ...]:
    """What the checks find, each place once; those that start low have no reviews here that could lift them."""
    trust = Trust.of(engine.checks)
    return told_once(replace(finding, level=trust.level(finding)) for finding in engine.findings(story))


def stretches(story: Story) -> Iterator[Story]:
    """A story in parts that are looked at together."""
    return (Story(story.units[start:end], story.positions[start:end], story.date) for start, end in _windows(story.units))


def _windows(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Stretches of at most `WINDOW` units, which end with a paragraph where one ends in their second half."""
    start = 0
    while start < len(units):
        end = min(start + WINDOW, len(units))
        if end < len(units):
            ends = (at for at in range(end, start + WINDOW // 2, -1) if units[at].paragraph != units[at - 1].paragraph)
            end = next(ends, end)
        yield start, end
        start = end


def _sheets(path: str, document: Document, stands_in: Counter[str]) -> Iterator[_Sheet]:
    is_text = document.reading.format == "txt"
    lines = [] if is_text else formats.record_lines(document)
    for number, article in enumerate(document.articles, 1):
        starts: list[int] = []
        line_starts: list[int] = []
        if is_text:
            lengths = (len(segment.machine) + len(segment.gap) for segment in article.segments)
            starts = list(accumulate(lengths, initial=len(article.lead)))
            line_starts = [0, *(at + 1 for at, character in enumerate(article.text) if character == "\n")]
        units = [_unit(segment, article, stands_in) for segment in article.segments]
        yield _Sheet(
            file=path,
            number=number,
            article=article,
            story=story_of(units, published=day(article.date)),
            uids=segment_uids(article, article_uid(article)),
            starts=starts,
            line_starts=line_starts,
            lines=lines,
            is_exact=is_text or document.reading.format == "lines",
        )


def _unit(segment: Segment, article: Article, stands_in: Counter[str]) -> Unit:
    return Unit(
        text=segment.correction or segment.machine,
        kind=segment.kind,
        paragraph=segment.paragraph,
        gap=segment.gap,
        machine=segment.machine if segment.correction else None,
        source=segment.source,
        status=_status(segment),
        language=primary_label(article.target_language),
        source_language=primary_label(article.source_language),
        recurs=stands_in[segment.machine] - 1,
    )


def _status(segment: Segment) -> Status:
    if not segment.correction:
        return Status.OPEN
    return Status.ACCEPTED if segment.correction == segment.machine else Status.CORRECTED


def primary_label(language: str | None) -> str | None:
    """The primary label of a language, `en` of `en-GB`."""
    return language.partition("-")[0].lower() if language else None


def day(said: str | None) -> date | None:
    """The day that an article says it was published on."""
    return date.fromisoformat(said) if said else None


def _spot(sheet: _Sheet, finding: Finding) -> Spot:
    at = finding.position - 1
    segment = sheet.article.segments[at]
    first, last = (_place(sheet, at, offset) for offset in finding.span)
    return Spot(
        finding,
        article=sheet.number,
        segment=sheet.uids[at],
        digest=finding.digest(segment.machine, segment.correction or segment.machine),
        file=sheet.file,
        start=first,
        end=last if sheet.is_exact else None,
    )


def _place(sheet: _Sheet, at: int, offset: int) -> Position:
    """Line and column of the character `offset` of the segment `at`."""
    if not sheet.starts:
        return sheet.lines[sheet.article.segments[at].record], offset + 1
    position = sheet.starts[at] + offset
    line = bisect_right(sheet.line_starts, position)
    return line, position - sheet.line_starts[line - 1] + 1


def stored_spots(
    store: Store,
    engine: Engine,
    terms: Sequence[Term] = (),
    *,
    checks: Container[str] | None = None,
    trust: Trust | None = None,
    keep: Keep | None = None,
) -> Iterator[Spot]:
    """What the checks find in the articles of a database as they stand, where all `terms` hold and nobody dismissed it.

    Args:
        store: only read.
        engine: the checks.
        terms: of a filter.
        checks: the names of those whose findings are wanted; by default all.
        trust: what was measured of them.
        keep: keeps what has to be looked at; by default nothing is kept.
    """
    view = store.view(None, terms) if terms else None
    shown = (
        each
        for each in inspect(store, engine=engine, trust=trust, keep=keep)
        if not each.is_dismissed
        and (checks is None or each.finding.check in checks)
        and (view is None or any(view.index_of(place.row) is not None for place in each.piece.places))
    )
    for number, inspections in groupby(shown, key=lambda each: each.article.number):
        of_article = {each.finding: each for each in inspections}
        for finding in told_once(of_article):
            each = of_article[finding]
            name = finding.digest(each.piece.machine, each.piece.text or "")
            yield Spot(finding, number, each.place.uid, name)


def unseen_in(store: Store, checks: Sequence[Check]) -> Unseen:
    """What cannot be looked at in a database."""
    total = store.counts().total
    return Unseen(
        checks=sum(check.needs_source for check in checks),
        segments=total - len(store.view(None, [Term("has", "source")])),
        total=total,
        foreign=sum(row.segments for row in store.articles() if primary_label(row.target_language) not in (None, "en")),
    )

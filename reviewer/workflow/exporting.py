"""The corrected article out of the database: in the form in which it came, as running text, or as a table that imports again.

In the original form only what was corrected, joined or cut differs from the document. Running text is composed
(`reviewer.core.composition`) and encoded as the file was. Of tables and line files the records are rewritten in place: a file
that has a `correction` column keeps its machine text and gets the correction there, where an empty cell goes on saying that the
machine text stands; in any other file the correction takes the place of the machine text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reviewer import formats
from reviewer.core.article import Document
from reviewer.core.composition import Piece, Unfinished, pieces
from reviewer.core.identity import article_uid
from reviewer.core.review import Purpose, Status
from reviewer.errors import OutputError, UnfinishedError, UnknownNameError
from reviewer.store import ArticleRow, Origin, Store
from reviewer.store.file_system import database_files
from reviewer.workflow.manuscript import UNPRINTABLE, Manuscript, manuscript
from reviewer.workflow.writing import Inputs, beside, write_atomically

__all__ = ["FORMS", "article_bytes", "inputs", "suggested_path", "write_article", "write_atomically"]

REASONS = 20
"""How many of the segments that stand in the way are listed."""


def suggested_path(article: ArticleRow) -> Path:
    """Where the corrected copy of `article` goes unless somebody says otherwise.

    Beside the imported file as `<stem>.corrected<suffix>`; in the current directory where that folder cannot be written to.
    """
    return beside(Path(article.path), "corrected")


def article_bytes(store: Store, numbers: Sequence[int], form: str = "original", unfinished: Unfinished | None = None) -> bytes:
    """The articles `numbers` as a file.

    Args:
        store: where they are.
        numbers: one article, or several of one document; a table takes any.
        form: a name of `FORMS`.
        unfinished: how to print what has no decision that can be printed; None refuses it.

    Raises:
        UnfinishedError: something is open, rejected, queried or in conflict, and `unfinished` does not say how to print it.
        OutputError: the form or its encoding cannot hold the text.
    """
    if form not in FORMS:
        raise UnknownNameError("export format", form, FORMS)
    chosen = [manuscript(store, number, unfinished or Unfinished.MACHINE) for number in dict.fromkeys(numbers)]
    if unfinished is None:
        _refuse_unfinished(chosen)
    return FORMS[form](store, chosen, unfinished or Unfinished.MACHINE)


def write_article(store: Store, number: int, path: Path, unfinished: Unfinished = Unfinished.MACHINE) -> None:
    """Write article `number` in its original form to `path`, all of it or nothing.

    Raises:
        OutputError: the file is not one to be replaced, or cannot be written; what was there before is still there.
    """
    write_atomically(path, article_bytes(store, [number], "original", unfinished), never=inputs(store, [number], path))


def inputs(store: Store, numbers: Sequence[int], path: Path) -> Inputs:
    """What an export of the articles `numbers` to `path` must not replace: their documents, and the database itself."""
    rows = [store.article(number) for number in dict.fromkeys(numbers)]
    # An export in which nothing was changed is the same bytes as the document, and must not stand in its own way later.
    is_ours = any(path.absolute() == suggested_path(row).absolute() for row in rows)
    digests = frozenset() if is_ours else frozenset(store.origin(row.number).sha256 for row in rows)
    return Inputs((*(Path(row.path) for row in rows), *database_files(store.path)), digests)


def _refuse_unfinished(chosen: Sequence[Manuscript]) -> None:
    reasons = []
    for article in chosen:
        where = f"article {article.article.number}, " if len(chosen) > 1 else ""
        blank = {piece.places[0].position for piece in article.pieces if not piece.machine and not piece.places[0].source}
        reasons += [f"{where}{each}" for each in article.obstacles if each.what != Status.OPEN or each.position not in blank]
    if not reasons:
        return
    more = [f"and {len(reasons) - REASONS:,} more"] if len(reasons) > REASONS else []
    what = "1 segment is" if len(reasons) == 1 else f"{len(reasons):,} segments are"
    raise UnfinishedError(
        f"{what} not ready for print; finish in `reviewer review`, or say --unfinished machine, mark or drop",
        [*reasons[:REASONS], *more],
    )


def _original(store: Store, chosen: Sequence[Manuscript], unfinished: Unfinished) -> bytes:
    origin = store.origin(chosen[0].article.number)
    for other in chosen[1:]:
        another = store.origin(other.article.number)
        if (another.sha256, another.reading) != (origin.sha256, origin.reading):
            raise OutputError(
                f"articles {chosen[0].article.number} and {other.article.number} came in different files; "
                "export one file's at a time, or all as --format tsv"
            )
    if origin.reading.format == "txt":
        return formats.encode(chosen[0].text, origin.reading)
    return _rewritten(origin, chosen, unfinished)


def _rewritten(origin: Origin, chosen: Sequence[Manuscript], unfinished: Unfinished) -> bytes:
    has_column = "correction" in dict(origin.reading.columns)
    document = _read_again(origin) if has_column or origin.articles > 1 else None
    held = None
    if has_column and document is not None:
        held = {segment.record: segment.correction or "" for article in document.articles for segment in article.segments}
    edits: dict[int, str | None] = {}
    keep: set[int] = set()
    for article in chosen:
        for records in _records(article, document):
            keep.update(records.values())
            for piece in _settled(article.pieces, unfinished):
                edits.update(_edits(piece, records, held))
    is_whole = document is None or len(keep) == sum(len(article.segments) for article in document.articles)
    return formats.write(origin.data, origin.reading, edits, None if is_whole else keep)


def _read_again(origin: Origin) -> Document:
    reading = origin.reading
    # A language that is given is not detected, and no language is needed here.
    options = formats.ReadOptions(
        format=reading.format,
        encoding=reading.encoding,
        columns=dict(reading.columns),
        source_language="und",
        target_language="und",
    )
    return formats.read(origin.name, origin.data, options)


def _records(article: Manuscript, document: Document | None) -> Iterator[dict[int, int]]:
    """The record of each position of `article`, once for every time that the article stands in `document`."""
    places = [place for piece in article.pieces for place in piece.places]
    own = {place.position: place.record for place in places}
    yield own
    if document is None:
        return
    name = next((article_uid(each) for each in document.articles if each.segments[0].record == own[1]), "")
    for twin in document.articles:
        if twin.segments[0].record != own[1] and len(twin.segments) == len(places) and article_uid(twin) == name:
            yield {position: segment.record for position, segment in enumerate(twin.segments, start=1)}


def _settled(printed: Sequence[Piece], unfinished: Unfinished) -> Iterator[Piece]:
    """`printed`, with joins on which there is no decision to print taken apart: their records stay as they are."""
    for piece in printed:
        if piece.status in UNPRINTABLE:
            for place in piece.places:
                yield from pieces([place], unfinished)
        else:
            yield piece


def _edits(piece: Piece, records: Mapping[int, int], held: Mapping[int, str] | None) -> dict[int, str | None]:
    """What `formats.write` is to do to the records of `piece`.

    Args:
        piece: what is printed.
        records: the record of each position.
        held: what the `correction` column says of each record; None where the file has no such column.
    """
    first, *others = (records[place.position] for place in piece.places)
    if piece.text is None:
        return dict.fromkeys((first, *others))
    # The lines of a line file cannot be put into one; where they are printed as they are, they need not be.
    if others and not (piece.text == piece.machine and "\n" in piece.machine):
        return {first: piece.text, **dict.fromkeys(others)}
    if piece.text != piece.machine:
        return {first: piece.text}
    if held is None or held[first] in ("", piece.machine):
        return {}
    return {first: piece.machine if piece.status is Status.ACCEPTED else ""}


def _running(store: Store, chosen: Sequence[Manuscript], unfinished: Unfinished) -> bytes:
    if len(chosen) > 1:
        raise OutputError(f"running text is of one article, and these are {len(chosen):,}; export them one at a time")
    return chosen[0].text.encode()


def _table(form: str) -> Callable[[Store, Sequence[Manuscript], Unfinished], bytes]:
    def write(store: Store, chosen: Sequence[Manuscript], unfinished: Unfinished) -> bytes:
        names = Counter((article.article.title, article.article.system) for article in chosen)
        rows = []
        for article in chosen:
            title, system = article.article.title, article.article.system
            # Rows of one name are one article when they come in again.
            name = title if names[title, system] == 1 else f"{title} ({article.article.number})"
            rows += [
                _row(store, name, piece)
                for piece in article.pieces
                if not (unfinished is Unfinished.DROP and piece.status in UNPRINTABLE)
            ]
        return formats.WRITERS[form](rows)

    return write


def _row(store: Store, article: str, piece: Piece) -> formats.ExportRow:
    first, review = piece.places[0], piece.review
    references = [[text for _, text in store.references(place.uid)] for place in piece.places]
    row = formats.ExportRow(
        article=article,
        id=first.key,
        kind=first.kind,
        paragraph=piece.paragraph,
        machine=piece.machine,
        source=" ".join(place.source for place in piece.places if place.source) or None,
        verdict=str(piece.status),
        references=tuple(map(" ".join, zip(*references, strict=True))) if len(set(map(len, references))) == 1 else (),
        system=first.system,
        note=first.note,
    )
    if review is None:
        return row
    is_timed = review.purpose is not Purpose.IMPORT
    return replace(
        row,
        correction=review.correction,
        editor=review.editor,
        active_seconds=round(review.effort.active, 3) if is_timed else None,
        idle_seconds=round(review.effort.idle, 3) if is_timed else None,
        reviewed_at=review.at,
    )


FORMS: dict[str, Callable[[Store, Sequence[Manuscript], Unfinished], bytes]] = {
    "original": _original,
    "txt": _running,
    "tsv": _table("tsv"),
    "jsonl": _table("jsonl"),
}
"""What an article can be exported as."""

"""Files into the database: what a file is taken for, and its articles filed, each file all or nothing.

A file is understood completely before a database is opened or made, so that what cannot be taken leaves no trace. A file that
is in already is known by its bytes; for the screen it is not even parsed again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from reviewer import formats
from reviewer.core.article import Article, Document
from reviewer.core.identity import article_uid
from reviewer.core.review import timestamp
from reviewer.errors import FormatError, StoreError, UnknownNameError
from reviewer.formats import ReadOptions
from reviewer.store import ImportedArticle, Store
from reviewer.store.documents import Progress
from reviewer.workflow.finding import stored_path

AS_FOUND = ReadOptions()
"""Nothing is said about a file: it says it all itself."""


def reading_options(
    *,
    source: Path | None = None,
    references: Sequence[Path] = (),
    columns: Mapping[str, str] | None = None,
    **said: str | None,
) -> ReadOptions:
    """What a person says about a file, with the files beside it brought in.

    Args:
        source: a file with the source, one segment a line.
        references: files with a reference each, one segment a line.
        columns: of tables, what is to be read and its header or number.
        said: the other fields of `ReadOptions`.

    Raises:
        InputError: a file beside it cannot be read.
    """
    return ReadOptions(
        columns=dict(columns or {}),
        source=(str(source), formats.load(source)) if source is not None else None,
        references=tuple((str(path), formats.load(path)) for path in references),
        **said,
    )


def understand(path: Path, options: ReadOptions = AS_FOUND) -> Document:
    """The document at `path`.

    Raises:
        InputError: the file cannot be taken; the message says why, where, and what to do.
        UnknownNameError: an option names what there is not.
    """
    return understood(str(path), formats.load(path), options)


def understood(name: str, data: bytes, options: ReadOptions = AS_FOUND) -> Document:
    """The same of bytes that are there already."""
    has_company = options.source is not None or options.references
    if has_company and options.format not in (None, "lines"):
        raise FormatError(
            f"--source and --reference line up with lines, and it is to be read as {options.format}; "
            "say --input-format lines, or leave them out and name the columns of a table with --column",
            path=name,
        )
    return formats.read(name, data, options)


def import_file(
    store: Store,
    path: Path,
    document: Document,
    options: ReadOptions = AS_FOUND,
    *,
    editor: str,
    now: datetime,
    progress: Progress | None = None,
) -> tuple[ImportedArticle, ...]:
    """File what was understood of `path`, all of it or nothing.

    Args:
        store: open for writing.
        path: where it was found.
        document: what was understood of it.
        options: with which.
        editor: who imports it, and whose the corrections are for which the file names nobody.
        now: the time.
        progress: told how many segments are in, and of how many.
    """
    at = timestamp(now)
    articles = store.add_document(
        document, path=stored_path(path), importer=editor, at=at, progress=progress, reading_key=reading_key(options)
    )
    for article in articles:
        if not article.new:
            _set_right(store, article.number, options, editor, at)
    return articles


def _set_right(store: Store, number: int, options: ReadOptions, editor: str, at: str) -> None:
    """What a person now says of a known article stands in place of what was detected, or said, before."""
    row = store.article(number)
    for name in ("source_language", "target_language"):
        said = getattr(options, name)
        if said and said != getattr(row, name):
            store.set_fact(row.uid, name, said, editor, at)


def import_for_review(
    paths: Sequence[Path], database: Path, editor: str, now: datetime, progress: Progress | None = None
) -> tuple[int, ...]:
    """The numbers of the articles of `paths`, imported where they are not in yet; the database is made where there is none.

    Raises:
        InputError: a file cannot be taken; those before it are in.
        StoreError: the database cannot be used.
    """
    numbers: dict[int, None] = {}
    store = Store.open(database, create=False) if os.path.exists(database) else None  # noqa: PTH110  it never raises
    try:
        for path in paths:
            known = _known(store, path) if store is not None else ()
            if not known:
                document = understand(path)
                store = store or Store.open(database)
                known = [each.number for each in import_file(store, path, document, editor=editor, now=now, progress=progress)]
            numbers.update(dict.fromkeys(known))
    finally:
        if store is not None:
            store.close()
    return tuple(numbers)


def _known(store: Store, path: Path) -> Sequence[int]:
    """The articles of a file that is in already, with whatever options it was read."""
    sha256 = hashlib.sha256(formats.load(path)).hexdigest()
    known = store.known_document(sha256, reading_key(AS_FOUND))
    if known:
        return known
    try:
        named = store.find_articles(stored_path(path))
    except (UnknownNameError, StoreError):
        return ()
    return [number for number in named if store.origin(number).sha256 == sha256]


def known_articles(store: Store, document: Document) -> list[int | None]:
    """For each article of `document` the number under which it is in already; None where it is not."""
    numbers = {article.uid: article.number for article in store.articles()}
    return [numbers.get(article_uid(article)) for article in document.articles]


def corrections_by(article: Article, importer: str) -> dict[str, int]:
    """How many corrections `article` brings, by whom; `importer` has made those for which the file names nobody."""
    counts: dict[str, int] = {}
    for segment in article.segments:
        if segment.correction:
            name = segment.editor or importer
            counts[name] = counts.get(name, 0) + 1
    return counts


def reading_key(options: ReadOptions) -> str:
    """`options` in one line, the same for the same options; empty where nothing is said."""
    said = dict(_said(options))
    return json.dumps(said, ensure_ascii=False, sort_keys=True) if said else ""


def _said(options: ReadOptions) -> Iterator[tuple[str, object]]:
    for field in fields(options):
        value = getattr(options, field.name)
        if not value:
            continue
        if field.name == "source":
            yield field.name, hashlib.sha256(value[1]).hexdigest()
        elif field.name == "references":
            yield field.name, [hashlib.sha256(data).hexdigest() for _, data in value]
        else:
            yield field.name, value if isinstance(value, str) else dict(value)

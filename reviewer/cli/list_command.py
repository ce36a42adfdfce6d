"""`reviewer list`: segments, or articles, and where they stand; for people, scripts and spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.options import articles_argument, database_option, filter_option
from reviewer.cli.output import csv_lines, json_document, progress_bar, terminal_width, to_terminal, write
from reviewer.core.history import origin
from reviewer.core.review import MARKS, Status
from reviewer.core.visible import visible
from reviewer.core.width import cut
from reviewer.errors import QueryError, StoreError, UnknownNameError

if TYPE_CHECKING:
    from reviewer.core.place import Place
    from reviewer.store import ArticleRow, Store

_SEGMENT_COLUMNS = (
    "article",
    "position",
    "segment",
    "paragraph",
    "kind",
    "status",
    "system",
    "source",
    "machine",
    "correction",
    "editor",
    "reviewed_at",
    "note",
)
_PAGE = 500
"""Items that are printed at once."""


@click.command("list")
@articles_argument
@click.option("--articles", "by_article", is_flag=True, help="Articles, not segments.")
@filter_option
@click.option("--sort", metavar="KEY", help="position, status, similarity, editor or reviewed_at.  [default: position]")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True, help="For whom.")
@database_option
def command(articles: tuple[str, ...], by_article: bool, filter_query: str, sort: str | None, form: str, db: Path) -> None:
    """Print segments, or articles, and where they stand.

    ARTICLE is a number, a title or the imported file; without one, all are listed. The marks of the text form: . open,
    = accepted, ~ corrected, x rejected, - cut, ! conflict, ? query.

    The csv form is for spreadsheets: = + - @ where a cell begins, also after a ; or a line end, gets a ' in front, so that it
    is no formula there. Scripts read json, where every text is as it is.
    """
    from reviewer.core import query
    from reviewer.store import Store
    from reviewer.workflow.filtering import make_ready
    from reviewer.workflow.finding import find_articles

    if by_article and sort is not None:
        raise click.UsageError("--sort sorts segments; articles are listed by their numbers")
    with Store.open(db, create=False, readonly=True) as store:
        try:
            terms = query.parse(filter_query)
            numbers = find_articles(store, articles) if articles else None
            with progress_bar("checking") as tell:
                make_ready(store, terms, numbers, tell=tell)
            if by_article:
                rows = (row for row in store.articles() if numbers is None or row.number in numbers)
                chosen = [row for row in rows if not terms or len(store.view([row.number], terms))]
                _print(_ARTICLE_FORMS[form](store, chosen))
            else:
                _print_segments(store, numbers, terms, sort or "position", form)
        except QueryError as wrong:
            raise click.UsageError(str(wrong)) from wrong


def _print_segments(store: Store, numbers: list[int] | None, terms: Any, sort: str, form: str) -> None:
    from reviewer.workflow.listing import SORTS, segments

    if sort not in SORTS:
        raise click.UsageError(str(UnknownNameError("key to sort by", sort, SORTS)))
    is_one = len(numbers if numbers is not None else store.articles()) == 1
    places = segments(store, numbers, terms, sort)
    if form == "json":
        from reviewer.workflow.trusting import look_at_all

        # Where nothing can be kept the entries say so.
        with suppress(StoreError), progress_bar("checking") as tell:
            look_at_all(store, numbers, tell=tell)
        _print(_segments_as_json(store, places, numbers))
    else:
        _print(_segments_as_text(store, places, is_one) if form == "text" else csv_lines(_SEGMENT_COLUMNS, map(_cells, places)))


def _print(pieces: Iterable[str]) -> None:
    """Prints a page at a time: each piece on its own costs a system call."""
    pieces = iter(pieces)
    while page := "".join(islice(pieces, _PAGE)):
        write(page)


def _segments_as_text(store: Store, places: Iterable[Place], is_one: bool) -> Iterator[str]:
    width = terminal_width() if to_terminal() else None
    for place in places:
        where = str(place.position) if is_one else f"{place.article}/{place.position}"
        flag = "?" if place.is_query else " "
        text = place.machine
        review = place.review
        # More would not be seen, and some lines are 100,000 characters long.
        shown = visible(text if width is None else text[: 4 * width])
        if review is not None and review.correction is not None and review.correction != text:
            shown += " → " + visible(review.correction if width is None else review.correction[: 4 * width])
        if place.status is Status.CONFLICT:
            shown += " → " + " | ".join(_opinions(store, place, width))
        line = f"{MARKS[place.status]}{flag} {where:>{4 if is_one else 7}} {place.status:<9} {shown}"
        yield (line if width is None else cut(line, width)).rstrip() + "\n"


def _opinions(store: Store, place: Place, width: int | None) -> Iterator[str]:
    """Who says what of a place in conflict."""
    for head in place.heads:
        said = origin(head, store.action, store.review)
        yield visible(f"{said.editor}: {said.verdict if said.correction is None else said.correction}"[: width and 4 * width])


def _segments_as_json(store: Store, places: Iterable[Place], articles: list[int] | None) -> Iterator[str]:
    from reviewer.workflow.listing import segment_entries, signatures

    head = {"schema": "reviewer/segments/1", "signatures": signatures()}
    return json_document(head, "segments", segment_entries(store, places, articles))


def _cells(place: Place) -> list[object]:
    review = place.review
    said = (review.correction, review.editor, review.at) if review else (None, None, None)
    return [
        place.article,
        place.position,
        place.uid,
        place.paragraph,
        place.kind,
        place.status,
        place.system,
        place.source,
        place.machine,
        *said,
        place.note,
    ]


def _articles_as_text(store: Store, rows: Iterable[ArticleRow]) -> Iterator[str]:
    from reviewer.workflow.listing import is_void

    width = terminal_width() if to_terminal() else None
    for row in rows:
        counts = row.counts
        others = [(counts.conflict, "in conflict"), (counts.rejected, "rejected"), (counts.queries, "queried")]
        said = [f"{counts.decided:,}/{counts.total:,}", *(f"{number:,} {what}" for number, what in others if number)]
        if row.signed_off is not None:
            said.append("sign-off void" if is_void(store, row) else f"signed off by {row.signed_off.editor}")
        if row.assigned is not None:
            said.append(f"assigned to {row.assigned}")
        line = visible(f"{row.number:>5} {', '.join(said):<20} {row.title}  ({row.path})")
        yield (line if width is None else cut(line, width)) + "\n"


def _articles_as_json(store: Store, rows: Iterable[ArticleRow]) -> Iterator[str]:
    from reviewer.workflow.listing import article_fields

    return json_document({"schema": "reviewer/articles/1"}, "articles", (article_fields(store, row) for row in rows))


def _articles_as_csv(store: Store, rows: Iterable[ArticleRow]) -> Iterator[str]:
    from reviewer.workflow.listing import article_fields

    entries = [article_fields(store, row) for row in rows]
    flat = [{**entry, "signed_off": (entry["signed_off"] or {}).get("editor")} for entry in entries]
    return csv_lines(tuple(flat[0]) if flat else ("article",), (list(entry.values()) for entry in flat))


_ARTICLE_FORMS: dict[str, Callable[[Store, Iterable[ArticleRow]], Iterator[str]]] = {
    "text": _articles_as_text,
    "json": _articles_as_json,
    "csv": _articles_as_csv,
}

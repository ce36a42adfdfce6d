"""`reviewer export`: the corrected article in the form it came in, as running text, or as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.options import articles_argument, database_option
from reviewer.cli.output import write_data

if TYPE_CHECKING:
    from reviewer.store import Store

FORMS = ("original", "txt", "tsv", "jsonl")
"""The names of `reviewer.workflow.exporting.FORMS`, which costs too much to load for a page of help; a test compares them."""
_LISTED = 8


@click.command("export")
@articles_argument
@click.option("--format", "form", type=click.Choice(FORMS), default="original", show_default=True, help="What to write.")
@click.option(
    "--unfinished",
    type=click.Choice(["machine", "mark", "drop"]),
    help="How to print what is open, rejected or in conflict: as the machine wrote it, marked, or not at all.  "
    "[default: refuse, status 3]",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Replace FILE.  [default: standard output]")
@database_option
def command(articles: tuple[str, ...], form: str, unfinished: str | None, output: Path | None, db: Path) -> None:
    """Write the corrected article: only what was corrected, joined or cut differs from the file that came in.

    ARTICLE is a number, a title or the imported file; it can be left out where the database holds one article. Several at once
    must be of one file, or go out as a table. tsv and jsonl can be imported again, with what was accepted and corrected.
    """
    from reviewer.core.composition import Unfinished
    from reviewer.store import Store
    from reviewer.workflow import exporting

    with Store.open(db, create=False, readonly=True) as store:
        numbers = _chosen(store, articles)
        data = exporting.article_bytes(store, numbers, form, Unfinished(unfinished) if unfinished else None)
        if output is not None:
            exporting.write_atomically(output, data, never=exporting.inputs(store, numbers, output))
    if output is None:
        write_data(data)


def _chosen(store: Store, articles: tuple[str, ...]) -> list[int]:
    from reviewer.workflow.finding import find_articles

    if articles:
        return find_articles(store, articles)
    rows = store.articles()
    if len(rows) == 1:
        return [rows[0].number]
    if not rows:
        raise click.UsageError("there is no article yet; `reviewer import FILE` brings one in")
    listed = ", ".join(f"{row.number} ({row.title[:60]})" for row in rows[:_LISTED])
    more = f" and {len(rows) - _LISTED:,} more" if len(rows) > _LISTED else ""
    raise click.UsageError(f"which ARTICLE? There are {listed}{more}")

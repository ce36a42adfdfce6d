"""`reviewer assign`: whose an article is to review."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from reviewer.cli.options import database_option, editor_option
from reviewer.cli.output import say


@click.command("assign")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--to", "whose", metavar="NAME", help="The editor who is to review them.")
@click.option("--nobody", is_flag=True, help="Nobody in particular is to review them.")
@database_option
@editor_option
def command(articles: tuple[str, ...], whose: str | None, nobody: bool, db: Path, editor: str) -> None:
    """Say who is to review an article.

    ARTICLE is a number, a title or the imported file. The last word counts, and it locks nothing: everybody may review all.
    The filter assigned:NAME shows an editor what is theirs, -has:assignment what is nobody's, also inside of a sample:
    reviewer review --sample 200 --name week47 --filter assigned:NAME.
    """
    from reviewer.core.review import timestamp
    from reviewer.store import Store
    from reviewer.workflow.finding import find_articles
    from reviewer.workflow.settings import as_editor_name

    if nobody == (whose is not None):
        raise click.UsageError("--to NAME or --nobody, one of the two")
    name = "" if whose is None else as_editor_name(whose, "--to NAME")
    with Store.open(db, create=False) as store:
        numbers = find_articles(store, articles)
        store.assign(numbers, name, by=editor, at=timestamp(datetime.now(UTC)))
    say(f"{len(numbers):,} article{'s' if len(numbers) > 1 else ''} assigned to {name or 'nobody'}")

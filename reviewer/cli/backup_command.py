"""`reviewer backup`: a whole copy of the review database, also while others work in it."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.options import database_option
from reviewer.cli.output import say


@click.command("backup")
@click.option("-o", "target", type=click.Path(path_type=Path), required=True, metavar="FILE", help="Where the copy is put.")
@click.option("--replace", is_flag=True, help="Put it in the place of an older backup of the same database.")
@database_option
def command(target: Path, replace: bool, db: Path) -> None:
    """Copy the whole database as it is at one moment, while others go on reviewing.

    The copy is read again before it gets its name: a file that is there is a whole one. It is a review database like any other;
    --db FILE opens it. Copying the file by other means may leave out what was confirmed last. Only a backup of the same database
    is replaced, and only if it holds nothing that the database does not.
    """
    from reviewer.store import Store

    if target == Path("-"):
        raise click.BadParameter("a backup is a file; name one", param_hint="-o")
    with Store.open(db, create=False, readonly=True) as store:
        backup = store.back_up(target, replace=replace)
    reviews, articles = backup.rows["review"], backup.rows["article"]
    said = [f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in ((reviews, "review"), (articles, "article"))]
    say(f"{target}: {', '.join(said)}, {backup.size / 1_000_000:,.1f} MB, verified")

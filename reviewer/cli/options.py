"""Options that several commands have, the same in each."""

from __future__ import annotations

from pathlib import Path

import click


def _database(context: click.Context, parameter: click.Parameter, given: str | None) -> Path:
    from reviewer.workflow.settings import database_path

    return database_path(given)


def _editor(context: click.Context, parameter: click.Parameter, given: str | None) -> str:
    from reviewer.workflow.settings import editor_name

    return editor_name(given)


database_option = click.option(
    "--db",
    metavar="FILE",
    type=click.Path(),
    callback=_database,
    help="The review database.  [default: $REVIEWER_DB, else reviews.db in your data folder]",
)
editor_option = click.option(
    "--editor",
    metavar="NAME",
    callback=_editor,
    help="Who you are.  [default: $REVIEWER_EDITOR, else your login name]",
)
filter_option = click.option(
    "--filter",
    "filter_query",
    default="",
    metavar="QUERY",
    help='Only segments that fit, e.g. status:open editor:desk2 similarity:<70 -kind:credit "exact words".',
)
articles_argument = click.argument("articles", nargs=-1, metavar="[ARTICLE]...")

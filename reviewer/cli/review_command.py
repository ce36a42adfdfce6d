"""`reviewer review`: files in, and the screen on them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.options import database_option, editor_option
from reviewer.errors import ConfigError, QueryError

if TYPE_CHECKING:
    from reviewer.workflow.surroundings import Surroundings


@click.command("review")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--filter", "filter_query", default="", metavar="QUERY", help="Show only these segments, e.g. status:open.")
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Show N segments drawn by chance; needs --name.")
@click.option("--name", metavar="NAME", help="The sample's name: the same name draws the same segments.")
@database_option
@editor_option
def command(files: tuple[Path, ...], filter_query: str, sample: int | None, name: str | None, db: Path, editor: str) -> None:
    """Open articles and correct them, sentence by sentence.

    FILEs that are not in the review database yet are imported first. Without FILE it opens on the list of articles, or on the
    article where there is only one. Everything is saved as you go; q leaves, F1 shows all keys.
    """
    if (sample is None) != (name is None):
        raise click.UsageError("--sample N and --name NAME go together")
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "dumb") == "dumb":
        raise click.UsageError("review needs a terminal; `reviewer list` and `reviewer export` work without one")
    from reviewer.workflow import opening

    around = opening.surroundings(editor)
    numbers = opening.bring_in(files, db, around)
    if sample is not None and name is not None:
        filter_query = f"{opening.draw_sample(db, numbers, name, sample)} {filter_query}"
    sys.exit(_run_screen(db, around, numbers, filter_query))


def _run_screen(db: Path, around: Surroundings, numbers: tuple[int, ...], filter_query: str) -> int:
    os.environ.setdefault("ESCDELAY", "40")  # Textual reads it on import: its own 100 ms take a quick Esc and key for Alt+key
    from reviewer.tui.app import ReviewerApp
    from reviewer.tui.keys import KeyTable
    from reviewer.workflow import opening, settings

    chosen = settings.load_settings(settings.settings_path())
    try:
        keys = KeyTable(chosen.keys)
    except ConfigError as wrong:
        raise ConfigError(f"{settings.settings_path()}: {wrong}") from wrong
    state = settings.state_folder()
    session = opening.open_session(db, state / "drafts", around)
    try:
        if numbers:
            session.open_articles(numbers, filter_query)
        theme = chosen.theme or settings.remembered_theme(state) or "dark"
        app = ReviewerApp(session, keys, theme, lambda name: settings.remember_theme(state, name))
        app.run()
    except QueryError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    finally:
        session.close()
    return app.return_code or 0

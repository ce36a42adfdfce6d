"""`reviewer review`: files in, and the screen on them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.options import database_option, editor_option
from reviewer.cli.output import say
from reviewer.errors import ConfigError, QueryError, ReviewerError

if TYPE_CHECKING:
    from reviewer.workflow.sampling import Drawn
    from reviewer.workflow.session import Session
    from reviewer.workflow.surroundings import Surroundings


@click.command("review")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--filter", "filter_query", default="", metavar="QUERY", help="Show only these segments, e.g. status:open.")
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Show N segments drawn by chance over articles and lengths."
)
@click.option(
    "--blind-check",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look again at N segments that others accepted, without seeing that; it changes nothing that stands.",
)
@click.option("--name", metavar="NAME", help="The sample's name: the same name is the same sample, for all editors.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), metavar="SEED", help="What chance begins with.  [default: 12345]")
@database_option
@editor_option
def command(
    files: tuple[Path, ...],
    filter_query: str,
    sample: int | None,
    blind_check: int | None,
    name: str | None,
    seed: int | None,
    db: Path,
    editor: str,
) -> None:
    """Open articles and correct them, sentence by sentence.

    FILEs that are not in the review database yet are imported first. Without FILE it opens on the list of articles, or on the
    article where there is only one. Everything is saved as you go; q leaves, F1 shows all keys.

    --sample 200 --name week47 draws a sample of headlines, body and captions that speaks for all of them: `reviewer report
    --filter sample:week47` estimates the whole. The same again goes on where you left off; a larger N adds to it.
    """
    _check_usage(filter_query, sample, blind_check, name, seed)
    is_terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    if not is_terminal or os.environ.get("TERM", "dumb") == "dumb":
        raise click.UsageError("review needs a terminal; `reviewer list` and `reviewer export` work without one")
    from reviewer.workflow import opening

    around = opening.surroundings(editor)
    numbers = opening.bring_in(files, db, around)
    if name is None:
        sys.exit(_run_screen(db, around, lambda drafts: _open(db, drafts, around, numbers, filter_query)))
    size = sample or blind_check or 0
    drawn = opening.draw_sample(db, numbers, name, size, around, seed=seed, blind=blind_check is not None)
    if drawn.segments < size:
        say(f"the sample {name} has all {drawn.segments:,} segments that it could be drawn from")
    if blind_check is not None:
        sys.exit(_run_screen(db, around, lambda drafts: _open_blind(db, drafts, around, drawn)))
    sys.exit(_run_screen(db, around, lambda drafts: _open(db, drafts, around, drawn.articles, f"{drawn.term} {filter_query}")))


def _check_usage(filter_query: str, sample: int | None, blind_check: int | None, name: str | None, seed: int | None) -> None:
    if sample is not None and blind_check is not None:
        raise click.UsageError("--sample or --blind-check, one of the two")
    if (sample is None and blind_check is None) != (name is None):
        raise click.UsageError(
            "--sample N and --name NAME go together" if blind_check is None else "--blind-check N needs --name NAME"
        )
    if seed is not None and name is None:
        raise click.UsageError("--seed is of a sample: --sample N --name NAME")
    if blind_check is not None and filter_query:
        raise click.UsageError("a blind second look shows its sample and nothing else: no --filter")


def _open(db: Path, drafts: Path, around: Surroundings, numbers: tuple[int, ...], filter_query: str) -> Session:
    from reviewer.core import query
    from reviewer.store import Store
    from reviewer.workflow import opening
    from reviewer.workflow.filtering import make_ready

    if filter_query and numbers:
        with Store.open(db, create=False, readonly=True) as store:
            make_ready(store, query.parse(filter_query), numbers)
    session = opening.open_session(db, drafts, around)
    if numbers:
        try:
            session.open_articles(numbers, filter_query)
            if not len(session.scope.view):
                raise QueryError(f"nothing here fits {filter_query.strip()}")
        except QueryError:
            session.close()
            raise
    return session


def _open_blind(db: Path, drafts: Path, around: Surroundings, drawn: Drawn) -> Session:
    from reviewer.workflow import opening

    session = opening.open_blind(db, drafts, around, drawn.name)
    try:
        session.open_sample(drawn.articles, drawn.name)
    except ReviewerError:
        session.close()
        raise
    return session


def _run_screen(db: Path, around: Surroundings, opened: Callable[[Path], Session]) -> int:
    os.environ.setdefault("ESCDELAY", "40")  # Textual reads it on import: its own 100 ms take a quick Esc and key for Alt+key
    from reviewer.tui.app import ReviewerApp
    from reviewer.tui.keys import KeyTable
    from reviewer.workflow import settings

    chosen = settings.load_settings(settings.settings_path())
    try:
        keys = KeyTable(chosen.keys)
    except ConfigError as wrong:
        raise ConfigError(f"{settings.settings_path()}: {wrong}") from wrong
    state = settings.state_folder()
    try:
        session = opened(state / "drafts")
    except QueryError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    try:
        theme = chosen.theme or settings.remembered_theme(state) or "dark"
        app = ReviewerApp(session, keys, theme, lambda name: settings.remember_theme(state, name), chosen.checks)
        return app.run_to_the_end(session.close)
    finally:
        session.close()

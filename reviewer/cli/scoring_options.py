"""What `score` and `compare` have in common beside the metrics: their options, what is read, and how a number is told of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.metric_options import giving

if TYPE_CHECKING:
    from reviewer.metrics import Interval
    from reviewer.store import Store
    from reviewer.workflow.scoring import Files

MOST_JOBS = 256
REFERENCES = {"independent": "independent reference", "post-edit": "post-edit reference, not comparable with an independent one"}
"""What a kind of reference is called in text."""

scoring_options = giving(
    click.option("--db", metavar="FILE", type=click.Path(), help="A review database instead of files; see --against."),
    click.option(
        "--against", type=click.Choice(["corrections", "references"]), help="What the machine text of a database is held to."
    ),
    click.option("--unit", type=click.Choice(["segment", "article"]), help="What is drawn.  [default: article with --articles]"),
    click.option(
        "--engine", type=click.Choice(["reviewer", "sacrebleu"]), default="reviewer", show_default=True, help="Whose code counts."
    ),
    click.option(
        "--jobs", type=click.IntRange(1, MOST_JOBS), metavar="N", help="Processes for large input.  [default: one a core]"
    ),
)


def is_of_database(options: Mapping[str, Any]) -> bool:
    """Whether a database is meant, and no files.

    Raises:
        UsageError: both are, or what the machine text is held to is not said.
    """
    if options["db"] is None and options["against"] is None:
        return False
    if options["references"] or options["source"] or options["articles_file"]:
        raise click.UsageError("a database (--db, --against), or files; not both at once")
    if options["against"] is None:
        raise click.UsageError("--against corrections or --against references says what the machine text is held to")
    return True


def files_of(options: Mapping[str, Any]) -> Files:
    """The line files that are named."""
    from reviewer.workflow.scoring import Files

    return Files(
        options["systems"],
        options["references"],
        options["source"],
        options["articles_file"],
        options["encoding"],
        are_tokenised=options["force"],
    )


def store_of(options: Mapping[str, Any]) -> AbstractContextManager[Store]:
    """The database that is named; for reading alone where it may not be written, and nothing is kept then."""
    from reviewer.store import Store
    from reviewer.workflow.settings import database_path

    path = database_path(options["db"])
    return Store.open(path, create=False, readonly=not os.access(path, os.W_OK))


def jobs_of(options: Mapping[str, Any]) -> int:
    """How many processes are wanted."""
    from reviewer.metrics.crew import cores

    return int(options["jobs"] or cores())


def count_of_segments(count: int) -> str:
    """How many segments, in words."""
    return f"{count:,} segment{'s' if count != 1 else ''}"


def interval_entry(interval: Interval | None) -> dict[str, Any] | None:
    """An interval as JSON has it."""
    if interval is None:
        return None
    fields = asdict(interval)
    return {name: fields[name] for name in ("low", "high", "level", "resamples", "seed", "unit", "units", "mean")}

"""`reviewer merge`: what others imported and decided, from their databases into this one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.options import database_option
from reviewer.cli.output import say, to_terminal, write
from reviewer.core.visible import visible

if TYPE_CHECKING:
    from reviewer.store import Brought, Merged

SCHEMA = "reviewer/merge/1"
_WORDS = {
    "article": ("article", "articles"),
    "review": ("review", "reviews"),
    "fact": ("fact", "facts"),
    "signoff": ("sign-off", "sign-offs"),
    "sample_draw": ("draw of a sample", "draws of samples"),
    "assignment": ("assignment", "assignments"),
    "dismissal": ("dismissal", "dismissals"),
}
"""What people are told of, one and many; JSON has all."""


@click.command("merge")
@click.argument("others", nargs=-1, required=True, metavar="OTHER.db...", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come, and write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For whom.")
@database_option
def command(others: tuple[Path, ...], dry_run: bool, form: str, db: Path) -> None:
    """Bring other review databases into this one: all of them, or none.

    Every article and every review of all of them is there afterwards; what was there already is known and not doubled, so the
    order of the files makes no difference, nor does merging one again. Where two editors decided otherwise, both decisions stand
    and the segment is in conflict until somebody settles it. The files are only read, also while somebody works in them, and this
    database is copied first, where anything comes. One that is damaged, or not as this program makes them, is refused, and
    nothing is changed.
    """
    from reviewer.store import Store

    with Store.open(db, create=False) as store:
        merged = store.merge(others, dry_run=dry_run)
        _FORMS[form](store.db_id, merged, dry_run)
    if merged.backup is not None:
        say(f"note: as it was before: {merged.backup}")


def _as_text(_: str, merged: Merged, dry_run: bool) -> None:
    for brought in merged.brought:
        write(visible(_line(brought, dry_run), 1000) + "\n")


def _line(brought: Brought, dry_run: bool) -> str:
    new = [f"{count:,} new {_WORDS[what][count > 1]}" for what in _WORDS if (count := brought.new[what])]
    known = brought.known["review"]
    said = ", ".join(new or ["nothing new"]) + (f", {known:,} {_WORDS['review'][known > 1]} known already" if known else "")
    if dry_run:
        said = f"would bring {said}"
    if count := brought.settled:
        verb = ("would be" if dry_run else "are" if count > 1 else "is") + " settled by them"
        said += f"; {count:,} conflict{'s' if count > 1 else ''} {verb}"
    if count := brought.conflicts:
        verb = "would be" if dry_run else "are now" if count > 1 else "is now"
        said += (
            f"; {count:,} segment{'s' if count > 1 else ''} {verb} in conflict: "
            "`reviewer list --filter status:conflict`, or ! on the screen"
        )
    return f"{brought.name}: {said}"


def _as_json(database: str, merged: Merged, dry_run: bool) -> None:
    """`reviewer/merge/1`."""
    document = {
        "schema": SCHEMA,
        "database": database,
        "dry_run": dry_run,
        "backup": merged.backup and str(merged.backup),
        "merged": [
            {
                "file": brought.name,
                "new": brought.new,
                "known": brought.known,
                "conflicts": brought.conflicts,
                "settled": brought.settled,
            }
            for brought in merged.brought
        ],
    }
    write(json.dumps(document, ensure_ascii=to_terminal(), indent=1) + "\n")


_FORMS: dict[str, Callable[[str, Merged, bool], None]] = {"text": _as_text, "json": _as_json}

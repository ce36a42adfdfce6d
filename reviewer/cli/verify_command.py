"""`reviewer verify`: whether a review database is undamaged its scores come out the same, and what is whole in a damaged one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reviewer.cli.options import database_option
from reviewer.cli.output import to_terminal, write
from reviewer.core.visible import visible

if TYPE_CHECKING:
    from reviewer.metrics import Engine
    from reviewer.store import Checked, Damage, Salvaged, Store

SCHEMA = "reviewer/verification/1"
SALVAGE_SCHEMA = "reviewer/salvage/1"
_SHOWN = 50
"""How many damages of a kind are told to people; where more are, they are all."""


@click.command("verify")
@click.option(
    "--engine",
    type=click.Choice(["reviewer", "sacrebleu"]),
    default="reviewer",
    show_default=True,
    help="Whose code counts again.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="For whom.")
@click.option(
    "--salvage",
    "target",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Make a new database of all that is whole in this one.",
)
@database_option
def command(engine: Engine, form: str, target: Path | None, db: Path) -> int:
    """Look through the whole database: nothing is changed, and others may go on reviewing.

    SQLite checks the file and its search indexes, the schema is held against the one that was written, and permissions of the
    files beside it, links, file system and clock are looked at. Documents, articles, segments, references, reviews and sign-offs
    are held against the digests that were made of them, what follows from the reviews is derived anew, and every stored
    statistic is counted again from the texts: by this program's own code, or, some fifty times slower, by sacrebleu's. Status 1
    where anything is damaged; what only should be known is a note.

    It cannot notice a whole row that somebody took out (a review on which no other stands, a reference, a fact, where a file came
    from), nor changes in what no digest is made of: titles, dates, kinds and paragraphs as imported, paths, times of sign-offs.

    --salvage copies what is whole in a damaged file, which need not open, and says what it left behind,
    every review with all its text. The file stays as it is.
    """
    from datetime import UTC, datetime
    from itertools import chain

    from reviewer.metrics.crew import cores
    from reviewer.store import Store
    from reviewer.workflow.settings import state_folder
    from reviewer.workflow.verifying import salvage, verify, verify_around

    if target is not None:
        from reviewer.store.salvaging import AMISS

        parts = salvage(db, target)
        is_whole = all(part.what != AMISS for part in parts)
        _SALVAGED[form](target, parts, is_whole)
        return 0 if is_whole else 1
    with Store.open(db, create=False, readonly=True) as store:
        around = verify_around(store, db, state_folder() / "drafts", datetime.now(UTC))
        return _FORMS[form](store, chain(verify(store, engine=engine, jobs=cores()), around))


def _salvaged_text(target: Path, salvaged: Iterable[Salvaged], is_whole: bool) -> None:
    """A line for each kind, and one for each thing that is not as it was."""
    for each in salvaged:
        write(visible(f"{each.what}: {each.count:,}", 400) + "\n")
        # Not cut short: what somebody wrote may stand nowhere else.
        write("".join(visible(f"  {line}") + "\n" for line in each.left))
    ended = "made and verified" if is_whole else "made, and it is damaged too: look at what is listed"
    write(visible(f"{target}: {ended}", 400) + "\n")


def _salvaged_json(target: Path, salvaged: Iterable[Salvaged], _: bool) -> None:
    """`reviewer/salvage/1`."""
    document = {"schema": SALVAGE_SCHEMA, "made": str(target), "salvaged": [asdict(each) for each in salvaged]}
    write(json.dumps(document, ensure_ascii=to_terminal(), indent=1) + "\n")


_SALVAGED: dict[str, Callable[[Path, Iterable[Salvaged], bool], None]] = {"text": _salvaged_text, "json": _salvaged_json}


def _as_text(store: Store, checks: Iterable[Checked]) -> int:
    """A line for each kind as soon as it was looked at, then the damage, then what to do."""
    from reviewer.workflow.verifying import advice

    done = []
    for checked in checks:
        done.append(checked)
        write(visible(_line(checked), 400) + "\n")
    number = sum(len(checked.damage) for checked in done)
    for checked in done:
        write("".join(_damage_lines(checked.damage)))
    if not number:
        write("nothing is damaged\n")
        return 0
    write(visible(f"{number:,} {'thing is' if number == 1 else 'things are'} damaged; {advice(done)}", 400) + "\n")
    return 1


def _line(checked: Checked) -> str:
    said = [f"{count:,} {why}" if count else why for count, why in checked.passed_over]
    if checked.damage:
        said.insert(0, f"{checked.count:,}, {len(checked.damage):,} damaged")
    elif checked.holds:
        said.insert(0, f"{checked.count:,}, {checked.holds}" if checked.count else "none")
    said += [f"note: {note}" for note in checked.notes]
    return f"{checked.what}: {'; '.join(said)}"


def _damage_lines(damage: Iterable[Damage]) -> Iterator[str]:
    listed = list(damage)
    for each in listed[:_SHOWN]:
        stored = "" if each.stored is None else f"stored {_said(each.stored)}, "
        yield visible(f"{each.what}: {each.where}: {stored}found {_said(each.found)}", 1000) + "\n"
    if len(listed) > _SHOWN:
        yield f"{listed[0].what}: {len(listed) - _SHOWN:,} more, which --format json lists\n"


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _as_json(store: Store, checks: Iterable[Checked]) -> int:
    """`reviewer/verification/1`."""
    done = list(checks)
    damage = [asdict(each) for checked in done for each in checked.damage]
    document = {
        "schema": SCHEMA,
        "database": store.db_id,
        "checked": [
            {
                "what": checked.what,
                "count": checked.count,
                "damaged": len(checked.damage),
                "notes": checked.notes,
                "passed_over": [{"count": count, "why": why} for count, why in checked.passed_over],
            }
            for checked in done
        ],
        "damage": damage,
    }
    write(json.dumps(document, ensure_ascii=to_terminal(), indent=1) + "\n")
    return 1 if damage else 0


_FORMS: dict[str, Callable[[Store, Iterable[Checked]], int]] = {"text": _as_text, "json": _as_json}

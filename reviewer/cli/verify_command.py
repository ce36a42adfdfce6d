"""`reviewer verify`: whether a review database is undamaged, and whether its scores come out the same when counted again."""

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
    from reviewer.store import Checked, Damage, Store

SCHEMA = "reviewer/verification/1"
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
@database_option
def command(engine: Engine, form: str, db: Path) -> int:
    """Look through the whole database: nothing is changed, and others may go on reviewing.

    SQLite checks the file. Documents, articles, segments, references, reviews and sign-offs are held against the digests that
    were made of them, what follows from the reviews is derived anew, and every stored statistic is counted again from the texts:
    by this program's own code, or, some fifty times slower, by sacrebleu's. Status 1 where anything is damaged.
    """
    from reviewer.metrics.crew import cores
    from reviewer.store import Store
    from reviewer.workflow.verifying import verify

    with Store.open(db, create=False, readonly=True) as store:
        return _FORMS[form](store, verify(store, engine=engine, jobs=cores()))


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
                "passed_over": [{"count": count, "why": why} for count, why in checked.passed_over],
            }
            for checked in done
        ],
        "damage": damage,
    }
    write(json.dumps(document, ensure_ascii=to_terminal(), indent=1) + "\n")
    return 1 if damage else 0


_FORMS: dict[str, Callable[[Store, Iterable[Checked]], int]] = {"text": _as_text, "json": _as_json}

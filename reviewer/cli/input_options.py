"""What a person may say about the files that come in: the same options in every command that reads articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from reviewer.cli.metric_options import giving


def _columns(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for each in given:
        role, equals, header = each.partition("=")
        if not (role and equals and header):
            raise click.BadParameter(f"{each!r} is not of the form ROLE=HEADER, as in machine=3 or source=original")
        if role in columns:
            raise click.BadParameter(f"{role} is named twice")
        columns[role] = header
    return columns


def _day(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    try:
        return date.fromisoformat(given).isoformat() if given is not None else None
    except ValueError:
        raise click.BadParameter(f"{given!r} is no day; write it as 2026-03-01") from None


def _language(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    parts = (given or "").split("-")
    if given is not None and not (
        given.isascii() and 2 <= len(parts[0]) <= 3 and parts[0].isalpha() and all(map(str.isalnum, parts))
    ):
        raise click.BadParameter(f"{given!r} is no language; write a code such as ko, ja, de or zh-Hant")
    return given


form_options = giving(
    click.option(
        "--input-format", "form", metavar="FORMAT", help="txt, tsv, csv, jsonl or lines.  [default: by suffix, else txt]"
    ),
    click.option(
        "--encoding", metavar="CODEC", help="How the bytes are text, e.g. cp949.  [default: UTF-8, or UTF-16 with its mark]"
    ),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="ROLE=HEADER",
        callback=_columns,
        help="Where a table has what: a header or a number from 1, e.g. machine=3. Repeatable. Roles: source, machine, "
        "correction, reference, article, id, system, editor, kind, paragraph.",
    ),
    click.option(
        "--source", type=click.Path(path_type=Path), metavar="FILE", help="The source, line for line; FILE... are lines too."
    ),
)
language_options = giving(
    click.option(
        "--source-lang", metavar="CODE", callback=_language, help="Language of the source, e.g. ko.  [default: detected]"
    ),
    click.option("--target-lang", metavar="CODE", callback=_language, help="Language of the machine text.  [default: detected]"),
)
date_option = click.option(
    "--date", "day", metavar="DAY", callback=_day, help="The day on which it was published, e.g. 2026-03-01."
)

"""`reviewer report`: how good the machine was, for people who decide and for whom they forward it to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.options import database_option, filter_option
from reviewer.cli.output import progress_bar, terminal_width, to_terminal, write_data
from reviewer.errors import QueryError, UnknownNameError

if TYPE_CHECKING:
    from reviewer.store import Store
    from reviewer.workflow.reporting.request import Namer, Request
    from reviewer.workflow.reporting.value import Report

FORMS = ("html", "xlsx", "csv", "markdown", "json", "text")
"""The names of `reviewer.reports.RENDERERS`; a test compares them."""
OMITTABLE = ("queries", "agreement", "second_look", "cost", "independent", "recurring", "worst", "coverage")
"""Sections and tables that a report may have; to omit what is not there is no mistake."""
BY = ("article", "system", "editor", "kind", "week", "error")
"""Those of `reviewer.workflow.reporting.request.BREAKDOWNS`, likewise."""


def _day(context: click.Context, parameter: click.Parameter, given: datetime | None) -> date | None:
    return given.date() if given is not None else None


_day_type = click.DateTime(formats=["%Y-%m-%d"])


@click.command("report")
@click.option("--by", multiple=True, type=click.Choice(BY), help="The figures again for each of these; again for more.")
@click.option(
    "--since", type=_day_type, callback=_day, metavar="DAY", help="Only what was decided from DAY on, e.g. 2026-03-01; UTC."
)
@click.option("--until", type=_day_type, callback=_day, metavar="DAY", help="Only what was decided up to DAY, that day too.")
@filter_option
@click.option(
    "--scorecard", default="mqm", show_default=True, metavar="CARD", help="What errors weigh: mqm, google, or a TOML file."
)
@click.option("--precision", type=click.FloatRange(0, 50, min_open=True), default=2.0, show_default=True, metavar="POINTS",
              help="Of a sample: say how many more segments an interval of ± POINTS needs.")  # fmt: skip
@click.option("--show", multiple=True, type=click.Choice(["editors", "seconds"]),
              help="Name the editors; show active and idle seconds.")  # fmt: skip
@click.option("--pseudonymise", is_flag=True, help="Stable pseudonyms for editors, from a key in your state folder.")
@click.option("--omit", multiple=True, metavar="NAME",
              help="Leave out a section or table, by its name in json, e.g. queries, agreement, cost.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Text: with the formula, signature and exclusions of each figure.")
@click.option("--raw", is_flag=True, help="CSV for machines: texts as they are, no ' before what a spreadsheet would run.")
@click.option("--format", "form", type=click.Choice(FORMS), help="What to write.  [default: by the suffix of FILE, else text]")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Replace FILE.  [default: standard output]")
@database_option
def command(form: str | None, output: Path | None, db: Path, **options: Any) -> None:
    """Report how good the machine translation was, what it gets wrong, what that cost, and how sure all this is.

    Headlines, body and captions count; credits and boilerplate only with --filter kind:…. A report on a sample
    (--filter sample:NAME) estimates the whole; any other tells of what was reviewed. Editors are letters unless --show editors
    or --pseudonymise.
    """
    from reviewer import reports
    from reviewer.mqm.scorecard import scorecard
    from reviewer.store import Store
    from reviewer.store.file_system import database_files
    from reviewer.workflow.filtering import make_ready
    from reviewer.workflow.reporting.making import make_report
    from reviewer.workflow.writing import Inputs, write_atomically

    if options["pseudonymise"] and "editors" in options["show"]:
        raise click.UsageError("--show editors names them, --pseudonymise does not; one of the two")
    form = form or _form_of(output)
    if form == "xlsx" and output is None and to_terminal():
        raise click.UsageError("xlsx is no text; name a file with -o")
    request = _request(options)
    card = scorecard(options["scorecard"])
    with Store.open(db, create=False, readonly=not os.access(db, os.W_OK)) as store:
        _refuse_unknown_samples(store, request)
        with progress_bar("checking") as tell:
            make_ready(store, request.terms, tell=tell)
        report = make_report(store, request, card, _namer(store, options))
        origins = (Path(row.path) for row in store.articles())
        report = _without(report, options["omit"])
        never = Inputs((*database_files(store.path), *origins, Path(options["scorecard"])))
    width = terminal_width() if output is None and to_terminal() else None
    data = reports.render(report, form, raw=options["raw"], explain=options["explain"], width=width)
    if output is not None:
        write_atomically(output, data, never=never)
    else:
        write_data(data)


def _form_of(output: Path | None) -> str:
    from reviewer import reports

    if output is None:
        return "text"
    try:
        return reports.form_of(output)
    except UnknownNameError as unknown:
        raise click.UsageError(f"{output}: {unknown}; or say --format") from unknown


def _request(options: dict[str, Any]) -> Request:
    from reviewer.core import query
    from reviewer.workflow.reporting.request import Request

    since, until = options["since"], options["until"]
    if since and until and since > until:
        raise click.UsageError(f"--since {since} is after --until {until}: there is no day between")
    try:
        terms = query.parse(options["filter_query"])
    except QueryError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    return Request(
        by=tuple(dict.fromkeys(options["by"])),
        since=since,
        until=until,
        filter_query=options["filter_query"].strip(),
        terms=terms,
        precision=options["precision"],
        seconds="seconds" in options["show"],
    )


def _without(report: Report, names: Sequence[str]) -> Report:
    known = {*OMITTABLE, *report.names()}
    for name in names:
        if name not in known:
            raise click.UsageError(str(UnknownNameError("section or table", name, sorted(known))))
    return report.without(names)


def _refuse_unknown_samples(store: Store, request: Request) -> None:
    """A report on a name that is misspelled would say that nothing is reviewed."""
    known = store.sample_names()
    for term in request.terms:
        if term.field == "sample" and term.value not in known:
            raise UnknownNameError("sample", term.value, known or ("none yet",))


def _namer(store: Store, options: dict[str, Any]) -> Namer:
    from reviewer.workflow import settings
    from reviewer.workflow.reporting import request

    editors = store.editors()
    if options["pseudonymise"]:
        return request.pseudonyms(editors, settings.pseudonym_key(settings.state_folder()))
    return request.real_names(editors) if "editors" in options["show"] else request.letters(editors)

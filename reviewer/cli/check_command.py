"""`reviewer check`: the checks as a linter, of files or of a review database; what there is to know of them; rules on trial."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from reviewer.cli.input_options import date_option, form_options, language_options
from reviewer.cli.options import database_option, filter_option
from reviewer.cli.output import laid_out, progress_bar, say, talk, to_terminal, write
from reviewer.core.finding import Level
from reviewer.errors import FormatError, QueryError, UnknownNameError

if TYPE_CHECKING:
    from reviewer.core.article import Document
    from reviewer.store import KeptFinding, Window
    from reviewer.workflow.checklist import Checklist
    from reviewer.workflow.linting import Spot, Unseen
    from reviewer.workflow.settings import CheckSettings

STANDARD_INPUT = "-"
_OF_FILES = ("form", "encoding", "columns", "source", "source_lang", "target_lang", "day")


def _names(context: click.Context, parameter: click.Parameter, given: Sequence[str] | str | None) -> tuple[str, ...]:
    lists = (given,) if isinstance(given, str) else given or ()
    names = [name.strip().lower() for each in lists for name in each.split(",")]
    if not all(names):
        raise click.BadParameter("an empty name; write names with commas between them, as in repeated-word,shape")
    return tuple(dict.fromkeys(names))


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@click.option(
    "--select", multiple=True, callback=_names, metavar="NAMES", help="Only these checks or families, e.g. surface,names."
)
@click.option("--ignore", multiple=True, callback=_names, metavar="NAMES", help="Not these checks or families.")
@click.option("--level", type=click.Choice([*map(str, Level)]), help="Print findings from this level on.  [default: warning]")
@click.option(
    "--fail-on",
    type=click.Choice([*map(str, Level), "never"]),
    default="error",
    show_default=True,
    help="Status 3 where there is a finding of this level or above.",
)
@click.option("--rules", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="House rules (TOML). Repeatable.")
@click.option("--glossary", type=click.Path(path_type=Path), metavar="FILE", help="Terms and their translations (TSV or TBX).")
@click.option(
    "--explain", callback=_names, metavar="NAMES", help="Only say what checks, families, or all look for, with examples."
)
@click.option("--stats", is_flag=True, help="Only say how often editors agreed with each check, and what the checks miss.")
@click.option(
    "--try",
    "trial",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Only say what these house rules would have flagged in what is reviewed, and how often editors changed it.",
)
@click.option(
    "--format", "form_out", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True, help="For whom."
)
@form_options
@language_options
@date_option
@filter_option
@database_option
@click.pass_context
def command(context: click.Context, /, **options: Any) -> int:
    """Say what is likely wrong in articles: what was left of the source, numbers, names, quotes, doubled words.

    FILE is read as by import and needs no database; - is standard input. Without FILE, and with nothing coming through a pipe,
    it is the articles of the review database as they stand, without what editors dismissed.

    A line is FILE:LINE:COLUMN: LEVEL CHECK: what is wrong; of a database ARTICLE/SEGMENT:COLUMN. Columns count characters. What
    is only info is counted, and printed with --level info. Names are those of checks or of families: surface, residue, shape,
    numbers, names, edit, source, house. A rule of the house that was too slow makes it status 1: not all was looked at.
    """
    options["is_database_named"] = context.get_parameter_source("db") is ParameterSource.COMMANDLINE
    _refuse_contradictions(options)
    try:
        if options["explain"]:
            return _explain(options)
        if options["stats"] or options["trial"] is not None:
            return _measured(options)
        return _check(options)
    except (QueryError, UnknownNameError) as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _refuse_contradictions(options: dict[str, Any]) -> None:
    only = [name for name in ("explain", "stats", "trial") if options[name]]
    shown = {"explain": "--explain", "stats": "--stats", "trial": "--try"}
    if len(only) > 1:
        raise click.UsageError(f"{' and '.join(shown[name] for name in only)}: one of them")
    if only and options["files"]:
        raise click.UsageError(f"{shown[only[0]]} looks at no FILE")
    if only and options["form_out"] != "text":
        raise click.UsageError(f"{shown[only[0]]} prints text only")
    if options["files"] and (options["is_database_named"] or options["filter_query"]):
        raise click.UsageError("files, or a database (--db, --filter); not both at once")
    if options["files"].count(STANDARD_INPUT) > 1:
        raise click.UsageError("standard input can be read once only; name a file")


def _explain(options: dict[str, Any]) -> int:
    from reviewer.workflow.explaining import explanation

    checks = _checklist(options, chosen=False)
    text = "\n".join(explanation(name, checks) for name in options["explain"])
    write(laid_out(text) if to_terminal() else text)
    return 0


def _measured(options: dict[str, Any]) -> int:
    from reviewer.cli.trust_tables import print_stats, print_trial

    if options["trial"] is not None:
        print_trial(options["db"], options["trial"])
    else:
        print_stats(options["db"], _checklist(options, chosen=False), _floor())
    return 0


@dataclass(frozen=True, slots=True)
class _Run:
    """What came of looking."""

    spots: list[Spot]
    unseen: Unseen
    notices: list[str]
    warnings: list[str]
    """Rules that were too slow."""


def _check(options: dict[str, Any]) -> int:
    from reviewer.cli.finding_forms import FORMS, not_run, summary

    checks = _checklist(options)
    files = _files(options)
    run = _of_files(files, checks) if files else _of_database(checks, options)
    fail_on = None if options["fail_on"] == "never" else Level(options["fail_on"])
    level = Level(options["level"] or (Level.INFO if fail_on is Level.INFO else Level.WARNING))
    shown = [spot for spot in run.spots if spot.finding.level.reaches(level)]
    unseen = not_run(run.unseen)
    write("".join(FORMS[options["form_out"]](shown, checks.checks, [*run.notices, *run.warnings, *unseen])))
    talk(run.notices, run.warnings)
    say("; ".join([summary(run.spots, shown, level, run.unseen), *unseen]))
    if run.warnings:
        return 1  # nobody knows whether the rest is fine
    return 3 if fail_on is not None and any(spot.finding.level.reaches(fail_on) for spot in run.spots) else 0


def _checklist(options: dict[str, Any], *, chosen: bool = True) -> Checklist:
    """The checks that are wanted; with `chosen` false whatever is selected or ignored."""
    from reviewer.workflow.checklist import checklist
    from reviewer.workflow.settings import CheckSettings

    settings = _settings()
    if not chosen:
        settings = CheckSettings(settings.rules, settings.glossary)
    return checklist(
        settings,
        select=options["select"] if chosen else (),
        ignore=options["ignore"] if chosen else (),
        rules=options["rules"],
        glossary=options["glossary"],
    )


def _settings() -> CheckSettings:
    from reviewer.workflow.settings import load_settings, settings_path

    return load_settings(settings_path()).checks


def _floor() -> float:
    from reviewer.checks.trust import FLOOR

    floor = _settings().floor
    return FLOOR if floor is None else floor


def _files(options: dict[str, Any]) -> list[tuple[str, Document]]:
    """What is to be looked at; none where it is the database."""
    from reviewer.workflow import importing

    paths = list(options["files"])
    data = None
    if not paths and not options["is_database_named"] and not options["filter_query"] and _is_piped():
        data = _read_standard_input()
        paths = [STANDARD_INPUT] if data else []
    said = [name for name in _OF_FILES if options[name]]
    if not paths and said:
        raise click.UsageError("how a FILE is to be read is said, but there is no FILE")
    if not paths:
        return []
    reading = importing.reading_options(
        source=options["source"],
        columns=options["columns"],
        format=options["form"],
        encoding=options["encoding"],
        source_language=options["source_lang"],
        target_language=options["target_lang"],
        date=options["day"],
    )
    files = []
    for path in paths:
        if path == STANDARD_INPUT:
            data = _read_standard_input() if data is None else data
            files.append((path, importing.understood(STANDARD_INPUT, data, reading)))
        else:
            files.append((path, importing.understand(Path(path), reading)))
    return files


def _is_piped() -> bool:
    """Whether something comes in through a pipe or from a file; a terminal, or the system's empty file, says nothing."""
    with suppress(OSError, ValueError, AttributeError):
        mode = os.fstat(sys.stdin.fileno()).st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
    return False


def _read_standard_input() -> bytes:
    from reviewer.formats.files import LIMIT

    if sys.stdin is None:
        raise click.UsageError("standard input is closed; name a file")
    data: bytes = sys.stdin.buffer.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise FormatError(f"is larger than {LIMIT >> 20} MiB; part it into several files", path="standard input")
    return data


def _of_files(files: Sequence[tuple[str, Document]], checks: Checklist) -> _Run:
    from reviewer.workflow.linting import Linter

    linter = Linter(files, checks.checks)
    with progress_bar("checking") as tell:
        spots = list(linter.spots(tell))
    notices = [f"{path}: {notice}" for path, document in files for notice in document.notices]
    return _Run(spots, linter.unseen, notices, checks.stopped())


def _of_database(checks: Checklist, options: dict[str, Any]) -> _Run:
    from reviewer.checks import Engine
    from reviewer.cli.trust_tables import measured_trust
    from reviewer.core import query
    from reviewer.store import Store
    from reviewer.workflow.filtering import make_ready
    from reviewer.workflow.linting import stored_spots, unseen_in

    terms = query.parse(options["filter_query"])
    # All checks run, whatever is selected, because what they find is kept for the next one who asks.
    everything = _checklist(options, chosen=False)
    engine = Engine(everything.checks)
    wanted = {check.name for check in checks.checks}
    database = options["db"]
    is_kept = not options["rules"] and options["glossary"] is None and os.access(database, os.W_OK)
    with Store.open(database, create=False, readonly=not is_kept) as store:
        make_ready(store, terms)

        def keep(looked_at: Sequence[tuple[Window, Sequence[KeptFinding]]]) -> None:
            # What a rule that was too slow did not find is not known to be fine.
            if is_kept and not everything.stopped():
                store.keep_findings(looked_at)

        trust = measured_trust(store, engine, _floor(), is_kept=is_kept)
        spots = list(stored_spots(store, engine, terms, checks=wanted, trust=trust, keep=keep))
        notices = [f"{name}: {trust.said(name)}" for name in sorted(trust.stepped_down & wanted)]
        return _Run(spots, unseen_in(store, checks.checks), notices, everything.stopped(wanted))

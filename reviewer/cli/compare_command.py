"""`reviewer compare`: is a system better than the baseline, or could it be chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.metric_options import DEFAULT_METRICS, MOST_RESAMPLES, FiniteRange, file_options, measures, metric_options
from reviewer.cli.output import csv_lines, json_document, progress_bar, say, talk, write
from reviewer.cli.scoring_options import (
    REFERENCES,
    count_of_segments,
    files_of,
    interval_entry,
    is_of_database,
    jobs_of,
    scoring_options,
    store_of,
)
from reviewer.core.visible import visible
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.metrics import Unit
    from reviewer.metrics.significance import Comparison, Procedure
    from reviewer.workflow.scoring import Counted, Plan

SCHEMA = "reviewer/comparison/1"
_FEW = 30
"""Segments, or articles, below which a reader is warned."""
_FIELDS = (
    "metric",
    "baseline",
    "system",
    "baseline_value",
    "value",
    "delta",
    "higher_is_better",
    "interval",
    "p_value",
    "test",
    "resamples",
    "seed",
    "unit",
    "units",
    "differing",
    "p_adjusted",
    "correction",
    "alpha",
    "segments",
    "signature",
    "reference",
    "significant",
)


@click.command("compare")
@click.argument("systems", nargs=-1, metavar="BASELINE SYSTEM...")
@file_options
@metric_options
@scoring_options
@click.option("--by", type=click.Choice(["system"]), help="What is compared in a database: its systems.")
@click.option(
    "--test",
    type=click.Choice(["randomization", "bootstrap"]),
    default="randomization",
    show_default=True,
    help="Which paired test.",
)
@click.option(
    "--resamples",
    type=click.IntRange(40, MOST_RESAMPLES),
    metavar="N",
    help="How often it draws.  [default: 10000, bootstrap 1000]",
)
@click.option(
    "--alpha",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    metavar="P",
    help="The p-value below which a difference is called significant.",
)
@click.option("--fail-if-worse", is_flag=True, help="Status 3 where a system is worse than the baseline, and not by chance.")
@click.option("--width", "-w", type=click.IntRange(0, 15), default=2, show_default=True, metavar="N", help="Decimals of text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="For people; for scripts.",
)
def command(**options: Any) -> int:
    """Compare systems with a baseline, over the same segments, by sacrebleu's paired tests.

    BASELINE and each SYSTEM are files with one segment a line, which line up with every --reference. Of each difference there is
    an interval, a p-value and what it means in words; over several systems and metrics p-values are adjusted (Holm). With --db
    the systems are named as in the database, the baseline first; without names all are compared with the first.
    """
    names = options["metrics"] or DEFAULT_METRICS
    is_database = is_of_database(options)
    _refuse_contradictions(options, is_database)
    comparisons, counted = (_of_database if is_database else _of_files)(names, options)
    talk(counted.notices, counted.warnings)
    if counted.warnings and options["strict"]:
        raise ReviewerError("--strict: mend what is said above, then compare")
    write("".join(_FORMS[options["form"]](comparisons, options)))
    worse = [comparison for comparison in comparisons if comparison.is_worse] if options["fail_if_worse"] else []
    for one in worse:
        say(f"{one.system} is worse than {one.baseline}: {one.metric} {one.delta:+.{options['width']}f}")
    return 3 if worse else 0


def _of_files(names: Sequence[str], options: Mapping[str, Any]) -> tuple[list[Comparison], Counted]:
    from reviewer.workflow.comparing import compare_files

    plan = _plan(names, options, options["target_lang"])
    test = _paired_test(options, "article" if options["articles_file"] else "segment")
    with progress_bar("counting") as tell:
        return compare_files(files_of(options), plan, test, tell)


def _of_database(names: Sequence[str], options: Mapping[str, Any]) -> tuple[list[Comparison], Counted]:
    from reviewer.workflow.comparing import compare_reviews
    from reviewer.workflow.scoring_reviews import target_language

    with store_of(options) as store:
        plan = _plan(names, options, options["target_lang"] or target_language(store))
        return compare_reviews(store, options["against"], plan, _paired_test(options, "segment"), options["systems"])


def _plan(names: Sequence[str], options: Mapping[str, Any], language: str | None) -> Plan:
    from reviewer.workflow.scoring import Plan

    return Plan(
        measures=tuple(measures(names, options, language).values()),
        target_language=language,
        engine=options["engine"],
        jobs=jobs_of(options),
    )


def _paired_test(options: Mapping[str, Any], unit: Unit) -> Procedure:
    from reviewer.metrics.resampling import seed_from_environment
    from reviewer.metrics.significance import TRIALS, Procedure, Test
    from reviewer.workflow.scoring_reviews import AGAINST

    test: Test = "paired bootstrap" if options["test"] == "bootstrap" else "paired approximate randomization"
    return Procedure(
        test=test,
        resamples=options["resamples"] or TRIALS[test],
        seed=seed_from_environment(),
        alpha=options["alpha"],
        unit=options["unit"] or unit,
        reference=AGAINST[options["against"] or "references"],
    )


def _refuse_contradictions(options: Mapping[str, Any], is_database: bool) -> None:
    if not is_database and len(options["systems"]) < 2:
        raise click.UsageError("name a BASELINE file and at least one other SYSTEM, and their --reference")
    if not is_database and not options["references"]:
        raise click.UsageError("name the --reference that the systems are held to, line by line")
    if not is_database and options["unit"] == "article" and not options["articles_file"]:
        raise click.UsageError("--unit article needs --articles FILE, one article name a line")


def _as_text(comparisons: Sequence[Comparison], options: Mapping[str, Any]) -> Iterator[str]:
    """A table a system, then what it means."""
    from reviewer.metrics.significance import meaning

    width = options["width"]
    for (baseline, system), each in groupby(comparisons, key=lambda one: (one.baseline, one.system)):
        listed = list(each)
        first = listed[0]
        units = first.interval.units
        drawn = f"{first.test}, {first.resamples:,} × {units:,} {first.unit}s, seed {first.seed}"
        yield (
            visible(f"# {system} against {baseline} · {count_of_segments(first.segments)} · {REFERENCES[first.reference]}", 400)
            + "\n"
        )
        if units < _FEW:
            yield f"# {units} {first.unit}s are few: only a large difference can be told from chance\n"
        yield f"# {drawn}{', p adjusted by Holm' if first.correction else ''}\n"
        yield f"{'':<11}{'baseline':>10}{'system':>10}{'difference':>12}   {'95 % interval':<20}{'p':>8}\n"
        for one in listed:
            spread = f"{one.interval.low:+.{width}f} to {one.interval.high:+.{width}f}"
            yield (
                f"{one.metric:<11}{one.baseline_value:>10.{width}f}{one.value:>10.{width}f}{one.delta:>+12.{width}f}   "
                f"{spread:<20}{one.p_adjusted:>8.4f}{'*' if one.significant else ''}\n"
            )
        yield from (f"{one.metric}: {visible(meaning(one), 400)}.\n" for one in listed)
        yield from (f"{one.metric}|{one.signature}\n" for one in listed)


def _as_json(comparisons: Sequence[Comparison], options: Mapping[str, Any]) -> Iterator[str]:
    return json_document({"schema": SCHEMA}, "comparisons", map(_entry, comparisons))


def _entry(comparison: Comparison) -> dict[str, Any]:
    special = {"units": comparison.interval.units, "interval": interval_entry(comparison.interval)}
    return {name: special[name] if name in special else getattr(comparison, name) for name in _FIELDS}


def _as_csv(comparisons: Sequence[Comparison], options: Mapping[str, Any]) -> Iterator[str]:
    columns = [name for name in _FIELDS if name != "interval"]
    rows = (
        [*(entry[name] for name in columns), entry["interval"]["low"], entry["interval"]["high"]]
        for entry in map(_entry, comparisons)
    )
    return csv_lines([*columns, "low", "high"], rows)


_FORMS: dict[str, Callable[[Sequence[Comparison], Mapping[str, Any]], Iterator[str]]] = {
    "text": _as_text,
    "json": _as_json,
    "csv": _as_csv,
}

"""`reviewer score`: scores of line files or of a review database, for scripts and for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.metric_options import (
    DEFAULT_METRICS,
    MOST_RESAMPLES,
    Requirement,
    file_options,
    measures,
    metric_options,
    requirement,
)
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
    from reviewer.metrics import Reference, Unit
    from reviewer.workflow.scoring import Counted, Group, Plan, Scored

SCHEMA = "reviewer/scores/1"
_COLUMNS = (
    "system",
    "article",
    "editor",
    "kind",
    "metric",
    "value",
    "low",
    "high",
    "mean",
    "level",
    "resamples",
    "seed",
    "unit",
    "segments",
    "reference",
    "signature",
    "text_sha256",
)
_SENTENCE_COLUMNS = ("system", "article", "editor", "kind", "segment", "metric", "value", "reference", "signature")


@click.command("score")
@click.argument("systems", nargs=-1, metavar="[SYSTEM]...")
@file_options
@metric_options
@scoring_options
@click.option("--by", type=click.Choice(["article", "system", "editor", "kind"]), help="A score for each of them.")
@click.option("--sentence-level", is_flag=True, help="A score for each segment too.")
@click.option("--confidence", is_flag=True, help="With 95 % intervals, by bootstrap; SACREBLEU_SEED seeds it.")
@click.option("--confidence-n", type=click.IntRange(40, MOST_RESAMPLES), metavar="N", help="How many resamples.  [default: 1000]")
@click.option("--influence", type=click.IntRange(min=1), metavar="N", help="Also the N segments that move each score most.")
@click.option(
    "--require",
    "requirements",
    multiple=True,
    metavar="BOUND",
    help="Status 3 unless met, e.g. 'chrf>=55'; again for more.",
)
@click.option("--width", "-w", type=click.IntRange(0, 15), default=1, show_default=True, metavar="N", help="Decimals of text.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "value"]),
    default="text",
    show_default=True,
    help="For people; for scripts.",
)
def command(**options: Any) -> int:
    """Score machine translations: BLEU, chrF and TER as sacrebleu computes them, to the last digit, and rapidfuzz's rates.

    SYSTEM is a file with one segment a line, - is standard input; its lines line up with those of every --reference. What is odd
    about the files is said on standard error before the numbers. With --db it is the machine text of a review database, against
    the editors' corrections or against independent references; the two are never mixed.

    The value form prints one bare number, its signature on standard error.
    """
    bounds = [requirement(text) for text in options["requirements"]]
    required = [bound.metric for bound in bounds]
    names = [*(options["metrics"] or (() if bounds and options["form"] == "value" else DEFAULT_METRICS)), *required]
    is_database = is_of_database(options)
    _refuse_contradictions(options, is_database)
    counted, plan, reference = (_of_database if is_database else _of_files)(names, options)
    talk(counted.notices, counted.warnings)
    if counted.warnings and options["strict"]:
        raise ReviewerError("--strict: mend what is said above, then score")
    from reviewer.metrics.tallies import refuse_single_article
    from reviewer.workflow.scoring import scores

    if plan.confidence is not None and plan.confidence.unit == "article":
        for group, tally in counted.tallies.items():
            refuse_single_article(tally.clusters, _whose(group))

    scored = scores(counted, plan, reference)
    if options["form"] == "value" and len(scored) != 1:
        raise click.UsageError(
            f"--format value prints one number, and these are {len(scored)}; ask for one --metric of one system"
        )
    write("".join(_FORMS[options["form"]](scored, options)))
    labels = {name: measure.name for name, measure in zip(dict.fromkeys(names), plan.measures, strict=True)}
    return _gate(scored, bounds, labels)


def _of_files(names: Sequence[str], options: Mapping[str, Any]) -> tuple[Counted, Plan, Reference]:
    from reviewer.workflow.scoring import count_files

    plan = _plan(names, options, options["target_lang"], has_articles=options["articles_file"] is not None)
    with progress_bar("scoring") as tell:
        counted = count_files(files_of(options), plan, by_article=options["by"] == "article", tell=tell)
    return counted, plan, "independent"


def _of_database(names: Sequence[str], options: Mapping[str, Any]) -> tuple[Counted, Plan, Reference]:
    from reviewer.workflow.scoring_reviews import AGAINST, count_database, target_language

    with store_of(options) as store:
        plan = _plan(names, options, options["target_lang"] or target_language(store), has_articles=False)
        against = options["against"]
        return count_database(store, against, options["by"], plan), plan, AGAINST[against]


def _plan(names: Sequence[str], options: Mapping[str, Any], language: str | None, *, has_articles: bool) -> Plan:
    from reviewer.metrics.tallies import Confidence
    from reviewer.workflow.scoring import Plan

    made = measures(names, options, language)
    confidence = None
    if options["confidence"]:
        from reviewer.metrics.resampling import seed_from_environment

        unit: Unit = options["unit"] or ("article" if has_articles and options["by"] != "article" else "segment")
        confidence = Confidence(options["confidence_n"] or 1000, seed_from_environment(), unit)
    return Plan(
        measures=tuple(measure.of_sentences() if options["sentence_level"] else measure for measure in made.values()),
        target_language=language,
        confidence=confidence,
        sentences=options["sentence_level"],
        influence=options["influence"] or 0,
        engine=options["engine"],
        jobs=jobs_of(options),
    )


def _refuse_contradictions(options: Mapping[str, Any], is_database: bool) -> None:
    if is_database and options["systems"]:
        raise click.UsageError("a database (--db, --against), or files; not both at once")
    if not is_database and not options["systems"]:
        raise click.UsageError("name a SYSTEM file and its --reference, or a database with --db and --against")
    if not is_database and not options["references"]:
        raise click.UsageError("name the --reference that SYSTEM is held to, line by line")
    if not is_database and options["by"] in ("editor", "kind"):
        raise click.UsageError(f"--by {options['by']} is for a database; files have systems, and articles with --articles")
    if options["by"] == "article" and not is_database and not options["articles_file"]:
        raise click.UsageError("--by article needs --articles FILE, one article name a line")
    if options["unit"] == "article" and not is_database and not options["articles_file"]:
        raise click.UsageError("--unit article needs --articles FILE, one article name a line")
    if options["unit"] == "article" and options["by"] == "article":
        raise click.UsageError("--unit article: of one article there is one to draw; --unit segment")
    if options["by"] == "editor" and options["against"] == "references":
        raise click.UsageError("--by editor: independent references have no editor; --against corrections")
    for name in ("unit", "confidence_n"):
        if options[name] and not options["confidence"]:
            raise click.UsageError(f"--{name.replace('_', '-')} is of intervals, which --confidence asks for")
    if options["influence"] and options["form"] in ("csv", "value"):
        raise click.UsageError(f"--influence is printed by --format text and json, not by {options['form']}")
    if options["sentence_level"] and options["form"] == "value":
        raise click.UsageError("--format value prints one number; --sentence-level has one a segment")
    if options["sentence_level"] and options["confidence"]:
        raise click.UsageError("--confidence is of a corpus, --sentence-level of single segments; one of them")


def _gate(scored: Sequence[Scored], bounds: Sequence[Requirement], labels: Mapping[str, str]) -> int:
    """Status 3 where a score is beyond a bound, with one line each; else 0.

    Args:
        scored: what was printed.
        bounds: what was required.
        labels: of each metric asked for, the name that its scores have.
    """
    missed = [
        f"{_whose(each.group)}{each.score.metric} {each.score.value:.4f} does not meet {bound}"
        for bound in bounds
        for each in scored
        if each.score.metric == labels[bound.metric] and not bound.is_met(each.score.value)
    ]
    for line in missed:
        say(line)
    return 3 if missed else 0


def _whose(group: Group) -> str:
    parts = [part for part in (group.system, group.article, group.editor, group.kind) if part is not None]
    return f"{', '.join(parts)}: " if parts else ""


def _as_text(scored: Sequence[Scored], options: Mapping[str, Any]) -> Iterator[str]:
    """Lines as sacrebleu prints them, under a line that says whose scores they are and what they stand on."""
    for (group, segments, reference), entries in groupby(
        scored, key=lambda each: (each.group, each.score.segments, each.score.reference)
    ):
        whose = _whose(group).removesuffix(": ") or "all"
        listed = list(entries)
        drawn = listed[0].score.interval
        over = f" · intervals over {drawn.units:,} {drawn.unit}s" if drawn is not None else ""
        yield visible(f"# {whose} · {count_of_segments(segments)} · {REFERENCES[reference]}{over}", 300) + "\n"
        lines = [each.score.line(options["width"]) for each in listed]
        places = [line.index(" = ") for line in lines]
        for line, place in zip(lines, places, strict=True):
            yield f"{line[:place]:>{max(places)}}{line[place:]}\n"
        for each in listed:
            yield from _segments_as_text(each, options["width"])


def _segments_as_text(each: Scored, width: int) -> Iterator[str]:
    score = each.score
    if score.values is not None:
        yield f"# {score.metric} of each segment\n"
        yield from (f"{value:.{width}f}\n" for value in score.values)
    if each.influence:
        yield f"# what moves {score.metric} most: where, the score with it minus the score without it\n"
        for influence, place in each.influence:
            yield f"{place.where:>7} {influence.effect:>+9.4f}  {visible(place.hypothesis, 200)}\n"


def _as_json(scored: Sequence[Scored], options: Mapping[str, Any]) -> Iterator[str]:
    """`reviewer/scores/1`: one shape, whatever was asked for."""
    entries = (_entry(each, with_influence=options["influence"] is not None) for each in scored)
    return json_document({"schema": SCHEMA}, "scores", entries)


def _entry(each: Scored, *, with_influence: bool) -> dict[str, Any]:
    score = each.score
    entry: dict[str, Any] = {
        "metric": score.metric,
        "value": score.value,
        "higher_is_better": score.higher_is_better,
        "segments": score.segments,
        "signature": score.signature,
        "reference": score.reference,
        **asdict(each.group),
        "interval": interval_entry(score.interval),
        "text_sha256": each.text_sha256,
    }
    if score.values is not None:
        entry["values"] = score.values
    if with_influence:
        entry["influence"] = [
            {"segment": found.segment + 1, "where": place.where, "effect": found.effect, "hypothesis": place.hypothesis}
            for found, place in each.influence
        ]
    return entry


def _as_csv(scored: Sequence[Scored], options: Mapping[str, Any]) -> Iterator[str]:
    if options["sentence_level"]:
        return csv_lines(_SENTENCE_COLUMNS, chain.from_iterable(map(_segment_cells, scored)))
    entries = (_entry(each, with_influence=False) for each in scored)
    flat = ({**entry, **(entry["interval"] or {})} for entry in entries)
    return csv_lines(_COLUMNS, ([entry.get(column) for column in _COLUMNS] for entry in flat))


def _segment_cells(each: Scored) -> Iterator[list[object]]:
    score = each.score
    for number, value in enumerate(score.values or (), 1):
        yield [*asdict(each.group).values(), number, score.metric, value, score.reference, score.signature]


def _as_value(scored: Sequence[Scored], options: Mapping[str, Any]) -> Iterator[str]:
    (each,) = scored
    score = each.score
    say(f"{score.metric}|{score.signature} · {count_of_segments(score.segments)} · {REFERENCES[score.reference]}")
    yield f"{score.value!r}\n"


_FORMS: dict[str, Callable[[Sequence[Scored], Mapping[str, Any]], Iterator[str]]] = {
    "text": _as_text,
    "json": _as_json,
    "csv": _as_csv,
    "value": _as_value,
}

"""`reviewer score`: scores of line files or of a review database, for scripts and for people."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import click

from reviewer.cli.metric_options import (
    DEFAULT_METRICS,
    MOST_JOBS,
    MOST_RESAMPLES,
    Requirement,
    file_options,
    measures,
    metric_options,
    requirement,
)
from reviewer.cli.output import csv_lines, progress_bar, say, talk, to_terminal, write
from reviewer.core.visible import visible
from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.metrics import Interval, Reference, Unit
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
@click.option("--db", metavar="FILE", type=click.Path(), help="Score a review database instead of files; see --against.")
@click.option(
    "--against", type=click.Choice(["corrections", "references"]), help="What the machine text of a database is held to."
)
@click.option("--by", type=click.Choice(["article", "system", "editor", "kind"]), help="A score for each of them.")
@click.option("--sentence-level", is_flag=True, help="A score for each segment too.")
@click.option("--confidence", is_flag=True, help="With 95 % intervals, by bootstrap; SACREBLEU_SEED seeds it.")
@click.option("--confidence-n", type=click.IntRange(40, MOST_RESAMPLES), metavar="N", help="How many resamples.  [default: 1000]")
@click.option("--unit", type=click.Choice(["segment", "article"]), help="What is resampled.  [default: article with --articles]")
@click.option("--influence", type=click.IntRange(min=1), metavar="N", help="Also the N segments that move each score most.")
@click.option(
    "--require",
    "requirements",
    multiple=True,
    metavar="BOUND",
    help="Status 3 unless met, e.g. 'chrf>=55'; again for more. Without --metric only what it names is scored.",
)
@click.option(
    "--engine", type=click.Choice(["reviewer", "sacrebleu"]), default="reviewer", show_default=True, help="Whose code counts."
)
@click.option("--jobs", type=click.IntRange(1, MOST_JOBS), metavar="N", help="Processes for large input.  [default: one a core]")
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
    names = [*(options["metrics"] or DEFAULT_METRICS), *(bound.metric for bound in bounds)]
    is_database = options["db"] is not None or options["against"] is not None
    _refuse_contradictions(options, names, is_database)
    counted, plan, reference = (_of_database if is_database else _of_files)(names, options)
    talk(counted.notices, counted.oddities)
    if counted.oddities and options["strict"]:
        raise ReviewerError("--strict: mend what is said above, then score")
    _refuse_single_articles(counted, plan)
    from reviewer.workflow.scoring import scores

    scored = scores(counted, plan, reference)
    if options["form"] == "value" and len(scored) != 1:
        raise click.UsageError(
            f"--format value prints one number, and these are {len(scored)}; ask for one --metric of one system"
        )
    write("".join(_FORMS[options["form"]](scored, options)))
    labels = {name: measure.name for name, measure in zip(dict.fromkeys(names), plan.measures, strict=True)}
    return _gate(scored, bounds, labels)


def _of_files(names: Sequence[str], options: Mapping[str, Any]) -> tuple[Counted, Plan, Reference]:
    from reviewer.workflow.scoring import Files, count_files

    files = Files(
        options["systems"],
        options["references"],
        options["source"],
        options["articles_file"],
        options["encoding"],
        are_tokenised=options["force"],
    )
    plan = _plan(names, options, options["target_lang"], has_articles=options["articles_file"] is not None)
    with progress_bar("scoring") as tell:
        return count_files(files, plan, by_article=options["by"] == "article", tell=tell), plan, "independent"


def _of_database(names: Sequence[str], options: Mapping[str, Any]) -> tuple[Counted, Plan, Reference]:
    from reviewer.store import Store
    from reviewer.workflow.scoring_reviews import AGAINST, count_database, target_language
    from reviewer.workflow.settings import database_path

    with Store.open(
        database_path(options["db"]), create=False, readonly=not os.access(database_path(options["db"]), os.W_OK)
    ) as store:
        plan = _plan(names, options, options["target_lang"] or target_language(store), has_articles=False)
        against = options["against"]
        return count_database(store, against, options["by"], plan), plan, AGAINST[against]


def _plan(names: Sequence[str], options: Mapping[str, Any], language: str | None, *, has_articles: bool) -> Plan:
    from reviewer.metrics.crew import cores
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
        jobs=options["jobs"] or cores(),
    )


def _refuse_contradictions(options: Mapping[str, Any], names: Sequence[str], is_database: bool) -> None:
    files = [name for name in ("references", "source", "articles_file", "systems") if options[name]]
    if is_database and files:
        raise click.UsageError("a database is scored (--db, --against), or files; not both at once")
    if is_database and options["against"] is None:
        raise click.UsageError("--against corrections or --against references says what the machine text is held to")
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
    if options["sentence_level"] and options["confidence"]:
        raise click.UsageError("--confidence is of a corpus, --sentence-level of single segments; one of them")


def _refuse_single_articles(counted: Counted, plan: Plan) -> None:
    """Of one article there is nothing to draw: its interval would be a point, as if the score were certain."""
    if plan.confidence is None or plan.confidence.unit == "segment":
        return
    for group, tally in counted.tallies.items():
        if len(set(tally.clusters)) < 2:
            raise ReviewerError(f"{_whose(group)}all segments are of one article: there is nothing to draw; --unit segment")


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


def count_of_segments(count: int) -> str:
    """How many segments, in words."""
    return f"{count:,} segment{'s' if count != 1 else ''}"


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
    entries = [_entry(each, with_influence=options["influence"] is not None) for each in scored]
    body = ",\n ".join(json.dumps(entry, ensure_ascii=to_terminal()) for entry in entries)
    yield f'{{"schema": "{SCHEMA}", "scores": [\n {body}\n]}}\n'


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


def interval_entry(interval: Interval | None) -> dict[str, Any] | None:
    """An interval as JSON has it."""
    if interval is None:
        return None
    fields = asdict(interval)
    return {name: fields[name] for name in ("low", "high", "level", "resamples", "seed", "unit", "units", "mean")}


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


REFERENCES = {"independent": "independent reference", "post-edit": "post-edit reference, not comparable with an independent one"}
_FORMS: dict[str, Callable[[Sequence[Scored], Mapping[str, Any]], Iterator[str]]] = {
    "text": _as_text,
    "json": _as_json,
    "csv": _as_csv,
    "value": _as_value,
}

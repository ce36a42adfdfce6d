"""The answer in two sentences, and what the report may claim to speak for."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.core.review import Reached, Status
from reviewer.metrics.ratios import unit_of
from reviewer.mqm.scorecard import Scorecard
from reviewer.workflow.reporting.material import Material
from reviewer.workflow.reporting.request import Request
from reviewer.workflow.reporting.value import Figure

NOTHING = "Nothing is reviewed yet: there is nothing to say about the machine's quality."


def answer(figures: Sequence[Figure], judgement: str, material: Material) -> tuple[str, ...]:
    """How good the machine was, and whether that met the target.

    Args:
        figures: those of quality, of all decisions; of a report on a sample, its estimates.
        judgement: whether the target was met, in a sentence.
        material: what was read.
    """
    known = {figure.name: figure for figure in figures if figure.value is not None}
    accepted = known.get("accepted_share")
    if accepted is None:
        return (nothing(material),)
    whole = known.get("sample_population")
    if whole is not None:
        first = f"An estimated {in_words(accepted)} of {whole.value:,} sentences could stand as the machine wrote them"
    else:
        systems = len({each.system for each in material.decisions})
        several = f" by {systems:,} systems together" if systems > 1 else ""
        sentences = "1 reviewed sentence" if accepted.n == 1 else f"{accepted.n:,} reviewed sentences"
        first = f"Of {sentences}{several} the editors left {in_words(accepted)} as the machine wrote them"
    changed = next((known[name] for name in ("hter", "cer") if name in known), None)
    if changed is not None:
        what = "words" if changed.name == "hter" else "characters"
        did = "editors would change" if whole is not None else "they changed"
        first += f"; of every 100 {what} of the finished text {did} {in_words(changed)} ({changed.label})"
    return (f"{first}.", judgement)


def nothing(material: Material) -> str:
    """Why there is no answer."""
    if not material.asked and material.articles:
        return "Nothing fits what was asked for: there is nothing to say about the machine's quality."
    if material.other_days:
        return "Nothing was decided in the days that were asked for: there is nothing to say about the machine's quality."
    if material.statuses[Status.CONFLICT]:
        return "Nothing is settled yet: what was reviewed is in conflict, and says nothing about the machine's quality."
    return NOTHING


def in_words(figure: Figure) -> str:
    """A figure and its interval: `41 % (36 to 46)`."""
    assert figure.value is not None
    unit = " %" if figure.unit == "%" else ""
    said = f"{figure.value:.{figure.decimals}f}{unit}"
    if figure.bounds is not None:
        said += f" ({figure.bounds.low:.{figure.decimals}f} to {figure.bounds.high:.{figure.decimals}f})"
    return said


def basis(material: Material, request: Request, estimate: str | None) -> str:
    """What the figures speak for.

    Args:
        material: what was read.
        request: what was asked for.
        estimate: of a report on a sample, what it estimates; None of others.
    """
    if estimate is not None:
        return estimate
    decided = sum(len(each.covers) for each in material.decisions)
    chosen = sum(len(each.covers) for each in material.decisions if each.reached in (Reached.NEED, Reached.FILTER))
    waiting = material.statuses[Status.OPEN] + material.statuses[Status.CONFLICT]
    if not waiting and not request.filter_query and request.since is None and request.until is None:
        like = "articles" if unit_of([each.article for each in material.decisions]) == "article" else "sentences"
        return f"Every segment that counts was decided. Intervals say how far other {like} like these could differ."
    fits = " and fits the filter" if request.filter_query else ""
    said = f"Of what was reviewed{fits}, not an estimate of the whole: {decided:,} segments"
    if waiting:
        said += f", while {waiting:,} of {material.asked:,} are open or in conflict"
    if chosen:
        said += f"; {chosen:,} of them were chosen by need or by a filter"
    return f"{said}."


def about(material: Material, request: Request, card: Scorecard) -> tuple[tuple[str, str], ...]:
    """What was asked for, and what it stands on."""
    first = min((each.at for each in material.decisions if each.at), default="")
    days = f"{first[:10]} to {material.last_at[:10]}" if first else "no times known"
    untimed = sum(not each.at for each in material.decisions)
    if first and untimed:
        days += f", and {untimed:,} at a time that nobody knows (imported)"
    systems = sorted({each.system for each in material.decisions})
    articles = len({each.article for each in material.decisions})
    lines = [
        ("Decided", days),
        ("Articles", f"{articles:,} of {len(material.articles):,} with decisions"),
        ("Systems", ", ".join(systems) or "none"),
        ("Scorecard", f"{card.name}, version {card.version}"),
        ("Last decision", material.last_at or "no time known"),
    ]
    if request.since or request.until:
        lines.insert(0, ("Days asked for", f"{request.since or 'the first'} to {request.until or 'the last'}, in UTC"))
    if request.filter_query:
        lines.insert(0, ("Filter", request.filter_query))
    left_out = (*material.not_asked(), *sorted(material.other_days.items()))
    if left_out:
        lines.append(("Left out", "; ".join(f"{count:,} {reason}" for reason, count in left_out)))
    return tuple(lines)

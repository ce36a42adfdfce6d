"""What the errors weigh, and whether the target was met: the scorecard's verdict, which may be that nobody can tell.

Two rules keep the verdict honest. It is told by an interval: met only if all of it is acceptable, missed only if none of it is.
And what edits suggest is never called confirmed: the confirmed errors decide only where an editor confirmed those of every pair
that was corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reviewer.mqm.scorecard import FORMULAS, Scorecard
from reviewer.workflow.reporting.figures import PENALTIES, PER_SEGMENT, ratio_figures
from reviewer.workflow.reporting.ledger import Ledger
from reviewer.workflow.reporting.value import Bounds, Figure


def penalty_figures(ledger: Ledger, card: Scorecard) -> list[Figure]:
    """Of what is suggested, then of what is confirmed: penalties, and the scores that MQM 2.0 makes of them."""
    figures: list[Figure] = []
    for penalties, per_segment in zip(ratio_figures(ledger, PENALTIES), ratio_figures(ledger, PER_SEGMENT), strict=True):
        known = _only_of_all(ledger, penalties) if penalties.name == "mqm_confirmed" else penalties
        figures.append(known)
        if known.value is not None:
            figures += _scores(known, card) if card.target is not None else [per_segment]
    return figures


def target(ledger: Ledger, card: Scorecard, estimates: Sequence[Figure] = ()) -> str:
    """Whether the target was met, in a sentence.

    Args:
        ledger: what was counted.
        card: what passes.
        estimates: of a report on a sample, the figures of the whole, in place of those of what was drawn.
    """
    criticals = ledger.criticals()
    if criticals and card.criticals_fail:
        errors = f"{criticals:,} critical error{'s' if criticals > 1 else ''}"
        return f"The target of scorecard {card.name} was missed: editors confirmed {errors}, and one is enough."
    suggested, confirmed = ratio_figures(ledger, PENALTIES)
    is_confirmed = ledger.is_all_confirmed()
    penalties = confirmed if is_confirmed else suggested
    penalties = next((figure for figure in estimates if figure.name == penalties.name), penalties)
    if penalties.value is None:
        why = penalties.words.removeprefix("no value: ") if penalties.n else "no sentence has a final text yet"
        return f"Nothing can be said of the target: {why}."
    by = "By the errors that editors confirmed" if is_confirmed else "By what the edits suggest, which editors have not confirmed"
    rate = f"{penalties.value:,.1f} penalties {penalties.unit}"
    if card.target is None:
        return f"{by}, the errors weigh {rate}; scorecard {card.name} sets no target."
    words = round(float(ledger.columns["words"].sum()))
    if words < card.minimum_words:
        return (
            f"Too little to tell whether the target was met: {words:,} {ledger.counted_in()} have a final text, and scorecard "
            f"{card.name} asks for {card.minimum_words:,}."
        )
    target = f"the target of scorecard {card.name}, at most {card.target.penalties:g} penalties {penalties.unit},"
    if penalties.bounds is None:
        return f"{by}, {target} cannot be judged: how sure {rate} is cannot be told, where nothing differs."
    low, high = penalties.bounds.low, penalties.bounds.high
    between = f"{rate} ({low:,.1f} to {high:,.1f})"
    was = "was" if is_confirmed else "would be"
    if high <= card.target.penalties:
        return f"{by}, {target} {was} met: {between}."
    if low > card.target.penalties:
        return f"{by}, {target} {was} missed: {between}."
    return f"{by}, nobody can tell yet whether {target} {was} met: {between}."


def _scores(penalties: Figure, card: Scorecard) -> Iterator[Figure]:
    """The raw and the calibrated score that follow from the penalties."""
    side = "suggested by the edits" if penalties.name == "mqm_suggested" else "confirmed by editors"
    for name, label, score in (("raw", "Raw", card.raw), ("calibrated", "Calibrated", card.calibrated)):
        formula = FORMULAS[name]
        if name == "calibrated" and card.target is not None:
            formula += f"; threshold {card.target.threshold:g}, acceptable {card.target.penalties:g}"
        yield replace(
            penalties,
            name=f"{penalties.name}_{name}",
            label=f"{label} MQM score, {side}",
            value=None if penalties.value is None else score(penalties.value),
            unit="",
            formula=formula,
            bounds=_turned(penalties.bounds, score),
            higher_is_better=True,
        )


def _turned(bounds: Bounds | None, score: Callable[[float], float | None]) -> Bounds | None:
    """The interval of a score that falls where penalties rise."""
    if bounds is None:
        return None
    low, high = score(bounds.high), score(bounds.low)
    return None if low is None or high is None else Bounds(low, high, f"{bounds.method}, of the penalties", bounds.level)


def _only_of_all(ledger: Ledger, figure: Figure) -> Figure:
    """`figure`, or why there is none while errors wait to be confirmed."""
    if figure.value is None:
        return figure
    waiting = ledger.waiting()
    if waiting:
        pairs = "1 corrected pair" if waiting == 1 else f"{waiting:,} corrected pairs"
        return replace(figure, value=None, bounds=None, words=f"no value: the errors of {pairs} are not confirmed")
    if not ledger.is_annotated():
        return replace(figure, value=None, bounds=None, words="no value: no editor looked for errors")
    return figure

"""What editors let pass: blind second looks at accepted segments, and how often they changed something.

A second look counts where it was held against somebody else's acceptance (its `parents`); an editor who looks again at what they
accepted themselves is likely to let the same pass. A segment counts once: where several editors looked, each has an equal part.
Where all looks are of one sample with a design, the figures are estimates for all that stood accepted when it was drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer.analysis.diff import edit_rate_counts
from reviewer.core.review import Review, Verdict
from reviewer.core.sample import Sample
from reviewer.metrics.ratios import Ratio, ratio_intervals
from reviewer.metrics.sampling import Estimate, Observed, estimate
from reviewer.store import Store
from reviewer.workflow.reporting.figures import bounds_of, wilson_bounds
from reviewer.workflow.reporting.material import Material
from reviewer.workflow.reporting.value import Bounds, Cell, Column, Figure, Section, Table
from reviewer.workflow.reporting.worst import runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

LISTED = 20
_OWN = "second looks by the editor who had accepted the segment"
_OTHER = "second looks at what did not stand accepted"
_WHICH = (
    "of the last review of purpose check of each editor on a segment, where `parents` name a review that accepted it and is of "
    "another editor; where several editors looked at one, the mean of theirs"
)


@dataclass(frozen=True, slots=True)
class _Look:
    """The second looks at one segment."""

    uid: str
    article: int
    position: int
    machine: str
    texts: tuple[str | None, ...]
    """What each editor made of it; None of what was rejected."""

    @property
    def changed(self) -> float:
        """How much of them did not accept it."""
        return sum(text != self.machine for text in self.texts) / len(self.texts)

    @property
    def counts(self) -> tuple[float, float]:
        """Word edits, and words of what was made of it, in the mean; of what was rejected there are none."""
        counted = [edit_rate_counts(self.machine, text) for text in self.texts if text is not None]
        edits, words = (sum(column) for column in zip(*counted, strict=True)) if counted else (0, 0)
        return edits / len(self.texts), words / len(self.texts)


def checks_section(store: Store, material: Material, titles: dict[int, str]) -> Section | None:
    """How often a blind second look changed what stood accepted; None where nobody took one."""
    if not material.checks:
        return None
    counted, excluded = _counted(store, material)
    looks = _looks(store, material, counted)
    sample = _sample_of(store, material, counted)
    left_out = tuple(sorted(excluded.items()))
    samples = len({check.reached_by for check in counted})
    intro = (
        "Segments that stood accepted, shown to an editor as if they were open. What was accepted the second time too may still "
        "have errors; what was changed was let pass the first time."
    )
    if samples > 1:
        intro += f" {samples:,} samples are taken together here, and none is weighed; --filter sample:NAME tells of one."
    if sample is not None:
        intro += (
            f" They are the sample {sample.name}, {len(sample.segments):,} of {sample.population:,} segments that stood "
            "accepted, so the figures are estimates for all of these."
        )
    figures = (_missed(looks, sample, left_out), _missed_edits(looks, sample, left_out))
    return Section("second_look", "What did editors let pass?", intro, figures, (_table(looks, titles),))


def _counted(store: Store, material: Material) -> tuple[list[Review], Counter[str]]:
    """The checks that count, and how many do not, by reason."""
    counted, excluded = [], Counter[str]()
    for check in material.checks:
        accepted = [review for review in map(store.review, check.parents) if review.verdict is Verdict.ACCEPTED]
        if not accepted or check.covers[0] not in material.segments or check.verdict in (Verdict.CUT, Verdict.REOPENED):
            excluded[_OTHER] += 1
        elif any(review.editor == check.editor for review in accepted):
            excluded[_OWN] += 1
        else:
            counted.append(check)
    return counted, excluded


def _looks(store: Store, material: Material, checks: Sequence[Review]) -> list[_Look]:
    """The checks by segment, in the order of the articles."""
    by_segment: dict[str, list[Review]] = {}
    for check in checks:
        by_segment.setdefault(check.covers[0], []).append(check)
    looks = []
    for uid in sorted(by_segment, key=lambda uid: material.segments[uid].row):
        place = store.place(material.segments[uid].row)
        texts = tuple(_text(check, place.machine) for check in by_segment[uid])
        looks.append(_Look(uid, place.article, place.position, place.machine, texts))
    return looks


def _text(check: Review, machine: str) -> str | None:
    if check.verdict is Verdict.REJECTED:
        return None
    return machine if check.verdict is Verdict.ACCEPTED else check.correction or ""


def _sample_of(store: Store, material: Material, checks: Sequence[Review]) -> Sample | None:
    """The one sample that all checks are of, if it can speak for the whole, and all of it was asked for."""
    names = {check.reached_by for check in checks}
    sample = store.sample(names.pop()) if len(names) == 1 else None
    if sample is None or sample.flaw or not sample.is_blind:
        return None
    return sample if sample.segments <= material.segments.keys() else None


def _missed(looks: Sequence[_Look], sample: Sample | None, excluded: tuple[tuple[str, int], ...]) -> Figure:
    """The share of accepted segments that were not accepted the second time."""
    changed = [each.changed for each in looks]
    value, bounds = None, None
    if sample is not None:
        found = estimate(_observed(looks, sample, changed, [1.0] * len(looks)), is_share=True)
        if found is not None:
            value, bounds = 100 * found.value, _bounds(found)
    elif looks:
        value = 100 * sum(changed) / len(looks)
        bounds = wilson_bounds(value, len(looks))
    return Figure(
        name="missed_share",
        label="Accepted, but changed or rejected by the second look",
        value=value,
        unit="%",
        n=len(looks),
        of="segments",
        formula=f"100 × segments with a verdict other than accepted / segments with a check, {_WHICH}{_weighted(sample)}",
        words="" if looks else "no second look counts yet",
        bounds=bounds,
        higher_is_better=False,
        excluded=excluded,
    )


def _missed_edits(looks: Sequence[_Look], sample: Sample | None, excluded: tuple[tuple[str, int], ...]) -> Figure:
    """Word edits that the second looks made in what had been accepted."""
    import numpy as np

    counts = np.array([each.counts for each in looks]).reshape(-1, 2)
    value, bounds = None, None
    n = int((counts[:, 1] > 0).sum())
    if sample is not None and n:
        found = estimate(_observed(looks, sample, counts[:, 0], counts[:, 1]))
        if found is not None:
            value, bounds = 100 * found.value, _bounds(found)
    elif n:
        ratio = Ratio(counts[:, 0], counts[:, 1])
        value = float(ratio.value(counts[:, 0].sum(), counts[:, 1].sum()))
        bounds = bounds_of(ratio_intervals([ratio], [each.article for each in looks])[0])
    if not counts[:, 0].any():
        # Where nothing was changed nothing varies: how sure that is, the share says.
        bounds = None
    return Figure(
        name="missed_edits",
        label="Word edits by the second look per 100 words",
        value=value,
        unit="per 100 words",
        n=n,
        of="segments",
        formula=(
            "100 × Σ words inserted, deleted or replaced between `machine` and the check's correction / Σ words of that, without "
            f"what was rejected, {_WHICH}{_weighted(sample)}"
        ),
        words="" if n else "no second look with a text counts yet",
        bounds=bounds,
        higher_is_better=False,
        excluded=excluded,
        decimals=2,
    )


def _observed(
    looks: Sequence[_Look], sample: Sample, above: Sequence[float] | NDArray[Any], below: Sequence[float] | NDArray[Any]
) -> list[Observed]:
    """What was found in each stratum."""
    import numpy as np

    numbers = {look.uid: number for number, look in enumerate(looks)}
    strata = []
    for part in sample.parts:
        chosen = [numbers[uid] for uid in part.drawn if uid in numbers]
        columns = [np.array([column[number] for number in chosen], dtype=float) for column in (above, below)]
        strata.append(Observed(len(part.stratum.members), columns[0], columns[1]))
    return strata


def _bounds(found: Estimate) -> Bounds | None:
    if found.low is None or found.high is None:
        return None
    method = (
        f"stratified by article, {found.strata:,} strata, finite population correction, "
        f"Student's t of {found.freedom:,} degrees of freedom"
    )
    return Bounds(100 * found.low, 100 * found.high, method if found.freedom else "all that stood accepted was looked at")


def _weighted(sample: Sample | None) -> str:
    if sample is None:
        return ""
    return "; each counts `population` / segments with a check of its stratum in `samples`, as in the estimates of a sample"


def _table(looks: Sequence[_Look], titles: dict[int, str]) -> Table:
    """What was changed the second time, with its diff."""
    missed = [(each, text) for each in looks for text in each.texts if text != each.machine]
    rows: list[tuple[Cell, ...]] = [
        (
            titles[each.article],
            each.position,
            "rejected" if text is None else "corrected",
            runs(each.machine, each.machine if text is None else text),
        )
        for each, text in missed[:LISTED]
    ]
    columns = (
        Column("article", "Article", "text"),
        Column("position", "No.", "number"),
        Column("verdict", "Second look", "text"),
        Column("diff", "What it made of the text", "diff"),
    )
    note = f"The first {len(rows):,} of {len(missed):,}, in the order of the articles." if rows else ""
    return Table("missed", "Accepted, and changed the second time", columns, tuple(rows), note, "Nothing was changed.")

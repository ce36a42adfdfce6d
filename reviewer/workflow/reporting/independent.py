"""Scores against independent references: a section of its own, never beside those against corrections.

They stand on every segment that has a reference, reviewed or not: a translation made without the machine text needs no editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.core.query import Term
from reviewer.metrics.measure import Measure
from reviewer.store import Store
from reviewer.workflow.kept_statistics import Row
from reviewer.workflow.reporting.figures import corpus_figures
from reviewer.workflow.reporting.ledger import statistics
from reviewer.workflow.reporting.material import Material
from reviewer.workflow.reporting.request import Request
from reviewer.workflow.reporting.value import Section

INTRO = (
    "These compare the machine with translations that somebody made without seeing it. They are another measure than those "
    "against corrections, and the two can never be compared with each other."
)


def independent_section(store: Store, request: Request, material: Material, measures: Sequence[Measure]) -> Section | None:
    """BLEU and chrF against the references of the segments asked for; None where none has any."""
    rows = list(_rows(store, request, material))
    if not rows:
        return None
    tables = statistics(store, measures, ((number, row) for number, (_, row) in enumerate(rows)))
    counts = {len(references) for _, (_, references) in rows}
    figures = corpus_figures(
        measures, tables, [article for article, _ in rows], "independent", counts.pop() if len(counts) == 1 else None
    )
    return Section("independent", "Against independent references", INTRO, tuple(figures))


def _rows(store: Store, request: Request, material: Material) -> Iterator[tuple[int, Row]]:
    """Of every segment with references its article, machine text and references, in order; each once."""
    seen: set[str] = set()
    for place in store.place_rows(store.view(None, (*request.terms, Term("has", "reference")))):
        if place.uid in material.segments and place.uid not in seen:
            seen.add(place.uid)
            yield place.article, (place.machine, tuple(text for _, text in store.references(place.uid)))

"""What to look at first: the worst articles and segments, and the sentences and edits that move the score of all most.

"Worst" is what had to be changed most, in word edits, not per word: short sentences would always win by the rate. What moves the
score is found by leaving one out, of the whole score, exactly: statistics add up, so they can be taken out again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reviewer.analysis.diff import Edit, diff
from reviewer.metrics.measure import Measure
from reviewer.metrics.pairs import Texts
from reviewer.workflow.reporting.ledger import Ledger
from reviewer.workflow.reporting.material import Decision
from reviewer.workflow.reporting.value import Cell, Column, Run, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

LISTED = 10
SEARCHED = 200
"""Sentences whose single edits are tried: those that move the score most."""
_LONGEST = 1_500
"""Characters of a text that are listed."""


def runs(machine: str, final: str) -> tuple[Run, ...]:
    """The word diff of two texts, long ones cut with `…`."""
    listed = []
    for edit in diff(machine, final):
        before, after = machine[slice(*edit.machine)], final[slice(*edit.correction)]
        if edit.kind == "equal":
            listed.append(Run(before, "kept"))
        else:
            listed += [Run(before, "removed")] if before else []
            listed += [Run(after, "added")] if after else []
    return tuple(_short(listed))


def _short(listed: Sequence[Run]) -> Iterator[Run]:
    left = _LONGEST
    for run in listed:
        if len(run.text) > left:
            yield Run(run.text[:left] + "…", run.role)
            return
        left -= len(run.text)
        yield run


def worst_segments(ledger: Ledger, titles: dict[int, str]) -> Table:
    """The segments with the most word edits, with their diff."""
    edits, words = ledger.columns["edit-rate edits"], ledger.columns["edit-rate length"]
    order = sorted((number for number in ledger.pairs if edits[number]), key=lambda number: (-edits[number], number))
    rows = []
    for number in order[:LISTED]:
        each = ledger.material.decisions[number]
        rate = float(100 * edits[number] / words[number]) if words[number] else None
        rows.append((titles[each.article], each.position, int(edits[number]), rate, runs(each.machine, each.final or "")))
    columns = (
        Column("article", "Article", "text"),
        Column("position", "No.", "number"),
        Column("word_edits", "Word edits", "number"),
        Column("edit_rate", "Edit rate", "number", 1),
        Column("diff", "What the editors made of it", "diff"),
    )
    note = "Those with the most word edits: words inserted, deleted or replaced, as `scores.word_edits` has them."
    return Table("worst_segments", "Segments that cost most", columns, tuple(rows), note, "No segment was changed.")


def influential_segments(ledger: Ledger, measure: Measure, titles: dict[int, str]) -> Table:
    """The sentences without which the score of all would change most."""
    effects = _effects(measure, ledger.statistics[ledger.measures.index(measure)])
    order = sorted(range(len(effects)), key=lambda row: (-abs(effects[row]), row))[:LISTED]
    rows: list[tuple[Cell, ...]] = []
    for row in order:
        each = ledger.material.decisions[ledger.pairs[row]]
        rows.append((titles[each.article], each.position, effects[row], runs(each.machine, each.final or "")))
    columns = (
        Column("article", "Article", "text"),
        Column("position", "No.", "number"),
        Column("effect", f"{measure.name} with it minus without", "number", 4),
        Column("diff", "The sentence", "diff"),
    )
    note = f"{measure.name} of all pairs against their corrections, minus the same without this pair."
    return Table("influential_segments", f"Sentences that move {measure.name} most", columns, tuple(rows), note)


def influential_edits(ledger: Ledger, measure: Measure, titles: dict[int, str]) -> Table:
    """The single edits that would raise the score of all most, had the machine made them itself."""
    table = ledger.statistics[ledger.measures.index(measure)]
    effects = _effects(measure, table)
    changed = [row for row in range(len(effects)) if _decision(ledger, row).machine != _decision(ledger, row).final]
    tried = sorted(changed, key=lambda row: (effects[row], row))[:SEARCHED]
    whole = table.sum(0)
    now = measure.value(whole.tolist())
    found: list[tuple[float, int, Edit]] = []
    for row in tried:
        each = _decision(ledger, row)
        final = each.final or ""
        edits = [edit for edit in diff(each.machine, final) if edit.kind != "equal"]
        mended = [each.machine[: e.machine[0]] + final[slice(*e.correction)] + each.machine[e.machine[1] :] for e in edits]
        counted = measure.statistics(Texts(mended, [[final] * len(mended)]))
        found += [
            (measure.value((whole - table[row] + new).tolist()) - now, row, edit)
            for edit, new in zip(edits, counted, strict=True)
        ]
    found.sort(key=lambda each: (-each[0], each[1], each[2].machine))
    rows: list[tuple[Cell, ...]] = []
    for gain, row, edit in found[:LISTED]:
        each = _decision(ledger, row)
        texts = each.machine[slice(*edit.machine)], (each.final or "")[slice(*edit.correction)]
        rows.append((titles[each.article], each.position, gain, *(text[:_LONGEST] for text in texts)))
    columns = (
        Column("article", "Article", "text"),
        Column("position", "No.", "number"),
        Column("gain", f"{measure.name} gained", "number", 4),
        Column("machine", "The machine wrote", "text"),
        Column("correction", "It became", "text"),
    )
    note = (
        f"{measure.name} of all pairs if the machine text had this one edit already, minus {measure.name} as it is. "
        f"Looked for in the {min(SEARCHED, len(changed)):,} changed sentences that lower it most."
    )
    return Table(
        "influential_edits", f"Edits that would raise {measure.name} most", columns, tuple(rows), note, "No edit was made."
    )


def _decision(ledger: Ledger, row: int) -> Decision:
    return ledger.material.decisions[ledger.pairs[row]]


def _effects(measure: Measure, table: NDArray[Any]) -> list[float]:
    """Of each row the score of all minus the score without it; 0 where nothing else is left."""
    whole = table.sum(0)
    now = measure.value(whole.tolist())
    return [now - measure.value(rest) if any(rest) else 0.0 for rest in (whole - table).tolist()]

"""Two editors on one segment: how far they agree, and on what.

Only opinions that were made apart are compared. A decision over another's (`parents`) was made by somebody who had read it, and
would make any two editors look alike; it is left out and counted. A blind second look is no opinion here: it is taken of accepted
segments alone, where the first verdict never differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from reviewer.analysis.diff import diff
from reviewer.analysis.words import words
from reviewer.core.place import run_text
from reviewer.core.review import Review, Verdict
from reviewer.metrics.agreement import alpha_interval, nominal_alpha
from reviewer.metrics.edits import Similarity
from reviewer.metrics.pairs import Texts
from reviewer.metrics.ratios import Ratio, ratio_intervals
from reviewer.store import Store
from reviewer.workflow.reporting.figures import bounds_of
from reviewer.workflow.reporting.material import Material
from reviewer.workflow.reporting.request import Namer
from reviewer.workflow.reporting.value import Cell, Column, Figure, Section, Table
from reviewer.workflow.reporting.worst import runs

LISTED = 10
COMPARED = (Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.REJECTED, Verdict.CUT)

Edits = frozenset[tuple[int, int, str]]
"""Each as the span of the machine text and what stands for it."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one editor made of a segment, by themselves."""

    editor: str
    verdict: Verdict
    final: str | None
    """None where there is no text for print."""
    edits: Edits


@dataclass(frozen=True, slots=True)
class Compared:
    """A segment, or a join, and what several editors made of it."""

    article: int
    position: int
    machine: str
    opinions: tuple[Opinion, ...]

    def texts(self) -> Iterator[tuple[Opinion, Opinion]]:
        """Every two opinions that both have a text."""
        return combinations((each for each in self.opinions if each.final is not None), 2)


@dataclass(frozen=True, slots=True)
class _Two:
    """Two editors' texts of one segment, in numbers."""

    article: int
    editors: tuple[str, str]
    is_same: bool
    edits: int
    """Of both together."""
    shared: int
    """Those that both made, counted in both."""
    characters: int
    distance: int


def agreement_section(store: Store, material: Material, titles: dict[int, str], name: Namer) -> Section | None:
    """How far editors agree who decided the same segment apart; None where no two did."""
    compared, dependent = _compared(store, material)
    if not compared:
        return None
    twos = [two for each in compared for two in _twos(each)]
    excluded = (("decisions made over another editor's", dependent),) if dependent else ()
    figures = (
        _verdict_alpha(compared, excluded),
        _word_alpha(compared, excluded),
        *_shares(twos, excluded),
    )
    intro = (
        "Segments that two or more editors decided without seeing each other's decision. Alpha is 1 where they always agree and "
        "0 where they agree no more than by chance."
    )
    return Section(
        "agreement", "Do editors agree?", intro, figures, (_pairs_table(twos, name), _disputed(compared, titles, name))
    )


def _compared(store: Store, material: Material) -> tuple[list[Compared], int]:
    """The segments that several editors decided apart, in order; and how many opinions were not made apart."""
    by_covers: dict[tuple[str, ...], list[Review]] = {}
    for opinion in material.opinions:
        if opinion.verdict in COMPARED:
            by_covers.setdefault(opinion.covers, []).append(opinion)
    compared, dependent = [], 0
    for covers, opinions in by_covers.items():
        if len(opinions) < 2:
            continue
        names = {each.id for each in opinions}
        apart = [each for each in opinions if not names & _ancestors(store, each)]
        dependent += len(opinions) - len(apart)
        if len(apart) > 1:
            compared.append(_compare(store, material, covers, apart))
    return sorted(compared, key=lambda each: (each.article, each.position)), dependent


def _ancestors(store: Store, review: Review) -> set[str]:
    """The ids of everything that it was decided over."""
    found: set[str] = set()
    waiting = list(review.parents)
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting += store.review(parent).parents
    return found


def _compare(store: Store, material: Material, covers: tuple[str, ...], opinions: Sequence[Review]) -> Compared:
    placed = material.segments[next(uid for uid in covers if uid in material.segments)]
    first = store.row_of(placed.article, covers[0])
    run = store.places_at(range(first, first + len(covers)))
    machine = run_text(run)
    return Compared(
        placed.article,
        run[0].position,
        machine,
        tuple(_opinion(each, machine) for each in sorted(opinions, key=lambda each: each.editor)),
    )


def _opinion(review: Review, machine: str) -> Opinion:
    if review.verdict not in (Verdict.ACCEPTED, Verdict.CORRECTED):
        return Opinion(review.editor, review.verdict, None, frozenset())
    final = machine if review.verdict is Verdict.ACCEPTED else review.correction or ""
    edits = (edit for edit in diff(machine, final) if edit.kind != "equal")
    return Opinion(
        review.editor, review.verdict, final, frozenset((*edit.machine, final[slice(*edit.correction)]) for edit in edits)
    )


def _twos(compared: Compared) -> Iterator[_Two]:
    for one, other in compared.texts():
        distance, characters = Similarity().statistics(Texts([one.final or ""], [[other.final or ""]]))[0]
        shared = 2 * len(one.edits & other.edits)
        edits = len(one.edits) + len(other.edits)
        yield _Two(
            compared.article, (one.editor, other.editor), one.final == other.final, edits, shared, int(characters), int(distance)
        )


def _verdict_alpha(compared: Sequence[Compared], excluded: tuple[tuple[str, int], ...]) -> Figure:
    counts = [[sum(each.verdict is verdict for each in segment.opinions) for verdict in COMPARED] for segment in compared]
    return Figure(
        "agreement_verdicts", "Agreement on the verdict (alpha)", nominal_alpha(counts), "", len(compared), "segments",
        "Krippendorff's alpha, nominal, of the last verdict of each editor in `reviews` (reopened and undone ones left out): "
        "accepted, corrected, rejected, cut",
        "" if nominal_alpha(counts) is not None else "not defined: all verdicts are the same",
        bounds_of(alpha_interval([[row] for row in counts])), higher_is_better=True, excluded=excluded, decimals=2,
    )  # fmt: skip


def _word_alpha(compared: Sequence[Compared], excluded: tuple[tuple[str, int], ...]) -> Figure:
    blocks = [block for block in map(_changed_words, compared) if block]
    counts = [row for block in blocks for row in block]
    value = nominal_alpha(counts)
    return Figure(
        "agreement_words", "Agreement on which words to change (alpha)", value, "", len(counts), "words",
        "Krippendorff's alpha, nominal, over the words of `machine`: changed or left, by each editor with a text; words put in "
        "are not in it",
        "" if value is not None else "not defined: nobody changed a word, or all were changed",
        bounds_of(alpha_interval(blocks)), higher_is_better=True, excluded=excluded, decimals=2,
    )  # fmt: skip


def _changed_words(compared: Compared) -> list[list[int]]:
    """Of each word of the machine text by how many it was left, and by how many changed."""
    texts = [each for each in compared.opinions if each.final is not None]
    if len(texts) < 2:
        return []
    rows = []
    for word in words(compared.machine):
        if not word.is_space:
            changed = sum(any(start < word.end and end > word.start for start, end, _ in each.edits) for each in texts)
            rows.append([len(texts) - changed, changed])
    return rows


def _shares(twos: Sequence[_Two], excluded: tuple[tuple[str, int], ...]) -> list[Figure]:
    """What of their texts and edits is the same."""
    import numpy as np

    table: list[tuple[str, str, str, str, Callable[[_Two], float], Callable[[_Two], float], bool]] = [
        ("agreement_texts", "Same text", "pairs of editors", "100 × pairs with equal texts / pairs",
         lambda two: two.is_same, lambda _: 1, False),
        ("agreement_edits", "Edits that both made", "edits",
         "100 × 2 × edits that both made / edits of both (Dice); an edit is a span of `machine` and what stands for it",
         lambda two: two.shared, lambda two: two.edits, False),
        ("agreement_similarity", "Similarity of their texts", "pairs of editors",
         "100 × (1 - Σ characters inserted or deleted between the two / Σ characters of both)",
         lambda two: two.distance, lambda two: two.characters, True),
    ]  # fmt: skip
    ratios = [
        Ratio(np.array([above(two) for two in twos], dtype=float), np.array([below(two) for two in twos], dtype=float),
              is_complement=is_complement)
        for *_, above, below, is_complement in table
    ]  # fmt: skip
    intervals = ratio_intervals(ratios, [two.article for two in twos]) if twos else [None] * len(table)
    figures = []
    for (figure_name, label, of, formula, *_), ratio, interval in zip(table, ratios, intervals, strict=True):
        whole = float(ratio.below.sum())
        n = int(whole) if of == "edits" else len(twos)
        value = ratio.value(float(ratio.above.sum()), whole) if whole else None
        figures.append(
            Figure(figure_name, label, value, "%", n, of, formula, "" if whole else "nothing to compare",
                   bounds_of(interval) if whole else None, higher_is_better=True, excluded=excluded)
        )  # fmt: skip
    return figures


def _pairs_table(twos: Sequence[_Two], name: Namer) -> Table:
    counts: Counter[tuple[str, str]] = Counter()
    sums: dict[tuple[str, str], Counter[str]] = {}
    for two in twos:
        counts[two.editors] += 1
        of = {"same": two.is_same, "shared": two.shared, "edits": two.edits, "apart": two.distance, "of": two.characters}
        sums.setdefault(two.editors, Counter()).update(of)
    rows: list[tuple[Cell, ...]] = []
    for editors, n in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        of = sums[editors]
        shared = 100 * of["shared"] / of["edits"] if of["edits"] else None
        alike = 100 - 100 * of["apart"] / of["of"] if of["of"] else None
        rows.append((name(editors[0]), name(editors[1]), n, 100 * of["same"] / n, shared, alike))
    columns = (
        Column("editor", "Editor", "text"),
        Column("other", "Other editor", "text"),
        Column("segments", "Segments", "number"),
        Column("same", "Same text, %", "number", 1),
        Column("shared", "Shared edits, %", "number", 1),
        Column("similarity", "Similarity, %", "number", 1),
    )
    return Table("agreement", "Whose edits agree", columns, tuple(rows), empty="No two editors have a text of one segment.")


def _disputed(compared: Sequence[Compared], titles: dict[int, str], name: Namer) -> Table:
    """The segments where two texts differ most."""
    found = []
    for each in compared:
        for one, other in each.texts():
            apart = one.edits ^ other.edits
            if apart:
                found.append((len(apart), each, one, other))
    found.sort(key=lambda row: (-row[0], row[1].article, row[1].position, row[2].editor, row[3].editor))
    rows: list[tuple[Cell, ...]] = [
        (titles[each.article], each.position, name(one.editor), name(other.editor), runs(one.final or "", other.final or ""))
        for _, each, one, other in found[:LISTED]
    ]
    columns = (
        Column("article", "Article", "text"),
        Column("position", "No.", "number"),
        Column("editor", "Editor", "text"),
        Column("other", "Other editor", "text"),
        Column("diff", "From the one's text to the other's", "diff"),
    )
    note = "Those with the most edits that only one of the two made." if rows else ""
    return Table("disputed", "Where they disagree most", columns, tuple(rows), note, "Nowhere: all texts are the same.")

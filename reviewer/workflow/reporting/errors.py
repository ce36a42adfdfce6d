"""What is wrong, by kind: errors that the edits suggest beside those that editors confirmed, never added together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reviewer.core.error import Category, Severity, Side
from reviewer.workflow.reporting.ledger import MIXED, Ledger, Marked
from reviewer.workflow.reporting.value import Cell, Chart, Column, Figure, Point, Table
from reviewer.workflow.reporting.worst import runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = {
    Category.TERMINOLOGY: "Terminology",
    Category.MISTRANSLATION: "Accuracy: mistranslation",
    Category.OMISSION: "Accuracy: omission",
    Category.ADDITION: "Accuracy: addition",
    Category.UNTRANSLATED: "Accuracy: untranslated",
    Category.GRAMMAR: "Linguistic: grammar",
    Category.PUNCTUATION: "Linguistic: punctuation",
    Category.SPELLING: "Linguistic: spelling",
    Category.STYLE: "Style",
    Category.NUMBER: "Locale: number",
    Category.DATE: "Locale: date",
    Category.CURRENCY: "Locale: currency",
    Category.NAME: "Locale: name",
    Category.DESIGN: "Design",
    Category.NON_TRANSLATION: "Not a translation",
}
GRAVE = (Severity.CRITICAL, Severity.MAJOR)
LISTED = 20
PREFERENTIAL = "Matter of taste (preferential)"

Mark = tuple[Category, Severity]


def label_of(mark: Mark) -> str:
    """What a mark is listed under: its category, or taste."""
    return PREFERENTIAL if mark == (Category.STYLE, Severity.NEUTRAL) else LABELS[mark[0]]


def error_mix(ledger: Ledger) -> Table:
    """How many errors there are of each category, by severity; the most frequent first."""
    suggested, confirmed = _counted(ledger, "suggested"), _counted(ledger, "confirmed")
    labels = Counter[str]()
    for (label, _), count in (suggested + confirmed).items():
        labels[label] += count
    ordered = sorted(labels, key=lambda label: (label == PREFERENTIAL, -labels[label], label))
    words = float(ledger.columns["words"].sum())
    counted_in = ledger.counted_in()
    rows: list[tuple[Cell, ...]] = []
    for label in ordered:
        of_suggested = [suggested[label, severity] for severity in Severity]
        of_confirmed = [confirmed[label, severity] for severity in Severity]
        rate = 1000 * sum(of_suggested) / words if words and counted_in != MIXED else None
        rows.append((label, sum(of_suggested), *of_suggested, rate, sum(of_confirmed), *of_confirmed))
    columns = (
        Column("category", "Category", "text"),
        Column("suggested", "Suggested", "number"),
        *(Column(f"suggested_{severity}", f"suggested: {severity}", "number") for severity in Severity),
        Column("suggested_rate", f"per 1,000 {counted_in}", "number", 1),
        Column("confirmed", "Confirmed", "number"),
        *(Column(f"confirmed_{severity}", f"confirmed: {severity}", "number") for severity in Severity),
    )
    note = (
        "Suggested: what the edits are, by written rules; nobody confirmed it. Confirmed: what editors marked or confirmed. "
        "The two are not to be added: a confirmed error is mostly one that was suggested."
    )
    return Table("errors", "Errors by category and severity", columns, tuple(rows), note, "No errors: nothing was corrected.")


def grave_errors(ledger: Ledger, titles: dict[int, str]) -> Table:
    """The critical and major errors that editors confirmed, each with its sentence: what somebody may want to dispute."""
    found = []
    for number in ledger.pairs:
        said = ledger.marked[number].said
        found += [(GRAVE.index(error.severity), number, error) for error in said if error.severity in GRAVE]
    found.sort(key=lambda row: (row[0], row[1], row[2].span))
    rows: list[tuple[Cell, ...]] = []
    for _, number, error in found[:LISTED]:
        each = ledger.material.decisions[number]
        text = (each.final or "") if error.side is Side.CORRECTION else each.machine
        words = text[slice(*error.span)] if error.side is not Side.SOURCE else (each.source or "")[slice(*error.span)]
        diff = runs(each.machine, each.final or "")
        rows.append(
            (titles[each.article], each.position, str(error.severity), label_of((error.category, error.severity)), words, diff)
        )
    columns = (
        Column("article", "Article", "text"),
        Column("position", "No.", "number"),
        Column("severity", "Severity", "text"),
        Column("category", "Category", "text"),
        Column("text", "Where", "text"),
        Column("diff", "The sentence", "diff"),
    )
    note = f"Those that are critical, then those that are major: the first {len(rows):,} of {len(found):,}." if rows else ""
    return Table("grave_errors", "Grave errors that editors confirmed", columns, tuple(rows), note, "None was confirmed.")


def error_chart(mix: Table) -> Chart | None:
    """The suggested errors of each category as bars, taste left out."""
    points = tuple(
        Point(str(row[0]), float(row[1])) for row in mix.rows if row[0] != PREFERENTIAL and isinstance(row[1], int) and row[1]
    )
    return Chart("error_mix", "Suggested errors by category", "bars", points, "errors", decimals=0) if points else None


def error_figures(ledger: Ledger) -> list[Figure]:
    """How many errors there are, how they were confirmed, and what nobody could verify."""
    marked = [ledger.marked[number] for number in ledger.pairs]
    suggested = [mark for each in marked for mark in each.suggested]
    is_taste = [label_of(mark) == PREFERENTIAL for mark in suggested]
    annotated = [each for each in marked if each.is_confirmed]
    corrected = ledger.corrected()
    return [
        _count("errors_suggested", "Errors suggested", len(suggested) - sum(is_taste), len(marked), "pairs",
               "`candidates` but those that are neutral and of style"),
        _count("errors_preferential", "Changes of taste", sum(is_taste), len(marked), "pairs",
               "`candidates` that are neutral and of style"),
        _count("errors_confirmed", "Errors confirmed", sum(len(each.confirmed) for each in marked), len(marked), "pairs",
               "`errors` but those of category no-error"),
        _count("criticals_confirmed", "Critical errors confirmed", ledger.criticals(), len(marked), "pairs",
               "`errors` of severity critical"),
        _share("annotated_share", "Corrected pairs whose errors were confirmed",
               sum(each.is_confirmed for each in corrected), len(corrected), "corrected pairs",
               "100 × corrected pairs with `errors` in which each of `candidates` has one at its place (it overlaps, or is "
               "no-error around it) / corrected pairs", "nothing was corrected"),
        _share("confirmed_by_all_share", "Pairs with confirmed errors, all of them by the one key for all",
               sum(each.is_by_all for each in annotated), len(annotated), "annotated pairs",
               "100 × of them those all of whose `errors` have confirmed: all / pairs whose errors are confirmed so",
               "no errors were confirmed"),
        *(_unverified(marked, side, number) for number, side in enumerate(("suggested", "confirmed"))),
    ]  # fmt: skip


def _unverified(marked: Sequence[Marked], side: str, number: int) -> Figure:
    """Of the errors of accuracy of one side, those that nobody could verify."""
    of_accuracy = sum(category.is_accuracy for each in marked for category, _ in _side(each, side))
    unverified = sum(each.unverified[number] for each in marked)
    of = "`candidates`" if side == "suggested" else "`errors`"
    return _share(
        f"unverified_{side}_share", f"Errors of accuracy, {side}, that nobody could verify without the source", unverified,
        of_accuracy, "errors of accuracy",
        f"100 × {of} with unverified: true / {of} of a category accuracy/… or non-translation",
        f"no errors of accuracy were {side}",
    )  # fmt: skip


def by_error(ledger: Ledger) -> list[tuple[str, NDArray[Any]]]:
    """Of each label of suggested errors the numbers of the decisions that have one."""
    import numpy as np

    members: dict[str, list[int]] = {}
    for number in ledger.pairs:
        for label in dict.fromkeys(map(label_of, ledger.marked[number].suggested)):
            members.setdefault(label, []).append(number)
    return [(label, np.array(numbers)) for label, numbers in members.items()]


def _counted(ledger: Ledger, side: str) -> Counter[tuple[str, Severity]]:
    counted: Counter[tuple[str, Severity]] = Counter()
    for number in ledger.pairs:
        for mark in _side(ledger.marked[number], side):
            counted[label_of(mark), mark[1]] += 1
    return counted


def _side(marked: Marked, side: str) -> tuple[Mark, ...]:
    return marked.suggested if side == "suggested" else marked.confirmed


def _count(name: str, label: str, value: int, n: int, of: str, formula: str) -> Figure:
    words = "" if n else "nothing reviewed yet"
    return Figure(name, label, value if n else None, "errors", n, of, f"number of {formula}", words, decimals=0)


def _share(name: str, label: str, part: int, whole: int, of: str, formula: str, nothing: str) -> Figure:
    return Figure(
        name, label, 100 * part / whole if whole else None, "%", whole, of, formula, "" if whole else nothing, decimals=0
    )

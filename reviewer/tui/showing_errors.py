"""What is written of translation errors: the texts with their spans, the list of them, the letters of their kinds.

Suggested and confirmed errors stand in lists of their own wherever they are shown. A place where something is missing has no
character to mark, so a `^` is drawn there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.analysis.diff import Span
from reviewer.core.error import Category, Confirmed, Severity, Side, TranslationError
from reviewer.errors import UnknownNameError
from reviewer.mqm.candidates import RULES, candidates
from reviewer.tui.passage import Mark, Passage
from reviewer.workflow.annotating import Entry, Sheet, standing_errors
from reviewer.workflow.desk import Desk

LETTERS: Mapping[str, Category] = {
    "t": Category.TERMINOLOGY,
    "m": Category.MISTRANSLATION,
    "x": Category.ADDITION,
    "f": Category.UNTRANSLATED,
    "g": Category.GRAMMAR,
    "p": Category.PUNCTUATION,
    "s": Category.SPELLING,
    "y": Category.STYLE,
    "n": Category.NUMBER,
    "d": Category.DATE,
    "c": Category.CURRENCY,
    "e": Category.NAME,
    "l": Category.DESIGN,
    "z": Category.NON_TRANSLATION,
}
"""The key of each kind; an omission is made by `o`, and no error by `A` on an empty sheet."""

SEVERITIES: Mapping[str, Severity] = {str(number): severity for number, severity in enumerate(Severity, 1)}
"""The key of each severity."""

MISSING = "^"
"""Drawn where something is missing."""
END = "_"
"""Drawn under the caret after the last word."""
BESIDE_AT_MOST = 30
"""Errors of each list that are drawn beside the desk."""
_QUOTED = 40
"""Characters of a span in the list."""
_WIDEST = len("mistranslation")
_ROWS = ("tmoxf", "gpsylz", "ndce")


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of errors as it is drawn."""

    passages: tuple[Passage, ...]
    numbers: tuple[int | None, ...]
    """Of each passage the entry that it is about."""
    focus: tuple[int, int] | None
    """Where the current entry is."""


def machine_passage(sheet: Sheet) -> tuple[Passage, tuple[int, int]]:
    """The machine's text with all spans, and where in it the caret is."""
    entries = [entry for entry in sheet.entries if entry.error.side is Side.MACHINE]
    missing = sorted({entry.error.span[0] for entry in entries if entry.error.span[0] == entry.error.span[1]})
    text, last = "", 0
    for point in missing:
        text += sheet.machine[last:point] + MISSING
        last = point
    text += sheet.machine[last:]
    at_end = sheet.caret >= len(sheet.words)

    def drawn(span: Span, role: str) -> Mark:
        if span[0] == span[1]:
            place = span[0] + sum(point < span[0] for point in missing)
            return Mark(place, place + 1, role)
        return Mark(span[0] + sum(point <= span[0] for point in missing), span[1] + sum(p < span[1] for p in missing), role)

    marks = [drawn(entry.error.span, "chosen" if entry.number == sheet.chosen else "marked") for entry in entries]
    if sheet.running is not None:
        marks.append(drawn(sheet.running, "chosen"))
    if at_end:
        caret = Mark(len(text), len(text) + 1, "caret")
        text += END
    else:
        word = sheet.words[sheet.caret]
        caret = drawn((word.start, word.end), "caret")
    return Passage(text, (*marks, caret)), (0, caret.start)


def correction_passage(sheet: Sheet) -> tuple[Passage, tuple[int, int] | None]:
    """The correction with what stands there for the current error."""
    if sheet.correction == sheet.machine:
        return Passage.of(("as the machine wrote it", "quiet")), None
    entry = sheet.current
    if entry is None or entry.candidate is None or entry.candidate.correction[0] == entry.candidate.correction[1]:
        return Passage(sheet.correction), None
    start, end = entry.candidate.correction
    return Passage(sheet.correction, (Mark(start, end, "added"),)), (0, start)


def listing(sheet: Sheet) -> Listing:
    """Confirmed errors, then those that the edits suggest, one a line, and why the current one is suggested."""
    lines: list[tuple[Passage, int | None]] = []
    confirmed = [entry for entry in sheet.entries if entry.is_confirmed]
    suggested = [entry for entry in sheet.entries if not entry.is_confirmed]
    if confirmed:
        lines.append((Passage.of((f"Confirmed ({len(confirmed)})", "heading")), None))
    elif sheet.none is not None:
        lines.append((Passage.of(("Confirmed: no error", "heading")), None))
    lines += [line for entry in confirmed for line in _lines(sheet, entry)]
    if suggested:
        lines.append((Passage.of((f"Suggested by the edits, not confirmed ({len(suggested)})", "heading")), None))
    lines += [line for entry in suggested for line in _lines(sheet, entry)]
    if not sheet.entries and sheet.none is None:
        words = "No error is marked and the edits suggest none. Space marks a span, o an omission, A says there is no error."
        lines.append((Passage.of((words, "quiet")), None))
    here = [place for place, (_, number) in enumerate(lines) if number is not None and number == sheet.chosen]
    return Listing(tuple(passage for passage, _ in lines), tuple(number for _, number in lines), (here[0], 0) if here else None)


def _lines(sheet: Sheet, entry: Entry) -> list[tuple[Passage, int | None]]:
    error = entry.error
    is_current = entry.number == sheet.chosen
    remarks = []
    if not error.is_verified(has_source=sheet.has_source):
        remarks.append("unverified")
    if error.is_preferential:
        remarks.append("a matter of taste")
    if error.confirmed is Confirmed.ALL:
        remarks.append("confirmed with all")
    remarks.append(_quoted(sheet, entry))
    said = f"{'>' if is_current else ' '} {_kind(error):<{_WIDEST}}  {error.severity:<8}  "
    lines: list[tuple[Passage, int | None]] = [
        (Passage.of((said, "current") if is_current else said, " · ".join(remarks)), entry.number)
    ]
    if is_current and entry.candidate is not None and not entry.is_confirmed:
        why = f"    {100 * entry.candidate.confidence:.0f} % sure. {RULES[entry.candidate.rule]}"
        lines.append((Passage.of((why, "quiet")), entry.number))
    return lines


def _kind(error: TranslationError) -> str:
    """The last part of its category, which names it; the part before is known by it."""
    return error.category.rpartition("/")[2]


def _quoted(sheet: Sheet, entry: Entry) -> str:
    start, end = entry.error.span
    instead = ""
    if entry.candidate is not None and sheet.correction != sheet.machine:
        instead = sheet.correction[slice(*entry.candidate.correction)]
    if entry.error.side is not Side.MACHINE:
        return f"{start}-{end} of the {entry.error.side}"
    if start == end:
        missing = f" “{_short(instead)}”" if instead else ""
        before = next((word.text for word in reversed(sheet.words) if word.end <= start), "")
        return f"missing{missing} after “{_short(before)}”" if before else f"missing{missing} at the beginning"
    came = f" → “{_short(instead)}”" if instead else " → nothing" if entry.candidate is not None else ""
    return f"“{_short(sheet.machine[start:end])}”{came}"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def legend() -> list[Passage]:
    """The letters and figures, and what they stand for; rows that fit 80 columns."""
    names = {letter: category.rpartition("/")[2] for letter, category in LETTERS.items()} | {"o": "omission"}
    *rows, last = ("  ".join(f"{letter} {names[letter]}" for letter in row) for row in _ROWS)
    severities = "  ".join(f"{key} {severity}" for key, severity in SEVERITIES.items())
    return [
        *map(Passage, rows),
        Passage.of(last, ("   Space begins and ends a span", "quiet")),
        Passage.of(severities, ("   ← → word  ↑ ↓ error  u takes back", "quiet")),
    ]


def outcome(sheet: Sheet) -> str:
    """What leaving the sheet would save."""
    if not sheet.is_changed:
        return "nothing to save"
    return f"Esc saves: {said(sheet.errors)}"


def said(errors: tuple[TranslationError, ...]) -> str:
    """How many errors were confirmed, in words."""
    real = [error for error in errors if error.category is not Category.NO_ERROR]
    if errors and not real:
        return "no error"
    return f"{len(real)} confirmed" if real else "none confirmed"


def beside(desk: Desk) -> list[Passage]:
    """The errors of what is on the desk, confirmed and suggested, for a narrow pane."""
    correction = None if desk.text == desk.machine else desk.text
    try:
        confirmed = standing_errors(desk, correction)
    except UnknownNameError as unknown:
        return [Passage.of((str(unknown), "warning"))]
    places = [(error.side, error.span) for error in confirmed]
    suggested = [each.error for each in candidates(desk.machine, desk.text) if (each.error.side, each.error.span) not in places]
    passages = []
    for title, errors in (("confirmed", confirmed), ("suggested by the edits", suggested)):
        real = [error for error in errors if error.category is not Category.NO_ERROR]
        if errors:
            passages.append(Passage.of((f"{title}: {len(real) or 'no error'}", "heading")))
        passages += [_in_short(desk, error) for error in real[:BESIDE_AT_MOST]]
    return passages


def _in_short(desk: Desk, error: TranslationError) -> Passage:
    unverified = "" if error.is_verified(has_source=desk.source is not None) else ", unverified"
    words = desk.machine[slice(*error.span)] if error.side is Side.MACHINE else ""
    quoted = f" “{_short(words)}”" if words else ""
    return Passage.of(f"{error.severity} {_kind(error)}", (unverified, "quiet"), quoted)

"""Error candidates: what a correction suggests is wrong with the machine text.

The rule is that they are never more than suggestions. They are computed anew wherever they are shown and are stored nowhere; what
an editor confirms is another thing, and the two are never counted together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.analysis.diff import Span, diff
from reviewer.analysis.stems import is_punctuation
from reviewer.analysis.words import tokens
from reviewer.core.error import Category, Severity, TranslationError
from reviewer.mqm.meaning import moving, scripts
from reviewer.mqm.pieces import Piece, pieces
from reviewer.mqm.rules import ON_PIECES, Judged, judge

REWRITTEN = "rewritten"
MOVED = "moved"
RULES: Mapping[str, str] = {
    REWRITTEN: "Of eight words or more less than a fourth stayed: one mistranslation over all of it, major; untranslated, major, "
    "where the correction is in another script.",
    MOVED: "The same words of content were taken out here and put in elsewhere: style, neutral.",
    **{rule.name: rule.text for rule in ON_PIECES},
}
"""Every rule in words, in the order in which they are tried."""

_REWRITTEN_FROM = 8
_STAYED = 0.25
_CONFIDENCE = {REWRITTEN: 0.5, MOVED: 0.8}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One error that an edit suggests."""

    error: TranslationError
    """Its span counts in the machine text; that of something put in is empty, between two words."""
    correction: Span
    """What stands for it in the correction; empty where it was taken out."""
    rule: str
    """A name of `RULES`."""
    confidence: float
    """How often the rule is right, 0 to 1."""


def candidates(machine: str, correction: str, *, source: str | None = None) -> tuple[Candidate, ...]:
    """What the edits between the two suggest, in the order of the text; nothing where they are the same.

    Args:
        machine: what the machine wrote.
        correction: what an editor made of it.
        source: the original, where it is known; only whether an error can be verified depends on it, not what is suggested.
    """
    edits = diff(machine, correction)
    if all(edit.kind == "equal" for edit in edits):
        return ()
    found = list(pieces(machine, correction, edits))
    if _is_rewritten(machine, found):
        other = scripts([machine]) and scripts([correction]) and scripts([machine]).isdisjoint(scripts([correction]))
        judged = Category.UNTRANSLATED if other else Category.MISTRANSLATION, Severity.MAJOR
        return (_candidate((0, len(machine)), (0, len(correction)), judged, REWRITTEN, _CONFIDENCE[REWRITTEN]),)
    return tuple(_suggested(found))


def _suggested(found: Sequence[Piece]) -> Iterator[Candidate]:
    moved = _moved(found)
    put = set(moved.values())
    for number, piece in enumerate(found):
        if number in moved:
            judged = Category.STYLE, Severity.NEUTRAL
            yield _candidate(piece.machine, piece.correction, judged, MOVED, _CONFIDENCE[MOVED])
        elif number not in put:
            rule, judged = judge(piece)
            yield _candidate(piece.machine, piece.correction, judged, rule.name, rule.confidence)


def _candidate(machine: Span, correction: Span, judged: Judged, rule: str, confidence: float) -> Candidate:
    return Candidate(TranslationError(machine, *judged), correction, rule, confidence)


def _is_rewritten(machine: str, found: Sequence[Piece]) -> bool:
    changed = sum(sum(not is_punctuation(word) for word in piece.before) for piece in found)
    if changed <= (1 - _STAYED) * _REWRITTEN_FROM:
        return False
    words = sum(not word.isspace() and not is_punctuation(word) for word in tokens(machine))
    return words >= _REWRITTEN_FROM and changed > (1 - _STAYED) * words


def _moved(found: Sequence[Piece]) -> dict[int, int]:
    """The numbers of the pieces that take words out in one place, and of those that put the same in at another."""
    places: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for number, piece in enumerate(found):
        what = moving(piece)
        if what is not None:
            places.setdefault(what[0], ([], []))[what[1]].append(number)
    return {taken: put for pair in places.values() for taken, put in zip(*pair, strict=False)}

"""Negations that the editor put in or took out, counted over the sentence so that a moved or contracted one is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.analysis.negation import is_negated, is_negation, is_negative
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.edit.remarks import added, changed, removed
from reviewer.checks.edited import Edited, edited
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_ONLY = frozenset(("only", "just", "merely", "simply", "least", "to", "long", "doubt", "mention", "wonder", "even"))
"""After these a negation is part of a phrase that denies nothing, or little."""


_PREFIX_LENGTHS = range(2, 6)


def _look(unit: Unit) -> Iterator[Remark]:
    both = edited(unit)
    before, after = _negations(both.machine), _negations(both.correction)
    if len(before) == len(after):
        yield from _by_prefix(both)
        return
    gone = [(word, change) for word in before if (change := both.of_machine(word.start, word.end))]
    came = [(word, change) for word in after if (change := both.of_correction(word.start, word.end))]
    more = len(after) - len(before)
    for word, change in came[: max(more, 0)]:
        if not any(is_negative(each.text) for each in both.gone(change)):
            yield added(_said(word), (word.start, word.end))
    for word, change in gone[: max(-more, 0)]:
        if not any(is_negative(each.text) for each in both.came(change)):
            yield removed(_said(word), change.correction[0])


def _said(word: Word) -> str:
    """The negation; what a tokeniser left of `don 't` is none that anybody knows."""
    return "“not”" if word.text == "t" else f"“{word.text}”"


def _negations(words: Sequence[Word]) -> list[Word]:
    """The words that negate; a doubled one counts once, and so does a pair of neither and nor."""
    texts = [word.text.casefold() for word in words]
    found: list[Word] = []
    for at, word in enumerate(words):
        is_parted = word.text == "t" and at > 0 and words[at - 1].text in "'’"
        if not is_negation(word.text) and not is_parted:
            continue
        following = texts[at + 1] if at + 1 < len(texts) else ""
        is_doubled = texts[at] == texts[at - 1] or (at > 2 and texts[at - 3 : at - 1] == texts[at - 1 : at + 1])
        is_numero = texts[at] == "no" and (following.isdigit() or following == ".")
        if not (is_numero or following in _ONLY or texts[at] == "nor") and not (is_doubled and at > 0):
            found.append(word)
    return found


def _by_prefix(both: Edited) -> Iterator[Remark]:
    """Legal for illegal: the same word with such a prefix or without."""
    for change in both.changes:
        for old in both.gone(change):
            for new in both.came(change):
                short, long = sorted((old.text, new.text), key=len)
                if len(long) - len(short) in _PREFIX_LENGTHS and short[-2:] == long[-2:] and is_negated(short, long):
                    yield changed(f"“{old.text}”", f"“{new.text}”", (new.start, new.end))


CHECK = Check(
    name="negation-changed",
    level=Level.INFO,
    about="A negation that the editor put in or took out: not, never, no, without, un-; not contractions and not only.",
    issue="mistranslation",
    unit=_look,
    needs_edit=True,
    bad=("They did not agree. => They agreed.", "The deal is legal. => The deal is illegal."),
    good=("They did not agree. => They didn't agree.", "They did not agree. => They refused."),
)

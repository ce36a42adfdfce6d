"""Two sentences with nothing between them: the second begins with a capital that cannot stand there otherwise.

A full stop without a space after it is of the family `surface`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.lexicon import FUNCTION_WORDS, MONTHS, SAYING, WEEKDAYS
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level

_SUBJECTS = tuple(f" {word} " for word in "He She It They We This These There".split())
_TURNS = (
    " However",
    " Meanwhile",
    " Therefore",
    " In addition",
    " According to",
    " On the other hand",
    " Moreover",
    " Furthermore",
)
_VERB = re.compile(
    r"(?:is|was|are|were|has|had|have|will|would|can|could|did|does|also|said|says|added|told|explained|stressed|noted|pointed"
    r"|plans?|expects?|claimed|asked|called)\b"
)
_AFTER_TURN = re.compile(r"(?:, | [a-z])")
_LAST = re.compile(r"(?:\b[a-z][a-z'’-]*|\b\d+)$")
_LAST_BEFORE_TURN = re.compile(r"\b\w+$")
_CARRIES_ON = (
    FUNCTION_WORDS
    | SAYING
    | frozenset(
        """
        say saying adding song film movie novel book titled called entitled named series show album single game programme program
        magazine campaign slogan motto hashtag drama band app group
        """.split()
    )
)
"""After these a capital is a title or a quotation, or nothing has ended."""
_LAST_LENGTH = 30


def _look(unit: Unit) -> Iterator[Remark]:
    if unit.kind is not Kind.BODY:
        return
    text = unit.text
    for word in _SUBJECTS:
        at = text.find(word)
        if at > 0 and _VERB.match(text, at + len(word)) and _has_ended(text, at, _LAST):
            yield _remark(text, at, at + len(word) - 1)
    for word in _TURNS:
        at = text.find(word)
        if at > 0 and _AFTER_TURN.match(text, at + len(word)) and _has_ended(text, at, _LAST_BEFORE_TURN):
            yield _remark(text, at, at + len(word))


def _has_ended(text: str, at: int, word: re.Pattern[str]) -> bool:
    last = word.search(text, max(0, at - _LAST_LENGTH), at)
    if last is None or last[0] in _CARRIES_ON:
        return False
    return not last[0][0].isupper() or last[0].lower() in MONTHS or last[0].lower() in WEEKDAYS


def _remark(text: str, start: int, end: int) -> Remark:
    first = text[start + 1 : end]
    return Remark(start, end, f"no full stop before “{first}”", f". {first}")


FUSED_SENTENCES = Check(
    "fused-sentences",
    Level.WARNING,
    "Two sentences without a full stop between them, where the second starts with a pronoun and its verb, or with `However` and "
    "the like. Titles and quotations are left alone.",
    "grammar",
    unit=_look,
    bad=("The talks lasted for several hours They will go on next week.",),
    good=("The film It was shown on Monday.", "He said He was risen.", "The two met in May, and they will meet again."),
)

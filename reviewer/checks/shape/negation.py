"""Two negations where the source has one: `do not expect that … will not`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_FIRST = r"(?:\b(?:do|does|did|could|would|can) not|\b(?:do|does|did|could|would|ca)n['’]t|\bcannot|\bnever)"
_TWICE = re.compile(
    rf"(?P<first>{_FIRST} (?:\w+ly )?(?:expect|anticipate|predict|foresee))\b(?: that)?(?P<gap>(?: [\w'’-]+){{1,10}}?)"
    r" (?P<second>(?:will|would|can|could|is|are|does|do|did) (?:not|never)|(?:wo|would|could|is|are|does|do|did)n['’]t|cannot)\b"
)
_PARTS = re.compile(r"\b(?:if|because|but|unless|until|who|which|when|where|while)\b")


def _look(unit: Unit) -> Iterator[Remark]:
    text = unit.text
    if " not " not in text and "n't " not in text and "n’t " not in text:
        return
    for found in _TWICE.finditer(text):
        if not _PARTS.search(found["gap"]):
            yield Remark(*found.span(), f"negated twice: “{found['first']} … {found['second']}”")


DOUBLE_NEGATION = Check(
    "double-negation",
    Level.WARNING,
    "Not expecting that something will not happen: mostly one negation of the source in two places.",
    "mistranslation",
    unit=_look,
    bad=("Experts do not expect that a deal will not come at once.",),
    good=("They do not expect a deal, and the talks will not go on.", "He did not believe those who do not vote."),
)

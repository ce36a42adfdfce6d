"""A sentence that does not end: cut off in the middle, or without its full stop in a story that has them.

Headlines, sub-headings, lists and credits end so rightly. They are short, or stand alone; and a story where many lines have no
end is one of such lines, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.analysis.lexicon import FUNCTION_WORDS
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story, Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level

_OVER = ".!?…。！？"
_WRAPS = "\"'’”»)]}』」* \t"
_CUT = frozenset(
    "a an the and or because its their his my our than which whose where if although while every into during".split()
)
"""What no sentence and no heading ends in."""
_UPRIGHT = re.compile(r"[\"“'‘(]?[A-Z]")
_VERB = re.compile(
    r"\b(?:is|was|are|were|has|had|have|will|would|can|could|may|might|must|should|did|does|do|said|says|told|[a-z]{3,}ed)\b"
)
_FEWEST_WORDS = 8
_VERSE_WORDS = 8
"""A line of fewer words that ends in a comma may be one of a poem or a list."""
_LONG = 18
"""A paragraph of one sentence that has so many words is no heading."""
_FEWEST_PARAGRAPHS = 3
"""In a story of fewer, rows may be what paragraphs are elsewhere, and headings stand among them."""
_FEW, _FEWEST = 0.2, 2
_TAIL_WORD = re.compile(r"[^\W_][\w’'-]*$")


def _look(story: Story) -> Iterator[Remark]:
    body = [(at, unit) for at, unit in enumerate(story.units) if unit.kind is Kind.BODY and unit.text.strip()]
    lacking = [(at, unit) for at, unit in body if not _is_over(unit.text)]
    is_parted = len({unit.paragraph for unit in story.units}) >= _FEWEST_PARAGRAPHS
    for at, unit in lacking:
        remark = _cut_off(unit, at)
        if remark is None and is_parted and len(lacking) <= max(_FEWEST, _FEW * len(body)):
            remark = _without_stop(unit, at)
        if remark is not None:
            yield remark


def _is_over(text: str) -> bool:
    return text.rstrip(_WRAPS)[-1:] in _OVER or text.rstrip()[-1:] in ":;"


def _cut_off(unit: Unit, at: int) -> Remark | None:
    """A remark where the last word cannot be the last and the next sentence does not go on from it."""
    text = unit.text.rstrip()
    if _goes_on(unit) or len(text.split()) < 4:
        return None
    if text.endswith(",") and len(text.split()) >= _VERSE_WORDS:
        return Remark(len(text) - 1, len(text), "the sentence breaks off", at=at)
    last = _TAIL_WORD.search(text)
    if last is None or last[0] not in _CUT:
        return None
    return Remark(*last.span(), f"the sentence breaks off after “{last[0]}”", at=at)


def _without_stop(unit: Unit, at: int) -> Remark | None:
    text = unit.text.rstrip()
    last = _TAIL_WORD.search(text)
    if last is None or _goes_on(unit) or not _UPRIGHT.match(text) or not _VERB.search(text):
        return None
    count = len(text.split())
    if unit.after or count < (_FEWEST_WORDS if unit.before else _LONG) or _is_titled(text):
        return None
    if last[0] in FUNCTION_WORDS:
        return Remark(*last.span(), f"the sentence breaks off after “{last[0]}”", at=at)
    return Remark(*last.span(), f"no full stop after “{last[0]}”", f"{last[0]}.", at=at)


def _goes_on(unit: Unit) -> bool:
    first = unit.after.lstrip()[:1]
    return bool(first) and not (first.isupper() or first in "\"“'‘(")


def _is_titled(text: str) -> bool:
    """Whether most of its longer words are capitalised, as in a headline; or the site's name stands behind a bar."""
    longer = [word for word in text.split() if len(word) > 3]
    return "|" in text or "｜" in text or sum(word[0].isupper() for word in longer) * 2 > len(longer)


MISSING_END = Check(
    "missing-end",
    Level.WARNING,
    "A sentence that breaks off after a word that cannot end one, or that has no full stop while the story has them. Headings, "
    "captions, credits and lists are left alone.",
    "grammar",
    story=_look,
    bad=(
        "The talks lasted for hours. | The two sides agreed to meet again in the",
        "Talks in Geneva || The day was long. || It was hard. | The two sides said they will meet again in Geneva next week",
    ),
    good=(
        "Talks in Geneva || What comes next || The two sides agreed to meet again.",
        "They agreed on three things: || more talks",
    ),
)

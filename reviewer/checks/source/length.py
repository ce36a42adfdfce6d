"""Texts that are far too short or too long for their source, by what is usual between the two languages and in this story.

How many characters a translation has for one of the source is known beforehand for the languages that news comes in from, and
learned from the story itself: by the median, which a few wrong ones do not move. A fixed bound would flag all Korean or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from reviewer.checks.check import Check, Remark
from reviewer.checks.source.languages import source_language
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level

_USUAL = {"ja": (2.6, 0.25), "ko": (2.0, 0.25), "zh": (3.2, 0.28), "ru": (1.05, 0.16), "uk": (1.07, 0.16)}
"""Characters of English for one of the source, and the spread of that ratio's logarithm."""
_USUAL_OTHERWISE = (1.0, 0.2)
"""Of languages in Latin letters."""
_WEIGHT = 20
"""How many units what is known beforehand counts as."""
_SHORTEST = 15
"""Characters of a source whose length says something."""
_SHORTEST_SPELLED = 30
_SPREADS = 4
_LEAST = log(1.8)
"""Nothing nearer to the usual ratio than this factor is an outlier."""
_TO_NORMAL = 1.4826
"""What makes the median absolute deviation a standard deviation, where the ratios are normal."""


def _look(story: Story) -> Iterator[Remark]:
    ratios = {at: ratio for at, unit in enumerate(story.units) if (ratio := _ratio(unit)) is not None}
    if not ratios:
        return
    first = story.units[next(iter(ratios))]
    usual, spread = _expected(list(ratios.values()), source_language(first), story.language)
    bound = max(_SPREADS * spread, _LEAST)
    for at, ratio in ratios.items():
        if abs(ratio - usual) > bound:
            how = "longer" if ratio > usual else "shorter"
            yield Remark(0, len(story.units[at].text), f"much {how} than its source lets expect", at=at)


def _ratio(unit: Unit) -> float | None:
    """The logarithm of the lengths' ratio; None where they say nothing."""
    source, text = (unit.source or "").strip(), unit.text.strip()
    shortest = _SHORTEST if source_language(unit) in ("ja", "ko", "zh") else _SHORTEST_SPELLED
    return log(len(text) / len(source)) if text and len(source) >= shortest else None


def _expected(ratios: Sequence[float], source: str | None, target: str | None) -> tuple[float, float]:
    """The usual ratio and its spread: what is known of the languages, moved by what the story shows."""
    known, spread = _USUAL.get(source or "", _USUAL_OTHERWISE)
    from statistics import median  # what it loads takes as long as all patterns of a family

    middle = median(ratios)
    if target not in (None, "en") and len(ratios) < _WEIGHT:
        return middle, float("inf")
    if target not in (None, "en"):
        return middle, max(spread, _deviation(ratios, middle))
    usual = (len(ratios) * middle + _WEIGHT * log(known)) / (len(ratios) + _WEIGHT)
    return usual, max(spread, _deviation(ratios, middle)) if len(ratios) >= _WEIGHT else spread


def _deviation(ratios: Sequence[float], middle: float) -> float:
    from statistics import median

    return _TO_NORMAL * median(abs(ratio - middle) for ratio in ratios)


CHECK = Check(
    name="source-length",
    level=Level.WARNING,
    about=(
        "A text that is far shorter or longer than its source lets expect: by the languages, and by the other sentences of the "
        "story. Short ones are left alone."
    ),
    issue="length",
    story=_look,
    needs_source=True,
    english=False,
    bad=("국방부 장관은 어제 열린 기자회견에서 철수 계획을 부인하고 협상을 계속하겠다고 밝혔다. => The minister denied it.",),
    good=(
        "국방부 장관은 어제 기자회견에서 철수 계획을 부인했다. => The defence minister denied the plan at a press conference.",
    ),
)

"""Runs checks over a story and makes findings of what they remark.

What a check says of a unit or a paragraph is kept while that unit or paragraph is the same, so after a keystroke only what
changed is looked at again. A story is looked at whole: that is for when the typing pauses.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache

from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Paragraph, Story, Unit
from reviewer.core.finding import Finding

_KEPT = 8_192
"""Units, and paragraphs, whose remarks are kept."""

Located = tuple[int, Check, Remark]
"""The index of a unit, the check, and its remark in that unit's text."""


class Engine:
    """Some checks, and what they said lately.

    Args:
        checks: in display order.
    """

    def __init__(self, checks: Iterable[Check]) -> None:
        self.checks = tuple(checks)
        self._of_unit = lru_cache(maxsize=_KEPT)(self._look_at_unit)
        self._of_paragraph = lru_cache(maxsize=_KEPT)(self._look_at_paragraph)
        self._unit_checks = cache(self._that_look_at_units)
        self._order = {check.name: place for place, check in enumerate(self.checks)}

    def findings(self, story: Story, *, wide: bool = True) -> list[Finding]:
        """What the checks find, in the order of the text; with `wide` false without those that look at the whole story."""
        located = [*self._near(story), *(self._look_wide(story) if wide else ())]
        order = self._order
        located.sort(key=lambda each: (each[0], each[2].start, each[2].end, order[each[1].name]))
        return list(_findings(story, located))

    def of_unit(self, unit: Unit, paragraph: Paragraph, position: int = 1) -> list[Finding]:
        """What the checks find in `unit` itself and, of its `paragraph`, in its part of that."""
        # Two sentences of a paragraph may be the same.
        same = [index for index, each in enumerate(paragraph.units) if each is unit]
        index = same[0] if same else paragraph.units.index(unit)
        located: list[Located] = [(0, check, remark) for check, remark in self._of_unit(unit)]
        located += [(0, check, remark) for at, check, remark in self._of_paragraph(paragraph) if at == index]
        located.sort(key=lambda each: (each[2].start, each[2].end))
        return list(_findings(Story((unit,), (position,)), located))

    def _near(self, story: Story) -> Iterator[Located]:
        index = 0
        for paragraph in story.paragraphs:
            for offset, unit in enumerate(paragraph.units):
                yield from ((index + offset, check, remark) for check, remark in self._of_unit(unit))
            yield from ((index + at, check, remark) for at, check, remark in self._of_paragraph(paragraph))
            index += len(paragraph.units)

    def _look_wide(self, story: Story) -> Iterator[Located]:
        for check in self.checks:
            if check.story is not None and _speaks(check, story.language):
                yield from ((remark.at, check, remark) for remark in check.story(story))

    def _look_at_unit(self, unit: Unit) -> tuple[tuple[Check, Remark], ...]:
        if not unit.text.strip():
            return ()
        asked = self._unit_checks(unit.language, bool(unit.source), unit.is_corrected)
        return tuple([(check, remark) for check, look in asked for remark in look(unit)])

    def _that_look_at_units(
        self, language: str | None, has_source: bool, is_corrected: bool
    ) -> tuple[tuple[Check, Callable[[Unit], Iterable[Remark]]], ...]:
        return tuple(
            (check, check.unit)
            for check in self.checks
            if check.unit is not None
            and _speaks(check, language)
            and (has_source or not check.needs_source)
            and (is_corrected or not check.needs_edit)
        )

    def _look_at_paragraph(self, paragraph: Paragraph) -> tuple[Located, ...]:
        return tuple(
            _within(paragraph, check, remark)
            for check in self.checks
            if check.paragraph is not None and _speaks(check, paragraph.language)
            for remark in check.paragraph(paragraph)
        )


def _speaks(check: Check, language: str | None) -> bool:
    return not check.english or language in (None, "en")


def _within(paragraph: Paragraph, check: Check, remark: Remark) -> Located:
    """A remark on a paragraph as one on the unit where it begins, cut off at that unit's end."""
    index = bisect_right(paragraph.starts, remark.start) - 1
    unit, start = paragraph.units[index], paragraph.starts[index]
    first = min(remark.start - start, len(unit.text))
    last = max(first, min(remark.end - start, len(unit.text)))
    return index, check, Remark(first, last, remark.message, remark.suggestion, remark.level)


def _findings(story: Story, located: Sequence[Located]) -> Iterator[Finding]:
    seen: Counter[tuple[int, str, str, str]] = Counter()
    for index, check, remark in located:
        unit = story.units[index]
        text = unit.text[remark.start : remark.end]
        key = (index, check.name, remark.message, text)
        yield Finding(
            check=check.name,
            level=remark.level or check.level,
            message=remark.message,
            span=(remark.start, remark.end),
            text=text,
            side=unit.side,
            suggestion=remark.suggestion,
            position=story.positions[index],
            occurrence=seen[key],
            version=check.version,
        )
        seen[key] += 1

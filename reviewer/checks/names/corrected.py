"""A phrase that the editor corrected in one place and that stands elsewhere in the story, or was corrected otherwise.

The rule is that what the editors kept beside their own correction is theirs to keep: a phrase that still stands in a text where
it was corrected once is not carried over at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from reviewer.checks.check import Check, Remark
from reviewer.checks.names.mentions import bare
from reviewer.checks.names.replacements import Phrase, Replacement, key_of, neighbour, replacements_in
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level


def _elsewhere(story: Story) -> Iterator[Remark]:
    changes: dict[Phrase, list[Replacement]] = defaultdict(list)
    for unit in story.units:
        for change in replacements_in(unit):
            changes[change.key].append(change)
    if not changes:
        return
    places = list(_places(story, changes))
    kept = {phrase for at, _, phrase in places if any(change.key == phrase for change in replacements_in(story.units[at]))}
    for at, start, phrase in places:
        remark = None if phrase in kept else _standing(story.units[at], start, changes[phrase], at)
        if remark is not None:
            yield remark


def _places(story: Story, changes: dict[Phrase, list[Replacement]]) -> Iterator[tuple[int, int, Phrase]]:
    """Where phrases that were corrected stand: the unit, the first word, the phrase."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for phrase in changes:
        lengths[phrase[0]].add(len(phrase))
    for at, unit in enumerate(story.units):
        for start, word in enumerate(unit.words):
            for length in lengths.get(bare(word.text.casefold()), ()):
                phrase = key_of(unit.words[start : start + length])
                if phrase in changes:
                    yield at, start, phrase


def _standing(unit: Unit, start: int, known: Sequence[Replacement], at: int) -> Remark | None:
    """What is said of a phrase that was corrected elsewhere; without a neighbour in common a plain word is a hint only."""
    end = start + len(known[0].key)
    told = unit.words[start:end]
    best = Counter(change.correction for change in known).most_common(1)[0][0]
    if all(change.is_name for change in known) and not any(word.text[0].isupper() for word in told):
        return None
    before, after = neighbour(unit.words, start - 1), neighbour(unit.words, end)
    is_sure = any(not each.is_plain or (before and each.before == before) or (after and each.after == after) for each in known)
    stop = told[-1].start + len(bare(told[-1].text))
    text = unit.text[told[0].start : stop]
    suggestion = best[0].upper() + best[1:] if start == 0 and text[0].isupper() else best
    message = f"“{text}” was corrected to “{best}” elsewhere"
    return Remark(told[0].start, stop, message, suggestion, None if is_sure else Level.INFO, at)


def _two_ways(story: Story) -> Iterator[Remark]:
    changes: dict[Phrase, list[tuple[int, Replacement]]] = defaultdict(list)
    for at, unit in enumerate(story.units):
        for change in replacements_in(unit):
            changes[change.key].append((at, change))
    for known in changes.values():
        counts = Counter(change.way for _, change in known)
        best = counts.most_common(1)[0][0]
        kept = next(change.correction for _, change in known if change.way == best)
        for at, change in known:
            if change.way != best:
                message = f"“{change.machine}” was corrected to “{kept}” elsewhere"
                yield Remark(*change.span, message, kept, Level.INFO if change.is_plain else None, at)


CORRECTED_ELSEWHERE = Check(
    "corrected-elsewhere",
    Level.WARNING,
    "A phrase of the machine's that the editor replaced in another sentence of the story and that still stands here. Function "
    "words, numbers, forms of a word and punctuation belong to their sentence and are left alone.",
    "inconsistency",
    story=_elsewhere,
    needs_edit=True,
    bad=("NATO's ban on East Asia => NATO's eastward expansion | The issue is easier than NATO's ban on East Asia.",),
    good=("He went to the talks => He flew to the talks | She went home.",),
)
"""What was corrected in one place and not in another."""
CORRECTED_IN_TWO_WAYS = Check(
    "corrected-in-two-ways",
    Level.WARNING,
    "A phrase of the machine's that the editor replaced by one thing here and by another elsewhere in the story.",
    "inconsistency",
    story=_two_ways,
    needs_edit=True,
    bad=("The ban on East Asia => The eastward expansion | A ban on East Asia => A move to the east",),
    good=("The ban on East Asia => The eastward expansion | A ban on East Asia => An eastward expansion",),
)
"""What was corrected in two ways."""

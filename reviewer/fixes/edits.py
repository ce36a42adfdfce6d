"""An edit, and how far a phrase reaches that stands for it: the words that went, or these with a neighbour or two.

A run of words that nobody else changed may begin or end with what somebody changed by itself: `ban on East Asia was` became
`eastward expansion is`, and elsewhere `ban on East Asia` became `eastward expansion`. It is then taken for that. Only what was
replaced elsewhere in the very same way is found so; what is left of the run is nobody's phrase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.fixes.changes import Change, ChangedText, Corrected, Splitter, Words

Reach = tuple[int, int]
"""How many words before and after an edit are taken along."""
ALONE: Reach = (0, 0)
BESIDE: tuple[Reach, ...] = ((1, 0), (0, 1), (1, 1))
"""With a word before, after, on both sides."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change in its text, or the part of one that is known from elsewhere."""

    text: ChangedText
    change: Change
    is_part: bool = False

    @property
    def corrected(self) -> Corrected:
        """Where it was made."""
        return self.text.corrected

    @property
    def length(self) -> int:
        """How many words went."""
        return self.change.end - self.change.start

    def can_reach(self, reach: Reach) -> bool:
        """Whether there are words so far; a mark is none, and what stands beside a part was changed too."""
        if reach == ALONE:
            return self.length > 0
        before, after = self.change.start - 1, self.change.end
        has_before = before >= 0 and self.text.words[before][0].isalnum()
        has_after = after < len(self.text.words) and self.text.words[after][0].isalnum()
        return not self.is_part and has_before >= reach[0] and has_after >= reach[1]

    def words(self, reach: Reach) -> Words:
        """Those of the machine text, so far."""
        return self.text.words[self.change.start - reach[0] : self.change.end + reach[1]]

    def shown(self, reach: Reach) -> tuple[str, str]:
        """What stood there, and what stands there now."""
        words = self.text.words
        before = words[self.change.start - 1] if reach[0] else ""
        after = words[self.change.end] if reach[1] else ""
        return (before + self.change.removed + after).strip(), (before + self.change.added + after).strip()


def by_parts(texts: Iterable[ChangedText], at_least: int, most_words: int) -> list[Edit]:
    """All edits of the texts, those that are known only from fewer than `at_least` segments by their known parts."""
    edits = [Edit(text, change) for text in texts for change in text.changes]
    segments: dict[Words, tuple[str, ...]] = {}
    replacements: dict[Words, set[str]] = {}
    for edit in edits:
        words, added = edit.words(ALONE), edit.change.added.strip()
        known = segments.get(words, ())
        if len(known) < at_least and edit.corrected.segment not in known:
            segments[words] = (*known, edit.corrected.segment)
        if words and added and len(words) < most_words:
            replacements.setdefault(words, set()).add(added)
    found: list[Edit] = []
    for edit in edits:
        is_known = len(segments[edit.words(ALONE)]) >= at_least
        parts = [] if is_known else [Edit(edit.text, part, is_part=True) for part in _parts(edit, replacements, most_words)]
        found += parts or [edit]
    return found


def _parts(edit: Edit, replacements: Mapping[Words, set[str]], most_words: int) -> Iterator[Change]:
    """What an edit begins with, and what the rest of it ends with, that was replaced elsewhere in the same way."""
    start, end, words = edit.change.start, edit.change.end, edit.text.words
    removed, added = Splitter().split(edit.change.removed), Splitter().split(edit.change.added)
    came = len(added.words)
    went, became = _longest(
        [words[start : start + size] for size in range(1, min(end - start, most_words + 1))],
        [added.text(0, size).strip() for size in range(1, min(came, most_words) + 1)],
        replacements,
    )
    if went:
        yield Change(start, start + went, removed.text(0, went).strip(), added.text(0, became).strip())
    last, last_became = _longest(
        [words[end - size : end] for size in range(1, min(end - start - max(went, 1), most_words) + 1)],
        [added.text(came - size, came).strip() for size in range(1, min(came - became, most_words) + 1)],
        replacements,
    )
    if last:
        first = end - start - last
        yield Change(end - last, end, removed.text(first, first + last).strip(), added.text(came - last_became, came).strip())


def _longest(runs: Sequence[Words], texts: Sequence[str], replacements: Mapping[Words, set[str]]) -> tuple[int, int]:
    """How many words the longest run has that was replaced elsewhere by one of the texts, and how many this one; else 0 and 0."""
    for went in range(len(runs), 0, -1):
        known = replacements.get(runs[went - 1], ())
        became = next((size for size in range(len(texts), 0, -1) if texts[size - 1] in known), 0) if known else 0
        if became:
            return went, became
    return 0, 0

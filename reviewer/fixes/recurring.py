"""What editors change again and again: phrases of the machine, found in its corrections.

The rule is that a phrase stands by itself, whatever the language. It is the very words that an edit took away where editors
change these often enough; where they mostly leave them alone (`the`, a comma) it is these with the words beside them, if that is
changed more often than not, and else nothing. What was only put in always needs words beside it. So no list of function words is
needed. Where every editor made something else of a phrase, one more segment has to show it: two edits may touch the same words by
chance, and then they seldom agree.

Phrases are exact: the same words (`reviewer.analysis.words`) in the same case; white space between them is no part of it. Only
the capital that both texts begin with does not count, where the word is mostly written small inside sentences (Lita et al.
2003). An edit counts for one phrase at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reviewer.fixes.changes import ChangedText, Corrected, Words, changed_texts
from reviewer.fixes.edits import ALONE, BESIDE, Edit, Reach, by_parts
from reviewer.fixes.form import is_same_but_for_form

__all__ = ["Corrected", "Recurring", "recurring"]

MOST_WORDS = 20
"""Longer runs are no phrases; it also bounds what is looked up at each word."""
LEFT_ALONE = 4
"""For each time that it was changed, a phrase may have been left alone so often, and is still a mistake of the machine."""
LEFT_BESIDE = 1
"""The same of a phrase with its neighbours: there are so many of these that some repeat by chance."""
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Recurring:
    """A phrase of the machine that editors changed in several segments."""

    phrase: str
    """As it stood where it was changed first, each run of white space as one space."""
    replacements: tuple[tuple[str, int], ...]
    """What editors made of it and how often, the most frequent first; empty where they took it out."""
    times: int
    """How often it was changed, each time in a segment counted."""
    kept: int
    """How often it stood in what was reviewed and no edit touched it."""
    articles: int
    """In how many it was changed."""
    editors: int
    """How many changed it."""
    examples: tuple[str, ...]
    """The first segments in which it was changed, at most three."""
    is_form: bool
    """Whether most of its changes touched nothing but punctuation, case or spacing."""


@dataclass(slots=True)
class _Evidence:
    """The edits that count for one phrase."""

    phrase: str
    replacements: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    editors: set[str] = field(default_factory=set)
    segments: dict[str, None] = field(default_factory=dict)

    def take(self, replacement: str, corrected: Corrected) -> None:
        """One more of them."""
        self.replacements[replacement] += 1
        self.articles.add(corrected.article)
        self.editors.add(corrected.editor)
        self.segments[corrected.segment] = None

    def is_enough(self, at_least: int) -> bool:
        """Whether it came in so many segments, in one more where no two of its replacements are the same."""
        agree = max(self.replacements.values()) > 1
        return len(self.segments) >= at_least + (not agree)

    def told(self, kept: int) -> Recurring:
        """What it comes to."""
        ordered = sorted(self.replacements.items(), key=lambda each: (-each[1], each[0]))
        times = self.replacements.total()
        of_form = sum(count for text, count in ordered if is_same_but_for_form(self.phrase, text))
        return Recurring(
            phrase=self.phrase,
            replacements=tuple(ordered),
            times=times,
            kept=kept,
            articles=len(self.articles),
            editors=len(self.editors),
            examples=tuple(self.segments)[:_EXAMPLES],
            is_form=2 * of_form > times,
        )


@dataclass(frozen=True, slots=True)
class _Standing:
    """How often a phrase was changed, and how often it was left alone."""

    times: int
    kept: int


def recurring(corrections: Iterable[Corrected], *, at_least: int = 2) -> list[Recurring]:
    """The phrases that were changed in `at_least` different segments, in one more if each time otherwise; most changed first.

    Those with as many changes are in the order of their articles, the most first, then of the phrase. What is only a matter of
    form (punctuation, case, spacing) comes after all others.
    """
    texts = changed_texts(corrections)
    edits = [edit for edit in by_parts(texts, at_least, MOST_WORDS) if edit.length <= MOST_WORDS]
    alone = _standings(texts, edits, (ALONE,), at_least, LEFT_ALONE)
    others = [edit for edit in edits if edit.words(ALONE) not in alone]
    beside = _standings(texts, others, BESIDE, at_least, LEFT_BESIDE)
    evidence: dict[Words, _Evidence] = {}
    for edit in edits:
        reach = ALONE if edit.words(ALONE) in alone else _best(edit, beside)
        if reach is not None:
            phrase, replacement = edit.shown(reach)
            evidence.setdefault(edit.words(reach), _Evidence(phrase)).take(replacement, edit.corrected)
    standings = beside | alone
    found = [each.told(standings[words].kept) for words, each in evidence.items() if each.is_enough(at_least)]
    return sorted(found, key=lambda each: (each.is_form, -each.times, -each.articles, each.phrase))


def _standings(
    texts: Sequence[ChangedText], edits: Iterable[Edit], reaches: Sequence[Reach], at_least: int, left: int
) -> dict[Words, _Standing]:
    """The phrases that the edits can stand for with such reaches, if changed in enough segments and not left too often."""
    times: Counter[Words] = Counter()
    segments: dict[Words, tuple[str, ...]] = {}
    for edit in edits:
        for words in {edit.words(reach): None for reach in reaches if edit.can_reach(reach)}:
            times[words] += 1
            known = segments.get(words, ())
            if len(known) < at_least and edit.corrected.segment not in known:
                segments[words] = (*known, edit.corrected.segment)
    repeated = {words for words, known in segments.items() if len(known) >= at_least}
    kept = _kept(texts, repeated, is_beside=reaches is BESIDE)
    return {words: _Standing(times[words], kept[words]) for words in repeated if kept[words] <= left * times[words]}


def _kept(texts: Iterable[ChangedText], phrases: set[Words], *, is_beside: bool) -> Counter[Words]:
    """How often each of the phrases stands in the texts where nothing was changed; if they are words beside edits, nor put in."""
    lengths: dict[str, set[int]] = {}
    for words in phrases:
        lengths.setdefault(words[0], set()).add(len(words))
    kept: Counter[Words] = Counter()
    for text in texts:
        beside = text.beside_insertions if is_beside else frozenset()
        for start, end in text.untouched():
            for at in range(start, end):
                for length in lengths.get(text.words[at], ()):
                    if at + length <= end and (words := text.words[at : at + length]) in phrases:
                        kept[words] += length > 1 or at not in beside
    return kept


def _best(edit: Edit, standings: dict[Words, _Standing]) -> Reach | None:
    """Of the phrases that an edit could stand for the shortest, of these the one that was changed most, then the left one."""
    reaches = [reach for reach in BESIDE if edit.can_reach(reach) and edit.words(reach) in standings]
    return min(reaches, key=lambda reach: (sum(reach), -standings[edit.words(reach)].times), default=None)

"""Titles that cannot be of one person: a senator who is the president in the next paragraph.

The rule is that the person was introduced by full name with one office, stands later under the surname alone, or the same full
name, with one that nobody has beside it, and that nothing in the story speaks of a change of office, of another time, or of
somebody else of that surname.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from reviewer.checks.check import Check, Remark
from reviewer.checks.names.known import COMMON_SURNAMES
from reviewer.checks.names.mentions import Mention, names_of
from reviewer.checks.names.romanisation import sound
from reviewer.checks.story import Story
from reviewer.core.finding import Level

_OFFICES = (
    "president premier senator secretary mayor king queen pope",
    "president premier representative king queen pope mayor",
    "president minister king queen pope secretary-general",
    "president chancellor king queen pope mayor senator",
    "president ambassador king queen pope",
    "president premier senator governor king queen pope",
    "president secretary-general senator premier king queen",
    "president judge senator king queen pope",
    "chancellor premier",
)
"""Offices of which one person has one at a time, each line by itself: a minister can be a senator, and a secretary a minister."""
_EXCLUDE = frozenset(frozenset(pair) for line in _OFFICES for pair in combinations(line.split(), 2))
_CHANGE = frozenset(
    """
    former formerly then ex elect vice acting deputy candidate candidacy elected election re-elected appointed appointment became
    become becomes becoming promoted promotion named nominated nominee sworn inaugurated inauguration succeeded succeeds succeed
    successor replaced predecessor resigned ousted late previously once future presumptive running ran campaign wife husband son
    daughter brother sister father mother widow namesake served crowned throne
    """.split()
)
"""Words that tell of another office, another time or another person of the name."""
_SHORTEST = 3


def _conflicts(story: Story) -> Iterator[Remark]:
    people: dict[str, list[Mention]] = defaultdict(list)
    named = names_of(story).mentions
    if len({mention.rank for mention in named if mention.rank}) < 2:
        return
    for mention in named:
        people[sound(mention.parts[-1].text)].append(mention)
    for surname, mentions in people.items():
        ranks = {mention.rank for mention in mentions if mention.rank}
        if len(ranks) > 1 and len(surname) >= _SHORTEST and mentions[0].parts[-1].text.casefold() not in COMMON_SURNAMES:
            yield from _of_person(story, mentions)


def _of_person(story: Story, mentions: Sequence[Mention]) -> Iterator[Remark]:
    """What conflicts in the titles of the people of one surname, if that is one person."""
    full = [mention for mention in mentions if len(mention.parts) > 1]
    titled = [mention for mention in full if mention.rank]
    if len({sound(mention.parts[0].text) for mention in full}) != 1 or not titled:
        return
    own = {mention.rank for mention in titled}
    introduced = titled[0]
    for mention in mentions:
        alone = len(mention.parts) == 1
        if not mention.rank or len(mention.title) != 1 or mention.at < introduced.at:
            continue
        if not alone and (mention.text != introduced.text or _has_year(story, mention.at)):
            continue
        if all(frozenset((mention.rank, rank)) in _EXCLUDE for rank in (own if alone else {introduced.rank})):
            if any(_tells_of_change(story, each.at) for each in mentions):
                return
            title = mention.title[0]
            message = f"“{mention.full}” is “{introduced.full}” above"
            yield Remark(title.start, title.end, message, _short(introduced), at=mention.at)


def _short(mention: Mention) -> str | None:
    """The title of `mention` as it stands before a surname alone; None where that would be more than a word."""
    words = [part.text for part in mention.title]
    if words[1:2] in (["of"], ["for"]):
        words = words[:1]
    return words[-1].capitalize() if len(words[-1]) > 2 and mention.rank not in ("premier", "secretary-general") else None


def _has_year(story: Story, at: int) -> bool:
    """Whether a sentence may tell of another time."""
    return any(len(word.text) == 4 and word.text.isdecimal() for word in story.units[at].words)


def _tells_of_change(story: Story, at: int) -> bool:
    return any(word.text.casefold().removeprefix("ex-").removesuffix("-elect") in _CHANGE for word in story.units[at].words)


TITLE_CONFLICT = Check(
    "title-conflict",
    Level.WARNING,
    "A person introduced with one office, who later has another that cannot be held beside it. Nothing is said where the story "
    "tells of a change of office, of former times, or of two people of the name.",
    "inconsistent-entities",
    story=_conflicts,
    bad=("Senator Margaret Tolliver would introduce a bill. | President Tolliver is considered a hard-liner.",),
    good=(
        "Senator Margaret Tolliver won the vote. | President Tolliver was sworn in on Friday.",
        "Secretary of State Daniel Harwick called. | Secretary Harwick asked for an answer.",
    ),
)
"""Titles that cannot be of one person."""

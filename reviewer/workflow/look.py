"""One look of the checks at an article as it stands, with what is being typed in it; frozen, and taken in a thread of its own.

Its rule: what it is an answer to is in it (`Asked`), so whoever holds one knows whether it is still the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reviewer.analysis.diff import diff
from reviewer.checks import Engine, Story
from reviewer.checks.trust import FLOOR, Trust
from reviewer.core.composition import Piece, pieces
from reviewer.core.finding import Dismissal, Finding
from reviewer.core.place import Place
from reviewer.store import Draft, Store
from reviewer.workflow.checklist import checklist
from reviewer.workflow.desk import Desk
from reviewer.workflow.inspecting import story
from reviewer.workflow.settings import CheckSettings
from reviewer.workflow.trusting import last_trust

if TYPE_CHECKING:
    from reviewer.workflow.watching import Asked

NEAR = 100
"""Units of a paragraph up to which all of it is looked at at every key; a longer one when the typing pauses."""


@dataclass(frozen=True)
class Look:
    """What was found in an article, or in a stretch of it."""

    asked: Asked
    article: str
    """The uid of the article."""
    story: Story
    printed: tuple[Piece, ...]
    """What each unit of the story is of."""
    findings: tuple[Finding, ...]
    """In the order of the text, what is dismissed too."""
    trust: Trust
    said: tuple[Dismissal, ...]
    """All dismissals that there are."""
    engine: Engine
    is_whole: bool
    """Whether it was all of the article."""

    @cached_property
    def by_position(self) -> dict[int, tuple[Finding, ...]]:
        """The findings of each unit that has any, by the position of its first segment."""
        found: dict[int, tuple[Finding, ...]] = {}
        for finding in self.findings:
            found[finding.position] = (*found.get(finding.position, ()), finding)
        return found

    def make_ready(self) -> None:
        """Make here, and not at the first key, what is looked up at keys."""
        _ = self.by_position, self._pieces, self._numbers, self._wide

    def piece_at(self, position: int) -> Piece:
        """What begins at a position of the article where something was found."""
        return self._pieces[position]

    @cached_property
    def _pieces(self) -> dict[int, Piece]:
        return dict(zip(self.story.positions, self.printed, strict=True))

    @cached_property
    def _numbers(self) -> dict[tuple[str, ...], int]:
        return {tuple(place.uid for place in piece.places): number for number, piece in enumerate(self.printed)}

    @cached_property
    def _wide(self) -> frozenset[str]:
        """The names of the checks that look at the whole story."""
        return frozenset(check.name for check in self.engine.checks if check.story is not None)

    def of(self, desk: Desk) -> tuple[Finding, ...]:
        """What the checks say of the text in sight, which may have changed since: then what is around it counts as it was.

        What only the whole story shows is not found anew, but goes where its words go, and with them.
        """
        number = self._numbers.get(desk.covers)
        if number is None:
            return ()
        unit, position = self.story.units[number], self.story.positions[number]
        known = self.by_position.get(position, ())
        if unit.text == desk.text:
            return known
        typed = replace(unit, text=desk.text, machine=None if desk.text == desk.machine else desk.machine)
        paragraph = next(each for each in self.story.paragraphs if any(unit is other for other in each.units))
        wide = self._wide
        units = tuple(typed if each is unit else each for each in paragraph.units)
        if len(units) > NEAR:
            wide |= {check.name for check in self.engine.checks if check.paragraph is not None}
            units = (typed,)
        near = self.engine.of_unit(typed, replace(paragraph, units=units), position)
        found = [replace(each, level=self.trust.level(each)) for each in near if each.check not in wide]
        found += [moved for each in known if each.check in wide and (moved := _moved(each, unit.text, desk.text)) is not None]
        return tuple(sorted(found, key=lambda each: each.span))


def look_at(asked: Asked, count: int, engine: Engine, settings: CheckSettings, store: Store) -> Look:
    """What the checks find in the `count` segments that are `asked` about."""
    floor = FLOOR if settings.floor is None else settings.floor
    article = store.article(asked.article)
    places = store.places(asked.article, asked.start, count)
    told, printed = story(article, list(_with_drafts(places, asked.drafts)), store.recurring(asked.article))
    trust = last_trust(store, engine.checks, floor=floor)
    findings = tuple(replace(finding, level=trust.level(finding)) for finding in engine.findings(told))
    look = Look(asked, article.uid, told, printed, findings, trust, store.dismissals(), engine, len(places) == article.segments)
    look.make_ready()
    return look


def engine_for(settings: CheckSettings) -> Engine:
    """The checks that run by these settings.

    Raises:
        ConfigError: a file of rules or terms cannot be used.
    """
    return Engine(checklist(settings).checks)


def _with_drafts(places: Sequence[Place], drafts: Iterable[Draft]) -> Iterator[Piece]:
    """What would be printed of `places` if the drafts were confirmed."""
    begun = {draft.covers[0]: draft for draft in drafts}
    start = passed = 0
    for piece in pieces(places):
        draft = begun.get(piece.places[0].uid) if start >= passed else None
        run = tuple(places[start : start + len(draft.covers)]) if draft is not None else ()
        if draft is not None and tuple(place.uid for place in run) == draft.covers:
            yield Piece(run, draft.text)
            passed = start + len(run)
        elif start >= passed:
            yield piece
        start += len(piece.places)


def _moved(finding: Finding, before: str, now: str) -> Finding | None:
    """A finding on a text that is now another, where what it is about is as it was."""
    start, end = finding.span
    for edit in diff(before, now):
        if edit.kind == "equal" and edit.machine[0] <= start and end <= edit.machine[1]:
            further = edit.correction[0] - edit.machine[0]
            return replace(finding, span=(start + further, end + further))
    return None

"""What a report is made of: everything in the database that it may count, read once.

The rules of what counts are here. A decision is what stands on a segment or a join: accepted, corrected or rejected; the first
two have a text and are a pair. Cut, open and conflicting segments are counted and are in no figure of quality. A segment that
stands in several versions of a story counts once. What is left out is counted by reason, because a report says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reviewer.analysis.length import length
from reviewer.core.place import Place
from reviewer.core.review import Purpose, Reached, Review, Status, Verdict
from reviewer.store import ArticleRow, Store
from reviewer.workflow.filtering import make_ready
from reviewer.workflow.reporting.request import Request

NO_TIME = "no time known"
NO_SYSTEM = "unknown system"


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands on a segment or a join, without what a report has no use for: there may be many."""

    segment: str
    """The uid of the first that it covers."""
    covers: tuple[str, ...]
    article: int
    position: int
    kind: str
    system: str
    language: str | None
    editor: str
    verdict: Verdict
    at: str
    reached: Reached
    machine: str
    final: str | None
    """What is printed; None of what was rejected."""
    words: int
    """Of the machine text (`reviewer.analysis.length`)."""
    errors: tuple[dict[str, Any], ...]
    """Confirmed, as the review has them."""
    source: str | None

    @property
    def week(self) -> str:
        """The ISO week of the decision, e.g. `2026-W09`."""
        if not self.at:
            return NO_TIME
        year, week, _ = date.fromisoformat(self.at[:10]).isocalendar()
        return f"{year}-W{week:02}"


@dataclass(frozen=True, slots=True)
class Query:
    """A note that somebody must answer."""

    article: int
    position: int
    editor: str
    note: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a segment stands."""

    row: int
    article: int


@dataclass(slots=True)
class Material:
    """All of it, in the order of articles and places."""

    articles: dict[int, ArticleRow]
    decisions: list[Decision] = field(default_factory=list)
    statuses: Counter[Status] = field(default_factory=Counter)
    """Of all segments that are asked for, whenever they were decided."""
    without_source: int = 0
    """Of them."""
    segments: dict[str, Placed] = field(default_factory=dict)
    """By uid, every segment that is asked for."""
    queries: list[Query] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    """Every decision that was ever made there, replaced ones too; neither imported ones nor checks."""
    opinions: list[Review] = field(default_factory=list)
    """Of each segment and editor the last decision; a blind second look is none, as it is taken of accepted segments alone."""
    checks: list[Review] = field(default_factory=list)
    """Blind second looks, of each segment, editor and sample the last; of one sample where that is asked for."""
    editors: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    """Segments that are not asked for, by reason."""
    other_days: Counter[str] = field(default_factory=Counter)
    """Segments that are, but were not decided in the days asked for."""
    last_at: str = ""
    """When the last review was made that counts."""

    @property
    def asked(self) -> int:
        """How many segments are asked for."""
        return sum(self.statuses.values())

    def not_asked(self) -> tuple[tuple[str, int], ...]:
        """How many segments are in no figure at all, by reason."""
        return tuple(sorted(self.left_out.items()))

    def pairs(self) -> Iterator[tuple[int, Decision]]:
        """The decisions that have a text, with their numbers."""
        return ((number, each) for number, each in enumerate(self.decisions) if each.final is not None)


_HAS_NO_DECISION = (Status.OPEN, Status.CONFLICT, Status.CUT)


def exclusions(material: Material, of: str) -> tuple[tuple[str, int], ...]:
    """What a figure of all decisions leaves out, by reason.

    Args:
        material: what was read.
        of: what the figure counts: `decisions` have no text where they are rejected, and then they are no pairs.
    """
    if of == "reviews":
        return material.not_asked()
    waiting = [(f"segments {_EXCLUDED[status]}", material.statuses[status]) for status in _HAS_NO_DECISION]
    if of != "decisions":
        rejected = sum(len(each.covers) for each in material.decisions if each.final is None)
        waiting.append((f"segments {_EXCLUDED[Status.REJECTED]}", rejected))
    return (*((reason, count) for reason, count in waiting if count), *sorted(material.other_days.items()), *material.not_asked())


_EXCLUDED = {
    Status.OPEN: "that are open",
    Status.CONFLICT: "in conflict",
    Status.CUT: "that were cut",
    Status.REJECTED: "that were rejected",
}


def gather(store: Store, request: Request) -> Material:
    """Read what `request` asks for, at one moment."""
    make_ready(store, request.terms)
    with store.snapshot():
        material = Material({row.number: row for row in store.articles()})
        view = store.view(None, request.terms)
        placed = [*_rejected(store.place_rows(view), request, material)]
        for machine, final, review, place in store.reviewed_in(store.with_joins(view) if request.terms else view):
            if any(uid in material.segments for uid in review.covers):
                placed.append((place.row, _decision(place, review, machine, final, material)))
        placed.sort(key=lambda each: each[0])
        _keep((decision for _, decision in placed), request, material)
        _take_reviews(store.every_review(), request, material)
    return material


def _is_counted(place: Place, request: Request) -> bool:
    return bool(place.machine) and (request.kinds is None or place.kind in request.kinds)


def _rejected(places: Iterator[Place], request: Request, material: Material) -> Iterator[tuple[int, Decision]]:
    """Take stock of `places`, each segment once; of what was rejected there is no pair, so it is taken here."""
    for place in places:
        if place.uid in material.segments:
            continue
        if not _is_counted(place, request):
            reason = f"{place.kind} segments" if place.machine else "segments without machine text"
            material.left_out[reason] += 1
            continue
        material.segments[place.uid] = Placed(place.row, place.article)
        material.statuses[place.status] += 1
        material.without_source += not place.source
        if place.is_query and _is_first(place.heads[0], material):
            material.queries.append(Query(place.article, place.position, place.heads[0].editor, place.note))
        review = place.review
        if place.status is Status.REJECTED and review is not None and _is_first(review, material):
            yield place.row, _decision(place, review, place.machine, None, material)


def _is_first(review: Review, material: Material) -> bool:
    """Whether the segment that was just taken stock of is the first of those that a review covers."""
    return sum(uid in material.segments for uid in review.covers) == 1


def _decision(place: Place, review: Review, machine: str, final: str | None, material: Material) -> Decision:
    language = material.articles[place.article].target_language
    return Decision(
        segment=place.uid,
        covers=review.covers,
        article=place.article,
        position=place.position,
        kind=str(place.kind),
        system=place.system or NO_SYSTEM,
        language=language,
        editor=review.editor,
        verdict=review.verdict,
        at=review.at,
        reached=review.reached,
        machine=machine,
        final=final,
        words=length(machine, language),
        errors=review.errors,
        source=place.source,
    )


def _keep(decisions: Iterator[Decision], request: Request, material: Material) -> None:
    for decision in decisions:
        if request.holds(decision.at):
            material.decisions.append(decision)
            material.last_at = max(material.last_at, decision.at)
        elif decision.at:
            material.other_days["segments decided on other days"] += len(decision.covers)
        else:
            material.other_days["segments decided at a time that nobody knows"] += len(decision.covers)


def _take_reviews(reviews: Iterator[Review], request: Request, material: Material) -> None:
    """Of all reviews those on segments that are asked for; what imports made has no time, and is an opinion all the same."""
    sample = request.sample
    opinions: dict[tuple[str, str], Review] = {}
    checks: dict[tuple[str, str, str], Review] = {}
    for review in reviews:
        material.editors.add(review.editor)
        if not any(uid in material.segments for uid in review.covers):
            continue
        if review.purpose is Purpose.TEXT:
            material.reviews.append(review)
        if not request.holds(review.at):
            continue
        key = (review.covers[0], review.editor)
        if review.purpose is Purpose.CHECK:
            checks[(*key, review.reached_by)] = review
        elif review.verdict is Verdict.REOPENED or review.undoes is not None:
            opinions.pop(key, None)
        else:
            opinions[key] = review
    material.checks = [check for check in checks.values() if sample in (None, check.reached_by)] or list(checks.values())
    material.opinions = list(opinions.values())

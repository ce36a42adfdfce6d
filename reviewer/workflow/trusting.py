"""How far each check is believed, measured in the stored reviews; and what editors correct that no check foresaw.

What a check says of the machine text, as if nobody had reviewed anything, is held against what editors did there. A flagged
place is *changed* where an edit touches it, or where a check of residue flagged it and its segment was cut as that; *left*
where its segment was accepted, or corrected elsewhere; *dismissed* where somebody said so, decided or not. Not counted is what
says nothing of it: open, in conflict, cut otherwise, or rejected, unless its draft changes the place. A dismissal that goes
further counts once, where it was said; what it silences elsewhere was seen by nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from reviewer.analysis.diff import Edit, Span, diff
from reviewer.checks import Check, Engine
from reviewer.checks.trust import FLOOR, Trust, is_touched
from reviewer.core.finding import Acceptance, Dismissal, Dismissals, Extent
from reviewer.core.identity import digest
from reviewer.core.review import Review, Status
from reviewer.store import ArticleRow, KeptFinding, Store, View
from reviewer.workflow.inspecting import Keep, Looking, checks_digest, every_check, fill, newsroom_checks
from reviewer.workflow.settings import load_settings, settings_path

if TYPE_CHECKING:
    from reviewer.fixes.recurring import Recurring

KeepMeasured = Callable[[str, Mapping[str, Acceptance], Collection[str]], object]
"""Keeps what was measured, as `Store.keep_acceptances` does."""
Tell = Callable[[int, int], object]
"""Is told how far a long job is, `(done, total)`."""
Outcome = Literal["changed", "dismissed", "left"]

BESIDE = 20_000
"""Segments of articles in which anything was decided up to which it is measured beside a sitting."""

_TEXT = (Status.ACCEPTED, Status.CORRECTED)


def last_trust(store: Store, checks: Iterable[Check], *, floor: float = FLOOR) -> Trust:
    """What follows for `checks` from what was measured last, however long ago; it costs nothing."""
    return Trust.of(checks, store.acceptances(), floor=floor)


def trust(
    store: Store,
    keep: Keep,
    keep_measured: KeepMeasured,
    *,
    engine: Engine | None = None,
    floor: float = FLOOR,
    tell: Callable[[Looking], object] | None = None,
) -> Trust:
    """What follows for each check from all that was decided and dismissed by now; measured again only where there is more of it.

    Args:
        store: only read.
        keep: keeps what has to be looked at first, as `Store.keep_findings` does.
        keep_measured: keeps what was measured.
        engine: the checks; all by default.
        floor: the least acceptance, 0 to 1.
        tell: is told how far it is.
    """
    engine = engine or every_check()
    said = store.dismissals()
    last = store.last_seq(), len(said), store.last_said()
    state = digest("measured", checks_digest(engine.checks), floor, last)
    known = store.acceptances(state)
    if not known:
        judged = [row.number for row in _judged(store)]
        for _ in fill(store, keep, judged, engine=engine, of="machine"):
            pass
        known = measured(store, Dismissals(said))
        known |= {check.name: Acceptance() for check in engine.checks if check.name not in known}
        keep_measured(state, known, Trust.of(engine.checks, known, floor=floor).low)
    return Trust.of(engine.checks, known, floor=floor)


def trust_beside(store: Store, keep: Keep, keep_measured: KeepMeasured, *, engine: Engine, floor: float = FLOOR) -> None:
    """`trust` beside a sitting: each time it looks at one more stretch of what it has to, and it measures when that was all.

    Where a lot was decided it leaves it to commands, which tell how far they are. See `trust` for what it is given.
    """
    judged = _judged(store)
    if not judged or sum(row.segments for row in judged) > BESIDE:
        return
    *_, state = islice(fill(store, keep, [row.number for row in judged], engine=engine, of="machine"), 2)
    if state.checked == state.articles:
        trust(store, keep, keep_measured, engine=engine, floor=floor)


def _judged(store: Store) -> list[ArticleRow]:
    """The articles in which anything was decided or dismissed."""
    said = set(store.articles_with_dismissals())
    return [row for row in store.articles() if row.counts.decided or row.number in said]


def measured(store: Store, dismissals: Dismissals) -> dict[str, Acceptance]:
    """What editors did, by check, with all that is kept of machine texts."""
    counts: Counter[tuple[str, str]] = Counter()
    for flagged, outcome in _outcomes(store, dismissals):
        counts[flagged.kept.finding.check, outcome] += 1
    return {
        name: Acceptance(counts[name, "changed"], counts[name, "dismissed"], counts[name, "left"])
        for name in sorted({name for name, _ in counts})
    }


@dataclass(frozen=True, slots=True)
class _Flagged:
    """A finding in a machine text, and what was said of it."""

    kept: KeptFinding
    article: str
    segment: str
    status: Status
    dismissal: Dismissal | None

    @property
    def is_told(self) -> bool:
        """Whether a dismissal was said of this very one; else it only silences it."""
        return self.dismissal is not None and (self.dismissal.extent is Extent.HERE or self.dismissal.segment == self.segment)


def _outcomes(store: Store, dismissals: Dismissals) -> Iterator[tuple[_Flagged, Outcome]]:
    """What came of each finding of which anything did."""
    waiting: dict[int, list[_Flagged]] = {}
    beside: dict[int, list[_Flagged]] = {}
    seen: dict[str, int] = {}
    for kept, article, segment, status in store.findings_of_machine():
        # In another version of the story it is the same sentence.
        if seen.setdefault(segment, kept.row) != kept.row:
            continue
        flagged = _Flagged(kept, article, segment, status, dismissals.known(kept.finding, article, kept.digest))
        if flagged.is_told:
            yield flagged, "dismissed"
        elif flagged.dismissal is None and status in _TEXT:
            waiting.setdefault(kept.row, []).append(flagged)
        elif flagged.dismissal is None and status in (Status.CUT, Status.REJECTED):
            beside.setdefault(kept.row, []).append(flagged)
    for machine, final, _, starts in _texts(store, waiting):
        edits = None if machine == final else [edit.machine for edit in diff(machine, final) if edit.kind != "equal"]
        for row, start in starts.items():
            for flagged in waiting.get(row, ()):
                if edits is not None and len(dismissals):
                    name = flagged.kept.finding.digest(machine, final)
                    if dismissals.known(flagged.kept.finding, flagged.article, name) is not None:
                        yield flagged, "dismissed"
                        continue
                is_changed = edits is not None and is_touched(_moved(flagged.kept.finding.span, start), edits)
                yield flagged, "changed" if is_changed else "left"
    yield from _without_text(store, beside)


def _texts(store: Store, rows: Iterable[int]) -> Iterator[tuple[str, str, Review, dict[int, int]]]:
    """Machine text and final text of all decisions on `rows`, and where in the machine text each row begins."""
    view = store.with_joins(View(sorted(rows)))
    for machine, final, review, place in store.reviewed_in(view):
        starts = {place.row: 0}
        if len(review.covers) > 1:
            at = 0
            for each in store.places_at(range(place.row, place.row + len(review.covers))):
                starts[each.row] = at
                at += len(each.machine) + len(each.gap)
        yield machine, final, review, starts


def _without_text(store: Store, beside: Mapping[int, Sequence[_Flagged]]) -> Iterator[tuple[_Flagged, Outcome]]:
    """What came of findings where the segment was cut or rejected."""
    for place in store.place_rows(View(sorted(beside))):
        review = place.review
        if review is None:
            continue
        if place.status is Status.CUT and review.reason == "residue":
            # That it was cut says nothing of a doubled word in it.
            yield from ((flagged, "changed") for flagged in beside[place.row] if flagged.kept.family == "residue")
        elif place.status is Status.REJECTED and review.correction and len(review.covers) == 1:
            edits = [edit.machine for edit in diff(place.machine, review.correction) if edit.kind != "equal"]
            touched = (flagged for flagged in beside[place.row] if is_touched(flagged.kept.finding.span, edits))
            yield from ((flagged, "changed") for flagged in touched)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


# What no check foresaw


def missed(store: Store, *, at_least: int = 2) -> list[Recurring]:
    """What editors changed again and again where no check had flagged anything in the machine text; most changed first.

    Findings are those that are kept, so `trust` comes first; what is only info foresaw nothing. Edits that a finding touches are
    taken as not made, whether it was dismissed or not; phrases are found among the others as `reviewer.fixes.recurring` does.
    """
    from reviewer.fixes.recurring import Corrected, recurring

    spans = store.marked_in_machine()
    titles = {row.first_row: row.uid for row in store.articles()}
    firsts = sorted(titles)
    corrections = []
    for machine, final, review, starts in _texts(store, store.decided().rows):
        flagged = [_moved(span, start) for row, start in starts.items() for span in spans.get(row, ())]
        article = titles[_last_before(firsts, min(starts))]
        unforeseen = final if machine == final or not flagged else _without(machine, final, flagged)
        corrections.append(Corrected(machine, unforeseen, article, review.editor, review.covers[0]))
    return recurring(corrections, at_least=at_least)


def _last_before(ordered: Sequence[int], row: int) -> int:
    from bisect import bisect_right

    return ordered[bisect_right(ordered, row) - 1]


def _without(machine: str, final: str, flagged: Sequence[Span]) -> str:
    """The correction with only those edits that are of no flagged place."""

    def text(edit: Edit) -> str:
        is_foreseen = any(is_touched(span, [edit.machine]) for span in flagged)
        return machine[slice(*edit.machine)] if is_foreseen else final[slice(*edit.correction)]

    return "".join(text(edit) for edit in diff(machine, final))


# In a command


def look_at_all(
    store: Store, articles: Sequence[int] | None = None, *, engine: Engine | None = None, tell: Tell | None = None
) -> Trust:
    """Looks at `articles`, None for all, with all the newsroom's checks, and measures them; `store` may be open for reading.

    `tell` is told how far it is, where there is anything to look at: first in what stands, then in what the machine wrote.

    Raises:
        ConfigError: the settings, or the newsroom's own rules, cannot be used.
        StoreError: the database cannot be written to.
    """
    engine = engine or newsroom_checks()
    settings = load_settings(settings_path()).checks
    segments = sum(row.segments for row in store.articles() if articles is None or row.number in articles)
    telling = _Telling(tell, 2 * segments)
    with Store.open(store.path, create=False) as writing:
        for step in fill(writing, writing.keep_findings, articles, engine=engine):
            telling.take(step, 0)
        followed = trust(
            writing,
            writing.keep_findings,
            writing.keep_acceptances,
            engine=engine,
            floor=FLOOR if settings.floor is None else settings.floor,
            tell=lambda step: telling.take(step, segments),
        )
    telling.end()
    return followed


@dataclass(slots=True)
class _Telling:
    """How far a look at everything is, in segments; silent until there is something to do."""

    tell: Tell | None
    total: int
    has_begun: bool = False

    def take(self, step: Looking, before: int) -> None:
        """Of half of all there is, `before` which so many are done."""
        if self.tell is not None and (self.has_begun or step.checked < step.articles):
            self.has_begun = True
            self.tell(before + self.total // 2 * step.checked // max(step.articles, 1), self.total)

    def end(self) -> None:
        """All is done."""
        if self.tell is not None and self.has_begun:
            self.tell(self.total, self.total)

"""What the checks find in stored articles: read from the cache where it still holds, looked at anew where it does not.

Texts are looked at in windows of 2,000 segments, and the rest of a join that begins in one. What is told is the same with a cache
and without. Nothing here writes: what was looked at is handed to `keep`, which in a command is `Store.keep_findings`, and on the
screen hands it over to the writer, because what looks has a store of its own that is open for reading.

Two texts can be looked at: `standing`, what would be printed now, and `machine`, as if nobody had reviewed anything, which is
what editors' decisions are held against (`reviewer.workflow.trusting`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reviewer.checks import CHECKS, Check, Engine, Story, Unit, story_of
from reviewer.checks.trust import Trust
from reviewer.core.composition import Piece, pieces, runs, spaced
from reviewer.core.finding import Dismissal, Dismissals, Extent, Finding
from reviewer.core.identity import digest
from reviewer.core.place import Place
from reviewer.core.review import Status
from reviewer.store import ArticleRow, KeptFinding, Looked, Store, Window
from reviewer.workflow.checklist import checklist, family_of
from reviewer.workflow.settings import CheckSettings, load_settings, settings_path

Keep = Callable[[Sequence[tuple[Window, Sequence[KeptFinding]]]], object]
"""Keeps what was found in windows, as `Store.keep_findings` does."""

_AT_ONCE = 2_000
"""Segments that are looked at before what was found is kept: each time costs a write to the disk."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A finding in its place."""

    article: ArticleRow
    piece: Piece
    """The segment or join it is in, and the text that stands there."""
    finding: Finding
    """With the level that it has by what was measured of its check."""
    family: str
    dismissal: Dismissal | None = None
    """By which it is dismissed."""

    @property
    def is_dismissed(self) -> bool:
        """Whether an editor said that it is wrong."""
        return self.dismissal is not None

    @property
    def counts(self) -> bool:
        """Whether it is marked in the list and counted."""
        return self.dismissal is None and self.finding.level.counts

    @property
    def place(self) -> Place:
        """The first segment of it."""
        return self.piece.places[0]

    def dismissed(self, extent: Extent, *, editor: str, at: str) -> Dismissal:
        """The dismissal of it, as far as `extent`; `Store.dismiss` writes it down."""
        about = {
            Extent.HERE: self.finding.digest(self.piece.machine, self.piece.text or ""),
            Extent.ARTICLE: self.article.uid,
            Extent.ALWAYS: self.finding.text,
        }
        finding = self.finding
        return Dismissal(extent, finding.check, about[extent], self.place.uid, finding.text, finding.message, editor, at)


@dataclass(frozen=True, slots=True)
class Looking:
    """How many articles were looked at by now, of how many."""

    checked: int
    articles: int

    def __str__(self) -> str:
        return f"{self.checked:,} of {self.articles:,} articles checked"


@lru_cache(maxsize=1)
def every_check() -> Engine:
    """All checks that come with the program; their patterns are compiled once."""
    return Engine(CHECKS.values())


def newsroom_checks() -> Engine:
    """All these, and the newsroom's own rules and terms as the settings name them: by these everything is kept.

    Raises:
        ConfigError: a file of rules or terms, or the settings, cannot be used.
    """
    return kept_by(load_settings(settings_path()).checks)


def kept_by(settings: CheckSettings) -> Engine:
    """The same with settings that are read already; what they ignore is looked at all the same.

    Raises:
        ConfigError: a file of rules or terms cannot be used.
    """
    return _with_rules(settings.rules, settings.glossary)


@lru_cache(maxsize=1)
def _with_rules(rules: tuple[Path, ...], glossary: Path | None) -> Engine:
    return Engine(checklist(CheckSettings(rules, glossary)).checks) if rules or glossary else every_check()


def checks_digest(checks: Iterable[Check]) -> str:
    """What a set of checks is named by: what it would say is the same where this is."""
    return digest("checks", sorted((check.name, check.version, check.level, check.knows) for check in checks))


# Stories


def story(
    article: ArticleRow, printed: Sequence[Piece], recurring: Mapping[str, int] | None = None
) -> tuple[Story, tuple[Piece, ...]]:
    """What the checks look at where these pieces of `article` are printed, and the piece that each unit is of; cuts are no units.

    Args:
        article: of which its languages and date are told.
        printed: neighbouring pieces (`reviewer.core.composition.pieces`), with drafts in them where there are any.
        recurring: what `Store.recurring` says of the article.
    """
    kept = tuple(piece for piece in printed if piece.text is not None)
    units = [
        _unit(article, piece, text, gap, recurring or {}) for piece, (text, gap) in zip(kept, spaced(list(printed)), strict=True)
    ]
    positions = [piece.places[0].position for piece in kept]
    return story_of(units, published=_day(article.date), positions=positions), kept


def _unit(article: ArticleRow, piece: Piece, text: str, gap: str, recurring: Mapping[str, int]) -> Unit:
    is_own = text == piece.machine
    return Unit(
        text,
        kind=piece.places[0].kind,
        paragraph=piece.paragraph,
        gap=gap,
        machine=None if is_own else piece.machine,
        source=" ".join(place.source for place in piece.places if place.source) or None,
        status=piece.status,
        language=_primary(article.target_language),
        source_language=_primary(article.source_language),
        recurs=recurring.get(text, 0) if is_own else 0,
    )


def _primary(language: str | None) -> str | None:
    return language.replace("_", "-").split("-")[0].lower() if language else None


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None


def window_pieces(store: Store, window: Window, drafts: Mapping[str, str] | None = None) -> list[Piece]:
    """What is printed of a window; joins that begin before it are not of it, those that go over its end are, as a whole."""
    rows = range(window.first, window.last + 1)
    if window.of == "machine":
        return pieces([_bare(place) for place in store.places_at(rows)])
    places = store.places_at(rows)
    article = store.article(window.article).rows
    before, after = (len(place.review.covers) - 1 if place.review else 0 for place in (places[0], places[-1]))
    rows = range(max(article.start, rows.start - before), min(article.stop, rows.stop + after))
    if len(rows) > len(places):
        places = store.places_at(rows)
    within = [run for run in runs(places) if window.first <= run[0].row <= window.last]
    return pieces([place for run in within for place in run], drafts=drafts)


# Looking


def fill(
    store: Store, keep: Keep, articles: Sequence[int] | None = None, *, engine: Engine | None = None, of: Looked = "standing"
) -> Iterator[Looking]:
    """Looks at all windows that are not kept or no longer hold, and keeps what is found; tells after each some how far it is.

    Args:
        store: only read.
        keep: keeps what was found.
        articles: their numbers, None for all.
        engine: with which checks; all by default.
        of: which text.
    """
    engine = engine or every_check()
    checks = checks_digest(engine.checks)
    stale = store.stale_windows(articles, of, checks)
    to_do = len({window.article for window in stale})
    count = len(store.articles() if articles is None else set(articles))
    yield Looking(count - to_do, count)
    waiting: list[tuple[Window, Sequence[KeptFinding]]] = []
    segments = 0
    for done, (number, windows) in enumerate(groupby(stale, key=lambda window: window.article), 1):
        article, recurring = store.article(number), store.recurring(number)
        for window in windows:
            waiting.append((window, _look(store, window, article, engine, recurring)))
            segments += window.last - window.first + 1
        if segments >= _AT_ONCE or done == to_do:
            keep(waiting)
            waiting, segments = [], 0
            yield Looking(count - to_do + done, count)


def looking(
    store: Store, articles: Sequence[int] | None = None, *, engine: Engine | None = None, of: Looked = "standing"
) -> Looking:
    """How many of `articles`, None for all, were looked at and had nothing since: what a filter over them has to say."""
    stale = store.stale_windows(articles, of, checks_digest((engine or every_check()).checks))
    count = len(store.articles() if articles is None else set(articles))
    return Looking(count - len({window.article for window in stale}), count)


def inspect(
    store: Store,
    articles: Sequence[int] | None = None,
    *,
    engine: Engine | None = None,
    trust: Trust | None = None,
    of: Looked = "standing",
    keep: Keep | None = None,
) -> Iterator[Inspection]:
    """What the checks find in `articles` (None for all), in the order of the text, with what is dismissed among it.

    Args:
        store: only read.
        articles: their numbers.
        engine: with which checks; all by default.
        trust: what was measured of the checks (`reviewer.workflow.trusting.trust`); by default only what starts low is low.
        of: which text.
        keep: keeps what has to be looked at; by default nothing is kept.
    """
    engine = engine or every_check()
    trust = trust or Trust.of(engine.checks)
    checks = checks_digest(engine.checks)
    dismissals = Dismissals(store.dismissals())
    stale = {window.first for window in store.stale_windows(articles, of, checks)}
    for number, windows in groupby(store.windows(articles, of, checks), key=lambda window: window.article):
        article = store.article(number)
        recurring: dict[str, int] | None = None
        for window in windows:
            if window.first not in stale:
                found: Sequence[KeptFinding] = store.findings_kept(window)
            else:
                recurring = store.recurring(number) if recurring is None else recurring
                found = _look(store, window, article, engine, recurring)
                if keep is not None:
                    keep([(window, found)])
            yield from _inspections(store, window, article, found, trust, dismissals)


def findings_of_article(
    store: Store,
    number: int,
    *,
    engine: Engine | None = None,
    trust: Trust | None = None,
    keep: Keep | None = None,
) -> list[Inspection]:
    """What the checks find in one article as it stands; see `inspect`."""
    return list(inspect(store, [number], engine=engine, trust=trust, keep=keep))


def _look(
    store: Store, window: Window, article: ArticleRow, engine: Engine, recurring: Mapping[str, int]
) -> tuple[KeptFinding, ...]:
    told, printed = story(article, window_pieces(store, window), recurring)
    by_position = {piece.places[0].position: piece for piece in printed}
    found = []
    for finding in engine.findings(told):
        piece = by_position[finding.position]
        name = finding.digest(piece.machine, piece.text or "")
        found.append(KeptFinding(piece.places[0].row, finding, family_of(finding.check), name))
    return tuple(found)


def _inspections(
    store: Store,
    window: Window,
    article: ArticleRow,
    found: Sequence[KeptFinding],
    trust: Trust,
    dismissals: Dismissals,
) -> Iterator[Inspection]:
    by_row = _pieces_at(store, sorted({each.row for each in found}), window.of)
    for each in found:
        piece = by_row[each.row]
        if piece.text is None:  # somebody cut it this very moment
            continue
        finding = replace(each.finding, level=trust.level(each.finding))
        dismissal = dismissals.of(finding, article.uid, piece.machine, piece.text)
        yield Inspection(article, piece, finding, each.family, dismissal)


def _pieces_at(store: Store, rows: Sequence[int], of: Looked) -> dict[int, Piece]:
    """What is printed of the segments at `rows`, and of the joins that begin there."""
    found = {}
    for place in store.places_at(rows):
        run: tuple[Place, ...] = (place,)
        if of == "machine":
            run = (_bare(place),)
        elif place.review is not None and len(place.review.covers) > 1:
            end = min(place.row + len(place.review.covers), store.article(place.article).rows.stop)
            run = next(runs(store.places_at(range(place.row, end))))
        found[place.row] = pieces(run)[0]
    return found


def _bare(place: Place) -> Place:
    """A segment as if nobody had reviewed it."""
    return replace(place, status=Status.OPEN, heads=())

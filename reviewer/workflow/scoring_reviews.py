"""Scores of a review database: its machine text against the editors' corrections, or against independent references.

What counts as a pair is the store's rule: a join is one, what is open, rejected or cut is none, and a segment that stands in
several versions of a story counts once. The two kinds of reference are two functions that never meet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reviewer.core.place import Place
from reviewer.errors import ReviewerError, UnknownNameError
from reviewer.metrics.crew import Crew
from reviewer.metrics.languages import tokenizer
from reviewer.metrics.pairs import Reference, Texts
from reviewer.metrics.tallies import Tallies
from reviewer.store import Store
from reviewer.workflow.kept_statistics import KeptStatistics, Row
from reviewer.workflow.scoring import SAMPLE_LINES, Counted, Group, PlacedText, Plan, doubted

if TYPE_CHECKING:
    from reviewer.metrics.measure import Statistics

Against = Literal["corrections", "references"]
By = Literal["article", "system", "editor", "kind"]

AGAINST: dict[str, Reference] = {"corrections": "post-edit", "references": "independent"}
"""What the references of `--against` are."""
NO_SYSTEM = "unknown system"


@dataclass(frozen=True, slots=True)
class StoredPair:
    """A machine text of the database and what it is held to."""

    place: Place
    """The first that it covers."""
    row: Row
    covers: tuple[str, ...]
    """The segments that it is made of; several in a join."""
    editor: str | None


def stored_pairs(store: Store, against: Against) -> Iterator[StoredPair]:
    """Every pair there is to score, in the order of articles and places."""
    return _corrected(store) if against == "corrections" else _translated(store)


def target_language(store: Store) -> str | None:
    """The language of the articles, for the tokenizer; None when nobody said.

    Raises:
        ReviewerError: they are of several languages whose words are told apart in different ways.
    """
    languages = sorted({row.target_language for row in store.articles() if row.target_language})
    if len({tokenizer(language) for language in languages}) > 1:
        raise ReviewerError(f"the articles are in {', '.join(languages)}, which one tokenizer cannot part; say --target-lang")
    return languages[0] if languages else None


def count_database(store: Store, against: Against, by: By | None, plan: Plan) -> Counted:
    """What the machine text of a database adds up to, by whatever is asked for.

    Raises:
        ReviewerError: there is no pair yet, or counting fails.
    """
    titles = titles_of(store)
    group_of = _GROUPS[by]
    clusters: dict[int, int] = {}
    tallies = Tallies(plan.measures, plan.needs_rows)
    counted = Counted(tallies.groups)
    sample: list[StoredPair] = []
    for pairs, texts, rows in _statistics(stored_pairs(store, against), store, plan):
        groups = [group_of(pair, titles) for pair in pairs]
        numbers = [clusters.setdefault(pair.place.article, len(clusters)) for pair in pairs]
        tallies.add(groups, texts, rows, numbers)
        sample += pairs if len(sample) < SAMPLE_LINES else []
        if plan.influence:
            for group, pair in zip(groups, pairs, strict=True):
                where = f"{pair.place.article}/{pair.place.position}"
                counted.places.setdefault(group, []).append(PlacedText(where, pair.row[0]))
    if not tallies.groups:
        raise ReviewerError(f"{store.path}: {_NOTHING[against]}")
    counted.notices += _doubts(tallies, plan, sample)
    if against == "references":
        counted.notices += _missing(store, sum(tally.segments for tally in tallies.groups.values()))
    return counted


def count_systems(store: Store, against: Against, plan: Plan, names: Collection[str] = ()) -> Counted:
    """A tally of each system, or of those named, all over the same segments: those that every system has a pair of.

    Segments are the same when they have the same source (and, against independent references, the same references); where a
    text stands again, the first fits the first and the second the second. A join fits only a join of the same segments.

    Raises:
        UnknownNameError: a system that is named is not there.
        ReviewerError: there are not two systems, or no segment that all of them have.
    """
    by_system: dict[str, dict[tuple[object, ...], StoredPair]] = {}
    marks = _marks(store, against)
    for pair in stored_pairs(store, against):
        if all(uid in marks for uid in pair.covers):
            own = by_system.setdefault(pair.place.system or NO_SYSTEM, {})
            own[tuple(marks[uid] for uid in pair.covers)] = pair
    for name in names:
        if name not in by_system:
            raise UnknownNameError("system", name, by_system)
    if names:
        by_system = {name: by_system[name] for name in names}
    if len(by_system) < 2:
        if not by_system and next(stored_pairs(store, against), None) is None:
            raise ReviewerError(f"{store.path}: {_NOTHING[against]}")
        have = f"only {next(iter(by_system))}" if by_system else "none whose segments have a source, by which they are found"
        raise ReviewerError(f"{store.path}: nothing to compare: two systems are needed, and there is {have}")
    first, *others = by_system.values()
    common = [key for key in first if all(key in pairs for pairs in others)]
    if not common:
        raise ReviewerError(f"{store.path}: {', '.join(by_system)} have no segment in common, by source and reference")
    tallies = Tallies(plan.measures, keep_rows=True)
    articles: dict[int, int] = {}
    clusters = [articles.setdefault(first[key].place.article, len(articles)) for key in common]
    for system, pairs in by_system.items():
        at = 0
        for some, texts, rows in _statistics((pairs[key] for key in common), store, plan):
            tallies[Group(system)].add(texts, rows, clusters[at : at + len(some)])
            at += len(some)
    counted = Counted(tallies.groups)
    counted.notices += _doubts(tallies, plan, [first[key] for key in common[:SAMPLE_LINES]])
    if unmatched := sum(len(pairs) - len(common) for pairs in by_system.values()):
        counted.notices.append(f"{unmatched:,} segments that not every system has were left out")
    return counted


def _doubts(tallies: Tallies, plan: Plan, sample: Iterable[StoredPair]) -> list[str]:
    references = (text for pair in sample for text in pair.row[1][:1])
    return doubted(tallies, plan, "".join(filter(None, references)))


def _marks(store: Store, against: Against) -> dict[str, object]:
    """By uid, what a segment has in common with that of another system: its texts, and which of their occurrences it is."""
    times: Counter[object] = Counter()
    marks: dict[str, object] = {}
    for article in store.articles():
        for place in store.places(article.number):
            references = store.references(place.uid) if against == "references" else ()
            what = place.source, tuple(text for _, text in references)
            if place.uid not in marks and what != (None, ()):
                times[place.system, what] += 1
                marks[place.uid] = what, times[place.system, what]
    return marks


def _statistics(
    pairs: Iterable[StoredPair], store: Store, plan: Plan
) -> Iterator[tuple[list[StoredPair], Texts, list[Statistics]]]:
    ours = plan.engine == "reviewer"
    with Crew(plan.measures, plan.engine, plan.jobs) as crew:
        kept: KeptStatistics[StoredPair] = KeptStatistics(store, plan.measures, ours and not store.is_readonly, ours)
        yield from kept.statistics(((pair, pair.row) for pair in pairs), crew)


def _corrected(store: Store) -> Iterator[StoredPair]:
    for machine, final, review, place in store.reviewed_pairs():
        yield StoredPair(place, (machine, (final,)), review.covers, review.editor)


def _translated(store: Store) -> Iterator[StoredPair]:
    seen: set[str] = set()
    for article in store.articles():
        for place in store.places(article.number):
            references = store.references(place.uid)
            if references and place.machine and place.uid not in seen:
                seen.add(place.uid)
                yield StoredPair(place, (place.machine, tuple(text for _, text in references)), (place.uid,), None)


def _missing(store: Store, scored: int) -> list[str]:
    segments = sum(article.counts.total for article in store.articles())
    without = segments - scored
    return [f"{without:,} of {segments:,} segments have no reference, or were met before, and are not scored"] if without else []


def titles_of(store: Store) -> dict[int, str]:
    """What an article is called here: its title, with its number where two have the same."""
    labels = {row.number: row.title for row in store.articles()}
    while len(set(labels.values())) < len(labels):
        times = Counter(labels.values())
        labels = {number: label if times[label] == 1 else f"{label} ({number})" for number, label in labels.items()}
    return labels


_GROUPS: dict[By | None, Callable[[StoredPair, dict[int, str]], Group]] = {
    None: lambda pair, titles: Group(),
    "article": lambda pair, titles: Group(article=titles[pair.place.article]),
    "system": lambda pair, titles: Group(system=pair.place.system or NO_SYSTEM),
    "editor": lambda pair, titles: Group(editor=pair.editor),
    "kind": lambda pair, titles: Group(kind=str(pair.place.kind)),
}
_NOTHING: dict[Against, str] = {
    "corrections": "nothing reviewed yet: no segment is accepted or corrected",
    "references": "no segment has an independent reference; `reviewer import FILE --reference REF` brings them",
}

"""Drawing samples: strata over articles and lengths, in each the segments with the lowest SHA-256 of seed, name and uid.

What is drawn depends on the content, the name, the seed and the size alone, so the same command draws the same anywhere. The
first draw freezes what was drawn from; a larger size under the same name adds to the sample and exchanges nothing, because places
are handed out one by one (Webster's method, which is house-monotone; largest remainders are not). Every stratum gives at least
two segments, without which nothing could be said of how much its segments differ, or all that it has.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reviewer.analysis.length import length
from reviewer.core.identity import digest
from reviewer.core.place import Place
from reviewer.core.review import Status
from reviewer.core.sample import DrawnFrom, Part, Sample, Stratum, stratum_id
from reviewer.errors import QueryError, StoreError
from reviewer.store import Store
from reviewer.workflow.reporting.request import COUNTED_KINDS

SEED = 12345
_CLASSES = {1: ("all",), 2: ("1 short", "2 long"), 3: ("1 short", "2 middle", "3 long")}
"""What classes of length are called, by how many there are; in the order of their names."""
_FEWEST = 2
"""Segments that a stratum gives, unless it has fewer."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample that can be opened."""

    name: str
    articles: tuple[int, ...]
    """Those of the articles asked for in which it has segments."""
    segments: int
    """How many are in it."""
    added: int
    """How many of them were drawn now."""
    population: int
    """How many it was drawn from; 0 of one without a design."""

    @property
    def term(self) -> str:
        """The filter that shows it."""
        return f'sample:"{self.name}"'


@dataclass(frozen=True, slots=True)
class Member:
    """A segment that can be drawn."""

    uid: str
    article: tuple[str, str]
    """The system and the uid of the first article that it stands in."""
    length: int
    """Of the machine text (`reviewer.analysis.length`)."""


def draw(store: Store, articles: Sequence[int], name: str, size: int, *, seed: int | None = None, editor: str, at: str) -> Drawn:
    """The sample `name` of the segments that count, drawn now, or enlarged, or as it is where it has `size` segments.

    Args:
        store: open for writing.
        articles: from which to draw, the first time; none for all.
        name: of the sample.
        size: how many segments it shall have.
        seed: of chance; None for that of an earlier draw, or `SEED`.
        editor: who draws.
        at: the time.

    Raises:
        QueryError: `name` is no name.
        StoreError: there is nothing to draw from, the sample is another one, or it has nothing in `articles`.
    """
    known = _known(store, name, seed, blind=False)
    if known is None:
        members = _members(store, articles, lambda place: True)
        if not members:
            raise StoreError(
                f"nothing to draw from: no {', '.join(COUNTED_KINDS[:-1])} or {COUNTED_KINDS[-1]} has machine text here"
            )
        known = _designed(name, "segments", SEED if seed is None else seed, _strata(members, size, by_length=True))
    return _drawn(store, articles, known, size, editor, at)


def draw_blind(
    store: Store, articles: Sequence[int], name: str, size: int, *, seed: int | None = None, editor: str, at: str
) -> Drawn:
    """As `draw`, of the segments that stand accepted by others than `editor`, for a blind second look.

    Raises:
        QueryError: `name` is no name.
        StoreError: there is nothing to draw from, the sample is another one, or it has nothing in `articles`.
    """
    known = _known(store, name, seed, blind=True)
    if known is None:
        members = _members(store, articles, lambda place: is_accepted_by_others(place, editor))
        if not members:
            raise StoreError(f"nothing to look at a second time: no segment here stands accepted by anybody but {editor}")
        known = _designed(name, "accepted", SEED if seed is None else seed, _strata(members, size, by_length=False))
    return _drawn(store, articles, known, size, editor, at)


def is_accepted_by_others(place: Place, editor: str) -> bool:
    """Whether a segment stands accepted as it is, and `editor` has no part in that."""
    return place.status is Status.ACCEPTED and all(head.editor != editor for head in place.heads)


def allocated(populations: Sequence[int], size: int, drawn: Sequence[int] | None = None) -> list[int]:
    """How many of `size` places each stratum gets: two or all of it, the rest in proportion to the populations (Webster 1832).

    Args:
        populations: of each stratum.
        size: of the sample.
        drawn: what each stratum has given already, and keeps.
    """
    given = [
        max(min(_FEWEST, population, size), before)
        for population, before in zip(populations, drawn or [0] * len(populations), strict=True)
    ]
    waiting = [
        (-population / (2 * places + 1), number)
        for number, (population, places) in enumerate(zip(populations, given, strict=True))
        if places < population
    ]
    heapq.heapify(waiting)
    for _ in range(size - sum(given)):
        if not waiting:
            break
        _, number = heapq.heappop(waiting)
        given[number] += 1
        if given[number] < populations[number]:
            heapq.heappush(waiting, (-populations[number] / (2 * given[number] + 1), number))
    return given


def _known(store: Store, name: str, seed: int | None, *, blind: bool) -> Sample | None:
    """The sample of this name, unless there is none."""
    if '"' in name or not name.isprintable() or not name.strip():
        raise QueryError(f"a sample's name is one line without a quotation mark, not {name!r}")
    known = store.sample(name)
    if known is None or not known.parts:
        if known is not None and blind:
            raise StoreError(f"the sample {name} was not drawn for a blind second look; give another name")
        return known
    if known.is_blind is not blind:
        way, option = ("for a blind second look", "--blind-check") if known.is_blind else ("for a first review", "--sample")
        raise StoreError(f"the sample {name} was drawn {way}: open it with {option}, or give another name")
    if seed is not None and seed not in known.seeds:
        seeds = ", ".join(map(str, sorted(known.seeds)))
        raise StoreError(f"the sample {name} was drawn with the seed {seeds}, not {seed}; leave --seed out, or give another name")
    return known


def _members(store: Store, articles: Sequence[int], fits: Callable[[Place], bool]) -> list[Member]:
    """What can be drawn: each segment once, however many versions of a story it stands in."""
    rows = {row.number: row for row in store.articles()}
    found: dict[str, Member] = {}
    for place in store.place_rows(store.view(articles or None)):
        if place.machine and place.kind in COUNTED_KINDS and fits(place):
            row = rows[place.article]
            member = Member(place.uid, (row.system or "", row.uid), length(place.machine, row.target_language))
            found[place.uid] = min(found.get(place.uid, member), member, key=lambda each: each.article)
    return list(found.values())


def _strata(members: Iterable[Member], size: int, *, by_length: bool) -> list[tuple[str, list[str]]]:
    """Labels and uids of the strata: classes of length inside of articles, small articles together with their neighbours.

    Articles are neighbours by system and uid: of these every database knows the same. A block, an article or several, has as many
    segments as will give two a class.
    """
    articles: dict[tuple[str, str], list[Member]] = {}
    for member in sorted(members, key=lambda each: (each.article, each.uid)):
        articles.setdefault(member.article, []).append(member)
    total = sum(map(len, articles.values()))
    size = min(size, total)
    classes = min(3 if by_length else 1, max(1, size // _FEWEST))
    blocks = _blocks(articles.values(), lambda block: len(block) * size >= classes * _FEWEST * total)
    strata = []
    for number, block in enumerate(blocks, 1):
        block.sort(key=lambda each: (each.length, each.uid))
        cuts = [len(block) * part // classes for part in range(classes + 1)]
        for label, start, stop in zip(_CLASSES[classes], cuts, cuts[1:], strict=False):
            strata.append((f"{number:06} {label}", [member.uid for member in block[start:stop]]))
    return strata


def _blocks(articles: Iterable[list[Member]], is_full: Callable[[list[Member]], bool]) -> list[list[Member]]:
    """`articles` that are full blocks by themselves, and the others put together, in the order of what each begins with."""
    blocks: list[list[Member]] = []
    small: list[list[Member]] = []
    for article in articles:
        if is_full(article):
            blocks.append(article)
        elif not small or is_full(small[-1]):
            small.append(list(article))
        else:
            small[-1] += article
    if small and not is_full(small[-1]) and len(small) + len(blocks) > 1:
        left_over = small.pop()
        (small or blocks)[-1] += left_over
    return sorted(blocks + small, key=lambda block: block[0].article)


def _designed(name: str, drawn_from: DrawnFrom, seed: int, strata: Iterable[tuple[str, list[str]]]) -> Sample:
    """A sample of which nothing is drawn yet."""
    parts = []
    for label, uids in strata:
        members = tuple(sorted(uids, key=lambda uid: digest("sample", seed, name, uid)))
        identity = stratum_id(name, drawn_from, seed, label, members)
        parts.append(Part(Stratum(identity, name, drawn_from, seed, label, members), ()))
    return Sample(name, tuple(parts), frozenset())


def _drawn(store: Store, articles: Sequence[int], sample: Sample, size: int, editor: str, at: str) -> Drawn:
    """`sample` with at least `size` segments, as far as it goes, ready to be opened."""
    segments = sample.segments
    if sample.parts and size > len(segments) and (not segments or not sample.flaw):
        populations = [len(part.stratum.members) for part in sample.parts]
        places = allocated(populations, size, [len(part.drawn) for part in sample.parts])
        parts = [_first(part, number) for part, number in zip(sample.parts, places, strict=True)]
        segments = frozenset(uid for part in parts for uid in part.drawn)
        if segments != sample.segments:
            store.draw(sample.name, parts, editor=editor, at=at)
    has_some = store.articles_of_sample(sample.name)
    wanted = tuple(number for number in has_some if not articles or number in set(articles))
    if not wanted:
        raise StoreError(f"the sample {sample.name} was drawn from other articles and has no segment here; give another name")
    return Drawn(sample.name, wanted, len(segments), len(segments - sample.segments), sample.population)


def _first(part: Part, number: int) -> Part:
    """`part` with `number` segments drawn: those that were, and the first of the others."""
    before = set(part.drawn)
    others = (uid for uid in part.stratum.members if uid not in before)
    return Part(part.stratum, (*part.drawn, *(uid for uid, _ in zip(others, range(number - len(before)), strict=False))))

"""Replicas that go apart and meet again, in every way that hypothesis can think of: whoever has met the same has the same."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import Phase
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from newsroom import article, document, edited

from reviewer.core.article import Kind
from reviewer.core.finding import Dismissal, Extent
from reviewer.core.identity import article_uid, segment_uids
from reviewer.core.place import Place
from reviewer.core.review import Purpose, Review, Status, Verdict, standing, timestamp
from reviewer.errors import StaleError, StoreError
from reviewer.store import Store, names
from reviewer.store import standing as derived_standing
from reviewer.store.connection import Connection
from reviewer.store.merging import merge
from reviewer.workflow import sampling
from tests.building import derived
from tests.machines import run_machines

STORY = ("Talks began.", "Nobody came.", "Talks began.", "The price rose.", "It rained.", "Trains stood still.", "The end.")
VERSIONS = tuple(
    edited(article(texts, title=f"Version {number}"), 1, references=(f"Nobody showed up, {number % 2}.",))
    for number, texts in enumerate((STORY[:4], STORY[1:5], STORY[2:6], STORY[3:7], (*STORY[:3], "Other news.")))
)
"""A story on its way: each version is half of the one before, so who is a version of whom depends on who came first."""
BY_UID = {article_uid(version): version for version in VERSIONS}
TEXTS = ("One.", "Two.", "Three.")
FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where a write costs little: what is tried here is not the disk."""
some = st.integers(0, 10_000)


@dataclass
class Figures:
    """What the machines did."""

    machines: int = 0
    saves: int = 0
    stale: int = 0
    joins: int = 0
    settled: int = 0
    imports: int = 0
    forks: int = 0
    merges: int = 0
    united: int = 0
    conflicts: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{count:,} {what}" for what, count in vars(self).items())


@dataclass
class Known:
    """What was ever confirmed, anywhere."""

    reviews: dict[str, Review] = field(default_factory=dict)
    lineages: set[tuple[str, str]] = field(default_factory=set)
    """Which article got which lineage."""

    def sentences(self) -> dict[str, str]:
        """By each name of a segment one that stands for all its names: the same position of the same article is the same."""
        meant: dict[str, str] = {}

        def find(name: str) -> str:
            while meant.setdefault(name, name) != name:
                name = meant[name]
            return name

        for version, lineage in sorted(self.lineages):
            for name, first in zip(segment_uids(BY_UID[version], lineage), segment_uids(BY_UID[version], version), strict=True):
                one, other = sorted((find(name), find(first)))
                meant[other] = one
        return {name: find(name) for name in meant}

    def standing(self) -> dict[tuple[str, int], tuple[Status, frozenset[str]]]:
        """Where each sentence must stand that somebody imported, by what a review is and by nothing else."""
        sentences = self.sentences()
        found = {}
        for version, lineage in self.lineages:
            for position, name in enumerate(segment_uids(BY_UID[version], lineage), 1):
                here = [
                    review
                    for review in self.reviews.values()
                    if review.purpose is not Purpose.CHECK and sentences[name] in {sentences[each] for each in review.covers}
                ]
                replaced = {parent for review in here for parent in review.parents}
                stand = [review for review in here if review.id not in replaced]
                spoken = [self._in_one_name(review, sentences) for review in stand]
                found[version, position] = standing(spoken), frozenset(review.id for review in stand)
        return found

    @staticmethod
    def _in_one_name(review: Review, sentences: dict[str, str]) -> Review:
        return replace(review, covers=tuple(sentences[name] for name in review.covers))


class Replicas(RuleBasedStateMachine):
    """Three databases and more, each in other hands."""

    figures = Figures()
    template: bytes = b""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="reviewer-", dir=FOLDER))
        self.known = Known()
        self.stores: list[Store] = []
        self.looked: list[tuple[int, Place]] = []
        self.ids = random.Random(7)
        self.figures.machines += 1
        for _ in range(3):
            self._open()

    def _open(self, data: Callable[[Path], object] | None = None) -> Store:
        path = self.folder / f"{len(self.stores)}.db"
        (data or (lambda path: path.write_bytes(self.template)))(path)
        store = Store.open(path, create=False)
        self.stores.append(store)
        return store

    def _store(self, which: int) -> Store:
        return self.stores[which % len(self.stores)]

    def _place(self, which: int, where: int) -> tuple[Store, Place] | None:
        store = self._store(which)
        rows = store.view(None)
        return (store, store.place(rows.row_at(where % len(rows)))) if len(rows) else None

    def _review(self, places: Iterable[Place], opinion: int, clock: int, **fields: Any) -> Review:
        places = tuple(places)
        identity = str(uuid.UUID(int=self.ids.getrandbits(128)))
        verdict = (Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.CORRECTED, Verdict.CUT, Verdict.REJECTED)[opinion % 5]
        made = {
            "id": identity,
            "action": identity,
            "covers": tuple(place.uid for place in places),
            "parents": tuple(dict.fromkeys(head.id for place in places for head in place.heads)),
            "editor": f"desk{opinion % 3}",
            "verdict": verdict,
            "correction": TEXTS[opinion % 3] if verdict is Verdict.CORRECTED else None,
            "note": "? who" if opinion % 7 == 0 else "",
            "at": _at(clock),
        }
        return Review(**{**made, **fields})

    def _save(self, store: Store, review: Review) -> bool:
        try:
            store.save([review])
        except StaleError:
            self.figures.stale += 1
            assert not store.has_review(review.id)
            return False
        self.known.reviews[review.id] = review
        self.figures.saves += 1
        return True

    @initialize(orders=st.tuples(*[st.permutations(range(len(VERSIONS)))] * 3), counts=st.tuples(*[st.integers(1, 3)] * 3))
    def begin(self, orders: tuple[list[int], ...], counts: tuple[int, ...]) -> None:
        """Each has some of the versions, as they came."""
        for which, (order, count) in enumerate(zip(orders, counts, strict=True)):
            for version in order[:count]:
                self.import_version(which, version, with_corrections=False)

    @rule(which=some, version=some, with_corrections=st.booleans())
    def import_version(self, which: int, version: int, with_corrections: bool) -> None:
        """In any order, and again."""
        store, made = self._store(which), VERSIONS[version % len(VERSIONS)]
        if with_corrections:
            made = edited(made, 0, correction=TEXTS[version % 3])
        before = {review.id for review in store.every_review()}
        data = repr(version % len(VERSIONS)).encode()
        store.add_document(document(made, data=data), path="/desk/story.txt", importer="desk", at=_at(version))
        self.known.lineages.update((row.uid, row.lineage) for row in store.articles())
        self.known.reviews.update({review.id: review for review in store.every_review() if review.id not in before})
        self.figures.imports += 1

    @rule(which=some, where=some, opinion=some, clock=some)
    def save(self, which: int, where: int, opinion: int, clock: int) -> None:
        """An answer to what stands."""
        if at := self._place(which, where):
            store, place = at
            assert self._save(store, self._review([place], opinion, clock))

    @rule(opinion=some, clock=some)
    def settle(self, opinion: int, clock: int) -> None:
        """Somebody decides the first conflict that there is."""
        for store in self.stores:
            for place in store.place_rows(store.view(None)):
                if place.status is Status.CONFLICT:
                    assert self._save(store, self._review([place], opinion, clock))
                    self.figures.settled += 1
                    return

    @rule(which=some, where=some)
    def look(self, which: int, where: int) -> None:
        """Somebody reads, and will answer later."""
        if at := self._place(which, where):
            self.looked.append((which % len(self.stores), at[1]))

    @precondition(lambda self: self.looked)
    @rule(opinion=some, clock=some)
    def save_late(self, opinion: int, clock: int) -> None:
        """The answer to what somebody read some time ago: refused, unless nothing came between."""
        which, place = self.looked.pop(0)
        store = self.stores[which]
        now = store.place(place.row)
        saved = self._save(store, self._review([place], opinion, clock))
        assert saved == ({head.id for head in now.heads} == {head.id for head in place.heads})

    @rule(which=some, where=some, opinion=some, clock=some)
    def join(self, which: int, where: int, opinion: int, clock: int) -> None:
        """Two that stand side by side are decided as one."""
        if at := self._place(which, where):
            store, place = at
            neighbours = store.places(place.article, place.position, 2)
            if len(neighbours) == 2:
                self.figures.joins += self._save(store, self._review(neighbours, opinion, clock))

    @rule(which=some, where=some, clock=some)
    def undo(self, which: int, where: int, clock: int) -> None:
        """Open again, all that was decided together."""
        if (at := self._place(which, where)) and at[1].heads:
            store, place = at
            covered = [store.place(store.row_of(place.article, uid)) for uid in place.heads[0].covers if _here(store, place, uid)]
            self._save(store, self._review(covered, 0, clock, verdict=Verdict.REOPENED, correction=None))

    @rule(which=some, where=some, clock=some)
    def look_again(self, which: int, where: int, clock: int) -> None:
        """A blind second look, which never stands."""
        if at := self._place(which, where):
            self._save(at[0], self._review([at[1]], 0, clock, purpose=Purpose.CHECK, parents=()))

    @rule(which=some, where=some, kind=some, clock=some)
    def say(self, which: int, where: int, kind: int, clock: int) -> None:
        """What kind a segment is, what an article is called, whose it is."""
        if at := self._place(which, where):
            store, place = at
            store.set_fact(place.uid, "kind", tuple(Kind)[kind % len(Kind)], "desk", _at(clock))
            store.set_fact(store.article(place.article).uid, "title", TEXTS[kind % 3], "desk", _at(clock))
            store.assign([place.article], f"desk{kind % 2}", by="lead", at=_at(clock))
            store.sign_off(place.article, editor="desk", at=_at(clock), text_digest="0" * 64)
            about = store.article(place.article).uid
            store.dismiss([Dismissal(Extent.ARTICLE, "made-up", about, place.uid, "words", "odd", "desk", _at(clock))])

    @rule(which=some, where=some, seed=st.integers(1, 2), clock=some)
    def draw(self, which: int, where: int, seed: int, clock: int) -> None:
        """A sample, by its design or by hand, and more of it."""
        if at := self._place(which, where):
            store, place = at
            known = store.sample("week")
            if where % 2:
                store.add_sample("by hand", [place.uid])
            elif any(each.kind is Kind.BODY for each in store.place_rows(store.view(None))):
                sampling.draw(store, [], "week", 2 + where % 3, seed=None if known else seed, editor="desk", at=_at(clock))

    @precondition(lambda self: len(self.stores) < 5)
    @rule(which=some)
    def fork(self, which: int) -> None:
        """A copy of the file, which is in other hands from now on and has the same id."""
        source = self._store(which)

        def copied(path: Path) -> None:
            with closing(sqlite3.connect(path)) as copy:
                source._db.sqlite.backup(copy)

        self._open(copied)
        self.figures.forks += 1

    @rule(into=some, others=st.lists(some, min_size=1, max_size=3))
    def meet(self, into: int, others: list[int]) -> None:
        """One of them takes others in; again, and nothing comes."""
        store = self._store(into)
        taken = [other for other in map(self._store, others) if other is not store]
        if not taken:
            return
        wanted = {review.id for each in (store, *taken) for review in each.every_review()}
        before = [_contents(other) for other in taken]
        brought = merge(store._db, [other.path for other in taken], back_up=False).brought
        assert {review.id for review in store.every_review()} == wanted
        assert [_contents(other) for other in taken] == before
        now = _contents(store)
        again = merge(store._db, [other.path for other in taken], back_up=False).brought
        assert not any(count for each in again for count in each.new.values())
        assert _contents(store) == now
        self.figures.merges += 1
        self.figures.conflicts += sum(each.conflicts for each in brought)

    def teardown(self) -> None:
        """In the end they all meet, in one order and in the other, and each by itself is whole."""
        try:
            if all(len(store.view(None)) for store in self.stores):
                self._all_meet()
        finally:
            for store in self.stores:
                store.close()
            shutil.rmtree(self.folder)

    def _all_meet(self) -> None:
        replicas = list(self.stores)
        paths = [store.path for store in replicas]
        forwards, backwards = self._open(), self._open()
        merge(forwards._db, paths, back_up=False)
        for path in reversed(paths):
            merge(backwards._db, [path], back_up=False)
        merge(replicas[0]._db, [backwards.path], back_up=False)
        meaning = _meaning(forwards)
        assert _meaning(backwards) == meaning
        assert _meaning(replicas[0]) == meaning
        assert {key: (status, heads) for key, (status, heads, *_) in meaning["places"].items()} == self.known.standing()
        assert {review.id for review in forwards.every_review()} == set(self.known.reviews)
        self.figures.united += forwards._db.value("SELECT count(*) FROM segment_alias")
        for store in (forwards, backwards, *replicas):
            _check_whole(store)


def _at(clock: int) -> str:
    """Any time, also before the last one."""
    return timestamp(datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=clock))


def _here(store: Store, place: Place, uid: str) -> bool:
    rows = store.article(place.article).rows
    return any(each.uid == uid for each in store.places_at(rows))


def _contents(store: Store) -> list[Any]:
    """Every row of what is kept, but for numbers that are local."""
    return [
        store._db.all(f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("review", "article", "segment", "place", "fact", "sample", "sample_drawn", "sample_draw", "segment_alias")
    ]


def _meaning(store: Store) -> dict[str, Any]:
    """What a database says, without anything that is local to it."""
    places = {}
    for row in store.articles():
        for place in store.places(row.number):
            heads = frozenset(head.id for head in place.heads)
            references = frozenset(text for _, text in store.references(place.uid))
            samples = frozenset((each["name"], each["stratum"]) for each in store.samples_of(place.uid))
            places[row.uid, place.position] = place.status, heads, place.kind, references, samples
    return {
        "places": places,
        "articles": {row.uid: (row.title, row.assigned, row.counts, row.last_review_at) for row in store.articles()},
        "drawn": sorted(store._db.all("SELECT id FROM sample_draw UNION SELECT id FROM sample_stratum")),
        "signed": sorted(store._db.all("SELECT id FROM signoff")),
        "dismissed": set(store.dismissals()),
        "by hand": store.sample("week") and store.sample("week").flaw == "",
    }


def _check_whole(store: Store) -> None:
    """What is derived is what comes of deriving it anew, and nothing is damaged."""
    before = derived(store)
    store.rebuild()
    assert derived(store) == before
    assert [damage for checked in store.check() for damage in checked.damage] == []


def run(machines: int, steps: int, seed: int) -> Figures:
    """Runs machines that are all different and the same every time."""
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder) / "new.db") as store:
            store._db.run("PRAGMA wal_checkpoint(TRUNCATE)")
        template = (Path(folder) / "new.db").read_bytes()

    class Seeded(Replicas):
        figures = Figures()

    Seeded.template = template
    run_machines(seeded(seed)(Seeded), machines, steps, derandomize=False, phases=[Phase.generate])
    return Seeded.figures


@pytest.mark.catalogue("E1", "E10", "E12", "E14")
@pytest.mark.parametrize("machines", [4, pytest.param(500, marks=pytest.mark.long)])
def test_whoever_has_met_the_same_has_the_same(machines: int) -> None:
    """Merging is commutative, associative and idempotent; nothing is lost, nothing invented, and no clock decides."""
    figures = run(machines, 30, 7)
    print(figures)
    assert figures.machines >= machines


def newest_only(db: Connection) -> None:
    """Last writer wins."""
    RESTATE(db)
    db.run("DELETE FROM head WHERE review_seq < (SELECT max(review_seq) FROM head AS any WHERE any.segment_id = head.segment_id)")


def two_sentences(_: Connection, one: int, other: int) -> tuple[int, int]:
    """What one database knows to be one sentence stays two."""
    return min(one, other), max(one, other)


RESTATE = derived_standing.restate


@pytest.mark.parametrize(
    ("module", "function", "weak"), [(derived_standing, "restate", newest_only), (names, "unite", two_sentences)]
)
def test_the_machine_sees_a_merge_that_loses(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, function: str, weak: Callable[..., object]
) -> None:
    """Where the last writer wins, or a sentence goes by two names, a machine fails."""
    monkeypatch.setattr(module, function, weak)
    with pytest.raises((AssertionError, StoreError)):
        run(40, 30, 6)

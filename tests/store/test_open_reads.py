"""No read outlives the method that made it: an open one keeps the log from being folded in, as long as a screen stands idle."""

from __future__ import annotations

import inspect
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from newsroom import NOW, article, document, imported, review

from reviewer.core.finding import Acceptance, Dismissal, Extent, Finding, Level
from reviewer.core.sample import Part, Stratum, stratum_id
from reviewer.store import KeptFinding, Store

ROW = 1


def drawn(uid: str) -> Part:
    """The segment `uid`, out of no more than itself."""
    identity = stratum_id("drawn", "segments", 1, "all", (uid,))
    return Part(Stratum(identity, "drawn", "segments", 1, "all", (uid,)), (uid,))


def dismissal(uid: str) -> Dismissal:
    """Of something that was found in the segment `uid`."""
    return Dismissal(Extent.HERE, "made-up", "0" * 64, uid, "flew", "“flew” is odd", "desk1", NOW)


FOUND = KeptFinding(ROW, Finding("made-up", Level.WARNING, "“flew” is odd", (13, 17), "flew"), "surface", "0" * 64)
CALLS: dict[str, Callable[[Store], object]] = {
    "add_document": lambda store: store.add_document(document(article(["New."])), path="/n.txt", importer="desk1", at=NOW),
    "known_document": lambda store: store.known_document("0" * 64),
    "origin": lambda store: store.origin(1),
    "articles": lambda store: store.articles(),
    "data_version": lambda store: store.data_version(),
    "article": lambda store: store.article(1),
    "target_languages": lambda store: store.target_languages(),
    "last_said": lambda store: store.last_said(),
    "find_articles": lambda store: store.find_articles("1"),
    "places": lambda store: store.places(1),
    "place": lambda store: store.place(ROW),
    "row_of": lambda store: store.row_of(1, store.place(ROW).uid),
    "places_at": lambda store: store.places_at([ROW]),
    "place_rows": lambda store: store.place_rows(store.view(None)),
    "view": lambda store: store.view([1], search="Kyiv"),
    "page": lambda store: store.page([ROW]),
    "next_open": lambda store: store.next_open(1, 1),
    "counts": lambda store: store.counts(),
    "neighbours": lambda store: store.neighbours(1, 1),
    "search": lambda store: store.search(None, "minister"),
    "index_corrections": lambda store: store.index_corrections(),
    "references": lambda store: store.references(store.place(ROW).uid),
    "save": lambda store: store.save([review(store.place(3), correction="Anew.")]),
    "heads": lambda store: store.heads(store.place(ROW).uid),
    "reviews": lambda store: store.reviews(store.place(ROW).uid),
    "checks": lambda store: store.checks("desk1", "week 9"),
    "every_review": lambda store: store.every_review(),
    "editors": lambda store: store.editors(),
    "review": lambda store: store.review(store.place(ROW).heads[0].id),
    "has_review": lambda store: store.has_review("none"),
    "action": lambda store: store.action("none"),
    "history": lambda store: store.history(1, "desk1"),
    "reviewed_pairs": lambda store: store.reviewed_pairs(),
    "decided": lambda store: store.decided(),
    "reviewed_in": lambda store: store.reviewed_in(store.view(None)),
    "with_joins": lambda store: store.with_joins(store.view(None)),
    "last_seq": lambda store: store.last_seq(),
    "touched": lambda store: store.touched(0, 9),
    "reviewed_around": lambda store: store.reviewed_around([store.place(ROW).uid]),
    "statistics": lambda store: store.statistics("c", [b"p"]),
    "keep_statistics": lambda store: store.keep_statistics({"c": {b"p": (1, 2)}}),
    "counters": lambda store: store.counters(),
    "statistics_as_kept": lambda store: store.statistics_as_kept("c", [b"p"]),
    "forget_statistics": lambda store: store.forget_statistics(),
    "dismiss": lambda store: store.dismiss([dismissal(store.place(ROW).uid)]),
    "dismissals": lambda store: store.dismissals(),
    "articles_with_dismissals": lambda store: store.articles_with_dismissals(),
    "recurring": lambda store: store.recurring(1),
    "windows": lambda store: store.windows(None, "standing", "c"),
    "stale_windows": lambda store: store.stale_windows(None, "standing", "c"),
    "keep_findings": lambda store: store.keep_findings([(store.windows([1], "machine", "c")[0], [FOUND])]),
    "findings_kept": lambda store: store.findings_kept(store.windows([1], "machine", "c")[0]),
    "findings_at": lambda store: store.findings_at(ROW),
    "marked_in_machine": lambda store: store.marked_in_machine(),
    "findings_of_machine": lambda store: store.findings_of_machine(),
    "keep_acceptances": lambda store: store.keep_acceptances("s", {"made-up": Acceptance(1)}),
    "acceptances": lambda store: store.acceptances("s"),
    "forget_findings": lambda store: store.forget_findings(),
    "set_fact": lambda store: store.set_fact(store.place(ROW).uid, "kind", "caption", "desk1", NOW),
    "sign_off": lambda store: store.sign_off(1, editor="desk1", at=NOW, text_digest="0" * 64),
    "sign_offs": lambda store: store.sign_offs(1),
    "add_sample": lambda store: store.add_sample("by hand", [store.place(ROW).uid]),
    "draw": lambda store: store.draw("drawn", [drawn(store.place(ROW).uid)], editor="desk1", at=NOW),
    "sample_names": lambda store: store.sample_names(),
    "sample": lambda store: store.sample("by hand"),
    "samples_of": lambda store: store.samples_of(store.place(ROW).uid),
    "articles_of_sample": lambda store: store.articles_of_sample("by hand"),
    "assign": lambda store: store.assign([1], "desk2", by="desk1", at=NOW),
    "rebuild": lambda store: store.rebuild(),
    "check": lambda store: store.check(),
    "check_premises": lambda store: store.check_premises(store.path, datetime(2026, 3, 1, tzinfo=UTC)),
    "merge": lambda store: store.merge([shutil.copy(store.path, store.path.with_name("theirs.db"))]),
    "back_up": lambda store: store.back_up(store.path.with_name("backup.db")),
}
"""What there is to call; what gives things one by one is called for the first of them only."""
OTHERS = {"open", "close", "snapshot", "salvage"}


def held_up(store: Store) -> bool:
    """Whether `store` is still reading: then another program cannot fold in the log and empty it."""
    other = sqlite3.connect(store.path, isolation_level=None, timeout=0)
    other.execute("UPDATE tally SET queries = queries")
    (busy, _, _) = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    other.close()
    return store._db.sqlite.in_transaction or bool(busy)


@pytest.fixture
def reviewed(store: Store) -> Store:
    """Two segments of an article are decided."""
    imported(store, article())
    store.save([review(store.place(1)), review(store.place(2), correction="Talks.")])
    return store


@pytest.mark.catalogue("B5")
def test_no_method_leaves_a_read_open(reviewed: Store) -> None:
    """Also where only the first of many things was asked for."""
    offenders, kept = [], []
    for name, call in CALLS.items():
        result = call(reviewed)
        if isinstance(result, Iterator):
            kept += [result, next(result)]
        if held_up(reviewed):
            offenders.append(name)

    assert offenders == []


def test_every_method_is_called() -> None:
    """One that is added to the store is added here."""
    public = {name for name, _ in inspect.getmembers(Store, callable) if not name.startswith("_")}

    assert public - OTHERS == set(CALLS)


@pytest.mark.parametrize("reading", ["transaction", "cursor"])
def test_a_read_that_is_left_open_is_seen(reviewed: Store, reading: str) -> None:
    """The test above can fail."""
    if reading == "transaction":
        with reviewed.snapshot():
            reviewed.counts()
            assert held_up(reviewed)
    else:
        rows = reviewed._db.sqlite.execute("SELECT * FROM place")
        rows.fetchone()
        assert held_up(reviewed)
        rows.close()

    assert not held_up(reviewed)


def test_the_log_is_folded_in_beside_an_idle_screen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that was read from and is left alone does not make the log grow."""
    monkeypatch.setattr("reviewer.store.connection.LONGEST_LOG", 100_000)
    with Store.open(path) as store, Store.open(path, readonly=True) as idle:
        imported(store, article())
        for turn in range(30):
            assert idle.places(1)
            next(idle.every_review(), None)
            store.save([review(store.place(1), correction=f"{turn} " * 500)])
        log = path.with_name(f"{path.name}-wal")

        assert log.stat().st_size < 300_000
        assert len(idle.reviews(idle.place(1).uid)) == 30

from __future__ import annotations

import hashlib
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from newsroom import article, imported

from reviewer.errors import StoreError
from reviewer.store import Store
from reviewer.store.statistics import _AT_ONCE

COUNTER = "BLEU|version:2.6.0|engine:1"


def pair(name: object) -> bytes:
    """A digest, as pairs are found by."""
    return hashlib.sha256(str(name).encode()).digest()


def test_rows_come_back_as_they_were(store: Store) -> None:
    """Whole numbers stay whole, others keep every bit."""
    row = (3, 0, 2**62, 7.1, 1 / 3)
    store.keep_statistics({COUNTER: {pair("a"): row}})
    (back,) = store.statistics(COUNTER, [pair("a")]).values()
    assert back == row
    assert list(map(type, back)) == [int, int, int, float, float]


def test_what_is_not_kept_is_not_found(store: Store) -> None:
    """Neither another pair, nor the same pair of another counter."""
    store.keep_statistics({COUNTER: {pair("a"): (1, 2)}, "TER": {pair("b"): (3, 4)}})
    assert store.statistics(COUNTER, [pair("b"), pair("c")]) == {}
    assert store.statistics("chrF2", [pair("a")]) == {}
    assert store.statistics(COUNTER, []) == {}


def test_what_is_kept_later_stands(store: Store) -> None:
    """Whoever counts the same keeps the same; a row that somebody else damaged is mended so."""
    store.keep_statistics({COUNTER: {pair("a"): (1, 2)}})
    store.keep_statistics({COUNTER: {pair("a"): (9, 9), pair("b"): (3, 4)}})
    assert store.statistics(COUNTER, [pair("a"), pair("b")]) == {pair("a"): (9, 9), pair("b"): (3, 4)}


@pytest.mark.parametrize("number", [_AT_ONCE, _AT_ONCE + 1, 2 * _AT_ONCE + 7])
def test_any_number_is_found_at_once(store: Store, number: int) -> None:
    """More than one query can ask for."""
    rows = {pair(index): (index,) for index in range(number)}
    store.keep_statistics({COUNTER: rows})
    assert store.statistics(COUNTER, list(rows)) == rows


def test_counters_are_listed_with_their_pairs(store: Store) -> None:
    """Each with how many; one that keeps none is not told."""
    store.keep_statistics({"TER": {pair("a"): (1,), pair("b"): (2,)}, COUNTER: {pair("a"): (3,)}, "CER": {}})
    assert store.counters() == {COUNTER: 1, "TER": 2}


def test_forgetting_drops_all_of_it(store: Store) -> None:
    """It is a cache: nothing else is touched, and it fills again."""
    imported(store, article())
    store.keep_statistics({COUNTER: {pair("a"): (1,)}, "TER": {pair("a"): (1,)}})
    assert store.forget_statistics() == 2
    assert (store.counters(), store.statistics(COUNTER, [pair("a")]), store.counts().total) == ({}, {}, 5)
    assert store.forget_statistics() == 0
    store.keep_statistics({COUNTER: {pair("a"): (2,)}})
    assert store.statistics(COUNTER, [pair("a")]) == {pair("a"): (2,)}


def test_rows_outlive_the_program(path: Path) -> None:
    """They are in the file."""
    with Store.open(path) as store:
        store.keep_statistics({COUNTER: {pair("a"): (1, 2.5)}})
    with Store.open(path, readonly=True) as store:
        assert store.statistics(COUNTER, [pair("a")]) == {pair("a"): (1, 2.5)}


def test_reading_only_keeps_nothing(path: Path) -> None:
    """Whoever opened it for reading is told."""
    Store.open(path).close()
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError, match="reading only"):
        store.keep_statistics({COUNTER: {pair("a"): (1,)}})


def test_a_row_can_be_read_as_it_is_written(store: Store) -> None:
    """Also one that is no numbers any more."""
    store.keep_statistics({COUNTER: {pair("a"): (1, 2.5), pair("b"): (1,)}})
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("UPDATE statistic SET numbers = '[1,' WHERE pair = ?", (pair("b"),))
    other.close()
    assert store.statistics_as_kept(COUNTER, [pair("a"), pair("b")]) == {pair("a"): "[1, 2.5]", pair("b"): "[1,"}


def test_a_database_from_before_statistics_keeps_its_reviews(path: Path) -> None:
    """Brought up to date, it has every review as it was, a copy beside, and room for statistics."""
    path.write_bytes(lzma.decompress((Path(__file__).parent / "schemas" / "1.db.xz").read_bytes()))
    with closing(sqlite3.connect(path)) as old:
        before = old.execute("SELECT id, digest FROM review ORDER BY seq").fetchall()
        assert old.execute("PRAGMA user_version").fetchone() == (1,)
    with Store.open(path) as store:
        assert [(review.id, review.digest) for review in store.every_review()] == before != []
        store.keep_statistics({COUNTER: {pair("a"): (1,)}})
        assert not any(checked.damage for checked in store.check())
    assert len(list(path.parent.glob("reviews.db.backup-v1-*.db"))) == 1

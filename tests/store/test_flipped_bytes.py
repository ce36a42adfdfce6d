"""Single bytes of reviews and segments that changed on the disk: `verify` notices every one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import pytest
from damage import Whole, database, flipped

from reviewer.errors import StoreError
from reviewer.store import Store
from reviewer.store.checking import Checked, check, held
from reviewer.store.connection import Connection

Look = Callable[[Connection], Iterable[Checked]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A database with a bit of everything."""
    return database(tmp_path_factory.mktemp("whole"))


def noticed(path: Path, whole: Whole, flips: int, look: Look) -> int:
    """Flips one byte at a time within the fields of reviews and segments; how many of the flips were noticed."""
    chance = Random(flips)
    rows = [*whole.reviews.values(), *whole.segments.values()]
    number = 0
    for _ in range(flips):
        path.write_bytes(flipped(whole.data, chance.randrange(*chance.choice(chance.choice(rows))), chance))
        try:
            with Store.open(path, readonly=True) as store:
                number += any(checked.damage for checked in look(store._db))
        except StoreError:
            number += 1
    return number


@pytest.mark.catalogue("C5")
@pytest.mark.parametrize("flips", [20, pytest.param(400, marks=pytest.mark.long)])
def test_every_flipped_byte_of_a_review_or_segment_is_noticed(path: Path, whole: Whole, flips: int) -> None:
    """Whatever field it is in, also where the text is no text any more."""
    number = noticed(path, whole, flips, check)
    print(f"\n{flips} bytes flipped in fields of reviews and segments, {number} noticed")
    assert number == flips


def test_an_undamaged_database_is_undamaged(path: Path, whole: Whole) -> None:
    """What notices everything notices nothing here."""
    path.write_bytes(whole.data)
    with Store.open(path, readonly=True) as store:
        assert not [checked for checked in check(store._db) if checked.damage]


def test_the_harness_sees_what_is_not_noticed(path: Path, whole: Whole) -> None:
    """SQLite alone, without the digests, lets most of them pass."""

    def by_sqlite_alone(db: Connection) -> Iterable[Checked]:
        said = ((said, said, "ok") for (said,) in db.all("PRAGMA integrity_check"))
        return [held("pages", "", said)]

    assert noticed(path, whole, 20, by_sqlite_alone) < 15

"""What editors said is wrong: kept once, put together as a set, and taken back by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import NOW, article, edited, imported

from reviewer.core.finding import Dismissal, Dismissals, Extent, Finding, Level
from reviewer.errors import NotADatabaseError, StoreError
from reviewer.store import Store

FINDING = Finding("made-up", Level.WARNING, "“flew” is odd", (13, 17), "flew")


@pytest.fixture
def store(path: Path, new_database: bytes) -> Iterator[Store]:
    """An empty database."""
    path.write_bytes(new_database)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    """One article."""
    imported(store, article())
    return store


@pytest.fixture
def other(tmp_path: Path, new_database: bytes) -> Iterator[Store]:
    """Somebody else's database with the same article."""
    (tmp_path / "other.db").write_bytes(new_database)
    with Store.open(tmp_path / "other.db") as opened:
        imported(opened, article())
        yield opened


def dismissal(store: Store, extent: Extent = Extent.HERE, **said: str) -> Dismissal:
    """Of the finding in the first segment."""
    place = store.place(1)
    about = {
        Extent.HERE: FINDING.digest(place.machine, place.machine),
        Extent.ARTICLE: store.article(1).uid,
        Extent.ALWAYS: FINDING.text,
    }
    made = Dismissal(extent, FINDING.check, about[extent], place.uid, FINDING.text, FINDING.message, "desk1", NOW)
    return replace(made, **said)


def holding(store: Store) -> Dismissal | None:
    """By which dismissal the finding is dismissed."""
    machine = store.place(1).machine
    return Dismissals(store.dismissals()).of(FINDING, store.article(1).uid, machine, machine)


@pytest.mark.parametrize("extent", Extent)
def test_it_comes_back_as_it_was_said(filled: Store, extent: Extent) -> None:
    """Field for field, and it holds."""
    said = dismissal(filled, extent)
    filled.dismiss([said])
    assert filled.dismissals() == (said,)
    assert holding(filled) == said


def test_saying_it_twice_is_saying_it_once(filled: Store) -> None:
    """Another time, or another editor, is another dismissal."""
    said = dismissal(filled)
    filled.dismiss([said, said])
    filled.dismiss([said, replace(said, editor="desk2")])
    assert [each.editor for each in filled.dismissals()] == ["desk1", "desk2"]


def test_what_is_taken_back_holds_no_more(filled: Store) -> None:
    """Nor does what takes it back dismiss anything; said anew, it holds again."""
    said = dismissal(filled)
    filled.dismiss([said, replace(said, at="2026-03-02T09:30:00.000Z", withdraws=said.id)])
    assert holding(filled) is None
    again = replace(said, at="2026-03-03T09:30:00.000Z")
    filled.dismiss([again])
    assert holding(filled) == again


def test_of_what_is_not_here_nothing_is_said(filled: Store) -> None:
    """A segment that is not known is refused, and what was said with it."""
    with pytest.raises(StoreError, match="no segment nowhere; import it first"):
        filled.dismiss([dismissal(filled), dismissal(filled, segment="nowhere")])
    assert filled.dismissals() == ()


def test_databases_that_meet_have_all_of_them(filled: Store, other: Store) -> None:
    """What one took back is taken back in both, whoever comes first, and bringing it again brings nothing."""
    said = dismissal(filled)
    filled.dismiss([said, dismissal(filled, Extent.ALWAYS)])
    other.dismiss([said, replace(said, editor="desk2", withdraws=said.id)])

    (brought,) = filled.merge([other.path]).brought
    other.merge([filled.path])

    assert (brought.new["dismissal"], brought.known["dismissal"]) == (1, 1)
    assert set(filled.dismissals()) == set(other.dismissals())
    assert len(filled.dismissals()) == 3
    assert filled.merge([other.path]).brought[0].new["dismissal"] == 0


def test_one_of_a_sentence_with_another_name_comes_too(filled: Store, tmp_path: Path) -> None:
    """As where they had only a later version of the story."""
    second = edited(article(), 4, machine="Observers were surprised.")
    imported(filled, second)
    with Store.open(tmp_path / "later.db") as later:
        imported(later, second)
        assert later.place(1).uid != filled.place(1).uid
        later.dismiss([dismissal(later)])
        filled.merge([later.path])
    assert len(filled.dismissals()) == 1
    assert holding(filled) is not None


@pytest.mark.parametrize(
    "change", ["UPDATE dismissal SET text = 'fled'", "UPDATE dismissal SET extent = 'always'", "UPDATE dismissal SET id = 'x'"]
)
def test_one_that_is_not_what_it_says_is_not_brought(filled: Store, other: Store, change: str) -> None:
    """Its id is made of all of it."""
    other.dismiss([dismissal(other)])
    other._db.run("DROP TRIGGER dismissal_no_update")
    other._db.run(change)
    sealed = other._db.value("SELECT sql FROM sqlite_schema WHERE name = 'fact_no_update'").replace("fact", "dismissal")
    other._db.run(sealed)
    with pytest.raises(NotADatabaseError, match="dismissals: of made-up, 2026"):
        filled.merge([other.path])
    assert filled.dismissals() == ()


def test_one_of_nothing_is_not_brought(filled: Store, other: Store) -> None:
    """A segment that neither database has."""
    odd = dismissal(other, segment="0" * 64)
    row = (odd.id, odd.extent, odd.check, odd.about, odd.segment, odd.text, odd.message, odd.editor, odd.at, "")
    other._db.run("INSERT INTO dismissal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    with pytest.raises(NotADatabaseError, match="is of nothing that is here"):
        filled.merge([other.path])
    assert filled.dismissals() == ()

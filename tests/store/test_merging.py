"""Two databases that met: what is there afterwards, and under which names."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from newsroom import NOW, SENTENCES, article, document, edited, imported, review

from reviewer.core.article import Article
from reviewer.core.finding import Dismissal, Extent
from reviewer.core.review import Purpose, Status, Verdict
from reviewer.errors import StoreError
from reviewer.store import Store, names
from reviewer.store.reviews import insert
from reviewer.workflow import sampling
from tests.building import derived

FIRST = article(title="Monday")
SECOND = edited(article(title="Tuesday"), 4, machine="Observers were surprised.")
"""A version of the first."""


@pytest.fixture
def store(path: Path, new_database: bytes) -> Iterator[Store]:
    """An empty database."""
    path.write_bytes(new_database)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path, new_database: bytes) -> Iterator[Store]:
    """Somebody else's database."""
    (tmp_path / "other.db").write_bytes(new_database)
    with Store.open(tmp_path / "other.db") as opened:
        yield opened


@pytest.fixture
def both(store: Store, other: Store) -> tuple[Store, Store]:
    """The same article in two databases."""
    imported(store, FIRST)
    imported(other, FIRST)
    return store, other


def standing(store: Store, title: str = "Monday") -> list[tuple[str, set[str]]]:
    """Where each segment of an article stands, and whose decisions stand there."""
    (number,) = store.find_articles(title)
    return [(place.status.value, {head.editor for head in place.heads}) for place in store.places(number)]


def check(*stores: Store) -> None:
    """What is derived is what comes of deriving it anew, and nothing is damaged."""
    for store in stores:
        before = derived(store)
        store.rebuild()
        assert derived(store) == before
        assert [damage for checked in store.check() for damage in checked.damage] == []


def dump(path: Path) -> list[str]:
    """All that is in a database, in words."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_what_is_missing_comes(store: Store, other: Store) -> None:
    """Articles with their places and their origin, and everything that was said and decided there."""
    imported(other, FIRST)
    place = other.place(1)
    other.save([review(place, correction="The minister flew.", note="? when")])
    other.set_fact(place.uid, "kind", "headline", "desk2", NOW)
    other.sign_off(1, editor="desk2", at=NOW, text_digest="0" * 64)
    other.assign([1], "desk2", by="lead", at=NOW)
    other.dismiss([Dismissal(Extent.ARTICLE, "made-up", other.article(1).uid, place.uid, "flew", "is odd", "desk2", NOW)])
    sampling.draw(other, [], "week", 2, editor="lead", at=NOW)

    merged = store.merge([other.path])

    (brought,) = merged.brought
    assert brought.new == {
        "segment": 5,
        "document": 1,
        "article": 1,
        "review": 1,
        "fact": 1,
        "signoff": 1,
        "sample_stratum": 1,
        "sample_draw": 1,
        "assignment": 1,
        "dismissal": 1,
    }
    assert (store.article(1), store.places(1), store.sample("week")) == (other.article(1), other.places(1), other.sample("week"))
    assert store.origin(1) == other.origin(1)
    assert list(store.view(None, (), "Kyiv").rows) == [1]
    assert merged.backup is not None
    assert merged.backup.exists()
    check(store, other)


def test_those_who_decide_otherwise_are_in_conflict(both: tuple[Store, Store]) -> None:
    """Both decisions stand, and whoever settles it answers both."""
    store, other = both
    store.save([review(store.place(1), correction="Mine."), review(store.place(2))])
    other.save([review(other.place(1), correction="Theirs.", editor="desk2"), review(other.place(2), editor="desk2")])

    (brought,) = store.merge([other.path]).brought

    assert brought.conflicts == 1
    assert standing(store)[:2] == [("conflict", {"desk1", "desk2"}), ("accepted", {"desk1", "desk2"})]
    store.save([review(store.place(1), correction="Ours.")])
    other.merge([store.path])
    assert standing(other) == standing(store)
    assert other.place(1).status is Status.CORRECTED
    check(store, other)


@pytest.mark.catalogue("E1")
def test_a_copy_that_went_its_own_way_is_the_normal_case(store: Store, tmp_path: Path) -> None:
    """It has the same id, and brings what was decided in it."""
    imported(store, FIRST)
    shutil.copy(store.back_up(tmp_path / "copied.db").path, tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        copy.save([review(copy.place(3), correction="Nobody spoke.")])
        assert copy.db_id == store.db_id
        assert store.merge([copy.path]).brought[0].new["review"] == 1
        assert store.merge([copy.path, copy.path]).brought[1].new["review"] == 0


def test_a_dry_run_says_the_same_and_writes_nothing(both: tuple[Store, Store]) -> None:
    """Neither into the database nor beside it."""
    store, other = both
    other.save([review(other.place(1), correction="Theirs.")])
    before = dump(store.path)

    would = store.merge([other.path], dry_run=True)

    assert dump(store.path) == before
    assert would.backup is None
    assert list(store.path.parent.glob("*backup*")) == []
    assert store.merge([other.path]).brought == would.brought


# Names


def test_one_article_by_two_names_is_one(store: Store, other: Store) -> None:
    """Whose first version came first gave the names; the decisions of both stand on the same sentences in both."""
    for database, order in ((store, (FIRST, SECOND)), (other, (SECOND, FIRST))):
        for version in order:
            imported(database, version, path=f"/desk/{version.title}.txt")
    store.save([review(store.place(1), correction="Mine.")])
    other.save([review(*other.places(1, 2, 2), correction="Theirs, joined.", editor="desk2")])
    other.set_fact(other.place(4).uid, "kind", "caption", "desk2", NOW)

    store.merge([other.path])
    other.merge([store.path])

    for title in ("Monday", "Tuesday"):
        assert standing(store, title) == standing(other, title)
        assert standing(store, title)[:3] == [("corrected", {"desk1"}), ("corrected", {"desk2"}), ("corrected", {"desk2"})]
    assert [place.kind for place in store.places(1)] == [place.kind for place in store.places(2)]
    (joined,) = store.place(2).heads
    assert joined.covers == tuple(place.uid for place in store.places(1, 2, 2))
    assert store.reviews(other.place(2).uid) == store.reviews(store.place(2).uid) == (joined,)
    check(store, other)


def test_two_sentences_that_were_one_elsewhere_become_one(store: Store, other: Store, tmp_path: Path) -> None:
    """Versions that came apart are one story from when a database is met that knew both; what stood on either stands on both."""
    imported(store, FIRST, path="/desk/a.txt")
    imported(other, edited(SECOND, 0, references=("He flew.",)), path="/desk/b.txt")
    store.save([review(store.place(1), correction="Mine."), review(store.place(3))])
    other.save([review(other.place(1), correction="Theirs.", editor="desk2")])
    other.save([review(*other.places(1, 3, 2), correction="Joined.", editor="desk2")])
    other.set_fact(other.place(2).uid, "kind", "caption", "desk2", NOW)
    other.add_sample("picked", [other.place(2).uid])
    sampling.draw(other, [], "week", 5, editor="lead", at=NOW)
    with Store.open(tmp_path / "third.db") as third:
        imported(third, FIRST, path="/desk/a.txt")
        imported(third, SECOND, path="/desk/b.txt")

        store.merge([other.path])
        assert standing(store, "Tuesday")[0] == ("corrected", {"desk2"})
        assert store.merge([third.path]).brought[0].conflicts == 2
        third.merge([other.path, store.path])
        other.merge([third.path])

        for database in (store, other, third):
            for title in ("Monday", "Tuesday"):
                assert standing(database, title)[:2] == [("conflict", {"desk1", "desk2"}), ("open", set())]
            for place in (database.place(database.article(number).first_row + 1) for number in (1, 2)):
                assert place.kind == "caption"
                assert {each["name"] for each in database.samples_of(place.uid)} == {"picked", "week"}
            assert database.references(database.place(1).uid)[0][1] == "He flew."
        check(store, other, third)


def test_a_sample_in_which_two_sentences_became_one_is_whole(store: Store, other: Store, tmp_path: Path) -> None:
    """Wherever it comes: as many names are in it as were drawn."""
    imported(store, FIRST, path="/desk/a.txt")
    imported(other, SECOND, path="/desk/b.txt")
    store.merge([other.path])
    sampling.draw(store, [], "week", 10, editor="lead", at=NOW)
    with Store.open(tmp_path / "third.db") as third, Store.open(tmp_path / "fourth.db") as fourth:
        imported(third, FIRST, path="/desk/a.txt")
        imported(third, SECOND, path="/desk/b.txt")
        store.merge([third.path])
        fourth.merge([store.path])
        third.merge([fourth.path])
        sample = third.sample("week")
        assert sample is not None
        assert len(sample.segments) == 6
        check(store, fourth, third)


def test_a_story_goes_on_under_either_name(store: Store, other: Store) -> None:
    """A version that is imported after two databases met keeps what was decided; so does one that comes once more."""
    for database, order in ((store, (FIRST, SECOND)), (other, (SECOND, FIRST))):
        for version in order:
            imported(database, version, path=f"/desk/{version.title}.txt")
    other.save([review(other.place(2), correction="Theirs.", editor="desk2")])
    store.merge([other.path])
    third = edited(edited(SECOND, 1, references=("Until dawn.",)), 0, correction="He flew.")
    for version in (replace(third, title="Once more"), replace(edited(third, 3, machine="No more."), title="Wednesday")):
        imported(store, version, path=f"/desk/{version.title}.txt")
    assert store.place(2).heads[0].correction == "Theirs."
    assert store.references(store.place(2).uid) == (("Once more.txt", "Until dawn."),)
    assert standing(store, "Wednesday")[:2] == standing(store)[:2] == [("corrected", {"desk1"}), ("corrected", {"desk2"})]
    check(store)


def test_a_draft_by_an_old_name_is_saved_where_it_belongs(store: Store, other: Store) -> None:
    """Whoever had the sentence on the screen while its names became one loses nothing."""
    imported(other, FIRST)
    imported(store, SECOND, path="/desk/b.txt")
    store.merge([other.path])
    old = review(store.place(6), correction="Typed before.")
    third = other.path.with_name("third.db")
    with Store.open(third) as database:
        imported(database, FIRST)
        imported(database, SECOND, path="/desk/b.txt")
    store.merge([third])
    assert store.place(6).uid != old.covers[0]
    store.save([old])
    assert [head.covers for head in store.place(6).heads] == [(store.place(6).uid,)]
    store.set_fact(old.covers[0], "kind", "credit", "desk1", NOW)
    assert store.place(1).kind == "credit"
    check(store)


def test_different_sentences_are_never_made_one(both: tuple[Store, Store]) -> None:
    """Whatever another database says."""
    store, _ = both
    with store._db.writing(), pytest.raises(StoreError, match="two different sentences"):
        names.unite(store._db, 1, 2)


@pytest.mark.catalogue("E12")
def test_articles_of_one_name_and_other_text_stay_apart(store: Store, other: Store) -> None:
    """A title names nothing, and neither does a path: the article is its text."""
    imported(store, FIRST)
    imported(other, article(reversed(SENTENCES), title="Monday"))
    store.merge([other.path])
    assert [row.title for row in store.articles()] == ["Monday", "Monday"]
    assert [place.machine for place in store.places(2)] == list(reversed(SENTENCES))


def test_a_file_that_was_read_otherwise_keeps_both_readings(store: Store, other: Store) -> None:
    """Two programs parted the same bytes into other sentences: each article knows the file that it is of."""
    halves: tuple[Article, ...] = (article(SENTENCES[:2], title="Ours"), article((" ".join(SENTENCES[:2]),), title="Theirs"))
    for database, made in zip((store, other), halves, strict=True):
        database.add_document(document(made), path="/desk/talks.txt", importer="desk1", at=NOW, reading_key="en")
    for _ in range(2):
        store.merge([other.path])
    assert [row.title for row in store.articles()] == ["Ours", "Theirs"]
    assert store.origin(1) == store.origin(2)
    assert store.known_document(store.origin(1).sha256, "en") == [1]


def test_two_designs_under_one_name_are_both_kept(store: Store, other: Store) -> None:
    """Nothing is estimated from such a sample, and nothing fails because of it."""
    for database, version, seed in ((store, FIRST, 1), (other, SECOND, 2)):
        imported(database, version)
        sampling.draw(database, [], "week", 3, seed=seed, editor="lead", at=NOW)
    store.merge([other.path])
    sample = store.sample("week")
    assert sample is not None
    assert sample.seeds == {1, 2}
    assert sampling.draw(store, [], "week", 3, editor="lead", at=NOW).added == 0
    check(store)


# Ancestry


def chained(store: Store, count: int = 3) -> list[Any]:
    """Reviews of one place that answer one another."""
    made = []
    for number in range(count):
        made.append(review(store.place(1), correction=f"{number}"))
        store.save(made[-1:])
    return made


def without(path: Path, review_id: str) -> None:
    """A database that never had a review, though others answer it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (seq,) = connection.execute("SELECT seq FROM review WHERE id = ?", (review_id,)).fetchone()
        for table, column in (("head", "review_seq"), ("review_cover", "review_seq"), ("review", "seq")):
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (seq,))
            if table != "head":
                connection.execute(
                    f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


@pytest.mark.catalogue("E4")
def test_a_missing_parent_is_healed_by_a_later_merge(both: tuple[Store, Store], tmp_path: Path) -> None:
    """Until it comes, what answers it stands; when it comes, it is replaced as it was."""
    store, other = both
    first, second, last = chained(other)
    gap = other.back_up(tmp_path / "gap.db").path
    without(gap, second.id)

    store.merge([gap])
    assert [head.id for head in store.place(1).heads] == [first.id, last.id]
    store.merge([other.path])
    assert [head.id for head in store.place(1).heads] == [last.id]
    check(store)


@pytest.mark.catalogue("E4")
def test_a_parent_that_two_have_in_common_is_healed(both: tuple[Store, Store], tmp_path: Path) -> None:
    """Whatever comes late is looked at once."""
    store, other = both
    joined = review(*other.places(1, 1, 2), correction="Joined.")
    other.save([joined])
    answers = [review(place, correction="Alone.", parents=(joined.id,)) for place in other.places(1, 1, 2)]
    other.save([review(*other.places(1, 1, 2), verdict=Verdict.REOPENED)])
    gap = other.back_up(tmp_path / "gap.db").path
    with Store.open(gap) as copy, copy._db.writing():
        insert(copy._db, [(answer, [number]) for number, answer in enumerate(answers, 1)])
    without(gap, joined.id)

    store.merge([gap])
    store.merge([other.path])
    assert [{head.correction for head in place.heads} for place in store.places(1, 1, 2)] == [{"Alone.", None}] * 2
    check(store)


def test_a_join_of_what_stands_apart_has_no_score(both: tuple[Store, Store]) -> None:
    """Its text stands, and nobody says how far it is from which machine text."""
    store, other = both
    other.save([review(other.place(1), other.place(3), correction="Joined.")])
    store.merge([other.path])
    assert standing(store)[:3] == [("corrected", {"desk1"}), ("open", set()), ("corrected", {"desk1"})]
    assert store._db.all("SELECT DISTINCT similarity FROM standing") == [(None,)]
    check(store)


def test_what_is_alone_stands_as_any_other(both: tuple[Store, Store]) -> None:
    """Whatever it says; where there are two, or what says nothing of the text, it is decided as ever."""
    store, other = both
    fields: tuple[dict[str, Any], ...] = (
        {"note": "? who"},
        {"note": "Good.", "correction": "Yes."},
        {"verdict": Verdict.CUT, "reason": "residue"},
        {"purpose": Purpose.CHECK},
        {"verdict": Verdict.REJECTED},
    )
    other.save([review(place, **said) for place, said in zip(other.places(1), fields, strict=True)])
    store.merge([other.path])
    assert [status for status, _ in standing(store)] == ["accepted", "corrected", "cut", "open", "rejected"]
    assert store.places(1) == other.places(1)
    check(store, other)


def test_what_does_not_add_up_is_not_merged(both: tuple[Store, Store]) -> None:
    """Something in our own database swallows what comes."""
    store, other = both
    other.set_fact(other.place(1).uid, "kind", "headline", "desk2", NOW)
    store._db.run("CREATE TRIGGER swallow BEFORE INSERT ON fact BEGIN SELECT RAISE(IGNORE); END")
    before = dump(store.path)
    with pytest.raises(StoreError, match="1 rows of fact were to come, not 0"):
        store.merge([other.path])
    assert dump(store.path) == before


# Killed


MERGING = """
import os, signal, sys
from pathlib import Path
from reviewer.store import Store
from reviewer.store.bringing import Bringing

def half(bringing, *_):
    bringing._db.run("COMMIT")
    os.kill(os.getpid(), signal.SIGKILL)

{}
with Store.open(Path(sys.argv[1])) as store:
    print("begins", flush=True)
    store.merge([Path(sys.argv[2])])
    print("done", flush=True)
"""


def killed(folder: Path, chance: random.Random, sabotage: str = "") -> str:
    """What is there after a merge of `theirs.db` into a copy of `before.db` that was killed at some moment."""
    ours = folder / "ours.db"
    for side in ("", "-wal", "-shm"):
        ours.with_name(f"ours.db{side}").unlink(missing_ok=True)
    shutil.copy(folder / "before.db", ours)
    command = [sys.executable, "-c", MERGING.format(sabotage), ours, folder / "theirs.db"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            said, _ = process.communicate(timeout=30 if sabotage else chance.uniform(0.0, 0.6))
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
    with Store.open(ours) as store:
        there = len(list(store.every_review())), len(store.sign_offs(1))
        found = {(0, 0): "nothing", (5, 1): "whole"}.get(there, "half")
        if found != "half":
            check(store)
    assert found == "whole" or "done" not in said
    return found


@pytest.fixture
def to_kill(both: tuple[Store, Store], tmp_path: Path) -> Path:
    """A folder with a database, and another one with decisions and a sign-off."""
    store, other = both
    other.save([review(place, correction="Theirs.") for place in other.places(1)])
    other.sign_off(1, editor="desk2", at=NOW, text_digest="0" * 64)
    other.back_up(tmp_path / "theirs.db")
    store.back_up(tmp_path / "before.db")
    return tmp_path


@pytest.mark.catalogue("E9")
@pytest.mark.parametrize("kills", [2, pytest.param(100, marks=pytest.mark.long)])
def test_a_killed_merge_is_whole_or_nothing(to_kill: Path, kills: int) -> None:
    """At whatever moment: all of it is there or none, nothing is damaged, and theirs is as it was, byte for byte."""
    chance = random.Random(3)
    before = (to_kill / "theirs.db").read_bytes()
    found = [killed(to_kill, chance) for _ in range(kills)]
    print(f"merges killed: {kills:,}", *(f"{what}: {found.count(what):,}" for what in ("nothing", "whole", "half")), sep=", ")
    assert "half" not in found
    assert (to_kill / "theirs.db").read_bytes() == before


def test_the_harness_sees_a_merge_by_halves(to_kill: Path) -> None:
    """Where reviews are durable before the rest is there, it says so."""
    assert killed(to_kill, random.Random(3), "Bringing._said = half") == "half"

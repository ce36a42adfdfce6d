"""What is whole in a damaged database comes out of it, and nothing else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from damage import PAGE, Extent, Whole, database, flipped

from reviewer.errors import OutputError, StoreError
from reviewer.store import Salvaged, Store
from reviewer.store.checking import check
from reviewer.workflow.verifying import salvage
from tests.desk import bring_in, decide


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A database with a bit of everything."""
    return database(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the new database is made."""
    return tmp_path / "out.db"


def salvaged(path: Path, data: bytes, out: Path) -> set[str]:
    """The ids of the reviews that come out of a file of these bytes, into an undamaged database, or are told to stay behind."""
    path.write_bytes(data)
    out.unlink(missing_ok=True)
    said = salvage(path, out)
    assert path.read_bytes() == data
    behind = [line for each in said for line in each.left if "(its sentence is not whole)" in line]
    return reviews_of(out) | {line.split()[3] for line in behind}


def reviews_of(out: Path) -> set[str]:
    """The ids of the reviews of an undamaged database."""
    with Store.open(out, readonly=True) as store:
        assert not [checked for checked in check(store._db) if checked.damage]
        return {review.id for review in store.every_review()}


def lost(path: Path, whole: Whole, data: bytes, out: Path, damaged: Extent) -> set[str]:
    """The reviews of which every byte is whole and that did not come out."""
    return whole.intact(damaged) - salvaged(path, data, out)


@pytest.mark.catalogue("C5")
@pytest.mark.parametrize("flips", [2, pytest.param(400, marks=pytest.mark.long)])
def test_of_a_file_with_a_flipped_byte_all_else_comes_out(path: Path, out: Path, whole: Whole, flips: int) -> None:
    """Wherever it is: in a row, in what leads to it, in the header, in the schema."""
    chance = Random(flips)
    number = 0
    for flip in range(flips):
        # Every other one is where a page says what is in it.
        at = chance.randrange(len(whole.data))
        at = at if flip % 2 else at // PAGE * PAGE + chance.randrange(16)
        number += len(lost(path, whole, flipped(whole.data, at, chance), out, (at, at + 1)))
    print(f"\n{flips} files with a flipped byte, {number} whole reviews did not come out")
    assert number == 0


@pytest.mark.catalogue("C5")
@pytest.mark.parametrize("pages", [2, pytest.param(10_000, marks=pytest.mark.long)])
def test_of_a_file_with_a_zeroed_page_all_else_comes_out(path: Path, out: Path, whole: Whole, pages: int) -> None:
    """Also where the page is one that leads to all others, or the schema."""
    numbers = list(range(len(whole.data) // PAGE))
    wanted = [0, *Random(4).sample(numbers, min(pages, len(numbers)) - 1)]
    number = 0
    for page in wanted:
        start = page * PAGE
        data = whole.data[:start] + bytes(PAGE) + whole.data[start + PAGE :]
        number += len(lost(path, whole, data, out, (start, start + PAGE)))
    print(f"\n{len(wanted)} files with a zeroed page, {number} whole reviews did not come out")
    assert number == 0


@pytest.mark.catalogue("C5")
@pytest.mark.parametrize("cuts", [1, pytest.param(40, marks=pytest.mark.long)])
def test_of_a_truncated_file_what_is_there_comes_out(path: Path, out: Path, whole: Whole, cuts: int) -> None:
    """As after a copy that was broken off."""
    chance = Random(7)
    first = min(extents[0][0] for extents in whole.reviews.values()) // PAGE * PAGE + PAGE
    number = 0
    for _ in range(cuts):
        at = chance.randrange(first, len(whole.data))
        number += len(lost(path, whole, whole.data[:at], out, (at, len(whole.data))))
    print(f"\n{cuts} truncated files, {number} whole reviews did not come out")
    assert number == 0


def test_the_harness_sees_a_review_that_does_not_come_out(path: Path, out: Path, whole: Whole) -> None:
    """Of a file with a zeroed page that leads to others SQLite reads nothing more, and the harness counts what that loses."""
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.deserialize(whole.data[:18] + b"\x01\x01" + whole.data[20:])
        (page,) = memory.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'review'").fetchone()
    start = (page - 1) * PAGE
    data = whole.data[:start] + bytes(PAGE) + whole.data[start + PAGE :]
    path.write_bytes(data)
    with closing(sqlite3.connect(path)) as other, suppress(sqlite3.DatabaseError):
        for row in other.execute("SELECT * FROM review"):
            raise AssertionError(f"{row} was not to be read")
    assert whole.intact((start, start + PAGE)) == set(whole.reviews)
    assert salvaged(path, data, out) == set(whole.reviews)


def test_of_an_undamaged_file_everything_comes_out(path: Path, out: Path, whole: Whole) -> None:
    """The same rows in every table, under the same name."""
    path.write_bytes(whole.data)
    told = salvage(path, out)
    assert [line for each in told for line in each.left] == []
    with Store.open(path, readonly=True) as before, Store.open(out, readonly=True) as after:
        assert after.db_id == before.db_id
        for table in ("document", "article", "segment", "place", "reference", "review", "review_cover", "fact", "signoff",
                      "sample", "sample_stratum", "sample_drawn", "sample_draw", "assignment", "dismissal", "origin",
                      "standing", "head", "open_place", "tally"):  # fmt: skip
            rows = [sorted(map(repr, store._db.all(f"SELECT * FROM {table}"))) for store in (before, after)]
            assert rows[0] == rows[1], table
    counts = {each.what: each.count for each in told}
    assert (counts["reviews"], counts["segments"], counts["members of samples"]) == (len(whole.reviews), 60, 20)


def test_an_article_that_is_not_whole_is_read_anew(path: Path, out: Path, whole: Whole) -> None:
    """From its document, under its own name; it is said."""
    start = next(iter(whole.segments.values()))[0][0]
    path.write_bytes(whole.data[: start + 70] + b"X" + whole.data[start + 71 :])
    told = {each.what: each for each in salvage(path, out)}
    assert told["articles"].left == ("article 1: read anew from its document",)
    with Store.open(out, readonly=True) as store:
        assert store.places(1)[0].machine == "Sentence number 0 was about the price of gräin in the town."
        assert len(store.sign_offs(1)) == 1
    assert reviews_of(out) == set(whole.reviews)


def test_without_its_document_it_is_a_version_without_the_lost(path: Path, out: Path, whole: Whole) -> None:
    """The others keep their names and reviews; the review of the lost one stays behind, and all of it is said."""
    start = next(iter(whole.segments.values()))[0][0]
    path.write_bytes(whole.data[: start + 70] + b"X" + whole.data[start + 71 :])
    told = {each.what: each for each in Store.salvage(path, out)}
    assert told["articles"].left == ("article 1: a version of it without 1 of its 60 segments: 1 lost or damaged",)
    assert told["segments"].left == ("1 damaged, or of articles that are not whole",)
    assert told["sign-offs"].left == ("1 of what is not whole",)
    with Store.open(out, readonly=True) as store:
        assert len(store.places(1)) == 59
        assert store.places(1)[0].status == "corrected"
    (behind,) = told["reviews"].left
    assert "of article 1 “story”, position 1, corrected by desk2, " in behind
    assert behind.endswith(": “Sentence 1 was about prices. Grain. ” (its sentence is not whole)")
    assert len(reviews_of(out)) == len(whole.reviews) - 1


@pytest.mark.parametrize("how", ["into", "from", "import"])
def test_what_came_out_can_be_completed(path: Path, out: Path, tmp_path: Path, whole: Whole, how: str) -> None:
    """By a merge in either direction, and by importing the original again; no damaged text comes along."""
    start = next(iter(whole.segments.values()))[0][0]
    path.write_bytes(whole.data[: start + 70] + b"X" + whole.data[start + 71 :])
    Store.salvage(path, out)
    path.write_bytes(whole.data)
    if how == "import":
        (tmp_path / "story.csv").write_text("machine\n" + "".join(f"{text}\n" for text in sentences(path)))
        bring_in(out, tmp_path / "story.csv")
        # Nobody reviews the lost sentence by importing it.
        expected = len(whole.reviews) - 1
    else:
        one, other = (out, path) if how == "into" else (path, out)
        with Store.open(one) as store:
            store.merge([other])
        out = one
        expected = len(whole.reviews)
    assert len(reviews_of(out)) == expected
    with Store.open(out, readonly=True) as store:
        articles = [[place.machine for place in store.places(article.number)] for article in store.articles()]
    assert sorted(map(len, articles)) == [59, 60]
    assert {text for article in articles for text in article} == set(sentences(path))


def sentences(path: Path) -> list[str]:
    """The first article, sentence by sentence."""
    with Store.open(path, readonly=True) as store:
        return [place.machine for place in store.places(1)]


def test_what_was_not_folded_in_comes_out_too(path: Path, out: Path, whole: Whole) -> None:
    """The log beside a damaged file is read as far as it was committed."""
    path.write_bytes(whole.data)
    with Store.open(path) as holder:
        last = decide(path, 50, "corrected", "In the log alone.").id
        holder.counts()
        torn = path.with_name("torn.db")
        shutil.copyfile(path, torn)
        shutil.copyfile(f"{path}-wal", f"{torn}-wal")
    with Path(f"{torn}-wal").open("ab") as log:
        log.write(b"\x00" * 3000)
    torn.write_bytes(b"\x00" * 100 + torn.read_bytes()[100:])
    salvage(torn, out)
    assert last in reviews_of(out)


def test_nothing_is_replaced_and_what_is_none_is_refused(path: Path, out: Path, tmp_path: Path, whole: Whole) -> None:
    """And nothing is left beside."""
    path.write_bytes(whole.data)
    out.write_bytes(b"precious")
    with pytest.raises(OutputError, match="is there already"):
        salvage(path, out)
    out.unlink()
    path.write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError, match="no article and no review in it is whole"):
        salvage(path, out)
    with pytest.raises(StoreError, match="no such file"):
        salvage(tmp_path / "missing.db", out)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_review_whose_digest_does_not_fit_stays_behind(path: Path, out: Path, whole: Whole) -> None:
    """And is told."""
    start = list(whole.reviews.values())[5][0][0]
    told: list[Salvaged] = []
    path.write_bytes(whole.data[: start + 40] + b"f" + whole.data[start + 41 :])
    told += salvage(path, out)
    ((behind,),) = [each.left for each in told if each.what == "reviews"]
    assert "of which the place is lost, corrected by desk2" in behind
    assert behind.endswith("(does not fit its digest)")
    assert len(reviews_of(out)) == len(whole.reviews) - 1


def test_a_page_that_comes_twice_is_taken_once(path: Path, out: Path, whole: Whole) -> None:
    """As one that was given back and still holds what stood there."""
    start = list(whole.reviews.values())[5][0][0] // PAGE * PAGE
    assert salvaged(path, whole.data + whole.data[start : start + PAGE], out) == set(whole.reviews)


def test_rows_that_are_nothing_of_ours_stay_behind(path: Path, out: Path, whole: Whole) -> None:
    """What cannot be held against its digest, a reference of another sentence, a member of a sample that is nowhere."""
    path.write_bytes(whole.data)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            other.execute(f"DROP TRIGGER {name}")
        other.execute("UPDATE review SET covers = '[' WHERE seq = 1")
        other.execute("UPDATE reference SET text = 'x' WHERE segment_id = 1")
        other.execute("INSERT INTO sample VALUES ('monday', 999)")
    told = {each.what: each for each in salvage(path, out)}
    (behind,) = told["reviews"].left
    assert "of no sentence that is known, corrected by desk2" in behind
    assert told["references"].left == ("1 that does not fit what it is of",)
    assert told["members of samples"].count == 20


def test_where_nothing_can_be_written_nothing_is_made(path: Path, tmp_path: Path, whole: Whole) -> None:
    """In one line that says where."""
    path.write_bytes(whole.data)
    with pytest.raises(StoreError, match=r"nowhere/.*: No such file or directory; nothing was written"):
        salvage(path, tmp_path / "nowhere" / "out.db")

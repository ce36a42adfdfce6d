"""Databases that are not what they look like: each is refused in one line, and neither it nor ours is changed."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

import pytest
from newsroom import NOW, SENTENCES, article, imported, review

from reviewer.core.review import Effort
from reviewer.errors import StoreError
from reviewer.store import Store, foreign, opening, schema, standing, vetting
from reviewer.store.facts import id_of
from reviewer.store.reviews import insert

STORY = article()


@pytest.fixture(scope="module")
def their_file(tmp_path_factory: pytest.TempPathFactory, new_database: bytes) -> bytes:
    """Their database as it is before anybody spoils it."""
    path = tmp_path_factory.mktemp("theirs") / "theirs.db"
    path.write_bytes(new_database)
    with Store.open(path) as other:
        imported(other, STORY)
        for correction in ("He flew.", "She flew."):
            other.save([review(other.place(1), correction=correction)])
        other.save([review(*other.places(1, 3, 2), correction="Joined.")])
        other.set_fact(other.place(1).uid, "kind", "headline", "desk2", NOW)
    return path.read_bytes()


@pytest.fixture
def theirs(tmp_path: Path, their_file: bytes) -> Path:
    """Another database with an article, reviews that follow one another, and something said; nobody has it open."""
    path = tmp_path / "theirs.db"
    path.write_bytes(their_file)
    return path


@pytest.fixture(scope="module")
def our_file(tmp_path_factory: pytest.TempPathFactory, new_database: bytes) -> bytes:
    """Our database, with the same article and a review."""
    path = tmp_path_factory.mktemp("ours") / "reviews.db"
    path.write_bytes(new_database)
    with Store.open(path) as store:
        imported(store, STORY)
        store.save([review(store.place(2))])
    return path.read_bytes()


@pytest.fixture
def ours(path: Path, our_file: bytes) -> Iterator[Store]:
    """Our database, open."""
    path.write_bytes(our_file)
    with Store.open(path) as store:
        yield store


@contextmanager
def unsealed(path: Path) -> Iterator[sqlite3.Connection]:
    """To change what may not be changed; its triggers are there again afterwards."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        sealed = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in sealed:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in sealed:
            connection.execute(sql)


def run(*statements: str) -> Callable[[Path], None]:
    """A database that somebody changed with SQL."""

    def spoil(path: Path) -> None:
        with unsealed(path) as connection:
            for statement in statements:
                connection.execute(statement)

    return spoil


def put(**fields: Any) -> Callable[[Path], None]:
    """A database with one more review, which has a good digest; a value that is a function is asked with the database."""

    def spoil(path: Path) -> None:
        with Store.open(path) as store:
            made = review(store.place(5), **{name: get(store) if callable(get) else get for name, get in fields.items()})
            with store._db.writing():
                insert(store._db, [(made, [store._db.value("SELECT id FROM segment WHERE uid = ?", (u,)) for u in made.covers])])

    return spoil


def circle(path: Path) -> None:
    """A database in which two reviews answer each other, with good digests."""
    ids = [f"00000000-0000-7000-8000-00000000aaa{number}" for number in range(2)]
    for identity, parent in zip(ids, reversed(ids), strict=True):
        put(id=identity, parents=(parent,))(path)


def bytes_at(offset: int, value: bytes) -> Callable[[Path], None]:
    """A database with other bytes at one place."""

    def spoil(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(value)

    return spoil


def without_a_value(path: Path) -> None:
    """Something that was said has no value, as the schema forbids."""
    for before, after in (("value TEXT NOT NULL", "value TEXT"), ("value TEXT", "value TEXT NOT NULL")):
        with unsealed(path) as connection:
            if after == "value TEXT NOT NULL":
                connection.execute("UPDATE fact SET value = NULL")
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(f"UPDATE sqlite_schema SET sql = replace(sql, '{before}', '{after}') WHERE name = 'fact'")


def made_anew(pragma: str) -> Callable[[Path], None]:
    """The same tables in a file of another build."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as old:
            entries = old.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' ORDER BY rowid"
            ).fetchall()
            version = len(schema.STEPS)
        path.unlink()
        with closing(sqlite3.connect(path, isolation_level=None)) as new:
            new.execute(pragma)
            for (sql,) in entries:
                new.execute(sql)
            new.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            new.execute(f"PRAGMA user_version = {version}")
            new.execute("INSERT INTO meta VALUES ('db_id', 'anew')")

    return spoil


def moved(path: Path) -> None:
    """A table becomes a view on it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute("ALTER TABLE fact RENAME TO hidden")
        connection.execute("CREATE VIEW fact AS SELECT * FROM hidden")


def odd_place(path: Path) -> None:
    """An article that we do not have is a poem."""
    with Store.open(path) as store:
        imported(store, article(SENTENCES[:2]), path="/desk/poem.txt")
    run("UPDATE place SET kind = 'poem' WHERE article_id = 2")(path)


def as_folder(path: Path) -> None:
    """There is a folder of that name."""
    path.unlink()
    path.mkdir()


def as_pipe(path: Path) -> None:
    """There is a pipe of that name, from which nobody ever reads."""
    path.unlink()
    os.mkfifo(path)


LIE = (
    "INSERT INTO segment_alias SELECT uid, 2 FROM segment WHERE id = 1",
    "UPDATE place SET segment_id = 2 WHERE segment_id = 1",
)
CHAIN = tuple(f"INSERT INTO segment_alias SELECT uid, {segment + 1} FROM segment WHERE id = {segment}" for segment in (1, 2))
SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "an origin of no article": (run("UPDATE origin SET article_id = 9"), "origin: row 1 names what is not in article"),
    "an alias of an alias": (run(*CHAIN), "segments: .* is another name of what is none itself"),
    "covers that are written otherwise": (run("UPDATE review SET covers = covers || ' '"), "covers: review"),
    "parents that are written otherwise": (run("UPDATE review SET parents = parents || ' '"), "reviews: .* its digest"),
    "a view": (moved, "its .* is not as reviewer makes it"),
    "one more trigger": (
        run("CREATE TRIGGER more AFTER INSERT ON fact BEGIN SELECT 1; END"),
        "its trigger more is not as reviewer makes it",
    ),
    "a generated column": (run("ALTER TABLE fact ADD COLUMN more TEXT AS (hex(zeroblob(1000000000)))"), "its table fact is not"),
    "a virtual table": (run("CREATE VIRTUAL TABLE more USING fts5(text)"), "its table more"),
    "one table more": (run("CREATE TABLE more (id)"), "its table more is not"),
    "an index less": (run("DROP INDEX fact_about"), "its index fact_about is not"),
    "hundreds of tables more": (run(*(f"CREATE TABLE more{n} (id)" for n in range(200))), "its table more"),
    "a review that was changed": (run("UPDATE review SET correction = 'Nobody flew.' WHERE seq = 1"), "reviews: .* its digest"),
    "a digest that was changed": (run(f"UPDATE review SET digest = '{'0' * 64}' WHERE seq = 1"), "reviews: .* its digest"),
    "a review that cannot be read": (run("UPDATE review SET errors = '7' WHERE seq = 1"), "reviews: .* cannot be read"),
    "a machine text that was changed": (run("UPDATE segment SET machine = 'Other.' WHERE id = 1"), "articles: article 1"),
    "a name that was changed": (run(f"UPDATE segment SET uid = '{'0' * 64}' WHERE id = 5"), "segments: .* position 5"),
    "a document that was changed": (run("UPDATE document SET data = x'00'"), "documents: document talks.txt"),
    "an article that was changed": (run("UPDATE article SET lead = '!'"), "articles: article 1"),
    "something said that was changed": (run("UPDATE fact SET value = 'credit'"), "facts: kind of"),
    "cover rows that were cut": (run("DELETE FROM review_cover WHERE ordinal = 1"), "covers: review"),
    "cover rows that were moved": (run("UPDATE review_cover SET segment_id = 5 WHERE review_seq = 1"), "covers: review"),
    "a segment that stands nowhere": (
        run(f"INSERT INTO segment VALUES (9, '{'0' * 64}', 'x', NULL, NULL, 1)"),
        "segments: 0+ stands in no article",
    ),
    "two sentences that are said to be one": (run(*LIE), "articles: article 1|segments"),
    "an alias that is a lie": (run(LIE[0]), "two different sentences were said to be one"),
    "a place of no kind": (odd_place, "places: article 2, position 1: no kind poem"),
    "a reading that is none": (run("UPDATE origin SET reading = '{}'"), "origins: cannot be read"),
    "a review that answers itself": (put(id="itself", parents=("itself",)), "review itself answers itself"),
    "reviews that answer each other": (circle, "answers itself by way of others"),
    "a review that answers one elsewhere": (
        put(parents=lambda store: (store.place(1).heads[0].id,)),
        "answers review .* of another segment",
    ),
    "a review of nothing": (put(covers=()), "reviews: .* its digest"),
    "seconds without an end": (put(effort=Effort(reading=float("inf"))), "reviews: .* its digest"),
    "errors that are none": (put(errors=("x",)), "reviews: .* its digest"),
    "a time that is none": (put(at="yesterday"), "reviews: .* cannot be read"),
    "a value that is none": (without_a_value, "damaged .NULL value in fact.value"),
    "UTF-16": (made_anew("PRAGMA encoding = 'UTF-16le'"), "not a database that reviewer made"),
    "another program's": (bytes_at(68, b"\0\0\0\1"), "a database of another program"),
    "no version": (run("PRAGMA user_version = 0"), "not a database that reviewer made"),
    "a newer version": (run("PRAGMA user_version = 99"), "made by a newer reviewer .* pip install --upgrade"),
    "a page of zeros": (bytes_at(3 * 4096, bytes(4096)), "damaged"),
    "half of the file": (lambda path: os.truncate(path, path.stat().st_size // 2), "damaged"),
    "text": (lambda path: path.write_text("no database") and None, "not a review database"),
    "nothing in it": (lambda path: path.write_bytes(b"") and None, "empty"),
    "a folder": (as_folder, "not a regular file"),
    "a pipe": (as_pipe, "not a regular file"),
    "no file": (lambda path: path.unlink(), "no such database"),
    "a link to itself": (lambda path: path.unlink() or path.symlink_to(path), "symlink|[Ll]oop|Too many|no such database"),
}


def dump(path: Path) -> list[str]:
    """All that is in a database, in words."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def files(folder: Path) -> dict[str, bytes]:
    """Everything that belongs to their database, byte for byte."""
    return {path.name: path.read_bytes() for path in folder.glob("theirs.db*") if path.is_file() and not path.is_fifo()}


@pytest.mark.catalogue("E2", "E3", "E4", "E5")
@pytest.mark.parametrize("what", SPOILT)
def test_it_is_refused(ours: Store, theirs: Path, what: str) -> None:
    """In one line that says what is wrong; ours is as it was, and so is theirs and what is beside it."""
    spoil, said = SPOILT[what]
    spoil(theirs)
    mine, others = dump(ours.path), files(theirs.parent)

    began = time.monotonic()
    with pytest.raises(StoreError, match=said) as refused:
        ours.merge([theirs])

    assert time.monotonic() - began < 10
    assert "\n" not in str(refused.value)
    assert dump(ours.path) == mine
    assert files(theirs.parent) == others


@pytest.mark.catalogue("E5")
@pytest.mark.parametrize("size", [512, 65536])
def test_another_build_of_sqlite_is_no_harm(ours: Store, theirs: Path, size: int) -> None:
    """Pages of another size, and vacuumed by itself: it is read as any other."""
    with Store.open(theirs) as other:
        before = {each.id for each in other.every_review()}
    with closing(sqlite3.connect(theirs, isolation_level=None)) as connection:
        for statement in ("journal_mode = DELETE", f"page_size = {size}", "auto_vacuum = FULL"):
            connection.execute(f"PRAGMA {statement}")
        connection.execute("VACUUM")
    assert before <= {each.id for each in ours.merge([theirs]) and ours.every_review()}


@pytest.mark.catalogue("E5")
def test_a_search_index_of_another_sqlite_is_not_read(ours: Store, theirs: Path) -> None:
    """Each version makes its tables otherwise; whatever is in theirs, ours finds every word of what came."""
    with Store.open(theirs) as other:
        imported(other, article(("Snow fell in Oslo.",)), path="/desk/snow.txt")
    run(
        "UPDATE segment_fts_data SET block = x'00'",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'BLOB', 'ANY') WHERE name GLOB '*_fts_*'",
    )(theirs)
    ours.merge([theirs])
    assert len(ours.view(None, (), "Oslo").rows) == 1
    assert [damage for checked in ours.check() for damage in checked.damage] == []


@pytest.mark.catalogue("E5")
@pytest.mark.parametrize(
    ("largest", "size"), [(100_000, 200_000), pytest.param(foreign.LARGEST, 100_000_000, marks=pytest.mark.long)]
)
def test_what_is_too_large_is_refused(
    ours: Store, theirs: Path, monkeypatch: pytest.MonkeyPatch, largest: int, size: int
) -> None:
    """Before it is in memory."""
    monkeypatch.setattr(foreign, "LARGEST", largest)
    run(f"UPDATE document SET data = zeroblob({size})")(theirs)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(StoreError, match="too big"):
        ours.merge([theirs])
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 80_000_000


@pytest.mark.catalogue("E5")
def test_what_takes_longer_than_its_size_explains_is_stopped(ours: Store, theirs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is that takes so long."""
    monkeypatch.setattr(foreign, "_PATIENCE", -100.0)
    monkeypatch.setattr(foreign, "_INSTRUCTIONS", 10)
    with pytest.raises(StoreError, match="interrupted"):
        ours.merge([theirs])


@pytest.mark.catalogue("E2")
def test_one_id_for_two_reviews_ends_the_merge(ours: Store, theirs: Path) -> None:
    """Of all files: nothing of any is there, and the id is named."""
    (mine,) = ours.place(2).heads
    put(id=mine.id, covers=mine.covers, correction="Another.")(theirs)
    good = theirs.with_name("good.db")
    with Store.open(good) as other:
        imported(other, STORY)
        other.save([review(other.place(4))])
    before = dump(ours.path)
    with pytest.raises(StoreError, match=f"its review {mine.id} is not the one that has this id here"):
        ours.merge([good, theirs])
    assert dump(ours.path) == before


@pytest.mark.catalogue("E3")
def test_what_is_said_of_no_kind_is_refused(ours: Store, theirs: Path) -> None:
    """Its id is made of what is said, and nobody here could show it."""
    for about, value, wrong in (("0" * 64, "headline", "of nothing that is here"), (None, "poem", "of no kind")):
        spoilt = theirs.with_name("spoilt.db")
        shutil.copy(theirs, spoilt)
        with unsealed(spoilt) as connection:
            about = about or connection.execute("SELECT uid FROM segment").fetchone()[0]
            said = (about, "kind", value, "desk2", NOW)
            connection.execute(
                "INSERT INTO fact (id, about, name, value, editor, at, replaces) VALUES (?, ?, ?, ?, ?, ?, '[]')",
                (id_of("fact", *said, []), *said),
            )
        with pytest.raises(StoreError, match=f"facts: .* is {wrong}"):
            ours.merge([spoilt])


@pytest.mark.catalogue("E6")
@pytest.mark.parametrize("way", ["itself", "a symbolic link", "a hard link"])
def test_a_database_is_not_merged_into_itself(ours: Store, theirs: Path, way: str) -> None:
    """By whatever name it comes."""
    theirs.unlink()
    if way == "itself":
        theirs = ours.path
    elif way == "a symbolic link":
        theirs.symlink_to(ours.path)
    else:
        theirs.hardlink_to(ours.path)
    with pytest.raises(StoreError, match="is the database that is merged into"):
        ours.merge([theirs])


@pytest.mark.catalogue("E14")
@pytest.mark.parametrize("editor", ["desk1", "\x1b]0;x\x07", "\u202enimda", "'; DROP TABLE review", "[red]x[/]", "x" * 10_000])
def test_a_name_is_only_a_name(ours: Store, theirs: Path, editor: str) -> None:
    """Of another person who is called the same, or of nobody at all: it comes as it is."""
    put(editor=editor)(theirs)
    ours.merge([theirs])
    assert {head.editor for head in ours.place(5).heads} == {editor}


# Read as it is


def with_log(theirs: Path) -> Path:
    """A copy of their database from the middle of somebody's work: the last reviews are in the log beside it."""
    copy = theirs.with_name("copy.db")
    with Store.open(theirs) as other:
        other.save([review(other.place(5), correction="In the log.")])
        for side in ("", "-wal", "-shm"):
            shutil.copy(theirs.with_name(f"theirs.db{side}"), copy.with_name(f"copy.db{side}"))
    return copy


@pytest.mark.catalogue("E7")
def test_what_its_editor_has_just_saved_comes_too(ours: Store, theirs: Path) -> None:
    """While they have it open; and they go on as if nothing had been."""
    with Store.open(theirs) as other:
        other.save([review(other.place(5), correction="In the log.")])
        before = files(theirs.parent)
        ours.merge([theirs])
        after = files(theirs.parent)
        assert ours.place(5).heads[0].correction == "In the log."
        assert {name: data for name, data in after.items() if not name.endswith("-shm")} == {
            name: data for name, data in before.items() if not name.endswith("-shm")
        }
        other.save([review(other.place(2))])


@pytest.mark.catalogue("E7", "E8")
@pytest.mark.parametrize("missing", ["", "-shm"])
def test_a_log_that_was_left_behind_is_read(ours: Store, theirs: Path, missing: str) -> None:
    """As after a crash, or where a folder was copied; nothing appears beside it."""
    copy = with_log(theirs)
    if missing:
        copy.with_name(f"copy.db{missing}").unlink()
    before = sorted(path.name for path in theirs.parent.glob("copy.db*"))
    ours.merge([copy])
    assert ours.place(5).heads[0].correction == "In the log."
    assert sorted(path.name for path in theirs.parent.glob("copy.db*")) == before


@pytest.mark.catalogue("E8")
def test_a_log_whose_index_cannot_be_used_is_read(ours: Store, theirs: Path) -> None:
    """As where the medium is read-only: here the index is a folder."""
    copy = with_log(theirs)
    copy.with_name("copy.db-shm").unlink()
    copy.with_name("copy.db-shm").mkdir()
    ours.merge([copy])
    assert ours.place(5).heads[0].correction == "In the log."


@pytest.mark.catalogue("E8")
def test_a_database_that_may_only_be_read_is_read(ours: Store, theirs: Path) -> None:
    """On a read-only medium there is nowhere to put a file beside it, and none is wanted."""
    names = sorted(path.name for path in theirs.parent.iterdir())
    theirs.chmod(0o400)
    theirs.parent.chmod(0o500)
    try:
        with foreign.opened(theirs, ours.path) as other, standing.touching(ours._db):
            vetting.check(ours._db, other)
            assert sorted(path.name for path in theirs.parent.iterdir()) == names
    finally:
        theirs.parent.chmod(0o700)


def test_a_disk_that_fails_is_no_damage() -> None:
    """SQLite says it as a finding of its check."""

    class Failing:
        def all(self, _: str) -> list[tuple[str]]:
            return [("*** in database main ***\nPage 3: unable to get the page. error code=266",)]

    with pytest.raises(StoreError, match=r"theirs\.db: its disk fails .* try again"):
        foreign._check_pages(cast(Any, Failing()), "review", "theirs.db")


def test_what_changed_while_it_was_read_is_not_taken(ours: Store, theirs: Path) -> None:
    """It is read without locks, so somebody looks afterwards."""
    with foreign.opened(theirs, ours.path) as other:
        with theirs.open("ab") as file:
            file.write(b"\0")
        with pytest.raises(StoreError, match="was written to while it was read"):
            other.check_unchanged()


@pytest.mark.parametrize("version", range(1, len(schema.STEPS)))
def test_an_older_database_is_read_from_a_copy(ours: Store, tmp_path: Path, version: int) -> None:
    """It is brought up to date there, and stays as old as it is."""
    old = tmp_path / "theirs.db"
    opening.opened(old, create=True, readonly=False, steps=schema.STEPS[:version]).close()
    before = files(tmp_path)
    assert ours.merge([old]).brought[0].new["article"] == 0
    assert files(tmp_path) == before


def test_a_copy_that_cannot_be_made_is_said_so(ours: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there is no room for it."""
    old = tmp_path / "theirs.db"
    opening.opened(old, create=True, readonly=False, steps=schema.STEPS[:1]).close()
    foreign._schema(1)
    monkeypatch.setattr(foreign, "TemporaryDirectory", lambda prefix: nullcontext(str(tmp_path / "full")))
    (tmp_path / "full" / "theirs.db").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        ours.merge([old])

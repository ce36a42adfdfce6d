"""Databases of every schema that ever landed, brought up to date: by several processes at once, killed, without room, in use."""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from newsroom import article, imported

from reviewer.errors import NotADatabaseError, ReviewerError, StoreError
from reviewer.store import Store, opening, schema
from tests.building import derived, session_on
from tests.store.migrating import shape, table_rows

HERE = Path(__file__).parent
FIXTURES = {int(path.name.split(".")[0]): path for path in (HERE / "schemas").glob("*.db.xz")}
NEW = len(schema.STEPS)


def old_database(folder: Path, version: int) -> Path:
    """A database of that schema."""
    path = folder / "reviews.db"
    path.write_bytes(lzma.decompress(FIXTURES[version].read_bytes()))
    return path


@pytest.fixture(params=range(1, NEW))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A database of each schema but the newest."""
    return old_database(tmp_path, request.param)


@pytest.fixture
def oldest(tmp_path: Path) -> Path:
    """A database of the first schema."""
    return old_database(tmp_path, 1)


def backups(path: Path) -> list[Path]:
    """The copies that were kept of a database."""
    return sorted(path.parent.glob(f"{path.name}.backup-*.db"))


def next_step(db: Any) -> None:
    """What a newer program does."""
    db.execute("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT")


NEWER = (*schema.STEPS, ("next", next_step))


# Every schema


@pytest.mark.catalogue("D3")
def test_every_schema_is_kept() -> None:
    """Whoever adds a step keeps a database of the schema before it."""
    assert set(range(1, NEW)) <= FIXTURES.keys()
    assert all(path.stat().st_size < 30_000 for path in FIXTURES.values())


@pytest.mark.catalogue("D3")
def test_the_fixtures_have_something_in_every_table(old: Path) -> None:
    """None is hollow, and each says which schema it is of."""
    with closing(sqlite3.connect(old)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        assert [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")] == [
            name for name, _ in schema.STEPS[:version]
        ]
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        assert [table for table in tables if not connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0]] == []


@pytest.mark.catalogue("D3", "D10")
def test_an_old_database_becomes_the_same_as_a_new_one(old: Path, tmp_path: Path) -> None:
    """Tables, triggers, indexes and views are those of a new one; every row that was written is there, letter for letter."""
    before = table_rows(old)
    Store.open(old).close()
    Store.open(tmp_path / "fresh.db").close()
    assert shape(old) == shape(tmp_path / "fresh.db")
    after = table_rows(old)
    assert {table: after[table] for table in before} == before


@pytest.mark.catalogue("D3")
def test_an_old_database_is_whole_afterwards(old: Path) -> None:
    """Every digest fits, and what is derived is what it is when it is made anew."""
    with Store.open(old) as store:
        assert [damage for checked in store.check() for damage in checked.damage] == []
        before = derived(store)
        store.rebuild()
        assert derived(store) == before


@pytest.mark.catalogue("D3")
def test_bringing_it_up_to_date_again_changes_nothing(old: Path) -> None:
    """The file stays as it is, byte for byte, and there is no second backup."""
    Store.open(old).close()
    before = hashlib.sha256(old.read_bytes()).digest()
    Store.open(old).close()
    assert hashlib.sha256(old.read_bytes()).digest() == before
    assert len(backups(old)) == 1


@pytest.mark.catalogue("D3")
def test_the_backup_is_the_old_database(old: Path, tmp_path: Path) -> None:
    """It is named for the schema, is whole, and becomes a database of today when it is opened."""
    expected = shape(old), table_rows(old)
    Store.open(old).close()
    (backup,) = backups(old)
    assert backup.name.startswith(f"reviews.db.backup-v{expected[0][0]}-")
    assert (shape(backup), table_rows(backup)) == expected
    with Store.open(backup) as store:
        assert store.counts(1).conflict == 1


@pytest.mark.catalogue("D2")
def test_what_others_added_stays(oldest: Path) -> None:
    """Tables, columns, indexes and views that a user made are there afterwards, with what is in them."""
    with closing(sqlite3.connect(oldest)) as user:
        user.executescript("""
            CREATE TABLE mine (text); INSERT INTO mine VALUES ('kept');
            ALTER TABLE document ADD COLUMN colour TEXT;
            CREATE INDEX mine_text ON mine(text);
            CREATE VIEW mine_too AS SELECT text FROM mine;
        """)
    Store.open(oldest).close()
    with Store.open(oldest) as store:
        imported(store, article())
        assert store._db.value("SELECT text FROM mine_too") == "kept"
        assert store._db.value("SELECT count(*) FROM sqlite_schema WHERE name = 'mine_text'") == 1
        assert store._db.value("SELECT count(*) FROM pragma_table_info('document') WHERE name = 'colour'") == 1


# Several at once, and kills


def figures(tmp_path: Path, what: str, times: int, processes: int, way: str, versions: list[int]) -> dict[str, Any]:
    """What came of so many rounds; see `migrating`."""
    databases = []
    for version in versions:
        (tmp_path / str(version)).mkdir()
        databases.append(old_database(tmp_path / str(version), version))
    arguments = [sys.executable, HERE / "migrating.py", what, tmp_path / "trials", str(times), str(processes), way, *databases]
    start = time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    said = {key: len(value) if isinstance(value, list) else value for key, value in found.items()}
    print(f"{what}, {way}, schemas {versions}, {processes} at once, {time.perf_counter() - start:.1f} s: {said}")
    return found


ROUNDS = [(1, 4, [1]), pytest.param(40 * (NEW - 1), 8, list(range(1, NEW)), marks=pytest.mark.long)]


@pytest.mark.catalogue("D4")
@pytest.mark.parametrize(("rounds", "processes", "versions"), ROUNDS)
def test_many_bring_it_up_to_date_at_once(tmp_path: Path, rounds: int, processes: int, versions: list[int]) -> None:
    """All of them can open it, it is done once, and there is one backup."""
    found = figures(tmp_path, "race", rounds, processes, "ours", versions)
    assert (found["rounds"], found["errors"], found["bad"]) == (rounds, [], [])


@pytest.mark.catalogue("D4")
def test_the_race_is_lost_without_a_lock(tmp_path: Path) -> None:
    """The harness sees what the library's own way of migrating does to those who come at the same moment."""
    assert figures(tmp_path, "race", 100, 4, "without lock", [1])["errors"]


KILLS = [3, pytest.param(200, marks=pytest.mark.long)]


@pytest.mark.catalogue("D5")
@pytest.mark.parametrize("kills", KILLS)
def test_killed_at_any_moment_it_is_old_or_new(tmp_path: Path, kills: int) -> None:
    """Never between; a file with a backup's name is a whole backup, and the next one to open it brings it up to date."""
    found = figures(tmp_path, "kill", kills, 1, "ours", list(range(1, NEW)) if kills > 3 else [1])
    assert found["bad"] == []
    assert found["old"] + found["new"] == found["rounds"] == kills
    assert kills == 3 or min(found["old"], found["new"], found["unfinished"]) > 0


@pytest.mark.catalogue("D5")
def test_kills_find_what_is_between(tmp_path: Path) -> None:
    """The harness sees a database of which some steps are done and others are not."""
    assert "between" in figures(tmp_path, "kill", 200, 1, "without lock", [1])["bad"][0]


@pytest.mark.catalogue("A1", "D5")
@pytest.mark.parametrize("kills", KILLS)
def test_killed_while_it_makes_one_there_is_none_or_a_whole_one(tmp_path: Path, kills: int) -> None:
    """A database has its name when it is complete; what a kill leaves beside it is in nobody's way."""
    found = figures(tmp_path, "kill", kills, 1, "ours", [])
    assert found["bad"] == []
    assert found["old"] + found["new"] == found["rounds"] == kills


def test_kills_find_a_half_made_one(tmp_path: Path) -> None:
    """The harness sees a database that is made under its own name."""
    assert figures(tmp_path, "kill", 200, 1, "without lock", [])["bad"]


# No room, no permission, a step that fails


def large_step(db: Any) -> None:
    """More than any limit here has room for."""
    db.execute("CREATE TABLE large (data BLOB)")
    db.execute("INSERT INTO large VALUES (zeroblob(20000000))")


def within(limit: int, task: Callable[[], None]) -> str:
    """What is told where no file may be larger than `limit` bytes, which a disk without room is to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(StoreError) as told:
            task()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    return str(told.value)


@pytest.mark.catalogue("D6")
@pytest.mark.parametrize("limit", [40_000, 65_536, 100_000, 150_000])
def test_without_room_for_the_backup_nothing_is_begun(oldest: Path, limit: int) -> None:
    """The database is as it was, no half of a backup lies about, and with room it works."""
    before = oldest.read_bytes()
    assert "backup" in within(limit, lambda: Store.open(oldest).close())
    assert oldest.read_bytes() == before
    assert {path.name for path in oldest.parent.iterdir()} <= {"reviews.db", "reviews.db.lock"}
    Store.open(oldest).close()
    assert len(backups(oldest)) == 1


@pytest.mark.catalogue("D6", "D8")
def test_without_room_for_a_step_nothing_is_changed(oldest: Path) -> None:
    """All steps are one transaction, on a full disk too; the backup may stay."""
    before = shape(oldest), table_rows(oldest)
    steps = (*schema.STEPS, ("large", large_step))
    within(1_000_000, lambda: opening.opened(oldest, create=False, readonly=False, steps=steps).close())
    assert (shape(oldest), table_rows(oldest)) == before
    Store.open(oldest).close()


@pytest.mark.catalogue("A5", "A6")
@pytest.mark.parametrize("limit", [0, 4096, 40_000, 100_000])
def test_without_room_none_is_made(path: Path, limit: int) -> None:
    """Neither an empty file nor half of one; with room it is made."""
    within(limit, lambda: Store.open(path).close())
    assert {file.name for file in path.parent.iterdir()} <= {"reviews.db.lock"}
    Store.open(path).close()


@pytest.mark.catalogue("D7")
def test_a_backup_that_can_have_no_name_stops_it(tmp_path: Path) -> None:
    """Where the copy cannot be named, the database stays as it is, and one line says so."""
    path = old_database(tmp_path, 1).rename(tmp_path / f"{'n' * 236}.db")
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"no backup was made") as told:
        Store.open(path)
    assert "\n" not in str(told.value)
    assert path.read_bytes() == before


@pytest.mark.catalogue("D7")
@pytest.mark.skipif(not os.getuid(), reason="root may write everywhere; run as an ordinary user")
def test_a_folder_that_may_not_be_written_stops_it(oldest: Path) -> None:
    """Without a place for the backup nothing is begun."""
    other = sqlite3.connect(oldest)
    other.execute("SELECT count(*) FROM review").fetchone()
    before = oldest.read_bytes()
    oldest.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="no backup was made"):
            Store.open(oldest)
    finally:
        oldest.parent.chmod(0o700)
        other.close()
    assert oldest.read_bytes() == before


def defective_step(db: Any) -> None:
    """Fails in our own code, after it has done something."""
    next_step(db)
    raise ZeroDivisionError


@pytest.mark.catalogue("D8")
def test_a_defect_in_a_step_changes_nothing(oldest: Path) -> None:
    """Whatever goes wrong, the old version opens the file as before."""
    before = shape(oldest), table_rows(oldest)
    with pytest.raises(ZeroDivisionError):
        opening.opened(oldest, create=False, readonly=False, steps=(*schema.STEPS, ("defective", defective_step)))
    assert (shape(oldest), table_rows(oldest)) == before
    opening.opened(oldest, create=False, readonly=False, steps=schema.STEPS[:1]).close()


# Versions that meet


@pytest.mark.catalogue("D9")
async def test_a_program_that_has_it_open_writes_nothing_more(database: Path) -> None:
    """A newer one brings it up to date meanwhile: the old one says so, reads on, and keeps what was typed as a draft."""
    session = session_on(database)
    session.lay(2)
    session.keep("Mine", 4)
    session.flush()
    review = session.confirm("Mine")
    assert review is not None
    opening.opened(database, create=False, readonly=False, steps=NEWER).close()
    with pytest.raises(StoreError, match="a newer reviewer has changed it while it was open; nothing was written, start again"):
        await session.save(review)
    assert [draft.text for draft in session.drafts] == ["Mine"]
    assert session.store.counts().corrected == 0
    session.close()
    assert "Mine" in "".join(path.read_text() for path in (database.parent / "drafts").rglob("*") if path.is_file())
    with closing(opening.opened(database, create=False, readonly=True, steps=NEWER)) as newer:
        assert newer.value("SELECT count(*) FROM review") == 0


@pytest.mark.catalogue("D1")
@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("is_folded", [True, False])
def test_a_newer_database_is_refused_with_what_to_install(store: Store, tmp_path: Path, readonly: bool, is_folded: bool) -> None:
    """Not a byte of it changes, nor of a log that a crash left beside it."""
    opening.opened(store.path, create=False, readonly=False, steps=NEWER).close()
    other = sqlite3.connect(store.path)
    if is_folded:
        # The file itself says what it is, and there is something in the log nevertheless.
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        other.execute("INSERT INTO more VALUES (1)")
        other.commit()
    (tmp_path / "crash").mkdir()
    files = [tmp_path / "crash" / f"reviews.db{side}" for side in ("", "-wal")]
    for file in files:
        shutil.copyfile(store.path.with_name(file.name), file)
    other.close()
    before = [file.read_bytes() for file in files]
    with pytest.raises(NotADatabaseError, match=rf"schema {NEW + 1}, this one knows {NEW}.*pip install --upgrade"):
        Store.open(files[0], readonly=readonly)
    assert [file.read_bytes() for file in files] == before


@pytest.mark.catalogue("D1", "D4")
@pytest.mark.parametrize("has_lock", [True, False])
def test_what_a_newer_program_did_meanwhile_is_not_undone(oldest: Path, has_lock: bool) -> None:
    """Whoever was about to bring it up to date, and comes too late, refuses it as newer; the version never goes back."""
    if not has_lock:
        oldest.with_name("reviews.db.lock").mkdir()
    told: list[ReviewerError] = []

    def late() -> None:
        try:
            Store.open(oldest)
        except ReviewerError as error:
            told.append(error)

    thread = threading.Thread(target=late)

    def newest(db: Any) -> None:
        next_step(db)
        thread.start()
        # It has seen the old version when it waits for the right to write, with a backup that it made.
        while not has_lock and len(backups(oldest)) < 2:
            assert thread.is_alive()
            time.sleep(0.001)

    opening.opened(oldest, create=False, readonly=False, steps=(*schema.STEPS, ("newest", newest))).close()
    thread.join()
    assert "newer reviewer" in str(told[0])
    assert shape(oldest)[0] == NEW + 1


# What lies beside


@pytest.mark.catalogue("C6")
@pytest.mark.parametrize("side", ["-wal", "-journal"])
def test_none_is_made_beside_the_log_of_one_that_is_gone(path: Path, side: str) -> None:
    """What was saved last is in the log; a new database would swallow it, or be damaged by it."""
    log = path.with_name(f"{path.name}{side}")
    log.write_bytes(b"saved last")
    with pytest.raises(StoreError, match=f"reviews.db{side} holds what was saved last"):
        Store.open(path)
    assert log.read_bytes() == b"saved last"
    assert not path.exists()
    log.write_bytes(b"")
    Store.open(path).close()


def test_what_an_earlier_attempt_left_is_taken_away(path: Path) -> None:
    """Half of a database, and its log, are no part of the new one."""
    for side in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}.new{side}").write_bytes(b"half")
    with Store.open(path) as store:
        assert store.counts().total == 0
    assert {file.name for file in path.parent.iterdir()} == {"reviews.db", "reviews.db.lock"}

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from newsroom import article, imported

from reviewer.errors import LockedError, NotADatabaseError, StoreError
from reviewer.store import Store, connection, opening, schema
from reviewer.store.lock import locked, take


def _foreign(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (text)")
    other.commit()
    other.close()


def _ours(path: Path) -> bytes:
    with Store.open(path) as store:
        imported(store, article())
    return path.read_bytes()


def _newer(path: Path) -> None:
    _ours(path)
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()


def _garbled(path: Path) -> None:
    whole = bytearray(_ours(path))
    whole[100:3000] = b"\xff" * 2900
    path.write_bytes(whole)


REFUSED = {
    "text": (lambda path: path.write_bytes(b"this is no database"), "not a review database"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "one byte": (lambda path: path.write_bytes(b"S"), "not a review database"),
    "only the magic": (lambda path: path.write_bytes(b"SQLite format 3\x00"), "not a review database"),
    "another program's": (_foreign, "another program"),
    "cut off": (lambda path: path.write_bytes(_ours(path)[:5000]), "damaged: 5,000 of"),
    "garbled": (_garbled, "damaged"),
    "from a newer version": (_newer, "newer reviewer"),
}


@pytest.mark.catalogue("C4")
@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("kind", REFUSED)
def test_refuses_and_leaves_as_it_is(path: Path, kind: str, readonly: bool) -> None:
    """What is no whole review database of ours is refused in words, and not a byte of it changes."""
    make, words = REFUSED[kind]
    make(path)
    before = path.read_bytes()
    with pytest.raises(NotADatabaseError, match=words):
        Store.open(path, readonly=readonly)
    assert path.read_bytes() == before


def test_refuses_what_is_no_file(tmp_path: Path) -> None:
    """A folder, a pipe and a device are refused at once; opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(NotADatabaseError, match="regular file"):
            Store.open(path)


def test_a_mistyped_path_makes_no_file(path: Path) -> None:
    """Without leave to create, a missing file is told and stays missing."""
    for options in ({"create": False}, {"readonly": True}):
        with pytest.raises(StoreError, match="no such database"):
            Store.open(path, **options)
    assert list(path.parent.iterdir()) == []


def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    """A loop of links is an error in words."""
    (tmp_path / "loop.db").symlink_to(tmp_path / "loop.db")
    with pytest.raises(StoreError):
        Store.open(tmp_path / "loop.db")


@pytest.mark.catalogue("M4")
def test_makes_folders_and_a_private_file(tmp_path: Path) -> None:
    """A new database is for its owner only, in folders that are made for it, and nothing else is left beside it."""
    path = tmp_path / "a" / "b" / "reviews.db"
    Store.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {file.name for file in path.parent.iterdir()} == {"reviews.db", "reviews.db.lock"}


@pytest.mark.catalogue("C17")
@pytest.mark.parametrize("name", ["ein 'Name' \"mit\".db", "50%25.db", "a?mode=memory.db", "a#b.db", "뉴스 📰.db", "-x;DROP.db"])
def test_any_file_name(tmp_path: Path, name: str) -> None:
    """A file's name is only a name, never a part of a query."""
    with Store.open(tmp_path / name) as store:
        imported(store, article())
    assert (tmp_path / name).stat().st_size > 0
    with Store.open(tmp_path / name, readonly=True) as store:
        assert store.counts().total == 5


def test_is_recognisable_and_durable(store: Store) -> None:
    """The file says whose it is, and a commit waits for the disk."""
    pragmas = {
        name: store._db.value(f"PRAGMA {name}") for name in ("application_id", "user_version", "journal_mode", "synchronous")
    }
    assert pragmas == {"application_id": 0x52565752, "user_version": len(schema.STEPS), "journal_mode": "wal", "synchronous": 2}
    assert store._db.value("PRAGMA foreign_keys") == 1


def test_a_database_keeps_its_name(path: Path) -> None:
    """`db_id` is made once."""
    with Store.open(path) as first, Store.open(path) as second:
        assert first.db_id == second.db_id


def test_opening_loads_nothing_heavy(path: Path) -> None:
    """An up-to-date database is opened, read and saved to without sqlite-utils; opening does without the lock's library too."""
    Store.open(path).close()
    code = (
        "import sys; from pathlib import Path; from reviewer.store import Store; "
        "Store.open(Path(sys.argv[1])).articles(); "
        "print(sorted({'sqlite_utils', 'portalocker', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET rowid = rowid", "DELETE FROM {0}"])
def test_what_was_written_stays(store: Store, table: str, statement: str) -> None:
    """Every append-only table refuses a change, also from another program."""
    triggers = {name for (name,) in store._db.all("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    assert {f"{table}_no_update", f"{table}_no_delete"} <= triggers
    imported(store, article(), article(["Another."]))
    store.add_sample("week", [store.place(1).uid])
    if store._db.value(f"SELECT count(*) FROM {table}"):
        other = sqlite3.connect(store.path, isolation_level=None)
        column = store._db.one(f"SELECT name FROM pragma_table_info('{table}') LIMIT 1")[0]
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(statement.format(table).replace("rowid = rowid", f"{column} = {column}"))
        other.close()


def test_replacing_a_row_is_a_change_too(store: Store) -> None:
    """`INSERT OR REPLACE` does not get round the triggers on our own connections."""
    imported(store, article())
    with pytest.raises(StoreError, match="append-only"):
        store._db.run("INSERT OR REPLACE INTO document SELECT sha256, 'other', data, imported_at FROM document")


def _second(db: object) -> None:
    db.execute("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT")  # type: ignore[attr-defined]


def _failing(db: object) -> None:
    db.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")  # type: ignore[attr-defined]
    db.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")  # type: ignore[attr-defined]


def test_an_older_database_is_backed_up_and_brought_up_to_date(path: Path) -> None:
    """A new step runs once; what was there before is in a whole copy beside."""
    _ours(path)
    steps = (*schema.STEPS, ("next", _second))
    for _ in range(2):
        opened = opening.opened(path, create=False, readonly=False, steps=steps)
        assert opened.value("PRAGMA user_version") == len(steps)
        assert opened.value("SELECT count(*) FROM more") == 0
        opened.close()
    (backup,) = path.parent.glob("reviews.db.backup-v*-*.db")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with Store.open(backup) as store:
        assert store.counts().total == 5


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    """All steps are one transaction: after a failure the old version opens the file as before."""
    _ours(path)
    with pytest.raises(StoreError, match="half"):
        opening.opened(path, create=False, readonly=False, steps=(*schema.STEPS, ("second", _second), ("third", _failing)))
    with Store.open(path) as store:
        assert store._db.value("PRAGMA user_version") == len(schema.STEPS)
        assert store._db.all("SELECT name FROM sqlite_schema WHERE name IN ('more', 'half')") == []


def test_reading_does_not_migrate(path: Path) -> None:
    """Opened for reading, an older database is refused with what to do."""
    _ours(path)
    with pytest.raises(StoreError, match="open it once for writing"):
        opening.opened(path, create=False, readonly=True, steps=(*schema.STEPS, ("second", _second)))


def test_a_database_that_was_changed_by_a_newer_program_is_not_written(store: Store) -> None:
    """Whoever has it open while it is brought up to date reads on and writes nothing."""
    _in_other_hands(store, "PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer reviewer"):
        imported(store, article())
    assert store.counts().total == 0


def _in_other_hands(store: Store, sql: str) -> None:
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute(sql)
    other.close()


def test_many_may_make_it_at_once(path: Path) -> None:
    """Processes that open a missing database together all get the same one."""
    code = "import sys; from pathlib import Path; from reviewer.store import Store; print(Store.open(Path(sys.argv[1])).db_id)"
    running = [subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {process.communicate()[0] for process in running}
    assert len(answers) == 1
    assert [process.returncode for process in running] == [0, 0, 0, 0]


def test_what_another_made_meanwhile_is_taken(path: Path, tmp_path: Path) -> None:
    """Whoever waited for the right to make it finds it made."""
    Store.open(tmp_path / "other.db").close()
    opened: list[int] = []

    def late() -> None:
        with Store.open(path) as store:
            opened.append(store.counts().total)

    thread = threading.Thread(target=late)
    with locked(path, 1):
        thread.start()
        while not any(each.name == "store-lock" for each in threading.enumerate()):
            assert thread.is_alive()
        (tmp_path / "other.db").rename(path)
        before = path.stat().st_ino
    thread.join()
    assert opened == [0]
    assert path.stat().st_ino == before


def test_a_file_that_was_replaced_is_not_written(store: Store, tmp_path: Path) -> None:
    """A database that was moved away under us is told, instead of saving into a file that nobody finds."""
    store.path.rename(tmp_path / "moved.db")
    with pytest.raises(StoreError, match="moved or replaced"):
        imported(store, article())


def test_reading_only_is_reading_only(path: Path) -> None:
    """A store that was opened for reading refuses to write."""
    Store.open(path).close()
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError, match="reading only"):
        imported(store, article())


def test_belongs_to_its_thread(store: Store) -> None:
    """Another thread is told, before anything is mixed up."""
    told: list[BaseException] = []

    def elsewhere() -> None:
        try:
            store.counts()
        except StoreError as error:
            told.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert "another thread" in str(told[0])


def test_a_closed_store_says_so(path: Path) -> None:
    """After closing every method fails in words; closing again does nothing."""
    store = Store.open(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.counts()


@pytest.mark.parametrize("held", ["BEGIN IMMEDIATE", "side file"])
def test_waits_only_so_long(store: Store, held: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not let go is named after the wait, and nothing is written."""
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)
    store._db.run("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(store.path, isolation_level=None)
    side_file = store.path.with_name("reviews.db.lock").open("r+b")
    if held == "side file":
        assert take(side_file)
    else:
        other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError, match="another"):
        imported(store, article())
    other.close()
    side_file.close()
    imported(store, article())
    assert store.counts().total == 5


def test_nobody_else_writes_meanwhile(store: Store) -> None:
    """From its first moment a write keeps other programs out, also those that know nothing of our lock."""
    other = sqlite3.connect(store.path, isolation_level=None, timeout=0)
    with store._db.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_writes_where_the_side_file_cannot_be_made(store: Store) -> None:
    """The lock is a help: without it SQLite's own still keeps writers apart."""
    lock = store.path.with_name("reviews.db.lock")
    lock.unlink()
    lock.mkdir()
    imported(store, article())
    assert store.counts().total == 5


def test_a_long_log_is_folded_in(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write-ahead log does not grow without bound, though SQLite's own folding is off."""
    monkeypatch.setattr(connection, "LONGEST_LOG", 100_000)
    for number in range(20):
        imported(store, article([f"Sentence {number}. " * 500]))
        assert store.path.with_name("reviews.db-wal").stat().st_size <= 300_000


def test_a_full_disk_is_told(store: Store) -> None:
    """When there is no room the error says so, nothing is half written, and the next try works."""
    store._db.run(f"PRAGMA max_page_count = {store._db.value('PRAGMA page_count') + 2}")
    with pytest.raises(StoreError, match="no space left"):
        imported(store, article(["long " * 20_000]))
    store._db.run("PRAGMA max_page_count = 1000000")
    assert store.counts().total == 0
    imported(store, article())
    assert store.counts().total == 5

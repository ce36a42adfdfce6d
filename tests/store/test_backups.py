"""Backups while others save: whole, complete, and in nobody's way."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from newsroom import article, imported, review
from test_processes import start

from reviewer.errors import NotADatabaseError, OutputError, StoreError
from reviewer.store import Store, backup
from reviewer.store.checking import originals
from reviewer.store.connection import Connection

Copy = Callable[[Store, Path], object]


@dataclass(slots=True)
class Figures:
    """What came of backups under writers."""

    backups: int = 0
    confirmed: int = 0
    """Reviews that were confirmed before the last backup began."""
    lost: int = 0
    """Reviews that were confirmed before a backup began and are not in it."""
    damaged: list[str] = field(default_factory=list)


@contextmanager
def writing(path: Path, writers: int) -> Iterator[list[str]]:
    """Processes that save until the end; the ids that they have confirmed so far."""
    confirmed: list[str] = []
    running = [start(path, f"editor{number}", -1) for number in range(writers)]

    def listen(process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        confirmed.extend(line.strip() for line in process.stdout if line.strip() not in ("ready", "stale"))

    listeners = [threading.Thread(target=listen, args=(process,)) for process in running]
    for listener in listeners:
        listener.start()
    try:
        yield confirmed
    finally:
        for process in running:
            process.kill()
        for process, listener in zip(running, listeners, strict=True):
            listener.join()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def back_up_under_writers(path: Path, backups: int, copy: Copy) -> Figures:
    """Backups one after the other while four processes save, each held against what was confirmed when it began."""
    figures = Figures()
    with Store.open(path) as store:
        imported(store, article([f"Sentence {number} of many." for number in range(40)]))
        with writing(path, 4) as confirmed:
            while figures.backups < backups:
                if len(confirmed) <= figures.confirmed:
                    continue
                before = list(confirmed)
                figures.confirmed = len(before)
                target = path.with_name("copy.db")
                target.unlink(missing_ok=True)
                copy(store, target)
                figures.backups += 1
                inspect(target, before, figures)
    return figures


def inspect(target: Path, before: list[str], figures: Figures) -> None:
    """Counts what is not in a backup, and what is not whole in it."""
    try:
        with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True)) as copied:
            there = {name for (name,) in copied.execute("SELECT id FROM review")}
        figures.lost += len(set(before) - there)
        if figures.backups % 20 == 1:
            with Store.open(target, readonly=True) as opened:
                figures.damaged += [str(damage) for checked in originals(opened._db) for damage in checked.damage]
    except (sqlite3.Error, StoreError) as error:
        figures.damaged.append(str(error))


def by_us(store: Store, target: Path) -> object:
    """As `reviewer backup` does it."""
    return store.back_up(target)


def by_file(store: Store, target: Path) -> object:
    """As somebody does who copies the file."""
    return shutil.copyfile(store.path, target)


@pytest.mark.catalogue("B4", "B8")
@pytest.mark.parametrize("backups", [2, pytest.param(100, marks=pytest.mark.long)])
def test_every_backup_under_writers_is_complete(path: Path, backups: int) -> None:
    """What was confirmed before it began is in it, it is whole, and the writers go on."""
    figures = back_up_under_writers(path, backups, by_us)
    print(f"\n{figures.backups} backups under 4 writers, {figures.confirmed:,} reviews confirmed, {figures.lost} lost")
    assert (figures.backups, figures.lost, figures.damaged) == (backups, 0, [])


def test_the_harness_sees_a_copy_that_is_not_complete(path: Path) -> None:
    """A copy of the file without its log lacks what was confirmed last, and the harness says so."""
    assert back_up_under_writers(path, 1, by_file).lost > 0


@pytest.fixture
def filled(store: Store) -> Store:
    """A database with an article and a review."""
    imported(store, article())
    store.save([review(store.place(1), correction="He flew.")])
    return store


def test_a_backup_is_the_same_database(filled: Store, tmp_path: Path) -> None:
    """Same name, same rows, a log of its own, for its owner only; opened it goes on like the original."""
    made = filled.back_up(tmp_path / "copy.db")
    assert (made.rows["review"], made.rows["segment"], made.size) == (1, 5, (tmp_path / "copy.db").stat().st_size)
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    with Store.open(tmp_path / "copy.db") as copied:
        assert copied.db_id == filled.db_id
        assert copied._db.value("PRAGMA journal_mode") == "wal"
        assert not [each for each in copied.check() if each.damage]
        copied.save([review(copied.place(2))])
    assert len(list(filled.every_review())) == 1


def test_it_can_be_made_of_a_database_that_is_open_for_reading(filled: Store, tmp_path: Path) -> None:
    """And that connection still writes nothing afterwards."""
    with Store.open(filled.path, readonly=True) as reading:
        reading.back_up(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="nothing was written"):
            reading._db.run("DELETE FROM meta")


@pytest.mark.catalogue("C10", "M4")
@pytest.mark.parametrize(("mode", "copied"), [(0o660, 0o660), (0o640, 0o640), (0o644, 0o640), (0o600, 0o600)])
def test_it_is_for_whom_the_original_is_for(filled: Store, tmp_path: Path, mode: int, copied: int) -> None:
    """The group's permissions come along where the group is the same, those of everybody never."""
    filled.path.chmod(mode)
    filled.back_up(tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == copied


def test_nothing_is_left_of_a_backup_that_fails(filled: Store, tmp_path: Path) -> None:
    """Neither under its name nor under another."""
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(StoreError, match="no backup was made"):
        filled.back_up(tmp_path / "missing" / "copy.db")
    (tmp_path / "copy.db-wal").write_bytes(b"log of another")
    with pytest.raises(StoreError, match="a log beside it"):
        filled.back_up(tmp_path / "copy.db")
    assert {file.name for file in tmp_path.iterdir()} == before | {"copy.db-wal"}


@pytest.mark.catalogue("A5", "D6")
def test_without_room_nothing_is_begun(filled: Store, tmp_path: Path) -> None:
    """A disk that is full is told in one line; no part of a copy stays, and the database goes on."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(StoreError, match=r"copy\.db: "):
            filled.back_up(tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert not list(tmp_path.glob("*copy*")) + list(tmp_path.glob(".reviewer-*"))
    filled.save([review(filled.place(2))])


def test_a_damaged_database_is_named(filled: Store, tmp_path: Path) -> None:
    """Not the backup, which is not made."""
    filled.close()
    with closing(sqlite3.connect(filled.path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (page,) = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'document'").fetchone()
    whole = bytearray(filled.path.read_bytes())
    whole[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    filled.path.write_bytes(whole)
    with Store.open(filled.path, readonly=True) as damaged, pytest.raises(NotADatabaseError, match=r"reviews\.db: damaged"):
        damaged.back_up(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


# Automatic ones


def test_a_copy_that_is_not_what_it_should_be_is_no_backup(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is taken away, and a backup that was there stays."""
    vacuum = backup._vacuum

    def lossy(connection: Connection, copied: Path) -> None:
        vacuum(connection, copied)
        with closing(sqlite3.connect(copied, isolation_level=None)) as other:
            other.execute("PRAGMA user_version = 1")

    filled.back_up(tmp_path / "copy.db")
    before = (tmp_path / "copy.db").stat().st_ino
    monkeypatch.setattr(backup, "_vacuum", lossy)
    with pytest.raises(StoreError, match="is not what it should be"):
        filled.back_up(tmp_path / "copy.db", replace=True)
    assert (tmp_path / "copy.db").stat().st_ino == before
    assert not list(tmp_path.glob(".reviewer-*"))


def test_a_name_that_cannot_be_is_refused(filled: Store, tmp_path: Path) -> None:
    """In one line, before anything is made."""
    with pytest.raises(OutputError, match="File name too long; nothing was written"):
        filled.back_up(tmp_path / ("x" * 300))


def test_a_backup_of_an_older_version_is_replaced(filled: Store, tmp_path: Path) -> None:
    """What it has no table for it holds nothing of."""
    filled.back_up(tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as other:
        other.execute("DROP TABLE assignment")
    filled.back_up(tmp_path / "copy.db", replace=True)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as other:
        assert other.execute("SELECT count(*) FROM assignment").fetchone() == (0,)


def test_backups_before_merges_are_thinned_out_and_no_other_file(filled: Store, tmp_path: Path) -> None:
    """The five newest stay, with the one that was just made, one that was worked in, and all that have another name."""
    old = [tmp_path / f"reviews.db.backup-merge-2099010{day}T000000000000Z.db" for day in range(1, 8)]
    others = ["reviews.db.backup-merge-old.db", "other.db.backup-merge-20990101T000000000000Z.db"]
    for file in (*old, *(tmp_path / name for name in others)):
        file.write_bytes(b"backup")
    (tmp_path / f"{old[0].name}-wal").write_bytes(b"work")
    made = backup.automatic(filled._db, "merge")
    backup.thin_out(filled.path, "merge", made)
    kept = {file.name for file in tmp_path.iterdir() if "backup" in file.name}
    assert kept == {made.name, *others, *(file.name for file in (old[0], *old[3:])), f"{old[0].name}-wal"}
    with Store.open(made, readonly=True) as opened:
        assert opened.db_id == filled.db_id


def test_backups_before_migrations_all_stay(filled: Store, tmp_path: Path) -> None:
    """However many there are."""
    made = [backup.automatic(filled._db, "v3") for _ in range(7)]
    assert sorted(tmp_path.glob("reviews.db.backup-v3-*.db")) == sorted(made)


# What is replaced


def _of_another(store: Store, target: Path) -> None:
    Store.open(target).close()
    with Store.open(target) as other:
        imported(other, article(["Another story."]))


def _worked_in(store: Store, target: Path) -> None:
    store.back_up(target)
    with Store.open(target) as other:
        other.save([review(other.place(2))])


KEPT: dict[str, tuple[Callable[[Store, Path], object], str]] = {
    "a text": (lambda store, target: target.write_text("precious"), "no whole review database"),
    "nothing yet": (lambda store, target: target.touch(), "no whole review database"),
    "a folder": (lambda store, target: target.mkdir(), "directory"),
    "a pipe": (lambda store, target: os.mkfifo(target), "no whole review database"),
    "a link": (lambda store, target: target.symlink_to(store.path), "is the database"),
    "a link to nothing": (lambda store, target: target.symlink_to("nowhere"), "is a link"),
    "the database": (lambda store, target: target.hardlink_to(store.path), "under another name"),
    "another database": (_of_another, "holds what the database does not"),
    "a backup that was worked in": (_worked_in, "holds what the database does not \\(review: 1\\)"),
}


@pytest.mark.catalogue("C9")
@pytest.mark.parametrize("kind", KEPT)
def test_what_is_no_older_backup_is_not_replaced(filled: Store, tmp_path: Path, kind: str) -> None:
    """Not even when it was asked for; it is as it was."""
    make, words = KEPT[kind]
    target = tmp_path / "copy.db"
    make(filled, target)
    before = target.read_bytes() if target.is_file() else None
    with pytest.raises(OutputError, match=words):
        filled.back_up(target, replace=True)
    if kind == "a text":
        assert target.read_bytes() == before
    if "another" in kind or "backup" in kind:
        with Store.open(target, readonly=True) as other:
            assert other.counts().total > 0
            assert other._db.value("PRAGMA journal_mode") == "wal"


@pytest.mark.parametrize("side", ["-wal", "-shm", ".lock"])
def test_no_part_of_the_database_is_replaced(filled: Store, side: str) -> None:
    """Nor its log or lock, which are no databases."""
    with pytest.raises(OutputError, match="is the database or a part of it"):
        filled.back_up(filled.path.with_name(f"reviews.db{side}"), replace=True)


def test_an_older_backup_is_replaced_when_it_was_asked_for(filled: Store, tmp_path: Path) -> None:
    """And only then."""
    target = tmp_path / "copy.db"
    filled.back_up(target)
    filled.save([review(filled.place(2))])
    with pytest.raises(OutputError, match="--replace"):
        filled.back_up(target)
    assert filled.back_up(target, replace=True).rows["review"] == 2
    with Store.open(target, readonly=True) as copied:
        assert len(list(copied.every_review())) == 2


def test_a_backup_that_somebody_has_open_is_not_replaced(filled: Store, tmp_path: Path) -> None:
    """Whoever works in it would work in a file that nobody finds."""
    filled.back_up(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db"), pytest.raises(OutputError, match="in use"):
        filled.back_up(tmp_path / "copy.db", replace=True)


def test_a_killed_backup_has_no_name(filled: Store, tmp_path: Path) -> None:
    """What is left of it is not taken for a backup."""
    code = (
        "import os, signal, sys; from pathlib import Path; from reviewer.store import Store, backup; "
        "backup.sync_folder = None; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL); "
        "Store.open(Path(sys.argv[1]), readonly=True).back_up(Path(sys.argv[2]))"
    )
    ended = subprocess.run([sys.executable, "-c", code, filled.path, tmp_path / "copy.db"])
    assert ended.returncode == -signal.SIGKILL
    assert not (tmp_path / "copy.db").exists()
    assert filled.back_up(tmp_path / "copy.db").rows["review"] == 1

"""On what file systems and with which permissions a database is opened, and what somebody is told who may not."""

from __future__ import annotations

import os
import pwd
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from newsroom import article, imported

from reviewer.errors import NotADatabaseError, StoreError
from reviewer.store import Store, file_system
from reviewer.store.connection import Connection
from reviewer.store.file_system import (
    NETWORK,
    how_to_write,
    kind_of,
    mounts,
    new_file_mode,
    new_unfinished,
    owner,
    refuse_network,
)

MOUNTED = rb"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:30 / /net rw - autofs systemd-1 rw
31 30 0:31 / /net/desk rw shared:7 master:3 - nfs4 server:/desk rw,vers=4.2
32 22 0:32 / /home/kim/My\040Share rw - cifs //server/share rw
33 22 0:33 / /back\134slash rw - fuse.sshfs kim@host: rw
34 22 0:34 /sub /twice rw - ext4 /dev/sdb1 rw
35 22 0:35 / /twice rw - 9p host rw
36 22 0:36 / /over rw - virtiofs host rw
37 22 0:37 / /over rw - tmpfs tmpfs rw
a torn li
38 22 0:38 / /tail
"""

KINDS = {
    "/home/kim/reviews.db": "ext4",
    "/net/desk/reviews.db": "nfs4",
    "/net/desktop/reviews.db": "autofs",
    "/home/kim/My Share/a/reviews.db": "cifs",
    "/home/kim/My Shares/reviews.db": "ext4",
    "/back\\slash/reviews.db": "fuse.sshfs",
    "/twice/reviews.db": "9p",
    "/over/reviews.db": "tmpfs",
    "/tail/reviews.db": "ext4",
}


@pytest.mark.catalogue("C12")
@pytest.mark.parametrize("path", KINDS)
def test_the_nearest_mount_says_of_what_kind_a_path_is(path: str) -> None:
    """Whole folders count, escapes are read, of two on one folder the later, and lines that are none are passed over."""
    assert kind_of(Path(path), MOUNTED) == KINDS[path]


@pytest.mark.catalogue("C12")
@pytest.mark.parametrize("kind", sorted(NETWORK))
def test_a_network_file_system_is_refused_with_a_way_out(kind: str) -> None:
    """It is named, and what to do is said."""
    with pytest.raises(StoreError, match=rf"\({kind}\).*work on a copy.*reviewer merge"):
        refuse_network(Path("/x/reviews.db"), b"1 0 0:1 / /x rw - " + kind.encode() + b" server rw")


def test_where_nobody_says_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """As on a system without such a list."""
    monkeypatch.setattr(file_system, "_MOUNTS", path.with_name("none"))
    assert (mounts(), kind_of(path, b"")) == (b"", None)
    Store.open(path).close()


@pytest.mark.catalogue("C12")
def test_nothing_is_made_on_a_network_file_system(monkeypatch: pytest.MonkeyPatch, path: Path, tmp_path: Path) -> None:
    """Neither a database nor a lock; one that is there stays as it is, also for reading."""
    (tmp_path / "mounts").write_text(f"1 0 0:1 / {tmp_path} rw - nfs server rw\n")
    monkeypatch.setattr(file_system, "_MOUNTS", tmp_path / "mounts")
    for options in ({}, {"readonly": True}):
        with pytest.raises(StoreError, match="network file system"):
            Store.open(path, **options)
    assert [file.name for file in tmp_path.iterdir()] == ["mounts"]


@pytest.mark.catalogue("C16")
def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """In one line that says which one is needed, before anything is made."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(StoreError, match=r"SQLite is .*, 3\.37 is needed"):
        Store.open(path)
    assert not list(path.parent.iterdir())


@pytest.mark.catalogue("C1", "C2", "C3")
@pytest.mark.parametrize("kind", ["missing", "in a folder that is missing", "folder", "pipe", "device", "link to nothing"])
def test_what_is_no_database_is_refused_and_nothing_is_made(tmp_path: Path, kind: str) -> None:
    """At once: a pipe would wait for ever."""
    path = tmp_path / "x.db"
    match kind:
        case "in a folder that is missing":
            path = tmp_path / "none" / "x.db"
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path = Path(os.devnull)
        case "link to nothing":
            path.symlink_to(tmp_path / "none")
    before = sorted(tmp_path.rglob("*"))
    for options in ({"create": False}, {"readonly": True}):
        with pytest.raises(StoreError, match=r"no such database|not a regular file") as refused:
            Store.open(path, **options)
        assert isinstance(refused.value, NotADatabaseError) is (kind in ("folder", "pipe", "device"))
    assert sorted(tmp_path.rglob("*")) == before


# Permissions


def modes(path: Path) -> dict[str, int]:
    """The permissions of a database and of all files beside it."""
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}


@pytest.mark.catalogue("C10")
@pytest.mark.parametrize(
    ("folder", "wanted"), [(0o2770, 0o660), (0o2775, 0o660), (0o2755, 0o600), (0o770, 0o600), (0o700, 0o600)]
)
def test_a_new_database_is_for_whom_its_folder_is(tmp_path: Path, folder: int, wanted: int) -> None:
    """In a group's shared folder for the group, whatever the umask; else for its owner; the files beside it alike."""
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk").chmod(folder)
    path = tmp_path / "desk" / "reviews.db"
    assert new_file_mode(path.parent) == wanted
    before = os.umask(0o027)
    try:
        with Store.open(path) as store:
            imported(store, article())
            assert modes(path) == dict.fromkeys(("reviews.db", "reviews.db-wal", "reviews.db-shm", "reviews.db.lock"), wanted)
    finally:
        os.umask(before)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that others can come to, which the folders of tests are not."""
    if os.geteuid() != 0:
        pytest.skip("only root can be two people")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Within, this process is another user's."""
    groups = os.getgroups()
    os.setgroups([])
    os.setresgid(65534, 65534, 0)
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        os.setgroups(groups)


@pytest.mark.catalogue("C10")
@pytest.mark.parametrize(
    ("folder", "mode", "words"),
    [
        (0o777, 0o644, r"reviews\.db is root's and may not be written; its owner can say: chmod g\+rw '"),
        (0o755, 0o644, r"reviews\.db is root's"),
        (0o755, 0o666, r"its folder .* is root's and may not be written; its owner can say: chmod g\+rwxs '"),
        (0o755, 0o600, r"Permission denied"),
    ],
)
def test_another_user_is_told_what_its_owner_can_do(public: Path, folder: int, mode: int, words: str) -> None:
    """Which file, whose it is, and the line for it; never in SQLite's words."""
    path = public / "reviews.db"
    with Store.open(path) as store:
        imported(store, article())
    path.with_name("reviews.db.lock").unlink()
    path.chmod(mode)
    public.chmod(folder)
    with as_nobody(), pytest.raises(StoreError, match=words) as told, Store.open(path) as store:
        imported(store, article(["Another."]))
    assert "readonly database" not in str(told.value)


# Files beside it that are not what they were

BESIDE = {
    "no log": lambda log, shm: log.unlink(),
    "a log of nothing": lambda log, shm: log.write_bytes(b""),
    "half a log": lambda log, shm: os.truncate(log, log.stat().st_size // 2),
    "a log that is none": lambda log, shm: log.write_bytes(b"no log " * 1000),
    "a log of zeros": lambda log, shm: log.write_bytes(bytes(log.stat().st_size)),
    "no shared memory": lambda log, shm: shm.unlink(missing_ok=True),
    "shared memory that is none": lambda log, shm: shm.write_bytes(b"\xff" * 32768),
    "short shared memory": lambda log, shm: shm.write_bytes(b"x"),
}


@pytest.mark.catalogue("C6")
@pytest.mark.parametrize("kind", BESIDE)
def test_a_log_that_is_not_what_it_was_harms_nothing_else(path: Path, tmp_path: Path, kind: str) -> None:
    """What was folded in is there and whole, and the next save works; it is never half of a save that is seen."""
    with Store.open(path) as store:
        imported(store, article())
        store._db.all("PRAGMA wal_checkpoint(TRUNCATE)")
        imported(store, article(["Another."]))
        copied = tmp_path / "copied.db"
        for side in ("", "-wal", "-shm"):
            shutil.copyfile(f"{path}{side}", f"{copied}{side}")
    BESIDE[kind](Path(f"{copied}-wal"), Path(f"{copied}-shm"))
    with Store.open(copied) as store:
        assert store.counts().total in (5, 6)
        assert not [checked for checked in store.check() if checked.damage]
        imported(store, article(["A third."]))


# Reading that fails once


def _with_a_bad_page(path: Path) -> tuple[bytes, bytes]:
    """The file as it was, and with a page of segments that cannot be; the second is on the disk."""
    with Store.open(path) as store:
        imported(store, article())
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        (page,) = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'segment'").fetchone()
    whole = path.read_bytes()
    bad = whole[: (page - 1) * 4096] + b"\xff" * 4096 + whole[page * 4096 :]
    path.write_bytes(bad)
    return whole, bad


@pytest.mark.catalogue("A7")
@pytest.mark.parametrize("passes", [True, False])
def test_damage_is_read_twice_before_it_is_told(path: Path, passes: bool) -> None:
    """A disk that fails once is read again; one that goes on failing is told."""
    whole, _ = _with_a_bad_page(path)
    connection = Connection(path, readonly=True)

    def heal(statement: str) -> None:
        if "shrink_memory" in statement and passes:
            with path.open("r+b") as file:
                file.write(whole)

    connection.sqlite.set_trace_callback(heal)
    with connection.snapshot():
        if passes:
            assert len(connection.all("SELECT machine FROM segment")) == 5
        else:
            with pytest.raises(NotADatabaseError, match="damaged"):
                connection.all("SELECT machine FROM segment")
    connection.close()


@pytest.mark.catalogue("C10")
def test_whoever_may_not_write_is_told_why(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What of the database is closed to them, whose it is, or that nothing can be written there at all."""
    path.touch()
    closed = {path.with_name("reviews.db-wal")}
    path.with_name("reviews.db-wal").touch()
    monkeypatch.setattr(os, "access", lambda file, _: Path(file) not in closed)
    assert f"chmod g+rw '{path}-wal'" in how_to_write(path)
    closed = {path.parent}
    assert f"chmod g+rwxs '{path.parent}'" in how_to_write(path)
    closed = set()
    assert "look at its disk" in how_to_write(path)
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_RDONLY))
    assert "a read-only medium" in how_to_write(path)


def test_an_owner_without_a_name_has_a_number(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one whom another machine knew."""

    def unknown(number: int) -> None:
        raise KeyError(number)

    path.touch()
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert owner(path) == f"user {path.stat().st_uid}"


def test_unfinished_files_have_names_of_their_own(tmp_path: Path) -> None:
    """Two that are begun at once; and those that somebody was killed over go, with what SQLite kept beside them."""
    for name in (".reviewer-1-0.tmp", ".reviewer-1-0.tmp-wal", ".reviewer-1-0.tmp-shm", ".reviewer-1-1.tmp"):
        (tmp_path / name).touch()
        if name != ".reviewer-1-1.tmp":
            os.utime(tmp_path / name, (0, 0))
    for _ in range(2):
        os.close(new_unfinished(tmp_path, 0o600)[0])
    ours = [f".reviewer-{os.getpid()}-{number}.tmp" for number in range(2)]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([".reviewer-1-1.tmp", *ours])

"""Turns among writers: who has one is said, whoever is killed gives it back, and where there are none saves are safe too."""

from __future__ import annotations

import getpass
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker
import pytest
from newsroom import article, imported, review

from reviewer.errors import LockedError, StoreError
from reviewer.store import Store, Writer, connection, lock
from reviewer.store.lock import locked, problem, release, take
from reviewer.workflow.session import Session
from tests.contending import Load, contend, prepare

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals, links and locks")
SAVING = """
import os, signal, sys
from pathlib import Path
from reviewer.core.review import Review, Verdict
from reviewer.store import Store, standing

refresh = standing.refresh

def between(*arguments):
    print("between", flush=True)
    if sys.argv[2] == "stops":
        os.kill(os.getpid(), signal.SIGSTOP)
    else:
        sys.stdin.read()
    refresh(*arguments)

standing.refresh = between
with Store.open(Path(sys.argv[1])) as store:
    place = store.place(1)
    name = "00000000-0000-7000-9000-000000000001"
    store.save([Review(name, (place.uid,), (), "desk9", Verdict.ACCEPTED, "2026-03-01T09:30:00.000Z")])
"""


@contextmanager
def writer_between(path: Path, then: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has the lock and has inserted a review of the first segment, and is not yet at its commit."""
    command = [sys.executable, "-c", SAVING, str(path), then]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "between\n"
        if then == "stops":
            os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def another_program(path: Path) -> Iterator[None]:
    """One that knows nothing of our lock, and keeps the database to itself."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits longer than a moment."""
    monkeypatch.setattr(connection, "WAIT_SECONDS", 0.05)


@POSIX
@pytest.mark.catalogue("A8")
@pytest.mark.usefixtures("impatient")
async def test_a_stopped_writer_is_named_and_nothing_is_lost(session: Session) -> None:
    """After the wait nothing was written and the draft is kept; when the writer goes on, everybody's save is done."""
    desk = session.lay(2)
    session.keep("Typed", 5)
    mine = session.confirm("Typed")
    assert mine is not None
    with writer_between(session.store.path, "stops") as stopped:
        with pytest.raises(LockedError, match=rf"busy: process {stopped.pid} \([\w.@+-]+\) has been writing for \d+ s; nothing"):
            await session.save(mine)
        assert session.store.counts(1).open == 7
        assert [draft.text for draft in session.drafts] == ["Typed"]
        stopped.send_signal(signal.SIGCONT)
        assert stopped.wait(30) == 0
    await session.save(mine)

    assert [place.status for place in session.store.places(1)][:2] == ["accepted", "corrected"]
    assert session.store.heads(desk.first.uid)[0].id == mine.id
    assert list(session.drafts) == []


@pytest.mark.catalogue("B6")
@pytest.mark.usefixtures("impatient")
async def test_another_program_is_named_as_such(database: Path, open_session: Callable[..., Session]) -> None:
    """One that holds the database is waited for and told of; the draft is kept, and the same save succeeds later."""
    session = open_session()
    session.lay(1)
    session.keep("Typed", 5)
    mine = session.confirm("Typed")
    assert mine is not None
    with another_program(database):
        with pytest.raises(LockedError, match="another program"):
            await session.save(mine)
        assert [draft.text for draft in session.drafts] == ["Typed"]
    await session.save(mine)

    assert session.store.counts(1).corrected == 1


@POSIX
@pytest.mark.catalogue("B10")
def test_a_killed_writer_holds_nobody_up(store: Store) -> None:
    """Whoever stands in the queue goes on within a tenth of a second, and of what was not committed nothing is there."""
    imported(store, article())
    spans = []
    with Writer(store.path) as writer:
        while not spans or (min(spans) > 0.1 and len(spans) < 5):
            with writer_between(store.path, "waits") as killed:
                mine = writer.submit("save", [review(store.place(2))])
                while not any(thread.name == "store-lock" for thread in threading.enumerate()):
                    time.sleep(0.001)
                killed.kill()
                begun = time.perf_counter()
                mine.result(30)
                spans.append(time.perf_counter() - begun)
    print(f"{1000 * min(spans):.1f} ms from kill -9 of a writer to the next one's commit")

    assert min(spans) <= 0.1
    assert [place.status for place in store.places(1)][:2] == ["open", "accepted"]


def side_file(path: Path) -> Path:
    """The lock of the database at `path`."""
    return path.with_name(f"{path.name}.lock")


@POSIX
@pytest.mark.parametrize(
    "said", ["", "process 1 (\x1b[31mroot) ", "process 99999999999999999999 (a)", "process 1 (a b)", "\xff\x00", "x" * 100_000]
)
@pytest.mark.usefixtures("impatient")
def test_what_the_side_file_says_is_not_trusted(store: Store, said: str) -> None:
    """Where it does not say plainly who has the lock, nobody is named, and nothing of it is repeated."""
    imported(store, article())
    side_file(store.path).write_bytes(said.encode("latin-1"))
    with side_file(store.path).open("r+b") as held:
        assert take(held)
        with pytest.raises(LockedError, match="busy: another reviewer has been writing for more than 0 s; nothing was written"):
            store.save([review(store.place(1))])
        release(held)


@POSIX
@pytest.mark.catalogue("B10")
def test_what_a_dead_writer_left_is_not_believed(store: Store) -> None:
    """A lock that is free is taken, whoever its file names."""
    imported(store, article())
    with writer_between(store.path, "waits") as killed:
        killed.kill()
    assert f"process {killed.pid}" in side_file(store.path).read_text()
    store.save([review(store.place(1))])

    assert store.counts().accepted == 1
    assert side_file(store.path).read_text().strip() == ""


@POSIX
def test_a_file_that_is_not_ours_is_not_written_to(store: Store) -> None:
    """Not what somebody else keeps under that name, nor what has another name besides."""
    precious = store.path.with_name("precious.txt")
    for text in ("Precious.", "P" * 64):
        side_file(store.path).unlink(missing_ok=True)
        precious.write_text(text)
        os.link(precious, side_file(store.path))
        imported(store, article([text]))
        assert precious.read_text() == text


def _unwritable(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write to everything")
    side_file(path).write_text("")
    side_file(path).chmod(0)


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "directory": lambda path: side_file(path).mkdir(),
    "link to nowhere": lambda path: side_file(path).symlink_to(path.with_name("victim")),
    "link to a file": lambda path: (
        path.with_name("victim").write_text("v"),
        side_file(path).symlink_to(path.with_name("victim")),
    ),
    "link to itself": lambda path: side_file(path).symlink_to(side_file(path)),
    "another's": _unwritable,
}


@POSIX
@pytest.mark.catalogue("B9")
@pytest.mark.parametrize("what", UNUSABLE)
def test_without_a_side_file_saves_are_safe(store: Store, what: str) -> None:
    """It is not needed to keep writers apart; that there are no turns is said, and no link is followed."""
    imported(store, article())
    side_file(store.path).unlink()
    UNUSABLE[what](store.path)
    with Writer(store.path) as writer:
        writer.submit("save", [review(store.place(1))]).result()

        assert writer.problem == problem(store.path)
        assert f"{side_file(store.path)}: " in writer.problem
    assert store.counts().accepted == 1
    victim = store.path.with_name("victim")
    assert victim.exists() is (what == "link to a file")
    assert not victim.exists() or victim.read_text() == "v"


def no_locks(*_: object) -> None:
    """What portalocker says on a file system that knows no locks."""
    raise portalocker.LockException(OSError(95, "Operation not supported"), "Operation not supported")


@pytest.mark.catalogue("B9")
def test_where_the_file_system_knows_no_locks_saves_are_safe(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there is no side file, and it is said."""
    imported(store, article())
    monkeypatch.setattr(portalocker, "lock", no_locks)
    with Writer(store.path) as writer:
        writer.submit("save", [review(store.place(1))]).result()
        assert writer.problem.endswith(f"{side_file(store.path)}: its file system knows no locks")
    assert store.counts().accepted == 1


def test_whether_there_are_turns_is_only_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks makes no side file, which would be his, and takes no turn from anybody."""
    with locked(store.path, 1):
        assert problem(store.path) == ""
    side_file(store.path).unlink()
    assert problem(store.path) == ""
    assert not side_file(store.path).exists()
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert problem(store.path).endswith("its folder may not be written")


def test_whoever_has_no_name_is_unknown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whom the system does not know saves all the same."""

    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    lock._login.cache_clear()
    with locked(store.path, 1):
        assert side_file(store.path).read_text().strip() == f"process {os.getpid()} (unknown)"
    lock._login.cache_clear()


@POSIX
@pytest.mark.catalogue("B9")
def test_without_a_side_file_nothing_is_lost(path: Path) -> None:
    """Processes that cannot take turns come between each other and lose nothing."""
    load = Load(3, 10, on_one=True)
    prepare(path, load)
    side_file(path).unlink()
    side_file(path).mkdir()
    figures = contend(path, load)

    assert len(figures.confirmed) == 30
    assert (figures.lost, figures.errors, figures.wrong) == ([], [], [])


def test_where_there_are_turns_nothing_is_said(store: Store) -> None:
    """No warning without a cause."""
    with Writer(store.path) as writer:
        assert writer.problem == ""


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_the_side_file_is_for_whom_the_database_is(store: Store, mode: int) -> None:
    """Whatever the umask: who may write the one may lock the other."""
    store.path.chmod(mode)
    side_file(store.path).unlink()
    before = os.umask(0o077)
    try:
        imported(store, article())
    finally:
        os.umask(before)

    assert side_file(store.path).stat().st_mode & 0o777 == mode


@POSIX
@pytest.mark.catalogue("C9")
@pytest.mark.parametrize("name", ["link.db", "folder/reviews.db", "../{here}/reviews.db"])
def test_all_names_of_a_file_have_one_lock(store: Store, name: str) -> None:
    """A link, a linked folder or a way round is followed once, to the same lock."""
    here = store.path.parent
    (here / "link.db").symlink_to(store.path)
    (here / "folder").symlink_to(here)
    with Store.open(here / name.format(here=here.name), create=False) as other:
        assert other.path == store.path
        with locked(store.path, 1), pytest.raises(LockedError), locked(other.path, 0.01):
            pytest.fail("two have it")
    assert sorted(each.name for each in here.glob("*.lock")) == ["reviews.db.lock"]


@POSIX
@pytest.mark.catalogue("C9")
def test_a_file_with_two_names_is_not_written(store: Store) -> None:
    """SQLite keeps a log for each hard link and would lose what was saved under the other: refused, at opening and at a save."""
    imported(store, article())
    second = store.path.with_name("second.db")
    os.link(store.path, second)
    with pytest.raises(StoreError, match="second name"):
        store.save([review(store.place(1))])
    with pytest.raises(StoreError, match="second name"):
        Store.open(second)
    second.unlink()
    store.save([review(store.place(1))])

    assert store.counts().accepted == 1


@POSIX
@pytest.mark.catalogue("C7", "C8")
@pytest.mark.parametrize("gone", ["unlinked", "moved", "replaced", "its folder"])
async def test_a_file_that_went_away_is_noticed_by_the_next_save(session: Session, gone: str) -> None:
    """The save is refused instead of going where nobody looks for it; the draft is kept."""
    session.lay(1)
    session.keep("Typed", 5)
    mine = session.confirm("Typed")
    assert mine is not None
    path, elsewhere = session.store.path, session.store.path.with_name("elsewhere.db")
    match gone:
        case "unlinked":
            path.unlink()
        case "moved":
            path.rename(elsewhere)
        case "replaced":
            elsewhere.write_bytes(path.read_bytes())
            elsewhere.rename(path)
        case "its folder":
            path.parent.rename(path.parent.with_name("moved"))
    with pytest.raises(StoreError, match="moved or replaced"):
        await session.save(mine)

    assert [draft.text for draft in session.drafts] == ["Typed"]

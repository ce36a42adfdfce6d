from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import portalocker
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.store import Draft, Journal, journal

DRAFT = Draft("r1", ("s1", "s2"), ("p1",), "Talks\n[b]\u202e\x00", 3, "? who", "desk1", "2026-01-01T00:00:01.000Z", 1)


def session(folder: Path, editor: str = "desk1", database: str = "db", path: str = "/reviews.db") -> Journal:
    """A journal of a session that starts now."""
    return Journal(folder, database=database, path=path, editor=editor, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))


def dead(folder: Path, *drafts: Draft, **options: str) -> Path:
    """The file of a session that ended with these drafts."""
    ended = session(folder, **options)
    for draft in drafts:
        ended.keep(draft)
    ended.close()
    assert ended._path is not None
    return ended._path


def files(folder: Path) -> list[Path]:
    """Every file of the drafts' folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_draft_is_found_again_after_its_session(tmp_path: Path) -> None:
    """What was kept is there for the next session, field by field."""
    dead(tmp_path, DRAFT)
    with session(tmp_path) as later:
        assert later.adopt() == [DRAFT]
        assert later.drafts == (DRAFT,)


def test_the_last_text_counts_and_what_was_dropped_does_not(tmp_path: Path) -> None:
    """Of one review the last draft, of a saved one none."""
    ended = session(tmp_path)
    ended.keep(DRAFT)
    ended.keep(replace(DRAFT, text="Later."))
    ended.keep(replace(DRAFT, review_id="r2"))
    ended.drop("r2")
    ended.drop("never kept")
    ended.close()
    assert [draft.text for draft in Journal.recover(tmp_path, "db")] == ["Later."]


def test_is_private(tmp_path: Path) -> None:
    """Folder and file are for their owner only."""
    path = dead(tmp_path / "drafts", DRAFT)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_a_session_without_drafts_leaves_nothing(tmp_path: Path) -> None:
    """A journal in which nothing counts any more goes with its session."""
    ended = session(tmp_path)
    ended.keep(DRAFT)
    ended.drop(DRAFT.review_id)
    ended.close()
    ended.close()
    assert files(tmp_path) == []


def test_unchanged_is_not_written(tmp_path: Path) -> None:
    """The same text a moment later costs nothing; a moved caret is a change."""
    with session(tmp_path) as running:
        running.keep(DRAFT)
        size = files(tmp_path)[0].stat().st_size
        running.keep(replace(DRAFT, at="2026-01-01T00:00:09.000Z"))
        assert files(tmp_path)[0].stat().st_size == size
        running.keep(replace(DRAFT, caret=4))
        assert files(tmp_path)[0].stat().st_size > size


def test_the_drafts_of_a_living_session_are_its_own(tmp_path: Path) -> None:
    """A lock says who lives: nobody is offered what somebody else is typing."""
    with session(tmp_path) as running, session(tmp_path) as other:
        running.keep(DRAFT)
        assert (Journal.recover(tmp_path, "db"), other.adopt()) == ([], [])
        assert running.drafts == (DRAFT,)


def test_only_one_session_takes_over(tmp_path: Path) -> None:
    """What one has adopted the next is not offered, until that one ends too."""
    old = dead(tmp_path, DRAFT)
    with session(tmp_path) as first, session(tmp_path) as second:
        assert (first.adopt(), second.adopt()) == ([DRAFT], [])
        assert not old.exists()
        first.close()
        assert second.adopt() == [DRAFT]


def test_drafts_are_of_an_editor_and_a_database(tmp_path: Path) -> None:
    """Another editor's typing is not put under my name, nor into another database; it stays for them."""
    dead(tmp_path, DRAFT)
    with session(tmp_path, editor="desk2") as other, session(tmp_path, database="other") as elsewhere:
        assert other.adopt() == elsewhere.adopt() == []
    assert Journal.recover(tmp_path, "db") == [DRAFT]
    assert Journal.recover(tmp_path / "nowhere", "db") == []


def test_the_oldest_come_first(tmp_path: Path) -> None:
    """In the order in which they were typed, over several sessions."""
    drafts = [replace(DRAFT, review_id=f"r{minute}", at=f"2026-01-01T00:0{minute}:00.000Z") for minute in range(4)]
    dead(tmp_path, drafts[3], drafts[1])
    dead(tmp_path, drafts[2], drafts[0])
    assert Journal.recover(tmp_path, "db") == drafts
    with session(tmp_path) as running:
        assert running.adopt() == drafts


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 900), flip=st.integers(0, 899), garbage=st.binary(max_size=20))
def test_damage_costs_no_more_than_its_line(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int, garbage: bytes
) -> None:
    """Cut off anywhere, a byte changed anywhere, garbage at the end: what is read was written, and other lines are."""
    folder = tmp_path_factory.mktemp("damage")
    drafts = [replace(DRAFT, review_id=f"r{number}", text=f"Text {number}") for number in range(3)]
    path = dead(folder, *drafts)
    whole = path.read_bytes()
    path.write_bytes(whole[:cut] + garbage)
    read = Journal.recover(folder, "db")
    assert read == drafts[: len(read)]
    assert len(read) >= sum(line.endswith(b"\n") for line in whole[:cut].splitlines(keepends=True)) - 1
    changed = bytearray(whole)
    changed[flip % len(whole)] ^= 0x10
    path.write_bytes(changed)
    kept = Journal.recover(folder, "db")
    assert len(kept) >= 1
    assert all(draft in drafts for draft in kept)


@pytest.mark.parametrize("entry", [{"keep": {"review_id": "r1"}}, {"keep": 1}, {"drop": {}}, {"journal": []}, {}, [], 7, None])
def test_lines_of_another_make_are_passed_over(tmp_path: Path, entry: object) -> None:
    """A sound line that says something else, as a later version's may, is no draft and no failure."""
    path = dead(tmp_path, DRAFT)
    body = json.dumps(entry, separators=(",", ":"))
    with path.open("a") as file:
        file.write(f'{{"crc":"{zlib.crc32(body.encode()):08x}","entry":{body}}}\n')
    assert Journal.recover(tmp_path, "db") == [DRAFT]


def test_does_not_grow_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long session's file is written anew with what still counts, and stays locked."""
    monkeypatch.setattr(journal, "_LONGEST", 10_000)
    with session(tmp_path) as running:
        for number in range(400):
            running.keep(replace(DRAFT, text=f"Text {number} " * 5))
        (path,) = files(tmp_path)
        assert path.stat().st_size < 12_000
        assert Journal.recover(tmp_path, "db") == []
    assert [draft.text[:8] for draft in Journal.recover(tmp_path, "db")] == ["Text 399"]


def test_a_folder_that_cannot_be_written_is_a_problem_and_no_failure(tmp_path: Path) -> None:
    """Everything goes on, and the screen can say that drafts are not kept; all of them are as soon as they can be."""
    (tmp_path / "drafts").write_text("a file where a folder should be")
    running = session(tmp_path / "drafts")
    running.keep(DRAFT)
    assert running.adopt() == []
    assert running.problem.startswith("drafts are not kept: ")
    (tmp_path / "drafts").unlink()
    running.keep(replace(DRAFT, review_id="r2"))
    assert running.problem == ""
    running.close()
    assert len(Journal.recover(tmp_path / "drafts", "db")) == 2


def test_a_full_disk_is_a_problem_until_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk is full it says so; then all that is still a draft is kept after all, behind a torn line."""

    def full(file: IO[bytes]) -> None:
        file.write(b'{"crc":"0123')
        file.flush()
        raise OSError(28, "No space left on device")

    with session(tmp_path) as running:
        with monkeypatch.context() as patched:
            patched.setattr(journal, "_sync", full)
            running.keep(DRAFT)
            assert "No space left on device" in running.problem
        running.keep(replace(DRAFT, review_id="r2"))
        assert running.problem == ""
    assert [draft.review_id for draft in Journal.recover(tmp_path, "db")] == ["r1", "r2"]


def test_nothing_is_lost_on_the_way_to_the_new_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the drafts cannot be written to the new journal the old file stays."""
    old = dead(tmp_path, DRAFT)
    with session(tmp_path) as running:

        def full(file: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(journal, "_sync", full)
        running.adopt()
        assert old.exists()


def test_a_killed_session_loses_no_kept_draft(tmp_path: Path) -> None:
    """Killed without warning, what `keep` returned from is there, and the lock is free."""
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from dataclasses import replace;"
        "from test_journal import DRAFT, session\n"
        "running = session(Path(sys.argv[1]))\n"
        "for number in range(10**9):\n"
        "    running.keep(replace(DRAFT, text=str(number)))\n"
        "    print(number, flush=True)\n"
    )
    for round_number in range(5):
        folder = tmp_path / str(round_number)
        child = subprocess.Popen(
            [sys.executable, "-c", code, folder, Path(__file__).parent], stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        assert child.stdout is not None
        confirmed = [child.stdout.readline() for _ in range(3 + 17 * round_number)]
        child.kill()
        confirmed += child.stdout.readlines()
        child.wait()
        child.stdout.close()
        last = max(int(line) for line in confirmed if line.endswith("\n"))
        (draft,) = Journal.recover(folder, "db")
        assert int(draft.text) in (last, last + 1)


def line(entry: str) -> bytes:
    """A line of a journal that is sound, whatever its entry says."""
    return f'{{"crc":"{zlib.crc32(entry.encode()):08x}","entry":{entry}}}\n'.encode()


def kept_as(**changes: object) -> bytes:
    """The line of the draft with other things in it."""
    return line(json.dumps({"keep": asdict(DRAFT) | {"review_id": "r2"} | changes}))


@pytest.mark.catalogue("F3")
@pytest.mark.parametrize(
    "hostile",
    [
        b"garbage \x1b]0;x\x07\n",
        b"\x00" * 4096 + b"\n",
        line("[" * 100_000),
        line("9" * 10_000),
        line('{"keep":{"text":"\\ud800"}}'),
        b'{"crc":"00000000","entry":\xff}\n',
        kept_as(text=5),
        kept_as(caret=True),
        kept_as(caret=-1),
        kept_as(covers=[]),
        kept_as(covers=[1]),
        kept_as(parents="p1"),
        kept_as(article="1"),
        kept_as(text="half \ud800 a character"),
        kept_as(more=1),
    ],
    ids=repr,
)
def test_what_was_not_understood_is_put_aside(tmp_path: Path, hostile: bytes) -> None:
    """Other lines are adopted all the same, and the file stays under another name for whoever wants to look at it."""
    path = dead(tmp_path, DRAFT)
    path.write_bytes(hostile + path.read_bytes() + hostile)
    with session(tmp_path) as running:
        assert running.adopt() == [DRAFT]
        assert path.with_suffix(".damaged").read_bytes().startswith(hostile)
        assert not path.exists()
        assert running.adopt() == []


@pytest.mark.catalogue("F3")
def test_a_line_without_end_is_not_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line that is longer than any of ours only a piece is held at a time, and what stands behind it is found."""
    monkeypatch.setattr(journal, "_LONGEST_LINE", 50_000)
    path = dead(tmp_path, DRAFT)
    path.write_bytes(b"\x00" * 20_000_000 + b"\n" + path.read_bytes())
    tracemalloc.start()
    try:
        assert Journal.recover(tmp_path, "db") == [DRAFT]
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.catalogue("F3")
@pytest.mark.long
def test_a_gigabyte_without_a_line_end_fits_into_little_memory(tmp_path: Path) -> None:
    """A process that may not have as much reads past it."""
    path = dead(tmp_path, DRAFT)
    written = path.read_bytes()
    with path.open("wb") as file:
        file.truncate(1 << 30)
        file.seek(1 << 30)
        file.write(b"\n" + written)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (512 << 20,) * 2); from pathlib import Path;"
        "from reviewer.store import Journal; print(len(Journal.recover(Path(sys.argv[1]), 'db')))"
    )
    ended = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)
    assert (ended.stdout, ended.stderr) == ("1\n", "")


@pytest.mark.catalogue("F2")
def test_a_journal_that_cannot_be_begun_leaves_no_half_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing lies about that nobody would ever look at."""

    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "_sync", full)
    with session(tmp_path) as running:
        running.keep(DRAFT)
        assert running.problem.endswith("No space left on device")
    assert files(tmp_path) == []


@pytest.mark.catalogue("F3")
@pytest.mark.parametrize("kind", ["link", "dangling link", "pipe", "folder", "socket"])
def test_what_is_no_journal_of_ours_is_not_touched(tmp_path: Path, kind: str) -> None:
    """A link is not followed, a pipe not waited for; the drafts beside it are offered."""
    target = dead(tmp_path / "elsewhere", DRAFT)
    trap = tmp_path / "db" / "session-0.jsonl"
    trap.parent.mkdir()
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        if kind.endswith("link"):
            trap.symlink_to(target if kind == "link" else tmp_path / "nowhere")
        elif kind == "pipe":
            os.mkfifo(trap)
        elif kind == "folder":
            trap.mkdir()
        else:
            listening.bind(os.path.relpath(trap))
        dead(tmp_path, replace(DRAFT, review_id="r2"))
        with session(tmp_path) as running:
            assert [draft.review_id for draft in running.adopt()] == ["r2"]
            assert os.path.lexists(trap)
            assert target.exists()


@pytest.mark.catalogue("F3")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another's file")
def test_a_file_of_somebody_else_is_not_adopted(tmp_path: Path) -> None:
    """Whoever can write into the folder puts no words into my mouth."""
    os.chown(dead(tmp_path, DRAFT), 12345, 12345)
    with session(tmp_path) as running:
        assert running.adopt() == []


@pytest.mark.catalogue("F2")
def test_a_folder_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    """Also where it was there before."""
    folder = tmp_path / "db"
    folder.mkdir(mode=0o755)
    with session(tmp_path) as running:
        assert running.problem == ""
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.catalogue("F2")
def test_a_file_that_reached_its_limit_is_a_problem_until_there_is_room(tmp_path: Path) -> None:
    """The system itself refuses to write: nothing is raised, and later all that is still a draft is kept after all."""
    code = (
        "import resource, sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from dataclasses import replace;"
        "from test_journal import DRAFT, session\n"
        "running = session(Path(sys.argv[1]))\n"
        "limit = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limit[1]))\n"
        "running.keep(replace(DRAFT, text='x' * 10_000)); print(running.problem)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, limit)\n"
        "running.keep(replace(DRAFT, review_id='r2')); print(running.problem); running.close()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, tmp_path, Path(__file__).parent], capture_output=True, text=True)
    assert ended.stderr == ""
    assert ended.stdout == f"drafts are not kept: {tmp_path / 'db'}: File too large\n\n"
    assert {draft.review_id for draft in Journal.recover(tmp_path, "db")} == {"r1", "r2"}


@pytest.mark.catalogue("F2")
def test_a_text_that_is_too_long_for_a_line_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would not be read again, so it is said that it is not kept; others are."""
    monkeypatch.setattr(journal, "_LONGEST_LINE", 2_000)
    with session(tmp_path) as running:
        running.keep(DRAFT)
        running.keep(replace(DRAFT, text="x" * 3_000))
        assert running.problem == f"drafts are not kept: {tmp_path / 'db'}: a text is too long for it"
    assert Journal.recover(tmp_path, "db") == [DRAFT]


@pytest.mark.catalogue("F2")
def test_where_the_file_system_knows_no_locks_drafts_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could say which session lives: that is said, nothing is raised, and what is there is left alone."""
    old = dead(tmp_path, DRAFT)

    def no_locks(*_: object) -> None:
        raise portalocker.LockException(OSError(95, "Operation not supported"), "Operation not supported")

    monkeypatch.setattr(portalocker, "lock", no_locks)
    with session(tmp_path) as running:
        running.keep(replace(DRAFT, review_id="r2"))
        assert running.problem == f"drafts are not kept: {tmp_path / 'db'}: its file system knows no locks"
        assert running.adopt() == []
    assert files(tmp_path) == [old]


@pytest.mark.catalogue("F2")
def test_what_a_kill_left_of_a_rewriting_goes(tmp_path: Path) -> None:
    """When nobody can be writing it any more; all that is in it is in a journal too."""
    for name in ("session-a1_b.new", "session-c2.new", "other.new"):
        (tmp_path / "db").mkdir(exist_ok=True)
        (tmp_path / "db" / name).write_bytes(b"half")
    os.utime(tmp_path / "db" / "session-a1_b.new", (0, 0))
    os.utime(tmp_path / "db" / "other.new", (0, 0))
    with session(tmp_path) as running:
        running.adopt()
    assert [path.name for path in files(tmp_path)] == ["other.new", "session-c2.new"]


@pytest.mark.catalogue("F3")
def test_a_disk_that_cannot_be_read_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal never raises; the file stays for another time."""
    old = dead(tmp_path, DRAFT)

    def broken(file: IO[bytes]) -> Iterator[bytes]:
        raise OSError(5, "Input/output error")

    with session(tmp_path) as running:
        monkeypatch.setattr(journal, "_lines", broken)
        assert running.adopt() == []
    assert old.exists()


def test_drafts_are_offered_where_they_were_typed(tmp_path: Path) -> None:
    """Not in a copy of the database, which has the same name inside, as long as the original is there; then in any copy."""
    original, copy = tmp_path / "reviews.db", tmp_path / "backup.db"
    original.touch()
    old = dead(tmp_path / "drafts", DRAFT, path=str(original))
    with session(tmp_path / "drafts", path=str(copy)) as elsewhere:
        assert (elsewhere.adopt(), Journal.recover(tmp_path / "drafts", "db", copy)) == ([], [])
        assert Journal.recover(tmp_path / "drafts", "db", original) == Journal.recover(tmp_path / "drafts", "db") == [DRAFT]
        assert old.exists()
        original.unlink()
        assert Journal.recover(tmp_path / "drafts", "db", copy) == [DRAFT]
        assert elsewhere.adopt() == [DRAFT]


@pytest.mark.catalogue("F2")
def test_a_folder_that_cannot_be_written_to_any_more_is_a_problem(tmp_path: Path) -> None:
    """A missing folder is made again, and what cannot be removed does no harm."""
    running = session(tmp_path)
    shutil.rmtree(tmp_path / "db")
    running.close()
    dead(tmp_path, DRAFT)
    assert Journal.recover(tmp_path, "db") == [DRAFT]


@pytest.mark.catalogue("F4")
def test_a_journal_that_goes_while_it_is_looked_at_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else took it over between the look into the folder and the lock."""
    path = dead(tmp_path, DRAFT)

    def take(file: IO[bytes]) -> bool:
        path.unlink(missing_ok=True)
        return True

    monkeypatch.setattr(journal, "take", take)
    assert Journal.recover(tmp_path, "db") == []


def test_nothing_is_written_after_the_end(tmp_path: Path) -> None:
    """A late draft of an ended session makes no file that nobody owns."""
    ended = session(tmp_path)
    ended.close()
    ended.keep(DRAFT)
    assert files(tmp_path) == []

"""Files that go out: whole or not at all, and never over what must stay."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from reviewer.errors import OutputError
from reviewer.workflow.writing import Inputs, beside, write_atomically


def names(folder):
    """What is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_has_the_usual_permissions(tmp_path):
    """Those that the umask leaves, and no unfinished file stays beside it."""
    path = tmp_path / "a.txt"
    umask = os.umask(0o027)
    try:
        write_atomically(path, b"text")
    finally:
        os.umask(umask)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode), names(tmp_path)) == (b"text", 0o640, ["a.txt"])


def test_a_replaced_file_keeps_its_permissions(tmp_path):
    """Whatever the umask is."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o604)
    write_atomically(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o604)


def test_whoever_has_the_old_file_open_keeps_it(tmp_path):
    """It is replaced, not written over."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_atomically(path, b"new")
        assert reader.read() == b"old"


def test_a_link_is_not_followed(tmp_path):
    """What it leads to, and the link itself, stay as they are."""
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with pytest.raises(OutputError, match=r"link\.txt: is a link"):
        write_atomically(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"old"


def test_a_link_to_nothing_is_not_followed(tmp_path):
    """It would make a file somewhere else."""
    (tmp_path / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(OutputError, match="is a link"):
        write_atomically(tmp_path / "link.txt", b"new")
    assert names(tmp_path) == ["link.txt"]


def test_a_link_to_itself_is_refused(tmp_path):
    """It leads nowhere, and is neither a target nor in the way as something that must stay."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match="is a link"):
        write_atomically(tmp_path / "loop", b"new")
    write_atomically(tmp_path / "a.txt", b"new", never=Inputs((tmp_path / "loop",)))
    assert names(tmp_path) == ["a.txt", "loop"]


def test_a_directory_is_refused(tmp_path):
    """With what to do."""
    with pytest.raises(OutputError, match="is a directory; name a file in it"):
        write_atomically(tmp_path, b"new")


def test_a_pipe_is_refused(tmp_path):
    """Without waiting for somebody to read it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OutputError, match="is no regular file"):
        write_atomically(tmp_path / "pipe", b"new")
    assert names(tmp_path) == ["pipe"]


def test_any_database_is_refused(tmp_path):
    """Also one of another program."""
    path = tmp_path / "photos.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(OutputError, match="is a database"):
        write_atomically(path, b"new")
    assert path.read_bytes() == before


def test_an_input_is_refused_under_any_name(tmp_path):
    """By where it really is."""
    (tmp_path / "in.txt").write_bytes(b"old")
    with pytest.raises(OutputError, match="is an input"):
        write_atomically(tmp_path / "x" / ".." / "in.txt", b"new", never=Inputs((tmp_path / "in.txt",)))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_is_closed_is_a_plain_error(tmp_path):
    """What was there before is still there."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied; nothing was written"):
            write_atomically(path, b"new")
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_what_was_there(tmp_path):
    """Here a limit on the size of files stands for the disk's."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(OutputError, match="nothing was written"):
            write_atomically(path, bytes(2_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["a.txt"])


def test_a_name_that_cannot_be_is_a_plain_error(tmp_path):
    """Too long, or with a zero byte, as somebody may type on the screen."""
    for name in ("a" * 300, "a\0b"):
        with pytest.raises(OutputError, match="nothing was written"):
            write_atomically(tmp_path / name, b"new")


def test_a_long_name_makes_room_for_the_word(tmp_path):
    """A name may have 255 bytes, also when its letters have three."""
    path = beside(tmp_path / ("가" * 83 + ".txt"), "corrected")
    write_atomically(path, b"new")
    assert path.name.endswith("가.corrected.txt")


@pytest.mark.catalogue("I6")
@pytest.mark.parametrize("device", ["/dev/null", "/dev/full", "/dev/zero"])
def test_a_device_is_refused(device):
    """It is not replaced by a file, even by somebody who could."""
    with pytest.raises(OutputError, match="is no regular file"):
        write_atomically(Path(device), b"new")


@pytest.mark.catalogue("I6")
def test_a_link_that_comes_at_the_last_moment_is_replaced_and_not_followed(tmp_path, monkeypatch):
    """Whoever can write to the folder leads nobody out of it."""
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"old")
    folder = tmp_path / "folder"
    folder.mkdir()
    synced = os.fsync

    def linked(handle):
        synced(handle)
        if not (folder / "a.txt").is_symlink():
            (folder / "a.txt").symlink_to(outside)

    monkeypatch.setattr(os, "fsync", linked)
    write_atomically(folder / "a.txt", b"new")
    assert outside.read_bytes() == b"old"
    assert (folder / "a.txt").read_bytes() == b"new"


@pytest.mark.catalogue("I6")
def test_what_the_killed_left_is_deleted_by_the_next(tmp_path):
    """When nobody can be writing it any more; and nothing else is."""
    for name in (".reviewer-1-0.tmp", ".reviewer-2-0.tmp", ".reviewer-x.tmp", "reviewer-1-0.tmp"):
        (tmp_path / name).write_bytes(b"half")
        if name != ".reviewer-2-0.tmp":
            os.utime(tmp_path / name, (0, 0))
    write_atomically(tmp_path / "a.txt", b"text")
    assert names(tmp_path) == [".reviewer-2-0.tmp", ".reviewer-x.tmp", "a.txt", "reviewer-1-0.tmp"]


WRITER = """
import sys
from itertools import cycle
from pathlib import Path
from reviewer.workflow.writing import write_atomically

{0}
for letter in cycle(b"AB"):
    write_atomically(Path(sys.argv[1]), bytes([letter]) * 3_000_000)
    print(flush=True)
"""
NAIVE = "write_atomically = Path.write_bytes"


def killed_while_writing(path, kills, chance, weakness=""):
    """How often a file was neither the old nor the new one after a process that writes it was killed."""
    broken = 0
    for _ in range(kills):
        path.write_bytes(b"A" * 3_000_000)
        process = subprocess.Popen([sys.executable, "-c", WRITER.format(weakness), path], stdout=subprocess.PIPE)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        broken += path.read_bytes() not in (b"A" * 3_000_000, b"B" * 3_000_000)
    return broken


@pytest.mark.catalogue("I6")
@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.long)])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path, kills):
    """Whenever it comes; what is beside it has the name of an unfinished file."""
    broken = killed_while_writing(tmp_path / "a.txt", kills, Random(kills))
    print(f"{kills} kills while a file was written: {broken} were neither old nor new")
    assert broken == 0
    assert all(name == "a.txt" or name.startswith(".reviewer-") for name in names(tmp_path))


@pytest.mark.catalogue("I6")
def test_the_harness_sees_a_file_that_is_written_over(tmp_path):
    """Where the file itself is written, one of a few kills leaves half of it."""
    assert any(killed_while_writing(tmp_path / "a.txt", 1, Random(seed), NAIVE) for seed in range(20))

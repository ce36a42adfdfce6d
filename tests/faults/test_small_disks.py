"""A real disk that is full or read-only, under the database, the drafts, an export and a backup at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.core.composition import Unfinished
from reviewer.core.review import with_action
from reviewer.errors import OutputError, StoreError
from reviewer.store import Store
from reviewer.workflow.exporting import write_article
from tests.building import session_on
from tests.faults.losses import losses, of_reviews
from tests.faults.operations import NAME, Newsroom

pytestmark = pytest.mark.long

SIZE = 4 * 1024 * 1024
STEP = 6 * 1024
"""Bytes that there are more at each level; a save takes some 60 KB of log."""
LAST = 5
"""The position of the segment that is corrected."""


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk in memory."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    folder = Path(tempfile.mkdtemp())
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("a disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)
    folder.rmdir()


def furnish(disk: Path, newsroom: Newsroom) -> Path:
    """The newsroom's database on the disk."""
    for path in newsroom.folder.iterdir():
        shutil.copy(path, disk / path.name)
    return disk / NAME


def fill_up(disk: Path, room: int) -> Path:
    """Leaves only so much room on the disk; the file to remove for more."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    filler.write_bytes(bytes(max(free.f_bavail * free.f_frsize - room, 0)))
    return filler


def clear(disk: Path) -> None:
    """Removes everything."""
    for path in disk.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.mark.catalogue("A5")
@pytest.mark.parametrize("levels", [2, pytest.param(20, marks=pytest.mark.long)])
async def test_a_screen_goes_on_when_there_is_room_again(disk: Path, newsroom: Newsroom, levels: int) -> None:
    """However little room there is for a save, the text is kept, and saved by the same session once there is room."""
    refused = 0
    for level in range(levels):
        database = furnish(disk, newsroom)
        session = session_on(database)
        session.lay(session.store.places(1)[LAST - 1].row)
        filler = fill_up(disk, level * STEP)
        session.keep("Mine", 4)
        session.flush()
        review = session.confirm("Mine")
        assert review is not None
        (saved,) = with_action([review])
        answer = ""
        try:
            await session.save(review)
        except StoreError as error:
            answer = str(error)
        if answer:
            refused += 1
            assert "no space left" in answer
            assert [draft.text for draft in session.drafts] == ["Mine"]
        held = newsroom.held if answer else newsroom.held | of_reviews([saved])
        assert losses(database, held) == []
        filler.unlink()
        await session.save(review)
        assert list(session.drafts) == []
        session.close()
        assert losses(database, held | of_reviews([saved])) == []
        clear(disk)
    print(f"full tmpfs: {levels} levels, {refused} saves refused")
    assert refused


@pytest.mark.catalogue("A5")
def test_files_that_find_no_room_leave_what_was_there(disk: Path, newsroom: Newsroom) -> None:
    """Export, backup and opening say that there is no room; the old file is whole, and with room all of them work."""
    database = furnish(disk, newsroom)
    exported, copy = disk / "call.txt", disk / "copy.db"
    exported.write_text("The old one", encoding="utf-8")
    with Store.open(database) as store:
        filler = fill_up(disk, 0)
        with pytest.raises(OutputError, match=r"[Nn]o space left"):
            write_article(store, 1, exported, Unfinished.MACHINE)
        with pytest.raises(StoreError, match=r"[Nn]o space left"):
            store.back_up(copy)
    assert exported.read_text(encoding="utf-8") == "The old one"
    assert not copy.exists()
    filler.unlink()
    filler = fill_up(disk, 0)
    with pytest.raises(StoreError, match=r"[Nn]o space left"):
        Store.open(database)
    filler.unlink()
    with Store.open(database) as store:
        write_article(store, 1, exported, Unfinished.MACHINE)
        store.back_up(copy)
    assert losses(copy, newsroom.held) == losses(database, newsroom.held) == []
    assert sorted(path.name for path in disk.iterdir() if path.name.endswith(".tmp")) == []


@pytest.mark.catalogue("A6", "C11")
def test_a_disk_that_became_read_only_is_told(disk: Path, newsroom: Newsroom) -> None:
    """Nothing can be written, what is there can be read, and after mounting it anew everything goes on."""
    database = furnish(disk, newsroom)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(StoreError, match="read-only"):
        Store.open(database).close()
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)

    assert losses(database, newsroom.held) == []

"""Several processes on one file at once: every confirmed save is there, once, and nobody is kept waiting or told nonsense."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils
from newsroom import article, imported, review

from reviewer.errors import StoreError
from reviewer.store import Store
from tests.contending import Figures, Load, contend, prepare


def contended(path: Path, load: Load) -> Figures:
    """What came of `load` on a new database."""
    prepare(path, load)
    figures = contend(path, load)
    print(f"{load.processes} processes: {figures}")
    return figures


@pytest.mark.catalogue("B1", "B2")
@pytest.mark.parametrize("on_one", [False, True], ids=["own segments", "one segment"])
@pytest.mark.parametrize(("processes", "saves"), [(4, 15), pytest.param(8, 1_000, marks=pytest.mark.long)])
def test_saves_at_once_lose_nothing(path: Path, processes: int, saves: int, on_one: bool) -> None:
    """Every save is there, in one chain a segment; whoever came late was told, looked again and saved."""
    figures = contended(path, Load(processes, saves, on_one=on_one))

    assert len(figures.confirmed) == processes * saves
    assert (figures.lost, figures.errors, figures.wrong) == ([], [], [])
    assert figures.stale == 0 or on_one


@pytest.mark.catalogue("B8")
@pytest.mark.parametrize(("processes", "saves"), [(4, 5), pytest.param(8, 250, marks=pytest.mark.long)])
def test_opening_and_closing_disturbs_nobody(path: Path, processes: int, saves: int) -> None:
    """Each save opens the database and closes it, the last one folding its log in: no error comes up."""
    figures = contended(path, Load(processes, saves, reopens=True))

    assert len(figures.confirmed) == processes * saves
    assert (figures.lost, figures.errors, figures.wrong) == ([], [], [])


@pytest.mark.catalogue("B1", "B2")
@pytest.mark.parametrize(
    ("load", "seen"),
    [
        (Load(4, 15, "naive", on_one=True), lambda figures: figures.lost),
        pytest.param(Load(4, 15, on_one=True, weakness="no parents"), lambda figures: figures.wrong, marks=pytest.mark.long),
    ],
    ids=["read then write back", "without expected parents"],
)
def test_the_harness_sees_what_is_lost(path: Path, load: Load, seen: Callable[[Figures], list[str]]) -> None:
    """Where a row is read and written back, or a save does not look at what stands, it is reported."""
    figures = contended(path, load)

    assert seen(figures)


@pytest.mark.catalogue("B4")
@pytest.mark.parametrize(("processes", "saves"), [(2, 15), pytest.param(8, 1_000, marks=pytest.mark.long)])
def test_a_long_report_is_of_one_moment_and_holds_nobody_up(path: Path, processes: int, saves: int) -> None:
    """While others save it reads what was there when it began, and they do not wait for its end."""
    load = Load(processes, saves)
    prepare(path, load)
    with Store.open(path, readonly=True) as store:
        with store.snapshot():
            before = store.counts()
            figures = contend(path, load)
            assert store.counts() == before
            assert store.last_seq() == 0
        after = store.counts()
    print(f"{processes} processes beside a report: {figures}")

    assert (figures.lost, figures.errors, figures.wrong) == ([], [], [])
    assert (before.corrected, after.corrected) == (0, processes * min(saves, 25))
    assert after.open + after.corrected == after.total


def _in_a_thread(store: Store, act: Callable[[], object]) -> str:
    told = []

    def elsewhere() -> None:
        try:
            act()
        except StoreError as error:
            told.append(str(error))

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    return "".join(told)


@pytest.mark.catalogue("A12")
@pytest.mark.parametrize("act", ["read", "save"])
def test_a_store_refuses_another_thread(store: Store, act: str) -> None:
    """Neither does it read there nor write."""
    imported(store, article())
    made = review(store.place(1))
    told = _in_a_thread(store, store.counts if act == "read" else lambda: store.save([made]))

    assert "another thread or process" in told
    assert store.counts().open == 5


FORKING = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from newsroom import review
from reviewer.errors import StoreError
from reviewer.store import Store

store = Store.open(Path(sys.argv[1]))
made = review(store.place(1))
if child := os.fork():
    os.waitpid(child, 0)
    store.save([made])
    print(store.counts().accepted)
else:
    for act in (store.counts, lambda: store.save([made])):
        try:
            act()
        except StoreError as error:
            print("another thread or process" in str(error), flush=True)
    os._exit(0)
"""


@pytest.mark.catalogue("A11")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_a_store_refuses_a_forked_process(store: Store) -> None:
    """The child is told, reading and saving; its parent goes on."""
    imported(store, article())
    done = subprocess.run(
        [sys.executable, "-c", FORKING, store.path, Path(__file__).parent], capture_output=True, text=True, timeout=60
    )

    assert (done.stdout.split(), done.stderr) == (["True", "True", "1"], "")


@pytest.mark.catalogue("B11")
def test_other_programs_may_read_meanwhile(store: Store) -> None:
    """One that is in the middle of reading sees what it began with, and holds up no save."""
    imported(store, article())
    other = sqlite_utils.Database(store.path, execute_plugins=False)
    reading = other.query("SELECT * FROM place JOIN segment ON segment.id = segment_id")
    next(reading)
    for place in store.places(1):
        store.save([review(place)])

    assert len(list(reading)) == 4
    assert other["review"].count == 5
    other.close()


@pytest.mark.catalogue("B11")
def test_a_plugin_of_sqlite_utils_is_not_loaded(tmp_path: Path) -> None:
    """One that is installed is not even imported, where sqlite-utils left to itself would."""
    installed = tmp_path / "nosy-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: nosy\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[sqlite_utils]\nnosy = nosy\n")
    (tmp_path / "nosy.py").write_text("print('loaded')\n")
    code = (
        "import sys; sys.path += sys.argv[1:]; from pathlib import Path; import sqlite_utils\n"
        "from reviewer.store import Store; from newsroom import article, imported\n"
        "with Store.open(Path('reviews.db')) as store: imported(store, article()); store.index_corrections()\n"
        "print('ours'); sqlite_utils.Database('reviews.db').close()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path), str(Path(__file__).parent)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split() == ["ours", "loaded"]

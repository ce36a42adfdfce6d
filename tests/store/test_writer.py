from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import article, imported, review

from reviewer.errors import NotADatabaseError, StaleError, StoreError
from reviewer.store import Store, Writer


def test_saves_in_its_own_thread_and_in_order(store: Store) -> None:
    """What is handed over is done one after the other, and seen by readers when its future is done."""
    imported(store, article())
    places = store.places(1)
    with Writer(store.path) as writer:
        saves = [writer.submit("save", [review(place)]) for place in places]
        assert [save.result() for save in saves] == [None] * 5
        assert store.counts().accepted == 5
        assert writer.submit(lambda _: threading.current_thread().name).result() == "store-writer"


def test_a_refusal_reaches_whoever_waits(store: Store) -> None:
    """An error belongs to its own future; the writer goes on."""
    imported(store, article())
    place = store.place(1)
    with Writer(store.path) as writer:
        writer.submit("save", [review(place)]).result()
        with pytest.raises(StaleError):
            writer.submit("save", [review(place, correction="late")]).result()
        with pytest.raises(ZeroDivisionError):
            writer.submit(lambda _: 1 / 0).result()
        assert writer.submit("counts").result().accepted == 1


def test_closing_does_what_was_handed_over(store: Store) -> None:
    """Nothing that was handed over is dropped; what comes after is refused."""
    imported(store, article())
    places = store.places(1)
    writer = Writer(store.path)
    futures = [writer.submit("save", [review(place)]) for place in places]
    writer.close()
    writer.close()
    assert all(future.done() for future in futures)
    assert store.counts().accepted == 5
    with pytest.raises(StoreError, match="closed"):
        writer.submit("counts")


def test_a_program_that_ends_without_closing_still_saves(store: Store) -> None:
    """What was handed over is written at the end of the program, and the thread does not keep it alive."""
    imported(store, article())
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]); from newsroom import review;"
        "from reviewer.store import Store, Writer; path = Path(sys.argv[1]); writer = Writer(path);"
        "[writer.submit('save', [review(place)]) for place in Store.open(path).places(1)]; 1 / 0"
    )
    done = subprocess.run([sys.executable, "-c", code, store.path, Path(__file__).parent], capture_output=True, timeout=60)
    assert b"ZeroDivisionError" in done.stderr
    assert store.counts().accepted == 5


def test_a_save_cannot_be_called_off(store: Store) -> None:
    """Nobody is told that a save did not happen when it may have."""
    gate = threading.Event()
    with Writer(store.path) as writer:
        first = writer.submit(lambda _: gate.wait())
        second = writer.submit("counts")
        assert not first.cancel()
        assert not second.cancel()
        gate.set()
        assert second.result().total == 0


@pytest.mark.catalogue("B12")
@pytest.mark.parametrize("fails", [False, True], ids=["saved", "not saved"])
async def test_whoever_is_called_off_learns_the_truth_first(store: Store, fails: bool) -> None:
    """Called off in the middle of a save they go on waiting, see what came of it, and end where they wait next."""
    imported(store, article())
    made = review(store.place(1))
    gate, seen = threading.Event(), []

    def save(writing: Store) -> None:
        gate.wait()
        writing.save([replace(made, covers=("unknown",)) if fails else made])

    async def editing(writer: Writer) -> None:
        try:
            await writer.perform(save)
            seen.append("saved")
        except StoreError:
            seen.append("not saved")
        await asyncio.sleep(0)
        seen.append("went on")

    with Writer(store.path) as writer:
        task = asyncio.create_task(editing(writer))
        for _ in range(3):
            await asyncio.sleep(0)
            task.cancel()
        assert not task.done()
        gate.set()
        with pytest.raises(asyncio.CancelledError):
            await task

    assert seen == ["not saved" if fails else "saved"]
    assert store.counts().accepted == (not fails)


def test_a_database_that_cannot_be_opened_is_told_at_once(path: Path) -> None:
    """The error of opening is raised where the writer is made, and no thread stays behind."""
    path.write_bytes(b"no database")
    before = threading.active_count()
    with pytest.raises(NotADatabaseError):
        Writer(path)
    with pytest.raises(StoreError, match="no such database"):
        Writer(path.with_name("none.db"))
    assert threading.active_count() == before

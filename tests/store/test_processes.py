"""Several processes on one file: what was confirmed is there, once. Those that are killed are in `tests/faults`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from newsroom import article, imported

from reviewer.core.review import heads, standing
from reviewer.store import Store

SAVING = """
import itertools, os, sys, uuid
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from newsroom import review
from reviewer.errors import StaleError
from reviewer.store import Store

editor, number, which = sys.argv[3], int(sys.argv[4]), sys.argv[5]
with Store.open(Path(sys.argv[1])) as store:
    rows = store.article(1).rows
    print("ready", flush=True)
    for turn in itertools.count() if number < 0 else range(number):
        row = rows[turn % len(rows)] if which == "all" else rows[0]
        while True:
            made = review(store.place(row), correction=f"{editor} {turn}", editor=editor, id=str(uuid.uuid4()))
            try:
                store.save([made], {made.id: (50.0, 1, 2)})
                break
            except StaleError:
                print("stale", flush=True)
        print(made.id, flush=True)
"""


def start(path: Path, editor: str, number: int, which: str = "all") -> subprocess.Popen[str]:
    """A process that saves reviews and prints the id of each when it is durable."""
    arguments = [sys.executable, "-c", SAVING, path, Path(__file__).parent, editor, str(number), which]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def check(store: Store, confirmed: list[str]) -> None:
    """Every confirmed review is there once, and what is derived follows from the reviews."""
    stored = {review_id for (review_id,) in store._db.all("SELECT id FROM review")}
    assert set(confirmed) <= stored
    assert len(set(confirmed)) == len(confirmed)
    assert store._db.value("PRAGMA integrity_check") == "ok"
    for place in store.places(1):
        made = store.reviews(place.uid)
        assert list(place.heads) == heads(made, place.uid)
        assert place.status is standing(place.heads)
        assert all(review.digest == digest for review, (digest,) in zip(made, _digests(store, place.uid), strict=True))


def _digests(store: Store, uid: str) -> list[tuple[str]]:
    return store._db.all(
        "SELECT digest FROM segment JOIN review_cover ON segment_id = segment.id JOIN review ON seq = review_seq "
        "WHERE uid = ? ORDER BY seq",
        (uid,),
    )


@pytest.mark.parametrize("which", ["all", "one"])
def test_processes_that_save_at_once_lose_nothing(store: Store, which: str) -> None:
    """Four writers: every save is there; on one segment they form a chain, and whoever came late was told."""
    imported(store, article())
    running = [start(store.path, f"desk{number}", 25, which) for number in range(4)]
    printed = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * 4
    confirmed = [line for lines in printed for line in lines if line not in ("ready", "stale")]
    assert len(confirmed) == 100
    check(store, confirmed)
    assert len(store.place(1).heads) == 1
    assert store.counts().conflict == 0

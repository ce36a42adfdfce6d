"""A database with a bit of everything, where its reviews and segments stand in the file, and ways to damage it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from reviewer.core import finding
from reviewer.store import Store
from reviewer.workflow.sampling import draw
from tests.desk import AT, bring_in, decide

PAGE = 4096
SENTENCES = 60
Extent = tuple[int, int]
"""From which byte of the file to which."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An undamaged database and what is where in it."""

    data: bytes
    reviews: dict[str, tuple[Extent, ...]]
    """By id, bytes of fields: all of them, or most where a row goes on in another page."""
    segments: dict[str, tuple[Extent, ...]]
    """By uid, the bytes of all fields."""

    def intact(self, damaged: Extent) -> set[str]:
        """The reviews of which no byte is within `damaged`; what leads to their bytes may be."""
        return {
            name
            for name, extents in self.reviews.items()
            # In front of a row stand its length, its number, and of what kinds its fields are; behind it, where it goes on.
            if all(damaged[1] <= start - 40 or _page_end(start, end, extents) <= damaged[0] for start, end in extents)
        }


def _page_end(start: int, end: int, extents: tuple[Extent, ...]) -> int:
    return end if len(extents) == 1 else start // PAGE * PAGE + PAGE


def _extents(start: int, end: int) -> tuple[Extent, ...]:
    """Where a row is that begins and ends there, be it in two pages."""
    if start // PAGE == (end - 1) // PAGE:
        return ((start, end),)
    # At least so much is in the first page; the second, behind the number of a third, is all the row's.
    return ((start, start + 400), ((end - 1) // PAGE * PAGE + 4, end))


def database(folder: Path) -> Whole:
    """Makes it in `folder`, in a file `whole.db`, of which every page is in the file."""
    path = folder / "whole.db"
    machine = [f"Sentence number {number} was about the price of gräin in the town." for number in range(SENTENCES)]
    (folder / "story.csv").write_text("machine,reference\n" + "".join(f"{text},{text} Once more.\n" for text in machine))
    bring_in(path, folder / "story.csv")
    with Store.open(path) as store:
        draw(store, [1], "monday", 20, editor="desk2", at=AT)
        store.sign_off(1, editor="desk2", at=AT, text_digest="of some text")
        store.assign([1], "desk2", by="lead", at=AT)
        uid = store.places(1)[3].uid
        said = ("made-up", store.article(1).uid, uid, "was", "is odd", "desk2", AT)
        store.dismiss([finding.Dismissal(finding.Extent.ARTICLE, *said)])
        store.set_fact(store.places(1)[3].uid, "kind", "caption", "desk2", AT)
    for position in range(1, SENTENCES // 2):
        # Some are longer than a page.
        decide(
            path, position, "corrected", f"Sentence {position} was about prices. {'Grain. ' * (position % 6) ** 4}", note="? sure"
        )
    decide(path, (40, 41), "corrected", "Two in one.")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        reviews = other.execute("SELECT id, digest FROM review").fetchall()
        segments = other.execute("SELECT uid, machine FROM segment").fetchall()
    data = path.read_bytes()
    return Whole(
        data,
        {name: _extents(data.index(f'{name}["'.encode()), data.index(digest.encode()) + 64) for name, digest in reviews},
        {uid: ((start := data.index((uid + text).encode()), start + len((uid + text).encode()) + 8),) for uid, text in segments},
    )


def flipped(data: bytes, at: int, chance: Random) -> bytes:
    """With one byte that is another."""
    damaged = bytearray(data)
    damaged[at] ^= chance.randrange(1, 256)
    return bytes(damaged)

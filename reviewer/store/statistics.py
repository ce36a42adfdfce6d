"""What metrics counted in pairs of texts, kept so that nothing is counted twice.

A cache: rows are found by a digest of the texts and by what counted them, so a changed correction, another option or a newer
sacrebleu simply finds nothing. All of it may be deleted at any time, and comes back the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from reviewer.store.connection import Connection

Numbers = tuple[float, ...]
"""One row of statistics; whole numbers are ints."""

_AT_ONCE = 500


def kept(db: Connection, counter: str, pairs: Sequence[bytes]) -> dict[bytes, Numbers]:
    """The numbers that are known of `pairs`, by their digests; `counter` says whose numbers they are.

    What is no row of numbers, because somebody else wrote into the file, is not known.
    """
    rows = ((pair, _numbers(written)) for pair, written in as_kept(db, counter, pairs).items())
    return {pair: numbers for pair, numbers in rows if numbers is not None}


def as_kept(db: Connection, counter: str, pairs: Sequence[bytes]) -> dict[bytes, str]:
    """The same as it is written in the database, be it numbers or not."""
    found: dict[bytes, str] = {}
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = db.all(
            "SELECT pair, numbers FROM statistic JOIN counter ON counter.id = counter_id "
            f"WHERE counter.signature = ? AND pair IN ({marks})",
            (counter, *some),
        )
        found.update(rows)
    return found


def keep(db: Connection, rows: Mapping[str, Mapping[bytes, Numbers]]) -> None:
    """Adds rows, by counter and digest of the pair, in place of what was kept of it."""
    with db.writing():
        for counter, numbers in rows.items():
            db.run("INSERT INTO counter (signature) VALUES (?) ON CONFLICT DO NOTHING", (counter,))
            number = db.value("SELECT id FROM counter WHERE signature = ?", (counter,))
            db.run_many(
                "INSERT INTO statistic (counter_id, pair, numbers) VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET numbers = excluded.numbers WHERE numbers <> excluded.numbers",
                ((number, pair, json.dumps(row)) for pair, row in numbers.items()),
            )


def counters(db: Connection) -> dict[str, int]:
    """Everything that has counted, and how many pairs each."""
    return dict(
        db.all("SELECT signature, count(*) FROM statistic JOIN counter ON counter.id = counter_id GROUP BY counter_id ORDER BY 1")
    )


def forget(db: Connection) -> int:
    """Drops all of it; how many rows there were."""
    with db.writing():
        dropped = db.run("DELETE FROM statistic")
        db.run("DELETE FROM counter")
    return dropped


def _numbers(written: str) -> Numbers | None:
    try:
        row = json.loads(written)
    except ValueError:
        return None
    return tuple(row) if isinstance(row, list) and all(type(number) in (int, float) for number in row) else None

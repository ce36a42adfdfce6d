"""Samples: their designs, what was drawn, and by whom.

Every row is only ever added, and every id is made of what the row says, so putting two databases together is putting sets
together. `sample` says which segments are in a sample, for filters; `sample_drawn` says by which stratum of a design they came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from reviewer.core.sample import Part, Sample, Stratum, stratum_name
from reviewer.errors import StoreError
from reviewer.store.connection import Connection
from reviewer.store.facts import id_of
from reviewer.store.names import SEGMENT

_UID = 32
"""Bytes of a uid, which is a SHA-256."""
_UIDS = """
    SELECT uid FROM segment WHERE id IN (
        SELECT coalesce((SELECT segment_alias.segment_id FROM segment_alias WHERE segment_alias.uid = named.uid), named.id)
        FROM {} AS listed JOIN segment AS named ON named.id = listed.segment_id WHERE listed.{} = ?)
    ORDER BY uid
"""
"""The segments of some rows, or what they turned out to be; to be formatted with a table and a column."""
_NAMED = f"SELECT * FROM (SELECT value, {SEGMENT.format('value')} AS number FROM json_each(?)) WHERE number IS NOT NULL"


def add(db: Connection, name: str, uids: Iterable[str]) -> None:
    """Puts segments into the sample `name`, by no design.

    Raises:
        StoreError: when one of them is not known; then none is put in.
    """
    with db.writing():
        _put(db, name, uids)


def draw(db: Connection, name: str, parts: Sequence[Part], editor: str, at: str) -> None:
    """Keeps a draw, all of it or nothing; what was there before stays.

    Args:
        db: where.
        name: of the sample.
        parts: the strata of its design, each with all that is drawn from it by now.
        editor: who drew.
        at: the time.

    Raises:
        StoreError: when a segment is not known, or somebody drew otherwise under that name in the meantime.
    """
    size = sum(len(part.drawn) for part in parts)
    with db.writing():
        there = {identity for (identity,) in db.all("SELECT id FROM sample_stratum WHERE sample = ?", (name,))}
        if there and there != {part.stratum.id for part in parts}:
            raise StoreError(f"{db.path}: somebody drew the sample {name} in the meantime; nothing was written, try again")
        for part in parts:
            stratum = part.stratum
            db.run(
                "INSERT INTO sample_stratum (id, sample, drawn_from, seed, label, population, members) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    stratum.id,
                    name,
                    stratum.drawn_from,
                    stratum.seed,
                    stratum.label,
                    len(stratum.members),
                    packed(stratum.members),
                ),
            )
            db.run_many(
                "INSERT INTO sample_drawn (segment_id, stratum_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(segment, stratum.id) for segment in _put(db, name, part.drawn)],
            )
        db.run(
            "INSERT INTO sample_draw (id, sample, size, editor, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (id_of("draw", name, size, editor, at), name, size, editor, at),
        )


def sample(db: Connection, name: str) -> Sample | None:
    """What is known of the sample `name`; None where there is none."""
    segments = db.all(_UIDS.format("sample", "name"), (name,))
    if not segments:
        return None
    parts = [
        Part(Stratum(identity, name, drawn_from, seed, label, _in_our_names(db, unpacked(members))), _drawn(db, identity))
        for identity, drawn_from, seed, label, members in db.all(
            "SELECT id, drawn_from, seed, label, members FROM sample_stratum WHERE sample = ? ORDER BY label, id", (name,)
        )
    ]
    return Sample(name, tuple(parts), frozenset(uid for (uid,) in segments))


def names(db: Connection) -> list[str]:
    """The names of all samples, in their order."""
    return [name for (name,) in db.all("SELECT DISTINCT name FROM sample ORDER BY name")]


def of_segment(db: Connection, uid: str) -> list[dict[str, Any]]:
    """The samples that a segment is in: name, stratum, and how many segments that has; the last two None without a design."""
    rows = db.all(
        "SELECT sample.name, label, sample_stratum.id, population FROM segment JOIN sample ON sample.segment_id = segment.id "
        "LEFT JOIN sample_drawn ON sample_drawn.segment_id = segment.id AND EXISTS ("
        "SELECT 1 FROM sample_stratum WHERE id = stratum_id AND sample = sample.name) "
        f"LEFT JOIN sample_stratum ON sample_stratum.id = stratum_id WHERE segment.id = {SEGMENT.format('?1')} ORDER BY 1, 2, 3",
        (uid,),
    )
    return [
        {"name": name, "stratum": identity and stratum_name(label, identity), "population": population}
        for name, label, identity, population in rows
    ]


def articles_of(db: Connection, name: str) -> list[int]:
    """The articles in which the segments of a sample stand, by number."""
    rows = db.all(
        "SELECT DISTINCT article_id FROM sample JOIN place ON place.segment_id = sample.segment_id WHERE name = ? ORDER BY 1",
        (name,),
    )
    return [number for (number,) in rows]


def packed(uids: Iterable[str]) -> bytes:
    """Uids as bytes, one after the other."""
    return b"".join(map(bytes.fromhex, uids))


def unpacked(members: bytes) -> tuple[str, ...]:
    """What `packed` made bytes of.

    Raises:
        ValueError: when it cannot have made these.
    """
    if len(members) % _UID:
        raise ValueError(f"{len(members):,} bytes are no list of uids")
    return tuple(members[start : start + _UID].hex() for start in range(0, len(members), _UID))


def _drawn(db: Connection, stratum: str) -> tuple[str, ...]:
    return tuple(uid for (uid,) in db.all(_UIDS.format("sample_drawn", "stratum_id"), (stratum,)))


def _in_our_names(db: Connection, uids: Sequence[str]) -> tuple[str, ...]:
    aliases: dict[str, str] = dict(
        db.all(
            "SELECT segment_alias.uid, segment.uid FROM segment_alias JOIN segment ON segment.id = segment_id "
            "WHERE segment_alias.uid IN (SELECT value FROM json_each(?))",
            (json.dumps(uids),),
        )
    )
    return tuple(aliases.get(uid, uid) for uid in uids)


def _put(db: Connection, name: str, uids: Iterable[str]) -> list[int]:
    """Puts segments into a sample; their numbers."""
    wanted = list(dict.fromkeys(uids))
    known: dict[str, int] = dict(db.all(_NAMED, (json.dumps(wanted),)))
    for uid in wanted:
        if uid not in known:
            raise StoreError(f"{db.path}: no segment {uid}; import its article first")
    segments = [known[uid] for uid in wanted]
    db.run_many(
        "INSERT INTO sample (name, segment_id) VALUES (?, ?) ON CONFLICT DO NOTHING", [(name, segment) for segment in segments]
    )
    return segments

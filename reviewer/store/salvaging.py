"""What is whole in a damaged database, into a new one: past all that cannot be read, and nothing whose name does not fit it.

Documents, reviews, facts, sign-offs, strata, draws, assignments and dismissals are held against their own digests. A sentence is
what its `content` says; an article is whole when its name is that of its sentences, and is otherwise read anew from its document.
Where that cannot be done either it becomes a version of the story without the lost sentences. A sentence that no article confirms
is not kept, and neither is what was said of it, so what comes out can be merged and imported into; every review that stays behind
is told with all its text. The damaged file is not written to.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.core.identity import digest
from reviewer.core.sample import stratum_id
from reviewer.errors import OutputError, StoreError
from reviewer.store import backup, names, pages, search, standing
from reviewer.store.checking import UNREADABLE, check
from reviewer.store.connection import Connection
from reviewer.store.dismissals import id_of_row
from reviewer.store.facts import id_of
from reviewer.store.opening import opened
from reviewer.store.review_rows import FIELDS, review_of
from reviewer.store.salvaged_articles import BY_PLACE, Found, Read, put_articles
from reviewer.store.salvaged_reviews import told
from reviewer.store.samples import unpacked

_BY_NAME = ("document", "review", "fact", "signoff", "sample_stratum", "sample_draw", "assignment", "dismissal")
"""Tables of which a row says by itself whether it is true."""
NAMED = {"document": "sha256"}
_DRAWN = """
    WITH drawn AS (
        SELECT segment_id FROM sample_stratum JOIN sample_drawn ON stratum_id = id JOIN sample USING (segment_id)
        WHERE sample = ?1 AND name = ?1)
    SELECT count(*) FROM (
        SELECT uid FROM segment WHERE id IN drawn UNION SELECT uid FROM segment_alias WHERE segment_id IN drawn)
"""
"""How many names there are in a sample by design."""
_KINDS: dict[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "REAL": (float, int), "BLOB": bytes}


AMISS = "in the new database, not as it should be"
"""What `Salvaged` calls what a check of the new database found."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came out of one table."""

    what: str
    count: int
    left: tuple[str, ...] = ()
    """What was left behind, or came out otherwise than it was, a line each."""


def salvage(damaged: Path, target: Path, read: Read | None = None) -> list[Salvaged]:
    """Makes a new database of what is whole in a damaged one.

    Args:
        damaged: the file, which SQLite need not be able to open; it and its log are only read.
        target: where the new database is put, verified; there is no file yet.
        read: reads a document anew, for articles that are not whole.

    Raises:
        OutputError: there is something at `target`.
        StoreError: the file cannot be read, or the new database cannot be made.
    """
    if target.is_symlink() or target.exists():
        raise OutputError(f"{target}: is there already, and is not replaced; name another file")
    try:
        if not damaged.is_file():
            raise StoreError(f"{damaged}: no such file")
        with (
            tempfile.TemporaryDirectory(prefix=".reviewer-", dir=target.absolute().parent) as folder,
            closing(opened(Path(folder) / "salvaged.db", create=True, readonly=False)) as db,
        ):
            search.teach(db)
            db.run("PRAGMA foreign_keys = OFF")
            with db.writing():
                said = list(_filled(db, damaged, read))
            if not any(each.count for each in said if each.what in ("articles", "reviews")):
                raise StoreError(
                    f"{damaged}: no article and no review in it is whole; nothing was written, restore it from a backup"
                )
            search.rebuild(db)
            standing.rebuild(db)
            wrong = tuple(f"{each.what}: {damage.where}" for each in check(db) for damage in each.damage)
            backup.made(db, target)
    except (OSError, sqlite3.Error) as error:
        where, why = getattr(error, "filename", None) or damaged, getattr(error, "strerror", None) or error
        raise StoreError(f"{where}: {why}; nothing was written") from error
    return [*said, Salvaged(AMISS, len(wrong), wrong)] if wrong else said


def _filled(db: Connection, damaged: Path, read: Read | None) -> Iterator[Salvaged]:
    found = Found()
    _collect(db, damaged, found)
    with suppress(ValueError):
        db.run("UPDATE meta SET value = ? WHERE key = 'db_id'", (str(uuid.UUID(found.db_id)),))
    yield _said(db, found, "document", "documents")
    left = put_articles(db, found, read)
    yield _said(db, found, "article", "articles", left)
    segments = {uid for (uid,) in db.all("SELECT uid FROM segment")}
    lost = len({row[1] for row in found.rows["segment"].values()} - segments)
    yield _said(db, found, "segment", "segments", [f"{lost:,} damaged, or of articles that are not whole"] if lost else [])
    seqs, homeless = _reviews(db, found)
    for seq, covers in seqs.items():
        db.run_many(
            "INSERT INTO review_cover (segment_id, review_seq, ordinal) VALUES (?, ?, ?)",
            [(names.segment_named(db, uid), seq, ordinal) for ordinal, uid in enumerate(covers)],
        )
    names.rename(db)
    yield _said(db, found, "review", "reviews", homeless)
    yield from _rest(db, found)
    yield _memberships(db, damaged)
    yield _put_said(db, found, "sample_draw", "draws of samples", lambda row: row[2] <= db.value(_DRAWN, (row[1],)))


def _said(db: Connection, found: Found, table: str, what: str, left: Sequence[str] = ()) -> Salvaged:
    """How many there are in a table, and what is not."""
    there = {name for (name,) in db.all(f"SELECT {'uid' if table in BY_PLACE else NAMED.get(table, 'id')} FROM {table}")}
    untrue = [row for name, row in found.untrue[table].items() if name not in there]
    if table == "review":
        said = [f"{told(db, found, row)} (does not fit its digest)" for row in untrue]
    else:
        said = [f"{len(untrue):,} that {'does' if len(untrue) == 1 else 'do'} not fit the digest"] if untrue else []
    return Salvaged(what, len(there), (*left, *said))


def _collect(db: Connection, damaged: Path, found: Found) -> None:
    """Reads the whole file once."""
    shapes = {
        table: [(kind, notnull and not key) for _, _, kind, notnull, _, key in db.all(f"PRAGMA table_info({table})")]
        for table in (*_BY_NAME, *BY_PLACE, "meta")
    }
    for rowid, values in pages.rows(damaged, {len(shape) for shape in shapes.values()}):
        for table, shape in shapes.items():
            if len(shape) != len(values) or not all(map(_fits, shape, values)):
                continue
            row = tuple(
                float(value) if kind == "REAL" and value is not None else value
                for (kind, _), value in zip(shape, values, strict=True)
            )
            if table == "meta":
                found.db_id = str(row[1]) if row[0] == "db_id" else found.db_id
            elif table in BY_PLACE:
                first = row[0] if row[0] is not None else rowid
                found.rows[table].setdefault(rowid, (first, *row[1:]))
            elif not _is_true(table, row):
                found.untrue[table][str(row[table == "review"])] = row
            elif table == "document":
                db.run("INSERT INTO document VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
            else:
                found.waiting[table].append((rowid, *row[1:]) if table == "review" else row)


def _fits(shape: tuple[str, bool], value: object) -> bool:
    kind, needed = shape
    return isinstance(value, _KINDS[kind]) if value is not None else not needed


def _is_true(table: str, row: tuple[Any, ...]) -> bool:
    """Whether a row is what its own name says."""
    try:
        return bool(_TRUE[table](row))
    except UNREADABLE:
        return False


def _true_stratum(row: tuple[Any, ...]) -> bool:
    stored, sample, drawn_from, seed, label, population, members = row
    uids = unpacked(members)
    return bool(stored == stratum_id(sample, drawn_from, seed, label, uids) and population == len(uids))


_TRUE: Mapping[str, Callable[[tuple[Any, ...]], object]] = {
    "document": lambda row: hashlib.sha256(row[2]).hexdigest() == row[0],
    "review": lambda row: review_of(row[1:-1]).digest == row[-1],
    "fact": lambda row: id_of("fact", *row[1:6], json.loads(row[6])) == row[0],
    "signoff": lambda row: id_of("signoff", *row[1:5]) == row[0],
    "sample_stratum": _true_stratum,
    "sample_draw": lambda row: id_of("draw", *row[1:]) == row[0],
    "assignment": lambda row: id_of("assignment", *row[1:5], json.loads(row[5])) == row[0],
    "dismissal": lambda row: id_of_row(row[1:]) == row[0],
}


def _reviews(db: Connection, found: Found) -> tuple[dict[int, list[str]], list[str]]:
    """Puts in the reviews, in the order in which they came; what each covers, by its number here, and those left behind."""
    covers = {}
    homeless = {}
    columns = f"seq, {', '.join(FIELDS)}, digest"
    for row in sorted(found.waiting["review"], key=lambda row: row[0]):
        named = json.loads(row[2])
        if not named or not _are_there(db, named):
            homeless[row[1]] = f"{told(db, found, row)} (its sentence is not whole)"
            continue
        taken = db.one("SELECT 1 FROM review WHERE seq = ?", (row[0],)) is not None
        values = (None if taken else row[0], *row[1:])
        if db.run(f"INSERT INTO review ({columns}) VALUES ({', '.join('?' * len(values))}) ON CONFLICT (id) DO NOTHING", values):
            covers[db.value("SELECT last_insert_rowid()")] = named
    return covers, list(homeless.values())


def _rest(db: Connection, found: Found) -> Iterator[Salvaged]:
    """What is said of articles and segments, as far as they are there."""
    for uid, segment, text, label in found.rows["reference"].values():
        for (name,) in db.all(names.NAMES.format("?1"), (segment,)):
            if digest("reference", name, text) == uid:
                db.run("INSERT INTO reference VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (uid, segment, text, label))
    lost = len({row[0] for row in found.rows["reference"].values()}) - db.value("SELECT count(*) FROM reference")
    yield _said(
        db,
        found,
        "reference",
        "references",
        [f"{lost:,} that {'does' if lost == 1 else 'do'} not fit what {'it is' if lost == 1 else 'they are'} of"] if lost else [],
    )
    known = {uid for (uid,) in db.all("SELECT uid FROM article")}
    for table, what, is_of_whole in (
        ("fact", "facts", lambda row: row[2] != "kind" or _are_there(db, [row[1]])),
        ("signoff", "sign-offs", lambda row: row[1] in known),
        ("assignment", "assignments", lambda row: row[1] in known),
        ("dismissal", "dismissals", lambda row: _are_there(db, [row[4]])),
        ("sample_stratum", "strata of samples", lambda row: _are_there(db, unpacked(row[6]))),
    ):
        yield _put_said(db, found, table, what, is_of_whole)


def _put_said(db: Connection, found: Found, table: str, what: str, is_of_whole: Callable[[tuple[Any, ...]], bool]) -> Salvaged:
    """Puts in the rows of which all is there that they are of."""
    rows = {row[0]: row for row in found.waiting[table]}
    kept = [row for row in rows.values() if is_of_whole(row)]
    if kept:
        db.run_many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(kept[0]))})", kept)
    gone = len(rows) - len(kept)
    return _said(db, found, table, what, [f"{gone:,} of what is not whole"] if gone else [])


def _are_there(db: Connection, uids: Sequence[str]) -> bool:
    return all(names.segment_named(db, uid) is not None for uid in uids)


def _memberships(db: Connection, damaged: Path) -> Salvaged:
    """Which segments are in which sample: rows that say nothing of themselves, read by SQLite from both ends as far as it can."""
    left = []
    # Without a log the file is all there is, and SQLite need make no files beside it.
    alone = "" if damaged.with_name(f"{damaged.name}-wal").exists() else "&immutable=1"
    with closing(sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro{alone}", uri=True, isolation_level=None)) as old:
        # It then takes a file that is shorter than it says.
        old.execute("PRAGMA writable_schema = ON")
        for table, columns in (("sample", "name, segment_id"), ("sample_drawn", "segment_id, stratum_id")):
            for order in ("ASC", "DESC"):
                left += _members(db, old, table, f"SELECT {columns} FROM {table} ORDER BY 1 {order}, 2 {order}")
    return Salvaged("members of samples", db.value("SELECT count(*) FROM sample"), tuple(dict.fromkeys(left)))


def _members(db: Connection, old: sqlite3.Connection, table: str, sql: str) -> list[str]:
    """Puts in what can be read, and says what cannot."""
    try:
        for row in old.execute(sql):
            _put_member(db, table, row)
    except (sqlite3.Error, UnicodeError) as error:
        return [f"{table} could not be read to its end: {error}"]
    return []


def _put_member(db: Connection, table: str, row: tuple[Any, ...]) -> None:
    if table == "sample":
        there = db.one("SELECT 1 FROM segment WHERE id = ?", row[1:]) and isinstance(row[0], str)
    else:
        there = db.one("SELECT 1 FROM segment, sample_stratum WHERE segment.id = ? AND sample_stratum.id = ?", row)
    if there:
        db.run(f"INSERT INTO {table} VALUES (?, ?) ON CONFLICT DO NOTHING", row)

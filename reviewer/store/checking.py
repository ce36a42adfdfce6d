"""Whether a database is still what was written: the file, and every name and digest that is made of what it stands for.

Nothing is written, everything is looked at. Rows are read as streams, and one that cannot be read is damage like any other. What
is derived from the rows that are checked here is `rederiving`'s.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from reviewer.core.article import Article, Segment
from reviewer.core.identity import article_uid, digest, segment_uids
from reviewer.core.sample import DrawnFrom, stratum_id
from reviewer.errors import LockedError, StoreError
from reviewer.store.connection import Connection
from reviewer.store.dismissals import COLUMNS, id_of_row
from reviewer.store.documents import content
from reviewer.store.facts import id_of
from reviewer.store.names import SEGMENT
from reviewer.store.rederiving import Compared, Rederived
from reviewer.store.review_rows import AS_WRITTEN, review_of
from reviewer.store.samples import unpacked

Nature = Literal["original", "derived", "cache"]
"""What is damaged: what nothing else says, what `Store.rebuild` makes anew, or what comes back by itself once it is dropped."""
UNREADABLE = (StoreError, ValueError, TypeError, LookupError)
"""What reading a damaged row raises."""
_CANNOT_LOOK = "unable to validate the inverted index"
"""Of SQLite 3.44.0 to 3.45.0, which check a search index by writing to it."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not what it should be."""

    what: str
    """The kind of thing, as `Checked.what`."""
    where: str
    stored: object
    """What the database says; something that JSON can say."""
    found: object
    """What it should say by all that it stands for."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A kind of thing that was looked at, all of it."""

    what: str
    count: int
    holds: str
    """What is true of all that is not damaged, in words."""
    nature: Nature = "original"
    damage: tuple[Damage, ...] = ()
    passed_over: tuple[tuple[int, str], ...] = ()
    """How many were not looked at, and why."""
    notes: tuple[str, ...] = ()
    """What is no damage and should be known."""


def check(db: Connection) -> Iterator[Checked]:
    """Everything in the database but the caches, kind by kind."""
    yield _file(db)
    # A text that is none is one row's damage, and the others are read.
    db.sqlite.text_factory = partial(str, encoding="utf-8", errors="backslashreplace")
    try:
        yield from originals(db)
        derived = Rederived(db)
        yield held("standing", "as the reviews make it", derived.standing(), "derived")
        if derived.is_whole:
            yield held("open places", "as the reviews leave them", derived.open_places(), "derived")
            yield held("tallies", "as the reviews add up", derived.tallies(), "derived")
        else:
            yield Checked(
                "open places and tallies", 0, "", "derived", (), ((0, "not looked at, for what stands cannot be read"),)
            )
    finally:
        db.sqlite.text_factory = str


def originals(db: Connection, *, without: str = "") -> Iterator[Checked]:
    """What nothing else in the database says, kind by kind; all but the kind `without`."""
    for what, (holds, compared) in _ORIGINALS.items():
        if what != without:
            yield held(what, holds, compared(db))


def held(what: str, holds: str, compared: Iterable[Compared], nature: Nature = "original") -> Checked:
    """What comes of holding things against what they should be."""
    count = 0
    damage: list[Damage] = []
    try:
        for where, stored, found in compared:
            count += 1
            if stored != found:
                damage.append(Damage(what, where, *_differing(stored, found)))
    except LockedError:
        raise
    except UNREADABLE as error:
        damage.append(Damage(what, f"after {count:,} of them", None, f"cannot be read: {error}"))
    return Checked(what, count, holds, nature, tuple(damage))


def _differing(stored: object, found: object) -> tuple[object, object]:
    if isinstance(stored, dict) and isinstance(found, dict):
        keys = [key for key in found if stored.get(key) != found[key]]
        return {key: stored.get(key) for key in keys}, {key: found[key] for key in keys}
    return stored, found


def _file(db: Connection) -> Checked:
    what = "pages of the file"
    pages, damage, skipped = 0, [], 0
    try:
        pages = db.value("PRAGMA page_count")
        for (said,) in db.all("PRAGMA integrity_check"):
            skipped += _CANNOT_LOOK in said
            if said != "ok" and _CANNOT_LOOK not in said:
                damage.append(Damage(what, "integrity_check", None, said))
        for table, row, parent, _ in db.all("PRAGMA foreign_key_check"):
            damage.append(
                Damage(what, f"table {table}{'' if row is None else f', row {row}'}", f"names a {parent}", "there is none")
            )
    except LockedError:
        raise
    except StoreError as error:
        damage.append(Damage(what, "integrity_check", None, str(error)))
    passed_over = ((skipped, "search indexes that this version of SQLite cannot look into"),) if skipped else ()
    return Checked(what, pages, "SQLite finds nothing wrong", "original", tuple(damage), passed_over)


def _documents(db: Connection) -> Iterator[Compared]:
    # One by one: a document may be as large as memory.
    for row, name, sha256 in db.all("SELECT rowid, name, sha256 FROM document"):
        data = db.value("SELECT data FROM document WHERE rowid = ?", (row,))
        yield f"document {name}", sha256, hashlib.sha256(data).hexdigest()


def _articles(db: Connection) -> Iterator[Compared]:
    for number, uid, article, _ in _read(db):
        yield f"article {number}", uid, article_uid(article)


def _segments(db: Connection) -> Iterator[Compared]:
    """In their places; a segment of two versions of a story is looked at in both."""
    is_merged = db.value("SELECT 1 FROM segment_alias") is not None
    for number, _, article, rows in _read(db):
        uids = segment_uids(article, db.value("SELECT lineage FROM article WHERE id = ?", (number,)))
        for position, (segment, uid, row) in enumerate(zip(article.segments, uids, rows, strict=True), 1):
            if is_merged and row["uid"] != uid and db.one(_ALSO_NAMED, (uid, row["uid"])):
                uid = row["uid"]
            found = {"place": position, "uid": uid, "system": article.system, "content": content(segment)}
            yield f"article {number}, position {position}", row, found


_ALSO_NAMED = (
    "SELECT 1 FROM segment_alias JOIN segment ON segment.id = segment_id WHERE segment_alias.uid = ? AND segment.uid = ?"
)


def _read(db: Connection) -> Iterator[tuple[int, str, Article, list[dict[str, Any]]]]:
    """Each article as its rows have it: its number, its uid, and of each place what is made of other things."""
    for number, uid, lead, system, first in db.all("SELECT id, uid, lead, system, first_place FROM article ORDER BY id"):
        segments, rows = [], []
        # The places follow one another without a hole: their rows are positions too.
        for row, machine, source, gap, *made in db.all(
            "SELECT place.id, machine, source, gap, uid, system, content FROM place JOIN segment ON segment.id = segment_id "
            "WHERE article_id = ? ORDER BY position",
            (number,),
        ):
            segments.append(Segment(machine, gap, source=source))
            rows.append({"place": row - first + 1, **dict(zip(("uid", "system", "content"), made, strict=True))})
        yield number, uid, Article(tuple(segments), lead=lead, system=system), rows


def _references(db: Connection) -> Iterator[Compared]:
    """A reference has its name from the one that its segment had then."""
    sql = "SELECT label, reference.uid, segment.uid, text, segment_id FROM reference JOIN segment ON segment.id = segment_id"
    for label, uid, segment, text, number in _rows(db, sql):
        found = digest("reference", segment, text)
        if found != uid:
            aliases = db.all("SELECT uid FROM segment_alias WHERE segment_id = ?", (number,))
            found = next((uid for (alias,) in aliases if digest("reference", alias, text) == uid), found)
        yield f"reference of segment {segment}, from {label}", uid, found


def _reviews(db: Connection) -> Iterator[Compared]:
    for stored, *row in _rows(db, f"SELECT digest, {AS_WRITTEN} FROM review ORDER BY seq"):
        yield f"review {row[0]}", stored, _or_why_not(_digest_of, row)


def _covers(db: Connection) -> Iterator[Compared]:
    """What finds a review by its segments, and what it covers by the names that stand here, against what it says itself."""
    sql = (
        "SELECT review.id, review.covers, renamed.covers, (SELECT json_group_array(uid) FROM (SELECT uid FROM review_cover "
        "JOIN segment ON segment.id = segment_id WHERE review_seq = seq ORDER BY ordinal)) "
        "FROM review LEFT JOIN renamed ON renamed.review_seq = seq ORDER BY seq"
    )
    for review, covers, renamed, rows in _rows(db, sql):
        found = covers if covers == rows else _or_why_not(_in_our_names, db, covers)
        yield f"review {review}", {"covers": rows, "renamed": renamed or covers}, {"covers": found, "renamed": found}


def _in_our_names(db: Connection, covers: str) -> str:
    """What a review covers, by the names that stand here; as it is where a name means nothing."""
    of = f"SELECT uid FROM segment WHERE id = {SEGMENT.format('?1')}"
    return json.dumps([db.value(of, (name,)) or name for name in json.loads(covers)], separators=(",", ":"))


def _facts(db: Connection) -> Iterator[Compared]:
    for stored, *said, replaces in _rows(db, "SELECT id, about, name, value, editor, at, replaces FROM fact"):
        yield f"{said[1]} of {said[0]}", stored, _or_why_not(_fact_id, said, replaces)


def _sign_offs(db: Connection) -> Iterator[Compared]:
    for stored, *signed in _rows(db, "SELECT id, article_uid, editor, at, text_digest FROM signoff"):
        yield f"by {signed[1]}, {signed[2]}", stored, id_of("signoff", *signed)


def _samples(db: Connection) -> Iterator[Compared]:
    for stored, name, drawn_from, seed, label, population, members in _rows(
        db, "SELECT id, sample, drawn_from, seed, label, population, members FROM sample_stratum"
    ):
        yield (
            f"stratum {label} of the sample {name}",
            {"id": stored, "population": population},
            _or_why_not(_stratum, name, drawn_from, seed, label, members),
        )
    for stored, *said in _rows(db, "SELECT id, sample, size, editor, at FROM sample_draw"):
        yield f"draw of the sample {said[0]}, {said[3]}", stored, id_of("draw", *said)
    for name, size, there in db.all(_DRAWN):
        yield f"segments of the sample {name}", there, max(size, there)


_IN_DESIGN = """
    SELECT sample_drawn.segment_id FROM sample_stratum JOIN sample_drawn ON stratum_id = sample_stratum.id
    JOIN sample AS listed ON listed.name = sample_stratum.sample AND listed.segment_id = sample_drawn.segment_id
    WHERE sample_stratum.sample = sample_draw.sample
"""
_DRAWN = f"""
    SELECT sample, max(size), (SELECT count(*) FROM (
        SELECT uid FROM segment WHERE id IN ({_IN_DESIGN})
        UNION SELECT uid FROM segment_alias WHERE segment_id IN ({_IN_DESIGN})))
    FROM sample_draw GROUP BY sample
"""
"""How large each sample was drawn, and how many names are in it: what was drawn as two segments may have become one."""


def _assignments(db: Connection) -> Iterator[Compared]:
    for stored, *said, replaces in _rows(db, "SELECT id, article_uid, editor, assigned_by, at, replaces FROM assignment"):
        yield f"article {said[0]}, {said[3]}", stored, _or_why_not(_assignment_id, said, replaces)


def _dismissals(db: Connection) -> Iterator[Compared]:
    for stored, *said in _rows(db, f"SELECT id, {COLUMNS} FROM dismissal"):
        yield f"of {said[1]}, {said[7]}", stored, _or_why_not(id_of_row, said)


_ORIGINALS: dict[str, tuple[str, Callable[[Connection], Iterator[Compared]]]] = {
    "documents": ("every SHA-256 is that of the bytes", _documents),
    "articles": ("every name is made of the content", _articles),
    "segments": ("every name is made of source and machine text", _segments),
    "references": ("every name is made of the text", _references),
    "reviews": ("every digest fits the fields", _reviews),
    "covers": ("as the reviews say", _covers),
    "facts": ("every id is made of what is said", _facts),
    "sign-offs": ("every id is made of what was signed", _sign_offs),
    "samples": ("every stratum is named for what is in it, and nothing that was drawn is lost", _samples),
    "assignments": ("every id is made of what is said", _assignments),
    "dismissals": ("every id is made of what is said", _dismissals),
}
"""Of each kind what is true of all that is not damaged, and what is held against what."""


def _rows(db: Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    for rows in db.chunks(sql):
        yield from rows


def _digest_of(row: list[Any]) -> str:
    return review_of(tuple(row)).digest


def _fact_id(said: list[str], replaces: str) -> str:
    return id_of("fact", *said, json.loads(replaces))


def _assignment_id(said: list[str], replaces: str) -> str:
    return id_of("assignment", *said, json.loads(replaces))


def _stratum(name: str, drawn_from: DrawnFrom, seed: int, label: str, members: bytes) -> dict[str, object]:
    uids = unpacked(members)
    return {"id": stratum_id(name, drawn_from, seed, label, uids), "population": len(uids)}


def _or_why_not(make: Callable[..., object], *parts: object) -> object:
    """What is made of the parts of a row, or what is wrong with them."""
    try:
        return make(*parts)
    except UNREADABLE as error:
        return f"cannot be read: {error}"

"""One foreign database's rows into ours, kind by kind; where they stand follows afterwards.

The numbers of rows are local: theirs are mapped to ours through a table that `meeting` fills. All of it was held against what it
is made of by `vetting`, before the lock was taken; what is left to be seen here is what only shows where two databases meet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from reviewer.store import meeting, names, standing
from reviewer.store.connection import Connection, Row
from reviewer.store.foreign import Foreign, damaged
from reviewer.store.meeting import rows
from reviewer.store.review_rows import FIELDS
from reviewer.store.vetting import not_here

_SAID = {
    "fact": ("id", "about", "name", "value", "editor", "at", "replaces"),
    "signoff": (
        "id", "article_uid", "editor", "at", "text_digest", "active_seconds", "idle_seconds", "idle_threshold", "path",
    ),
    "sample_stratum": ("id", "sample", "drawn_from", "seed", "label", "population", "members"),
    "sample_draw": ("id", "sample", "size", "editor", "at"),
    "assignment": ("id", "article_uid", "editor", "assigned_by", "at", "replaces"),
    "dismissal": (
        "id", "extent", "check_name", "about", "segment_uid", "text", "message", "editor", "at", "withdraws",
    ),
}  # fmt: skip
"""What has an id made of itself and points to nothing by number."""
_BATCH = 4096
_OF_REVIEWS = "FROM review WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"
_PUT_REVIEW = f"INSERT INTO review (seq, digest, {', '.join(FIELDS)}) VALUES ({', '.join('?' * (len(FIELDS) + 2))})"


class Bringing:
    """Brings all rows of one database that are not here, within a transaction and `standing.touching`."""

    def __init__(self, db: Connection, other: Foreign, unknown: Sequence[int]) -> None:
        self._db = db
        self._other = other
        self._theirs = other.db
        self._unknown = unknown
        """The numbers there of reviews that `vetting` did not find here."""
        self._articles: dict[int, int] = {}
        """Their number of an article, and ours."""
        self.new_articles: list[int] = []
        """Ours of those that were not known."""
        self._new: dict[str, int] = {}
        self._known: dict[str, int] = {}

    def all_of_it(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many rows came and how many were known, by the table that they are of."""
        for number, uid in rows(self._theirs, "SELECT id, uid FROM article"):
            ours = self._db.value("SELECT id FROM article WHERE uid = ?", (uid,))
            if ours is not None:
                self._articles[number] = ours
        self._count("segment", *meeting.segments(self._db, self._theirs, self._articles))
        self._documents()
        self._put_articles()
        self._origins()
        self._references()
        self._reviews()
        for table, columns in _SAID.items():
            self._said(table, columns)
        self._samples()
        if self._new["fact"]:
            self._db.run(f"INSERT OR IGNORE INTO touched {standing.SEGMENTS_OF_FACTS}")
        self._db.run("DROP TABLE temp.their")
        return self._new, self._known

    def _count(self, table: str, new: int, known: int) -> None:
        self._new[table], self._known[table] = new, known

    # Documents and articles

    def _documents(self) -> None:
        # One by one: a document may be as large as memory.
        new = known = 0
        for (sha256,) in self._theirs.all("SELECT sha256 FROM document"):
            if self._db.value("SELECT 1 FROM document WHERE sha256 = ?", (sha256,)):
                known += 1
                continue
            row = self._theirs.one("SELECT sha256, name, data, imported_at FROM document WHERE sha256 = ?", (sha256,)) or ()
            self._db.run("INSERT INTO document (sha256, name, data, imported_at) VALUES (?, ?, ?, ?)", row)
            new += 1
        self._count("document", new, known)

    def _put_articles(self) -> None:
        """Articles that are not known, with their places; theirs are read in the order of their numbers, so ours follow it."""
        known = len(self._articles)
        number = self._db.value("SELECT coalesce(max(id), 0) FROM article")
        place = 1 + self._db.value("SELECT coalesce(max(id), 0) FROM place")
        first: dict[int, int] = {}
        for theirs, length, *fields in rows(
            self._theirs,
            "SELECT id, (SELECT count(*) FROM place WHERE article_id = article.id), uid, lineage, title, lead, system, date, "
            "imported_at, imported_by FROM article ORDER BY id",
        ):
            if theirs in self._articles:
                continue
            number += 1
            self._db.run(
                "INSERT INTO article (id, first_place, segments, uid, lineage, title, lead, system, date, imported_at, "
                "imported_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, place, length, *fields),
            )
            self._articles[theirs], first[theirs] = number, place
            self.new_articles.append(number)
            place += length
        self._db.run_many(
            "INSERT INTO place (id, article_id, position, segment_id, paragraph, kind, gap, key, record) "
            "SELECT ?1, ?2, ?3, segment_id, ?5, ?6, ?7, ?8, ?9 FROM their WHERE id = ?4",
            self._new_places(first),
        )
        self._count("article", len(first), known)

    def _new_places(self, first: dict[int, int]) -> Iterator[Row]:
        for article, places in groupby(rows(self._theirs, meeting.PLACES), key=lambda row: row[0]):
            if article in first:
                for position, (_, *row) in enumerate(places, 1):
                    yield first[article] + position - 1, self._articles[article], position, *row

    def _origins(self) -> None:
        """Where the articles came from; another reading of a file than ours of that file is another origin."""
        theirs = self._theirs.value("SELECT value FROM meta WHERE key = 'db_id'")
        sql = (
            "SELECT article_id, document_sha256, reading_key, path, ordinal, reading, imported_at, imported_by FROM origin "
            "ORDER BY document_sha256, reading_key, id"
        )
        for (sha256, key), group in groupby(rows(self._theirs, sql), key=lambda row: row[1:3]):
            listed = [(self._articles[article], *row) for article, _, _, *row in group]
            here: dict[int, int] = dict(
                self._db.all(
                    "SELECT ordinal, article_id FROM origin WHERE document_sha256 = ? AND reading_key = ?", (sha256, key)
                )
            )
            is_other = any(here.get(ordinal, article) != article for article, _, ordinal, *_ in listed)
            self._db.run_many(
                "INSERT INTO origin (document_sha256, reading_key, article_id, path, ordinal, reading, imported_at, imported_by) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(sha256, f"{key} {theirs}" if is_other else key, *row) for row in listed],
            )

    # Reviews

    def _reviews(self) -> None:
        last = self._db.value("SELECT coalesce(max(seq), 0) FROM review")
        new = 0
        for start in range(0, len(self._unknown), _BATCH):
            asked = json.dumps(list(self._unknown[start : start + _BATCH]))
            listed = self._theirs.all(f"SELECT seq, id, digest {_OF_REVIEWS}", (asked,))
            # Another of the files, or somebody else, may have brought it since.
            asked = json.dumps(not_here(self._db, self._other, listed))
            fresh = self._theirs.all(f"SELECT digest, {', '.join(FIELDS)} {_OF_REVIEWS}", (asked,))
            self._db.run_many(_PUT_REVIEW, ((seq, *row) for seq, row in enumerate(fresh, last + new + 1)))
            new += len(fresh)
        self._count("review", new, self._theirs.value("SELECT count(*) FROM review") - new)
        self._db.run(
            "INSERT INTO review_cover (segment_id, review_seq, ordinal) "
            f"SELECT {names.SEGMENT.format('named.value')}, seq, named.key FROM review, json_each(covers) AS named WHERE seq > ?",
            (last,),
        )
        self._db.run("INSERT OR IGNORE INTO touched SELECT segment_id FROM review_cover WHERE review_seq > ?", (last,))
        names.rename(self._db, "SELECT seq FROM review WHERE seq > ?", (last,))

    # What is beside the reviews

    def _references(self) -> None:
        """A text that a segment has already, perhaps under another of its names, is not added to it again."""
        self._db.run_many(
            "INSERT INTO reference (uid, segment_id, text, label) SELECT ?1, segment_id, ?3, ?4 FROM their WHERE id = ?2 "
            "AND NOT EXISTS (SELECT 1 FROM reference WHERE reference.segment_id = their.segment_id AND text = ?3)",
            rows(self._theirs, "SELECT uid, segment_id, text, label FROM reference ORDER BY rowid"),
        )

    def _said(self, table: str, columns: Sequence[str]) -> None:
        new = known = 0
        for listed in self._theirs.chunks(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid"):
            ids = json.dumps([row[0] for row in listed])
            here = set(self._db.all(f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (ids,)))
            fresh = [row for row in listed if row[:1] not in here]
            self._db.run_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", fresh)
            for identity, *said in fresh:
                self._check_subject(table, identity, dict(zip(columns[1:], said, strict=True)))
            new, known = new + len(fresh), known + len(here)
        self._count(table, new, known)

    def _check_subject(self, table: str, identity: str, said: dict[str, Any]) -> None:
        """Sees to it that the segment is here that something was said of."""
        of_segment = said["segment_uid"] if table == "dismissal" else said["about"] if said.get("name") == "kind" else None
        if of_segment is not None and names.segment_named(self._db, of_segment) is None:
            raise damaged(self._other, f"{table}s: {identity} is of nothing that is here")

    def _samples(self) -> None:
        for table, column in (("sample", "name"), ("sample_drawn", "stratum_id")):
            self._db.run_many(
                f"INSERT INTO {table} ({column}, segment_id) SELECT ?1, segment_id FROM their WHERE id = ?2 "
                "ON CONFLICT DO NOTHING",
                rows(self._theirs, f"SELECT {column}, segment_id FROM {table}"),
            )

"""One foreign database's rows into ours, kind by kind; where they stand follows afterwards.

The numbers of rows are local: theirs are mapped to ours through a table that lives as long as the transaction, so that a database
of any size goes through in little memory. What has a digest and is not known here is held against it before it goes in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, count, groupby
from math import isfinite
from typing import Any

from reviewer.core.article import Kind
from reviewer.core.review import Review
from reviewer.errors import StoreError
from reviewer.store import documents, names, standing
from reviewer.store.checking import UNREADABLE
from reviewer.store.connection import Connection, Row
from reviewer.store.foreign import Foreign, damaged
from reviewer.store.review_rows import AS_WRITTEN, FIELDS, review_of

_SAID = {
    "fact": ("id", "about", "name", "value", "editor", "at", "replaces"),
    "signoff": (
        "id", "article_uid", "editor", "at", "text_digest", "active_seconds", "idle_seconds", "idle_threshold", "path",
    ),
    "sample_stratum": ("id", "sample", "drawn_from", "seed", "label", "population", "members"),
    "sample_draw": ("id", "sample", "size", "editor", "at"),
    "assignment": ("id", "article_uid", "editor", "assigned_by", "at", "replaces"),
}  # fmt: skip
"""What has an id made of itself and points to nothing by number."""


class Bringing:
    """Brings all rows of one database that are not here, within a transaction and `standing.touching`."""

    def __init__(self, db: Connection, other: Foreign) -> None:
        self._db = db
        self._other = other
        self._theirs = other.db
        self._articles: dict[int, int] = {}
        """Their number of an article, and ours."""
        self.new_articles: list[int] = []
        """Ours of those that were not known."""
        self._new: dict[str, int] = {}
        self._known: dict[str, int] = {}

    def all_of_it(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many rows came and how many were known, by the table that they are of."""
        self._db.run("CREATE TEMP TABLE their (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, segment_id INTEGER)")
        self._db.run("CREATE INDEX temp.their_segment ON their(segment_id)")
        self._name_segments()
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
        self._new[table] = self._new.get(table, 0) + new
        self._known[table] = self._known.get(table, 0) + known

    def _rows(self, sql: str) -> Iterator[Row]:
        return chain.from_iterable(self._theirs.chunks(sql))

    # Segments and their names

    def _name_segments(self) -> None:
        """Finds for each of their segments ours, or puts it in; brings their aliases."""
        self._db.run_many(
            f"INSERT INTO their SELECT ?1, ?2, {names.SEGMENT.format('?2')}",
            self._rows("SELECT id, uid FROM segment WHERE uid NOT IN (SELECT uid FROM segment_alias)"),
        )
        self._meet_known_articles()
        self._put_segments()
        for name, number in self._rows("SELECT uid, segment_id FROM segment_alias"):
            segment = self._db.value("SELECT segment_id FROM their WHERE id = ?", (number,))
            self._one_sentence(name, segment)
        # A segment of theirs that turned out to be another one is known by its name alone.
        self._db.run_many(
            f"INSERT INTO their SELECT ?1, ?2, {names.SEGMENT.format('?2')}",
            self._rows("SELECT id, uid FROM segment WHERE uid IN (SELECT uid FROM segment_alias)"),
        )

    def _meet_known_articles(self) -> None:
        """An article that both have is the same sentences in the same places, whatever either calls them."""
        known = {}
        for number, uid in self._rows("SELECT id, uid FROM article"):
            first = self._db.value("SELECT first_place FROM article WHERE uid = ?", (uid,))
            if first is not None:
                known[number] = first
                self._articles[number] = self._db.value("SELECT id FROM article WHERE uid = ?", (uid,))
        self._db.run("CREATE TEMP TABLE stands (place_id INTEGER PRIMARY KEY, their_id INTEGER NOT NULL)")
        self._db.run_many(
            "INSERT INTO stands VALUES (?, ?)",
            (
                (known[article] + offset, segment)
                for article, places in groupby(self._their_places(), key=lambda row: row[0])
                if article in known
                for offset, (_, segment, *_) in enumerate(places)
            ),
        )
        for name, place in self._db.all(
            "SELECT their.uid, place.id FROM stands JOIN their ON their.id = their_id JOIN place ON place.id = place_id "
            "WHERE their.segment_id IS NOT place.segment_id"
        ):
            self._one_sentence(name, self._db.value("SELECT segment_id FROM place WHERE id = ?", (place,)))
        self._db.run("DROP TABLE temp.stands")

    def _their_places(self) -> Iterator[Row]:
        return self._rows(
            "SELECT article_id, segment_id, paragraph, kind, gap, key, record FROM place ORDER BY article_id, position"
        )

    def _one_sentence(self, name: str, segment: int) -> None:
        """Sees to it that `name` means `segment`, which another name of the same sentence means."""
        meant = names.segment_named(self._db, name)
        if meant is None:
            names.give(self._db, name, segment)
            self._db.run("UPDATE their SET segment_id = ? WHERE uid = ?", (segment, name))
        elif meant != segment:
            kept, gone = names.unite(self._db, meant, segment)
            names.rename(self._db, "SELECT review_seq FROM review_cover WHERE segment_id = ?", (kept,))
            self._db.run("UPDATE their SET segment_id = ? WHERE segment_id = ?", (kept, gone))
            self._db.run("DELETE FROM touched WHERE segment_id = ?", (gone,))
            self._db.run("INSERT OR IGNORE INTO touched VALUES (?)", (kept,))
            # The score of a join is that of all its parts.
            self._db.run(
                "INSERT OR IGNORE INTO touched SELECT beside.segment_id FROM review_cover AS own "
                "JOIN review_cover AS beside USING (review_seq) WHERE own.segment_id = ?",
                (kept,),
            )

    def _put_segments(self) -> None:
        known = self._db.value("SELECT count(*) FROM their WHERE segment_id IS NOT NULL")
        first = 1 + self._db.value("SELECT coalesce(max(id), 0) FROM segment")
        if self._db.value("SELECT 1 FROM their WHERE segment_id IS NULL"):
            self._db.run_many(
                "INSERT INTO segment (uid, machine, source, system, content) "
                "SELECT uid, ?2, ?3, ?4, ?5 FROM their WHERE id = ?1 AND segment_id IS NULL",
                self._rows("SELECT id, machine, source, system, content FROM segment"),
            )
            self._db.run(
                "UPDATE their SET segment_id = (SELECT segment.id FROM segment WHERE segment.uid = their.uid) "
                "WHERE segment_id IS NULL"
            )
            self._db.run(
                "INSERT INTO segment_fts (rowid, machine, source) SELECT id, machine, source FROM segment WHERE id >= ?", (first,)
            )
        self._count("segment", self._db.value("SELECT count(*) FROM their") - known, known)

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
        for theirs, length, *fields in self._rows(
            "SELECT id, (SELECT count(*) FROM place WHERE article_id = article.id), uid, lineage, title, lead, system, date, "
            "imported_at, imported_by FROM article ORDER BY id"
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
        for article, places in groupby(self._their_places(), key=lambda row: row[0]):
            if article in first:
                for position, (_, segment, paragraph, kind, *rest) in enumerate(places, 1):
                    if kind not in tuple(Kind):
                        raise damaged(self._other, f"places: article {article}, position {position}: no kind {kind!r}")
                    row = first[article] + position - 1
                    yield row, self._articles[article], position, segment, paragraph, kind, *rest

    def _origins(self) -> None:
        """Where the articles came from; another reading of a file than ours of that file is another origin."""
        theirs = self._theirs.value("SELECT value FROM meta WHERE key = 'db_id'")
        sql = (
            "SELECT article_id, document_sha256, reading_key, path, ordinal, reading, imported_at, imported_by FROM origin "
            "ORDER BY document_sha256, reading_key, id"
        )
        for (sha256, key), listed in groupby(self._rows(sql), key=lambda row: row[1:3]):
            rows = list(listed)
            articles: dict[int, int] = dict(
                self._db.all(
                    "SELECT ordinal, article_id FROM origin WHERE document_sha256 = ? AND reading_key = ?", (sha256, key)
                )
            )
            is_other = any(articles.get(row[4], self._articles[row[0]]) != self._articles[row[0]] for row in rows)
            for article, _, _, path, ordinal, reading, *rest in rows:
                self._readable(reading)
                self._db.run(
                    "INSERT INTO origin (article_id, document_sha256, reading_key, path, ordinal, reading, imported_at, "
                    "imported_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (self._articles[article], sha256, f"{key} {theirs}" if is_other else key, path, ordinal, reading, *rest),
                )

    def _readable(self, reading: str) -> None:
        try:
            documents.reading_of(reading)
        except UNREADABLE as error:
            raise damaged(self._other, f"origins: cannot be read: {error}") from error

    # Reviews

    def _reviews(self) -> None:
        first = 1 + self._db.value("SELECT coalesce(max(seq), 0) FROM review")
        seqs = count(first)
        for rows in self._theirs.chunks("SELECT id, digest, seq FROM review ORDER BY seq"):
            ids = json.dumps([row[0] for row in rows])
            here: dict[str, str] = dict(
                self._db.all("SELECT id, digest FROM review WHERE id IN (SELECT value FROM json_each(?))", (ids,))
            )
            for identity, stored, _ in rows:
                if here.get(identity, stored) != stored:
                    raise StoreError(
                        f"{self._other.name}: its review {identity} is not the one that has this id here; nothing was merged"
                    )
            unknown = json.dumps([seq for identity, _, seq in rows if identity not in here])
            self._count("review", len(rows) - len(here), len(here))
            self._put_reviews(
                seqs,
                self._theirs.all(
                    f"SELECT digest, {AS_WRITTEN} FROM review WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq",
                    (unknown,),
                ),
            )
        self._db.run("INSERT OR IGNORE INTO touched SELECT segment_id FROM review_cover WHERE review_seq >= ?", (first,))
        names.rename(self._db, "SELECT seq FROM review WHERE seq >= ?", (first,))

    def _put_reviews(self, seqs: Iterator[int], rows: Sequence[Row]) -> None:
        reviews = [self._checked(stored, tuple(row)) for stored, *row in rows]
        covered = self._segments_of({name for review in reviews for name in review.covers})
        numbered = [(next(seqs), review, row) for review, row in zip(reviews, rows, strict=True)]
        columns = ("digest", *FIELDS)
        self._db.run_many(
            f"INSERT INTO review (seq, {', '.join(columns)}) VALUES ({', '.join('?' * (len(columns) + 1))})",
            ((seq, *row) for seq, _, row in numbered),
        )
        covers = []
        for seq, review, _ in numbered:
            covers += [(covered[name], seq, ordinal) for ordinal, name in enumerate(review.covers)]
        self._db.run_many("INSERT INTO review_cover (segment_id, review_seq, ordinal) VALUES (?, ?, ?)", covers)

    def _segments_of(self, uids: set[str]) -> dict[str, int | None]:
        return dict(self._db.all(f"SELECT value, {names.SEGMENT.format('value')} FROM json_each(?)", (json.dumps(list(uids)),)))

    def _checked(self, stored: str, row: Row) -> Review:
        """The review of a row, if it is one that this program can have written."""
        try:
            review = review_of(row)
            is_whole = review.digest == stored and _is_possible(review)
        except UNREADABLE as error:
            raise damaged(self._other, f"reviews: {row[0]} cannot be read: {error}") from error
        if not is_whole:
            raise damaged(self._other, f"reviews: {review.id} is not what its digest was made of")
        return review

    # What is beside the reviews

    def _references(self) -> None:
        """A text that a segment has already, perhaps under another of its names, is not added to it again."""
        self._db.run_many(
            "INSERT INTO reference (uid, segment_id, text, label) SELECT ?1, segment_id, ?3, ?4 FROM their WHERE id = ?2 "
            "AND NOT EXISTS (SELECT 1 FROM reference WHERE reference.segment_id = their.segment_id AND text = ?3)",
            self._rows("SELECT uid, segment_id, text, label FROM reference ORDER BY rowid"),
        )

    def _said(self, table: str, columns: Sequence[str]) -> None:
        self._count(table, 0, 0)
        for rows in self._theirs.chunks(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid"):
            ids = json.dumps([row[0] for row in rows])
            here = set(self._db.all(f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (ids,)))
            fresh = [row for row in rows if row[:1] not in here]
            if table == "fact":
                self._check_kinds(fresh)
            marks = ", ".join("?" * len(columns))
            self._db.run_many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", fresh)
            self._count(table, len(fresh), len(here))

    def _check_kinds(self, facts: Sequence[Row]) -> None:
        for identity, about, name, value, *_ in facts:
            if name == "kind" and (value not in tuple(Kind) or names.segment_named(self._db, about) is None):
                raise damaged(self._other, f"facts: {identity}: no kind of anything here")

    def _samples(self) -> None:
        for table, column in (("sample", "name"), ("sample_drawn", "stratum_id")):
            self._db.run_many(
                f"INSERT INTO {table} ({column}, segment_id) SELECT ?1, segment_id FROM their WHERE id = ?2 "
                "ON CONFLICT DO NOTHING",
                self._rows(f"SELECT {column}, segment_id FROM {table}"),
            )


def _is_possible(review: Review) -> bool:
    """Whether nothing in a review would be in the way of whoever reads it."""
    effort = review.effort
    if review.at:
        datetime.fromisoformat(review.at)
    texts: tuple[Any, ...] = (*review.covers, *review.parents)
    return (
        bool(review.covers)
        and all(isinstance(each, str) for each in texts)
        and all(isinstance(error, dict) for error in review.errors)
        and all(isfinite(seconds) for seconds in (effort.reading, effort.typing, effort.idle, effort.idle_threshold))
    )

"""Documents and articles into the database, each as one transaction.

The same content is one article, whatever file it comes in: what a second import brings beside it (references, corrections,
languages) is added, and nothing is changed. A story that comes again in a new version takes the lineage of the one that it is a
version of, and so keeps the segments, and the reviews, of all that is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.core.identity import article_uid, digest, segment_uids
from reviewer.core.review import imported_review
from reviewer.store import facts, reviews, standing
from reviewer.store.connection import Connection
from reviewer.store.names import SEGMENT, segment_named
from reviewer.store.rows import ImportedArticle, Origin

Progress = Callable[[int, int], None]
"""Told how many segments are in, and of how many."""

_PAIR = json.JSONEncoder(ensure_ascii=False)
_BATCH = 5_000
_COMMON = 100
"""Content that stands in more segments than this says nothing about which story it is of, and is not looked up further."""
_CANDIDATES = 5
"""How many of the most alike articles are compared segment by segment."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """What all articles of one import share."""

    document: Document
    sha256: str
    reading_key: str
    path: str
    importer: str
    at: str


@dataclass(slots=True)
class _Meter:
    """How far the import is, for whoever watches."""

    total: int
    progress: Progress | None
    done: int = 0

    def add(self, segments: int) -> None:
        self.done += segments
        if self.progress:
            self.progress(self.done, self.total)


def add(
    db: Connection,
    document: Document,
    *,
    path: str,
    importer: str,
    at: str,
    progress: Progress | None = None,
    reading_key: str = "",
) -> tuple[ImportedArticle, ...]:
    """Files `document` and its articles; all of it, or nothing."""
    origin = _Origin(document, hashlib.sha256(document.data).hexdigest(), reading_key, path, importer, at)
    meter = _Meter(sum(len(article.segments) for article in document.articles), progress)
    with db.writing(), db.roomy():
        db.run(
            "INSERT INTO document (sha256, name, data, imported_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (origin.sha256, document.name, document.data, at),
        )
        return tuple(_add_article(db, article, ordinal, origin, meter) for ordinal, article in enumerate(document.articles))


def known(db: Connection, sha256: str, reading_key: str) -> list[int]:
    """The articles of a document that was imported with the same options, in their order; none when it was not."""
    rows = db.all(
        "SELECT DISTINCT ordinal, article_id FROM origin WHERE document_sha256 = ? AND reading_key = ? ORDER BY ordinal",
        (sha256, reading_key),
    )
    return [article for _, article in rows]


def origin_of(db: Connection, article: int) -> Origin | None:
    """The document that an article was first read from; None where there is no such article."""
    row = db.one(
        """
        SELECT name, document_sha256, data, reading, ordinal, (
            SELECT count(DISTINCT ordinal) FROM origin AS beside
            WHERE beside.document_sha256 = origin.document_sha256 AND beside.reading_key = origin.reading_key)
        FROM origin JOIN document ON sha256 = document_sha256 WHERE article_id = ? ORDER BY origin.id LIMIT 1
        """,
        (article,),
    )
    if row is None:
        return None
    name, sha256, data, reading, ordinal, articles = row
    return Origin(name, sha256, data, reading_of(reading), ordinal, articles)


def reading_of(reading: str) -> Reading:
    """How a file was read, as it is kept in `origin.reading`."""
    fields = json.loads(reading)
    fields["columns"] = tuple((role, header) for role, header in fields["columns"])
    return Reading(**fields)


def _add_article(db: Connection, article: Article, ordinal: int, origin: _Origin, meter: _Meter) -> ImportedArticle:
    name = article_uid(article)
    row = db.one("SELECT id, lineage FROM article WHERE uid = ?", (name,))
    version_of = None
    if row is not None:
        number, lineage = row
        uids = segment_uids(article, lineage)
        kept = len(uids)
        meter.add(len(uids))
    else:
        version_of, lineage = _earlier_version(db, article) or (None, name)
        uids = segment_uids(article, lineage)
        number, kept = _insert_article(db, article, name, lineage, uids, origin, meter)
    reading = json.dumps(asdict(origin.document.reading), ensure_ascii=False)
    db.run(
        "INSERT INTO origin (article_id, document_sha256, ordinal, reading, reading_key, path, imported_at, imported_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (number, origin.sha256, ordinal, reading, origin.reading_key, origin.path, origin.at, origin.importer),
    )
    for language in ("source_language", "target_language"):
        facts.imported(db, name, language, getattr(article, language), origin.importer, origin.at)
    references = _add_references(db, article.segments, uids, origin.document.name)
    made = _add_corrections(db, article.segments, uids, origin.importer)
    return ImportedArticle(
        number=number,
        title=article.title,
        segments=len(uids),
        new=row is None,
        version_of=version_of,
        kept=kept,
        reviews=made,
        references=references,
    )


def _insert_article(
    db: Connection, article: Article, name: str, lineage: str, uids: Sequence[str], origin: _Origin, meter: _Meter
) -> tuple[int, int]:
    """Adds an article that is not known; its number, and how many of its segments were there already."""
    number = 1 + db.value("SELECT coalesce(max(id), 0) FROM article")
    first_place = 1 + db.value("SELECT coalesce(max(id), 0) FROM place")
    first_segment = 1 + db.value("SELECT coalesce(max(id), 0) FROM segment")
    # Under a lineage that no article has no segment can be there yet, and a hundred thousand look-ups are saved.
    there = _segment_ids(db, uids) if db.value("SELECT 1 FROM article WHERE lineage = ?", (lineage,)) else {}
    db.run(
        "INSERT INTO article (id, uid, lineage, title, lead, system, date, first_place, segments, imported_at, imported_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, name, lineage, article.title, article.lead, article.system, article.date),
            *(first_place, len(uids), origin.at, origin.importer),
        ),
    )
    next_segment = first_segment
    places = enumerate(zip(article.segments, uids, strict=True), start=1)
    while batch := list(islice(places, _BATCH)):
        segment_rows, place_rows = [], []
        for position, (segment, uid) in batch:
            segment_id = there.get(uid)
            if segment_id is None:
                segment_id, next_segment = next_segment, next_segment + 1
                segment_rows.append((segment_id, uid, segment.machine, segment.source, article.system, content(segment)))
            place_rows.append(
                (
                    *(first_place + position - 1, number, position, segment_id, segment.paragraph),
                    *(segment.kind.value, segment.gap, segment.key, segment.record),
                )
            )
        db.run_many("INSERT INTO segment (id, uid, machine, source, system, content) VALUES (?, ?, ?, ?, ?, ?)", segment_rows)
        db.run_many("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", place_rows)
        meter.add(len(batch))
    db.run(
        "INSERT INTO segment_fts (rowid, machine, source) SELECT id, machine, source FROM segment WHERE id >= ?",
        (first_segment,),
    )
    standing.take_stock(db, number)
    return number, len(there)


def content(segment: Segment) -> int:
    """64 bits that stand for the source and machine text of a segment."""
    text = _PAIR.encode((segment.source, segment.machine))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _earlier_version(db: Connection, article: Article) -> tuple[int, str] | None:
    """The number and lineage of the stored article that `article` is a version of.

    Of the same system, and at least half of the segments of both are the same; the most alike, the earliest of those as alike.
    """
    contents = Counter(content(segment) for segment in article.segments)
    shared: Counter[int] = Counter()
    for value in contents:
        found = db.all("SELECT id FROM segment WHERE content = ? LIMIT ?", (value, _COMMON + 1))
        if len(found) <= _COMMON:
            for (segment,) in found:
                shared.update(
                    number
                    for (number,) in db.all("SELECT article_id FROM place WHERE segment_id = ? LIMIT ?", (segment, _COMMON))
                )
    best: tuple[int, int, str] | None = None
    for number, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_CANDIDATES]:
        row = db.one("SELECT lineage, segments FROM article WHERE id = ? AND system IS ?", (number, article.system))
        if row is None:
            continue
        lineage, segments = row
        stored = Counter(
            value
            for (value,) in db.all(
                "SELECT content FROM place JOIN segment ON segment.id = segment_id WHERE article_id = ?", (number,)
            )
        )
        same = (contents & stored).total()
        if 2 * same >= max(segments, len(article.segments)) and (best is None or same > best[0]):
            best = (same, number, lineage)
    return best[1:] if best else None


def _segment_ids(db: Connection, uids: Iterable[str]) -> dict[str, int]:
    """The segments of `uids` that are in the database."""
    found = ((uid, segment_named(db, uid)) for uid in uids)
    return {uid: segment for uid, segment in found if segment is not None}


def _add_references(db: Connection, segments: Sequence[Segment], uids: Sequence[str], document: str) -> int:
    rows = []
    for segment, uid in zip(segments, uids, strict=True):
        for ordinal, text in enumerate(segment.references, start=1):
            label = document if len(segment.references) == 1 else f"{document} {ordinal}"
            rows.append((digest("reference", uid, text), uid, text, label))
    before = db.value("SELECT count(*) FROM reference") if rows else 0
    db.run_many(
        f"INSERT INTO reference (uid, segment_id, text, label) SELECT ?1, id, ?3, ?4 FROM segment "
        f"WHERE id = {SEGMENT.format('?2')} AND NOT EXISTS (SELECT 1 FROM reference WHERE segment_id = segment.id AND text = ?3)",
        rows,
    )
    return db.value("SELECT count(*) FROM reference") - before if rows else 0


def _add_corrections(db: Connection, segments: Sequence[Segment], uids: Sequence[str], importer: str) -> int:
    """Makes reviews of corrections, where their editor has not said just that already; how many."""
    made = []
    for segment, uid in zip(segments, uids, strict=True):
        if not segment.correction:
            continue
        review = imported_review(uid, segment.machine, segment.correction, segment.editor or importer)
        number: int = db.value(f"SELECT {SEGMENT.format('?1')}", (uid,))
        said = db.value(
            "SELECT 1 FROM review_cover JOIN review ON seq = review_seq "
            "WHERE segment_id = ? AND editor = ? AND verdict = ? AND correction IS ? LIMIT 1",
            (number, review.editor, review.verdict.value, review.correction),
        )
        if not said:
            made.append((review, [number]))
    reviews.insert(db, made)
    standing.refresh(db, [covered[0] for _, covered in made])
    return len(made)

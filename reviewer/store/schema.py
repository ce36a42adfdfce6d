"""The tables, and how a database file comes into being, is recognised and is brought up to date.

What people decided and what was imported is append-only, and triggers say so to every program that opens the file. What is
derived (`standing`, `head`, `open_place`, `tally`, `renamed`, the search indexes) can be thrown away and is the same when it is
made again. Migrations are sqlite-utils' own, all of them in one transaction under the file lock; sqlite-utils costs 0.3 s and is
not loaded to open a database that is up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x52565752
"""`RVWR`, in the header of every review database."""

_TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,            -- db_id: who this database is, also after it was copied
    value TEXT NOT NULL
) STRICT;
CREATE TABLE document (
    sha256 TEXT PRIMARY KEY,         -- of data
    name TEXT NOT NULL,              -- the file's name, for people
    data BLOB NOT NULL,              -- the file, byte for byte
    imported_at TEXT NOT NULL
) STRICT;
CREATE TABLE article (
    id INTEGER PRIMARY KEY,          -- the article's number
    uid TEXT NOT NULL UNIQUE,        -- SHA-256 of system and content
    lineage TEXT NOT NULL,           -- the uid of the story's first version
    title TEXT NOT NULL,
    lead TEXT NOT NULL,              -- the white space before the first segment
    system TEXT,
    date TEXT,
    first_place INTEGER NOT NULL,    -- its places are first_place … first_place + segments - 1
    segments INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL
) STRICT;
CREATE TABLE origin (                -- every file that an article was found in; the first is its form
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article(id),
    document_sha256 TEXT NOT NULL REFERENCES document(sha256),
    ordinal INTEGER NOT NULL,        -- which article of the document, from 0
    reading TEXT NOT NULL,
    reading_key TEXT NOT NULL,       -- the options that it was read with
    path TEXT NOT NULL,              -- absolute, for people and to write beside
    imported_at TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    UNIQUE (document_sha256, reading_key, path, ordinal)
) STRICT;
CREATE INDEX origin_article ON origin(article_id);
CREATE TABLE segment (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,        -- SHA-256 of lineage, system, source, machine and which occurrence
    machine TEXT NOT NULL,
    source TEXT,
    system TEXT,
    content INTEGER NOT NULL         -- 64 bits of a digest of source and machine, to find other versions of a story
) STRICT;
CREATE INDEX segment_content ON segment(content);
CREATE TABLE place (                 -- where a segment stands in an article
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article(id),
    position INTEGER NOT NULL,       -- from 1
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    paragraph INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- as it was imported; facts of name 'kind' override it
    gap TEXT NOT NULL,               -- the white space after it
    key TEXT,                        -- the file's own id
    record INTEGER NOT NULL,         -- which record of the document
    UNIQUE (article_id, position)
) STRICT;
CREATE INDEX place_segment ON place(segment_id);
CREATE TABLE reference (             -- independent translations
    uid TEXT PRIMARY KEY,
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    text TEXT NOT NULL,
    label TEXT NOT NULL
) STRICT;
CREATE INDEX reference_segment ON reference(segment_id);
CREATE TABLE review (
    seq INTEGER PRIMARY KEY,         -- order of arrival here; another database has another
    id TEXT NOT NULL UNIQUE,
    covers TEXT NOT NULL,    -- segment uids in order; more than one is a join
    parents TEXT NOT NULL,  -- ids of the reviews that stood there before
    editor TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'corrected', 'rejected', 'cut', 'reopened')),
    at TEXT NOT NULL,                -- RFC 3339 UTC; empty where an import could not know
    correction TEXT,
    reason TEXT,
    note TEXT NOT NULL,              -- one that begins with ? is a query
    purpose TEXT NOT NULL CHECK (purpose IN ('text', 'import', 'check')),
    reached TEXT NOT NULL,
    reached_by TEXT NOT NULL,
    reading_seconds REAL NOT NULL,
    typing_seconds REAL NOT NULL,
    idle_seconds REAL NOT NULL,
    idle_threshold REAL NOT NULL,
    errors TEXT NOT NULL,
    action TEXT NOT NULL,            -- what one keypress made shares it
    undoes TEXT,
    redoes TEXT,
    digest TEXT NOT NULL             -- SHA-256 over all fields but seq
) STRICT;
CREATE INDEX review_action ON review(action);
CREATE INDEX review_editor ON review(editor, purpose);
CREATE TABLE review_cover (          -- review.covers as rows
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    review_seq INTEGER NOT NULL REFERENCES review(seq),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (segment_id, review_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_cover_review ON review_cover(review_seq);
CREATE TABLE fact (                  -- what was said about an article or a segment; what nobody replaced stands
    id TEXT PRIMARY KEY,
    about TEXT NOT NULL,             -- a uid
    name TEXT NOT NULL CHECK (name IN ('kind', 'source_language', 'target_language', 'title')),
    value TEXT NOT NULL,
    editor TEXT NOT NULL,
    at TEXT NOT NULL,
    replaces TEXT NOT NULL
) STRICT;
CREATE INDEX fact_about ON fact(about, name);
CREATE TABLE signoff (
    id TEXT PRIMARY KEY,
    article_uid TEXT NOT NULL REFERENCES article(uid),
    editor TEXT NOT NULL,
    at TEXT NOT NULL,
    text_digest TEXT NOT NULL,       -- of the exact text that was read
    active_seconds REAL NOT NULL,
    idle_seconds REAL NOT NULL,
    idle_threshold REAL NOT NULL,
    path TEXT                        -- the file that was written
) STRICT;
CREATE INDEX signoff_article ON signoff(article_uid);
CREATE TABLE sample (
    name TEXT NOT NULL,
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    PRIMARY KEY (name, segment_id)
) STRICT, WITHOUT ROWID;
"""

_DERIVED = """
CREATE TABLE standing (              -- derived: where a segment stands; a segment without a row is open
    segment_id INTEGER PRIMARY KEY REFERENCES segment(id),
    status TEXT NOT NULL,
    kind TEXT,                       -- the fact that stands, if any
    has_note INTEGER NOT NULL,
    is_query INTEGER NOT NULL,
    similarity REAL,                 -- of machine text and final text, 0 to 100
    edits INTEGER,                   -- word edits, and the words of the final text
    reference_words INTEGER
) STRICT;
CREATE INDEX standing_status ON standing(status);
CREATE TABLE head (                  -- derived: the reviews that stand on a segment
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    review_seq INTEGER NOT NULL REFERENCES review(seq),
    PRIMARY KEY (segment_id, review_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX head_review ON head(review_seq);
CREATE TABLE open_place (            -- derived: the places of open segments, so that the next one is found at once
    id INTEGER PRIMARY KEY REFERENCES place(id)
) STRICT;
CREATE TABLE tally (                 -- derived: how far an article is
    article_id INTEGER PRIMARY KEY REFERENCES article(id),
    accepted INTEGER NOT NULL DEFAULT 0,
    corrected INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    cut INTEGER NOT NULL DEFAULT 0,
    conflict INTEGER NOT NULL DEFAULT 0,
    queries INTEGER NOT NULL DEFAULT 0,
    last_review_at TEXT
) STRICT;
CREATE VIRTUAL TABLE segment_fts USING fts5(
    machine, source, content = 'segment', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE review_fts USING fts5(
    correction, content = 'review', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'
);
"""

_VIEWS = {
    "current_reviews": """
        SELECT article.id AS article, article.title, place.position, segment.machine, review.verdict, review.correction,
            review.editor, review.at, review.note, review.reason, review.id AS review
        FROM place JOIN article ON article.id = place.article_id JOIN segment ON segment.id = place.segment_id
            JOIN head ON head.segment_id = segment.id JOIN review ON review.seq = head.review_seq
        ORDER BY place.id, review.seq""",
    "conflicts": """
        SELECT article.id AS article, article.title, place.position, segment.machine, review.verdict, review.correction,
            review.editor, review.at, review.id AS review
        FROM standing JOIN place ON place.segment_id = standing.segment_id JOIN article ON article.id = place.article_id
            JOIN segment ON segment.id = place.segment_id
            JOIN head ON head.segment_id = segment.id JOIN review ON review.seq = head.review_seq
        WHERE standing.status = 'conflict'
        ORDER BY place.id, review.seq""",
    "article_progress": """
        SELECT article.id AS article, article.title, article.system, article.segments,
            article.segments - accepted - corrected - rejected - cut - conflict AS open,
            accepted, corrected, rejected, cut, conflict, queries, last_review_at
        FROM article JOIN tally ON tally.article_id = article.id
        ORDER BY article.id""",
}

_FIRST_APPEND_ONLY = (
    "document",
    "article",
    "origin",
    "segment",
    "place",
    "reference",
    "review",
    "review_cover",
    "fact",
    "signoff",
    "sample",
)
_LATER_APPEND_ONLY = ("sample_stratum", "sample_drawn", "sample_draw", "assignment")
APPEND_ONLY = (*_FIRST_APPEND_ONLY, *_LATER_APPEND_ONLY, "segment_alias", "dismissal")
"""Tables whose rows are never changed and never taken out."""


def _first(db: Database) -> None:
    _run(db, _TABLES + _DERIVED)
    _seal(db, _FIRST_APPEND_ONLY)
    for name, select in _VIEWS.items():
        db.create_view(name, select)


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _seal(db: Database, tables: Iterable[str]) -> None:
    for table in tables:
        for event in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


_STATISTICS = """
CREATE TABLE counter (               -- a cache: who counted, a metric with its options and versions
    id INTEGER PRIMARY KEY,
    signature TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE statistic (             -- a cache: what it counted in one pair of texts
    counter_id INTEGER NOT NULL REFERENCES counter(id),
    pair BLOB NOT NULL,              -- a digest of the hypothesis and of its references in order
    numbers TEXT NOT NULL,           -- JSON: one row of the columns that add up
    PRIMARY KEY (counter_id, pair)
) STRICT, WITHOUT ROWID;
"""


def _statistics(db: Database) -> None:
    _run(db, _STATISTICS)


_SAMPLING = """
CREATE TABLE sample_stratum (        -- the design of a sample, frozen at its first draw
    id TEXT PRIMARY KEY,             -- made of all that it is
    sample TEXT NOT NULL,            -- the sample's name
    drawn_from TEXT NOT NULL CHECK (drawn_from IN ('segments', 'accepted')),
    seed INTEGER NOT NULL,
    label TEXT NOT NULL,             -- which articles and which lengths
    population INTEGER NOT NULL,     -- how many segments could be drawn
    members BLOB NOT NULL            -- their uids, 32 bytes each, in the order in which they are drawn
) STRICT;
CREATE INDEX sample_stratum_sample ON sample_stratum(sample);
CREATE TABLE sample_drawn (          -- what was drawn; a row of sample without one here came in by no design
    segment_id INTEGER NOT NULL REFERENCES segment(id),
    stratum_id TEXT NOT NULL REFERENCES sample_stratum(id),
    PRIMARY KEY (segment_id, stratum_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_drawn_stratum ON sample_drawn(stratum_id);
CREATE INDEX sample_segment ON sample(segment_id);
CREATE TABLE sample_draw (           -- who drew, when, and how many there were then
    id TEXT PRIMARY KEY,
    sample TEXT NOT NULL,
    size INTEGER NOT NULL,
    editor TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE assignment (            -- whose an article is to review; what nobody replaced stands
    id TEXT PRIMARY KEY,
    article_uid TEXT NOT NULL REFERENCES article(uid),
    editor TEXT NOT NULL,            -- empty for nobody
    assigned_by TEXT NOT NULL,
    at TEXT NOT NULL,
    replaces TEXT NOT NULL
) STRICT;
CREATE INDEX assignment_article ON assignment(article_uid);
"""


def _sampling(db: Database) -> None:
    _run(db, _SAMPLING)
    _seal(db, _LATER_APPEND_ONLY)


_MERGING = """
CREATE TABLE segment_alias (         -- another name of a segment, from a database that knew its article by another lineage
    uid TEXT PRIMARY KEY,
    segment_id INTEGER NOT NULL REFERENCES segment(id)
) STRICT;
CREATE INDEX segment_alias_segment ON segment_alias(segment_id);
CREATE TABLE renamed (               -- derived: the covers of a review by the names that stand here, where it has others
    review_seq INTEGER PRIMARY KEY REFERENCES review(seq),
    covers TEXT NOT NULL
) STRICT;
"""
_POINTING = {
    "place": ("id", "article_id", "position", "paragraph", "kind", "gap", "key", "record"),
    "reference": ("uid", "text", "label"),
    "review_cover": ("review_seq", "ordinal"),
    "segment_alias": ("uid",),
}
"""What follows its segment when that turns out to be another one, with the columns that stay as they are."""


def _merging(db: Database) -> None:
    _run(db, _MERGING)
    _seal(db, ("segment_alias",))
    for table, columns in _POINTING.items():
        same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns)
        db.execute(f"DROP TRIGGER {table}_no_update")
        db.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({same} AND EXISTS ("
            "SELECT 1 FROM segment JOIN segment_alias ON segment_alias.uid = segment.uid "
            "WHERE segment.id = OLD.segment_id AND segment_alias.segment_id = NEW.segment_id)) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


_FINDINGS = """
CREATE TABLE dismissal (             -- an editor's "this finding is wrong"
    id TEXT PRIMARY KEY,             -- made of all that it says
    extent TEXT NOT NULL CHECK (extent IN ('here', 'article', 'always')),
    check_name TEXT NOT NULL,
    about TEXT NOT NULL,             -- the digest of the finding, the uid of the article, or the words
    segment_uid TEXT NOT NULL,       -- where it was said
    text TEXT NOT NULL,
    message TEXT NOT NULL,
    editor TEXT NOT NULL,
    at TEXT NOT NULL,
    withdraws TEXT NOT NULL          -- the id of another one that it takes back; else empty
) STRICT;
CREATE INDEX dismissal_about ON dismissal(about);
CREATE INDEX dismissal_withdraws ON dismissal(withdraws);
CREATE TABLE inspected (             -- a cache: a stretch of an article that the checks looked at, and what was known then
    id INTEGER PRIMARY KEY,
    first_place INTEGER NOT NULL,
    last_place INTEGER NOT NULL,
    reading TEXT NOT NULL CHECK (reading IN ('machine', 'standing')),
    checks TEXT NOT NULL,            -- a digest of what the checks were
    last_review INTEGER NOT NULL,
    last_fact INTEGER NOT NULL,
    last_segment INTEGER NOT NULL,
    UNIQUE (first_place, reading)
) STRICT;
CREATE TABLE noticed (               -- a cache: what they found there
    inspected_id INTEGER NOT NULL REFERENCES inspected(id),
    ordinal INTEGER NOT NULL,
    place_id INTEGER NOT NULL,       -- the first place of the segment or join
    check_name TEXT NOT NULL,
    family TEXT NOT NULL,
    level INTEGER NOT NULL,          -- 0 info, 1 warning, 2 error
    side TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    text TEXT NOT NULL,
    message TEXT NOT NULL,
    suggestion TEXT,
    occurrence INTEGER NOT NULL,
    version INTEGER NOT NULL,
    digest TEXT NOT NULL,            -- what a dismissal holds on to
    PRIMARY KEY (inspected_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX noticed_place ON noticed(place_id);
CREATE TABLE acceptance (            -- a cache: what editors did with what a check said
    check_name TEXT PRIMARY KEY,
    changed INTEGER NOT NULL,
    dismissed INTEGER NOT NULL,
    left_alone INTEGER NOT NULL,
    is_low INTEGER NOT NULL,         -- whether what it says is only info
    state TEXT NOT NULL              -- a digest of what was measured
) STRICT, WITHOUT ROWID;
"""


def _findings(db: Database) -> None:
    _run(db, _FINDINGS)
    _seal(db, ("dismissal",))


STEPS: tuple[tuple[str, Callable[[Database], None]], ...] = (
    ("first", _first),
    ("statistics", _statistics),
    ("sampling", _sampling),
    ("merging", _merging),
    ("findings", _findings),
)
"""Every change of the schema, oldest first; a database's `user_version` is how many it has been through."""

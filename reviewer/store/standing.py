"""What follows from the reviews: where each segment stands, how far each article is, which places are open.

All of it is derived and is brought up to date inside the transaction that adds the reviews; `rebuild` makes it anew from them
and comes to the same. What stands is decided by `core.review`, and this module writes down its answers; a single review that has
a text, as most do that a merge brings, leaves nothing to be decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby, islice

from reviewer.core.review import Purpose, Review, Status, Verdict
from reviewer.core.review import heads as heads_of
from reviewer.core.review import standing as status_of
from reviewer.errors import StoreError
from reviewer.store import names
from reviewer.store.connection import Connection, Row
from reviewer.store.review_rows import COLUMNS, review_of

Score = tuple[float, int, int]
"""Similarity, word edits, and the words of the final text."""

TALLIED = (Status.ACCEPTED, Status.CORRECTED, Status.REJECTED, Status.CUT, Status.CONFLICT)
"""What a tally counts, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows for a segment from the reviews that cover it."""

    status: Status
    has_note: bool
    is_query: bool
    heads: tuple[int, ...]
    """What stands, by order of arrival."""
    printed: Review | None
    """The review whose text is printed, and scored; None where none is."""


def standing_of(uid: str, covering: Sequence[tuple[int, Review]]) -> Standing:
    """What follows from the reviews that cover the segment `uid`, each with its place in the order of arrival."""
    seqs = {review.id: seq for seq, review in covering}
    heads = heads_of([review for _, review in covering], uid)
    status = status_of(heads)
    return Standing(
        status=status,
        has_note=any(review.note for review in heads),
        is_query=any(review.is_query for review in heads),
        heads=tuple(seqs[review.id] for review in heads),
        printed=heads[0] if status in (Status.ACCEPTED, Status.CORRECTED) else None,
    )


def refresh(db: Connection, segments: Iterable[int], scores: Mapping[str, Score] | None = None) -> None:
    """Brings the standing of `segments` up to date; `scores` by review id, computed here where they are not given."""
    known = dict(scores or {})
    for segment in sorted(segments):
        _refresh_one(db, segment, known)


def rebuild(db: Connection) -> None:
    """Makes all that is derived from reviews and facts anew."""
    with db.writing(), touching(db):
        for table in ("head", "standing", "open_place", "tally"):
            db.run(f"DELETE FROM {table}")
        names.rename(db)
        db.run(f"INSERT INTO touched SELECT DISTINCT segment_id FROM review_cover UNION {SEGMENTS_OF_FACTS}")
        restate(db)
        for (article,) in db.all("SELECT id FROM article"):
            take_stock(db, article)


@contextmanager
def touching(db: Connection) -> Iterator[None]:
    """Within there is a table `touched`, for the segments of which `restate` shall say anew where they stand."""
    db.run("CREATE TEMP TABLE touched (segment_id INTEGER PRIMARY KEY)")
    db.run("CREATE TEMP TABLE scored (id TEXT PRIMARY KEY, similarity REAL, edits INTEGER, words INTEGER) WITHOUT ROWID")
    try:
        yield
    finally:
        with suppress(StoreError):
            db.run("DROP TABLE temp.touched")
            db.run("DROP TABLE temp.scored")


def is_scored(review: Review) -> bool:
    """Whether `review` has a score by itself where it stands: it has a text, of one segment."""
    return (
        review.purpose is not Purpose.CHECK and review.status in (Status.ACCEPTED, Status.CORRECTED) and len(review.covers) == 1
    )


def keep_scores(db: Connection, scores: Iterable[tuple[str, *Score]]) -> None:
    """Keeps the scores of reviews that have one by themselves, by id, for a `restate` within the same `touching`."""
    db.run_many("INSERT OR IGNORE INTO scored VALUES (?, ?, ?, ?)", scores)


def restate(db: Connection) -> None:
    """Says anew where the segments in `touched` stand: in a stream, as after a merge, where one by one is too slow.

    What follows for places and articles is `take_stock`'s.
    """
    for table in ("head", "standing"):
        db.run(f"DELETE FROM {table} WHERE segment_id IN (SELECT segment_id FROM touched)")
    db.run(f"{_STATE} SELECT own.segment_id, verdict, note <> '', substr(note, 1, 1) = '?', {_SCORED} {_ALONE}")
    db.run(f"INSERT INTO head (segment_id, review_seq) SELECT own.segment_id, seq {_ALONE}")
    stated = _stated(db)
    while batch := list(islice(stated, _BATCH)):
        db.run_many(f"{_STATE} VALUES (?, ?, ?, ?, ?, ?, ?)", [state for state, _ in batch])
        db.run_many("INSERT INTO head (segment_id, review_seq) VALUES (?, ?)", [head for _, heads in batch for head in heads])
    for (segment,) in db.all(f"SELECT segment_id FROM touched WHERE segment_id IN ({SEGMENTS_OF_FACTS})"):
        uid = db.value("SELECT uid FROM segment WHERE id = ?", (segment,))
        set_kind(db, segment, db.value(STANDING_FACT, (uid, "kind")))


_BATCH = 2_000
_SCORED = "scored.similarity, scored.edits, scored.words"
_ALONE = """
    FROM touched JOIN review_cover AS own ON own.segment_id = touched.segment_id JOIN review ON seq = own.review_seq
        JOIN scored ON scored.id = review.id
    WHERE NOT EXISTS (
        SELECT 1 FROM review_cover AS beside WHERE beside.segment_id = own.segment_id AND beside.review_seq <> own.review_seq)
"""
"""A review that is scored and covers a segment alone stands there, and nothing is to be decided."""
_TOUCHED = f"""
    SELECT review_cover.segment_id, uid, machine, seq, {_SCORED}, {COLUMNS}
    FROM touched JOIN review_cover ON review_cover.segment_id = touched.segment_id JOIN review ON seq = review_seq
        JOIN segment ON segment.id = touched.segment_id LEFT JOIN scored ON scored.id = review.id
    WHERE NOT EXISTS (SELECT 1 FROM standing WHERE standing.segment_id = touched.segment_id)
    ORDER BY review_cover.segment_id, review_seq
"""
_STATE = "INSERT INTO standing (segment_id, status, has_note, is_query, similarity, edits, reference_words)"


def _stated(db: Connection) -> Iterator[tuple[Row, list[tuple[int, int]]]]:
    """Of each other segment in `touched` that is covered by a review its row of `standing` and its rows of `head`."""
    joins: dict[str, Score] = {}
    rows = (row for chunk in db.chunks(_TOUCHED) for row in chunk)
    for (segment, uid, machine), group in groupby(rows, key=lambda row: row[:3]):
        listed = list(group)
        now = standing_of(uid, [(row[3], review_of(row[7:])) for row in listed])
        score: Score | None = None
        if now.printed:
            scores = {row[7]: row[4:7] for row in listed if row[4] is not None}
            # Of what is scored here only a join is met again.
            score = review_score(db, now.printed, machine, joins if len(now.printed.covers) > 1 else scores)
        state = (segment, now.status.value, now.has_note, now.is_query, *(score or (None, None, None)))
        yield state, [(segment, seq) for seq in now.heads]


_SUBJECT = f"SELECT ?1 UNION ALL {names.NAMES.format(names.SEGMENT.format('?1'))}"
UNREPLACED = f"""
    FROM fact AS said WHERE about IN ({_SUBJECT}) AND name = ?2 AND NOT EXISTS (
        SELECT 1 FROM fact AS later, json_each(later.replaces) AS replaced
        WHERE later.about IN ({_SUBJECT}) AND later.name = said.name AND replaced.value = said.id)
"""
"""What nobody replaced of what was said about a uid, under all names of the segment that it may be."""
STANDING_FACT = f"SELECT value {UNREPLACED} ORDER BY id DESC LIMIT 1"
"""The value that stands of what was said about a uid: what nobody replaced; of several the one with the highest id."""
SEGMENTS_OF_FACTS = (
    f"SELECT id FROM segment WHERE id IN (SELECT {names.SEGMENT.format('fact.about')} FROM fact WHERE fact.name = 'kind')"
)
"""The segments of which anybody said what kind they are."""


def set_kind(db: Connection, segment: int, kind: str | None) -> None:
    """Writes down which kind stands for a segment."""
    db.run(
        "INSERT INTO standing (segment_id, status, kind, has_note, is_query) VALUES (?, 'open', ?, 0, 0) "
        "ON CONFLICT (segment_id) DO UPDATE SET kind = excluded.kind",
        (segment, kind),
    )


def take_stock(db: Connection, article: int) -> None:
    """Counts an article that has just come in, and lists its open places."""
    sums = ", ".join(f"coalesce(sum(status = '{status}'), 0)" for status in TALLIED)
    db.run(
        f"""
        INSERT INTO tally ({"article_id, " + ", ".join(TALLIED)}, queries, last_review_at)
        SELECT ?1, {sums}, coalesce(sum(is_query), 0), (
            SELECT nullif(max(at), '') FROM place JOIN review_cover USING (segment_id) JOIN review ON seq = review_seq
            WHERE article_id = ?1 AND purpose <> 'check')
        FROM place JOIN standing ON standing.segment_id = place.segment_id WHERE article_id = ?1
        """,
        (article,),
    )
    db.run(
        "INSERT INTO open_place SELECT id FROM place LEFT JOIN standing ON standing.segment_id = place.segment_id "
        "WHERE article_id = ? AND coalesce(status, 'open') = 'open' ORDER BY id",
        (article,),
    )


def _refresh_one(db: Connection, segment: int, scores: dict[str, Score]) -> None:
    uid, machine = db.one("SELECT uid, machine FROM segment WHERE id = ?", (segment,)) or ("", "")
    covering = [
        (seq, review_of(tuple(row)))
        for seq, *row in db.all(
            f"SELECT seq, {COLUMNS} FROM review_cover JOIN review ON seq = review_seq WHERE segment_id = ? ORDER BY seq",
            (segment,),
        )
    ]
    now = standing_of(uid, covering)
    score = review_score(db, now.printed, machine, scores) if now.printed else None
    before, was_query = db.one("SELECT status, is_query FROM standing WHERE segment_id = ?", (segment,)) or ("open", 0)
    db.run(
        """
        INSERT INTO standing (segment_id, status, has_note, is_query, similarity, edits, reference_words)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (segment_id) DO UPDATE SET status = excluded.status, has_note = excluded.has_note,
            is_query = excluded.is_query, similarity = excluded.similarity, edits = excluded.edits,
            reference_words = excluded.reference_words
        """,
        (segment, now.status.value, now.has_note, now.is_query, *(score or (None, None, None))),
    )
    db.run("DELETE FROM head WHERE segment_id = ?", (segment,))
    db.run_many("INSERT INTO head (segment_id, review_seq) VALUES (?, ?)", [(segment, seq) for seq in now.heads])
    last = max((review.at for _, review in covering if review.purpose != "check"), default="")
    _count(db, segment, (Status(before), bool(was_query)), (now.status, now.is_query), last)


def _count(db: Connection, segment: int, before: tuple[Status, bool], after: tuple[Status, bool], last: str) -> None:
    """Moves a segment from one column of the tally to another, in every article in which it stands."""
    changes = ["last_review_at = nullif(max(coalesce(last_review_at, ''), ?), '')"]
    if before[0] is not after[0]:
        changes += [f"{before[0]} = {before[0]} - 1"] if before[0] in TALLIED else []
        changes += [f"{after[0]} = {after[0]} + 1"] if after[0] in TALLIED else []
    db.run(
        f"UPDATE tally SET {', '.join(changes)}, queries = queries + ? "
        "WHERE article_id IN (SELECT article_id FROM place WHERE segment_id = ?)",
        (last, after[1] - before[1], segment),
    )
    if before[0] is Status.OPEN and after[0] is not Status.OPEN:
        db.run("DELETE FROM open_place WHERE id IN (SELECT id FROM place WHERE segment_id = ?)", (segment,))
    elif after[0] is Status.OPEN and before[0] is not Status.OPEN:
        db.run("INSERT INTO open_place SELECT id FROM place WHERE segment_id = ?", (segment,))


def review_score(db: Connection, review: Review, machine: str, scores: dict[str, Score]) -> Score | None:
    """The score of `review`, remembered in `scores` for the other segments that it covers."""
    if review.id not in scores:
        run = machine if len(review.covers) == 1 else _run(db, review.covers)
        if run is None:
            return None
        scores[review.id] = score_of(review, run)
    return scores[review.id]


def score_of(review: Review, machine: str) -> Score:
    """How far the text of `review` is from what the machine wrote."""
    # rapidfuzz costs 40 ms to load, and not every command that opens a database saves.
    from reviewer.analysis.diff import edit_rate_counts
    from reviewer.analysis.fuzz import similarity

    final = machine if review.verdict is Verdict.ACCEPTED else review.correction or ""
    return (similarity(machine, final), *edit_rate_counts(machine, final))


def _run(db: Connection, covers: tuple[str, ...]) -> str | None:
    """The machine text of a join with the white space between; None where its segments nowhere stand side by side."""
    for (first,) in db.all(
        "SELECT place.id FROM segment JOIN place ON segment_id = segment.id WHERE uid = ? ORDER BY place.id", (covers[0],)
    ):
        run = db.all(
            "SELECT uid, machine, gap, article_id FROM place JOIN segment ON segment.id = segment_id "
            "WHERE place.id BETWEEN ? AND ? ORDER BY place.id",
            (first, first + len(covers) - 1),
        )
        if tuple(row[0] for row in run) == covers and len({row[3] for row in run}) == 1:
            return "".join(machine + gap for _, machine, gap, _ in run[:-1]) + str(run[-1][1])
    return None

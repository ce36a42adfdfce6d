"""What the checks found, kept so that nothing is looked at twice, and what came of it.

A cache, in windows of `WINDOW` places: each says what was known when it was looked at, and is stale once there is more that is
about it. All of it may be deleted at any time and comes back the same. A save has no part in it: what a review makes stale is
seen when somebody asks. Of each window and reading only the last set of checks is kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reviewer.core.error import Side
from reviewer.core.finding import Acceptance, Finding, Level
from reviewer.core.review import Status
from reviewer.store.connection import Connection, Row
from reviewer.store.dismissals import HOLDS
from reviewer.store.rows import KeptFinding, Looked, Window

WINDOW = 2_000
"""Places that are looked at together, but for a join that goes over the end."""
MOST_RECURRING = 9
"""As many other stories are counted: a line that stands in more is no other for it."""

_LEVELS = tuple(Level)
_IN_OTHERS = """
    SELECT count(*) FROM (
        SELECT DISTINCT other.lineage FROM segment AS twin CROSS JOIN place AS stood ON stood.segment_id = twin.id
            CROSS JOIN article AS other ON other.id = stood.article_id
        WHERE twin.content = own.content AND twin.machine = own.machine AND twin.id <= {last} AND other.lineage <> article.lineage
        LIMIT {most})
"""
_REVIEWED = """
    SELECT 1 FROM place JOIN review_cover ON review_cover.segment_id = place.segment_id
    WHERE place.id BETWEEN ?1 AND ?2 AND review_seq > ?3
    UNION ALL
    SELECT 1 FROM place AS at_end JOIN head ON head.segment_id = at_end.segment_id
        JOIN review_cover AS joined ON joined.review_seq = head.review_seq
        JOIN review_cover AS newer ON newer.segment_id = joined.segment_id
    WHERE at_end.id IN (?1, ?2) AND newer.review_seq > ?3
    LIMIT 1
"""
"""Also what is beyond an end: a join that goes over it is none any more where a part of it is decided by itself."""
_SAID = """
    SELECT 1 FROM fact WHERE about = ?4 AND rowid > ?3
    UNION ALL SELECT 1 FROM place JOIN segment ON segment.id = segment_id JOIN fact ON about = uid
        WHERE place.id BETWEEN ?1 AND ?2 AND fact.rowid > ?3
    UNION ALL SELECT 1 FROM segment_alias JOIN place USING (segment_id) JOIN fact ON about = uid
        WHERE place.id BETWEEN ?1 AND ?2 AND fact.rowid > ?3
    LIMIT 1
"""
_RECURS = f"""
    SELECT 1 FROM place JOIN segment AS own ON own.id = place.segment_id JOIN article ON article.id = place.article_id
    WHERE place.id BETWEEN ?1 AND ?2
        AND EXISTS (SELECT 1 FROM segment AS fresh WHERE fresh.content = own.content AND fresh.id > ?3)
        AND ({_IN_OTHERS.format(last="?3", most="?4")}) < ?4
    LIMIT 1
"""


_RECURRING = f"""
    SELECT own.machine, max(({_IN_OTHERS.format(last=2**62, most="?2")})) AS stories
    FROM place JOIN segment AS own ON own.id = place.segment_id JOIN article ON article.id = place.article_id
    WHERE place.article_id = ?1 GROUP BY own.machine HAVING stories > 0
"""


def recurring(db: Connection, article: int) -> dict[str, int]:
    """The machine texts of an article that stand in other stories too, with the same source: in how many, at most 9."""
    return dict(db.all(_RECURRING, (article, MOST_RECURRING)))


# Windows


def windows(db: Connection, articles: Sequence[int] | None, of: Looked, checks: str, *, stale: bool = False) -> Iterator[Window]:
    """The windows of articles, None for all, in order, as they are to be looked at now.

    Args:
        db: the database.
        articles: their numbers.
        of: which text.
        checks: a digest of what the checks are.
        stale: only those of which nothing is kept that still holds.
    """
    # Before anything is read: what comes in meanwhile makes a window stale.
    last = _last(db)
    kept = {
        first: known
        for first, *known in db.all(
            "SELECT first_place, last_review, last_fact, last_segment FROM inspected WHERE reading = ? AND checks = ?",
            (of, checks),
        )
    }
    for article, uid, first, segments in _articles(db, articles):
        for start in range(first, first + segments, WINDOW):
            window = Window(article, start, min(start + WINDOW, first + segments) - 1, of, checks, *last)
            if not stale or _is_stale(db, window, uid, kept.get(start)):
                yield window


def _last(db: Connection) -> tuple[int, int, int]:
    """The last review, fact and segment that came in."""
    # Each by itself: SQLite then goes to the end at once.
    review, fact, segment = (
        db.value(sql) or 0
        for sql in ("SELECT max(seq) FROM review", "SELECT max(rowid) FROM fact", "SELECT max(id) FROM segment")
    )
    return review, fact, segment


def _articles(db: Connection, numbers: Sequence[int] | None) -> list[Row]:
    return db.all(
        "SELECT id, uid, first_place, segments FROM article "
        "WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)) ORDER BY id",
        (None if numbers is None else json.dumps(list(numbers)),),
    )


def _is_stale(db: Connection, window: Window, article: str, known: Sequence[int] | None) -> bool:
    """Whether there is more about a window than was known."""
    if known is None:
        return True
    review, fact, segment = known
    place = (window.first, window.last)
    return (
        (window.of == "standing" and review < window.last_review and db.one(_REVIEWED, (*place, review)) is not None)
        or (fact < window.last_fact and db.one(_SAID, (*place, fact, article)) is not None)
        or (segment < window.last_segment and db.one(_RECURS, (*place, segment, MOST_RECURRING)) is not None)
    )


# Findings


def keep(db: Connection, looked_at: Iterable[tuple[Window, Sequence[KeptFinding]]]) -> None:
    """Keeps what was found in windows, in place of what was kept of them."""
    with db.writing():
        for window, found in looked_at:
            _drop(db, "first_place = ? AND reading = ?", (window.first, window.of))
            db.run(
                "INSERT INTO inspected (first_place, last_place, reading, checks, last_review, last_fact, last_segment) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    window.first,
                    window.last,
                    window.of,
                    window.checks,
                    window.last_review,
                    window.last_fact,
                    window.last_segment,
                ),
            )
            number = db.value("SELECT last_insert_rowid()")
            db.run_many(
                "INSERT INTO noticed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((number, ordinal, *_values(each)) for ordinal, each in enumerate(found)),
            )


def kept(db: Connection, window: Window) -> tuple[KeptFinding, ...]:
    """What is kept of a window, in the order of the text, by whatever checks."""
    return tuple(_read(db, "first_place = ? AND reading = ?", (window.first, window.of)))


def at(db: Connection, row: int) -> tuple[KeptFinding, ...]:
    """What is kept of the text that stands at a place."""
    return tuple(_read(db, "place_id = ? AND reading = 'standing'", (row,)))


def of_machine(db: Connection) -> Iterator[tuple[KeptFinding, str, str, Status]]:
    """What is kept of machine texts, each with the uids of its article and of its segment, and where that stands, in order."""
    for (window,) in db.all("SELECT id FROM inspected WHERE reading = 'machine' ORDER BY first_place"):
        for article, segment, status, *row in db.all(_OF_MACHINE, (window,)):
            yield _finding(tuple(row)), article, segment, Status(status)


def marked_in_machine(db: Connection) -> dict[int, list[tuple[int, int]]]:
    """Where machine texts were flagged with more than info, by the row of the place."""
    marked: dict[int, list[tuple[int, int]]] = {}
    for row, *span in db.all(
        "SELECT place_id, span_start, span_end FROM inspected JOIN noticed ON inspected.id = inspected_id "
        "WHERE reading = 'machine' AND level > 0 ORDER BY place_id, ordinal"
    ):
        marked.setdefault(row, []).append((span[0], span[1]))
    return marked


def forget(db: Connection) -> int:
    """Drops all of it; how many windows there were."""
    with db.writing():
        db.run("DELETE FROM acceptance")
        return drop(db)


def drop(db: Connection) -> int:
    """Drops all windows, within a transaction, so that what was measured is of no state any more; how many there were."""
    db.run("UPDATE acceptance SET state = ''")
    return _drop(db, "1", ())


def _drop(db: Connection, where: str, values: Sequence[object]) -> int:
    db.run(f"DELETE FROM noticed WHERE inspected_id IN (SELECT id FROM inspected WHERE {where})", values)
    return db.run(f"DELETE FROM inspected WHERE {where}", values)


_COLUMNS = (
    "place_id, position, check_name, family, level, side, span_start, span_end, text, message, suggestion, occurrence, version, "
    "digest"
)
_OF_MACHINE = f"""
    SELECT article.uid, segment.uid, coalesce(status, 'open'), {_COLUMNS}
    FROM noticed JOIN place ON place.id = place_id JOIN article ON article.id = article_id
        JOIN segment ON segment.id = place.segment_id LEFT JOIN standing ON standing.segment_id = segment.id
    WHERE inspected_id = ? ORDER BY ordinal
"""


def _read(db: Connection, where: str, values: Sequence[object]) -> Iterator[KeptFinding]:
    rows = db.all(
        f"SELECT {_COLUMNS} FROM inspected JOIN noticed ON inspected.id = inspected_id JOIN place ON place.id = place_id "
        f"WHERE {where} ORDER BY inspected_id, ordinal",
        values,
    )
    return map(_finding, rows)


def _finding(row: Row) -> KeptFinding:
    place, position, check, family, level, side, start, end, text, message, suggestion, occurrence, version, digest = row
    finding = Finding(check, _LEVELS[level], message, (start, end), text, Side(side), suggestion, position, occurrence, version)
    return KeptFinding(place, finding, family, digest)


def _values(each: KeptFinding) -> tuple[Any, ...]:
    finding = each.finding
    return (
        each.row,
        finding.check,
        each.family,
        _LEVELS.index(finding.level),
        str(finding.side),
        *finding.span,
        finding.text,
        finding.message,
        finding.suggestion,
        finding.occurrence,
        finding.version,
        each.digest,
    )


# What editors did with them


def keep_acceptances(db: Connection, state: str, measured: Mapping[str, Acceptance], low: Collection[str]) -> None:
    """Keeps what was measured of each check, and which are low, in place of all that was kept before."""
    with db.writing():
        db.run("DELETE FROM acceptance")
        db.run_many(
            "INSERT INTO acceptance VALUES (?, ?, ?, ?, ?, ?)",
            ((name, each.changed, each.dismissed, each.left, name in low, state) for name, each in measured.items()),
        )


def acceptances(db: Connection, state: str | None) -> dict[str, Acceptance]:
    """What was measured last of each check; nothing where that was in another state."""
    rows = db.all("SELECT check_name, changed, dismissed, left_alone FROM acceptance WHERE ?1 IS NULL OR state = ?1", (state,))
    return {name: Acceptance(*counts) for name, *counts in rows}


# As a filter

_AT_LEAST = {"any": 1, **{level.value: number for number, level in enumerate(Level)}}
_HIGH = "NOT EXISTS (SELECT 1 FROM acceptance WHERE acceptance.check_name = noticed.check_name AND is_low)"
# The list of what a dismissal can be about is for the index; the case says which of them it is.
_NOTICED = f"""
    place.id IN (
        SELECT place_id FROM noticed JOIN inspected ON inspected.id = inspected_id JOIN place AS there ON there.id = place_id
        WHERE reading = 'standing' AND {{}} AND NOT EXISTS (
            SELECT 1 FROM dismissal WHERE about IN (
                noticed.digest, noticed.text, (SELECT uid FROM article WHERE article.id = there.article_id))
            AND about = CASE extent WHEN 'here' THEN noticed.digest WHEN 'always' THEN noticed.text ELSE
                (SELECT uid FROM article WHERE article.id = there.article_id) END
            AND dismissal.check_name = noticed.check_name AND {HOLDS}))
"""


def condition(asked: str) -> tuple[str, list[object]]:
    """A condition on places that holds where a finding is kept that nobody dismissed: what `finding:` can ask for."""
    level = _AT_LEAST.get(asked)
    if level is None:
        return _NOTICED.format("? IN (check_name, family)"), [asked]
    return _NOTICED.format(f"level >= ? AND {_HIGH}" if level else "level >= ?"), [level]

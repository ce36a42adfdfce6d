"""Articles out of what is left of one: whole where their name is that of their sentences, else read anew, else without the lost.

A name that fits cannot be by chance, so one sentence whose name fits says of which story a reading is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from reviewer.core.article import Article, Kind, Segment
from reviewer.core.identity import article_uid, segment_uids
from reviewer.errors import ReviewerError
from reviewer.store.connection import Connection
from reviewer.store.documents import content

Read = Callable[[str, bytes, str], Sequence[Article]]
"""Reads a document anew: its name, its bytes, and the options that it was read with."""
Row = tuple[Any, ...]
BY_PLACE = ("article", "origin", "segment", "place", "reference", "segment_alias")
"""Tables of which a row is true by what stands beside it."""
_ANEW = "read anew from its document"


@dataclass(slots=True)
class Found:
    """What was read from a damaged database and is not in the new one yet."""

    rows: dict[str, dict[int, Row]] = field(default_factory=lambda: {table: {} for table in BY_PLACE})
    """By table and number."""
    waiting: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    """Rows that fit their digests and need something else to be there first."""
    untrue: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    """Rows that do not fit their names, by these."""
    db_id: str = ""


@dataclass(slots=True)
class _Parts:
    """What is left of one article."""

    number: int
    head: Row | None
    places: dict[int, Row]
    """By position; only those of which the segment is whole."""
    length: int
    """How many places there were, as far as anything says."""


class _Shelf:
    """The new database with what articles are put together from."""

    def __init__(self, db: Connection, found: Found, read: Read | None) -> None:
        self.db = db
        self.found = found
        self.read = read
        self.segments = {number: row for number, row in found.rows["segment"].items() if _is_whole(row)}
        self.names: dict[int, set[str]] = {number: {row[1]} for number, row in self.segments.items()}
        for uid, segment in found.rows["segment_alias"].values():
            if segment in self.names:
                self.names[segment].add(uid)
        self._numbers = {uid: number for number, uids in self.names.items() for uid in uids}
        self.lineages = list(dict.fromkeys(uid for row in found.rows["article"].values() for uid in (row[2], row[1])))
        self.next_place = 1 + max(found.rows["place"], default=0)
        self.next_segment = 1 + max((*found.rows["segment"], *(row[3] for row in found.rows["place"].values())), default=0)

    def number_of(self, uid: str, segment: Segment, article: Article) -> int:
        """The number of a segment of an article, a new one if it has none."""
        if uid not in self._numbers:
            number = self.next_segment
            self.next_segment += 1
            row = (number, uid, segment.machine, segment.source, article.system, content(segment))
            self._numbers[uid], self.segments[number], self.names[number] = number, row, {uid}
        return self._numbers[uid]


def put_articles(db: Connection, found: Found, read: Read | None) -> list[str]:
    """Puts in every article as good as can be had, with the segments that it confirms; what is otherwise than it was."""
    shelf = _Shelf(db, found, read)
    said = []
    shortened = set()
    for parts in _parted(shelf):
        how = _put_whole(shelf, parts) or _put_read_anew(shelf, parts) or _put_rest(shelf, parts)
        if how != "whole":
            said.append(f"article {parts.number}: {how}")
        if len(parts.places) != parts.length and how != _ANEW:
            shortened.add(parts.number)
    _put_aliases(shelf)
    for _, article, sha256, *rest in found.rows["origin"].values():
        # One that is shorter than its document did not come from it: the document can be imported again.
        if article not in shortened:
            db.run(
                "INSERT INTO origin (article_id, document_sha256, ordinal, reading, reading_key, path, imported_at, imported_by) "
                "SELECT article.id, sha256, ?, ?, ?, ?, ?, ? FROM article, document WHERE article.id = ? AND sha256 = ? "
                "ON CONFLICT DO NOTHING",
                (*rest, article, sha256),
            )
    return said


def _put_aliases(shelf: _Shelf) -> None:
    """Puts in other names of segments that are there, and the segments that had them before they became one with these."""
    for name, number in shelf.found.rows["segment_alias"].values():
        shelf.db.run("INSERT INTO segment_alias SELECT ?, id FROM segment WHERE id = ? ON CONFLICT DO NOTHING", (name, number))
    for row in shelf.segments.values():
        shelf.db.run(
            "INSERT INTO segment SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM segment_alias JOIN segment ON id = segment_id "
            "WHERE segment_alias.uid = ?2 AND (machine, source, system) IS (?3, ?4, ?5) ON CONFLICT DO NOTHING",
            row,
        )


def _is_whole(row: Row) -> bool:
    return bool(content(Segment(row[2], source=row[3])) == row[5])


def _parted(shelf: _Shelf) -> Iterable[_Parts]:
    """What is left of each article, in the order of their numbers."""
    by_article: dict[int, dict[int, Row]] = defaultdict(dict)
    longest: Counter[int] = Counter()
    for row in shelf.found.rows["place"].values():
        longest[row[1]] = max(longest[row[1]], row[2])
        if row[3] in shelf.segments and row[5] in tuple(Kind):
            by_article[row[1]][row[2]] = row
    heads = {row[0]: row for row in shelf.found.rows["article"].values()}
    for number in sorted({*heads, *longest}):
        head = heads.get(number)
        yield _Parts(number, head, dict(sorted(by_article[number].items())), head[8] if head else longest[number])


def _article(shelf: _Shelf, parts: _Parts) -> Article:
    """The article of the places that are there."""
    rows = [(place, shelf.segments[place[3]]) for place in parts.places.values()]
    systems = Counter(segment[4] for _, segment in rows)
    segments = tuple(
        Segment(segment[2], place[6], place[4], Kind(place[5]), segment[3], key=place[7], record=place[8])
        for place, segment in rows
    )
    head = parts.head
    title = head[3] if head else segments[0].machine[:100] if segments else ""
    return Article(
        segments,
        head[4] if head else "",
        title,
        systems.most_common(1)[0][0] if systems else None,
        date=head[6] if head else None,
    )


def _lineage(shelf: _Shelf, parts: _Parts, article: Article, positions: Sequence[int]) -> tuple[str, int]:
    """Under which lineage most segments of `article` have the names that stand at these positions; how many that are."""
    best = (article_uid(article), -1)
    for lineage in dict.fromkeys((*([parts.head[2]] if parts.head else []), best[0], *shelf.lineages)):
        uids = segment_uids(article, lineage)
        fits = sum(uid in shelf.names[parts.places[at][3]] for at, uid in zip(positions, uids, strict=True) if at in parts.places)
        if fits > best[1]:
            best = (lineage, fits)
        if fits == len(parts.places):
            break
    return best


def _put_whole(shelf: _Shelf, parts: _Parts) -> str:
    if parts.head is None or len(parts.places) != parts.length or not parts.places:
        return ""
    article = _article(shelf, parts)
    lineage, fits = _lineage(shelf, parts, article, list(parts.places))
    if article_uid(article) != parts.head[1] or fits != parts.length or article.system != parts.head[5]:
        return ""
    return "whole" if _put(shelf, parts, article, lineage, [place[3] for place in parts.places.values()]) else ""


def _put_read_anew(shelf: _Shelf, parts: _Parts) -> str:
    for article in _readings(shelf, parts):
        lineage, fits = _lineage(shelf, parts, article, range(1, len(article.segments) + 1))
        is_named = parts.head is not None and article_uid(article) == parts.head[1]
        if is_named or fits:
            uids = segment_uids(article, lineage)
            numbers = [shelf.number_of(uid, segment, article) for uid, segment in zip(uids, article.segments, strict=True)]
            if _put(shelf, parts, article, lineage, numbers):
                return _ANEW
    return ""


def _readings(shelf: _Shelf, parts: _Parts) -> Iterator[Article]:
    """The article as the documents have it that it came from."""
    for _, number, sha256, ordinal, _, key, *_ in shelf.found.rows["origin"].values():
        document = shelf.db.one("SELECT name, data FROM document WHERE sha256 = ?", (sha256,))
        if shelf.read is not None and number == parts.number and document is not None:
            with suppress(ReviewerError, LookupError, ValueError, TypeError):
                name, data = document
                yield shelf.read(name, data, key)[ordinal]


def _put_rest(shelf: _Shelf, parts: _Parts) -> str:
    """A version of the story without what is lost; nothing, where nothing is left."""
    whole = len(parts.places)
    while parts.places:
        article = _article(shelf, parts)
        lineage, fits = _lineage(shelf, parts, article, list(parts.places))
        if fits == len(parts.places):
            lost, unnamed = max(parts.length - whole, 0), whole - fits
            why = [f"{lost:,} lost or damaged"] if lost else []
            why += [f"{unnamed:,} of which nothing that is left confirms which sentence it is"] if unnamed else []
            how = f"a version of it without {lost + unnamed:,} of its {parts.length:,} segments: {', '.join(why)}"
            is_new = _put(shelf, parts, article, lineage, [place[3] for place in parts.places.values()])
            return (how if why else "under a new name, for the old was damaged") if is_new else "the same as another"
        uids = segment_uids(article, lineage)
        # Of equal sentences the later have other names without the first.
        parts.places = {
            at: place for (at, place), uid in zip(parts.places.items(), uids, strict=True) if uid in shelf.names[place[3]]
        }
    return "left behind, nothing of it is whole"


def _put(shelf: _Shelf, parts: _Parts, article: Article, lineage: str, numbers: Sequence[int]) -> bool:
    """Puts in an article and its places; whether it was not there yet."""
    name = article_uid(article)
    if shelf.db.one("SELECT 1 FROM article WHERE uid = ?", (name,)):
        return False
    firsts = Counter(place[0] - at + 1 for at, place in parts.places.items()).most_common(1)
    first = firsts[0][0] if firsts and len(numbers) == parts.length else shelf.next_place
    if shelf.db.one("SELECT 1 FROM place WHERE id BETWEEN ? AND ?", (first, first + len(numbers) - 1)):
        first = shelf.next_place
    shelf.next_place = max(shelf.next_place, first + len(numbers))
    shelf.db.run_many(
        "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", [shelf.segments[number] for number in numbers]
    )
    head = parts.head
    title, date, at, by = (head[3], head[6], *head[9:11]) if head else (article.title, article.date, "", "")
    shelf.db.run(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (parts.number, name, lineage, title, article.lead, article.system, date, first, len(numbers), at, by),
    )
    shelf.db.run_many(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (first + index, parts.number, index + 1, number, each.paragraph, each.kind.value, each.gap, each.key, each.record)
            for index, (number, each) in enumerate(zip(numbers, article.segments, strict=True))
        ],
    )
    return True

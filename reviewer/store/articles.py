"""Articles as rows of a list, and the way from what a person types to the article that they mean."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from reviewer.errors import StoreError, UnknownNameError
from reviewer.store import assignments, facts
from reviewer.store.connection import Connection
from reviewer.store.places import counted
from reviewer.store.rows import ArticleRow

_LISTED = 20
"""How many articles an error message lists."""


def listed(db: Connection, article: int | None = None) -> list[ArticleRow]:
    """Every article in the order of its number, or the one with that number."""
    rows = db.all(
        """
        SELECT article.id, uid, lineage, title, lead,
            (SELECT path FROM origin WHERE article_id = article.id ORDER BY origin.id LIMIT 1),
            system, date, segments, first_place, imported_at, imported_by, last_review_at,
            accepted, corrected, rejected, cut, conflict, queries, segments
        FROM article JOIN tally ON tally.article_id = article.id WHERE ?1 IS NULL OR article.id = ?1 ORDER BY article.id
        """,
        (article,),
    )
    said = _said(db, None if article is None else [uid for _, uid, *_ in rows])
    whose = assignments.assigned(db)
    signed = {sign_off.article: sign_off for sign_off in facts.sign_offs(db, article)}
    return [
        ArticleRow(
            number=number,
            uid=uid,
            lineage=lineage,
            title=said.get((uid, "title")) or title,
            lead=lead,
            path=path or "",
            system=system,
            date=date,
            source_language=said.get((uid, "source_language")),
            target_language=said.get((uid, "target_language")),
            segments=segments,
            first_row=first_row,
            counts=counted(numbers),
            imported_at=imported_at,
            imported_by=imported_by,
            last_review_at=last_review_at,
            signed_off=signed.get(number),
            assigned=whose.get(number),
        )
        for (
            number, uid, lineage, title, lead, path, system, date, segments, first_row, imported_at, imported_by,
            last_review_at, *numbers,
        ) in rows
    ]  # fmt: skip


def target_languages(db: Connection) -> frozenset[str | None]:
    """The languages of the machine texts of all articles; None stands for those of which nobody said."""
    rows = db.all(
        """
        SELECT DISTINCT said.value FROM article LEFT JOIN fact AS said
            ON said.about = article.uid AND said.name = 'target_language' AND NOT EXISTS (
                SELECT 1 FROM fact AS later, json_each(later.replaces) AS replaced
                WHERE later.about = said.about AND later.name = said.name AND replaced.value = said.id)
        """
    )
    return frozenset(language for (language,) in rows)


def last_said(db: Connection) -> tuple[int, int]:
    """The last article and the last fact that came in; what is said of articles is the same while these are."""
    return db.value("SELECT max(id) FROM article") or 0, db.value("SELECT max(rowid) FROM fact") or 0


def find(db: Connection, text: str) -> tuple[int, ...]:
    """The articles that `text` names: a number, a path (all that the file holds), a title, or a file's name.

    Raises:
        UnknownNameError: when it names none.
        StoreError: when a title or a file's name fits several; the message lists them.
    """
    if text.isascii() and text.isdigit() and len(text) < 19:
        by_number = _numbers(db, "SELECT id FROM article WHERE id = ?", (int(text),))
        if by_number:
            return by_number
    by_path = _numbers(db, "SELECT article_id FROM origin WHERE path IN (?, ?)", (text, os.path.abspath(text)))  # noqa: PTH100
    if by_path:
        return by_path
    rows = listed(db)
    by_title = tuple(row.number for row in rows if row.title == text)
    files = {path for (path,) in db.all("SELECT DISTINCT path FROM origin") if Path(path).name == text}
    by_name = _numbers(db, "SELECT article_id FROM origin WHERE path = ?", (next(iter(files)),)) if len(files) == 1 else ()
    if len(by_title) > 1 or (not by_title and len(files) > 1):
        fitting = [row for row in rows if row.number in by_title or row.path in files]
        raise StoreError(f"{text!r} fits several articles; say which by its number: {_in_words(fitting)}")
    if not (by_title or by_name):
        raise UnknownNameError("article", text, [_in_words(rows)])
    return by_title or by_name


def _numbers(db: Connection, sql: str, parameters: Sequence[object]) -> tuple[int, ...]:
    return tuple(sorted({number for (number,) in db.all(sql, parameters)}))


def _in_words(rows: Sequence[ArticleRow]) -> str:
    names = [f"{row.number} ({row.title or Path(row.path).name})" for row in rows[:_LISTED]]
    return ", ".join(names + ([f"and {len(rows) - _LISTED:,} more"] if len(rows) > _LISTED else [])) or "none yet"


def _said(db: Connection, uids: Sequence[str] | None) -> dict[tuple[str, str], str]:
    """What stands of the facts about articles, by uid and name."""
    if uids is not None:
        return {
            (uid, name): value
            for uid in uids
            for name in facts.NAMES
            if (value := facts.standing_value(db, uid, name)) is not None
        }
    rows = db.all(
        """
        SELECT about, name, value FROM fact WHERE name <> 'kind' AND id NOT IN (
            SELECT gone.value FROM fact AS later, json_each(later.replaces) AS gone)
        ORDER BY id
        """
    )
    return {(uid, name): value for uid, name, value in rows}

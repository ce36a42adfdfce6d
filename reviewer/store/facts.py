"""What is said beside the reviews: facts about articles and segments, sign-offs, references.

All of it is only ever added to, and every id is made of what is said, so that saying a thing twice, here or in two databases
that meet later, is saying it once.
"""

from __future__ import annotations

import json
import uuid

from reviewer.core.article import Kind
from reviewer.core.identity import digest
from reviewer.errors import StoreError, UnknownNameError
from reviewer.store import names, standing
from reviewer.store.connection import Connection
from reviewer.store.rows import SignOff

NAMES = ("kind", "source_language", "target_language", "title")
"""What can be said: the first of a segment, the others of an article."""


def say(db: Connection, about: str, name: str, value: str, editor: str, at: str) -> None:
    """Says that `name` of the article or segment with the uid `about` is `value`, in place of what stood before.

    Raises:
        UnknownNameError: for a name or a kind that there is not.
        StoreError: when the uid is not known.
    """
    if name not in NAMES:
        raise UnknownNameError("fact", name, NAMES)
    if name == "kind" and value not in tuple(Kind):
        raise UnknownNameError("kind", value, tuple(Kind))
    with db.writing():
        subject = names.segment_named(db, about) if name == "kind" else db.value("SELECT id FROM article WHERE uid = ?", (about,))
        if subject is None:
            raise StoreError(f"{db.path}: no {'segment' if name == 'kind' else 'article'} {about}; import it first")
        _add(db, about, name, value, editor, at)
        if name == "kind":
            standing.set_kind(db, subject, standing_value(db, about, name))


def imported(db: Connection, about: str, name: str, value: str | None, editor: str, at: str) -> None:
    """Notes what an import found, unless something stands already: a file does not overrule a person."""
    if value and standing_value(db, about, name) is None:
        _add(db, about, name, value, editor, at)


def standing_value(db: Connection, about: str, name: str) -> str | None:
    """What stands of what was said; None where nothing was."""
    value: str | None = db.value(standing.STANDING_FACT, (about, name))
    return value


def _add(db: Connection, about: str, name: str, value: str, editor: str, at: str) -> None:
    replaced = sorted(fact for (fact,) in db.all(f"SELECT id {standing.UNREPLACED}", (about, name)))
    identity = id_of("fact", about, name, value, editor, at, replaced)
    db.run(
        "INSERT INTO fact (id, about, name, value, editor, at, replaces) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (identity, about, name, value, editor, at, json.dumps(replaced)),
    )


def sign(
    db: Connection,
    article: int,
    *,
    editor: str,
    at: str,
    text_digest: str,
    active_seconds: float,
    idle_seconds: float,
    idle_threshold: float,
    path: str | None,
) -> SignOff:
    """Notes that `editor` read the text of that digest and answers for it."""
    with db.writing():
        uid = db.value("SELECT uid FROM article WHERE id = ?", (article,))
        identity = id_of("signoff", uid, editor, at, text_digest)
        db.run(
            "INSERT INTO signoff VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (identity, uid, editor, at, text_digest, active_seconds, idle_seconds, idle_threshold, path),
        )
    return SignOff(identity, article, editor, at, text_digest, active_seconds, idle_seconds, idle_threshold, path)


def sign_offs(db: Connection, article: int | None = None) -> list[SignOff]:
    """The sign-offs of an article, or of all, in the order of their times."""
    rows = db.all(
        "SELECT signoff.id, article.id, editor, at, text_digest, active_seconds, idle_seconds, idle_threshold, path "
        "FROM signoff JOIN article ON article.uid = article_uid WHERE ?1 IS NULL OR article.id = ?1 ORDER BY at, signoff.id",
        (article,),
    )
    return [SignOff(*row) for row in rows]


def references(db: Connection, uid: str) -> tuple[tuple[str, str], ...]:
    """The label and text of each reference of a segment, in the order in which they came."""
    rows = db.all("SELECT label, text FROM reference WHERE segment_id = ? ORDER BY rowid", (names.segment_named(db, uid),))
    return tuple((label, text) for label, text in rows)


def id_of(*fields: object) -> str:
    """The id of something that is said, made of all that is said."""
    return str(uuid.UUID(digest(*fields)[:32]))

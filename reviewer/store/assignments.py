"""Who is to review which article: said, and said anew, never taken back.

What nobody replaced stands; of several, as after two databases met, the one with the highest id. That is no lock: everybody may
review everything, and a filter shows an editor what is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from reviewer.store.connection import Connection
from reviewer.store.facts import id_of
from reviewer.store.places import span

_UNREPLACED = (
    "NOT EXISTS (SELECT 1 FROM assignment AS later, json_each(later.replaces) AS gone "
    "WHERE later.article_uid = said.article_uid AND gone.value = said.id)"
)
STANDING = f"""
    SELECT article.id, said.editor FROM article JOIN assignment AS said ON said.article_uid = article.uid
    WHERE {_UNREPLACED} AND said.id = (
        SELECT max(said.id) FROM assignment AS said WHERE said.article_uid = article.uid AND {_UNREPLACED})
"""
"""Each article of which anything was said, with whose it is; nobody's where that is empty."""


def assign(db: Connection, articles: Sequence[int], editor: str, by: str, at: str) -> None:
    """Says whose the articles are, all or none; '' is nobody.

    Raises:
        StoreError: when there is no such article.
    """
    with db.writing():
        for article in articles:
            span(db, article)
            uid = db.value("SELECT uid FROM article WHERE id = ?", (article,))
            replaced = sorted(
                said for (said,) in db.all(f"SELECT id FROM assignment AS said WHERE article_uid = ? AND {_UNREPLACED}", (uid,))
            )
            db.run(
                "INSERT INTO assignment (id, article_uid, editor, assigned_by, at, replaces) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (id_of("assignment", uid, editor, by, at, replaced), uid, editor, by, at, json.dumps(replaced)),
            )


def assigned(db: Connection) -> dict[int, str]:
    """Whose the articles are that are anybody's, by number."""
    return {article: editor for article, editor in db.all(STANDING) if editor}

"""What editors said is wrong of what the checks said: added to, never taken out.

An id is made of all that is said, so that saying it twice is saying it once. What takes another one back is a row like it, and
may come before it where databases meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.core.finding import Dismissal, Extent
from reviewer.errors import StoreError
from reviewer.store.connection import Connection
from reviewer.store.names import SEGMENT, segment_named

COLUMNS = "extent, check_name, about, segment_uid, text, message, editor, at, withdraws"
"""What a dismissal says, in the order of its fields."""
HOLDS = """
    dismissal.withdraws = '' AND NOT EXISTS (SELECT 1 FROM dismissal AS later WHERE later.withdraws = dismissal.id)
"""
"""That a dismissal takes nothing back, and nobody took it back."""


def dismiss(db: Connection, dismissals: Iterable[Dismissal]) -> None:
    """Writes down dismissals, all or none; those that are known are passed over.

    Raises:
        StoreError: where one was said is not known.
    """
    with db.writing():
        for each in dismissals:
            if segment_named(db, each.segment) is None:
                raise StoreError(f"{db.path}: no segment {each.segment}; import it first")
            db.run(
                f"INSERT INTO dismissal (id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (
                    each.id,
                    each.extent,
                    each.check,
                    each.about,
                    each.segment,
                    each.text,
                    each.message,
                    each.editor,
                    each.at,
                    each.withdraws,
                ),
            )


def said(db: Connection) -> tuple[Dismissal, ...]:
    """All of them in the order of arrival, those that are taken back and those that take back too."""
    return tuple(Dismissal(Extent(extent), *rest) for extent, *rest in db.all(f"SELECT {COLUMNS} FROM dismissal ORDER BY rowid"))


def articles(db: Connection) -> list[int]:
    """The articles in which anything was dismissed."""
    rows = db.all(
        f"SELECT DISTINCT article_id FROM place WHERE segment_id IN (SELECT {SEGMENT.format('segment_uid')} FROM dismissal) "
        "ORDER BY article_id"
    )
    return [number for (number,) in rows]


def id_of_row(row: Sequence[str]) -> str:
    """The id of a row with these `COLUMNS`.

    Raises:
        ValueError: it has an extent that there is not.
    """
    extent, *rest = row
    return Dismissal(Extent(extent), *rest).id

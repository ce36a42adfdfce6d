"""Looking for words in machine text, source and the corrections that stand.

What a person types never reaches the full-text engine but in quotes, as a phrase of plain tokens. Scripts that are written
without spaces, or whose words carry endings (Chinese, Japanese, Korean, Thai …), and signs that are no words, are looked for
as they are.
"""

from __future__ import annotations

import re
import unicodedata

from reviewer.core.query import MOST
from reviewer.errors import QueryError
from reviewer.store.connection import Connection

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
_TOKEN = re.compile(r"[^\W_]+")
_INDEXED = "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'corrections_indexed'), 0)"

# One list, and not two joined by OR: so SQLite goes from the few that are found to their places, not through all places.
_BY_INDEX = f"""
    place.segment_id IN (
        SELECT rowid FROM segment_fts WHERE segment_fts MATCH ?
        UNION ALL
        SELECT segment_id FROM head WHERE review_seq IN (SELECT rowid FROM review_fts WHERE review_fts MATCH ?)
        UNION ALL
        SELECT segment_id FROM review JOIN head ON review_seq = seq
        WHERE seq > {_INDEXED} AND says(correction, ?, ?))
"""
_BY_LOOKING = """
    (EXISTS (
        SELECT 1 FROM segment WHERE segment.id = place.segment_id
            AND (instr(lower(machine), lower(?)) OR instr(lower(coalesce(source, '')), lower(?))))
    OR EXISTS (
        SELECT 1 FROM head JOIN review ON seq = review_seq
        WHERE head.segment_id = place.segment_id AND instr(lower(coalesce(correction, '')), lower(?))))
"""


def condition(text: str, *, prefix: bool = False) -> tuple[str, list[object]]:
    """A condition on places, with its parameters, that holds where `text` stands in a text: as a phrase of whole words.

    Args:
        text: a word or a phrase, as somebody typed it.
        prefix: whether the last word may go on.
    """
    if _UNSPACED.search(text) or not any(character.isalnum() for character in text):
        return _BY_LOOKING, [text, text, text]
    # The engine reads its query up to the first NUL.
    phrase = '"' + text.replace("\x00", " ").replace('"', '""') + '"' + ("*" if prefix else "")
    return _BY_INDEX, [phrase, phrase, text, prefix]


def conditions(words: str) -> tuple[str, list[object]]:
    """A condition that holds where each of `words` does, the last one also as the beginning of a word.

    Raises:
        QueryError: there are more of them than the engine takes.
    """
    parts = words.split()
    if len(parts) > MOST:
        raise QueryError(f"{len(parts):,} words to search for; at most {MOST} are taken")
    made = [condition(word, prefix=word is parts[-1]) for word in parts]
    return " AND ".join(sql for sql, _ in made) or "1", [value for _, values in made for value in values]


def teach(db: Connection) -> None:
    """Gives `db` the function with which corrections are looked through that are not in the index yet."""
    db.sqlite.create_function("says", 3, _says, deterministic=True)


def _says(text: str | None, phrase: str, prefix: int) -> bool:
    """Whether the words of `phrase` stand in `text` one after the other, as the index would find them."""
    words, wanted = _tokens(text or ""), _tokens(phrase)
    for start in range(len(words) - len(wanted) + 1):
        found = words[start : start + len(wanted)]
        if found[:-1] == wanted[:-1] and (found[-1] == wanted[-1] or (prefix and found[-1].startswith(wanted[-1]))):
            return True
    return False


def _tokens(text: str) -> list[str]:
    """The words of `text` in lower case and without accents."""
    bare = "".join(character for character in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(character))
    return _TOKEN.findall(bare)


def index_corrections(db: Connection) -> int:
    """Takes the corrections that came since the last time into the index; how many. Not for a save: it is slow."""
    with db.writing():
        upto = db.value(f"SELECT {_INDEXED}")
        last = db.value("SELECT coalesce(max(seq), 0) FROM review")
        if last == upto:
            return 0
        added = db.run(
            "INSERT INTO review_fts (rowid, correction) SELECT seq, correction FROM review "
            "WHERE seq > ? AND seq <= ? AND correction IS NOT NULL",
            (upto, last),
        )
        db.run(
            "INSERT INTO meta VALUES ('corrections_indexed', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (str(last),)
        )
        return added


def rebuild(db: Connection) -> None:
    """Makes both indexes anew; corrections come back in by `index_corrections`."""
    with db.writing():
        db.run("INSERT INTO segment_fts (segment_fts) VALUES ('rebuild')")
        db.run("INSERT INTO review_fts (review_fts) VALUES ('delete-all')")
        db.run("DELETE FROM meta WHERE key = 'corrections_indexed'")

"""Texts that try to do something to the terminal that shows them, and the look for what came through.

Every payload carries, beside what it would do, a sequence that no program of ours ever sends; so it is seen also where its own
sequence happens to be one of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from reviewer.core.article import Article, Document, Kind, Reading, Segment
from reviewer.core.visible import visible
from reviewer.store import Store

MARK = "\x1b[?6666z\x9b6666z"
PAYLOADS = {
    "title": "\x1b]0;pwned\x07",
    "link": "\x1b]8;;http://x.test/\x1b\\here\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "clear": "\x1b[2J\x1b[H",
    "question": "\x1b[6n\x1b[c",
    "screen": "\x1b[?1049l\x1b[?25h",
    "device": "\x1bP1;1|x\x1b\\",
    "program": "\x1b_Gi=1;AAAA\x1b\\",
    "privacy": "\x1b^x\x1b\\",
    "string": "\x1bXx\x1b\\",
    "c1": "\x90x\x9c\x9d0;x\x9c\x85",
    "unterminated": "\x1b]0;never ends ",
    "bell": "\x07\x07",
    "overprint": "accepted\b\b\b\b\b\b\b\brejected\rover",
    "nothing": "\x00nul\x7fdel",
    "feeds": "\x0bvt\x0cff",
    "bidi": "\u202egnp\u202c \u2066iso\u2067late",
    "tags": "a\U000e0041\U000e007f tag",
    "zero": "zero\u200bwidth\u200d\ufeff",
    "tower": "e" + "\u0301" * 1000,
    "markup": "[b]bold[/b] [/] \\[x [red",
    "action": "[@click=app.quit]q[/][link=x]",
}  # fmt: skip
"""What a text may hold, by what it would do."""
OURS = re.compile(
    rb"\x1b\[(?:\?(?:1049|1000|1003|1015|1006|1004|2004|25|7)[hl]|\?(?:2026|2048)\$p|\?2026[hl]"  # modes, and questions for some
    rb"|>\d+u|<u|\d*(?:;\d*)*[Hm]|6n)"  # keyboard, places, colours, the question for the cursor
    rb"|\x1b\]22;[a-z]*\x07"  # the shape of the mouse pointer
)
"""All that Textual and we send on the way to a terminal; a command sends none of it."""


def text_of(name: str) -> str:
    """The payload with some words around it and the mark."""
    return f"Start {PAYLOADS[name]} end{MARK}"


def foreign(received: bytes, ours: re.Pattern[bytes] | None = OURS) -> list[str]:
    """The control bytes and hidden characters in what a terminal received that are not ours, with what stands behind them."""
    rest = (ours.sub(b"", received) if ours is not None else received).decode("utf-8", "surrogateescape")
    found = re.finditer(
        "[^\r\n\\x20-\\x7e\xa0-\U0010ffff]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]", rest
    )
    return [f"{each.group()!r} in {rest[max(0, each.start() - 20) : each.start() + 40]!r}" for each in found]


def is_shown(text: str, screen: str) -> bool:
    """Whether a screen shows `text` on one line as it is stored, nothing hidden, nothing taken away."""
    return unicodedata.normalize("NFC", visible(text)) in unicodedata.normalize("NFC", screen)


def put_in(database: Path, texts: Sequence[str], *, also: str = "") -> None:
    """Put an article of `texts` into a database as they are, with `also` in every other field that people or files fill.

    What an importer refuses may come from another's database.
    """
    segments = tuple(
        Segment(text, "\n\n", number, Kind.BODY, source=text, references=(text,), key=also or None, record=number - 1)
        for number, text in enumerate(texts, 1)
    )
    article = Article(segments, title=f"Call{also}", system=also or None, target_language="en")
    name = f"call{also}.txt".replace("/", "").replace("\0", "")[:120]
    document = Document(name, "\n".join(texts).encode(), Reading("txt"), (article,))
    with Store.open(database) as store:
        store.add_document(document, path=str(database.parent / name), importer="desk", at="2026-01-01T00:00:00.000Z")

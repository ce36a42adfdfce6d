"""The article as running text: read it through, go back to a sentence, sign it off and write the file.

What does not stand yet carries its mark in front: `.` open, `x` rejected, `!` conflict, `?` query; the rest is as it will be
printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.css.query import NoMatches
from textual.events import Key
from textual.screen import Screen

from reviewer.core.composition import Piece, Unfinished
from reviewer.core.descriptors import reading
from reviewer.core.review import MARKS, Status
from reviewer.errors import ReviewerError
from reviewer.tui.keys import canonical
from reviewer.tui.passage import Mark, Passage
from reviewer.tui.screens.prompts import Choice, Question
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow import exporting
from reviewer.workflow.manuscript import UNPRINTABLE, Manuscript, manuscript
from reviewer.workflow.marking import Marking

if TYPE_CHECKING:
    from reviewer.workflow.changes import Proof

KEYS = (("↑ ↓", "by sentence"), ("Enter", "type there"), ("S", "sign off"), ("y", "copy"), ("Esc", "back"))

READ_AT_MOST = 5_000
"""Segments of an article that can be read through on a screen."""

LISTED_AT_MOST = 200
"""Obstacles, and changes, that are listed before a sign-off."""


class ReadingScreen(Leaves[int | None], Screen[int | None], inherit_bindings=False):
    """Gives the row of the sentence that the editor wants to change, or None."""

    DEFAULT_CSS = "ReadingScreen > Pane { height: 1fr; padding: 0 2; }"

    def __init__(self, marking: Marking) -> None:
        super().__init__()
        self._marking = marking
        self._session = marking.session
        self._manuscript: Manuscript | None = None
        self._proof: Proof | None = None
        self._is_read_over = False
        self._here = 0
        self._news = ""

    def compose(self) -> ComposeResult:
        """A title, what is not in the text, the text, the keys."""
        yield StatusLine()
        yield StatusLine(id="drafts")
        yield Pane()
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the article, with the cursor on the sentence that was on the desk."""
        assert self._session.desk is not None
        first = self._session.desk.first
        self.query_one(KeyBar).keys = KEYS
        drafts = sum(draft.article == first.article for draft in self._session.drafts)
        above = self.query_one("#drafts", StatusLine)
        above.display = drafts > 0
        above.parts = (f"{drafts} draft{' is' if drafts == 1 else 's are'} not in this text",)
        total = self._session.store.counts(first.article).total
        if total > READ_AT_MOST:
            self._news = f"{total:,} segments are too many to read through here; `reviewer export` writes the article"
            self._draw()
            return
        self._manuscript = manuscript(self._session.store, first.article)
        rows = [piece.places[0].row for piece in self._manuscript.pieces]
        self._here = rows.index(first.row) if first.row in rows else 0
        self._session.clock.turn_to(f"read:{self._manuscript.article.uid}")
        self._draw()
        self.run_worker(self._read_over(self._manuscript))

    async def _read_over(self, article: Manuscript) -> None:
        """Have the checks look at this very text."""
        proof = await self._marking.proof(article)
        self._proof, self._is_read_over = proof, True
        with suppress(NoMatches):  # left in the meantime
            self._draw()

    async def on_key(self, event: Key) -> None:
        """Move by sentence, change, sign off, copy, leave."""
        event.stop()
        if not self.is_ready:
            return
        self._session.clock.did_something(typing=False)
        key = canonical(event.key, event.character)
        if key in ("escape", "q", "r") or self._manuscript is None:
            self.dismiss(None)
            return
        last = len(self._manuscript.pieces) - 1
        page = max(1, self.query_one(Pane).size.height // 3)
        steps = {"down": 1, "j": 1, "right": 1, "up": -1, "k": -1, "left": -1, "pagedown": page, "space": page,
                 "pageup": -page, "home": -last, "end": last}  # fmt: skip
        if key in steps:
            self._here = min(max(self._here + steps[key], 0), last)
            self._news = ""
            self._draw()
        elif key in ("enter", "e"):
            self.dismiss(self._manuscript.pieces[self._here].places[0].row)
        elif key == "S":
            await self._ask_to_sign(self._manuscript)
        elif key == "y":
            self.app.copy_to_clipboard(self._manuscript.text)
            self._news = "sent to the terminal's clipboard"
            self._draw()

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        """A click goes to the paragraph."""
        if self._manuscript is not None:
            paragraphs = list(dict.fromkeys(piece.paragraph for piece in self._manuscript.pieces))
            wanted = paragraphs[min(event.passage // 2, len(paragraphs) - 1)]
            self._here = next(i for i, piece in enumerate(self._manuscript.pieces) if piece.paragraph == wanted)
            self._draw()

    def _readiness(self, article: Manuscript) -> str:
        obstacles = len(article.obstacles)
        proof = self._proof
        left = "not checked" if proof is None or proof.left is None else _left(proof)
        left = left if self._is_read_over else "checking"
        return " · ".join(filter(None, (f"{obstacles} not ready" if obstacles else "", left))) or "ready to sign off"

    def _draw(self) -> None:
        passages, focus = running_passages(self._manuscript.pieces, self._here) if self._manuscript else ([], None)
        self.query_one(Pane).show(passages, focus)
        parts: list[str] = ["READ THROUGH"]
        if self._manuscript is not None:
            parts += [self._manuscript.article.title, self._readiness(self._manuscript)]
            signed = self._manuscript.article.signed_off
            if signed is not None:
                same = signed.text_digest == self._manuscript.digest
                parts.append(f"signed off by {signed.editor}" if same else "changed since it was signed off")
        self.query_one(StatusLine).parts = (*parts, self._session.editor)
        self.query_one(KeyBar).news = self._news

    async def _ask_to_sign(self, article: Manuscript) -> None:
        """Ask once more where anything is not ready, or found, or changed that must have been meant."""
        await self._read_over(article)
        obstacles = [str(obstacle) for obstacle in article.obstacles]
        changed = self._proof.changed if self._proof is not None else ()
        errors = self._proof.errors if self._proof is not None else ()
        left = _left(self._proof) if self._proof is not None else ""
        if not obstacles and not changed and not left:
            self._ask_where(article)
            return

        def answered(key: str | None) -> None:
            if key == "S":
                self._ask_where(article)

        what = "is 1 sentence" if len(obstacles) == 1 else f"are {len(obstacles)} sentences"
        found = f"{left}: sign off all the same?" if left else "Numbers, names or negations were changed: meant so?"
        title = " · ".join(filter(None, (f"There {what} not ready", left))) if obstacles else found
        undecided = "sign off all the same: what is undecided is printed as the machine wrote it"
        seen = "sign off all the same: what is left is right as it is" if left else "sign off: all of it was meant"
        options = {"S": undecided if obstacles else seen}
        listed = _listed("Errors left:", errors)
        listed += _listed("Numbers, names and negations changed:" if obstacles or left else "", changed)
        listed += _listed("Not ready:" if changed or errors else "", obstacles)
        self.app.push_screen(Choice(title, options, listed), answered)

    def _ask_where(self, article: Manuscript) -> None:
        async def answered(path: str | None) -> None:
            if path is None:
                return
            if path.strip() != suggested and self._would_replace(article, path.strip()):
                self._ask_to_replace(article, path.strip())
            else:
                await self._sign(article, path.strip())

        suggested = str(exporting.suggested_path(article.article))
        explanation = [Passage("Signs off exactly this text, and writes it to this file. Empty: sign off without a file.")]
        if self._would_replace(article, suggested):
            explanation.append(Passage.of(("A file of this name is there, with another text: it will be replaced.", "warning")))
        self.app.push_screen(Question("Sign off, and write the corrected article to", explanation, suggested), answered)

    def _ask_to_replace(self, article: Manuscript, path: str) -> None:
        async def answered(key: str | None) -> None:
            if key == "S":
                await self._sign(article, path)

        options = {"S": "sign off, and replace it"}
        explanation = [Passage(f"A file of this name is there, with another text: {path}")]
        self.app.push_screen(Choice("Replace the file?", options, explanation), answered)

    def _bytes_of(self, article: Manuscript) -> bytes:
        return exporting.article_bytes(self._session.store, [article.article.number], "original", Unfinished.MACHINE)

    def _would_replace(self, article: Manuscript, path: str) -> bool:
        """Whether another text is there; what cannot be looked at is refused when it is written."""
        try:
            there = Path(path).expanduser()
            if not there.is_file():
                return False
            with reading(there) as file:
                return file.read() != self._bytes_of(article)
        except (OSError, ValueError, RuntimeError, ReviewerError):
            return False

    async def _sign(self, article: Manuscript, path: str) -> None:
        try:
            written = None
            if path:
                written = Path(path).expanduser()
                exporting.write_article(self._session.store, article.article.number, written)
            await self._session.sign_off(article, str(written) if written else None)
        except ReviewerError as failed:
            self._news = f"NOT SIGNED OFF: {failed}"
        else:
            self._news = f"signed off{f'; written to {written}' if written else ''}"
            self._manuscript = manuscript(self._session.store, article.article.number)
        self._draw()


def _left(proof: Proof) -> str:
    """How much the checks find that nobody dismissed; empty where it is nothing."""
    errors = f", {len(proof.errors)} error{'s' if len(proof.errors) > 1 else ''}" if proof.errors else ""
    return f"{proof.left} finding{'s' if proof.left > 1 else ''} left{errors}" if proof.left else ""


def _listed(heading: str, lines: Sequence[str]) -> list[Passage]:
    """Lines under a heading, not too many; nothing where there are none."""
    if not lines:
        return []
    listed = [Passage.of((heading, "heading"))] if heading else []
    listed += [Passage(line) for line in lines[:LISTED_AT_MOST]]
    if len(lines) > LISTED_AT_MOST:
        listed.append(Passage.of((f"and {len(lines) - LISTED_AT_MOST} more", "quiet")))
    return listed


def running_passages(pieces: tuple[Piece, ...], here: int) -> tuple[list[Passage], tuple[int, int]]:
    """The paragraphs with what is not ready marked, and where in them the piece numbered `here` is."""
    passages: list[Passage] = []
    focus = (0, 0)
    text, paragraph = "", pieces[0].paragraph
    marks: list[Mark] = []
    for number, piece in enumerate(pieces):
        if piece.paragraph != paragraph:
            passages += [Passage(text, tuple(marks)), Passage("")]
            text, marks, paragraph = "", [], piece.paragraph
        flag = MARKS[piece.status] if piece.status in UNPRINTABLE else "?" if piece.places[0].is_query else ""
        words = "" if piece.text is None else piece.text
        if piece.status is Status.CUT and number == here:
            words = f"[{MARKS[Status.CUT]} {piece.machine}]"
        if flag:
            marks.append(Mark(len(text), len(text) + 1, "warning"))
            words = f"{flag} {words}"
        if number == here:
            focus = (len(passages), len(text))
            marks.append(Mark(len(text), len(text) + len(words), "current"))
        text += words + (" " if words else "")
    passages.append(Passage(text, tuple(marks)))
    return passages, focus

"""The errors of one decision: what its edits suggest, what is confirmed, and the keys that confirm, change and add.

What a key makes of them is decided by the sheet (`reviewer.workflow.annotating`); here it is drawn. The rule of saving is the
desk's: nothing is left before it is durable. A key that confirms is obeyed only when the sheet can have been seen.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen

from reviewer.errors import ReviewerError, StaleError
from reviewer.tui import showing_errors
from reviewer.tui.keys import canonical, shown
from reviewer.tui.passage import label
from reviewer.tui.screens.view import Leaves
from reviewer.tui.showing_errors import LETTERS, SEVERITIES
from reviewer.tui.sight import Sight
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.painted import Painted, TellsWhenPainted
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.annotating import Sheet, sheet_of
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.session import Session

KEYS = (
    ("Esc", "save, leave"), ("Enter", "confirm"), ("A", "confirm all, leave"), ("Del", "drop"), ("Space", "span"),
    ("o", "omission"), ("u", "take back"), ("← →", "word"), ("↑ ↓", "error"),
)  # fmt: skip

_MOVES: dict[str, Callable[[Sheet], Sheet]] = {
    "left": lambda sheet: sheet.moved(-1),
    "right": lambda sheet: sheet.moved(1),
    "home": lambda sheet: sheet.moved(-sheet.caret),
    "end": lambda sheet: sheet.moved(len(sheet.words)),
    "up": lambda sheet: sheet.stepped(-1),
    "k": lambda sheet: sheet.stepped(-1),
    "down": lambda sheet: sheet.stepped(1),
    "j": lambda sheet: sheet.stepped(1),
}
_CHANGES: dict[str, Callable[[Sheet], Sheet]] = {
    "space": Sheet.spanned,
    "o": Sheet.omitted,
    "enter": Sheet.confirmed,
    "delete": Sheet.dropped,
    "backspace": Sheet.dropped,
}
_UNSEEN_DOES_NO_HARM = ("space",)


class ErrorsScreen(Leaves[str], Screen[str], inherit_bindings=False):
    """Gives what there is to say when it is left.

    Args:
        session: with the decision on its desk.
        sheet: of that decision.
        sight: knows whether what is drawn can have been seen.
    """

    DEFAULT_CSS = """
    ErrorsScreen {
        & Pane { border: none; border-top: solid $panel-lighten-2; border-title-color: $text-muted; padding: 0 1; }
        & #marked { max-height: 30%; }
        & #corrected { max-height: 25%; color: $text-muted; }
        & #errors { height: 1fr; min-height: 3; }
        & #letters { max-height: 35%; }
    }
    """

    def __init__(self, session: Session, sheet: Sheet, sight: Sight) -> None:
        super().__init__()
        self._session = session
        self._sheet = sheet
        self._sight = sight
        self._before: list[Sheet] = []
        self._numbers: tuple[int | None, ...] = ()
        self._unpainted: set[TellsWhenPainted] = set()
        self._failed = False

    def compose(self) -> ComposeResult:
        """The two texts, the list, the letters."""
        yield StatusLine()
        errors = "Errors" if self._sheet.has_source else "Errors (no source here: those of accuracy stay unverified)"
        for name, title in (("marked", "Machine"), ("corrected", "Correction"), ("errors", errors), ("letters", "Keys")):
            pane = Pane(id=name)
            pane.border_title = label(title)
            yield pane
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the sheet; nothing of it can have been seen until it is painted."""
        self.query_one(KeyBar).keys = KEYS
        self._sight.covered()
        self._unpainted = {self.query_one("#marked", Pane), self.query_one("#errors", Pane)}
        for pane in self._unpainted:
            pane.tell_when_painted()
        self._draw()

    def on_painted(self, event: Painted) -> None:
        """When all of it is painted, ask the terminal whether it is there."""
        event.stop()
        if event.widget in self._unpainted:
            self._unpainted.discard(event.widget)
            if not self._unpainted:
                self._sight.drawn()

    async def on_key(self, event: Key) -> None:
        """Move, change, take back, leave; what the sheet refuses is said and changes nothing."""
        event.stop()
        event.prevent_default()
        if not self.is_ready:
            return
        self._session.clock.did_something(typing=False)
        self._say("")
        key = canonical(event.key, event.character)
        try:
            if key == "escape" and self._sheet.begun is not None:
                self._sheet = self._sheet.unspanned()
                self._draw()
            elif key in ("escape", "A"):
                await self._leave(key)
            elif key == "q" and self._failed:
                self.dismiss("NOT SAVED: the errors are as they were")
            else:
                self._obey(key)
        except ReviewerError as refused:
            self._say(str(refused))

    def on_pane_pressed(self, event: Pane.Pressed) -> None:
        """A click on an error goes to it."""
        event.stop()
        number = self._numbers[event.passage] if event.pane.id == "errors" else None
        if number is not None:
            self._sheet = self._sheet.chose(number)
            self._draw()

    def _obey(self, key: str) -> None:
        if key in _MOVES:
            self._sheet = _MOVES[key](self._sheet)
        elif key == "u":
            if not self._before:
                raise RefusalError("nothing to take back on this sheet")
            self._sheet = self._before.pop()
        elif key in _CHANGES or key in LETTERS or key in SEVERITIES:
            if not self._is_seen(key):
                return
            changed = self._changed(key)
            if changed.entries != self._sheet.entries or changed.begun != self._sheet.begun:
                self._before.append(self._sheet)
            self._sheet = changed
        elif key == "a":
            raise RefusalError("A, with Shift, confirms all that is suggested; Enter confirms this one")
        else:
            return
        self._draw()

    def _changed(self, key: str) -> Sheet:
        if key in LETTERS:
            return self._sheet.categorised(LETTERS[key])
        if key in SEVERITIES:
            return self._sheet.weighed(SEVERITIES[key])
        return _CHANGES[key](self._sheet)

    def _is_seen(self, key: str) -> bool:
        if key in _UNSEEN_DOES_NO_HARM or self._sight.allows(key):
            return True
        self._say(f"{shown(key)} came before this was on screen: press it again")
        return False

    async def _leave(self, key: str) -> None:
        """Save what was touched, with `A` what was not too, and go back when it is durable."""
        if key == "A" and not self._is_seen(key):
            return
        sheet = self._sheet.confirmed_all() if key == "A" else self._sheet
        if not sheet.is_changed:
            self.dismiss("nothing to save" if key == "A" else "")
            return
        try:
            await self._session.save(self._session.mark(sheet.errors))
        except StaleError as stale:
            self._over(stale)
        except ReviewerError as failed:
            self._failed = True
            self._say(f"NOT SAVED: {failed}; Esc tries again, q leaves without", alert=True)
        else:
            self.dismiss(f"errors: {showing_errors.said(sheet.errors)}; u takes it back")

    def _over(self, stale: StaleError) -> None:
        """Somebody else was faster: what was confirmed here is put beside what stands now, and looked at again."""
        theirs = ", ".join(sorted({head.editor for head in stale.theirs})) or "an undo"
        try:
            self._sheet = self._sheet.onto(sheet_of(self._session.relay()))
        except ReviewerError as gone:
            self.dismiss(f"NOT SAVED, decided in the meantime by {theirs}: {gone}")
            return
        self._before.clear()
        self._draw()
        self._say(f"not saved yet: {theirs} changed this in the meantime; what you confirmed is here, Esc saves it", alert=True)

    def _draw(self) -> None:
        sheet = self._sheet
        listing = showing_errors.listing(sheet)
        self._numbers = listing.numbers
        text, caret = showing_errors.machine_passage(sheet)
        correction, place = showing_errors.correction_passage(sheet)
        self.query_one("#marked", Pane).show([text], caret)
        self.query_one("#corrected", Pane).show([correction], place)
        self.query_one("#errors", Pane).show(listing.passages, listing.focus)
        self.query_one("#letters", Pane).show(showing_errors.legend())
        desk = self._session.desk
        place_in_article = f"{desk.first.position} {desk.status}" if desk is not None else ""
        begun = "marking a span" if sheet.begun is not None else ""
        self.query_one(StatusLine).parts = (
            "ERRORS", place_in_article, begun, self._session.editor, showing_errors.outcome(sheet)
        )  # fmt: skip

    def _say(self, news: str, *, alert: bool = False) -> None:
        bar = self.query_one(KeyBar)
        bar.news = news
        bar.alert = alert

"""What was dismissed in an article, one a line; Enter brings it back."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen

from reviewer.core.finding import Extent
from reviewer.core.visible import visible
from reviewer.tui.keys import canonical
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.line_list import LineList
from reviewer.workflow.dismissing import WHERE, Dismissed

KEYS = (("Enter", "bring it back"), ("↑ ↓", "move"), ("Esc", "back"))
_EDITOR = 12
"""Columns for who said it, at most."""


class DismissalList(LineList):
    """One line a dismissal: of which sentence, how far it goes, the check and what it said, by whom and when."""

    def __init__(self, dismissals: Sequence[Dismissed]) -> None:
        super().__init__()
        self._dismissals = dismissals
        self._where = max(len(WHERE[each.last.extent]) for each in dismissals)
        self._editor = min(_EDITOR, max(cell_len(visible(each.last.editor)) for each in dismissals))

    def line(self, index: int) -> tuple[str, str]:
        """The line; all look the same. Where there is no room, what was said is cut."""
        row = self._dismissals[index]
        each, number = row.last, "" if row.position is None else str(row.position)
        what = {Extent.HERE: each.message, Extent.ARTICLE: "all it says", Extent.ALWAYS: f"“{each.text}”"}[each.extent]
        first = f"{number:>4}  {WHERE[each.extent]:<{self._where}}  "
        last = f"  {_fit(each.editor, self._editor)}  {each.at[:10]}"
        room = max(0, self.scrollable_content_region.width - cell_len(first) - cell_len(last))
        return f"{first}{_fit(f'{each.check}: {what}', room)}{last}", "list--line"


def _fit(text: str, width: int) -> str:
    """Harmless, and so many columns wide."""
    shown = visible(text, 500)
    return set_cell_size(shown, width) if cell_len(shown) <= width else f"{set_cell_size(shown, max(0, width - 1))}…"


class DismissedScreen(Leaves[int | None], Screen[int | None], inherit_bindings=False):
    """Gives the number of the dismissal that is to be withdrawn, counted from 0.

    Args:
        dismissals: what is listed.
        editor: who looks.
    """

    DEFAULT_CSS = "DismissedScreen > DismissalList { height: 1fr; padding: 0 1; }"

    def __init__(self, dismissals: Sequence[Dismissed], editor: str) -> None:
        super().__init__()
        self._dismissals = dismissals
        self._editor = editor
        self._here = 0

    def compose(self) -> ComposeResult:
        """A title, the list, the keys."""
        yield StatusLine()
        yield DismissalList(self._dismissals)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor on the latest."""
        everywhere = sum(each.last.extent is Extent.ALWAYS for each in self._dismissals)
        parts = f"{len(self._dismissals) - everywhere} in this article", f"{everywhere} everywhere" if everywhere else ""
        self.query_one(StatusLine).parts = ("DISMISSED", *parts, self._editor)
        self.query_one(KeyBar).keys = KEYS
        self._move(0)

    def _move(self, steps: int) -> None:
        count = len(self._dismissals)
        self._here = min(max(self._here + steps, 0), count - 1)
        self.query_one(DismissalList).present(count, range(self._here, self._here + 1))

    def on_key(self, event: Key) -> None:
        """Move, take back, leave."""
        event.stop()
        if not self.is_ready:
            return
        key = canonical(event.key, event.character)
        count, page = len(self._dismissals), self.query_one(DismissalList).page_length
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "pageup": -page, "home": -count, "end": count}
        if key in steps:
            self._move(steps[key])
        elif key == "enter":
            self.dismiss(self._here)
        elif key in ("escape", "q"):
            self.dismiss(None)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A click takes back."""
        event.stop()
        self.dismiss(event.index)

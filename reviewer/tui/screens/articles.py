"""The list of articles and where each stands."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen

from reviewer.core.visible import visible
from reviewer.store import ArticleRow, Store
from reviewer.tui.keys import canonical
from reviewer.tui.screens.view import Leaves
from reviewer.tui.widgets.bars import KeyBar, StatusLine
from reviewer.tui.widgets.line_list import LineList
from reviewer.workflow.listing import is_void
from reviewer.workflow.session import Session

KEYS = (("Enter", "open"), ("↑ ↓", "move"), ("Esc", "back"))


class ArticleList(LineList):
    """One line an article: how much is done, what stands in the way, its number and title."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--done"}
    DEFAULT_CSS = "ArticleList .list--done { color: $text-muted; }"

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.articles = store.articles()

    def line(self, index: int) -> tuple[str, str]:
        """The line, and whether the article is done."""
        article = self.articles[index]
        counts = article.counts
        rest = f"{counts.open:>5} open" if counts.open else f"{self._done(article):>10}"
        alerts = ", ".join(
            f"{count} {what}"
            for count, what in (
                (counts.conflict, "in conflict"), (counts.queries, "queries"), (counts.rejected, "rejected"),
            )
            if count
        )  # fmt: skip
        whose = f" [{article.assigned}]" if article.assigned is not None else ""
        words = f"{article.number:>5} {rest} of {counts.total:<6} {alerts and f'({alerts}) '}{article.title}{whose}"
        return visible(words, 500), "list--line" if counts.open else "list--done"

    def _done(self, article: ArticleRow) -> str:
        """How done an article is in which nothing is open; a sign-off holds for the text that was read."""
        return "decided" if article.signed_off is None or is_void(self._store, article) else "signed off"


class ArticlesScreen(Leaves[int | None], Screen[int | None], inherit_bindings=False):
    """Gives the number of the article that was chosen."""

    DEFAULT_CSS = "ArticlesScreen > ArticleList { height: 1fr; padding: 0 1; }"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._here = 0

    def compose(self) -> ComposeResult:
        """A title, the list, the keys."""
        yield StatusLine()
        yield ArticleList(self._session.store)
        yield KeyBar()

    def on_mount(self) -> None:
        """Put the cursor on the article that was open."""
        articles = self._list.articles
        self.query_one(StatusLine).parts = ("ARTICLES", f"{len(articles)} of them", self._session.editor)
        self.query_one(KeyBar).keys = KEYS
        open_now = self._session.scope.articles[0] if self._session.scope.articles else 0
        self._here = next((index for index, article in enumerate(articles) if article.number == open_now), 0)
        self._list.present(len(articles), range(self._here, self._here + 1))

    @property
    def _list(self) -> ArticleList:
        return self.query_one(ArticleList)

    def on_key(self, event: Key) -> None:
        """Move, open, leave."""
        event.stop()
        if not self.is_ready:
            return
        key = canonical(event.key, event.character)
        count = len(self._list.articles)
        page = self._list.page_length
        steps = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "pageup": -page, "home": -count, "end": count}
        if key in steps:
            self._here = min(max(self._here + steps[key], 0), count - 1)
            self._list.present(count, range(self._here, self._here + 1))
        elif key == "enter":
            self.dismiss(self._list.articles[self._here].number)
        elif key in ("escape", "q", "L"):
            self.dismiss(None)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A click opens."""
        event.stop()
        self.dismiss(self._list.articles[event.index].number)

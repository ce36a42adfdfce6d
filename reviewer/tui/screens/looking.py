"""What the keys do that open another view: read through, errors, articles, scores, help, palette.

The views are imported when they are opened: the desk is painted sooner without them.
"""

from __future__ import annotations

from reviewer.tui.keys import Mode
from reviewer.tui.screens.deciding import Deciding


class Looking(Deciding, inherit_bindings=False):
    """Each method is the command of the key table that it is named after."""

    async def command_read_through(self) -> None:
        """The article as running text; Enter there comes back here to type."""
        from reviewer.tui.screens.reading import ReadingScreen

        def came_back(row: int | None) -> None:
            self.returning = row is not None
            self.lay(row, Mode.READ if row is None else Mode.TYPE)

        self.session.flush()
        self.app.push_screen(ReadingScreen(self.marking), came_back)

    async def command_articles(self) -> None:
        """All articles; one that is chosen is opened."""
        from reviewer.tui.screens.articles import ArticlesScreen

        def chosen(number: int | None) -> None:
            if number is not None:
                self.session.open_articles([number])
                self.start()
            elif self.session.desk is None:
                self.app.exit()

        self.session.flush()
        self.app.push_screen(ArticlesScreen(self.session), chosen)

    async def command_progress(self) -> None:
        """Scores and progress of the article."""
        from reviewer.tui.screens.progress import ProgressScreen

        self.session.flush()
        self.app.push_screen(ProgressScreen(self.session, self.keeper))

    async def command_errors(self) -> None:
        """The errors of the decision on the desk, suggested and confirmed."""
        from reviewer.tui.screens.errors import ErrorsScreen
        from reviewer.workflow.annotating import sheet_of

        def came_back(news: str | None) -> None:
            self.lay(None, news=news or "")
            self.follow()

        self.session.flush()
        self.app.push_screen(ErrorsScreen(self.session, sheet_of(self.desk), self.sight), came_back)

    async def command_help(self) -> None:
        """All keys."""
        from reviewer.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keys))

    async def command_palette(self) -> None:
        """Everything by name."""
        self.app.action_command_palette()

    async def command_theme(self) -> None:
        """Light or dark."""
        self.app.theme = "textual-light" if self.app.current_theme.dark else "textual-dark"

    async def command_quit(self) -> None:
        """Leave."""
        self.session.flush()
        self.app.exit()

    def start(self) -> None:
        """Lay the first draft that an ended session left, else the first open segment, or the first of all."""
        recovered, self.session.recovered = self.session.recovered, 0
        drafted = self.session.first_draft() if recovered else None
        row = self.session.first_open() if drafted is None else drafted
        where = "in other articles" if drafted is None else "here, marked +" if recovered == 1 else "the first is here, marked +"
        kept = f"{recovered} draft{'s' if recovered > 1 else ''} of an earlier session kept: {where}" if recovered else ""
        news = " · ".join(filter(None, (kept, self.session.writer.problem)))
        self.lay(self.session.scope.view.row_at(0) if row is None else row, news=news)

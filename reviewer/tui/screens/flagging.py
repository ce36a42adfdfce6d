"""What the keys do that are about findings: step through them, take what they suggest, dismiss and hide them.

A key that takes or dismisses is obeyed only when the list that it goes by can have been seen: numbers never shift under a finger.
"""

from __future__ import annotations

from reviewer.core.finding import Extent, Finding
from reviewer.core.review import Status
from reviewer.tui.keys import Mode, shown
from reviewer.tui.screens.desk import DeskScreen, Step
from reviewer.tui.showing_findings import takes_all
from reviewer.tui.sight import Picture
from reviewer.tui.widgets.correction import Correction
from reviewer.workflow.desk import RefusalError
from reviewer.workflow.dismissing import dismiss, dismissed, quieted, withdraw
from reviewer.workflow.sitting import IN_CONFLICT

_QUOTED = 40
"""Characters of a text that news quotes."""


class Flagging(DeskScreen, inherit_bindings=False):
    """Each method is the command of the key table that it is named after."""

    pressed = ""
    """The key that was pressed for the command that is being done."""

    async def command_next_finding(self) -> None:
        """The next one, after the last of a sentence in the next that has any; where somebody types, the caret goes there."""
        self._step(1)

    async def command_previous_finding(self) -> None:
        """The one before."""
        self._step(-1)

    def _step(self, steps: int) -> None:
        if self.mode is Mode.READ and (row := self.marking.leads_on(steps)) is not None:
            is_around = (row - self.desk.first.row) * steps < 0
            around = "past the last: the first again" if steps > 0 else "past the first: the last again"
            self.lay(row, news=around if is_around else "")
            if steps < 0:
                self.marking.choose_last()
                self.draw_findings()
            return
        editor = self.query_one(Correction)
        is_typing = self.mode is Mode.TYPE
        if not is_typing and self.marking.is_last(steps):
            self.say("no other sentence here has findings")
        finding = self.marking.step(steps, editor.caret if is_typing else None)
        if is_typing:
            editor.go_to(finding.span[0])
        self.draw_findings()

    async def command_take(self) -> None:
        """What the current one suggests, or the one whose number was pressed."""
        if self.desk.status is Status.CONFLICT and self.desk.draft is None:
            raise RefusalError(IN_CONFLICT)
        self._refuse_unseen()
        finding = self._numbered(int(self.pressed)) if self.pressed.isdigit() else self.marking.current()
        if finding.suggestion is None:
            self.draw_findings()
            raise RefusalError(f"nothing to take: {finding.message}")
        if takes_all(finding, self.desk.text):
            raise RefusalError("that would leave nothing: c cuts the sentence")
        editor, row, before = self.query_one(Correction), self.desk.first.row, self.desk.draft
        editor.put(*finding.span, finding.suggestion)
        if self.mode is Mode.TYPE:
            return
        self.session.keep(editor.correction, editor.caret)
        self.session.flush()
        self.unsee()
        self.draw_status()
        self.draw_list()
        self.draw_texts()
        self.settle()

        async def take_back() -> None:
            self.session.put_back(row, before)
            self.unsee()
            self.lay(None, news="taken back: as it was before")

        self.step = Step(self.session.acts, take_back)
        is_news = self.desk.draft is not None
        self.say("taken: a confirms it, u takes it back" if is_news else "taken: now it is as it stood before")

    def _numbered(self, number: int) -> Finding:
        """The finding of that number; one that there is no room to list is only shown."""
        before, pane = self.marking.noticed(), self.findings_pane
        is_listed = number - 1 == before.chosen if self.has_class("-narrow") else pane.shows(number - 1)
        finding = self.marking.numbered(number)
        if not is_listed:
            self.draw_findings()
            raise RefusalError(f"this is {number}: {number} again takes it")
        return finding

    def _refuse_unseen(self) -> None:
        """Refuse a key that was pressed before what it goes by was on screen; one that is chosen by name goes by what is."""
        noticed, key = self.marking.noticed(), self.pressed
        if not noticed.findings or not key:
            return
        if not self.findings_pane.display:
            self.marking.numbered(noticed.chosen + 1)
        is_listed = self.has_listed(noticed)
        self.draw_findings()
        if not self.sight.allows(key, Picture.FINDINGS) or not is_listed:
            raise RefusalError(f"{shown(key)} came before this was on screen: press it again")

    async def command_dismiss(self) -> None:
        """The current one is wrong."""
        await self._dismiss(Extent.HERE)

    async def command_dismiss_in_article(self) -> None:
        """All that its check says in this article is."""
        await self._dismiss(Extent.ARTICLE)

    async def command_dismiss_always(self) -> None:
        """What its check says of these words always is."""
        await self._dismiss(Extent.ALWAYS)

    async def _dismiss(self, extent: Extent) -> None:
        self._refuse_unseen()
        row = self.desk.first.row
        said = await dismiss(self.marking, extent)

        async def take_back() -> None:
            news = await withdraw(self.marking, said)
            self.lay(row, news=f"taken back · {_short(news)}")

        self.step = Step(self.session.acts, take_back)
        self.draw_findings()
        self.draw_status()
        # How comes before what it was: a narrow line has no room for all of it.
        key = "u" if self.mode is Mode.READ else "Esc, then u"
        what = f" · {_short(said.last.message)}" if extent is Extent.HERE else ""
        self.say(f"{quieted(said)} · {key} brings it back, later “:dismissed”{what}")

    async def command_dismissed(self) -> None:
        """What was dismissed here, to be taken back."""
        from reviewer.tui.screens.dismissed import DismissedScreen

        said = dismissed(self.marking)
        if not said:
            raise RefusalError("nothing is dismissed in this article")

        async def chosen(number: int | None) -> None:
            if number is not None:
                self.step = None
                news = await withdraw(self.marking, said[number])
                self.draw_findings()
                self.draw_status()
                self.say(news)

        self.ask(DismissedScreen(said, self.session.editor), chosen)

    async def command_hide_findings(self) -> None:
        """Hide them, or show them."""
        self.marking.is_hidden = not self.marking.is_hidden
        self.draw_findings()
        self.draw_status()
        self.say("findings are hidden: h shows them" if self.marking.is_hidden else "findings are shown")

    async def command_next_flagged(self) -> None:
        """The next segment with findings."""
        self._lay_flagged(1)

    async def command_previous_flagged(self) -> None:
        """The one before with findings."""
        self._lay_flagged(-1)

    def _lay_flagged(self, direction: int) -> None:
        row = self.marking.next_flagged(direction)
        if row is None:
            raise RefusalError("the checks have not looked yet" if self.marking.count() is None else "no other here has findings")
        self.lay(row)


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"

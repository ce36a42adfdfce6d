"""The review screen: the machine's text above the correction, one segment at a time.

The screen hands keys to what they do and tells the session what is typed; it decides nothing itself. Its rule: a key that
decides is obeyed only when the segment it decides can have been seen (`reviewer.tui.sight`), and the next segment is laid only
when the decision is durable. `desk` draws; what the keys do stands in `deciding`, `moving`, `flagging` and `looking`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual.events import Key
from textual.timer import Timer

from reviewer.errors import ReviewerError, StoreError
from reviewer.tui.keys import Mode, canonical, shown
from reviewer.tui.screens.flagging import Flagging
from reviewer.tui.screens.looking import Looking
from reviewer.tui.screens.moving import Moving
from reviewer.tui.widgets.bars import KeyBar
from reviewer.tui.widgets.correction import Correction
from reviewer.tui.widgets.segment_list import SegmentList
from reviewer.workflow.opening import warm_up

FLUSH_AFTER = 0.4
"""Seconds after the first unsaved character until the draft is safe."""
SETTLE_AFTER = 0.15
"""Seconds without a key after which what need not follow every character is brought up to date."""
LOOK_AROUND = 2.0
"""Seconds between two looks at whether others have written anything."""
FOLLOWED = 5_000
"""Characters of a text whose diff and numbers follow every key; those of a longer one follow when the typing pauses."""


class ReviewScreen(Moving, Flagging, Looking, inherit_bindings=False):
    """The desk of one editor, with its keys."""

    _flush_timer: Timer | None = None
    _settle_timer: Timer | None = None
    _version = -1

    async def on_mount(self) -> None:
        """Begin where the editor left off; with nothing opened, ask which article."""
        self.set_timer(SETTLE_AFTER, self._warm_up)
        self.set_interval(LOOK_AROUND, self.look_around)
        if self.session.scope.articles:
            self.start()
        else:
            await self.command_articles()

    async def on_key(self, event: Key) -> None:
        """A key that came another way than through the correction, which else has the focus."""
        event.stop()
        event.prevent_default()
        await self.press(event)

    async def press(self, key: Key) -> None:
        """Look the key up in the table and do what it says.

        Keys that come while another screen is being opened or left are dropped. Esc with a key right behind it looks like Alt
        and that key: it is taken for the Esc.
        """
        if not self.is_active or self.is_waiting:
            return
        if self.mode is Mode.TYPE and key.key.startswith("alt+"):
            await self.obey("leave")
            return
        if key.key == "ctrl+c":
            self.say("Esc, then q leaves; everything is saved" if self.mode is Mode.TYPE else "q leaves; everything is saved")
            return
        name = canonical(key.key, key.character)
        command = self.keys.command(self.mode, name)
        if command is not None:
            await self.obey(command.name, name)

    async def obey(self, name: str, key: str = "") -> None:
        """Do the command `name`; what it refuses is said in the status line and changes nothing.

        Args:
            name: of a command in the table of keys.
            key: the key that was pressed for it; none when it was chosen by name.
        """
        command = next(each for each in self.keys.commands if each.name == name)
        if command.decides and key and not self.sight.allows(key):
            self.say(f"{shown(key)} came before this was on screen: press it again")
            return
        self.pressed = key
        self.say("")
        if self.mode is Mode.TYPE:
            editor = self.query_one(Correction)
            self.session.keep(editor.correction, editor.caret)
        self.session.clock.did_something(typing=self.mode is Mode.TYPE)
        try:
            self.session.allow(name)
            await getattr(self, f"command_{name}")()
        except ReviewerError as refused:
            self.say(str(refused))

    def on_correction_edited(self, event: Correction.Edited) -> None:
        """Keep what was typed and show what follows from it."""
        event.stop()
        if self.mode is not Mode.TYPE or event.load != self.query_one(Correction).loads:
            return
        self.session.keep(event.text, event.caret)
        if len(event.text) <= FOLLOWED:
            self.draw_texts()
            self.draw_status()
        if self._flush_timer is None:
            self._flush_timer = self.set_timer(FLUSH_AFTER, self._flush)
        if self._settle_timer is not None:
            self._settle_timer.stop()
        self._settle_timer = self.set_timer(SETTLE_AFTER, self._settle)

    async def _warm_up(self) -> None:
        """Load, when the screen is there, what the first key and the first decision will need."""
        await asyncio.to_thread(warm_up)
        self.is_warm = True
        self.follow()
        self.look_over()

    def look_around(self) -> None:
        """Show what others have written since the last look; what is on the desk, and what is typed there, stays as it is."""
        if not self.is_active or self.session.desk is None or self.query_one(KeyBar).alert:
            return
        with suppress(StoreError):  # held or gone: the next key says so
            version = self.session.store.data_version()
            if not self.marking.is_up_to_date and not self.marking.problem:
                self.look_over()
            if version == self._version:
                return
            self.draw_status()
            self.query_one(SegmentList).reread()
            self.look_over()
            if others := self.session.deciders():
                self.say(f"{', '.join(others)} {'has' if len(others) == 1 else 'have'} decided this sentence meanwhile")
            self._version = version

    def _flush(self) -> None:
        self._flush_timer = None
        self.session.flush()
        self.draw_status()

    def _settle(self) -> None:
        self._settle_timer = None
        if len(self.desk.text) > FOLLOWED:
            self.draw_texts()
            self.draw_status()
        self.settle()

    def on_correction_pressed(self, event: Correction.Pressed) -> None:
        """A click into the correction goes over to typing."""
        event.stop()
        if self.mode is Mode.READ:
            self.switch(Mode.TYPE)

    def on_line_list_chosen(self, event: SegmentList.Chosen) -> None:
        """A click in the list goes there."""
        event.stop()
        self.lay(self.session.scope.view.row_at(event.index))

"""The review screen in Textual's test driver: what it says, and keys that are pressed when what they decide can be seen."""

from __future__ import annotations

import time
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.sight import REPEAT
from reviewer.tui.widgets.bars import KeyBar
from tests.terminal import PATIENCE


def desk(app: App[Any]) -> ReviewScreen:
    """The review screen, wherever it is in the stack."""
    return next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))


def news(app: App[Any]) -> str:
    """What the bottom line says."""
    return desk(app).query_one(KeyBar).news


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press one key after the other as a person does: when what the last one brought is there, and none as if it were held down.

    A key that decides is dropped otherwise.
    """
    sight = desk(pilot.app).sight
    for key in keys:
        end = time.monotonic() + PATIENCE
        while sight._drawn_at is None or time.monotonic() - sight._last_press.get(key, -REPEAT) < REPEAT:
            assert time.monotonic() < end
            await pilot.pause()
        await pilot.press(key)

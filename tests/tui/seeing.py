"""The review screen in Textual's test driver: what it says, and keys that are pressed when what they decide can be seen."""

from __future__ import annotations

import time
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.sight import REPEAT, Picture
from reviewer.tui.widgets.bars import KeyBar
from tests.terminal import PATIENCE


def desk(app: App[Any]) -> ReviewScreen:
    """The review screen, wherever it is in the stack."""
    return next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))


def news(app: App[Any]) -> str:
    """What the bottom line says."""
    return desk(app).query_one(KeyBar).news


async def looked(pilot: Pilot[None]) -> None:
    """When the checks have looked at all that there is, and it is drawn."""
    marking = desk(pilot.app).marking
    end = time.monotonic() + PATIENCE
    while marking.look_here is None or not marking.is_up_to_date:
        assert time.monotonic() < end
        await pilot.pause(0.01)
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press one key after the other as a person does: when what the last one brought is there, and none as if it were held down.

    A key that decides is dropped otherwise.
    """
    sight = desk(pilot.app).sight
    for key in keys:
        end = time.monotonic() + PATIENCE
        is_of_finding = pilot.app.screen is desk(pilot.app) and (key in "123456789dD" or key in ("f2", "f3"))
        about = Picture.FINDINGS if is_of_finding else Picture.SEGMENT
        while not sight.is_drawn(about) or time.monotonic() - sight._last_press.get(key, -REPEAT) < REPEAT:
            assert time.monotonic() < end
            await pilot.pause()
        await pilot.press(key)

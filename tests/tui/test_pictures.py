"""What the screen looks like, at fixed sizes and themes. The README's picture is one of these files, so it is always true."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer import formats
from reviewer.store import Store
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable
from reviewer.tui.widgets.correction import Correction
from tests.building import session_on
from tests.tui.seeing import looked

CORPORA = Path(__file__).resolve().parents[2] / "corpora"
ROOT = CORPORA.parent
EXPANSION = "NATO's ban on East Asia"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[ReviewerApp]:
    """The sample article, some of it decided."""
    path = tmp_path / "reviews.db"
    sample = CORPORA / "nato-call.txt"
    with Store.open(path) as store:
        document = formats.read(str(sample), sample.read_bytes())
        store.add_document(document, path=str(sample), importer="desk2", at="2026-03-01T09:00:00.000Z")
    session = session_on(path)
    yield ReviewerApp(session, KeyTable())
    session.close()


async def edit_the_phrase(pilot: Pilot[None]) -> None:
    """Accept two, cut one, correct one, and type in the sentence with NATO's ban; wait until its scores are there."""
    app = pilot.app
    assert isinstance(app, ReviewerApp)
    desk = app.screen
    places = app.session.store.places(1)
    for _ in range(2):
        await desk.obey("accept")  # type: ignore[attr-defined]
    await desk.decide(app.session.cut("residue"))  # type: ignore[attr-defined]
    phrase = next(place for place in places if EXPANSION in place.machine)
    desk.lay(phrase.row)  # type: ignore[attr-defined]
    await pilot.press("enter")
    editor = desk.query_one(Correction)
    editor.replace_all(phrase.machine.replace(EXPANSION, "NATO's eastward expansion"))
    await pilot.pause()
    await pilot.pause(0.3)
    await looked(pilot)
    await app.workers.wait_for_complete()
    await pilot.pause()


def themed(app: ReviewerApp, theme: str) -> ReviewerApp:
    """The application in another theme."""
    app.theme = theme
    return app


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_typing(snap_compare: Callable[..., bool], app: ReviewerApp, size: tuple[int, int], theme: str) -> None:
    """The desk while a correction is typed: struck and underlined words, context, scores."""
    assert snap_compare(themed(app, theme), terminal_size=size, run_before=edit_the_phrase)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_finding(snap_compare: Callable[..., bool], app: ReviewerApp, size: tuple[int, int]) -> None:
    """What the checks find before anybody touched the sentence: marked, and listed or the current one alone."""

    async def go_there(pilot: Pilot[None]) -> None:
        await looked(pilot)
        await pilot.press("g", "4", "enter", "tab")
        await pilot.pause(0.3)
        await looked(pilot)

    assert snap_compare(app, terminal_size=size, run_before=go_there)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_reading_through(snap_compare: Callable[..., bool], app: ReviewerApp, size: tuple[int, int]) -> None:
    """The article as running text, with what is not ready marked."""

    async def open_it(pilot: Pilot[None]) -> None:
        await edit_the_phrase(pilot)
        await pilot.press("escape", "r")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=open_it)


def test_help(snap_compare: Callable[..., bool], app: ReviewerApp) -> None:
    """All keys on a page."""
    assert snap_compare(app, terminal_size=(120, 60), press=["f1"])


def test_the_readmes_pictures_are_these() -> None:
    """Every picture in the README is a file that a test here compares."""
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file()
        assert Path(picture).parent.parent.name == "__snapshots__"

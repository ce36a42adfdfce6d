"""Every way out of the screen: signals, a closed window, a defect of our own.

The terminal is itself again, what was typed is kept, and the status says what it was.
"""

from __future__ import annotations

import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from reviewer.store import Journal, Store
from reviewer.store.lock import release, take
from reviewer.tui.app import ReviewerApp
from reviewer.tui.screens.review import ReviewScreen
from tests.killing import MACHINE, Person, edit_through_kills
from tests.terminal import PATIENCE, Terminal, environment, left_on

COUNT = 5
SECRET = "The minister's secret is in sentence"
MODULE = ("-m", "reviewer")
LONG = pytest.mark.long


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """An article that nobody shall see but its editor."""
    path = tmp_path / "story.txt"
    path.write_text("".join(f"{SECRET} {number}.\n\n" for number in range(1, COUNT + 1)), encoding="utf-8")
    return path


def review(story: Path, start: Sequence[str] = MODULE, **more: str) -> Terminal:
    """`reviewer review` on the story, in a small window."""
    command = [sys.executable, *start, "review", str(story), "--db", str(story.with_suffix(".db"))]
    return Terminal(command, environment(story.parent, **more), (80, 24))


def with_fault(code: str) -> tuple[str, str]:
    """The program after `code`, which puts a fault into it."""
    return "-c", f"{code}\nfrom reviewer.cli.main import main\nmain()\n"


def type_something(terminal: Terminal) -> None:
    """Begin a correction that is never confirmed."""
    terminal.wait_for(f"1/{COUNT}")
    terminal.press("\r")
    terminal.wait_for("TYPE")
    terminal.press("Typed ")
    terminal.wait_for("Typed The")


def kept(story: Path) -> list[str]:
    """The drafts that are there for the next session."""
    with Store.open(story.with_suffix(".db"), create=False, readonly=True) as store:
        return [draft.text for draft in Journal.recover(story.parent / "state" / "reviewer" / "drafts", store.db_id)]


def decided(story: Path) -> int:
    """How many segments are decided."""
    with Store.open(story.with_suffix(".db"), create=False, readonly=True) as store:
        return sum(bool(place.heads) for place in store.places(1))


def is_saving(story: Path) -> bool:
    """Whether the program is in the middle of a save: it holds the side file's lock."""
    with story.with_suffix(".db.lock").open("r+b") as file:
        if take(file):
            release(file)
            return False
        return True


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something outside of the screen."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


IGNORES_HANG_UP = with_fault("import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)")


@pytest.mark.catalogue("F1", "F6")
@pytest.mark.parametrize(
    "signals",
    [
        [signal.SIGINT, signal.SIGTERM, signal.SIGINT],
        pytest.param([signal.SIGTERM], marks=LONG),
        pytest.param([signal.SIGHUP, signal.SIGHUP], marks=LONG),
    ],
)
def test_a_signal_ends_it_cleanly_and_another_does_not_spoil_that(story: Path, signals: list[int]) -> None:
    """What was typed a moment ago is kept, every mode of the terminal is as before, the status is the signal's."""
    with review(story) as terminal:
        type_something(terminal)
        for number in signals:
            terminal.kill(number)
        assert terminal.wait() in {128 + number for number in signals}
    assert kept(story) == [f"Typed {SECRET} 1."]
    assert left_on(terminal.received) == []
    assert terminal.is_cooked
    assert b"Traceback" not in terminal.received


@pytest.mark.catalogue("F1")
@LONG
@pytest.mark.parametrize("start", [MODULE, IGNORES_HANG_UP], ids=["signal", "no signal"])
def test_a_closed_window_ends_it(story: Path, start: tuple[str, str]) -> None:
    """Also where the signal is ignored: what cannot be read or drawn any more is a way out, and keeps what was typed."""
    with review(story, start) as terminal:
        type_something(terminal)
        terminal.hang_up()
        assert terminal.wait() == 129
    assert kept(story) == [f"Typed {SECRET} 1."]


@pytest.mark.catalogue("F1", "F6", "L3")
@LONG
@pytest.mark.parametrize("rounds", [10])
def test_a_signal_while_it_starts_or_ends(story: Path, rounds: int) -> None:
    """At whatever moment it comes, no traceback is shown, the terminal is itself again, and a decision that was shown stands."""
    chance = Random(rounds)
    statuses = set()
    for number in range(rounds):
        with review(story) as terminal:
            if number % 2:
                terminal.wait_for(f"/{COUNT}")
                terminal.press("q")
                time.sleep(chance.uniform(0, 0.5))
            else:
                time.sleep(chance.uniform(0.15, 1.5))
            if terminal.status is None:
                terminal.kill(chance.choice([signal.SIGTERM, signal.SIGINT, signal.SIGHUP]))
            statuses.add(terminal.wait())
        assert left_on(terminal.received) == [], terminal.received[-500:]
        # Before our own code runs, and after it has ended, the signal itself ends the process.
        assert b"Traceback" not in terminal.received or (number % 2 == 0 and b"in _status_of" not in terminal.received)
    print(f"{rounds} signals at the beginning or the end: statuses {sorted(statuses)}")
    assert statuses <= {0, 129, 130, 143, -1, -2, -15, 1}


@pytest.mark.catalogue("F1", "A8")
@LONG
def test_a_saving_under_way_is_finished(story: Path) -> None:
    """What was waiting for somebody else's save when the signal came is saved before the program ends."""
    with review(story) as terminal:
        terminal.wait_for(lambda shown: f"1/{COUNT}" in shown and terminal.answers >= 1)
        with closing(sqlite3.connect(story.with_suffix(".db"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            terminal.press("a")
            wait_until(lambda: is_saving(story))
            terminal.kill(signal.SIGTERM)
            terminal.wait_for(lambda shown: left_on(terminal.received) == [] or terminal.status is not None)
            assert terminal.status is None
            other.execute("ROLLBACK")
        assert terminal.wait() == 143
    assert decided(story) == 1


@pytest.mark.catalogue("F1")
@LONG
def test_ctrl_c_is_a_key_and_loses_nothing(story: Path) -> None:
    """It neither ends the program nor touches the text."""
    with review(story) as terminal:
        type_something(terminal)
        terminal.press("\x03Then ")
        terminal.wait_for("Typed Then The")
        terminal.press("\x1b")
        terminal.wait_for("READ ·")
        terminal.press("\x03q")
        assert terminal.wait() == 0
    assert kept(story) == [f"Typed Then {SECRET} 1."]


FAULT = """
import asyncio, threading
from reviewer.store import Store
from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.widgets.pane import Pane

def deep():
    deep()

def fail(self, *_):
    raise {error}(f"it is about {{self.desk.text if isinstance(self, ReviewScreen) else SECRET}}")

async def go_wrong(self):
    {code}

SECRET = {secret!r}
ReviewScreen.command_kind = go_wrong
"""
FAULTS = {
    "handler": "fail(self)",
    "recursion": "deep()",
    "callback": "asyncio.get_running_loop().call_soon(fail, self)",
    "timer": "self.set_timer(0.01, lambda: fail(self))",
    "worker": "self.run_worker(lambda: fail(self), thread=True)",
    "thread": "threading.Thread(target=fail, args=(self,)).start(); fail(self)",
    "writer": "Store.save = fail; await self.command_accept()",
    "drawing": "Pane.render_lines = fail; self.query_one('#machine').refresh()",
}


@LONG
@pytest.mark.catalogue("F5", "F6", "A9")
@pytest.mark.parametrize(
    ("where", "error"),
    [
        *((where, "KeyError") for where in FAULTS),
        ("handler", "MemoryError"),
    ],
)
def test_a_defect_of_our_own_is_one_line_and_shows_no_text(story: Path, where: str, error: str) -> None:
    """Status 1, a terminal that is itself again, the typing kept; neither terminal nor log say anything of the article."""
    start = with_fault(FAULT.format(error=error, code=FAULTS[where], secret=SECRET))
    with review(story, start) as terminal:
        type_something(terminal)
        terminal.press("\x1b")
        terminal.wait_for("READ ·")
        terminal.press("K")
        assert terminal.wait() == 1
    assert kept(story) == [f"Typed {SECRET} 1."]
    assert left_on(terminal.received) == []
    assert terminal.is_cooked
    _, _, talk = terminal.received.rpartition(b"\x1b[?1006l")
    log = story.parent / "state" / "reviewer" / "defects.log"
    kind = {"recursion": b"RecursionError"}.get(where, b"KeyError")
    expected = b"not enough memory" if error == "MemoryError" else b"a defect: %s in reviewer/" % kind
    assert talk.startswith(b"reviewer: ")
    assert expected in talk
    assert talk.count(b"\n") == 1
    assert str(log).encode() in talk
    assert SECRET.encode() not in talk
    assert SECRET not in log.read_text()
    assert "KeyError" in log.read_text() or where == "recursion" or error == "MemoryError"
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.catalogue("F5")
@pytest.mark.parametrize(
    "name", ["accept", *(pytest.param(name, marks=LONG) for name in ("settle", "type_next", "search", "articles", "quit"))]
)
async def test_a_defect_in_a_command_keeps_the_draft(
    app: ReviewerApp, name: str, monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    """Whichever key it is in: the sitting ends with status 1, the defect is at hand, the text is with the drafts."""

    async def fail(self: ReviewScreen) -> None:
        raise LookupError(self.desk.text)

    with pytest.raises(LookupError):  # noqa: PT012  it is raised where the application ends
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("enter")
            await pilot.press(*"Typed")
            await pilot.pause()
            monkeypatch.setattr(ReviewScreen, f"command_{name}", fail)
            app.call_later(app.screen_stack[1].obey, name)
            await pilot.pause()
    assert app.return_code == 1
    assert isinstance(app.defect, LookupError)
    assert [draft.text[:5] for draft in app.session.drafts] == ["Typed"]


def paste(text: str) -> str:
    """`text` as a terminal sends what is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


@pytest.mark.catalogue("F7", "F11")
@LONG
@pytest.mark.parametrize(("sizes", "keys", "pasted"), [(50, 300, 10_000_000)])
def test_extremes_do_not_bring_it_down(story: Path, sizes: int, keys: int, pasted: int) -> None:
    """Windows of one cell and of a wall, a hundred sizes a second, keys without a pause, a paste with escape sequences in it."""
    with review(story) as terminal:
        type_something(terminal)
        for number in range(sizes):
            terminal.resize(*[(1, 1), (2, 3), (80, 1), (1, 50), (100, 30), (500, 200)][number % 6])
            time.sleep(0.01)
        terminal.resize(80, 24)
        terminal.wait_for("Typed The")
        terminal.press("z" * keys)
        terminal.press("\x1b")
        terminal.wait_for("READ ·", PATIENCE + keys / 20)
        terminal.press("\r")
        terminal.wait_for("TYPE")
        terminal.press(paste("\x1b]0;x\x07\x1b[2J [@click=app.quit] " + "words " * (pasted // 6)))
        terminal.press("\x1b")
        terminal.wait_for("READ ·", PATIENCE + pasted / 20_000)
        terminal.press("q")
        assert terminal.wait(PATIENCE + pasted / 20_000) == 0
    (text,) = kept(story)
    assert text.count("z") == keys
    assert text.count("words") == pasted // 6
    assert left_on(terminal.received) == []


@LONG
@pytest.mark.catalogue("C14", "F2", "F11")
@pytest.mark.parametrize(
    ("around", "shown"),
    [
        ({"LANG": "C", "LC_ALL": "C"}, ""),
        ({"LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "TERM": "vt100"}, ""),
        ({"HOME": ""}, ""),
        ({"XDG_STATE_HOME": "/proc/nowhere"}, "drafts are not kept"),
        ({"TERM": "linux", "COLORTERM": ""}, ""),
    ],
    ids=["C", "ascii", "no home", "no state", "console"],
)
def test_poor_surroundings_are_enough(story: Path, around: dict[str, str], shown: str) -> None:
    """Without a locale, a home, a place for drafts, colours: it works, or says in the status line what does not."""
    with review(story, **around) as terminal:
        type_something(terminal)
        terminal.wait_for(shown)
        terminal.press("\r")
        terminal.wait_for(f"2/{COUNT}")
        terminal.press("q")
        assert terminal.wait() == 0
    assert decided(story) == 1


@pytest.mark.catalogue("F1")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, None], ids=["asked", "hung up", "window closed"])
@LONG
@pytest.mark.parametrize("rounds", [4])
def test_ending_loses_no_review_and_a_second_of_typing_at_most(tmp_path: Path, number: int | None, rounds: int) -> None:
    """As for `kill -9`: what was shown as confirmed is there, and drafts are offered again, up to the last second."""
    path = tmp_path / "story.txt"
    path.write_text("\n\n".join(MACHINE) + "\n", encoding="utf-8")
    figures = edit_through_kills(path, Person(Random(rounds)), rounds, (0.05, 3.0), number=number)
    assert not figures.lost, f"{figures}\n{figures.lost}"
    assert not figures.damaged, f"{figures}\n{figures.damaged}"
    assert figures.seconds <= 1.0, str(figures)

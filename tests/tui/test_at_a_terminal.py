"""The real program at a real terminal: what Textual's own test driver cannot see."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reviewer.store import Store
from tests.terminal import Terminal, environment

pytestmark = pytest.mark.long

SENTENCES = [f"Sentence number {number} of the long story was written by a machine." for number in range(1, 161)]
PLACE = re.compile(r" (\d+)/160 ")

UNGUARDED = """
import sys
from reviewer.tui.sight import Sight
Sight.allows = lambda self, key: True
from reviewer.cli.main import main
main()
"""
"""The program without what this is about: the harness must see the difference."""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """An article of 160 sentences, as lines."""
    path = tmp_path / "story.txt"
    path.write_text("\n\n".join(SENTENCES) + "\n", encoding="utf-8")
    return path


def review(story: Path, *, start: tuple[str, ...] = ("-m", "reviewer"), delay: float = 0.0, size: tuple[int, int] = (120, 40),
           **more: str) -> Terminal:  # fmt: skip
    """`reviewer review` on the story."""
    command = [sys.executable, *start, "review", str(story), "--db", str(story.with_suffix(".db"))]
    return Terminal(command, environment(story.parent, **more), size, delay)


def unseen(story: Path, terminal: Terminal, delay: float) -> tuple[int, int]:
    """How many decisions there are, and how many of them were made by a key that was pressed before the segment was shown."""
    shown: dict[int, float] = {}
    for at, line in terminal.sights:
        if found := PLACE.search(line):
            shown.setdefault(int(found[1]), at)
    decided = blind = 0
    with Store.open(story.with_suffix(".db"), readonly=True) as store:
        for place in store.places(1):
            for made in place.heads:
                decided += 1
                at = datetime.fromisoformat(made.at).timestamp()
                blind += place.position not in shown or at + 0.001 < shown[place.position] + delay
    return decided, blind


@pytest.mark.parametrize(
    ("seconds", "delay"),
    [(1.5, 0.3), pytest.param(5.0, 0.3, marks=pytest.mark.long), pytest.param(5.0, 0.0, marks=pytest.mark.long)],
)
def test_a_key_that_is_held_decides_nothing_unseen(story: Path, seconds: float, delay: float) -> None:
    """Enter held, then `a` held, over a slow link: whatever was accepted had been on screen when the key was pressed."""
    with review(story, delay=delay) as terminal:
        terminal.wait_for("1/160")
        terminal.hold("\r", seconds)
        terminal.press("\x1b")
        terminal.wait_for("READ")
        terminal.hold("a", seconds)
        terminal.press("q")
        assert terminal.wait() == 0
    decided, blind = unseen(story, terminal, delay)

    assert blind == 0
    assert 1 <= decided <= 3


@pytest.mark.long
def test_the_harness_sees_what_is_accepted_unseen(story: Path) -> None:
    """Without the guard the same keys accept many sentences that were never on screen."""
    with review(story, start=("-c", UNGUARDED), delay=0.3) as terminal:
        terminal.wait_for("1/160")
        terminal.hold("a", 1.5)
        terminal.press("q")
        terminal.wait()
    _, blind = unseen(story, terminal, 0.3)

    assert blind > 3


@pytest.mark.long
def test_a_deliberate_a_is_obeyed_over_a_slow_link(story: Path) -> None:
    """Whoever reads before they press is never held up."""
    with review(story, delay=0.15) as terminal:
        for number in range(1, 5):
            terminal.wait_for(lambda shown, number=number: f" {number}/160 " in shown and terminal.answers >= number)
            terminal.press("a")
        terminal.wait_for(" 5/160 ")
        terminal.press("q")
        assert terminal.wait() == 0
    decided, blind = unseen(story, terminal, 0.15)

    assert (decided, blind) == (4, 0)


HOSTILE = {
    "clipboard": "Buy \x1b]52;c;cHduZWQ=\x07 now",
    "title": "A \x1b]0;pwned\x1b\\ title",
    "colour": "It is \x1b[31mred\x1b[0m today",
    "clear": "Wipe \x1b[2J\x1b[H all",
    "c1": "C1 \x9b31m and \x9d0;x\x9c end",
    "device": "DCS \x1bP1;1|x\x1b\\ end",
    "question": "Where \x1b[6n\x1b[c am I",
    "alternate": "Leave \x1b[?1049l\x1b[?25h now",
    "bell": "Ring \x07 and \x08 back \x0c feed",
    "bidi": "Over \u202egnitirw\u202c ride \u2066x",
    "zero": "Zero\u200bwidth\u200djoin\ufeffer",
    "breaks": "Line\u2028para\u2029next\x85end",
    "markup": "[/b] [@click=app.quit]x[/] [bold] [sic] [사진=AP·연합뉴스] \\[x",
    "tab": "A\ttab and \x00 nul and \x7f del",
    "combining": "Zalgo" + "\u0301" * 300 + " tower",
}  # fmt: skip

OURS = re.compile(
    rb"\x1b\[(?:\?(?:1049|1000|1002|1003|1015|1006|1004|2004|2026|2048|25|7|1016)[hl$]p?"  # modes that Textual sets and asks for
    rb"|[>=<]?\d*u|\?u|\d*(?:;\d*)*[HmrJKABCD]|6n|\d+;\d+;\d+t|>4;\dm|\d* q)"
    rb"|\x1b\]22;[a-z]*\x07|\x1b[=>78]|\x1b\(B|\x1b\]8;[^\x1b]*\x1b\\|\x1b\[\?\d+;?\d*\$p"
)
"""Sequences that the program itself sends: modes, cursor, colours, the question for the cursor."""


@pytest.mark.long
def test_no_escape_sequence_of_a_text_reaches_the_terminal(tmp_path: Path) -> None:
    """In the list, the panels, the editor, the note, the read view: only our own sequences, and every text is kept as it is."""
    story = tmp_path / "story.jsonl"
    count = len(HOSTILE)
    story.write_text("".join(json.dumps({"machine": text, "source": text}) + "\n" for text in HOSTILE.values()), encoding="utf-8")
    with review(story) as terminal:
        for number in range(1, count + 1):
            terminal.wait_for(f" {number}/{count} ")
            terminal.press("\r")
            terminal.wait_for("TYPE")
            terminal.press("x")
            terminal.wait_for("draft")
            terminal.press("\x12\x1b")
            terminal.wait_for("READ")
            terminal.press("a")
        terminal.wait_for("all decided")
        terminal.press("r")
        terminal.wait_for("READ THROUGH")
        terminal.press("q")
        terminal.wait_for(f"/{count} ")
        terminal.press("s")
        terminal.wait_for("SCORES")
        terminal.press("q")
        terminal.wait_for(f"/{count} ")
        terminal.press("q")
        assert terminal.wait() == 0
    rest = OURS.sub(b"", terminal.received)
    stray = re.search(rb"[^\r\n\x20-\x7e\x80-\xff]", rest)

    assert not stray, rest[max(0, stray.start() - 40) :][:120]
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029]", rest.decode())
    with Store.open(story.with_suffix(".db"), readonly=True) as store:
        assert [place.machine for place in store.places(1)] == list(HOSTILE.values())
        assert {str(place.status) for place in store.places(1)} == {"accepted"}


@pytest.mark.catalogue("F1", "F6")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), pytest.param(signal.SIGHUP, 129, marks=pytest.mark.long)])
def test_a_signal_keeps_the_draft_and_restores_the_terminal(story: Path, number: int, status: int) -> None:
    """What was typed is offered again, the alternate screen is left, and the status says which signal it was."""
    with review(story) as terminal:
        terminal.wait_for("1/160")
        terminal.press("\r")
        terminal.wait_for("TYPE")
        terminal.press("Typed ")
        terminal.wait_for("Typed")
        terminal.kill(number)
        assert terminal.wait() == status
        assert b"\x1b[?1049l" in terminal.received
    with review(story) as again:
        again.wait_for("1 draft")
        again.wait_for("Typed")
        again.press("q")
        assert again.wait() == 0


BURSTS = ["rrqq", "c11", "f\r\r"]
MORE_BURSTS = ["?q", "ssqq", "x\r\r", "sq", "Lq", "rq", "LLqq", "K11", "w\r\r", "g\r\r", "/\r\r"]


@pytest.mark.parametrize("keys", [*BURSTS, *(pytest.param(keys, marks=pytest.mark.long) for keys in MORE_BURSTS)])
def test_keys_that_come_in_a_burst_do_no_harm(story: Path, keys: str) -> None:
    """Whatever is pressed twice, or before its screen is there, leaves a screen that works."""
    with review(story) as terminal:
        terminal.wait_for(lambda shown: "1/160" in shown and terminal.answers >= 1)
        terminal.press(keys)
        terminal.press("\x1b")
        time.sleep(0.3)
        while terminal.status is None and "READ ·" not in terminal.lines[0]:
            terminal.press("\x1b")
            time.sleep(0.3)
        terminal.press("q")
        assert terminal.wait() == 0


def test_escape_with_a_key_right_behind_it_is_escape(story: Path) -> None:
    """What comes with the Esc does not get into the text."""
    with review(story) as terminal:
        terminal.wait_for("1/160")
        terminal.press("\r")
        terminal.wait_for("TYPE")
        terminal.press("\x1ba")
        terminal.wait_for("READ ·")
        assert "saved" in terminal.lines[0]
        terminal.press("q")
        assert terminal.wait() == 0


def test_a_killed_session_comes_back(story: Path) -> None:
    """After SIGKILL the confirmed review stands and the typing is a draft."""
    with review(story) as terminal:
        terminal.wait_for("1/160")
        terminal.press("a")
        terminal.wait_for("2/160")
        terminal.press("\r")
        terminal.wait_for("TYPE")
        terminal.press("Half ")
        terminal.wait_for("draft")
        terminal.wait_for("Half")
        journals = story.parent / "state" / "reviewer" / "drafts"
        wait_until(lambda: any(b"Half" in path.read_bytes() for path in journals.rglob("*.jsonl")))
        terminal.kill()
        terminal.wait()
    with review(story) as again:
        again.wait_for("2/160")
        again.wait_for("Half")
        again.press("q")
        assert again.wait() == 0


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait for something outside of the screen."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def beside(terminal: Terminal) -> list[int]:
    """The processes that the program started."""
    tasks = Path(f"/proc/{terminal.pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie, which only waits to be reaped by whoever inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes where Linux lists them")
@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.long)])
def test_the_processes_beside_it_end_with_it(story: Path, number: int) -> None:
    """The one that scores the sentence and the one that keeps the scores of the article, however the program ends."""
    with review(story) as terminal:
        terminal.wait_for(" 1/160 ")
        terminal.press("a")
        terminal.wait_for("article: chrF2 100.0")
        terminal.press("\r")
        terminal.wait_for("TYPE")
        terminal.press("x")
        terminal.wait_for("edit rate")
        wait_until(lambda: len(beside(terminal)) == 2)
        left = beside(terminal)
        terminal.kill(number)
        terminal.wait()
    wait_until(lambda: not any(map(is_alive, left)))


@pytest.mark.catalogue("F11")
def test_no_colour_is_no_colour_and_readable(story: Path) -> None:
    """With NO_COLOR nothing is drawn in a colour, and nothing black on black."""
    with review(story, NO_COLOR="1") as terminal:
        terminal.wait_for("1/160")
        terminal.press("q")
        terminal.wait()
    colours = re.findall(rb"38;2;(\d+);(\d+);(\d+)(?:;48;2;(\d+);(\d+);(\d+))?", terminal.received)

    assert colours
    for colour in colours:
        ground = [int(part or 0) for part in colour[3:]]
        ink = [int(part) for part in colour[:3]]
        assert max(ink) - min(ink) <= 2
        assert not colour[3] or abs(ink[0] - ground[0]) > 15


@pytest.mark.catalogue("L4")
def test_without_a_terminal_it_is_a_usage_error(story: Path) -> None:
    """A script that calls it by mistake gets one line and status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", "review", str(story)],
        env=environment(story.parent), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "needs a terminal" in done.stderr

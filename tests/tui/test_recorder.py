"""Every byte that reaches a terminal while hostile texts are on all screens: only our own sequences, and every text is seen.

Textual's own test driver writes no bytes, so the program runs at a pseudo-terminal.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.desk import decide
from tests.hostile import MARK, PAYLOADS, foreign, is_shown, put_in, text_of
from tests.terminal import PATIENCE, Terminal, environment

MODULE = ("-m", "reviewer")
NAKED = """
import reviewer.core.visible, reviewer.tui.passage, reviewer.tui.widgets.segment_list
for module in (reviewer.core.visible, reviewer.tui.passage, reviewer.tui.widgets.segment_list):
    module.visible = lambda text, limit=None: text
from reviewer.cli.main import main
main()
"""
"""The program without its one way from outside text to the screen."""
LONG = pytest.mark.long
FEW = ("clipboard", "c1", "action")


def review(database: Path, *options: str, start: Sequence[str] = MODULE, size: tuple[int, int] = (160, 40)) -> Terminal:
    """`reviewer review` on what is in the database."""
    command = [sys.executable, *start, "review", "--db", str(database), *options]
    return Terminal(command, environment(database.parent), size)


class Walk:
    """Goes through the screens, and remembers which texts were seen.

    Args:
        terminal: with the program on an article of `texts`.
        texts: what is in it.
    """

    def __init__(self, terminal: Terminal, texts: Sequence[str]) -> None:
        self.seen: set[str] = set()
        self._terminal = terminal
        self._texts = texts

    def through_the_segments(self) -> None:
        """Each of them on the desk, once in READ."""
        self._terminal.wait_for("READ ·")
        self._terminal.press("\x1b[H")
        for number in range(1, len(self._texts) + 1):
            self._terminal.wait_for(f" {number}/{len(self._texts)} ")
            self.look()
            self._terminal.press("j")

    def open(self, keys: str, shows: str) -> None:
        """Press `keys`, wait for what must be shown then, look, and come back."""
        self._until_shown(keys, shows, 5.0)
        self.look()
        self._terminal.press("\x1b")
        self._terminal.wait_for(lambda shown: "READ ·" in shown and shows not in shown)

    def ask(self, key: str, title: str, answer: str) -> None:
        """Answer a question with a hostile text, which comes as a paste, and see what is said of it."""
        self._until_shown(key, f"─ {title}", 1.0)
        self._terminal.press(f"\x1b[200~{answer}\x1b[201~")
        self._terminal.press("\r")
        self._terminal.wait_for(lambda shown: f"─ {title}" not in shown)
        self.look()

    def leave(self) -> int:
        """Quit, pressing the key again where it came before the question had gone; the status."""
        while self._terminal.status is None:
            self._terminal.press("q")
            self._terminal.ended_within(1.0)
        return self._terminal.status

    def _until_shown(self, keys: str, shows: str, seconds: float) -> None:
        """Press `keys`, and again every so many seconds: those that come before the last question has gone are dropped."""
        end = time.monotonic() + PATIENCE
        while shows not in self._terminal.text:
            assert time.monotonic() < end, f"never shown: {shows}\n{self._terminal.text}"
            self._terminal.press(keys)
            with suppress(AssertionError):
                self._terminal.wait_for(shows, seconds)

    def look(self) -> None:
        """Remember what is on the screen."""
        shown = self._terminal.text
        self.seen |= {text for text in self._texts if is_shown(text, shown)}


def walk_everywhere(terminal: Terminal, texts: Sequence[str], answers: Iterable[str]) -> Walk:
    """All screens, with the same texts in whatever they show, and the payloads `answers` in answer to every question."""
    walk = Walk(terminal, texts)
    walk.through_the_segments()
    terminal.press("\x1b[H")
    terminal.wait_for(f" 1/{len(texts)} ")
    walk.open("\r", "TYPE ·")
    walk.open("r", "READ THROUGH")
    walk.open("L", "ARTICLES")
    walk.open("s", "SCORES")
    walk.open("?", "HELP ·")
    walk.open("w", "Note")
    walk.open("m", "ERRORS")
    walk.open("x", "Reject: why")
    walk.open("c", "Cut: what")
    walk.open("K", "What is it")
    walk.open("g", "Go to")
    terminal.press("!")
    terminal.wait_for("1 of 1 in conflict")
    walk.open("!", "In conflict, 1 of 1")
    for name in answers:
        walk.ask("/", "Search", PAYLOADS[name])
        walk.ask("f", "Filter", f"editor:{PAYLOADS[name]}")
        walk.ask("g", "Go to", PAYLOADS[name])
    walk.open(":", "Search for")
    return walk


@pytest.mark.catalogue("H1", "H2", "H4", "H7", "F11")
def test_no_byte_of_a_text_is_obeyed_and_every_text_is_seen(tmp_path: Path) -> None:
    """Machine text, source and list, segment by segment; then the article as running text."""
    texts = [text_of(name) for name in FEW]
    database = tmp_path / "reviews.db"
    put_in(database, texts, also=PAYLOADS["title"] + MARK)
    with review(database) as terminal:
        walk = Walk(terminal, texts)
        walk.through_the_segments()
        walk.open("r", "READ THROUGH")
        assert walk.leave() == 0
    assert foreign(terminal.received) == []
    assert walk.seen == set(texts)


@pytest.mark.catalogue("H1", "H2", "H4", "H7", "F11")
@LONG
@pytest.mark.parametrize("size", [(80, 24), (120, 30), (200, 60)], ids=str)
def test_no_screen_obeys_a_text(tmp_path: Path, size: tuple[int, int]) -> None:
    """All screens and questions, all classes of payloads, in texts, notes, corrections, reasons, titles, names and queries."""
    texts = [text_of(name) for name in PAYLOADS]
    everything = "".join(PAYLOADS.values()).replace(PAYLOADS["tower"], "e" + "\u0301" * 20) + MARK
    database = tmp_path / "reviews.db"
    put_in(database, texts, also=everything)
    put_in(database, ["Another article."], also=f"2{everything}")
    for number in range(1, len(texts), 2):
        decide(database, number, "corrected", f"{texts[number]} now", editor=f"desk{MARK}", note=f"? {texts[number]}")
    decide(database, 2, "rejected", editor="desk2")
    for text in ("One", "Two"):
        decide(database, 4, "corrected", f"{text} {texts[3]}", editor=f"{text}{MARK}", note=f"? {texts[3]}", unseen=True)
    with review(database, size=size) as terminal:
        terminal.wait_for("ARTICLES")
        terminal.press("\r")
        walk = walk_everywhere(terminal, texts, PAYLOADS if size == (80, 24) else FEW)
        assert walk.leave() == 0
    assert foreign(terminal.received) == []
    if size[0] >= 120:
        assert walk.seen >= {text for text in texts if len(text) < size[0] / 2}
    print(f"{len(PAYLOADS)} payloads on all screens at {size}: {len(terminal.received):,} bytes, 0 that are not ours")


@pytest.mark.catalogue("H1", "H2")
def test_the_recorder_sees_what_is_not_made_visible(tmp_path: Path) -> None:
    """Where texts go to the screen as they are, it reports their sequences."""
    put_in(tmp_path / "reviews.db", [text_of("c1")])
    with review(tmp_path / "reviews.db", start=("-c", NAKED)) as terminal:
        terminal.wait_for(lambda _: foreign(terminal.received) != [])


LETTERS = "etaoin ÀßřΩжשع한글中日本🙂[]{}()<>\\/:;&=@'\"`´“”„«»%$#*_~^|.,!?-+0123456789"
NASTY = "".join(payload for name, payload in PAYLOADS.items() if name != "tower")
NASTY += "\u00a0\u00ad\u2028\u2029\ufe0f\u3000\ufffd\ue000\U0010ffff\x1b"
WORDS = (
    "[b]",
    "[/]",
    "[laut dpa]",
    "[sic]",
    "[link=x]",
    "[@click=app.quit]",
    "\\[",
    "[red",
    ":smile:",
    "{{x}}",
    "%s",
    "&amp;",
    "$(x)",
)


def random_text(chance: Random) -> str:
    """A text that no sentence looks like."""
    pool = chance.choice([LETTERS, LETTERS + NASTY])
    parts = (chance.choice(WORDS) if chance.random() < 0.2 else chance.choice(pool) for _ in range(chance.randint(1, 30)))
    return f"<{''.join(parts)}>"


@pytest.mark.catalogue("H1", "H2")
@LONG
@pytest.mark.parametrize(("count", "rows"), [(500, 520)])
def test_what_is_on_the_screen_is_what_is_stored(tmp_path: Path, count: int, rows: int) -> None:
    """Brackets, markup, shortcodes, letters of all scripts: each text of the article is read through as it is in the database."""
    chance = Random(count)
    texts = list(dict.fromkeys(random_text(chance) for _ in range(count)))
    missing = []
    for start in range(0, len(texts), 250):
        some = texts[start : start + 250]
        database = tmp_path / f"{start}.db"
        put_in(database, some)
        with review(database, size=(150, rows)) as terminal:
            terminal.wait_for(f" 1/{len(some)} ")
            terminal.press("r")
            with suppress(AssertionError):  # which says no more than that it is not all there
                terminal.wait_for(lambda shown, some=some: all(is_shown(text, shown) for text in some), 5 + len(some) / 10)
            missing += [text for text in some if not is_shown(text, terminal.text)]
            terminal.press("\x1bq")
            terminal.kill()
            terminal.wait()
        assert foreign(terminal.received) == []
    print(f"{len(texts)} random texts: {len(missing)} shown otherwise than stored")
    assert missing == []

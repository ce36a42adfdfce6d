"""Somebody who edits at a terminal while the program is killed again and again, and what became of their work.

One article is edited, through as many crashes as asked for; every start goes on with what the last one left. What the person
remembers (which keys, when, and what the screen showed then) is held against the database and the draft journals.
"""

from __future__ import annotations

import re
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from threading import Timer

from reviewer.store import Draft, Journal, Store
from tests.terminal import PATIENCE, Terminal, environment

COUNT = 1_500
MACHINE = [f"Sentence number {number} of the long story was written by a machine." for number in range(1, COUNT + 1)]
LINE = re.compile(rf"(READ|TYPE) · .* · (\d+)/{COUNT} ")
END = "\x1b[F"
SIZE = (400, 24)
"""Columns and rows: wide enough that no text is wrapped, for End goes to the end of a row."""
LONGEST = 140
"""Characters after which nobody types on."""
LETTERS = "etaoin shrdlu éß한글"
HABITS = ("confirm",) * 8 + ("accept",) * 4 + ("approve", "approve", "reject", "leave")
ENDS = (-signal.SIGKILL, 128 + signal.SIGTERM, 128 + signal.SIGHUP)
"""How the program ends when it is killed, asked to end, or hung up."""
LENGTHS = (2, 3, 5, 8, 13, 21, 34, 55)


@dataclass(frozen=True, slots=True)
class Typed:
    """The text after a key, and when it was pressed."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A key that decides, what it decides, and the segment that is shown when it is done."""

    at: float
    position: int
    verdict: str
    correction: str | None
    following: int


@dataclass
class Figures:
    """What came of it."""

    kills: int = 0
    confirmed: int = 0
    unshown: int = 0
    """Reviews that were saved when the crash came before the screen could say so."""
    lost: list[str] = field(default_factory=list)
    characters: int = 0
    seconds: float = 0.0
    """How long before a crash the first key was pressed whose text was lost; the longest of all crashes."""
    damaged: list[str] = field(default_factory=list)
    """Texts that nobody typed, decisions that nobody made."""

    def __str__(self) -> str:
        return (
            f"{self.kills} kills: {self.confirmed} reviews shown as confirmed (and {self.unshown} saved just before), "
            f"{len(self.lost)} lost; {self.characters} keys typed, at most {self.seconds:.2f} s of typing lost; "
            f"{len(self.damaged)} damaged"
        )


class KilledError(Exception):
    """The program is gone."""


class Person:
    """Somebody who edits, one key after the other, and remembers.

    Args:
        chance: what they do, and how fast.
        habits: the ways in which they deal with a segment.
        lengths: how many characters they may type at a time.
    """

    def __init__(self, chance: Random, habits: tuple[str, ...] = HABITS, lengths: Sequence[int] = LENGTHS) -> None:
        self.typed: dict[int, list[Typed]] = {}
        self.decisions: dict[int, Decision] = {}
        """Decided, and not yet held against the database."""
        self.standing: dict[int, tuple[str, str | None]] = {}
        """What the database holds, as last seen there."""
        self.figures = Figures()
        self._chance = chance
        self.on_decision: Callable[[], None] = lambda: None
        """Called right before a key that decides."""
        self._habits = habits
        self._lengths = lengths

    def work(self, terminal: Terminal) -> None:
        """Deal with one segment after the other until the program is killed."""
        self._terminal = terminal
        try:
            while True:
                self._pause(0.05, 0.25)
                place = self._place()
                getattr(self, f"_{self._chance.choice(self._habits)}")(place)
        except KilledError:
            assert terminal.wait() in ENDS

    def text(self, position: int) -> str:
        """The text in sight at `position`."""
        return self.typed[position][-1].text if position in self.typed else MACHINE[position - 1]

    def _confirm(self, place: int) -> None:
        self._type(place)
        self._decide(place, self._chance.choice("\r\r\x13"), "corrected")

    def _accept(self, place: int) -> None:
        self._decide(place, "a", "accepted" if self.text(place) == MACHINE[place - 1] else "corrected")

    def _approve(self, place: int) -> None:
        self._type(place)
        self._back()
        self._accept(place)

    def _reject(self, place: int) -> None:
        if self._chance.random() < 0.5:
            self._type(place)
            self._back()
        self._ask("x", lambda: "Reject: why?" in self._terminal.text)
        for character in "who?":
            self._press(character)
        self._decide(place, "\r", "rejected")

    def _leave(self, place: int) -> None:
        """Go on without a decision; the draft stays."""
        self._type(place)
        following = self._following(place)
        if following == place + 1 and self._chance.random() < 0.5:
            self._press("\x0e")
            self._until(lambda: self._line() == ("TYPE", following))
            self._back()
        else:
            self._back()
            self._press("]")
            self._until(lambda: self._line() == ("READ", following))

    def _type(self, place: int) -> None:
        self._press("\r")
        self._until(lambda: self._line() == ("TYPE", place))
        self._press(END)
        states = self.typed.setdefault(place, [Typed(0.0, self.text(place))])
        for _ in range(self._chance.choice(self._lengths)):
            if len(states[-1].text) >= LONGEST:
                break
            takes_back = len(states[-1].text) > len(MACHINE[place - 1]) + 1 and self._chance.random() < 0.08
            character = self._chance.choice(LETTERS)
            at = time.time()
            states.append(Typed(at, states[-1].text[:-1] if takes_back else states[-1].text + character))
            self._press("\x7f" if takes_back else character)
            self.figures.characters += 1

    def _back(self) -> None:
        self._press("\x1b")
        self._until(lambda: (self._line() or ("",))[0] == "READ")
        self._pause(0.05, 0.2)

    def _decide(self, place: int, key: str, verdict: str) -> None:
        text = self.text(place)
        correction = text if text != MACHINE[place - 1] else None
        following = self._following(place)
        self.on_decision()
        self.decisions[place] = Decision(time.time(), place, verdict, correction, following)
        self._ask(key, lambda: self._line() == ("READ", following))

    def _ask(self, key: str, done: Callable[[], bool]) -> None:
        """Press a key that decides, and again where the program says that it came before its segment was drawn."""
        self._press(key)

        def is_done() -> bool:
            if not done() and "press it again" in self._terminal.text:
                self._pause(0.4, 0.5)
                if not done():
                    self._press(key)
            return done()

        self._until(is_done)

    def _following(self, place: int) -> int:
        decided = self.standing.keys() | self.decisions.keys()
        return next(number for number in range(place + 1, COUNT + 1) if number not in decided)

    def _line(self) -> tuple[str, int] | None:
        found = LINE.search(self._terminal.lines[0])
        return (found[1], int(found[2])) if found else None

    def _place(self) -> int:
        self._until(lambda: (self._line() or ("",))[0] == "READ")
        line = self._line()
        assert line is not None
        return line[1]

    def _press(self, keys: str) -> None:
        self._terminal.press(keys)
        self._pause(0.03, 0.06)

    def _pause(self, shortest: float, longest: float) -> None:
        time.sleep(self._chance.uniform(shortest, longest))
        if self._terminal.status is not None:
            raise KilledError

    def _until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self._terminal.text
            self._pause(0.005, 0.01)

    def look_back(self, story: Path, sights: list[tuple[float, str]], killed_at: float, ended_at: float | None = None) -> int:
        """Hold what is remembered against what is there after a crash, and go on from there; how many drafts there are.

        Args:
            story: what was edited.
            sights: what the first line of the screen was, and when.
            killed_at: when the program was killed, or asked to end.
            ended_at: when it had ended; it may have taken keys until then, and need not have.
        """
        with Store.open(database_of(story), create=False, readonly=True) as store:
            places = store.places(1)
            left = Journal.recover(drafts_of(story), store.db_id)
            drafts = {draft.covers[0]: draft for draft in left if not store.has_review(draft.review_id)}
        shown = {position for position, decision in self.decisions.items() if _was_shown(decision, sights)}
        self.figures.confirmed += len(shown)
        found = {place.position: (str(head.verdict), head.correction) for place in places for head in place.heads}
        made = {position: (each.verdict, each.correction) for position, each in self.decisions.items()}
        for position in self.standing.keys() | shown:
            wanted = made.get(position) or self.standing[position]
            if found.get(position) != wanted:
                self.figures.lost.append(f"{position}: {wanted}, now {found.get(position)}")
        for position in found.keys() - self.standing.keys() - shown:
            self.figures.unshown += 1
            if found[position] != made.get(position):
                self.figures.damaged.append(f"{position}: {found[position]}, never decided")
        for place in places:
            known = self._states(place.position, ended_at or killed_at)
            self._look_at_typing(place.position, known, drafts.get(place.uid), place.position in found, killed_at)
        self.standing = found
        self.decisions = {}
        return len(drafts)

    def _states(self, position: int, ended_at: float) -> list[Typed]:
        return [state for state in self.typed.pop(position, []) if state.at <= ended_at]

    def _look_at_typing(self, position: int, states: list[Typed], draft: Draft | None, decided: bool, killed_at: float) -> None:
        kept = draft.text if draft is not None else MACHINE[position - 1]
        if decided:
            if draft is not None:
                self.figures.damaged.append(f"{position}: decided, and offered as a draft: {kept}")
            return
        last = max((number for number, state in enumerate(states) if state.text == kept), default=-1)
        if last < 0 and (states or draft is not None):
            self.figures.damaged.append(f"{position}: never typed: {kept}")
        if 0 <= last < len(states) - 1:
            self.figures.seconds = max(self.figures.seconds, killed_at - states[last + 1].at)
        if draft is not None:
            self.typed[position] = [Typed(0.0, kept)]


def _was_shown(decision: Decision, sights: list[tuple[float, str]]) -> bool:
    """Whether the screen moved on after the key."""
    places = (int(found[2]) for at, line in sights if at >= decision.at and (found := LINE.search(line)))
    return decision.following in places


def database_of(story: Path) -> Path:
    """Where its reviews are."""
    return story.with_suffix(".db")


def drafts_of(story: Path) -> Path:
    """Where the journals are."""
    return story.parent / "state" / "reviewer" / "drafts"


def review(story: Path, start: tuple[str, ...]) -> Terminal:
    """`reviewer review` on the story."""
    command = [sys.executable, *start, "review", str(story), "--db", str(database_of(story))]
    return Terminal(command, environment(story.parent), SIZE)


class Crash:
    """`kill -9`, another signal, or a closed window (None), at a moment that nobody knows."""

    def __init__(self, terminal: Terminal, number: int | None = signal.SIGKILL) -> None:
        self.at = 0.0
        self._terminal = terminal
        self._number = number

    def after(self, seconds: float) -> None:
        """Let it come in so many seconds, unless one is on its way."""
        if not self.at:
            self.at = time.time() + seconds
            Timer(seconds, self._kill).start()

    def _kill(self) -> None:
        if self._terminal.status is None:
            self.at = time.time()
            if self._number is None:
                self._terminal.hang_up()
            else:
                self._terminal.kill(self._number)


def edit_through_kills(
    story: Path,
    person: Person,
    kills: int,
    lifetime: tuple[float, float],
    start: tuple[str, ...] = ("-m", "reviewer"),
    *,
    number: int | None = signal.SIGKILL,
) -> Figures:
    """Edit, and be killed so many times, at random moments within so many seconds (from, to) of the first sight of the screen.

    Every other crash is aimed: it comes in the tenth of a second after a key that decides.
    """
    moments = Random(kills)
    drafts = 0
    for round_number in range(kills):
        with review(story, start) as terminal:
            _wait_for_start(terminal, drafts)
            crash = Crash(terminal, number)
            person.on_decision = lambda: None
            if round_number % 2:
                ready = time.time() + moments.uniform(*lifetime) / 2
                person.on_decision = partial(_aim, crash, moments.uniform(0, 0.1), ready)
            else:
                crash.after(moments.uniform(*lifetime))
            person.work(terminal)
            ended_at = crash.at if number == signal.SIGKILL else time.time()
        drafts = person.look_back(story, terminal.sights, crash.at, ended_at)
        person.figures.kills += 1
    with review(story, start) as terminal:
        _wait_for_start(terminal, drafts)
        terminal.press("q")
        assert terminal.wait() == 0
    assert person.look_back(story, [], time.time()) == drafts
    print(person.figures)
    return person.figures


def _aim(crash: Crash, seconds: float, ready: float) -> None:
    if time.time() >= ready:
        crash.after(seconds)


def _wait_for_start(terminal: Terminal, drafts: int) -> None:
    """Wait for the screen; what was typed before the crash is offered there."""
    terminal.wait_for(lambda text: LINE.search(text) is not None)
    if drafts:
        offer = re.compile(rf"\b{drafts} drafts? of an earlier session")
        terminal.wait_for(lambda text: offer.search(text) is not None)

"""Input that nobody would write: good bytes broken in seeded ways, and what became of each when a reader was given it.

The one rule of a reader is that it gives a value or one of our own errors, in one line, in bounded time and memory. Whatever
else happens is a finding; nothing is looked at but what comes out, so a reader of any kind can be held to the rule.
"""

from __future__ import annotations

import signal
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from reviewer.errors import ReviewerError

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds after which an input counts as one that hangs the program."""
MEMORY = 200
"""Bytes that may be needed at once for a byte of input."""
SPARE_MEMORY = 4_000_000
"""Bytes that are needed whatever the input."""
TOKENS: tuple[bytes, ...] = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff\xfe\0\0",
    b"\0",
    b"\x1b]0;x\x07",
    b"\x1a",
    b"\x7f\xc2\x9b",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\xbd",
    b"\xc0\xaf",
    b"\xf4\x90\x80\x80",
    "\u2028\u2029\x85\x0b\x0c".encode(),
    "\u202e\u2066\u200b\ufffe\ufffd\ufeff".encode(),
    "e\u0301".encode(),
    b"\r",
    b"\r\n",
    b"\n",
    b"\n\n",
    b"\t",
    b"\t\t\t",
    b'"',
    b'""',
    b'"\n"',
    b'\t"',
    b",",
    b";",
    b"sep=;\n",
    b"'",
    b"\\",
    b"\\ud83d",
    b"\\ud83d\\ude00",
    b"\\u0000",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[" * 100_000,
    b'{"a":' * 20_000,
    b"9" * 5_000,
    b"-0.0",
    b"1e400",
    b"NaN",
    b"-Infinity",
    b"9007199254740993",
    b"null",
    b"true",
    b'"mt":"x",',
    b"\nmt\tmt\n",
    b"rowid",
    b'"; drop table segment; --',
    b"correction",
    b"machine",
    b"MACHINE",
    b"reference2",
    b"kind",
    b"=1+1",
    b"x" * 140_000,
    b"\xea\xb0\x80" * 20_000,
    b"</script><!--",
    b"[/red]",
    b"<?xml version='1.0'?>",
    b"PK\x03\x04",
    b"%s%n{0}{x.__class__}",
    b". " * 500,
    b"@" * 3_000,
    b"\xc2\xa9 ",
)
"""What has broken one reader or another."""


class HangError(Exception):
    """It took longer than anybody waits."""


@dataclass
class Figures:
    """What became of the inputs."""

    inputs: int = 0
    accepted: int = 0
    refused: int = 0
    findings: list[str] = field(default_factory=list)
    """What must not be, one line an input."""

    def __str__(self) -> str:
        return f"{self.inputs:,} inputs: {self.accepted:,} accepted, {self.refused:,} refused, {len(self.findings)} findings"

    def find(self, what: str, given: bytes | str) -> None:
        """Note a finding on an input."""
        self.findings.append(f"{what}: {given if len(given) < 400 else given[:400]!r}")


def mutated(chance: Random, seeds: Sequence[bytes], tokens: Sequence[bytes] = TOKENS) -> bytes:
    """One of `seeds`, broken in one to four ways."""
    broken = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        broken = chance.choice(_WAYS)(chance, broken, chance.choice(seeds), tokens)
    return broken


def attempt(figures: Figures, given: bytes | str, read: Callable[[], T], size: int | None = None) -> T | None:
    """What `read` gives; None where it refused, or where there is a finding, which is noted."""
    figures.inputs += 1
    size = len(given) if size is None else size
    traced = tracemalloc.is_tracing()
    if traced:
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
    try:
        with at_most(PATIENCE):
            value = read()
    except ReviewerError as refusal:
        figures.refused += 1
        value = None
        if not (message := str(refusal)).strip() or message.splitlines() != [message]:
            figures.find(f"{type(refusal).__name__} is not one line: {message!r}", given)
    except Exception as escaped:  # noqa: BLE001 - whatever else comes out of it is what is looked for
        value = None
        figures.find(f"{type(escaped).__name__}: {str(escaped)[:80]}", given)
    else:
        figures.accepted += 1
    if traced and tracemalloc.get_traced_memory()[1] - before > SPARE_MEMORY + MEMORY * size:
        figures.find(f"{tracemalloc.get_traced_memory()[1] - before:,} bytes of memory for {size:,} of input", given)
    return value


def hold(figures: Figures, given: bytes | str, claim: Callable[[], None]) -> None:
    """Note a finding where `claim`, on an input that was accepted, ends in an error of any kind."""
    try:
        with at_most(PATIENCE):
            claim()
    except Exception as broken:  # noqa: BLE001 - whatever it is, the claim does not hold
        figures.find(f"{type(broken).__name__}: {str(broken)[:400]}", given)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """A `HangError` where what is within is not done after `seconds`; for the main thread of a process."""

    def rings(number: int, frame: object) -> None:
        raise HangError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, rings)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def memory_watched() -> Iterator[None]:
    """Lets `attempt` see how much memory an input needs."""
    tracemalloc.start()
    try:
        yield
    finally:
        tracemalloc.stop()


def _flipped(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    flipped = bytearray(broken)
    for _ in range(chance.randint(1, 4) if broken else 0):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _with_token(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    place = chance.choice((0, len(broken), chance.randint(0, len(broken))))
    return broken[:place] + chance.choice(tokens) + broken[place:]


def _replaced(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    start, stop = sorted(chance.randint(0, len(broken)) for _ in range(2))
    return broken[:start] + chance.choice(tokens) + broken[min(stop, start + 12) :]


def _spliced(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    return broken[: chance.randint(0, len(broken))] + other[chance.randint(0, len(other)) :]


def _truncated(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    return broken[: chance.randint(0, len(broken))]


def _shuffled(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    """Lines doubled, taken out and put elsewhere."""
    lines = broken.splitlines(keepends=True)
    for _ in range(chance.randint(1, 3) if lines else 0):
        line = chance.choice(lines)
        if chance.random() < 0.4:
            lines.remove(line)
        if chance.random() < 0.7 or not lines:
            lines.insert(chance.randint(0, len(lines)), line)
    return b"".join(lines)


def _recoded(chance: Random, broken: bytes, other: bytes, tokens: Sequence[bytes]) -> bytes:
    codec = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp949", "shift_jis", "utf-8-sig", "utf-7"))
    return broken.decode("utf-8", "replace").encode(codec, "replace")


_WAYS = (_flipped, _with_token, _with_token, _with_token, _replaced, _replaced, _spliced, _truncated, _shuffled, _recoded)

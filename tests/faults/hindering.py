"""Disks that fail, and what an operation makes of it: reported or truly done, and possible again once the disk is well."""

from __future__ import annotations

import resource
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

from reviewer.errors import ReviewerError
from tests.faults.operations import Grounds, Operation, Promise
from tests.faults.shim import Call, Watcher, watch

CODES = {
    "open": sqlite3.SQLITE_CANTOPEN,
    "read": sqlite3.SQLITE_IOERR_READ,
    "write": sqlite3.SQLITE_IOERR_WRITE,
    "truncate": sqlite3.SQLITE_IOERR_TRUNCATE,
    "sync": sqlite3.SQLITE_IOERR_FSYNC,
    "delete": sqlite3.SQLITE_IOERR_DELETE,
}
WELL = Watcher()


class Hindrance(Watcher):
    """A context within which the system fails us."""

    def __init__(self) -> None:
        self.has_failed = False

    def __enter__(self) -> Self:
        watch(self)
        return self

    def __exit__(self, *_: object) -> None:
        watch(WELL)


class Counting(Watcher):
    """Counts calls by kind, and the bytes that are written."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.bytes = 0

    def before(self, call: Call) -> int:
        """Counts it."""
        self.calls[call.kind] += 1
        self.bytes += len(call.data)
        return 0


@dataclass(frozen=True, slots=True)
class Fault:
    """The `nth` call of a kind (`any` for all kinds, `full` for a write that finds no room) fails, alone or with all after it."""

    kind: str
    nth: int
    is_lasting: bool


class Failing(Hindrance):
    """Lets a fault happen."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self._fault = fault
        self._count = 0

    def before(self, call: Call) -> int:
        """Fails it if its turn has come."""
        fault = self._fault
        if fault.kind not in ("any", call.kind) and (fault.kind, call.kind) != ("full", "write"):
            return 0
        self._count += 1
        if self._count == fault.nth or (fault.is_lasting and self._count > fault.nth):
            self.has_failed = True
            return sqlite3.SQLITE_FULL if fault.kind == "full" else CODES[call.kind]
        return 0


class Filling(Hindrance):
    """A disk with room for so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def before(self, call: Call) -> int:
        """Fails a write for which there is no room any more."""
        if call.kind != "write":
            return 0
        self._room -= len(call.data)
        self.has_failed |= self._room < 0
        return sqlite3.SQLITE_FULL if self._room < 0 else 0


class Limiting(Hindrance):
    """A limit of the kernel's on the size of files, or on the memory of this process beyond what it has."""

    def __init__(self, limit: int, *, of_memory: bool = False) -> None:
        super().__init__()
        self._of_memory = of_memory
        self._limit = limit
        self._kind = resource.RLIMIT_AS if of_memory else resource.RLIMIT_FSIZE
        self._before = resource.getrlimit(self._kind)
        self._eaten: list[bytearray] = []

    def __enter__(self) -> Self:
        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if self._of_memory else 0
        if self._of_memory:
            # What the process has and does not use would be given out without asking the kernel.
            resource.setrlimit(self._kind, (size, self._before[1]))
            with suppress(MemoryError):
                while True:
                    self._eaten.append(bytearray(1 << 16))
        resource.setrlimit(self._kind, (size + self._limit, self._before[1]))
        return self

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(self._kind, self._before)
        self._eaten.clear()


@dataclass(frozen=True, slots=True)
class Trial:
    """How an operation ended on a failing disk."""

    has_failed: bool
    """Whether the disk did fail."""
    answer: str
    """What the operation said; empty when it said that it was done."""
    wrong: tuple[str, ...]
    """What must not be: losses, a false answer, a retry that fails."""


def counted(grounds: Grounds) -> Counting:
    """What an operation asks for when nothing is in its way, and it is not the first of its process."""
    for _ in range(2):
        watch(WELL)
        operation = grounds.operation(grounds.fresh())
        counting = Counting()
        watch(counting)
        operation.run()
        watch(WELL)
        operation.close()
    return counting


def every_fault(calls: Counter[str]) -> list[Fault]:
    """Each call fails once, alone and with all after it."""
    counts = {**calls, "full": calls["write"], "any": calls.total()}
    # All that fail alone fail under their own kind.
    return [
        Fault(kind, nth + 1, is_lasting)
        for kind, count in counts.items()
        for nth in range(count)
        for is_lasting in ((True,) if kind == "any" else (False, True))
    ]


def tried(grounds: Grounds, hindrance: Hindrance) -> Trial:
    """Lets the operation run while the system fails, and then again when it is well."""
    watch(WELL)
    operation = grounds.operation(folder := grounds.fresh())
    with hindrance:
        promise, answer, wrong = _run(operation)
    wrong += grounds.losses(folder, promise or {})
    if promise is None:
        promise, again, more = _run(operation)
        wrong += [*more, *([f"fails again when all is well: {again}"] if again else [])]
        wrong += grounds.losses(folder, promise or {})
    operation.close()
    return Trial(hindrance.has_failed or bool(answer), answer, tuple(wrong))


def _run(operation: Operation) -> tuple[Promise | None, str, list[str]]:
    """What it promised, what it said instead, and what is wrong with that."""
    try:
        return operation.run(), "", []
    except ReviewerError as error:
        said = str(error)
        is_clear = said.startswith(f"{operation.folder}/") and "\n" not in said and "damaged" not in said
        return None, said, [] if is_clear else [f"says {said!r}"]
    except Exception as error:  # noqa: BLE001  whatever it is, it is none of ours
        return None, repr(error), [f"raises {error!r}"]


def sampled(faults: list[Fault], count: int | None, chance: Random) -> Iterator[Fault]:
    """All faults, or `count` of them."""
    yield from faults if count is None or count >= len(faults) else chance.sample(faults, count)

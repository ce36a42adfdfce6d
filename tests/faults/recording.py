"""What reached the disk and in which order, and the states that a power cut could have left.

Everything before a file's last sync is there; of what was written after it any part may be, torn at sectors of 512 bytes. Names
in the folder are ordered, as in ext4 (a beginning of what was asked, and all of it once any file is synced), or as free as POSIX
has them: any part, until the folder is synced. SQLite syncs the folder with the first sync of a journal or log that it made, and
with a durable delete. What cannot be seen: a disk that lies about its syncs, and rot.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.faults.losses import NOTHING, Held
from tests.faults.shim import JOURNALS, Call, Watcher

SECTOR = 512
IGNORED = ("-shm", ".lock")
"""Files that mean nothing after a power cut."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change: `write`, `truncate` and `sync` of a file; `create`, `rename` and `delete` of a name; a sync of the `folder`.

    Files have numbers, for a name may be another file's later. `begin` and `confirm` are no changes: what
    was there before is there, and from here on something must be in a file.
    """

    kind: str
    file: int = 0
    offset: int = 0
    data: bytes = b""
    name: str = ""
    new_name: str = ""
    held: Held = NOTHING


class Recorder(Watcher):
    """Writes down what SQLite and Python do to the files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.events: list[Event] = []
        self._folder = folder
        self._files: dict[str, int] = {}
        self._made = 0
        self._is_new = False
        self._unsynced_names: set[str] = set()
        for path in sorted(folder.iterdir()):
            if name := self._name(str(path)):
                self._create(name)
                self.events.append(Event("write", self._files[name], data=path.read_bytes()))
                self._sync(name)
        self.events += (Event("folder"), Event("begin"))
        self._follow_python()

    def confirm(self, name: str, held: Held) -> None:
        """From here on `held` must be in the file `name`."""
        self.events.append(Event("confirm", name=name, held=held))

    def before(self, call: Call) -> int:
        """Looks whether what is opened is there."""
        if call.kind == "open":
            self._is_new = not Path(call.path).exists()
        return 0

    def after(self, call: Call) -> None:
        """Writes it down."""
        name = self._name(call.path)
        if name is None:
            return
        match call.kind:
            case "open" if self._is_new:
                self._create(name)
                if call.flags & JOURNALS:
                    self._unsynced_names.add(name)
            case "write" | "truncate":
                self.events.append(Event(call.kind, self._files[name], call.offset, call.data))
            case "sync":
                self._sync(name)
            case "delete":
                self._delete(name)
                if call.flags:
                    self.events.append(Event("folder"))

    def _name(self, path: str) -> str | None:
        """The name of a file of the folder, if it is one that counts."""
        parent, name = os.path.split(path)
        return name if parent == str(self._folder) and not name.endswith(IGNORED) else None

    def _create(self, name: str) -> None:
        self._made += 1
        self._files[name] = self._made
        self.events.append(Event("create", self._made, name=name))

    def _delete(self, name: str) -> None:
        if self._files.pop(name, None):
            self.events.append(Event("delete", name=name))

    def _sync(self, name: str) -> None:
        self.events.append(Event("sync", self._files[name]))
        if name in self._unsynced_names:
            self._unsynced_names.remove(name)
            self.events.append(Event("folder"))

    def _follow_python(self) -> None:
        """Notes what our own code asks of the folder besides SQLite; it writes into no database file itself."""

        def noting(name: str, note: Callable[..., None]) -> None:
            real: Callable[..., Any] = getattr(os, name)

            def noted(*arguments: Any, **named: Any) -> Any:
                is_new = name == "open" and not Path(arguments[0]).exists()
                result = real(*arguments, **named)
                if name != "open" or is_new:
                    note(*arguments)
                return result

            setattr(os, name, noted)

        def on_open(path: Any, flags: int, *_: Any) -> None:
            if flags & os.O_CREAT and (name := self._name(os.fspath(path))):
                self._create(name)

        def on_move(old: Any, new: Any, *_: Any) -> None:
            name, new_name = self._name(os.fspath(old)), self._name(os.fspath(new))
            if name and new_name:
                self._files[new_name] = self._files.pop(name)
                self.events.append(Event("rename", self._files[new_name], name=name, new_name=new_name))

        def on_delete(path: Any, *_: Any) -> None:
            if name := self._name(os.fspath(path)):
                self._delete(name)

        def on_sync(file: int) -> None:
            path = str(Path(f"/proc/self/fd/{file}").readlink())
            if path == str(self._folder):
                self.events.append(Event("folder"))
            elif name := self._name(path):
                self._sync(name)

        for name in ("rename", "replace"):
            noting(name, on_move)
        for name in ("unlink", "remove"):
            noting(name, on_delete)
        for name in ("fsync", "fdatasync"):
            noting(name, on_sync)
        noting("open", on_open)


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    unsynced: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class State:
    """The files that a power cut left, and what had been confirmed before it."""

    cut: int
    files: Mapping[str, bytes]
    held: Mapping[str, Held]
    """What must be in which file."""

    def write(self, folder: Path) -> None:
        """Makes `folder` what it was after the power came back."""
        for old in folder.iterdir():
            old.unlink()
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


class Disk:
    """A disk that events happen to, and whose power can be cut at any time."""

    def __init__(self, *, is_ordered: bool) -> None:
        self._is_ordered = is_ordered
        self._files: dict[int, _File] = {}
        self._names: dict[str, int] = {}
        self._unsynced_names: list[Event] = []
        self._held: dict[str, Held] = {}

    def apply(self, event: Event) -> None:
        """Lets it happen."""
        match event.kind:
            case "confirm":
                self._held[event.name] = self._held.get(event.name, NOTHING) | event.held
            case "write" | "truncate":
                self._files[event.file].unsynced.append(event)
            case "sync":
                file = self._files[event.file]
                for each in file.unsynced:
                    _write(file.synced, each)
                file.unsynced.clear()
                if self._is_ordered:
                    self._sync_names()
            case "folder":
                self._sync_names()
            case "create" | "rename" | "delete":
                if event.kind == "create":
                    self._files[event.file] = _File()
                self._unsynced_names.append(event)

    def cut(self, at: int, chance: Random) -> State:
        """One of the states that are possible now."""
        names = dict(self._names)
        if self._is_ordered:
            kept = self._unsynced_names[: chance.randint(0, len(self._unsynced_names))]
        else:
            kept = _some(self._unsynced_names, chance)
        for event in kept:
            _rename(names, event)
        return State(at, {name: self._content(self._files[file], chance) for name, file in names.items()}, dict(self._held))

    def _sync_names(self) -> None:
        for event in self._unsynced_names:
            _rename(self._names, event)
        self._unsynced_names.clear()

    def _content(self, file: _File, chance: Random) -> bytes:
        content = bytearray(file.synced)
        for event in _some(file.unsynced, chance):
            _write(content, event)
            if event.kind == "write" and len(event.data) > SECTOR and chance.random() < 0.1:
                _tear(content, event, file.synced, chance)
        return bytes(content)


def _some(events: list[Event], chance: Random) -> list[Event]:
    """Any part of `events`, often all or nearly all of them, in their order."""
    share = chance.choice((0.0, 0.2, 0.5, 0.9, 1.0, 1.0))
    return [event for event in events if chance.random() < share]


def _write(content: bytearray, event: Event) -> None:
    if event.kind == "truncate":
        del content[event.offset :]
    content.extend(bytes(max(event.offset - len(content), 0)))
    content[event.offset : event.offset + len(event.data)] = event.data


def _tear(content: bytearray, event: Event, before: bytearray, chance: Random) -> None:
    """Takes single sectors of a write back."""
    for start in range(event.offset, event.offset + len(event.data), SECTOR):
        if chance.random() < 0.5:
            end = min(start + SECTOR, event.offset + len(event.data))
            content[start:end] = bytes(before[start:end]).ljust(end - start, b"\0")


def _rename(names: dict[str, int], event: Event) -> None:
    if event.kind == "create":
        names[event.name] = event.file
    elif event.kind == "rename":
        names[event.new_name] = event.file
        if names.get(event.name) == event.file:
            del names[event.name]
    else:
        names.pop(event.name, None)


def states(events: list[Event], count: int, chance: Random) -> Iterator[State]:
    """`count` states after cuts at any time, in the order of their times; with ordered and with free names in turn."""
    begin = next(number for number, event in enumerate(events) if event.kind == "begin")
    cuts = sorted(chance.randint(begin, len(events)) for _ in range(count))
    disks = (Disk(is_ordered=True), Disk(is_ordered=False))
    done = 0
    for number, cut in enumerate(cuts):
        for event in events[done:cut]:
            for disk in disks:
                disk.apply(event)
        done = cut
        yield disks[number % 2].cut(cut, chance)

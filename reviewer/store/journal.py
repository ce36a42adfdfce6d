"""Drafts: what was typed and not confirmed, kept outside of the database.

They are needed exactly when the database is full, locked or gone, so each running session has a small file of its own in the
user's state folder: JSON lines, each with a checksum, appended and synced. The lock on the file says whether its session
lives; a process id would say it of the wrong process one day. What a dead session left is taken over into the file of a
living one before the old file goes, and nothing is ever made a review by itself. A copy of a database has the same name inside;
drafts are offered in the file in which they were typed, and in a copy only when that file is gone.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from reviewer.core.review import timestamp
from reviewer.store.file_system import remove_leftovers
from reviewer.store.lock import release, take

_SUFFIX = ".jsonl"
_DAMAGED = ".damaged"
_UNFINISHED = re.compile(r"session-\w+\.new")
_LONGEST = 1024 * 1024
"""Bytes after which a journal is written anew with only what still counts."""
_LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of a line; a longer one is neither written nor read, so that no file can fill the memory."""
_NO_TRAP = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody was typing: enough to go on with it, and to save it as the review that it would have become."""

    review_id: str
    covers: tuple[str, ...]
    """The uids of the segments, in order."""
    parents: tuple[str, ...]
    """The ids of the reviews that stood there when the draft began."""
    text: str
    caret: int
    note: str
    editor: str
    at: str
    article: int


_KINDS = {field.name: {"int": int, "str": str}.get(str(field.type), list) for field in fields(Draft)}
"""What JSON makes of each part of a draft."""


class Journal:
    """The drafts of one running session.

    Never raises: where the folder cannot be written, `problem` says so in words and everything else goes on.
    """

    def __init__(self, folder: Path, *, database: str, path: Path | str, editor: str, clock: Callable[[], datetime]) -> None:
        self.problem = ""
        """Why drafts are not kept; empty while they are."""
        self._folder = folder / database
        self._header = {"database": database, "path": str(path), "editor": editor, "at": timestamp(clock())}
        self._drafts: dict[str, Draft] = {}
        self._file: IO[bytes] | None = None
        self._path: Path | None = None
        self._torn = False
        self._closed = False
        self._append(())

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What this journal holds, the oldest first."""
        return tuple(self._drafts.values())

    def keep(self, draft: Draft) -> None:
        """Keeps `draft`, in place of an earlier one for the same review; on disk at return, unless there is a `problem`."""
        before = self._drafts.get(draft.review_id)
        if before is not None and replace(before, at=draft.at) == draft and not self.problem:
            return
        self._drafts[draft.review_id] = draft
        self._append(({"keep": asdict(draft)},))

    def drop(self, review_id: str) -> None:
        """Forgets the draft of a review that was saved or given up."""
        if self._drafts.pop(review_id, None) is not None:
            self._append(({"drop": review_id},))

    def adopt(self) -> list[Draft]:
        """Takes over what dead sessions of this editor left in this file, or in a copy of it that is gone, the oldest first.

        The drafts are in this journal and on disk before the old files go; of two sessions that start at once one gets them.
        The caller drops those whose review was saved after all. A file with anything in it that was not understood is put aside.
        """
        remove_leftovers(self._folder, _UNFINISHED)
        adopted: list[Draft] = []
        for path, left in _dead(self._folder):
            if left.editor in ("", self._header["editor"]) and left.is_for(self._header["path"]) and not self.problem:
                self._drafts.update((draft.review_id, draft) for draft in left.drafts)
                self._append({"keep": asdict(draft)} for draft in left.drafts)
                if not self.problem:
                    adopted += left.drafts
                    with suppress(OSError):
                        path.unlink() if left.is_whole else path.rename(path.with_suffix(_DAMAGED))
        return sorted(adopted, key=lambda draft: draft.at)

    @staticmethod
    def recover(folder: Path, database: str, path: Path | None = None) -> list[Draft]:
        """What dead sessions of any editor left, the oldest first; only looks, and leaves their files for `adopt`.

        Args:
            folder: where all drafts are kept.
            database: the name inside the database.
            path: only what is offered in the database at this path; None for what was typed in any copy.
        """
        dead = (left for _, left in _dead(folder / database))
        found = (draft for left in dead if path is None or left.is_for(str(path)) for draft in left.drafts)
        return sorted(found, key=lambda draft: draft.at)

    def close(self) -> None:
        """Ends the session. Drafts that are left stay on disk for the next one; without any the file goes."""
        if not self._closed and not self._drafts and self._path is not None:
            with suppress(OSError):
                self._path.unlink()
        self._closed = True
        self._let_go()

    def _append(self, entries: Iterable[dict[str, Any]]) -> None:
        if self._closed:
            return
        try:
            lines = b"".join(_line(entry) for entry in entries)
            if self._file is None or self._torn:
                self._start_anew()
                return
            self._torn = True
            self._file.write(lines)
            self._file.flush()
            _sync(self._file)
            self._torn = False
            if self._file.tell() > _LONGEST + 2 * self._weight():
                self._start_anew()
            self.problem = ""
        except (OSError, MemoryError) as error:
            self._failed(error)

    def _start_anew(self) -> None:
        """Writes a whole journal beside the present one, locked from the first, and lets it take its place."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder.chmod(0o700)
        descriptor, name = tempfile.mkstemp(prefix="session-", suffix=".new", dir=self._folder)
        file = os.fdopen(descriptor, "w+b")
        try:
            take(file)
            file.write(_line({"journal": self._header}))
            file.writelines(_line({"keep": asdict(draft)}) for draft in self._drafts.values())
            file.flush()
            _sync(file)
            path = self._path or Path(name).with_suffix(_SUFFIX)
            Path(name).replace(path)
        except BaseException:
            for give_up in (file.close, Path(name).unlink):
                with suppress(OSError):
                    give_up()
            raise
        self._let_go()
        self._file, self._path, self._torn, self.problem = file, path, False, ""

    def _let_go(self) -> None:
        """Closes the file. What it still has in its buffer after a full disk cannot be written, and counts no more."""
        if self._file is not None:
            release(self._file)
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _weight(self) -> int:
        return sum(4 * len(draft.text) for draft in self._drafts.values())

    def _failed(self, error: OSError | MemoryError) -> None:
        reason = getattr(error, "strerror", None) or str(error) or "there is not enough memory"
        self.problem = f"drafts are not kept: {self._folder}: {reason}"


def _line(entry: dict[str, Any]) -> bytes:
    body = json.dumps(entry, separators=(",", ":"))
    line = f'{{"crc":"{zlib.crc32(body.encode()):08x}","entry":{body}}}\n'.encode()
    if len(line) > _LONGEST_LINE:
        raise OSError(errno.EFBIG, "a text is too long for it")
    return line


@dataclass(slots=True)
class _Left:
    """What a journal holds."""

    drafts: list[Draft]
    editor: str = ""
    """Who typed; empty where the beginning is damaged, as is the next."""
    path: str = ""
    """In which database."""
    is_whole: bool = True
    """Whether nothing but a torn last line was passed over."""

    def is_for(self, path: str) -> bool:
        """Whether it is to be offered in the database at `path`."""
        return path == self.path or not os.path.exists(self.path)  # noqa: PTH110  it never raises


def _read(file: IO[bytes]) -> _Left:
    drafts: dict[str, Draft] = {}
    left = _Left([])
    for line in _lines(file):
        match _entry(line):
            case {"journal": {"editor": str(editor), "path": str(path)}}:
                left.editor, left.path = editor, path
            case {"keep": dict(found)} if (draft := _draft(found)) is not None:
                drafts[draft.review_id] = draft
            case {"drop": str(review_id)}:
                drafts.pop(review_id, None)
            case _:
                left.is_whole = False
    left.drafts = list(drafts.values())
    return left


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a journal from its beginning, without a torn last one; of one that is too long only a piece."""
    file.seek(0)
    is_beginning = True
    while line := file.readline(_LONGEST_LINE):
        is_whole = line.endswith(b"\n")
        if is_beginning and (is_whole or len(line) == _LONGEST_LINE):
            yield line
        is_beginning = is_whole


def _draft(found: dict[str, Any]) -> Draft | None:
    """The draft that an entry tells of; None where it is not what we would have written."""
    if found.keys() != _KINDS.keys() or not all(type(found[name]) is kind for name, kind in _KINDS.items()):
        return None
    covers, parents = found["covers"], found["parents"]
    if not covers or not all(isinstance(uid, str) for uid in (*covers, *parents)) or found["caret"] < 0:
        return None
    if any("\ud800" <= character <= "\udfff" for character in found["text"] + found["note"]):
        return None  # no database takes half a character
    return Draft(**found | {"covers": tuple(covers), "parents": tuple(parents)})


def _entry(line: bytes) -> object:
    prefix = b'{"crc":"'
    body = line[len(prefix) + 8 + len(b'","entry":') : -2]
    if not line.startswith(prefix) or not line.endswith(b"}\n") or line[8:16] != b"%08x" % zlib.crc32(body):
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _dead(folder: Path) -> Iterator[tuple[Path, _Left]]:
    """What the sessions left that are over; each of their files is locked by us until the next one is asked for."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == _SUFFIX)
    except OSError:
        return
    for path in paths:
        with ExitStack() as stack:
            try:
                left = _read(stack.enter_context(_taken(path)))
            except OSError:
                continue
            yield path, left


@contextmanager
def _taken(path: Path) -> Iterator[IO[bytes]]:
    """The journal at `path`, locked: our own file, and no link, pipe or file of somebody else that was put there.

    Raises:
        OSError: it is none, or its session lives, or somebody else has just taken it over.
    """
    with os.fdopen(os.open(path, os.O_RDWR | _NO_TRAP), "r+b") as file:
        found = os.fstat(file.fileno())
        is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid()
        if not is_ours or not take(file) or not os.path.samestat(path.stat(), found):
            raise OSError(errno.EPERM, "it is not our own file")
        try:
            yield file
        finally:
            release(file)


def _sync(file: IO[bytes]) -> None:
    getattr(os, "fdatasync", os.fsync)(file.fileno())

"""A defect in our own code: one line for a person, and a log for whoever mends it.

Neither holds a word of any text: an exception's message, its arguments and the variables around it may be somebody's article, so
only types, places and versions are told.
"""

from __future__ import annotations

import os
import platform
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath

_LONGEST_LOG = 1024 * 1024
"""Bytes from which on the log begins anew."""
_FRAMES = 40
"""Frames told at either end of a longer traceback."""
_CAUSES = 10
"""Exceptions of one chain that are told."""


def line(error: BaseException, where: str) -> str:
    """What a person is told of `error`, after `where` said what became of its log."""
    places = _places(error)
    ours = [place for place in places if place.startswith("reviewer/")] or places or ["an unknown place:"]
    place = ours[-1].rpartition(":")[0]
    what = "there is not enough memory for this" if isinstance(error, MemoryError) else f"a defect: {_name(error)} in {place}"
    return f"{what}; what was confirmed is saved, what you typed is kept; {where}"


def log(error: BaseException, folder: Path, command: str = "") -> str:
    """Write down where `error` came from, in `folder`; where that is to be found, or why it is not."""
    path = folder / "defects.log"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(_opened(path), "ab") as file:
            if os.fstat(file.fileno()).st_size > _LONGEST_LOG:
                file.truncate(0)
            file.write("".join(f"{each}\n" for each in _report(error, command)).encode("utf-8", "replace"))
    except OSError as failed:
        return f"its details could not be written to {path}: {failed.strerror or failed}"
    return f"details, without any text of yours, are in {path}"


def watch(folder: Callable[[], Path]) -> None:
    """Log what goes wrong where nobody waits for it, in a thread or while something is thrown away, and print none of it."""
    threading.excepthook = lambda crash: _note(crash.exc_value, folder)
    sys.unraisablehook = lambda crash: _note(crash.exc_value, folder)


def _note(error: BaseException | None, folder: Callable[[], Path]) -> None:
    if error is not None and not isinstance(error, SystemExit):
        log(error, folder())


def _opened(path: Path) -> int:
    """The log, open at its end: our own file, and no link or pipe that somebody put there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o600)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("it is no regular file")
    return handle


def _report(error: BaseException, command: str) -> Iterator[str]:
    yield f"{datetime.now(UTC).isoformat(timespec='seconds')} reviewer {_version('mt-reviewer')} {command}".rstrip()
    yield f"Python {platform.python_version()}, {platform.system()}, Textual {_version('textual')}"
    for each in _chain(error):
        places = _places(each)
        if len(places) > 2 * _FRAMES:
            places = [*places[:_FRAMES], f"… {len(places) - 2 * _FRAMES} more …", *places[-_FRAMES:]]
        yield from (f"  {place}" for place in places)
        yield _name(each)
    yield ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """`error` and what it came from, the last first."""
    following: BaseException | None = error
    for _ in range(_CAUSES):
        if following is None:
            return
        yield following
        if isinstance(following, BaseExceptionGroup):
            yield from following.exceptions[:_CAUSES]
        following = following.__cause__ or following.__context__


def _places(error: BaseException) -> list[str]:
    """The frames of `error` as `file:line:function`, the innermost last."""
    return [
        f"{_from_package(frame.f_code.co_filename)}:{number}:{frame.f_code.co_name}"
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]


def _from_package(name: str) -> str:
    """A file's path from its package on: what is above it names a user's folders."""
    parts = PurePath(name).parts
    for top in ("site-packages", "reviewer"):
        if top in parts:
            last = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[last + (top == "site-packages") :])
    return "/".join(parts[-2:])


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__name__}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"

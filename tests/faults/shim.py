"""What SQLite asks of the operating system, seen and hindered from inside the process that asks.

The default VFS of the very library that `sqlite3` uses is replaced by a copy that asks a `Watcher` first, so the code under test
runs unchanged and needs neither root nor a compiler. It stays until the process ends: only child processes call `watch`.
"""

from __future__ import annotations

import ctypes
import os
import sqlite3
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

JOURNALS = 0x800 | 0x4000 | 0x80000
"""Flags of xOpen for the files with whose first sync SQLite makes their name durable too: two kinds of journal, and the log."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `open`, `read`, `write`, `truncate`, `sync` or `delete`."""

    kind: str
    path: str
    offset: int = 0
    """Where it reads or writes; the new size where it truncates."""
    data: bytes = b""
    """What it writes."""
    flags: int = 0
    """Of `open`, SQLite's; of `delete`, whether the folder is synced."""


class Watcher:
    """Lets everything pass; the base of those that do not."""

    def before(self, call: Call) -> int:
        """A result code that SQLite gets instead of the call; 0 lets it pass."""
        return 0

    def after(self, call: Call) -> None:
        """Told of a call that has been done."""


class _Vfs(Structure):
    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", c_void_p),
        ("xDelete", c_void_p),
        ("rest", c_void_p * 14),
    ]


class _Methods(Structure):
    _fields_ = [
        ("iVersion", c_int),
        ("xClose", c_void_p),
        ("xRead", c_void_p),
        ("xWrite", c_void_p),
        ("xTruncate", c_void_p),
        ("xSync", c_void_p),
        ("rest", c_void_p * 13),
    ]


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_TRANSFER = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


@cache
def _library() -> Any:
    import _sqlite3

    # Symbols are looked up in what the module was linked with too, so this finds the library wherever it is.
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    library.sqlite3_vfs_find.argtypes = [c_char_p]
    library.sqlite3_vfs_register.argtypes = [POINTER(_Vfs), c_int]
    library.sqlite3_libversion.restype = c_char_p
    return library


def is_possible() -> bool:
    """Whether the library that `sqlite3` uses can be reached here."""
    try:
        return sys.platform == "linux" and _library().sqlite3_libversion().decode() == sqlite3.sqlite_version
    except (ImportError, AttributeError, OSError):
        return False


needs_shim = pytest.mark.skipif(
    not is_possible(), reason="the SQLite library of this Python cannot be reached by ctypes on Linux"
)


class _Shim:
    """The copy of the VFS; it must outlive every connection."""

    def __init__(self) -> None:
        self.watcher = Watcher()
        self._paths: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        self._kept: list[object] = []
        self._real = _library().sqlite3_vfs_find(None)
        self._vfs = _Vfs.from_buffer_copy(self._real.contents)
        self._name = b"watched"
        self._vfs.zName = self._name
        self._vfs.xOpen = self._pointer(_OPEN, self._open)
        self._vfs.xDelete = self._pointer(_DELETE, self._delete)
        if _library().sqlite3_vfs_register(ctypes.byref(self._vfs), 1):
            raise RuntimeError("SQLite does not take the VFS")

    def _pointer(self, kind: Any, function: Any) -> int | None:
        callback = kind(function)
        self._kept.append(callback)
        return ctypes.cast(callback, c_void_p).value

    def _asked(self, call: Call, real: Any, *arguments: Any) -> int:
        code = self.watcher.before(call)
        if code:
            return code
        code = real(*arguments)
        if not code:
            self.watcher.after(call)
        return int(code)

    def _open(self, _: int, name: int, file: int, flags: int, outcome: int) -> int:
        path = os.fsdecode(ctypes.string_at(name)) if name else ""
        real = _OPEN(self._real.contents.xOpen)
        code = self._asked(
            Call("open", path, flags=flags), real, ctypes.addressof(self._real.contents), name, file, flags, outcome
        )
        methods = ctypes.cast(file, POINTER(c_void_p))
        if not code and methods[0]:
            self._paths[file] = path
            methods[0] = ctypes.addressof(self._hindered(methods[0]))
        elif code:
            # SQLite closes a file that has methods even when it could not be opened.
            methods[0] = None
        return code

    def _delete(self, _: int, name: int, is_durable: int) -> int:
        call = Call("delete", os.fsdecode(ctypes.string_at(name)), flags=is_durable)
        real = _DELETE(self._real.contents.xDelete)
        return self._asked(call, real, ctypes.addressof(self._real.contents), name, is_durable)

    def _hindered(self, address: int) -> _Methods:
        if address not in self._methods:
            methods = _Methods.from_address(address)
            copy = _Methods.from_buffer_copy(methods)
            read, write = _TRANSFER(methods.xRead), _TRANSFER(methods.xWrite)
            truncate, sync = _TRUNCATE(methods.xTruncate), _SYNC(methods.xSync)

            def on_read(file: int, into: int, size: int, offset: int) -> int:
                return self._asked(Call("read", self._paths[file], offset), read, file, into, size, offset)

            def on_write(file: int, data: int, size: int, offset: int) -> int:
                call = Call("write", self._paths[file], offset, ctypes.string_at(data, size))
                return self._asked(call, write, file, data, size, offset)

            def on_truncate(file: int, size: int) -> int:
                return self._asked(Call("truncate", self._paths[file], size), truncate, file, size)

            def on_sync(file: int, flags: int) -> int:
                return self._asked(Call("sync", self._paths[file]), sync, file, flags)

            copy.xRead, copy.xWrite = self._pointer(_TRANSFER, on_read), self._pointer(_TRANSFER, on_write)
            copy.xTruncate, copy.xSync = self._pointer(_TRUNCATE, on_truncate), self._pointer(_SYNC, on_sync)
            self._methods[address] = copy
        return self._methods[address]


@cache
def _shim() -> _Shim:
    return _Shim()


def watch(watcher: Watcher) -> None:
    """From now on `watcher` is asked; for child processes only."""
    _shim().watcher = watcher

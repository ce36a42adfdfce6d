"""`reviewer.read` and `reviewer.open`: the two ways in for Python."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from reviewer import formats
from reviewer.core.article import Document
from reviewer.formats import ReadOptions
from reviewer.store import Store


def read(path: str | PathLike[str], options: ReadOptions | None = None) -> Document:
    """The articles in the file at `path`, understood as `reviewer import` understands it; nothing is stored.

    Raises:
        InputError: when the file cannot be taken.
    """
    return formats.read(str(path), formats.load(Path(path)), options or ReadOptions())


def open(path: str | PathLike[str], *, readonly: bool = True) -> Store:  # noqa: A001 - reviewer.open() is its name
    """The review database at `path`, which must exist.

    Raises:
        StoreError: when it cannot be opened.
    """
    return Store.open(Path(path), create=False, readonly=readonly)

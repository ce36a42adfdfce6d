"""Which article is meant: what a person writes for one, and how a file's path is kept so that it is found again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from reviewer.store import Store


def stored_path(path: Path) -> str:
    """The absolute path of `path` as the database keeps it: a byte that is no UTF-8 is written out, in hexadecimal."""
    return os.fsencode(os.path.abspath(path)).decode("utf-8", "backslashreplace")  # noqa: PTH100  links are not followed


def find_articles(store: Store, names: Sequence[str]) -> list[int]:
    """The articles that `names` name, by number, path or title; each once.

    Raises:
        UnknownNameError: one of them names none.
        StoreError: one of them fits several.
    """
    numbers: dict[int, None] = {}
    for name in names:
        numbers.update(dict.fromkeys(store.find_articles(_as_stored(name))))
    return list(numbers)


def _as_stored(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        return stored_path(Path(name))
    return name

"""What commands print: data on standard output, talk on standard error, and nothing of a text that a terminal would obey.

Through a pipe data goes out as it is, in UTF-8. On a terminal every control character in it is shown by its stand-in.
"""

from __future__ import annotations

import codecs
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from reviewer.core.visible import visible

_LAYOUT = re.compile(r"(\r?\n|\t)")
LONG_IMPORT = 5_000
"""Segments from which on an import takes long enough to show how far it is."""


def to_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def terminal_width() -> int:
    """Cells in a line of the terminal."""
    return shutil.get_terminal_size().columns


def write(text: str) -> None:
    """Write `text`, which is ours or was made visible, to standard output; a character that it has no place for becomes `?`."""
    stdout = sys.stdout
    stdout.buffer.write(text.encode(stdout.encoding if to_terminal() else "utf-8", "replace"))
    stdout.buffer.flush()


def write_data(data: bytes) -> None:
    """Write a file to standard output: as it is, or on a terminal so that it can be looked at."""
    if not to_terminal():
        sys.stdout.buffer.write(data)
        return
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    write(laid_out(text) + ("" if text.endswith("\n") else "\n"))


def laid_out(text: str) -> str:
    """`text` made visible, but for its line ends and tabs."""
    parts = _LAYOUT.split(text)
    return "".join(visible(part) if index % 2 == 0 else part.removeprefix("\r") for index, part in enumerate(parts))


def cut(text: str, width: int) -> str:
    """The beginning of visible `text` that fits into `width` cells, with `…` where something is left out."""
    cells = 0
    end = 0
    for index, character in enumerate(text):
        cells += cell_width(character)
        if cells > width:
            return f"{text[:end]}…"
        if cells < width:
            end = index + 1
    return text


def cell_width(character: str) -> int:
    """How many cells of a terminal `character` takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """What is to be told how far a long job is, `(done, total)`; None where nobody watches. It is drawn on standard error."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and total >= LONG_IMPORT:
            bar = click.progressbar(length=total, label=visible(label, 40), file=sys.stderr)
            bar.__enter__()
        if bar is not None:
            bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)

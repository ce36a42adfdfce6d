"""What commands print: data on standard output, talk on standard error, and nothing of a text that a terminal would obey.

Through a pipe data goes out as it is, in UTF-8. On a terminal every control character in it is shown by its stand-in.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import click

from reviewer.core.spreadsheet import harmless
from reviewer.core.visible import visible
from reviewer.errors import OutputError

_LAYOUT = re.compile(r"(\r?\n|\t)")
LONG_JOB = 5_000
"""Segments from which on an import takes long enough to show how far it is."""


class NobodyReadsError(Exception):
    """Whoever read standard output has gone. Not a `BrokenPipeError`, of which click makes status 1."""


def to_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """Cells in a line of the terminal."""
    return shutil.get_terminal_size().columns


def write(text: str) -> None:
    """Write `text`, which is ours or was made visible, to standard output; a character that it has no place for becomes `?`."""
    _put(text.encode(sys.stdout.encoding if to_terminal() else "utf-8", "replace"))


def write_data(data: bytes) -> None:
    """Write a file to standard output: as it is, or on a terminal so that it can be looked at."""
    if not to_terminal():
        _put(data)
        return
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    write(laid_out(text) + ("" if text.endswith("\n") else "\n"))


def _put(data: bytes) -> None:
    if sys.stdout is None:
        raise OutputError("standard output is closed: there is nowhere to print to; redirect it to a file or a pipe")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise NobodyReadsError from None
    except OSError as failure:
        raise OutputError(f"standard output: {failure.strerror or failure}") from failure


def say(line: str) -> None:
    """One line of talk on standard error."""
    click.echo(f"reviewer: {visible(line, 500)}", err=True)


def talk(notices: Sequence[str], warnings: Sequence[str]) -> None:
    """What a person should know about the input, on standard error: first what is wrong with it."""
    for line in warnings:
        say(f"warning: {line}")
    for line in notices:
        say(f"note: {line}")


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A table for spreadsheets: a cell that would be a formula there gets a ' in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    show = laid_out if to_terminal() else str
    for cells in chain([header], rows):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
        yield show(buffer.getvalue())
        buffer.seek(0)
        buffer.truncate()


def json_document(head: dict[str, Any], name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A document of one long list, item by item; what a terminal would obey is escaped there."""
    for_terminal = to_terminal()
    yield f"{json.dumps(head)[:-1]}, {json.dumps(name)}: ["
    between = "\n"
    for item in items:
        yield between + json.dumps(item, ensure_ascii=for_terminal)
        between = ",\n"
    yield "\n]}\n"


def laid_out(text: str) -> str:
    """`text` made visible, but for its line ends and tabs."""
    parts = _LAYOUT.split(text)
    return "".join(visible(part) if index % 2 == 0 else part.removeprefix("\r") for index, part in enumerate(parts))


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """What is to be told how far a long job is, `(done, total)`; None where nobody watches. It is drawn on standard error."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    bar = None

    def tell(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and total >= LONG_JOB:
            bar = click.progressbar(length=total, label=visible(label, 40), file=sys.stderr)
            bar.__enter__()
        if bar is not None:
            bar.update(done - bar.pos)

    try:
        yield tell
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)

"""Columns of text on a terminal: wrapping, padding, and tables that fit a width.

Everything here takes text that was made visible (`reviewer.core.visible`); a line end in a cell is a line end that we put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reviewer.core.width import cell_width, text_width

_GAP = "  "
_WORDY = 16
"""Cells of a column of texts, at least, where there are texts so long."""
_NUMBER = 26
"""Cells of a column of numbers, at most: what is longer there is words."""
_WORDS = re.compile(r" *[^ ]+")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one width, beside others."""

    lines: Sequence[str]
    width: int
    to_the_right: bool = False


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, at spaces where there are some; at least one line."""
    width = max(width, 2)
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in _WORDS.findall(part):
            if text_width(line + word) <= width:
                line += word
                continue
            if text_width(word.strip()) <= width:
                lines.append(line)
                line = word.lstrip()
                continue
            *full, line = _broken(line + word, width)
            lines += full
        lines.append(line)
    return [line.rstrip() for line in lines]


def _broken(text: str, width: int) -> list[str]:
    """`text` in pieces of at most `width` cells, wherever that is; no mark of a letter is parted from it."""
    pieces: list[str] = []
    begin = cells = 0
    for index, character in enumerate(text):
        cells += cell_width(character)
        if cells > width:
            pieces.append(text[begin:index])
            begin, cells = index, cell_width(character)
    return [*pieces, text[begin:]]


def padded(text: str, width: int, *, to_the_right: bool = False) -> str:
    """`text` filled with spaces."""
    filling = " " * (width - text_width(text))
    return filling + text if to_the_right else text + filling


def beside(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of blocks beside each other."""
    for index in range(max(len(block.lines) for block in blocks)):
        cells = (
            padded(block.lines[index] if index < len(block.lines) else "", block.width, to_the_right=block.to_the_right)
            for block in blocks
        )
        yield _GAP.join(cells).rstrip()


def tables(labels: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """A table in lines of at most `width` cells: in parts, each with the first column, where it needs more.

    Args:
        labels: of the columns.
        numeric: which of them have numbers.
        rows: cells, in which a line end begins a new line.
        width: cells of a line.
    """
    least = [_least(numeric[index], label, [row[index] for row in rows]) for index, label in enumerate(labels)]
    parts = _parts(least, [] if numeric[0] else [0], width)
    for number, part in enumerate(parts):
        if number:
            yield ""
        shown = [[row[index] for index in part] for row in rows]
        yield from _table([labels[i] for i in part], [numeric[i] for i in part], shown, [least[i] for i in part], width)


def _least(is_numeric: bool, label: str, cells: Sequence[str]) -> int:
    """The cells that a column needs: numbers stay whole, and their label has two lines if it can; texts may be wrapped."""
    longest = max((text_width(line) for cell in cells for line in cell.split("\n")), default=0)
    if not is_numeric:
        return min(max(longest, text_width(label)), _WORDY)
    word = max(map(text_width, label.split(" ")))
    widths = range(min(word, _NUMBER), _NUMBER)
    return max(min(longest, _NUMBER), next((wide for wide in widths if len(wrapped(label, wide)) <= 2), _NUMBER))


def _parts(least: Sequence[int], repeated: Sequence[int], width: int) -> list[list[int]]:
    """The numbers of the columns of each part: as few parts as there can be, and these about as wide as each other."""
    parts = _filled(least, repeated, width)
    for narrower in range(width - 1, max(least), -1):
        others = _filled(least, repeated, narrower)
        if len(others) > len(parts):
            break
        parts = others
    return parts


def _filled(least: Sequence[int], repeated: Sequence[int], width: int) -> list[list[int]]:
    """Parts that are filled one after another."""
    parts = [[0]]
    for index in range(1, len(least)):
        part = parts[-1]
        if len(part) > len(repeated) and sum(least[i] for i in part) + least[index] + len(_GAP) * len(part) > width:
            parts.append([*repeated, index])
        else:
            part.append(index)
    return parts


def _table(
    labels: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[str]], least: Sequence[int], width: int
) -> Iterator[str]:
    widths = _widths(labels, numeric, rows, least, width)
    shaped = [[wrapped(cell, wide) for cell, wide in zip(row, widths, strict=True)] for row in rows]
    heads = [wrapped(label, wide) for label, wide in zip(labels, widths, strict=True)]
    tallest = max(map(len, heads))
    yield from beside([
        Block([""] * (tallest - len(head)) + head, wide, right) for head, wide, right in zip(heads, widths, numeric, strict=True)
    ])  # fmt: skip
    yield _GAP.join("-" * wide for wide in widths)
    is_tall = any(len(lines) > 1 for row in shaped for lines in row)
    for number, row in enumerate(shaped):
        if number and is_tall:
            yield ""
        yield from beside([Block(lines, wide, right) for lines, wide, right in zip(row, widths, numeric, strict=True)])


def _widths(
    labels: Sequence[str], numeric: Sequence[bool], rows: Sequence[Sequence[str]], least: Sequence[int], width: int
) -> list[int]:
    """The least widths, and what is left given to the texts that need it, evenly."""
    widths = list(least)
    wanted = [
        max(text_width(line) for cell in (label, *(row[index] for row in rows)) for line in cell.split("\n"))
        if not numeric[index]
        else least[index]
        for index, label in enumerate(labels)
    ]
    left = width - sum(widths) - len(_GAP) * (len(widths) - 1)
    while left > 0 and (needy := [index for index, wide in enumerate(widths) if wide < wanted[index]]):
        for index in needy[:left]:
            widths[index] += 1
        left -= len(needy[:left])
    return widths

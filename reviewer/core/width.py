"""How wide a text is on a terminal; it was made visible (`reviewer.core.visible`) before."""

from __future__ import annotations

import unicodedata


def cell_width(character: str) -> int:
    """How many cells of a terminal `character` takes."""
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def text_width(text: str) -> int:
    """How many cells of a terminal `text` takes."""
    return len(text) if text.isascii() else sum(map(cell_width, text))


def cut(text: str, width: int) -> str:
    """The beginning of visible `text` that fits into `width` cells, with `…` where something is left out."""
    if width < 1:
        return ""
    cells = 0
    end = 0
    for index, character in enumerate(text):
        cells += cell_width(character)
        if cells > width:
            return f"{text[:end]}…"
        if cells < width:
            end = index + 1
    return text

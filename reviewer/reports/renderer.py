"""What a renderer is: a function from a report to the bytes of a file, the same bytes for the same report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer.workflow.reporting.value import Report


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is written; a renderer takes no notice of what has no meaning for it."""

    raw: bool = False
    """CSV: texts as they are, for machines; else what a spreadsheet would run is made harmless."""
    explain: bool = False
    """Text: with formula, signature, interval and exclusions of each figure. Other forms always have them."""
    width: int | None = None
    """Text: cells in a line, at least 80; None for 100."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """A form that a report can have."""

    render: Callable[[Report, Options], bytes]
    suffixes: tuple[str, ...]
    """Of its files, in lower case, the first the usual one."""
    is_text: bool = True
    """Whether it may be printed: UTF-8, not a binary file."""

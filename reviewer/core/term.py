"""A term of a glossary: what the newsroom wants a word of the source to be called, and what it must not be called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One entry."""

    source: tuple[str, ...]
    """The words of the source language, any of them; empty where the text alone is looked at."""
    targets: tuple[str, ...]
    """What it may be called, the preferred one first; empty where only something is forbidden."""
    forbidden: tuple[str, ...] = ()
    """What it must not be called."""

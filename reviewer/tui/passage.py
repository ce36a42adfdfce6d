"""The one door from outside text to something that Textual draws.

A `Passage` is a text with marks on it. It becomes a `Content` here and nowhere else, after `visible` has taken the harm out of
every character; markup is never parsed, because a text may contain it. Marks name roles (`added`, `removed`), and each widget's
stylesheet says what a role looks like, so that a theme, or no colour at all, is a matter of styles alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content, Span

from reviewer.core.visible import visible

DRAWN_AT_MOST = 20_000
"""Characters of one text that are drawn; a longer one says how many more there are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text, in code points, that plays a role."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text from anywhere, with marks on it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @classmethod
    def of(cls, *parts: str | tuple[str, str]) -> Passage:
        """A passage of `parts`: plain texts, and pairs of a text and its role."""
        text = ""
        marks = []
        for part in parts:
            words, role = (part, "") if isinstance(part, str) else part
            if role:
                marks.append(Mark(len(text), len(text) + len(words), role))
            text += words
        return cls(text, tuple(marks))

    def content(self, limit: int | None = DRAWN_AT_MOST) -> Content:
        """What Textual draws: harmless, and styled by role names."""
        drawn = visible(self.text, limit)
        return Content(drawn, spans=[Span(mark.start, min(mark.end, len(drawn)), mark.role) for mark in self.marks])


def label(text: str) -> Content:
    """A text of one line, for a title or a notice."""
    return Passage(text).content(500)

"""What is asked of a report, and who is called what in it.

The rule on people: an editor is a letter unless names are asked for. A letter is good within one report; a pseudonym is the same
in every report made with the same key, which is a local file.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reviewer.core.query import Term

By = Literal["article", "system", "editor", "kind", "week", "error"]
BREAKDOWNS: tuple[By, ...] = ("article", "system", "editor", "kind", "week", "error")
COUNTED_KINDS = ("headline", "body", "caption")
"""What figures stand on unless a filter asks for other kinds: credits and boilerplate are cut, not translated."""

Namer = Callable[[str], str]
"""What an editor is called in the report."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a report is to be about."""

    by: tuple[By, ...] = ()
    since: date | None = None
    """The first day, in UTC, of reviews that count."""
    until: date | None = None
    """The last one."""
    filter_query: str = ""
    terms: tuple[Term, ...] = ()
    """`filter_query`, understood."""
    precision: float = 2.0
    """Of a report on a sample: the half width, in points, for which it says how many more segments are needed."""
    seconds: bool = False
    """Whether active and idle seconds are shown."""

    @property
    def sample(self) -> str | None:
        """The sample that is asked for, where it is one."""
        names = [term.value for term in self.terms if term.field == "sample" and not term.negated]
        return names[0] if len(names) == 1 else None

    @property
    def kinds(self) -> tuple[str, ...] | None:
        """The kinds that count; None where the filter says which."""
        return None if any(term.field == "kind" for term in self.terms) else COUNTED_KINDS

    def holds(self, at: str) -> bool:
        """Whether a review made at `at`, RFC 3339 in UTC or empty where nobody knows, is of the days asked for."""
        if self.since is None and self.until is None:
            return True
        day = at[:10]
        return bool(day) and (self.since is None or day >= str(self.since)) and (self.until is None or day <= str(self.until))


def real_names(editors: Iterable[str]) -> Namer:
    """Everybody by their name."""
    return {editor: editor for editor in editors}.__getitem__


def letters(editors: Iterable[str]) -> Namer:
    """Everybody by a letter, in an order that their names do not tell."""
    ordered = sorted(set(editors), key=lambda editor: hashlib.sha256(editor.encode()).digest())
    return {editor: f"editor {_letters(number)}" for number, editor in enumerate(ordered)}.__getitem__


def pseudonyms(editors: Iterable[str], key: bytes) -> Namer:
    """Everybody by a pseudonym that only the key ties to the name (HMAC-SHA-256, RFC 2104)."""
    made: dict[str, str] = {}
    for editor in sorted(set(editors)):
        digest = hmac.new(key, editor.encode(), hashlib.sha256).hexdigest()
        made[editor] = f"editor-{digest[:10]}"
    return made.__getitem__


def without_names(text: str, editors: Sequence[str], name: Namer) -> str:
    """`text` with the names of editors, where they stand as words, replaced by what they are called."""
    known = sorted({editor for editor in editors if editor}, key=len, reverse=True)
    if not known or not text:
        return text
    pattern = "|".join(map(re.escape, known))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda found: name(found[0]), text)


def _letters(number: int) -> str:
    return (_letters(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)

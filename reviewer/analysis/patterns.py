"""Regular expressions that a person types, and the one door for the library `regex`; `re` never sees them.

A pattern can be written so that it takes years, or all memory. So its size is limited before it is compiled, only constructs
whose cost these limits bound are taken, and the time of a search is limited. A search lets go of the interpreter's lock, so that
whoever waits for keys goes on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import regex

from reviewer.errors import QueryError

LONGEST = 500
"""Characters of a pattern."""
MOST_REPEATS = 1000
"""How often anything in it may be repeated by a count; a count within a count multiplies."""
DEEPEST = 20
"""Groups within groups."""
SECONDS = 0.25
"""How long a batch of texts is searched."""
BATCH = 1000
"""Texts that share `SECONDS`; the next ones have their own."""

_PART = re.compile(
    r"""(?P<escape>\\(?:[pPN]\{[^{}]*\}|.))
    |(?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])
    |(?P<group>\((?:\?(?:[:=!>]|<[=!]|P?<\w+>|[aimsu]*(?:-[ims]+)?:))?)(?![?*+])
    |(?P<flags>\(\?[aimsu]+\))
    |(?P<again>\(\?P=\w+\))
    |(?P<close>\))
    |(?P<repeat>[*+?]|\{(?P<fewest>[0-9]*)(?:,(?P<most>[0-9]*))?\})
    |(?P<plain>[^\\\[\](){}*+?]|\])""",
    re.VERBOSE | re.DOTALL,
)
_REFUSED = r"\L", r"\G", r"\K"
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was looked over and may be searched for."""

    text: str
    """As it was typed."""
    machine: Any
    """What `regex` made of it."""

    @property
    def groups(self) -> Mapping[str, int]:
        """The groups by their names and by their numbers in digits; `0` is all that was found."""
        return {str(number): number for number in range(self.machine.groups + 1)} | dict(self.machine.groupindex)


class Occurrence(NamedTuple):
    """A place where a pattern was found."""

    start: int
    end: int
    groups: tuple[str, ...]
    """All that was found, and what each group holds; nothing where a group had no part in it."""


class _Group(NamedTuple):
    """An open group of a pattern that is looked over."""

    opening: str
    repeats: int
    """The largest repetition in it so far."""


def compiled(pattern: str) -> Pattern:
    """What `pattern` is to be found with, as `regex` writes patterns, by default with upper and lower case told apart.

    Raises:
        QueryError: it is no pattern, or one whose cost cannot be bounded.
    """
    _look_over(pattern)
    try:
        return Pattern(pattern, regex.compile(pattern, regex.VERSION0))
    except (regex.error, ValueError, OverflowError, RecursionError, KeyError, IndexError) as error:
        reason = getattr(error, "msg", None) or "it cannot be read"
        where = getattr(error, "pos", None)
        raise _refusal(pattern, reason if where is None else f"{reason}, at character {where + 1}") from error


def found(pattern: Pattern, text: str, seconds: float = SECONDS) -> bool:
    """Whether `pattern` occurs in `text`; a QueryError where that is not known after `seconds`."""
    try:
        # A timeout below 0 would be none.
        return pattern.machine.search(text, timeout=max(seconds, 0.0), concurrent=True) is not None
    except (TimeoutError, MemoryError) as error:
        raise _too_slow(pattern) from error


def occurrences(pattern: Pattern, text: str, seconds: float = SECONDS) -> list[Occurrence]:
    """Everywhere that `pattern` occurs in `text`, in order; a QueryError where that is not known after `seconds`."""
    try:
        return [
            Occurrence(match.start(), match.end(), (match[0], *match.groups("")))
            for match in pattern.machine.finditer(text, timeout=max(seconds, 0.0), concurrent=True)
        ]
    except (TimeoutError, MemoryError) as error:
        raise _too_slow(pattern) from error


class Search:
    """One pattern and many texts; they share its time, and once it is used up nothing is found any more."""

    def __init__(self, pattern: str) -> None:
        self.pattern = compiled(pattern)
        self._texts = 0
        self._left = SECONDS
        self.stopped: QueryError | None = None
        """Why it was given up; what was found until then is not all."""

    def finds(self, text: str | None) -> bool:
        """Whether the pattern occurs in `text`; never an error."""
        return text is not None and bool(self._asked(found, text, False))

    def occurrences(self, text: str) -> list[Occurrence]:
        """Everywhere that the pattern occurs in `text`; never an error."""
        return self._asked(occurrences, text, [])

    def _asked(self, ask: Callable[[Pattern, str, float], _Answer], text: str, otherwise: _Answer) -> _Answer:
        """What is found in `text` within the time that is left; `otherwise` once it is used up."""
        if self.stopped is not None:
            return otherwise
        if self._texts % BATCH == 0:
            self._left = SECONDS
        self._texts += 1
        started = time.perf_counter()
        try:
            return ask(self.pattern, text, self._left)
        except QueryError as error:
            self.stopped = error
            return otherwise
        finally:
            self._left -= time.perf_counter() - started


def _look_over(pattern: str) -> None:
    """Raises QueryError where `pattern` is too long, too deep, repeats too often, or has a construct that is not taken."""
    if len(pattern) > LONGEST:
        raise QueryError(f"a pattern of {len(pattern):,} characters; at most {LONGEST} are taken")
    open_groups = [_Group("", 1)]
    last = position = 0
    while position < len(pattern):
        part = _PART.match(pattern, position)
        if part is None or part[0].startswith(_REFUSED):
            raise _refusal(pattern, f"{pattern[position : position + 4]!r} is not taken here; a sign itself has a \\ before it")
        position = part.end()
        if part["group"]:
            open_groups.append(_Group(part["group"], 1))
            last = 0
        elif part["close"]:
            if len(open_groups) == 1:
                raise _refusal(pattern, "a ) without its (")
            last = open_groups.pop().repeats
        elif part["repeat"]:
            if any(group.opening.startswith("(?<") and group.opening[3:4] in "=!" for group in open_groups):
                raise _refusal(pattern, "repeats in (?<=…) or (?<!…) are not taken")
            last = max(last, 1) * _count(part)
        else:
            last = 1
        open_groups[-1] = open_groups[-1]._replace(repeats=max(open_groups[-1].repeats, last))
        if len(open_groups) - 1 > DEEPEST:
            raise _refusal(pattern, f"more than {DEEPEST} groups within groups")
        if last > MOST_REPEATS:
            raise _refusal(pattern, f"more than {MOST_REPEATS:,} repeats; write * or + for any number")


def _count(repeat: re.Match[str]) -> int:
    return max(1, *(int(repeat[name] or 0) for name in ("fewest", "most")))


def _too_slow(pattern: Pattern) -> QueryError:
    return QueryError(f"the pattern {_shown(pattern.text)} is too slow and was stopped; make it plainer")


def _refusal(pattern: str, reason: str) -> QueryError:
    return QueryError(f"the pattern {_shown(pattern)}: {reason}")


def _shown(pattern: str) -> str:
    return repr(pattern if len(pattern) <= 40 else pattern[:40] + "…")

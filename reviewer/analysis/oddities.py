"""What can be odd about parallel text: the table of kinds, and the characters that they are made of.

Each kind has a severity, its words, and where there is one the repair that takes it out of a line. `reviewer.analysis.hygiene`
looks for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["warning", "info"]


HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SEPARATORS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Where `str.splitlines` ends a line too, the carriage return left out."""
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""White space to Python and sacrebleu, as U+0020 is."""
INVISIBLE = "\u00ad\u180e\u200b\u2060"
JOINERS = "\u200c\u200d"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CURLY = {'"': "“”„‟", "'": "‘’‚‛"}
MARK = "\ufeff"
ASCII_ODD = "\r\t\x0b\x0c\x1c\x1d\x1e"


@dataclass(frozen=True, slots=True)
class OddityKind:
    """One kind of oddity."""

    severity: Severity
    """`warning`: it can change a score, or the files are wrong. In the source everything is `info`."""
    message: str
    """What is odd, with fields of `str.format`."""
    effect: str = ""
    """What comes of it; left out of messages about the source, which is not scored."""
    repair: Callable[[str], str] | None = None
    """Gives a line without it."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that one file has, or several files have together, wherever it is."""

    kind: str
    """A key of `KINDS`."""
    where: str
    """The name of the file as it was given; empty when it is about several."""
    line: int
    """The first line that has it, from 1."""
    lines: int
    """How many lines have it; of kinds that are found in samples, how many of those."""
    message: str
    """One line for a person, safe to print."""
    severity: Severity


@dataclass(frozen=True, slots=True)
class Repair:
    """A line that has something odd, as it was read and without it."""

    index: int
    """From 0."""
    hypothesis: str
    references: tuple[str, ...]
    repaired_hypothesis: str
    repaired_references: tuple[str, ...]


def _replacing(characters: str, by: str) -> Callable[[str], str]:
    table = dict.fromkeys(map(ord, characters), by)
    return lambda line: line.translate(table)


def composed(line: str) -> str:
    """`line` in NFC."""
    return unicodedata.normalize("NFC", line)


_STRAIGHT = {ord(curly): straight for straight, marks in CURLY.items() for curly in marks}

KINDS: dict[str, OddityKind] = {
    "script-swapped": OddityKind(
        "warning",
        "in {script} script, while the source is in {references} as the references are",
        "are source and system swapped?",
    ),
    "script-of-source": OddityKind("warning", "in {script} script as the source is, while the references are in {references}"),
    "script": OddityKind("warning", "in {script} script, while the references are in {references}"),
    "system-is-reference": OddityKind("warning", "{file} and {other_file} are the same in {count} of {total} lines"),
    "system-is-source": OddityKind("warning", "the same as the source in {count} of {total} lines"),
    "reference-is-source": OddityKind("warning", "the same as the source in {count} of {total} lines"),
    "same-references": OddityKind("warning", "{file} and {other_file} are the same in all lines"),
    "turned-references": OddityKind(
        "warning",
        "lines of one reference file are like each other ({within} of 100), the same line of several files is not ({across})",
        "a file must hold one reference of every segment, not all references of one",
    ),
    "shifted-lines": OddityKind(
        "warning",
        "{file} fits the {side} line of {other_file} better than the same one ({shifted} against {straight} of 100)",
        "a line is missing, or one too many",
    ),
    "repeated-hypothesis": OddityKind("warning", "the same text in a row where the references differ: {text}"),
    "copied-source": OddityKind("info", "the source, not translated"),
    "empty-hypothesis": OddityKind("warning", "empty, unlike {other}", "all of its reference counts as missing"),
    "empty-reference": OddityKind("warning", "empty, unlike {other}", "an empty line is scored as a reference too"),
    "empty-everywhere": OddityKind("info", "empty in the system and in every reference"),
    "byte-order-mark": OddityKind(
        "warning", "begins with a byte order mark (U+FEFF)", "scored as a letter of its first word", _replacing(MARK, "")
    ),
    "stray-byte-order-mark": OddityKind(
        "warning",
        "a byte order mark (U+FEFF) inside the text, as where files are joined",
        "scored as a letter",
        _replacing(MARK, ""),
    ),
    "carriage-return": OddityKind(
        "info", "ends in a carriage return (U+000D), unlike {other}", "the scores do not change", lambda line: line.rstrip("\r")
    ),
    "inner-carriage-return": OddityKind(
        "warning", "a carriage return (U+000D) inside the line", "tools that end a line there misalign", _replacing("\r", " ")
    ),
    "line-separator": OddityKind(
        "warning", "{characters} inside the line", "tools that end a line there misalign", _replacing(SEPARATORS, " ")
    ),
    "normalization": OddityKind(
        "warning",
        "letters that are not in NFC, unlike those of {other}",
        "they look the same and are scored as different",
        composed,
    ),
    "full-width": OddityKind(
        "warning",
        "full-width characters ({characters}), unlike {other}",
        "scored as different characters",
        lambda line: line.translate(HALF),
    ),
    "quotes": OddityKind(
        "warning",
        "curly quotation marks or apostrophes ({characters}) for the straight ones of {other}",
        "scored as different characters",
        lambda line: line.translate(_STRAIGHT),
    ),
    "invisible": OddityKind(
        "warning",
        "invisible characters ({characters}), unlike {other}",
        "scored as letters",
        _replacing(INVISIBLE + JOINERS, ""),
    ),
    "bidi-control": OddityKind(
        "warning", "invisible controls of direction ({characters}), unlike {other}", "scored as letters", _replacing(BIDI, "")
    ),
    "space": OddityKind(
        "info",
        "other spaces than the plain one ({characters}), unlike {other}",
        "the scores do not change",
        _replacing(SPACES, " "),
    ),
    "tab": OddityKind(
        "info", "a tab, unlike {other}", "sacrebleu reads what is behind it as another system's, from standard input"
    ),
    "tokenised": OddityKind(
        "warning", 'looks tokenised: {count} of {total} lines end in " ."', "scores of tokenised and plain text do not compare"
    ),
}
"""Every kind, in display order: first what says that the files are wrong."""

WRONG_FILES = {"script-swapped", "script-of-source", "script", "system-is-source", "reference-is-source"}
COMPARED = {"normalization", "full-width", "quotes", "invisible", "bidi-control", "space", "tab"}
"""What is odd against the other side only, and says nothing where that is in another language."""

ALONE = {
    "stray-byte-order-mark": (MARK, re.compile(MARK)),
    "inner-carriage-return": ("\r", re.compile(r"\r[^\r]")),
    "line-separator": (SEPARATORS, re.compile(f"[{SEPARATORS}]")),
}
"""What is looked for in each file by itself: the characters it is made of, and what a line has that has it."""
ONE_SIDED = {
    "carriage-return": ("\r", re.compile(r"\r\Z")),
    "invisible": (INVISIBLE, re.compile(f"[{INVISIBLE}]")),
    "bidi-control": (BIDI, re.compile(f"[{BIDI}]")),
    "space": (SPACES, re.compile(f"[{SPACES}]")),
    "tab": ("\t", re.compile("\t")),
}
"""What is odd on lines where the other side has nothing of it."""
FULL_WIDTH = re.compile("[\uff01-\uff5e]")
WIDE_CHARACTERS = frozenset(map(chr, HALF))
HIDDEN = re.compile(f"[{INVISIBLE}{JOINERS}]")
JOINED = re.compile(f"[{JOINERS}]")
CURLIES = {straight: re.compile(f"[{marks}]") for straight, marks in CURLY.items()}
ANY_CURLY = re.compile(f"[{''.join(CURLY.values())}]")
ODD = re.compile(f"[{SEPARATORS}{SPACES}{INVISIBLE}{JOINERS}{BIDI}{''.join(CURLY.values())}{MARK}\uff01-\uff5e]")
"""Every character outside ASCII that some check looks for."""

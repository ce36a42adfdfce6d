"""Whether the files of a parallel text are the ones that were meant, and line up: copies, swaps, shifts, turned references.

The rule is that a doubt rests on many lines: a share of all of them, a run, or the mean over a sample. What one line says alone,
such as a name that needs no translation, is never reported. `Copies` sees every line and compares for equality only; `Samples`
compares letters, and so sees the first lines and then a window now and again.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, pairwise
from operator import eq

from reviewer.analysis.fuzz import similarity

Lines = Sequence[str]

_FEW_WORDS = 3
_FEW_CHARACTERS = 10
_ALMOST_ALL = 0.95
_MOST = 0.5
_FEW_LINES = 5
_ENOUGH_LINES = 20
_REPEATS = 3

_WINDOW = 22
"""Lines of a sample: twenty, and one on both sides to shift to."""
_SMALLEST_WINDOW = 8
_FEWEST_PAIRS = 4
_EACH_UNTIL = 2_000
"""Before this line every window is looked at, past it one in `_STRIDE` lines."""
_STRIDE = 2_000
_LONGEST = 300
"""So many characters of a line are compared: the time grows with the product of both."""
_SCRIPT_LENGTH = 60
"""So many characters of a line tell its script."""
_OF_SYLLABLES = {"Han", "Japanese", "Hangul"}
_LETTERS_OF_SYLLABLE = 3
"""So much does one of those count: a name in Latin letters makes no Korean line a Latin one."""
_FILES_COMPARED = 20
_CLEARLY = 20.0
_FITTING = 50.0
_NEAR_DUPLICATE = 80.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something odd about a file, or, where `file` is None, about several."""

    kind: str
    file: int | None
    """Which one: the system is 0, the references follow."""
    line: int
    """The first line that shows it, from 0."""
    lines: int
    facts: Mapping[str, str | int] = field(default_factory=dict)
    """What its message is filled with; a key that ends in `file` has a file's number."""


class Copies:
    """Looks at every line for texts that are the same where they should not be; lines come without white space at their ends."""

    def __init__(self, references: int) -> None:
        self._lines = self._written = 0
        self._as_reference = [0] * references
        self._hashes = [0] * references
        self._source_in = [0] * (references + 1)
        self._first_untranslated: int | None = None
        self._untranslated = 0
        self._run_text: str | None = None
        """The last hypothesis; how often it stood in a row, since which line, and up to three of its references."""
        self._run_begin = self._run_length = 0
        self._run_references: set[tuple[str, ...]] = set()
        self._repeats: Doubt | None = None

    def look(self, hypotheses: Lines, references: Sequence[Lines], sources: Lines | None) -> None:
        """The next lines."""
        self._written += len(hypotheses) - hypotheses.count("")
        for number, lines in enumerate(references):
            self._hashes[number] = hash((self._hashes[number], hash("\n".join(lines))))
            equal = sum(map(eq, hypotheses, lines))
            self._as_reference[number] += equal - (_both_empty(hypotheses, lines) if equal else 0)
        if sources is not None:
            self._compare_with_source(hypotheses, references, sources)
        is_plain = self._run_text != hypotheses[0] and not any(map(eq, hypotheses, islice(hypotheses, 1, None)))
        if is_plain:
            self._run_text = None
        for at in range(len(hypotheses) - 1 if is_plain else 0, len(hypotheses)):
            self._follow(self._lines + at, hypotheses[at], tuple(lines[at] for lines in references))
        self._lines += len(hypotheses)

    def doubts(self) -> Iterator[Doubt]:
        """What was found."""
        for number, equal in enumerate(self._as_reference, 1):
            if self._written >= _ENOUGH_LINES and equal >= _ALMOST_ALL * self._written:
                yield Doubt("system-is-reference", None, 0, equal, {"file": 0, "other_file": number, "total": self._lines})
        copied = [count > _MOST * self._lines and count >= _FEW_LINES for count in self._source_in]
        if copied[0]:
            yield Doubt("system-is-source", 0, 0, self._source_in[0], {"total": self._lines})
        elif self._first_untranslated is not None:
            yield Doubt("copied-source", 0, self._first_untranslated, self._untranslated)
        for number, is_copied in enumerate(copied[1:], 1):
            if is_copied:
                yield Doubt("reference-is-source", number, 0, self._source_in[number], {"total": self._lines})
        if self._repeats is not None:
            yield self._repeats
        for number, seen in enumerate(self._hashes):
            first = self._hashes.index(seen)
            if first < number and self._lines >= _FEW_LINES:
                yield Doubt("same-references", None, 0, self._lines, {"file": first + 1, "other_file": number + 1})

    def _compare_with_source(self, hypotheses: Lines, references: Sequence[Lines], sources: Lines) -> None:
        for number, lines in enumerate((hypotheses, *references)):
            if not any(map(eq, lines, sources)):
                continue
            same = [at for at, text in enumerate(lines) if text == sources[at] and _needs_translation(text)]
            self._source_in[number] += len(same)
            if number == 0:
                # where a reference is the source as well, the line is one that stays
                wrong = [at for at in same if all(reference[at] != sources[at] for reference in references)]
                if wrong and self._first_untranslated is None:
                    self._first_untranslated = self._lines + wrong[0]
                self._untranslated += len(wrong)

    def _follow(self, at: int, text: str, references: tuple[str, ...]) -> None:
        """Put line `at` to the run of equal hypotheses before it, or begin another."""
        if text != self._run_text:
            self._run_text, self._run_begin, self._run_length = text, at, 0
            self._run_references = set()
        was_known = len(self._run_references) >= _REPEATS
        self._run_length += 1
        if not was_known:
            self._run_references.add(references)
        if len(self._run_references) < _REPEATS or len(text.split()) < _FEW_WORDS:
            return
        if self._repeats is None:
            self._repeats = Doubt("repeated-hypothesis", 0, self._run_begin, 0, {"text": text})
        self._repeats = replace(self._repeats, lines=self._repeats.lines + (1 if was_known else self._run_length))


@dataclass(frozen=True, slots=True)
class _Window:
    """What a sample of lines in a row shows."""

    line: int
    lines: int
    fits: tuple[tuple[float, float, float], ...]
    """For each reference file, how alike the hypotheses are to its lines: at the same, at the next and at the previous one."""
    scripts: tuple[Counter[str], ...]
    """For each file, the source too, how many lines are in which script."""


class Samples:
    """Looks at windows of the files for lines that fit their neighbours better, for scripts, and for turned references."""

    def __init__(self, references: int) -> None:
        self._references = references
        self._lines = 0
        self._begin = 0
        self._columns: list[list[str]] = []
        self._first: list[list[str]] = []
        self._windows: list[_Window] = []

    def look(self, columns: Sequence[Lines]) -> None:
        """The next lines of the system, of each reference and, where there is one, of the source."""
        count = len(columns[0])
        at = max(0, self._begin - self._lines)
        while at < count:
            if not self._columns:
                self._columns = [[] for _ in columns]
            end = min(count, at + _WINDOW - len(self._columns[0]))
            for kept, lines in zip(self._columns, columns, strict=True):
                kept += [line[:_LONGEST] for line in lines[at:end]]
            at = end
            if len(self._columns[0]) == _WINDOW:
                self._windows.append(self._seen())
                self._first = self._first or self._columns
                self._begin += _WINDOW if self._begin + _WINDOW < _EACH_UNTIL else _STRIDE
                self._columns = []
                at = max(at, self._begin - self._lines)
        self._lines += count

    def doubts(self) -> Iterator[Doubt]:
        """What was found."""
        windows = self._all()
        yield from self._shifts(windows)
        yield from self._wrong_scripts(windows)
        yield from self._turned()

    def scripts(self) -> list[str | None]:
        """The script of each file, the source last where there is one: `Latin`, `Hangul`, ...; None if it has no single one."""
        windows = self._all()
        return [_script_of_most(sum(found, Counter())) for found in zip(*(window.scripts for window in windows), strict=True)]

    def _all(self) -> list[_Window]:
        """Every window, and the one that is not full yet, if it is all there is or large enough."""
        enough = self._columns and (not self._windows or len(self._columns[0]) >= _SMALLEST_WINDOW)
        return [*self._windows, self._seen()] if enough else self._windows

    def _seen(self) -> _Window:
        hypotheses, *others = self._columns
        return _Window(
            self._begin,
            len(hypotheses),
            tuple(_fits(hypotheses, lines) for lines in others[: min(self._references, _FILES_COMPARED)]),
            tuple(Counter(script for line in lines if (script := _script(line))) for lines in self._columns),
        )

    def _shifts(self, windows: Sequence[_Window]) -> Iterator[Doubt]:
        for number in range(min(self._references, _FILES_COMPARED)):
            for way, side in enumerate(("next", "previous"), 1):
                shifted = [window for window in windows if _is_shifted(window, number, way)]
                if shifted:
                    facts: dict[str, str | int] = {
                        "file": 0,
                        "other_file": number + 1,
                        "side": side,
                        "shifted": round(sum(window.fits[number][way] for window in shifted) / len(shifted)),
                        "straight": round(sum(window.fits[number][0] for window in shifted) / len(shifted)),
                    }
                    lines = sum(window.lines for window in shifted)
                    yield Doubt("shifted-lines", None, shifted[0].line, lines, facts)

    def _wrong_scripts(self, windows: Sequence[_Window]) -> Iterator[Doubt]:
        scripts = self.scripts()
        if not scripts or scripts[0] is None:
            return
        of_source = scripts[-1] if len(scripts) > self._references + 1 else None
        of_references = set(scripts[1 : self._references + 1])
        if None in of_references or scripts[0] in of_references:
            return
        named = " and ".join(sorted(filter(None, of_references)))
        kind = "script"
        if of_source == scripts[0]:
            kind = "script-of-source"
        elif of_source in of_references:
            kind = "script-swapped"
        lines = sum(window.scripts[0].total() for window in windows)
        yield Doubt(kind, 0, 0, lines, {"script": scripts[0], "references": named})

    def _turned(self) -> Iterator[Doubt]:
        """Files that hold all references of one segment each, where each should hold one reference of all segments."""
        files = [lines[:_ENOUGH_LINES] for lines in (self._first or self._columns)[1 : self._references + 1]][:_FILES_COMPARED]
        if len(files) < 2 or len(files[0]) < 2:
            return
        within = _mean(pair for lines in files for pair in pairwise(lines))
        across = _mean(pair for one, other in pairwise(files) for pair in zip(one, other, strict=True))
        as_many = self._references == self._lines >= _REPEATS
        if (within >= _NEAR_DUPLICATE and across <= _FITTING) or (as_many and within >= _FITTING and within - across >= _CLEARLY):
            facts = {"references": self._references, "within": round(within), "across": round(across)}
            yield Doubt("turned-references", None, 0, len(files[0]), facts)


def _both_empty(one: Lines, other: Lines) -> int:
    return sum(not a and not b for a, b in zip(one, other, strict=True)) if "" in one else 0


def _needs_translation(text: str) -> bool:
    """Whether `text` has letters, and is no short thing like a name."""
    long_enough = len(text) >= _FEW_CHARACTERS or len(text.split()) >= _FEW_WORDS
    return long_enough and any(map(str.isalpha, text))


def _fits(hypotheses: Lines, references: Lines) -> tuple[float, float, float]:
    """How alike two columns are, 0 to 100: at the same line, at the next and at the previous reference."""
    inner = hypotheses[1:-1]
    straight = _mean(zip(inner, references[1:-1], strict=True))
    if straight + _CLEARLY > 100 or len(hypotheses) < _SMALLEST_WINDOW:
        return straight, 0.0, 0.0
    return straight, _mean(zip(inner, references[2:], strict=True)), _mean(zip(inner, references[:-2], strict=True))


def _is_shifted(window: _Window, number: int, way: int) -> bool:
    straight, shifted = window.fits[number][0], window.fits[number][way]
    return shifted >= _FITTING and shifted - straight >= _CLEARLY


def _mean(pairs: Iterable[tuple[str, str]]) -> float:
    """The mean similarity of pairs of texts; those of a word or two say little and are left out, and 0 is of too few pairs."""
    alike = [similarity(one, other) for one, other in pairs if min(len(one), len(other)) >= _FEW_CHARACTERS]
    return sum(alike) / len(alike) if len(alike) >= _FEWEST_PAIRS else 0.0


def _script_of_most(lines: Counter[str]) -> str | None:
    """The script that more than half of the lines are in; lines of Han alone are Japanese where others have kana."""
    if lines["Japanese"] * 4 >= lines["Han"]:
        lines = lines + Counter(Japanese=lines["Han"])
        del lines["Han"]
    if lines.total() < _FEW_LINES:
        return None
    script, count = lines.most_common(1)[0]
    return script if count > _MOST * lines.total() else None


def _script(line: str) -> str | None:
    """The script of most letters of `line`; `Japanese` is Han with kana."""
    if line.isascii():
        return "Latin" if any(map(str.isalpha, line)) else None
    letters = Counter(map(_script_of, filter(str.isalpha, line[:_SCRIPT_LENGTH])))
    if letters["Japanese"]:
        letters["Japanese"] += letters.pop("Han", 0)
    for script in _OF_SYLLABLES & letters.keys():
        letters[script] *= _LETTERS_OF_SYLLABLE
    script, count = letters.most_common(1)[0] if letters else ("", 0)
    return script if count > _MOST * letters.total() else None


@lru_cache(maxsize=10_000)
def _script_of(letter: str) -> str:
    """The script of a letter, which its name in Unicode begins with."""
    first, _, rest = unicodedata.name(letter, "").partition(" ")
    if first in ("FULLWIDTH", "HALFWIDTH"):
        first = rest.partition(" ")[0]
    if first in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"):
        return "Japanese"
    return "Han" if first == "CJK" else first.capitalize()

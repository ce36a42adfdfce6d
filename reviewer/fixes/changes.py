"""What was changed in a text, as runs of words: what phrases are made of.

The edits are those of `reviewer.analysis.diff`, but for those of white space alone, which is nobody's phrase. They come as places
among the words of the machine text, so that the same words are found elsewhere by comparing tuples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviewer.analysis.diff import MAX_WORD_PAIRS
from reviewer.analysis.fuzz import word_opcodes
from reviewer.analysis.words import tokens

Words = tuple[str, ...]

_LONGEST_REMEMBERED = 30
"""Characters between white space that may come again; in writing without spaces it is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A machine text and what an editor made of it: the same text where they left it as it is."""

    machine: str
    final: str
    article: str
    editor: str
    segment: str


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words of the machine text that became something else; an empty run where something was put in."""

    start: int
    end: int
    removed: str
    """The machine text from the word before to the word after; each run of white space, at the ends too, is one space."""
    added: str
    """What stands there in the correction, likewise."""


@dataclass(frozen=True, slots=True)
class ChangedText:
    """One of the `Corrected`, in words."""

    corrected: Corrected
    words: Words
    """Those of the machine text; the first one in small letters where its capital only begins the sentence."""
    changes: tuple[Change, ...] = ()

    @property
    def beside_insertions(self) -> frozenset[int]:
        """The places of the words that something was put in before or behind."""
        return frozenset(
            place for change in self.changes if change.start == change.end for place in (change.start - 1, change.end)
        )

    def untouched(self) -> Iterator[tuple[int, int]]:
        """The runs of words between the changes."""
        start = 0
        for change in self.changes:
            yield start, change.start
            start = change.end
        yield start, len(self.words)


@dataclass(frozen=True, slots=True)
class Spaced:
    """A text as words and what stands between them."""

    words: list[str]
    gaps: list[str]
    """A space, or nothing, before each word and after the last."""

    def text(self, start: int, end: int) -> str:
        """A run of words with the gaps before, between and after them."""
        parts = [part for at in range(start, end) for part in (self.gaps[at], self.words[at])]
        return "".join([*parts, self.gaps[end]])

    @property
    def first(self) -> int:
        """Which word is the first that is no mark; past the end where there is none."""
        return next((at for at, word in enumerate(self.words) if word[0].isalnum()), len(self.words))


class Splitter:
    """Splits texts into words; what stood between white space once is not looked at again: no word reaches across it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[str], list[str]]] = {}

    def split(self, text: str) -> Spaced:
        """The words of `text` (`reviewer.analysis.words`), with each run of white space as one space."""
        words: list[str] = []
        gaps: list[str] = []
        for chunk in text.split():
            known = self._known.get(chunk) or self._look(chunk)
            words += known[0]
            gaps += known[1]
        gaps.append(" " if text[-1:].isspace() else "")
        if words and not text[0].isspace():
            gaps[0] = ""
        return Spaced(words, gaps)

    def _look(self, chunk: str) -> tuple[list[str], list[str]]:
        found = tokens(chunk)
        known = found, [" ", *[""] * (len(found) - 1)]
        if len(chunk) <= _LONGEST_REMEMBERED:
            self._known[chunk] = known
        return known


def changed_texts(corrections: Iterable[Corrected]) -> list[ChangedText]:
    """All of them in words, in the order given.

    All are read before the first is compared: where both sides begin with a capital, their first words are written small if most
    of their fellows inside sentences are.
    """
    splitter = Splitter()
    inside: Counter[str] = Counter()
    split: list[tuple[Corrected, Spaced, Spaced]] = []
    for corrected in corrections:
        machine = splitter.split(corrected.machine)
        final = machine if corrected.final == corrected.machine else splitter.split(corrected.final)
        for side in (machine,) if final is machine else (machine, final):
            inside.update(side.words[side.first + 1 :])
        split.append((corrected, machine, final))
    return [_changed_text(*each, inside) for each in split]


def _changed_text(corrected: Corrected, machine: Spaced, final: Spaced, inside: Counter[str]) -> ChangedText:
    if _begins_large(machine) and _begins_large(final) and _is_written_small(machine.words[machine.first], inside):
        for side in (machine, final):
            first = side.words[side.first]
            if _is_written_small(first, inside):
                side.words[side.first] = first.lower()
    return ChangedText(corrected, tuple(machine.words), tuple(_changes(machine, final)))


def _begins_large(text: Spaced) -> bool:
    return text.first < len(text.words) and text.words[text.first][0].isupper()


def _is_written_small(word: str, inside: Counter[str]) -> bool:
    """Whether most of its fellows are; `NATO` and `McDonald` have capitals of their own."""
    return word[1:] == word[1:].lower() and inside[word.lower()] > inside[word]


def _changes(machine: Spaced, final: Spaced) -> Iterator[Change]:
    for m_start, m_end, f_start, f_end in _runs(machine.words, final.words):
        yield Change(m_start, m_end, machine.text(m_start, m_end), final.text(f_start, f_end))


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where the words differ; neighbouring edits are one."""
    if before == after:
        return
    if len(before) * len(after) > MAX_WORD_PAIRS:
        yield 0, len(before), 0, len(after)
        return
    run: tuple[int, int, int, int] | None = None
    for tag, m_start, m_end, f_start, f_end in word_opcodes(before, after):
        if tag != "equal":
            run = (run[0], m_end, run[2], f_end) if run else (m_start, m_end, f_start, f_end)
        elif run:
            yield run
            run = None
    if run:
        yield run

"""What is odd about parallel text before it is scored: a system's lines against reference lines, and perhaps the source's.

The rule is that a character is odd only against the other side: what a hypothesis and its references have in common harms no
score and is not reported; `KINDS` says of everything else whether it can change one. Line ends and byte order marks alone are
looked for in each file by itself. Text is searched in blocks, and line by line only in a block that has something.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.analysis.alignment import Copies, Doubt, Samples
from reviewer.analysis.oddities import (
    ALONE,
    ANY_CURLY,
    ASCII_ODD,
    COMPARED,
    CURLIES,
    CURLY,
    FULL_WIDTH,
    HALF,
    HIDDEN,
    JOINED,
    JOINERS,
    KINDS,
    MARK,
    ODD,
    ONE_SIDED,
    WIDE_CHARACTERS,
    WRONG_FILES,
    Oddity,
    Repair,
    composed,
)
from reviewer.core.visible import visible

LIMIT = 2_000
"""So many lines of one kind are kept for `Hygiene.repairs`."""
_LIMIT_CHARACTERS = 4_000_000
_BLOCK = 1_000
_SHOWN_CHARACTERS = 4
_SHOWN_LENGTH = 40
_TOKENISED_LINES = 100
_TOKENISED_SHARE = 0.2
_ENOUGH_LINES = 20
_FEW_OF = 10
"""A side has few of something where the other has so many times as much."""


@dataclass(slots=True)
class _Tally:
    """How often one kind is in one file, or the lines of one kind in all files."""

    first: int
    lines: int = 0
    characters: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of all files: the system's, each reference's, the source's where there is one."""

    start: int
    files: tuple[Sequence[str], ...]
    scored: int
    """How many of the files are scored: all but the source."""
    texts: tuple[str, ...]
    odd: tuple[frozenset[str], ...]
    """The characters that some check looks for, of each file."""

    def having(self, file: int, characters: Collection[str], pattern: re.Pattern[str]) -> set[int]:
        """The lines of a file that `pattern` is in; `characters` are those it needs one of."""
        if self.odd[file].isdisjoint(characters):
            return set()
        return {at for at, line in enumerate(self.files[file]) if pattern.search(line)}

    def others(self, file: int) -> range:
        """The files on the other side."""
        return range(1) if file else range(1, self.scored)

    def line_and_others(self, file: int, at: int) -> tuple[str, list[str]]:
        """A line of a file, and the same line of those on the other side."""
        return self.files[file][at], [self.files[other][at] for other in self.others(file)]


class _Ledger:
    """Where each kind was found, and the lines to be repaired."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, int], _Tally] = {}
        self.rows: dict[str, dict[int, tuple[str, ...]] | None] = {}
        """For each kind the lines that have it, of all scored files; None where there are too many."""
        self._sizes: dict[str, int] = {}

    def note(self, kind: str, file: int, lines: Collection[int], block: _Block, pattern: re.Pattern[str] | None = None) -> None:
        """Add lines of a file that have something odd, which is what `pattern` matches."""
        if not lines:
            return
        ordered = sorted(lines)
        tally = self.tallies.setdefault((kind, file), _Tally(block.start + ordered[0]))
        tally.lines += len(ordered)
        if pattern is not None:
            for at in ordered:
                if len(tally.characters) > _SHOWN_CHARACTERS:
                    break
                tally.characters.update(dict.fromkeys(pattern.findall(block.files[file][at])))
        if KINDS[kind].repair is not None and file < block.scored:
            self._keep(kind, ordered, block)

    def _keep(self, kind: str, lines: Sequence[int], block: _Block) -> None:
        rows = self.rows.setdefault(kind, {})
        for at in lines:
            if rows is None:
                return
            if block.start + at not in rows:
                row = tuple(file[at] for file in block.files[: block.scored])
                rows[block.start + at] = row
                self._sizes[kind] = self._sizes.get(kind, 0) + sum(map(len, row))
            if len(rows) > LIMIT or self._sizes[kind] > _LIMIT_CHARACTERS:
                rows = self.rows[kind] = None


class Hygiene:
    """Collects what is odd from blocks of lines, which come without their line feed and otherwise as they were read."""

    def __init__(self, system: str, references: Sequence[str], source: str | None = None) -> None:
        if not references:
            raise ValueError("no reference to compare with")
        self._names = (system, *references) if source is None else (system, *references, source)
        self._scored = 1 + len(references)
        self._lines = 0
        self._ledger = _Ledger()
        self._wide = _Ledger()
        """Full-width characters wherever the other side has none: odd if all of the other side is Latin and has none."""
        self._wide_files: set[int] = set()
        self._full_stops = [0] * self._scored
        self._copies = Copies(len(references))
        self._samples = Samples(len(references))

    def look(self, hypotheses: Sequence[str], references: Sequence[Sequence[str]], sources: Sequence[str] | None = None) -> None:
        """Take the next lines: one of each reference, and of the source where it was named, for every hypothesis.

        Raises:
            ValueError: the numbers of files or of lines differ.
        """
        files = (hypotheses, *references) if sources is None else (hypotheses, *references, sources)
        if len(references) + 1 != self._scored or len(files) != len(self._names):
            raise ValueError(f"{len(files)} files of lines, for {len(self._names)} names")
        if len(set(map(len, files))) > 1:
            raise ValueError(f"the files differ in lines: {', '.join(str(len(file)) for file in files)}")
        for at in range(0, len(hypotheses), _BLOCK):
            self._look([file[at : at + _BLOCK] for file in files])

    def oddities(self) -> list[Oddity]:
        """What was found so far, in the order of `KINDS` and of the files."""
        tallies = dict(self._ledger.tallies)
        for file in self._all_wide():
            tallies["full-width", file] = self._wide.tallies["full-width", file]
        bulk = self._about_files()
        doubts = [self._tallied(kind, file, tally) for (kind, file), tally in tallies.items()]
        if not WRONG_FILES.isdisjoint(doubt.kind for doubt in bulk):
            doubts = [doubt for doubt in doubts if doubt.kind not in COMPARED]
        doubts += [*self._tokenised(), *bulk]
        order = {kind: place for place, kind in enumerate(KINDS)}
        doubts.sort(key=lambda doubt: (order[doubt.kind], doubt.file or 0))
        return [self._oddity(doubt) for doubt in doubts]

    def repairs(self) -> dict[str, tuple[Repair, ...] | None]:
        """For each kind that was found and can be repaired, the lines that have it; None for one that more than `LIMIT` have.

        A repair takes the one kind out of all sides of a line.
        """
        rows = dict(self._ledger.rows)
        if self._all_wide():
            rows["full-width"] = self._wide.rows["full-width"]
        found = {oddity.kind for oddity in self.oddities()}
        return {
            kind: None if rows[kind] is None else _repaired(kind, rows[kind] or {})
            for kind in KINDS
            if kind in rows and kind in found
        }

    def _look(self, files: Sequence[Sequence[str]]) -> None:
        bare = [list(map(str.rstrip, file)) for file in files]
        texts = tuple(map("\n".join, files))
        block = _Block(self._lines, tuple(files), self._scored, texts, tuple(map(_odd_characters, texts)))
        if any(block.odd):
            self._look_at_characters(block)
        if not all(map(str.isascii, texts)):
            self._look_at_normalization(block)
        if any("" in file for file in bare[: self._scored]):
            self._look_at_empty_lines(block, bare[: self._scored])
        for file, text in enumerate(texts[: self._scored]):
            text += "\n"
            self._full_stops[file] += text.count(" .\n") + (text.count(" .\r\n") if "\r" in block.odd[file] else 0)
        self._copies.look(bare[0], bare[1 : self._scored], bare[self._scored] if len(bare) > self._scored else None)
        self._samples.look(files)
        self._lines += len(files[0])

    def _look_at_characters(self, block: _Block) -> None:
        for file, lines in enumerate(block.files):
            begins = block.start == 0 and lines[0].startswith(MARK)
            if begins:
                self._ledger.note("byte-order-mark", file, {0}, block)
            for kind, (characters, pattern) in ALONE.items():
                found = block.having(file, characters, pattern)
                if kind == "stray-byte-order-mark" and begins and MARK not in lines[0][1:]:
                    found.discard(0)
                self._ledger.note(kind, file, found, block, pattern)
        for kind, (characters, pattern) in ONE_SIDED.items():
            having = [block.having(file, characters, pattern) for file in range(self._scored)]
            for file in range(1 if kind == "tab" else self._scored):
                found = having[file].difference(*(having[other] for other in block.others(file)))
                if kind == "invisible":
                    joined = block.having(file, JOINERS, JOINED)
                    found |= {at for at in joined if _is_joined_otherwise(*block.line_and_others(file, at))}
                self._ledger.note(kind, file, found, block, HIDDEN if kind == "invisible" else pattern)
        self._look_at_quotes(block)
        self._look_at_full_width(block)

    def _look_at_quotes(self, block: _Block) -> None:
        curly_alone: list[set[int]] = [set() for _ in range(self._scored)]
        for mark, pattern in CURLIES.items():
            curly = [block.having(file, CURLY[mark], pattern) for file in range(self._scored)]
            if not any(curly):
                continue
            straight = [{at for at, line in enumerate(file) if mark in line} for file in block.files[: self._scored]]
            for file in range(self._scored):
                others = block.others(file)
                theirs = set().union(*(straight[other] for other in others))
                curly_alone[file] |= (curly[file] & theirs).difference(straight[file], *(curly[other] for other in others))
        for file, lines in enumerate(curly_alone):
            self._ledger.note("quotes", file, lines, block, ANY_CURLY)

    def _look_at_full_width(self, block: _Block) -> None:
        having = [block.having(file, WIDE_CHARACTERS, FULL_WIDTH) for file in range(self._scored)]
        self._wide_files.update(file for file, lines in enumerate(having) if lines)
        for file, lines in enumerate(having):
            wider = {at for at in lines if _is_wider(*block.line_and_others(file, at))}
            self._ledger.note("full-width", file, wider, block, FULL_WIDTH)
            alone = lines.difference(*(having[other] for other in block.others(file)))
            self._wide.note("full-width", file, alone, block, FULL_WIDTH)

    def _look_at_normalization(self, block: _Block) -> None:
        apart: list[set[int]] = []
        for text, lines in zip(block.texts[: self._scored], block.files, strict=False):
            is_plain = text.isascii() or unicodedata.is_normalized("NFC", text)
            apart.append(
                set() if is_plain else {at for at, line in enumerate(lines) if not unicodedata.is_normalized("NFC", line)}
            )
        for file in range(self._scored):
            alone = apart[file].difference(*(apart[other] for other in block.others(file)))
            if file == 0:
                alone |= {at for at in apart[0] - alone if _is_spelt_otherwise(*block.line_and_others(0, at))}
            self._ledger.note("normalization", file, alone, block)

    def _look_at_empty_lines(self, block: _Block, bare: Sequence[Sequence[str]]) -> None:
        empty = [{at for at, line in enumerate(lines) if not line} for lines in bare]
        everywhere = set.intersection(*empty)
        self._ledger.note("empty-everywhere", 0, everywhere, block)
        for file, lines in enumerate(empty):
            self._ledger.note("empty-reference" if file else "empty-hypothesis", file, lines - everywhere, block)

    def _about_files(self) -> list[Doubt]:
        """The doubts whether the files are the right ones; what is copied from the source is in its script, which says less."""
        copies = list(self._copies.doubts())
        is_source = any(doubt.kind in ("system-is-source", "reference-is-source") for doubt in copies)
        return [*copies, *(doubt for doubt in self._samples.doubts() if not (is_source and doubt.kind.startswith("script")))]

    def _all_wide(self) -> list[int]:
        """The files whose full-width characters are all odd, because the other side is Latin without any."""
        scripts = self._samples.scripts()[: self._scored]
        everything = range(self._scored)
        plain = {file for file in everything if file not in self._wide_files and file < len(scripts) and scripts[file] == "Latin"}
        return [file for file in sorted(self._wide_files) if set(everything[1:] if file == 0 else everything[:1]) <= plain]

    def _tokenised(self) -> Iterator[Doubt]:
        for file, count in enumerate(self._full_stops):
            most = max(self._full_stops[1:] if file == 0 else self._full_stops[:1], default=0)
            many = self._lines >= _ENOUGH_LINES and count >= _TOKENISED_SHARE * self._lines
            if (many or count >= _TOKENISED_LINES) and most * _FEW_OF <= count:
                yield Doubt("tokenised", file, 0, count, {"total": self._lines})

    def _tallied(self, kind: str, file: int, tally: _Tally) -> Doubt:
        codes = [f"U+{ord(character[0]):04X}" for character in tally.characters]
        named = ", ".join(codes[:_SHOWN_CHARACTERS]) + (", …" if len(codes) > _SHOWN_CHARACTERS else "")
        return Doubt(kind, None if kind == "empty-everywhere" else file, tally.first, tally.lines, {"characters": named})

    def _oddity(self, doubt: Doubt) -> Oddity:
        check = KINDS[doubt.kind]
        is_source = doubt.file is not None and doubt.file >= self._scored
        facts = {key: self._shown(key, value) for key, value in doubt.facts.items()}
        facts |= {"count": f"{doubt.lines:,}", "other": self._other_side(doubt.file or 0)}
        message = (check.message if is_source or not check.effect else f"{check.message}: {check.effect}").format_map(facts)
        where = "" if doubt.file is None else self._names[doubt.file]
        return Oddity(doubt.kind, where, doubt.line + 1, doubt.lines, message, "info" if is_source else check.severity)

    def _shown(self, key: str, value: str | int) -> str:
        if key.endswith("file"):
            return visible(self._names[int(value)])
        return f"{value:,}" if isinstance(value, int) else visible(value, _SHOWN_LENGTH)

    def _other_side(self, file: int) -> str:
        if file:
            return visible(self._names[0])
        return visible(self._names[1]) if self._scored == 2 else "the references"


def _odd_characters(text: str) -> frozenset[str]:
    """The characters of `text` that some check looks for."""
    plain = frozenset(character for character in ASCII_ODD if character in text)
    return plain if text.isascii() else plain.union(ODD.findall(text))


def _is_wider(line: str, others: Sequence[str]) -> bool:
    """Whether some full-width character stands where all `others` have the ordinary one."""
    for wide in set(FULL_WIDTH.findall(line)):
        half = chr(HALF[ord(wide)])
        theirs = max(other.count(half) for other in others)
        if theirs > line.count(half) and line.count(wide) > max(other.count(wide) for other in others):
            return True
    return False


def _is_joined_otherwise(line: str, others: Sequence[str]) -> bool:
    """Whether `others` have some word of `line` without the joiners in it; these belong to the spelling of many languages."""
    theirs = {word for other in others for word in other.split()}
    words = {word for word in line.split() if JOINED.search(word)} - theirs
    return not theirs.isdisjoint(JOINED.sub("", word) for word in words)


def _is_spelt_otherwise(line: str, others: Sequence[str]) -> bool:
    """Whether each of `others` has some word of `line` in another normalization."""
    words = set(line.split())
    for other in others:
        theirs = set(other.split())
        if {composed(word) for word in words - theirs}.isdisjoint(composed(word) for word in theirs - words):
            return False
    return True


def _repaired(kind: str, rows: Mapping[int, tuple[str, ...]]) -> tuple[Repair, ...]:
    repair = KINDS[kind].repair
    if repair is None:
        return ()
    return tuple(
        Repair(index, row[0], row[1:], repair(row[0]), tuple(map(repair, row[1:]))) for index, row in sorted(rows.items())
    )

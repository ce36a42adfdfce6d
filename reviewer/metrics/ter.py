"""Translation edit rate: the edits between two texts where moving a phrase is one edit too, found by a greedy search.

This is the TER of Snover et al. (2006) as tercom and sacrebleu compute it, to the integer, in a fraction of the time. What they
look at is the definition, for a search that finds fewer edits than theirs would be another metric. So the rules are theirs:

- the search shifts one phrase at a time, the one that lowers the edit distance most, until none lowers it;
- a phrase is up to 10 words that stand in both texts, at most 50 words apart, and that the alignment has wrong on both sides;
- among shifts that lower it equally, the longest phrase wins, then the first one, then the first place;
- the round in which the 1,000th shift is met ends the search and shifts nothing;
- the edit distance is the one within the beam of `reviewer.metrics.band`.

What makes it fast changes none of this. A word becomes a character, so that a shift is a slice and rapidfuzz counts the edits;
the alignment comes from bit-parallel rows (Hyyrö 2003); and the search ends as soon as the words without any partner prove that
no shift pays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from reviewer.analysis.fuzz import distances_within, word_distance
from reviewer.metrics.band import Beam, Moves, distances, moves

MAX_PHRASE = 10
MAX_LEAP = 50
"""At most so many words before or after its place in the reference a phrase is recognised."""
MAX_SHIFTS = 1_000
"""Every shift counts that a round could make, measured or not."""

_ALIEN, _MISSING = "\0", "\1"
"""Stand for all words that only the hypothesis has, and all that only the reference has: neither matches anything."""
_MAX_CELLS = 100_000_000
"""The bits of a larger table take too much memory: 25 MB at the bound. Its alignment is made within the band only."""
_CHUNK = 64
"""How many shifts are measured at once within the band: more keep numpy busy, fewer let a good one spare the rest."""

Candidate = tuple[int, int, int]
"""A shift: `(-length, start, place)`; the words from `start` on come before the word at `place`."""
Rank = tuple[int, int, int, int]
"""The distance after a shift, and the shift; the least is the best."""


class _Alignment(NamedTuple):
    """The path that tercom prefers among the best: a match or substitution, else a deletion, else an insertion."""

    distance: int
    hypothesis_errors: list[int]
    """The words from each word of the hypothesis to the next error, both included; there is none near if it is above 10."""
    reference_errors: list[int]
    """The same for the reference."""
    first_columns: list[int]
    """How many words of the reference are behind when the path has just taken each word of the hypothesis."""
    first_rows: list[int]
    """How many words of the hypothesis are behind when the path has just taken so many words of the reference."""


class _Shifted(NamedTuple):
    """The hypothesis after a shift."""

    text: str
    distance: int
    alignment: _Alignment | None = None
    """Only if it had to be made to know the distance."""


@dataclass(frozen=True, slots=True)
class _Target:
    """What the search asks about the reference, whatever the order of the hypothesis' words."""

    reference: str
    beam: Beam
    places: dict[str, list[int]]
    """Where each word that the hypothesis has too stands, in order."""
    bits: dict[str, int]
    """The places as bits."""


def ter_edits(hypothesis: Sequence[str], reference: Sequence[str]) -> int:
    """Shifts + insertions + deletions + substitutions; identical to sacrebleu's."""
    if hypothesis == reference:
        return 0
    if not hypothesis or not reference:
        return len(hypothesis) + len(reference)
    return _edits(*_lettered(hypothesis, reference))


def _lettered(hypothesis: Sequence[str], reference: Sequence[str]) -> tuple[str, str]:
    """Both texts, a character for each word."""
    shared = set(hypothesis).intersection(reference)
    characters = map(chr, chain(range(2, 0xD800), range(0xE000, 0x110000)))  # a surrogate could not be encoded for numpy
    letters = dict(zip(shared, characters, strict=False))
    text = [letters.get(word, _ALIEN) for word in hypothesis]
    return "".join(text), "".join([letters.get(word, _MISSING) for word in reference])


def _edits(text: str, reference: str) -> int:
    """The search itself.

    It need not go on one edit above the floor: it could stop there, or trade that edit for one shift.
    """
    beam = Beam(len(text), len(reference))
    settled = _floor(text, reference) + 1
    distance = word_distance(text, reference)
    if distance <= settled and beam.is_wide_enough(distance):
        return distance
    target = _target(reference, beam)
    alignment = _aligned(text, target)
    shifts, room = 0, MAX_SHIFTS
    while alignment.distance > settled:
        candidates = _candidates(text, alignment, target, room)
        room -= len(candidates)
        best = _best(text, candidates, alignment.distance, target) if room > 0 else None
        if best is None:
            break
        shifts += 1
        if best.distance <= settled:
            return shifts + best.distance
        text, alignment = best.text, best.alignment or _aligned(best.text, target)
    return shifts + alignment.distance


def _floor(text: str, reference: str) -> int:
    """No order of the words comes nearer: the words of one side that have no partner on the other, whichever are more."""
    words, partners = Counter(text), Counter(reference)
    pairs = sum([min(words[word], partners[word]) for word in words.keys() & partners.keys()])
    return max(len(text), len(reference)) - pairs


def _target(reference: str, beam: Beam) -> _Target:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(reference):
        if word != _MISSING:
            places.setdefault(word, []).append(at)
    return _Target(reference, beam, places, {word: sum([1 << at for at in found]) for word, found in places.items()})


def _candidates(text: str, alignment: _Alignment, target: _Target, room: int) -> list[Candidate]:
    """The shifts that tercom would measure, as often as it would; `room` of them are enough to end the search."""
    found: list[Candidate] = []
    for length, start, at in _phrases(text, alignment, target):
        # To before the phrase's place in the reference, or to after any word of it there.
        found += [(-length, start, place) for place in set(alignment.first_rows[at : at + length + 1])]
        if len(found) >= room:
            break
    return found


def _phrases(text: str, alignment: _Alignment, target: _Target) -> Iterator[tuple[int, int, int]]:
    """The phrases in both texts that may be shifted: `(length, start in the hypothesis, start in the reference)`."""
    words, partners = text + _ALIEN, target.reference + _MISSING  # a phrase ends at the latest where these differ
    for start, (word, error) in enumerate(zip(text, alignment.hypothesis_errors, strict=True)):
        if error > MAX_PHRASE or word not in target.places:
            continue
        places = target.places[word]
        for at in places[bisect_left(places, start - MAX_LEAP) : bisect_right(places, start + MAX_LEAP)]:
            length = max(error, alignment.reference_errors[at])  # the shortest with an error on both sides
            ahead = alignment.first_rows[at + 1] - 1 - start
            longest = MAX_PHRASE if ahead < 0 else min(MAX_PHRASE, ahead)  # it is not shifted into itself
            if length <= longest and words[start : start + length] == partners[at : at + length]:
                yield length, start, at
                while length < longest and words[start + length] == partners[at + length]:
                    length += 1
                    yield length, start, at


def _best(text: str, candidates: Sequence[Candidate], distance: int, target: _Target) -> _Shifted | None:
    """The best of the shifts, if it comes nearer than `distance`."""
    texts = [_shifted(text, *candidate) for candidate in candidates]
    near = distances_within(texts, target.reference, distance - 1)
    if not near:
        return None
    ranked = [((true, *candidates[index]), texts[index]) for true, index in near]
    if not target.beam.is_wide_enough(distance - 1):
        return _best_within_beam(sorted(ranked), distance, target)
    rank, shifted = min(ranked)
    return _Shifted(shifted, rank[0])


def _best_within_beam(ranked: Sequence[tuple[Rank, str]], distance: int, target: _Target) -> _Shifted | None:
    """The same where the beam may raise distances; `ranked` has the true ones, which it cannot lower, in ascending order."""
    rank, text = ranked[0]
    if target.beam.is_wide_enough(rank[0]):
        return _Shifted(text, rank[0])
    alignment = _aligned(text, target)
    if alignment.distance == rank[0]:
        return _Shifted(text, rank[0], alignment)
    best = (alignment.distance, *rank[1:]), text
    for start in range(1, len(ranked), _CHUNK):
        rivals = [shift for shift in ranked[start : start + _CHUNK] if shift < best]
        if not rivals:
            break
        measured = distances([text for _, text in rivals], target.reference, target.beam)
        best = min(best, *[((seen, *rank[1:]), text) for seen, (rank, text) in zip(measured, rivals, strict=True)])
    return _Shifted(best[1], best[0][0]) if best[0][0] < distance else None


def _shifted(text: str, negative_length: int, start: int, place: int) -> str:
    """`text` after a shift; places up to the end of the phrase are tercom's oddity: they count in the text without it."""
    end = start - negative_length
    rest = text[:start] + text[end:]
    to = place if place <= end else place + negative_length
    return rest[:to] + text[start:end] + rest[to:]


def _aligned(text: str, target: _Target) -> _Alignment:
    """The alignment within the beam.

    The path through the whole table will do if it keeps to the band: there its cells are worth the same, and no other less.
    """
    if len(text) * len(target.reference) <= _MAX_CELLS:
        alignment = _traced(text, target.reference, _whole_table(text, target))
        if target.beam.is_wide_enough(alignment.distance) or target.beam.holds(alignment.first_columns, alignment.first_rows):
            return alignment
    return _traced(text, target.reference, moves(text, target.reference, target.beam))


def _whole_table(text: str, target: _Target) -> Moves:
    """The moves without a beam, bit-parallel (Hyyrö 2003): the reference is the pattern, and the names are his D0, HP, VP, VN.

    The rows of last words that both texts share are left empty: matching them is always best.
    """
    rows = len(text)
    for word, partner in zip(reversed(text), reversed(target.reference), strict=False):
        if word != partner:
            break
        rows -= 1
    every = vp = (1 << len(target.reference)) - 1
    vn = 0
    sideways, upward = [], []
    for word in text[:rows]:
        match = target.bits.get(word, 0)
        d0 = ((((match & vp) + vp) ^ vp) | match | vn) & every
        hp = vn | (every ^ (d0 | vp))
        sideways.append(d0 ^ match)
        upward.append(hp)
        hp = hp << 1 | 1
        vp, vn = ((d0 & vp) << 1 | ~(d0 | hp)) & every, d0 & hp
    empty = [0] * (len(text) - rows)
    return Moves(sideways + empty, upward + empty, [1] * len(text))


def _traced(text: str, reference: str, table: Moves) -> _Alignment:
    """The path from the end of the table back to its start."""
    sideways, upward, origins = table
    row, column = len(text), len(reference)
    hypothesis_errors, reference_errors = [1] * row, [1] * column
    first_columns, first_rows = [0] * row, [0] * (column + 1)
    edits, hypothesis_error, reference_error = 0, MAX_PHRASE + 1, MAX_PHRASE + 1
    while row and column:
        bit = column - origins[row - 1]
        if sideways[row - 1] >> bit & 1:
            edits += 1
            if upward[row - 1] >> bit & 1:
                row -= 1
                first_columns[row] = column
                hypothesis_error = 1
            else:
                first_rows[column] = row
                column -= 1
                reference_error = 1
            continue
        first_rows[column] = row
        row -= 1
        first_columns[row] = column
        column -= 1
        if text[row] == reference[column]:
            hypothesis_error += 1
            reference_error += 1
        else:
            edits += 1
            hypothesis_error = reference_error = 1
        hypothesis_errors[row] = hypothesis_error
        reference_errors[column] = reference_error
    return _Alignment(edits + row + column, hypothesis_errors, reference_errors, first_columns, first_rows)

"""How many n-grams of a hypothesis its references have too: of many segments, and of all orders, with one sort.

BLEU and chrF count the same thing, one in words and the other in characters: of every n-gram of the hypothesis, as many
occurrences as some reference has ("clipped" counts). Here is that count, exact for any alphabet, length and order.

A segment's sequences stand one after another as numbers, the hypothesis first, and each has an end behind it:

```
hypothesis  a b      →  a b ‸         "‸" is 0, "$" is 1, and symbols start at 2
reference   b a b    →  b a b $
```

The n symbols from one position on, with the number of the segment before them and that of the sequence behind, are one integer:

```
segment | first symbol | second | … | n-th | sequence
```

Sorted, equal n-grams are neighbours; so are equal n-grams of each lower order, whose symbols are the upper bits of the same
integers. Where an integer has no room for all orders, the rank of what it has room for takes the segment's place, and the next
symbols follow that.

Nobody has to look for n-grams that run past an end, since they match nothing: up to the first end in it, such a one of the
hypothesis is like none of a reference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

CHUNK = 1 << 15
"""About how many characters are worked on at once: a few MB, and more are not faster."""

_HYPOTHESIS_END, _REFERENCE_END, _FIRST_SYMBOL = 0, 1, 2
_KEY_BITS = 62
"""An integer has 63 and a sign; the highest is left for a number above all keys."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """The sequences of some segments, numbered: first a segment's hypothesis, then its references, then the next segment's."""

    symbols: Integers
    """Of all sequences one after another, each with its end; equal numbers for equal symbols."""
    lengths: Integers
    """Symbols of each sequence, ends left out; shape (segments, 1 + references)."""

    @classmethod
    def of_characters(cls, texts: Sequence[str], sides: int) -> Sequences:
        """Each text is a sequence of code points, whatever they are; `sides` texts a segment, at least one segment."""
        ended = "\0".join((*texts, ""))
        codes = np.frombuffer(ended.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
        is_used = np.zeros(codes.max() + 1, np.bool_)
        is_used[codes] = True
        used = np.flatnonzero(is_used)
        numbers = np.empty(is_used.size, np.int64)
        numbers[used] = np.arange(_FIRST_SYMBOL, _FIRST_SYMBOL + used.size)
        return cls._ended(numbers[codes], texts, sides)

    @classmethod
    def of_words(cls, texts: Sequence[Sequence[str]], sides: int) -> Sequences:
        """Each text is a sequence of words; `sides` texts a segment, at least one segment."""
        words: list[str] = []
        for text in texts:
            words += text
            words.append("")
        numbers: defaultdict[str, int] = defaultdict(count(_FIRST_SYMBOL).__next__)
        return cls._ended(np.fromiter(map(numbers.__getitem__, words), np.int64, len(words)), texts, sides)

    @classmethod
    def _ended(cls, symbols: Integers, texts: Sequence[Sequence[str]], sides: int) -> Sequences:
        """Whatever stands behind each sequence now becomes its end."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts)).reshape(-1, sides)
        symbols[np.cumsum(lengths + 1) - 1] = _REFERENCE_END
        symbols[np.cumsum((lengths + 1).sum(axis=1)) - (lengths[:, 1:] + 1).sum(axis=1) - 1] = _HYPOTHESIS_END
        return cls(symbols, lengths)

    def totals(self, orders: int) -> Integers:
        """How many n-grams of order 1, 2, … each sequence has; shape (segments, 1 + references, orders)."""
        totals: Integers = np.maximum(self.lengths[:, :, np.newaxis] - np.arange(orders), 0)
        return totals


def clipped_matches(sequences: Sequences, orders: int, key_bits: int = _KEY_BITS) -> Integers:
    """How many n-grams of order 1, 2, … each hypothesis shares with its references; shape (segments, orders).

    An n-gram counts as often as the hypothesis has it, but no more often than the one reference that has it most.

    Args:
        sequences: the segments, each with at least one reference.
        orders: how many symbols the longest n-grams have.
        key_bits: how wide the sorted integers may be; the result is the same for any width.

    Raises:
        OverflowError: when no symbol fits beside a rank, which takes billions of them.
    """
    slots = sequences.lengths + 1
    segments, sides = slots.shape
    starts = np.cumsum(slots.sum(axis=1)) - slots.sum(axis=1)
    ranks = np.repeat(np.arange(segments), slots.sum(axis=1))
    side = np.repeat(np.tile(np.arange(sides), segments), slots.ravel())
    side_bits, symbol_bits = _bits(sides - 1), _bits(sequences.symbols.max())
    excess = np.empty((segments, orders), np.int64)
    done = 0
    while done < orders:
        step = min(orders - done, (key_bits - side_bits - _bits(ranks.max())) // symbol_bits)
        if step < 1:
            raise OverflowError(f"{ranks.size} symbols are too many to compare")
        keys = _keys(ranks, sequences.symbols[done:], step, symbol_bits)
        keys <<= side_bits
        keys |= side
        place = np.argsort(keys, kind="stable")  # segments are in order already: half the time of the default kind
        keys = keys[place]
        change = _changes(keys)
        balances = _balances(keys & ((1 << side_bits) - 1), sides)
        is_first = change >= 1 << side_bits
        groups = np.flatnonzero(is_first)
        for order in range(step, 0, -1):
            surplus = _surplus(balances, groups)
            excess[:, done + order - 1] = np.add.reduceat(surplus, np.searchsorted(groups, starts))
            groups = groups[change[groups] >= 1 << (side_bits + symbol_bits * (step - order + 1))]
        ranks[place] = np.cumsum(is_first[:-1])
        done += step
    return slots[:, :1] - excess


def _bits(largest: int) -> int:
    return int(largest).bit_length()


def _keys(heads: Integers, symbols: Integers, count: int, bits: int) -> Integers:
    """Each head with the `count` symbols from its position on behind it."""
    keys = heads.copy()
    for ahead in range(count):
        following = symbols[ahead:]
        keys <<= bits
        keys[: following.size] |= following
    return keys


def _changes(keys: Integers) -> Integers:
    """Each sorted key XOR the one before: the greater the number, the shorter the n-grams that differ already.

    The first differs in all, and so does one more, the end.
    """
    changes = np.full(keys.size + 1, np.iinfo(np.int64).max)
    np.bitwise_xor(keys[1:], keys[:-1], out=changes[1:-1])
    return changes


def _balances(side: Integers, sides: int) -> list[NDArray[np.int32]]:
    """For each reference: before each place and at the end, how many keys of the hypothesis came, less those of the reference."""
    hypothesis = (side == 0).view(np.int8)
    balances = []
    for reference in range(1, sides):
        balance = np.zeros(side.size + 1, np.int32)
        np.cumsum(hypothesis - (side == reference).view(np.int8), dtype=np.int32, out=balance[1:])
        balances.append(balance)
    return balances


def _surplus(balances: list[NDArray[np.int32]], groups: Integers) -> NDArray[np.int32]:
    """What the hypothesis has of each group, equal n-grams, beyond the reference that has most of it."""
    surplus = np.diff(balances[0][groups])
    for balance in balances[1:]:
        np.minimum(surplus, np.diff(balance[groups]), out=surplus)
    return np.maximum(surplus, 0, out=surplus)


def parts(texts: Sequence[Sequence[str | None]]) -> Iterator[slice]:
    """The segments in slices of about `CHUNK` characters or one long segment; `texts` has one sequence a side."""
    start = size = 0
    for place, segment in enumerate(zip(*texts, strict=True)):
        if size >= CHUNK:
            yield slice(start, place)
            start, size = place, 0
        size += len(segment) + sum(map(len, filter(None, segment)))
    if size:
        yield slice(start, len(texts[0]))

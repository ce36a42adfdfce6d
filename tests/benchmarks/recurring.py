"""What finding recurring corrections costs, and how it grows: seconds and memory by the number of corrections. Asserts nothing.

    python tests/benchmarks/recurring.py [--corrections 50000]

Each row has twice as many sentences as the one before; a time that grows by much more than two does not scale. The last rows are
as many corrections of a kind that costs more: each sentence written anew, and writing without spaces.
"""

from __future__ import annotations

import argparse
import random
import tracemalloc
from time import perf_counter

from reviewer.fixes.recurring import Corrected, recurring

_CHANCE = random.Random(11)
_WORDS = ["".join(_CHANCE.choices("etaoinshrdlucmfwypvbgk", k=_CHANCE.randint(2, 9))) for _ in range(20_000)]


def sentence() -> list[str]:
    """Some twenty words, the frequent ones more often, as in news."""
    return [_WORDS[min(int(_CHANCE.paretovariate(0.6)), len(_WORDS)) - 1] for _ in range(_CHANCE.randint(12, 30))]


def edited(words: list[str], share: float) -> list[str]:
    """The words after an editor: so many of them are others, a frequent one always the same other."""
    return [word[::-1] if _CHANCE.random() < share else word for word in words]


def corrections(count: int, share: float, between: str = " ") -> list[Corrected]:
    """So many, in articles of forty, by four editors."""
    made = []
    for number in range(count):
        words = sentence()
        final = edited(words, share) if number % 3 else words
        made.append(Corrected(between.join(words), between.join(final), str(number // 40), f"desk{number % 4}", str(number)))
    return made


def unspaced(count: int) -> list[Corrected]:
    """So many sentences of Chinese characters, one in eight of them another."""
    made = []
    for number in range(count):
        text = [chr(0x4E00 + min(int(_CHANCE.paretovariate(0.6)), 3_000)) for _ in range(40)]
        final = [chr(ord(sign) + 1) if _CHANCE.random() < 1 / 8 else sign for sign in text]
        made.append(Corrected("".join(text), "".join(final), str(number // 40), "desk", str(number)))
    return made


def measure(name: str, made: list[Corrected], before: float | None) -> float:
    """Print one row, and give its seconds."""
    began = perf_counter()
    found = recurring(made)
    seconds = perf_counter() - began
    tracemalloc.start()
    recurring(made[: len(made) // 10])
    peak = tracemalloc.get_traced_memory()[1] * 10 / 2**20
    tracemalloc.stop()
    growth = f"{seconds / before:.2f}" if before else "-"
    print(f"{name:<34}{len(made):>10,}{len(found):>10,}{seconds:>10.2f}{growth:>8}{peak:>10.0f}")
    return seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corrections", type=int, default=50_000)
    options = parser.parse_args()
    print(f"{'':<34}{'count':>10}{'phrases':>10}{'s':>10}{'growth':>8}{'MiB (est.)':>12}")
    before = None
    for part in (8, 4, 2, 1):
        before = measure("one word in eight changed", corrections(options.corrections // part, 1 / 8), before)
    measure("half of the words changed", corrections(options.corrections, 1 / 2), None)
    measure("without spaces", unspaced(options.corrections // 4), None)


if __name__ == "__main__":
    main()

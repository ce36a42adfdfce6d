"""What a key costs: diff, edit rate and similarity of a pair, and the live scorer beside the screen.

`python tests/benchmarks/diff.py` prints one table and asserts nothing.
"""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from reviewer.analysis.diff import diff, edit_rate_counts
from reviewer.analysis.fuzz import similarity
from reviewer.metrics import Pair
from reviewer.metrics.live import LiveScorer

PROSE = """
The ministers of thirty-two states said in Brussels on Tuesday that talks about NATO's eastward expansion would not
end soon; the government, which had asked for 1,000.5 billion euros, “knew nothing” of it until after the election.
"""
VOCABULARY = PROSE.split()


def sentence(words: int, seed: int) -> str:
    """So many words of the vocabulary, the same ones for the same seed."""
    return " ".join(random.Random(seed).choices(VOCABULARY, k=words))


def edited(text: str, seed: int) -> str:
    """`text` after an editor: one word in eight is another."""
    draw = random.Random(seed)
    return " ".join(draw.choice(VOCABULARY) if draw.random() < 1 / 8 else word for word in text.split())


def shuffled(text: str, seed: int) -> str:
    """`text` in another order."""
    words = text.split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


def row(name: str, seconds: list[float]) -> None:
    """Print the median and the 95th percentile of `seconds`."""
    ranked = sorted(seconds)
    p95 = ranked[round(0.95 * (len(ranked) - 1))]
    print(f"{name:<58}{len(ranked):>6}{statistics.median(ranked) * 1e3:>12.3f}{p95 * 1e3:>12.3f}")


def measure(name: str, function: Callable[[str, str], object], pairs: list[tuple[str, str]]) -> None:
    """Time `function` over `pairs`, each once."""
    seconds = []
    for machine, correction in pairs:
        started = perf_counter()
        function(machine, correction)
        seconds.append(perf_counter() - started)
    row(name, seconds)


def memory(pid: int | None) -> str:
    """The resident memory of a process, where the system tells."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return "unknown"
    return next(line.split(":")[1].strip() for line in status.read_text().splitlines() if line.startswith("VmRSS"))


async def live() -> None:
    """Time whole requests to a live scorer, its start and a restart among them."""
    scorer = LiveScorer()

    async def once(pair: Pair) -> tuple[float, float, str]:
        started = perf_counter()
        parts: list[float] = []
        outcome = await scorer.score(pair, "en", lambda part: parts.append(perf_counter() - started))
        return parts[0] if parts else float("nan"), perf_counter() - started, outcome

    machine = sentence(40, 1)
    row("live scorer: first answer, process start included", [(await once(Pair(machine, edited(machine, 0))))[0]])
    timings = [await once(Pair(machine, edited(machine, seed))) for seed in range(1, 301)]
    row("live scorer: BLEU and chrF2, 40 words", [first for first, _, _ in timings])
    row("live scorer: and TER, 40 words", [whole for _, whole, _ in timings])
    print(f"live scorer: resident memory {memory(scorer.pid)}")
    long = sentence(200, 2)
    first, whole, outcome = await once(Pair(long, shuffled(long, 3)))
    row(f"live scorer: 200 words shuffled, BLEU and chrF2 ({outcome})", [first])
    row("live scorer: 200 words shuffled, cut off", [whole])
    row("live scorer: the next request, restart included", [(await once(Pair(machine, edited(machine, 0))))[0]])
    scorer.close()


def main() -> None:
    """Print the table."""
    print(f"{'':<58}{'runs':>6}{'median ms':>12}{'p95 ms':>12}")
    diff("warm", "up")
    machine = sentence(40, 1)
    typing = [(machine, edited(machine, seed)) for seed in range(2000)]
    fresh = [(text := sentence(40, seed), edited(text, seed)) for seed in range(2000)]
    measure("diff, 40 words, same machine text", diff, typing)
    measure("diff, 40 words, new machine text", diff, fresh)
    measure("edit rate, 40 words", edit_rate_counts, [(before, after + " ") for before, after in typing])
    measure("similarity, 40 words", similarity, typing)
    measure("diff, 1,000 words shuffled", diff, [(text := sentence(1000, seed), shuffled(text, seed)) for seed in range(20)])
    long = [(text := sentence(16_000, seed), edited(text, seed)) for seed in range(3)]
    measure(f"diff, {len(long[0][0]):,} characters", diff, long)
    measure(f"similarity, {len(long[0][0]):,} characters", similarity, long)
    different = [(sentence(175_000, seed), sentence(175_000, seed + 10)) for seed in range(2)]
    measure(f"diff, {len(different[0][0]):,} characters", diff, different)
    measure(f"edit rate, {len(different[0][0]):,} characters", edit_rate_counts, different)
    asyncio.run(live())


if __name__ == "__main__":
    main()

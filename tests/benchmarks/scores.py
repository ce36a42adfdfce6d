"""The scores of this tool beside those of sacrebleu's own command line: time, memory, values, signatures.

    python tests/benchmarks/scores.py                 # the table: 100,000 pairs, TER and compare 10,000; half an hour
    python tests/benchmarks/scores.py --pairs 10000   # a tenth of it
    python tests/benchmarks/scores.py --only chrf ter # some of the rows

Each row runs both programs as whole processes, one after the other, `--runs` times (rows of 1,000 pairs at least 7 times), on the
same made-up files, and prints the medians of wall time, the peak memory of the largest process, and whether values and signatures
are the same. sacrebleu's paired tests have no JSON that works for chrF with NumPy 2, so values are read from its text.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

WORDS = 22
VOCABULARY = 60_000
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """One whole process, and those that it started."""

    wall: float
    cpu: float
    peak: float
    """MiB, of the largest process."""
    out: str


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    pairs: int
    theirs: Callable[[Path], list[str]]
    ours: Callable[[Path], list[str]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="names of rows, or their beginnings")
    parser.add_argument("--files", type=Path, nargs=3, help="a reference and two systems of your own, as they are; for TER")
    parser.add_argument("--million", action="store_true", help="ten times as many pairs too, of ours alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        print(
            f"{'':<26}{'pairs':>9}{'sacrebleu':>11}{'reviewer':>10}{'ratio':>8}{'CPU ratio':>11}{'peak MiB':>16}{'ratio':>7} same"
        )
        if arguments.files:
            measure(corpus("ter", 0), root, arguments.runs, arguments.files)
            return
        for row in rows(arguments.pairs):
            if not arguments.only or any(row.name.startswith(only) for only in arguments.only):
                measure(row, root, arguments.runs)
        if arguments.million:
            for metric in ("bleu", "chrf"):
                growth(metric, arguments.pairs, root)


def rows(pairs: int) -> list[Row]:
    """The table."""
    tenth, small = max(pairs // 10, 1000), 1000
    return [
        *(corpus(metric, pairs) for metric in ("chrf", "chrf++", "bleu")),
        corpus("ter", tenth),
        *(corpus(metric, pairs, confidence=True) for metric in ("bleu", "chrf")),
        *(paired(test, tenth) for test in ("bootstrap", "randomization")),
        *(corpus(metric, small) for metric in ("bleu", "chrf", "ter")),
        Row("--help", 0, lambda root: [str(BIN / "sacrebleu"), "--help"], lambda root: [str(BIN / "reviewer"), "--help"]),
    ]


def corpus(metric: str, pairs: int, *, confidence: bool = False) -> Row:
    """One system by one metric."""
    name, order = ("chrf", ["--chrf-word-order", "2"]) if metric == "chrf++" else (metric, [])
    sure = ["--confidence"] if confidence else []

    def theirs(root: Path) -> list[str]:
        files = [str(root / "reference"), "-i", str(root / "first")]
        return [str(BIN / "sacrebleu"), *files, "-m", name, *order, *sure, "--width", "14", "--format", "json"]

    def ours(root: Path) -> list[str]:
        files = [str(root / "first"), "--reference", str(root / "reference")]
        return [str(BIN / "reviewer"), "score", *files, "--metric", metric, *sure, "--width", "14"]

    return Row(f"{metric}{' --confidence' if confidence else ''}", pairs, theirs, ours)


def paired(test: str, pairs: int) -> Row:
    """Two systems by BLEU and chrF."""

    def theirs(root: Path) -> list[str]:
        files = [str(root / "reference"), "-i", str(root / "first"), str(root / "second")]
        flag = "--paired-bs" if test == "bootstrap" else "--paired-ar"
        return [str(BIN / "sacrebleu"), *files, "-m", "bleu", "chrf", flag, "--format", "text", "--width", "4"]

    def ours(root: Path) -> list[str]:
        files = [str(root / "first"), str(root / "second"), "--reference", str(root / "reference")]
        options = ["--metric", "bleu", "--metric", "chrf", "--test", test, "--format", "json"]
        return [str(BIN / "reviewer"), "compare", *files, *options]

    return Row(f"compare, {test}", pairs, theirs, ours)


def measure(row: Row, root: Path, runs: int, files: Sequence[Path] = ()) -> None:
    """Print one line."""
    if files:
        for name, path in zip(("reference", "first", "second"), files, strict=True):
            (root / name).write_bytes(path.read_bytes())
    else:
        write_corpus(root, row.pairs)
    theirs, ours = [], []
    for _ in range(runs if files or row.pairs > 1000 else max(runs, 7)):
        theirs.append(run(row.theirs(root)))
        ours.append(run(row.ours(root)))
    wall = [statistics.median(each.wall for each in side) for side in (theirs, ours)]
    cpu = [statistics.median(each.cpu for each in side) for side in (theirs, ours)]
    peak = [max(each.peak for each in side) for side in (theirs, ours)]
    same = "" if row.name == "--help" else "yes" if same_numbers(theirs[0].out, ours[0].out) else "NO"
    print(
        f"{row.name:<26}{row.pairs:>9,}{wall[0]:>10.2f}s{wall[1]:>9.2f}s{wall[0] / wall[1]:>7.1f}×{cpu[0] / cpu[1]:>10.1f}×"
        f"{peak[0]:>8.0f}{peak[1]:>8.0f}{peak[0] / peak[1]:>6.1f}× {same}",
        flush=True,
    )


def growth(metric: str, pairs: int, root: Path) -> None:
    """Ten times as many pairs: how much longer, how much more memory."""
    row = corpus(metric, pairs)
    write_corpus(root, pairs)
    small = run(row.ours(root))
    write_corpus(root, 10 * pairs)
    large = run(row.ours(root))
    print(
        f"{metric:<26}{10 * pairs:>9,}{'':>11}{large.wall:>9.2f}s   {large.wall / small.wall:.1f} × the time of {pairs:,}, "
        f"peak {large.peak:.0f} MiB: {large.peak / small.peak:.2f} ×",
        flush=True,
    )


def same_numbers(theirs: str, ours: str) -> bool:
    """Whether all values and signatures that sacrebleu printed are those that we printed."""
    if theirs.startswith("{"):
        said = json.loads(theirs)
        line = next(line for line in ours.splitlines() if not line.startswith("#")).strip()
        number = line.split(" = ")[1].split(" ")[0]
        values = float(number) == said["score"] and line.split(" = ")[0] == f"{said['name']}|{said['signature']}"
        return values and ("confidence" not in said or said["confidence"] in line)
    comparisons = json.loads(ours)["comparisons"]
    table = theirs.split("-----------------\nMetric signatures")[0]
    p_values = [float(found) for found in re.findall(r"p = ([0-9.]+)", table)]
    signatures = [entry["signature"] in theirs for entry in comparisons]
    wanted = [f"{entry['value']:.4f}" in table and f"{entry['baseline_value']:.4f}" in table for entry in comparisons]
    return [round(entry["p_value"], 4) for entry in comparisons] == p_values[-len(comparisons) :] and all(signatures + wanted)


def run(command: Sequence[str]) -> Run:
    """One process from start to end."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    out = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out)


def write_corpus(root: Path, pairs: int) -> None:
    """A reference and two systems: words as frequent as in news, some replaced, left out, put in, and phrases moved."""
    rng = random.Random(20261124)
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "on", "ent")]
    vocabulary = ["".join(rng.choices(syllables, k=1 + rank.bit_length() // 5)) for rank in range(VOCABULARY)]
    frequencies = list(accumulate(1 / (rank + 2) for rank in range(VOCABULARY)))
    words = Words(rng, vocabulary, frequencies)
    with (root / "reference").open("w") as reference, (root / "first").open("w") as first, (root / "second").open("w") as second:
        for _ in range(pairs):
            meant = words.some(max(3, round(rng.gauss(WORDS, WORDS / 3))))
            reference.write(sentence(meant))
            first.write(sentence(words.varied(meant)))
            second.write(sentence(words.varied(meant)))


@dataclass(frozen=True)
class Words:
    """Where words come from: a few are in every sentence, and most are rare (Zipf)."""

    rng: random.Random
    vocabulary: list[str]
    frequencies: list[float]

    def some(self, count: int) -> list[str]:
        """So many words."""
        return self.rng.choices(self.vocabulary, cum_weights=self.frequencies, k=count)

    def varied(self, words: Sequence[str]) -> list[str]:
        """A fifth replaced, six in a hundred left out and put in, and in two of three sentences a phrase moved."""
        made: list[str] = []
        for word in words:
            chance = self.rng.random()
            if chance >= 0.06:
                made += self.some(1) if chance < 0.26 else [word]
            if chance > 0.94:
                made += self.some(1)
        if self.rng.random() < 0.67 and len(made) > 8:
            start, length = self.rng.randrange(len(made) - 4), self.rng.randint(1, 4)
            moved, rest = made[start : start + length], made[:start] + made[start + length :]
            to = self.rng.randrange(len(rest))
            made = [*rest[:to], *moved, *rest[to:]]
        return made


def sentence(words: Sequence[str]) -> str:
    """With a capital, a comma and a full stop, as news has them."""
    if len(words) > 9:
        words = [*words[:6], f"{words[6]},", *words[7:]]
    return " ".join(words).capitalize() + ".\n"


if __name__ == "__main__":
    main()

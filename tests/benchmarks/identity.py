"""Every number of ours beside sacrebleu's own, over files that you have: each row of statistics, each score, each signature.

    python tests/benchmarks/identity.py --hypotheses system.txt --references ref_a.txt ref_b.txt
    python tests/benchmarks/identity.py --table post-edits.tsv --columns mt pe1 pe2

Over all options of BLEU, chrF and TER, first with one reference and then with all, some of them missing. Rows are compared to the
bit; of one option in three also the 1,000 resampled scores. Prints what differs, and at last how much was compared.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from sacrebleu.significance import _bootstrap_resample

from reviewer.metrics import Bleu, Chrf, Sums, Ter, Texts
from reviewer.metrics.resampling import bootstrap_sums
from reviewer.metrics.sacre import SacreMeasure


def main() -> None:
    """Compare, and end with status 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hypotheses", type=Path)
    parser.add_argument("--references", type=Path, nargs="+", default=[])
    parser.add_argument("--table", type=Path, help="tab-separated, with a header")
    parser.add_argument("--columns", nargs="+", default=[], help="of the table: the hypothesis, then the references")
    parser.add_argument("--limit", type=int, help="so many segments")
    parser.add_argument("--no-ter", action="store_true", help="leave out TER, which takes sacrebleu minutes")
    arguments = parser.parse_args()
    columns = (
        table(arguments.table, arguments.columns)
        if arguments.table
        else list(map(lines, [arguments.hypotheses, *arguments.references]))
    )
    hypotheses, *references = (column[: arguments.limit] for column in columns)
    compared = wrong = 0
    for texts in reference_sets(hypotheses, references):
        for number, measure in enumerate(measures(with_ter=not arguments.no_ter)):
            compared += len(texts)
            wrong += not same(measure, texts, resample=number % 3 == 0)
    print(f"{compared:,} rows compared, {wrong} of the options differ")
    sys.exit(bool(wrong))


def measures(*, with_ter: bool) -> Iterator[SacreMeasure]:
    """Every option, most of them with every other."""
    for tokenize, lowercase in product(("13a", "none", "intl", "char", "zh"), (False, True)):
        yield Bleu(tokenize, lowercase)
    for smooth in ("none", "floor", "add-k"):
        yield Bleu(smooth_method=smooth)
        yield Bleu(smooth_method=smooth, effective_order=True)
    for characters, words, whitespace in product((1, 6, 8), (0, 1, 2), (False, True)):
        yield Chrf(characters, words, whitespace=whitespace)
    yield from (Chrf(beta=1), Chrf(beta=3, lowercase=True), Chrf(eps_smoothing=True), Chrf(word_order=2, eps_smoothing=True))
    if with_ter:
        yield Ter()
        yield Ter(normalized=True, asian_support=True, case_sensitive=True)
        yield Ter(no_punct=True, asian_support=True)


def reference_sets(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> Iterator[Texts]:
    """The first reference; then all, and if there is one only, the hypotheses of other segments as second; then with holes."""
    yield Texts(hypotheses, references[:1])
    several = references if len(references) > 1 else [references[0], [*hypotheses[1:], *hypotheses[:1]]]
    yield Texts(hypotheses, several)
    rng = random.Random(7)
    yield Texts(hypotheses, [several[0], *([text if rng.random() < 0.5 else None for text in each] for each in several[1:])])


def same(measure: SacreMeasure, texts: Texts, *, resample: bool) -> bool:
    """Whether rows, value, signature and resampled scores are sacrebleu's own."""
    sacre = measure.sacre
    sacre._ref_cache = None
    rows = measure.statistics(texts)
    theirs = sacre._extract_corpus_statistics(texts.hypotheses, texts.references)  # type: ignore[arg-type]
    expected = np.array(theirs, dtype=rows.dtype)
    differing = np.flatnonzero((rows != expected).any(1))
    for row in differing[:3]:
        print(f"{measure}, segment {row + 1}: {rows[row].tolist()} against {expected[row].tolist()}")
    sums = Sums()
    sums.add(rows)
    score = sacre._aggregate_and_compute(theirs).score
    counts = texts.reference_counts
    signature = measure.signature(next(iter(counts)) if len(counts) == 1 else None)
    right = not differing.size and measure.value(sums.columns) == score and signature == str(sacre.get_signature())
    if right and resample:
        _, scores = _bootstrap_resample(theirs, sacre, 1000)
        (drawn,) = bootstrap_sums([rows], 1000, 12345, single_precision=[True])
        right = measure.values(drawn).tolist() == [float(each.score) for each in scores]
    if not right:
        print(f"{measure}, {len(texts.references)} references: {measure.value(sums.columns)!r} against {score!r}, {signature}")
    return right


def lines(path: Path) -> list[str]:
    """As sacrebleu's command line reads them."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return [line.rstrip() for line in file]


def table(path: Path, columns: Sequence[str]) -> list[list[str]]:
    """The named columns."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [[row[column] or "" for row in rows] for column in columns]


if __name__ == "__main__":
    main()

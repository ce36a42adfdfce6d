"""What the edits of real corrections suggest: how many errors of each category, severity and rule. Asserts nothing.

    python tests/benchmarks/candidates.py FILE [--machine mt] [--correction pe]

FILE is a TSV with a header, without quoting; a row is a machine text and its correction.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from reviewer.core.error import Severity
from reviewer.mqm.candidates import RULES, candidates


def pairs(path: Path, machine: str, correction: str) -> list[tuple[str, str]]:
    """The machine texts and corrections of `path`; a quotation mark in it is one."""
    header, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    columns = header.index(machine), header.index(correction)
    return [(row[columns[0]], row[columns[1]]) for row in rows]


def table(title: str, counts: Counter[str], whole: int) -> None:
    """Print how many there are of each, the most first."""
    print(f"\n{title}")
    for name, count in counts.most_common():
        print(f"  {name:<28}{count:>6}  {100 * count / whole:5.1f} %")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--machine", default="mt")
    parser.add_argument("--correction", default="pe")
    options = parser.parse_args()
    read = pairs(options.file, options.machine, options.correction)
    found = [each for machine, correction in read for each in candidates(machine, correction)]
    words = sum(len(machine.split()) for machine, _ in read)
    changed = sum(machine != correction for machine, correction in read)
    print(f"{len(read):,} pairs, {changed:,} corrected, {words:,} words, {len(found):,} candidates")
    if not found:
        return
    table("category", Counter(str(each.error.category) for each in found), len(found))
    table("severity", Counter({str(each): sum(one.error.severity is each for one in found) for each in Severity}), len(found))
    both = Counter(f"{each.error.category} {each.error.severity}" for each in found)
    table("category and severity", both, len(found))
    rules = Counter(each.rule for each in found)
    table("rule", rules, len(found))
    print(f"\nnever: {', '.join(rule for rule in RULES if rule not in rules) or 'none'}")


if __name__ == "__main__":
    main()

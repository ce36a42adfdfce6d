"""How much the checks flag in files of lines, how fast they are, and what a keystroke costs.

    python tests/benchmarks/checks.py HUMAN.txt MACHINE.txt --articles DOCIDS.tsv [--show repeated-word] [--sample 60]

The articles are put together by the second column of DOCIDS.tsv, because quotes and brackets pair over a paragraph; without it
each line is an article. Flags of warning level and above are counted per 1,000 lines, at the levels that they have where nothing
was reviewed yet; times are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from reviewer.checks import CHECKS, Engine, Story, Unit, story_of
from reviewer.checks.trust import Trust
from reviewer.core.finding import Finding


def stories(path: Path, articles: Path | None) -> Iterator[Story]:
    """The articles of a file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    lines = lines[:-1] if lines and not lines[-1] else lines
    names = [str(number) for number in range(len(lines))]
    if articles is not None:
        names = [row.split("\t")[1] for row in articles.read_text(encoding="utf-8").splitlines()]
    for _, rows in groupby(zip(names, lines, strict=True), key=lambda row: row[0]):
        yield story_of([Unit(line, gap=" ", language="en") for _, line in rows])


def main() -> None:
    """Print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--show", nargs="*", default=[], help="print the findings of these checks; `all` for all")
    parser.add_argument("--sample", type=int, default=0, help="print so many findings of each file, drawn at random")
    parser.add_argument("--info", action="store_true", help="count and show those of level info too")
    asked = parser.parse_args()
    trust = Trust.of(CHECKS.values())
    for path in asked.files:
        told = list(stories(path, asked.articles))
        engine = Engine(CHECKS.values())
        started = time.process_time()
        found = [(story, finding) for story in told for finding in engine.findings(story)]
        seconds = time.process_time() - started
        lines = sum(len(story.units) for story in told)
        found = [(story, replace(finding, level=trust.level(finding))) for story, finding in found]
        counted = [pair for pair in found if pair[1].level.counts or asked.info]
        print(f"{path}: {lines:,} lines, {len(told):,} articles, {lines / seconds:,.0f} lines a second")
        print(f"  {1000 * len(counted) / lines:.1f} flags per 1,000 lines ({len(counted)})")
        for name, count in Counter(finding.check for _, finding in counted).most_common():
            print(f"  {count:5} {name}")
        shown = [pair for pair in counted if pair[1].check in asked.show or "all" in asked.show]
        drawn = random.Random(1).sample(counted, min(asked.sample, len(counted)))
        for story, finding in shown + drawn:
            print(_line(story, finding))
        _keystrokes(told)
    _cold(asked.files[0])


def _line(story: Story, finding: Finding) -> str:
    text = story.units[finding.position - 1].text
    start, end = finding.span
    around = f"{text[max(0, start - 60) : start]}>>{text[start:end]}<<{text[end : end + 60]}"
    return f"  {finding.level} {finding.check}: {finding.message} -> {finding.suggestion!r} | {around}"


def _keystrokes(told: list[Story]) -> None:
    """Types a character into the middle of every unit of the first stories, everything else being known already."""
    engine = Engine(CHECKS.values())
    times = []
    for story in told[:20]:
        engine.findings(story, wide=False)
        for at, unit in enumerate(story.units):
            half = len(unit.text) // 2
            texts = [each.text for each in story.units]
            texts[at] = f"{unit.text[:half]}x{unit.text[half:]}"
            typed = story_of([Unit(text, gap=" ", language="en") for text in texts])
            started = time.perf_counter()
            engine.findings(typed, wide=False)
            times.append(time.perf_counter() - started)
    times.sort()
    print(f"  a keystroke: median {1000 * times[len(times) // 2]:.2f} ms, p95 {1000 * times[len(times) * 95 // 100]:.2f} ms")


_FIRST_LOOK = """
import sys, time
started = time.perf_counter()
from reviewer.checks import CHECKS, Engine, Unit, story_of
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()[:40]
Engine(CHECKS.values()).findings(story_of([Unit(line, gap=" ", language="en") for line in lines]))
print(time.perf_counter() - started)
"""


def _cold(path: Path) -> None:
    """Looks at forty sentences in processes that have loaded nothing yet."""
    asked = [sys.executable, "-c", _FIRST_LOOK, str(path)]
    times = sorted(float(subprocess.run(asked, capture_output=True, check=True).stdout) for _ in range(9))
    print(f"a first article of 40 sentences, loading included: {1000 * times[0]:.0f} ms at best, {1000 * times[4]:.0f} ms median")


if __name__ == "__main__":
    main()

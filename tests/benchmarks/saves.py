"""How long a save takes while others save too, beside a bare `INSERT` loop in the same run. Prints a table and asserts nothing.

    python -m tests.benchmarks.saves [--processes 8] [--saves 1000] [--folder DIR]

Each row is so many processes that save as fast as they can, or at human pace (a save every quarter of a second on average), or
beside a report that reads from one snapshot all the while. On one segment it is a fifth of the saves, because each reads all that
was decided there before. The folder should be on the disk that you want to know about.
"""

from __future__ import annotations

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from reviewer.store import Store
from tests.contending import Figures, Load, contend, prepare

THINK = 0.25


def measured(folder: Path, what: str, load: Load, reader: bool = False) -> Figures:
    """One line of the table; `reader` is whether somebody reads from one snapshot meanwhile."""
    path = folder / f"{what}.db"
    prepare(path, load)
    with ExitStack() as reading:
        if reader:
            store = reading.enter_context(Store.open(path, readonly=True))
            reading.enter_context(store.snapshot())
            store.counts()
        figures = contend(path, load)
    print(f"{what:<44} {figures}{''.join(f'; {wrong}' for wrong in figures.wrong[:3])}", flush=True)
    return figures


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--saves", type=int, default=1_000, help="of each process")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    full = Load(asked.processes, asked.saves)
    calm = replace(full, saves=max(asked.saves // 20, 5), think=THINK)
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        ours = measured(folder, "saves, own segments", full)
        plain = measured(folder, "plain INSERT loop", replace(full, kind="plain"))
        measured(folder, "saves, own segments, during a report", full, reader=True)
        measured(folder, "saves, one segment", replace(full, saves=max(asked.saves // 5, 5), on_one=True))
        slow = measured(folder, "saves, at human pace", calm)
        bare = measured(folder, "plain INSERT, at human pace", replace(calm, kind="plain"))
    for what, one, other in (("as fast as they can", ours, plain), ("at human pace", slow, bare)):
        p99, worst = (one.quantile(part) / other.quantile(part) for part in (0.99, 1.0))
        print(f"a save against a plain INSERT, {what}: p99 {p99:.1f} times, max {worst:.1f} times")


if __name__ == "__main__":
    main()

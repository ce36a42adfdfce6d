"""`kill -9` while a file comes in: all of it is there afterwards, or nothing, and the next import makes it whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reviewer.formats import ReadOptions
from reviewer.store import Store
from reviewer.workflow.importing import import_file, understand

ROWS = 2_000
SAID = ReadOptions(source_language="ko", target_language="en")
IMPORT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from reviewer.formats import ReadOptions
from reviewer.store import Store
from reviewer.workflow.importing import import_file, understand

path, database = map(Path, sys.argv[1:])
said = ReadOptions(source_language="ko", target_language="en")
document = understand(path, said)
{0}
print("read", flush=True)
with Store.open(database) as store:
    import_file(store, path, document, said, editor="desk", now=datetime.now(UTC))
print("done", flush=True)
"""
IN_PARTS = """
import time
from dataclasses import replace

with Store.open(database) as store:
    half = replace(document, articles=document.articles[:5])
    import_file(store, path, half, said, editor="desk", now=datetime.now(UTC))
print("read", flush=True)
time.sleep(60)
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file of ten articles."""
    path = tmp_path / "news.tsv"
    rows = (f"{number % 10}\tSentence {number} of a story that a machine wrote.\n" for number in range(ROWS))
    path.write_text("article\tmt\n" + "".join(rows))
    return path


def run(table: Path, database: Path, wait: float | None, weakness: str = "") -> float | None:
    """Import, and be killed so many seconds after the file was read; how long it took after that, None where it was killed."""
    command = [sys.executable, "-c", IMPORT.format(weakness), table, database]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "read\n"
    started = time.monotonic()
    if wait is not None:
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
    return time.monotonic() - started if "done" in process.communicate()[0] else None


def rows(database: Path) -> int:
    """How many segments are in."""
    if not database.exists():
        return 0
    with Store.open(database, create=False) as store:
        return store.counts().total


def killed_while_importing(table: Path, kills: int, whole: float, weakness: str = "") -> tuple[int, int, int]:
    """How often an import was killed before it was done, how often a part of the file was in, and how often it was not mended.

    The moments are spread over `whole`, the seconds that it takes.
    """
    before = parts = unmended = 0
    for kill in range(kills):
        database = table.with_name(f"{kill}.db")
        before += run(table, database, whole * (kill + 0.5) / kills, weakness) is None
        parts += rows(database) not in (0, ROWS)
        for _ in range(2):
            with Store.open(database) as store:
                import_file(store, table, understand(table, SAID), SAID, editor="desk", now=datetime.now(UTC))
            unmended += rows(database) != ROWS
    return before, parts, unmended


@pytest.mark.catalogue("G10")
@pytest.mark.parametrize("kills", [2, pytest.param(40, marks=pytest.mark.long)])
def test_a_kill_leaves_all_or_nothing(table: Path, kills: int) -> None:
    """And the same import again, twice, leaves just the whole file."""
    whole = run(table, table.with_name("whole.db"), None)
    assert whole is not None
    before, parts, unmended = killed_while_importing(table, kills, 0.8 * whole)
    print(f"{kills} kills of an import, {before} before it was done: {parts} left a part of the file, {unmended} were not mended")
    assert (parts, unmended) == (0, 0)
    assert before > 0


@pytest.mark.catalogue("G10")
def test_the_harness_sees_an_import_in_parts(table: Path) -> None:
    """Where one half of the file is filed before the other, a kill between the two is reported."""
    _, parts, _ = killed_while_importing(table, 1, 0.2, IN_PARTS)
    assert parts == 1

"""The catalogue of faults in README.md says truly which test files cover which fault, and why not where none does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent
ROW = re.compile(r"\| ([A-M]\d+) \| ([^|]+) \| ([^|]*) \|")
FILE = re.compile(r"`([\w/]+\.py)`")
LARGEST = {"A": 12, "B": 12, "C": 18, "D": 10, "E": 14, "F": 11, "G": 12, "H": 7, "I": 9, "J": 6, "K": 10, "L": 8, "M": 6}
"""The faults of each family are numbered from 1."""


def covered() -> dict[str, set[str]]:
    """The files whose tests are marked with each id."""
    found: dict[str, set[str]] = {}
    for path in FOLDER.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.catalogue":
                for each in node.args:
                    found.setdefault(ast.literal_eval(each), set()).add(path.relative_to(FOLDER).as_posix())
    return found


def rows() -> dict[str, str]:
    """What the table says of each id."""
    return {name: answer for name, _, answer in ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))}


def test_every_fault_has_a_row() -> None:
    """The families are whole."""
    assert list(rows()) == [f"{family}{number}" for family, last in LARGEST.items() for number in range(1, last + 1)]


def test_the_files_of_each_row_are_those_that_are_marked() -> None:
    """Neither more nor fewer."""
    marked = covered()

    assert {name: sorted(FILE.findall(answer)) for name, answer in rows().items()} == {
        name: sorted(marked.get(name, ())) for name in rows()
    }


def test_no_mark_is_unknown() -> None:
    """An id that the catalogue does not have is a slip."""
    assert set(covered()) - set(rows()) == set()


def test_what_no_test_covers_has_a_reason() -> None:
    """A sentence that says why."""
    assert [name for name, answer in rows().items() if not FILE.search(answer) and len(answer.split()) < 5] == []

"""What commands print at a terminal: nothing in it that the terminal would obey, whatever texts, names and arguments hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk import decide
from tests.hostile import MARK, PAYLOADS, foreign, put_in, text_of

LONG = pytest.mark.long
HARMLESS = ("tower", "markup", "action")
"""Payloads of characters that a command may print."""
COMMANDS = [
    ["list"],
    ["list", "--articles"],
    ["list", "--filter", f"editor:{MARK}"],
    ["list", "--format", "csv"],
    ["verify"],
    ["score", "--against", "corrections"],
    ["report", "--format", "text"],
    ["report", "--filter", MARK],
    ["export", "1", "--unfinished", "mark"],
    ["export", f"no{MARK}"],
    ["import", f"no{MARK}.txt"],
    ["import", "notes\x1b[2J.csv"],
    ["check", f"no{MARK}.txt"],
    [f"no{MARK}"],
]


@pytest.mark.catalogue("H1", "H5", "H6", "H7")
@pytest.mark.parametrize(
    "command",
    [pytest.param(each, marks=[] if number in (0, 4) else LONG, id=f"{number}") for number, each in enumerate(COMMANDS)],
)
def test_no_command_prints_what_a_terminal_would_obey(
    tmp_path: Path, command: list[str], at_terminal: Callable[..., tuple[bytes, int]]
) -> None:
    """Data and talk at a terminal have no control character in them, of texts, names and arguments likewise."""
    texts = [text_of(name) for name in PAYLOADS]
    everything = "".join(PAYLOADS.values()) + MARK
    put_in(tmp_path / "reviews.db", texts, also=everything)
    decide(tmp_path / "reviews.db", 1, "corrected", f"{texts[0]} now", editor=f"desk{MARK}", note=f"? {MARK}")
    (tmp_path / "notes\x1b[2J.csv").write_text(f"machine,no\x1b[2J{MARK}\nA,B\n")
    received, status = at_terminal(*command)
    assert status in (0, 1, 2, 3)
    assert received or command[:2] == ["list", "--filter"]
    assert foreign(received.replace(b"\t", b""), None) == []
    assert b"Traceback" not in received


@pytest.mark.catalogue("H5")
def test_the_look_at_commands_sees_what_came_through(tmp_path: Path) -> None:
    """A control character in what a command printed is reported."""
    for payload in PAYLOADS.values():
        assert bool(foreign(f"Start {payload} end".encode(), None)) is (
            payload not in (PAYLOADS[name] for name in ("tower", "markup", "action"))
        )

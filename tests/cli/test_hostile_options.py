"""Every option of every command, with values that nobody means: it works or is refused in one line, never with a traceback."""

from __future__ import annotations

import io
import resource
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import click
import pytest
from click.testing import CliRunner

from reviewer.cli import main as program
from reviewer.cli.main import COMMANDS, reviewer
from reviewer.workflow import settings
from tests.building import fill
from tests.fuzzing import at_most

WORDS = (
    "",
    " ",
    "-",
    "--",
    ".",
    "..",
    "~",
    "x" * 5_000,
    "가" * 300,
    "\udcff\udc80",
    "a\nb",
    "\r",
    "\x1b]0;x\x07\x1b[2J",
    "\u202e\u2066\u200b",
    "[/red][@click=app.quit]x",
    "%s%n{0}{x.__class__}",
    "=1+1",
    "'; DROP TABLE review; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "matches:(a+)+$",
    "matches:(",
    "status:open " * 200,
    "../../../nowhere/x",
    "a=b=c",
    "mt=",
    "=mt",
    "machine=99999999999999999999",
    "chrf>=nan",
    "bleu>=1e400",
    "CON",
    "NUL.txt",
    "file:///etc/passwd",
    "https://example.org/x",
    "utf-16",
    "idna",
    "zip",
    "__import__('os')",
)
NUMBERS = (
    "0",
    "-1",
    "1",
    "999999999",
    "9" * 25,
    "9" * 5_000,
    "nan",
    "inf",
    "-inf",
    "1e400",
    "1e-400",
    "-0.0",
    "0x10",
    "１２",
    "1_000",
    " 7 ",
    "1,5",
    "",
)
PATHS = (
    "reviews.db",
    "folder",
    "link.txt",
    "loop",
    "dangling",
    "foreign.db",
    "empty.db",
    "text.db",
    "nowhere/x",
    "/dev/zero",
    "/dev/full",
)
BASE: dict[str, tuple[str, ...]] = {
    "import": ("news.txt",),
    "check": ("news.txt",),
    "export": ("1",),
    "assign": ("1", "--to", "desk2"),
    "score": ("news.txt", "-r", "news.txt"),
    "compare": ("news.txt", "other.txt", "-r", "news.txt", "--resamples", "10"),
    "backup": ("-o", "copy.db"),
    "merge": ("copy.db",),
}
"""What a command needs to work at all; an option that is tried comes after it."""
PATIENCE = 20


def escapes(error: Exception, line: Sequence[str]) -> str:
    """In place of the one line that the program makes of its own defects: here they are looked for."""
    raise error


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the commands run: two texts, a database, and things that are no files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(program, "_logged", escapes)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name))
    monkeypatch.setenv("REVIEWER_DB", str(tmp_path / "reviews.db"))
    monkeypatch.setenv("REVIEWER_EDITOR", "desk")
    fill(tmp_path / "reviews.db")
    (tmp_path / "news.txt").write_text("One sentence.\nAnother one.\n")
    (tmp_path / "other.txt").write_text("One sentence.\nThe other one.\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.txt").symlink_to("news.txt")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nothing.txt")
    (tmp_path / "empty.db").touch()
    (tmp_path / "text.db").write_text("no database\n")
    with sqlite3.connect(tmp_path / "foreign.db") as foreign:
        foreign.execute("CREATE TABLE photo (a)")
    foreign.close()
    # What asks for more gets a MemoryError, which is a finding, and does not take the machine with it.
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, limits[1]))
    yield tmp_path
    resource.setrlimit(resource.RLIMIT_AS, limits)


def parameters(command: str) -> Iterator[click.Parameter]:
    """The options and arguments of a command."""
    found = reviewer.get_command(click.Context(reviewer), command)
    assert found is not None
    yield from found.params


def hostile(parameter: click.Parameter) -> tuple[str, ...]:
    """What may be tried for it."""
    match parameter.type:
        case click.Choice():
            return ("", "x" * 5_000, "\x1b[2J", *WORDS[9:12])
        case click.types.IntParamType() | click.types.FloatParamType():
            return NUMBERS
        case click.Path():
            return (*PATHS, *WORDS)
        case click.DateTime():
            return (*NUMBERS, "0000-00-00", "9999-12-31", "2026-02-30", "-2026-01-01", "2026-01-01T99:00")
        case _:
            return (*WORDS, *NUMBERS, *PATHS)


def arguments(command: str, parameter: click.Parameter, value: str) -> list[str]:
    """A command line on which `parameter` is `value`."""
    if isinstance(parameter, click.Argument):
        return [command, *BASE.get(command, ())[1:], "--", value]
    if getattr(parameter, "is_flag", False):
        return [command, *BASE.get(command, ()), f"{parameter.opts[0]}={value}" if value else parameter.opts[0]]
    return [
        command,
        *BASE.get(command, ()),
        f"{max(parameter.opts, key=len)}={value}" if len(parameter.opts[-1]) > 2 else parameter.opts[0],
        *([value] if len(parameter.opts[-1]) <= 2 else []),
    ]


def complaint(line: Sequence[str], run: Callable[[Sequence[str]], int] = program._status_of) -> str | None:
    """What is wrong with how a command line ended; None where it ended as it may."""
    nothing = io.BufferedReader(io.BytesIO())
    with CliRunner().isolation(nothing, color=True) as (_, talk, _), at_most(PATIENCE):
        try:
            status = run(line)
        except BaseException as escaped:  # noqa: BLE001 - whatever comes out is a defect
            return f"{type(escaped).__name__}: {escaped}"
        said = talk.getvalue().decode("utf-8", "replace")
    if status not in (0, 1, 2, 3):
        return f"status {status}"
    if status in (1, 2) and not said.splitlines()[-1].startswith("reviewer: "):
        return f"status {status}, and said {said[-200:]!r}"
    if not all(character.isprintable() or character == "\n" for character in said):
        return f"said {said[:200]!r}"
    return None


@pytest.mark.catalogue("J1", "J5", "J6", "L1", "L4", "L6")
@pytest.mark.parametrize("share", [0.03, pytest.param(1.0, marks=pytest.mark.long)])
def test_no_value_of_any_option_ends_in_a_traceback(folder: Path, share: float) -> None:
    """The status is 0, 1, 2 or 3, what is said is one line without a control character, and the database stays whole."""
    chance = Random(7)
    tried = 0
    wrong = []
    for command in COMMANDS:
        for parameter in parameters(command):
            values = hostile(parameter)
            for value in chance.sample(values, max(1, round(share * len(values)))):
                line = arguments(command, parameter, value)
                tried += 1
                if said := complaint(line):
                    wrong.append(f"{[part[:60] for part in line]}: {said[:300]}")
    print(f"{tried:,} command lines: {len(wrong)} ended in another way")
    assert wrong == []
    assert complaint(["verify"]) is None


@pytest.mark.parametrize("fault", [ValueError("x"), RecursionError(), MemoryError()])
def test_the_harness_sees_a_traceback(folder: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """An error that the program does not catch is a finding."""

    def broken(db: Path) -> str:
        raise fault

    monkeypatch.setattr(settings, "database_path", broken)
    assert type(fault).__name__ in (complaint(["list"]) or "")


def test_the_harness_sees_a_control_character(folder: Path) -> None:
    """So is one that would reach the terminal."""

    def broken(line: Sequence[str]) -> int:
        click.echo("reviewer: \x1b[2J", err=True)
        return 1

    assert "said" in (complaint(["list"], broken) or "")

"""The README holds: its commands exist, its options exist, its examples run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.cli.main import COMMANDS
from reviewer.core.query import FIELDS, parse
from tests.terminal import environment

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_it_opens_with_two_commands() -> None:
    """The first installs and opens the sample, the second installs the test extra and runs the tests."""
    first, second, *others = blocks("sh")

    assert first.strip().endswith("reviewer review corpora/nato-call.txt")
    assert ".[test]" in second
    assert "pytest" in second
    assert not others


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_it(name: str) -> None:
    """No command without a line."""
    assert f"`reviewer {name} " in README


def test_every_field_of_a_filter_is_in_it() -> None:
    """What the filter language knows is shown by an example that it understands."""
    examples = re.search(r"### Filters\n\n(.*?)\n\n", README, re.DOTALL)
    assert examples
    terms = [term for example in re.findall(r"`([^`]+)`", examples[1]) if example not in ("f", "-") for term in parse(example)]

    assert {term.field for term in terms} == {*FIELDS, "text"}


def test_its_console_examples_run(tmp_path: Path) -> None:
    """Every `$ reviewer …` line but the one that opens a screen does what it says."""
    lines = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    ran = 0
    for line in lines:
        words = shlex.split(line)
        if words[1] == "review":
            continue
        assert run(tmp_path, *words[1:]).returncode == 0
        ran += 1

    assert ran >= 4
    said = next(block for block in blocks("text") if "reviewed sentences" in block)
    assert " ".join(said.split()) in " ".join(run(tmp_path, "report").stdout.split())


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program in a folder of its own; what it complains of is seen when it fails."""
    command = [sys.executable, "-m", "reviewer", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True, check=False)
    print(done.stderr)
    return done


def test_its_python_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The examples print what they say."""
    monkeypatch.chdir(ROOT)
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})

    assert "replace" in capsys.readouterr().out

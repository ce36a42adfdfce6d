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


SECTIONS = [section for section in README.split("\n## ") if re.search(r"^\$ reviewer (?!review )", section, re.MULTILINE)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.partition("\n")[0])
def test_its_console_examples_run(tmp_path: Path, section: str) -> None:
    """Every `$ reviewer …` line but the one that opens a screen does what it says, by what its own section has imported."""
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    for line in re.findall(r"^\$ reviewer (?!review )(.*)", section, re.MULTILINE):
        assert run(tmp_path, *shlex.split(line)).returncode == 0


def test_its_console_examples_are_found() -> None:
    """The sections on commands, on checks, on merging, on reports and on scores have some."""
    assert len(SECTIONS) == 5


def test_its_report_is_what_is_printed(tmp_path: Path) -> None:
    """The figures are those of the sample articles."""
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    said = next(block for block in blocks("text") if "reviewed sentences" in block)
    run(tmp_path, "import", "corpora/kyiv-grid.csv", "--source-lang", "uk")

    assert " ".join(said.split()) in " ".join(run(tmp_path, "report").stdout.split())


def test_its_findings_are_what_is_printed(tmp_path: Path) -> None:
    """Those of the sample article, word for word."""
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    said = next(block for block in blocks("text") if "malformed-number" in block).splitlines()
    printed = run(tmp_path, "check", "corpora/nato-call.txt", "--select", "numbers,surface").stdout.splitlines()

    assert [line for line in printed if line in said] == said


def test_its_house_rules_and_settings_work(tmp_path: Path) -> None:
    """The rule finds the mistake in the sample article, where the settings name its file."""
    shutil.copytree(ROOT / "corpora", tmp_path / "corpora")
    rules, settings = (next(block for block in blocks("toml") if mark in block) for mark in ("[[rule]]", "[checks]"))
    folder = Path(environment(tmp_path)["XDG_CONFIG_HOME"]) / "reviewer"
    folder.mkdir(parents=True)
    (folder / "house.toml").write_text(rules)
    (folder / "terms.tsv").write_text("source\ttarget\n동진\teastward expansion\n")
    (folder / "config.toml").write_text(settings)
    done = run(tmp_path, "check", "corpora/nato-call.txt", "--select", "house")

    assert done.stdout.count("error house/east-asia: NATO expands eastward, it bans nothing\n") == 2
    assert done.returncode == 3


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

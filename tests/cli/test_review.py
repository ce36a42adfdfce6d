"""`reviewer review` with samples: what is refused before a screen opens, and what opens at a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.desk import bring_in, decide
from tests.terminal import Terminal


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Two articles of twelve sentences."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(" ".join(f"Number {number} of {name} is here." for number in range(12)) + "\n")
        bring_in(tmp_path / "reviews.db", tmp_path / f"{name}.txt")
    return tmp_path / "reviews.db"


@pytest.fixture
def at_screen(tmp_path, around):
    """Runs `reviewer review` in a terminal."""

    def run_one(*arguments: str) -> Terminal:
        return Terminal([sys.executable, "-m", "reviewer", "review", *arguments], around, (120, 40))

    return run_one


def sampled(run, name):
    """The entries of a sample."""
    return json.loads(run("list", "--filter", f"sample:{name}", "--format", "json").text)["segments"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--sample", "5"], "--sample N and --name NAME go together"),
        (["--name", "week"], "--sample N and --name NAME go together"),
        (["--blind-check", "5"], "--blind-check N needs --name NAME"),
        (["--sample", "5", "--blind-check", "5", "--name", "week"], "--sample or --blind-check, one of the two"),
        (["--sample", "0", "--name", "week"], "0 is not in the range"),
        (["--seed", "4"], "--seed is of a sample"),
        (["--sample", "5", "--name", "week", "--seed", "x"], "'x' is not a valid integer"),
        (["--blind-check", "5", "--name", "week", "--filter", "status:open"], "no --filter"),
        (["--sample", "5", "--name", "week"], "review needs a terminal"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(database, run, arguments, problem):
    """Before anything is drawn."""
    ended = run("review", *arguments)
    assert (ended.status, ended.data) == (2, b"")
    assert problem in ended.talk
    assert ended.talk.count("\n") == 1
    assert sampled(run, "week") == []


def test_a_sample_is_drawn_shown_and_gone_on_with(database, run, at_screen):
    """Over all articles; what was decided is decided when it is opened again, and a larger one adds to it."""
    with at_screen("--sample", "8", "--name", "week") as terminal:
        terminal.wait_for(" 1/8 ")
        terminal.press("a")
        terminal.wait_for(" 2/8 ")
        terminal.press("q")
        assert terminal.wait() == 0
    first = sampled(run, "week")
    assert len(first) == 8
    assert {entry["article"] for entry in first} == {1, 2}
    assert {sample["name"] for entry in first for sample in entry["samples"]} == {"week"}
    assert sum({sample["stratum"]: sample["population"] for each in first for sample in each["samples"]}.values()) == 24
    (decided,) = [entry for entry in first if entry["status"] == "accepted"]
    assert [(each["reached"], each["reached_by"]) for each in decided["reviews"]] == [("sample", "week")]
    with at_screen("--sample", "10", "--name", "week") as terminal:
        terminal.wait_for("/10 ")
        terminal.press("q")
        assert terminal.wait() == 0
    assert {entry["segment"] for entry in first} < {entry["segment"] for entry in sampled(run, "week")}


def test_an_editor_gets_their_part_of_a_sample(database, run, at_screen):
    """By the articles that are theirs."""
    run("assign", "2", "--to", "desk2")
    with at_screen("--sample", "8", "--name", "week", "--filter", "assigned:desk2") as terminal:
        terminal.wait_for(" b.txt ")
        terminal.press("q")
        assert terminal.wait() == 0
    with at_screen("--sample", "8", "--name", "week", "--filter", "assigned:desk3") as terminal:
        assert terminal.wait() == 2
    assert b"nothing here fits" in terminal.received


def test_a_sample_of_everything_says_so(database, run, at_screen):
    """More than there is is all of it."""
    with at_screen("--sample", "99", "--name", "week") as terminal:
        terminal.wait_for(" 1/24 ")
        terminal.press("q")
        assert terminal.wait() == 0
    assert b"the sample week has all 24 segments that it could be drawn from" in terminal.received
    assert len(sampled(run, "week")) == 24


def test_another_seed_is_refused_in_a_line(database, run, at_screen):
    """It names the one that the sample was drawn with."""
    for arguments, status in ((("--seed", "7"), 0), (("--seed", "8"), 1)):
        with at_screen("--sample", "8", "--name", "week", *arguments) as terminal:
            if not status:
                terminal.wait_for("/8 ")
                terminal.press("q")
            assert terminal.wait() == status
    assert b"the sample week was drawn with the seed 7, not 8" in terminal.received
    assert b"Traceback" not in terminal.received


def test_a_blind_second_look_at_a_terminal(database, run, at_screen):
    """It says what it is, a decision is a check, and what stands stays."""
    for position in (1, 2, 3):
        decide(database, position, "accepted", editor="desk3")
    with at_screen("--blind-check", "2", "--name", "audit47") as terminal:
        terminal.wait_for("BLIND READ")
        terminal.wait_for(" 1/2 ")
        assert "desk3" not in terminal.text
        terminal.press("x")
        terminal.wait_for("Reject: why?")
        terminal.press("\r")
        terminal.wait_for(" 2/2 ")
        terminal.press("q")
        assert terminal.wait() == 0
    entries = sampled(run, "audit47")
    assert {entry["status"] for entry in entries} == {"accepted"}
    (check,) = [review for entry in entries for review in entry["reviews"] if review["purpose"] == "check"]
    assert (check["verdict"], check["editor"], check["reached_by"]) == ("rejected", "desk2", "audit47")


def test_a_second_look_at_nothing_is_refused_in_a_line(database, at_screen):
    """Nobody accepted anything."""
    with at_screen("--blind-check", "2", "--name", "audit47") as terminal:
        assert terminal.wait() == 1
    assert b"nothing to look at a second time" in terminal.received

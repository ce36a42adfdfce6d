"""The table of keys."""

from __future__ import annotations

import pytest

from reviewer.errors import ConfigError
from reviewer.tui.keys import COMMANDS, KeyTable, Mode, canonical, shown
from reviewer.tui.screens.review import ReviewScreen


def test_every_command_is_something_the_screen_does() -> None:
    """No key without an action, and none that is not a coroutine of the screen."""
    for command in COMMANDS:
        assert callable(getattr(ReviewScreen, f"command_{command.name}", None)), command.name


def test_every_command_of_the_screen_is_in_the_table() -> None:
    """Nothing can be done that help, palette and rebinding do not know."""
    methods = {name.removeprefix("command_") for name in dir(ReviewScreen) if name.startswith("command_")}

    assert methods == {command.name for command in COMMANDS}


@pytest.mark.parametrize("mode", Mode)
def test_no_key_means_two_things(mode: Mode) -> None:
    """A key does one thing in a mode."""
    keys = [key for command in COMMANDS for key in command.keys(mode)]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("key", "character", "expected"),
    [
        ("U", "U", "U"),
        ("upper_u", "U", "U"),
        ("shift+u", "U", "U"),
        ("question_mark", "?", "?"),
        ("left_square_bracket", "[", "["),
        ("plus", "+", "+"),
        ("enter", "\r", "enter"),
        ("ctrl+s", None, "ctrl+s"),
        ("space", " ", "space"),
        ("down", None, "down"),
        ("ㅁ", "ㅁ", "a"),
        ("ㅕ", "ㅕ", "u"),
        ("ф", "ф", "a"),
        ("Г", "Г", "U"),
        ("ъ", "ъ", "]"),
        ("Ж", "Ж", ":"),
        ("ctrl+ㄴ", "ㄴ", "ctrl+ㄴ"),
    ],
)  # fmt: skip
def test_keys_are_named_by_what_they_type(key: str, character: str | None, expected: str) -> None:
    """Whatever name a terminal sends, and whatever layout is on, the table is asked for one name."""
    assert canonical(key, character) == expected


@pytest.mark.parametrize(
    ("key", "expected"), [("ctrl+s", "Ctrl+S"), ("enter", "Enter"), ("f1", "F1"), ("a", "a"), ("U", "U"), ("pagedown", "PgDn")]
)
def test_keys_are_shown_as_people_know_them(key: str, expected: str) -> None:
    """Footer and help use the names that are on the keyboard."""
    assert shown(key) == expected


def test_a_key_can_be_rebound() -> None:
    """The new keys work, the old ones do not."""
    keys = KeyTable({"accept": ["y", "f5"]})

    assert keys.command(Mode.READ, "y").name == "accept"  # type: ignore[union-attr]
    assert keys.command(Mode.READ, "f5").name == "accept"  # type: ignore[union-attr]
    assert keys.command(Mode.READ, "a") is None


@pytest.mark.parametrize(
    ("rebound", "message"),
    [
        ({"acept": ["y"]}, "acept: no such command; known: accept"),
        ({"accept": ["x"]}, "x means both accept and reject"),
        ({"accept": "y"}, "give a list of keys"),
        ({"confirm": ["y"]}, "needs a key that types no character"),
    ],
)
def test_a_rebinding_that_cannot_work_is_refused(rebound: dict[str, list[str]], message: str) -> None:
    """Settings that mean nothing are said, with what would be right."""
    with pytest.raises(ConfigError, match=message.replace("[", r"\[")):
        KeyTable(rebound)


def test_the_footer_follows_the_table() -> None:
    """A rebound key is shown in the footer."""
    footer = dict(KeyTable({"accept": ["y"]}).footer(Mode.READ))

    assert footer["y"] == "right as it is"

"""The one table of keys: bindings, footer, help, palette and rebinding are all made from it.

A key is named by the character that it types where it types one, else by Textual's name for it. Looking a key up by its character
is what makes capitals and shifted signs work on every terminal, whatever name the terminal sends for them. A letter of a Hangul
or Cyrillic keyboard layout counts as the Latin one on the same physical key, so single keys work without switching the layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer.errors import ConfigError


class Mode(StrEnum):
    """What a key means."""

    READ = "READ"
    TYPE = "TYPE"


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a key does."""

    name: str
    """`command_<name>` of the screen; also the name in the settings file."""
    label: str
    """One or two words for the footer."""
    help: str
    """A sentence for the help and the palette."""
    read: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    footer: int = 0
    """Its place in the footer, the lowest first; 0 is never shown there."""
    group: str = ""
    decides: bool = False
    """Whether it may decide a segment, and so must not come before the segment was drawn."""

    def keys(self, mode: Mode) -> tuple[str, ...]:
        """Its keys in `mode`."""
        return self.read if mode is Mode.READ else self.type


COMMANDS: tuple[Command, ...] = (
    Command(
        "accept", "right as it is", "The text in sight is right: the machine's is accepted, a draft becomes the correction.",
        read=("a",), footer=1, group="Decide", decides=True,
    ),
    Command("type", "type", "Type the correction.", read=("enter", "e"), footer=2, group="Decide"),
    Command(
        "confirm", "confirm", "Confirm a changed correction; unchanged, go back without deciding.",
        type=("enter", "ctrl+s", "ctrl+j"), footer=1, group="Type", decides=True,
    ),
    Command(
        "reject", "reject", "Reject: it cannot be mended here. Asks why; what was typed is kept.",
        read=("x",), footer=4, group="Decide", decides=True,
    ),
    Command("cut", "cut", "Cut: not for print. Asks whether it is residue or content.",
            read=("c",), footer=3, group="Decide", decides=True),
    Command("join", "join", "Join with the next sentence of the paragraph.", read=("+",), group="Decide"),
    Command("unjoin", "part", "Undo the join.", read=("-",), group="Decide"),
    Command("annotate", "note", "Write a note; one that begins with ? is a query that somebody must answer.",
            read=("w",), footer=9, group="Decide"),
    Command("errors", "errors", "Translation errors: confirm, change or add to what the edits suggest.",
            read=("m",), footer=14, group="Decide"),
    Command("settle", "settle", "Settle a conflict: see each opinion, say which stands. Elsewhere: go to the next.",
            read=("!",), group="Decide"),
    Command("kind", "kind", "Change what the segment is: headline, body, caption, credit, boilerplate.",
            read=("K",), group="Decide"),
    Command("next_finding", "finding", "The next finding; in TYPE of the same sentence.",
            read=("tab",), type=("tab",), footer=2, group="Findings"),
    Command("previous_finding", "", "The finding before.", read=("shift+tab",), type=("shift+tab",), group="Findings"),
    Command("take", "take", "Take what the current finding suggests, or the one of that number; in READ as a draft.",
            read=("f2", *"123456789"), type=("f2",), footer=2, group="Findings"),
    Command("dismiss", "dismiss", "The current finding is wrong: dismissed while the text is the same.",
            read=("d", "f3"), type=("f3",), footer=2, group="Findings"),
    Command("dismiss_in_article", "", "All that this check says in this article is wrong: dismissed.",
            read=("D",), group="Findings"),
    Command("dismiss_always", "", "What this check says of these words is always wrong: dismissed everywhere.", group="Findings"),
    Command("dismissed", "bring back, restore", "What was dismissed here; Enter brings it back.", group="Findings"),
    Command("hide_findings", "", "Hide the findings, or show them again.", read=("h",), group="Findings"),
    Command("next_flagged", "", "The next segment with findings.", read=("}",), group="Findings"),
    Command("previous_flagged", "", "The segment before with findings.", read=("{",), group="Findings"),
    Command("undo_decision", "undo", "Take back what you just took or dismissed, else your last decision.",
            read=("u",), footer=5, group="Undo"),
    Command("redo_decision", "redo", "Do again what you took back last.", read=("U",), group="Undo"),
    Command("down", "", "The next segment.", read=("j", "down"), group="Move"),
    Command("up", "", "The segment before.", read=("k", "up"), group="Move"),
    Command("page_down", "", "A page down the list.", read=("pagedown",), group="Move"),
    Command("page_up", "", "A page up the list.", read=("pageup",), group="Move"),
    Command("first", "", "The first segment.", read=("home",), group="Move"),
    Command("last", "", "The last segment.", read=("end",), group="Move"),
    Command("go_to", "go to", "Go to a segment by its number.", read=("g",), group="Move"),
    Command("next_open", "next open", "The next segment that is open.", read=("]",), footer=6, group="Move"),
    Command("previous_open", "previous open", "The segment before that is open.", read=("[",), group="Move"),
    Command("search", "search", "Search in machine text, source and corrections.", read=("/",), footer=8, group="Find"),
    Command("search_next", "", "The next place that was searched for.", read=("n",), group="Find"),
    Command("search_previous", "", "The place before that was searched for.", read=("N",), group="Find"),
    Command("filter", "filter", "Show only some segments: status:open has:query kind:headline similarity:<70 \"words\".",
            read=("f",), group="Find"),
    Command("read_through", "read", "Read the article as running text, and sign it off.", read=("r",), footer=7, group="Look"),
    Command("articles", "articles", "The list of articles.", read=("L",), footer=10, group="Look"),
    Command("progress", "scores", "Scores and progress.", read=("s",), footer=11, group="Look"),
    Command("palette", "palette", "Everything by name.", read=(":", "ctrl+o"), type=("ctrl+o",), group="Look"),
    Command("help", "help", "All keys.", read=("?", "f1"), type=("f1",), footer=12, group="Look"),
    Command("leave", "read", "Back to reading; what was typed is kept as a draft.", type=("escape",), footer=2, group="Type"),
    Command("type_next", "next", "The next segment; what was typed is kept.", type=("ctrl+n",), footer=4, group="Type"),
    Command("type_previous", "previous", "The segment before; what was typed is kept.", type=("ctrl+p",), footer=5, group="Type"),
    Command("machine_text", "machine text", "Back to the machine's text; Ctrl+Z undoes it.",
            type=("ctrl+r",), footer=3, group="Type"),
    Command("undo_typing", "undo", "Undo typing.", type=("ctrl+z",), footer=6, group="Type"),
    Command("redo_typing", "redo", "Redo typing.", type=("ctrl+y",), group="Type"),
    Command("theme", "", "Light or dark.", group="Look"),
    Command("quit", "quit", "Leave; everything is saved.", read=("q",), footer=13, group="Look"),
)  # fmt: skip

_NAMED_KEY = re.compile(r"(?:ctrl\+|shift\+|alt\+)*(?:[a-z]|f\d{1,2}|enter|escape|tab|space|backspace|delete|insert|home|end|"
                        r"pageup|pagedown|up|down|left|right)")  # fmt: skip
"""Names of keys that type no character."""

_SHOWN = {
    "enter": "Enter", "escape": "Esc", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "down": "↓", "up": "↑", "space": "Space", "tab": "Tab",
}  # fmt: skip

_LATIN = "qwertyuiopasdfghjklzxcvbnmQWERTOP"
_HANGUL = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ"
_CYRILLIC_KEYS = "qwertyuiop[]asdfghjkl;zxcvbnm,.QWERTYUIOP{}ASDFGHJKL:ZXCVBNM<>"
_CYRILLIC = "йцукенгшщзхъфывапролджячсмитьбюЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЯЧСМИТЬБЮ"
SAME_PHYSICAL_KEY: dict[str, str] = {
    **dict(zip(_HANGUL, _LATIN, strict=True)),
    **dict(zip(_CYRILLIC, _CYRILLIC_KEYS, strict=True)),
}
"""Letters of the Hangul two-set and the ЙЦУКЕН layout, and the Latin key that they are typed with."""


def canonical(key: str, character: str | None) -> str:
    """The name of a key press in this table, from Textual's name and the character typed."""
    if character is not None and character.isprintable() and character != " " and "ctrl" not in key:
        return SAME_PHYSICAL_KEY.get(character, character)
    return key


def shown(key: str) -> str:
    """A key as people know it: `Ctrl+S`, `Enter`, `a`."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    if key.startswith("shift+"):
        return f"Shift+{shown(key[6:])}"
    return key.upper() if len(key) in (2, 3) and key[0] == "f" and key[1:].isdigit() else key


def named(keys: Iterable[str]) -> str:
    """Several keys in a row, each once."""
    return " ".join(dict.fromkeys(map(shown, keys))).replace("1 2 3 4 5 6 7 8 9", "1-9")


class KeyTable:
    """The commands with the keys that they have for this user.

    Args:
        rebound: command names and their new keys; a single character binds in READ, any other key wherever the command has one.

    Raises:
        ConfigError: when a command is not known, a key is given twice, or a command would be left without a key.
    """

    def __init__(self, rebound: Mapping[str, Sequence[str]] | None = None) -> None:
        rebound = rebound or {}
        known = {command.name for command in COMMANDS}
        for name in rebound:
            if name not in known:
                raise ConfigError(f"[keys] {name}: no such command; known: {', '.join(sorted(known))}")
        self.commands = tuple(_rebind(command, rebound.get(command.name)) for command in COMMANDS)
        self._by_key = {mode: dict(self._pairs(mode)) for mode in Mode}

    def command(self, mode: Mode, key: str) -> Command | None:
        """What `key`, a name made by `canonical`, does in `mode`."""
        return self._by_key[mode].get(key)

    def footer(self, mode: Mode, *, disputed: bool = False, flagged: bool = False) -> tuple[tuple[str, str], ...]:
        """Keys and labels for the footer, in its order.

        Args:
            mode: of keys.
            disputed: whether settling takes the place of accepting.
            flagged: whether there are findings that keys could be about.
        """
        left_out, first = ("accept", "settle") if disputed and mode is Mode.READ else ("", "")
        shown_ones = [
            replace(command, footer=1) if command.name == first else command
            for command in self.commands
            if (command.footer or command.name == first)
            and command.name != left_out
            and (flagged or command.group != "Findings")
            and command.keys(mode)
        ]
        return tuple(
            (shown(command.keys(mode)[0]), command.label) for command in sorted(shown_ones, key=lambda each: each.footer)
        )

    def _pairs(self, mode: Mode) -> Iterator[tuple[str, Command]]:
        taken: dict[str, str] = {}
        for command in self.commands:
            for key in command.keys(mode):
                if key in taken:
                    raise ConfigError(f"[keys] {shown(key)} means both {taken[key]} and {command.name} in {mode}")
                taken[key] = command.name
                yield key, command


def _rebind(command: Command, keys: Sequence[str] | None) -> Command:
    if keys is None:
        return command
    if isinstance(keys, str) or not all(isinstance(key, str) and key for key in keys):
        raise ConfigError(f'[keys] {command.name}: give a list of keys, e.g. {command.name} = ["a", "f5"]')
    for key in keys:
        if len(key) > 1 and not _NAMED_KEY.fullmatch(key):
            raise ConfigError(f"[keys] {command.name}: unknown key {key!r}; e.g. a, f5, ctrl+s, pagedown")
    longer = tuple(key for key in keys if len(key) > 1)
    read = tuple(keys) if command.read or not command.type else ()
    typing = longer if command.type else ()
    if not read and not typing:
        raise ConfigError(f"[keys] {command.name} needs a key that types no character, e.g. f5")
    return replace(command, read=read, type=typing)

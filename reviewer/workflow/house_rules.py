r"""The newsroom's rules as people write them: a TOML file, and its examples run when it is loaded.

```toml
[[rule]]
name = "east-asia"
pattern = '\bban on East Asia\b'
message = "NATO expands eastward, it bans nothing"
suggestion = "eastward expansion"      # may use groups, \1 or \g<name>; "" takes out; may be left out
severity = "error"                     # info, warning (default) or error
kinds = ["headline", "body"]           # default: all
on = "machine"                         # machine, correction or both (default)
bad = ["NATO's ban on East Asia"]      # at least one
good = ["a ban on East Asian imports"]
```

A file is taken whole or not at all: a rule whose bad example it does not flag, or whose good one it does, is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reviewer.checks.house import TEXTS, HouseRule, Rule, Text
from reviewer.core.article import Kind
from reviewer.core.descriptors import reading
from reviewer.core.finding import Level
from reviewer.errors import ConfigError, QueryError, UnknownNameError

LONGEST = 1_000_000
"""Bytes of a file of rules."""
MOST = 500
"""Rules in one file."""
_KNOWN = ("name", "pattern", "message", "suggestion", "severity", "kinds", "on", "good", "bad")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_house_rules(paths: Iterable[Path]) -> tuple[HouseRule, ...]:
    """The rules in the files at `paths`, in order, ready to work.

    Raises:
        ConfigError: a file cannot be read, or a rule in it is not what it says; the message has file, rule and example.
    """
    loaded: dict[str, HouseRule] = {}
    for path in dict.fromkeys(paths):
        for rule in _rules(path):
            if rule.check.name in loaded:
                raise ConfigError(f"{path}: rule {rule.rule.name!r}: there is another rule of that name; each has its own")
            loaded[rule.check.name] = rule
    return tuple(loaded.values())


def _rules(path: Path) -> list[HouseRule]:
    try:
        said = tomllib.loads(_written(path))
        _no_others(said, ("rule",), "a file of rules")
        entries = said.get("rule")
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
            raise ConfigError("no rules in it; each begins with a line [[rule]]")
        if len(entries) > MOST:
            raise ConfigError(f"{len(entries):,} rules; at most {MOST} are taken")
        return [_at_work(number, entry) for number, entry in enumerate(entries, 1)]
    except RecursionError as error:
        raise ConfigError(f"{path}: tables or lists inside of one another, too deep") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8: byte 0x{error.object[error.start]:02x} at {error.start}") from error
    except (OSError, ValueError, ConfigError, UnknownNameError) as error:
        raise ConfigError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _written(path: Path) -> str:
    # A pipe can be waited for, and a device be read, for ever.
    if path.exists() and not path.is_dir() and (not path.is_file() or path.stat().st_size > LONGEST):
        raise ConfigError(f"no regular file of at most {LONGEST:,} bytes")
    with reading(path) as file:
        return file.read().decode()


def _at_work(number: int, said: Mapping[str, Any]) -> HouseRule:
    name = said.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ConfigError(f"rule {number} has no name: small letters, digits and hyphens, as in name = 'east-asia'")
    try:
        rule = HouseRule(_rule(name, said))
    except (ConfigError, QueryError, UnknownNameError) as error:
        raise ConfigError(f"rule {name!r}: {error}") from error
    if (complaint := rule.complaint()) is not None:
        raise ConfigError(f"rule {name!r}: {complaint}")
    return rule


def _rule(name: str, said: Mapping[str, Any]) -> Rule:
    _no_others(said, _KNOWN, "a rule")
    for needed in ("pattern", "message"):
        if not isinstance(said.get(needed), str) or not said[needed].strip():
            raise ConfigError(f"{needed} is missing: it is a text in quotation marks")
    suggestion = said.get("suggestion")
    if suggestion is not None and not isinstance(suggestion, str):
        raise ConfigError("suggestion is a text in quotation marks, an empty one to take out what was found")
    if "\n" in said["message"]:
        raise ConfigError("message is one line")
    kinds = _texts(said, "kinds", tuple(Kind))
    bad = _texts(said, "bad")
    if not bad:
        raise ConfigError("bad is missing: at least one example that the rule flags, as in bad = ['the the talks']")
    return Rule(
        name=name,
        pattern=said["pattern"],
        message=said["message"].strip(),
        suggestion=suggestion,
        level=Level(_one_of(said, "severity", tuple(Level), Level.WARNING)),
        kinds=frozenset(map(Kind, kinds)) or frozenset(Kind),
        on=_text_of(said),
        good=_texts(said, "good"),
        bad=bad,
    )


def _text_of(said: Mapping[str, Any]) -> Text:
    wanted = _one_of(said, "on", TEXTS, "both")
    return next(each for each in TEXTS if each == wanted)


def _one_of(said: Mapping[str, Any], name: str, known: tuple[str, ...], otherwise: str) -> str:
    value = said.get(name, otherwise)
    if value not in known:
        raise UnknownNameError(f"value of {name}", str(value), known)
    return str(value)


def _texts(said: Mapping[str, Any], name: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    texts = said.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ConfigError(f"{name} is a list of texts, as in {name} = ['…', '…']")
    for text in texts:
        if known and text not in known:
            raise UnknownNameError(f"value of {name}", text, known)
    return tuple(texts)


def _no_others(said: Mapping[str, Any], known: tuple[str, ...], what: str) -> None:
    for name in said:
        if name not in known:
            raise UnknownNameError(f"key of {what}", name, known)

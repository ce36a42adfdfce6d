"""Where things are kept, who is at work, and what a person may set: the same for every command.

The settings file is `config.toml` in the user's configuration folder:

```toml
theme = "light"
[keys]
accept = ["a", "f5"]
[checks]
rules = ["house.toml"]   # beside this file
glossary = "terms.tsv"
ignore = ["shape", "repeated-word"]
floor = 0.3              # a check that editors agree with more seldom is only info
```
"""

from __future__ import annotations

import getpass
import json
import os
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from reviewer.errors import ConfigError, UnknownNameError
from reviewer.workflow.naming import every_name, refuse_unknown

THEMES = ("dark", "light")
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What the settings say of the checks."""

    rules: tuple[Path, ...] = ()
    """Files of house rules."""
    glossary: Path | None = None
    ignore: tuple[str, ...] = ()
    """Checks and families that do not run."""
    floor: float | None = None
    """The share of flagged places that editors must have changed, else a check is only info; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the settings file says."""

    theme: str = ""
    """One of `THEMES`; empty where it does not say."""
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Commands of the screen and the keys that they shall have."""
    checks: CheckSettings = field(default_factory=CheckSettings)


def database_path(given: str | None) -> Path:
    """The review database: as given, else `$REVIEWER_DB`, else `reviews.db` in the user's data folder."""
    chosen = given or os.environ.get("REVIEWER_DB")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("reviewer")) / "reviews.db"


def editor_name(given: str | None) -> str:
    """Who is at work: as given, else `$REVIEWER_EDITOR`, else the login name; NFC, no more than 100 characters.

    Raises:
        ConfigError: when there is no name, or one that is no name.
    """
    return as_editor_name(given or os.environ.get("REVIEWER_EDITOR") or _login_name(), "--editor NAME")


def as_editor_name(given: str, option: str) -> str:
    """The name of an editor as it is kept: NFC, one line, no more than 100 characters.

    Raises:
        ConfigError: when `given` is no such name; `option` says where to give one.
    """
    name = unicodedata.normalize("NFC", given).strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise ConfigError(f"no usable editor's name: give {option} (one line, at most 100 characters)")
    return name


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def state_folder() -> Path:
    """Where drafts are kept, and what the screen remembers."""
    return Path(platformdirs.user_state_dir("reviewer"))


def settings_path() -> Path:
    """The settings file, which need not exist."""
    return Path(platformdirs.user_config_dir("reviewer")) / "config.toml"


def load_settings(path: Path) -> Settings:
    """What the settings file at `path` says; all defaults where there is none.

    Raises:
        ConfigError: when it cannot be read, or says something that means nothing.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = sorted(said.keys() - {"theme", "keys", "checks"})
    if unknown:
        raise ConfigError(f"{path}: unknown setting {unknown[0]!r}; known: theme, [keys], [checks]")
    theme: Any = said.get("theme", "")
    keys: Any = said.get("keys", {})
    if theme not in ("", *THEMES):
        raise ConfigError(f"{path}: theme is {' or '.join(THEMES)}, not {theme!r}")
    if not isinstance(keys, dict):
        raise ConfigError(f"{path}: [keys] is a table of commands and their keys")
    return Settings(theme, keys, _check_settings(path, said.get("checks", {})))


def _check_settings(path: Path, said: Any) -> CheckSettings:
    where = f"{path}: [checks]"
    if not isinstance(said, dict):
        raise ConfigError(f"{where} is a table")
    unknown = sorted(said.keys() - {each.name for each in fields(CheckSettings)})
    if unknown:
        raise ConfigError(f"{where}: unknown setting {unknown[0]!r}; known: rules, glossary, ignore, floor")
    glossary = said.get("glossary")
    if glossary is not None and not (isinstance(glossary, str) and glossary):
        raise ConfigError(f"{where}: glossary is the path of a file")
    floor = said.get("floor")
    if floor is not None and (isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1):
        raise ConfigError(f"{where}: floor is a share from 0 to 1, not {floor!r}")
    return CheckSettings(
        rules=tuple(_beside(path, name) for name in _names(where, said, "rules")),
        glossary=_beside(path, glossary) if glossary else None,
        ignore=_ignored(where, _names(where, said, "ignore")),
        floor=floor,
    )


def _names(where: str, said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    given = said.get(name, [])
    if not isinstance(given, list) or not all(isinstance(each, str) and each for each in given):
        raise ConfigError(f'{where}: {name} is a list of texts, as in {name} = ["…"]')
    return tuple(given)


def _ignored(where: str, names: Iterable[str]) -> tuple[str, ...]:
    """Names of checks and families; of the newsroom's own rules any, for they come and go."""
    ignored = tuple(name.lower() for name in names)
    for name in ignored:
        if not name.startswith("house/"):
            try:
                refuse_unknown(name, every_name())
            except UnknownNameError as unknown:
                raise ConfigError(f"{where}: ignore: {unknown}") from unknown
    return ignored


def _beside(path: Path, name: str) -> Path:
    """The file that the settings file at `path` calls `name`: beside it, unless that is a whole path."""
    return path.parent / os.path.expanduser(name)  # noqa: PTH111  it never raises


def remembered_theme(folder: Path) -> str:
    """The theme that was on the screen last; empty where nothing is remembered."""
    try:
        theme = json.loads((folder / "screen.json").read_text(encoding="utf-8"))["theme"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return theme if theme in THEMES else ""


def remember_theme(folder: Path, theme: str) -> None:
    """Remember the theme; a folder that cannot be written to only means that it is not remembered."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "screen.json").write_text(json.dumps({"theme": theme}), encoding="utf-8")
    except OSError:
        return


def pseudonym_key(folder: Path) -> bytes:
    """The key that pseudonyms are made with: a file of 32 random bytes in `folder`, made when it is first needed.

    Whoever has the file can tell who is who; without it, or with another, the same people have other pseudonyms.

    Raises:
        ConfigError: it cannot be made or read, or is no such key.
    """
    path = folder / "pseudonyms.key"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}; pseudonyms need it") from error
    if len(key) != _KEY_BYTES:
        raise ConfigError(f"{path}: {len(key)} bytes, a key has {_KEY_BYTES}; move it away for a new one, and new pseudonyms")
    return key


def _make_key(path: Path) -> None:
    """A key at `path`, whole from its first moment on; of two that are made at once, one stays."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(_KEY_BYTES))
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)
    finally:
        unfinished.unlink()

"""Where things are kept, who is at work, and what a settings file may say."""

from __future__ import annotations

import getpass
import os
import stat
import sys
from pathlib import Path

import pytest

from reviewer.errors import ConfigError
from reviewer.workflow import settings
from reviewer.workflow.settings import (
    CheckSettings,
    Settings,
    database_path,
    editor_name,
    load_settings,
    remember_theme,
    remembered_theme,
)


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REVIEWER_DB", "REVIEWER_EDITOR"):
        monkeypatch.delenv(name, raising=False)


def said(tmp_path: Path, text: str | bytes) -> Path:
    """A settings file."""
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("given", "environment", "wanted"),
    [
        ("a.db", "b.db", "a.db"),
        (None, "b.db", "b.db"),
        ("", "b.db", "b.db"),
        ("a.db", None, "a.db"),
    ],
)
def test_which_database(monkeypatch: pytest.MonkeyPatch, given: str | None, environment: str | None, wanted: str) -> None:
    """An option wins over the environment."""
    if environment is not None:
        monkeypatch.setenv("REVIEWER_DB", environment)

    assert database_path(given) == Path(wanted)


@pytest.mark.parametrize("environment", [None, ""])
def test_the_database_of_who_says_nothing(monkeypatch: pytest.MonkeyPatch, environment: str | None) -> None:
    """It is `reviews.db` in the user's data folder; an empty variable says nothing."""
    if environment is not None:
        monkeypatch.setenv("REVIEWER_DB", environment)

    found = database_path(None)
    assert (found.name, found.parent.name) == ("reviews.db", "reviewer")
    assert found.is_absolute()


@pytest.mark.skipif(sys.platform != "linux", reason="the folders of the XDG specification")
def test_the_folders_are_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Data, state and settings are where the desktop's specification puts them."""
    for kind in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))

    assert database_path(None) == tmp_path / "DATA" / "reviewer" / "reviews.db"
    assert settings.state_folder() == tmp_path / "STATE" / "reviewer"
    assert settings.settings_path() == tmp_path / "CONFIG" / "reviewer" / "config.toml"


@pytest.mark.parametrize(
    ("given", "environment", "wanted"),
    [
        ("desk2", "desk3", "desk2"),
        (None, "desk3", "desk3"),
        ("", "desk3", "desk3"),
        ("  desk2 ", None, "desk2"),
        ("김철수", None, "김철수"),
        ("Zoe\u0308", None, "Zoë"),
        ("x" * 100, None, "x" * 100),
        ("[b]desk[/b]", None, "[b]desk[/b]"),
    ],
)
def test_who_is_at_work(monkeypatch: pytest.MonkeyPatch, given: str | None, environment: str | None, wanted: str) -> None:
    """An option wins over the environment; a name is composed and without white space at its ends."""
    if environment is not None:
        monkeypatch.setenv("REVIEWER_EDITOR", environment)

    assert editor_name(given) == wanted


def test_who_says_nothing_is_the_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system knows who they are."""
    monkeypatch.setenv("LOGNAME", "somebody")

    assert editor_name(None) == "somebody"


@pytest.mark.parametrize("name", ["  ", "two\nlines", "\x1b[31mred", "user\u202etxt", "x" * 101, "\udcff", "\u200b"])
def test_what_is_no_name(name: str) -> None:
    """A name that could steer a terminal, or is none, is refused with the option that settles it."""
    with pytest.raises(ConfigError, match="--editor NAME"):
        editor_name(name)


@pytest.mark.catalogue("C18")
@pytest.mark.parametrize("error", [KeyError("uid not found"), OSError("no user"), ImportError("pwd")])
def test_a_user_that_the_system_does_not_know(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """In a container without users the option is asked for."""

    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    with pytest.raises(ConfigError, match="no usable editor's name"):
        editor_name(None)


def test_no_settings_file_is_all_defaults(tmp_path: Path) -> None:
    """The file need not be there, nor its folder."""
    assert load_settings(tmp_path / "none" / "config.toml") == Settings()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", Settings()),
        ("# only a comment\n", Settings()),
        ('theme = "light"\n', Settings("light")),
        ('theme = ""', Settings()),
        ('theme = "dark"\r\n[keys]\r\naccept = ["a", "f5"]\r\n', Settings("dark", {"accept": ["a", "f5"]})),
    ],
)
def test_settings_that_mean_something(tmp_path: Path, text: str, wanted: Settings) -> None:
    """Theme and keys, each alone or together."""
    assert load_settings(said(tmp_path, text)) == wanted


def test_the_settings_of_checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files stand beside the settings file, unless they are named from the root or from home."""
    monkeypatch.setenv("HOME", "/home/desk")
    path = said(
        tmp_path, "[checks]\nrules = ['a.toml', '/b.toml', '~/c.toml']\nglossary = 't.tsv'\nignore = ['shape']\nfloor = 0"
    )
    files = (tmp_path / "a.toml", Path("/b.toml"), Path("/home/desk/c.toml"))
    assert load_settings(path).checks == CheckSettings(files, tmp_path / "t.tsv", ("shape",), 0)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("theme = light", "line 1"),
        ("theme = ", "Invalid value"),
        ('colour = "red"', "unknown setting 'colour'; known: theme, [keys]"),
        ('theme = "blue"', "theme is dark or light, not 'blue'"),
        ("theme = 1", "theme is dark or light, not 1"),
        ('theme = ["dark"]', "theme is dark or light"),
        ('keys = "a"', "[keys] is a table"),
        ('keys = ["a"]', "[keys] is a table"),
        (b"theme = '\xff'", "utf-8"),
        ("checks = 1", "[checks] is a table"),
        ("[checks]\nrule = []", "[checks]: unknown setting 'rule'; known: rules, glossary, ignore, floor"),
        ("[checks]\nrules = 'house.toml'", "[checks]: rules is a list of texts"),
        ("[checks]\nignore = [1]", "[checks]: ignore is a list of texts"),
        ("[checks]\nignore = ['']", "[checks]: ignore is a list of texts"),
        (
            "[checks]\nignore = ['supface']",
            "[checks]: ignore: unknown check or family 'supface'; did you mean surface? families: ",
        ),
        ("[checks]\nglossary = ''", "[checks]: glossary is the path of a file"),
        ("[checks]\nfloor = 30", "[checks]: floor is a share from 0 to 1, not 30"),
        ("[checks]\nfloor = nan", "[checks]: floor is a share from 0 to 1, not nan"),
        ("[checks]\nfloor = true", "[checks]: floor is a share from 0 to 1, not True"),
    ],
)
def test_settings_that_mean_nothing(tmp_path: Path, text: str | bytes, problem: str) -> None:
    """The message says which file and what is wrong, in one line."""
    path = said(tmp_path, text)
    with pytest.raises(ConfigError) as refused:
        load_settings(path)

    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert problem in message
    assert "\n" not in message


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    """What cannot be read is an error and not a default."""
    with pytest.raises(ConfigError, match=r"[Ii]s a directory|[Pp]ermission denied"):
        load_settings(tmp_path)


@pytest.mark.parametrize("theme", settings.THEMES)
def test_the_theme_is_remembered(tmp_path: Path, theme: str) -> None:
    """In a folder that is made for it."""
    remember_theme(tmp_path / "state" / "reviewer", theme)

    assert remembered_theme(tmp_path / "state" / "reviewer") == theme


@pytest.mark.parametrize(
    "text", [None, "", "{", "[]", "{}", '"dark"', '{"theme": "blue"}', '{"theme": ["dark"]}', '{"theme": null}', "\udcff"]
)
def test_a_memory_that_is_no_good_is_none(tmp_path: Path, text: str | None) -> None:
    """A file that is not there, torn or from elsewhere is no theme and no error."""
    if text is not None:
        (tmp_path / "screen.json").write_bytes(os.fsencode(text))

    assert remembered_theme(tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="who may write everywhere cannot be refused")
def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """The theme is only not remembered."""
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)

    remember_theme(tmp_path, "dark")
    assert remembered_theme(tmp_path) == ""


def test_a_file_in_the_folders_place_is_no_error(tmp_path: Path) -> None:
    """The theme is only not remembered."""
    (tmp_path / "state").write_text("", encoding="utf-8")

    remember_theme(tmp_path / "state", "dark")
    assert remembered_theme(tmp_path / "state") == ""


def test_the_key_of_pseudonyms_is_made_once(tmp_path: Path) -> None:
    """For its owner alone, and is the same ever after."""
    folder = tmp_path / "state"
    key = settings.pseudonym_key(folder)

    assert len(key) == 32
    assert settings.pseudonym_key(folder) == key
    assert [path.name for path in folder.iterdir()] == ["pseudonyms.key"]
    assert (folder / "pseudonyms.key").stat().st_mode & 0o777 == 0o600


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    """It would make pseudonyms that a guess can undo."""
    (tmp_path / "pseudonyms.key").write_bytes(b"short")

    with pytest.raises(ConfigError, match=r"pseudonyms\.key: 5 bytes, a key has 32"):
        settings.pseudonym_key(tmp_path)


def test_a_key_that_cannot_be_made(tmp_path: Path) -> None:
    """Is said with its path."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ConfigError, match="pseudonyms need it"):
        settings.pseudonym_key(tmp_path / "file" / "state")

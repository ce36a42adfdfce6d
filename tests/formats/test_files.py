"""Only regular files of a bounded size are read."""

import os
from pathlib import Path

import pytest

from reviewer.errors import InputError
from reviewer.formats import files, load


def test_a_regular_file_is_read(tmp_path):
    """Its bytes come as they are, through a link too."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\r\n\0")
    (tmp_path / "link").symlink_to(path)
    assert load(path) == load(tmp_path / "link") == b"\xff\r\n\0"


@pytest.mark.catalogue("G10")
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, "no such file or directory"),
        (lambda path: path.mkdir(), "is a directory; name the files in it"),
        (lambda path: path.symlink_to("nowhere"), "is a link to a file that is not there"),
        (lambda path: path.symlink_to(path), "too many levels of symbolic links"),
        (os.mkfifo, "is no regular file; save what it gives to a file first"),
    ],
)
def test_anything_else_is_refused_in_one_line(tmp_path, make, problem):
    """Nothing is waited for, and the line names the path."""
    path = tmp_path / "a.txt"
    make(path)
    with pytest.raises(InputError) as refusal:
        load(path)
    assert str(refusal.value) == f"{path}: {problem}"


@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("a\0b"), Path("a" * 5000)])
def test_no_path_makes_it_hang_or_fail(path):
    """Devices and impossible names are refused like the rest."""
    with pytest.raises(InputError):
        load(path)


@pytest.mark.catalogue("G4")
def test_a_file_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    """The limit is checked on what is read, whatever size the file says it has."""
    monkeypatch.setattr(files, "LIMIT", 10)
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="is larger than"):
        load(path)

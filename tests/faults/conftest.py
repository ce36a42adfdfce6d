from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.operations import Newsroom, settle


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of states need no real disk."""
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A database that has been in use for a while."""
    folder = tmp_path_factory.mktemp("newsroom")
    return Newsroom(folder, settle(folder))

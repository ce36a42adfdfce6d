from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test's database is, or may be made."""
    return tmp_path / "reviews.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An empty database."""
    with Store.open(path) as opened:
        yield opened


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of an empty database, for tests that want several: making one takes ten times as long as copying it."""
    path = tmp_path_factory.mktemp("new") / "new.db"
    Store.open(path).close()
    return path.read_bytes()

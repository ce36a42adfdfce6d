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

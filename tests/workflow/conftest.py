"""The small article in a database, and sessions on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer.workflow.session import Session
from tests.building import fill, session_on


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with the article."""
    path = tmp_path / "reviews.db"
    fill(path)
    return path


@pytest.fixture
def open_session(database: Path) -> Iterator[Callable[..., Session]]:
    """Opens sessions and closes them."""
    opened = []

    def open_one(editor: str = "desk2") -> Session:
        opened.append(session_on(database, editor))
        return opened[-1]

    yield open_one
    for session in opened:
        session.close()


@pytest.fixture
def session(open_session: Callable[..., Session]) -> Session:
    """One editor's session."""
    return open_session()

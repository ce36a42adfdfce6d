"""What tests of several floors share: a small article in a database, sessions on it, and long harnesses only when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from reviewer.workflow.session import Session
from tests.building import fill, session_on


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs what takes minutes."""
    parser.addoption("--long", action="store_true", help="run the long harnesses too")


settings.register_profile("quick", max_examples=20, deadline=None)
settings.register_profile("long", max_examples=200, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    """How many examples a property gets where it does not say so itself; the machine may be busy, so none has a deadline."""
    settings.load_profile("long" if config.getoption("--long") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--long`, pass over what is marked so."""
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="takes minutes: --long runs it")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


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

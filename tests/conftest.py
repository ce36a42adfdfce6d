"""What all tests share: the long harnesses run only when asked for."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs what takes minutes."""
    parser.addoption("--long", action="store_true", help="run the long harnesses too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without `--long`, pass over what is marked so."""
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="takes minutes: --long runs it")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)

"""The screen on the small article."""

from __future__ import annotations

import pytest

from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable
from reviewer.workflow.session import Session


@pytest.fixture
def app(session: Session) -> ReviewerApp:
    """The application on that session."""
    return ReviewerApp(session, KeyTable())

"""Findings that a test can rely on: of two rules of a newsroom, and of the checks of edits; nothing else is looked for."""

from __future__ import annotations

from pathlib import Path

from reviewer.core.check_names import FAMILIES
from reviewer.workflow.marking import Marking
from reviewer.workflow.session import Session
from reviewer.workflow.settings import CheckSettings

RULES = """
[[rule]]
name = "east-asia"
pattern = '\\bban on East Asia\\b'
message = "NATO bans nothing"
suggestion = "eastward expansion"
severity = "error"
bad = ["its ban on East Asia"]
[[rule]]
name = "twice"
pattern = '(?i)\\b(\\w+) \\1\\b'
message = "a word twice"
suggestion = '\\1'
bad = ["the the talks"]
[[rule]]
name = "credit"
pattern = '^\\[.*\\]$'
message = "a credit"
suggestion = ""
severity = "info"
bad = ["[AP]"]
[[rule]]
name = "ended"
pattern = '\\bended\\b'
message = "is it known how"
severity = "info"
bad = ["It ended."]
"""
ON = CheckSettings(ignore=("misspelling", *(name for name in FAMILIES if name not in ("house", "edit"))))
"""Without rules: what editors changed is looked for all the same, but for what costs most to load."""


def rules_in(folder: Path) -> CheckSettings:
    """The settings with the rules in a file of that folder."""
    path = folder / "house.toml"
    path.write_text(RULES, encoding="utf-8")
    return CheckSettings(rules=(path,), ignore=ON.ignore)


async def looked(session: Session, settings: CheckSettings, *, at: int = 1) -> Marking:
    """The findings of a session with the segment at a position on the desk, when the checks have looked."""
    session.lay(session.scope.view.row_at(at - 1))
    marking = Marking(session, settings)
    await marking.look(lambda: None)
    return marking

"""What is read once more before a sign-off: what corrections changed that must have been meant, and what the checks still find.

Such edits are the job, and findings may be wrong, so nothing stands in their way; but nobody signs off without having seen them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from reviewer.checks import CHECKS, Engine
from reviewer.checks.edit import MEANING
from reviewer.checks.trust import Trust
from reviewer.core.finding import Dismissals, Finding, Level, told_once
from reviewer.workflow.inspecting import story
from reviewer.workflow.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Proof:
    """What there is to read once more in one text."""

    changed: tuple[str, ...]
    """A line for each number, name or negation that was changed, e.g. `12: 50 → 15 changed`, in the order of the text."""
    left: int | None
    """How many findings are open that count; None where the checks cannot run."""
    errors: tuple[str, ...]
    """A line for each of these that is an error."""


def proof(
    article: Manuscript, engine: Engine | None, trust: Trust, dismissals: Dismissals, recurring: Mapping[str, int]
) -> Proof:
    """What nobody dismissed in this very text; how bad it is goes by what was measured of the checks."""
    told, printed = story(article.article, article.pieces, recurring)
    by_position = dict(zip(told.positions, printed, strict=True))

    def is_open(finding: Finding) -> bool:
        piece = by_position[finding.position]
        return dismissals.of(finding, article.article.uid, piece.machine, piece.text or "") is None

    changed = [_line(finding) for finding in _engine().findings(told, wide=False) if is_open(finding)]
    if engine is None:
        return Proof(tuple(dict.fromkeys(changed)), None, ())
    found = (replace(finding, level=trust.level(finding)) for finding in engine.findings(told) if is_open(finding))
    left = [finding for finding in told_once(found) if finding.level.counts]
    errors = [_line(finding) for finding in left if finding.level is Level.ERROR]
    return Proof(tuple(dict.fromkeys(changed)), len(left), tuple(errors))


def _line(finding: Finding) -> str:
    return f"{finding.position}: {finding.message}"


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(CHECKS[name] for name in MEANING)

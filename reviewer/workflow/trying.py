"""House rules on trial: what they would have flagged in what is reviewed, and how often editors had changed that very place.

Nothing is switched on and nothing is kept. A rule is tried on machine texts alone, whatever text it is for, because only there is
it known what editors did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.analysis.diff import diff
from reviewer.checks.house import HouseRule
from reviewer.checks.trust import is_touched
from reviewer.store import Store

MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A place that a rule flagged."""

    article: int
    position: int
    text: str
    """What is inside the span."""
    final: str | None
    """The whole text as the editor left it, where that very place was changed; else None."""


@dataclass(slots=True)
class Trial:
    """What came of one rule."""

    rule: HouseRule
    flagged: int = 0
    changed: int = 0
    examples: dict[bool, list[Example]] = field(default_factory=lambda: {True: [], False: []})
    """The first that editors changed (True), and that they left."""

    def note(self, example: Example) -> None:
        """One more place."""
        is_changed = example.final is not None
        self.flagged += 1
        self.changed += is_changed
        if len(self.examples[is_changed]) < MOST_EXAMPLES:
            self.examples[is_changed].append(example)


def tried(store: Store, rules: Sequence[HouseRule]) -> tuple[int, list[Trial]]:
    """How many texts are reviewed, and what came of each rule on them."""
    trials = [Trial(rule) for rule in rules]
    texts = 0
    for machine, final, _, place in store.reviewed_pairs():
        texts += 1
        edits = None
        for trial in trials:
            if place.kind not in trial.rule.rule.kinds:
                continue
            for remark in trial.rule.remarks_on(machine):
                if edits is None:
                    edits = [edit.machine for edit in diff(machine, final) if edit.kind != "equal"]
                is_changed = is_touched((remark.start, remark.end), edits)
                flagged = machine[remark.start : remark.end]
                trial.note(Example(place.article, place.position, flagged, final if is_changed else None))
    return texts, trials

"""What `reviewer check --stats` and `--try` print: how often editors agreed with each check, and what came of rules on trial."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.cli.output import say, write
from reviewer.core.visible import visible

if TYPE_CHECKING:
    from reviewer.checks import Engine
    from reviewer.checks.trust import Trust
    from reviewer.fixes.recurring import Recurring
    from reviewer.store import Store
    from reviewer.workflow.checklist import Checklist
    from reviewer.workflow.trying import Trial

MOST_MISSED = 30
"""Phrases that no check foresaw, as many as are worth a look."""
_SHOWN = 100
_SHOWN_EXAMPLE = 160


def print_stats(database: Path, checks: Checklist, floor: float) -> None:
    """Print what was measured of each check, and what the checks miss."""
    from reviewer.checks import Engine
    from reviewer.store import Store
    from reviewer.workflow.trusting import missed

    is_kept = os.access(database, os.W_OK)
    with Store.open(database, create=False, readonly=not is_kept) as store:
        known = measured_trust(store, Engine(checks.checks), floor, is_kept=is_kept)
        write("".join(_stats(checks, known, missed(store))))


def measured_trust(store: Store, engine: Engine, floor: float, *, is_kept: bool) -> Trust:
    """What is known of the checks by now; measured anew only where that can be kept."""
    from reviewer.workflow.trusting import last_trust, trust

    if is_kept:
        return trust(store, store.keep_findings, store.keep_acceptances, engine=engine, floor=floor)
    return last_trust(store, engine.checks, floor=floor)


def _stats(checks: Checklist, known: Trust, unforeseen: Sequence[Recurring]) -> Iterator[str]:
    width = max(len(check.name) for check in checks.checks)
    dealt = [check for check in checks.checks if known.acceptances[check.name].places]
    yield f"{'check':<{width}}  level    changed dismissed    left  agreed\n"
    for check in dealt:
        places = known.acceptances[check.name]
        level = "info" if check.name in known.low else str(check.level)
        stepped = "  stepped down to info" if check.name in known.stepped_down else ""
        yield (
            f"{visible(check.name):<{width}}  {level:<8}{places.changed:>8,} {places.dismissed:>9,} {places.left:>7,} "
            f"{places.rate or 0:>6.0%}{stepped}\n"
        )
    silent = len(checks.checks) - len(dealt)
    yield f"# {silent:,} of {len(checks.checks):,} checks flagged nothing in what is reviewed\n"
    yield "\n# What the checks miss: phrases that editors keep changing, and no check flagged\n"
    if not unforeseen:
        yield "# nothing was changed twice\n"
    for each in unforeseen[:MOST_MISSED]:
        replacement, _ = each.replacements[0]
        written = f"“{replacement}”" if replacement else "(taken out)"
        yield visible(f"{each.times:>6,} of {each.times + each.kept:,}  “{each.phrase}” → {written}", _SHOWN) + "\n"


def print_trial(database: Path, file: Path) -> None:
    """Print what came of the rules in `file` on what is reviewed."""
    from reviewer.store import Store
    from reviewer.workflow.house_rules import read_house_rules
    from reviewer.workflow.trying import tried

    rules = read_house_rules([file])
    with Store.open(database, create=False, readonly=True) as store:
        texts, trials = tried(store, rules)
    for trial in trials:
        write("".join(_trial(trial, texts)))
    for trial in trials:
        if trial.rule.stopped is not None:
            say(f"warning: {trial.rule.check.name}: {trial.rule.stopped}; what is above is not all")


def _trial(trial: Trial, texts: int) -> Iterator[str]:
    name = trial.rule.check.name
    if not trial.flagged:
        yield f"{name}: flagged nothing in {texts:,} reviewed segments\n"
        return
    share = trial.changed / trial.flagged
    yield (
        f"{name}: flagged {trial.flagged:,} in {texts:,} reviewed segments, "
        f"and {trial.changed:,} of these had been changed there ({share:.0%})\n"
    )
    for label, is_changed in (("changed", True), ("left", False)):
        for example in trial.examples[is_changed]:
            became = f" → {example.final}" if example.final is not None else ""
            where = f"{example.article}/{example.position}"
            yield "  " + visible(f"{label:<8}{where:<8}“{example.text}”{became}", _SHOWN_EXAMPLE) + "\n"

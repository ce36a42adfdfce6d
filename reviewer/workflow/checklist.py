"""Which checks run: those that come with the program and the newsroom's own, less what somebody does not want.

A name is that of a check or of a family. What is named closer wins: a check that is selected by its own name runs even where its
family is ignored, and wherever the settings ignore it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.checks import CHECKS, FAMILY_OF, Check
from reviewer.checks.house import FAMILY, HouseRule
from reviewer.core.check_names import FAMILIES
from reviewer.workflow.house_rules import read_house_rules
from reviewer.workflow.naming import refuse_unknown
from reviewer.workflow.settings import CheckSettings

UNSET = CheckSettings()
"""Nothing is set."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checks that run, and the rules among them."""

    checks: tuple[Check, ...]
    """In display order."""
    house: tuple[HouseRule, ...] = ()

    def stopped(self, names: Container[str] | None = None) -> list[str]:
        """A line for each rule, of those with these `names` or of all, that was too slow: it is not looked at any more."""
        rules = [rule for rule in self.house if rule.stopped and (names is None or rule.check.name in names)]
        return [f"{rule.check.name}: {rule.stopped}; the rest is not looked at by it" for rule in rules]


def checklist(
    settings: CheckSettings = UNSET,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    rules: Iterable[Path] = (),
    glossary: Path | None = None,
) -> Checklist:
    """The checks that are wanted.

    Args:
        settings: what is always wanted; a rule in its `ignore` that there is not is no error, for rules come and go.
        select: names of those that run; none for all.
        ignore: names of those that do not.
        rules: further files of house rules.
        glossary: a file of terms in place of that of the settings; see `reviewer.formats.glossary`.

    Raises:
        ConfigError: a file of rules or terms cannot be used.
        UnknownNameError: there is no check or family of a name.
    """
    house = read_house_rules((*settings.rules, *rules))
    glossary = glossary or settings.glossary
    checks = {**CHECKS, **{rule.check.name: rule.check for rule in house}}
    if glossary is not None:
        checks |= _glossary_check(glossary)
    for name in (*select, *ignore):
        refuse_unknown(name, checks)
    wanted = [check for check in checks.values() if _is_wanted(check.name, select, (*ignore, *settings.ignore), ignore)]
    names = {check.name for check in wanted}
    return Checklist(_in_order(wanted), tuple(rule for rule in house if rule.check.name in names))


def family_of(name: str) -> str:
    """The family of a check, a name of `reviewer.core.check_names.FAMILIES`; what does not come with the program is `house`."""
    return FAMILY_OF.get(name, FAMILY)


def _is_wanted(name: str, select: Sequence[str], ignore: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a check runs; `said` are those of `ignore` that were said beside `select`, and so are as close."""
    if name in select:
        return name not in said
    is_selected = not select or family_of(name) in select
    return is_selected and name not in ignore and family_of(name) not in ignore


def _in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    order = list(FAMILIES)
    return tuple(sorted(checks, key=lambda check: order.index(family_of(check.name))))


def _glossary_check(path: Path) -> dict[str, Check]:
    from reviewer.checks.source import glossary_check
    from reviewer.formats.glossary import read_glossary

    check = glossary_check(read_glossary(path))
    return {check.name: check}

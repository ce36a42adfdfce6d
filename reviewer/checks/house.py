"""The newsroom's own rules as checks: a pattern, what to say of it, and maybe what to put in its place.

A rule can say what no rule of ours may: it is its author's to be right. It can do no harm either: its pattern is looked over and
timed (`reviewer.analysis.patterns`), and one that takes too long finds nothing any more and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from reviewer.analysis.patterns import Occurrence, Pattern, Search
from reviewer.checks.check import Check, Remark, taken_out
from reviewer.checks.story import Unit
from reviewer.core.article import Kind
from reviewer.core.error import Side
from reviewer.core.finding import Level
from reviewer.core.identity import digest
from reviewer.errors import QueryError

FAMILY = "house"
Text = Literal["machine", "correction", "both"]
TEXTS: tuple[Text, ...] = get_args(Text)
"""What a rule may look at: what the machine wrote and nobody changed, what an editor wrote, or either."""

_REFERENCE = re.compile(r"\\(?:(?P<number>\d{1,3})|g<(?P<name>\w+)>|(?P<sign>\\)|(?P<other>.?))", re.DOTALL)
_VERSIONS = 1 << 31


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the newsroom."""

    name: str
    """Without the family: findings are called `house/NAME`."""
    pattern: str
    """As `regex` writes patterns."""
    message: str
    suggestion: str | None = None
    r"""What to put in place of what was found, with its groups as `\1` or `\g<name>`; an empty one takes it out."""
    level: Level = Level.WARNING
    kinds: frozenset[Kind] = frozenset(Kind)
    on: Text = "both"
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """Another one whenever the rule says other things than before."""
        said = (self.pattern, self.message, self.suggestion, self.level, sorted(self.kinds), self.on)
        return int(digest("rule", *said)[:8], 16) % _VERSIONS


class HouseRule:
    """A rule at work.

    Raises:
        QueryError: its pattern is none or cannot be bounded, or its suggestion names a group that there is not.
    """

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._search = Search(rule.pattern)
        _refuse_unknown_groups(rule.suggestion or "", self._search.pattern)
        self.check = Check(
            name=f"{FAMILY}/{rule.name}",
            level=rule.level,
            about=f"A rule of the newsroom: {rule.message.rstrip('.')}.",
            issue="non-conformance",
            unit=self.remarks,
            bad=rule.bad,
            good=rule.good,
            english=False,
            version=rule.version,
        )

    @property
    def stopped(self) -> QueryError | None:
        """Why it says nothing any more, where it was too slow."""
        return self._search.stopped

    def remarks(self, unit: Unit) -> Iterator[Remark]:
        """What the rule says of `unit`."""
        if unit.kind in self.rule.kinds and self.rule.on in ("both", unit.side):
            yield from self.remarks_on(unit.text)

    def remarks_on(self, text: str) -> Iterator[Remark]:
        """What the rule says of a text, whatever its kind and whoever wrote it; nothing of what already is as it suggests."""
        for found in self._search.occurrences(text):
            if found.start == found.end:
                continue
            suggestion = None if self.rule.suggestion is None else self._written(self.rule.suggestion, found)
            if suggestion == found.groups[0]:
                continue
            start, end = taken_out(text, found.start, found.end) if suggestion == "" else (found.start, found.end)
            yield Remark(start, end, self.rule.message, suggestion)

    def complaint(self) -> str | None:
        """What is wrong with the rule by its own examples; None where it does what they say."""
        side = Side.CORRECTION if self.rule.on == "correction" else Side.MACHINE
        kind = next(kind for kind in Kind if kind in self.rule.kinds)
        for text, is_bad in (*((text, True) for text in self.rule.bad), *((text, False) for text in self.rule.good)):
            unit = Unit(text, kind=kind, machine="" if side is Side.CORRECTION else None)
            is_flagged = any(True for _ in self.remarks(unit))
            if self.stopped is not None:
                return str(self.stopped)
            if is_flagged is not is_bad:
                return f"its bad example {text!r} is not flagged" if is_bad else f"its good example {text!r} is flagged"
        return None

    def _written(self, template: str, found: Occurrence) -> str:
        numbers = self._search.pattern.groups
        return _REFERENCE.sub(
            lambda each: "\\" if each["sign"] else found.groups[numbers[_group(each)]],
            template,
        )


def house_rules(rules: Iterable[Rule]) -> tuple[HouseRule, ...]:
    """The rules at work, in their order."""
    return tuple(map(HouseRule, rules))


def _group(reference: re.Match[str]) -> str:
    return reference["name"] or str(int(reference["number"]))


def _refuse_unknown_groups(template: str, pattern: Pattern) -> None:
    for each in _REFERENCE.finditer(template):
        if each["other"] is not None:
            raise QueryError(rf"the suggestion {template!r}: {each[0]!r} means nothing; a group is \1 or \g<name>, a \ is \\")
        if not each["sign"] and _group(each) not in pattern.groups:
            raise QueryError(f"the suggestion {template!r}: the pattern has no group {_group(each)}")

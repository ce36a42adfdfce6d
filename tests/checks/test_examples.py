"""The examples of every check, which `--explain` shows: it flags the bad ones and not the good ones."""

from __future__ import annotations

import pytest

from reviewer.checks import CHECKS, FAMILY_OF
from reviewer.core.check_names import FAMILIES
from tests.checks.tables import findings

PLAIN = [check for check in CHECKS.values() if not (check.needs_source or check.needs_edit or check.needs_stories)]


@pytest.mark.parametrize(("name", "line"), [(check.name, line) for check in PLAIN for line in check.bad])
def test_a_bad_example_is_flagged(name: str, line: str) -> None:
    """What a check shows as bad, it flags."""
    assert findings(line, name), f"{name} says nothing of {line}"


@pytest.mark.parametrize(("name", "line"), [(check.name, line) for check in PLAIN for line in check.good])
def test_a_good_example_is_not_flagged(name: str, line: str) -> None:
    """What a check shows as good, it leaves alone."""
    assert not findings(line, name)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_every_check_is_whole(name: str) -> None:
    """A check has a family, says what it looks for, has examples of both kinds, and looks at exactly one kind of thing."""
    check = CHECKS[name]
    assert FAMILY_OF[name] in FAMILIES
    assert check.about.endswith(".")
    assert check.bad
    assert check.good
    assert sum(look is not None for look in (check.unit, check.paragraph, check.story)) == 1

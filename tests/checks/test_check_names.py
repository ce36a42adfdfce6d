"""What a filter can ask for is what there is."""

from __future__ import annotations

from reviewer.checks import CHECKS, FAMILY_OF
from reviewer.core.check_names import CHECK_NAMES, FAMILIES
from reviewer.core.finding import Level


def test_the_core_knows_every_check() -> None:
    """By family and in display order, so that a filter is understood without loading a check."""
    families = [family for family in FAMILIES if family != "house"]
    there = {family: tuple(name for name in CHECKS if FAMILY_OF[name] == family) for family in families}
    assert there == CHECK_NAMES


def test_no_name_means_two_things() -> None:
    """A check is called otherwise than a family, a level, or all of them."""
    assert not {*CHECKS} & {*FAMILIES, *Level, "any"}

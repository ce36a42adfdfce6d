"""A check earns its level by what editors do in the places that it flags."""

from __future__ import annotations

import pytest

from reviewer.checks import Check
from reviewer.checks.trust import ENOUGH, Trust, is_touched
from reviewer.core.finding import Acceptance, Finding, Level


def check(*, starts_low: bool = False) -> Check:
    """One that finds nothing."""
    return Check("made-up", Level.ERROR, "Looks for nothing.", "other", unit=lambda _: (), starts_low=starts_low)


FINDING = Finding("made-up", Level.ERROR, "odd", (0, 1), "a")
LEVELS = {
    "nobody decided": (False, Acceptance(), Level.ERROR),
    "too few to say": (False, Acceptance(0, 0, ENOUGH - 1), Level.ERROR),
    "seldom": (False, Acceptance(14, 0, 36), Level.INFO),
    "seldom, and dismissed": (False, Acceptance(14, 36, 0), Level.INFO),
    "just often enough": (False, Acceptance(15, 20, 15), Level.ERROR),
    "starts low": (True, Acceptance(), Level.INFO),
    "starts low, and nobody minds": (True, Acceptance(29, 0, 21), Level.INFO),
    "starts low, and few agreed": (True, Acceptance(ENOUGH - 1, 0, 0), Level.INFO),
    "starts low, and most agree": (True, Acceptance(30, 10, 10), Level.ERROR),
}


@pytest.mark.parametrize(("starts_low", "acceptance", "level"), LEVELS.values(), ids=LEVELS)
def test_the_level_follows_from_what_editors_did(starts_low: bool, acceptance: Acceptance, level: Level) -> None:
    """Below the floor it is only info; what starts low is lifted; of fewer than 50 places nothing follows."""
    trust = Trust.of([check(starts_low=starts_low)], {"made-up": acceptance})
    assert trust.level(FINDING) is level
    assert ("made-up" in trust.stepped_down) is (level is Level.INFO and not starts_low)


def test_the_floor_can_be_another() -> None:
    """As the settings say."""
    acceptances = {"made-up": Acceptance(20, 0, 30)}
    assert Trust.of([check()], acceptances, floor=0.5).low == {"made-up"}
    assert Trust.of([check()], acceptances, floor=0.4).low == frozenset()


SAID = {
    "changed in 14 of 50 places (28%), dismissed in 6, left in 30; stepped down to info": (False, Acceptance(14, 6, 30)),
    "changed in 40 of 50 places (80%), dismissed in 0, left in 10": (True, Acceptance(40, 0, 10)),
    "changed in 1 of 2 places (50%), dismissed in 0, left in 1; info until 60% are changed": (True, Acceptance(1, 0, 1)),
    "nobody has decided on anything that it flagged": (False, Acceptance()),
    "nobody has decided on anything that it flagged; info until then": (True, Acceptance()),
}


@pytest.mark.parametrize(("said", "of"), SAID.items())
def test_it_says_what_follows(said: str, of: tuple[bool, Acceptance]) -> None:
    """In one line: what editors did, and why it is only info."""
    starts_low, acceptance = of
    assert Trust.of([check(starts_low=starts_low)], {"made-up": acceptance}).said("made-up") == said


@pytest.mark.parametrize(
    ("span", "edit", "expected"),
    [
        ((4, 8), (4, 8), True),
        ((4, 8), (0, 5), True),
        ((4, 8), (7, 12), True),
        ((4, 8), (0, 4), False),
        ((4, 8), (8, 12), False),
        ((4, 8), (6, 6), True),
        ((4, 8), (8, 8), True),
        ((4, 8), (9, 9), False),
        ((4, 4), (0, 4), True),
        ((4, 4), (4, 4), True),
        ((4, 4), (5, 9), False),
    ],
)
def test_a_place_is_touched_by_an_edit(span: tuple[int, int], edit: tuple[int, int], expected: bool) -> None:
    """Of the characters in it, or put in at its ends; beside it is not in it."""
    assert is_touched(span, [(20, 30), edit]) is expected

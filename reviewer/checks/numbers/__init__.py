"""Checks of the family `numbers`: numbers, dates, percentages and conversions that cannot be right."""

from __future__ import annotations

from reviewer.checks.check import Check
from reviewer.checks.numbers.ages import AGE_ARITHMETIC
from reviewer.checks.numbers.conversions import CONVERSION, CONVERSION_MAGNITUDE
from reviewer.checks.numbers.days import IMPOSSIBLE_DATE
from reviewer.checks.numbers.magnitudes import SOURCE_MAGNITUDE
from reviewer.checks.numbers.malformed import MALFORMED_NUMBER
from reviewer.checks.numbers.percents import PERCENT_ARITHMETIC, PERCENT_OR_POINTS
from reviewer.checks.numbers.relatives import RELATIVE_DATE
from reviewer.checks.numbers.repeated import INCONSISTENT_QUANTITY
from reviewer.checks.numbers.weekdays import WEEKDAY_DATE

CHECKS: tuple[Check, ...] = (
    MALFORMED_NUMBER,
    SOURCE_MAGNITUDE,
    IMPOSSIBLE_DATE,
    WEEKDAY_DATE,
    RELATIVE_DATE,
    PERCENT_ARITHMETIC,
    PERCENT_OR_POINTS,
    CONVERSION,
    CONVERSION_MAGNITUDE,
    AGE_ARITHMETIC,
    INCONSISTENT_QUANTITY,
)
"""In display order."""

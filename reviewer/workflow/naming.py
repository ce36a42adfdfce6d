"""Names of checks and families as people write them: in any case, and refused with the likeliest where there is none.

Nothing here loads the checks: what the settings say of them is looked over whatever command runs.
"""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.core.check_names import CHECK_NAMES, FAMILIES
from reviewer.errors import UnknownNameError

_SHOWN = 60
_ALIKE = 60
"""How alike, of 100, a name must be to be the one that was meant."""


def every_name() -> list[str]:
    """All checks that come with the program."""
    return [name for names in CHECK_NAMES.values() for name in names]


def refuse_unknown(name: str, checks: Iterable[str]) -> None:
    """Raises UnknownNameError where `name` is neither one of `checks` nor a family; its message begins with the likeliest."""
    known = (*checks, *FAMILIES)
    if name in known:
        return
    from reviewer.analysis.fuzz import similarity

    alike, likely = max((similarity(name[:_SHOWN], each), each) for each in known)
    raise UnknownNameError(
        "check or family", name[:_SHOWN], FAMILIES, called="families", likely=likely if alike >= _ALIKE else None
    )

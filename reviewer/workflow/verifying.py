"""Whether a review database is what it was when it was written, and whether its scores come out the same when counted again.

Nothing is written, and all of it is of one moment, so others may go on reviewing. A later check is one more function that yields
`Checked`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reviewer.errors import LockedError
from reviewer.metrics.measure import Engine
from reviewer.store import UNREADABLE, Checked, Damage, Store
from reviewer.workflow.recounting import recounted
from reviewer.workflow.scoring_reviews import Against


def verify(store: Store, *, engine: Engine = "reviewer", jobs: int = 1) -> Iterator[Checked]:
    """Each kind of thing in the database as soon as all of it was looked at.

    Args:
        store: the database, best opened for reading.
        engine: by whose code stored statistics are counted again; sacrebleu's own takes 7 ms a pair where TER was counted.
        jobs: how many processes count at most.

    Raises:
        ReviewerError: the database is held by others for too long, or texts cannot be counted.
    """
    with store.snapshot():
        has_references = False
        for checked in store.check():
            yield checked
            has_references |= checked.what == "references" and checked.count > 0
        against: tuple[Against, ...] = ("corrections", "references") if has_references else ("corrections",)
        try:
            yield from recounted(store, against, engine=engine, jobs=jobs)
        except LockedError:
            raise
        except UNREADABLE as error:
            damage = Damage("statistics", "all", None, f"cannot be counted again: {error}")
            yield Checked("statistics", 0, "", "cache", (damage,))


def advice(checked: Iterable[Checked]) -> str:
    """What to do about damage, in a few words; empty where there is none."""
    damaged = {each.nature for each in checked if each.damage}
    if "original" in damaged:
        return "restore the file from a backup, or from where it was copied"
    calls = {"derived": ".rebuild()", "cache": ".forget_statistics()"}
    said = [call for nature, call in calls.items() if nature in damaged]
    if not said:
        return ""
    return f"nothing that anybody wrote is lost: in Python, reviewer.open(FILE, readonly=False){' and '.join(said)} mends it"

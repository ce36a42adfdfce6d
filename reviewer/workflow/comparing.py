"""Is one system better than another: the same segments, two or more machine texts of each.

Scores that stand on other segments, other references or another signature are never set side by side here: every system is
counted over the very same rows, by the very same measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer.errors import InputError, ReviewerError
from reviewer.metrics.significance import Comparison, Procedure, compare
from reviewer.metrics.tallies import Tally, refuse_single_article
from reviewer.store import Store
from reviewer.workflow.scoring import Counted, Files, Plan, Tell, count_files
from reviewer.workflow.scoring_reviews import Against, count_systems


def compare_files(files: Files, plan: Plan, procedure: Procedure, tell: Tell | None = None) -> tuple[list[Comparison], Counted]:
    """Each system of `files` against the first; articles are drawn instead of segments where the files name them.

    Raises:
        InputError: a file cannot be read, or the files do not line up.
        ReviewerError: there are no two systems, or no segment.
    """
    if len(files.systems) < 2:
        raise InputError("nothing to compare: name a BASELINE and at least one other SYSTEM")
    counted = count_files(files, replace(plan, keeps_rows=True), tell=tell)
    return compare_counted(counted, plan, procedure), counted


def compare_reviews(
    store: Store, against: Against, plan: Plan, procedure: Procedure, names: Sequence[str] = ()
) -> tuple[list[Comparison], Counted]:
    """The systems of a database, over the segments that all of them have.

    Args:
        store: the database.
        against: what the machine texts are held to.
        plan: by what they are counted.
        procedure: how the test is made.
        names: which systems, the baseline first; none for all.

    Raises:
        ReviewerError: there are no two systems with a segment in common, or one that is named is not there.
    """
    counted = count_systems(store, against, plan, names)
    return compare_counted(counted, plan, procedure), counted


def compare_counted(counted: Counted, plan: Plan, procedure: Procedure) -> list[Comparison]:
    """Each system that was counted, with rows kept, against the first.

    Raises:
        ReviewerError: the systems do not stand on the same segments, or there is one article only to draw.
    """
    tallies = {str(group.system): tally for group, tally in counted.tallies.items()}
    first = next(iter(tallies.values()))
    _refuse_differences(tallies, first)
    clusters = first.clusters if procedure.unit == "article" else None
    if clusters is not None:
        refuse_single_article(clusters)
    statistics = {name: tally.rows() for name, tally in tallies.items()}
    return compare(plan.measures, statistics, first.references, procedure, clusters)


def _refuse_differences(tallies: dict[str, Tally], first: Tally) -> None:
    for name, tally in tallies.items():
        if tally.segments != first.segments or tally.references != first.references:
            raise ReviewerError(f"{name} stands on other segments or references than the baseline: their scores do not compare")

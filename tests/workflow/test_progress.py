"""How far an article is, what it cost, and what the figures stand on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reviewer.core.article import Article, Segment
from reviewer.core.review import Effort
from reviewer.metrics.edits import edit_rate, similarity
from reviewer.store import Counts, Store
from reviewer.workflow.progress import Progress, progress
from tests.building import article, fill
from tests.desk import decide


def now(database: Path, *articles: int) -> Progress:
    """The progress at this moment."""
    with Store.open(database, create=False, readonly=True) as store:
        return progress(store, articles or (1,), "Call")


def test_nothing_reviewed_is_no_score(database: Path) -> None:
    """Without a pair there is no figure, and no zero in its place."""
    found = now(database)

    assert (found.pairs, found.quick_scores, found.unchanged) == ((), (), 0)
    assert (found.active_seconds, found.idle_seconds, found.idle_threshold) == (0, 0, 0.0)
    assert found.counts == Counts(open=7, total=7)


def test_every_verdict_is_counted(database: Path) -> None:
    """Accepted, corrected, rejected, cut, in conflict, queried, open."""
    decide(database, 1, "accepted", note="?who")
    decide(database, 2, "corrected", "x")
    decide(database, 3, "rejected")
    decide(database, 4, "cut")
    decide(database, 5, "accepted")
    decide(database, 5, "cut", editor="desk3", unseen=True)

    assert now(database).counts == Counts(open=2, accepted=1, corrected=1, rejected=1, cut=1, conflict=1, queries=1, total=7)


def test_pairs_are_what_is_printed(database: Path) -> None:
    """A join is one pair; what was cut, rejected, in conflict or is open is none."""
    decide(database, 1, "accepted")
    decide(database, (2, 3), "corrected", "NATO’s expansion.")
    decide(database, 4, "cut")
    decide(database, 5, "rejected", "half")
    found = now(database)

    assert [(pair.hypothesis, pair.reference) for pair in found.pairs] == [
        ("Ministers Hold Call on Guarantee", "Ministers Hold Call on Guarantee"),
        ("NATO's ban on East Asia was discussed. The security security negotiations go on.", "NATO’s expansion."),
    ]
    assert found.unchanged == 1


def test_a_correction_that_was_accepted_in_fact_is_unchanged(database: Path) -> None:
    """The texts are compared, not the verdicts."""
    decide(database, 1, "corrected", "Ministers Hold Call on Guarantee")

    assert now(database).unchanged == 1


def test_quick_scores_are_those_of_the_metrics(database: Path) -> None:
    """Edit rate and similarity over all pairs, with their signatures."""
    decide(database, 2, "corrected", "NATO's eastward expansion was discussed.")
    found = now(database)

    assert found.quick_scores == (edit_rate(found.pairs), similarity(found.pairs))


def test_seconds_of_a_join_are_counted_once(database: Path) -> None:
    """A review that covers two segments took its time once, idle time apart."""
    with Store.open(database) as store:
        places = store.places(1)
        made = decide(database, (2, 3), "accepted")
        store.save(
            [
                replace(
                    made,
                    id="019caba1-68c0-7000-8000-000000028c60",
                    action="",
                    parents=(made.id,),
                    covers=tuple(place.uid for place in places[1:3]),
                    effort=Effort(reading=10.0, typing=5.0, idle=60.0),
                )
            ]
        )
    found = now(database)

    assert (found.active_seconds, found.idle_seconds, found.idle_threshold) == (15.0, 60.0, 30.0)


def test_several_articles_are_added_up(database: Path) -> None:
    """Counts and pairs are those of all."""
    fill(database, Article((Segment("Else.", "\n"),), title="Else", target_language="en"))
    decide(database, 1, "accepted")
    decide(database, 1, "accepted", article=2)
    found = now(database, 1, 2)

    assert (found.counts.total, found.counts.accepted, len(found.pairs)) == (8, 2, 2)


def test_no_articles_are_nothing(database: Path) -> None:
    """An empty list is nothing, not everything."""
    decide(database, 1, "accepted")
    with Store.open(database, create=False, readonly=True) as store:
        found = progress(store, (), "none")

    assert (found.counts, found.pairs) == (Counts(), ())


def test_the_title_is_the_callers(database: Path) -> None:
    """It is shown as it was given."""
    assert now(database).title == article().title

"""What second looks found in what had been accepted, computed again from what `reviewer list --format json` prints."""

from __future__ import annotations

from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest

from reviewer.analysis.diff import edit_rate_counts
from reviewer.core.article import Kind
from reviewer.core.review import Purpose, Reached
from reviewer.metrics.sampling import t_quantile, wilson
from reviewer.store import Store
from reviewer.workflow.opening import draw_sample
from reviewer.workflow.reporting.material import gather
from reviewer.workflow.reporting.request import Request
from reviewer.workflow.reporting.second_look import checks_section
from reviewer.workflow.reporting.value import Run, Section
from reviewer.workflow.scoring_reviews import titles_of
from tests.building import surroundings
from tests.workflow.reporting import newsroom
from tests.workflow.reporting.newsroom import Newsroom

CHECK = {"purpose": Purpose.CHECK, "editor": "desk9"}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """Two articles of thirty sentences, all accepted by desk2."""
    path = tmp_path / "reviews.db"
    for name in ("Alpha", "Beta"):
        rows = [(f"{name} number {number} goes on.", Kind.BODY, " ") for number in range(30)]
        newsroom.bring_in(path, newsroom.article(name, "nmt", rows))
    made = Newsroom(path)
    for article in (1, 2):
        for position in range(1, 31):
            made.decide(article, position, "accepted")
    return made


def section_of(room: Newsroom) -> Section | None:
    """What the report says of second looks."""
    with Store.open(room.database, readonly=True) as store:
        return checks_section(store, gather(store, Request()), titles_of(store))


def made(room: Newsroom) -> Section:
    """The same, where there is something to say."""
    section = section_of(room)
    assert section is not None
    return section


def missed_of(room: Newsroom) -> list[dict[str, Any]]:
    """The last check of each editor on a segment that counts by the formula, each with its segment."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for each in newsroom.listed(room.database):
        by_id = {review["id"]: review for review in each["reviews"]}
        for review in each["reviews"]:
            parents = [by_id[parent] for parent in review["parents"] if by_id[parent]["verdict"] == "accepted"]
            if review["purpose"] == "check" and parents and review["editor"] not in [parent["editor"] for parent in parents]:
                found[each["segment"], review["editor"]] = {**review, "machine": each["machine"], "samples": each["samples"]}
    return list(found.values())


def test_without_second_looks_there_is_nothing_to_say(room: Newsroom) -> None:
    """Not even a title."""
    assert section_of(room) is None


def test_the_share_and_the_edits_that_were_missed(room: Newsroom) -> None:
    """By the formula, with Wilson's interval; what was rejected has no text and no edits."""
    room.decide(1, 1, "accepted", **CHECK)
    room.decide(1, 2, "corrected", "Alpha number two goes on.", **CHECK)
    room.decide(1, 3, "rejected", **CHECK)
    for position in range(4, 11):
        room.decide(1, position, "accepted", **CHECK)
    share, edits = made(room).figures
    checks = missed_of(room)
    changed = [each["verdict"] != "accepted" for each in checks]
    low, high = wilson(sum(changed) / len(checks), len(checks), NormalDist().inv_cdf(0.975))
    assert (share.value, share.n) == (100 * sum(changed) / len(checks), len(checks)) == (20.0, 10)
    assert share.bounds is not None
    assert (share.bounds.low, share.bounds.high) == (100 * low, 100 * high)
    texts = [(each["machine"], each["correction"] or each["machine"]) for each in checks if each["verdict"] != "rejected"]
    counted = [edit_rate_counts(*pair) for pair in texts]
    assert edits.value == pytest.approx(100 * sum(each[0] for each in counted) / sum(each[1] for each in counted))
    assert edits.n == 9


def test_what_was_missed_is_listed_with_its_diff(room: Newsroom) -> None:
    """Where it stands, and what the second look made of it."""
    room.decide(2, 2, "corrected", "Beta number two goes on.", **CHECK)
    room.decide(1, 3, "rejected", **CHECK)
    room.decide(1, 4, "accepted", **CHECK)
    (table,) = made(room).tables
    assert [row[:3] for row in table.rows] == [("Alpha", 3, "rejected"), ("Beta", 2, "corrected")]
    assert Run("two", "added") in table.rows[1][3]


def test_the_last_word_of_an_editor_counts(room: Newsroom) -> None:
    """Not the one before."""
    room.decide(1, 1, "rejected", **CHECK)
    room.decide(1, 1, "accepted", **CHECK)
    assert made(room).figures[0].value == 0.0


def test_several_editors_have_equal_parts_of_a_segment(room: Newsroom) -> None:
    """It counts once."""
    room.decide(1, 1, "rejected", **CHECK)
    room.decide(1, 1, "accepted", **{**CHECK, "editor": "desk8"})
    room.decide(1, 2, "accepted", **CHECK)
    share, _ = made(room).figures
    assert (share.value, share.n) == (25.0, 2)


def test_what_is_no_second_look_is_counted_apart(room: Newsroom) -> None:
    """One's own acceptance, and what did not stand accepted."""
    room.decide(1, 1, "rejected", **{**CHECK, "editor": "desk2"})
    room.decide(1, 2, "corrected", "Else.")
    room.decide(1, 2, "accepted", **CHECK)
    section = made(room)
    assert [(figure.value, figure.n, bool(figure.words)) for figure in section.figures] == [(None, 0, True), (None, 0, True)]
    assert [count for _, count in section.figures[0].excluded] == [1, 1]
    assert section.tables[0].rows == ()


def test_what_was_mended_since_was_missed_all_the_same(room: Newsroom) -> None:
    """A check is held against what stood when it was made."""
    room.decide(1, 1, "corrected", "Alpha begins.", **CHECK)
    room.decide(1, 1, "corrected", "Alpha begins.")
    assert (made(room).figures[0].value, made(room).figures[0].n) == (100.0, 1)


def looked_at(room: Newsroom, size: int, *, every: int = 5) -> list[dict[str, Any]]:
    """A sample of what stands accepted, looked at; of every fifth something is changed."""
    draw_sample(room.database, (), "audit", size, surroundings("desk9"), blind=True)
    with Store.open(room.database) as store:
        sample = store.sample("audit")
        assert sample is not None
        places = [place for place in store.place_rows(store.view(None)) if place.uid in sample.segments]
    for number, place in enumerate(places):
        said = ("corrected", "Quite another sentence.") if number % every == every - 1 else ("accepted", None)
        room.decide(place.article, place.position, *said, reached=Reached.SAMPLE, reached_by="audit", **CHECK)
    return missed_of(room)


def test_a_sample_of_second_looks_speaks_for_all_that_was_accepted(room: Newsroom) -> None:
    """With the weights and the correction of its design, by what a script can list."""
    checks = looked_at(room, 20)
    share, edits = made(room).figures
    strata: dict[str, tuple[int, list[tuple[float, int, int]]]] = {}
    for check in checks:
        (entry,) = check["samples"]
        counts = edit_rate_counts(check["machine"], check["correction"] or check["machine"])
        strata.setdefault(entry["stratum"], (entry["population"], []))[1].append((float(check["verdict"] != "accepted"), *counts))
    assert sum(population for population, _ in strata.values()) == 60
    p = sum(N * sum(row[0] for row in rows) / len(rows) for N, rows in strata.values()) / 60
    variance = alike = freedom = 0.0
    for population, rows in strata.values():
        n = len(rows)
        mean = sum(row[0] for row in rows) / n
        variance += population**2 * (1 / n - 1 / population) * sum((row[0] - mean) ** 2 for row in rows) / (n - 1) / 60**2
        alike += population * (population / n - 1)
        freedom += n - 1
    low, high = wilson(p, min(p * (1 - p) / variance, 60**2 / alike), t_quantile(int(freedom)))
    assert share.value == pytest.approx(100 * p)
    assert share.bounds is not None
    assert (share.bounds.low, share.bounds.high) == (pytest.approx(100 * low), pytest.approx(100 * high))
    totals = [sum(N * sum(row[side] for row in rows) / len(rows) for N, rows in strata.values()) for side in (1, 2)]
    assert edits.value == pytest.approx(100 * totals[0] / totals[1])
    assert edits.bounds is not None
    assert "the sample audit, 20 of 60 segments that stood accepted" in made(room).intro


def test_all_that_was_accepted_looked_at_again_is_a_point(room: Newsroom) -> None:
    """Nothing is left to estimate."""
    looked_at(room, 60)
    share, _ = made(room).figures
    assert share.bounds is not None
    assert (share.value, share.bounds.low, share.bounds.high) == (20.0, 20.0, 20.0)


def test_nothing_missed_is_no_certainty(room: Newsroom) -> None:
    """The share has an interval; the rate of edits, which did not vary, has none."""
    looked_at(room, 10, every=100)
    share, edits = made(room).figures
    assert share.bounds is not None
    assert share.value == share.bounds.low == 0
    assert share.bounds.high > 10
    assert (edits.value, edits.bounds) == (0.0, None)
    assert made(room).tables[0].rows == ()


def test_looks_of_several_samples_are_taken_together(room: Newsroom) -> None:
    """As a simple share of what was looked at."""
    looked_at(room, 10)
    with Store.open(room.database) as store:
        other = next(place for place in store.place_rows(store.view(None)) if not store.samples_of(place.uid))
    room.decide(other.article, other.position, "accepted", reached=Reached.SAMPLE, reached_by="other", **CHECK)
    share, _ = made(room).figures
    assert share.bounds is not None
    assert "Wilson's interval of a share of 11" in share.bounds.method

"""Reviews and what stands of them: no clock and no order decides."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.review import (
    Effort,
    Purpose,
    Reached,
    Review,
    Status,
    Verdict,
    heads,
    imported_review,
    new_id,
    standing,
    timestamp,
    with_action,
)
from tests.core.building import review

NOW = datetime(2026, 3, 1, 9, 30, 0, 123_999, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[Review]:
    """Reviews of two segments by two editors, each over some of those before it."""
    made: list[Review] = []
    for number in range(draw(st.integers(0, 7))):
        parents = draw(st.lists(st.sampled_from(made), max_size=2, unique=True)) if made else []
        made.append(
            review(
                f"r{number}",
                draw(st.sampled_from(["a", "b", "ab"])),
                parents=tuple(parent.id for parent in parents),
                editor=draw(st.sampled_from(["desk2", "desk3"])),
                correction=draw(st.sampled_from([None, "one", "two"])),
                purpose=draw(st.sampled_from([Purpose.TEXT, Purpose.TEXT, Purpose.CHECK])),
            )
        )
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_no_order_of_arrival_matters(reviews: list[Review], chance: st.randoms) -> None:
    """The same reviews in any order, some of them twice, have the same heads and the same status."""
    again = [*reviews, *chance.sample(reviews, len(reviews) // 2)]
    chance.shuffle(again)

    for segment in "ab":
        before, after = heads(reviews, segment), heads(again, segment)
        assert {each.id for each in before} == {each.id for each in after}
        assert standing(before) == standing(after)


@given(histories(), histories(), histories())
def test_putting_histories_together_is_a_union(one: list[Review], two: list[Review], three: list[Review]) -> None:
    """Merging is commutative, associative and idempotent."""
    two = [replace(each, id=f"2{each.id}", parents=tuple(f"2{parent}" for parent in each.parents)) for each in two]

    def standing_there(*parts: list[Review]) -> set[str]:
        return {each.id for each in heads([each for part in parts for each in part], "a")}

    assert standing_there(one, two, three) == standing_there(three, one, two, one) == standing_there(two, three, one, three)


@given(histories())
def test_something_stands_where_something_was_said(reviews: list[Review]) -> None:
    """A segment that anybody reviewed is never without a head."""
    said = [each for each in reviews if "a" in each.covers and each.purpose is not Purpose.CHECK]

    assert bool(heads(reviews, "a")) == bool(said)


@pytest.mark.parametrize(
    ("reviews", "status"),
    [
        ([], Status.OPEN),
        ([review("1")], Status.ACCEPTED),
        ([review("1", correction="x")], Status.CORRECTED),
        ([review("1", verdict=Verdict.REJECTED)], Status.REJECTED),
        ([review("1", verdict=Verdict.CUT)], Status.CUT),
        ([review("1", verdict=Verdict.REOPENED)], Status.OPEN),
        ([review("1"), review("2", editor="desk3")], Status.ACCEPTED),
        ([review("1"), review("2")], Status.ACCEPTED),
        ([review("1", correction="x"), review("2", correction="x", note="sure?")], Status.CORRECTED),
        ([review("1", correction="x"), review("2", correction="x ")], Status.CONFLICT),
        ([review("1", correction="é"), review("2", correction="e\u0301")], Status.CONFLICT),
        ([review("1"), review("2", verdict=Verdict.CUT)], Status.CONFLICT),
        ([review("1"), review("2", verdict=Verdict.REOPENED)], Status.CONFLICT),
        ([review("1", "ab", correction="x"), review("2", "a", correction="x")], Status.CONFLICT),
        ([review("1", "ab", verdict=Verdict.REOPENED), review("2", "a", verdict=Verdict.REOPENED)], Status.OPEN),
        ([review("1", verdict=Verdict.CUT, reason="residue"), review("2", verdict=Verdict.CUT, reason="content")], Status.CUT),
    ],
)
def test_where_a_segment_stands(reviews: list[Review], status: Status) -> None:
    """One is a review, several that say the same agree, several that differ are a conflict."""
    assert standing(reviews) is status


def test_a_check_is_never_a_head() -> None:
    """A blind second look changes nothing, not even by its parents."""
    first = review("1")
    check = review("2", correction="x", parents=("1",), purpose=Purpose.CHECK)

    assert heads([first, check], "a") == [first]


def test_a_review_is_replaced_only_where_it_is_covered() -> None:
    """A join that was taken over on one segment still stands on the other."""
    join, single = review("1", "ab", correction="x"), review("2", "a", parents=("1",))

    assert (heads([join, single], "a"), heads([join, single], "b")) == ([single], [join])


def test_a_conflict_is_settled_by_a_review_over_both() -> None:
    """What has both as parents stands alone."""
    reviews = [review("1", correction="x"), review("2", correction="y"), review("3", correction="z", parents=("1", "2"))]

    assert [each.id for each in heads(reviews, "a")] == ["3"]


@pytest.mark.parametrize(("note", "asks"), [("", False), ("?who", True), ("? who", True), ("who?", False), (" ?", False)])
def test_a_query_is_a_note_that_begins_with_a_question_mark(note: str, asks: bool) -> None:
    """Only the first character says so."""
    assert review("1", note=note).is_query is asks


@pytest.mark.parametrize(
    "changed",
    [
        {"covers": ("b",)},
        {"parents": ("0",)},
        {"editor": "desk3"},
        {"verdict": Verdict.CUT},
        {"at": ""},
        {"correction": "x"},
        {"reason": "content"},
        {"note": "n"},
        {"purpose": Purpose.CHECK},
        {"reached": Reached.NEED},
        {"reached_by": "x"},
        {"effort": Effort(reading=1.0)},
        {"effort": Effort(idle_threshold=60.0)},
        {"errors": ({"category": "terminology"},)},
        {"action": "2"},
        {"undoes": "0"},
        {"redoes": "0"},
        {"id": "2"},
    ],
)
def test_the_digest_is_over_every_field(changed: dict[str, object]) -> None:
    """No field can be altered without it showing."""
    assert replace(review("1"), **changed).digest != review("1").digest


def test_no_field_is_forgotten_by_the_test_of_the_digest() -> None:
    """The table above names them all."""
    table = test_the_digest_is_over_every_field.pytestmark[0].args[1]

    assert {name for row in table for name in row} == {field.name for field in fields(Review)}


@given(st.integers(0, 200 * 10**9).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC)), st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_7(now: datetime, entropy: bytes) -> None:
    """It says its version, its variant and its time, and has 74 bits of chance."""
    made = uuid.UUID(new_id(now, entropy))

    assert (made.int >> 76) & 0xF == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 == int(now.timestamp() * 1000)


def test_ids_are_in_the_order_of_their_times() -> None:
    """A later id sorts after an earlier one, whatever chance says."""
    assert new_id(NOW, b"\xff" * 10) < new_id(NOW + timedelta(milliseconds=1), bytes(10))


@pytest.mark.parametrize(
    ("now", "written"),
    [
        (NOW, "2026-03-01T09:30:00.123Z"),
        (NOW.replace(microsecond=0), "2026-03-01T09:30:00.000Z"),
        (NOW.astimezone(timezone(timedelta(hours=9))), "2026-03-01T09:30:00.123Z"),
    ],
)
def test_a_timestamp_is_utc_to_the_millisecond(now: datetime, written: str) -> None:
    """Wherever the clock stands, what is written is UTC."""
    assert timestamp(now) == written


def test_an_imported_correction_is_the_same_review_everywhere() -> None:
    """Importing twice is importing once, and nobody claims to know when."""
    one, two = (imported_review("s", "Machine", "Better", "desk9") for _ in range(2))

    assert one == two
    assert (one.verdict, one.correction, one.at, one.purpose) == (Verdict.CORRECTED, "Better", "", Purpose.IMPORT)


def test_an_imported_correction_that_changes_nothing_accepts() -> None:
    """The machine text itself makes *accepted*, without a correction."""
    made = imported_review("s", "Machine", "Machine", "desk9")

    assert (made.verdict, made.correction) == (Verdict.ACCEPTED, None)


@pytest.mark.parametrize("other", [("t", "M", "B", "desk9"), ("s", "M", "B ", "desk9"), ("s", "M", "B", "desk8")])
def test_imported_reviews_differ_by_segment_correction_and_editor(other: tuple[str, str, str, str]) -> None:
    """What differs in one of them is another review."""
    assert imported_review(*other).id != imported_review("s", "M", "B", "desk9").id


def test_one_keypress_is_one_action() -> None:
    """All of its reviews have the id of the first."""
    assert [each.action for each in with_action([review("1"), review("2"), review("3")])] == ["1", "1", "1"]


def test_active_is_reading_and_typing() -> None:
    """Idle seconds are apart."""
    assert Effort(reading=2.0, typing=3.0, idle=100.0).active == 5.0

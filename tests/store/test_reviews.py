from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsroom import NOW, SENTENCES, article, imported, review

from reviewer.core.history import doing_again, taking_back
from reviewer.core.review import Effort, Purpose, Reached, Review, Status, Verdict, heads, standing
from reviewer.errors import StaleError, StoreError
from reviewer.store import Store
from tests.building import derived


@pytest.fixture
def desk(store: Store) -> Store:
    """A database with one article of five sentences."""
    imported(store, article())
    return store


def test_a_review_comes_back_field_by_field(desk: Store) -> None:
    """What is read is what was saved, to the digest, whatever is in it."""
    first, second, *_ = desk.places(1)
    saved = review(
        first,
        second,
        correction="\x00[b]\u202e'\"; DROP TABLE review\n",
        reason="r",
        note="? who",
        reached=Reached.SAMPLE,
        reached_by="week 9",
        effort=Effort(1.25, 2.5, 31.0, 30.0),
        errors=({"category": "accuracy", "span": [0, 3], "severity": "major"},),
    )
    desk.save([saved])
    assert desk.review(saved.id) == saved
    assert desk.review(saved.id).digest == saved.digest == desk._db.value("SELECT digest FROM review")
    assert desk.heads(first.uid) == desk.heads(second.uid) == desk.reviews(first.uid) == (saved,)


def test_the_digest_holds_for_whole_seconds(desk: Store) -> None:
    """A whole number of seconds comes back as the same review that was digested."""
    saved = review(desk.place(1), effort=Effort(1, 2, 3, 30))  # ints, where floats are meant
    desk.save([saved])
    desk.save([saved])
    assert desk.review(saved.id).digest == desk._db.value("SELECT digest FROM review")


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_makes_a_status(desk: Store, verdict: Verdict) -> None:
    """Each verdict stands at once, in the place, the counts and the way to the next open one."""
    desk.save([review(desk.place(1), verdict=verdict, note="? sure")])
    place, counts = desk.place(1), desk.counts(1)
    assert place.status == ("open" if verdict is Verdict.REOPENED else verdict)
    assert getattr(counts, place.status) == (5 if place.status is Status.OPEN else 1)
    assert (counts.queries, counts.total) == (1, 5)
    assert desk.next_open(1, 0) == (1 if verdict is Verdict.REOPENED else 2)


def test_saving_twice_is_saving_once(desk: Store) -> None:
    """The id was made before the first try, so that a repeated save is one review."""
    saved = review(desk.place(1))
    desk.save([saved])
    desk.save([saved, saved])
    assert desk.reviews(desk.place(1).uid) == (saved,)


def test_one_id_is_one_review(desk: Store) -> None:
    """Another review under a known id is refused, and all of its batch with it."""
    saved = review(desk.place(1))
    desk.save([saved])
    with pytest.raises(StoreError, match="another review has the id"):
        desk.save([review(desk.place(2)), replace(saved, note="changed")])
    assert desk.counts().open == 4


def test_a_stale_save_is_refused_with_both_in_hand(desk: Store) -> None:
    """Who decided in the meantime is not overwritten, and nothing of the batch is saved."""
    seen = desk.place(1)
    theirs = review(seen, correction="Theirs.", editor="desk2")
    desk.save([theirs])
    mine = review(seen, correction="Mine.")
    with pytest.raises(StaleError, match="desk2") as refused:
        desk.save([review(desk.place(2)), mine])
    assert (refused.value.mine, refused.value.theirs) == (mine, (theirs,))
    assert (desk.place(1).heads, desk.place(2).heads) == ((theirs,), ())


@pytest.mark.parametrize("parents", [("unknown",), ("a", "unknown"), ()], ids=["another", "one more", "none"])
def test_parents_are_exactly_what_stands(desk: Store, parents: tuple[str, ...]) -> None:
    """Neither fewer nor more nor others than the reviews that stand."""
    desk.save([review(desk.place(1), id="a", action="a")])
    with pytest.raises(StaleError):
        desk.save([review(desk.place(1), parents=parents)])
    desk.save([review(desk.place(1), parents=("a",))])


def test_one_that_came_too_late_is_saved_beside_its_answer(desk: Store) -> None:
    """Where another answers it and what stands, on all that it covers; alone, or half answered, it is refused."""
    first, second = desk.place(1), desk.place(2)
    theirs = review(first, correction="Theirs.")
    desk.save([theirs])
    late, of_both = review(first, parents=(), correction="Mine."), review(first, second, parents=(), correction="Both.")
    for batch in (
        [late],
        [of_both, review(first, parents=(theirs.id, of_both.id), correction="Theirs.")],
        [late, review(first, parents=(late.id,), correction="Theirs.")],
    ):
        with pytest.raises(StaleError):
            desk.save(batch)
    answer = review(first, parents=(theirs.id, late.id), correction="Theirs.")
    desk.save([late, answer])
    assert (desk.heads(first.uid), len(desk.reviews(first.uid))) == ((answer,), 3)


@pytest.mark.parametrize("covers", [(), ("unknown",), ("same", "same")])
def test_a_review_is_of_segments_that_are_there(desk: Store, covers: tuple[str, ...]) -> None:
    """A review of nothing, of an unknown segment or twice of one is refused."""
    uid = desk.place(1).uid
    with pytest.raises(StoreError, match="segment"):
        desk.save(
            [review(desk.place(2)), review(desk.place(1), covers=tuple(uid if name == "same" else name for name in covers))]
        )
    assert desk.counts().open == 5


def test_half_a_character_is_no_correction(desk: Store) -> None:
    """A lone surrogate is refused in words."""
    with pytest.raises(StoreError, match="surrogate"):
        desk.save([review(desk.place(1), correction="\ud83d")])


def test_a_join_answers_all_that_stood_under_it(desk: Store) -> None:
    """Its parents are the heads of each part; both parts then stand under it, and are tallied as two."""
    first, second, third, *_ = desk.places(1)
    desk.save([review(first), review(second, correction="B")])
    first, second, third, *_ = desk.places(1)
    join = review(first, second, third, correction="All three.")
    assert len(join.parents) == 2
    desk.save([join])
    assert [place.heads for place in desk.places(1, 1, 3)] == [(join,)] * 3
    assert desk.counts(1).corrected == 3


def test_part_of_a_join_may_be_answered_alone(desk: Store) -> None:
    """Heads are found per segment: the other part still stands under the join."""
    first, second, *_ = desk.places(1)
    join = review(first, second, correction="Both.")
    desk.save([join])
    alone = review(desk.place(1))
    desk.save([alone])
    assert (desk.heads(first.uid), desk.heads(second.uid)) == ((alone,), (join,))


def test_agreement_and_conflict(desk: Store) -> None:
    """Opinions from elsewhere stand side by side: the same is agreement, another a conflict, settled by one that answers all."""
    place = desk.place(1)
    desk.save([review(place, correction="New.")])
    desk.save([review(place, correction="New.", editor="desk2", purpose=Purpose.IMPORT)])
    assert (desk.place(1).status, len(desk.place(1).heads)) == (Status.CORRECTED, 2)
    desk.save([review(place, correction="Else.", editor="desk3", purpose=Purpose.IMPORT)])
    assert (desk.place(1).status, desk.place(1).review, desk.counts().conflict) == (Status.CONFLICT, None, 1)
    desk.save([review(desk.place(1), correction="Settled.")])
    assert (desk.place(1).status, desk.counts().conflict) == (Status.CORRECTED, 0)


def test_of_two_that_agree_the_earlier_counts_whichever_came_in_first(desk: Store) -> None:
    """After merging in either direction everybody sees the same editor."""
    first = review(desk.place(1), correction="New.", editor="desk2", at="2026-01-01T09:00:00.000Z")
    later = review(desk.place(1), correction="New.", editor="desk3", at="2026-01-01T10:00:00.000Z", purpose=Purpose.IMPORT)
    desk.save([later])
    desk.save([replace(first, purpose=Purpose.IMPORT)])

    assert [each.editor for each in desk.place(1).heads] == ["desk2", "desk3"]
    assert [each.editor for each in desk.heads(desk.place(1).uid)] == ["desk2", "desk3"]


def test_a_check_is_no_opinion_that_stands(desk: Store) -> None:
    """A blind second look is kept and is never a head, nor does it answer one."""
    desk.save([review(desk.place(1), correction="New.")])
    before = derived(desk)
    desk.save([review(desk.place(1), correction="Else.", purpose=Purpose.CHECK, parents=())])
    assert derived(desk) == before
    assert len(desk.reviews(desk.place(1).uid)) == 2


def test_scores_are_taken_or_computed(desk: Store) -> None:
    """The caller's numbers are kept; without them they are those of the texts, for a join of its whole run."""
    given = review(desk.place(1), correction="New.")
    desk.save([given], {given.id: (12.5, 3, 4)})
    desk.save([review(desk.place(2)), review(desk.place(3), desk.place(4), correction=f"{SENTENCES[2]} {SENTENCES[3]}")])
    desk.save([review(desk.place(5), verdict=Verdict.CUT)])
    rows = desk._db.all("SELECT similarity, edits FROM standing ORDER BY segment_id")
    assert rows == [(12.5, 3), (100.0, 0), (100.0, 0), (100.0, 0), (None, None)]


def test_undo_and_redo_work_after_a_restart(desk: Store) -> None:
    """What an editor can take back is read out of the reviews, over segments, joins and openings of the file."""
    numbers = count()

    def identify() -> str:
        return f"undo-{next(numbers)}"

    desk.save([review(desk.place(3), correction="Third.")])
    desk.save([review(desk.place(1), correction="First.", editor="desk2")])
    desk.save([review(desk.place(1), desk.place(2), correction="Joined.")])
    states = []
    for step in ("undo", "redo", "undo", "undo", "redo", "redo"):
        with Store.open(desk.path) as store:
            past = store.history(1, "desk1")
            if step == "undo":
                answers = taking_back(store.action(past.undoable[-1]), store.review, "desk1", identify, NOW)
            else:
                answers = doing_again(
                    store.action(past.redoable[-1]), lambda uid: [head.id for head in store.heads(uid)], identify, NOW
                )
            store.save(answers)
            states.append([place.review and place.review.correction for place in store.places(1, 1, 3)])
    before, after = ["First.", None, "Third."], ["Joined.", "Joined.", "Third."]
    nothing = ["First.", None, None]
    assert states == [before, after, before, nothing, before, after]
    assert len(desk.history(1, "desk2").undoable) == 1
    assert desk.counts(1).open == 2


def test_an_undo_of_what_was_answered_since_is_stale(desk: Store) -> None:
    """My decision cannot be taken back from under somebody else's."""
    mine = review(desk.place(1))
    desk.save([mine])
    desk.save([review(desk.place(1), editor="desk2", correction="New.")])
    with pytest.raises(StaleError):
        desk.save(taking_back([mine], desk.review, "desk1", lambda: "undo", NOW))


def test_history_is_of_the_article(desk: Store) -> None:
    """What was decided in another article is not undone here."""
    imported(desk, article(["Elsewhere."]))
    here, there = review(desk.place(1)), review(desk.place(6))
    desk.save([here])
    desk.save([there])
    assert desk.history(1, "desk1").undoable == (here.id,)
    assert desk.history(2, "desk1").undoable == (there.id,)


def test_unknown_ids(desk: Store) -> None:
    """An unknown review is an error, an unknown action or segment simply has none."""
    with pytest.raises(StoreError, match="no review"):
        desk.review("nothing")
    assert not desk.has_review("nothing")
    assert (desk.action("nothing"), desk.reviews("nothing"), desk.heads("nothing")) == ((), (), ())


def test_reviewed_pairs(desk: Store) -> None:
    """A join is one pair, accepted text is its own final text, what has none is left out, and a story's versions count once."""
    one, two, three, four, five = desk.places(1)
    desk.save([review(one, two, correction="Joined."), review(three), review(four, verdict=Verdict.CUT)])
    desk.save([review(five, verdict=Verdict.REJECTED, correction="draft")])
    imported(desk, article([*SENTENCES, "More."]))
    pairs = [(machine, final, place.row) for machine, final, _, place in desk.reviewed_pairs()]
    assert pairs == [(f"{SENTENCES[0]} {SENTENCES[1]}", "Joined.", 1), (SENTENCES[2], SENTENCES[2], 3)]
    assert len(list(desk.reviewed_pairs([2]))) == 2


def test_a_join_over_the_end_of_a_page_is_one_pair(store: Store) -> None:
    """Long articles are read in pages, and no pair is lost or halved at their ends."""
    imported(store, article(f"Sentence {number}." for number in range(2_005)))
    store.save([review(*store.places(1, 999, 3), correction="Three."), review(*store.places(1, 2_000, 2), correction="Two.")])
    assert [(final, place.position) for _, final, _, place in store.reviewed_pairs()] == [("Three.", 999), ("Two.", 2000)]


TEXTS = st.sampled_from([None, "A.", "B."])
DECISIONS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.integers(1, 3),
        TEXTS,
        st.sampled_from([Verdict.REJECTED, Verdict.CUT, Verdict.REOPENED, None]),
        st.sampled_from(["", "note", "? query"]),
        st.sampled_from(["desk1", "desk2"]),
        st.sampled_from([Purpose.TEXT, Purpose.TEXT, Purpose.IMPORT, Purpose.CHECK]),
    ),
    max_size=10,
)


def _reviews(places: list[object], decisions: list[tuple[object, ...]]) -> list[Review]:
    """Reviews as `decisions` say, each answering what stood before by the core's own rule."""
    made: list[Review] = []
    for number, (start, length, text, verdict, note, editor, purpose) in enumerate(decisions):
        run = places[start : start + length]
        parents = {head.id: None for place in run for head in heads(made, place.uid)} if purpose is Purpose.TEXT else {}
        one = review(*run, correction=text, note=note, editor=editor, purpose=purpose, parents=tuple(parents), id=f"r{number}")
        made.append(replace(one, verdict=verdict) if verdict else one)
    return made


@pytest.mark.catalogue("E1")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(decisions=DECISIONS, seed=st.randoms(use_true_random=False))
def test_what_stands_is_the_same_in_any_order(tmp_path_factory: pytest.TempPathFactory, decisions: list, seed: object) -> None:
    """Whatever order reviews arrive in, and made anew, the database says what the core says of the set of them."""
    folder = tmp_path_factory.mktemp("union")
    with Store.open(folder / "a.db") as in_order, Store.open(folder / "b.db") as shuffled:
        for store in (in_order, shuffled):
            imported(store, article())
        made = _reviews(in_order.places(1), decisions)
        for one in made:
            in_order.save([one])
        arriving = list(made)
        seed.shuffle(arriving)
        _arrive(shuffled, arriving)
        for mine, theirs in zip(in_order.places(1), shuffled.places(1), strict=True):
            expected = heads(made, mine.uid)
            assert list(mine.heads) == expected
            assert mine.status is theirs.status is standing(expected)
            assert {head.id for head in theirs.heads} == {head.id for head in expected}
        assert replace(in_order.article(1).counts) == shuffled.article(1).counts
        for store in (in_order, shuffled):
            before = derived(store)
            store.rebuild()
            assert derived(store) == before


def _arrive(store: Store, arriving: list[Review]) -> None:
    """Adds reviews as a merge will: as they are, without asking what stands."""
    from reviewer.store import reviews, standing

    for one in arriving:
        with store._db.writing():
            segments = [store._db.value("SELECT id FROM segment WHERE uid = ?", (uid,)) for uid in one.covers]
            reviews.insert(store._db, [(one, segments)])
            standing.refresh(store._db, segments)

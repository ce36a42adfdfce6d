"""The pairs that there are to score: the same after every save, whether all of them are read anew or only what it touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.core.review import Purpose, Verdict
from reviewer.errors import StoreError
from reviewer.store import Store
from tests.store.newsroom import SENTENCES, article, imported, review

REVIEWS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 3]),
        st.integers(0, 4),
        st.integers(1, 3),
        st.sampled_from([None, "A.", "B."]),
        st.sampled_from([Verdict.REJECTED, Verdict.CUT, Verdict.REOPENED, None, None, None]),
        st.sampled_from([Purpose.TEXT, Purpose.TEXT, Purpose.TEXT, Purpose.IMPORT, Purpose.CHECK]),
    ),
    min_size=1,
    max_size=10,
)


def newsroom(path: Path) -> None:
    """A story, a version of it without the second sentence, and another story."""
    with Store.open(path) as store:
        imported(store, article())
        (version,) = imported(store, article((SENTENCES[0], *SENTENCES[2:], "Added.")))
        assert version.version_of == 1
        imported(store, article(("Else.", "More.", "", "Again.", "End.")), path="/desk/else.txt")


def decide(store: Store, where: tuple[object, ...]) -> None:
    """Save one review as drawn, answering whatever stands there, alone or over a part of a join too."""
    number, start, length, text, verdict, purpose = where
    run = store.places(number)[start : start + length]  # type: ignore[arg-type,operator]
    fields = {"correction": text, "purpose": purpose} | ({"verdict": verdict} if verdict else {})
    store.save([review(*run, **fields)])


def listed(pairs: object) -> list[tuple[str, str, str, int]]:
    """Pairs so that they can be compared."""
    return [(machine, final, one.id, place.row) for machine, final, one, place in pairs]  # type: ignore[attr-defined]


def by_row(kept: dict[str, tuple]) -> list[tuple[str, str, str, int]]:
    """Pairs that were gathered, in the order of the database."""
    return listed(sorted(kept.values(), key=lambda pair: pair[3].row))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reviews=REVIEWS)
def test_what_a_save_touches_is_all_that_changes(tmp_path_factory: pytest.TempPathFactory, reviews: list) -> None:
    """Dropping what is touched and taking what is around it gives what reading everything gives, in all and in each article."""
    path = tmp_path_factory.mktemp("pairs") / "reviews.db"
    newsroom(path)
    everything: dict[str, tuple] = {}
    by_article: dict[int, dict[str, tuple]] = {1: {}, 2: {}, 3: {}}
    with Store.open(path) as store:
        for each in reviews:
            before = store.last_seq()
            decide(store, each)
            uids = store.touched(before, store.last_seq())
            pairs = list(store.reviewed_around(uids))
            for kept in (everything, *by_article.values()):
                for uid in uids:
                    kept.pop(uid, None)
            for pair in pairs:
                everything.setdefault(pair[2].covers[0], pair)
                by_article[pair[3].article][pair[2].covers[0]] = pair

            assert by_row(everything) == listed(store.reviewed_pairs())
            for number, kept in by_article.items():
                assert by_row(kept) == listed(store.reviewed_pairs([number]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reviews=REVIEWS)
def test_what_is_not_decided_has_no_part_in_a_pair(tmp_path_factory: pytest.TempPathFactory, reviews: list) -> None:
    """Reading the decided rows alone gives the pairs that reading all rows gives."""
    path = tmp_path_factory.mktemp("pairs") / "reviews.db"
    newsroom(path)
    with Store.open(path) as store:
        for each in reviews:
            decide(store, each)
        for articles in (None, [1], [2], [3], [2, 3]):
            assert listed(store.reviewed_pairs(articles)) == listed(store.reviewed_in(store.view(articles)))


def test_nothing_decided_is_no_row_and_no_review(store: Store) -> None:
    """An empty database, and an article on which nobody worked."""
    assert (len(store.decided()), store.last_seq()) == (0, 0)
    imported(store, article())

    assert (len(store.decided()), len(store.decided([1])), list(store.reviewed_pairs())) == (0, 0, [])
    assert store.touched(0, 99) == frozenset()
    with pytest.raises(StoreError, match="no article 9"):
        store.decided([9])


def test_all_that_was_ever_joined_is_touched_together(store: Store) -> None:
    """A decision on the end of a chain of joins reaches its beginning, and nothing beyond."""
    imported(store, article())
    store.save([review(*store.places(1)[:2], correction="One and two.")])
    store.save([review(*store.places(1)[1:3], correction="Two and three.")])
    before = store.last_seq()
    store.save([review(store.places(1)[2], correction="Three.")])

    assert store.touched(before, store.last_seq()) == {place.uid for place in store.places(1)[:3]}

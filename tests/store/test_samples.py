"""Samples and assignments in the database: kept once, found by segment, and put together as sets."""

from __future__ import annotations

import pytest
from newsroom import NOW, article, edited, imported, review

from reviewer.core.query import parse
from reviewer.core.sample import Part, Sample, Stratum, stratum_id
from reviewer.errors import StoreError
from reviewer.store import Store
from reviewer.store.samples import packed, unpacked


def part(store: Store, rows: list[int], drawn: int, label: str = "000001 all", **fields: object) -> Part:
    """A stratum of the segments at `rows`, of which the first so many are drawn."""
    members = tuple(store.place(row).uid for row in rows)
    said = {"sample": "week", "drawn_from": "segments", "seed": 7, **fields}
    identity = stratum_id(said["sample"], said["drawn_from"], said["seed"], label, members)
    return Part(Stratum(identity, label=label, members=members, **said), members[:drawn])


def known(store: Store, name: str = "week") -> Sample:
    """The sample, which is there."""
    sample = store.sample(name)
    assert sample is not None
    return sample


@pytest.fixture
def filled(store: Store) -> Store:
    """Two articles, of five sentences and of two."""
    imported(store, article(), article(["Another.", "And one more."], title="More"))
    return store


def test_a_sample_that_nobody_drew(filled: Store) -> None:
    """There is none of that name."""
    assert filled.sample("week") is None
    assert filled.articles_of_sample("week") == []


def test_what_was_drawn_is_found_again(filled: Store) -> None:
    """Strata in the order of their labels, members in the order of the draw, and by segment."""
    second, first = part(filled, [7, 6], 1, "000002 all"), part(filled, [3, 1, 5], 2)
    filled.draw("week", [second, first], editor="lead", at=NOW)
    sample = known(filled)
    assert [each.stratum for each in sample.parts] == [first.stratum, second.stratum]
    assert [set(each.drawn) for each in sample.parts] == [set(first.drawn), set(second.drawn)]
    assert (sample.population, sample.seeds, sample.is_blind, sample.flaw) == (5, {7}, False, "")
    assert sample.segments == {*first.drawn, *second.drawn}
    assert filled.samples_of(first.drawn[0]) == [{"name": "week", "stratum": first.stratum.name, "population": 3}]
    assert filled.samples_of(first.stratum.members[2]) == []
    assert filled.articles_of_sample("week") == [1, 2]
    assert list(filled.view(None, parse("sample:week")).rows) == [1, 3, 7]


def test_drawing_twice_is_drawing_once_and_more_adds(filled: Store) -> None:
    """What was drawn stays drawn."""
    for drawn in (1, 1, 2):
        filled.draw("week", [part(filled, [3, 1, 5], drawn)], editor="lead", at=NOW)
    assert len(known(filled).segments) == 2
    assert filled._db.value("SELECT count(*) FROM sample_draw") == 2


def test_a_draw_is_all_or_nothing(filled: Store) -> None:
    """A segment that is not known leaves no design behind."""
    unknown = ("0" * 64,)
    stratum = Stratum(stratum_id("week", "segments", 7, "1", unknown), "week", "segments", 7, "1", unknown)
    with pytest.raises(StoreError, match="no segment 0000"):
        filled.draw("week", [part(filled, [3, 1], 1), Part(stratum, unknown)], editor="lead", at=NOW)
    assert filled.sample("week") is None
    assert filled._db.value("SELECT count(*) FROM sample_stratum") == 0


def test_two_who_draw_at_once_do_not_mix_their_designs(filled: Store) -> None:
    """The second is told to try again."""
    filled.draw("week", [part(filled, [3, 1], 1)], editor="lead", at=NOW)
    with pytest.raises(StoreError, match="somebody drew the sample week in the meantime"):
        filled.draw("week", [part(filled, [3, 2], 1)], editor="desk2", at=NOW)


def test_a_sample_without_a_design_can_be_looked_at_and_no_more(filled: Store) -> None:
    """As those that older versions drew."""
    filled.add_sample("week", [filled.place(2).uid])
    assert known(filled).parts == ()
    assert "has no design" in known(filled).flaw
    assert filled.samples_of(filled.place(2).uid) == [{"name": "week", "stratum": None, "population": None}]


def test_what_came_in_by_no_design_is_told(filled: Store) -> None:
    """Beside what was drawn, as when somebody put it there."""
    filled.draw("week", [part(filled, [3, 1], 1)], editor="lead", at=NOW)
    filled.add_sample("week", [filled.place(7).uid])
    assert known(filled).flaw.startswith("1 of the 2 segments of the sample week were not drawn")


def as_after_a_merge(store: Store, *parts: Part) -> None:
    """Put the rows of two draws together, as two databases that meet do."""
    for number, each in enumerate(parts):
        store.draw(f"apart {number}", [each], editor="lead", at=NOW)
    store._db.run("DROP TRIGGER sample_stratum_no_update")
    store._db.run("UPDATE sample_stratum SET sample = 'week'")
    store._db.run("INSERT INTO sample SELECT DISTINCT 'week', segment_id FROM sample_drawn")


def test_two_designs_of_different_parts_are_one(filled: Store) -> None:
    """Each stratum still speaks for its own."""
    as_after_a_merge(filled, part(filled, [3, 1], 1), part(filled, [6, 7], 2))
    assert (known(filled).population, known(filled).flaw) == (4, "")


@pytest.mark.parametrize(
    ("other", "flaw"),
    [
        ({"rows": [1, 2]}, "drawn twice, in databases that met since, from parts that overlap"),
        ({"rows": [6, 7], "drawn_from": "accepted"}, "from all segments and from accepted ones"),
    ],
)
def test_two_designs_that_do_not_go_together_are_told(filled: Store, other: dict, flaw: str) -> None:
    """Nothing is estimated of what was counted twice, or is two things."""
    as_after_a_merge(filled, part(filled, [3, 1], 1), part(filled, drawn=1, **other))
    assert flaw in known(filled).flaw


@pytest.mark.parametrize("count", [0, 1, 3])
def test_members_are_packed_and_unpacked(count: int) -> None:
    """In their order."""
    uids = tuple(f"{number:064x}" for number in range(count))
    assert len(packed(uids)) == 32 * count
    assert unpacked(packed(uids)) == uids


def test_bytes_that_are_no_members_are_refused() -> None:
    """As when somebody cut them off."""
    with pytest.raises(ValueError, match="no list of uids"):
        unpacked(b"x" * 33)


def whose(store: Store) -> list[str | None]:
    """Whose the articles are."""
    return [row.assigned for row in store.articles()]


def test_the_last_word_on_whose_an_article_is_counts(filled: Store) -> None:
    """Nobody can be said too; saying it again changes nothing."""
    assert whose(filled) == [None, None]
    for articles, editor, expected in (
        ([1, 2], "desk2", ["desk2", "desk2"]),
        ([2], "desk3", ["desk2", "desk3"]),
        ([2], "desk3", ["desk2", "desk3"]),
        ([1], "", [None, "desk3"]),
        ([1], "desk3", ["desk3", "desk3"]),
    ):
        filled.assign(articles, editor, by="lead", at=NOW)
        assert whose(filled) == expected
    assert list(filled.view(None, parse("-assigned:desk3")).rows) == []


def test_an_assignment_is_all_or_nothing(filled: Store) -> None:
    """An article that there is not leaves the others as they are."""
    with pytest.raises(StoreError, match="no article 9"):
        filled.assign([1, 9], "desk2", by="lead", at=NOW)
    assert whose(filled) == [None, None]


def test_of_two_words_that_met_one_stands(filled: Store) -> None:
    """The same one in the list and in the filter, whichever came first."""
    uid = filled.article(1).uid
    for identity, editor in (("b", "desk2"), ("a", "desk3")):
        filled._db.run("INSERT INTO assignment VALUES (?, ?, ?, 'lead', ?, '[]')", (identity, uid, editor, NOW))
    assert whose(filled)[0] == "desk2"
    assert len(filled.view(None, parse("assigned:desk2"))) == 5
    assert len(filled.view(None, parse("assigned:desk3"))) == 0
    filled.assign([1], "desk4", by="lead", at=NOW)
    assert whose(filled)[0] == "desk4"


def test_a_join_is_looked_at_whole(filled: Store) -> None:
    """A view that has a part of it gets the others, and nothing else."""
    places = filled.places(1)
    filled.save([review(places[1], places[2], correction="Joined."), review(places[4])])
    for rows, whole in (([2], [2, 3]), ([1, 3, 5], [1, 2, 3, 5]), ([4, 5], [4, 5])):
        uids = [filled.place(row).uid for row in rows]
        filled.add_sample(str(rows), uids)
        assert list(filled.with_joins(filled.view(None, parse(f'sample:"{rows}"'))).rows) == whole


def test_a_join_is_looked_at_where_it_stands(filled: Store) -> None:
    """In the article that the view is of, not in another version of the story."""
    imported(filled, edited(article(), 4, machine="Observers were pleased."))
    places = filled.places(1)
    filled.save([review(places[1], places[2], correction="Joined.")])
    assert list(filled.with_joins(filled.view([3], parse('"dawn"'))).rows) == [9, 10]

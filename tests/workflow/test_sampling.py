"""Drawing samples: the same anywhere, two a stratum, and a larger one is the same and more."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core import query
from reviewer.core.article import Article, Kind, Segment
from reviewer.core.sample import Sample
from reviewer.errors import QueryError, StoreError
from reviewer.store import Store
from reviewer.workflow.opening import draw_sample
from reviewer.workflow.sampling import SEED, Drawn, allocated
from tests.building import article, fill, surroundings
from tests.desk import decide


def story(name: str, sentences: int, system: str | None = None) -> Article:
    """An article of sentences of one to nine words more than its name."""
    segments = tuple(
        Segment(f"{name} {number}" + " and on" * (number % 9) + ".", " ", record=number) for number in range(sentences)
    )
    return Article(segments, title=name, target_language="en", system=system)


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """Two long articles and ten short ones: 240 sentences."""
    path = tmp_path / "newsroom.db"
    fill(path, story("Long", 100), story("Longer", 100), *(story(f"Short {number}", 4) for number in range(10)))
    return path


def draw(database: Path, name: str = "week 9", size: int = 40, articles: tuple[int, ...] = (), **how: Any) -> Drawn:
    """A sample of them."""
    return draw_sample(database, articles, name, size, surroundings(how.pop("editor", "desk2")), **how)


def sample(database: Path, name: str = "week 9") -> Sample:
    """What is known of it."""
    with Store.open(database, create=False, readonly=True) as store:
        known = store.sample(name)
    assert known is not None
    return known


def texts(database: Path, name: str = "week 9") -> list[str]:
    """The machine texts in it."""
    with Store.open(database, create=False, readonly=True) as store:
        return [place.machine for place in store.place_rows(store.view(None, query.parse(f'sample:"{name}"')))]


def test_a_sample_is_drawn_once(newsroom: Path) -> None:
    """Asking again, also for fewer, shows what was drawn the first time."""
    first = draw(newsroom)
    assert (first.term, first.segments, first.added, first.population) == ('sample:"week 9"', 40, 40, 240)
    before = texts(newsroom)
    for size in (40, 7):
        again = draw(newsroom, size=size, editor="desk3")
        assert (again.segments, again.added) == (40, 0)
    assert texts(newsroom) == before


@pytest.mark.parametrize(("size", "larger"), [(2, 5), (5, 40), (13, 14), (40, 41), (40, 239), (40, 1000)])
def test_a_larger_one_is_the_same_and_more(newsroom: Path, size: int, larger: int) -> None:
    """Nothing is exchanged, and the strata are those of the first draw."""
    draw(newsroom, size=size)
    before = sample(newsroom)
    fill(newsroom, story("New", 50))
    assert draw(newsroom, size=larger).segments == min(larger, 240)
    after = sample(newsroom)
    assert before.segments < after.segments
    assert [part.stratum for part in after.parts] == [part.stratum for part in before.parts]
    assert after.flaw == ""


def test_what_is_drawn_depends_on_content_name_and_seed_alone(tmp_path: Path) -> None:
    """Two desks draw the same, whatever else they have and decided and in whatever order it came."""
    one, two = tmp_path / "one.db", tmp_path / "two.db"
    stories = [story("Long", 100), story("Longer", 100, "nmt"), story("Short", 4)]
    fill(one, *stories)
    fill(two, story("Else", 30), *reversed(stories))
    decide(two, 1, "accepted", article=2)
    draw(one, articles=(1, 2, 3))
    draw(two, articles=(4, 3, 2), editor="desk7")
    draw(one, "week 10", articles=(1, 2, 3))
    draw(one, "other seed", articles=(1, 2, 3), seed=1)
    assert sample(one).segments == sample(two).segments
    assert [part.stratum for part in sample(one).parts] == [part.stratum for part in sample(two).parts]
    assert len({sample(one, name).segments for name in ("week 9", "week 10", "other seed")}) == 3


@pytest.mark.parametrize("size", [2, 3, 4, 5, 6, 11, 12, 40, 100, 200])
def test_every_stratum_gives_two(newsroom: Path, size: int) -> None:
    """Or all it has; they part the whole, and places are handed out about as the strata are large."""
    draw(newsroom, size=size)
    parts = sample(newsroom).parts
    assert all(len(part.drawn) >= min(2, len(part.stratum.members)) for part in parts)
    assert sum(len(part.drawn) for part in parts) == size
    assert len({uid for part in parts for uid in part.stratum.members}) == sample(newsroom).population == 240
    assert all(abs(len(part.drawn) - size * len(part.stratum.members) / 240) < 2 for part in parts)


def test_strata_are_articles_and_lengths(newsroom: Path) -> None:
    """The long articles have strata of their own, the short ones share some; within, shorter sentences come first."""
    draw(newsroom, size=40)
    with Store.open(newsroom, readonly=True) as store:
        of = {place.uid: place for place in store.place_rows(store.view(None))}
    blocks: dict[str, list[list[int]]] = {}
    articles: dict[str, set[int]] = {}
    for part in sample(newsroom).parts:
        block, *_ = part.stratum.label.split()
        members = [of[uid] for uid in part.stratum.members]
        blocks.setdefault(block, []).append([len(place.machine.split()) for place in members])
        articles.setdefault(block, set()).update(place.article for place in members)
    assert len(blocks) == 3
    assert all(len(classes) == 3 for classes in blocks.values())
    assert all(max(a) <= min(b) for classes in blocks.values() for a, b in pairwise(classes))
    assert sorted(number for numbers in articles.values() for number in numbers) == list(range(1, 13))


def test_a_sample_of_one_is_one(newsroom: Path) -> None:
    """It speaks for nothing, but it was asked for; a second one makes it a sample."""
    assert draw(newsroom, size=1).segments == 1
    assert draw(newsroom, size=2).segments == 2


def test_a_sample_is_at_most_everything_that_counts(database: Path) -> None:
    """More than there is is all of it, without the credit."""
    drawn = draw(database, size=100)
    assert (drawn.segments, drawn.population) == (6, 6)
    assert set(texts(database)) == {segment.machine for segment in article().segments if segment.kind is not Kind.CREDIT}


def test_a_unit_without_machine_text_is_not_drawn(tmp_path: Path) -> None:
    """There is nothing on it to review."""
    database = tmp_path / "gaps.db"
    fill(database, Article((Segment("", " ", source="원문"), Segment("One.", "\n")), title="Gaps"))
    draw(database)
    assert texts(database) == ["One."]


def test_a_segment_in_two_versions_is_drawn_once(database: Path) -> None:
    """It is one of the whole, not two."""
    segments = article().segments
    fill(database, Article((*segments, Segment("New.", "\n", 5)), title="Call 2", target_language="en", source_language="ko"))
    drawn = draw(database, size=50)
    assert (drawn.population, len(set(texts(database)))) == (7, 7)
    assert sample(database).flaw == ""


def test_only_the_articles_asked_for_are_drawn_from(newsroom: Path) -> None:
    """And of a sample only what is in these is opened."""
    assert draw(newsroom, articles=(1,), size=10).articles == (1,)
    assert sample(newsroom).population == 100
    draw(newsroom, "all", size=100)
    assert draw(newsroom, "all", size=100, articles=(2, 1)).articles == (1, 2)


@pytest.mark.parametrize("name", ["", " ", 'a"b', "two\nlines", "\x1b[2J", "\u202e"])
def test_what_is_no_name_of_a_sample(database: Path, name: str) -> None:
    """It must fit into a filter."""
    with pytest.raises(QueryError, match="one line without a quotation mark"):
        draw(database, name)


@pytest.mark.parametrize(
    ("how", "problem"),
    [
        ({"seed": 99}, f"drawn with the seed {SEED}, not 99"),
        ({"articles": (2,)}, "from other articles and has no segment here"),
        ({"blind": True}, "drawn for a first review: open it with --sample"),
    ],
)
def test_what_was_drawn_otherwise_is_not_drawn_again(newsroom: Path, how: dict[str, Any], problem: str) -> None:
    """It is said what it was drawn with, and nothing changes."""
    draw(newsroom, articles=(1,), size=10)
    before = sample(newsroom)
    with pytest.raises(StoreError, match=problem):
        draw(newsroom, size=10, **how)
    assert sample(newsroom) == before


def test_the_stored_seed_may_be_named(newsroom: Path) -> None:
    """And is the one that is gone on with."""
    draw(newsroom, size=10, seed=4)
    draw(newsroom, size=12, seed=4)
    assert draw(newsroom, size=14).added == 2
    assert sample(newsroom).seeds == {4}


def test_a_sample_of_an_older_version_is_opened_as_it_is(newsroom: Path) -> None:
    """It has no design to draw on with, and no second look was drawn under its name."""
    with Store.open(newsroom) as store:
        store.add_sample("week 9", [store.place(3).uid])
    drawn = draw(newsroom, size=40)
    assert (drawn.segments, drawn.added, drawn.population, drawn.articles) == (1, 0, 0, (1,))
    with pytest.raises(StoreError, match="not drawn for a blind second look"):
        draw(newsroom, size=40, blind=True)


def test_nothing_to_draw_from_is_told(tmp_path: Path) -> None:
    """What would be drawn is said."""
    database = tmp_path / "credits.db"
    fill(database, Article((Segment("By us", "\n", kind=Kind.CREDIT),), title="Credits"))
    with pytest.raises(StoreError, match="no headline, body or caption has machine text here"):
        draw(database)


def test_a_second_look_is_drawn_from_what_others_accepted(newsroom: Path) -> None:
    """Not from what the editor accepted, corrected or has not seen."""
    for position in range(1, 31):
        decide(newsroom, position, "accepted", editor="desk3" if position > 10 else "desk2")
    decide(newsroom, 31, "corrected", "Else.", editor="desk3")
    decide(newsroom, 1, "accepted", article=3, editor="desk3")
    drawn = draw(newsroom, "audit", size=9, blind=True)
    assert (drawn.segments, drawn.population, drawn.articles) == (9, 21, drawn.articles)
    assert sample(newsroom, "audit").is_blind
    with pytest.raises(StoreError, match="drawn for a blind second look: open it with --blind-check"):
        draw(newsroom, "audit")


def test_without_anything_accepted_there_is_no_second_look(newsroom: Path) -> None:
    """Also where one accepted everything oneself."""
    decide(newsroom, 1, "accepted", editor="desk2")
    with pytest.raises(StoreError, match="no segment here stands accepted by anybody but desk2"):
        draw(newsroom, "audit", blind=True)
    assert draw(newsroom, "audit", blind=True, editor="desk3").population == 1


POPULATIONS = st.lists(st.integers(1, 200), min_size=1, max_size=30)


@given(POPULATIONS, st.integers(0, 3000))
def test_places_are_handed_out_to_the_last(populations: list[int], size: int) -> None:
    """As many as there are to give, never more than a stratum has, two at least; one more place is taken from nobody."""
    given_places = allocated(populations, size)
    fewest = sum(min(2, population, size) for population in populations)
    assert sum(given_places) == min(max(size, fewest), sum(populations))
    assert all(
        min(2, population, size) <= places <= population for population, places in zip(populations, given_places, strict=True)
    )
    one_more = allocated(populations, size + 1)
    assert all(before <= after for before, after in zip(given_places, one_more, strict=True))
    assert allocated(populations, size + 1, given_places) == one_more

"""Running scores of a database: after whatever was decided, they are those that are counted from scratch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from reviewer.core.article import Article, Segment
from reviewer.errors import ReviewerError
from reviewer.metrics import Pair, Score, corpus_scores
from reviewer.store import Store
from reviewer.workflow import scorekeeping
from reviewer.workflow.scorekeeping import Scorekeeping
from reviewer.workflow.session import Session
from tests.building import article, fill
from tests.desk import decide


def from_scratch(store: Store, articles: list[int] | None = None) -> tuple[Score, ...]:
    """The scores of all pairs there are now."""
    pairs = [Pair(machine, final) for machine, final, _, _ in store.reviewed_pairs(articles)]
    return corpus_scores(pairs, "en") if pairs else ()


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """The database, open for reading."""
    with Store.open(database, create=False, readonly=True) as opened:
        yield opened


def counted(keeping: Scorekeeping) -> Scorekeeping:
    """When all is counted."""
    while not keeping.is_counted:
        keeping.count_some()
    return keeping


def versions(database: Path) -> None:
    """Another version of the story, without its second sentence and with a gap that is another, and another story."""
    first = article()
    fill(
        database,
        Article((first.segments[0], *first.segments[2:], Segment("Added.", "\n", 5)), title="Call, later", target_language="en"),
        Article((Segment("Else.", " "), Segment("Nobody answered.", " "), Segment("", "\n")), title="Else", target_language="en"),
    )


HABITS = {"accept": 4, "confirm": 5, "cut": 1, "reject": 1, "join": 3, "unjoin": 1, "undo": 3, "redo": 1}


async def act(session: Session, chance: Random) -> None:
    """Decide, join, part, cut, undo or do again, somewhere."""
    session.open_articles([chance.choice([1, 1, 2, 3])])
    session.lay(chance.choice(list(session.scope.view.rows)))
    text = chance.choice(["NATO’s expansion.", "Nobody.", "The talks go on ."])
    try:
        match chance.choices(list(HABITS), list(HABITS.values()))[0]:
            case "join":
                session.join()
                reviews = session.confirm(text)
            case "confirm" | "cut" | "reject" as name:
                reviews = getattr(session, name)(text)
            case name:
                reviews = getattr(session, name)()
        if reviews:
            await session.save(reviews)
    except ReviewerError:
        session.flush()
        for draft in session.drafts:
            session.drafts.forget(draft)


@pytest.mark.parametrize("seed", range(4))
async def test_after_every_decision_the_scores_are_those_from_scratch(
    database: Path, open_session: Callable[..., Session], store: Store, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Saves, joins, cuts and undos of two editors in three articles, some of them while all is still being read."""
    monkeypatch.setattr(scorekeeping, "BLOCK", 1)
    versions(database)
    chance = Random(seed)
    editors = [open_session("desk2"), open_session("desk3")]
    for _ in range(20):
        await act(chance.choice(editors), chance)
    keeping = Scorekeeping(store, 1)
    most = 0
    for _ in range(60):
        await act(chance.choice(editors), chance)
        number = chance.choice([1, 1, 1, 2, 3])
        keeping.turn_to(number)
        for _ in range(chance.choice([0, 1, 2, 99])):
            keeping.count_some()
        if keeping.is_article_counted:
            assert keeping.article.scores == from_scratch(store, [number])
        if keeping.is_counted:
            assert keeping.everything.scores == from_scratch(store)
            most = max([most, *(score.segments for score in keeping.everything.scores)])
    counted(keeping)

    assert (keeping.article.scores, keeping.everything.scores) == (from_scratch(store, [number]), from_scratch(store))
    assert most >= 4


def test_what_came_while_it_was_read_is_not_undone_by_what_was_read_before(
    database: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is read at once and counted pair by pair; a decision in between is newer than what is still to be counted."""
    monkeypatch.setattr(scorekeeping, "BLOCK", 1)
    for position in range(1, 8):
        decide(database, position, "corrected", f"Text {position}.")
    keeping = Scorekeeping(store, 1)
    keeping.count_some()
    decide(database, 6, "corrected", "She said nothing.")
    decide(database, 7, "cut")
    keeping.turn_to(1)

    assert counted(keeping).everything.scores == keeping.article.scores == from_scratch(store)
    assert keeping.article.scores[0].segments == 6


def test_nothing_reviewed_is_counted_and_has_no_scores(store: Store) -> None:
    """An article on which nobody worked has no number."""
    keeping = Scorekeeping(store, 1)

    assert keeping.is_counted
    assert (keeping.article.scores, keeping.everything.scores) == ((), ())


def test_while_it_counts_it_says_how_far_it_is(database: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The article comes first, and no number is told of a part."""
    monkeypatch.setattr(scorekeeping, "BLOCK", 2)
    versions(database)
    for position in (1, 2, 3):
        decide(database, position, "accepted")
    decide(database, 1, "accepted", article=3)
    keeping = Scorekeeping(store, 3)
    keeping.count_some()

    assert keeping.article.scores == from_scratch(store, [3])
    assert (keeping.everything.scores, keeping.everything.done, keeping.everything.of) == ((), 0, 6)
    keeping.count_some()
    assert keeping.everything.done == 2


def test_a_large_import_is_read_anew(database: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What touches very much is not counted in one go."""
    monkeypatch.setattr(scorekeeping, "ANEW_FROM", 2)
    decide(database, 1, "accepted")
    keeping = counted(Scorekeeping(store, 1))
    decide(database, 2, "corrected", "x")
    decide(database, 3, "corrected", "y")
    keeping.turn_to(1)

    assert not keeping.is_counted
    assert counted(keeping).everything.scores == from_scratch(store)


def test_bleu_is_that_of_the_articles_language(database: Path, store: Store) -> None:
    """An article in Chinese is parted into characters; of all together there is no BLEU then, before and after it is known."""
    decide(database, 1, "corrected", "x")
    keeping = counted(Scorekeeping(store, 1))
    assert [score.metric for score in keeping.everything.scores] == ["BLEU", "chrF2", "TER"]
    fill(database, Article((Segment("北约的东亚禁令"),), title="Chinese", target_language="zh"))
    decide(database, 1, "corrected", "北约的东扩", article=2)
    keeping.turn_to(2)
    counted(keeping)

    assert keeping.article.scores == corpus_scores([Pair("北约的东亚禁令", "北约的东扩")], "zh")
    assert [score.metric for score in keeping.everything.scores] == ["chrF2", "TER"]
    with Store.open(database) as writing:
        writing.set_fact(store.article(2).uid, "target_language", "en", "desk", "2026-01-01T00:00:00.000Z")
    keeping.turn_to(2)
    assert counted(keeping).everything.scores == from_scratch(store)


def test_what_is_kept_is_not_counted_again(database: Path, store: Store) -> None:
    """New rows are given once, and found again where somebody kept them."""
    decide(database, (2, 3), "corrected", "NATO’s expansion.")
    keeping = counted(Scorekeeping(store, 1))
    rows = keeping.take_unkept(99)
    assert (len(rows), keeping.has_unkept, keeping.take_unkept(99)) == (3, False, [])
    with Store.open(database) as writing:
        for counter, pair, numbers in rows:
            writing.keep_statistics({counter: {pair: numbers}})
    again = counted(Scorekeeping(store, 1))

    assert (again.has_unkept, again.article) == (False, keeping.article)


def test_an_article_that_there_is_not_is_an_error(store: Store) -> None:
    """It is said, not counted as nothing."""
    with pytest.raises(ReviewerError, match="no article 9"):
        Scorekeeping(store, 9)

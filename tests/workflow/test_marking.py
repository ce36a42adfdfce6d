"""What the checks find, as one sitting sees it: while it types, dismisses, joins, cuts, and goes on to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.article import Article, Segment
from reviewer.core.finding import Extent
from reviewer.errors import ReviewerError
from reviewer.workflow import watching as module
from reviewer.workflow.dismissing import carried, dismiss, dismissed, say, withdraw
from reviewer.workflow.manuscript import manuscript
from reviewer.workflow.marking import Marking
from reviewer.workflow.opening import draw_sample, open_blind
from reviewer.workflow.session import Session
from reviewer.workflow.settings import CheckSettings
from tests.building import fill, session_on, surroundings
from tests.desk import decide
from tests.workflow.findings import looked, rules_in

BAN, TWICE, ENDED = "NATO bans nothing", "a word twice", "is it known how"


@pytest.fixture
def rules(tmp_path: Path) -> CheckSettings:
    """The settings with three rules of the newsroom."""
    return rules_in(tmp_path)


def messages(marking: Marking) -> list[str]:
    """What is open of the text in sight."""
    return [finding.message for finding in marking.noticed().findings]


async def again(marking: Marking) -> None:
    """Have the checks look at what has changed."""
    await marking.look(lambda: None)


async def test_what_counts_is_counted_and_marked(session: Session, rules: CheckSettings) -> None:
    """Info is neither, but is there for who looks."""
    marking = await looked(session, rules)

    assert marking.count() == 2
    assert marking.rows() == {session.scope.view.row_at(1), session.scope.view.row_at(2)}
    session.lay(session.scope.view.row_at(3))
    assert messages(marking) == [ENDED]


async def test_typing_is_followed_without_another_look(session: Session, rules: CheckSettings) -> None:
    """What an edit solves goes with the key, and what it brings in is there; the count goes along."""
    marking = await looked(session, rules, at=3)
    assert messages(marking) == [TWICE]
    session.keep("The security negotiations go on.", 0)
    assert (messages(marking), marking.count()) == ([], 1)
    session.keep("The security talks talks and talks talks go on.", 0)

    assert (messages(marking), marking.count()) == ([TWICE, TWICE], 3)


async def test_a_look_counts_drafts_of_other_sentences(session: Session, rules: CheckSettings) -> None:
    """Also where one is of sentences that are to be joined."""
    marking = await looked(session, rules, at=2)
    session.join()
    session.keep("NATO's expansion was discussed. The the negotiations go on.", 0)
    session.flush()
    session.lay(session.scope.view.row_at(0))
    await again(marking)
    assert marking.rows() == {session.scope.view.row_at(1)}
    session.lay(session.scope.view.row_at(2))

    assert TWICE in messages(marking)


async def test_what_is_cut_has_no_findings(database: Path, session: Session, rules: CheckSettings) -> None:
    """It is not printed."""
    decide(database, 2, "cut")
    marking = await looked(session, rules, at=2)

    assert (messages(marking), marking.count()) == ([], 1)


async def test_a_dismissal_holds_while_a_draft_is_typed_and_under_it(
    session: Session, rules: CheckSettings, open_session: Callable[..., Session]
) -> None:
    """Said of the machine's text, it is quiet in the draft, and under the correction that comes of it; for others too.

    It is listed once, and what brings it back brings it back whole.
    """
    marking = await looked(session, rules, at=2)
    await dismiss(marking, Extent.HERE)
    assert messages(marking) == []
    session.keep("NATO's ban on East Asia was discussed at length.", 0)
    assert messages(marking) == []
    review = session.accept()
    assert review is not None
    said = carried(marking, review)
    await session.save(review)
    await say(marking, said)

    other = await looked(open_session("desk3"), rules, at=2)
    assert messages(other) == []
    (row,) = dismissed(other)
    assert (row.last.message, row.position, len(row.said)) == (BAN, 2, 2)
    assert await withdraw(other, row) == f"back again: {BAN}"
    assert (messages(other), dismissed(other)) == ([BAN], [])


async def test_taking_back_takes_back_what_others_said_too(
    session: Session, rules: CheckSettings, open_session: Callable[..., Session]
) -> None:
    """Two said the same; what one takes back is back."""
    first = await looked(session, rules, at=2)
    second = await looked(open_session("desk3"), rules, at=2)
    await dismiss(first, Extent.HERE)
    await dismiss(second, Extent.HERE)
    (said,) = dismissed(second)
    await withdraw(second, said)

    assert messages(second) == [BAN]
    assert dismissed(second) == []


async def test_a_dismissal_ends_where_somebody_else_corrects(database: Path, session: Session, rules: CheckSettings) -> None:
    """They did not say that it is wrong of what they wrote."""
    marking = await looked(session, rules, at=2)
    await dismiss(marking, Extent.HERE)
    decide(database, 2, "corrected", "NATO's ban on East Asia was discussed at length.", editor="desk3")
    session.relay()
    await again(marking)

    assert messages(marking) == [BAN]
    (row,) = dismissed(marking)
    assert await withdraw(marking, row) == "the sentence has changed since: nothing to bring back"


@pytest.mark.parametrize(("extent", "left"), [(Extent.HERE, 3), (Extent.ALWAYS, 2), (Extent.ARTICLE, 0)])
async def test_dismissals_go_as_far_as_was_said(tmp_path: Path, rules: CheckSettings, extent: Extent, left: int) -> None:
    """Here, these words everywhere, or all that the check says in the article; each can be taken back."""
    texts = ("Now the the talks go on.", "Then the the end came.", "On on it goes.", "It is is over.")
    fill(tmp_path / "r.db", Article(tuple(Segment(text, " ", record=at) for at, text in enumerate(texts)), target_language="en"))
    session = session_on(tmp_path / "r.db")
    marking = await looked(session, rules, at=2)
    assert marking.count() == 4
    quiet = await dismiss(marking, extent)
    count = marking.count()
    (said,) = dismissed(marking)
    await withdraw(marking, said)
    after = (marking.count(), dismissed(marking))
    session.close()

    assert (count, quiet.quieted) == (left, 4 - left)
    assert after == (4, [])


async def test_steps_go_around_and_from_the_caret(session: Session, rules: CheckSettings) -> None:
    """Without a caret from the one that keys are about, with one from there."""
    marking = await looked(session, rules, at=3)
    session.keep("The the talks talks go on on.", 0)
    spans = [finding.span[0] for finding in marking.noticed().findings]
    assert [marking.step(1).span[0] for _ in range(3)] == [spans[1], spans[2], spans[0]]
    assert marking.step(-1).span[0] == spans[2]
    assert marking.step(1, caret=5).span[0] == spans[1]

    assert marking.step(-1, caret=5).span[0] == spans[0]


async def test_the_filter_says_which_is_current_at_first(session: Session, rules: CheckSettings) -> None:
    """Not the first of the sentence: it is what the editor came for."""
    marking = await looked(session, rules, at=2)
    session.keep("The the ban on East Asia was discussed.", 0)
    first = marking.current().message
    session.scope = replace(session.scope, filter="finding:error")

    assert (first, marking.current().message) == (TWICE, BAN)


async def test_a_filter_on_findings_tells_how_far_it_is(session: Session) -> None:
    """What was never looked at has to be looked at first."""
    told: list[str] = []
    await session.narrow("-finding:error", told.append)

    assert told == ["0 of 1 articles checked", "1 of 1 articles checked"]


async def test_other_segments_with_findings_are_found(session: Session, rules: CheckSettings) -> None:
    """Around the end; only those of the list."""
    marking = await looked(session, rules, at=3)
    rows = session.scope.view.rows
    assert (marking.next_flagged(1), marking.next_flagged(-1)) == (rows[1], rows[1])
    assert marking.leads_on(1) == rows[1]
    session.keep("The the talks talks go on.", 0)
    assert (marking.leads_on(1), marking.leads_on(-1)) == (None, rows[1])
    marking.step(1)
    assert marking.leads_on(1) == rows[1]
    await session.narrow("security")
    session.lay(session.scope.view.row_at(0))

    assert marking.next_flagged(1) is None


async def test_how_far_a_check_is_believed_is_measured_beside_the_sitting(
    database: Path, session: Session, rules: CheckSettings
) -> None:
    """Nobody has to ask for it; what is measured is there at the next look."""
    decide(database, 2, "corrected", "NATO's eastward expansion was discussed.")
    marking = await looked(session, rules, at=1)
    before = marking.acceptance("house/east-asia")
    await marking.measure()
    await again(marking)

    assert (before, marking.acceptance("house/east-asia")) == ("", "changed in 100% of 1")


async def test_rules_that_cannot_be_read_are_said(session: Session, tmp_path: Path) -> None:
    """Nothing is looked at then, and keys say why; before a sign-off only what was changed is known."""
    marking = await looked(session, CheckSettings(rules=(tmp_path / "none.toml",)))
    proof = await marking.proof(manuscript(session.store, 1))

    assert proof is not None
    assert (proof.changed, proof.left) == ((), None)
    assert "none.toml" in marking.problem
    with pytest.raises(ReviewerError, match=r"none\.toml"):
        marking.current()


async def test_a_long_article_is_looked_at_around_the_desk(
    tmp_path: Path, rules: CheckSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As much as fits on either side, and it is known that this is not all."""
    monkeypatch.setattr(module, "STRETCH", 4)
    segments = tuple(Segment(f"Talk talk {number} goes goes on.", " ", number, record=number) for number in range(1, 11))
    fill(tmp_path / "r.db", Article(segments, target_language="en"))
    session = session_on(tmp_path / "r.db")
    marking = await looked(session, rules, at=6)
    seen = sorted(row - session.scope.view.row_at(0) + 1 for row in marking.rows())
    is_whole = marking.is_whole
    session.close()

    assert (seen, is_whole) == ([5, 6, 7, 8], False)


async def test_a_blind_second_look_is_shown_none(database: Path, rules: CheckSettings) -> None:
    """What the first editor was shown is nobody's business there."""
    decide(database, 2, "accepted", editor="desk3")
    around = surroundings()
    drawn = draw_sample(database, (), "audit", 5, around, blind=True)
    session = open_blind(database, database.parent / "blind", around, drawn.name)
    session.open_sample(drawn.articles, drawn.name)
    marking = await looked(session, rules)
    session.close()

    assert (marking.count(), messages(marking)) == (None, [])


async def test_a_defect_of_a_check_stands_in_nobodys_way(session: Session, rules: CheckSettings) -> None:
    """It is said, nothing is found any more, and a decision can be saved."""
    marking = await looked(session, rules, at=2)
    engine = marking._look.engine  # type: ignore[union-attr]
    engine.of_unit = None  # type: ignore[method-assign, assignment]
    session.keep("NATO's ban on East Asia was discussed at length.", 0)
    assert messages(marking) == []
    review = session.accept()
    assert review is not None

    assert carried(marking, review) == []
    assert "a defect" in marking.problem

"""The scores of the article and of all articles on the screen: there after every decision, and never in the way."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reviewer.core.article import Article, Segment
from reviewer.metrics import Pair, corpus_scores
from reviewer.store import Store
from reviewer.tui.app import ReviewerApp
from reviewer.tui.keys import KeyTable
from reviewer.tui.screens.review import ReviewScreen
from reviewer.tui.widgets.pane import Pane
from reviewer.workflow.session import Session
from tests.building import fill, session_on
from tests.desk import decide

SIZE = (120, 40)


def shown(app: ReviewerApp, pane: str = "#scores") -> str:
    """What a pane says."""
    return "\n".join(passage.text for passage in app.screen.query_one(pane, Pane).passages)


def article_line(app: ReviewerApp) -> str:
    """The line of the article among the scores; empty where there is none."""
    return next((line for line in shown(app).splitlines() if line.startswith("article:")), "")


def wanted(database: Path) -> str:
    """The line as it has to be now."""
    with Store.open(database, create=False, readonly=True) as store:
        pairs = [Pair(machine, final) for machine, final, _, _ in store.reviewed_pairs([1])]
    bleu, chrf, ter = corpus_scores(pairs, "en")
    numbers = f"chrF2 {chrf.value:.1f} · BLEU {bleu.value:.1f} · TER {ter.value:.1f}"
    return f"article: {numbers} (post-edit, n = {len(pairs)})"


async def settled(pilot: Pilot[None]) -> None:
    """When the screen has warmed up and everything that was asked is answered."""
    screen = pilot.app.screen
    while not getattr(screen, "is_warm", True):
        await pilot.pause(0.01)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def correct(pilot: Pilot[None], text: str) -> None:
    """Type `text` and confirm it."""
    await pilot.press("enter")
    pilot.app.screen.query_one("#correction").replace_all(text)  # type: ignore[attr-defined]
    await pilot.pause()
    await pilot.press("enter")
    await settled(pilot)


async def test_every_decision_moves_the_articles_line(app: ReviewerApp, database: Path) -> None:
    """Nothing while nothing is reviewed; then the scores after each confirm and each undo."""
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert article_line(app) == ""
        await correct(pilot, "Ministers Talk About a Guarantee")
        first = article_line(app)
        assert first == wanted(database)
        await correct(pilot, "NATO's eastward expansion was discussed.")
        assert first != article_line(app) == wanted(database)
        await pilot.press("u")
        await settled(pilot)

        assert article_line(app) == first


async def test_the_line_stays_until_the_new_one_is_there(app: ReviewerApp, database: Path) -> None:
    """It is not taken away between a decision and its scores."""
    decide(database, 5, "corrected", "Photo: AP")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        pane = app.screen.query_one("#scores", Pane)
        lines = []
        pane.show = lambda passages, *focus: lines.append(any("article:" in each.text for each in passages))  # type: ignore[method-assign]
        await correct(pilot, "Ministers Talk")

    assert lines
    assert all(lines)


async def test_nothing_to_count_starts_no_process(app: ReviewerApp) -> None:
    """While nobody decided anything, on the desk and on the page of scores."""
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)

        assert app.keeper.pid is None
        assert shown(app, "Pane").count("Nothing reviewed yet: there is no score.") == 2


@pytest.mark.parametrize("size", [(80, 24), (120, 24)])
async def test_where_there_is_no_room_nothing_is_asked(app: ReviewerApp, database: Path, size: tuple[int, int]) -> None:
    """A small terminal shows no scores of the article on the desk, and needs no process for them."""
    decide(database, 5, "accepted")
    async with app.run_test(size=size) as pilot:
        await settled(pilot)

        assert (app.keeper.pid, article_line(app)) == (None, "")


async def test_the_page_of_scores_shows_the_article_and_all(app: ReviewerApp, database: Path) -> None:
    """Each with its numbers, what they stand on, and the signatures; on a small terminal too."""
    fill(database, Article((Segment("Else."),), title="Else", target_language="en"))
    decide(database, 2, "corrected", "NATO's eastward expansion was discussed.")
    decide(database, 1, "corrected", "Other.", article=2)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s")
        await settled(pilot)
        article, everything = shown(app, "Pane").split("All articles of this database")
    with Store.open(database, create=False, readonly=True) as store:
        pairs = [Pair(machine, final) for machine, final, _, _ in store.reviewed_pairs()]
    for page, which in ((article, pairs[:1]), (everything, pairs)):
        for score in corpus_scores(which, "en"):
            assert f"{score.metric:<11}{score.value:>7.2f}  " in page
            assert score.signature in page
        assert page.count(f"n = {len(which)}\n") >= 3


async def test_a_missing_process_is_said_and_takes_only_its_scores(
    app: ReviewerApp, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts, times and the quick scores are there without it."""
    decide(database, 2, "corrected", "NATO's eastward expansion was discussed.")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert article_line(app) == ""
        await pilot.press("s")
        await settled(pilot)

        assert "sacrebleu's scores are missing: " in shown(app, "Pane")
        assert "edit-rate" in shown(app, "Pane")


async def test_what_another_editor_decided_is_in_the_next_answer(
    app: ReviewerApp, database: Path, open_session: Callable[..., Session]
) -> None:
    """Their decision counts when I have made mine."""
    decide(database, 5, "accepted")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        decide(database, 7, "corrected", "No one answered.", editor="desk3")
        await correct(pilot, "Ministers Talk")

        assert article_line(app) == wanted(database)
        assert "n = 3" in article_line(app)


async def test_the_end_leaves_no_process(app: ReviewerApp, database: Path) -> None:
    """When the app has ended its processes are gone."""
    decide(database, 5, "accepted")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        pid = app.keeper.pid
        assert pid is not None

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_another_articles_line_is_not_shown(database: Path, open_session: Callable[..., Session]) -> None:
    """Going over to an article with nothing reviewed, the line of the one before is gone."""
    fill(database, Article((Segment("Else."),), title="Else", target_language="en"))
    decide(database, 5, "accepted")
    session = open_session()
    session.open_articles([1, 2])
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert article_line(app).endswith("n = 1)")
        await pilot.press("end")
        await settled(pilot)

        assert session.desk is not None
        assert session.desk.first.article == 2
        assert article_line(app) == ""


@pytest.mark.parametrize("asks", [lambda screen: screen.follow(), lambda screen: screen.settle()], ids=["article", "sentence"])
async def test_a_request_that_is_overtaken_before_it_began_leaves_nothing(
    app: ReviewerApp, database: Path, asks: Callable[[ReviewScreen], None]
) -> None:
    """Two in one breath, as when a key is quick: the first is cancelled before its first step, and nobody is warned of it."""
    decide(database, 5, "accepted")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        app.session.keep("Ministers Talk", 0)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            asks(screen)
            asks(screen)
            await pilot.pause()
            await settled(pilot)
            gc.collect()

    assert not [str(each.message) for each in warned]


async def test_the_list_of_articles_has_no_article_to_follow(database: Path) -> None:
    """With several articles the list comes first; there is a review, and nothing on the desk."""
    fill(database, Article((Segment("Another one."),), title="Other", target_language="en"))
    decide(database, 1, "accepted")
    session = session_on(database, opens=())
    app = ReviewerApp(session, KeyTable())
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        for screen in app.screen_stack:
            while not getattr(screen, "is_warm", True):
                await pilot.pause(0.01)
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert session.desk is not None
    session.close()


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_a_theme_that_is_set_is_there_from_the_start(session: Session, theme: str) -> None:
    """As settings or the last session have it."""
    app = ReviewerApp(session, KeyTable(), theme)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert app.theme == f"textual-{theme}"

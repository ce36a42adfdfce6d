"""The process that keeps the scores of the article at hand and of all, the real one."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.core.article import Article, Segment
from reviewer.metrics import Pair, corpus_scores
from reviewer.metrics.live import Outcome
from reviewer.store import Store, Writer
from reviewer.workflow.scorekeeper import Rows, Scorekeeper, Standing
from reviewer.workflow.session import Session
from tests.building import fill
from tests.desk import decide

needs_pidfd = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process that is not its child")


@pytest.fixture
def keeper(database: Path) -> Iterator[Scorekeeper]:
    """A scorekeeper of the article with one decision; what it counts is kept nowhere."""
    decide(database, 1, "accepted")
    keeper = Scorekeeper(database, lambda rows: None)
    yield keeper
    keeper.close()


async def standing(keeper: Scorekeeper, article: int = 1, *, everything: bool = False) -> Standing:
    """How the article stands, when all that was asked for is counted."""
    news: list[Standing] = []
    assert await keeper.ask(article, news.append, everything=everything) is Outcome.COMPLETE
    return news[-1]


def is_running(pid: int) -> bool:
    """Whether there is such a process, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_every_answer_is_of_all_that_was_saved_before(database: Path, keeper: Scorekeeper) -> None:
    """Also what another editor saved; the numbers are sacrebleu's over all pairs, of the article and of all articles."""
    fill(database, Article((Segment("Else."),), title="Else", target_language="en"))
    for position, article, editor in ((2, 1, "desk2"), (3, 1, "desk3"), (1, 2, "desk3"), (2, 1, "desk3")):
        decide(database, position, "corrected", f"Text of {editor}.", article=article, editor=editor)
        told = await standing(keeper, everything=True)
        with Store.open(database, create=False, readonly=True) as store:
            pairs = {
                number: [Pair(machine, final) for machine, final, _, _ in store.reviewed_pairs(number and [number])]
                for number in (1, None)
            }
        assert told.of_article.scores == corpus_scores(pairs[1], "en")
        assert told.of_all.scores == corpus_scores(pairs[None], "en")


async def test_the_process_starts_on_first_use_and_is_kept(keeper: Scorekeeper) -> None:
    """Nothing runs before anybody asked, and one process answers all."""
    assert keeper.pid is None
    await standing(keeper)
    first = keeper.pid
    await standing(keeper)

    assert first is not None
    assert keeper.pid == first


async def test_what_was_counted_is_kept_by_the_writer_and_not_told_again(database: Path) -> None:
    """The rows are those that the database then finds, and the next process has nothing to tell."""
    decide(database, 2, "corrected", "x")
    told: list[Rows] = []
    with Writer(database) as writer:
        keeper = Scorekeeper(database, lambda rows: (told.append(rows), writer.submit("keep_statistics", rows)))
        first = await standing(keeper, everything=True)
        keeper.close()
    with Store.open(database, create=False, readonly=True) as store:
        assert store.counters() == {counter: 1 for rows in told for counter in rows}
        assert len(store.counters()) == 3
    again = Scorekeeper(database, told.append)
    assert (await standing(again, everything=True)).of_all == first.of_all
    again.close()

    assert len(told) == 1


async def test_a_writer_that_is_closed_is_no_error(database: Path, session: Session) -> None:
    """At the end of a session what was counted is lost, and nothing else."""
    decide(database, 2, "corrected", "x")
    keeper = Scorekeeper(database, lambda rows: session.writer.submit("keep_statistics", rows))
    session.writer.close()

    assert (await standing(keeper)).of_article.is_complete
    keeper.close()


async def test_asking_about_another_article_makes_a_request_stale(database: Path, keeper: Scorekeeper) -> None:
    """Only the newest is answered; two requests about one article both are."""
    fill(database, Article((Segment("Else."),), title="Else", target_language="en"))
    requests = [keeper.ask(number, lambda news: None) for number in (1, 2, 2)]

    assert await asyncio.gather(*requests) == [Outcome.STALE, Outcome.COMPLETE, Outcome.COMPLETE]


async def test_a_process_that_dies_is_told_and_replaced(keeper: Scorekeeper) -> None:
    """Somebody's kill costs one answer."""
    await standing(keeper)
    assert keeper.pid is not None
    killed = keeper.pid
    os.kill(killed, signal.SIGSTOP)
    request = asyncio.create_task(keeper.ask(1, lambda news: None))
    await asyncio.sleep(0)
    os.kill(killed, signal.SIGKILL)

    assert await request is Outcome.FAILED
    await standing(keeper)
    assert keeper.pid != killed


@pytest.mark.parametrize("executable", ["/nowhere/python", "/bin/false"])
async def test_no_process_is_no_crash(keeper: Scorekeeper, monkeypatch: pytest.MonkeyPatch, executable: str) -> None:
    """Where Python cannot be started there are no scores; it is tried once."""
    monkeypatch.setattr(sys, "executable", executable)
    assert await keeper.ask(1, lambda news: None) is Outcome.FAILED
    monkeypatch.undo()

    assert await keeper.ask(1, lambda news: None) is Outcome.FAILED
    assert keeper.pid is None


async def test_what_the_process_cannot_read_is_said(tmp_path: Path) -> None:
    """Why there are no scores, in the words of the store."""
    keeper = Scorekeeper(tmp_path / "none.db", lambda rows: None)

    assert await keeper.ask(1, lambda news: None) is Outcome.FAILED
    assert "no such database" in keeper.problem
    keeper.close()


async def test_files_in_the_current_directory_are_not_imported(
    keeper: Scorekeeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article's folder may hold a `json.py`."""
    for name in ("json", "sacrebleu", "reviewer"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)

    assert (await standing(keeper)).article == 1


async def test_it_is_out_of_reach_of_ctrl_c(keeper: Scorekeeper) -> None:
    """The process has a session of its own."""
    await standing(keeper)

    assert keeper.pid is not None
    assert os.getsid(keeper.pid) == keeper.pid


async def test_close_leaves_no_process(keeper: Scorekeeper) -> None:
    """It is killed and reaped when `close` returns, and stays away."""
    await standing(keeper)
    pid = keeper.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    request = asyncio.create_task(keeper.ask(1, lambda news: None))
    await asyncio.sleep(0)
    keeper.close()

    assert not is_running(pid)
    assert await request is Outcome.FAILED
    assert await keeper.ask(1, lambda news: None) is Outcome.FAILED


async def test_a_cancelled_request_leaves_the_keeper_usable(keeper: Scorekeeper) -> None:
    """An exclusive worker cancels the one before it."""
    request = asyncio.create_task(keeper.ask(1, lambda news: None))
    await asyncio.sleep(0)
    request.cancel()

    with pytest.raises(asyncio.CancelledError):
        await request
    assert (await standing(keeper)).of_article.is_complete


_PARENT = """
import asyncio, sys
from pathlib import Path
from reviewer.workflow.scorekeeper import Scorekeeper
keeper = Scorekeeper(Path(sys.argv[1]), lambda rows: None)
async def stay():
    await keeper.ask(1, lambda news: print(keeper.pid, flush=True), everything=True)
    await asyncio.sleep(60)
asyncio.run(stay())
"""


@needs_pidfd
def test_the_process_ends_with_its_parent(database: Path) -> None:
    """A SIGKILL of the screen leaves nothing behind."""
    with subprocess.Popen([sys.executable, "-c", _PARENT, str(database)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        ended, _, _ = select.select([child], [], [], 5)
        os.close(child)
    assert ended


def test_the_one_who_asks_loads_nothing_heavy() -> None:
    """Neither numpy nor sacrebleu nor rapidfuzz is needed to ask."""
    code = "import sys, reviewer.workflow.scorekeeper; print(sorted({'numpy', 'sacrebleu', 'rapidfuzz'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout == "[]\n"

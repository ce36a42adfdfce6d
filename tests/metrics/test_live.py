"""Live scores, with the real process."""

import asyncio
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.metrics import Pair, Score, sentence_scores
from reviewer.metrics.live import LiveScorer, Outcome

SHORT = Pair("NATO's ban on East Asia was discussed.", "NATO's eastward expansion was discussed.")
WORDS = [f"word{number % 4500}" for number in range(6000)]
SLOW = Pair(" ".join(WORDS), " ".join(random.Random(5).sample(WORDS, len(WORDS))))
"""A pair whose TER takes seconds: long enough to stop the process in the middle of it."""

needs_pidfd = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process that is not its child")


@pytest.fixture
def scorer() -> Iterator[LiveScorer]:
    """A scorer with little patience, closed afterwards."""
    scorer = LiveScorer(deadline=1.0)
    yield scorer
    scorer.close()


async def ask(scorer: LiveScorer, pair: Pair, language: str | None = "en") -> tuple[Outcome, list[Score]]:
    """How one request ended, and all scores that came."""
    scores: list[Score] = []
    outcome = await scorer.score(pair, language, scores.extend)
    return outcome, scores


def hang(scorer: LiveScorer) -> None:
    """Stop the process where it is: it computes for ever, as far as anybody can tell."""
    assert scorer.pid is not None
    os.kill(scorer.pid, signal.SIGSTOP)


async def begin(scorer: LiveScorer) -> asyncio.Task[Outcome]:
    """A request that hangs after its first part."""
    begun = asyncio.Event()

    def take(part: tuple[Score, ...]) -> None:
        hang(scorer)
        begun.set()

    request = asyncio.create_task(scorer.score(SLOW, "en", take))
    await begun.wait()
    return request


def is_running(pid: int) -> bool:
    """Whether there is such a process, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("pair", "language"),
    [
        (SHORT, "en"),
        (Pair("北约的东亚禁令", "北约的东扩"), "zh-CN"),
        (Pair("", ""), None),
        (Pair("typed", ""), "en"),
        (Pair("a\nb\u2028c\x00\x1b[31m \ud800 👩‍👩‍👧", "a b"), "en"),
        (Pair("long " * 30_000, "long"), "en"),
    ],
    ids=["english", "chinese", "empty", "nothing typed", "hostile", "150,000 characters"],
)
async def test_answers_are_sacrebleus(pair: Pair, language: str | None) -> None:
    """The numbers that come through the process are those that come without it, signatures and all."""
    scorer = LiveScorer(deadline=60)
    try:
        assert await ask(scorer, pair, language) == (Outcome.COMPLETE, list(sentence_scores(pair, language)))
    finally:
        scorer.close()


async def test_what_is_quick_comes_first(scorer: LiveScorer) -> None:
    """BLEU and chrF2 do not wait for TER."""
    parts: list[list[str]] = []
    await scorer.score(SHORT, "en", lambda part: parts.append([score.metric for score in part]))
    assert parts == [["BLEU", "chrF2"], ["TER"]]


async def test_the_process_starts_on_first_use_and_is_kept(scorer: LiveScorer) -> None:
    """A screen that never scores starts nothing, and one process serves all requests."""
    assert scorer.pid is None
    await ask(scorer, SHORT)
    first = scorer.pid
    await ask(scorer, SHORT)
    assert first is not None
    assert scorer.pid == first


async def test_what_takes_too_long_is_cut_off_and_the_next_request_works(scorer: LiveScorer) -> None:
    """The scores that had come stay, TER is missing, and a new process answers the next pair."""
    scores: list[Score] = []

    def take(part: tuple[Score, ...]) -> None:
        scores.extend(part)
        hang(scorer)

    assert await scorer.score(SLOW, "en", take) is Outcome.LATE
    assert [score.metric for score in scores] == ["BLEU", "chrF2"]
    killed = scorer.pid
    outcome, scores = await ask(scorer, SHORT)
    assert outcome is Outcome.COMPLETE
    assert len(scores) == 3
    assert scorer.pid != killed


async def test_a_newer_request_makes_the_older_one_stale() -> None:
    """The newer one does not wait for the older one's deadline."""
    scorer = LiveScorer(deadline=600)
    older = await begin(scorer)
    assert (await ask(scorer, SHORT))[0] is Outcome.COMPLETE
    assert await older is Outcome.STALE
    scorer.close()


async def test_of_many_requests_at_once_only_the_newest_is_answered(scorer: LiveScorer) -> None:
    """Keys that come while the process starts cost nothing."""
    heard: list[int] = []
    requests = [scorer.score(SHORT, "en", lambda part, number=number: heard.append(number)) for number in range(5)]
    assert await asyncio.gather(*requests) == [Outcome.STALE] * 4 + [Outcome.COMPLETE]
    assert set(heard) == {4}


async def test_a_cancelled_request_leaves_the_scorer_usable(scorer: LiveScorer) -> None:
    """An exclusive worker cancels the one before it, whatever that one waits for."""
    older = await begin(scorer)
    older.cancel()
    with pytest.raises(asyncio.CancelledError):
        await older
    assert (await ask(scorer, SHORT))[0] is Outcome.COMPLETE


async def test_an_error_of_the_caller_is_the_callers(scorer: LiveScorer) -> None:
    """What `on_part` raises is raised where it was asked, and the next request works."""

    def fail(part: tuple[Score, ...]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await scorer.score(SHORT, "en", fail)
    assert (await ask(scorer, SHORT))[0] is Outcome.COMPLETE


async def test_a_process_that_dies_is_told_and_replaced(scorer: LiveScorer) -> None:
    """Somebody's kill, or the system's when memory is short, costs one request."""

    def kill(part: tuple[Score, ...]) -> None:
        assert scorer.pid is not None
        os.kill(scorer.pid, signal.SIGKILL)

    assert await scorer.score(SLOW, "en", kill) is Outcome.FAILED
    assert (await ask(scorer, SHORT))[0] is Outcome.COMPLETE


@pytest.mark.parametrize("executable", ["/nowhere/python", "/bin/false"])
async def test_no_process_is_no_crash(scorer: LiveScorer, monkeypatch: pytest.MonkeyPatch, executable: str) -> None:
    """Where Python cannot be started there are no live scores, and nothing else is wrong."""
    monkeypatch.setattr(sys, "executable", executable)
    assert await ask(scorer, SHORT) == (Outcome.FAILED, [])


async def test_files_in_the_current_directory_are_not_imported(
    scorer: LiveScorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article's folder may hold a `json.py`."""
    for name in ("json", "sacrebleu", "reviewer"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert (await ask(scorer, SHORT))[0] is Outcome.COMPLETE


async def test_it_is_out_of_reach_of_ctrl_c(scorer: LiveScorer) -> None:
    """The process has a session of its own: what the terminal sends to the foreground does not reach it."""
    await ask(scorer, SHORT)
    assert scorer.pid is not None
    assert os.getsid(scorer.pid) == scorer.pid


async def test_close_leaves_no_process(scorer: LiveScorer) -> None:
    """It is killed and reaped when `close` returns, in the middle of a computation too, and stays away."""
    request = await begin(scorer)
    pid = scorer.pid
    assert pid is not None
    scorer.close()
    assert not is_running(pid)
    assert await request is Outcome.FAILED
    assert await ask(scorer, SHORT) == (Outcome.FAILED, [])
    assert scorer.pid is None


_PARENT = """
import asyncio, sys
from reviewer.metrics import Pair
from reviewer.metrics.live import LiveScorer
scorer = LiveScorer(deadline=600)
pair = Pair(*sys.stdin.read().splitlines())
asyncio.run(scorer.score(pair, "en", lambda part: print(scorer.pid, flush=True)))
"""


@needs_pidfd
def test_the_process_ends_with_its_parent() -> None:
    """A SIGKILL of the screen leaves nothing behind, even while TER is computed."""
    command = [sys.executable, "-c", _PARENT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(f"{SLOW.hypothesis}\n{SLOW.reference}\n")
        parent.stdin.close()
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
        ended, _, _ = select.select([child], [], [], 5)
        os.close(child)
    assert ended


def test_the_process_ends_with_its_input() -> None:
    """`python -m reviewer.metrics.scorer` without a request starts, says that it is ready, and ends quietly."""
    command = [sys.executable, "-m", "reviewer.metrics.scorer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == '{"ready": true}\n'
        assert process.communicate(timeout=20) == ("", "")
    assert process.returncode == 0

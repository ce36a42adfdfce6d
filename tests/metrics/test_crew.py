"""Several processes: the same numbers in the same order, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from reviewer.errors import ReviewerError
from reviewer.metrics import Bleu, Chrf, Ter, Texts, crew
from reviewer.metrics.crew import Crew
from tests.metrics.test_resampling import sentences

MEASURES = (Bleu(), Chrf(), Ter())


def blocks(count: int = 40) -> Iterator[tuple[int, Texts]]:
    """Numbered blocks of ten segments."""
    for number in range(count):
        yield number, Texts(sentences(10, number), [sentences(10, 1000 + number)])


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are started after the first block."""
    monkeypatch.setattr(crew, "_ALONE", 0.0)


def counted(jobs: int) -> list[tuple[int, list[list[list[float]]]]]:
    """Every block's number and rows; several processes have to have worked."""
    found = []
    with Crew(MEASURES, jobs=jobs) as workers:
        for number, rows in workers.statistics(blocks()):
            found.append((number, [each.tolist() for each in rows]))
            if number == 0 and jobs > 1:
                while not all(worker.is_ready() for worker in workers._workers):
                    time.sleep(0.01)
        assert jobs == 1 or workers._workers
    return found


def test_numbers_do_not_depend_on_who_counts() -> None:
    """Three processes give the blocks of one, in the same order."""
    assert counted(3) == counted(1)


def test_small_input_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is over before another could begin."""
    monkeypatch.setattr(crew, "_ALONE", 60.0)
    with Crew(MEASURES, jobs=4) as workers:
        list(workers.statistics(blocks(3)))
        assert workers._workers == []


def test_none_is_left_behind() -> None:
    """Leaving in the middle ends them."""
    with Crew(MEASURES, jobs=2) as workers:
        next(iter(workers.statistics(blocks())))
        pids = [worker.pid for worker in workers._workers]
        assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_one_that_is_killed_is_said() -> None:
    """As by the kernel when memory runs out: one line, and what to try."""
    with Crew(MEASURES, jobs=1) as workers:
        workers._workers = [crew._Worker(MEASURES, "reviewer")]
        while not workers._workers[0].is_ready():
            time.sleep(0.01)
        os.kill(workers._workers[0].pid, signal.SIGKILL)
        with pytest.raises(ReviewerError, match="--jobs 1"):
            list(workers.statistics(blocks()))


def test_what_fails_there_fails_here() -> None:
    """An error of a metric comes back as the error that it is."""
    broken = Texts(["a"], [["b"]])
    object.__setattr__(broken, "hypotheses", [7])
    with Crew([Bleu()], jobs=1) as workers:
        workers._workers = [crew._Worker([Bleu()], "reviewer")]
        while not workers._workers[0].is_ready():
            time.sleep(0.01)
        with pytest.raises(ReviewerError, match="could not count BLEU"):
            list(workers.statistics([(1, broken)]))


def test_workers_die_with_the_one_that_started_them() -> None:
    """Even when that is killed without a chance to say anything."""
    program = (
        "import os, time\n"
        "from reviewer.metrics import Ter\n"
        "from reviewer.metrics import crew\n"
        "worker = crew._Worker([Ter()], 'reviewer')\n"
        "while not worker.is_ready(): time.sleep(0.01)\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        pid = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with open(f"/proc/{pid}/stat") as state:  # noqa: PTH123
                if state.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.02)
    pytest.fail("the process is still there")


def test_without_room_for_others_one_goes_on_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many open files, or no memory for a process, costs time and no score."""
    monkeypatch.setattr(crew, "_Worker", _no_room)
    with Crew(MEASURES, jobs=4) as workers:
        assert [number for number, _ in workers.statistics(blocks(5))] == [0, 1, 2, 3, 4]
        assert workers._workers == []


def _no_room(*_: object) -> None:
    raise OSError(24, "Too many open files")

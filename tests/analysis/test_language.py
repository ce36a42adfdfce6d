"""The language of a text: script first, then letters, and nobody where it is uncertain."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.analysis.language import detect

ENGLISH = "The government said on Tuesday that it would submit the budget to parliament before the end of the month."
GERMAN = "Die Regierung teilte am Dienstag mit, dass sie den Haushalt noch vor Ende des Monats dem Parlament vorlegen werde."
UKRAINIAN = "Уряд повідомив у вівторок, що подасть бюджет до парламенту ще до кінця місяця, хоча опозиція його критикує."
RUSSIAN = "Правительство сообщило во вторник, что внесёт бюджет в парламент ещё до конца месяца, хотя оппозиция против."
KOREAN = "정부는 화요일 이달 말까지 예산안을 국회에 제출하겠다고 밝혔다."
JAPANESE = "政府は火曜日、月末までに予算案を国会に提出すると発表した。"
CHINESE = "政府星期二表示，将在月底之前向议会提交预算案。"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (UKRAINIAN, "uk"),
        (RUSSIAN, "ru"),
        (KOREAN, "ko"),
        (JAPANESE, "ja"),
        (CHINESE, "zh"),
        ("中國政府星期二表示，將在月底之前向議會提交預算案。", "zh"),
        ("정부 발표", "ko"),
        ("はい。", "ja"),
        ("[사진=AP·연합뉴스] NATO 정상회의", "ko"),
        (ENGLISH.upper(), "en"),
        (f"{ENGLISH} The paper is called 한겨레.", "en"),
        (f"{ENGLISH} 서울=" * 400, "en"),
    ],
)
def test_a_text_that_is_long_enough_has_its_language(text, label):
    """The label is the primary one, whatever the script."""
    assert detect(text) == label


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "12,345.67 %",
        "…",
        "NATO",
        "Photo",
        "https://example.org/a/very/long/path/of/english/words",
        "日本政府発表",
        "\0" * 50,
    ],
)
def test_a_text_that_says_too_little_has_none(text):
    """Nothing is guessed from a word, a figure, an address or a headline in Han alone."""
    assert detect(text) is None


def test_the_first_question_may_be_asked_by_many_threads_at_once():
    """The profiles are complete before anybody is answered; a process of its own, so that this is the first question."""
    script = (
        "from concurrent.futures import ThreadPoolExecutor as Pool\n"
        "from reviewer.analysis.language import detect\n"
        f"print(*set(Pool(8).map(detect, [{ENGLISH!r}] * 16)))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "en"


def test_the_same_text_always_has_the_same_language():
    """The guess is seeded, so a doubtful text does not change its mind."""
    doubtful = "Bergen Oslo Stavanger Trondheim og Kristiansand"
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(detect, [doubtful] * 40))) == 1


def test_a_long_text_is_judged_by_more_than_its_beginning():
    """Samples are spread, so a long foreign quotation at the start does not decide."""
    assert detect(GERMAN * 5 + ENGLISH * 100) == "en"


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_it_raise(text):
    """Any text has a language or none."""
    assert detect(text) is None or detect(text).islower()

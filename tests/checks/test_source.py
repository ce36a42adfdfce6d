"""What is said of a text beside its source: pairs of both, what each check says of them, and what it does not."""

from __future__ import annotations

import pytest

from reviewer.checks import CHECKS, Unit, story_of
from reviewer.checks.engine import Engine
from reviewer.checks.source import CHECKS as FAMILY
from reviewer.checks.source import glossary_check
from reviewer.core.finding import Finding, Level
from reviewer.core.term import Term

LONG = "국방부 장관은 어제 열린 기자회견에서 철수 계획을 부인하고 협상을 계속하겠다고 밝혔다."

BAD = [
    (
        "source-numbers",
        "피해 규모는 5억 원이다.",
        "The damage is 5 million won.",
        "“5 million” where the source says “5억” (500 million)",
    ),
    (
        "source-numbers",
        "예산은 1조 2,000억 원이다.",
        "The budget is 12 billion won.",
        "“12 billion” where the source says “1조 2,000억” (1.2 trillion)",
    ),
    ("source-numbers", "5만 3천 명이 모였다.", "5,300 people gathered.", "“5,300” where the source says “5만 3천” (53,000)"),
    ("source-numbers", "１０万人が参加した。", "10,000 took part.", "“10,000” where the source says “１０万” (100,000)"),
    ("source-numbers", "参加者は2713人だった。", "There were 2,731 participants.", "“2,731” where the source says “2713”"),
    (
        "source-numbers",
        "В ноябре выпущено 115 тыс. машин.",
        "In November 15,000 cars were made.",
        "“15,000” where the source says “115 тыс” (115,000)",
    ),
    (
        "source-numbers",
        "Сэкономлено 336 млн листов.",
        "36 million sheets were saved.",
        "“36 million” where the source says “336 млн” (336 million)",
    ),
    ("source-numbers", "Рост составил 1,5 процента.", "Growth was 15 percent.", "“15” where the source says “1,5”"),
    (
        "source-numbers",
        "损失达3.5亿元。",
        "The loss is 3.5 million yuan.",
        "“3.5 million” where the source says “3.5亿” (350 million)",
    ),
    (
        "source-numbers",
        "登録者数は30万人だ。",
        "It has many subscribers.",
        "the source says “30万” (300,000), which is missing here",
    ),
    (
        "source-numbers",
        "総額は9兆4200億円だ。",
        "The total is 9 trillion 4,200 billion yen.",
        "“9 trillion 4,200 billion” where the source says “9兆4200億” (9.42 trillion)",
    ),
    ("source-numbers", "사망자는 38명이다.", "Many died.", "the source says “38”, which is missing here"),
    ("source-numbers", "令和４年のことだ。", "It was in 2023.", "“2023” where the source says “４”"),
    (
        "source-names",
        "UNESCOが報告書を公表した。",
        "The organization published a report.",
        "“UNESCO” of the source is missing here",
    ),
    ("source-names", "Credit Suisse требует доступ.", "Credit Suise wants access.", "“Suise” where the source has “Suisse”"),
    ("source-names", "화가 Denholm은 말했다.", "The painter said so.", "“Denholm” of the source is missing here"),
    ("source-names", "ＮＡＴＯは会議を開いた。", "A meeting was held.", "“NATO” of the source is missing here"),
    (
        "source-urls",
        "자세한 내용은 www.daonsae.example 참조.",
        "See www.daonse.example.",
        "the source has “www.daonsae.example” here",
    ),
    ("source-urls", "문의: desk@daonsae.example", "Questions welcome.", "“desk@daonsae.example” of the source is missing here"),
    ("source-urls", "자세한 내용은 여기.", "See https://daonsae.example.", "“https://daonsae.example” is not in the source"),
    ("untranslated-copy", "회의는 내일 열린다.", "회의는 내일 열린다.", "the same as the source: not translated"),
    (
        "untranslated-copy",
        "Das Treffen findet morgen statt.",
        "das Treffen findet  morgen statt.",
        "the same as the source: not translated",
    ),
    ("untranslated-copy", "Встреча в Вене", "Встреча в Вене", "the same as the source: not translated"),
    ("source-punctuation", "대통령은 무엇을 했는가?", "What the president did.", "the source ends with a question mark"),
    ("source-punctuation", "何をしたのか？", "What they did.", "the source ends with a question mark"),
    ("source-punctuation", "「助けて！」", '"Help me."', "the source ends with an exclamation mark"),
    ("source-punctuation", "그는 이렇게 말했다:", "He said so.", "the source ends with a colon"),
    ("source-length", LONG, "The minister denied it.", "much shorter than its source lets expect"),
    (
        "source-length",
        "Министр обороны вчера опроверг план вывода войск.",
        "No. " * 40,
        "much longer than its source lets expect",
    ),
]
GOOD = [
    ("source-numbers", "피해 규모는 5억 원이다.", "The damage is 500 million won."),
    ("source-numbers", "예산은 1조 2,000억 원이다.", "The budget is 1.2 trillion won."),
    ("source-numbers", "약 1,234만 명이 산다.", "About 12.3 million live there."),
    ("source-numbers", "会議は午後7時30分に始まった。", "The meeting began at 19:30."),
    ("source-numbers", "午前11時半に始まる。", "It begins at 11:30 a.m."),
    ("source-numbers", "令和４年７月のことだ。", "It was in July 2022."),
    ("source-numbers", "2人は2日、3度目の会談をした。", "Both met on the second for the third time."),
    ("source-numbers", "第二十三回大会が開かれた。", "The 23rd meeting was held."),
    ("source-numbers", "長さは約1・5メートル。", "It is about 1.5 meters long."),
    ("source-numbers", "19日に発表した。", "It was announced on Saturday."),
    ("source-numbers", "세 명이 열흘 동안 머물렀다.", "Three people stayed for 10 days."),
    ("source-numbers", "20대 여성이 다쳤다.", "A woman in her twenties was hurt."),
    ("source-numbers", "약 64km 떨어진 섬이다.", "The island is about 40 miles away."),
    ("source-numbers", "교황 베네딕토 16세가 말했다.", "Pope Benedict XVI spoke."),
    ("source-numbers", "Двадцать пять тысяч человек пришли.", "25,000 people came."),
    ("source-numbers", "25 000 человек пришли.", "Twenty-five thousand people came."),
    ("source-numbers", "24時間態勢で働いた。", "They worked around the clock."),
    ("source-numbers", "3분의 2가 찬성했다.", "Two-thirds were in favor."),
    ("source-numbers", "F-16が3機、COVID-19で止まった。", "Three F-16s stopped."),
    ("source-numbers", "4000万円を集めた。", "They raised 40 million yen ($300,000)."),
    ("source-numbers", "2022.5.13 열린 회의다.", "It was held on May 13, 2022."),
    ("source-numbers", "5·18 민주화운동", "the May 18 uprising"),
    ("source-numbers", "지난해 열린 회의다.", "It was held in 2021."),
    ("source-numbers", "Die Kosten betragen 5 Millionen.", "The costs are 7 billion."),
    ("source-names", "UNESCOが報告書を公表した。", "UNESCO published a report."),
    ("source-names", "WHOは会議を開いた。", "The World Health Organization met."),
    ("source-names", "SNSで話題になった。", "It was talked about on social media."),
    ("source-names", "XXI века", "of the 21st century"),
    ("source-names", "M5.0の地震があった。", "There was an earthquake of magnitude 5."),
    ("source-names", "BMW는 발표했다.", "B.M.W. made an announcement."),
    ("source-names", "Der BND warnt Berlin.", "The intelligence service warns."),
    ("source-names", "www.Daonsae.example 참조.", "See there."),
    ("source-urls", "www.daonsae.example 참조.", "See https://www.daonsae.example/."),
    ("source-urls", "문의: desk@daonsae.example", "Write to desk@daonsae.example."),
    ("untranslated-copy", "BTS - Dynamite", "BTS - Dynamite"),
    ("untranslated-copy", "2021", "2021"),
    ("untranslated-copy", "Angela Denholm, Berlin", "Angela Denholm, Berlin"),
    ("source-punctuation", "何をしたのか？", "What did they do?"),
    ("source-punctuation", "「何をした？」と聞いた。", "He asked what they had done."),
    ("source-punctuation", "정말인가?", '"Really?" he asked.'),
    ("source-punctuation", "마침내 승리!", "Victory at last"),
    (
        "source-length",
        "국방부 장관은 어제 기자회견에서 철수 계획을 부인했다.",
        "The defence minister denied the plan at a press conference.",
    ),
    ("source-length", "네.", "Yes, that is what the minister said yesterday."),
    (
        "source-length",
        "韓国国防部は同日、感染者数は前日より30人増えたと発表した。",
        "South Korea's defence ministry said on the same day that the number of infections had risen by 30 from the day before.",
    ),
]


def beside(source: str, text: str, *names: str) -> list[Finding]:
    """What the checks of these names find in a text beside its source."""
    checks = [check for check in FAMILY if check.name in names]
    return Engine(checks).findings(story_of([Unit(text, source=source, language="en")]))


@pytest.mark.parametrize(("check", "source", "text", "message"), BAD)
def test_what_does_not_agree_is_said(check: str, source: str, text: str, message: str) -> None:
    """In an editor's words, and once."""
    assert [finding.message for finding in beside(source, text, check)] == [message]


@pytest.mark.parametrize(("check", "source", "text"), GOOD)
def test_what_a_good_translation_does_is_not_flagged(check: str, source: str, text: str) -> None:
    """Other units, words for numbers, and whatever cannot be told."""
    assert beside(source, text, check) == []


@pytest.mark.parametrize(
    ("name", "pair"), [(check.name, pair) for check in FAMILY if check.name != "glossary" for pair in check.bad]
)
def test_a_bad_example_beside_its_source_is_flagged(name: str, pair: str) -> None:
    """What a check shows as bad, it flags."""
    assert beside(*pair.split(" => "), name)


@pytest.mark.parametrize(("name", "pair"), [(check.name, pair) for check in FAMILY for pair in check.good])
def test_a_good_example_beside_its_source_is_not_flagged(name: str, pair: str) -> None:
    """What a check shows as good, it leaves alone."""
    assert not beside(*pair.split(" => "), name)


def test_nothing_is_said_without_a_source() -> None:
    """A text that has none is not compared with anything."""
    story = story_of([Unit("5 people died? See www.daonsae.example.", language="en")])
    assert Engine(FAMILY).findings(story) == []


def test_small_numbers_that_are_missing_are_info() -> None:
    """A good translation says them in words that nobody foresees."""
    (small,) = beside("高校３年生が語った。", "A pupil said so.", "source-numbers")
    (large,) = beside("2,800人が語った。", "People said so.", "source-numbers")
    assert (small.level, large.level) == (Level.INFO, Level.WARNING)


def test_a_name_in_a_wrong_spelling_is_marked_and_mended() -> None:
    """The span is the wrong word, the suggestion the source's."""
    (found,) = beside("Credit Suisse требует доступ.", "Credit Suise wants access.", "source-names")
    assert (found.text, found.suggestion) == ("Suise", "Suisse")


def test_the_usual_length_is_learned_from_the_story() -> None:
    """Where all of a story is as long as that, a sentence is no outlier; among others it is one."""
    source, short = "가" * 40, "a" * 32
    among_like = story_of([Unit(short, source=source, language="en")] * 60)
    among_others = story_of(
        [Unit("a" * 80, source=source, language="en")] * 60 + [Unit(short[:20], source=source, language="en")]
    )
    check = [CHECKS["source-length"]]
    assert Engine(check).findings(among_like) == []
    assert [finding.position for finding in Engine(check).findings(among_others)] == [61]


TERMS = (
    Term(("동진",), ("eastward expansion",), ("ban on East Asia",)),
    Term(("보건",), ("health",)),
    Term(("보건 대사",), ("Health Care Ambassadors",)),
    Term(("министр обороны",), ("defence minister", "minister of defence")),
    Term(("国防省",), ("Ministry of Defense",)),
    Term((), ("Kyiv",), ("Kiev",)),
    Term((), (), ("hermit kingdom",)),
    Term(("북한",), ("North Korea",), ("DPRK",)),
)


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        ("나토의 동진을 막겠다.", "It will stop NATO's ban on East Asia.", ["“ban on East Asia” is to be “eastward expansion”"]),
        ("나토의 동진을 막겠다.", "It will stop NATO's growth.", ["the glossary has “eastward expansion” for “동진”"]),
        ("나토의 동진은 계속된다.", "NATO's eastward expansions go on.", []),
        ("동진그룹은 커졌다.", "The group grew.", []),
        ("보건 대사들이 왔다.", "The Health Care Ambassadors came.", []),
        ("보건 문제다.", "It is a medical problem.", ["the glossary has “health” for “보건”"]),
        (
            "Министра обороны уволили.",
            "The war minister was dismissed.",
            ["the glossary has “defence minister” for “министр обороны”"],
        ),
        ("Министром обороны стал он.", "He became minister of defence.", []),
        ("Министерство обороны молчит.", "The ministry is silent.", []),
        ("国防省は発表した。", "The ministry said so.", ["the glossary has “Ministry of Defense” for “国防省”"]),
        ("国防省幹部は語った。", "An official said so.", []),
        (None, "In Kiev it rained.", ["“Kiev” is to be “Kyiv”"]),
        (None, "Chicken kiev was served.", []),
        (None, "The Hermit Kingdom fired a missile.", ["“Hermit Kingdom” is not to be written"]),
        ("그는 웃었다.", "The DPRK laughed.", []),
        ("북한은 웃었다.", "The DPRK laughed.", ["“DPRK” is to be “North Korea”"]),
    ],
)
def test_the_glossary(source: str | None, text: str, said: list[str]) -> None:
    """Inflections and synonyms are right, the longest term counts, and words inside longer words do not."""
    found = Engine([glossary_check(TERMS)]).findings(story_of([Unit(text, source=source, language="en")]))
    assert [finding.message for finding in found] == said


@pytest.mark.parametrize(
    ("source", "said"), [("총액은 400억 원이다.", "source-magnitude"), ("총액은 50억 원이다.", "source-numbers")]
)
def test_of_a_number_that_differs_the_source_is_told(source: str, said: str) -> None:
    """A magnitude of the source's is told alone where the number is right, and else what the source says."""
    told = story_of([Unit("The sum is 40,000 million won.", source=source, language="en")])
    assert [finding.check for finding in Engine(CHECKS.values()).findings(told)] == [said]


def test_a_forbidden_word_is_replaced_in_its_case() -> None:
    """At the beginning of a sentence the right words get its capital."""
    check = glossary_check([Term((), ("eastward expansion",), ("ban on East Asia",))])
    (found,) = Engine([check]).findings(story_of([Unit("Ban on East Asia feared.", language="en")]))
    assert found.suggestion == "Eastward expansion"


def test_a_forbidden_word_within_a_right_term_is_right() -> None:
    """What is right is looked for at the same places."""
    check = glossary_check([Term((), ("war",), ("conflict",)), Term(("분쟁 지역",), ("conflict zone",))])
    found = Engine([check]).findings(story_of([Unit("In the conflict zone, conflict goes on.", language="en")]))
    assert [finding.span for finding in found] == [(22, 30)]


def test_a_glossary_without_terms_finds_nothing() -> None:
    """Its name is known all the same."""
    assert beside("동진", "ban on East Asia", "glossary") == []

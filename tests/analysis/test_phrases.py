"""Many phrases in one text."""

from __future__ import annotations

import pytest

from reviewer.analysis.phrases import Phrases, is_form


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("eastward expansion", "Eastward expansions go on.", "Eastward expansions"),
        ("the Defense Ministry", "A Defense Ministry's man", "Defense Ministry's"[:-2]),
        ("cease-fire", "A cease fire held.", "cease fire"),
        ("US", "Give us the US plan.", "US"),
        ("동진", "나토의 동진은", "동진은"),
        ("министр обороны", "с министром обороны", "министром обороны"),
        ("国防省", "（国防省は）", "国防省"),
        ("クリスマス", "日本のクリスマスに", "クリスマス"),
    ],
)
def test_a_phrase_in_another_form(phrase: str, text: str, found: str) -> None:
    """Its place is that of the words as they stand."""
    (match,) = Phrases([phrase]).longest_in(text)
    assert text[match.start : match.end] == found


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("health", "A healthier life."),
        ("동진", "동진그룹이"),
        ("министр", "министерство"),
        ("国防", "米国防省"),
        ("マス", "クリスマス"),
        ("US", "They let us go."),
        ("", "anything"),
        ("—", "a — b"),
    ],
)
def test_what_is_not_the_phrase(phrase: str, text: str) -> None:
    """Parts of longer words, and other words."""
    assert list(Phrases([phrase]).longest_in(text)) == []


def test_the_longest_phrase_is_taken() -> None:
    """What lies within it is found only by who asks for all."""
    phrases = Phrases(["health", "Health Care Ambassadors", "care"])
    text = "The Health Care Ambassadors care for health."
    assert [match.phrase for match in phrases.longest_in(text)] == [1, 2, 0]
    assert sorted(match.phrase for match in phrases.all_in(text)) == [0, 0, 1, 2, 2]


def test_a_capital_can_be_asked_for() -> None:
    """Of a country and a bird."""
    assert list(Phrases(["Turkey"], keep_case=True).longest_in("roast turkey")) == []
    assert len(list(Phrases(["turkey"], keep_case=True).longest_in("Turkey"))) == 1


@pytest.mark.parametrize(
    ("word", "other", "is_one"), [("war", "wars", True), ("국방부", "국방부는", True), ("국방부", "국방부장", False)]
)
def test_forms(word: str, other: str, is_one: bool) -> None:
    """Inflections and particles."""
    assert is_form(word, other) is is_one

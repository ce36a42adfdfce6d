"""What a paragraph is, and above all what it is not."""

import pytest

from reviewer.core.article import Kind
from reviewer.formats.kinds import kinds

BODY = "The council met on Monday and decided nothing."


def kind_of(text, *, at=5, total=12, sentences=1):
    """The kind of a paragraph among plain ones."""
    paragraphs = [[BODY]] * total
    paragraphs[at] = [text] + [BODY] * (sentences - 1)
    return kinds(paragraphs)[at]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Seoul plans a new ferry line", Kind.HEADLINE),
        ("Will the ferry ever run?", Kind.HEADLINE),
        ("Minister: ‘We are late’", Kind.HEADLINE),
        ("서울시, 새 여객선 운항", Kind.HEADLINE),
        ("Seoul plans a new ferry line.", Kind.BODY),
        ("The mayor said: “We are late.”", Kind.BODY),
        ("ソウル市は月曜日に発表した。", Kind.BODY),
        ("SEOUL, May 3 —", Kind.HEADLINE),
        ("They asked the following:", Kind.BODY),
        ("It goes on …", Kind.BODY),
        (" ".join(["word"] * 21), Kind.BODY),
        ("", Kind.BODY),
    ],
)
def test_a_headline_is_short_first_and_without_a_full_stop(text, kind):
    """Nothing but the first paragraph can be one."""
    assert kind_of(text, at=0) is kind
    assert kind_of(text, at=5) is Kind.BODY


def test_what_stands_alone_is_no_headline():
    """There must be something that it heads, and it must be one sentence."""
    assert kinds([["Seoul plans a new ferry line"]]) == [Kind.BODY]
    assert kind_of("Seoul plans. A new ferry line", at=0, sentences=2) is Kind.BODY


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[사진=AP·연합뉴스]", Kind.CAPTION),
        ("The mayor on the new pier. [Photo = Agency]", Kind.CAPTION),
        ("A ferry leaves Incheon (Photo: Agency/K. Lee)", Kind.CAPTION),
        ("Photo: a ferry at dawn", Kind.CAPTION),
        ("Photo by K. Lee", Kind.CAPTION),
        ("Foto: Agentur", Kind.CAPTION),
        ("写真：新しい船", Kind.CAPTION),
        ("▲ The mayor on the new pier.", Kind.CAPTION),
        ("Photographs of the pier were shown on television.", Kind.BODY),
        ("The photo (photographs are rare) was sold for a dollar.", Kind.BODY),
        ("He posted a photo: it showed a ferry.", Kind.BODY),
        ("Photos by the thousand were destroyed in the fire.", Kind.BODY),
    ],
)
def test_a_caption_has_a_photo_marker(text, kind):
    """In brackets anywhere, or at the start; a word about photographs is none."""
    assert kind_of(text) is kind


def test_a_long_paragraph_is_no_caption():
    """A marker that was left in the text does not make it one."""
    assert kind_of("The mayor spoke [Photo = Agency].", sentences=3) is Kind.CAPTION
    assert kind_of("The mayor spoke [Photo = Agency].", sentences=4) is Kind.BODY


def test_triangles_side_by_side_are_a_list():
    """Agencies mark appointments and captions alike."""
    assert kinds([[BODY], ["▲ Kim, head of planning"], ["▲ Lee, head of budget"], [BODY]]) == [Kind.BODY] * 4


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[Seoul=Agency]", Kind.CREDIT),
        ("(서울=통신) 김하나 기자", Kind.CREDIT),
        ("김하나 기자", Kind.CREDIT),
        ("[Seoul=Agency] Reporter Kim Hana", Kind.CREDIT),
        ("(서울=통신) 김하나 기자 = 시의회가 열렸다.", Kind.BODY),
        ("Reporter Kim Hana hana@example.org", Kind.CREDIT),
        ("hana.kim@example.co.kr", Kind.CREDIT),
        ("By Kim Ha-na", Kind.CREDIT),
        ("By Ann O’Neill and Bo Lee", Kind.CREDIT),
        ("Von Anna Müller", Kind.CREDIT),
        ("Reporter Kim Hana", Kind.CREDIT),
        ("Kim Hana, reporter", Kind.CREDIT),
        ("(Seoul=Agency) Reporter Kim = The council met on Monday.", Kind.BODY),
        ("By Monday Night", Kind.BODY),
        ("By Ann alone", Kind.BODY),
        ("By then the ferry had left", Kind.BODY),
        ("Those who wish to take part may write until the end of the month to ferry@example.org", Kind.BODY),
        ("[He laughs.]", Kind.BODY),
        ("The reporter was Kim Hana", Kind.BODY),
    ],
)
def test_a_credit_is_nothing_but_a_name_an_address_or_a_dateline(text, kind):
    """A sentence that has one in it is body."""
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ⓒ Agency, all rights reserved", Kind.BOILERPLATE),
        ("<저작권자 ⓒ 통신, 무단 전재-재배포 금지>", Kind.BOILERPLATE),
        ("Copyright © Agency. Unauthorized reproduction and redistribution prohibited.", Kind.BOILERPLATE),
        ("Copyright 2026 Agency", Kind.BOILERPLATE),
        ("(c) Agency 2026", Kind.BOILERPLATE),
        ("Unauthorized reproduction and redistribution prohibited", Kind.BOILERPLATE),
        ("Agency 2026. Alle Rechte vorbehalten.", Kind.BOILERPLATE),
        ("▶ See also: ferries of the world", Kind.BOILERPLATE),
        ("Subscribe to our newsletter", Kind.BOILERPLATE),
        ("無断転載を禁じます", Kind.BOILERPLATE),
        ("Copyright law must change, the minister said.", Kind.BODY),
        ("Copyright holders welcomed the ruling.", Kind.BODY),
        ("Unauthorized reproduction of banknotes is prohibited, the bank said.", Kind.BODY),
        ("The label says “all rights reserved”, which he denies.", Kind.BODY),
        ("Subscribers left in thousands.", Kind.BODY),
        (
            "Subscribe or leave, the paper told its readers in a letter that angered many of those who had paid for years.",
            Kind.BODY,
        ),
    ],
)
def test_boilerplate_stands_at_an_edge_and_says_so(text, kind):
    """A story about copyright is a story; and in the middle nothing is boilerplate."""
    assert kind_of(text, at=1) is kind
    assert kind_of(text, at=10) is kind
    assert kind_of(text, at=5) is not Kind.BOILERPLATE

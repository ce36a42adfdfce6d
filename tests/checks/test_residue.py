"""What was left of the source or of its page: lines that are, and lines that only look like it."""

from __future__ import annotations

import pytest

from reviewer.checks import FAMILY_OF, Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Finding, Level
from tests.checks.tables import findings

NAMES = tuple(name for name, family in FAMILY_OF.items() if family == "residue")
MIDDLE = "One. || Two. || Three. || {} || Four. || Five. || Six."
"""A story with a text in its middle, far from both ends."""


def flagged(line: str, **known: object) -> list[tuple[str, str, Level]]:
    """Check, text and level of all that the family finds."""
    found = findings(line, *NAMES, like=Unit("", language="en", **known))  # type: ignore[arg-type]
    return [(each.check, each.text, each.level) for each in found]


def corrected(text: str, finding: Finding) -> str:
    """`text` with the suggestion taken."""
    start, end = finding.span
    return text[:start] + (finding.suggestion or "") + text[end:]


@pytest.mark.parametrize(
    ("check", "line"),
    [
        ("source-script", "The 국방부 claims that the number is twice as high."),
        ("source-script", "The 中 government said it would respond."),
        ("source-script", "Officials in Kyiv called it a провокация and left."),
        ("source-script", "He was taken to the مستشفى in the evening."),
        ("source-script", "Saranov는 said the talks would go on."),
        ("source-script", "The prices at the ตลาด rose by a third."),
        ("source-script", "Staff of the Mіnistry met on Monday."),
        ("source-script", "Fans cheered as オオタ walked onto the field."),
        ("source-script", "They met in Αθήνα on Monday."),
        ("source-script", "국방부 (Ministry of Defence) said no."),
        ("other-language", "양측은 다음 달 제네바에서 다시 만나기로 했다."),
        ("other-language", "両国の外相は来月、ジュネーブで会談する予定だ。"),
        ("other-language", "Министры встретятся в Женеве в следующем месяце."),
        ("other-language", "Los ministros de los dos países se reunirán el próximo mes en Ginebra para hablar de la seguridad."),
        ("other-language", "Les deux ministres se sont parlé au téléphone pendant une heure et demie dans la soirée."),
        ("other-language", "Die Minister haben sich nicht auf einen Termin für die nächste Runde der Gespräche geeinigt."),
        ("photo-credit", "The ministers shake hands in Geneva. [사진=NWP·다온새뉴스]"),
        ("photo-credit", "The ministers shake hands in Geneva. [Photo = NWP]"),
        ("photo-credit", "The bridge after the flood (Photo: Mina Harn/NWP)."),
        ("photo-credit", "[Photo] Workers clear the road after the storm."),
        ("photo-credit", "A view of the yard <Image courtesy of the company>"),
        ("photo-credit", "The minister bows his head. (사진 제공=국방부)"),
        ("photo-credit", "【写真】The bridge after the flood"),
        ("photo-credit", "The ministers shake hands in Geneva. /Photo=NWP"),
        ("photo-credit", "The ministers shake hands in Geneva. [NWP file photo]"),
        ("photo-credit", "[Image source: NWP] The ministers shake hands."),
        ("agency-dateline", "(Seoul = NWP News) The ministry said that talks would go on."),
        ("agency-dateline", "[Geneva=NWP Press] Reporter Mina Harn = The two ministers met."),
        ("agency-dateline", "The ministers met in Geneva. [AP=Yonhap]"),
        ("byline", "They meet again in May. || Reporter Yoon Ga-ram garam.yoon@daonsae.example"),
        ("byline", "They meet again in May. || 윤가람 기자"),
        ("byline", "They meet again in May. || Yoon Ga-ram, staff reporter"),
        ("byline", "They meet again in May. || garam@daonsae.example"),
        ("byline", "They meet again in May. garam@daonsae.example"),
        ("byline", "They meet again in May. || (Reporter: Mina Harn)"),
        ("byline", "They meet again in May. || mina@news.example Mina Harn"),
        ("boilerplate", "They meet again in May. || ⓒ Daonsae News (www.daonsae.example) All rights reserved"),
        ("boilerplate", "They meet again in May. || Copyright 2021 Daonsae News"),
        ("boilerplate", "They meet again in May. || Unauthorized reproduction and redistribution prohibited"),
        ("boilerplate", "They meet again in May. || <ⓒ NWP. Reproduction, redistribution and AI learning prohibited.>"),
        ("boilerplate", "They meet again in May. || No unauthorized reproduction or redistribution"),
        ("boilerplate", "They meet again in May. || Reprinting and copying without consent is forbidden."),
        ("boilerplate", "They meet again in May. || 무단전재 및 재배포 금지"),
        ("boilerplate", "They meet again in May. || ▶ Daonsae News on your phone"),
        ("boilerplate", "They meet again in May. || Click here to read the original article."),
        ("boilerplate", "They meet again in May. || Subscribe to our newsletter"),
        ("boilerplate", "They meet again in May. || [Related Articles]"),
        ("navigation", "Home > News > World || They meet again in May."),
        ("navigation", "They meet again in May. || Share Print Comments (3)"),
        ("navigation", "Input 2021.03.04 10:20 Edit 2021.03.04 11:00 || They meet again in May."),
        ("navigation", "They meet again in May. || #Geneva #talks"),
        ("local-time", "The meeting was held on the 24th (Korean time)."),
        ("local-time", "He held a press conference on the 16th (local time)."),
        ("local-time", "It fell on the night of the 3rd to the 4th (local time)."),
        ("local-time", "The talks began on Friday the 10th, local time."),
    ],
)  # fmt: skip
def test_what_is_residue_is_flagged(check: str, line: str) -> None:
    """The check says so, at a level that counts."""
    assert check in [name for name, _, level in flagged(line) if level.counts], flagged(line)


@pytest.mark.parametrize(
    "line",
    [
        "The β-carotene level rose, and so did α.",
        "A resistance of 5 kΩ and a length of 3 μm were measured.",
        "The Chinese character 福 hung on the door.",
        "The letter Ж is hard to write.",
        "The word 정 means affection.",
        "The award's website is at https://премия.рф/ now.",
        "The café in Zürich served smørrebrød and phở.",
        "Prices rose by 1,000₩ and by 5 ㎡.",
        "“Où est le rapport?” asked the senator from New Mexico.",
        "Los Angeles, Las Vegas, La Paz and El Paso were named.",
        "Mina Harn, Tom van der Berg, Juan de la Cruz, Ana da Silva",
        "He wrote “правда” on the wall in Russian, and “사랑”, meaning love, below.",
        "Le Monde, Die Welt and El País reported it.",
        "“[The allies] will stay,” the general said [sic].",
        "He posted a photo: it showed the bridge.",
        "The photo (taken by a passer-by) went round the world.",
        "Images of the bridge (built in 1912) were shown.",
        "The score [in sets] was 3-1.",
        "Let the sum (A = B) hold, and (n = 40) be given.",
        "The index (BMI = weight over height) is old.",
        "SEOUL, Jan. 24 (NWP) - The ministry said that talks would go on.",
        "By Mina Harn || The ministry said that talks would go on.",
        "They meet again in May. || A reporter asked why.",
        "They meet again in May. || The correspondent left Moscow.",
        "They meet again in May. || Readers can write to desk@news.example.",
        "They meet again in May. || Send your questions by e-mail: desk@news.example",
        "Copyright law is to change in May. || Lawmakers agreed.",
        "The law passed. || It says that unauthorized copying is punished.",
        "The law passed. || Read more books, the minister said.",
        "The law passed. || “Click here” was all it said.",
        "The law passed. || Reprinting the book is prohibited by a court order.",
        "The law passed. || Follow us into the cave.",
        "The law passed. || Read More, a bookshop in Cork, closed.",
        "The law passed. || Copyright by itself does not protect ideas.",
        "The law passed. || Published in 2021, the book was banned.",
        "Type [see photo] and (photo) into the field, he said.",
        "The law passed. || Subscribers paid more than they had in the year before.",
        "The law passed. || Share prices rose by a third.",
        "The law passed. || Print is dead.",
        MIDDLE.format("Click here to win, the message read."),
        MIDDLE.format("The reporter wrote from mina@news.example for years."),
        "It begins at 10 a.m. (local time) and ends at 11:30 (local time).",
        "The 24th Infantry came to the 24th floor on the 24th anniversary.",
        "It was the worst storm of the 19th century.",
        "On Jan. 16 and on the 17th of that month it rained.",
        "He was born on the 4th of July.",
        "He took the lead on the 18th hole.",
        "The 4th Amendment protects them, the court said.",
        "It struck at noon (local time) on the coast.",
        "The company's app can be downloaded from May.",
        "E-mail addresses such as a@b.example are short.",
        "“We see you,” the sign at gate 5 said.",
    ],
)  # fmt: skip
def test_what_only_looks_like_residue_is_not(line: str) -> None:
    """Nothing of a level that counts is said."""
    assert not [found for found in flagged(line) if found[2].counts]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("The Ministry of Defence (국방부) said no.", "국방부"),
        ("Officials of the “Hallyu” [한류] office met.", "한류"),
        ("They call it “정” (jeong) and smile.", "정"),
    ],
)
def test_a_gloss_is_only_info(line: str, text: str) -> None:
    """Letters of the source in brackets after Latin ones, or quoted and explained, do not count."""
    assert flagged(line) == [("source-script", text, Level.INFO)]


def test_a_latin_word_with_a_letter_of_another_script_is_mended() -> None:
    """The suggestion has the Latin letters that look alike."""
    (found,) = findings("Officials of the WНO met.", *NAMES)
    assert (found.text, found.suggestion) == ("WНO", "WHO")


def test_a_letter_that_has_no_latin_twin_is_only_remarked() -> None:
    """Where one letter looks like no Latin one, no suggestion is made."""
    (found,) = findings("Officials of the WЖO met.", *NAMES)
    assert found.suggestion is None


def test_runs_that_a_space_parts_are_one_finding() -> None:
    """Two words of the source beside each other are remarked once."""
    assert [text for _, text, _ in flagged("He works for the 국방부 대변인 there.")] == ["국방부 대변인"]


def test_a_mixed_word_is_remarked_once() -> None:
    """However many of its letters are of the other script."""
    assert flagged("The Mіnіstry met.") == [("source-script", "Mіnіstry", Level.ERROR)]


def test_letters_of_the_source_in_a_credit_are_not_remarked_twice() -> None:
    """The credit goes as a whole."""
    assert [check for check, _, _ in flagged("The ministers shake hands. [사진=다온새뉴스]")] == ["photo-credit"]


def test_an_untranslated_sentence_is_not_remarked_word_by_word() -> None:
    """The sentence is one finding."""
    assert [check for check, _, _ in flagged("양측은 다음 달 제네바에서 다시 만나기로 했다.")] == ["other-language"]


@pytest.mark.parametrize("language", ["de", None])
def test_a_language_is_only_foreign_in_an_english_story(language: str | None) -> None:
    """Where the story is not known to be English, no sentence is in another language."""
    line = "Die Minister haben sich nicht auf einen Termin für die nächste Runde der Gespräche geeinigt."
    assert not findings(line, "other-language", like=Unit("", language=language))


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("They shake hands. [사진=NWP]", "They shake hands."),
        ("They shake hands (Photo: NWP) in Geneva.", "They shake hands in Geneva."),
        ("[Photo] They shake hands.", "They shake hands."),
        ("(Seoul = NWP News) They shake hands.", "They shake hands."),
        ("[Seoul=NWP News] Reporter Mina Harn = They shake hands.", "They shake hands."),
    ],
)
def test_a_credit_is_taken_out_with_one_space(line: str, mended: str) -> None:
    """No doubled space is left where it stood."""
    (found,) = findings(line, "photo-credit", "agency-dateline")
    assert corrected(line, found) == mended


@pytest.mark.parametrize(("kind", "level"), [(Kind.BODY, Level.WARNING), (Kind.CAPTION, Level.INFO), (Kind.CREDIT, Level.INFO)])
def test_an_english_credit_under_a_picture_is_only_info(kind: Kind, level: Level) -> None:
    """English names the agency under a picture too."""
    assert [found[2] for found in flagged("The bridge (Photo: NWP)", kind=kind)] == [level]


def test_a_foreign_credit_under_a_picture_counts() -> None:
    """No English caption has an equals sign in its credit."""
    assert flagged("The bridge [Photo=NWP]", kind=Kind.CAPTION) == [("photo-credit", " [Photo=NWP]", Level.WARNING)]


@pytest.mark.parametrize(
    "line", ["▶ Daonsae News on your phone", "Click here to read on", "Reporter Mina Harn", "Home > News > World"]
)
def test_lines_of_the_page_are_looked_for_near_the_ends(line: str) -> None:
    """The same line in the middle of a story is left alone."""
    assert flagged(line)
    assert not flagged(MIDDLE.format(line))


def test_a_line_of_known_kind_is_flagged_wherever_it_stands() -> None:
    """What an editor or the file calls boilerplate is no part of the story."""
    assert findings(MIDDLE.format("The city desk"), "boilerplate", like=Unit("", kind=Kind.BOILERPLATE))


def test_only_the_address_at_the_end_of_a_sentence_is_the_byline() -> None:
    """The sentence before it stays."""
    assert flagged("They meet again. || They agreed to talk about the border on Monday. desk@news.example") == [
        ("byline", " desk@news.example", Level.WARNING)
    ]


@pytest.mark.parametrize(
    ("line", "tail"),
    [
        ("Talks in Geneva (NWP) - Example!News", " - Example!News"),
        ("Talks in Geneva |World| Example Times", " |World| Example Times"),
        ("Talks in Geneva｜Example Shimbun", "｜Example Shimbun"),
    ],
)
def test_the_site_behind_a_headline_is_info(line: str, tail: str) -> None:
    """Its suggestion takes it out."""
    (found,) = findings(f"{line} || They meet again.", "navigation")
    assert (found.text, found.level, found.suggestion) == (tail, Level.INFO, "")


@pytest.mark.parametrize(
    ("text", "recurs", "level"),
    [
        ("The city desk is open day and night", 3, Level.WARNING),
        ("The city desk is open day and night", 2, None),
        ("He said so.", 9, None),
        ("The city desk is open day and night.", 3, Level.INFO),
    ],
)
def test_what_stands_in_many_stories_is_flagged(text: str, recurs: int, level: Level | None) -> None:
    """Three other stories are enough, a few words are never; a sentence within the story is only info."""
    found = findings(MIDDLE.format(text), "recurring-text", like=Unit("", recurs=recurs))
    assert {each.level for each in found if each.text == text} == ({level} if level else set())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("He spoke on the 24th.", "on the 24th"),
        ("He spoke on Jan. 16 (local time).", " (local time)"),
    ],
)
def test_a_day_alone_is_only_info(line: str, text: str) -> None:
    """Neither a day without month nor a zone without time counts by itself."""
    assert flagged(line) == [("local-time", text, Level.INFO)]

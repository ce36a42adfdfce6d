"""Spellings of names, and titles: what is one person in two ways, and what is two people."""

from __future__ import annotations

import time

import pytest

from reviewer.checks import CHECKS, Engine, Unit, story_of
from reviewer.checks.names.romanisation import buckets, skeleton, sound
from reviewer.core.finding import Level
from tests.checks.tables import findings

MISSPELT = [
    ("NATO Secretary General Henrik Aldsund drew a line. | Secretary General Alsund will preside.", "Alsund", "Aldsund"),
    ("Foreign Minister Olena Hrabchuk met reporters. | Later Minister Hravchuk flew home.", "Hravchuk", "Hrabchuk"),
    ("The talks with Sergei Malkov went on. | In the evening Sergey Malkov left. | Only Sergei Malkov knew.", "Sergey", "Sergei"),
    ("The dancer Tamara Duncan arrived. | Critics praised Duncan at once. | The house of Dunkan is closed.", "Dunkan", "Duncan"),
    ("A report by Oleh Startsin is out. | The work of Starcin was praised. | Friends of Startsin agree.", "Starcin", "Startsin"),
    ("Press secretary Tess Psaruk spoke. | Asked again, Tess Saruk smiled. | Then Tess Psaruk left.", "Saruk", "Psaruk"),
    ("Officials say Omicron spreads fast. | Doctors fear Omicron. | The variant Omikron is mild.", "Omikron", "Omicron"),
    ("The envoy Pavel Zerinsky came. | They heard Pavel Zerinskyy. | Later Pavel Zerinsky left.", "Zerinskyy", "Zerinsky"),
    ("They met Chairman Kim Min-su there. | Later Kim Min-soo spoke. | In the end Kim Min-su left.", "Min-soo", "Min-su"),
    ("The town of Tamanori lies by the sea. | All in Tamanori wait. | He left Tamanori. | To Tamanori! | Oh, Tamonori is dull.",
     "Tamonori", "Tamanori"),
    ("The archaeologist Samir Dawar said so. | The finds, Samir Dauar added, are old.", "Dauar", "Dawar"),
    ("The scientist Semyon Holodekin spoke. | Diet, noted Glodekin, matters.", "Glodekin", "Holodekin"),
    ("Pilot Luke Hebirton finished second. | Rivals passed Chebirton twice.", "Chebirton", "Hebirton"),
    ("The rally is in Kyiv today. | Thousands in Kyiv marched. | The mayor of Kiev agreed.", "Kiev", "Kyiv"),
    ("The president, Viktor Saranov, spoke. | Later President Zaranov left. | Aides of Saranov wept.", "Zaranov", "Saranov"),
    ("Deputy Foreign Minister Anton Belikhin leads. | Washington said Anton Belichin agreed.", "Belichin", "Belikhin"),
    ("He met Deputy Secretary Paul Renwick. | The answer of Renvick came late.", "Renvick", "Renwick"),
    ("In the harbour of Busan ships wait. | From Busan to Pusan! | Trains leave Busan.", "Pusan", "Busan"),
    ("Spokesperson Claire Denholm said no. | The line, Denholm's aides said, is old. | Yet Danholm's office was shut.", "Danholm",
     "Denholm"),
    ("The sculptor Oleh Startsin came. | Starcin recalls it.", "Starcin", "Startsin"),
    ("They asked Marek Jadlonski first. | According to Yadlonsky it failed.", "Yadlonsky", "Jadlonski"),
    ("Under Chancellor Otto Brandel it fell. | Yet Chancellor Brandele rose. | So Otto Brandel left.", "Brandele", "Brandel"),
    ("The hero is Noari now. | She meets Noari there. | But is Noari ill? | So Noari and he left. | The tale of Noali ends.",
     "Noali", "Noari"),
    ("The fighter Radenman won. | They saw Radenman. | But if Radenman won? | So Radenman did. | If only Rademan spoke.",
     "Rademan", "Radenman"),
    ("The ship Xitamanna sank. | The ship Shitamanna was raised. | Nobody knew Shitamanna.", "Xitamanna", "Shitamanna"),
]  # fmt: skip
DISTINCT = [
    "Chairman Kim Jong Bo spoke. | His sister Kim Yo Bok stood by. | Then Kim Jong Bo left.",
    "Chairman Kim Jong Bo spoke. | His father Kim Jong Ha had died. | Then Kim Jong Bo left.",
    "Chairman Kim Min-su spoke. | His brother Kim Min-ju did not. | Kim Min-su left.",
    "Oil from Iran goes on. | The route through Iraq is shut. | Trade with Iran grows. | So Iran gains.",
    "He left Austria for good. | She stayed in Australia. | In Austria it snowed. | They love Austria.",
    "The guests from Slovakia came. | The team of Slovenia won. | In Slovakia they sang. | Cheers from Slovakia.",
    "Talks in Korea failed. | The Korean side left. | The Koreans waited. | All of Korea watched.",
    "Senator Joe Bidwell spoke. | The Bidwells live here. | Later Bidwell's dog barked.",
    "The Russian army came. | In Russia it is cold. | Many Russians left. | To Russia with love.",
    "Sergei Malkov called. | His deputy Sergey Bortnik answered. | Then Sergei Malkov slept.",
    "The judge Anna Hansen spoke. | The witness Erik Hanson wept. | Later Anna Hansen left.",
    "The poet Pyotr Arsenyev wrote. | His wife Nina Arsenyeva sang. | Friends of Arsenyev came.",
    "The writer Yury Trufanov won. | He thanked the Jury for it. | Then Yury Trufanov left.",
    "They bombed Kafra at night. | The road to Jafra was cut. | In Kafra it burned. | To Kafra! | For Kafra!",
    "The clubs of Hanamori and Honamori met. | Fans from Hanamori came. | To Hanamori! | In Hanamori they won. | Hanamori sang.",
    "The Ministry of Health said so. | The Minister of Health agreed. | Aides of the Ministry left.",
    "The Eagle landed. | He saw an Eagle there. | The Eagles won. | An Eagle flew. | That Eagle died.",
    "The Department of Defense spoke. | The British Defence minister agreed. | At Defense nobody knew.",
    "The Labour leader met the Labor secretary. | The Labour party won. | For Labour it was a feast.",
    "In Niger soldiers ruled. | The army of Nigeria waited. | Flights to Niger stopped. | Trade with Niger fell. | Poor Niger.",
    "They crossed the Long Bridge in Hong Kong. | He saw Hong Kong. | The Long March began.",
    "The singer Maria Holm came. | Her sister Marie Holm did not. | Fans of Maria Holm sang.",
    "Minister Viktor Saranov came. | Minister Viktor's driver waited. | Minister Saranov spoke.",
    "Talks Hold Firm in Geneva as Leaders Meet || The leaders hold on. | He holds talks. | The talk went well.",
    "YouTube is big. | A YouTuber said so. | On YouTube all is well. | Fans of YouTube laugh.",
    "The envoy Ivan Petrenko came. | The envoy Oleh Pavlenko left. | Later Petrenko slept.",
    "The class HTTPSender calls HTTPSSender. | The use of HTTPSender grew. | Sheer HTTPSender. | Ah, HTTPSender!",
    "The Status is here. | The X-Status is there. | So the X-Status is. | But the X-Status was. | An X-Status fell.",
    "The driving Licence is here. | The driving License is there. | So the License is. | But the License was. | My License fell.",
    "He likes Mozart. | She lives in Mosaret. | They play Mozart.",
]
CONFLICTS = [
    (
        "Senator Margaret Tolliver would introduce a bill. | President Tolliver is considered a hard-liner.",
        "President",
        "Senator",
    ),
    ("Secretary of State Daniel Harwick called. | President Harwick asked for an answer.", "President", "Secretary"),
    ("The talks with Foreign Minister Viktor Saranov went on. | In the evening President Saranov left.", "President", "Minister"),
    ("They met Prime Minister Edwin Corley in May. | He heard Senator Corley speak.", "Senator", None),
    ("Mayor Ruth Pelling opened the bridge. | The day before, President Pelling slept.", "President", "Mayor"),
    ("Ambassador Otto Brandel arrived. | The door was shut for President Brandel.", "President", "Ambassador"),
    ("President Ines Maldana came. | The crowd cheered Secretary Maldana.", "Secretary", "President"),
    ("Chancellor Karl Ottmer spoke. | The day after, President Ottmer flew on.", "President", "Chancellor"),
    ("Mayor Kim Dae-ho spoke. | The day after, President Kim Dae-ho flew on.", "President", "Mayor"),
]
COMPATIBLE = [
    "Senator Margaret Tolliver won the vote. | President Tolliver was sworn in on Friday.",
    "Former President Ines Maldana came. | The crowd cheered Senator Maldana.",
    "The president, then a senator, was Ines Maldana. | President Ines Maldana said that Senator Maldana knew nothing.",
    "Secretary of State Daniel Harwick called. | Secretary Harwick asked for an answer.",
    "Foreign Minister Viktor Saranov called. | Minister Saranov asked for an answer.",
    "Prime Minister Edwin Corley came. | Minister Corley spoke.",
    "Dr. Hanna Weiss came. | Professor Weiss spoke.",
    "President Ines Maldana came. | Mr. Maldana and Mrs. Maldana waved.",
    "President Ines Maldana came. | Her brother, Senator Maldana, waved.",
    "President Ines Maldana came. | Senator Pablo Maldana waved. | Senator Maldana slept.",
    "Minister Kim Min-su spoke. | President Kim listened.",
    "Senator Ines Maldana came. | In 2019 President Ines Maldana waved.",
    "Vice President Margo Harlow came. | President Harlow slept.",
    "Chairman Rolf Ekdal spoke. | Director Ekdal agreed. | President Ekdal left.",
    "General Rolf Ekdal spoke. | President Ekdal left.",
    "NATO Secretary General Henrik Aldsund came. | Secretary Aldsund left.",
    "Senator Margaret Tolliver spoke. | Senate President Tolliver agreed.",
    "Minister Penny Warroo spoke. | Senator Warroo agreed.",
]


@pytest.mark.parametrize(("line", "text", "suggestion"), MISSPELT)
def test_a_misspelt_name_is_flagged(line: str, text: str, suggestion: str) -> None:
    """Of two spellings the rarer is flagged, or that of the person not introduced, and the other one offered."""
    found = findings(line, "name-spelling")
    assert {(finding.text, finding.suggestion) for finding in found} == {(text, suggestion)}


@pytest.mark.parametrize("line", DISTINCT)
def test_names_that_are_near_are_left_alone(line: str) -> None:
    """Relatives, peoples, plurals, places and people with given names of their own are no misspellings."""
    assert not findings(line, "name-spelling", "title-conflict")


@pytest.mark.parametrize(("line", "text", "suggestion"), CONFLICTS)
def test_a_title_of_another_office_is_flagged(line: str, text: str, suggestion: str | None) -> None:
    """The title that does not fit the person as introduced is flagged, and the right one offered where it is a word."""
    found = findings(line, "title-conflict")
    assert [(finding.text, finding.suggestion) for finding in found] == [(text, suggestion)]


@pytest.mark.parametrize("line", COMPATIBLE)
def test_titles_that_can_be_of_one_person_are_left_alone(line: str) -> None:
    """So are changes of office, people of one surname, and common surnames."""
    assert not findings(line, "title-conflict", "name-spelling")


@pytest.mark.parametrize(
    ("line", "text", "suggestion"),
    [
        ("They saw Kim Jong Bo. | Then Kim Jong-bo left. | Later Kim Jong Bo slept.", "Kim Jong-bo", "Kim Jong Bo"),
        ("They saw Min-su Kim there. | Then Kim Min-su left. | Later Kim Min-su slept.", "Min-su Kim", "Kim Min-su"),
    ],
)
def test_an_arrangement_of_a_name_is_a_hint(line: str, text: str, suggestion: str) -> None:
    """Hyphens and the order of surname and given name are info."""
    (finding,) = findings(line, "name-spelling")
    assert (finding.text, finding.suggestion, finding.level) == (text, suggestion, Level.INFO)


def test_a_genitive_keeps_its_ending() -> None:
    """The span leaves the ending out, so that the suggestion can be put in."""
    (finding,) = findings("The talks with Olena Hrabchuk went on. | Nobody knew Olena Hravchuk’s answer.", "name-spelling")
    assert (finding.text, finding.suggestion) == ("Hravchuk", "Hrabchuk")
    assert finding.message == "“Hravchuk” here, “Hrabchuk” in sentence 1: one of them is wrong"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sergei", "Sergey"), ("Duncan", "Dunkan"), ("Yelenin", "Ellenin"), ("Omicron", "Omikron"), ("Zerinskiy", "Zerinsky")],
)
def test_spellings_of_one_sound_are_one(one: str, other: str) -> None:
    """The ways of romanising a name give one sound."""
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hrabchuk", "Hravchuk"), ("Hebirton", "Chebirton"), ("Pusan", "Busan"), ("Lavrik", "Ravrik"), ("Gangil", "Kangil")],
)
def test_a_skeleton_makes_voiced_and_voiceless_one(one: str, other: str) -> None:
    """Consonants that languages without the difference mix up are one class."""
    assert skeleton(one) == skeleton(other)


def test_a_lost_consonant_shares_a_bucket() -> None:
    """So that names with one consonant more are compared at all."""
    assert buckets("Aldsund") & buckets("Alsund")


def test_a_long_story_takes_no_square_of_its_names() -> None:
    """Four times the names take far less than sixteen times as long."""

    def seconds(count: int) -> float:
        return min(_seconds(count) for _ in range(2))

    assert seconds(400) < 10 * seconds(100)


def _seconds(count: int) -> float:
    """How long a story of so many units takes."""
    units = [
        Unit(f"On that day {_name(at)} met {_name(at * 7 + 3)} near {_name(at * 13 + 5)}.", language="en") for at in range(count)
    ]
    told = story_of(units)
    engine = Engine([CHECKS["name-spelling"]])
    started = time.process_time()
    engine.findings(told)
    return time.process_time() - started


def _name(number: int) -> str:
    """A made-up name for each number."""
    syllables = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu")
    parts = [syllables[number // 15**place % 15] for place in range(4)]
    return "".join(parts).capitalize() + "n"

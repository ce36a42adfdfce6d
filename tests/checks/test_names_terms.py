"""Acronyms, ministries, and phrases that were corrected in one place."""

from __future__ import annotations

import pytest

from reviewer.checks import CHECKS, Engine, Unit, story_of
from reviewer.checks.names.bodies import bodies
from reviewer.checks.names.initials import fits
from reviewer.core.finding import Finding, Level
from tests.checks.tables import findings

WRONG = [
    ("They met at the Organization for European Security and Cooperation (OSCE).",
     "Organization for European Security and Cooperation", "Organization for Security and Cooperation in Europe"),
    ("The OSCE (Organization for European Security and Cooperation) sent observers.",
     "Organization for European Security and Cooperation", "Organization for Security and Cooperation in Europe"),
    ("The Organization for European Security and Cooperation, or OSCE, sent observers.",
     "Organization for European Security and Cooperation", "Organization for Security and Cooperation in Europe"),
    ("The Organization for European Security and Cooperation, OSCE, sent observers.",
     "Organization for European Security and Cooperation", "Organization for Security and Cooperation in Europe"),
    ("The World Health Organization (WTO) warned of a new wave.", "WTO", "WHO"),
    ("The Atlantic Treaty Northern Organization (NATO) waits.", "Atlantic Treaty Northern Organization",
     "North Atlantic Treaty Organization"),
    ("Inspectors of the International Nuclear Energy Agency (IAEA) left.", "International Nuclear Energy Agency",
     "International Atomic Energy Agency"),
    ("Inspectors of the International Atomic Energy Association (IAEA) left.", "International Atomic Energy Association",
     "International Atomic Energy Agency"),
    ("The International Money Fund (IMF) lent more.", "International Money Fund", "International Monetary Fund"),
    ("Data of the Chosun Central News Agency (KCNA) say so.", "Chosun Central News Agency", "Korean Central News Agency"),
    ("The Association of Southeast Asian Countries (ASEAN) met.", "Association of Southeast Asian Countries",
     "Association of Southeast Asian Nations"),
    ("The Shanghai Organization for Cooperation (SCO) met.", "Shanghai Organization for Cooperation",
     "Shanghai Cooperation Organization"),
    ("The national gross product (GDP) fell.", "national gross product", "gross domestic product"),
    ("The Ministry of Economy, Commerce and Industry (METI) agreed.", "Ministry of Economy, Commerce and Industry",
     "Ministry of Economy, Trade and Industry"),
    ("The Treaty on Nuclear Weapons Non-Proliferation (NPT) holds.", "Treaty on Nuclear Weapons Non-Proliferation",
     "Treaty on the Non-Proliferation of Nuclear Weapons"),
]  # fmt: skip
RIGHT = [
    "They met at the Organization for Security and Co-operation in Europe (OSCE).",
    "NATO (North Atlantic Treaty Organization) waits. The NATO(North Atlantic Treaty Organization, NATO) agreed.",
    "Doctors Without Borders (MSF) closed its clinic.",
    "The football body FIFA (Fédération Internationale de Football Association) met.",
    "North Korea (DPRK) fired again. The Democratic People’s Republic of Korea (DPRK) says no.",
    "The National Intelligence Service (NIS) said so. South Korea's National Intelligence Service (NIS) said so.",
    "The Korea Central News Agency (KCNA) said so.",
    "Japan's Ministry of Land, Infrastructure, Transport and Tourism (MLIT) agreed.",
    "The Federal Security Service (FSB) and the Financial Stability Board (FSB) never met.",
    "The World Trade Organisation (WTO) ruled. The UN Refugee Agency (UNHCR) agreed.",
    "The European Union's Medicines Agency (EMA) and the Meteorological Administration (KMA) agreed.",
    "The Old Savoy Choral Ensemble (OSCE) sang.",
    "The National Space Agency (NSA) launched a rocket.",
    "The Democratic People's Party (DPP) won.",
    "A deal on mergers and acquisitions (M&A) and the Internet of Things (IoT) was near.",
    "The runner Tom Bright (USA) won before Ann Lee (UK), wrote the Harbor Post (AP).",
    "The gross domestic product (GDP) grew, and real gross domestic product (GDP) too.",
    "Reporters of the Associated Press (AP) and of TV Asahi (ANN) saw it.",
    "Intercontinental ballistic missiles (ICBMs) and an intercontinental ballistic missile (ICBM) flew.",
    "The talks in Vienna, OSCE, and in Geneva, WHO, went on.",
    "The Director General of the International Atomic Energy Agency (IAEA) spoke.",
    "The Food and Agriculture Organization of the United Nations (FAO) warned.",
    "The Non-Proliferation Treaty (NPT) holds, and the Multi-Device Experience (MDE) is new.",
    "The Ministry of Foreign Affairs (MID) in Moscow agreed.",
    "The central bank (ECB) and the alliance (NATO) waited.",
]
TWICE = [
    ("The National Harbor Agency (NHA) waits. | Then the National Housing Authority (NHA) left.", "National Housing Authority"),
    ("The Bridge Safety Board (BSB) waits. | Then BSB fell silent. | The Building Standards Bureau (BSB) did not.",
     "Building Standards Bureau"),
]  # fmt: skip
ONCE = [
    "The National Harbor Agency (NHA) waits. | The Harbor Agency (NHA) agreed.",
    "The National Harbour Agency (NHA) waits. | The National Harbor Agency (NHA) agreed.",
    "The Bridge-Safety Board (BSB) waits. | The Bridge Safety Board (BSB) left.",
    "The Bridge Safety Board (BSB) waits. | Its head, Bob Stone Bell (BBC), agreed.",
    "The Bridge Safety Board (BSB) waits. | The Board for the Safety of Bridges agreed.",
]
CARRIED = [
    ("NATO's ban on East Asia => NATO's eastward expansion | It is easier than NATO's ban on East Asia.", "ban on East Asia",
     "eastward expansion"),
    ("So President Tolliver => So Senator Tolliver | President Tolliver left.", "President Tolliver", "Senator Tolliver"),
    ("The 3rd Lodge Party met. => The Third Way Party met. | The 3rd Lodge Party left.", "3rd Lodge Party", "Third Way Party"),
    ("Alsund came. => Aldsund came. | They asked Alsund.", "Alsund", "Aldsund"),
    ("They held joint drills. => They held joint exercises. | The joint drills end.", "drills", "exercises"),
    ("The strike weapons stay => The offensive arms stay | All strike weapons go", "strike weapons", "offensive arms"),
    ("Strike weapons stay => Offensive arms stay | Strike weapons go", "Strike weapons", "Offensive arms"),
]  # fmt: skip
LEFT = [
    "He went to the talks. => He flew to the talks. | She went home. | He flew.",
    "the talks on peace => the talks about peace | talks on peace",
    "He said “no”. => He said, “no”. | He said “no”.",
    "The president came. => The President came. | Then the president left.",
    "He talks to us. => He talked to us. | He talks to us.",
    "It cost 50 dollars. => It cost 15 dollars. | They gave 50 dollars.",
    "They came on Monday. => They came on Tuesday. | They left on Monday.",
    "Saranov came. => Minister Saranov came. | Then Saranov left.",
    "Foreign Minister Viktor Saranov came. => Saranov came. | Foreign Minister Viktor Saranov left.",
    "President Tolliver came. => Senator Tolliver came. | President Maldana left.",
    "Alsund came. => Aldsund came. | They asked Aldsund.",
    "The ban and the ban on East Asia => The ban and the move east | The ban is new.",
    "The Central Bridge Forum => The CBF | The Central Bridge Forum left.",
    "He uses it well. => He is using it well. | She uses it well.",
    "Lodge Bill and Lodge Bill => Cabin Act and Lodge Bill | The Lodge Bill fell.",
    "Officials said so. => Authorities said so. | Officials left. | Officials wept.",
    "He left the hall => She entered the building through a side door that nobody had known | He left the hall",
]


def edited(line: str, *names: str) -> list[Finding]:
    """What the checks find in units that are written `machine => correction` where they were corrected."""
    units = []
    for text in line.split(" | "):
        machine, _, correction = text.partition(" => ")
        units.append(Unit(correction or machine, machine=machine, gap=" ", language="en"))
    return Engine([CHECKS[name] for name in names]).findings(story_of(units))


@pytest.mark.parametrize(("line", "text", "suggestion"), WRONG)
def test_a_name_that_its_acronym_does_not_stand_for_is_flagged(line: str, text: str, suggestion: str) -> None:
    """The nearest name of the body is offered, or the acronym of the body named."""
    found = findings(line, "acronym")
    assert [(finding.text, finding.suggestion) for finding in found if finding.level.counts] == [(text, suggestion)]


@pytest.mark.parametrize("line", RIGHT)
def test_a_name_that_fits_is_left_alone(line: str) -> None:
    """Initials, native acronyms, shortened names, affiliations and bodies that share an acronym are right."""
    assert not [finding for finding in findings(line, "acronym", "two-expansions") if finding.level.counts]


def test_an_unknown_acronym_that_does_not_fit_is_a_hint() -> None:
    """Nobody knows which is wrong, so it is info without a suggestion."""
    (finding,) = findings("The Bridge Safety Board (QXZ) waits.", "acronym")
    assert (finding.text, finding.level, finding.suggestion) == ("QXZ", Level.INFO, None)


@pytest.mark.parametrize(("line", "text"), TWICE)
def test_a_second_expansion_is_flagged(line: str, text: str) -> None:
    """The later of two names of one acronym is flagged."""
    (finding,) = findings(line, "two-expansions")
    assert finding.text == text


@pytest.mark.parametrize("line", ONCE)
def test_one_expansion_in_other_words_is_left_alone(line: str) -> None:
    """A shorter form of the name is the same name."""
    assert not findings(line, "two-expansions")


def test_the_rarer_form_of_a_ministry_is_a_hint() -> None:
    """The usual one of the story is offered."""
    line = "The Unification Ministry said no. | The Unification Ministry waits. | The Ministry of Unification declined."
    (finding,) = findings(line, "term-variant")
    assert (finding.text, finding.suggestion, finding.level) == ("Ministry of Unification", "Unification Ministry", Level.INFO)


@pytest.mark.parametrize(
    "line",
    [
        "Russia's Foreign Ministry said no. | Russia's Foreign Ministry waits. | Japan's Ministry of Foreign Affairs spoke.",
        "The Ministry of Health waits. | The Ministry of Health left. | The Ministry of Defense spoke. | A Ministry spoke.",
    ],
)
def test_two_ministries_are_no_variants(line: str) -> None:
    """Those of two countries, and of two subjects, have each their own name."""
    assert not findings(line, "term-variant")


@pytest.mark.parametrize(("line", "text", "suggestion"), CARRIED)
def test_a_phrase_corrected_elsewhere_is_flagged(line: str, text: str, suggestion: str) -> None:
    """Where it still stands, the editor's correction is offered."""
    found = edited(line, "corrected-elsewhere")
    assert [(finding.text, finding.suggestion, finding.level) for finding in found] == [(text, suggestion, Level.WARNING)]


@pytest.mark.parametrize("line", LEFT)
def test_an_edit_of_its_sentence_is_not_carried_over(line: str) -> None:
    """Numbers, forms, function words, longer and shorter phrases, and what an editor kept elsewhere are left alone."""
    assert not [finding for finding in edited(line, "corrected-elsewhere") if finding.level.counts]


def test_one_plain_word_elsewhere_is_a_hint() -> None:
    """Without the same neighbour a single word may mean something else."""
    (finding,) = edited("They held joint drills. => They held joint exercises. | The drills end.", "corrected-elsewhere")
    assert finding.level is Level.INFO


@pytest.mark.parametrize(
    ("line", "text", "suggestion"),
    [
        (
            "The ban on East Asia => The eastward expansion | A ban on East Asia => A move to the east",
            "move to the east",
            "eastward expansion",
        ),
        ("A Lodge Bill => A Cabin Act | A Lodge Bill => A Barn Law | A Lodge Bill => A Barn Law", "Cabin Act", "Barn Law"),
    ],
)
def test_two_corrections_of_one_phrase_are_flagged(line: str, text: str, suggestion: str) -> None:
    """The rarer one is flagged, or the later."""
    (finding,) = edited(line, "corrected-in-two-ways")
    assert (finding.text, finding.suggestion) == (text, suggestion)


@pytest.mark.parametrize(
    "line",
    [
        "The ban on East Asia => The eastward expansion | A ban on East Asia => An eastward expansion",
        "They talk in the hall => They argue in the hall | They talk to us => They speak to us | So it ends",
    ],
)
def test_corrections_that_agree_or_are_of_plain_words_are_not_flagged(line: str) -> None:
    """Forms of one correction agree; a common word has many."""
    assert not [finding for finding in edited(line, "corrected-in-two-ways") if finding.level.counts]


def test_the_gazetteer_is_clean() -> None:
    """Every name is whole and said once, and there are enough of them."""
    assert len(bodies()) >= 300
    for acronym, names in bodies().items():
        assert acronym == acronym.strip().upper()
        assert len(set(names)) == len(names)
        assert all(name == name.strip() and len(name) > 3 for name in names)


@pytest.mark.parametrize(
    ("words", "acronym", "expected"),
    [
        ("Organization for Security and Cooperation in Europe", "OSCE", True),
        ("Organization for European Security and Cooperation", "OSCE", False),
        ("Non-Proliferation Treaty", "NPT", True),
        ("Ministry of Finance", "MinFin", True),
        ("Bridge Safety Board", "BSBX", False),
        ("Internet of Things", "IoT", True),
        ("Internet of Things", "IT", True),
        ("", "IT", False),
    ],
)
def test_initials_fit_in_order(words: str, acronym: str, expected: bool) -> None:
    """Every content word gives a letter, a function word may, and no letter is left."""
    assert fits(words.split(), acronym) is expected

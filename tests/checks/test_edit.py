"""What is said of an editor's own changes: pairs of machine text and correction, and what each check says of them or does not."""

from __future__ import annotations

import pytest

from reviewer.checks import CHECKS, Unit, story_of
from reviewer.checks.edit import CHECKS as FAMILY
from reviewer.checks.edit import MEANING
from reviewer.checks.engine import Engine
from tests.checks.tables import corrected

CHANGED = [
    ("number-changed", "About 50 people came.", "About 15 people came.", "50 → 15 changed"),
    ("number-changed", "It cost 5 million won.", "It cost 5 billion won.", "5 million → 5 billion changed"),
    ("number-changed", "Some people came.", "Some 15 people came.", "15 added"),
    ("number-changed", "Over 50 people came.", "Over people came.", "50 removed"),
    ("number-changed", "He waited two hours.", "He waited three hours.", "two → three changed"),
    ("number-changed", "Growth was 5.2 percent.", "Growth was 52 percent.", "5.2 → 52 changed"),
    ("number-changed", "It was in 2019.", "It was in 2020.", "2019 → 2020 changed"),
    ("number-changed", "The 24th meeting ended.", "The 25th meeting ended.", "24th → 25th changed"),
    ("number-changed", "Twelve of 40 left.", "Twelve of 14 left.", "40 → 14 changed"),
    ("number-changed", "Half a million fled.", "Five million fled.", "Half a million → Five million changed"),
    ("number-changed", "It holds 1,200 beds.", "It holds 12,000 beds.", "1,200 → 12,000 changed"),
    ("number-changed", "It rose to 10,000.", "It rose to 10,500.", "10,000 → 10,500 changed"),
    ("name-changed", "Then Minister Hravchuk spoke.", "Then Minister Hrabchuk spoke.", "Hravchuk → Hrabchuk changed"),
    ("name-changed", "Saki said so.", "Psaki said so.", "Saki → Psaki changed"),
    ("name-changed", "He flew to Vienna on Monday.", "He flew to Geneva on Monday.", "Vienna → Geneva changed"),
    ("name-changed", "They met Anton Belikhin today.", "They met Paul Renwick today.", "Anton Belikhin → Paul Renwick changed"),
    ("name-changed", "They left the city.", "They left the city of Busan.", "“Busan” added"),
    ("name-changed", "The talks in Incheon ended.", "The talks ended.", "“Incheon” removed"),
    ("name-changed", "He spoke for the OSCE.", "He spoke for the IAEA.", "OSCE → IAEA changed"),
    ("name-changed", "They fought in Iran.", "They fought in Iraq.", "Iran → Iraq changed"),
    ("name-changed", "He left for Austria.", "He left for Australia.", "Austria → Australia changed"),
    ("negation-changed", "They agreed to it.", "They did not agree to it.", "“not” added"),
    ("negation-changed", "They don't expect rain.", "They expect rain.", "“don't” removed"),
    ("negation-changed", "It can be done with a permit.", "It can be done without a permit.", "“without” added"),
    ("negation-changed", "There is no evidence.", "There is evidence.", "“no” removed"),
    ("negation-changed", "The deal is legal.", "The deal is illegal.", "“legal” → “illegal” changed"),
    ("negation-changed", "He never came.", "He came.", "“never” removed"),
    ("negation-changed", "That is unlikely.", "That is likely.", "“unlikely” → “likely” changed"),
    ("polarity-changed", "Prices rose by 2 percent.", "Prices fell by 2 percent.", "“rose” → “fell” changed"),
    ("polarity-changed", "They met before the vote.", "They met after the vote.", "“before” → “after” changed"),
    ("polarity-changed", "Parliament approved the bill.", "Parliament rejected the bill.", "“approved” → “rejected” changed"),
    ("polarity-changed", "It sits in the north.", "It sits in the south.", "“north” → “south” changed"),
    ("polarity-changed", "Imports shrank again.", "Exports shrank again.", "“Imports” → “Exports” changed"),
    ("polarity-changed", "Fewer people came.", "More people came.", "“Fewer” → “More” changed"),
    ("polarity-changed", "They won the final.", "They lost the final.", "“won” → “lost” changed"),
    ("polarity-changed", "He supported the plan.", "He opposed the plan.", "“supported” → “opposed” changed"),
    ("polarity-changed", "A deficit was expected.", "A surplus was expected.", "“deficit” → “surplus” changed"),
    ("polarity-changed", "The north of the city burned.", "The south burned.", "“north” → “south” changed"),
    ("quote-altered", '"We will sign," he said.', '"We will not sign," he said.', "in a quotation, “not” added"),
    (
        "quote-altered",
        '"A ban on talks," he said.',
        "“An end of talks,” he said.",
        "in a quotation, “A ban on” → “An end of” changed",
    ),
    ("quote-altered", 'She said "go home".', 'She said "come back".', "in a quotation, “go home” → “come back” changed"),
    ("misspelling", "They talked.", "They held negociations.", "“negociations” may be “negotiations”"),
    ("misspelling", "It was told.", "The goverment told it.", "“goverment” may be “government”"),
]
UNCHANGED = [
    ("number-changed", "It cost 5 million won.", "It cost 5,000,000 won."),
    ("number-changed", "The two ministers met.", "The 2 ministers met."),
    ("number-changed", "In 2019, 15 people came.", "15 people came in 2019."),
    ("number-changed", "On the 24th on the 24th, it rained.", "On the 24th, it rained."),
    ("number-changed", "He came at 7 p.m. sharp.", "He came at 19:00 sharp."),
    ("number-changed", "One of them left.", "A man left."),
    ("number-changed", "The two countries agreed.", "Both countries agreed."),
    ("number-changed", "The third time, 3 came.", "The 3rd time, three came."),
    ("number-changed", "Twenty-five came.", "25 came."),
    ("number-changed", "About 1.5 million came.", "About 1,500,000 came."),
    ("number-changed", "A hundred men came.", "100 men came."),
    ("number-changed", "2 500 men came.", "2,500 men came."),
    ("number-changed", "It was on 2022.5.13 there.", "It was on May 13, 2022 there."),
    ("name-changed", "The russian minister left.", "The Russian minister left."),
    ("name-changed", "Talks began in Kyiv.", "Negotiations began in Kyiv."),
    ("name-changed", "Kim Min su came to Busan.", "Kim Min-su came to Busan."),
    ("name-changed", "The minister of Russia left.", "The Russian minister left."),
    ("name-changed", "He left the U.S. today.", "He left the US today."),
    ("name-changed", "Minister Saranov spoke.", "Foreign Minister Saranov spoke."),
    ("name-changed", "The talks were in Vienna.", "In Vienna, the talks were held."),
    ("name-changed", "The house of Denholm burned.", "Denholm's house burned."),
    ("name-changed", "The World Health Organization said so.", "The WHO said so."),
    ("name-changed", "The U.S. Congress met.", "The United States Congress met."),
    ("name-changed", "The US met them.", "The United States met them."),
    ("name-changed", "The CAR said so.", "The Central African Republic said so."),
    ("name-changed", "The MFA of Poland said so.", "The Ministry of Foreign Affairs of Poland said so."),
    ("name-changed", "Talks Begin in Vienna Today", "Negotiations Start in Vienna Today"),
    ("name-changed", "It rained. But he came.", "It rained. However, he came."),
    ("name-changed", "People of Japan came.", "Japanese people came."),
    ("negation-changed", "They did not agree.", "They didn't agree."),
    ("negation-changed", "They did not agree.", "They refused."),
    ("negation-changed", "Not only he came but she did.", "Both he and she came."),
    ("negation-changed", "They no longer agree.", "They do not agree any more."),
    ("negation-changed", "There is no proof.", "There is not any proof."),
    ("negation-changed", "It did not did not work.", "It did not work."),
    ("negation-changed", "He met the press and informed it.", "He met the press and formed it."),
    ("negation-changed", "Neither he nor she came.", "Neither she nor he came."),
    ("polarity-changed", "Prices rose by 2 percent.", "Prices increased by 2 percent."),
    ("polarity-changed", "North and South Korea met.", "South and North Korea met."),
    ("polarity-changed", "He left before noon.", "He departed before noon."),
    ("polarity-changed", "They voted after the debate.", "Following the debate, they voted."),
    ("polarity-changed", "The ban was approved.", "The ban was passed."),
    ("polarity-changed", "They lose again.", "They won 't come again."),
    ("polarity-changed", "More than 20 came.", "Over 20 came."),
    ("quote-altered", '"We will sign it", he said.', "“We will sign it,” he said."),
    ("quote-altered", '"we will sign it," he said.', '"We will sign it," the man said.'),
    ("quote-altered", '"We will sign it," he said.', "He said they would sign it."),
    ("misspelling", "They talked.", "They organised a programme of talks about colour and labor."),
    ("misspelling", "The goverment said.", "The goverment of Dunholm said."),
    ("misspelling", "They talked.", "The Hrabchuks talked to webtoon and blockchain firms."),
    ("misspelling", "They did.", "They didn 't."),
    ("misspelling", "Write to us.", "Write to desk@goverment.example."),
]


@pytest.mark.parametrize(("check", "machine", "correction", "message"), CHANGED)
def test_a_change_is_said(check: str, machine: str, correction: str, message: str) -> None:
    """In the words that the screen shows after the save, and once."""
    assert [finding.message for finding in corrected(machine, correction, check)] == [message]


@pytest.mark.parametrize(("check", "machine", "correction"), UNCHANGED)
def test_no_change_of_meaning_is_not_said(check: str, machine: str, correction: str) -> None:
    """Other forms, other places, and what a check is not about."""
    assert corrected(machine, correction, check) == []


@pytest.mark.parametrize(("name", "pair"), [(check.name, pair) for check in FAMILY for pair in check.bad])
def test_a_bad_example_of_an_edit_is_flagged(name: str, pair: str) -> None:
    """What a check shows as bad, it flags."""
    assert corrected(*pair.split(" => "), name)


@pytest.mark.parametrize(("name", "pair"), [(check.name, pair) for check in FAMILY for pair in check.good])
def test_a_good_example_of_an_edit_is_not_flagged(name: str, pair: str) -> None:
    """What a check shows as good, it leaves alone."""
    assert not corrected(*pair.split(" => "), name)


@pytest.mark.parametrize("name", MEANING)
def test_changes_of_meaning_are_info(name: str) -> None:
    """Such edits are the job."""
    assert not CHECKS[name].level.counts


def test_a_change_is_marked_where_it_stands() -> None:
    """The span is in the correction; what is gone has an empty one where it was."""
    found = corrected("About 50 people came to Vienna at 7.", "About 15 people came to Vienna.", "number-changed")
    assert [(finding.text, finding.span) for finding in found] == [("15", (6, 8)), ("", (30, 30))]


def test_a_word_of_the_article_is_no_misspelling() -> None:
    """What stands elsewhere in the article was not first typed here."""
    units = [
        Unit("They held negociations.", machine="They talked.", language="en"),
        Unit("More negociations follow.", language="en"),
    ]
    assert Engine([CHECKS["misspelling"]]).findings(story_of(units)) == []
    assert len(Engine([CHECKS["misspelling"]]).findings(story_of(units[:1]))) == 1


def test_a_misspelling_has_a_suggestion() -> None:
    """The word that was meant goes in place of the typed one."""
    (found,) = corrected("They talked.", "They recieve aid.", "misspelling")
    assert (found.text, found.suggestion) == ("recieve", "receive")

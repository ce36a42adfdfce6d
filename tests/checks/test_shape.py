"""What is no whole sentence, or several in one: lines that are, and lines that only look like it."""

from __future__ import annotations

import pytest

from reviewer.checks import FAMILY_OF, Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level
from reviewer.core.review import Status
from tests.checks.tables import findings

NAMES = tuple(name for name, family in FAMILY_OF.items() if family == "shape")
STORY = "Talks in Geneva || The day was long. || Nobody knew what would come. || {} || They went home at ten."
"""A story with a paragraph in its middle, and a headline that nobody marked as one."""
LONG = "The minister said that " + "the talks on the border and on trade would go on " * 6 + "until May."


def flagged(line: str, **known: object) -> list[tuple[str, str]]:
    """Check and text of all that the family finds."""
    return [(each.check, each.text) for each in findings(line, *NAMES, like=Unit("", language="en", **known))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("check", "line"),
    [
        ("lower-case-start", "He asked for an answer. | the ministry did not say how it reacted."),
        ("lower-case-start", "“We will stay,” he said. | she did not answer the question."),
        ("lower-case-start", "they met for an hour on Monday."),
        ("lower-case-start", "He called it “a fine day.” | the others kept their silence."),
        ("lower-case-start", "It was over at 5 p.m.! | however, nobody left the room."),
        ("lower-case-start", "well-known people came to the hall."),
        ("fragment", "And the worry that the promise would be kept only on paper."),
        ("fragment", "The possibility that the talks will fail."),
        ("fragment", "But the hope that peace would come soon."),
        ("fragment", "According to the Ministry of Defence in Seoul."),
        ("fragment", "In addition to the withdrawal of the troops from the border."),
        ("fragment", "Although the two sides agreed on a date."),
        ("fragment", "Because the draft was not ready in time."),
        ("fragment", "Stressing the importance of the dialogue between the two."),
        ("fragment", "Adding that the talks will go on in the autumn."),
        ("fragment", "Despite the criticism of the opposition."),
        ("fused-sentences", "The talks lasted for several hours They will go on next week."),
        ("fused-sentences", "The exports fell in the third quarter However, the ministry expects a rise."),
        ("fused-sentences", "Nobody was hurt in the fire It was put out at noon."),
        ("fused-sentences", "It was the worst storm in years This has led to long queues."),
        ("fused-sentences", "The plant closed in 2019 According to the company, it was too old."),
        ("fused-sentences", "He left the party in May On the other hand, she stayed."),
        ("missing-end", "They agreed to go on. | The two sides will meet again in the"),
        ("missing-end", "They agreed to go on. | He came with the minister and"),
        ("missing-end", "They agreed to go on. | The ministers of the two countries spoke for an hour about the border,"),
        ("missing-end", "He was not there. | It is the largest of the countries whose"),
        ("missing-end", STORY.format("It was hard. | The two sides said that they would meet again in Geneva early next week")),
        ("missing-end", STORY.format("The two sides said that they would meet again in Geneva early next week, on a day in May")),
        ("missing-end", STORY.format("It was hard. | The minister said the number of those who died had risen to 24 by")),
        ("length", LONG),
        ("empty", "They met. | | They left."),
        ("empty", "They met. |   | They left."),
        ("copied-neighbour", "The talks will go on. | The talks will go on."),
        ("copied-neighbour", "The talks will go on. || The talks will go on."),
        ("a-an", "It took a hour to get there."),
        ("a-an", "An university was closed."),
        ("a-an", "She met an European minister."),
        ("a-an", "He is an unique man."),
        ("a-an", "They found a old bridge."),
        ("a-an", "They hired a 18-year-old driver and a 8-day pass."),
        ("a-an", "He gave an 20-minute speech."),
        ("a-an", "It is an good plan."),
        ("a-an", "She is a honest person."),
        ("a-an", "It was an UN envoy."),
        ("a-an", "It was a EU summit."),
        ("a-an", "It was an BBC report."),
        ("a-an", "He is a American."),
        ("a-an", "It is a unusual day."),
        ("a-an", "It is a important step."),
        ("a-an", "It is an huge step."),
        ("double-negation", "Experts do not expect that a big agreement will not come out at once."),
        ("double-negation", "He doesn’t expect the talks won’t fail."),
    ],
)  # fmt: skip
def test_what_is_out_of_shape_is_flagged(check: str, line: str) -> None:
    """The check says so."""
    assert check in [name for name, _ in flagged(line.replace("| | ", "|  | "))]


@pytest.mark.parametrize(
    "line",
    [
        "iPhone sales rose in May.",
        "eBay and adidas closed their stores.",
        "al-Shabaab took the town on Monday.",
        "d'Artagnan is a figure of a novel.",
        "“Why now?” | he asked the minister.",
        "“It is over!” | they shouted in the street.",
        "He named three things: | the price, the place and the day.",
        "He spoke for an hour, | and then he left.",
        "He lives in the U.S. | but works in Canada.",
        "a) the price of oil is rising.",
        "e.g. the price of oil.",
        "www.example.org is the address.",
        "pH values rose in the lake.",
        "m.example.org was closed.",
        "Why now?",
        "“And the worry.”",
        "Yes.",
        "A small victory.",
        "And so it was.",
        "And the worry that the promise would be kept has grown.",
        "The fact that he won is remarkable.",
        "The idea that it would work appeals to many.",
        "According to the ministry, the talks failed.",
        "According to the ministry the talks failed.",
        "Although it rained, they met.",
        "Although it rained they met.",
        "Because of the rain the match was called off.",
        "Building the bridge took three years.",
        "Despite the rain they played.",
        "Meeting the minister was hard.",
        "During the night.",
        "Due to the storm the port closes.",
        "He said It was time.",
        "The film It was shown in May.",
        "The song We are the World was played.",
        "They read the magazine This is Us and left.",
        "The band They Might Be Giants played.",
        "Mr. He is the chairman, and Ms. She is not.",
        "In May, however, they met.",
        "“Talks go on,” This is what he said.",
        STORY.format("What comes next"),
        STORY.format("The long road to Geneva"),
        STORY.format("They agreed on: | more talks | fewer troops"),
        STORY.format("He said: | “We will meet again in Geneva early next week, and we will be on time.”"),
        STORY.format("Roses are red, || Violets are blue, || Sugar is sweet."),
        STORY.format("The Minister Said The Two Sides Will Meet Again In Geneva Early Next Week And Then Talk Some More"),
        STORY.format("The address of the page is https://news.example/2021/talks-were-held"),
        "They said that the talks on the border and on trade | would go on until May.",
        "It rained; " * 40 + "it rained.",
        "The talks go on. " * 25,
        "No. | No. | No!",
        "The talks go on. | The talks go on, he said.",
        "An hour at a university with an MP and an 8-year-old.",
        "A one-off for a European, a Ukrainian and a UN envoy.",
        "An honest heir to an heirloom is a user of a unit.",
        "It was an historic day, an hotel and an X-ray.",
        "A NATO plan, an NGO, a FIFA rule, an FBI agent, an LED, a LAN.",
        "Hepatitis A is rare, and Group A and Plan A are full.",
        "An uninhabited, an unimportant, an unidentified and a unanimous thing.",
        "A ukulele, a eulogy, a ewe, a once-great team, an onion.",
        "He has an 11-point lead after an 18-month fight with an $8 coin.",
        "Vitamin a and b are needed; so is à la carte.",
        "An Se-young won, and An Byeong came second.",
        "It costs $5 a ounce-sized bag.".replace("a ounce", "an ounce"),
        "They met at 5 a.m. and at 8 a.m. in May.",
        "A 1,100-seat hall, a 100-year-old, an 800-seat hall, an 11,000-seat hall.",
        "An MRI, an mRNA vaccine, an R&D unit, an S-400, an F-16, an N95 mask.",
        "He does not expect a deal, and he will not wait.",
        "They do not believe those who will not vote.",
        "I do not think so, and I will not go.",
    ],
)  # fmt: skip
def test_what_only_looks_out_of_shape_is_not(line: str) -> None:
    """Nothing is said of it."""
    assert flagged(line) == []


@pytest.mark.parametrize(
    ("line", "text", "suggestion"),
    [
        ("He left. | the others stayed there.", "the", "The"),
        ("He left. | which means that nobody stayed.", "which", None),
        ("The talks lasted for hours They will go on.", " They", ". They"),
        ("It took a hour.", "a hour", "an hour"),
        ("An university was closed.", "An university", "A university"),
        ("They met. | He came with the minister and", "and", None),
        (STORY.format("It was hard. | The two sides said that they would meet again in Geneva early next week"), "week", "week."),
    ],
)
def test_the_span_is_small_and_its_suggestion_fits(line: str, text: str, suggestion: str | None) -> None:
    """What is marked is the word, with what to write for it where that is sure."""
    (found,) = findings(line, *NAMES)
    assert (found.text, found.suggestion) == (text, suggestion)


@pytest.mark.parametrize("kind", [Kind.HEADLINE, Kind.CAPTION, Kind.CREDIT, Kind.BOILERPLATE])
@pytest.mark.parametrize(
    "line",
    [
        "He left. | the others stayed there.",
        "Although the two sides agreed.",
        "The talks lasted for hours They will go on.",
        "They met. | He came with the minister and",
        LONG,
    ],
)
def test_only_the_body_has_sentences(kind: Kind, line: str) -> None:
    """A headline, caption, credit or line of the page need be none."""
    assert flagged(line)
    assert flagged(line, kind=kind) == []


def test_a_story_of_lines_without_full_stops_is_left_alone() -> None:
    """Where many lines have no end, one more is nothing to remark."""
    line = "The two sides said that they would meet again in Geneva early next week, though no date was named by either"
    assert flagged(STORY.format(line)) == [("missing-end", "either")]
    assert flagged(" || ".join(f"{line} {number}" for number in ("one", "two", "three", "four", "five"))) == []


def test_a_sentence_goes_on_in_the_next_unit() -> None:
    """Rows may part a sentence: what the next one takes up has not ended."""
    assert flagged("They spoke for an hour and | then they left for the airport of the")[0][1] == "the"


def test_a_cut_segment_is_not_missed() -> None:
    """What was cut has no text, rightly."""
    assert findings("Talks. |   | End.", "empty")
    assert not findings("Talks. |   | End.", "empty", like=Unit("", status=Status.CUT))


def test_length_is_only_info() -> None:
    """A long sentence may be good."""
    assert {each.level for each in findings(LONG, *NAMES)} == {Level.INFO}


def test_a_very_long_text_is_looked_at_quickly() -> None:
    """A unit of many thousand words is no reason to wait: each check runs once over it."""
    text = "they said however He a hour the worry that and " * 3_000
    assert findings(text, *NAMES)

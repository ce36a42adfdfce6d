"""Quotation marks over units and paragraphs: one missing mark is blamed on its own sentence, and on no other."""

from __future__ import annotations

import pytest

from tests.checks.tables import findings

ROWS = [
    # the line, and for each flag the position of its sentence
    ('"We go, he said. | "We stay," she said. | "We wait," they said.', [1]),
    ('"We stay," she said. | We go," he said. | "We wait," they said. | "Yes," he said.', [2]),
    ('He called it a "line, and left. | They met. | She called it a "door" and a "gate" then.', [1]),
    ('"We go, he said. | They left. | "We stay, she said. | They left.', [1, 3]),
    ("He called it a “line, and left. | She called it a “door” and left.", [1]),
    ('"We go. | We stay. | We wait," he said.', []),
    ('"We go. | "We stay. | "We wait," he said.', []),
    ('"We go. || "We stay. || "We wait," he said. || They left.', []),
    ('"We go. | "We stay. || They left.', [2]),
    ('He said, "We go. || They left.', [1]),
    ('"We go, he said. || "We stay," she said.', [1]),
    ('She said: "We go. | We stay." | He said: "No."', []),
    ('"It is a "line" here," he said. | "It is not," she said.', []),
    ('"He said, "we" and "they," often," she said.', []),
    ('The 24" screen and the 6\'2" guard. | "We go," he said.', []),
    ('"I am 6\'2" tall," he said. | "We go," she said.', []),
    ('"We go, "he said. "We stay, "she said.', [1, 1]),
    ('The road to India"s border. | "We go," he said.', [1]),
    ('He said "yes"—"no"—"maybe" and left.', []),
    ("``We go,'' he said. | ``We stay, she said.", [2]),
    ('The "line"-like door ("gate") is "shut". | He left.', []),
    ('"Why?" "Because." "So?" | "No."', []),
    ('He said ("We go") and [“stay”] and left.', []),
    ('"...and then we left," he said. | She said, "We..."', []),
    ('""We go," he said.', []),
    ('He said, "We go. | They. | Left. | The. | Town. | Then. | "We stay," she said.', [1]),
    ('He said, "We go. | We eat. | "We stay," he said.', []),
]


@pytest.mark.parametrize(("line", "positions"), ROWS)
def test_the_sentence_of_the_missing_mark_is_blamed(line: str, positions: list[int]) -> None:
    """A missing mark is blamed where it is missing, and what follows is paired as if nothing had happened."""
    assert [finding.position for finding in findings(line, "unbalanced-quote")] == positions


def test_many_sentences_after_a_missing_mark_are_left_alone() -> None:
    """In rows without paragraphs one unclosed quotation does not turn round the hundred that follow."""
    rows = ['"We go, he said.', *['"We stay," she said, and "we wait" too.'] * 100]
    assert [finding.position for finding in findings(" | ".join(rows), "unbalanced-quote")] == [1]


def test_a_closing_mark_far_away_belongs_to_no_forgotten_opening() -> None:
    """A stray closing mark many sentences later is blamed too."""
    rows = ['He called it a "line.', *["They met in Vienna."] * 20, 'We stay," she said.']
    assert [finding.position for finding in findings(" | ".join(rows), "unbalanced-quote")] == [1, 22]


def test_an_apostrophe_typed_as_a_quotation_mark_is_mended() -> None:
    """What stands for an apostrophe becomes one."""
    (finding,) = findings('The road to India"s border.', "unbalanced-quote")
    assert (finding.text, finding.suggestion) == ('"', "'")


@pytest.mark.parametrize("line", ["„Wir gehen“, sagte er.", "“Wir” gehen.", "He said “yes” and ‘no’.", 'The “a” and "b" signs.'])
def test_whole_pairs_are_not_mixed(line: str) -> None:
    """Two kinds of marks in one sentence are not mixed where each pair is of one kind."""
    assert findings(line, "mixed-quotes") == []


@pytest.mark.parametrize(
    ("line", "counts"), [('He said "yes', False), ('He said yes" twice.', False), ('"We go, he said.', True)]
)
def test_of_one_sentence_alone_the_rest_may_stand_elsewhere(line: str, counts: bool) -> None:
    """A sentence by itself may go on in the next one, which nobody gave: that is a warning only where it says who spoke."""
    assert [finding.level.counts for finding in findings(line, "unbalanced-quote")] == [counts]


def test_the_rarer_kind_of_mark_is_told_once() -> None:
    """Straight and curly marks in one article are one remark, at the first of the rarer kind."""
    (finding,) = findings('He said “yes”. | He said “no”. | He said "well". | He said "no" and “yes”.', "quote-style")
    assert (finding.position, finding.text, finding.level.counts) == (3, '"', False)
    assert finding.message == "straight quotation marks in 4 places, curly ones in 6"

"""What the written rules say of one change, and of what looks like one of theirs and is not."""

from __future__ import annotations

import pytest

from reviewer.mqm.candidates import MOVED, REWRITTEN, RULES, candidates
from reviewer.mqm.rules import ON_PIECES

PUNCTUATION = "linguistic/punctuation minor"
SPELLING = "linguistic/spelling minor"
GRAMMAR = "linguistic/grammar minor"
TASTE = "style neutral"
WRONG = "accuracy/mistranslation minor"
VERY_WRONG = "accuracy/mistranslation major"
NUMBER = "locale/number major"
FORM = "locale/number minor"
DATE = "locale/date major"
CURRENCY = "locale/currency major"

ROWS = [
    ("white-space", "a  b", "a b", "design minor"),
    ("white-space", "5\u00a0km", "5 km", "design minor"),
    ("untranslated", "The город fell.", "The city fell.", "accuracy/untranslated major"),
    ("untranslated", "NATO 확장 talks", "NATO expansion talks", "accuracy/untranslated major"),
    ("untranslated", "the 北约 ban", "the NATO ban", "accuracy/untranslated major"),
    ("mistranslation", "город пал", "город взят", WRONG),
    ("doubled", "He said that that is so.", "He said that is so.", GRAMMAR),
    ("doubled", "the talks the talks failed", "the talks failed", GRAMMAR),
    ("addition", "the big dog", "the dog", "accuracy/addition minor"),
    ("number", "in 5 5 days", "in 5 days", NUMBER),
    ("letter-case", "the nato talks", "the NATO talks", SPELLING),
    ("letter-case", "every day life", "everyday life", SPELLING),
    ("consequence", "He came, he saw.", "He came. He saw.", TASTE),
    ("punctuation", "No, he said.", "No he said.", PUNCTUATION),
    ("punctuation", "the so-called ban", "the so called ban", PUNCTUATION),
    ("punctuation", "He said “yes”.", 'He said "yes".', PUNCTUATION),
    ("punctuation", "Yes — no", "Yes - no", PUNCTUATION),
    ("minus", "at -5 degrees", "at 5 degrees", NUMBER),
    ("minus", "at 5 degrees", "at −5 degrees", NUMBER),
    ("punctuation", "he said - 5 died", "he said 5 died", PUNCTUATION),
    ("number", "16 people", "60 people", NUMBER),
    ("number", "3.5 million", "35 million", NUMBER),
    ("number", "rose by 5 million", "rose by 5", NUMBER),
    ("number", "rose by 5%", "rose by 5", NUMBER),
    ("number", "rose by 5", "rose by 5 percent", NUMBER),
    ("number", "the third man", "the fourth man", NUMBER),
    ("number", "two men", "three men", NUMBER),
    ("number", "5 million", "5 billion", NUMBER),
    ("number", "10.5", "105", NUMBER),
    ("number-form", "10000 people", "10,000 people", FORM),
    ("number-form", "10.000 people", "10,000 people", FORM),
    ("number-form", "10 000 people", "10,000 people", FORM),
    ("number-form", "5 million people", "5,000,000 people", FORM),
    ("number-form", "five people", "5 people", FORM),
    ("number-form", "twenty-five people", "25 people", FORM),
    ("number-form", "two hundred and five people", "205 people", FORM),
    ("number-form", "rose 5 %", "rose 5 percent", FORM),
    ("grammar", "the ones who left", "those who left", GRAMMAR),
    ("grammar", "one of them", "of them", GRAMMAR),
    ("number", "in 2019 they met", "in 2020 they met", DATE),
    ("number", "on May 15 they met", "on May 16 they met", DATE),
    ("date", "in May they met", "in June they met", DATE),
    ("date", "on Monday they met", "on Tuesday they met", DATE),
    ("modal", "they may go", "they must go", VERY_WRONG),
    ("modal", "they should go", "they could go", VERY_WRONG),
    ("grammar", "they will go", "they may go", GRAMMAR),
    ("currency", "paid in dollars", "paid in euros", CURRENCY),
    ("currency", "paid $5", "paid €5", CURRENCY),
    ("mistranslation", "they won again", "they lost again", WRONG),
    ("negation", "they did not agree", "they did agree", VERY_WRONG),
    ("negation", "they agree", "they don't agree", VERY_WRONG),
    ("negation", "they don 't agree", "they agree", VERY_WRONG),
    ("negation", "it was possible", "it was impossible", VERY_WRONG),
    ("negation", "a legal act", "an illegal act", VERY_WRONG),
    ("negation", "with a permit", "without a permit", VERY_WRONG),
    ("negation", "nobody came", "everybody came", VERY_WRONG),
    ("mistranslation", "they failed again", "they collapsed again", WRONG),
    ("mistranslation", "they did not agree", "they refused", WRONG),
    ("spelling", "they formed it", "they former it", SPELLING),
    ("mistranslation", "they prove it", "they improve it", WRONG),
    ("taste", "they do not agree", "they don't agree", TASTE),
    ("taste", "they don 't agree", "they do not agree", TASTE),
    ("taste", "He said that it was", "He said it was", TASTE),
    ("taste", "Many people came", "Numerous people came", TASTE),
    ("taste", "he purchased it", "he bought it", TASTE),
    ("grammar", "he purchased it", "he purchases it", GRAMMAR),
    ("grammar", "he said it", "he says it", GRAMMAR),
    ("grammar", "a man", "the man", GRAMMAR),
    ("grammar", "he take it", "he took it", GRAMMAR),
    ("grammar", "the policy was", "the policies were", GRAMMAR),
    ("spelling", "the new policy", "the new police", SPELLING),
    ("grammar", "arrived to Seoul", "arrived in Seoul", GRAMMAR),
    ("acronym", "the World Health Organization said", "the WHO said", "terminology minor"),
    ("acronym", "the WHO said", "the World Health Organization said", "terminology minor"),
    ("name", "the spokesman Tezer said", "the spokesman Teser said", "locale/name minor"),
    ("name", "the spokesman Miller said", "the spokesman Kowalski said", "locale/name major"),
    ("name", "( WMTC said )", "( RPORC said )", "locale/name major"),
    ("name", "with K. Borov today", "with K. Borovoy today", "locale/name minor"),
    ("mistranslation", "Big Talks Begin Today", "Big Meetings Begin Today", WRONG),
    ("mistranslation", "Prominent men", "Clever men", WRONG),
    ("spelling", "the goverment fell", "the government fell", SPELLING),
    ("spelling", "the colour", "the color", SPELLING),
    ("mistranslation", "the ban", "the van", WRONG),
    ("addition", "he went home very late today", "he went home", "accuracy/addition minor"),
    ("addition", "he went away on a very long cold night", "he went away", "accuracy/addition major"),
    ("omission", "he went", "he went home", "accuracy/omission minor"),
    ("omission", "he went", "he went home after the long war", "accuracy/omission major"),
    ("omission", "a ban", "the eastern ban", "accuracy/omission minor"),
    ("mistranslation", "NATO's ban holds", "NATO's expansion holds", WRONG),
    ("mistranslation", "NATO's ban on East Asia holds", "NATO's eastward expansion holds", VERY_WRONG),
    ("mistranslation", "北约东亚禁令", "北约东扩", WRONG),
]  # fmt: skip


def told(machine: str, correction: str) -> list[tuple[str, str]]:
    """The rule, and category and severity, of each candidate."""
    return [(each.rule, f"{each.error.category} {each.error.severity}") for each in candidates(machine, correction)]


@pytest.mark.parametrize(("rule", "machine", "correction", "judged"), ROWS, ids=[f"{row[1]}→{row[2]}" for row in ROWS])
def test_rules(rule: str, machine: str, correction: str, judged: str) -> None:
    """Each change is what an editor would call it, and no near miss is taken for it."""
    assert (rule, judged) in told(machine, correction)


def test_every_rule_is_in_the_table() -> None:
    """No rule is without a line that it fires on, and no name is written wrongly."""
    assert {row[0] for row in ROWS} == {rule.name for rule in ON_PIECES}


def test_every_rule_is_told() -> None:
    """The list for documents has each in words, a sentence that ends, and the two that look at all pieces first."""
    assert list(RULES) == [REWRITTEN, MOVED, *(rule.name for rule in ON_PIECES)]
    assert all(text.endswith(".") and "\n" not in text for text in RULES.values())


def test_confidences_are_shares() -> None:
    """No rule is never or always right."""
    assert all(0 < rule.confidence < 1 for rule in ON_PIECES)

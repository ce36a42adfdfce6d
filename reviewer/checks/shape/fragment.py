"""A sentence without a verb of its own, told by closed lists and endings, without knowing what part of speech a word is.

Every word that may be a verb is taken for one, and only a few openings are looked at: what is left is likely a piece of a
sentence. It is info until measured acceptance lifts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.analysis.lexicon import IRREGULAR, NUMBER_WORDS
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Unit
from reviewer.core.article import Kind
from reviewer.core.finding import Level

_OPENING = re.compile(
    r"(?:(?:And|But|Or|Also),? )?(?P<kind>"
    r"(?P<clause>although|though|whereas|unless|because(?! of\b)|even though)"
    r"|(?P<noun>(?:the|a|an|his|her|their|its) (?:[a-z]+ )?(?:worry|worries|fears?|hopes?|concerns?|fact|idea|belief|claims?"
    r"|criticism|possibility|expectations?|promise|view|news|argument|prospect|suspicions?) that)"
    r"|(?P<phrase>according to|in addition to|due to|because of|as for|with regard to|despite|in response to|in accordance with"
    r"|on the occasion of|in the wake of|amid)"
    r"|(?P<doing>[a-z]+ing) (?P<object>the|a|an|its|his|her|their|this|these|all|that (?:the|a|an|it|he|she|they|there)))\b",
    re.IGNORECASE,
)
_NOT_DOING = frozenset(
    "during king ring bring sing spring string thing nothing something everything anything morning evening".split()
)
_VERBS = frozenset(
    """
    am is are was were be been being has have had do does did will would shall should can could may might must ought
    began begun put set cut hit let read cost shut quit split spread hurt bet beat bid laid lay lied sought sank sunk shook tore
    threw woke withdrew overcame underwent undertook froze fled fed dealt bent bound burst crept dug found ground hung lent lit
    bore blew struck stuck swept slid shone shrank sprang drank rang rode arose vowed
    """.split()
)
_AUXILIARIES = frozenset("am is are was were has have had do does did will would can could may might must should shall".split())
_NOUNS = frozenset("man men woman women child children person people foot feet life lives".split())
_BEFORE_NOUN = frozenset(
    "the a an this these those his her their its our my your both all some any many several few other such no of to in on at for "
    "with from by and or".split()
)
_BESIDE_VERB = frozenset("not also be been being never only still already soon again".split())
_TAKES_BASE = frozenset("i we you they would will can could may might must should cannot not who people".split())
_OPEN_ENDED = re.compile(r"[,;:?!–—…\"“”()\[\]]|\s-\s|\.\.")
_LONGEST = 30
_FEWEST_WORDS = 5


def _look(unit: Unit) -> Iterator[Remark]:
    text = unit.text.strip()
    found = _OPENING.match(text) if unit.kind is Kind.BODY and text.endswith(".") else None
    if found is None or _OPEN_ENDED.search(text):
        return
    rest = text[found.end() : -1].split()
    if not _FEWEST_WORDS <= len(text.split()) <= _LONGEST:
        return
    groups = _verb_groups(rest)
    doing = (found["doing"] or "").lower()
    if doing in _NOT_DOING:
        return
    allowed = 1 if found["clause"] or found["noun"] or (found["object"] or "").startswith("that") else 0
    if groups == allowed:
        start = len(unit.text) - len(unit.text.lstrip())
        yield Remark(start, start + len(text), "a piece of a sentence, without a verb of its own")


def _verb_groups(words: Sequence[str]) -> int:
    """How many groups of words that may be verbs there are; auxiliaries and adverbs beside a verb belong to its group."""
    groups, in_group, before = 0, False, "the"
    for word in words:
        small = word.lower()
        if _may_be_verb(small, before):
            groups += not in_group or not (before in _AUXILIARIES or _is_beside(before))
            in_group = True
        elif not _is_beside(small):
            in_group = False
        before = small
    return groups


def _is_beside(word: str) -> bool:
    return word in _BESIDE_VERB or word.endswith("ly")


def _may_be_verb(word: str, before: str) -> bool:
    if word in _VERBS or (word in IRREGULAR and word not in _NOUNS) or word.endswith(("n't", "n’t", "'s", "’s", "'re", "’re")):
        return True
    if before in _TAKES_BASE:
        return True
    if word.endswith("ed"):
        return before not in _BEFORE_NOUN
    is_form = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    return is_form and before not in _BEFORE_NOUN and before not in NUMBER_WORDS and not before.isdigit()


FRAGMENT = Check(
    "fragment",
    Level.WARNING,
    "A piece of a sentence: a noun with its clause, a clause of its own, or a phrase, with no verb of the sentence. Questions, "
    "quotations and short answers are left alone.",
    "grammar",
    unit=_look,
    bad=("And the worry that the promise would be kept only on paper.", "According to the Ministry of Defence in Seoul."),
    good=("Why now?", "The worry that prices would rise has gone.", "Although it rained, they met."),
    starts_low=True,
)

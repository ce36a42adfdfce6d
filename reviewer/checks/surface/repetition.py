"""Words and phrases that stand twice in a row.

The rule is that English doubles words of its own accord: what may rightly stand twice is left alone, and so is a pair of names
or words of content that the story has more than once, because that is what something is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reviewer.analysis.lexicon import FUNCTION_WORDS, SAYING
from reviewer.checks.check import Check, Remark
from reviewer.checks.story import Story, Unit
from reviewer.core.finding import Level

_TWICE = re.compile(r"(?<![\w'’.&-])([^\W\d_]++)((?:['’]s)?+)(?:[ \u00a0]+\1(['’]s)?)+(?![\w'’&-]|\.\w)", re.IGNORECASE)
_SHORT_TITLE = re.compile(r"\b((?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen)\.) \1(?= [A-Z])")
_LEADING = str.maketrans(dict.fromkeys("\"'“”‘’([{—–-/", " "))
_RIGHT = frozenset(
    """
    that had her do did so very really no yes many much far long ha well hear bye knock please never too now there blah big
    duran walla pago bora tora wagga baden lang yo ylang cha chop tut dum pom sing
    """.split()
)
"""What may stand twice: grammar, emphasis, and names that everybody knows."""
_AFTER_ONE_THAT = frozenset("the a an it he she they we this these those there".split())
"""What no second `that` stands before: that that the yard won."""
_COPULAS = frozenset("is was are were does".split())
_OF_A_CLAUSE = frozenset("it this he she they there i we you".split())
_BEFORE_A_CLAUSE = SAYING | frozenset("and but because although though since while so if".split())
"""Before which words a pronoun begins a clause: he said it is, but all it is."""
_RELATED = frozenset("friend father mother brother sister cousin uncle aunt neighbor neighbour wife husband son daughter".split())
"""Whose own such one has: my friend's friend's car."""
_PARTICLES = frozenset("in on up over by off out through around".split())
_PRONOUNS = frozenset("it that this he she they there what all who one i we you".split())
_VERBS = frozenset(
    """
    sworn voted come comes came coming go goes going went gone moved brought stepped logged checked phoned called carry carried
    set kicked turned handed tuned took taken broke broken live lived plugged drawn settled cut locked passed walked pulled
    log sign signed drop dropped stay stayed
    """.split()
)
_TWICE_AFTER: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PARTICLES, _VERBS),
    "will": frozenset("the a his her their political free".split()),
}
"""After which words a word may stand twice: all it is is, sworn in in January, the will will be read."""
_NEAR = 200
"""So many characters before and after are looked at."""
_TIMES = frozenset("week weekend month year time morning afternoon evening season summer winter spring autumn fall".split())
_NAMES_THAT_ARE_WORDS = frozenset("may will mark bill march grant rose dean".split())
_LINKS = frozenset("and or by after upon versus".split())
"""Faster and faster and louder."""
_LONGEST = 10
_LONG_ENOUGH = 4
"""So many words with a comma between are no rhetoric."""


def repeated_word(story: Story) -> Iterator[Remark]:
    """A word twice or more in a row."""
    found = [(at, match) for at, unit in enumerate(story.units) if _may_repeat(unit.text) for match in _TWICE.finditer(unit.text)]
    pairs = Counter(match[0].lower() for _, match in found if match[1].lower() not in FUNCTION_WORDS or _is_capitalised(match))
    for at, match in found:
        if pairs[match[0].lower()] > 1 or _is_right(match, story.units[at].text):
            continue
        times = match[0].count(" ") + match[0].count("\u00a0")
        message = f"“{match[1]}{match[2]}” {'twice' if times == 1 else 'several times'} in a row"
        if _may_be_meant(match, story.units[at].text):
            yield Remark(*match.span(), message, None, Level.INFO, at=at)
        else:
            yield Remark(*match.span(), message, match[1] + (match[3] or ""), at=at)
    for at, unit in enumerate(story.units):
        for title in _SHORT_TITLE.finditer(unit.text) if ". " in unit.text else ():
            yield Remark(*title.span(), f"“{title[1]}” twice in a row", title[1], at=at)


def _may_repeat(text: str) -> bool:
    """Whether some word begins as the one before it: a tenth of the time that the pattern takes."""
    split = text.lower().replace("'s", "").replace("’s", "").translate(_LEADING).split()
    return any(map(str.startswith, split[1:], split))


def _is_capitalised(match: re.Match[str]) -> bool:
    return match[0][:1].isupper() and match[0].split()[-1][:1].isupper()


def _is_right(match: re.Match[str], text: str) -> bool:
    first, last = match[1], match[0].split()[-1]
    word, text_before = first.lower(), text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR].split(maxsplit=1)
    if word == "that" and after and after[0].lower() in _AFTER_ONE_THAT:
        return False
    if word in _RIGHT or (match[2] and (not match[3] or word in _RELATED)):
        return True
    if first[0].isupper() and not last[0].isupper():  # the first of a sentence, or two words of which one is a name or acronym
        is_later = text_before.strip("\"'“‘ (") != ""
        return is_later or word in _NAMES_THAT_ARE_WORDS or (len(first) > 1 and first.isupper())
    if last[0].isupper() and (len(first) == 1 or (not first[0].isupper() and word not in FUNCTION_WORDS)):
        return True
    before = text_before.lower().split()
    if word == "this":
        return after != [] and after[0].strip(".,;:?!\"'”’") in _TIMES
    if word in _COPULAS:
        is_asked = "what" in before or before[:1] in (["where"], ["who"], ["how"], ["why"])
        return is_asked or (before != [] and before[-1] in _PRONOUNS and not _begins_a_clause(before))
    return before != [] and before[-1] in _TWICE_AFTER.get(word, ())


def _begins_a_clause(before: Sequence[str]) -> bool:
    """Whether the last of the words is a subject that begins its own clause, which no `all`, `who` or noun takes part in."""
    if not before or before[-1].lstrip("\"“‘'(") not in _OF_A_CLAUSE:
        return False
    rest = before[:-2] if before[-2:-1] == ["that"] else before[:-1]
    if not rest:
        return True
    return rest[-1] in (_BEFORE_A_CLAUSE if len(rest) == len(before) - 1 else SAYING) or rest[-1][-1] in ".,;:!?"


def _may_be_meant(match: re.Match[str], text: str) -> bool:
    """Whether a doubled word can be what was meant: `the question is is it`, `it is not not true`."""
    word = match[1].lower()
    following = text[match.end() :].split(maxsplit=1)
    return word == "not" or (word in _COPULAS and following != [] and following[0].lower() in _OF_A_CLAUSE)


def repeated_phrase(unit: Unit) -> Iterator[Remark]:
    """Two or more words twice in a row; four or more also with a comma between."""
    said = unit.low
    if "’s" not in unit.text and "'s" not in unit.text and len(set(pairwise(said))) >= len(said) - 1:
        return  # no two words stand side by side twice
    last: dict[str, int] = {}
    free = 0
    for at, word in enumerate(said):
        first = last.get(word, -1)
        last[word] = at
        gap = at - first
        if first < free or not 2 <= gap <= _LONGEST + 1:
            continue
        length = gap - 1 if gap > _LONG_ENOUGH and said[at - 1] == "," else gap
        if length <= _LONGEST and _is_same(said, first, at, length) and _is_phrase(said, first, length):
            free = at + length
            yield _once(unit, first, at, length)


def _is_same(said: Sequence[str], first: int, second: int, length: int) -> bool:
    """Whether the same words stand at both places; the last one may be a possessive the second time."""
    end = first + length - 1
    last = second + length - 1
    if last >= len(said) or said[first:end] != said[second:last]:
        return False
    return said[last] in (said[end], f"{said[end]}'s", f"{said[end]}’s")


def _is_phrase(said: Sequence[str], at: int, length: int) -> bool:
    """Whether what stands twice is words, and no chain such as `step by step by step`."""
    phrase = said[at : at + length]
    if len(set(phrase)) == 1 or not all(word[0].isalnum() for word in phrase) or not any(word.isalpha() for word in phrase):
        return False
    if length > 2:
        return True
    end = at + 2 * length
    goes_on = said[end : end + 1] == phrase[:1] or (at > 0 and said[at - 1] == phrase[-1])
    return _LINKS.isdisjoint(phrase) and not goes_on


def _once(unit: Unit, at: int, second: int, length: int) -> Remark:
    text, end = unit.text, unit.words[second + length - 1].end
    start, middle = unit.words[at].start, unit.words[at + length - 1].end
    phrase = text[start:middle]
    ending = text[end - 2 : end]
    possessive = ending if ending in ("'s", "’s") and not phrase.endswith(ending) else ""
    return Remark(start, end, f"“{phrase}” twice in a row", phrase + possessive)


REPEATED_WORD = Check(
    name="repeated-word",
    level=Level.WARNING,
    about="A word twice in a row, not where grammar or emphasis may double it, and not a name that recurs in the article.",
    issue="duplication",
    story=repeated_word,
    bad=("They discussed security security in Europe.", "The border of Ukraine Ukraine's neighbours share is long."),
    good=("He had had enough of it.", "She was sworn in in January.", "Duran Duran played."),
)
REPEATED_PHRASE = Check(
    name="repeated-phrase",
    level=Level.WARNING,
    about="Two to ten words twice in a row, not chains such as `step by step by step`.",
    issue="duplication",
    unit=repeated_phrase,
    bad=("He arrived on the 24th on the 24th with his staff.",),
    good=("It went step by step by step.", '"Very, very, very good," he said.'),
)

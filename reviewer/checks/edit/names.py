"""Names that the editor changed, put in or took out: words with a capital that only one of the two texts has.

A capital at the beginning of a sentence or in a title makes no name; such a word counts only where it became another spelling of
itself. Other forms of a name are the name: its possessive, its people, its letters with or without hyphens and points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from reviewer.analysis.diff import Edit
from reviewer.analysis.fuzz import character_distance
from reviewer.analysis.lexicon import FUNCTION_WORDS
from reviewer.analysis.stems import letters_and_digits, stem
from reviewer.analysis.titles import RANKS, REGARD
from reviewer.analysis.words import Word
from reviewer.checks.check import Check, Remark
from reviewer.checks.edit.remarks import added, changed, removed, run
from reviewer.checks.edited import Edited, edited
from reviewer.checks.story import Unit
from reviewer.core.finding import Level

_TITLES = RANKS.keys() | REGARD | frozenset(("sir", "ministers", "state"))
_PEOPLE = ("ians", "ian", "ans", "an", "ns", "n", "nese", "ese", "ish", "is", "i", "s")
"""Endings that make a people or a plural of a place."""
_LOST = "aeyo"
"""Letters that a place loses before them."""
_SHORTEST_ROOT = 4
_ENDS = frozenset(".!?:…")
_MARKS = frozenset("\"'“”‘’«»([—–-")
_ALIASES = {
    "us": "america",
    "american": "america",
    "americans": "america",
    "usa": "america",
    "uk": "britain",
    "british": "britain",
}
_LONG_WORD = 4


def _look(unit: Unit) -> Iterator[Remark]:
    both = edited(unit)
    before, after = _names(both.machine), _names(both.correction)
    gone = _only(before, [word.text for word in both.correction])
    came = _only(after, [word.text for word in both.machine])
    for change in both.changes:
        old = [word for word in gone if _is_within(word, change.machine)]
        new = [word for word in came if _is_within(word, change.correction)]
        remark = _remark(unit, both, change, old, new, (before, after))
        if remark is not None:
            yield remark


def _remark(
    unit: Unit, both: Edited, change: Edit, old: list[Word], new: list[Word], sure: tuple[dict[Word, bool], dict[Word, bool]]
) -> Remark | None:
    machine = unit.machine or ""
    if not (len(old) == len(new) == 1 and _is_near(old[0].text, new[0].text)):
        old, new = _sure(old, sure[0]), _sure(new, sure[1])
    gone, came = both.gone(change), both.came(change)
    if (old or new) and (_is_abbreviated(gone, both.correction) or _is_abbreviated(came, both.machine)):
        return None
    if old and new:
        return changed(run(machine, _joined(old)), run(unit.text, _joined(new)), (_joined(new)[0].start, _joined(new)[-1].end))
    if old:
        return removed(f"“{run(machine, _joined(old))}”", change.correction[0])
    return added(f"“{run(unit.text, _joined(new))}”", (_joined(new)[0].start, _joined(new)[-1].end)) if new else None


def _sure(found: Sequence[Word], names: dict[Word, bool]) -> list[Word]:
    """Those inside a sentence; a first word only with such a one right behind it."""
    following = {word.start for word in found if names[word]}
    return [word for word in found if names[word] or word.end + 1 in following]


def _names(words: Sequence[Word]) -> dict[Word, bool]:
    """The words with a capital, and whether it is one inside a sentence, so that it makes a name."""
    long = [word.text[0].isupper() for word in words[1:] if len(word.text) >= _LONG_WORD and word.text[0].isalpha()]
    is_title = len(long) > 1 and 3 * sum(long) > 2 * len(long) and words[-1].text[-1] not in _ENDS
    found = {}
    begins = True
    for word in words:
        if word.text in _MARKS:
            continue
        small = word.text.casefold()
        is_acronym = word.text.isupper() and len(word.text) > 1
        is_small = small in FUNCTION_WORDS or small in _TITLES or len(small) == 1
        if word.text[0].isupper() and (is_acronym or not is_small):
            found[word] = not is_title and (not begins or is_acronym)
        begins = word.text[-1] in _ENDS
    return found


def _only(names: dict[Word, bool], others: Sequence[str]) -> list[Word]:
    """Those of which no form is among the words of the other text, nor in two of its words put together."""
    known = {_key(part) for word in others for part in (word, *word.split("-"))}
    places, peoples = _roots(known)
    together = "".join(map(_key, others))
    found = []
    for word in names:
        key = _key(word.text)
        place, people = _roots((key,))
        parts = [_key(part) for part in word.text.split("-")]
        is_there = key in known or place & peoples or people & places or (len(parts) > 1 and known.issuperset(parts))
        if not is_there and not (len(key) > _SHORTEST_ROOT and key in together):
            found.append(word)
    return found


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    """Its letters in small, without what makes it a possessive."""
    plain = letters_and_digits(word.casefold().removesuffix("'s").removesuffix("’s"))
    return _ALIASES.get(plain, plain)


def _roots(keys: Iterable[str]) -> tuple[set[str], set[str]]:
    """What they may be of as names of places, and as names of peoples."""
    places = {root for key in keys for root in (key, key.rstrip(_LOST)) if len(root) >= _SHORTEST_ROOT}
    peoples = {key.removesuffix(ending) for key in keys for ending in _PEOPLE if key.endswith(ending)}
    return places, {root for root in peoples if len(root) >= _SHORTEST_ROOT}


def _is_near(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    if stem(one) == stem(other) or longest < _SHORTEST_ROOT:
        return False
    return character_distance(one.casefold(), other.casefold()) <= longest // 3


def _is_abbreviated(some: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether what changed is an abbreviation of words of the other text, or its words are abbreviated there."""
    initials = _initials(some)
    known = _abbreviations(others)
    is_short = any(short in known or short in _initials(others) for short in _abbreviations(some))
    return is_short or (len(initials) > 1 and initials in known)


def _initials(words: Sequence[Word]) -> str:
    return "".join(word.text[0] for word in words if word.text[0].isupper() and len(word.text) > 1).casefold()


def _abbreviations(words: Iterable[Word]) -> set[str]:
    """Those in capitals, with points between their letters too."""
    texts = [word.text for word in words if word.text != "."]
    single = "".join(text if len(text) == 1 and text.isupper() else " " for text in texts).split()
    return {text.casefold() for text in (*texts, *single) if len(text) > 1 and text.isupper()}


def _joined(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to the first that stands far from the last: a name, not two."""
    upto = next((at for at in range(1, len(words)) if words[at].start > words[at - 1].end + 2), len(words))
    return words[:upto]


def _is_within(word: Word, span: tuple[int, int]) -> bool:
    return span[0] <= word.start < span[1]


CHECK = Check(
    name="name-changed",
    level=Level.INFO,
    about=(
        "A name that the editor changed, put in or took out: words with capitals inside a sentence. Other forms of it, its case "
        "and its hyphens, titles, and acronyms that were spelled out are none."
    ),
    issue="inconsistent-entities",
    unit=_look,
    needs_edit=True,
    bad=("Minister Hravchuk said so. => Minister Hrabchuk said so.", "He flew to Vienna. => He flew to Geneva."),
    good=("The russian minister left. => The Russian minister left.", "Talks began in Kyiv. => Negotiations began in Kyiv."),
)

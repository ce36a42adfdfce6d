"""Spellings of one name that differ within a story.

The rule is that something must speak for its being one name besides the letters: the same given name, the same title, a surname
alone that is nearly one introduced before; or the two differ only by the way of romanising, or one is rare and long. Whatever
speaks against it (given names of their own, standing side by side, being the plural or the people of the other) settles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from reviewer.analysis.fuzz import character_distance
from reviewer.analysis.stems import american
from reviewer.checks.check import Check, Remark
from reviewer.checks.names.known import COMMON_SURNAMES, ENDINGS, PLACES, SAME_PLACE, UNNAMED
from reviewer.checks.names.mentions import Mention, Names, names_of
from reviewer.checks.names.romanisation import buckets, letters, skeleton, sound
from reviewer.checks.story import Story
from reviewer.core.finding import Level

_SHORTEST = 4
_FULLEST_BUCKET = 40
"""Names that share a bucket and are compared with each other: more than that are too alike to tell anything."""
_CLOSE = 40
"""Characters between two names that are told apart, and not one that was spelt in two ways."""
_OF_PLACES = frozenset().union(*SAME_PLACE)
_ONE_ELSEWHERE = ({"l", "r"}, {"b", "v"}, {"j", "z"}, {"f", "p"})
"""Letters that stand for one sound of a language."""


@dataclass(frozen=True)
class _Form:
    """One spelling, and where it stands."""

    text: str
    places: tuple[tuple[Mention, int], ...]

    @cached_property
    def units(self) -> frozenset[int]:
        return frozenset(mention.at for mention, _ in self.places)

    @cached_property
    def before(self) -> frozenset[str]:
        """The sounds of the words of its name right before it."""
        return frozenset(sound(mention.parts[at - 1].text) for mention, at in self.places if at)

    @cached_property
    def after(self) -> frozenset[str]:
        """The sounds of the words of its name right after it."""
        return frozenset(sound(mention.parts[at + 1].text) for mention, at in self.places if at + 1 < len(mention.parts))

    @cached_property
    def ranks(self) -> frozenset[str]:
        return frozenset(mention.rank for mention, _ in self.places if mention.rank and mention.rank != "mr")

    @cached_property
    def is_sure(self) -> bool:
        return any(mention.parts[at].is_sure for mention, at in self.places)

    @property
    def weight(self) -> tuple[int, bool, int]:
        """What makes it the spelling to keep: how often it stands, then that it is in a full name, then that it comes first."""
        return len(self.places), bool(self.before or self.after), -self.places[0][0].at


def _spellings(story: Story) -> Iterator[Remark]:
    names = names_of(story)
    found = [_Form(text, tuple(places)) for text, places in names.by_word.items() if _is_spelt_out(text)]
    better: dict[str, _Form] = {}
    minor: dict[str, _Form] = {}
    for one, other in _pairs(found):
        if _is_one_name(one, other):
            worse, best = sorted((one, other), key=lambda form: form.weight)
            minor[worse.text] = worse
            if worse.text not in better or best.weight > better[worse.text].weight:
                better[worse.text] = best
    for text, worse in minor.items():
        best = better[better[text].text] if better[text].text in better else better[text]
        for mention, at in worse.places:
            part = mention.parts[at]
            message = _says(text, best.text, len(best.places), story.positions[best.places[0][0].at])
            if len(worse.places) == len(best.places) == 1:
                message += ": one of them is wrong"
            yield Remark(part.start, part.end, message, best.text, at=mention.at)
    yield from _arrangements(story, names)


def _is_spelt_out(text: str) -> bool:
    """Whether it is a word as names are: no code, no letter before a hyphen, no capital in the middle but after `Mc`."""
    if len(text) < _SHORTEST or not text.isascii():
        return False
    parts = text.replace("'", "-").split("-")
    return all(part.isalpha() and (part[1:].islower() or part.startswith(("Mc", "Mac", "De"))) for part in parts)


def _says(here: str, there: str, often: int, first: int) -> str:
    times = f"{often} times, first " if often > 2 else ""
    return f"“{here}” here, “{there}” {times}in sentence {first}"


def _pairs(forms: Iterable[_Form]) -> Iterator[tuple[_Form, _Form]]:
    """Forms that share a bucket, each pair once."""
    shared: dict[str, list[_Form]] = defaultdict(list)
    for form in forms:
        for key in buckets(form.text):
            shared[key].append(form)
    of_places = [form for form in forms if form.text.casefold() in _OF_PLACES]
    for pair in SAME_PLACE if len(of_places) > 1 else ():
        shared["/".join(sorted(pair))] = [form for form in of_places if form.text.casefold() in pair]
    seen: set[tuple[str, str]] = set()
    for together in shared.values():
        if len(together) <= _FULLEST_BUCKET:
            for one, other in combinations(together, 2):
                if abs(len(one.text) - len(other.text)) <= 3 and (one.text, other.text) not in seen:
                    seen.add((one.text, other.text))
                    yield one, other


def _is_one_name(one: _Form, other: _Form) -> bool:
    a, b = letters(one.text), letters(other.text)
    if {a, b} in SAME_PLACE:
        return True
    alike = sound(a) == sound(b)
    if a == b or not (alike or _is_near(a, b)) or not (one.is_sure or other.is_sure):
        return False
    if (a in PLACES and b in PLACES) or is_derived(a, b) or (not alike and _stand_close(one, other)):
        return False
    if _differ(one.before, other.before) or _differ(one.after, other.after):
        return False
    shared = (one.before & other.before) - UNNAMED
    if alike:
        return (
            min(len(a), len(b)) >= 6 or bool(shared or one.after & other.after or one.ranks & other.ranks) or _is_rare(one, other)
        )
    if shared - COMMON_SURNAMES:
        return "-" not in one.text
    if one.ranks & other.ranks and not (one.before and other.before) and not one.after and not other.after:
        return True
    if a[0] != b[0] and skeleton(a) != skeleton(b):
        return False
    return _is_introduced(one, other, a, b) or (_is_rare(one, other) and _is_slip(a, b))


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both stand beside something in their names, and never beside the same."""
    return bool(one and other and not one & other)


def _is_near(a: str, b: str) -> bool:
    distance, shorter = character_distance(a, b), min(len(a), len(b))
    same = skeleton(a) == skeleton(b)
    return distance <= 1 or (distance == 2 and (shorter >= 8 or (same and shorter >= 7)))


def _is_slip(a: str, b: str) -> bool:
    """Whether they differ by one letter of a long name, or by two that are one in another language."""
    if character_distance(a, b) != 1 or (a in PLACES) != (b in PLACES):
        return False
    differing = next(({one, other} for one, other in zip(a, b, strict=False) if one != other), set())
    return min(len(a), len(b)) >= 6 or (len(a) == len(b) and len(a) >= 5 and differing in _ONE_ELSEWHERE)


def _stand_close(one: _Form, other: _Form) -> bool:
    """Whether the two stand near each other in one sentence, as what is told apart does."""
    if not one.units & other.units:
        return False
    places = sorted((mention.at, mention.parts[at].start, form.text) for form in (one, other) for mention, at in form.places)
    return any(here[0] == there[0] and here[2] != there[2] and there[1] - here[1] < _CLOSE for here, there in pairwise(places))


def _is_rare(one: _Form, other: _Form) -> bool:
    """Whether one stands once, and the other often."""
    counts = sorted((len(one.places), len(other.places)))
    return counts[0] == 1 and counts[1] >= 4


def _is_introduced(one: _Form, other: _Form, a: str, b: str) -> bool:
    """Whether one was introduced by its given name, and the other stands alone as if it had been."""
    if min(len(a), len(b)) < 6 or (a in PLACES) != (b in PLACES):
        return False
    for full, alone in ((one, other), (other, one)):
        if (
            full.before - UNNAMED
            and not full.after
            and not alone.before
            and not alone.after
            and min(full.units) <= min(alone.units)
        ):
            return not alone.ranks or not full.ranks or bool(alone.ranks & full.ranks)
    return False


def is_derived(a: str, b: str) -> bool:
    """Whether they are two words of one stem, or one word as it is written in two countries."""
    if american(a) == american(b):
        return True
    if sound(a) == sound(b):
        return False
    for one, other in ((a, b), (sound(a), sound(b))):
        start = next(
            (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
        )
        rests = one[start:], other[start:]
        if start >= 3 and one != other and all(not rest or rest in ENDINGS for rest in rests):
            return True
    return False


def _arrangements(story: Story, names: Names) -> Iterator[Remark]:
    """One name with and without a hyphen, or with the surname first and last: worth knowing, and often meant."""
    groups: dict[str, dict[str, list[Mention]]] = defaultdict(lambda: defaultdict(list))
    for mention in names.mentions:
        if len(mention.parts) <= 3 and any("-" in part.text or len(mention.parts) > 1 for part in mention.parts):
            key = "".join(sorted(letters(mention.text)))
            groups[key][mention.text].append(mention)
    for variants in groups.values():
        if len(variants) > 1:
            best = max(variants, key=lambda text: len(variants[text]))
            for text, mentions in variants.items():
                if _is_rearranged(text, best):
                    for each in mentions:
                        message = _says(text, best, len(variants[best]), story.positions[variants[best][0].at])
                        yield Remark(each.start, each.end, message, best, Level.INFO, at=each.at)


def _is_rearranged(text: str, best: str) -> bool:
    if text.casefold() == best.casefold():
        return False
    return letters(text) == letters(best) or sorted(map(letters, text.split())) == sorted(map(letters, best.split()))


NAME_SPELLING = Check(
    "name-spelling",
    Level.WARNING,
    "A name that is spelt in two ways in one story, where a given name, a title or the letters show that one is meant. "
    "Leaves relatives, plurals, peoples and places with names that are near alone.",
    "inconsistent-entities",
    story=_spellings,
    bad=(
        "NATO Secretary General Henrik Aldsund drew a line. | On Monday, Secretary General Alsund will preside over a meeting.",
        "Foreign Minister Olena Hrabchuk met with reporters. | Later, Minister Hravchuk flew to Kyiv.",
    ),
    good=(
        "Oil from Iran goes by pipeline. | The route through Iraq was closed.",
        "Chairman Kim Jong Bo spoke first. | His sister Kim Yo Bok stood behind him.",
    ),
)
"""Spellings of one name that differ."""

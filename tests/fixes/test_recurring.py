"""Which phrases of the machine are said to be corrected again and again, and how often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.fixes.recurring import MOST_WORDS, Corrected, Recurring, recurring

Pair = tuple[str, str]

ATOMS = ["the", "The", "NATO", "ban", "view", "on", "'s", ",", "“", "5", "北", "約", "É", "e\u0301", "\n", "\u00a0", "-"]
phrases = st.one_of(
    st.lists(st.sampled_from(ATOMS), max_size=9).map(" ".join),
    st.lists(st.sampled_from(ATOMS), max_size=9).map("".join),
    st.text(st.characters(exclude_categories=[]), max_size=12),
)
corrections = st.lists(
    st.builds(Corrected, phrases, phrases, st.sampled_from("xy"), st.sampled_from("de"), st.sampled_from("12345")), max_size=8
)
plain_texts = st.lists(st.sampled_from(["the", "ban", "view", "holds", "on", ",", "."]), max_size=6).map(" ".join)


def corrected(*pairs: Pair, article: str = "a", editor: str = "desk2") -> list[Corrected]:
    """Each pair in a segment of its own, of one article by one editor."""
    return [Corrected(machine, final, article, editor, f"s{number}") for number, (machine, final) in enumerate(pairs, 1)]


def kept(*texts: str) -> list[Pair]:
    """Texts that were accepted as they are."""
    return [(text, text) for text in texts]


def told(found: list[Recurring]) -> list[tuple[str, dict[str, int], int]]:
    """Of each its phrase, what was made of it, and how often it was left alone."""
    return [(each.phrase, dict(each.replacements), each.kept) for each in found]


BAN = ("NATO's ban on East Asia holds", "NATO's eastward expansion holds")
ROWS: dict[str, tuple[list[Pair], list[tuple[str, dict[str, int], int]]]] = {
    "nothing": ([], []),
    "nothing changed": (kept("the ban", "the ban"), []),
    "one segment is no repetition": ([BAN], []),
    "the same twice": ([BAN, ("A ban on East Asia", "An eastward expansion")],
                       [("ban on East Asia", {"eastward expansion": 2}, 0)]),
    "twice in one segment is no repetition": ([("ban it, ban it", "view it, view it")], []),
    "two of three times in one segment": ([("ban it, ban it", "view it, view it"), ("ban all", "view all")],
                                          [("ban", {"view": 3}, 0)]),
    "two other replacements show nothing": ([("the ban", "the view"), ("a ban", "a law")], []),
    "three other replacements do": ([("the ban", "the view"), ("a ban", "a law"), ("no ban", "no bar")],
                                    [("ban", {"bar": 1, "law": 1, "view": 1}, 0)]),
    "two agree and one does not": ([("the ban", "the view"), ("a ban", "a view"), ("no ban", "no bar")],
                                   [("ban", {"view": 2, "bar": 1}, 0)]),
    "taken out": ([("the old ban", "the ban"), ("an old law", "an law")], [("old", {"": 2}, 0)]),
    "kept elsewhere": ([("the ban", "the view"), ("a ban", "a view"), *kept("one ban and ban", "bans")],
                       [("ban", {"view": 2}, 2)]),
    "mostly kept": ([("the ban", "the view"), ("the ban", "the view"), *kept(*["a ban"] * 9)], [("the ban", {"the view": 2}, 0)]),
    "kept four times as often": ([("the ban", "the view"), ("a ban", "a view"), *kept(*["no ban"] * 8)],
                                 [("ban", {"view": 2}, 8)]),
    "kept more often with its neighbours too": (
        [("the ban", "the view"), ("the ban", "the view"), *kept(*["the ban"] * 9)], []),
    "a small word with its neighbour": (
        [("in the Seoul", "in Seoul"), ("to the Seoul", "to Seoul"), *kept(*["the law and the ban of the man"] * 4)],
        [("the Seoul", {"Seoul": 2}, 0)]),
    "put in, with its neighbour": ([("we met Monday", "we met on Monday"), ("they met Monday", "they met on Monday")],
                                   [("met", {"met on": 2}, 0)]),
    "put in, with the other of its neighbours": (
        [("we met Monday", "we met on Monday"), ("they met Monday", "they met on Monday"), *kept("met", "met", "met", "Monday")],
        [("Monday", {"on Monday": 2}, 1)]),
    "put in, where neither neighbour alone tells": (
        [("we met Monday", "we met on Monday"), ("they met Monday", "they met on Monday"), *kept(*["Monday he met"] * 3)],
        [("met Monday", {"met on Monday": 2}, 0)]),
    "put in beside other words": ([("a Monday", "a on Monday"), ("x Tuesday", "x on Tuesday")], []),
    "a capital that begins the sentence": (
        [("Ban it", "View it"), ("we ban it", "we view it"), *kept("a ban", "no ban")],
        [("ban", {"view": 2}, 2)]),
    "a capital of its own": ([("NATO ban", "OTAN ban"), ("the nato", "the otan")], []),
    "other case inside": ([("the Ban", "the View"), ("the ban", "the view")], []),
    "white space is no part": ([("the  big\nban", "the law"), ("the big ban", "the law")], [("big ban", {"law": 2}, 0)]),
    "white space alone is nothing": ([("a  b", "a b"), ("a  b", "a b")], []),
    "form comes last": (
        [("x, ban , ban", "x, view , view"), ("y ban", "y view"), ("the web-site", "the website"), ("a web-site", "a website"),
         ("my web-site", "my website"), ("no web-site", "no website")],
        [("ban", {"view": 3}, 0), ("web-site", {"website": 4}, 0)]),
    "part of a longer run": (
        [("the ban on East Asia was", "the eastward expansion is"), ("a ban on East Asia", "a eastward expansion")],
        [("ban on East Asia", {"eastward expansion": 2}, 0)]),
    "the rest of a longer run": (
        [("so was the ban", "so is the ban"), ("we was", "we is"), ("the law was", "the view is")],
        [("was", {"is": 3}, 0)]),
    "without spaces": ([("北约东亚禁令", "北约东扩"), ("说东亚禁令", "说东扩")], [("亚禁令", {"扩": 2}, 0)]),
}  # fmt: skip


@pytest.mark.parametrize(("pairs", "expected"), ROWS.values(), ids=ROWS)
def test_phrases(pairs: list[Pair], expected: list[tuple[str, dict[str, int], int]]) -> None:
    """Each row has the phrases that somebody would underline, what became of them, and how often they were left alone."""
    assert told(recurring(corrected(*pairs))) == expected


def test_articles_editors_and_examples() -> None:
    """Each is counted once, and the first three segments are named in the order in which they came."""
    rows = [
        Corrected(f"the ban {number}", f"the view {number}", article, editor, f"s{number}")
        for number, (article, editor) in enumerate(["ax", "ax", "by", "az", "bx"])
    ]
    (only,) = recurring(rows)
    assert (only.times, only.articles, only.editors, only.examples) == (5, 2, 3, ("s0", "s1", "s2"))


def test_two_editors_of_one_segment_are_one_segment() -> None:
    """They show no repetition; with another segment all three count."""
    one = [Corrected("the ban", "the view", "a", editor, "s1") for editor in ("desk1", "desk2")]
    other = [Corrected("a ban", "a view", "a", "desk1", "s2")]
    assert recurring(one) == []
    assert [(each.times, each.editors) for each in recurring(one + other)] == [(3, 2)]


def test_the_order() -> None:
    """What says something before what is form, then times, articles, and the phrase."""
    rows = [
        *[Corrected(f"{number} c", f"{number} d", "a", "e", f"c{number}") for number in range(3)],
        *[Corrected(f"{number} b", f"{number} d", "a", "e", f"b{number}") for number in range(2)],
        *[Corrected(f"{number} a", f"{number} d", "a", "e", f"a{number}") for number in range(2)],
        *[Corrected(f"{number} z", f"{number} d", str(number), "e", f"z{number}") for number in range(2)],
        *[Corrected(f"{number} web-site", f"{number} website", "a", "e", f"w{number}") for number in range(9)],
    ]
    assert [(each.phrase, each.is_form) for each in recurring(rows)] == [
        ("c", False), ("z", False), ("a", False), ("b", False), ("web-site", True),
    ]  # fmt: skip


def test_replacements_are_in_the_order_of_their_numbers() -> None:
    """Of as many the first in the alphabet."""
    rows = corrected(*((f"{final} {number} ban", f"{final} {number} {final}") for number, final in enumerate("ccbbda")))
    assert recurring(rows)[0].replacements == (("b", 2), ("c", 2), ("a", 1), ("d", 1))


@pytest.mark.parametrize(("at_least", "is_found"), [(1, True), (2, True), (3, True), (4, False)])
def test_how_many_segments_it_takes(at_least: int, is_found: bool) -> None:
    """As many as are asked for."""
    rows = corrected(*((f"{number} ban", f"{number} view") for number in range(3)))
    assert bool(recurring(rows, at_least=at_least)) is is_found


def test_longer_runs_are_no_phrases() -> None:
    """Of twenty words there may be one, not of twenty-one."""
    for words, count in ((MOST_WORDS, 1), (MOST_WORDS + 1, 0)):
        run = " ".join(f"w{number}" for number in range(words))
        assert len(recurring(corrected((f"a {run} b", "a x b"), (f"c {run} d", "c x d")))) == count


@given(corrections)
def test_no_phrase_was_changed_more_often_than_there_are_edits(rows: list[Corrected]) -> None:
    """Any texts: what is said of a phrase adds up, and never to more than one edit a word."""
    found = recurring(rows)
    changed = [row for row in rows if row.machine != row.final]
    for each in found:
        assert each.phrase.strip() == each.phrase != ""
        assert each.times == sum(count for _, count in each.replacements)
        assert each.times >= 2
        assert 1 <= each.articles <= len({row.article for row in changed})
        assert 1 <= each.editors <= len({row.editor for row in changed})
        assert 2 <= len({row.segment for row in changed if row.segment in each.examples}) <= 3
        assert each.kept >= 0
    assert sum(each.times for each in found) <= sum(len(row.machine) + len(row.final) for row in changed)


@given(st.lists(st.tuples(plain_texts, plain_texts), max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_the_corrections_changes_no_number(pairs: list[Pair], chance: object) -> None:
    """Only which segments are the first examples."""
    rows = corrected(*pairs)
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    def numbers(found: list[Recurring]) -> list[tuple[object, ...]]:
        return [(each.phrase, each.replacements, each.times, each.kept, each.articles, each.editors) for each in found]

    assert numbers(recurring(rows)) == numbers(recurring(shuffled))

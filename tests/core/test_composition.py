"""The corrected article: the text that is printed and the white space that goes with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.composition import Unfinished, disputed, is_torn, pieces, running_text, runs, spaced
from reviewer.core.place import Place, run_text
from reviewer.core.review import Review, Verdict
from tests.core.building import place, review, reviewed, story

STORY = ("a", "bcd", "ef")
"""`A.`, then `B. C. D.`, then `E. F.`"""

machines = st.text(min_size=1, max_size=8)
gaps = st.sampled_from([" ", "  ", "", "\n", "\r\n", "\n\n", "\r\n \r\n", "\u3000", "\t"])


def text_of(places: list[Place], unfinished: Unfinished = Unfinished.MACHINE, lead: str = "") -> str:
    """The running text of `places`."""
    return running_text(lead, pieces(places, unfinished))


def cut(letters: str) -> list[Review]:
    """A cut of each of these segments."""
    return [review(f"cut {letter}", letter, verdict=Verdict.CUT, reason="residue") for letter in letters]


def test_a_join_with_a_part_in_conflict_is_none() -> None:
    """Nothing is printed of it: who joined says it of both parts, and of one of them somebody says otherwise."""
    join, other = review("1", "ab", correction="Joined."), review("2", "b", correction="Other.")
    places = reviewed([place("a", "A.", " "), place("b", "B.", " ")], join, other)

    assert [len(run) for run in runs(places)] == [1, 1]
    assert is_torn(places[:1])
    assert text_of(places) == "A. B. "
    assert disputed(places, ["a"]) == disputed(places, ["b"]) == tuple(places)


@given(st.text(" \n\t\ufeff", max_size=3), st.lists(st.tuples(machines, gaps, st.booleans()), max_size=12))
def test_an_undecided_article_is_the_original(lead: str, rows: list[tuple[str, str, bool]]) -> None:
    """Where nothing is decided the running text is the article byte for byte."""
    paragraph = 1
    places = []
    for index, (machine, gap, ends) in enumerate(rows):
        places.append(place(f"s{index}", machine, gap, paragraph))
        paragraph += ends
    original = lead + "".join(machine + gap for machine, gap, _ in rows)

    assert text_of(places, lead=lead) == original


@given(st.lists(st.tuples(machines, gaps), min_size=1, max_size=8), st.data())
def test_accepted_text_is_the_original(rows: list[tuple[str, str]], data: st.DataObject) -> None:
    """Accepting, one by one or joined, changes no byte."""
    places = [place(f"s{index}", machine, gap) for index, (machine, gap) in enumerate(rows)]
    start = 0
    reviews = []
    while start < len(places):
        length = data.draw(st.integers(1, 3))
        reviews.append(review(f"r{start}", [each.uid for each in places[start : start + length]]))
        start += length

    assert text_of(reviewed(places, *reviews)) == "".join(machine + gap for machine, gap in rows)


@pytest.mark.parametrize(
    ("letters", "printed"),
    [
        ("", "A.\n\nB. C. D.\n\nE. F.\n"),
        ("b", "A.\n\nC. D.\n\nE. F.\n"),
        ("c", "A.\n\nB. D.\n\nE. F.\n"),
        ("d", "A.\n\nB. C.\n\nE. F.\n"),
        ("cd", "A.\n\nB.\n\nE. F.\n"),
        ("bd", "A.\n\nC.\n\nE. F.\n"),
        ("bcd", "A.\n\nE. F.\n"),
        ("a", "B. C. D.\n\nE. F.\n"),
        ("abcd", "E. F.\n"),
        ("f", "A.\n\nB. C. D.\n\nE.\n"),
        ("e", "A.\n\nB. C. D.\n\nF.\n"),
        ("ef", "A.\n\nB. C. D.\n"),
        ("bcdef", "A.\n"),
        ("def", "A.\n\nB. C.\n"),
        ("abcdef", ""),
    ],
)
def test_a_cut_takes_its_white_space_along(letters: str, printed: str) -> None:
    """A cut takes the white space after it, a paragraph cut whole one blank line, and the article keeps its end."""
    assert text_of(reviewed(story(*STORY), *cut(letters))) == printed


@pytest.mark.parametrize("end", ["\n", "", "\r\n\r\n", " "])
def test_the_article_keeps_its_own_end(end: str) -> None:
    """Whatever is cut last, the file ends as it did."""
    assert text_of(reviewed(story("ab", "cd", end=end), *cut("cd"))) == f"A. B.{end}"


def test_the_lead_stays() -> None:
    """White space before the first segment belongs to the article, also when that segment is cut."""
    assert text_of(reviewed(story("ab"), *cut("a")), lead="\ufeff \n") == "\ufeff \nB.\n"


@given(st.sets(st.sampled_from("abcdefghi")))
def test_any_cuts_leave_whole_paragraphs(letters: set[str]) -> None:
    """Whatever is cut: the rest stands in order, each paragraph apart by one blank line, single spaces within."""
    paragraphs = ("ab", "c", "defg", "hi")
    kept = ["".join(each for each in letters_of if each not in letters) for letters_of in paragraphs]
    wanted = "\n\n".join(" ".join(f"{each.upper()}." for each in rest) for rest in kept if rest)

    assert text_of(reviewed(story(*paragraphs), *cut("".join(letters)))) == (wanted and wanted + "\n")


@pytest.mark.parametrize(
    ("covers", "printed"),
    [
        ("b", "A.\n\nNew! C. D.\n\nE. F.\n"),
        ("bc", "A.\n\nNew! D.\n\nE. F.\n"),
        ("cd", "A.\n\nB. New!\n\nE. F.\n"),
        ("bcd", "A.\n\nNew!\n\nE. F.\n"),
        ("ef", "A.\n\nB. C. D.\n\nNew!\n"),
    ],
)
def test_a_correction_stands_for_all_that_it_covers(covers: str, printed: str) -> None:
    """A join is printed once, with the white space after its last part."""
    places = reviewed(story(*STORY), review("r", covers, correction="New!"))

    assert text_of(places) == printed


def test_an_accepted_join_keeps_the_white_space_within() -> None:
    """What was joined and accepted is the machine's text to the byte."""
    places = [place("a", "One", "  \t"), place("b", "two.", "\n")]

    assert text_of(reviewed(places, review("r", "ab"))) == "One  \ttwo.\n"


def test_a_cut_join_goes_as_one() -> None:
    """The white space within and after a cut join goes with it."""
    places = reviewed(story("abcd"), review("r", "bc", verdict=Verdict.CUT))

    assert text_of(places) == "A. D.\n"


@pytest.mark.parametrize("places", [story("ac"), story("a"), story("b"), story("acb"), story("ba")])
def test_a_torn_join_is_not_printed(places: list[Place]) -> None:
    """Where the parts do not stand side by side, the correction of both is printed for neither."""
    torn = reviewed(places, review("r", "ab", correction="New!"))

    assert text_of(torn) == text_of(places)
    assert any(is_torn((each,)) for each in torn)


def test_a_torn_join_is_unfinished() -> None:
    """It is marked and dropped as what is open is."""
    torn = reviewed(story("ac"), review("r", "ab", correction="New!"), review("c", "c"))

    assert text_of(torn, Unfinished.MARK) == "[[corrected: A.]] C.\n"
    assert text_of(torn, Unfinished.DROP) == "C.\n"


@pytest.mark.parametrize(
    ("unfinished", "printed"),
    [
        (Unfinished.MACHINE, "A. B. C. New!\n"),
        (Unfinished.MARK, "[[open: A.]] [[rejected: B.]] [[conflict: C.]] New!\n"),
        (Unfinished.DROP, "New!\n"),
    ],
)
def test_what_is_not_decided(unfinished: Unfinished, printed: str) -> None:
    """Open, rejected and conflicting segments are printed as the machine wrote them, marked, or not at all."""
    places = reviewed(
        story("abcd"),
        review("b", "b", verdict=Verdict.REJECTED, correction="draft"),
        review("c1", "c", correction="this"),
        review("c2", "c", correction="that", editor="desk3"),
        review("d", "d", correction="New!"),
    )

    assert text_of(places, unfinished) == printed


def test_a_reopened_segment_is_open() -> None:
    """An undone first decision prints nothing of what was undone."""
    places = reviewed(story("a"), review("r", "a", verdict=Verdict.REOPENED))

    assert text_of(places, Unfinished.MARK) == "[[open: A.]]\n"


def test_a_reopened_join_is_no_join() -> None:
    """Its parts are pieces of their own again."""
    places = reviewed(story("ab"), review("r", "ab", verdict=Verdict.REOPENED))

    assert [len(run) for run in runs(places)] == [1, 1]


def test_agreement_is_printed_once() -> None:
    """Two editors who say the same are one opinion."""
    places = reviewed(story("ab"), review("r1", "ab", correction="N"), review("r2", "ab", correction="N", editor="desk3"))

    assert text_of(places) == "N\n"


def test_drafts_stand_in_for_what_is_open() -> None:
    """What is being typed is seen in its place."""
    shown = pieces(story("ab"), drafts={"a": "Typed"})

    assert running_text("", shown) == "Typed B.\n"


def test_runs_tile_the_places() -> None:
    """Every place is in one run, in order, whatever stands on it."""
    places = reviewed(story("abcd"), review("r", "bc"), review("x", "dz"))

    assert [each for run in runs(places) for each in run] == places
    assert [len(run) for run in runs(places)] == [1, 2, 1]


def test_run_text_is_without_the_last_gap() -> None:
    """The white space between belongs to a join, that after it to the article."""
    assert run_text([replace(each, gap="\t") for each in story("ab")]) == "A.\tB."


def test_a_piece_knows_what_it_is_made_of() -> None:
    """Status, review, machine text, gap and paragraph are those of its places."""
    decided = review("r", "bc", correction="New!")
    _, piece, _ = pieces(reviewed(story("a", "bc", "d"), decided))

    assert (str(piece.status), piece.review, piece.machine, piece.gap, piece.paragraph, piece.is_torn) == (
        "corrected",
        decided,
        "B. C.",
        "\n\n",
        2,
        False,
    )


def test_spaced_is_text_and_the_white_space_after_it() -> None:
    """What is cut has no entry, and the one before has the white space that is left."""
    assert spaced(pieces(reviewed(story("abc"), *cut("c")))) == [("A.", " "), ("B.", "\n")]

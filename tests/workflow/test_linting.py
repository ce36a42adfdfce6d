"""From a finding to its place in the file: encodings, line ends, paragraphs, tables; and that it is always in the text."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.checks import CHECKS, Check, Remark, Unit
from reviewer.core.finding import Level
from reviewer.errors import InputError
from reviewer.formats import ReadOptions
from reviewer.formats.encoding import decode
from reviewer.workflow import linting
from reviewer.workflow.checking import check
from reviewer.workflow.checklist import checklist, family_of
from reviewer.workflow.explaining import explanation, page
from reviewer.workflow.importing import understood
from reviewer.workflow.inspecting import checks_digest
from reviewer.workflow.linting import Linter, Spot

ROOT = Path(__file__).parents[2]


def finding_x(unit: Unit) -> list[Remark]:
    """Remarks on every `x` and on what follows it up to the next space."""
    return [Remark(at, at + len(unit.text[at:].split(" ")[0]), "an x") for at, sign in enumerate(unit.text) if sign == "x"]


X = Check("x", Level.WARNING, "An x.", "other", unit=finding_x, english=False)


def spots(data: bytes | str, name: str = "a.txt", *checks: Check, **said: object) -> list[Spot]:
    """What is found in a file."""
    document = understood(name, data.encode() if isinstance(data, str) else data, ReadOptions(**said))
    return list(Linter([(name, document)], checks or (X,)).spots())


def places(data: bytes | str, name: str = "a.txt", **said: object) -> list[tuple[int, int]]:
    """Line and column of every x in a file."""
    return [spot.start for spot in spots(data, name, **said) if spot.start]


@pytest.mark.parametrize(
    ("data", "said", "wanted"),
    [
        ("An x.", {}, [(1, 4)]),
        ("An x.\n\nTwo x.\n", {}, [(1, 4), (3, 5)]),
        ("An x.\r\n\r\nTwo x.\r\n", {}, [(1, 4), (3, 5)]),
        ("\n\n  An x.\n\n\n\n\tTwo\nlines x. And x.\n", {}, [(3, 6), (8, 7), (8, 14)]),
        (codecs.BOM_UTF8 + b"x.\n\nx.\n", {}, [(1, 1), (3, 1)]),
        ("x.\n\nx.\n".encode("utf-16"), {}, [(1, 1), (3, 1)]),
        ("국방부 x\n".encode("cp949"), {"encoding": "cp949"}, [(1, 5)]),
        ("𝔘𝔫😀 x\n", {}, [(1, 5)]),
        ("e\u0301 x\n", {}, [(1, 4)]),
        ("a\u2028x\x0cx\rx.\n", {}, [(1, 3), (1, 5), (1, 7)]),
        ("\tx", {}, [(1, 2)]),
        ("One.\nx y\n\nx\n", {"format": "lines"}, [(2, 1), (4, 1)]),
        ("One.\r\n x\r\n", {"format": "lines"}, [(2, 2)]),
    ],
)
def test_the_place_in_a_text(data: bytes | str, said: dict[str, object], wanted: list[tuple[int, int]]) -> None:
    """Lines end at a line feed; columns count code points from 1, and a byte order mark is none."""
    assert places(data, target_language="en", **said) == wanted


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.tsv", "id\tmt\n1\tOne.\n\n2\tAn x.\n", [(4, 4)]),
        ("a.csv", 'id,mt\n1,"Two\nlines x."\n2,"""x"""\n', [(2, 11), (4, 2)]),
        ("a.csv", "sep=;\nid;mt\n1;x\n", [(3, 1)]),
        ("a.jsonl", '\n{"mt": "One."}\n\n{"mt": "\\u00e9 x"}\n', [(4, 3)]),
        ("a.tsv", "article\tmt\nA\tOne.\nB\tx\nA\tx\n", [(4, 1), (3, 1)]),
    ],
)
def test_the_place_in_a_table(name: str, data: str, wanted: list[tuple[int, int]]) -> None:
    """The line is the record's first, the column counts in the text; nothing is said of where the file has its end."""
    found = spots(data, name)
    assert [spot.start for spot in found] == wanted
    assert {spot.end for spot in found} == {None}


def test_a_span_over_a_line_end() -> None:
    """It ends on another line than it begins."""
    (spot,) = spots("The x\r\nand more.\n")
    assert (spot.finding.text, spot.start, spot.end) == ("x\r\nand", (1, 5), (2, 4))


TEXTS = st.text(st.sampled_from('x .,"“”()ab\n\r\t1%\u00a0\u2028\ufeff\u200bé국😀') | st.characters(codec="utf-8"), max_size=80)


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_every_place_points_at_its_text(text: str, encoding: str) -> None:
    """Whatever the text: line and column lead to the very characters that the span holds."""
    data = text.encode(encoding)
    try:
        document = understood("a.txt", data, ReadOptions(format="txt", target_language="en"))
    except InputError:
        return
    lines = decode("a.txt", data)[0].split("\n")
    for spot in Linter([("a.txt", document)], [*CHECKS.values(), X]).spots():
        assert spot.start is not None
        line, column = spot.start
        rest = "\n".join(lines[line - 1 :])[column - 1 :]
        assert rest.startswith(spot.finding.text)
        assert 1 <= column <= len(lines[line - 1]) + 1


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.none() | TEXTS)
def test_every_span_is_in_the_text(text: str, source: str | None) -> None:
    """Of `reviewer.check`, with a source or without."""
    for finding in check(text, source=source):
        start, end = finding.span
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == finding.text


def test_a_line_that_stands_in_other_stories() -> None:
    """Among the files of one run, a text knows in how many other stories it stands."""
    met: list[int] = []
    counting = Check("c", Level.INFO, "Counts.", "other", unit=lambda unit: met.append(unit.recurs) or ())
    documents = [(name, understood(name, text.encode())) for name, text in (("a.txt", "A.\n\nB.\n\nB!\n"), ("b.txt", "B.\n"))]
    list(Linter(documents, [counting]).spots())
    assert met == [0, 1, 0, 1]


def test_a_long_story_is_looked_at_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts end with a paragraph where they can, and what is found has its place all the same."""
    monkeypatch.setattr(linting, "WINDOW", 4)
    seen: list[int] = []
    wide = Check("w", Level.INFO, "Wide.", "other", story=lambda story: seen.append(len(story.units)) or ())
    text = "\n\n".join(" ".join(f"Sentence {number} is here." for number in range(count)) for count in (3, 2, 5))
    found = spots(text.replace("4 is", "x is"), "a.txt", X, wide, target_language="en")
    assert seen == [3, 4, 3]
    assert [spot.start for spot in found] == [(5, 90)]


def test_what_starts_low_is_info_here() -> None:
    """A file has no reviews that could lift it."""
    low = Check("l", Level.ERROR, "Low.", "other", unit=finding_x, starts_low=True)
    assert [spot.finding.level for spot in spots("x", "a.txt", low)] == [Level.INFO]


@pytest.mark.parametrize(("put", "told"), [("y", ["error"]), (None, ["error", "warning"])])
def test_what_is_put_in_one_place_is_said_once(put: str | None, told: list[str]) -> None:
    """By the worse of two checks that say the same; what each has to say for itself is said, the worse first."""

    def look(unit: Unit) -> list[Remark]:
        return [Remark(0, 1, "an x", put)]

    checks = [Check(f"x-{level}", level, "An x.", "other", unit=look) for level in (Level.WARNING, Level.ERROR)]
    assert [spot.finding.level for spot in spots("x", "a.txt", *checks)] == told


def test_the_fingerprint_of_a_finding_stays() -> None:
    """It is the same wherever the text stands in a file, and another where the text is another."""
    first, moved = spots("An x.\n"), spots("Before it.\n\nAn x.\n")
    other = spots("An x, or so.\n")
    assert first[0].digest == moved[0].digest
    assert first[0].digest != other[0].digest


def test_families_are_those_of_their_checks() -> None:
    """The newsroom's rules have one of their own."""
    assert family_of("house/east") == "house"
    assert {family_of(name) for name in CHECKS} <= {"surface", "residue", "shape", "numbers", "names", "edit", "source"}


def test_another_glossary_is_another_set_of_checks(tmp_path: Path) -> None:
    """What was found by one is not what the other finds, so nothing that is kept of it holds."""
    digests = set()
    for target in ("eastward expansion", "eastward enlargement"):
        (tmp_path / "terms.tsv").write_text(f"source\ttarget\n동진\t{target}\n")
        digests.add(checks_digest(checklist(glossary=tmp_path / "terms.tsv").checks))
    assert len(digests) == 2


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_is_explained(name: str) -> None:
    """With what it looks for, and examples."""
    told = explanation(name, checklist())
    assert told.startswith(f"# {name}\n")
    assert "Flags:" in told
    assert f"--ignore {name}" in told


def test_the_page_of_all_checks_is_what_is_made() -> None:
    """`reviewer check --explain all > reviewer/checks/README.md` makes it anew."""
    assert (ROOT / "reviewer" / "checks" / "README.md").read_text(encoding="utf-8") == page(CHECKS.values())

"""The page: everything that the report says, in one file that asks for nothing and runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest

from reviewer.core.visible import legible
from reviewer.reports import page, wording
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Chart, Column, Point, Report, Run, Section, Table
from tests.reports.building import NASTY, accepted, bleu, hostile, report

ELEMENTS = {
    "a", "abbr", "body", "caption", "circle", "col", "colgroup", "dd", "del", "desc", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "g", "h1", "h2", "h3", "h4", "head", "header", "html", "ins", "li", "main", "meta",
    "nav", "p", "path", "pre", "rect", "script", "section", "small", "span", "style", "summary", "svg", "table", "tbody",
    "td", "text", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-label", "aria-labelledby", "charset", "class", "content", "cx", "cy", "d", "data-label", "data-sort",
    "data-value", "dir", "height", "href", "http-equiv", "id", "lang", "name", "r", "role", "scope", "tabindex", "title",
    "transform", "viewbox", "width", "x", "y",
}  # fmt: skip
VOID = {"meta", "col"}


@dataclass
class Element:
    """An element of a page."""

    name: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def every(self, *names: str, classed: str = "") -> Iterator[Element]:
        """The elements in it, in order, of these names and with this class."""
        for child in self.children:
            if isinstance(child, Element):
                is_named = not names or child.name in names
                if is_named and (not classed or classed in (child.attributes.get("class") or "").split()):
                    yield child
                yield from child.every(*names, classed=classed)


class Tree(HTMLParser):
    """A page as elements; every end tag must fit."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Into the element that is open."""
        assert len(dict(attrs)) == len(attrs), "an attribute twice"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Of the element that is open."""
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        """There is none."""
        raise AssertionError(data)

    unknown_decl = handle_pi = handle_comment


def rendered(made: Report) -> Element:
    """The page of a report, parsed."""
    tree = Tree()
    tree.feed(page.render(made, Options()).decode())
    tree.close()
    assert [element.name for element in tree.open] == [""]
    return tree.open[0]


def one(*, section: Section) -> Report:
    """A report with one section."""
    return replace(report(), sections=(section,))


@pytest.fixture(scope="module")
def whole() -> Element:
    """The page of the report that has everything."""
    return rendered(report())


def test_it_opens_with_the_answer_and_what_it_speaks_for(whole: Element) -> None:
    """Before anything else but the title."""
    header = next(whole.every("header"))
    texts = [element.text for element in header.every("h1", "p")]

    assert texts == [report().title, *report().answer, report().basis]


def test_every_figure_is_told_with_value_interval_n_and_formula(whole: Element) -> None:
    """Those in tables too."""
    body = next(whole.every("body")).text
    for figure in report().figures():
        ends = wording.limits(figure) or ()
        said = [
            figure.label,
            wording.value_of(figure, unit=False),
            figure.formula,
            figure.signature,
            f"{figure.n:,}",
            *ends,
            figure.words,
        ]
        assert [each for each in said if each not in body] == []


def test_every_text_of_the_report_is_told(whole: Element) -> None:
    """Titles, notes, labels, cells and runs."""
    body = next(whole.every("body")).text
    made = report()
    said = [word for line in made.about for word in line]
    for section in made.sections:
        said += [section.title, section.intro]
        for table in section.tables:
            said += [table.title, table.note, *(column.label for column in table.columns)]
            said += [table.empty] if not table.rows else []
            for cell in (cell for row in table.rows for cell in row):
                said += [cell] if isinstance(cell, str) else []
                said += [run.text for run in cell] if isinstance(cell, tuple) else []
        for chart in section.charts:
            said += [chart.title, chart.note, *(point.label for point in chart.points)]

    assert [each for each in said if each not in body] == []


def test_figures_of_different_references_never_share_a_table() -> None:
    """Each table says what its figures compare the machine with."""
    figures = (bleu(31.0, reference="independent"), bleu(58.2), accepted())
    tables = list(rendered(one(section=Section("a", "A", figures=figures))).every("table", classed="figures"))

    assert [next(table.every("caption")).text for table in tables] == [
        "Figures",
        "Against the editors' corrections (post-edit)",
        "Against independent references",
    ]
    assert ["58.2" in table.text for table in tables] == [False, True, False]
    assert ["31.0" in table.text for table in tables] == [False, False, True]


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_a_figure_without_a_value_says_why(value: float | None) -> None:
    """In words, never as a number that is none."""
    nothing = accepted(value, words="nothing reviewed yet", n=0)
    table = Table("t", "T", (Column("a", "A", "text"), Column("f", "F", "figure")), (("x", nothing), ("y", accepted(1.0))))
    made = rendered(one(section=Section("a", "A", figures=(nothing,), tables=(table,))))

    assert next(made.every("span", classed="saying")).text == "nothing reviewed yet"
    assert next(made.every("td", classed="saying")).text == "nothing reviewed yet"
    assert not re.search(r"\b(nan|inf|None)\b", next(made.every("body")).text)


def test_numbers_carry_what_they_are_sorted_by() -> None:
    """Not as they are printed, and nothing where there is none."""
    rows = (("a", 1234.5), ("b", None), ("c", float("nan")), ("d", -0.0))
    table = Table("t", "T", (Column("a", "A", "text"), Column("n", "N", "number", 1)), rows)
    cells = list(rendered(one(section=Section("a", "A", tables=(table,)))).every("td"))

    assert [(cell.text, cell.attributes.get("data-value")) for cell in cells] == [
        ("1,234.5", "1234.5"),
        ("–", None),
        ("–", None),
        ("0.0", "-0.0"),
    ]


def test_a_diff_is_readable_without_colour(whole: Element) -> None:
    """What went and what came are elements of their own, and say so to who hears them."""
    (cell, *_) = (each for each in whole.every("td", classed="diff") if "NATO" in each.text)

    assert [each.text for each in cell.every("del")] == ["[removed: NATO's ban on East Asia]"]
    assert [each.text for each in cell.every("ins")] == ["[added: eastward expansion of NATO]"]
    assert cell.text.startswith("The ")
    assert cell.text.endswith(" angered Moscow.")


def test_a_changed_space_is_seen() -> None:
    """By its stand-in."""
    runs = (Run("a", "kept"), Run(" ", "removed"), Run("\u00a0", "added"), Run("b", "kept"))
    table = Table("t", "T", (Column("d", "D", "diff"),), ((runs,),))
    (cell,) = rendered(one(section=Section("a", "A", tables=(table,)))).every("td", classed="diff")

    assert cell.text == "a[removed: ␣][added: ␣]b"


def test_a_chart_says_its_numbers_in_text(whole: Element) -> None:
    """In a sentence for who cannot see it, and in a table for everybody."""
    (line, bars, nothing) = whole.every("figure")
    (picture,) = line.every("svg")

    assert picture.attributes["role"] == "img"
    assert next(picture.every("desc")).text.startswith("2 points on a line, from 38.0 % (2026-W10) to 44.2 % (2026-W12).")
    assert [cell.text for cell in line.every("td")] == [
        "38.0",
        "30.5 to 45.5",
        "90",
        "–",
        "–",
        "0",
        "44.2",
        "35.0 to 53.0",
        "112",
    ]
    assert len(list(bars.every("rect"))) == 3
    assert not list(nothing.every("svg"))


def test_the_scorecard_is_there_whole(whole: Element) -> None:
    """As JSON."""
    import json

    assert json.loads(next(whole.every("pre")).text) == report().scorecard


def test_only_abbreviations_that_occur_are_explained(whole: Element) -> None:
    """BLEU is in this report, CER is not."""
    terms = [each.text for each in next(whole.every("dl", classed="glossary")).every("dt")]

    assert "BLEU" in terms
    assert "HTER" in terms
    assert "CER" not in terms
    assert {each.text for each in whole.every("abbr")} == {"BLEU", "HTER"}


def test_nothing_reviewed_is_a_page_too() -> None:
    """With its words, no table and no number."""
    made = rendered(Report("T", ("Nothing is reviewed yet.",), "Nothing.", (), (Section("a", "A"),), {}))

    assert "Nothing is reviewed yet." in made.text
    assert not list(made.every("table"))


def test_headings_are_in_order(whole: Element) -> None:
    """None is more than one below the one before it, and there is one of the first."""
    levels = [int(each.name[1]) for each in whole.every("h1", "h2", "h3", "h4")]

    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_every_reference_within_the_page_has_its_target(whole: Element) -> None:
    """And no name is given twice."""
    names = [str(each.attributes["id"]) for each in whole.every() if "id" in each.attributes]
    wanted = [str(each.attributes["href"]) for each in whole.every("a")]
    labels = [name for each in whole.every() for name in str(each.attributes.get("aria-labelledby") or "").split()]

    assert len(set(names)) == len(names)
    assert {each.removeprefix("#") for each in wanted} <= set(names)
    assert all(each.startswith("#") for each in wanted)
    assert set(labels) <= set(names)


def test_tables_have_captions_and_their_heads_a_scope(whole: Element) -> None:
    """For who hears them."""
    for table in whole.every("table"):
        assert next(table.every("caption")).text
        assert {each.attributes["scope"] for each in table.every("th")} == {"col", "row"} or not list(table.every("td"))


@pytest.mark.catalogue("I1")
def test_the_policy_lets_nothing_in_but_the_own_style_and_script(whole: Element) -> None:
    """Each by the hash of the very bytes that stand in the page."""

    def hashed(name: str) -> str:
        (element,) = whole.every(name)
        return f"'sha256-{base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()}'"

    (policy,) = (each.attributes["content"] for each in whole.every("meta") if each.attributes.get("http-equiv"))

    assert str(policy).split("; ") == [
        "default-src 'none'",
        f"style-src {hashed('style')}",
        f"script-src {hashed('script')}",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_style_and_script_ask_for_nothing(whole: Element) -> None:
    """No address, no import, no request."""
    (style,) = whole.every("style")
    (script,) = whole.every("script")

    assert not re.search(r"url\(|@import|//|<|image-set", style.text)
    assert not re.search(r"fetch|XMLHttp|import\(|innerHTML|eval|Function|http|</", script.text)


@pytest.mark.catalogue("I1")
@pytest.mark.parametrize("text", NASTY.values(), ids=[f"with {name}" for name in NASTY])
def test_text_from_outside_is_only_text(text: str) -> None:
    """In every field: no element, attribute or address more than the page has anyway, and the text is there as it was."""
    made = rendered(hostile(text))
    every = list(made.every())

    assert {each.name for each in every} <= ELEMENTS
    assert {name for each in every for name in each.attributes} <= ATTRIBUTES
    assert [each.name for each in every if each.name in ("script", "style")] == ["style", "script"]
    assert all(str(each.attributes["href"]).startswith("#section-") for each in made.every("a"))
    for name, classed in (("title", ""), ("h1", ""), ("h2", ""), ("dd", ""), ("p", "basis"), ("td", "text")):
        said = next(iter(made.every(name, classed=classed)), None)
        if said is not None:
            assert said.text == legible(text), name


@pytest.mark.catalogue("I1")
@pytest.mark.parametrize("text", NASTY.values(), ids=[f"with {name}" for name in NASTY])
def test_a_hostile_text_changes_no_element(text: str) -> None:
    """The page has the same elements as with a harmless one in its place, but where it says a text that is empty."""

    def names(made: Report) -> list[str]:
        return [each.name for each in rendered(made).every() if each.name not in ("abbr", "dt", "dd", "small", "p")]

    assert not text or names(hostile(text)) == names(hostile("harmless"))


def test_the_same_report_is_the_same_bytes_in_every_process() -> None:
    """Whatever its hashes are seeded with."""
    code = (
        "import hashlib; from reviewer.reports import page; from reviewer.reports.renderer import Options; "
        "from tests.reports.building import report; print(hashlib.sha256(page.render(report(), Options())).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert told == {hashlib.sha256(page.render(report(), Options())).hexdigest()}


def test_jinja_is_loaded_with_the_first_page() -> None:
    """Not with the package."""
    code = "import sys; import reviewer.reports.page; sys.exit('jinja2' in sys.modules or 'markupsafe' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_thousand_bars_are_told_though_not_drawn() -> None:
    """The table has them all."""
    chart = Chart("c", "C", "bars", tuple(Point(f"p{number}", float(number)) for number in range(1_000)), "errors")
    made = rendered(one(section=Section("a", "A", charts=(chart,))))

    assert "960 more are in the numbers below" in made.text
    assert len(list(next(made.every("figure")).every("th"))) == 1_002

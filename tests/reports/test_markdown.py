"""The Markdown form: tables that GitHub draws, and texts that are nothing but text to it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewer.core.visible import legible
from reviewer.reports.markdown import escaped, paragraph, render
from reviewer.reports.renderer import Options
from reviewer.workflow.reporting.value import Point, Report
from tests.reports.building import NASTY, accepted, bleu, hostile, report

TEXT = st.lists(
    st.one_of(
        st.sampled_from("\\`*_[]()<>#+-.!|~&^=\"':/@$w0123aGH \n\r\t\ud800\0"),
        st.sampled_from(["http://a.b", "www.a.b", "a@b.cc", "&amp;", "&#35;", "<b>", "</details>"]),
        st.sampled_from(["![", "](x)", "|", "1. ", "- ", "~~~"]),
        st.characters(exclude_categories=()),
    ),
    max_size=12,
).map("".join)  # fmt: skip
OUR_TAGS = {"<br>", "<del>", "</del>", "<ins>", "</ins>", "<span>", "</span>"}
OUR_BLOCKS = {"heading", "blockquote", "paragraph", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}
SUMMARIES = {"How these figures came about", "The scorecard"}


def reader() -> MarkdownIt:
    """A reader of what GitHub reads."""
    made = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
    assert made.linkify is not None
    made.linkify.set({"fuzzy_link": False})
    return made


def texts(tokens: list[Token]) -> Iterator[str]:
    """The text of each part, after a look that nothing but text, and what is ours, is in it."""
    for token in tokens:
        if token.type == "html_block":
            ours = re.fullmatch(r"<details>\n<summary>(.*)</summary>\n?|</details>\n?", token.content)
            assert ours is not None, token.content
            assert ours[1] in (*SUMMARIES, None)
        elif token.type != "inline":
            assert token.type.removesuffix("_open").removesuffix("_close") in OUR_BLOCKS, token.type
        else:
            yield "".join(map(_text, token.children or ()))


def _text(token: Token) -> str:
    assert token.type in ("text", "text_special", "html_inline"), token.type
    if token.type != "html_inline":
        return token.content
    assert token.content in OUR_TAGS
    return "\n" if token.content == "<br>" else ""


def flat(text: str) -> str:
    """`text` as HTML draws it: every white space one space, and none at the ends; which Unicode has many of."""
    return " ".join(text.split())


def seen(markdown: str) -> list[str]:
    """The texts that a reader sees."""
    return [flat(text) for text in texts(reader().parse(markdown))]


def test_the_answer_comes_first() -> None:
    """Under the title."""
    assert seen(render(report(), Options()).decode())[:3] == [report().title, *report().answer]


def test_a_figure_stands_with_its_interval_and_n() -> None:
    """In one row."""
    made = render(report(), Options()).decode()

    assert "| HTER | 18.8 % of words | between 16.0 and 21.4 | 307 pairs |" in made


def test_a_figure_without_a_value_says_its_words() -> None:
    """In a list and in a table."""
    made = render(report(), Options()).decode()

    assert "| Words an hour | no review was timed |  | 0 reviews |" in made
    assert "| too few pairs<br>n 0 |" in made


def test_kinds_of_reference_have_columns_of_their_own() -> None:
    """Also where a table put them in one."""
    section = report().sections[0]
    table = section.tables[0]
    mixed = replace(table, columns=table.columns[3:], rows=((bleu(1.0),), (bleu(2.0, reference="independent"),)))
    made = render(replace(report(), sections=(replace(section, tables=(mixed,)),)), Options()).decode()

    assert "| BLEU (post-edit) (post-edit) | BLEU (post-edit) (independent) |" in made
    assert re.search(r"^\| 1\.0<br>.*<br>n 307 \| – \|$", made, re.MULTILINE)
    assert re.search(r"^\| – \| 2\.0<br>.*<br>n 307 \|$", made, re.MULTILINE)


def test_a_diff_is_struck_and_underlined() -> None:
    """By tags, which no neighbour can break."""
    made = render(report(), Options()).decode()

    assert "The <del>NATO's ban on East Asia</del><ins>eastward expansion of NATO</ins> angered Moscow." in made


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, None])
def test_no_number_is_words_or_a_dash(value: float | None) -> None:
    """Never the name of what it is."""
    section = report().sections[0]
    table = replace(section.tables[0], rows=(("x", value, accepted(value, words="no value"), None),))
    chart = replace(section.charts[0], points=(Point("x", value, value, value),))
    made = replace(report(), sections=(replace(section, figures=(accepted(value),), tables=(table,), charts=(chart,)),))

    rendered = render(replace(made, scorecard={}), Options()).decode()

    assert not re.search(r"\b(nan|inf|None)\b", rendered)
    assert "| Accepted as it is | no value |" in rendered
    assert "| x | – | no value<br>n 312 | – |" in rendered


@pytest.mark.catalogue("I4")
@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("@team", "<span>@</span>team"),
        ("a @ b", "a @ b"),
        ("#123", "<span>#</span>123"),
        ("GH-12", "GH<span>-</span>12"),
        (":smile:", "<span>:</span>smile:"),
        ("12:30", "12:30"),
        ("$x$", "<span>$</span>x<span>$</span>"),
        ("www.a.b", "www<span>.</span>a.b"),
        ("http://a.b", "http<span>://</span>a.b"),
        ("mailto:a@b.cc", "mailto<span>:</span>a<span>@</span>b.cc"),
        ("0a1b2c3", "<span>0</span>a1b2c3"),
        ("<b>|", "&lt;b&gt;&#124;"),
        ("a\nb", "a<br>b"),
        ("a\\", "a\\\\"),
    ],
)
def test_what_github_would_read_into_a_text_is_broken(text: str, markdown: str) -> None:
    """Mentions, issues, commits, emoji, formulas and links: by a tag that has no look."""
    assert escaped(text) == markdown


@pytest.mark.parametrize(
    "text", ["# a", "+ a", "- a", "1. a", "1) a", "===", "---", "> a", "    a", "\ta", "```", "~~~", "* a", "| a |"]
)
def test_no_text_begins_a_block(text: str) -> None:
    """It is a paragraph."""
    assert seen(paragraph(text)) == [flat(text)]


@pytest.mark.catalogue("I4")
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_a_hostile_text_is_shown_as_text(text: str) -> None:
    """Nothing else comes of it, and it reads as it did."""
    shown = seen(render(hostile(text), Options()).decode())

    assert flat(legible(text)) in shown


@settings(deadline=None)
@given(TEXT)
def test_any_text_is_one_cell_and_reads_as_it_did(text: str) -> None:
    """In a table, and where a block begins."""
    drawn = flat(legible(text))

    assert seen(f"| a | b |\n| --- | --- |\n| {escaped(text)} | c |") == ["a", "b", drawn, "c"]
    assert seen(f"# {escaped(text)}") == [drawn]
    assert "".join(seen(f"{paragraph(text)}")) == drawn


@settings(max_examples=25, deadline=None)
@given(TEXT)
def test_any_report_has_the_same_parts(text: str) -> None:
    """Whatever its texts say, it has the tables, lists and headings that it always has."""
    assert len(seen(_rendered(hostile(f"x{text}x")))) == len(seen(_rendered(hostile("x"))))


def _rendered(made: Report) -> str:
    return render(made, Options()).decode()

"""Names made of content: what is in them and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.article import Article, Kind, Segment
from reviewer.core.identity import article_uid, digest, segment_uids, text_digest

ARTICLE = Article(
    (Segment("One.", " ", source="하나."), Segment("Two.", "\n\n"), Segment("One.", "\n", source="하나.", paragraph=2)),
    lead="\n",
    title="Call",
    system="nmt",
    date="2026-03-01",
)


def with_segment(index: int, **changed: object) -> Article:
    """`ARTICLE` with one segment changed."""
    segments = list(ARTICLE.segments)
    segments[index] = replace(segments[index], **changed)
    return replace(ARTICLE, segments=tuple(segments))


@pytest.mark.parametrize(
    "same",
    [
        replace(ARTICLE, title="Another"),
        replace(ARTICLE, date=None),
        replace(ARTICLE, source_language="ko", target_language="en"),
        with_segment(0, references=("Eins.",)),
        with_segment(0, correction="1.", editor="desk9"),
        with_segment(0, key="k1", record=99),
        with_segment(0, kind=Kind.HEADLINE),
        with_segment(0, paragraph=7),
    ],
)
def test_what_is_not_in_a_name(same: Article) -> None:
    """Title, date, languages, references, corrections, kinds and records change no name."""
    assert article_uid(same) == article_uid(ARTICLE)
    assert segment_uids(same, "lineage") == segment_uids(ARTICLE, "lineage")


@pytest.mark.parametrize(
    "other",
    [
        replace(ARTICLE, system="smt"),
        replace(ARTICLE, system=None),
        replace(ARTICLE, lead=""),
        with_segment(0, machine="One"),
        with_segment(0, source=None),
        with_segment(1, source=""),
        with_segment(1, gap=" "),
        replace(ARTICLE, segments=ARTICLE.segments[:2]),
        replace(ARTICLE, segments=ARTICLE.segments[::-1]),
    ],
)
def test_what_is_in_the_name_of_an_article(other: Article) -> None:
    """System, source, machine text and white space, in their order, make the name."""
    assert article_uid(other) != article_uid(ARTICLE)


def test_which_occurrence_it_is_matters() -> None:
    """The same sentence twice is two segments."""
    first, _, second = segment_uids(ARTICLE, "lineage")

    assert first != second


def test_white_space_is_not_in_the_name_of_a_segment() -> None:
    """A story that is set otherwise keeps its reviews."""
    assert segment_uids(with_segment(0, gap="\n\n"), "lineage") == segment_uids(ARTICLE, "lineage")


def test_a_new_version_keeps_the_names_of_what_is_the_same() -> None:
    """A sentence put in between changes no other's name."""
    longer = replace(ARTICLE, segments=(ARTICLE.segments[0], Segment("New."), *ARTICLE.segments[1:]))
    before, after = segment_uids(ARTICLE, "lineage"), segment_uids(longer, "lineage")

    assert after[:1] + after[2:] == before


@pytest.mark.parametrize(
    "other",
    [
        segment_uids(ARTICLE, "other"),
        segment_uids(replace(ARTICLE, system="smt"), "lineage"),
        segment_uids(with_segment(0, source=None), "lineage"),
        segment_uids(with_segment(0, machine="One!"), "lineage"),
    ],
)
def test_what_is_in_the_name_of_a_segment(other: list[str]) -> None:
    """Lineage, system, source and machine text make the name."""
    assert other[0] != segment_uids(ARTICLE, "lineage")[0]


@given(st.lists(st.tuples(st.none() | st.text(max_size=3), st.text(max_size=3)), max_size=12))
def test_names_are_unique_in_an_article(contents: list[tuple[str | None, str]]) -> None:
    """However often a sentence comes, no two segments have one name."""
    article = Article(tuple(Segment(machine, source=source) for source, machine in contents))
    uids = segment_uids(article, "lineage")

    assert len(set(uids)) == len(uids)


def test_no_boundary_can_be_moved() -> None:
    """Fields that only together read the same are not the same."""
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert text_digest(["ab"]) != text_digest(["a", "b"])


def test_composed_and_decomposed_letters_differ() -> None:
    """No text is normalised for its name."""
    assert text_digest(["é"]) != text_digest(["e\u0301"])


def test_the_digest_is_fixed() -> None:
    """Databases of today must agree with those of next year, so this value may never change."""
    assert digest("text", "é", None, 1) == "f6163a8805944684ac0ea1b1fed03c97779d97f7305deeef7af5f6b846bef4d5"

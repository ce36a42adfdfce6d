"""Exports that import again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import formats
from reviewer.core.article import Kind
from reviewer.errors import OutputError
from reviewer.formats import WRITERS, ExportRow, ReadOptions

TEXT = st.text(
    alphabet=st.one_of(st.sampled_from(list("\t\n\r\"=+-@'\u2028\0\ufeff a")), st.characters(exclude_categories=["Cs"]))
)
CELL = TEXT.filter(bool)
ROW = st.builds(
    ExportRow,
    article=st.just("story"),
    id=st.none() | CELL,
    kind=st.sampled_from(Kind),
    paragraph=st.just(1),
    machine=TEXT,
    source=st.none() | CELL,
    correction=CELL,
    verdict=st.sampled_from(["open", "accepted", "corrected", "rejected", "cut", "conflict", "reopened"]),
    editor=st.none() | CELL,
    references=st.lists(CELL, max_size=3).map(tuple),
    system=st.just("nmt"),
    note=TEXT,
    active_seconds=st.none() | st.floats(0, 1e6),
    idle_seconds=st.none() | st.floats(0, 1e6),
    reviewed_at=st.just("2026-03-01T09:30:00.000Z"),
)


def row(**fields):
    """A row to export."""
    return ExportRow(**{"article": "a", "id": "1", "kind": Kind.BODY, "paragraph": 1, "machine": "One.", **fields})


@pytest.mark.catalogue("I2")
@pytest.mark.parametrize("form", WRITERS)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_what_is_exported_is_imported(form, rows):
    """Whatever is in the cells; what stands comes back as a correction, and nothing else does."""
    document = formats.read(f"a.{form}", WRITERS[form](rows), ReadOptions(encoding="utf-8"))
    (article,) = document.articles
    assert article.system == "nmt"
    for segment, exported in zip(article.segments, rows, strict=True):
        assert (segment.machine, segment.source, segment.key) == (exported.machine, exported.source, exported.id)
        assert (segment.kind, segment.editor, segment.references) == (exported.kind, exported.editor, exported.references)
        assert segment.correction == (exported.standing or None)


@pytest.mark.parametrize("form", WRITERS)
def test_paragraphs_and_articles_come_back(form):
    """They are columns like the rest."""
    rows = [row(article=article, paragraph=paragraph) for article in "ab" for paragraph in (1, 1, 2)]
    document = formats.read(f"a.{form}", WRITERS[form](rows))
    assert [[segment.paragraph for segment in article.segments] for article in document.articles] == [[1, 1, 2]] * 2


@pytest.mark.parametrize(
    ("verdict", "standing"),
    [("accepted", "One."), ("corrected", "Uno."), ("open", None), ("rejected", None), ("cut", None), ("conflict", None)],
)
def test_only_what_can_be_printed_stands(verdict, standing):
    """The draft of a rejected segment is no correction."""
    assert row(verdict=verdict, correction="Uno.").standing == standing


def test_a_plain_tsv_is_written_where_it_can_be():
    """Quotes inside a cell need no quoting, so that line tools read the file."""
    assert WRITERS["tsv"]([row(machine='He said "so".', source="=1+1")]).decode().split("\n")[1:] == [
        'a\t1\tbody\t1\t\t=1+1\tHe said "so".\t\topen\t\t\t\t\t',
        "",
    ]


def test_a_tsv_that_needs_quotes_has_a_quoted_header():
    """The header is the proof by which a reader knows."""
    header, first, _ = WRITERS["tsv"]([row(machine='"So," he said.')]).decode().split("\n")
    assert header.startswith('"article"\t"id"\t')
    assert '\t"""So,"" he said."\t' in first


def test_columns_of_references_are_as_many_as_needed():
    """They are numbered from the second on."""
    header = WRITERS["tsv"]([row(references=("x",)), row(references=("x", "y"))]).decode().split("\n")[0]
    assert header.split("\t")[10:12] == ["reference", "reference2"]


def test_no_rows_are_a_header():
    """An empty export is still a table."""
    assert WRITERS["tsv"]([]).decode().startswith("article\tid\tkind\t")
    assert WRITERS["jsonl"]([]) == b""


@pytest.mark.parametrize("form", WRITERS)
def test_half_a_surrogate_pair_cannot_be_written(form):
    """It is said in words, not by a traceback."""
    with pytest.raises(OutputError, match=r"U\+D83D"):
        WRITERS[form]([row(note="\ud83d")])

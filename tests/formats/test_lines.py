"""One segment a line, with other files beside it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reviewer import formats
from reviewer.errors import FormatError
from reviewer.formats import ReadOptions
from reviewer.formats.lines import lines


def read(data, **options):
    """The document that lines are."""
    return formats.read("mt.en", data, ReadOptions(**{"format": "lines", **options}))


@pytest.mark.catalogue("G3")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n", [("a", "\n"), ("b", "\n")]),
        ("a\r\nb", [("a", "\r\n"), ("b", "")]),
        ("\n", [("", "\n")]),
        ("a\n\n", [("a", "\n"), ("", "\n")]),
        ("a\u2028b\x0b\x0c\x1c\x85c\n", [("a\u2028b\x0b\x0c\x1c\x85c", "\n")]),
        ("a\rb\n", [("a\rb", "\n")]),
        ("", []),
    ],
)
def test_a_line_ends_at_a_line_feed_and_nowhere_else(text, expected):
    """A carriage return before it belongs to the end."""
    assert lines(text) == expected


@given(
    st.text(alphabet=st.one_of(st.sampled_from(list("\n\r\u2028\x85 a")), st.characters(exclude_categories=["Cs"])), min_size=1)
)
def test_the_article_is_the_file(text):
    """Lines and their ends are every character."""
    data = text.encode()
    try:
        document = read(data, encoding="utf-8")
    except FormatError:
        assume(False)
    assert formats.encode(document.articles[0].text, document.reading) == data


def test_source_and_references_line_up():
    """Each line has its partners; an empty one there is none."""
    document = read(b"One.\nTwo.\n", source=("s", "가\n나".encode()), references=(("r1", b"Uno.\n\n"), ("r2", b"Eins.\nZwei.\n")))
    first, second = document.articles[0].segments
    assert (first.source, first.references) == ("가", ("Uno.", "Eins."))
    assert (second.source, second.references) == ("나", ("Zwei.",))


@pytest.mark.catalogue("G4")
def test_files_that_do_not_line_up_are_refused_with_all_counts():
    """The first line without a partner is shown."""
    with pytest.raises(FormatError) as refusal:
        read(b"One.\nTwo.\n", source=("s.ko", "가\n나\n다\n".encode()), references=(("r.en", b"Uno.\nDos.\n"),))
    assert str(refusal.value) == (
        "mt.en: the files do not line up, in lines: mt.en 2, s.ko 3, r.en 2; the first without a partner is s.ko:3, '다'"
    )


def test_a_file_beside_may_have_the_encoding_that_was_named():
    """UTF-8 is tried first, so one option serves a pair of files."""
    document = read(b"One.\n", source=("s", "가".encode("cp949")), encoding="cp949")
    assert document.articles[0].segments[0].source == "가"


def test_empty_lines_keep_their_places():
    """They are segments without machine text, and counted."""
    document = read(b"One.\n\n \nFour.\n")
    assert [segment.machine for segment in document.articles[0].segments] == ["One.", "", " ", "Four."]
    assert document.notices == ("2 segments without machine text, first on line 2; kept, and never scored",)

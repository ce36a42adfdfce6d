"""Running text: every character is a segment's or a gap's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import formats
from reviewer.core.article import Kind
from reviewer.errors import FormatError
from reviewer.formats import ReadOptions
from reviewer.formats.text import paragraphs

ARTICLE = (
    "\r\nSeoul plans a new ferry line\r\n\r\n"
    "The city said on Monday that it will run ferries. They start in May,\r\nit added.\r\n \t\r\n\r\n"
    "“We are late,” the mayor said.\r\n"
)
LINES = st.lists(
    st.text(
        alphabet=st.one_of(
            st.sampled_from(list('  .!?"”)\r\t\0\x0b\x0c\x1c\x85\u2028\u2029\u3000\u200b\u202e\u2066\ufeff')),
            st.sampled_from(list("AbM1日가Я😀")),
            st.characters(exclude_categories=["Cs"]),
        )
    )
)


def read(text, **options):
    """The article that running text is."""
    (article,) = formats.read("a.txt", text.encode(), ReadOptions(**options)).articles
    return article


def test_an_article_is_parted_into_paragraphs_and_sentences():
    """Blank lines part paragraphs, and line ends belong to the gaps or stay inside a sentence."""
    article = read(ARTICLE)
    assert [(segment.machine, segment.gap, segment.paragraph) for segment in article.segments] == [
        ("Seoul plans a new ferry line", "\r\n\r\n", 1),
        ("The city said on Monday that it will run ferries.", " ", 2),
        ("They start in May,\r\nit added.", "\r\n \t\r\n\r\n", 2),
        ("“We are late,” the mayor said.", "\r\n", 3),
    ]
    assert article.lead == "\r\n"
    assert [segment.record for segment in article.segments] == [0, 1, 2, 3]


def test_the_first_line_without_a_full_stop_is_the_title():
    """The headline names the article unless the user does."""
    assert read(ARTICLE).title == "Seoul plans a new ferry line"
    assert read(ARTICLE).segments[0].kind is Kind.HEADLINE
    assert read(ARTICLE, title="Ferries").title == "Ferries"


def test_an_article_without_a_headline_is_named_by_its_file():
    """The stem of the name stands in for a title."""
    assert formats.read("dir/ferry.news.txt", b"It runs.").articles[0].title == "ferry.news"


def test_what_parted_the_text_is_kept():
    """The segmenter is stored with its version and the language of the machine text."""
    assert formats.read("a.txt", ARTICLE.encode()).reading.segmenter.endswith(" en")
    assert formats.read("a.txt", ARTICLE.encode(), ReadOptions(target_language="de")).reading.segmenter.endswith(" de")


def test_what_the_user_says_of_an_article_is_kept():
    """Languages, system and date are taken as given."""
    article = read(ARTICLE, source_language="ko", target_language="en", system="nmt", date="2026-03-01")
    assert (article.source_language, article.target_language, article.system, article.date) == ("ko", "en", "nmt", "2026-03-01")


@pytest.mark.parametrize("text", [" ", "\n", "\r\n\t\r\n", "\u3000\u2028\x0c\n", "\ufeff\n"[1:]])
def test_white_space_alone_is_no_article(text):
    """It is refused, and not imported as nothing."""
    with pytest.raises(FormatError, match=r"a\.txt: no text in it"):
        read(text)


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n"]))
def test_every_character_is_accounted_for(lines, end):
    """Lead, segments and gaps are the text; gaps are white space, and segments have none at their edges."""
    text = end.join(lines)
    try:
        article = read(text, format="txt", target_language="en", encoding="utf-8")
    except FormatError:
        return
    assert article.text == text.removeprefix("\ufeff")
    for segment in article.segments:
        assert segment.machine == segment.machine.strip() != ""
        assert not segment.gap.strip()


@given(LINES)
def test_a_blank_line_always_parts_two_paragraphs(lines):
    """No paragraph holds a blank line, and none is empty."""
    text = "\n".join(lines)
    lead, parted = paragraphs(text)
    assert lead + "".join(paragraph + gap for paragraph, gap in parted) == text
    assert all(line.strip() for paragraph, _ in parted for line in paragraph.split("\n"))


def test_a_table_that_is_named_text_is_refused():
    """A header that names a machine column is no headline."""
    with pytest.raises(FormatError, match=r"a\.txt:1: looks like a table; --input-format tsv reads it"):
        read("id\tSource\tMT\r\n1\tx\ty\r\n")
    assert read("id\tmt\n1\tx\n", format="txt").segments


def test_lines_without_a_blank_one_are_pointed_out():
    """Whoever meant one segment a line is told how to say so."""
    (notice,) = formats.read("a.txt", b"One thing.\nAnother.\nA third.\nA last.\n").notices
    assert notice == "no blank line in 4 lines: read as one paragraph; --input-format lines makes each line a segment"


def test_an_article_is_encoded_as_it_came():
    """Composed again, it has its encoding and byte order mark back."""
    data = b"\xff\xfe" + ARTICLE.encode("utf-16-le")
    document = formats.read("a.txt", data)
    assert formats.encode(document.articles[0].text, document.reading) == data


def test_running_text_is_not_rewritten():
    """It is composed, and asking for the other is a mistake of the program."""
    document = formats.read("a.txt", ARTICLE.encode())
    with pytest.raises(ValueError, match="composed"):
        formats.write(document.data, document.reading, {})

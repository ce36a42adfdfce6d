"""Rows of TSV and CSV as segments."""

import pytest

from reviewer import formats
from reviewer.core.article import Kind
from reviewer.errors import FormatError, UnknownNameError
from reviewer.formats import ReadOptions


def read(text, name="a.tsv", **options):
    """The document that a table is."""
    return formats.read(name, text.encode(), ReadOptions(**options))


def machine(document):
    """The machine texts of a document, in order."""
    return [segment.machine for article in document.articles for segment in article.segments]


def test_columns_are_known_by_their_headers():
    """Whatever their case and order, and with white space around them."""
    document = read(
        "ID\t Source\tMT\tcorrection\treference\treference2\teditor\tkind\tsystem\tverdict\n"
        "7\t가\tOne.\tOne!\tUno.\tEins.\tann\tCaption\tnmt\taccepted\n"
    )
    (article,) = document.articles
    (segment,) = article.segments
    assert (segment.key, segment.source, segment.machine, segment.correction) == ("7", "가", "One.", "One!")
    assert (segment.references, segment.editor, segment.kind) == (("Uno.", "Eins."), "ann", Kind.CAPTION)
    assert article.system == "nmt"
    assert dict(document.reading.columns)["machine"] == "MT"
    assert document.notices == ()


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("src\tout\n가\tOne.\n", {"machine": "out", "source": "src"}, ["One."]),
        ("src\tout\n가\tOne.\n", {"mt": "OUT"}, ["One."]),
        ("src\tout\n가\tOne.\n", {"machine": "2", "source": "src"}, ["One."]),
        ("src\tmt\n가\tOne.\n", {"machine": "src"}, ["가"]),
        ("가\tOne.\n나\tTwo.\n", {"machine": "2"}, ["One.", "Two."]),
        ("2\t3\n가\tOne.\n", {"machine": "2", "source": "x"}, None),
        ("2\tx\n가\tOne.\n", {"machine": "2", "source": "x"}, ["가"]),
    ],
)
def test_the_user_names_columns_by_header_or_number(text, columns, expected):
    """Where all of them are numbers there is no header, and the first line is a row."""
    if expected is None:
        with pytest.raises(FormatError, match="no column 'x' for source; seen: '2', '3'"):
            read(text, columns=columns)
        return
    document = read(text, columns=columns)
    assert machine(document) == expected
    again = read(text, columns=dict(document.reading.columns))
    assert again == document


@pytest.mark.parametrize(
    ("columns", "notices"),
    [
        ({"machine": "2"}, ("columns by number: line 2 is a row like the others, not a header",)),
        ({"machine": "2", "source": "원문"}, ()),
    ],
)
def test_a_header_that_numbers_make_a_row_is_noticed(columns, notices):
    """Who gives only numbers is told that the first line is taken for a sentence."""
    assert read("\n원문\t번역\n가\tOne.\n", columns=columns).notices == notices


@pytest.mark.catalogue("G5")
@pytest.mark.parametrize(
    ("name", "text", "columns", "message"),
    [
        (
            "a.tsv",
            "가나다\tSome text\n",
            {},
            "a.tsv:1: no column is named machine or mt; seen: '가나다', 'Some text'; --column machine=NAME",
        ),
        (
            "a.csv",
            ",".join(f"c{n}" for n in range(5000)) + "\n",
            {},
            "a.csv:1: no column is named machine or mt; seen: 'c0', 'c1'",
        ),
        ("a.csv", "id,mt,mt\n", {}, "a.csv:1: two columns are named 'mt' (2 and 3)"),
        ("a.csv", "id,MT, mt\n", {}, "a.csv:1: two columns are named ' mt' (2 and 3)"),
        ("a.csv", "mt,machine\n", {}, "a.csv:1: columns 'machine' and 'mt' both; --column machine=NAME"),
        ("a.csv", "id,mt\n", {}, "a.csv: a header and no rows"),
        ("a.csv", "\n\r\n", {}, "a.csv: no rows in it"),
        ("a.csv", "id,mt\n1,a\n2\n3,b,c\n\n4,d\n", {}, "a.csv:3: 1 column, expected 2 (id, mt); also lines 4"),
        ("a.csv", '"i\nd",mt\n1\n', {}, "a.csv:3: 1 column, expected 2 (i␊d, mt)"),
        ("a.tsv", "1\ta\n2\n", {"machine": "2"}, "a.tsv:2: 1 column, expected 2"),
        ("a.tsv", "1\ta\n", {"machine": "3"}, "a.tsv:1: --column machine=3, but there are 2 columns"),
        ("a.tsv", "1\ta\n", {"source": "1"}, "a.tsv: no column is known to hold machine text; add --column machine=NUMBER"),
        ("a.tsv", "id\tmt\tkind\n1\ta\ttitel\n", {}, "a.tsv:2: kind 'titel' is none of headline, body, caption"),
        ("a.csv", 'id,mt\n1,"a\n2,b\n', {}, "a.csv:2: a quote opens a cell here and is never closed"),
    ],
)
def test_a_table_that_is_not_certain_is_refused(name, text, columns, message):
    """The line says what was seen and what settles it, and never lists thousands of names."""
    with pytest.raises(FormatError) as refusal:
        read(text, name, columns=columns)
    assert str(refusal.value).startswith(message)
    assert len(str(refusal.value)) < 300


def test_an_unknown_role_is_refused():
    """A column can only be something that is read."""
    with pytest.raises(UnknownNameError, match="unknown column 'post-edit'; known: source, machine"):
        read("a\tmt\n1\tx\n", columns={"post-edit": "a"})


def test_values_stay_as_they_are():
    """No number, date or formula, no white space and no zero is touched."""
    values = ["0012", " 1-2 ", "TRUE", "NULL", "nan", "=1+1", "1e5", "\u00a0", "'quoted'", "\x1b[0m", "a\0b"]
    assert machine(read("mt,id\r\n" + "".join(f"{value},1\r\n" for value in values), "a.csv")) == values


def test_quotes_in_a_tsv_are_text():
    """A stray quote swallows no rows."""
    assert machine(read('id\tmt\n1\t"Open\n2\t5\' 10" tall\n')) == ['"Open', "5' 10\" tall"]


def test_quotes_that_may_be_either_are_pointed_out():
    """They are kept, and the user is told how to have them off."""
    text = 'id\tmt\n1\t"So it is."\n'
    document = read(text)
    assert machine(document) == ['"So it is."']
    assert document.notices == ("1 cell wholly in quotes, which were taken for text; --input-format csv takes them off",)
    assert machine(read(text, format="csv")) == ["So it is."]


def test_blank_lines_are_no_rows_but_empty_cells_are():
    """A unit without machine text is kept, with a notice."""
    document = read("id,mt\n\n1,a\n  \n2,\n\n", "a.csv")
    assert machine(document) == ["a", ""]
    assert document.notices == ("1 segment without machine text, first on line 5; kept, and never scored",)


def test_a_huge_cell_is_read():
    """There is no limit but that of the file."""
    assert machine(read('mt\n"' + "x " * 150_000 + '"\n', "a.csv")) == ["x " * 150_000]


def test_columns_that_nobody_reads_are_named():
    """Whoever meant one of them for a source sees that it was not."""
    (notice,) = read("src\tmt\tnote\n가\tOne.\t!\n").notices
    assert notice == "not read: 'src'; --column source=NAME, for example, reads one"


def test_rows_of_an_article_are_grouped_in_order():
    """They may be scattered; the record number says where each was."""
    document = read("article\tmt\nb\tB1.\na\tA1.\nb\tB2.\n")
    assert [(article.title, [segment.record for segment in article.segments]) for article in document.articles] == [
        ("b", [0, 2]),
        ("a", [1]),
    ]


def test_an_article_of_two_systems_is_two_articles():
    """A system wrote all of an article or none of it."""
    document = read("article\tsystem\tmt\na\tx\tOne.\na\ty\tUno.\na\tx\tTwo.\n")
    assert [(article.system, len(article.segments)) for article in document.articles] == [("x", 2), ("y", 1)]


def test_the_system_of_the_user_stands_where_the_file_has_none():
    """A cell that names one wins."""
    document = read("article\tsystem\tmt\na\tx\tOne.\nb\t\tUno.\n", system="given")
    assert [article.system for article in document.articles] == ["x", "given"]


def test_a_paragraph_column_parts_paragraphs():
    """One begins where the value changes; white space between segments is ours."""
    document = read("paragraph\tmt\n1\tA.\n1\tB.\n3\tC.\n\tD.\n1\tE.\n")
    assert [(segment.paragraph, segment.gap) for segment in document.articles[0].segments] == [
        (1, " "),
        (1, "\n\n"),
        (2, " "),
        (2, "\n\n"),
        (3, "\n"),
    ]


def test_kinds_are_guessed_where_no_cell_names_one():
    """The rules are those of running text, a row standing for a paragraph."""
    document = read("kind\tmt\n\tFerries from May\ncredit\tThe city said so.\n\t[Photo: AP] A ferry.\n")
    assert [segment.kind for segment in document.articles[0].segments] == [Kind.HEADLINE, Kind.CREDIT, Kind.CAPTION]


def test_an_id_that_stands_twice_is_pointed_out():
    """Two segments may share it; nobody can look them up by it."""
    (notice,) = read("id\tmt\n1\ta\n2\tb\n1\tc\n").notices
    assert notice == "id '1' stands on lines 2, 4; they are told apart by their place"


def test_a_title_for_several_articles_is_not_used():
    """It cannot be that of all of them."""
    document = read("article\tmt\na\tOne.\nb\tTwo.\n", title="T")
    assert [article.title for article in document.articles] == ["a", "b"]
    assert "the title is not used: there are 2 articles" in document.notices


def test_articles_in_several_languages_keep_their_own():
    """One language is taken for all only where a sample agrees."""
    english = "The government said on Tuesday that it would submit the budget to parliament."
    rows = [f"{n}\t{english}" for n in range(60)] + [f"k{n}\t정부는 화요일 예산안을 국회에 제출했다." for n in range(60)]
    document = read("article\tmt\n" + "\n".join(rows))
    assert {article.target_language for article in document.articles[:60]} == {"en"}
    assert {article.target_language for article in document.articles[60:]} == {"ko"}

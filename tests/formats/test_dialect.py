"""Cells and rows of delimited text, with nothing lost between them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.errors import FormatError
from reviewer.formats.dialect import Dialect, csv_dialect, tsv_dialect

COMMA = Dialect(",", quoting=True)
PLAIN_TAB = Dialect("\t", quoting=False)
QUOTED_TAB = Dialect("\t", quoting=True)

CELLS = st.text(alphabet=st.one_of(st.sampled_from(list('",;\t\n\r =ab\u2028\0')), st.characters(exclude_categories=["Cs"])))


def names_machine(headers):
    """Whether a header row is one."""
    return "mt" in headers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ('a,"b, c"\r\n', [["a", "b, c"]]),
        ('"a\r\nb\n\nc",d', [["a\r\nb\n\nc", "d"]]),
        ('"say ""so""",""""', [['say "so"', '"']]),
        ('5\' 10" tall,a"b"\n', [["5' 10\" tall", 'a"b"']]),
        ('"",,\n', [["", "", ""]]),
        ("a\u2028b,c\x0c\r\n", [["a\u2028b", "c\x0c"]]),
        ("a,\rb\n", [["a", "\rb"]]),
        ('"a"', [["a"]]),
    ],
)
def test_csv_is_read_as_rfc_4180_says(text, expected):
    """Quoted cells hold anything; a quote in any other cell is text."""
    assert [[COMMA.value(cell) for cell in row.cells] for row in COMMA.rows(text, "a.csv")] == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a,b\n1,"open\n2,c\n3,d\n', "a.csv:2: a quote opens a cell here and is never closed"),
        ('a,b\n1,"x\ny"z,c\n', "a.csv:3: 'z,c\\n' stands after the quote that closes its cell"),
        ('"a" ,b\n', "a.csv:1: ' ,b\\n' stands after the quote"),
    ],
)
def test_a_quote_that_does_not_close_as_it_must_is_refused(text, message):
    """The line is that of the quote, not the end of the file."""
    with pytest.raises(FormatError) as refusal:
        list(COMMA.rows(text, "a.csv"))
    assert str(refusal.value).startswith(message)


@given(st.text(alphabet='",\n\r\t ab'), st.sampled_from([COMMA, PLAIN_TAB, QUOTED_TAB]))
def test_rows_are_the_text(text, dialect):
    """Cells, delimiters and line ends together are every character."""
    try:
        rows = list(dialect.rows(text, "a"))
    except FormatError:
        return
    assert "".join(dialect.delimiter.join(row.cells) + row.end for row in rows) == text
    starts = [sum(map(len, (dialect.delimiter.join(row.cells) + row.end for row in rows[:index]))) for index in range(len(rows))]
    assert [row.line for row in rows] == [text.count("\n", 0, start) + 1 for start in starts]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1))
def test_what_python_writes_is_read(rows):
    """Python's own CSV comes back value by value."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    text = file.getvalue()
    assert [[COMMA.value(cell) for cell in row.cells] for row in COMMA.rows(text, "a")] == rows


@given(CELLS, st.sampled_from([COMMA, QUOTED_TAB]), st.sampled_from(["", '"x"']))
def test_a_value_is_a_cell_and_a_value_again(value, dialect, like):
    """Writing quotes what must be."""
    cell = dialect.cell(value, like)
    (row,) = dialect.rows(dialect.delimiter.join([cell, "end"]), "a")
    assert [dialect.value(each) for each in row.cells] == [value, "end"]


@pytest.mark.parametrize("value", ["a\tb", "a\nb", "a\r"])
def test_plain_tsv_has_no_place_for_a_tab_or_a_line_end(value):
    """It has no way to say them."""
    assert PLAIN_TAB.cell(value) is None


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id,mt\n1;2,3\n", ","),
        ("id;mt\n1,2,3,4;5\n", ";"),
        ("id\tmt\n", "\t"),
        ("a;b,c,d;mt\n", ";"),
        ("sep=|\r\nid|mt\r\n", "|"),
        ('"sep=;"\nid;mt\n', ";"),
        ("a;b;c\n1,2;3;4\n", ";"),
        ('"a;b;c",d\n', ","),
        ("mt\nabc\n", ","),
        ('"never closed\n', ","),
    ],
)
def test_the_delimiter_of_csv_is_found(text, delimiter):
    """A first line that says so, the header of the machine column, or else the most frequent one decides."""
    assert csv_dialect(text, names_machine) == Dialect(delimiter, quoting=True)


@pytest.mark.parametrize(
    ("text", "quoting"),
    [
        ("id\tmt\n1\tHe said so.\n", False),
        ('id\tmt\n1\t"Open at the start\n2\t5\' 10" tall\n', False),
        ('id\tmt\n1\t"He said so."\n', False),
        ('id\tmt\n1\t"So," he said, "it is."\n', False),
        ('id\tmt\n1\t"Open\n2\tand closed"\n', False),
        ('id\tmt\n1\t"He said ""so""."\n', True),
        ('id\tmt\n1\t"two\nlines"\n2\tone\n', True),
        ('id\tmt\n1\t"a\ttab"\n', True),
        ('"id"\t"mt"\n"1"\t"He said so."\n', True),
        ('id\tmt\n1\t"two\nlines"\n2\t"So," he said.\n', False),
        ('id\tmt\n1\t""\n', False),
        ("", False),
    ],
)
def test_a_tsv_is_quoted_only_where_that_is_proven(text, quoting):
    """Research corpora have quotes that are text; spreadsheets write quotes that are not."""
    assert tsv_dialect(text) == Dialect("\t", quoting)

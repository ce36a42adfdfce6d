"""The original form again, with only what was decided changed."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer import formats
from reviewer.errors import OutputError
from reviewer.formats import ReadOptions

CSV = 'sep=;\r\n\r\nid;"mt";x\r\n1;"One; ""1""";=a\r\n\r\n2;Two.;b\n3;Three.;c'
TSV = "id\tmt\n1\tOne.\n\n2\tTwo.\r\n3\tThree."
JSONL = '{"id":1 , "mt" : "One.\\u00e9", "x": {"mt": [1]}}\n\n{"mt":"Two."}\r\n{"mt": "Three."}'
LINES = "One.\nTwo.\r\nThree."
CASES = {"a.csv": CSV, "a.tsv": TSV, "a.jsonl": JSONL, "a.en": LINES}

TEXT = st.text(alphabet=st.one_of(st.sampled_from(list('\t\n\r";, =a')), st.characters(exclude_categories=["Cs"])))


def write(name, text, edits, keep=None, **options):
    """The text of a document, read and written again with decisions."""
    options = ReadOptions(**({"format": "lines"} if name == "a.en" else {}), **options)
    document = formats.read(name, text.encode(), options)
    return formats.write(document.data, document.reading, edits, keep).decode()


@pytest.mark.parametrize("name", CASES)
def test_without_decisions_the_file_is_as_it_was(name):
    """Byte for byte; a text that is already there changes nothing either."""
    assert write(name, CASES[name], {}) == CASES[name]
    assert write(name, CASES[name], {1: "Two."}) == CASES[name]
    assert write(name, CASES[name], {}, keep={0, 1, 2}) == CASES[name]


@pytest.mark.parametrize(
    ("name", "edits", "expected"),
    [
        ("a.csv", {0: "Uno"}, CSV.replace('"One; ""1"""', '"Uno"')),
        ("a.csv", {1: 'Dos; "x"\n'}, CSV.replace("Two.", '"Dos; ""x""\n"')),
        ("a.tsv", {1: '"Dos'}, TSV.replace("Two.", '"Dos')),
        ("a.jsonl", {0: "Unó"}, JSONL.replace("One.\\u00e9", "Un\\u00f3")),
        ("a.jsonl", {1: "a\n\u2028\t"}, JSONL.replace("Two.", "a\\n\\u2028\\t")),
        ("a.en", {1: "Dos"}, LINES.replace("Two.", "Dos")),
    ],
)
def test_only_the_machine_text_of_an_edited_record_changes(name, edits, expected):
    """Everything else keeps its quoting, its spaces and its line ends."""
    assert write(name, CASES[name], edits) == expected


@pytest.mark.parametrize(
    ("name", "edits", "expected"),
    [
        ("a.csv", {0: None}, 'sep=;\r\n\r\nid;"mt";x\r\n2;Two.;b\n3;Three.;c'),
        ("a.tsv", {2: None}, "id\tmt\n1\tOne.\n\n2\tTwo."),
        ("a.jsonl", {1: None, 2: None}, '{"id":1 , "mt" : "One.\\u00e9", "x": {"mt": [1]}}\n'),
        ("a.en", {2: None}, "One.\nTwo."),
        ("a.en", {0: None, 1: None, 2: None}, ""),
        ("a.tsv", {0: None, 1: None, 2: None}, "id\tmt"),
    ],
)
def test_a_record_that_is_taken_out_takes_its_line_along(name, edits, expected):
    """Blank lines after it go too, and a file that ended without a line end still does."""
    assert write(name, CASES[name], edits) == expected


@pytest.mark.parametrize(("name", "expected"), [("a.tsv", "id\tmt\n2\tTWO"), ("a.jsonl", '{"mt":"TWO"}'), ("a.en", "TWO")])
def test_one_article_of_several_keeps_its_records_and_the_header(name, expected):
    """What is not kept is not written, decided or not."""
    assert write(name, CASES[name], {0: "ONE", 1: "TWO"}, keep={1}) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.tsv", "mt\tcorrection\nOne.\t\nTwo.\tDos\n", "mt\tcorrection\nOne.\tUno\nTwo.\tDos\n"),
        (
            "a.jsonl",
            '{"mt": "One.", "id": 1}\n{"mt": "Two.", "correction": "Dos"}\n',
            '{"mt": "One.", "correction": "Uno", "id": 1}\n{"mt": "Two.", "correction": "Dos"}\n',
        ),
    ],
)
def test_a_correction_goes_where_the_file_has_a_place_for_it(name, text, expected):
    """The machine text then stays, and the file can be imported again."""
    assert write(name, text, {0: "Uno", 1: "Dos"}) == expected


@pytest.mark.parametrize(
    ("name", "edits", "problem"),
    [
        ("a.tsv", {0: "a\tb"}, "the document:2: a TSV without quoting cannot hold the tab or line break"),
        ("a.tsv", {0: "a\nb"}, "the document:2: a TSV without quoting"),
        ("a.tsv", {0: '"a ""b"""'}, "the document: with this correction its quotes would be read in another way"),
        ("a.en", {1: "a\nb"}, "the document:2: a line break in the correction would make two lines of it"),
    ],
)
def test_what_a_form_cannot_hold_is_refused(name, edits, problem):
    """Nothing is written that would be read as something else."""
    with pytest.raises(OutputError) as refusal:
        write(name, CASES[name], edits)
    assert str(refusal.value).startswith(problem)


def test_a_spreadsheets_tsv_stays_one_without_the_rows_that_proved_it():
    """Its header is quoted instead, so that the rows that are left are read as before."""
    text = 'article\tmt\na\t"two\nlines"\nb\t"One, two."\n'
    assert write("a.tsv", text, {}, keep={1}) == '"article"\t"mt"\nb\t"One, two."\n'


def test_the_encoding_of_the_file_is_kept():
    """A byte order mark and a legacy encoding are there again."""
    data = b"\xfe\xff" + TSV.encode("utf-16-be")
    document = formats.read("a.tsv", data)
    assert formats.write(data, document.reading, {1: "두"}) == b"\xfe\xff" + TSV.replace("Two.", "두").encode("utf-16-be")
    data = TSV.encode("cp949")
    document = formats.read("a.tsv", data, ReadOptions(encoding="cp949"))
    with pytest.raises(OutputError, match="cp949 cannot write"):
        formats.write(data, document.reading, {1: "ğ"})


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6), st.integers(0, 5), TEXT)
def test_any_csv_takes_any_correction(rows, number, correction):
    """What is written is read as the same values but for the one that changed."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([("id", "mt", "x"), *rows])
    number %= len(rows)
    written = write("a.csv", file.getvalue(), {number: correction}, encoding="utf-8")
    expected = [row if index != number else (row[0], correction, row[2]) for index, row in enumerate(rows)]
    assert list(csv.reader(io.StringIO(written, newline="")))[1:] == [list(row) for row in expected]


@given(
    st.lists(st.dictionaries(TEXT.filter(lambda key: key.strip()), TEXT, max_size=2), min_size=1, max_size=6), TEXT, st.booleans()
)
def test_any_jsonl_takes_any_correction(objects, correction, ascii_only):
    """Keys of every kind stand around the machine text and stay."""
    objects = [{**{f"_{index}{key}": value for index, (key, value) in enumerate(each.items())}, "mt": "x"} for each in objects]
    text = "\n".join(json.dumps(each, ensure_ascii=ascii_only) for each in objects) + "\n"
    written = write("a.jsonl", text, {0: correction}, encoding="utf-8")
    assert [json.loads(line) for line in written.split("\n")[:-1]] == [{**objects[0], "mt": correction}, *objects[1:]]


@pytest.mark.parametrize(
    ("name", "text", "correction", "columns"),
    [
        ("a.csv", "One.,a\nTwo.,b\n", "\t\t\tx", {"machine": "1"}),
        ("a.en", "One.\nTwo.\n", "\ufeffx", {}),
        ("a.en", "One.", "x\ry", {}),
    ],
)
def test_a_correction_that_would_make_another_file_of_it_is_refused(name, text, correction, columns):
    """Written, it would not be read as it was: its delimiter, its encoding or its line ends would be others."""
    with pytest.raises(OutputError, match="export it as --format"):
        write(name, text, {0: correction}, columns=columns)

"""One object a line, and no line that readers could disagree on."""

import json

import pytest

from reviewer import formats
from reviewer.core.article import Kind
from reviewer.errors import FormatError
from reviewer.formats import ReadOptions


def read(text, **options):
    """The document that JSON lines are."""
    return formats.read("a.jsonl", text.encode(), ReadOptions(**options))


def test_keys_are_the_columns_of_a_table():
    """Numbers may name things, and null is as good as no key."""
    document = read(
        '\ufeff{"id": 7, "Source": "가", "MT": "One.", "correction": "One!", "reference": "Uno.", '
        '"kind": "credit", "paragraph": 1}\r\n'
        "\n"
        '{"MT": "Two.\u2028Three.", "Source": null, "score": [1, {"x": 2.5}], "paragraph": 2}'
    )
    first, second = document.articles[0].segments
    assert (first.key, first.source, first.machine, first.correction) == ("7", "가", "One.", "One!")
    assert (first.references, first.kind, first.gap) == (("Uno.",), Kind.CREDIT, "\n\n")
    assert (second.machine, second.source, second.paragraph, second.record) == ("Two.\u2028Three.", None, 2, 1)
    assert document.reading.encoding == "utf-8-sig"
    assert document.notices[-1] == "not read: 'score'; --column source=KEY, for example, reads one"


def test_the_user_names_keys():
    """A key that one object lacks is missing there; one that all lack is a mistake."""
    document = read('{"out": "One.", "src": "가"}\n{"out": "Two."}\n', columns={"machine": "out", "source": "src"})
    assert [segment.source for segment in document.articles[0].segments] == ["가", None]
    assert dict(document.reading.columns) == {"machine": "out", "source": "src"}
    with pytest.raises(FormatError, match=r"a\.jsonl: no object has the key 'scr' for source; seen: 'src'"):
        read('{"mt": "One.", "src": "가"}\n', columns={"source": "scr"})


@pytest.mark.catalogue("G6")
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('{"mt": "a",}', "no JSON: "),
        ('{"mt": "a"} {}', "no JSON: extra data at column 13"),
        ("null", "null, expected an object {…} a line"),
        ("[]", "an array, expected an object"),
        ("3", "a number, expected an object"),
        ('{"mt": null}', "null for 'mt', expected a string"),
        ('{"mt": 5}', "a number for 'mt', expected a string"),
        ('{"mt": true}', "true or false for 'mt'"),
        ('{"mt": ["a"]}', "an array for 'mt'"),
        ('{"mt": "a", "source": 5}', "a number for 'source'"),
        ('{"mt": "a", "id": 1.5}', "a number for 'id'"),
        ('{"mt": "a", "id": true}', "true or false for 'id'"),
        ('{"text": "a"}', "no column is named machine or mt; seen: 'text'; --column machine=NAME says which it is"),
        ('{"mt": "a", "machine": "b"}', "columns 'machine' and 'mt' both"),
        ('{"mt": "a", "mt": "b"}', "the key 'mt' stands twice in one object"),
        ('{"mt": "a", "x": {"y": 1, "y": 2}}', "the key 'y' stands twice in one object"),
        ('{"mt": "a", "MT": "b"}', "two columns are named 'MT'"),
        ('{"mt": "a", "x": NaN}', "NaN is no JSON"),
        ('{"mt": "a", "x": -Infinity}', "-Infinity is no JSON"),
        ('{"mt": "a", "x": 1e999}', "the number 1e999 is too large"),
        (f'{{"mt": "a", "x": {"9" * 5000}}}', "a number of 5,000 digits"),
        ('{"mt": "\\ud83d"}', "half a surrogate pair in 'mt'"),
        ('{"mt": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deep to be read"),
        ('{"mt": "a\tb"}', "no JSON: invalid control character at"),
        ('{"mt": "a", "kind": "titel"}', "kind 'titel' is none of"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(row, problem):
    """Nothing of the file is taken, for nobody would miss the line."""
    with pytest.raises(FormatError) as refusal:
        read('{"mt": "ok"}\n\n' + row + "\n")
    assert str(refusal.value).startswith(f"a.jsonl:3: {problem}")


def test_other_wrong_lines_are_named_too():
    """Whoever mends the file need not find them one by one."""
    with pytest.raises(FormatError, match=r"a\.jsonl:1: null, .*; also wrong: lines 3, 4, 5, 6, 7, …$"):
        read("null\n" + '{"mt": "ok"}\n' + "[]\n" * 6)


def test_blank_lines_alone_are_no_articles():
    """They are refused."""
    with pytest.raises(FormatError, match="no objects in it"):
        read("\n\r\n \n")


def test_a_line_separator_inside_a_string_ends_no_line():
    """JSON allows it, and Python's `splitlines` would cut there."""
    text = "".join(json.dumps({"mt": f"a{end}b"}, ensure_ascii=False) + "\n" for end in "\u2028\u2029\u0085")
    assert [segment.machine for segment in read(text).articles[0].segments] == ["a\u2028b", "a\u2029b", "a\u0085b"]


def test_the_machine_text_is_under_one_key():
    """What is written back must find it in every object, so a file that changes the key is refused."""
    with pytest.raises(FormatError, match=r"a\.jsonl:2: machine is under 'mt' here and under 'machine' before"):
        read('{"machine": "a"}\n{"mt": "b"}\n')

"""Articles out again: byte for byte where nothing was changed, and changed exactly where something was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.core.composition import Unfinished
from reviewer.errors import OutputError, UnfinishedError, UnknownNameError
from reviewer.formats import ReadOptions
from reviewer.store import Store
from reviewer.workflow import exporting
from reviewer.workflow.importing import AS_FOUND
from tests.desk import accept_rest, bring_in, decide

TEXT = "Ministers hold call\n\nThe talks went on.  They ended. Nobody  spoke.\n\n  (local time)\n"
FILES = {
    "lf.txt": TEXT.encode(),
    "crlf.txt": TEXT.replace("\n", "\r\n").encode(),
    "mixed-ends.txt": b"One.\r\n\nTwo. Three.\n\r\n\r\nFour.\n",
    "mark.txt": b"\xef\xbb\xbf" + TEXT.encode(),
    "utf-16-le.txt": b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "utf-16-be.txt": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "open-end.txt": b"\n \n  One. Two.",
    "hidden.txt": "A \u2028line\u200b. [/b] [@click=app.quit]x[/] \x1b[31mred.\n\nTwo\u202e.\n".encode(),
    "plain.tsv": b'id\tmt\tnote of ours\n1\tOne "quoted.\tx\n\n2\tTwo.\ty\n3\tThree.\tz',
    "quoted.tsv": b'"id"\t"mt"\r\n1\t"One\tand, ""a"" half."\r\n2\tTwo.\r\n3\t"Three."\r\n',
    "rfc4180.csv": b'id,mt,extra\r\n1,"One, ""and"" a half.",\r\n2,"Two\nlines.",x\r\n3,Three.,\r\n',
    "semicolon.csv": b"sep=;\nid;machine\n1;One, two.\n2;Two.\n3;Three.\n",
    "corrected.csv": b"id,machine,correction,editor\n1,One.,Won.,desk9\n2,Two.,Two.,desk9\n3,Three.,,\n",
    "keys.jsonl": b'{"id": 1, "machine": "One \\u2014 \\/.", "n": 1.50}\r\n\n{"machine":"Two.","x":[1, 2]}\n{"machine":"Three."}',
    "corrected.jsonl": b'{"machine":"One.","correction":"Won."}\n{"machine":"Two.","correction":null}\n{"machine":"Three."}\n',
}


def imported(tmp_path: Path, name: str, data: bytes, options: ReadOptions = AS_FOUND) -> Path:
    """A database with the file `name`, which holds `data`."""
    path = tmp_path / name
    path.write_bytes(data)
    database = tmp_path / "reviews.db"
    bring_in(database, path, options)
    return database


def exported(database: Path, *numbers: int, form: str = "original", unfinished: str | None = None) -> bytes:
    """The articles as a file."""
    with Store.open(database, readonly=True) as store:
        return exporting.article_bytes(store, numbers or (1,), form, Unfinished(unfinished) if unfinished else None)


@pytest.mark.catalogue("I2")
@pytest.mark.parametrize("name", FILES)
def test_what_nobody_touched_comes_out_byte_for_byte(tmp_path, name):
    """Encoding, byte order mark, line ends, quoting, escapes, columns and keys are the document's own."""
    database = imported(tmp_path, name, FILES[name])
    assert exported(database, unfinished="machine") == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_what_was_accepted_comes_out_byte_for_byte(tmp_path, name):
    """Accepting changes no text, so it changes no file."""
    database = imported(tmp_path, name, FILES[name])
    accept_rest(database)
    assert exported(database) == FILES[name]


@pytest.mark.parametrize("ends", [b"One.\nTwo.\n", b"One.\r\nTwo.\r\n", b"One.\n\n Two. \nThree", b"\xef\xbb\xbfOne.\nTwo.\n"])
def test_a_line_file_comes_out_byte_for_byte(tmp_path, ends):
    """Blank lines, spaces at their ends and a missing last line end are kept."""
    database = imported(tmp_path, "lines.txt", ends, ReadOptions(format="lines"))
    assert exported(database, unfinished="machine") == ends


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from(list('aB 가。.!?"”\n\r\t\u2028\u200b)'))).filter(lambda text: text.strip()))
def test_any_running_text_comes_out_as_it_was(tmp_path, text):
    """Segments and the white space between them are the text, whatever it is."""
    path = tmp_path / "any.txt"
    path.write_bytes(f"{text}\n".encode())
    (article,) = bring_in(tmp_path / "reviews.db", path, ReadOptions(format="txt", target_language="en"))
    assert exported(tmp_path / "reviews.db", article.number, unfinished="machine") == path.read_bytes()


@pytest.mark.parametrize(
    ("name", "codec", "mark"),
    [
        ("a.txt", "utf-8", b""),
        ("b.txt", "utf-8", b"\xef\xbb\xbf"),
        ("c.txt", "utf-16-le", b"\xff\xfe"),
        ("d.txt", "utf-16-be", b"\xfe\xff"),
    ],
)
def test_running_text_differs_in_what_was_decided_and_nowhere_else(tmp_path, name, codec, mark):
    """A correction stands in the old place, a cut takes the white space after it, a paragraph cut whole its blank line."""
    text = TEXT.replace("\n", "\r\n")
    database = imported(tmp_path, name, mark + text.encode(codec))
    decide(database, 2, "corrected", "The “talks” went on.")
    decide(database, 3, "cut")
    decide(database, 5, "cut")
    accept_rest(database)
    expected = "Ministers hold call\r\n\r\nThe “talks” went on.  Nobody  spoke.\r\n"
    assert exported(database) == mark + expected.encode(codec)


def test_a_join_is_one_text(tmp_path):
    """What stands for several sentences stands in the place of the first, and ends where the last ended."""
    database = imported(tmp_path, "a.txt", TEXT.encode())
    decide(database, [2, 3], "corrected", "The talks went on and ended.")
    accept_rest(database)
    assert exported(database) == TEXT.replace("The talks went on.  They ended.", "The talks went on and ended.").encode()


TABLES = [
    ("plain.tsv", b"id\tmt\tnote of ours\n1\tWon.\tx\n\n3\tThree.\tz"),
    ("quoted.tsv", b'"id"\t"mt"\r\n1\t"Won."\r\n3\t"Three."\r\n'),
    ("rfc4180.csv", b'id,mt,extra\r\n1,"Won.",\r\n3,Three.,\r\n'),
    ("semicolon.csv", b"sep=;\nid;machine\n1;Won.\n3;Three.\n"),
    ("corrected.csv", b"id,machine,correction,editor\n1,One.,Won.,desk9\n3,Three.,,\n"),
    ("keys.jsonl", b'{"id": 1, "machine": "Won.", "n": 1.50}\r\n\n{"machine":"Three."}'),
    ("corrected.jsonl", b'{"machine":"One.","correction":"Won."}\n{"machine":"Three."}\n'),
]


@pytest.mark.parametrize(("name", "expected"), TABLES)
def test_a_table_differs_in_what_was_decided_and_nowhere_else(tmp_path, name, expected):
    """The corrected cell is another, the row that was cut is gone, all else is as it was."""
    database = imported(tmp_path, name, FILES[name])
    decide(database, 1, "corrected", "Won.")
    decide(database, 2, "cut")
    accept_rest(database)
    assert exported(database).splitlines() == expected.splitlines()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("semicolon.csv", b"sep=;\nid;machine\n1;One two.\n3;Three.\n"),
        ("corrected.jsonl", b'{"machine":"One.","correction":"One two."}\n{"machine":"Three."}\n'),
    ],
)
def test_a_join_in_a_table_stands_in_its_first_row(tmp_path, name, expected):
    """The other rows that it covers are gone."""
    database = imported(tmp_path, name, FILES[name])
    decide(database, [1, 2], "corrected", "One two.")
    accept_rest(database)
    assert exported(database) == expected


def test_a_correction_column_says_what_stands_now(tmp_path):
    """A correction of the file that was overruled is replaced, by the machine text where that was accepted."""
    database = imported(tmp_path, "corrected.csv", FILES["corrected.csv"])
    decide(database, 1, "accepted")
    decide(database, 2, "rejected")
    decide(database, 3, "corrected", 'Third, "so".')
    expected = b'id,machine,correction,editor\n1,One.,One.,desk9\n2,Two.,Two.,desk9\n3,Three.,"Third, ""so"".",\n'
    assert exported(database, unfinished="machine") == expected


def test_a_correction_that_was_rejected_leaves_its_cell(tmp_path):
    """Printed as the machine wrote it, a rejected sentence has no correction any more."""
    database = imported(tmp_path, "corrected.csv", FILES["corrected.csv"])
    decide(database, 1, "rejected", "Won?")
    assert b"1,One.,,desk9\n" in exported(database, unfinished="machine")


def test_lines_stay_lines(tmp_path):
    """In a line file a correction changes its line, a cut takes the line out, an accepted join stays two lines."""
    database = imported(tmp_path, "l.txt", b"One.\r\nTwo.\r\nThree.\r\nFour.\r\n", ReadOptions(format="lines"))
    decide(database, [1, 2], "accepted")
    decide(database, 3, "cut")
    decide(database, 4, "corrected", "For.")
    assert exported(database) == b"One.\r\nTwo.\r\nFor.\r\n"


MANY = b"article,machine\nfirst,One.\nsecond,Uno.\nfirst,Two.\nsecond,Dos.\n"


def test_one_article_of_several_keeps_its_rows_alone(tmp_path):
    """The header stays, the rows of other articles do not."""
    database = imported(tmp_path, "m.csv", MANY)
    assert exported(database, 2, unfinished="machine") == b"article,machine\nsecond,Uno.\nsecond,Dos.\n"


def test_all_articles_of_a_document_are_the_document(tmp_path):
    """In the order of the file, whatever the order in which they are named."""
    database = imported(tmp_path, "m.csv", MANY)
    assert exported(database, 2, 1, unfinished="machine") == MANY


def test_an_article_that_stands_twice_in_its_document_is_changed_twice(tmp_path):
    """The same content is one article, and what was decided on it holds wherever it stands."""
    data = b"article,machine\nfirst,One.\nagain,One.\nother,Uno.\n"
    database = imported(tmp_path, "m.csv", data)
    decide(database, 1, "corrected", "Won.")
    assert exported(database, 1) == b"article,machine\nfirst,Won.\nagain,Won.\n"
    assert exported(database, 1, 2, unfinished="machine") == b"article,machine\nfirst,Won.\nagain,Won.\nother,Uno.\n"


def test_articles_of_different_files_have_no_common_form(tmp_path):
    """They are refused, and the message says what can be done."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    imported(tmp_path, "b.txt", b"Two.\n")
    with pytest.raises(OutputError, match=r"articles 1 and 2 came in different files; .* --format tsv"):
        exported(database, 1, 2, unfinished="machine")


def test_running_text_is_of_one_article(tmp_path):
    """Several in one text could not be told apart."""
    database = imported(tmp_path, "m.csv", MANY)
    with pytest.raises(OutputError, match="one at a time"):
        exported(database, 1, 2, form="txt", unfinished="machine")


def test_a_table_as_running_text(tmp_path):
    """The rows of a paragraph follow one another with a space between them, in UTF-8."""
    database = imported(tmp_path, "t.csv", "paragraph,machine\n1,Eins.\n1,Zwei – ß.\n2,Drei.\n".encode("utf-16"))
    decide(database, 3, "cut")
    accept_rest(database)
    assert exported(database, form="txt").decode() == "Eins. Zwei – ß.\n"


@pytest.mark.parametrize(
    ("unfinished", "expected"),
    [
        ("machine", "One. Two. Three. Four.\n"),
        ("mark", "[[open: One.]] [[rejected: Two.]] [[conflict: Three.]] Four.\n"),
        ("drop", "Four.\n"),
    ],
)
def test_how_what_is_unfinished_is_printed(tmp_path, unfinished, expected):
    """As the machine wrote it, marked with its status, or not at all; a query's text stands."""
    database = imported(tmp_path, "a.txt", b"One. Two. Three. Four.\n")
    decide(database, 2, "rejected", "Draft.")
    decide(database, 3, "corrected", "This.")
    decide(database, 3, "corrected", "That.", editor="desk3", unseen=True)
    decide(database, 4, "accepted", note="? who")
    assert exported(database, unfinished=unfinished).decode() == expected


@pytest.mark.catalogue("I9")
@pytest.mark.parametrize("form", exporting.FORMS)
def test_an_unfinished_article_is_refused_with_the_reasons(tmp_path, form):
    """Open, rejected, in conflict, queried: each with its position and its text."""
    database = imported(tmp_path, "a.txt", b"One. Two. Three. Four. Five.\n")
    decide(database, 2, "rejected")
    decide(database, 3, "corrected", "This.")
    decide(database, 3, "corrected", "That.", editor="desk3", unseen=True)
    decide(database, 4, "accepted", note="? who is this")
    decide(database, 5, "cut")
    with pytest.raises(UnfinishedError, match="4 segments are not ready for print") as refusal:
        exported(database, form=form)
    assert refusal.value.reasons == ("1: open: One.", "2: rejected: Two.", "3: conflict: Three.", "4: query: ? who is this")


def test_only_the_first_reasons_are_listed(tmp_path):
    """A long list says how long it is."""
    database = imported(tmp_path, "l.txt", b"Line.\n" * 25, ReadOptions(format="lines"))
    with pytest.raises(UnfinishedError, match="25 segments") as refusal:
        exported(database)
    assert (len(refusal.value.reasons), refusal.value.reasons[-1]) == (21, "and 5 more")


def test_an_empty_line_does_not_stand_in_the_way(tmp_path):
    """Where there is neither source nor machine text, nothing is missing."""
    database = imported(tmp_path, "l.txt", b"One.\n\nTwo.\n", ReadOptions(format="lines"))
    decide(database, 1, "accepted")
    decide(database, 3, "accepted")
    assert exported(database) == b"One.\n\nTwo.\n"


def test_a_source_without_machine_text_stands_in_the_way(tmp_path):
    """There the translation is missing."""
    database = imported(tmp_path, "t.tsv", b"source\tmachine\nEins.\t\nZwei.\tTwo.\n")
    decide(database, 2, "accepted")
    with pytest.raises(UnfinishedError) as refusal:
        exported(database)
    assert refusal.value.reasons == ("1: open: ",)


def test_a_form_that_there_is_not(tmp_path):
    """The message lists those that there are."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    with pytest.raises(UnknownNameError, match="known: original, txt, tsv, jsonl"):
        exported(database, form="docx")


def decided(database: Path, article: int) -> list[tuple[object, ...]]:
    """What was decided on each segment of an article, by whom."""
    with Store.open(database, readonly=True) as store:
        places = store.places(article)
    return [
        (place.machine, str(place.status), place.review and (place.review.correction, place.review.editor)) for place in places
    ]


@pytest.mark.parametrize("form", ["tsv", "jsonl"])
@pytest.mark.parametrize("correction", ["A correction.", 'With "quotes",\ta tab\nand a line.', '"Quoted"', "=1+1", " spaced "])
def test_an_exported_table_comes_in_again_with_its_decisions(tmp_path, form, correction):
    """Accepted, corrected and joined, with their editors; what is open stays open."""
    database = imported(tmp_path, "a.txt", b"One. Two. Three. Four. Five.\n\nSix.\n")
    decide(database, 1, "accepted")
    decide(database, 2, "corrected", correction, editor="desk3")
    decide(database, [3, 4], "corrected", "Three and four.")
    again = tmp_path / f"again.{form}"
    again.write_bytes(exported(database, form=form, unfinished="machine"))
    other = tmp_path / "other.db"
    bring_in(other, again)
    assert decided(other, 1) == [
        ("One.", "accepted", (None, "desk2")),
        ("Two.", "corrected", (correction, "desk3")),
        ("Three. Four.", "corrected", ("Three and four.", "desk2")),
        ("Five.", "open", None),
        ("Six.", "open", None),
    ]


def test_a_table_has_source_references_times_and_notes(tmp_path):
    """Whatever is known of a segment is in its row."""
    data = b"id,source,machine,reference,reference2,system\na1,Eins.,One.,R1.,R2.,nmt\n"
    database = imported(tmp_path, "t.csv", data)
    decide(database, 1, "corrected", "Won.", note="? sure")
    row = json.loads(exported(database, form="jsonl", unfinished="machine"))
    assert row == {
        "article": "t",
        "id": "a1",
        "kind": "body",
        "paragraph": 1,
        "system": "nmt",
        "source": "Eins.",
        "machine": "One.",
        "correction": "Won.",
        "verdict": "corrected",
        "editor": "desk2",
        "reference": "R1.",
        "reference2": "R2.",
        "note": "? sure",
        "active_seconds": 0.0,
        "idle_seconds": 0.0,
        "reviewed_at": "2026-03-01T09:30:00.000Z",
    }


def test_a_table_without_what_is_unfinished(tmp_path):
    """Rows that are not decided are left out; what was cut is a decision."""
    database = imported(tmp_path, "a.txt", b"One. Two. Three.\n")
    decide(database, 1, "accepted")
    decide(database, 2, "cut")
    rows = exported(database, form="jsonl", unfinished="drop").splitlines()
    assert [json.loads(row)["verdict"] for row in rows] == ["accepted", "cut"]


def test_two_articles_of_one_title_stay_two(tmp_path):
    """In a table an article is known by its name, so it gets its number too."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    (tmp_path / "other").mkdir()
    namesake = tmp_path / "other" / "a.txt"
    namesake.write_bytes(b"Two.\n")
    bring_in(database, namesake)
    again = tmp_path / "again.jsonl"
    again.write_bytes(exported(database, 1, 2, form="jsonl", unfinished="machine"))
    assert len(bring_in(tmp_path / "other.db", again)) == 2


def test_a_copy_goes_beside_the_file(tmp_path):
    """With a word before its suffix."""
    database = imported(tmp_path, "news.mt.txt", b"One.\n")
    with Store.open(database, readonly=True) as store:
        assert exporting.suggested_path(store.article(1)) == tmp_path / "news.mt.corrected.txt"


def test_a_copy_goes_here_where_the_folder_is_gone(tmp_path, monkeypatch):
    """An article outlives the folder that it came from."""
    folder = tmp_path / "gone"
    folder.mkdir()
    database = imported(folder, "news.txt", b"One.\n").rename(tmp_path / "reviews.db")
    (folder / "news.txt").unlink()
    for leftover in folder.iterdir():
        leftover.unlink()
    folder.rmdir()
    monkeypatch.chdir(tmp_path)
    with Store.open(database, readonly=True) as store:
        assert exporting.suggested_path(store.article(1)) == tmp_path / "news.corrected.txt"


def write(database: Path, path: Path) -> None:
    """Write article 1 as the screen does."""
    with Store.open(database, readonly=True) as store:
        exporting.write_article(store, 1, path)


def test_sign_off_writes_the_article(tmp_path):
    """In its original form, and a second time over the first."""
    database = imported(tmp_path, "a.txt", b"One. Two.\n")
    path = tmp_path / "a.corrected.txt"
    write(database, path)
    decide(database, 1, "corrected", "Won.")
    write(database, path)
    assert path.read_bytes() == b"Won. Two.\n"


@pytest.mark.catalogue("I6")
def test_the_imported_file_is_never_replaced(tmp_path):
    """Neither by its own path nor by another that leads to it."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    decide(database, 1, "corrected", "Won.")
    (tmp_path / "way").symlink_to(tmp_path)
    for path in (tmp_path / "a.txt", tmp_path / "way" / "a.txt"):
        with pytest.raises(OutputError, match="is an input or the database"):
            write(database, path)
    assert (tmp_path / "a.txt").read_bytes() == b"One.\n"


def test_an_imported_file_that_was_moved_is_not_replaced(tmp_path):
    """It is known by its bytes."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    decide(database, 1, "corrected", "Won.")
    moved = (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    with pytest.raises(OutputError, match="holds the document that was imported"):
        write(database, moved)
    assert moved.read_bytes() == b"One.\n"


@pytest.mark.catalogue("I6")
@pytest.mark.parametrize("side", ["", "-wal", "-shm", ".lock"])
def test_the_database_is_never_replaced(tmp_path, side):
    """Nor are the files that belong to it."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    with pytest.raises(OutputError, match="is not replaced"):
        write(database, Path(f"{database}{side}"))


def test_an_exported_table_keeps_a_missing_folder_a_plain_error(tmp_path):
    """No folder is made for it."""
    database = imported(tmp_path, "a.txt", b"One.\n")
    with pytest.raises(OutputError, match="there is no folder"):
        write(database, tmp_path / "nowhere" / "a.txt")

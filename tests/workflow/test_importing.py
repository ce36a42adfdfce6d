"""Files in: once, whole, and with what was decided on them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.errors import FormatError, InputError, NotADatabaseError, UnknownNameError
from reviewer.formats import ReadOptions
from reviewer.store import Store
from reviewer.workflow import importing
from reviewer.workflow.finding import find_articles, stored_path
from tests.desk import NOW, bring_in, decide

TABLE = b"id,source,machine,correction,editor\n1,Eins.,One.,Won.,desk9\n2,Zwei.,Two.,Two.,\n3,Drei.,Three.,,\n"


def file(folder: Path, name: str, data: bytes) -> Path:
    """A file with `data`."""
    path = folder / name
    path.write_bytes(data)
    return path


def for_review(database: Path, *paths: Path) -> tuple[int, ...]:
    """What `reviewer review` does with its files."""
    return importing.import_for_review(paths, database, "desk1", NOW)


def test_corrections_become_reviews(tmp_path):
    """By the editor whom the file names, else by whoever imports; the machine text itself is an acceptance."""
    database = tmp_path / "reviews.db"
    (article,) = bring_in(database, file(tmp_path, "t.csv", TABLE))
    assert (article.new, article.segments, article.reviews) == (True, 3, 2)
    with Store.open(database, readonly=True) as store:
        heads = [[(head.editor, str(head.verdict), head.correction) for head in place.heads] for place in store.places(1)]
    assert heads == [[("desk9", "corrected", "Won.")], [("desk1", "accepted", None)], []]


def test_the_same_content_twice_is_one_article(tmp_path):
    """Whatever the name of the file and the form of its bytes."""
    database = tmp_path / "reviews.db"
    bring_in(database, file(tmp_path, "a.txt", b"One. Two.\n"))
    (again,) = bring_in(database, file(tmp_path, "b.txt", b"\xef\xbb\xbfOne. Two.\n"))
    assert (again.new, again.number) == (False, 1)


def test_a_new_version_keeps_what_was_decided(tmp_path):
    """The sentences that are as before keep their reviews."""
    database = tmp_path / "reviews.db"
    bring_in(database, file(tmp_path, "a.txt", b"One day. Two days. Three days.\n"))
    decide(database, 1, "corrected", "A day.")
    (newer,) = bring_in(database, file(tmp_path, "b.txt", b"One day. Two days. Four days.\n"))
    assert (newer.new, newer.version_of, newer.kept) == (True, 1, 2)
    with Store.open(database, readonly=True) as store:
        assert [str(place.status) for place in store.places(2)] == ["corrected", "open", "open"]


def test_a_path_is_kept_absolute(tmp_path, monkeypatch):
    """The next command may be called somewhere else."""
    file(tmp_path, "a.txt", b"One.\n")
    monkeypatch.chdir(tmp_path)
    bring_in(tmp_path / "reviews.db", Path("a.txt"))
    with Store.open(tmp_path / "reviews.db", readonly=True) as store:
        assert store.article(1).path == str(tmp_path / "a.txt")


def test_a_file_name_may_hold_any_bytes(tmp_path):
    """It is kept so that the article is found by it again."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xff\x1b[31m\xe4.txt"))
    path.write_bytes(b"One.\n")
    bring_in(tmp_path / "reviews.db", path)
    with Store.open(tmp_path / "reviews.db", readonly=True) as store:
        assert store.article(1).path == stored_path(path)
        assert find_articles(store, [str(path)]) == [1]


def test_source_and_references_line_up_with_plain_text(tmp_path):
    """Text with files beside it is one segment a line."""
    source = file(tmp_path, "s.txt", b"Eins. Eins.\nZwei.\n")
    reference = file(tmp_path, "r.txt", b"A one.\nA two.\n")
    options = importing.reading_options(source=source, references=[reference], system="nmt")
    document = importing.understand(file(tmp_path, "m.txt", b"One. One.\nTwo.\n"), options)
    assert document.reading.format == "lines"
    (article,) = document.articles
    assert [(each.machine, each.source, each.references) for each in article.segments] == [
        ("One. One.", "Eins. Eins.", ("A one.",)),
        ("Two.", "Zwei.", ("A two.",)),
    ]
    assert article.system == "nmt"


@pytest.mark.parametrize(("name", "form"), [("t.tsv", None), ("t.txt", "csv"), ("t.txt", "txt"), ("t.txt", "jsonl")])
def test_a_table_brings_its_own_source(tmp_path, name, form):
    """A source beside one is refused, and the message says which option settles it."""
    path = file(tmp_path, name, b"machine\nOne.\n")
    options = importing.reading_options(source=file(tmp_path, "s.txt", b"Eins.\n"), format=form)
    with pytest.raises(FormatError, match="--input-format lines"):
        importing.understand(path, options)


@pytest.mark.parametrize(
    ("said", "what"),
    [({"format": "docx"}, "input format"), ({"encoding": "klingon"}, "encoding"), ({"columns": {"x": "1"}}, "column")],
)
def test_an_option_that_names_what_there_is_not(tmp_path, said, what):
    """The message lists what there is."""
    path = file(tmp_path, "t.tsv", b"machine\nOne.\n")
    with pytest.raises(UnknownNameError, match=f"unknown {what} .*known: "):
        importing.understand(path, importing.reading_options(**said))


def test_what_a_person_says_of_a_known_article_stands(tmp_path):
    """A language that was detected wrongly is set right by importing again."""
    database = tmp_path / "reviews.db"
    path = file(tmp_path, "t.csv", TABLE)
    bring_in(database, path)
    bring_in(database, path, ReadOptions(source_language="nl", target_language="en-GB"))
    bring_in(database, path)
    with Store.open(database, readonly=True) as store:
        row = store.article(1)
    assert (row.source_language, row.target_language) == ("nl", "en-GB")


def test_the_screen_opens_files_that_are_in_and_those_that_are_not(tmp_path):
    """In the order in which they are named, each once; the database is made."""
    database = tmp_path / "reviews.db"
    one, two = file(tmp_path, "1.txt", b"One.\n"), file(tmp_path, "2.csv", b"article,machine\na,Uno.\nb,Dos.\n")
    assert for_review(database, two) == (1, 2)
    assert for_review(database, one, two, one) == (3, 1, 2)


def test_the_screen_finds_a_file_that_came_in_with_options(tmp_path):
    """Without them it could not be read."""
    database = tmp_path / "reviews.db"
    path = file(tmp_path, "t.csv", b"Eins.,One.\n")
    bring_in(database, path, ReadOptions(columns={"machine": "2", "source": "1"}))
    assert for_review(database, path) == (1,)


def test_a_file_that_changed_since_is_imported_again(tmp_path):
    """It is known by its bytes and not by its name."""
    database = tmp_path / "reviews.db"
    path = file(tmp_path, "a.txt", b"One.\n")
    for_review(database, path)
    path.write_bytes(b"Something else.\n")
    assert for_review(database, path) == (2,)


def test_what_cannot_be_taken_leaves_no_database(tmp_path):
    """A file is understood before anything is made."""
    with pytest.raises(InputError):
        for_review(tmp_path / "reviews.db", tmp_path / "nothing.txt")
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    """It is not written over."""
    database = file(tmp_path, "reviews.db", b"letters")
    with pytest.raises(NotADatabaseError):
        for_review(database, file(tmp_path, "a.txt", b"One.\n"))
    assert database.read_bytes() == b"letters"


def test_those_before_a_bad_file_are_in(tmp_path):
    """Each file is a transaction of its own."""
    database = tmp_path / "reviews.db"
    with pytest.raises(InputError):
        for_review(database, file(tmp_path, "a.txt", b"One.\n"), tmp_path / "nothing.txt")
    with Store.open(database, readonly=True) as store:
        assert [row.title for row in store.articles()] == ["a"]


def test_progress_is_told(tmp_path):
    """How many segments are in, and of how many."""
    told: list[tuple[int, int]] = []
    path = file(tmp_path, "l.tsv", b"machine\n" + b"".join(b"Line %d.\n" % number for number in range(12_000)))
    importing.import_for_review([path], tmp_path / "reviews.db", "desk1", NOW, lambda done, total: told.append((done, total)))
    assert told[-1] == (12_000, 12_000)
    assert len(told) > 1


def test_an_import_that_is_interrupted_leaves_nothing(tmp_path):
    """Ctrl-C in the middle takes back what was in already."""

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    database = tmp_path / "reviews.db"
    path = file(tmp_path, "l.tsv", b"machine\n" + b"".join(b"Line %d.\n" % number for number in range(12_000)))
    with pytest.raises(KeyboardInterrupt):
        importing.import_for_review([path], database, "desk1", NOW, stop)
    with Store.open(database, readonly=True) as store:
        assert (store.articles(), store.counts().total, store.search(None, "Line")) == ([], 0, [])
    assert for_review(database, path) == (1,)


def test_a_known_file_loads_nothing_heavy(tmp_path):
    """Opening an article again does not wait for what only an import needs."""
    database = tmp_path / "reviews.db"
    path = file(tmp_path, "a.txt", b"One. Two.\n")
    for_review(database, path)
    program = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from reviewer.workflow.importing import import_for_review\n"
        "print(import_for_review([Path(sys.argv[1])], Path(sys.argv[2]), 'desk1', datetime.now(UTC)))\n"
        "print([name for name in ('sqlite_utils', 'sentencex', 'langdetect', 'rapidfuzz', 'sacrebleu') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program, path, database], capture_output=True, text=True, check=True)
    assert result.stdout == "(1,)\n[]\n"


@pytest.mark.parametrize(
    "options",
    [
        ReadOptions(format="tsv"),
        ReadOptions(encoding="cp949"),
        ReadOptions(columns={"machine": "3"}),
        ReadOptions(source=("s", b"x")),
        ReadOptions(references=(("r", b"x"),)),
        ReadOptions(system="nmt"),
    ],
)
def test_every_option_has_its_own_reading(options):
    """A file read in two ways is not one reading; said nothing, the key is empty."""
    assert importing.reading_key(importing.AS_FOUND) == ""
    assert importing.reading_key(options) not in ("", importing.reading_key(ReadOptions(title="T")))
    assert importing.reading_key(options) == importing.reading_key(options)

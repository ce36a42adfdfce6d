"""Every importer is given files that nobody would write: a document or a refusal, and nothing is lost of what was taken."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from reviewer import formats
from reviewer.analysis.language import detect
from reviewer.core.article import Article, Document, Reading, Segment
from reviewer.errors import FormatError, InputError, OutputError, ReviewerError
from reviewer.formats import ReadOptions
from reviewer.store import Store
from reviewer.workflow.importing import import_file
from tests.fuzzing import TOKENS, Figures, attempt, hold, memory_watched, mutated

TEXT = 'Seoul Calls Talks\n\nThe minister said "no".  Nobody asked 정부, at 10:30.\r\n\n© 2026 Desk\n'
TABLE = (
    "id\tmt\tcorrection\tsrc\tkind\n"
    '1\tThe "ban" on East Asia.\tThe curb.\t정부\tbody\n\n'
    "2\tIt ended . .\t\t=1+1\tcredit\r\n"
    "3\tNobody answered.\tNobody did.\t\t"
)
SEEDS: dict[str, tuple[str, ...]] = {
    "txt": (TEXT, "One.", "[Photo: Desk]\n\n▲ One.\n▲ Two.\n\nBy Jane Roe\n\nText with many words goes here, and on.\n"),
    "tsv": (TABLE, 'machine\treference\treference2\n"One ""1"""\ta\tb\n"Two\nlines"\tc\td\n', "1\tx\n2\ty\n"),
    "csv": (
        TABLE.replace("\t", ",").replace("Asia.", '"').replace('The "ban', '"The ""ban""'),
        'sep=;\r\n\r\nid;"mt";article;system\r\n1;"One; ""1""";a;nmt\r\n\r\n2;Two.;b;nmt\n3;Three.;b;',
        "mt,editor,paragraph\nOne.,desk1,1\nTwo.,desk2,1\nThree.,,2\n",
    ),
    "jsonl": (
        '{"id":1 , "mt" : "One.\\u00e9", "x": {"mt": [1]}}\n\n{"mt":"Two.","correction":"Dos","editor":"a"}\r\n{"mt": "Three."}',
        '{"machine": "A", "source": "가", "kind": "headline", "paragraph": 2, "article": "n1", "reference": null}\n' * 3,
        '{"machine": "A", "score": 1.5, "deep": [[[{}]]]}\n{"machine": "\\ud83d\\ude00", "score": -0.0}\n',
    ),
    "lines": ("One.\nTwo.\r\n\nThree.", "정부\n\n\n", "A\n" * 30),
}
COLUMNS = (*[{}] * 20, {"machine": "2"}, {"machine": "mt", "source": "src"}, {"mt": "1", "correction": "2"}, {"machine": "rowid"})
ENCODINGS = (*[None] * 40, "utf-8", "utf-16", "cp949", "latin-1", "utf-7", "utf-8-sig")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PART = 8
"""Every so many accepted inputs one goes all the way into a database."""


def options(chance: Random, form: str) -> ReadOptions:
    """What somebody may say about a file of `form`; its language is mostly given, for detecting it takes most of the time."""
    beside = chance.random() < 0.3 and form == "lines"
    other = mutated(chance, [seed.encode() for seed in SEEDS["lines"]])
    return ReadOptions(
        format=form,
        encoding=chance.choice(ENCODINGS),
        columns=chance.choice(COLUMNS) if form in ("tsv", "csv", "jsonl") else {},
        source=("beside.txt", other) if beside else None,
        references=(("beside.txt", other),) * chance.randint(0, 2) if beside else (),
        source_language=None if chance.random() < 0.05 else "ko",
        target_language=None if chance.random() < 0.05 else chance.choice(("en", "", "xx-nonsense")) or "ja",
    )


def fuzz(form: str, count: int, chance: Random, store: Store, read=formats.read) -> Figures:
    """Give `count` broken files to the importer of `form`."""
    figures = Figures()
    seeds = [seed.encode() for seed in SEEDS[form]]
    for _ in range(count):
        data, said = mutated(chance, seeds), options(chance, form)
        size = len(data) + sum(len(given) for _, given in (*said.references, *filter(None, [said.source])))
        document = attempt(figures, data, lambda data=data, said=said: _read(read, form, data, said), size)
        if document is None:
            continue
        hold(figures, data, lambda document=document: _is_kept(document))
        hold(figures, data, lambda document=document: _takes_a_correction(document, chance))
        if figures.accepted % PART == 0:
            hold(figures, data, lambda document=document, said=said: _goes_in_whole(store, document, said))
    return figures


def _read(read, form: str, data: bytes, said: ReadOptions) -> Document:
    try:
        return read(f"a.{form}", data, said)
    except InputError as refusal:
        if refusal.path is None:
            raise ValueError(f"the refusal names no file: {refusal}") from refusal
        raise


def _is_kept(document: Document) -> None:
    """Where nothing was decided an export writes the same bytes."""
    if document.reading.format == "txt":
        data = formats.encode("".join(article.text for article in document.articles), document.reading)
    else:
        data = formats.write(document.data, document.reading, {})
    if data != document.data:
        raise ValueError("what nobody changed is not the same bytes")


def _takes_a_correction(document: Document, chance: Random) -> None:
    """A correction in one record is found there again, and nowhere else; or the form cannot hold it."""
    if document.reading.format == "txt":
        return
    records = {segment.record: segment for article in document.articles for segment in article.segments}
    number = chance.choice(list(records))
    text = chance.choice(TOKENS[:60]).decode("utf-8", "ignore")[:60] + "y"
    try:
        data = formats.write(document.data, document.reading, {number: text})
    except OutputError:
        return
    reading = document.reading
    said = ReadOptions(reading.format, reading.encoding, dict(reading.columns), source_language="ko", target_language="en")
    again = {each.record: each for article in formats.read("a", data, said).articles for each in article.segments}
    has_column = "correction" in dict(reading.columns)
    for record, before in records.items():
        wanted = text if record == number else (before.correction if has_column else before.machine)
        found = again[record].correction if has_column else again[record].machine
        if found != wanted or len(again) != len(records):
            raise ValueError(f"record {record} says {found!r} and not {wanted!r}, after {number} was made {text!r}")


def _goes_in_whole(store: Store, document: Document, said: ReadOptions) -> None:
    """All of the document is in the database, or nothing."""
    before = [article.number for article in store.articles()]
    try:
        taken = import_file(store, Path("/desk/a"), document, said, editor="desk", now=NOW)
    except ReviewerError:
        if [article.number for article in store.articles()] != before:
            raise ValueError("refused by the database and yet in it") from None
        return
    for article, imported in zip(document.articles, taken, strict=True):
        texts = [place.machine for place in store.places(imported.number)]
        if texts != [segment.machine for segment in article.segments]:
            raise ValueError("the database does not hold what was read")


@pytest.fixture
def store(tmp_path):
    """A database for what is accepted."""
    detect("The profiles of the languages are loaded now, and not while somebody looks at the memory.")
    with Store.open(tmp_path / "reviews.db") as opened:
        yield opened


@pytest.mark.catalogue("G1", "G2", "G3", "G5", "G6", "G12")
@pytest.mark.parametrize("count", [150, pytest.param(5_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("form", SEEDS)
def test_any_file_is_a_document_or_refused(store, form, count):
    """In one line, in time, in bounded memory; and what was taken goes out again byte for byte, but for a correction."""
    with memory_watched():
        figures = fuzz(form, count, Random(f"{form} {count}"), store)
    print(f"{form}: {figures}")
    assert figures.findings == []
    assert figures.accepted > count / 20
    assert figures.refused > count / 50


def raw_json(name: str, data: bytes, said: ReadOptions) -> Document:
    """An importer without limits, on the library as it comes."""
    rows = [json.loads(line) for line in data.decode(said.encoding or "utf-8").splitlines() if line]
    return _document(name, data, "jsonl", [str(row["mt"]) for row in rows])


def raw_csv(name: str, data: bytes, said: ReadOptions) -> Document:
    """Likewise for tables."""
    rows = csv.DictReader(io.StringIO(data.decode("utf-8", "replace")))
    return _document(name, data, "csv", [row["mt"] for row in rows])


def forgetful(name: str, data: bytes, said: ReadOptions) -> Document:
    """One that puts a sign in place of what it cannot read."""
    return _document(name, data, "lines", data.decode("utf-8", "replace").splitlines())


def slow(name: str, data: bytes, said: ReadOptions) -> Document:
    """One that does not come to an end on quotation marks."""
    while b'"' in data:
        pass
    raise FormatError("no quotation mark", path=name)


def greedy(name: str, data: bytes, said: ReadOptions) -> Document:
    """One that needs more memory than a file is worth."""
    raise FormatError(f"{len(bytes(10_000_000 + 1_000 * len(data)))} bytes", path=name)


def _document(name: str, data: bytes, form: str, texts: list[str]) -> Document:
    segments = tuple(Segment(text, "\n", record=record) for record, text in enumerate(texts))
    return Document(name, data, Reading(form, columns=(("machine", "mt"),)), (Article(segments),))


@pytest.mark.parametrize(
    ("form", "read", "said"),
    [
        ("jsonl", raw_json, ("JSONDecodeError", "RecursionError", "AttributeError", "KeyError", "UnicodeDecodeError")),
        ("csv", raw_csv, ("field larger than field limit", "KeyError")),
        ("lines", forgetful, ("EncodingError",)),
        ("tsv", slow, ("HangError",)),
        ("txt", greedy, ("bytes of memory",)),
    ],
)
def test_the_harness_sees_an_importer_without_limits(store, monkeypatch, form, read, said):
    """Each of these is found out in few inputs."""
    monkeypatch.setattr("tests.fuzzing.PATIENCE", 0.05)
    with memory_watched():
        figures = fuzz(form, 60 if read is not slow else 6, Random(1), store, read)
    assert figures.findings
    assert any(word in finding for finding in figures.findings for word in said), figures.findings

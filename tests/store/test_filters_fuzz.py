"""What people may type into a filter, a search or a name: an answer, or a refusal in one line, and nothing is ever changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.query import FIELDS, Term, parse
from reviewer.errors import QueryError
from reviewer.store import Store
from tests.fuzzing import TOKENS, Figures, at_most, attempt, hold, mutated
from tests.store.newsroom import article, imported, review

SEEDS = (
    b"status:open editor:desk2 similarity:<70 -kind:credit",
    b'"exact words" sample:"week 9" -has:query',
    b"article:1 system:nmt assigned:desk2 talks",
    '정부 "동아시아" editor:김 -status:conflict'.encode(),
    rb'matches:"(?i)\bkyiv\b" -matches:[A-Z]{2,3}',
    b"similarity:>=99.5 has:correction has:note dawn",
)
WORDS = (
    b"status:",
    b"similarity:<",
    b"matches:(",
    b"matches:(a+)+$",
    b"-",
    b":",
    b"NEAR(a b)",
    b" AND ",
    b" OR ",
    b" NOT ",
    b"*",
    b"^",
    b"machine:",
    b"{machine source}:",
    b"%",
    b"_",
    b"[a-z]",
    b"?1",
    b"\x00",
    b"' OR 1=1 --",
    b"article:99999999999999999999",
)
QUOTES = ("", "'", '"', "')", '")', "`", "]", "\\'")
TAILS = (
    " OR 1=1 --",
    " OR 'a'='a",
    "; DROP TABLE review; --",
    " UNION SELECT data FROM document --",
    " AND (SELECT load_extension('x'))",
    "/**/OR/**/1=1",
    " ; ATTACH DATABASE '/tmp/pwned.db' AS x; --",
    "||(SELECT writefile('/tmp/pwned', 'x'))",
    " ORDER BY 99",
    " LIMIT -1",
    " GLOB '*'",
    " LIKE '%'",
    "; PRAGMA writable_schema=ON; --",
    "; UPDATE review SET correction = 'x'; --",
    " COLLATE nocase",
    "\x00",
    "\n-- ",
    " AND randomblob(1000000000)",
    " IN (SELECT 1)",
    " MATCH 'a'",
    ", (SELECT 1)",
    " IS NOT NULL",
    "; VACUUM INTO '/tmp/pwned.db'; --",
    "${jndi:ldap://x}",
    "{{7*7}}",
)
INJECTIONS = tuple(f"zq{quote}{tail}" for quote in QUOTES for tail in TAILS)
"""200 values that are no names."""
PROBES = (
    '"', "'", '""', "", " ", "*", "a*", "^a", "a AND", "AND", "NOT", "a NOT b", "OR OR", "NEAR(a b, 2)", "NEAR(", "a + b",
    "-a", "a:b", "machine:a", "{machine}:a", "(a", "a)", "fox-trot", "\x00", "a\x00b", "a ^ b", "a.b", "…", "�", "e\u0301",
    "\u0301", "ﬁ", "İ", "\ud7ff", "🙂", "정부", "정부*", "a,b;c", 'ab"cd', "%", "_", "[a-c]*", "\\", "a\nb",
)  # fmt: skip


@pytest.fixture
def desk(store: Store) -> Store:
    """An article of which something is decided."""
    imported(store, article(system="nmt"))
    places = store.places(1)
    store.save([review(places[0], correction="The minister went to Kyiv."), review(places[1], note="?who")])
    store.index_corrections()
    store.save([review(places[2], correction="정부는 “아니다” 했다.", editor="desk2")])
    return store


def everything(store: Store) -> list[str]:
    """All that the database holds."""
    tables = [name for (name,) in store._db.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return [f"{name} {row!r}" for name in tables for row in store._db.all(f'SELECT * FROM "{name}"')]


def fuzz(store: Store, count: int, chance: Random, understand=parse) -> Figures:
    """Ask `count` broken questions."""
    figures = Figures()
    tokens = (*WORDS * 3, *(token for token in TOKENS if len(token) < 100))
    for _ in range(count):
        query = mutated(chance, SEEDS, tokens).decode("utf-8", "ignore")
        view = attempt(figures, query, lambda query=query: store.view(None, understand(query)))
        if view is not None:
            hold(figures, query, lambda view=view: list(store.place_rows(view)))
        hold(figures, query, lambda query=query: _searched(store, query))
    return figures


def _searched(store: Store, words: str) -> None:
    try:
        store.search(None, words)
    except QueryError as refusal:
        if "at most" not in str(refusal):
            raise ValueError(str(refusal)) from refusal


@pytest.mark.catalogue("J1", "J2")
@pytest.mark.parametrize("count", [200, pytest.param(5_000, marks=pytest.mark.long)])
def test_any_filter_is_answered_or_refused(desk: Store, count: int) -> None:
    """In one line, in time; and it leaves the database as it was."""
    before = everything(desk)
    figures = fuzz(desk, count, Random(count))
    print(f"filters: {figures}")
    assert figures.findings == []
    assert min(figures.accepted, figures.refused) > count / 10
    assert everything(desk) == before


def test_the_harness_sees_a_filter_that_is_put_into_sql(desk: Store) -> None:
    """Where what is typed reaches SQLite as it is, the harness reports it."""

    def naive(query: str) -> tuple[Term, ...]:
        desk._db.sqlite.execute("SELECT rowid FROM segment_fts WHERE segment_fts MATCH ?", (query,)).fetchall()
        desk._db.sqlite.execute(f"SELECT 1 FROM segment WHERE machine = '{query}'").fetchall()
        return ()

    figures = fuzz(desk, 60, Random(1), naive)
    assert any("OperationalError" in finding for finding in figures.findings)


@pytest.mark.catalogue("J1")
def test_sql_in_a_value_is_text(desk: Store) -> None:
    """No value of any field finds what it does not name, changes anything, or ends in an error of SQLite."""
    before = everything(desk)
    for field, value in product((*FIELDS, "text"), INJECTIONS):
        if field in ("status", "has", "kind", "similarity", "article"):
            assert refused(lambda field=field, value=value: parse(f'{field}:"{value}"')), (field, value)
            continue
        found: list[int] = []
        term = Term(field, value)
        is_refused = refused(lambda term=term, found=found: found.extend(desk.view([1], (term,)).rows))
        # As a regular expression some of them mean something else.
        assert field == "matches" or (found == [] and not is_refused), (field, value)
    assert everything(desk) == before


def refused(ask: Callable[[], object]) -> bool:
    """Whether a question is refused, in one line."""
    try:
        ask()
    except QueryError as refusal:
        if len(str(refusal).splitlines()) == 1:
            return True
        raise
    return False


@pytest.mark.catalogue("J1")
def test_a_name_that_looks_like_sql_is_found_by_it(desk: Store) -> None:
    """A sample, an editor and an engine of such a name are asked for like any other."""
    uid = desk.place(1).uid
    for value in INJECTIONS[::4]:
        name = value.replace("\n", " ")
        desk.add_sample(name, [uid])
        assert list(desk.view(None, (Term("sample", name),)).rows) == [1], value
    for value in INJECTIONS[::20]:
        desk.save([review(desk.place(4), editor=value)])
        assert list(desk.view(None, (Term("editor", value),)).rows) == [4], value
    assert set(desk.sample_names()) >= {value.replace("\n", " ") for value in INJECTIONS[::4]}


@pytest.mark.catalogue("J2")
def test_signs_of_the_search_engine_are_words(desk: Store) -> None:
    """Its operators mean nothing here."""
    for words in PROBES:
        assert list(desk.search(None, words)) == list(desk.view(None, (), words).rows if words.strip() else []), words
        desk.view(None, (Term("text", words),))


@pytest.mark.catalogue("J2")
@pytest.mark.parametrize("examples", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_any_text_can_be_searched_for(desk: Store, examples: int) -> None:
    """Whatever it is, as a word, as a phrase and as a filter."""

    @settings(max_examples=examples, deadline=None, database=None)
    @given(st.text(min_size=1, max_size=30) | st.text('"*^()-+:{}NEAROT ', min_size=1, max_size=20))
    def is_searched(text: str) -> None:
        desk.search(None, text)
        desk.view(None, (Term("text", text), Term("text", text, negated=True)))

    is_searched()


@pytest.mark.catalogue("J4")
def test_a_question_of_50_000_characters(desk: Store) -> None:
    """It is answered or refused in time, like any other."""
    for sign in ("%", "_", "*", "a", "정", "a ", "(", "-", "'", '"" ', "status:open ", "matches:a ", "\\"):
        query = (sign * 50_000)[:50_000]
        with at_most(5):
            refused(lambda query=query: desk.view(None, parse(query)))
            refused(lambda query=query: desk.search(None, query))


@pytest.mark.catalogue("J4")
def test_signs_of_patterns_are_signs(desk: Store) -> None:
    """What stands for any letter elsewhere stands for itself in a word and in a phrase."""
    for sign in ("%", "_", "*", "K_iv", "K%v", "[K]yiv"):
        assert list(desk.view(None, (Term("text", sign),)).rows) == [], sign
    assert list(desk.view(None, (Term("text", "Kyiv"),)).rows) == [1]


@pytest.mark.catalogue("J1")
def test_the_library_below_would_have_been_hurt() -> None:
    """The values of the list are of a kind that does harm where it is put into SQL."""
    harmed = 0
    for value in INJECTIONS:
        db = sqlite3.connect(":memory:")
        db.executescript("CREATE TABLE review (correction); INSERT INTO review VALUES ('a')")
        try:
            db.executescript(f"SELECT * FROM review WHERE correction = '{value}'")
            harmed += not db.execute("SELECT name FROM sqlite_schema").fetchall()
        except (sqlite3.Error, ValueError):
            harmed += 1
        db.close()
    assert harmed > 50

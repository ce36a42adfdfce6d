"""Filter queries: what is understood, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.article import Kind
from reviewer.core.query import FIELDS, HAS, Term, parse
from reviewer.core.review import Status
from reviewer.errors import QueryError

words = st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1, max_size=12)


def written(term: Term) -> str:
    """`term` as somebody would type it."""
    sign = "-" if term.negated else ""
    if term.field == "text":
        return f'{sign}"{term.value}"'
    operator = term.operator if term.field == "similarity" else ""
    return f'{sign}{term.field}:"{operator}{term.value}"'


terms = st.one_of(
    st.builds(Term, st.just("status"), st.sampled_from(list(Status)).map(str), st.just("="), st.booleans()),
    st.builds(Term, st.just("kind"), st.sampled_from(list(Kind)).map(str), st.just("="), st.booleans()),
    st.builds(Term, st.just("has"), st.sampled_from(HAS), st.just("="), st.booleans()),
    st.builds(Term, st.sampled_from(["editor", "system", "sample", "assigned", "text"]), words, st.just("="), st.booleans()),
    st.builds(Term, st.just("article"), st.integers(0, 10**18 - 1).map(str), st.just("="), st.booleans()),
    st.builds(
        Term,
        st.just("similarity"),
        st.integers(0, 100).map(str),
        st.sampled_from(["<", "<=", ">", ">=", "="]),
        st.booleans(),
    ),
)


@given(st.lists(terms, max_size=5))
def test_what_is_written_is_understood(wanted: list[Term]) -> None:
    """Any terms, written down and parsed, are the same terms in the same order."""
    assert parse(" ".join(map(written, wanted))) == tuple(wanted)


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    """Nothing that is typed ends in another error, and what is understood has known fields and values."""
    try:
        found = parse(text)
    except QueryError:
        return
    assert all(term.value and term.field in (*FIELDS, "text") for term in found)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", []),
        (" \t\n\u3000", []),
        ("status:open", [Term("status", "open")]),
        ("-kind:credit", [Term("kind", "credit", negated=True)]),
        ("STATUS:open", [Term("status", "open")]),
        ("ban East", [Term("text", "ban"), Term("text", "East")]),
        ('"East  Asia"', [Term("text", "East  Asia")]),
        ('-"East Asia"', [Term("text", "East Asia", negated=True)]),
        ('"status:open"', [Term("text", "status:open")]),
        ('"status:"', [Term("text", "status:")]),
        ('sample:"week 9"', [Term("sample", "week 9")]),
        ('status:open"ban"', [Term("status", "open"), Term("text", "ban")]),
        ("similarity:<70", [Term("similarity", "70", "<")]),
        ("similarity:>=99.5", [Term("similarity", "99.5", ">=")]),
        ("similarity:70", [Term("similarity", "70", "=")]),
        ("finding:any -finding:info", [Term("finding", "any"), Term("finding", "info", negated=True)]),
        ("finding:repeated-word", [Term("finding", "repeated-word")]),
        ("finding:surface", [Term("finding", "surface")]),
        ("finding:house/east-asia", [Term("finding", "house/east-asia")]),
        ("editor:김:철수", [Term("editor", "김:철수")]),
        ("10:30", [Term("text", "10:30")]),
        ("-", [Term("text", "-")]),
        ("--x", [Term("text", "-x", negated=True)]),
        (
            "'; DROP TABLE review; --",
            [Term("text", each) for each in ("';", "DROP", "TABLE", "review;")] + [Term("text", "-", negated=True)],
        ),
    ],
)
def test_queries(query: str, wanted: list[Term]) -> None:
    """Each of these means just this."""
    assert parse(query) == tuple(wanted)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour:red", "unknown field 'colour'; known: status, has, kind, editor"),
        ("https://example.org", "quote it to look for the words"),
        ("status:Open", "status is open, accepted, corrected"),
        ("status:reopened", "status:reopened means nothing"),
        ("kind:photo", "kind is headline, body"),
        ("has:finding", "has is query, note"),
        ("status:", "status: without a value"),
        ("status: open", "after it comes open, accepted"),
        ("-editor:", "editor: without a value"),
        ('""', '"" says nothing'),
        ('editor:""', 'editor:"" says nothing'),
        ('-sample:""', 'sample:"" says nothing'),
        ("similarity:low", "write similarity:<70"),
        ("similarity:<>70", "no comparison"),
        ("similarity:-1", "no comparison"),
        ("similarity:nan", "no comparison"),
        ("similarity:" + "9" * 400, "no comparison"),
        ("article:twelve", "`reviewer list --articles`"),
        ("article:-1", "no number"),
        ("article:１２", "no number"),
        ("article:" + "9" * 19, "no number"),
        ("finding:repeated", "finding:repeated is no check; after it comes any, info, warning"),
        ("finding:Any", "is no check"),
        ("finding:", "finding: without a value"),
        ('"East Asia', "a quotation that is not closed"),
        ('status:open "East', 'write "exact words"'),
        ('a"', "not closed"),
    ],
)
def test_refusals(query: str, said: str) -> None:
    """What is not understood is refused, and the message says what would be."""
    with pytest.raises(QueryError) as refused:
        parse(query)

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_status_and_kind_can_be_asked_for() -> None:
    """No value is forgotten when one is added."""
    for status in Status:
        assert parse(f"status:{status}")
    for kind in Kind:
        assert parse(f"kind:{kind}")
    assert {str(status) for status in Status} == {word.strip() for word in FIELDS["status"].replace(" or ", ", ").split(",")}
    assert {str(kind) for kind in Kind} == {word.strip() for word in FIELDS["kind"].replace(" or ", ", ").split(",")}

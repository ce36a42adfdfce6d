from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsroom import NOW, article, edited, imported, review

from reviewer.core.article import Kind
from reviewer.core.finding import Acceptance, Dismissal, Extent, Finding, Level
from reviewer.core.place import Place
from reviewer.core.query import FIELDS, HAS, Term, parse
from reviewer.core.review import Status, Verdict
from reviewer.errors import StoreError, UnknownNameError
from reviewer.store import KeptFinding, Store, View, filters

PROBES = (
    "fox-trot", 'a"b', '"a', '"', '""', "", " ", "\x00", "a\x00b", "*", "AND", "OR", "NOT", "NEAR(a b)", "a AND", "(", ")",
    "{x}: y", "machine:", "^a", "a*", "-a", "+a", "'", "''", "a'b", "\\", "%", "_", ";", "--", "/*", "?", "?1", ":x",
    "[b]", "😀", "\u202e", "e\u0301", "\u0301", "x" * 5_000, "a " * 300, "정부", "𠀀", "ﾃ", "rowid",
    "1.5", "…", "\n\t", "\ufeff", "Ｆ",
)  # fmt: skip


@pytest.fixture
def desk(store: Store) -> Store:
    """Two articles with one segment of every status, a join, notes, kinds, references, a source and a sample."""
    first = article(
        ["Alpha beta.", "Beta gamma!", "Gamma? Delta", "Delta-epsilon", "정부는 말했다", "(…)", "Alpha, alpha.", "Last"]
    )
    first = edited(edited(first, 0, source="원문", references=("A reference.",)), 2, kind=Kind.HEADLINE)
    imported(store, first, article(["Beta alone.", "NATO's ban on East Asia"], system="nmt"))
    places = store.places(1)
    store.save(
        [
            review(places[0], correction="Alpha omega.", note="? why"),
            review(places[1], editor="desk2", note="plain"),
            review(places[3], verdict=Verdict.REJECTED),
            review(places[5], verdict=Verdict.CUT, editor="desk2"),
            review(places[6], places[7], correction="Joined at last."),
            review(store.place(10)),
        ]
    )
    imported(store, edited(first, 1, correction="Beta, but other.", editor="desk3"))
    store.add_sample("week", [places[0].uid, places[4].uid])
    store.set_fact(places[4].uid, "kind", "credit", "desk1", NOW)
    store.assign([1, 2], "desk9", by="lead", at=NOW)
    store.assign([1], "desk2", by="lead", at=NOW)
    store.assign([2], "", by="lead", at=NOW)
    _notice(store)
    return store


FINDINGS = (
    (1, Finding("made-up", Level.WARNING, "odd", (0, 5), "Alpha"), "surface"),
    (1, Finding("low", Level.ERROR, "odd", (0, 5), "Alpha"), "shape"),
    (2, Finding("low", Level.ERROR, "odd", (0, 4), "Beta"), "shape"),
    (4, Finding("made-up", Level.INFO, "odd", (0, 5), "Delta"), "surface"),
    (7, Finding("house/beta", Level.ERROR, "odd", (0, 6), "Joined"), "house"),
)
"""What is kept of the first article, by row."""


def _notice(store: Store) -> None:
    """Keeps the findings, of which those of one check are only info, and one that is dismissed besides."""
    window, other = store.windows(None, "standing", "checks")
    found = [KeptFinding(row, finding, family, f"{row:064}") for row, finding, family in FINDINGS]
    gone = KeptFinding(10, Finding("made-up", Level.ERROR, "odd", (0, 4), "NATO"), "surface", "f" * 64)
    store.keep_findings([(window, found), (other, [gone])])
    store.keep_acceptances("state", {name: Acceptance() for name in ("made-up", "low")}, ["low"])
    store.dismiss([Dismissal(Extent.HERE, "made-up", "f" * 64, store.place(10).uid, "NATO", "odd", "desk1", NOW)])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _says(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` as whole words in a row."""
    if re.search("[가-힣]", phrase) or not _words(phrase):
        return phrase.lower() in text.lower()
    words, wanted = _words(text), _words(phrase)
    return any(words[start : start + len(wanted)] == wanted for start in range(len(words)))


def _holds(term: Term, place: Place, store: Store) -> bool:
    """What a filter term means, said in Python."""
    match term.field:
        case "status":
            found = place.status == term.value
        case "kind":
            found = place.kind == term.value
        case "editor":
            found = any(head.editor == term.value for head in place.heads)
        case "system":
            found = place.system == term.value
        case "article":
            found = place.article == int(term.value)
        case "matches":
            texts = [place.machine, *(head.correction or "" for head in place.heads if head.correction is not None)]
            found = any(re.search(term.value, text) for text in texts)
        case "sample":
            found = term.value == "week" and place.row in (1, 5)
        case "assigned":
            found = term.value == "desk2" and place.article == 1
        case "similarity":
            score = store._db.value("SELECT similarity FROM standing WHERE segment_id = ?", (place.row,))
            wanted = float(term.value)
            compared = {"<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__", "=": "__eq__"}[term.operator]
            found = score is not None and getattr(score, compared)(wanted)
        case "finding":
            found = any(_is_asked_for(term.value, finding, family) for row, finding, family in FINDINGS if row == place.row)
        case "has":
            found = {
                "query": place.is_query,
                "note": bool(place.note),
                "correction": any(head.correction is not None for head in place.heads),
                "source": bool(place.source),
                "reference": bool(store.references(place.uid)),
                "join": any(len(head.covers) > 1 for head in place.heads),
                "assignment": place.article == 1,
            }[term.value]
        case _:
            texts = [place.machine, place.source or "", *(head.correction or "" for head in place.heads)]
            found = any(_says(text, term.value) for text in texts)
    return found is not term.negated


def _is_asked_for(value: str, finding: Finding, family: str) -> bool:
    if value not in ("any", *Level):
        return value in (finding.check, family)
    level = Level.INFO if finding.check == "low" else finding.level
    return level.reaches(Level.WARNING if value == "any" else Level(value))


VALUES = {
    "finding": ["any", *Level, "surface", "shape", "made-up", "low", "house/beta", "house"],
    "status": list(Status),
    "kind": list(Kind),
    "has": list(HAS),
    "editor": ["desk1", "desk2", "desk3", "nobody"],
    "system": ["nmt", "other"],
    "article": ["1", "2", "7"],
    "matches": ["(?i)^alpha", "beta$", r"[A-Z]\w+ \w+", "정", "^$", "(?=.*a)(?=.*e)"],
    "similarity": ["0", "70", "87.5", "100"],
    "sample": ["week", "none"],
    "assigned": ["desk2", "desk9"],
    "text": [
        "beta",
        "ALPHA",
        "alpha beta",
        "delta epsilon",
        "gamma delta",
        "omega",
        "정부",
        "말",
        "…",
        "(",
        "but other",
        "원문",
        "zzz",
        "alp",
    ],
}
TERMS = st.sampled_from(list(VALUES)).flatmap(
    lambda field: st.builds(
        Term,
        st.just(field),
        st.sampled_from([str(value) for value in VALUES[field]]),
        st.sampled_from(["<", "<=", ">", ">=", "="]) if field == "similarity" else st.just("="),
        st.booleans(),
    )
)


def test_every_field_of_a_query_is_a_condition() -> None:
    """What the core can parse the store can look for, and the tests here ask for all of it."""
    assert set(filters._CONDITIONS) == set(VALUES) == {*FIELDS, "text"}
    assert set(filters._HAS) == set(HAS)


@pytest.mark.parametrize("indexed", [False, True])
def test_filters_mean_what_they_say(desk: Store, indexed: bool) -> None:
    """Any terms together select the places on which each of them holds, in order."""
    if indexed:
        assert desk.index_corrections() == 3
    places = list(desk.place_rows(desk.view(None)))

    @settings(max_examples=300, deadline=None)
    @given(st.lists(TERMS, min_size=1, max_size=3))
    def selects(terms: list[Term]) -> None:
        expected = [place.row for place in places if all(_holds(term, place, desk) for term in terms)]
        assert list(desk.view(None, tuple(terms)).rows) == expected

    selects()


def test_the_desk_has_one_of_everything(desk: Store) -> None:
    """The article that the filters are tested on leaves no status out."""
    assert {place.status for place in desk.place_rows(desk.view(None))} == set(Status)


def test_a_view_of_an_article_is_a_range(desk: Store) -> None:
    """Unfiltered, nothing is read: neither for one article nor for all."""
    assert desk.view([2]).rows == range(9, 11)
    assert desk.view(None).rows == range(1, 11)
    assert desk.view([2, 1]).rows == range(1, 11)


def test_a_view_of_nothing(store: Store) -> None:
    """An empty database has an empty view; an article that there is not is an error."""
    assert len(store.view(None)) == 0
    for ask in (
        lambda: store.view([1]),
        lambda: store.view([1], parse("status:open")),
        lambda: store.places(1),
        lambda: store.article(1),
    ):
        with pytest.raises(StoreError, match="no article 1"):
            ask()


@pytest.mark.parametrize("view", [View(range(5, 9)), View([5, 6, 8]), View([])])
def test_a_view_knows_its_rows_both_ways(view: View) -> None:
    """`row_at` and `index_of` answer each other; what is not in it has no index; a slice goes no further than it."""
    assert [view.index_of(view.row_at(index)) for index in range(len(view))] == list(range(len(view)))
    assert view.index_of(4) is view.index_of(7 if 7 not in view.rows else 99) is None
    assert list(view.slice(-3, 99)) == list(view.rows)
    assert list(view.slice(1, 2)) == list(view.rows)[1:2]


def test_a_filtered_view_keeps_to_its_articles(desk: Store) -> None:
    """Articles, terms and words all hold."""
    assert list(desk.view([2], parse("beta")).rows) == [9]
    assert list(desk.view([1], parse("status:corrected"), "alpha").rows) == [1, 7]
    assert list(desk.view([1, 2], (), "be").rows) == [1, 2, 9]


def test_places_can_be_had_in_part(desk: Store) -> None:
    """From a position on, so many, as far as there are any."""
    assert [place.position for place in desk.places(1, 3, 2)] == [3, 4]
    assert [place.position for place in desk.places(1, 7)] == [7, 8]
    assert [place.position for place in desk.places(2, 2, 50)] == [2]
    assert desk.places(1, 99) == desk.places(1, 1, 0) == []


def test_rows_come_in_the_order_asked_for(desk: Store) -> None:
    """Places, and lines of the list, of any rows; an unknown place is an error, an unknown line is none."""
    assert [place.row for place in desk.places_at([9, 2, 5])] == [9, 2, 5]
    assert [line.row for line in desk.page([9, 2, 99])] == [9, 2]
    with pytest.raises(StoreError, match="no place 99"):
        desk.place(99)


def test_a_segment_is_found_in_its_article(desk: Store) -> None:
    """A uid names one row of an article; in an article without it, it is an error."""
    uid = desk.place(9).uid
    assert desk.row_of(2, uid) == 9
    with pytest.raises(StoreError, match="article 1 has no segment"):
        desk.row_of(1, uid)


def test_the_list_says_what_the_place_says(desk: Store) -> None:
    """Kind, status, query and note of a line are those of its place."""
    view = desk.view(None)
    for line, place in zip(desk.page(view.slice(0, 99)), desk.place_rows(view), strict=True):
        assert (line.article, line.position, line.kind, line.status) == (place.article, place.position, place.kind, place.status)
        assert (line.is_query, line.has_note, line.text) == (place.is_query, bool(place.note), place.machine)


def test_next_open_goes_round(desk: Store) -> None:
    """Forward and back from anywhere to the nearest open place, past the ends, and never into another article."""
    open_positions = [place.position for place in desk.places(1) if place.status is Status.OPEN]
    assert open_positions == [3, 5]
    assert [desk.next_open(1, position) for position in range(9)] == [3, 3, 3, 5, 5, 3, 3, 3, 3]
    assert [desk.next_open(1, position, -1) for position in range(1, 10)] == [5, 5, 5, 3, 3, 5, 5, 5, 5]


def test_next_open_of_the_last(desk: Store) -> None:
    """The only open place is found from itself; when all are decided there is none."""
    desk.save([review(desk.place(3))])
    assert desk.next_open(1, 5) == desk.next_open(1, 5, -1) == 5
    desk.save([review(desk.place(5))])
    assert desk.next_open(1, 1) is None


def test_neighbours_are_whole_paragraphs(store: Store) -> None:
    """The paragraph, the one before and the one after; of one that is too long, what is near."""
    four = article(["a", "b", "c", "d", "e", "f"])
    for index, paragraph in enumerate((1, 2, 2, 3, 3, 4)):
        four = edited(four, index, paragraph=paragraph)
    imported(store, four, article(map(str, range(500))))
    assert [place.machine for place in store.neighbours(1, 2)] == ["a", "b", "c", "d", "e"]
    assert [place.machine for place in store.neighbours(1, 4, 6)] == ["d", "e", "f"]
    assert [place.position for place in store.neighbours(2, 1, 250)] == list(range(190, 311))


@pytest.mark.parametrize("probe", PROBES)
def test_no_words_break_the_search(desk: Store, probe: str) -> None:
    """Whatever is typed is looked for as text, in the search and as a filter, never read as a query language."""
    assert set(desk.search(None, probe)) <= set(range(1, 11))
    assert set(desk.view(None, (Term("text", probe),)).rows) <= set(range(1, 11))


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("beta", [1, 2, 9]),
        ("BET", [1, 2, 9]),
        ("beta alpha", [1]),
        ("bet alpha", []),
        ("omega", [1]),
        ("joined", [7, 8]),
        ("other", [2]),
        ("원문", [1]),
        ("부는", [5]),
        ("…", [6]),
        ("NATO's", [10]),
        ("nato ban", [10]),
        ("", []),
    ],
)
def test_search(desk: Store, words: str, rows: list[int]) -> None:
    """All words must be there, the last may go on; source and standing corrections count, before and after indexing."""
    assert desk.search(None, words) == rows
    desk.index_corrections()
    assert desk.search(None, words) == rows


def test_a_correction_that_no_longer_stands_is_not_found(desk: Store) -> None:
    """The search sees the text as it now is."""
    desk.index_corrections()
    desk.save([review(desk.place(1), correction="Alpha sigma.")])
    assert (desk.search(None, "omega"), desk.search(None, "sigma")) == ([], [1])
    assert (desk.index_corrections(), desk.index_corrections()) == (1, 0)
    assert (desk.search(None, "omega"), desk.search(None, "sigma")) == ([], [1])


def test_a_search_is_limited(desk: Store) -> None:
    """The first rows in order, and only in the articles asked for."""
    assert desk.search(None, "beta", 2) == [1, 2]
    assert desk.search([2], "beta") == [9]


def test_a_fact_stands_until_another_replaces_it(desk: Store) -> None:
    """The kind of a segment and the title and languages of an article are as last said; saying it twice is saying it once."""
    uid, name = desk.place(1).uid, desk.article(1).uid
    for kind in ("caption", "headline", "caption"):
        desk.set_fact(uid, "kind", kind, "desk1", NOW)
        assert desk.place(1).kind == kind
    for title in ("One", "Two"):
        desk.set_fact(name, "title", title, "desk1", NOW)
        assert desk.article(1).title == desk.articles()[0].title == title
    assert desk.place(1).status is Status.CORRECTED


@pytest.mark.parametrize(
    ("about", "name", "value", "error"),
    [
        ("segment", "kind", "poem", UnknownNameError),
        ("segment", "colour", "red", UnknownNameError),
        ("nothing", "kind", "body", StoreError),
        ("segment", "title", "A title", StoreError),
    ],
)
def test_facts_are_about_something(desk: Store, about: str, name: str, value: str, error: type[Exception]) -> None:
    """An unknown name, kind or uid is refused."""
    with pytest.raises(error):
        desk.set_fact(desk.place(1).uid if about == "segment" else about, name, value, "desk1", NOW)


def test_what_a_person_said_is_not_undone_by_an_import(desk: Store) -> None:
    """The language that somebody set stays when the file comes again."""
    imported(desk, article(["One."], target_language="en"))
    desk.set_fact(desk.article(3).uid, "target_language", "en-GB", "desk1", NOW)
    imported(desk, article(["One."], target_language="en"))
    assert desk.article(3).target_language == "en-GB"


def test_sign_offs(desk: Store) -> None:
    """Each is kept, the last is on the article; signing the same text at the same time twice is once."""
    for at in ("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", "2026-01-02T00:00:00.000Z"):
        signed = desk.sign_off(1, editor="desk1", at=at, text_digest="d", active_seconds=61.5, idle_seconds=40.0, path="/out.txt")
    assert [sign_off.at[:10] for sign_off in desk.sign_offs(1)] == ["2026-01-01", "2026-01-02"]
    assert desk.article(1).signed_off == desk.sign_offs(1)[-1] == signed
    assert desk.article(2).signed_off is None
    with pytest.raises(StoreError, match="no article 9"):
        desk.sign_off(9, editor="desk1", at=NOW, text_digest="d")


def test_a_sample_is_all_or_nothing(desk: Store) -> None:
    """An unknown segment keeps the whole sample out."""
    with pytest.raises(StoreError, match="no segment"):
        desk.add_sample("new", [desk.place(1).uid, "nothing"])
    assert len(desk.view(None, parse("sample:new"))) == 0


def test_the_file_is_readable_for_people(desk: Store) -> None:
    """The views have plain column names and say what the store says."""
    progress = desk._db.all("SELECT article, segments, open, conflict, queries FROM article_progress")
    assert progress == [(1, 8, 2, 1, 1), (2, 2, 1, 0, 0)]
    assert desk._db.all("SELECT position, correction, editor FROM conflicts") == [
        (2, None, "desk2"),
        (2, "Beta, but other.", "desk3"),
    ]
    assert desk._db.value("SELECT count(*) FROM current_reviews") == 8

"""What the checks found is kept until something newer is about it, and never told of anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from newsroom import NOW, SENTENCES, article, edited, imported, review

from reviewer.core.article import Article
from reviewer.core.error import Side
from reviewer.core.finding import Acceptance, Dismissal, Extent, Finding, Level
from reviewer.core.query import parse
from reviewer.store import KeptFinding, Looked, Store
from reviewer.store.findings import MOST_RECURRING, WINDOW

FOUND = Finding("made-up", Level.ERROR, "“flew” is odd", (13, 17), "flew", Side.CORRECTION, "flies", 1, 2, 3)
CREDIT = "Photo by the agency"


@pytest.fixture
def store(path: Path, new_database: bytes) -> Iterator[Store]:
    """An empty database."""
    path.write_bytes(new_database)
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def filled(store: Store) -> Store:
    """Two articles, with a finding in the first segment of the first, and nothing found in the other."""
    imported(store, article(), story("Two"))
    look(store)
    return store


def story(number: object) -> Article:
    """One that shares a line with all others, and is no version of any."""
    return article([*(f"Story {number}, sentence {index}." for index in range(4)), CREDIT])


def look(store: Store, of: Looked = "standing") -> None:
    """Keep a finding in the first segment, and of all that is stale that nothing is in it."""
    store.keep_findings(
        (window, [KeptFinding(1, FOUND, "surface", "d" * 64)] if window.first == 1 else [])
        for window in store.stale_windows(None, of, "checks")
    )


def stale(store: Store, of: Looked = "standing", checks: str = "checks") -> list[int]:
    """The articles with something that is not known any more."""
    return [window.article for window in store.stale_windows(None, of, checks)]


def filtered(store: Store, query: str) -> list[int]:
    """The rows that a filter finds."""
    return list(store.view(None, parse(query)).rows)


# What is kept


def test_a_finding_comes_back_as_it_was(filled: Store) -> None:
    """Field for field, by window and by place."""
    first, second = filled.windows(None, "standing", "checks")
    kept = KeptFinding(1, FOUND, "surface", "d" * 64)
    assert filled.findings_kept(first) == filled.findings_at(1) == (kept,)
    assert filled.findings_kept(second) == filled.findings_at(2) == ()


def test_what_is_kept_anew_takes_the_place_of_what_was(filled: Store) -> None:
    """Also where other checks looked; the other reading of the text is kept beside it."""
    (window,) = filled.windows([1], "machine", "checks")
    filled.keep_findings([(window, [KeptFinding(2, FOUND, "surface", "e" * 64)])])
    (window,) = filled.windows([1], "standing", "others")
    filled.keep_findings([(window, [])])
    assert filled.findings_kept(window) == ()
    assert [(kept.row, article, str(status)) for kept, article, _, status in filled.findings_of_machine()] == [
        (2, filled.article(1).uid, "open")
    ]
    assert (stale(filled, checks="others"), stale(filled)) == ([2], [1])


def test_a_long_article_is_looked_at_in_windows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """No window reaches into the next article."""
    assert WINDOW == 2_000
    monkeypatch.setattr("reviewer.store.findings.WINDOW", 4)
    imported(store, article([f"Number {number}." for number in range(9)]), article(SENTENCES[:4]))
    windows = [(window.article, window.first, window.last) for window in store.windows(None, "standing", "checks")]
    assert windows == [(1, 1, 4), (1, 5, 8), (1, 9, 9), (2, 10, 13)]


def test_all_of_it_can_be_dropped(filled: Store) -> None:
    """But the dismissals; everything is to be looked at again."""
    filled.dismiss([Dismissal(Extent.ALWAYS, "made-up", "flew", filled.place(1).uid, "flew", "odd", "desk1", NOW)])
    filled.keep_acceptances("state", {"made-up": Acceptance(1, 2, 3)})
    assert filled.forget_findings() == 2
    assert stale(filled) == [1, 2]
    assert (filled.findings_at(1), filled.acceptances()) == ((), {})
    assert len(filled.dismissals()) == 1


def test_what_was_measured_is_known_for_its_state_alone(filled: Store) -> None:
    """What is kept later takes its place."""
    filled.keep_acceptances("one", {"made-up": Acceptance(1, 2, 3), "other": Acceptance()})
    assert filled.acceptances("one") == filled.acceptances() == {"made-up": Acceptance(1, 2, 3), "other": Acceptance()}
    filled.keep_acceptances("two", {"made-up": Acceptance(4, 5, 6)})
    assert (filled.acceptances("one"), filled.acceptances("two")) == ({}, {"made-up": Acceptance(4, 5, 6)})


# What makes it stale

NEWER: dict[str, tuple[Callable[[Store], object], list[int]]] = {
    "a review": (lambda store: store.save([review(store.place(2))]), [1]),
    "a review of a join": (lambda store: store.save([review(store.place(6), store.place(7), correction="Both.")]), [2]),
    "a kind": (lambda store: store.set_fact(store.place(7).uid, "kind", "credit", "desk1", NOW), [2]),
    "a language": (lambda store: store.set_fact(store.article(1).uid, "target_language", "fr", "desk1", NOW), [1]),
    "another story": (lambda store: imported(store, article(["New."])), [3]),
    "another story with a line of it": (lambda store: imported(store, story("Three")), [2, 3]),
    "the same again": (lambda store: imported(store, article(), path="/desk/again.txt"), []),
    "an assignment": (lambda store: store.assign([1], "desk2", by="lead", at=NOW), []),
    "a dismissal": (
        lambda store: store.dismiss([Dismissal(Extent.ALWAYS, "made-up", "flew", store.place(1).uid, "", "", "desk1", NOW)]),
        [],
    ),
}


@pytest.mark.parametrize(("newer", "expected"), NEWER.values(), ids=NEWER)
def test_what_is_newer_makes_it_stale_where_it_is_about(
    filled: Store, newer: Callable[[Store], object], expected: list[int]
) -> None:
    """And nothing else; looked at again, it is known."""
    assert stale(filled) == []
    newer(filled)
    assert stale(filled) == expected
    look(filled)
    assert stale(filled) == []


def test_a_review_makes_only_its_window_stale(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an article of several."""
    monkeypatch.setattr("reviewer.store.findings.WINDOW", 4)
    imported(store, article([f"Number {number}." for number in range(9)]))
    look(store)
    store.save([review(store.place(5))])
    assert [window.first for window in store.stale_windows(None, "standing", "checks")] == [5]


def test_reviews_are_nothing_to_what_is_said_of_the_machine_text(filled: Store) -> None:
    """It is what it is; what kind a segment is of makes it stale too."""
    look(filled, "machine")
    filled.save([review(filled.place(1), correction="Anew.")])
    assert stale(filled, "machine") == []
    filled.set_fact(filled.place(1).uid, "kind", "headline", "desk1", NOW)
    assert stale(filled, "machine") == [1]


def test_what_came_while_somebody_looked_makes_it_stale(filled: Store) -> None:
    """What a window knew is what there was when it was handed out."""
    windows = filled.windows([1], "standing", "checks")
    filled.save([review(filled.place(1))])
    filled.keep_findings([(window, []) for window in windows])
    assert stale(filled) == [1]


def test_a_review_that_came_under_another_name_makes_it_stale(filled: Store, tmp_path: Path) -> None:
    """Where two databases meet, what was decided there stands on sentences of ours, and is no newer; it is measured anew too."""
    second = edited(article(), 4, machine="Observers were surprised.")
    imported(filled, second)
    look(filled)
    filled.keep_acceptances("state", {"made-up": Acceptance(1)})
    with Store.open(tmp_path / "later.db") as later:
        imported(later, second)
        later.save([review(later.place(1), correction="Anew.")])
        filled.merge([later.path])
    assert stale(filled) == [1, 2, 3]
    assert (filled.acceptances("state"), filled.acceptances()) == ({}, {"made-up": Acceptance(1)})


# Texts that stand elsewhere too


def test_a_line_is_counted_in_other_stories(store: Store) -> None:
    """Not in another version of its own, nor twice in one; with another source it is another line; 9 are all."""
    first = article([*SENTENCES, CREDIT, CREDIT], title="First")
    imported(store, first, edited(first, 0, machine="A new beginning."))
    assert store.recurring(1) == {}
    imported(store, story("Two"))
    imported(store, edited(story("Three"), 4, source="출처"))
    assert store.recurring(1) == store.recurring(2) == {CREDIT: 1}
    assert (store.recurring(3), store.recurring(4)) == ({CREDIT: 1}, {})
    for number in range(MOST_RECURRING):
        imported(store, story(number))
    assert store.recurring(1) == {CREDIT: MOST_RECURRING}


def test_a_line_that_stands_everywhere_makes_nothing_stale(store: Store) -> None:
    """Or every import would have everything looked at again."""
    for number in range(MOST_RECURRING + 1):
        imported(store, story(number))
    look(store)
    imported(store, story("One more"))
    assert stale(store) == [MOST_RECURRING + 2]


# As a filter


@pytest.mark.parametrize("query", ["finding:any", "finding:error", "finding:warning", "finding:info", "finding:surface"])
def test_a_finding_is_found(filled: Store, query: str) -> None:
    """By its level, or a milder one, and by its family."""
    assert filtered(filled, query) == [1]
    assert 1 not in filtered(filled, f"-{query}")


def test_one_of_a_check_that_is_only_info_counts_no_more(filled: Store) -> None:
    """It is found where everything is asked for, or its family."""
    filled.keep_acceptances("state", {"made-up": Acceptance(0, 50, 0)}, ["made-up"])
    assert [filtered(filled, f"finding:{asked}") for asked in ("any", "error", "info", "surface")] == [[], [], [1], [1]]


@pytest.mark.parametrize("extent", Extent)
def test_a_dismissed_one_is_not_found(filled: Store, extent: Extent) -> None:
    """However far it was dismissed; taken back, it is."""
    about = {Extent.HERE: "d" * 64, Extent.ARTICLE: filled.article(1).uid, Extent.ALWAYS: "flew"}[extent]
    said = Dismissal(extent, "made-up", about, filled.place(1).uid, "flew", "“flew” is odd", "desk1", NOW)
    filled.dismiss([Dismissal(extent, "other", about, filled.place(1).uid, "flew", "odd", "desk1", NOW)])
    assert filtered(filled, "finding:any") == [1]
    filled.dismiss([said])
    assert filtered(filled, "finding:surface") == []
    filled.dismiss([Dismissal(*(getattr(said, name) for name in said.__slots__ if name != "withdraws"), withdraws=said.id)])
    assert filtered(filled, "finding:surface") == [1]


def test_what_the_machine_text_had_is_not_asked_for(filled: Store) -> None:
    """A filter is about the text that stands."""
    filled.forget_findings()
    look(filled, "machine")
    assert filtered(filled, "finding:info") == []

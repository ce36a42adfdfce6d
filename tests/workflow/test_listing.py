"""Segments and articles for scripts: all of what is known, in the order that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.analysis.diff import diff
from reviewer.core import query
from reviewer.core.finding import Extent
from reviewer.errors import StoreError, UnknownNameError
from reviewer.metrics.edits import edit_rate, similarity
from reviewer.metrics.pairs import Pair
from reviewer.store import Store
from reviewer.workflow import listing
from reviewer.workflow.finding import find_articles
from reviewer.workflow.inspecting import inspect
from reviewer.workflow.manuscript import manuscript
from tests.desk import AT, bring_in, decide


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Six sentences in one article, one row with everything in another."""
    (tmp_path / "a.txt").write_bytes(b"Number one. Number two. Number three. Number four. Number five. Number six.\n")
    (tmp_path / "t.csv").write_bytes(b"id,source,machine,reference,reference2,system\nx,Eins.,One.,R1.,R2.,nmt\n")
    for name in ("a.txt", "t.csv"):
        bring_in(tmp_path / "reviews.db", tmp_path / name)
    return tmp_path / "reviews.db"


def fields(database: Path, article: int = 1, **said) -> list[dict]:
    """The entries of an article."""
    with Store.open(database, readonly=True) as store:
        return [listing.segment_fields(store, place) for place in listing.segments(store, [article], **said)]


def test_an_open_segment_has_every_key(database):
    """What is not known is null, and what there is none of is an empty list."""
    (entry,) = fields(database, 2)
    uid = entry["segment"]
    assert entry == {
        "segment": uid,
        "article": 2,
        "position": 1,
        "kind": "body",
        "source": "Eins.",
        "machine": "One.",
        "gap": entry["gap"],
        "references": ["R1.", "R2."],
        "system": "nmt",
        "paragraph": 1,
        "correction": None,
        "status": "open",
        "verdict": None,
        "covers": [uid],
        "editor": None,
        "note": "",
        "reached": None,
        "active_seconds": None,
        "idle_seconds": None,
        "reviewed_at": None,
        "edits": [],
        "errors": [],
        "candidates": [],
        "scores": None,
        "findings": [],
        "samples": [],
        "reviews": [],
    }


def test_a_corrected_segment_has_edits_and_scores(database):
    """Those of its machine text and correction, and they say what kind of reference that is."""
    review = decide(database, 1, "corrected", "The number one.", note="? sure")
    entry = fields(database)[0]
    pair = [Pair("Number one.", "The number one.")]
    assert entry["edits"] == [
        {"machine": list(edit.machine), "correction": list(edit.correction), "kind": edit.kind}
        for edit in diff("Number one.", "The number one.")
        if edit.kind != "equal"
    ]
    assert entry["scores"] == {
        "edit_rate": edit_rate(pair).value,
        "word_edits": 2,
        "words": 4,
        "similarity": similarity(pair).value,
        "reference": "post-edit",
    }
    assert entry["reviews"] == [
        {
            "id": review.id,
            "parents": [],
            "covers": [entry["segment"]],
            "purpose": "text",
            "editor": "desk2",
            "verdict": "corrected",
            "correction": "The number one.",
            "errors": [],
            "note": "? sure",
            "seconds": {"reading": 0.0, "typing": 0.0, "idle": 0.0, "idle_threshold": 30.0},
            "reached": "order",
            "reached_by": "",
            "at": AT,
        }
    ]
    assert (entry["verdict"], entry["editor"], entry["reached"], entry["reviewed_at"]) == ("corrected", "desk2", "order", AT)


@pytest.mark.parametrize(("verdict", "scored"), [("accepted", True), ("rejected", False), ("cut", False), ("reopened", False)])
def test_what_is_printed_is_scored_and_nothing_else(database, verdict, scored):
    """An accepted sentence is a pair of equal texts; what is cut, rejected or open is none."""
    decide(database, 1, verdict)
    entry = fields(database)[0]
    assert entry["edits"] == []
    assert (entry["scores"] is not None) is scored
    if scored:
        assert (entry["scores"]["edit_rate"], entry["scores"]["similarity"]) == (0.0, 100.0)


def test_a_reopened_segment_is_open(database):
    """Its verdict says why."""
    decide(database, 1, "accepted")
    decide(database, 1, "reopened", editor="desk3")
    entry = fields(database)[0]
    assert (entry["status"], entry["verdict"], entry["editor"], len(entry["reviews"])) == ("open", "reopened", "desk3", 2)


def test_a_join_is_scored_once(database):
    """Its edits are spans of the joined text and stand with its first segment; what was decided stands with each."""
    decide(database, [2, 3], "corrected", "Numbers two and three.")
    first, second = fields(database)[1:3]
    assert first["covers"] == second["covers"] == [first["segment"], second["segment"]]
    assert first["correction"] == second["correction"] == "Numbers two and three."
    assert (second["edits"], second["scores"]) == ([], None)
    pair = [Pair("Number two. Number three.", "Numbers two and three.")]
    assert first["scores"]["similarity"] == similarity(pair).value
    assert first["edits"][-1]["machine"][1] <= len("Number two. Number three.")


def test_in_a_conflict_nobody_is_right(database):
    """Verdict, correction and editor are null, and both reviews are there."""
    decide(database, 1, "corrected", "This.")
    decide(database, 1, "corrected", "That.", editor="desk3", unseen=True)
    entry = fields(database)[0]
    assert entry["status"] == "conflict"
    assert [entry[key] for key in ("verdict", "correction", "editor", "scores", "reviewed_at")] == [None] * 5
    assert [review["correction"] for review in entry["reviews"]] == ["This.", "That."]


@pytest.mark.parametrize(
    ("key", "order"),
    [
        ("position", [1, 2, 3, 4, 5, 6]),
        ("status", [1, 2, 6, 3, 4, 5]),
        ("similarity", [4, 3, 1, 2, 5, 6]),
        ("editor", [3, 4, 5, 1, 2, 6]),
        ("reviewed_at", [3, 4, 5, 1, 2, 6]),
    ],
)
def test_segments_are_sorted_by_a_key(database, key, order):
    """Those of which it is not known come last, and equal ones in the order of the text."""
    decide(database, 3, "accepted", editor="desk2")
    decide(database, 4, "corrected", "Entirely otherwise!", editor="desk3")
    decide(database, 5, "cut", editor="desk4")
    with Store.open(database, readonly=True) as store:
        assert [place.position for place in listing.segments(store, [1], sort=key)] == order


def test_a_key_that_there_is_not(database):
    """The message lists those that there are."""
    with Store.open(database, readonly=True) as store, pytest.raises(UnknownNameError, match="known: position, status"):
        list(listing.segments(store, None, sort="colour"))


def test_a_filter_leaves_what_fits(database):
    """Of all articles, or of those that are named."""
    decide(database, 2, "accepted")
    with Store.open(database, readonly=True) as store:
        terms = query.parse("status:accepted")
        assert [(place.article, place.position) for place in listing.segments(store, None, terms)] == [(1, 2)]
        assert list(listing.segments(store, [2], terms)) == []


def test_an_article_says_how_far_it_is(database):
    """With where it came from, what it is, and who signed it off."""
    decide(database, 1, "accepted")
    decide(database, 2, "cut", note="? why")
    with Store.open(database) as store:
        digest = manuscript(store, 1).digest
        store.sign_off(1, editor="desk2", at=AT, text_digest=digest, path="/tmp/a")
        entry = listing.article_fields(store, store.article(1))
    assert {key: entry[key] for key in ("article", "title", "path", "system", "segments")} == {
        "article": 1,
        "title": "a",
        "path": str(database.parent / "a.txt"),
        "system": None,
        "segments": 6,
    }
    assert [entry[key] for key in ("open", "accepted", "corrected", "rejected", "cut", "conflict", "queries")] == [
        4,
        1,
        0,
        0,
        1,
        0,
        1,
    ]
    assert entry["signed_off"] == {"editor": "desk2", "at": AT, "path": "/tmp/a", "void": False}


def test_a_sign_off_is_void_once_the_text_is_another(database):
    """It holds on to the exact text that was read."""
    with Store.open(database) as store:
        store.sign_off(1, editor="desk2", at=AT, text_digest=manuscript(store, 1).digest)
    decide(database, 1, "corrected", "Otherwise.")
    with Store.open(database) as store:
        assert listing.is_void(store, store.article(1))


def test_articles_are_named_by_number_path_or_title(database):
    """Each once, in the order in which they are named."""
    with Store.open(database, readonly=True) as store:
        assert find_articles(store, ["t", str(database.parent / "a.txt"), "2", "t.csv"]) == [2, 1]


def test_a_name_that_is_nobodys(database):
    """The message lists the articles; one that fits several is refused too."""
    with Store.open(database, readonly=True) as store, pytest.raises(UnknownNameError, match=r"known: 1 \(a\), 2 \(t\)"):
        find_articles(store, ["b"])
    other = database.parent / "x" / "a.txt"
    other.parent.mkdir()
    other.write_bytes(b"Another.\n")
    bring_in(database, other)
    with Store.open(database, readonly=True) as store, pytest.raises(StoreError, match="fits several"):
        find_articles(store, ["a"])


def test_an_entry_has_the_findings_of_the_text_that_stands(database, tmp_path):
    """With what was dismissed among them; of a join on its first segment, and gone where the correction solved them."""
    (tmp_path / "b.txt").write_bytes(b"The the talks went on. They went went home. All is well.\n")
    bring_in(database, tmp_path / "b.txt")
    with Store.open(database, readonly=True) as store:
        first, second, third = entries(store)
        assert [found["text"].split()[0].lower() for found in first["findings"] + second["findings"]] == ["the", "went"]
        assert third["findings"] == []
        assert second["findings"][0] == {
            "check": "repeated-word",
            "severity": "warning",
            "message": second["findings"][0]["message"],
            "span": second["findings"][0]["span"],
            "text": second["machine"][slice(*second["findings"][0]["span"])],
            "side": "machine",
            "suggestion": second["findings"][0]["suggestion"],
            "dismissed": None,
        }
    with Store.open(database) as store:
        found = next(each for each in inspect(store, [3]) if each.place.position == 2)
        store.dismiss([found.dismissed(Extent.HERE, editor="desk2", at=AT)])
    decide(database, 1, "corrected", "The talks went on.", article=3)
    with Store.open(database, readonly=True) as store:
        first, second, _ = entries(store)
    assert first["findings"] == []
    assert second["findings"][0]["dismissed"] == {"extent": "here", "editor": "desk2", "at": AT}
    decide(database, (2, 3), "corrected", "They went home, and all all is well.", article=3)
    with Store.open(database, readonly=True) as store:
        _, second, third = entries(store)
    assert [(found["text"].split()[0], found["side"]) for found in second["findings"]] == [("all", "correction")]
    assert third["findings"] == []


def entries(store: Store) -> list[dict]:
    """Those of the third article."""
    return list(listing.segment_entries(store, listing.segments(store, [3]), [3]))


def test_where_nothing_can_be_kept_nobody_looked(database):
    """No list is not the same as an empty one."""
    with Store.open(database, readonly=True) as store:
        database.with_name("second.db").hardlink_to(database)
        found = listing.segment_entries(store, listing.segments(store, [1]), [1])
        assert [entry["findings"] for entry in found] == [None] * 6

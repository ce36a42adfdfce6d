from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from newsroom import NOW, SENTENCES, article, document, edited, imported, review

from reviewer.core.article import Kind, Reading, Segment
from reviewer.core.identity import article_uid, segment_uids
from reviewer.core.review import Status, Verdict
from reviewer.errors import StoreError, UnknownNameError
from reviewer.store import Store
from tests.building import derived

NASTY = (
    "",
    "\x00NUL\x00",
    "[/b] [@click=app.quit]x[/]",
    "\x1b]52;c;AAAA\x07",
    "'; DROP TABLE review; --",
    "\u202e\u2028\ufeff\u200b",
    "e\u0301\u0323" * 50,
    "사진=AP·연합뉴스",
    "😀" * 3,
    "x" * 100_000,
)


def test_gives_back_what_came_in(store: Store) -> None:
    """Every text, gap and key of an article is read as it was filed, whatever is in it."""
    segments = tuple(
        Segment(text, gap=text[:5], paragraph=index + 1, kind=Kind.CAPTION, source=text or None, key=text, record=index * 3)
        for index, text in enumerate(NASTY)
    )
    filed = replace(article(), segments=segments, lead="\n\n", system="mt'1")
    imported(store, filed)
    assert [
        Segment(place.machine, place.gap, place.paragraph, place.kind, place.source, key=place.key, record=place.record)
        for place in store.places(1)
    ] == list(segments)
    assert store.article(1).lead == "\n\n"
    assert {place.system for place in store.places(1)} == {"mt'1"}
    assert [place.uid for place in store.places(1)] == segment_uids(filed, article_uid(filed))
    assert [line.text for line in store.page(range(1, 11))] == [text[:200] for text in NASTY]


def test_the_same_content_twice_is_one_article(store: Store) -> None:
    """From another path, under another title, read in another way: it is known, and nothing is added twice."""
    (first,) = imported(store, article())
    before = derived(store)
    other = replace(document(article(title="Other")), reading=Reading("lines"), name="b.txt", data=b"other bytes")
    (again,) = store.add_document(other, path="/desk/b.txt", importer="desk2", at=NOW)
    assert (first.new, again.new) == (True, False)
    assert (again.number, again.kept, again.segments) == (1, 5, 5)
    assert derived(store) == before
    assert [row.title for row in store.articles()] == ["Talks in Kyiv"]


def test_a_second_import_adds_references_corrections_and_languages(store: Store) -> None:
    """What stands beside the text is added to a known article, each thing once."""
    imported(store, article())
    richer = replace(edited(article(), 1, references=("One.", "Two."), correction="Talks lasted."), source_language="uk")
    for expected in ((1, 2), (0, 0)):
        (result,) = imported(store, richer, path="/desk/richer.tsv")
        assert (result.reviews, result.references) == expected
    place = store.place(2)
    assert store.references(place.uid) == (("richer.tsv 1", "One."), ("richer.tsv 2", "Two."))
    assert (place.status, place.heads[0].correction, place.heads[0].at) == (Status.CORRECTED, "Talks lasted.", "")
    assert store.article(1).source_language == "uk"


@pytest.mark.parametrize(
    ("correction", "status", "stored"),
    [
        (None, Status.OPEN, None),
        ("", Status.OPEN, None),
        (SENTENCES[0], Status.ACCEPTED, None),
        ("New.", Status.CORRECTED, "New."),
    ],
)
def test_what_a_correction_cell_means(store: Store, correction: str | None, status: Status, stored: str | None) -> None:
    """An empty cell is no review, the machine text itself accepts, another text corrects."""
    imported(store, edited(article(), 0, correction=correction, editor="desk7"))
    place = store.place(1)
    assert place.status is status
    assert [(head.correction, head.editor) for head in place.heads] == ([(stored, "desk7")] if status is not Status.OPEN else [])


def test_a_correction_that_its_editor_made_here_is_not_made_again(store: Store) -> None:
    """What was exported and comes back does not turn into a second opinion; another editor's does, and agrees."""
    imported(store, article())
    store.save([review(store.place(1), correction="New.", editor="desk1")])
    (mine,) = imported(store, edited(article(), 0, correction="New."))
    (theirs,) = imported(store, edited(article(), 0, correction="New.", editor="desk2"))
    assert (mine.reviews, theirs.reviews) == (0, 1)
    assert (store.place(1).status, len(store.place(1).heads)) == (Status.CORRECTED, 2)


def test_a_correction_that_differs_is_a_conflict(store: Store) -> None:
    """An import never overrules a decision, and never goes unseen."""
    imported(store, article())
    store.save([review(store.place(1), correction="Mine.")])
    imported(store, edited(article(), 0, correction="Theirs.", editor="desk2"))
    assert store.place(1).status is Status.CONFLICT
    assert store.counts().conflict == 1


def test_a_new_version_keeps_what_is_the_same(store: Store) -> None:
    """Reviews of unchanged sentences stand in the new version too; changed ones are open; counts and next open know it."""
    imported(store, article())
    store.save([review(store.place(1)), review(store.place(2), correction="Talks lasted.")])
    (new,) = imported(store, article([SENTENCES[0], "Talks ended at noon.", *SENTENCES[2:], "More."]))
    assert (new.number, new.version_of, new.kept, new.new) == (2, 1, 4, True)
    assert [place.status for place in store.places(2)][:3] == [Status.ACCEPTED, Status.OPEN, Status.OPEN]
    assert store.article(2).lineage == store.article(1).uid
    assert (store.counts(2).accepted, store.counts(2).open) == (1, 5)
    assert store.next_open(2, 0) == store.article(2).first_row + 1
    store.save([review(store.places(2)[0], correction="Both at once.")])
    assert store.counts(1).corrected == 2
    before = derived(store)
    store.rebuild()
    assert derived(store) == before


@pytest.mark.parametrize(
    ("machine", "fields", "version"),
    [
        ([*SENTENCES[:3], "x", "y"], {}, True),
        ([*SENTENCES[:2], "x", "y", "z"], {}, False),
        (SENTENCES[:2], {}, False),
        (SENTENCES[:3], {}, True),
        ([*SENTENCES[:3], *"xyz"], {}, True),
        ([*SENTENCES, *"abcdef"], {}, False),
        (SENTENCES[:4], {"system": "other"}, False),
    ],
    ids=["3 of 5", "2 of 5", "2, of 5", "3, of 5", "3 of 6", "5 of 11", "other system"],
)
def test_what_is_a_version(store: Store, machine: list[str], fields: dict[str, str], version: bool) -> None:
    """A version is of the same system and shares at least half of the segments of both."""
    imported(store, article())
    (result,) = imported(store, article(machine, **fields))
    assert result.version_of == (1 if version else None)


def test_a_version_of_a_version_is_of_the_same_story(store: Store) -> None:
    """The lineage is the first version's, however far it has come; of two as alike the earlier is named."""
    imported(store, article())
    imported(store, article([*SENTENCES[:3], "a", "b"]))
    (third,) = imported(store, article(["c", *SENTENCES[1:3], "a", "b"]))
    assert (third.version_of, store.article(3).lineage) == (2, store.article(1).uid)


def test_sentences_that_all_articles_have_make_no_story(store: Store) -> None:
    """Boilerplate is not what a version is found by, or every import would look through all of them."""
    imported(store, article(["All rights reserved.", "A story."]))
    imported(store, *(article(["All rights reserved.", f"Story {number}.", f"Told on day {number}."]) for number in range(120)))
    (result,) = imported(store, article(["All rights reserved.", "Another story."]))
    assert result.version_of is None


def test_an_import_is_all_or_nothing(store: Store) -> None:
    """Interrupted at any point, nothing of the document is there, and it can be imported again."""

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt(done, total)

    with pytest.raises(KeyboardInterrupt):
        imported(store, article(), progress=interrupted)
    assert store.articles() == []
    assert store._db.value("SELECT count(*) FROM document") == 0
    (result,) = imported(store, article())
    assert result.new


def test_progress_ends_at_the_total(store: Store) -> None:
    """Whoever watches sees every segment counted, known ones too."""
    seen: list[tuple[int, int]] = []
    imported(store, article(["One."]))
    imported(store, article(map(str, range(12_000))), article(["One."]), progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert len(seen) > 2
    assert seen[-1] == (12_001, 12_001)


def test_half_a_character_is_refused_in_words(store: Store) -> None:
    """A lone surrogate is no text: the import fails as a whole, with what is wrong."""
    with pytest.raises(StoreError, match="surrogate"):
        imported(store, article(["fine", "broken \ud83d"]))
    assert store.articles() == []


def test_a_document_is_known_again_by_its_bytes_and_options(store: Store) -> None:
    """The same bytes read with other options may be other articles."""
    filed = document(article(["One."]), article(["Two."]), data=b"12")
    store.add_document(filed, path="/a", importer="desk1", at=NOW, reading_key="tsv")
    sha256 = hashlib.sha256(b"12").hexdigest()
    assert store.known_document(sha256, "tsv") == [1, 2]
    assert store.known_document(sha256, "csv") == []
    assert store.known_document("0" * 64, "tsv") == []


def test_the_original_is_kept(store: Store) -> None:
    """An article's bytes, how they were read and which of the file's articles it is can be had again."""
    filed = replace(
        document(article(["One."]), article(["Two."]), data=b"\x00\xff"), reading=Reading("tsv", columns=(("machine", "mt"),))
    )
    store.add_document(filed, path="/a", importer="desk1", at=NOW)
    origin = store.origin(2)
    assert (origin.data, origin.reading, origin.ordinal, origin.articles) == (b"\x00\xff", filed.reading, 1, 2)
    with pytest.raises(StoreError, match="no article 9"):
        store.origin(9)


def test_articles_are_found_by_what_people_call_them(store: Store) -> None:
    """Number, path, title and file name name an article; a path names all that its file holds."""
    imported(store, article(["One."], title="Alpha"), article(["Two."], title="Beta"), path="/desk/pair.tsv")
    imported(store, article(["Three."], title="Gamma"), path="/desk/2026")
    imported(store, article(["Four."], title="Beta"), path="/other/2026")
    assert store.find_articles("2") == (2,)
    assert store.find_articles("/desk/pair.tsv") == (1, 2)
    assert store.find_articles("pair.tsv") == (1, 2)
    assert store.find_articles("Gamma") == (3,)
    for ambiguous in ("Beta", "2026"):
        with pytest.raises(StoreError, match="fits several articles"):
            store.find_articles(ambiguous)
    with pytest.raises(UnknownNameError, match=r"known: 1 \(Alpha\), 2 \(Beta\)"):
        store.find_articles("nothing")


def test_many_articles_are_listed_in_order(store: Store) -> None:
    """Each with its own languages, counts and dates."""
    imported(store, article(["One."], source_language="ko", target_language="en"), article(["Two.", "Three."], date="2026-02-03"))
    store.save([review(store.place(3), verdict=Verdict.CUT, reason="content", note="? why")])
    first, second = store.articles()
    assert (first.source_language, first.target_language, second.date) == ("ko", "en", "2026-02-03")
    assert (second.counts.cut, second.counts.queries, second.counts.open, second.last_review_at) == (1, 1, 1, NOW)
    assert (first.rows, second.rows) == (range(1, 2), range(2, 4))

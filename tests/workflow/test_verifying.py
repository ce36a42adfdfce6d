from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sacrebleu

from reviewer.core.finding import Dismissal, Extent
from reviewer.metrics import METRICS, Bleu, Chrf, Measure, Ter
from reviewer.store import Checked, Damage, Draft, Journal, Store, premises
from reviewer.store.schema import APPEND_ONLY
from reviewer.workflow.kept_statistics import counter_of, pair_key
from reviewer.workflow.recounting import measure_of
from reviewer.workflow.sampling import draw
from reviewer.workflow.scoring import Plan
from reviewer.workflow.scoring_reviews import count_database, stored_pairs
from reviewer.workflow.verifying import advice, verify, verify_around
from tests.desk import AT, bring_in, decide

TABLE = """\
article,system,kind,source,machine,correction,reference
Uno,alpha,headline,Eins.,The one headline here.,A headline of one.,One is the headline.
Uno,alpha,body,Zwei.,The two is a body text.,The two is a body text.,Two is body text here.
Uno,alpha,body,Drei.,The three was the number three.,,Three was the third number.
Uno,alpha,body,Vier.,The four goes on its own.,,
Due,beta,body,Eins.,One headline is here.,,One is the headline.
"""
EVERYTHING = tuple(make() for make in METRICS.values())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with a bit of everything, and statistics of every metric."""
    path = tmp_path_factory.mktemp("whole") / "reviews.db"
    (path.parent / "table.csv").write_text(TABLE)
    bring_in(path, path.parent / "table.csv")
    decide(path, (3, 4), "corrected", "Three was a number, and four goes alone.", note="? sure")
    decide(path, 1, "accepted", article=2)
    decide(path, 1, "rejected", article=2, editor="desk3")
    with Store.open(path) as store:
        uid = store.places(1)[1].uid
        store.set_fact(uid, "kind", "caption", "desk2", AT)
        store.set_fact(uid, "kind", "credit", "desk2", AT)
        store.sign_off(1, editor="desk2", at=AT, text_digest="of some text")
        draw(store, [1], "monday", 2, editor="desk2", at=AT)
        store.add_sample("tuesday", [uid])
        store.assign([1], "desk2", by="lead", at=AT)
        store.assign([1, 2], "desk3", by="lead", at=AT)
        store.dismiss([Dismissal(Extent.ARTICLE, "made-up", store.article(1).uid, uid, "two", "is odd", "desk2", AT)])
    count(path, EVERYTHING)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, whole: bytes) -> Path:
    """A copy of it, to damage."""
    (tmp_path / "reviews.db").write_bytes(whole)
    return tmp_path / "reviews.db"


def count(path: Path, measures: Sequence[Measure]) -> None:
    """Have everything counted, and kept."""
    with Store.open(path) as store:
        for against in ("corrections", "references"):
            count_database(store, against, None, Plan(tuple(measures), "en"))


def verified(path: Path, **options: str) -> list[Checked]:
    """All that verify says."""
    with Store.open(path, create=False, readonly=True) as store:
        return list(verify(store, **options))


def damage(path: Path, **options: str) -> list[Damage]:
    """What is damaged."""
    return [each for checked in verified(path, **options) for each in checked.damage]


def tamper(path: Path, *statements: str) -> None:
    """Change rows behind the store's back, as no program should."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for table in APPEND_ONLY:
            other.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            other.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")
        for statement in statements:
            other.execute(statement)


def test_nothing_is_damaged_in_what_was_just_written(path: Path) -> None:
    """And every kind of thing was looked at, all of it."""
    checked = verified(path)
    assert [each for each in checked if each.damage or each.passed_over] == []
    counts = {each.what: each.count for each in checked if not each.what.startswith(("pages", "statistics"))}
    assert counts == {
        "documents": 1,
        "articles": 2,
        "segments": 5,
        "references": 4,
        "reviews": 5,
        "covers": 5,
        "facts": 3,
        "sign-offs": 1,
        "samples": 3,
        "assignments": 3,
        "dismissals": 1,
        "standing": 5,
        "open places": 0,
        "tallies": 2,
    }
    statistics = {each.what: each.count for each in checked if each.what.startswith("statistics")}
    assert statistics == {f"statistics of {counter_of(measure)}": 7 for measure in EVERYTHING}


def test_an_empty_database_is_whole(tmp_path: Path) -> None:
    """Nothing is damaged where nothing is."""
    Store.open(tmp_path / "new.db").close()
    checked = verified(tmp_path / "new.db")
    assert not any(each.damage for each in checked)
    assert advice(checked) == ""


TAMPERED = {
    "a document": ("UPDATE document SET data = x'00'", "documents", "document "),
    "a machine text": ("UPDATE segment SET machine = 'The four was.' WHERE id = 4", "segments", "article 1, position 4"),
    "a source": ("UPDATE segment SET source = 'Fünf.' WHERE id = 4", "articles", "article 1"),
    "white space": ("UPDATE place SET gap = '' WHERE id = 1", "articles", "article 1"),
    "a system": ("UPDATE segment SET system = 'gamma' WHERE id = 1", "segments", "article 1, position 1"),
    "a lost place": ("DELETE FROM place WHERE id = 2", "articles", "article 1"),
    "a reference": ("UPDATE reference SET text = 'Two.' WHERE text LIKE 'Two is%'", "references", "reference "),
    "a correction": ("UPDATE review SET correction = 'Four.' WHERE seq = 3", "reviews", "review "),
    "a note": ("UPDATE review SET note = '' WHERE seq = 3", "reviews", "review "),
    "seconds": ("UPDATE review SET idle_seconds = 9 WHERE seq = 3", "reviews", "review "),
    "a review that cannot be read": ("UPDATE review SET covers = '[' WHERE seq = 3", "reviews", "review "),
    "a review's segments": ("DELETE FROM review_cover WHERE review_seq = 3 AND ordinal = 1", "covers", "review "),
    "a kind": ("UPDATE fact SET value = 'body' WHERE value = 'credit'", "facts", "kind of "),
    "what a fact replaces": ("UPDATE fact SET replaces = 'x' WHERE value = 'credit'", "facts", "kind of "),
    "a signature": ("UPDATE signoff SET editor = 'kim'", "sign-offs", "by kim, 2026"),
    "a seed": ("UPDATE sample_stratum SET seed = 1", "samples", "stratum 000001"),
    "a population": ("UPDATE sample_stratum SET population = 9", "samples", "stratum 000001"),
    "what could be drawn": ("UPDATE sample_stratum SET members = x'00'", "samples", "stratum 000001"),
    "who drew": ("UPDATE sample_draw SET editor = 'kim'", "samples", "draw of the sample monday"),
    "what was drawn": (
        "DELETE FROM sample_drawn WHERE segment_id = (SELECT min(segment_id) FROM sample_drawn)",
        "samples",
        "segments of the sample monday",
    ),
    "whose it is": ("UPDATE assignment SET editor = 'kim' WHERE editor = 'desk2'", "assignments", "article "),
    "what is dismissed": ("UPDATE dismissal SET text = 'three'", "dismissals", "of made-up, 2026"),
    "how far it goes": ("UPDATE dismissal SET extent = 'always'", "dismissals", "of made-up, 2026"),
    "a status": ("UPDATE standing SET status = 'cut' WHERE segment_id = 3", "standing", "segment "),
    "a similarity": ("UPDATE standing SET similarity = 3.5 WHERE segment_id = 1", "standing", "segment "),
    "edits": ("UPDATE standing SET edits = 77 WHERE segment_id = 4", "standing", "segment "),
    "a standing kind": ("UPDATE standing SET kind = NULL WHERE segment_id = 2", "standing", "segment "),
    "a lost standing": ("DELETE FROM standing WHERE segment_id = 1", "standing", "segment "),
    "a lost head": ("DELETE FROM head WHERE segment_id = 1", "standing", "segment "),
    "another head": ("INSERT INTO head VALUES (1, 4)", "standing", "segment "),
    "an open place": ("INSERT INTO open_place VALUES (2)", "open places", "article 1, position 2"),
    "a tally": ("UPDATE tally SET corrected = 9, queries = 0 WHERE article_id = 1", "tallies", "article 1"),
    "a lost tally": ("DELETE FROM tally WHERE article_id = 2", "tallies", "article 2"),
    "a link to nothing": ("PRAGMA foreign_keys = OFF; INSERT INTO sample VALUES ('x', 99)", "pages of the file", "table sample"),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_what_was_changed_is_found(path: Path, kind: str) -> None:
    """Whatever it is, and where it is."""
    statements, what, where = TAMPERED[kind]
    tamper(path, *statements.split("; "))
    assert [each.where[: len(where)] for each in damage(path) if each.what == what] == [where]


def test_a_correction_that_was_changed_is_told_by_its_digests(path: Path) -> None:
    """What is stored, what its fields come to, and what else does not follow from it any more; the cache is not to blame."""
    with Store.open(path, readonly=True) as store:
        review = store.places(1)[2].heads[0]
    tamper(path, "UPDATE review SET correction = 'Four.' WHERE seq = 3")
    found = damage(path)
    assert (found[0].where, found[0].stored, len(str(found[0].found))) == (f"review {review.id}", review.digest, 64)
    assert {each.what for each in found} == {"reviews", "standing"}
    assert {tuple(each.stored) for each in found[1:]} == {("similarity", "edits", "reference_words")}


def test_only_what_differs_is_told(path: Path) -> None:
    """Of a standing and of a tally, both numbers."""
    with Store.open(path, readonly=True) as store:
        similarity = store._db.value("SELECT similarity FROM standing WHERE segment_id = 1")
    tamper(path, "UPDATE standing SET similarity = 3.5 WHERE segment_id = 1", "UPDATE tally SET cut = 4 WHERE article_id = 2")
    assert [(each.stored, each.found) for each in damage(path)] == [
        ({"similarity": 3.5}, {"similarity": similarity}),
        ({"cut": 4}, {"cut": 0}),
    ]


def test_what_stands_is_not_judged_by_what_was_derived_wrongly(path: Path) -> None:
    """A wrong status is one thing, not a wrong tally and a wrong open place besides."""
    tamper(path, "UPDATE standing SET status = 'open' WHERE segment_id = 1")
    assert [(each.what, each.stored, each.found) for each in damage(path)] == [
        ("standing", {"status": "open"}, {"status": "corrected"})
    ]


def test_damaged_pages_are_found(path: Path) -> None:
    """By SQLite; what cannot be read any more is told, and the rest is looked at all the same."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        size = other.execute("PRAGMA page_size").fetchone()[0]
        (page,) = other.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'standing'").fetchone()
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(whole)
    checked = verified(path)
    found = {each.what: each.damage for each in checked if each.damage}
    assert {"pages of the file", "standing"} <= set(found)
    assert "cannot be read: " in str(found["standing"][0].found)
    assert [each.damage for each in checked if each.what in ("documents", "reviews")] == [(), ()]
    assert "restore" in advice(checked)


def test_nothing_is_written(path: Path) -> None:
    """Not a byte, damaged or not, and no file is left beside."""
    tamper(path, "UPDATE standing SET status = 'cut'")
    before = (path.read_bytes(), {file.name for file in path.parent.iterdir()})
    assert damage(path)
    after = {file.name for file in path.parent.iterdir()} - {"reviews.db-wal", "reviews.db-shm"}
    assert (path.read_bytes(), after) == (before[0], before[1] - {"reviews.db-wal", "reviews.db-shm"})


def test_others_may_write_meanwhile(path: Path) -> None:
    """What is read is of the moment of the beginning, and whoever saves does not wait."""
    with Store.open(path, readonly=True) as store:
        checks = verify(store)
        first = next(checks)
        decide(path, 1, "cut", editor="desk9")
        assert not any(each.damage for each in (first, *checks))
    assert next(each.count for each in verified(path) if each.what == "reviews") == 6


# Statistics


def drift(path: Path, measure: Measure, numbers: str) -> tuple[bytes, list[float]]:
    """Change what is kept of the first pair; its key, and what was kept."""
    with Store.open(path, readonly=True) as store:
        key = pair_key(*next(iter(stored_pairs(store, "corrections"))).row)
        kept = list(store.statistics(counter_of(measure), [key])[key])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(
            "UPDATE statistic SET numbers = ? WHERE pair = ? AND counter_id = (SELECT id FROM counter WHERE signature = ?)",
            (numbers, key, counter_of(measure)),
        )
    return key, kept


@pytest.mark.parametrize("numbers", ["[1, 2]", "[]", "[1, ", "nonsense", "7", "[null]"])
@pytest.mark.parametrize("measure", EVERYTHING, ids=METRICS)
def test_a_row_that_drifted_is_found(path: Path, measure: Measure, numbers: str) -> None:
    """Where, by which metric, what is stored and what it should be; also where it is no row at all."""
    _, kept = drift(path, measure, numbers)
    try:
        stored = json.loads(numbers)
    except ValueError:
        stored = numbers
    what = f"statistics of {counter_of(measure)}"
    assert damage(path) == [Damage(what, "article 1, position 1, post-edit reference", stored, kept)]


def test_a_row_of_references_is_found_too(path: Path) -> None:
    """Where nobody has corrected anything."""
    tamper(path, "UPDATE statistic SET numbers = '[0]'")
    places = {each.where for each in damage(path) if each.what == f"statistics of {counter_of(Ter())}"}
    assert places == {
        *(f"article 1, position {position}, post-edit reference" for position in (1, 2, 3)),
        *(f"article 1, position {position}, independent reference" for position in (1, 2, 3)),
        "article 2, position 1, independent reference",
    }


def test_numbers_written_otherwise_are_the_same_numbers(path: Path) -> None:
    """It is the value that counts, not its characters."""
    _, kept = drift(path, Chrf(), "[]")
    drift(path, Chrf(), json.dumps([float(number) for number in kept], indent=1))
    assert damage(path) == []


def test_sacrebleus_own_code_finds_the_same(path: Path) -> None:
    """It says whose numbers they are held against."""
    assert damage(path, engine="sacrebleu") == []
    _, kept = drift(path, Bleu(), "[1, 2]")
    assert [each.found for each in damage(path, engine="sacrebleu")] == [kept]
    holds = {each.what: each.holds for each in verified(path, engine="sacrebleu")}
    assert "sacrebleu's own code" in holds[f"statistics of {counter_of(Ter())}"]
    assert "our code" in holds[f"statistics of {counter_of(METRICS['cer']())}"]


def test_rows_of_texts_that_no_longer_stand_are_counted(path: Path) -> None:
    """A decision that was changed leaves them behind; they are no damage."""
    decide(path, 1, "corrected", "Another headline.")
    checked = {each.what: each for each in verified(path)}[f"statistics of {counter_of(Ter())}"]
    assert (checked.count, checked.damage, checked.passed_over) == (6, (), ((1, "of texts that no longer stand"),))


def renamed(path: Path, old: str, new: str) -> Checked:
    """What is said of BLEU's rows when their counter is another's."""
    counter = counter_of(Bleu())
    assert old in counter
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE counter SET signature = ? WHERE signature = ?", (counter.replace(old, new), counter))
        other.execute(
            "UPDATE statistic SET numbers = '[0]' WHERE counter_id = (SELECT id FROM counter WHERE signature LIKE 'BLEU%')"
        )
    return next(each for each in verified(path) if each.what.startswith("statistics of BLEU") or new in each.what)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (f"version:{sacrebleu.__version__}", "version:1.5.1", "kept by another version, not used"),
        ("engine:1", "engine:0", "kept by another version, not used"),
        ("smooth:exp", "smooth:new|k:2", "not counted again: "),
        ("case:mixed", "case:title", "options of no metric of this program"),
        ("BLEU|", "BLEURT|", "no metric of this program"),
        ("tok:13a", "tok:spm", "the tokenizer spm "),
    ],
)
def test_what_others_counted_is_not_used_and_no_damage(path: Path, old: str, new: str, why: str) -> None:
    """It is said how many rows that are, and why they were not counted again."""
    checked = renamed(path, old, new)
    assert (checked.count, checked.damage) == (0, ())
    ((number, said),) = checked.passed_over
    assert number == 7
    assert why in said


@pytest.mark.parametrize(
    "measure",
    [
        *EVERYTHING,
        Bleu(tokenize="char", lowercase=True, smooth_method="floor", smooth_value=0.25, effective_order=True),
        Bleu(tokenize="zh", smooth_method="none"),
        Bleu(tokenize="intl", smooth_method="add-k", smooth_value=2.0),
        Chrf(char_order=4, word_order=1, beta=3, lowercase=True, whitespace=True, eps_smoothing=True),
        Ter(normalized=True, no_punct=True, asian_support=True, case_sensitive=True),
    ],
    ids=counter_of,
)
def test_a_measure_is_made_of_its_signature(measure: Measure) -> None:
    """All of its options are in it."""
    assert measure_of(counter_of(measure)) == measure


def test_options_are_counted_again_with_the_same_options(path: Path) -> None:
    """And a row that drifted is found there too."""
    measure = Bleu(tokenize="char", lowercase=True)
    count(path, [measure])
    assert damage(path) == []
    drift(path, measure, "[3]")
    assert [each.what for each in damage(path)] == [f"statistics of {counter_of(measure)}"]


def rebuild(store: Store) -> None:
    """What `advice` says of what is derived."""
    store.rebuild()


def forget(store: Store) -> None:
    """What `advice` says of statistics."""
    store.forget_statistics()


@pytest.mark.parametrize(
    ("statement", "mends", "call"),
    [
        ("UPDATE standing SET status = 'cut'", rebuild, ".rebuild()"),
        ("DELETE FROM tally", rebuild, ".rebuild()"),
        ("UPDATE statistic SET numbers = '[0]'", forget, ".forget_statistics()"),
    ],
)
def test_the_advice_mends_it(path: Path, statement: str, mends: Callable[[Store], None], call: str) -> None:
    """What is derived or kept can be made anew, as it says."""
    tamper(path, statement)
    assert advice(verified(path)).endswith(f"{call} mends it")
    with Store.open(path) as store:
        mends(store)
    assert damage(path) == []


# Around the rows


def around(path: Path, named: Path | None = None, now: datetime = datetime(2026, 3, 2, tzinfo=UTC)) -> dict[str, Checked]:
    """What is around the rows, by kind."""
    with Store.open(path, readonly=True) as store:
        return {each.what: each for each in verify_around(store, named or path, path.with_name("drafts"), now)}


def test_nothing_around_an_undamaged_database_is_damaged(path: Path) -> None:
    """And it is said on what file system it is, and with which SQLite."""
    found = around(path)
    assert [each for each in found.values() if each.damage] == []
    assert f"SQLite {sqlite3.sqlite_version}" in found["files"].holds
    assert found["schema"].count > 70


CHANGED_SCHEMA = {
    "a removed trigger": ("DROP TRIGGER review_no_delete", ["trigger review_no_delete"]),
    "another trigger of that name": (
        "DROP TRIGGER review_no_delete; CREATE TRIGGER review_no_delete BEFORE DELETE ON review BEGIN SELECT 1; END",
        ["trigger review_no_delete"],
    ),
    "a trigger that takes a save away": (
        "CREATE TRIGGER x BEFORE INSERT ON review BEGIN SELECT RAISE(IGNORE); END",
        ["trigger x"],
    ),
    "a removed index": ("DROP INDEX review_action", ["index review_action"]),
    "a removed view": ("DROP VIEW conflicts", ["view conflicts"]),
    "a view of that name": ("DROP VIEW conflicts; CREATE VIEW conflicts AS SELECT 1", ["view conflicts"]),
    "somebody's own table, view and index": (
        "CREATE TABLE mine (x); CREATE INDEX mine_x ON mine(x); CREATE VIEW my_view AS SELECT 1; CREATE INDEX more ON review(at)",
        [],
    ),
}


@pytest.mark.catalogue("C5", "B7", "D2")
@pytest.mark.parametrize("kind", CHANGED_SCHEMA)
def test_a_changed_schema_is_found(path: Path, kind: str) -> None:
    """What was taken out, what says something else now, and a trigger of others; all else that others add is theirs."""
    statements, where = CHANGED_SCHEMA[kind]
    with closing(sqlite3.connect(path)) as other:
        other.executescript(statements)
    assert [each.where for each in around(path)["schema"].damage] == where


def test_every_removed_trigger_is_found(path: Path) -> None:
    """Of each table that is only added to."""
    tamper(path)
    wanted = {f"trigger {table}_no_{event}" for table in APPEND_ONLY for event in ("update", "delete")}
    assert {each.where for each in around(path)["schema"].damage} == wanted


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE meta SET value = 'nobody' WHERE key = 'db_id'", "db_id"),
        ("INSERT OR REPLACE INTO meta VALUES ('corrections_indexed', '99')", "corrections_indexed"),
        ("INSERT OR REPLACE INTO meta VALUES ('corrections_indexed', '-1')", "corrections_indexed"),
    ],
)
def test_what_the_database_says_of_itself_is_looked_at(path: Path, statement: str, where: str) -> None:
    """Its name is one, and no correction is in the search index that there is not."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(statement)
    assert [each.where for each in around(path)["names"].damage] == [where]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("INSERT INTO segment_fts (segment_fts, rowid, machine, source) VALUES ('delete', 1, 'The one headline here.', 'Eins.')",
         "segment_fts"),
        ("INSERT INTO segment_fts (rowid, machine) VALUES (99, 'more')", "segment_fts"),
        ("DELETE FROM review_fts_data WHERE id > 10", "review_fts"),
        ("INSERT INTO review_fts (review_fts) VALUES ('delete-all')", "review_fts"),
    ],
)  # fmt: skip
def test_a_damaged_search_index_is_found_and_made_anew(path: Path, statement: str, where: str) -> None:
    """A word too few, one too many, a part that is gone; what `advice` says mends it."""
    with Store.open(path) as store:
        store.index_corrections()
    assert not around(path)["search indexes"].damage
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute(statement)
    found = around(path)
    assert [each.where for each in found["search indexes"].damage] == [where]
    assert advice(found.values()).endswith(".rebuild() mends it")
    with Store.open(path) as store:
        rebuild(store)
    assert not around(path)["search indexes"].damage


def test_a_large_search_index_is_passed_over_and_that_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be copied into memory."""
    monkeypatch.setattr("reviewer.store.premises.LARGEST_INDEXED", 1000)
    assert "not looked into" in around(path)["search indexes"].passed_over[0][1]


@pytest.mark.catalogue("C15")
@pytest.mark.parametrize(
    ("now", "notes"), [((2026, 3, 1, 12), 0), ((2026, 2, 28, 9, 31), 0), ((2026, 2, 28, 9, 29), 1), ((1970, 1, 1), 1)]
)
def test_a_review_of_the_future_is_a_note(path: Path, now: tuple[int, ...], notes: int) -> None:
    """From a day on; one of the two clocks is wrong, and nothing is damaged."""
    found = around(path, now=datetime(*now, tzinfo=UTC))["times"]  # type: ignore[arg-type, misc]
    assert (len(found.notes), found.damage) == (notes, ())


@pytest.mark.catalogue("C9", "C10", "C13")
def test_what_should_be_known_of_the_files_is_a_note(path: Path, tmp_path: Path) -> None:
    """Other names, links, permissions that do not fit, a folder that others keep the same; none of it is damage."""
    path.chmod(0o600)
    usual = around(path)["files"].notes
    with Store.open(path) as holder:
        holder.counts()
        path.with_name("reviews.db.lock").touch()
        path.with_name("reviews.db.lock").chmod(0o644)
        (tmp_path / "link.db").symlink_to(path)
        (tmp_path / "other.db").hardlink_to(path)
        (tmp_path / ".stfolder").mkdir()
        found = around(path, tmp_path / "link.db")["files"]
    told = [note for note in found.notes if note not in usual]
    assert [
        word for word in ("chmod 600", "2 names", "is a link to", "several machines") if not any(word in note for note in told)
    ] == []
    assert found.damage == ()


@pytest.mark.catalogue("C9", "C10", "C13")
def test_what_holds_writers_up_is_a_note(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No turns among them, a log that cannot be folded in, a version of SQLite; and nothing of it where it is not so."""
    monkeypatch.setattr(premises, "_SAFE_LOG", (3,))
    with Store.open(path) as holder:
        holder.assign([1], "desk4", by="desk1", at=AT)
        assert around(path)["files"].notes == ()
        path.with_name("reviews.db.lock").unlink()
        assert around(path)["files"].notes == ()
        path.with_name("reviews.db.lock").symlink_to("nowhere")
        monkeypatch.setattr(premises, "_LONG_LOG", 0)
        monkeypatch.setattr(premises, "_SAFE_LOG", (999,))
        turns, log, version = around(path)["files"].notes
    assert turns.startswith("no turns among writers")
    assert "MB of log" in log
    assert "SQLite before" in version


@pytest.mark.catalogue("C10")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_side_file_of_another_group_is_a_note(path: Path) -> None:
    """With what its owner can say."""
    path.with_name("reviews.db.lock").touch()
    path.chmod(stat.S_IMODE(path.with_name("reviews.db.lock").stat().st_mode))
    os.chown(path.with_name("reviews.db.lock"), -1, 12345)
    assert [note for note in around(path)["files"].notes if f"chgrp {path.stat().st_gid} " in note]


def test_drafts_that_nobody_took_up_are_counted(path: Path) -> None:
    """Whose they are; those of a session that lives and those that were saved after all are not."""
    with Store.open(path, readonly=True) as store:
        name, saved = store.db_id, store.places(1)[2].heads[0].id
    for editor, review in (("desk4", "1"), ("desk5", saved)):
        journal = Journal(
            path.with_name("drafts"), database=name, path=path, editor=editor, clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)
        )
        journal.keep(Draft(review, ("uid",), (), "text", 0, "", editor, AT, 1))
        if editor == "desk4":
            assert around(path)["drafts"].count == 0
        journal.close()
    found = around(path)["drafts"]
    assert (found.count, found.damage) == (1, ())
    assert "(desk4)" in found.holds
    assert "desk5" not in found.holds


@pytest.mark.catalogue("C5")
def test_a_row_that_is_no_text_is_one_damage(path: Path) -> None:
    """The rows behind it are looked at all the same."""
    tamper(path, "UPDATE review SET note = CAST(x'ff41' AS TEXT) WHERE seq = 1", "UPDATE review SET editor = 'kim' WHERE seq = 4")
    assert len([each for each in damage(path) if each.what == "reviews"]) == 2

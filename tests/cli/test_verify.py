"""`reviewer verify`: what people read, what scripts read, and the status."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.metrics import Chrf, Ter
from reviewer.store import Store
from reviewer.workflow.kept_statistics import counter_of
from reviewer.workflow.scoring import Plan
from reviewer.workflow.scoring_reviews import count_database
from tests.desk import bring_in, decide


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Three sentences, of which two are reviewed and counted."""
    (tmp_path / "a.txt").write_text("NATO's ban was discussed. The talks go on. It ended.\n")
    bring_in(tmp_path / "reviews.db", tmp_path / "a.txt")
    decide(tmp_path / "reviews.db", 1, "corrected", "NATO's expansion was discussed.")
    decide(tmp_path / "reviews.db", 2, "accepted")
    with Store.open(tmp_path / "reviews.db") as store:
        count_database(store, "corrections", None, Plan((Chrf(), Ter()), "en"))
    return tmp_path / "reviews.db"


def tamper(path: Path, *statements: str) -> None:
    """Change rows behind the store's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


def test_a_line_a_kind_and_nothing_is_damaged(database, run):
    """With how many there are, and what holds of them."""
    ended = run("verify")
    assert (ended.talk, ended.status) == ("", 0)
    lines = ended.text.splitlines()
    assert lines[0].startswith("pages of the file: ")
    assert "documents: 1, every SHA-256 is that of the bytes" in lines
    assert "segments: 3, every name is made of source and machine text" in lines
    assert "references: none" in lines
    assert "reviews: 2, every digest fits the fields" in lines
    assert f"statistics of {counter_of(Ter())}: 2, counted again by our code, all equal" in lines
    assert lines[-1] == "nothing is damaged"


def test_each_damage_is_a_line_and_the_last_says_what_to_do(database, run):
    """Status 1; what only follows from reviews can be made anew."""
    tamper(database, "UPDATE tally SET accepted = 7", "UPDATE statistic SET numbers = '[1, 2]' WHERE counter_id = 2")
    ended = run("verify")
    assert (ended.talk, ended.status) == ("", 1)
    lines = ended.text.splitlines()
    assert "tallies: 1, 1 damaged" in lines
    assert 'tallies: article 1: stored {"accepted": 7}, found {"accepted": 1}' in lines
    ter = f"statistics of {counter_of(Ter())}"
    assert f"{ter}: article 1, position 1, post-edit reference: stored [1, 2], found [1, 4]" in lines
    assert f"{ter}: 2, 2 damaged" in lines
    assert lines[-1].startswith("3 things are damaged; nothing that anybody wrote is lost: in Python, reviewer.open(")
    assert len(lines) == 15 + 2 + 6 + 3 + 1


def test_what_nothing_else_says_is_in_a_backup_if_anywhere(database, run):
    """One thing, said in the singular."""
    with closing(sqlite3.connect(database)) as other:
        (trigger,) = other.execute("SELECT sql FROM sqlite_schema WHERE name = 'review_no_update'").fetchone()
    tamper(
        database, "DROP TRIGGER review_no_update", "UPDATE review SET note = 'x\x1b[31m', editor = 'kim' WHERE seq = 2", trigger
    )
    tamper(database, "UPDATE standing SET has_note = 1 WHERE segment_id = 2")
    ended = run("verify")
    assert ended.status == 1
    assert ended.text.splitlines()[-1] == (
        "1 thing is damaged; restore the file from a backup, or from where it was copied, or --salvage OUT what is whole"
    )


def test_no_damage_is_obeyed_by_a_terminal(database, at_terminal):
    """Text of the database is only text."""
    tamper(database, "UPDATE statistic SET numbers = 'x\x1b[31m\u202e'", "DROP TRIGGER document_no_update")
    tamper(database, "UPDATE document SET name = 'y\x1b[31m\u202e', data = x'00'")
    for form in ("text", "json"):
        received, status = at_terminal("verify", "--format", form)
        assert status == 1
        assert not {"\x1b", "\u202e"} & set(received.decode())


def test_much_damage_is_cut_short_for_people(database, run, tmp_path):
    """And whole for scripts."""
    (tmp_path / "l.tsv").write_text("machine\n" + "".join(f"Line {number} of many.\n" for number in range(60)))
    bring_in(database, tmp_path / "l.tsv")
    tamper(database, "DELETE FROM open_place")
    lines = run("verify").text.splitlines()
    assert sum(line.startswith("open places: article") for line in lines) == 50
    assert lines[-2:-1] == ["open places: 11 more, which --format json lists"]
    assert len(json.loads(run("verify", "--format", "json").text)["damage"]) == 61


def test_json_for_scripts(database, run):
    """`reviewer/verification/1`: what was checked, how many, what was passed over, and every damage."""
    tamper(database, "UPDATE counter SET signature = replace(signature, 'engine:1', 'engine:0') WHERE signature LIKE 'TER%'")
    tamper(database, "UPDATE standing SET similarity = 1.5 WHERE segment_id = 2")
    ended = run("verify", "--format", "json")
    assert (ended.talk, ended.status) == ("", 1)
    told = json.loads(ended.text)
    with Store.open(database, readonly=True) as store:
        uid = store.place(2).uid
        assert (told["schema"], told["database"]) == ("reviewer/verification/1", store.db_id)
    assert told["damage"] == [
        {"what": "standing", "where": f"segment {uid}", "stored": {"similarity": 1.5}, "found": {"similarity": 100.0}}
    ]
    checked = {each["what"]: each for each in told["checked"]}
    assert checked["standing"] == {"what": "standing", "count": 2, "damaged": 1, "notes": [], "passed_over": []}
    assert checked[f"statistics of {counter_of(Chrf())}"]["count"] == 2
    other = checked[f"statistics of {counter_of(Ter()).replace('engine:1', 'engine:0')}"]
    assert other["passed_over"] == [{"count": 2, "why": "kept by another version, not used"}]


def test_sacrebleus_own_code_can_count_again(database, run):
    """It is said whose it was."""
    ended = run("verify", "--engine", "sacrebleu")
    assert f"statistics of {counter_of(Chrf())}: 2, counted again by sacrebleu's own code, all equal" in ended.text.splitlines()
    assert ended.status == 0


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "no such database"), (b"no database", "not a review database"), (b"", "empty (0 bytes)")]
)
def test_what_is_no_database_is_one_line_and_status_1(run, tmp_path, content, problem):
    """And it is left as it is."""
    if content is not None:
        (tmp_path / "x.db").write_bytes(content)
    ended = run("verify", "--db", "x.db")
    assert (ended.data, ended.status, ended.talk.count("\n")) == (b"", 1, 1)
    assert problem in ended.talk
    assert (tmp_path / "x.db").read_bytes() == content if content is not None else not (tmp_path / "x.db").exists()


def test_a_screen_may_be_open_on_it(database, run):
    """What it has not folded in yet is looked at too, and it can save right after."""
    with Store.open(database) as screen:
        decide(database, 3, "accepted")
        ended = run("verify")
        assert "reviews: 3, every digest fits the fields" in ended.text.splitlines()
        assert ended.status == 0
        screen.rebuild()


def test_what_was_salvaged_as_json(database, run):
    """`reviewer/salvage/1`: the same for programs."""
    said = json.loads(run("verify", "--salvage", "out.db", "--format", "json").text)
    assert (said["schema"], said["made"]) == ("reviewer/salvage/1", "out.db")
    assert {"what": "articles", "count": 1, "left": []} in said["salvaged"]


@pytest.mark.catalogue("C5")
def test_what_is_whole_is_salvaged(database, run, tmp_path):
    """A line a kind, what was left behind under it, and a new database; the damaged file, which no longer opens, stays."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    whole = database.read_bytes()
    start = whole.index(b"NATO's expansion")
    damaged = whole[:start] + b"M" + whole[start + 1 :][: len(whole) // 4096 * 4096 - start - 5000]
    database.write_bytes(damaged)
    assert run("verify").status == 1
    ended = run("verify", "--salvage", "out.db")
    assert (ended.talk, ended.status) == ("", 0)
    lines = ended.text.splitlines()
    assert "documents: 1" in lines
    behind = lines[lines.index("reviews: 1") + 1]
    assert "of article 1 “a”, position 1, corrected by desk2" in behind
    assert behind.endswith(": “MATO's expansion was discussed.” (does not fit its digest)")
    assert lines[-1] == "out.db: made and verified"
    assert database.read_bytes() == damaged
    with Store.open(tmp_path / "out.db", readonly=True) as store:
        assert [place.status for place in store.places(1)] == ["open", "accepted", "open"]
    again = run("verify", "--salvage", "out.db")
    assert (again.data, again.status, again.talk) == (
        b"",
        1,
        "reviewer: out.db: is there already, and is not replaced; name another file\n",
    )
